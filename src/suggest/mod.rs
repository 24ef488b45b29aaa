//! Findings and the texts they speak of come in; findings with suggested edits go out. Decides nothing.
//!
//! An edit is one range of one file. It is machine-applicable when no other reading is possible and nothing is said
//! for anybody: what is stated, collected or allowed is for people to say, so such edits are proposals.

mod removal;
mod sentence;
mod toml_table;

use crate::link::Workspace;
use crate::model::finding::{Finding, Fix};
use crate::model::inventory::Point;
use crate::policy::Policy;
pub use sentence::{insertion_line, sentence};
use std::sync::Arc;

/// What suggestions are made from.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The code.
    pub ws: &'a Workspace,
    /// The policy that holds.
    pub policy: &'a Policy,
}

/// Adds the edits that facts and policy are enough for, so that shards give them as well as the tree.
pub fn removals(findings: &mut [Finding], context: Context) {
    for finding in findings.iter_mut().filter(|finding| finding.fix.is_none()) {
        let suggestion: fn(&Finding, &Context) -> Option<Fix> = match finding.lint.as_str() {
            "unused_declaration" => removal::declaration,
            "unused_waiver" => removal::waiver,
            "unneeded_silence" => removal::silence,
            _ => continue,
        };
        finding.fix = suggestion(finding, &context);
    }
}

/// Adds what to write where an annotation is missing, for whoever has the text.
pub fn proposals(findings: &mut [Finding], points: &[Point], context: Context) {
    for finding in findings.iter_mut().filter(|finding| finding.lint == "unannotated_collection") {
        finding.annotation = sentence::proposed(finding, of_file(points, &finding.path), &context);
        if let Some(proposal) = &finding.annotation {
            finding.help = proposal.as_help(finding.region.line);
        }
    }
}

/// The points of a file, of all, which are sorted by file.
fn of_file<'a>(points: &'a [Point], path: &str) -> &'a [Point] {
    let first = points.partition_point(|point| point.path.as_str() < path);
    let last = points.partition_point(|point| point.path.as_str() <= path);
    &points[first..last]
}

/// Adds the edits that write what is proposed into the text, which must be at hand.
pub fn annotations(
    findings: &mut [Finding],
    points: &[Point],
    context: Context,
    text: &dyn Fn(&str) -> Option<Arc<str>>,
) {
    let mut open: Option<(String, Option<Arc<str>>)> = None;
    for finding in findings.iter_mut().filter(|finding| finding.lint == "unannotated_collection") {
        // Findings and points are sorted by file.
        if open.as_ref().is_none_or(|(path, _)| *path != finding.path) {
            open = Some((finding.path.clone(), text(&finding.path)));
        }
        if let Some((path, Some(text))) = &open {
            finding.fix = sentence::missing(finding, of_file(points, path), text, &context);
        }
    }
}

/// Where the line begins that a byte is on.
fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |newline| newline + 1)
}

/// Where the line ends that a byte is on, its break included.
fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |newline| at + newline + 1)
}

/// The break that lines of a text end with.
fn line_break(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}

/// The blanks that a line begins with.
fn indent(line: &str) -> &str {
    &line[..line.len() - line.trim_start().len()]
}
