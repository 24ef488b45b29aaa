//! The view comes in, the whole report as blocks goes out, most important first.

mod destinations;
mod head;
mod inventory;
mod options;
mod scopes;
mod tables;

pub(super) use head::TITLE;

use super::doc::{Block, Inline, Origin, t};
use super::view::View;
use super::{compare, graph, record};

/// The report.
pub(super) fn document(view: &View) -> Vec<Block> {
    let comparison = compare::Comparison::of(view);
    let picture = graph::of(view, comparison.as_ref());
    let mut out = head::blocks(view, comparison.as_ref());
    out.extend(comparison.into_iter().flat_map(compare::Comparison::blocks));
    out.push(heading("picture", "Where data goes"));
    out.push(Block::Picture(picture));
    out.extend(record_section(view));
    out.extend(inventory::blocks(view));
    out.extend(tables::blocks(view));
    out.push(heading("how-to-read", "How to read this"));
    out.push(Block::List(vec![
        vec![Inline::Origin(Origin::Stated), t(" a document that people were given says it; the quote says where.")],
        vec![Inline::Origin(Origin::Claimed), t(" an annotation in the code or policy.toml alone says it; no document does.")],
        vec![Inline::Origin(Origin::Seen), t(" it was read off the code.")],
        vec![t("“not stated”, “not said” and “not seen” mean that nobody says it and that the code does not show it: never that there is none.")],
        vec![t("A point is a code place where personal data is collected. Numbers count code places, never people or records.")],
    ]));
    out
}

fn record_section(view: &View) -> Vec<Block> {
    let mut out = vec![heading("record", "Record of processing activities")];
    let rows = record::rows(view);
    if rows.is_empty() {
        out.push(Block::Para(super::doc::line("No activity is declared, and no point was found.")));
        return out;
    }
    let sides = [(false, "As controller (GDPR Art. 30(1))"), (true, "As processor (GDPR Art. 30(2))")];
    for (for_another, title) in sides {
        let rows: Vec<_> = rows.iter().filter(|entry| entry.for_another == for_another).collect();
        if rows.is_empty() && for_another {
            continue;
        }
        out.push(Block::Heading(
            3,
            if for_another { "as-processor".into() } else { "as-controller".into() },
            title.into(),
        ));
        out.push(overview(&rows, for_another));
        for entry in rows {
            let id = entry
                .id
                .as_deref()
                .map_or_else(|| "activity-unallocated".into(), |id| super::doc::slug("activity", id));
            // A record has many columns: each activity is a small table of its own, so that it prints and reads narrow.
            let cells = entry.cells.iter().skip(1).zip(record::COLUMNS.iter().skip(1));
            let rows = cells.map(|(cell, name)| super::doc::row(vec![super::doc::line(*name), cell.clone()])).collect();
            out.push(Block::Details(
                id,
                entry.cells[0].clone(),
                vec![super::doc::table("The activity", &["Field", "Content"], rows)],
            ));
        }
    }
    out
}

/// One row an activity, with what is asked first; the rest is in the tables below it.
fn overview(rows: &[&record::Entry], for_another: bool) -> Block {
    const SHOWN: [usize; 7] = [0, 2, 3, 4, 6, 8, 13];
    let cells = |entry: &record::Entry| {
        let mut cells: Vec<_> = SHOWN.iter().map(|&column| entry.cells[column].clone()).collect();
        let id =
            entry.id.as_deref().map_or_else(|| "activity-unallocated".into(), |id| super::doc::slug("activity", id));
        if let Some(Inline::Strong(title)) = cells[0].first().cloned() {
            cells[0][0] = Inline::Ref(id, title);
        }
        super::doc::Row { id: None, cells, alarm: entry.id.is_none() }
    };
    let caption = if for_another { "Activities as processor" } else { "Activities as controller" };
    let head: Vec<&str> = SHOWN.iter().map(|&column| record::COLUMNS[column]).collect();
    super::doc::table(caption, &head, rows.iter().map(|entry| cells(entry)).collect())
}

/// A section.
pub(super) fn heading(id: &str, words: &str) -> Block {
    Block::Heading(2, id.to_string(), words.to_string())
}
