//! A small project in a folder of its own, its texts with carets under the places where findings are expected.

use privacy_lint::discover::Options;
use privacy_lint::gate::Settings;
use privacy_lint::model::finding::{Finding, Level};
use privacy_lint::model::outcome::Outcome;
use privacy_lint::pipeline::{Request, analyse};
use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// Today, in tests.
pub(crate) const TODAY: jiff::civil::Date = jiff::civil::date(2026, 6, 1);

/// A place and what is said there.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Marked {
    pub(crate) path: String,
    pub(crate) line: u32,
    pub(crate) column: u32,
    /// Exclusive; 0 where the finding goes on beyond its line.
    pub(crate) end: u32,
    /// The message, or the beginning that is wanted of it.
    pub(crate) message: String,
}

impl Marked {
    pub(crate) fn of(finding: &Finding) -> Self {
        let region = finding.region;
        let end = if region.line == region.end_line { region.end_column } else { 0 };
        Self {
            path: finding.path.clone(),
            line: region.line,
            column: region.column,
            end,
            message: finding.message.clone(),
        }
    }

    /// Whether what was found is what was marked.
    pub(crate) fn is(&self, found: &Self) -> bool {
        let end = found.end == 0 || found.end == self.end;
        (&self.path, self.line, self.column) == (&found.path, found.line, found.column)
            && end
            && found.message.starts_with(&self.message)
    }
}

/// The text without its caret lines, and what they mark.
pub(crate) fn unmarked(path: &str, text: &str) -> (String, Vec<Marked>) {
    let mut kept: Vec<&str> = Vec::new();
    let mut marked = Vec::new();
    for line in text.lines() {
        let bare = line.trim_start().trim_start_matches(['/', '#']).trim_start();
        // `//<^^^` begins where the slashes do, for what stands at the start of a line.
        let from_slashes = bare.starts_with("<^");
        let is_caret_line = (bare.starts_with('^') || from_slashes) && line.trim_start().starts_with(['/', '#']);
        if !is_caret_line {
            kept.push(line);
            continue;
        }
        let message = bare.trim_start_matches(['<', '^']).trim().to_owned();
        let begins = |c: char| if from_slashes { c == '/' || c == '#' } else { c == '^' };
        let column = line.chars().position(begins).unwrap_or_default() as u32 + 1;
        let end = line.chars().take_while(|&c| c != '^').chain(line.chars().filter(|&c| c == '^')).count() as u32 + 1;
        marked.push(Marked { path: path.to_owned(), line: kept.len() as u32, column, end, message });
    }
    (kept.iter().map(|line| format!("{line}\n")).collect(), marked)
}

/// A package in a folder of its own.
pub(crate) struct Project {
    dir: TempDir,
}

impl Project {
    pub(crate) fn new() -> Self {
        let project = Self { dir: TempDir::new().expect("a folder") };
        project.put("Cargo.toml", "[package]\nname = \"app\"\nversion = \"0.1.0\"\nedition = \"2024\"\n");
        project
    }

    pub(crate) fn path(&self) -> &Path {
        self.dir.path()
    }

    pub(crate) fn put(&self, path: &str, text: &str) {
        let place = self.path().join(path);
        fs::create_dir_all(place.parent().expect("below the folder")).expect("folders");
        fs::write(place, text).expect("a file");
    }

    /// Writes the text without its carets.
    pub(crate) fn put_marked(&mut self, path: &str, text: &str) -> Vec<Marked> {
        let (text, marked) = unmarked(path, text);
        self.put(path, &text);
        marked
    }

    /// Checks it; lints that are allowed by default are named with `warn`.
    pub(crate) fn check(&self, levels: &[(&str, Level)]) -> Outcome {
        let raised = levels.iter().map(|&(lint, level)| (lint.to_owned(), level.max(Level::Warn)));
        let request = Request {
            discover: Options { start: self.path().to_owned(), ..Options::default() },
            policy: None,
            policy_optional: false,
            settings: Settings {
                flags: raised.filter(|(_, level)| *level == Level::Warn).collect(),
                deny_warnings: false,
                today: TODAY,
                tests: false,
            },
            threads: Some(1),
            no_cache: true,
            flow: true,
            facts: Vec::new(),
        };
        analyse(&request).outcome
    }
}
