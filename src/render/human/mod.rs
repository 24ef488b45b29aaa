//! A run comes in, a screen for a person goes out: pictures of the worst groups, then what was read.

pub mod cards;
mod groups;
mod leaks;
mod paint;
mod picture;
pub mod problems;
pub mod scan;
mod settle;
pub mod short;
mod sources;
mod summary;

use super::Run;
use super::text::{count, inert};
use groups::Group;
use paint::Paint;
use std::fmt::Write as _;

/// Groups shown without `--all`.
const SHOWN: usize = 20;

/// The human form of `check`.
pub fn check(run: &Run) -> String {
    let groups = groups::of(&run.outcome.findings);
    let shown = if run.look.all { groups.len() } else { groups.len().min(SHOWN) };
    let mut out = String::new();
    for group in &groups[..shown] {
        out.push_str(&picture::of(group, run));
        out.push('\n');
    }
    if shown < groups.len() {
        out.push_str(&rest(&groups[shown..]));
        out.push('\n');
    }
    if run.look.verbose {
        out.push_str(&waived(run));
        out.push_str(&gaps(run));
    }
    out.push_str(&problems::all(&run.outcome.errors, run.look));
    if !run.look.quiet {
        out.push_str(&summary::notes(run));
        out.push_str(&summary::line(run));
    }
    out
}

/// The closing line alone, for formats that log it.
pub(super) fn summary_line(run: &Run) -> String {
    summary::line(run)
}

fn rest(hidden: &[Group]) -> String {
    let findings: usize = hidden.iter().map(|group| group.findings.len()).sum();
    let mut kinds: Vec<&str> = hidden.iter().map(|group| group.first().group.as_str()).collect();
    kinds.sort_unstable();
    kinds.dedup();
    format!("{} more in {}: `--all`\n", super::text::thousands(findings), count(kinds.len(), "type"))
}

fn waived(run: &Run) -> String {
    let mut out = String::new();
    let paint = Paint::new(run.look);
    for (finding, reason) in &run.outcome.waived {
        let place = format!("{}:{}", inert(&finding.path), finding.region.line);
        let _ = writeln!(
            out,
            "{} {place} {}: {} ({})",
            paint.dim("waived"),
            finding.lint,
            inert(&finding.message),
            inert(reason)
        );
    }
    spaced(out)
}

fn gaps(run: &Run) -> String {
    let mut out = String::new();
    let paint = Paint::new(run.look);
    for gap in &run.outcome.inventory.gaps {
        let _ = writeln!(out, "{} {}:{} {}", paint.dim("not seen"), inert(&gap.path), gap.line, inert(&gap.reason));
    }
    spaced(out)
}

fn spaced(mut lines: String) -> String {
    if !lines.is_empty() {
        lines.push('\n');
    }
    lines
}
