//! One file for each command.

pub(super) mod annotate;
pub(super) mod cards;
pub(super) mod check;
pub(super) mod derive;
pub(super) mod drift;
pub(super) mod extract;
mod fix;
pub(super) mod init;
pub(super) mod lock;
mod remembered;
pub(super) mod report;
pub(super) mod scan;
pub(super) mod schema;
pub(super) mod shell;
pub(super) mod taxonomy;
pub(super) mod why;
mod with;

use super::terminal;
use crate::model::card::Card;
use crate::model::finding::Problem;
use crate::pipeline::Analysis;
use crate::render::{Look, Run};
use std::path::Path;

/// Prints a text that is part of the tool.
pub(super) fn print(text: &str) -> u8 {
    terminal::out(text);
    if !text.ends_with('\n') {
        terminal::out("\n");
    }
    0
}

/// Prints what kept a command from its work.
fn fail(problems: &[Problem], look: &Look) -> u8 {
    terminal::err(&crate::render::human::problems::all(problems, look));
    2
}

/// Writes a file, or says why it could not be.
fn write(path: &Path, text: &str) -> Result<(), Problem> {
    std::fs::write(path, text).map_err(|error| {
        Problem::new(format!("cannot write {}: {error}", path.display()), "check the folder and its rights")
    })
}

/// Hands an analysis to a renderer.
fn with_run<T>(analysis: &Analysis, look: &Look, render: impl FnOnce(&Run) -> T) -> T {
    let texts = |path: &str| analysis.text(path);
    let cards: Vec<Card> = crate::packs::cards();
    let root = analysis.discovered.as_ref().map(|d| d.root.to_string_lossy().into_owned()).unwrap_or_default();
    render(&Run {
        outcome: &analysis.outcome,
        policy: analysis.policy.as_ref(),
        texts: &texts,
        cards: &cards,
        project: analysis.discovered.as_ref().map(|discovered| &discovered.project),
        root: &root,
        look,
    })
}
