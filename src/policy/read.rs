//! Tables of the tree come in, typed values go out; whatever does not fit becomes a problem at its place, and
//! reading goes on. The keys asked for are the keys known: what is left over is an unknown key.

use super::Kind;
use super::tree::{Key, Node, Value};
use crate::model::finding::Problem;
use crate::model::place::{LineTable, Region, Span};
use std::cell::RefCell;
use std::sync::Arc;

/// A value with its place.
#[derive(Debug, Clone)]
pub(super) struct At<T> {
    pub value: T,
    pub span: Span,
}

/// An id that some table must declare.
#[derive(Debug, Clone)]
pub(super) struct Reference {
    pub kind: Kind,
    pub id: String,
    pub span: Span,
}

/// One policy file while it is read: its text, and what was found wrong so far.
pub(super) struct Source<'a> {
    pub path: &'a str,
    pub text: Arc<str>,
    pub lines: LineTable,
    pub known_lints: &'a [&'a str],
    problems: RefCell<Vec<(Region, Problem)>>,
    references: RefCell<Vec<Reference>>,
}

impl<'a> Source<'a> {
    pub(super) fn new(path: &'a str, text: &str, known_lints: &'a [&'a str]) -> Self {
        Self {
            path,
            text: Arc::from(text),
            lines: LineTable::new(text),
            known_lints,
            problems: RefCell::default(),
            references: RefCell::default(),
        }
    }

    pub(super) fn region(&self, span: Span) -> Region {
        self.lines.region(span)
    }

    pub(super) fn problem(&self, span: Span, message: impl Into<String>, help: impl Into<String>) {
        self.problem_at(self.region(span), message, help);
    }

    pub(super) fn problem_at(&self, region: Region, message: impl Into<String>, help: impl Into<String>) {
        let problem = Problem::new(message, help).at(self.path).within(&self.text, region);
        self.problems.borrow_mut().push((region, problem));
    }

    /// An id that must be declared somewhere; checked when every table is read.
    pub(super) fn refers(&self, kind: Kind, id: &At<String>) {
        self.references.borrow_mut().push(Reference { kind, id: id.value.clone(), span: id.span });
    }

    pub(super) fn references(&self) -> Vec<Reference> {
        self.references.borrow().clone()
    }

    /// The problems in the order of the file.
    pub(super) fn into_problems(self) -> Vec<Problem> {
        let mut problems = self.problems.into_inner();
        problems.sort_by_key(|(region, _)| *region);
        problems.into_iter().map(|(_, problem)| problem).collect()
    }

    pub(super) fn is_clean(&self) -> bool {
        self.problems.borrow().is_empty()
    }

    fn unfit(&self, node: &Node, key: &str, wanted: &str) {
        self.problem(node.span, format!("`{key}` must be {wanted}, not {}", node.is_a()), format!("write {wanted}"));
    }

    pub(super) fn text_of(&self, key: &str, node: &Node) -> Option<At<String>> {
        match &node.value {
            Value::Text(text) => Some(At { value: text.clone(), span: node.span }),
            _ => {
                self.unfit(node, key, "a string");
                None
            }
        }
    }

    pub(super) fn list_of(&self, key: &str, node: &Node) -> Vec<At<String>> {
        match &node.value {
            Value::List(items) => items.iter().filter_map(|item| self.text_of(key, item)).collect(),
            _ => {
                self.unfit(node, key, "a list of strings");
                Vec::new()
            }
        }
    }

    /// The entries of `[name.*]` or of `[[name]]`, when the value is of that shape.
    pub(super) fn table_of<'n>(&self, key: &str, node: &'n Node) -> &'n [(Key, Node)] {
        match &node.value {
            Value::Table(entries) => entries,
            _ => {
                self.unfit(node, key, "a table");
                &[]
            }
        }
    }
}

/// One table while it is read.
pub(super) struct Fields<'s, 'n> {
    pub source: &'s Source<'s>,
    /// "category `voice-data`", for messages.
    what: String,
    /// Where a missing key is reported.
    pub span: Span,
    entries: &'n [(Key, Node)],
    asked: RefCell<Vec<&'static str>>,
}

impl<'s, 'n> Fields<'s, 'n> {
    pub(super) fn new(source: &'s Source<'s>, what: impl Into<String>, span: Span, entries: &'n [(Key, Node)]) -> Self {
        Self { source, what: what.into(), span, entries, asked: RefCell::default() }
    }

    /// The fields of a table; nothing, and a problem, when the value is none.
    pub(super) fn of(source: &'s Source<'s>, what: impl Into<String>, span: Span, node: &'n Node) -> Self {
        let what = what.into();
        let entries = match &node.value {
            Value::Table(entries) => entries.as_slice(),
            _ => {
                source.problem(node.span, format!("{what} is a table, not {}", node.is_a()), "write `{ key = value }`");
                &[]
            }
        };
        Self::new(source, what, span, entries)
    }

    pub(super) fn node(&self, key: &'static str) -> Option<&'n Node> {
        self.entry(key).map(|(_, node)| node)
    }

    pub(super) fn entry(&self, key: &'static str) -> Option<(&'n Key, &'n Node)> {
        self.asked.borrow_mut().push(key);
        self.entries.iter().find(|(k, _)| k.name == key).map(|(key, node)| (key, node))
    }

    pub(super) fn text(&self, key: &'static str) -> Option<At<String>> {
        self.source.text_of(key, self.node(key)?)
    }

    pub(super) fn plain(&self, key: &'static str) -> Option<String> {
        self.text(key).map(|text| text.value)
    }

    /// A string that must be there; empty, and a problem, when it is not.
    pub(super) fn required(&self, key: &'static str) -> At<String> {
        let found = self.node(key);
        let text = found.and_then(|node| self.source.text_of(key, node));
        match &text {
            None if found.is_none() => {
                let message = format!("{} has no `{key}`", self.what);
                self.source.problem(self.span, message, format!("add `{key} = \"…\"`"));
            }
            Some(text) if text.value.trim().is_empty() => {
                let message = format!("`{key}` of {} is empty", self.what);
                self.source.problem(text.span, message, format!("say the {key}"));
            }
            _ => {}
        }
        text.unwrap_or(At { value: String::new(), span: self.span })
    }

    pub(super) fn list(&self, key: &'static str) -> Vec<At<String>> {
        self.node(key).map(|node| self.source.list_of(key, node)).unwrap_or_default()
    }

    pub(super) fn plain_list(&self, key: &'static str) -> Vec<String> {
        self.list(key).into_iter().map(|text| text.value).collect()
    }

    /// A list of ids of one kind, each checked later.
    pub(super) fn ids(&self, key: &'static str, kind: Kind) -> Vec<String> {
        let ids = self.list(key);
        ids.iter().for_each(|id| self.source.refers(kind, id));
        ids.into_iter().map(|id| id.value).collect()
    }

    /// One id, checked later.
    pub(super) fn id(&self, key: &'static str, kind: Kind) -> Option<String> {
        let id = self.text(key)?;
        self.source.refers(kind, &id);
        Some(id.value)
    }

    pub(super) fn truth(&self, key: &'static str) -> Option<bool> {
        let node = self.node(key)?;
        match node.value {
            Value::Truth(truth) => Some(truth),
            _ => {
                self.source.unfit(node, key, "true or false");
                None
            }
        }
    }

    pub(super) fn whole(&self, key: &'static str) -> Option<u32> {
        let node = self.node(key)?;
        match node.value {
            Value::Whole(n) if u32::try_from(n).is_ok() => u32::try_from(n).ok(),
            _ => {
                self.source.unfit(node, key, "a whole number");
                None
            }
        }
    }

    /// One of a few words, each standing for a value.
    pub(super) fn one_of<T: Copy>(&self, key: &'static str, words: &[(&str, T)]) -> Option<T> {
        let text = self.text(key)?;
        let found = words.iter().find(|(word, _)| *word == text.value).map(|(_, value)| *value);
        if found.is_none() {
            let names: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            unknown_word(self.source, key, &text, &names);
        }
        found
    }

    /// One of a few words, kept as written.
    pub(super) fn word(&self, key: &'static str, words: &[&str]) -> Option<String> {
        let text = self.text(key)?;
        if !words.contains(&text.value.as_str()) {
            unknown_word(self.source, key, &text, words);
        }
        Some(text.value)
    }

    /// Whatever was not asked for is not known. Call it when all keys are read.
    pub(super) fn done(self) {
        let asked = self.asked.into_inner();
        for (key, _) in self.entries.iter().filter(|(key, _)| !asked.contains(&key.name.as_str())) {
            let help = match super::nearest_of(&key.name, asked.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("its keys are {}", in_words(&asked)),
            };
            self.source.problem(key.span, format!("unknown key `{}` in {}", key.name, self.what), help);
        }
    }
}

pub(super) fn unknown_word(source: &Source<'_>, key: &str, text: &At<String>, words: &[&str]) {
    let help = match super::nearest_of(&text.value, words.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("it is one of {}", in_words(words)),
    };
    source.problem(text.span, format!("`{}` is no value of `{key}`", text.value), help);
}

/// `a`, `b` and `c`.
pub(super) fn in_words(words: &[&str]) -> String {
    let mut quoted: Vec<String> = Vec::new();
    for word in words {
        let word = format!("`{word}`");
        if !quoted.contains(&word) {
            quoted.push(word);
        }
    }
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        Some((last, _)) => last.clone(),
        None => "none".to_owned(),
    }
}
