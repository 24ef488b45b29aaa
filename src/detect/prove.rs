//! Detectors come in; the examples of their packs are run, and what an example does not find, finds too much, or never
//! reaches goes out as problems.

use super::{Detection, detect};
use crate::link::{Workspace, link};
use crate::model::fact::{Expr, FileFacts};
use crate::model::finding::Problem;
use crate::model::place::{Region, Span};
use crate::model::project::{Dependency, Language, Package, Project, SourceFile, Target, TargetKind};
use crate::packs::{ApiRule, ApiTarget, Detectors, Example, Place, Role, RoleOf};
use std::collections::BTreeSet;

/// A mark in an example: the line above it, the columns it underlines, what it says.
struct Expected {
    line: u32,
    columns: std::ops::Range<usize>,
    says: String,
}

/// Runs every example; `packs` names the packs whose entries must all be reached.
pub fn prove(detectors: &Detectors, packs: &dyn Fn(&str) -> bool) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut reached = BTreeSet::new();
    for example in detectors.examples.iter().filter(|example| packs(&example.pack)) {
        run(detectors, example, &mut reached, &mut problems);
    }
    for (id, place) in detectors.entries.iter().filter(|(id, _)| packs(id.split('/').next().unwrap_or_default())) {
        // A type that is only written out is never a point, so nothing can show the entry at work.
        let only_written = detectors.derives.values().any(|rule| rule.id == *id && rule.role == RoleOf::Output);
        if !reached.contains(id) && !only_written {
            let help = "add it to an [[example]] of the pack, or take the entry out";
            problems.push(place.problem(format!("no example reaches `{id}`"), help));
        }
    }
    problems
}

fn run(detectors: &Detectors, example: &Example, reached: &mut BTreeSet<String>, problems: &mut Vec<Problem>) {
    let ws = workspace(example);
    let facts = &ws.files[0];
    let found = detect(&ws, detectors);
    let mut complain = |line: u32, message: String| {
        let place = line_of(example, line);
        problems.push(place.problem(message, "correct the entry or the example"));
    };
    let expected = if example.quiet { Vec::new() } else { expected(&example.rust) };
    let mut explained = vec![false; found.len()];
    for mark in &expected {
        let at = |span: Span| {
            let region = facts.lines.region(span);
            region.line == mark.line
                && mark.columns.start < region.end_column as usize
                && (region.column as usize) <= mark.columns.end
        };
        let known = match api_hit(detectors, example, facts, mark, &at) {
            Some(ids) => {
                !ids.is_empty() && {
                    reached.extend(ids);
                    true
                }
            }
            None => {
                let hits: Vec<usize> = (0..found.len()).filter(|&i| at(found[i].span)).collect();
                hits.iter().for_each(|&i| explained[i] = true);
                let right: Vec<&Detection> =
                    hits.iter().map(|&i| &found[i]).filter(|hit| hit.keys.contains(&mark.says)).collect();
                for hit in &right {
                    reached.extend(
                        hit.evidence.iter().filter(|evidence| evidence.supports).map(|evidence| evidence.rule.clone()),
                    );
                }
                !right.is_empty()
            }
        };
        if !known {
            complain(mark.line, format!("an example of `{}` expects {} here", example.pack, mark.says));
        }
    }
    for (hit, explained) in found.iter().zip(explained) {
        if !explained {
            let line = facts.lines.line(hit.span.start);
            complain(
                line,
                format!("an example of `{}` does not expect `{}` ({})", example.pack, hit.name, hit.keys.join(", ")),
            );
        }
    }
}

/// A line of an example in the pack's file; the whole example where the string is not written line by line.
fn line_of(example: &Example, line: u32) -> Place {
    let mut place = example.place.clone();
    let at = place.region.line + line;
    if at <= place.region.end_line
        && let Some(text) = place.text.lines().nth(at as usize - 1)
    {
        let column = (text.len() - text.trim_start().len()) as u32 + 1;
        let end_column = text.chars().count() as u32 + 1;
        place.region = Region { line: at, column, end_line: at, end_column };
    }
    place
}

/// The example as a package that depends on the pack's crates.
fn workspace(example: &Example) -> Workspace {
    let root = "src/lib.rs".to_owned();
    let dependency = |name: &String| Dependency { name: name.clone(), package: name.clone(), ..Dependency::default() };
    let target = Target { kind: TargetKind::Lib, name: "example".to_owned(), root: root.clone() };
    let package = Package {
        name: "example".to_owned(),
        manifest: "Cargo.toml".to_owned(),
        edition: 2024,
        targets: vec![target],
        dependencies: example.crates.iter().map(dependency).collect(),
        selected: true,
        ..Package::default()
    };
    let size = example.rust.len() as u64;
    let file = SourceFile { path: root, package: Some(0), language: Language::Rust, size };
    let project = Project { packages: vec![package], files: vec![file], ..Project::default() };
    link(project, vec![crate::extract::rust(example.rust.as_bytes())])
}

/// The lines `//^^^ KEY` of an example, each with the line of code above it.
fn expected(text: &str) -> Vec<Expected> {
    let mut marks = Vec::new();
    let mut code = 0;
    for (at, line) in text.lines().enumerate() {
        let bare = line.trim_start();
        let Some(rest) = bare.strip_prefix("//").filter(|rest| rest.trim_start().starts_with('^')) else {
            code = at as u32 + 1;
            continue;
        };
        let carets = rest.trim_start();
        let start = line.len() - carets.len();
        let length = carets.chars().take_while(|&c| c == '^').count();
        let says = carets[length..].trim().to_owned();
        marks.push(Expected { line: code, columns: start + 1..start + length, says });
    }
    marks
}

/// For marks of sinks, passes and the rest: the ids of the pack's rules that name what stands there.
fn api_hit(
    detectors: &Detectors,
    example: &Example,
    facts: &FileFacts,
    mark: &Expected,
    at: &dyn Fn(Span) -> bool,
) -> Option<Vec<String>> {
    let role = mark.says.split(' ').next()?;
    if !matches!(role, "sink" | "pass" | "transform" | "stop") {
        return None;
    }
    let mut named = Vec::new();
    for (_, expr, span) in facts.exprs() {
        let (name, span, macros) = match expr {
            Expr::Method(call) => (call.name, call.name_span, false),
            Expr::Path(path) => (path.segments.last()?.name, span, false),
            Expr::Macro(call) => (call.path.segments.last()?.name, call.path.span, true),
            _ => continue,
        };
        if at(span) {
            named.push((facts.name(name), macros));
        }
    }
    let says = |rule: &ApiRule| match &rule.role {
        Role::Sink { kind, .. } => mark.says == format!("sink {}", kind.as_str()),
        Role::Pass => role == "pass",
        Role::Transform(how) => mark.says == format!("transform {how:?}").to_lowercase(),
        Role::Stop => role == "stop",
        Role::Source(_) => false,
    };
    let names = |rule: &ApiRule| {
        let last = |path: &str| path.rsplit("::").next().unwrap_or_default().to_owned();
        let (wanted, of_macro) = match &rule.target {
            ApiTarget::Function(path) | ApiTarget::Item(path) | ApiTarget::Type(path) => (last(path), false),
            ApiTarget::Method(_, name) | ApiTarget::Field(_, name) => (name.clone(), false),
            ApiTarget::Macro(path) => (last(path), true),
        };
        named.iter().any(|(name, macros)| *name == wanted && *macros == of_macro)
    };
    let own = |rule: &&ApiRule| rule.id.split('/').next() == Some(example.pack.as_str());
    Some(
        detectors
            .apis
            .iter()
            .filter(own)
            .filter(|rule| says(rule) && names(rule))
            .map(|rule| rule.id.clone())
            .collect(),
    )
}
