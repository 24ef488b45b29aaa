//! One text and the names of its sources and sinks in, the lines of its flows out.

use privacy_lint::flow::{self, FlowFact, Rules, Seed};
use privacy_lint::link::{self, Workspace};
use privacy_lint::model::inventory::SinkKind;
use privacy_lint::model::project::{Language, Project, SourceFile};
use privacy_lint::packs::{Access, ApiRule, ApiTarget, Role, Root};

/// A workspace of one file.
pub(crate) fn workspace(name: &str, text: &str) -> Workspace {
    let file = SourceFile { path: name.to_owned(), package: None, language: Language::Rust, size: text.len() as u64 };
    let project = Project { files: vec![file], ..Project::default() };
    link::link(project, vec![privacy_lint::extract::rust(text.as_bytes())])
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
