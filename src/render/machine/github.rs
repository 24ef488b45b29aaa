//! A run comes in, GitHub workflow commands go out; beside them the whole list, since GitHub drops
//! annotations past ten errors and ten warnings of a step without a word.

use super::shown;
use crate::model::finding::{Finding, Level};
use crate::render::Run;
use crate::render::human::short;
use crate::render::markdown;
use crate::render::order::worst_first;
use crate::render::text::{count, inert, inert_lines, thousands};
use std::fmt::Write as _;

/// Annotations of one kind that GitHub shows per step.
const PER_STEP: usize = 10;
/// Rows of the job summary.
const ROWS: usize = 100;

/// The `github` form of `check`.
pub fn check(run: &Run) -> String {
    let mut findings: Vec<&Finding> = run.outcome.findings.iter().collect();
    findings.sort_by_key(|finding| worst_first(finding));
    let mut out = String::new();
    for problem in &run.outcome.errors {
        let place = match (&problem.path, problem.region) {
            (Some(path), Some(region)) => format!(",file={},line={}", property(path), region.line.max(1)),
            (Some(path), None) => format!(",file={}", property(path)),
            _ => String::new(),
        };
        let text = format!("{}\n{}", problem.message, problem.help);
        let _ = writeln!(out, "::error title=privacy-lint (no verdict){place}::{}", data(text.trim_end()));
    }
    let (errors, warnings): (Vec<&Finding>, Vec<&Finding>) =
        findings.iter().copied().partition(|finding| finding.level >= Level::Deny);
    let room = PER_STEP.saturating_sub(run.outcome.errors.len());
    for finding in errors.iter().take(room).chain(warnings.iter().take(PER_STEP)) {
        out.push_str(&annotation(finding));
    }
    for finding in &findings {
        let _ = writeln!(out, "{}", logged(&short::line(finding)));
    }
    let hidden = errors.len().saturating_sub(room) + warnings.len().saturating_sub(PER_STEP);
    if hidden > 0 {
        let _ = writeln!(out, "{} more not shown as annotations: the list above is whole", thousands(hidden));
    }
    for note in &run.outcome.notes {
        let _ = writeln!(out, "note: {}", logged(&inert(note)));
    }
    let _ =
        writeln!(out, "{}", logged(crate::render::human::summary_line(run).trim_end().replace('\n', " · ").as_str()));
    out
}

fn annotation(finding: &Finding) -> String {
    let region = shown(finding.region);
    let kind = if finding.level >= Level::Deny { "error" } else { "warning" };
    let mut place = format!("file={},line={}", property(&finding.path), region.line);
    // GitHub misplaces columns of a region that spans lines.
    if region.line == region.end_line && finding.region.column > 0 {
        let _ = write!(place, ",col={},endLine={},endColumn={}", region.column, region.end_line, region.end_column);
    } else {
        let _ = write!(place, ",endLine={}", region.end_line);
    }
    let mut text = finding.message.clone();
    if let Some(anchor) = &finding.anchor {
        let _ = write!(text, "\nThe statement ({}, line {}): “{}”", anchor.document, anchor.line, anchor.quote);
    }
    if !finding.help.is_empty() {
        let _ = write!(text, "\nHelp: {}", finding.help);
    }
    format!("::{kind} title=privacy-lint ({}),{place}::{}\n", property(&finding.lint), data(&text))
}

fn data(text: &str) -> String {
    inert_lines(text).replace("##[", "# #[").replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

/// A line of the log that the runner does not take for a command: it trims lines, and looks for `##[` anywhere.
fn logged(line: &str) -> String {
    let line = line.replace("##[", "# #[");
    if line.trim_start().starts_with("::") { format!("./{}", line.trim_start()) } else { line }
}

/// Markdown for `$GITHUB_STEP_SUMMARY`.
pub fn job_summary(run: &Run) -> String {
    let mut findings: Vec<&Finding> = run.outcome.findings.iter().collect();
    findings.sort_by_key(|finding| worst_first(finding));
    let mut out = String::from("## cargo privacy-lint\n\n");
    let _ = writeln!(
        out,
        "{}\n",
        markdown::plain(&crate::render::human::summary_line(run).trim_end().replace('\n', " · "))
    );
    for problem in &run.outcome.errors {
        let _ = writeln!(out, "- **no verdict:** {}", markdown::plain(&problem.message));
    }
    if findings.is_empty() {
        return out;
    }
    out.push_str(&markdown::head(&["level", "lint", "where", "what", "what to do"]));
    for finding in findings.iter().take(ROWS) {
        out.push_str(&markdown::row(&[
            short::level(finding.level).to_string(),
            markdown::code(&finding.lint),
            markdown::code(&format!("{}:{}", inert(&finding.path), finding.region.line.max(1))),
            markdown::plain(&finding.message),
            markdown::plain(&finding.help),
        ]));
    }
    if findings.len() > ROWS {
        let _ = writeln!(out, "\n{} more are in the log.", count(findings.len() - ROWS, "finding"));
    }
    out
}
