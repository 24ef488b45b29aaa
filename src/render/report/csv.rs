//! The view comes in, the record as CSV goes out: one row an activity, cells that no spreadsheet runs.

use super::compare::Comparison;
use super::doc::words;
use super::record::{self, COLUMNS};
use super::view::View;
use crate::render::text::inert;

/// The record.
pub(super) fn record(view: &View) -> String {
    let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
    let comparison = Comparison::of(view);
    let since = comparison.as_ref().map(|_| "Since the older inventory");
    let head = ["Activity id"].iter().chain(&COLUMNS).copied().chain(since);
    // Writing into memory does not fail.
    let _ = writer.write_record(head);
    for entry in record::rows(view) {
        let id = entry.id.as_deref().unwrap_or("unallocated");
        let cells = entry.cells.iter().map(|cell| neutral(&words(cell)));
        let since = comparison.as_ref().map(|comparison| neutral(&comparison.in_activity(entry.id.as_deref())));
        let _ = writer.write_record(std::iter::once(neutral(id)).chain(cells).chain(since));
    }
    writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}

/// A cell that begins like a formula gets a quote before it, so that a spreadsheet shows it and runs nothing.
pub(super) fn neutral(text: &str) -> String {
    let text = inert(text);
    if text.trim_start().starts_with(['=', '+', '-', '@', '\t', '\r', '|', '%']) {
        return format!("'{text}");
    }
    text.into_owned()
}
