//! The view comes in, the record as CSV goes out: one row an activity, cells that no spreadsheet runs.

use super::doc::{Inline, Line};
use super::record::{self, COLUMNS};
use super::view::View;
use crate::render::text::inert;

/// The record.
pub(super) fn record(view: &View) -> String {
    let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
    let head = ["Activity id"].iter().chain(&COLUMNS).copied();
    // Writing into memory does not fail.
    let _ = writer.write_record(head);
    for entry in record::rows(view) {
        let id = entry.id.as_deref().unwrap_or("unallocated");
        let cells = entry.cells.iter().map(|cell| neutral(&words(cell)));
        let _ = writer.write_record(std::iter::once(neutral(id)).chain(cells));
    }
    writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}

/// A cell's words, each followed by where they come from.
fn words(line: &Line) -> String {
    let mut out = String::new();
    for inline in line {
        match inline {
            Inline::Text(text) | Inline::Strong(text) | Inline::Code(text) | Inline::Ref(_, text) => out.push_str(text),
            Inline::Quote(text) => out.push_str(&format!("“{text}”")),
            Inline::Place(path, line) => out.push_str(&format!("{path}:{line}")),
            Inline::Origin(origin) if origin.word().is_empty() => {}
            Inline::Origin(origin) => out.push_str(&format!(" [{}]", origin.word())),
            Inline::Break => out.push_str("; "),
        }
    }
    out
}

/// A cell that begins like a formula gets a quote before it, so that a spreadsheet shows it and runs nothing.
pub(super) fn neutral(text: &str) -> String {
    let text = inert(text);
    if text.trim_start().starts_with(['=', '+', '-', '@', '\t', '\r', '|', '%']) {
        return format!("'{text}");
    }
    text.into_owned()
}
