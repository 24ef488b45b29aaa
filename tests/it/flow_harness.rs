//! One text and the names of its sources and sinks in, the lines of its flows out.

use privacy_lint::flow::{self, FlowFact, Rules, Seed};
use privacy_lint::link::{self, Workspace};
use privacy_lint::model::inventory::SinkKind;
use privacy_lint::model::project::{Dependency, Language, Package, Project, SourceFile, Target, TargetKind};
use privacy_lint::packs::{Access, ApiRule, ApiTarget, Role, Root};
use std::collections::BTreeSet;

/// A workspace of one file.
pub(crate) fn workspace(name: &str, text: &str) -> Workspace {
    let file = SourceFile { path: name.to_owned(), package: None, language: Language::Rust, size: text.len() as u64 };
    let project = Project { files: vec![file], ..Project::default() };
    link::link(project, vec![privacy_lint::extract::rust(text.as_bytes())])
}

/// A workspace of one package of one file, which depends on every crate that begins a path there.
pub(crate) fn workspace_with_crates(name: &str, text: &str) -> Workspace {
    let is_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    let crates: BTreeSet<&str> = text
        .split("::")
        .filter_map(|before| before.rsplit(|c| !is_name(c)).next().filter(|name| !name.is_empty()))
        .filter(|name| !["std", "self", "super", "crate"].contains(name) && !text.contains(&format!("mod {name} ")))
        .collect();
    let dependency =
        |name: &&str| Dependency { name: (*name).to_owned(), package: (*name).to_owned(), local: None, dev: false };
    let target = Target { kind: TargetKind::Lib, name: "cases".to_owned(), root: name.to_owned() };
    let package = Package {
        name: "cases".to_owned(),
        edition: 2024,
        targets: vec![target],
        dependencies: crates.iter().map(dependency).collect(),
        selected: true,
        ..Package::default()
    };
    let file =
        SourceFile { path: name.to_owned(), package: Some(0), language: Language::Rust, size: text.len() as u64 };
    let project = Project { packages: vec![package], files: vec![file], ..Project::default() };
    link::link(project, vec![privacy_lint::extract::rust(text.as_bytes())])
}

/// What begins a crate in the text of several.
const CRATE: &str = "//@ crate ";

/// A workspace of the crates that a text holds, each after `//@ crate NAME`; each depends on those before. Their
/// files keep the lines of the text; the last has its prelude already.
pub(crate) fn workspace_of_crates(text: &str, prelude: &str) -> Workspace {
    let mut names: Vec<&str> = Vec::new();
    let mut texts: Vec<String> = Vec::new();
    for (at, row) in text.lines().enumerate() {
        if let Some(name) = row.strip_prefix(CRATE) {
            names.push(name);
            texts.push("\n".repeat(at));
        }
        if let Some(text) = texts.last_mut() {
            *text += row;
            *text += "\n";
        }
    }
    let mut project = Project::default();
    for (at, name) in names.iter().enumerate() {
        let root = format!("{name}/src/lib.rs");
        let before = names[..at].iter().enumerate().map(|(at, name)| Dependency {
            name: (*name).to_owned(),
            package: (*name).to_owned(),
            local: Some(at),
            dev: false,
        });
        let target = Target { kind: TargetKind::Lib, name: (*name).to_owned(), root: root.clone() };
        project.packages.push(Package {
            name: (*name).to_owned(),
            dir: (*name).to_owned(),
            manifest: format!("{name}/Cargo.toml"),
            edition: 2024,
            targets: vec![target],
            dependencies: before.collect(),
            selected: true,
        });
        if at + 1 < names.len() {
            texts[at] += prelude;
        }
        let size = texts[at].len() as u64;
        project.files.push(SourceFile { path: root, package: Some(at), language: Language::Rust, size });
    }
    link::link(project, texts.iter().map(|text| privacy_lint::extract::rust(text.as_bytes())).collect())
}

/// A function of the case that gives personal data, by its return and through `&mut` arguments if it is said to.
pub(crate) fn source(target: ApiTarget, mutates: bool) -> ApiRule {
    let mut to = vec![Access { root: Root::Return, path: Vec::new() }];
    if mutates {
        to.push(Access { root: Root::AnyArg, path: Vec::new() });
    }
    rule(target, Role::Source(vec!["user.contact.email".into()]), Vec::new(), to)
}

/// A function of the case that data leaves by.
pub(crate) fn sink(target: ApiTarget, from: Vec<Access>) -> ApiRule {
    rule(target, Role::Sink { kind: SinkKind::Network, recipient: None }, from, Vec::new())
}

fn rule(target: ApiTarget, role: Role, from: Vec<Access>, to: Vec<Access>) -> ApiRule {
    ApiRule { id: "case/rule".into(), krate: String::new(), target, role, from, to }
}

/// The flows of a workspace.
pub(crate) fn flows(ws: &Workspace, rules: &[ApiRule], seeds: &[Seed]) -> Vec<FlowFact> {
    flow::flows(ws, &Rules::new(rules.to_vec()), seeds, true, None).flows
}

/// The line of an offset of the only file.
pub(crate) fn line(ws: &Workspace, at: u32) -> u32 {
    ws.files[0].lines.line(at)
}

/// The line of a flow's sink in its file.
pub(crate) fn sink_line(ws: &Workspace, flow: &FlowFact) -> u32 {
    ws.files[flow.sink.file].lines.line(flow.sink.span.0)
}
