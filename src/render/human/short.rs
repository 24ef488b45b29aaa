//! A run comes in, one line a finding goes out: `path:line:column: deny[lint] message`; notes and the closing line last.

use super::summary;
use crate::model::finding::{Finding, Level};
use crate::render::Run;
use crate::render::text::inert;
use std::fmt::Write as _;

/// The short form of `check`.
pub fn check(run: &Run) -> String {
    let mut out = String::new();
    for finding in &run.outcome.findings {
        out.push_str(&line(finding));
        out.push('\n');
    }
    for problem in &run.outcome.errors {
        let place = match (&problem.path, problem.region) {
            (Some(path), Some(region)) => format!("{}:{}:{}: ", inert(path), region.line, region.column),
            (Some(path), None) => format!("{}: ", inert(path)),
            _ => String::new(),
        };
        let _ = writeln!(out, "{place}error: {}", inert(&problem.message));
    }
    if !run.look.quiet {
        out.push_str(&summary::notes(run));
        out.push_str(&summary::line(run));
    }
    out
}

/// One finding on one line.
pub(crate) fn line(finding: &Finding) -> String {
    let region = finding.region;
    format!(
        "{}:{}:{}: {}[{}] {}",
        inert(&finding.path),
        region.line.max(1),
        region.column.max(1),
        level(finding.level),
        finding.lint,
        inert(&finding.message)
    )
}

/// The word for a level.
pub(crate) fn level(level: Level) -> &'static str {
    match level {
        Level::Allow => "allow",
        Level::Warn => "warn",
        Level::Deny => "deny",
        Level::Forbid => "forbid",
    }
}
