//! Small cases per language feature: `tests/flow/*.rs` hold texts with a marker below each sink. Each feature
//! begins with `//# name`; `//^ flow` says that data of `source()` or `number()` reaches the line above, `//^ none`
//! that it does not. `//^ missed: why` and `//^ false: why` are known limits. `BLESS=1` rewrites the table.
//! A file may name further sources at its head: `//! source std::env::args`, `//! source tokio::net::TcpStream.read
//! -> arg0`; what follows `//@ crate NAME` is a crate of its own. `//! packs` adds what the built-in packs say that data goes through, and the crates that are named as dependencies. `FLOW_CASES` is another folder of cases.

use crate::flow_harness::{flows, sink, sink_line, source, workspace, workspace_of_crates, workspace_with_crates};
use privacy_lint::flow::{Seed, SeedKind};
use privacy_lint::packs::{Access, ApiRule, ApiTarget, Role, Root};
use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;

struct Expectation {
    line: u32,
    flow: bool,
    limit: Option<String>,
}

struct Feature {
    name: String,
    expected: Vec<Expectation>,
}

/// Features with what is expected of each line above a marker.
fn features(text: &str) -> Vec<Feature> {
    let mut features: Vec<Feature> = Vec::new();
    for (at, row) in text.lines().enumerate() {
        let row = row.trim();
        if let Some(name) = row.strip_prefix("//# ") {
            features.push(Feature { name: name.to_owned(), expected: Vec::new() });
        } else if let Some(said) = row.strip_prefix("//^ ") {
            let (word, why) = said.split_once(": ").unwrap_or((said, ""));
            let flow = match word {
                "flow" | "missed" => true,
                "none" | "false" => false,
                _ => panic!("line {}: `{said}` is no marker", at + 1),
            };
            let limit = matches!(word, "missed" | "false").then(|| why.to_owned());
            let feature = features.last_mut().expect("a marker before the first feature");
            feature.expected.push(Expectation { line: at as u32, flow, limit });
        }
    }
    features
}

/// The lines of a case file that data reaches.
fn reached(name: &str, text: &str) -> BTreeSet<u32> {
    let several = text.lines().any(|line| line.starts_with("//@ crate "));
    let with_packs = text.lines().any(|line| line == "//! packs");
    let ws = match () {
        () if several => workspace_of_crates(text, PRELUDE),
        () if with_packs => workspace_with_crates(name, text),
        () => workspace(name, text),
    };
    let mut rules = vec![
        source(ApiTarget::Item("source".into()), false),
        source(ApiTarget::Item("number".into()), false),
        sink(ApiTarget::Item("sink".into()), vec![Access { root: Root::AnyArg, path: Vec::new() }]),
    ];
    rules.extend(text.lines().filter_map(|line| line.strip_prefix("//! source ")).map(named_source));
    if with_packs {
        rules.extend(passed_through());
    }
    let seed = |start: usize, end: usize, kind| Seed {
        file: 0,
        span: privacy_lint::model::place::Span { start: start as u32, end: end as u32 },
        keys: vec!["user.contact.email".into()],
        point: None,
        kind,
    };
    let mut seeds = vec![seed(0, 1, SeedKind::Column { table: "people".into(), name: "email".into() })];
    let detected = text.match_indices("detected()");
    seeds.extend(detected.map(|(at, call)| seed(at, at + call.len(), SeedKind::Call)));
    flows(&ws, &rules, &seeds).iter().map(|flow| sink_line(&ws, flow)).collect()
}

/// A source as the head of a file names it: `path`, `Type.method`, and where the datum goes.
fn named_source(line: &str) -> ApiRule {
    let (what, to) = line.split_once(" -> ").unwrap_or((line, "return"));
    let target = match what.rsplit_once('.') {
        Some(("*", name)) => ApiTarget::Method(None, name.to_owned()),
        Some((owner, name)) => ApiTarget::Method(Some(owner.to_owned()), name.to_owned()),
        None => ApiTarget::Function(what.to_owned()),
    };
    let access = |text: &str| {
        let root = match text.strip_prefix("arg") {
            Some(at) => Root::Arg(at.parse().expect("argN")),
            None if text == "receiver" => Root::Receiver,
            None => Root::Return,
        };
        Access { root, path: Vec::new() }
    };
    ApiRule { to: to.split(", ").map(access).collect(), ..source(target, false) }
}

/// What the built-in packs say that data goes through.
fn passed_through() -> Vec<ApiRule> {
    let detectors = privacy_lint::packs::load(&[]).expect("the built-in packs load");
    let passes = |rule: &ApiRule| !matches!(rule.role, Role::Source(_) | Role::Sink { .. });
    detectors.apis.into_iter().filter(passes).collect()
}

#[test]
fn flow_table() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = std::env::var("FLOW_CASES").map_or_else(|_| root.join("tests/flow"), Into::into);
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    let mut wrong = String::new();
    let mut table = String::from(HEAD);
    let mut count = 0;
    for file in files {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&file).unwrap() + PRELUDE;
        let reached = reached(&name, &text);
        for feature in features(&text) {
            let (mut yes, mut no, mut limits) = (0, 0, Vec::new());
            for expected in &feature.expected {
                count += 1;
                let seen = reached.contains(&expected.line);
                match &expected.limit {
                    None if seen != expected.flow => {
                        let what = if seen { "a flow that is none" } else { "no flow" };
                        writeln!(wrong, "tests/flow/{name}:{}: {what} ({})", expected.line, feature.name).unwrap();
                    }
                    Some(_) if seen == expected.flow => {
                        writeln!(wrong, "tests/flow/{name}:{}: a limit that is gone", expected.line).unwrap();
                    }
                    Some(why) => limits.push(why.clone()),
                    None if expected.flow => yes += 1,
                    None => no += 1,
                }
            }
            let topic = name.trim_end_matches(".rs");
            writeln!(table, "| {topic} | {} | {yes} | {no} | {} |", feature.name, limits.join("; ")).unwrap();
        }
    }
    assert!(wrong.is_empty(), "of {count}:\n{wrong}");
    assert!(count >= 150, "{count} cases");
    let path = root.join("docs/flow-table.md");
    if std::env::var_os("BLESS").is_some() {
        std::fs::create_dir_all(root.join("docs")).unwrap();
        std::fs::write(&path, &table).unwrap();
    }
    assert_eq!(std::fs::read_to_string(&path).unwrap_or_default(), table, "BLESS=1 rewrites docs/flow-table.md");
}

const PRELUDE: &str = "\nfn source() -> String { String::new() }\nfn number() -> u32 { 3 }\nfn sink<T>(_: T) {}\n";

const HEAD: &str = "# What data flow follows

Written by `BLESS=1 cargo test --test it flow_table` from `tests/flow/`. *Found*: places that data reaches and where
it is found; *quiet*: places that it does not reach and where nothing is said.

| topic | feature | found | quiet | known limits |
|---|---|---|---|---|
";
