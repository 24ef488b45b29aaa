//! A run comes in, cargo's JSON messages go out, one a line, so that rust-analyzer shows findings in the editor.
//!
//! Suggested edits are children with a replacement; rustfix and rust-analyzer apply them. A message without
//! a primary span is dropped by rust-analyzer, so problems without a place point at the first manifest.

use crate::model::finding::{Finding, Fix, Level, Problem};
use crate::model::place::{LineTable, Region, Span};
use crate::model::project::{Package, Project};
use crate::render::Run;
use crate::render::text::inert_json;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The `cargo-json` form of `check`.
pub fn check(run: &Run) -> String {
    let mut texts = Files { run, read: BTreeMap::new() };
    let mut out = String::new();
    for finding in &run.outcome.findings {
        let message = diagnostic(finding, &mut texts);
        push(&mut out, envelope(&finding.path, message, run));
    }
    for problem in &run.outcome.errors {
        let path = problem.path.clone().unwrap_or_else(|| "Cargo.toml".to_string());
        let message = no_verdict(problem, &path, &mut texts);
        push(&mut out, envelope(&path, message, run));
    }
    push(&mut out, json!({ "reason": "build-finished", "success": run.outcome.exit_code() == 0 }));
    out
}

fn push(out: &mut String, message: Value) {
    out.push_str(&inert_json(message.to_string()));
    out.push('\n');
}

fn diagnostic(finding: &Finding, texts: &mut Files) -> Value {
    let level = if finding.level >= Level::Deny { "error" } else { "warning" };
    let mut spans = vec![texts.span(&finding.path, finding.region, true, Some(&finding.label))];
    for related in &finding.related {
        let region =
            if related.region.line > 0 { related.region } else { Region { line: related.line, ..Region::default() } };
        spans.push(texts.span(&related.path, region, false, Some(&related.message)));
    }
    let mut children = Vec::new();
    if let Some(anchor) = &finding.anchor {
        let text = format!("the statement ({}, line {}) says: “{}”", anchor.document, anchor.line, anchor.quote);
        children.push(child("note", &text, vec![]));
    }
    if !finding.help.is_empty() {
        children.push(child("help", &finding.help, vec![]));
    }
    if let Some(fix) = &finding.fix {
        children.push(child("help", &fix.title, vec![texts.edit(fix)]));
    }
    children.push(child("help", &format!("for more: `cargo privacy-lint explain {}`", finding.lint), vec![]));
    json!({
        "$message_type": "diagnostic",
        "message": finding.message,
        "code": { "code": format!("privacy::{}", finding.lint), "explanation": null },
        "level": level,
        "rendered": format!("{level}: {}\n --> {}:{}:{}\n", finding.message, finding.path,
            finding.region.line.max(1), finding.region.column.max(1)),
        "spans": spans,
        "children": children,
    })
}

fn no_verdict(problem: &Problem, path: &str, texts: &mut Files) -> Value {
    if let Some(text) = &problem.text {
        texts.insert(path, text.clone());
    }
    let span = texts.span(path, problem.region.unwrap_or_default(), true, None);
    let help = if problem.help.is_empty() { vec![] } else { vec![child("help", &problem.help, vec![])] };
    json!({
        "$message_type": "diagnostic",
        "message": format!("privacy-lint: no verdict: {}", problem.message),
        "code": null,
        "level": "error",
        "rendered": format!("error: {}\n", problem.message),
        "spans": [span],
        "children": help,
    })
}

fn child(level: &str, message: &str, spans: Vec<Value>) -> Value {
    json!({ "message": message, "code": null, "level": level, "spans": spans, "children": [], "rendered": null })
}

/// Texts and line tables, read once a file.
struct Files<'a> {
    run: &'a Run<'a>,
    read: BTreeMap<String, Option<(Arc<str>, LineTable)>>,
}

impl Files<'_> {
    fn insert(&mut self, path: &str, text: Arc<str>) {
        let lines = LineTable::new(&text);
        self.read.insert(path.to_string(), Some((text, lines)));
    }

    fn get(&mut self, path: &str) -> Option<&(Arc<str>, LineTable)> {
        if !self.read.contains_key(path) {
            match self.run.text(path) {
                Some(text) => self.insert(path, text),
                None => drop(self.read.insert(path.to_string(), None)),
            }
        }
        self.read.get(path)?.as_ref()
    }

    fn span(&mut self, path: &str, region: Region, primary: bool, label: Option<&str>) -> Value {
        let region = super::shown(region);
        let (start, end, text) = match self.get(path) {
            Some((text, lines)) => (
                offset(text, lines, region.line, region.column),
                offset(text, lines, region.end_line, region.end_column),
                highlighted(text, region),
            ),
            None => (0, 0, json!([])),
        };
        json!({
            "file_name": path,
            "byte_start": start, "byte_end": end.max(start),
            "line_start": region.line, "line_end": region.end_line,
            "column_start": region.column, "column_end": region.end_column,
            "is_primary": primary,
            "text": text,
            "label": label.filter(|label| !label.is_empty()),
            "suggested_replacement": null, "suggestion_applicability": null, "expansion": null,
        })
    }

    fn edit(&mut self, fix: &Fix) -> Value {
        let region = self
            .get(&fix.path)
            .map(|(_, lines)| lines.region(Span { start: fix.start, end: fix.end }))
            .unwrap_or_default();
        let mut span = self.span(&fix.path, region, true, None);
        // The edit says its bytes itself; an insertion has no width.
        span["byte_start"] = fix.start.into();
        span["byte_end"] = fix.end.into();
        span["line_end"] = region.end_line.max(1).into();
        span["column_end"] = region.end_column.max(1).into();
        span["suggested_replacement"] = fix.replacement.as_str().into();
        let sure = if fix.machine_applicable { "MachineApplicable" } else { "MaybeIncorrect" };
        span["suggestion_applicability"] = sure.into();
        span
    }
}

fn offset(text: &str, lines: &LineTable, line: u32, column: u32) -> usize {
    let Some(start) = lines.start_of(line) else { return text.len() };
    let rest = text.get(start as usize..).unwrap_or("");
    let bom = if start == 0 && rest.starts_with('\u{feff}') { 3 } else { 0 };
    let into = rest[bom..].char_indices().nth(column as usize - 1).map_or(rest.len() - bom, |(at, _)| at);
    start as usize + bom + into
}

fn highlighted(text: &str, region: Region) -> Value {
    let lines = text.lines().zip(1..).skip(region.line as usize - 1).take((region.end_line - region.line + 1) as usize);
    lines
        .map(|(line, number): (&str, u32)| {
            let length = line.chars().count() as u32;
            let from = if number == region.line { region.column } else { 1 };
            let to = if number == region.end_line { region.end_column.min(length + 1) } else { length + 1 };
            json!({ "text": line, "highlight_start": from, "highlight_end": to.max(from) })
        })
        .collect()
}

fn envelope(path: &str, message: Value, run: &Run) -> Value {
    let none = Package::default();
    let package = run.project.and_then(|project| package_of(path, project)).unwrap_or(&none);
    let under = |path: &str| if run.root.is_empty() { path.to_string() } else { format!("{}/{path}", run.root) };
    let folder = under(&package.dir);
    let target = package.targets.iter().find(|target| target.root == path).or(package.targets.first());
    let kind = target.map_or("lib", |target| match target.kind {
        crate::model::project::TargetKind::Bin => "bin",
        crate::model::project::TargetKind::Example => "example",
        crate::model::project::TargetKind::Test => "test",
        crate::model::project::TargetKind::Bench => "bench",
        crate::model::project::TargetKind::Build => "custom-build",
        _ => "lib",
    });
    let edition = if package.edition == 0 { 2021 } else { package.edition };
    let name = if package.name.is_empty() { "workspace" } else { &package.name };
    let manifest = if package.manifest.is_empty() { "Cargo.toml" } else { &package.manifest };
    json!({
        "reason": "compiler-message",
        "package_id": format!("path+file://{}#{name}@0.0.0", folder.trim_end_matches('/')),
        "manifest_path": under(manifest),
        "target": {
            "kind": [kind], "crate_types": [if kind == "lib" { "lib" } else { "bin" }],
            "name": target.map_or(name, |target| target.name.as_str()),
            "src_path": under(target.map_or(path, |target| target.root.as_str())),
            "edition": edition.to_string(), "doc": true, "doctest": true, "test": true,
        },
        "message": message,
    })
}

fn package_of<'a>(path: &str, project: &'a Project) -> Option<&'a Package> {
    let file = project.files.iter().find(|file| file.path == path).and_then(|file| file.package);
    file.and_then(|at| project.packages.get(at)).or_else(|| project.packages.iter().find(|package| package.selected))
}
