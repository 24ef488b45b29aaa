//! A run comes in, the data-flow inventory goes out: for a privacy officer to work from, for an engineer to trace.
//!
//! The report is built once as a document of blocks; HTML and Markdown are two ways to write it down.

mod answers;
mod build;
pub mod compare;
mod csv;
mod doc;
mod graph;
mod html;
mod markdown;
mod mermaid;
mod naming;
mod questions;
mod record;
mod svg;
mod view;

use crate::model::dotted::is_within;
use crate::render::{Run, machine};
pub use compare::{Old, old};
use std::collections::BTreeMap;

/// The formats of `report`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum ReportFormat {
    /// One self-contained page.
    Html,
    /// Markdown with a Mermaid picture.
    #[default]
    Markdown,
    /// The record of processing activities as a table.
    Csv,
    /// The contract.
    Json,
    /// The picture alone.
    Mermaid,
}

impl ReportFormat {
    /// The names on the command line, in the order of the help.
    pub const NAMES: [(&'static str, ReportFormat); 5] = [
        ("html", Self::Html),
        ("markdown", Self::Markdown),
        ("csv", Self::Csv),
        ("json", Self::Json),
        ("mermaid", Self::Mermaid),
    ];
}

/// What the caller knows and the run does not. Nothing here is looked up: no clock, no host, no git.
#[derive(Debug, Clone, Default)]
pub struct ReportOptions {
    /// The commit that was read.
    pub commit: Option<String>,
    /// Whether files differed from the commit; `None` when that is not known.
    pub dirty: Option<bool>,
    /// The date to print.
    pub date: Option<String>,
    /// Link of a code place, with `{commit}`, `{path}`, `{line}`.
    pub link_template: Option<String>,
    /// An older inventory to compare with.
    pub against: Option<Old>,
    /// Prefixes of data keys that are special categories (GDPR Art. 9 and 10).
    pub special: Vec<String>,
    /// Digest of the rule packs.
    pub packs_digest: Option<String>,
    /// Titles of data keys.
    pub key_titles: BTreeMap<String, String>,
    /// The measured recall of detection, as a sentence.
    pub recall: Option<String>,
}

impl ReportOptions {
    /// The link of a place, percent-encoded; only `http` and `https` templates are used.
    pub fn link(&self, path: &str, line: u32) -> Option<String> {
        let template = self.link_template.as_deref()?;
        if !(template.starts_with("https://") || template.starts_with("http://")) || path.starts_with("policy:") {
            return None;
        }
        let commit = self.commit.as_deref().unwrap_or("HEAD");
        Some(
            template
                .replace("{commit}", &machine::uri(commit))
                .replace("{path}", &machine::uri(path))
                .replace("{line}", &line.to_string()),
        )
    }

    /// Whether a data key is of a special category.
    pub fn is_special(&self, key: &str) -> bool {
        self.special.iter().any(|prefix| is_within(key, prefix))
    }
}

/// `report` in one of its formats.
pub fn report(format: ReportFormat, run: &Run, options: &ReportOptions) -> String {
    let view = view::View::new(run, options);
    match format {
        ReportFormat::Html => html::page(&build::document(&view), &view),
        ReportFormat::Markdown => markdown::text(&build::document(&view), &view),
        ReportFormat::Csv => csv::record(&view),
        ReportFormat::Json => machine::json::report(run, reported(&view)),
        ReportFormat::Mermaid => mermaid::text(&graph::of(&view, compare::Comparison::of(&view).as_ref())),
    }
}

/// What the contract says beyond the run itself.
fn reported(view: &view::View) -> machine::json::Reported {
    use machine::json::{Changed, Code, Reported};
    let options = view.options;
    let code = Code { commit: options.commit.clone(), dirty: options.dirty, date: options.date.clone() };
    let changes = compare::Comparison::of(view).map(|comparison| {
        let changes = comparison.rows().map(|(kind, change, words)| Changed {
            kind: kind.into(),
            change: change.into(),
            text: doc::words(words),
        });
        (changes.collect(), comparison.questions.iter().map(doc::words).collect())
    });
    Reported {
        terms: view.policy().map(machine::terms::of).unwrap_or_default(),
        code: (code.commit.is_some() || code.date.is_some()).then_some(code),
        changes,
    }
}
