//! Small cases per language feature: `tests/flow/*.rs` hold texts with a marker below each sink. Each feature
//! begins with `//# name`; `//^ flow` says that data of `source()` or `number()` reaches the line above, `//^ none`
//! that it does not. `//^ missed: why` and `//^ false: why` are known limits. `BLESS=1` rewrites the table.

use crate::flow_harness::{flows, line, sink, source, workspace};
use privacy_lint::flow::{Seed, SeedKind};
use privacy_lint::packs::{Access, ApiTarget, Root};
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
    let ws = workspace(name, text);
    let rules = [
        source(ApiTarget::Item("source".into()), false),
        source(ApiTarget::Item("number".into()), false),
        sink(ApiTarget::Item("sink".into()), vec![Access { root: Root::AnyArg, path: Vec::new() }]),
    ];
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
    flows(&ws, &rules, &seeds).iter().map(|flow| line(&ws, flow.sink.span.0)).collect()
}

#[test]
fn flow_table() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files: Vec<_> =
        std::fs::read_dir(root.join("tests/flow")).unwrap().map(|file| file.unwrap().path()).collect();
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
    assert!(wrong.is_empty(), "\n{wrong}");
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
