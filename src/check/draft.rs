//! How lints write findings: at a word of a clause, at a point, at a line of the policy.

use super::{Input, default_level};
use crate::model::finding::{Finding, Fix, Level, Related};
use crate::model::inventory::Point;
use crate::model::mark::Word;
use crate::model::place::{Region, Span};
use crate::policy::{Anchor, Entry, nearest_of};
use crate::survey::{Said, Told};

/// A finding of a lint at its default level.
pub(super) fn finding(lint: &str, path: &str, region: Region, message: String) -> Finding {
    Finding {
        lint: lint.to_owned(),
        level: default_level(lint).unwrap_or_default(),
        path: path.to_owned(),
        region,
        message,
        ..Finding::default()
    }
}

pub(super) fn at_word(input: &Input, lint: &str, told: &Told, word: &Word, message: String) -> Finding {
    at_span(input, lint, told, word.span, message)
}

pub(super) fn at_span(input: &Input, lint: &str, told: &Told, span: Span, message: String) -> Finding {
    let mut finding = finding(lint, &told.path, input.survey.region(told, span), message);
    finding.item.clone_from(&told.item);
    finding.group.clone_from(&told.item);
    finding
}

pub(super) fn at_said(lint: &str, told: &Told, said: &Said, message: String) -> Finding {
    let mut finding = finding(lint, &said.path, said.region, message);
    finding.item.clone_from(&told.item);
    finding.group.clone_from(&told.item);
    finding
}

pub(super) fn at_point(lint: &str, point: &Point, message: String) -> Finding {
    let mut finding = finding(lint, &point.path, point.region, message);
    finding.item.clone_from(&point.item);
    finding.group.clone_from(&point.group);
    finding.category = point.categories.first().cloned();
    finding.key = point.keys.first().cloned();
    finding
}

/// Builder steps that read as a sentence.
pub(super) trait Draft: Sized {
    fn label(self, label: impl Into<String>) -> Self;
    fn help(self, help: impl Into<String>) -> Self;
    fn category(self, category: &str) -> Self;
    /// Shows the entry's line in the policy, and its passage of the statement.
    fn policy(self, input: &Input, entry: &Entry, message: impl Into<String>) -> Self;
    fn anchor(self, anchors: &[Anchor]) -> Self;
    fn at_most(self, level: Level) -> Self;
    /// Suggests the nearest id for a misspelled word.
    fn nearest(self, told: &Told, word: &Word, ids: &[&str]) -> Self;
}

impl Draft for Finding {
    fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }

    fn category(mut self, category: &str) -> Self {
        self.category = Some(category.to_owned());
        self
    }

    fn policy(mut self, input: &Input, entry: &Entry, message: impl Into<String>) -> Self {
        if entry.region.line > 0 {
            self.related.push(Related {
                path: input.survey.policy.path.clone(),
                line: entry.region.line,
                region: entry.region,
                message: message.into(),
            });
        }
        if entry.draft {
            self = self.at_most(Level::Warn);
        }
        self.anchor(&entry.anchors)
    }

    fn anchor(mut self, anchors: &[Anchor]) -> Self {
        if self.anchor.is_none() {
            self.anchor = anchors.first().map(Anchor::shown);
        }
        self
    }

    fn at_most(mut self, level: Level) -> Self {
        self.at_most = Some(self.at_most.map_or(level, |old| old.min(level)));
        self
    }

    fn nearest(mut self, told: &Told, word: &Word, ids: &[&str]) -> Self {
        let Some(id) = nearest_of(&word.text, ids.iter().copied()) else { return self };
        self.help = format!("did you mean `{id}`?");
        self.fix = told.file.map(|_| Fix {
            title: format!("write `{id}`"),
            machine_applicable: true,
            path: told.path.clone(),
            start: word.span.start,
            end: word.span.end,
            replacement: id.to_owned(),
        });
        self
    }
}

/// "a, b or c", for messages.
pub(super) fn any_of<S: AsRef<str>>(ids: &[S]) -> String {
    let quoted: Vec<String> = ids.iter().map(|id| format!("`{}`", id.as_ref())).collect();
    match quoted.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [rest @ .., last] => format!("{} or {last}", rest.join(", ")),
    }
}
