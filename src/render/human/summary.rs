//! A run comes in, its closing lines go out: what was read, what was found, what was not seen.

use super::paint::Paint;
use crate::model::finding::Level;
use crate::model::inventory::FoundBy;
use crate::render::Run;
use crate::render::text::{count, inert, thousands};
use std::fmt::Write as _;

/// One line for each note.
pub(super) fn notes(run: &Run) -> String {
    let paint = Paint::new(run.look);
    let mut out = String::new();
    for note in &run.outcome.notes {
        let _ = writeln!(out, "{} {}", paint.dim("note:"), inert(note));
    }
    let scope = &run.outcome.inventory.scope;
    if !scope.left_out.is_empty() {
        let left: Vec<_> = scope.left_out.iter().map(|name| inert(name)).collect();
        let _ = writeln!(out, "{} not checked: {}", paint.dim("note:"), left.join(", "));
    }
    out
}

/// The closing line.
pub(super) fn line(run: &Run) -> String {
    let outcome = run.outcome;
    let paint = Paint::new(run.look);
    let deny = outcome.findings.iter().filter(|finding| finding.level >= Level::Deny).count();
    let warn = outcome.findings.len() - deny;
    let painted = |paint: &dyn Fn(&str) -> String, words: String| (paint(&words), words.chars().count());
    let verdict = match (outcome.errors.len(), deny, warn) {
        (0, 0, 0) => painted(&|words| paint.green(words), "no findings".to_string()),
        (0, 0, _) => painted(&|words| paint.yellow(words), findings(deny, warn)),
        (0, ..) => painted(&|words| paint.red(words), findings(deny, warn)),
        (errors, 0, 0) => painted(&|words| paint.red(words), format!("no verdict: {}", count(errors, "error"))),
        (errors, ..) => {
            let words = format!("no verdict: {}; {}", count(errors, "error"), findings(deny, warn));
            painted(&|words| paint.red(words), words)
        }
    };
    let mut out = verdict.0;
    let mut length = verdict.1;
    for part in parts(run) {
        let width = part.chars().count() + 3;
        let gap = if length + width > run.look.width { "\n" } else { " · " };
        length = if gap == "\n" { width - 3 } else { length + width };
        out.push_str(gap);
        out.push_str(&part);
    }
    out.push('\n');
    out
}

fn findings(deny: usize, warn: usize) -> String {
    format!("{} ({} deny, {} warn)", count(deny + warn, "finding"), thousands(deny), thousands(warn))
}

/// What was read and how long it took.
pub(super) fn read(run: &Run) -> String {
    parts(run).join(" · ")
}

fn parts(run: &Run) -> Vec<String> {
    let inventory = &run.outcome.inventory;
    let marked = inventory.points.iter().filter(|point| point.found_by.contains(&FoundBy::Annotated)).count();
    let mut parts = vec![
        count(inventory.scope.files, "file"),
        format!("{} ({} annotated)", count(inventory.points.len(), "point"), thousands(marked)),
        count(inventory.flows.len(), "flow"),
    ];
    if !run.outcome.waived.is_empty() {
        parts.push(format!("{} waived", thousands(run.outcome.waived.len())));
    }
    let more = if inventory.gaps.is_empty() || run.look.verbose { "" } else { " (`-v` lists them)" };
    parts.push(format!("{}{more}", count(inventory.gaps.len(), "gap")));
    if let Some(elapsed) = run.look.elapsed {
        parts.push(format!("{:.2} s", elapsed.as_secs_f64()));
    }
    parts
}
