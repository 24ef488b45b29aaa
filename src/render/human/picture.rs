//! A group of findings comes in, one picture goes out: code and policy side by side, the statement's
//! quote, what to do, and the exact line to write.

use super::groups::Group;
use super::paint::Paint;
use super::settle;
use super::short::level;
use super::sources::Sources;
use crate::model::finding::{AnchorRef, Finding, Level, Related};
use crate::model::place::Region;
use crate::render::order::is_flow;
use crate::render::text::{count, inert, inert_lines, shortened, wrapped};
use crate::render::{Look, Run};
use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, Severity, SourceCode, SourceSpan};
use std::fmt::{self, Write as _};

/// Further findings of a group that are drawn; the others are counted.
const ALSO: usize = 3;
/// Further places of a finding that are drawn; the others are listed with `-v`.
const RELATED: usize = 8;
/// Steps of a flow that are drawn, its end not counted.
const STEPS: usize = 4;
/// Steps no more lines apart than this are drawn in one piece.
const NEAR: u32 = 4;
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
    let labels = if is_numbered(finding) { steps(finding) } else { places(group) };
    let (sources, spans, unseen) = placed(labels, is_numbered(finding), run);
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

/// The finding, others like it, and the further places.
fn places(group: &Group) -> Vec<Label> {
    let finding = group.first();
    let mut labels = vec![label(finding, true)];
    labels.extend(group.findings[1..].iter().take(ALSO).map(|other| label(other, false)));
    labels.extend(finding.related.iter().take(RELATED).map(|related| Label {
        path: related.path.clone(),
        region: region(related),
        text: related.message.clone(),
        primary: false,
    }));
    labels
}

/// The steps of a flow in their order, its end last. Of a long flow the first and the last are drawn.
fn steps(finding: &Finding) -> Vec<Label> {
    let total = finding.related.len();
    let mut labels: Vec<Label> = (finding.related.iter().zip(1..))
        .filter(|&(_, step)| is_drawn(step, total))
        .map(|(related, step)| Label {
            path: related.path.clone(),
            region: region(related),
            text: format!("{step}. {}", related.message),
            primary: false,
        })
        .collect();
    let mut end = label(finding, true);
    end.text = format!("{}. {}", total + 1, end.text);
    labels.push(end);
    labels
}

/// Whether a step of so many is drawn.
fn is_drawn(step: usize, total: usize) -> bool {
    total <= STEPS || step <= STEPS / 2 || step > total - STEPS / 2
}

fn region(related: &Related) -> Region {
    if related.region.line == 0 { Region { line: related.line, ..Region::default() } } else { related.region }
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

/// The statement's words, with where they stand.
pub(super) fn said(anchor: &AnchorRef, run: &Run) -> String {
    let title = run.policy.and_then(|policy| policy.documents.get(&anchor.document)).map(|d| d.entry.title.as_str());
    let title = title.filter(|title| !title.is_empty()).unwrap_or(&anchor.document);
    format!("{}, line {}: “{}”", inert(title), anchor.line, inert(anchor.words()))
}

fn others(group: &Group, run: &Run) -> String {
    let finding = group.first();
    let numbered = is_numbered(finding);
    let total = finding.related.len();
    let mut out = String::new();
    let hidden = if numbered { &group.findings[1..] } else { &group.findings[group.findings.len().min(1 + ALSO)..] };
    let undrawn = (finding.related.iter().zip(1..))
        .filter(|&(_, step)| if numbered { !is_drawn(step, total) } else { step > RELATED });
    if run.look.verbose {
        for other in hidden {
            let _ = writeln!(out, "     at {}:{} {}", inert(&other.path), other.region.line, inert(&other.message));
        }
        for (related, step) in undrawn {
            let number = if numbered { format!("{step}. ") } else { String::new() };
            let message = inert(&related.message);
            let _ = writeln!(out, "     at {}:{} {number}{message}", inert(&related.path), related.line);
        }
        return out;
    }
    if !hidden.is_empty() {
        let _ = writeln!(out, "  and {} like it (`-v` lists them)", hidden.len());
    }
    match undrawn.count() {
        0 => {}
        n if numbered => drop(writeln!(out, "  and {} between (`-v` lists them)", count(n, "step"))),
        n => drop(writeln!(out, "  and {} (`-v` lists them)", count(n, "further place"))),
    }
    out
}

/// Labels put into the address space of their texts; those whose text is not at hand come back.
///
/// Places of one file are drawn in one piece; those of a flow in the order of its steps.
fn placed(labels: Vec<Label>, in_order: bool, run: &Run) -> (Sources, Vec<LabeledSpan>, Vec<Label>) {
    let mut pieces: Vec<Vec<Label>> = Vec::new();
    for label in labels {
        let fits = |piece: &&mut Vec<Label>| piece[0].path == label.path;
        // Only onwards: a step back up in one piece would be drawn before the step it follows.
        let near = |piece: &&mut Vec<Label>| {
            let last = piece.last().map_or(0, |last| last.region.line);
            (last..=last + NEAR).contains(&label.region.line)
        };
        let piece = if in_order { pieces.last_mut().filter(fits).filter(near) } else { pieces.iter_mut().find(fits) };
        match piece {
            Some(piece) => piece.push(label),
            None => pieces.push(vec![label]),
        }
    }
    let mut sources = Sources::default();
    let mut spans: Vec<(SourceSpan, String, bool)> = Vec::new();
    let mut unseen = Vec::new();
    for piece in pieces {
        let places: Vec<Region> = piece.iter().map(|label| label.region).filter(|place| place.line > 0).collect();
        let excerpt = run.text(&piece[0].path).filter(|_| !places.is_empty());
        let excerpt = excerpt.map(|text| sources.add(&piece[0].path, &text, &places));
        for label in piece {
            let Some(span) = excerpt.and_then(|excerpt| sources.span(excerpt, label.region)) else {
                unseen.push(label);
                continue;
            };
            let text = shortened(&inert(&label.text), LABEL).into_owned();
            // Labels on overlapping spans would hide each other: the narrower span carries both.
            match spans.iter_mut().find(|(other, ..)| overlap(other, &span)) {
                Some((_, words, _)) if *words == text => {}
                Some((other, words, primary)) => {
                    if span.len() < other.len() {
                        *other = span;
                    }
                    words.push_str(&format!(", {text}"));
                    *primary |= label.primary;
                }
                None => spans.push((span, text, label.primary)),
            }
        }
    }
    let spans = spans.into_iter().map(|(span, text, primary)| {
        let make = if primary { LabeledSpan::new_primary_with_span } else { LabeledSpan::new_with_span };
        make(Some(wrapped(&text, run.look.width.saturating_sub(30).max(32))), span)
    });
    let spans = spans.collect();
    (sources, spans, unseen)
}

fn overlap(a: &SourceSpan, b: &SourceSpan) -> bool {
    a.offset() < b.offset() + b.len().max(1) && b.offset() < a.offset() + a.len().max(1)
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
