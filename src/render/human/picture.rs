//! A group of findings comes in, one picture goes out: code and policy side by side, the statement's
//! quote, what to do, and the exact line to write.

use super::groups::Group;
use super::paint::Paint;
use super::settle;
use super::short::level;
use super::sources::Sources;
use crate::model::finding::{AnchorRef, Finding, Level};
use crate::model::place::Region;
use crate::render::order::is_flow;
use crate::render::text::{count, inert, inert_lines, shortened, wrapped};
use crate::render::{Look, Run};
use indexmap::IndexMap;
use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, Severity, SourceCode};
use std::fmt;

/// Further findings of a group that are drawn; the others are counted.
const ALSO: usize = 3;
/// Further places of a finding that are drawn; the others are listed with `-v`.
const RELATED: usize = 8;
/// A label longer than this is cut.
const LABEL: usize = 160;

/// A place to point at.
pub(super) struct Label {
    pub(super) path: String,
    pub(super) region: Region,
    pub(super) text: String,
    pub(super) primary: bool,
}

/// The picture of a group, with a line break at its end.
pub(super) fn of(group: &Group, run: &Run) -> String {
    let finding = group.first();
    let mut labels = vec![label(finding, true)];
    if is_numbered(finding) {
        labels[0].text = format!("{}. {}", finding.related.len() + 1, labels[0].text);
    }
    labels.extend(group.findings[1..].iter().take(ALSO).map(|other| label(other, false)));
    labels.extend(related(finding));
    let (sources, spans, unseen) = placed(labels, run);
    let report = Report {
        code: format!("privacy::{} [{}]", finding.lint, level(finding.level)),
        message: inert(&finding.message).into_owned(),
        severity: if finding.level >= Level::Deny { Severity::Error } else { Severity::Warning },
        cause: finding.anchor.as_ref().map(|anchor| Cause(said(anchor, run))),
        help: (!finding.help.is_empty()).then(|| inert_lines(&finding.help).into_owned()),
        sources,
        labels: spans,
    };
    let mut out = drawn(report, run.look);
    for label in unseen {
        out.push_str(&format!("     at {}:{} {}\n", inert(&label.path), label.region.line, inert(&label.text)));
    }
    out.push_str(&others(group, run));
    let paint = Paint::new(run.look);
    for line in settle::lines(finding) {
        let text = paint.green(&inert_lines(&line.text).replace('\n', "\n    "));
        let gap = if line.text.contains('\n') { "\n    " } else { " " };
        out.push_str(&format!("  {}:{gap}{text}\n", line.does));
    }
    out
}

fn label(finding: &Finding, primary: bool) -> Label {
    let text = match (primary, finding.label.is_empty()) {
        (_, false) => finding.label.clone(),
        (true, true) => "here".to_string(),
        (false, true) => "also here".to_string(),
    };
    Label { path: finding.path.clone(), region: finding.region, text, primary }
}

/// The steps of a flow are numbered, its end last.
fn is_numbered(finding: &Finding) -> bool {
    is_flow(finding) && finding.related.len() > 1
}

fn related(finding: &Finding) -> impl Iterator<Item = Label> + '_ {
    let numbered = is_numbered(finding);
    finding.related.iter().take(RELATED).enumerate().map(move |(i, related)| Label {
        path: related.path.clone(),
        region: if related.region.line == 0 {
            Region { line: related.line, ..Region::default() }
        } else {
            related.region
        },
        text: if numbered { format!("{}. {}", i + 1, related.message) } else { related.message.clone() },
        primary: false,
    })
}

/// The statement's words, with where they stand.
pub(super) fn said(anchor: &AnchorRef, run: &Run) -> String {
    let title = run.policy.and_then(|policy| policy.documents.get(&anchor.document)).map(|d| d.entry.title.as_str());
    let title = title.filter(|title| !title.is_empty()).unwrap_or(&anchor.document);
    format!("{}, line {}: “{}”", inert(title), anchor.line, inert(&anchor.quote))
}

fn others(group: &Group, run: &Run) -> String {
    let finding = group.first();
    let mut out = String::new();
    let hidden = &group.findings[1..];
    let hidden = &hidden[hidden.len().min(ALSO)..];
    if run.look.verbose {
        for other in hidden {
            out.push_str(&format!("     at {}:{} {}\n", inert(&other.path), other.region.line, inert(&other.message)));
        }
        for related in finding.related.iter().skip(RELATED) {
            out.push_str(&format!("     at {}:{} {}\n", inert(&related.path), related.line, inert(&related.message)));
        }
        return out;
    }
    if !hidden.is_empty() {
        out.push_str(&format!("  and {} like it (`-v` lists them)\n", hidden.len()));
    }
    if finding.related.len() > RELATED {
        out.push_str(&format!("  and {} (`-v` lists them)\n", count(finding.related.len() - RELATED, "further place")));
    }
    out
}

/// Labels put into the address space of their texts; those whose text is not at hand come back.
pub(super) fn placed(labels: Vec<Label>, run: &Run) -> (Sources, Vec<LabeledSpan>, Vec<Label>) {
    let mut by_path: IndexMap<&str, Vec<Region>> = IndexMap::new();
    for label in labels.iter().filter(|label| label.region.line > 0) {
        by_path.entry(&label.path).or_default().push(label.region);
    }
    let mut sources = Sources::default();
    for (path, regions) in by_path {
        if let Some(text) = run.text(path) {
            sources.add(path, &text, &regions);
        }
    }
    let mut spans: Vec<LabeledSpan> = Vec::new();
    let mut unseen = Vec::new();
    for label in labels {
        let Some(span) = sources.span(&label.path, label.region) else {
            unseen.push(label);
            continue;
        };
        // Two labels on one span would hide each other.
        if spans.iter().any(|other| other.inner() == &span && other.label() == Some(label.text.as_str())) {
            continue;
        }
        let room = run.look.width.saturating_sub(label.region.column as usize + 16).max(32);
        let text = wrapped(&shortened(&inert(&label.text), LABEL), room);
        let make = if label.primary { LabeledSpan::new_primary_with_span } else { LabeledSpan::new_with_span };
        spans.push(make(Some(text), span));
    }
    (sources, spans, unseen)
}

/// What miette draws.
#[derive(Debug)]
pub(super) struct Report {
    pub(super) code: String,
    pub(super) message: String,
    pub(super) severity: Severity,
    pub(super) cause: Option<Cause>,
    pub(super) help: Option<String>,
    pub(super) sources: Sources,
    pub(super) labels: Vec<LabeledSpan>,
}

/// A sentence under the message.
#[derive(Debug)]
pub(super) struct Cause(pub(super) String);

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Cause {}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Report {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.cause.as_ref().map(|cause| cause as _)
    }
}

impl Diagnostic for Report {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        (!self.code.is_empty()).then(|| Box::new(&self.code) as _)
    }
    fn severity(&self) -> Option<Severity> {
        Some(self.severity)
    }
    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as _)
    }
    fn source_code(&self) -> Option<&dyn SourceCode> {
        (!self.labels.is_empty()).then_some(&self.sources as _)
    }
    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        (!self.labels.is_empty()).then(|| Box::new(self.labels.iter().cloned()) as _)
    }
}

/// The picture; the handler is ours, so that no terminal and no environment variable changes it.
pub(super) fn drawn(mut report: Report, look: &Look) -> String {
    let theme = if look.color { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_width(look.width)
        .with_links(false)
        .with_context_lines(1)
        .without_syntax_highlighting()
        .with_wrap_lines(false);
    let room = look.width.saturating_sub(10).max(30);
    report.message = wrapped(&report.message, room);
    report.cause = report.cause.map(|cause| Cause(wrapped(&cause.0, room)));
    report.help = report.help.map(|help| wrapped(&help, room));
    let mut out = String::new();
    // A formatter that fails leaves the words.
    if handler.render_report(&mut out, &report).is_err() {
        return format!("{}\n  {}\n", report.code, report.message);
    }
    let lines: String = out.lines().map(|line| line.trim_end().to_string() + "\n").collect();
    lines.trim_start_matches('\n').to_string()
}
