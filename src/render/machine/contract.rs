//! A run comes in, the rows of the JSON contract go out, one row a line so that two documents compare well.

use super::terms::Term;
use crate::model::finding::{Finding, Level};
use crate::model::inventory::FoundBy;
use crate::render::Run;
use crate::render::text::inert_json;
use serde::Serialize;
use serde_json::{Map, Value, json};

/// Version of the contract.
pub const VERSION: u32 = 1;

/// What only `report` adds.
#[derive(Debug, Clone, Default)]
pub struct Reported {
    /// What the policy allows, for later comparisons.
    pub terms: Vec<Term>,
    /// The code that was read, where that was given.
    pub code: Option<Code>,
    /// What changed since an older inventory, when one was given, and what a review must ask.
    pub changes: Option<(Vec<Changed>, Vec<String>)>,
}

/// The code that was read.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Code {
    /// The commit.
    pub commit: Option<String>,
    /// Whether files differed from it; `None` when that is not known.
    pub dirty: Option<bool>,
    /// The date.
    pub date: Option<String>,
}

/// One thing that changed since an older inventory.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Changed {
    /// `point`, `flow`, `recipient`, `declaration`, `waiver`.
    pub kind: String,
    /// `added`, `removed`, `changed`.
    pub change: String,
    /// What, in words.
    pub text: String,
}

/// The whole document, with what `report` adds.
pub fn document(run: &Run, reported: Option<Reported>) -> String {
    let outcome = run.outcome;
    let inventory = &outcome.inventory;
    let mut doc = Document::default();
    doc.value("version", &VERSION);
    doc.value(
        "tool",
        &json!({ "name": "cargo-privacy-lint", "version": crate::render::VERSION, "packs": outcome.packs }),
    );
    let policy = outcome.policy.as_ref().map(|(path, digest)| json!({ "path": path, "digest": digest }));
    doc.value("policy", &policy);
    doc.value("complete", &outcome.errors.is_empty());
    doc.rows("errors", &outcome.errors);
    doc.rows("notes", &outcome.notes);
    doc.value("scope", &inventory.scope);
    doc.rows("points", &inventory.points);
    doc.rows("flows", &inventory.flows);
    doc.rows("marks", &inventory.marks);
    doc.rows("declarations", &inventory.declarations);
    if let Some(reported) = reported {
        doc.rows("terms", &reported.terms);
        if let Some(code) = reported.code {
            doc.value("code", &code);
        }
        if let Some((changes, questions)) = reported.changes {
            doc.rows("changes", &changes);
            doc.rows("questions", &questions);
        }
    }
    doc.rows("rules", &inventory.rules);
    doc.rows("waivers", &inventory.waivers);
    doc.rows("findings", &outcome.findings);
    let waived: Vec<Value> = outcome.waived.iter().map(|(finding, reason)| waived(finding, reason)).collect();
    doc.rows("waived", &waived);
    doc.rows("gaps", &inventory.gaps);
    doc.value("summary", &summary(run));
    doc.end()
}

fn waived(finding: &Finding, reason: &str) -> Value {
    let mut row = match serde_json::to_value(finding) {
        Ok(Value::Object(row)) => row,
        _ => Map::new(),
    };
    row.insert("reason".to_string(), reason.into());
    Value::Object(row)
}

fn summary(run: &Run) -> Value {
    let inventory = &run.outcome.inventory;
    let found = |by| inventory.points.iter().filter(|point| point.found_by.contains(&by)).count();
    let deny = run.outcome.findings.iter().filter(|finding| finding.level >= Level::Deny).count();
    json!({
        "files": inventory.scope.files,
        "lines": inventory.scope.lines,
        "bytes": inventory.scope.bytes,
        "points": inventory.points.len(),
        "annotated": found(FoundBy::Annotated),
        "detected": found(FoundBy::Detected),
        "flows": inventory.flows.len(),
        "findings": { "deny": deny, "warn": run.outcome.findings.len() - deny },
        "gaps": inventory.gaps.len(),
    })
}

/// A JSON object written key by key.
#[derive(Default)]
pub(crate) struct Document(String);

impl Document {
    /// One key with one value on one line.
    pub(crate) fn value(&mut self, key: &str, value: &impl Serialize) {
        self.key(key);
        self.0.push_str(&text(value));
    }

    /// One key with an array, each row on its own line.
    pub(crate) fn rows<T: Serialize>(&mut self, key: &str, rows: &[T]) {
        self.key(key);
        self.0.push('[');
        for (i, row) in rows.iter().enumerate() {
            self.0.push_str(if i == 0 { "\n" } else { ",\n" });
            self.0.push_str(&text(row));
        }
        self.0.push_str(if rows.is_empty() { "]" } else { "\n]" });
    }

    fn key(&mut self, key: &str) {
        self.0.push_str(if self.0.is_empty() { "{" } else { ",\n" });
        self.0.push_str(&text(&key));
        self.0.push_str(": ");
    }

    /// The document.
    pub(crate) fn end(mut self) -> String {
        self.0.push_str("}\n");
        inert_json(self.0)
    }
}

/// Plain data of ours always serialises; should it not, the document still parses.
pub(crate) fn text(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_else(|_| "null".to_string())
}
