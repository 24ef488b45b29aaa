//! An `Outcome` comes in, text for people or machines goes out. Decides nothing; the only home of miette.

pub mod human;
pub mod machine;
pub mod markdown;
pub mod order;
pub mod report;
pub mod text;
pub mod words;

use crate::model::card::Card;
use crate::model::outcome::{Outcome, Texts};
use crate::model::project::Project;
use crate::policy::Policy;
use std::time::Duration;

/// Version of this tool as machine formats show it.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The formats of `check`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Format {
    /// Pictures for a person at a terminal.
    #[default]
    Human,
    /// One line a finding.
    Short,
    /// The contract.
    Json,
    /// SARIF 2.1.0 as GitHub code scanning wants it.
    Sarif,
    /// GitHub workflow commands.
    Github,
    /// GitLab code quality.
    Gitlab,
    /// rustc's message format in cargo's envelope, for rust-analyzer.
    CargoJson,
}

impl Format {
    /// The names on the command line, in the order of the help.
    pub const NAMES: [(&'static str, Format); 7] = [
        ("human", Format::Human),
        ("short", Format::Short),
        ("json", Format::Json),
        ("sarif", Format::Sarif),
        ("github", Format::Github),
        ("gitlab", Format::Gitlab),
        ("cargo-json", Format::CargoJson),
    ];

    /// Whether a program reads it: then stdout holds this and nothing else.
    pub fn is_for_machines(self) -> bool {
        !matches!(self, Self::Human | Self::Short)
    }
}

/// How text for people shall look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// Colours.
    pub color: bool,
    /// Columns to fill.
    pub width: usize,
    /// Every group, not only the first twenty.
    pub all: bool,
    /// Findings only: no notes, no summary.
    pub quiet: bool,
    /// Gaps, waived findings and further places too.
    pub verbose: bool,
    /// How long the run took; `None` leaves it out.
    pub elapsed: Option<Duration>,
}

impl Default for Look {
    fn default() -> Self {
        Self { color: false, width: 100, all: false, quiet: false, verbose: false, elapsed: None }
    }
}

/// All that a format may draw on.
#[derive(Clone, Copy)]
pub struct Run<'a> {
    /// What the run came to.
    pub outcome: &'a Outcome,
    /// The policy, when one was read.
    pub policy: Option<&'a Policy>,
    /// Texts of files, for pictures and byte offsets.
    pub texts: Texts<'a>,
    /// The cards of all lints.
    pub cards: &'a [Card],
    /// Packages and targets, for `cargo-json`.
    pub project: Option<&'a Project>,
    /// Absolute path of the root, for `cargo-json` alone; the others never show it.
    pub root: &'a str,
    /// How it shall look.
    pub look: &'a Look,
}

impl Run<'_> {
    /// The text of a file as findings name it, the policy included.
    pub fn text(&self, path: &str) -> Option<std::sync::Arc<str>> {
        match self.policy {
            Some(policy) if policy.path == path && !policy.text.is_empty() => Some(policy.text.clone()),
            _ => (self.texts)(path),
        }
    }
}

/// `check` in one of its formats; always ends with a line break unless empty.
pub fn check(format: Format, run: &Run) -> String {
    match format {
        Format::Human => human::check(run),
        Format::Short => human::short::check(run),
        Format::Json => machine::json::check(run),
        Format::Sarif => machine::sarif::check(run),
        Format::Github => machine::github::check(run),
        Format::Gitlab => machine::gitlab::check(run),
        Format::CargoJson => machine::cargo::check(run),
    }
}
