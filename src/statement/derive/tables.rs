//! The rows of tables come in; what each column holds goes out.

use super::context::Context;
use crate::statement::block::{Kind, Text};
use crate::statement::role::Role;
use crate::statement::sentence::{folded, says};
use std::ops::Range;

/// A table and the meaning of its columns.
#[derive(Debug)]
pub(super) struct Table {
    /// Its rows without the one that names the columns.
    pub rows: Vec<usize>,
    pub category: Option<usize>,
    pub purpose: Option<usize>,
    pub basis: Option<usize>,
    pub recipient: Option<usize>,
    pub retention: Option<usize>,
    pub description: Option<usize>,
    pub collected: Option<usize>,
    /// What its section is about.
    pub role: Role,
}

/// All tables that speak of data.
pub(super) fn read(context: &Context<'_>) -> Vec<Table> {
    let mut tables: Vec<(u32, Vec<usize>)> = Vec::new();
    for (index, block) in context.statement.blocks.iter().enumerate() {
        if let Kind::Row { table, .. } = block.kind {
            match tables.last_mut() {
                Some((last, rows)) if *last == table => rows.push(index),
                _ => tables.push((table, vec![index])),
            }
        }
    }
    let most = |mut rows: Vec<usize>| {
        rows.truncate(super::MOST + 1);
        rows
    };
    tables.into_iter().filter_map(|(_, rows)| table(context, most(rows))).collect()
}

fn table(context: &Context<'_>, rows: Vec<usize>) -> Option<Table> {
    let &first = rows.first()?;
    let role = context.roles[first];
    let marked = matches!(context.kind(first), Kind::Row { head: true, .. });
    let is_head = marked || rows.len() > 2 && names_its_columns(&cells(context, first));
    let heads = if is_head { cells(context, first) } else { Vec::new() };
    let named = heads.iter().any(|head| !head.trim().is_empty());
    let mut table = Table::new(if is_head { rows[1..].to_vec() } else { rows }, role);
    if matches!(role, Role::Cookies | Role::Denied | Role::OnDevice | Role::Regional) || about_cookies(&heads) {
        return None;
    }
    if named {
        table.name_columns(&heads);
    }
    table.fit(role, named, heads.len());
    let useful = table.category.or(table.purpose).or(table.recipient);
    useful.map(|_| table)
}

fn cells(context: &Context<'_>, row: usize) -> Vec<String> {
    context.statement.blocks[row].cells.iter().map(|cell| folded(&cell.plain)).collect()
}

/// Whether a first row that nobody marked says what stands in the columns: "Data type | Purpose | Storage time".
fn names_its_columns(row: &[String]) -> bool {
    let words = |cell: &String| cell.split_whitespace().count();
    if row.len() < 2 || row.iter().any(|cell| words(cell) > 4) {
        return false;
    }
    let mut table = Table::new(Vec::new(), Role::Neutral);
    table.name_columns(row);
    let kinds = [table.category, table.purpose, table.basis, table.recipient, table.retention, table.description];
    let kinds = kinds.iter().flatten().count();
    let data = [
        "category of data",
        "categories of data",
        "type of information",
        "data",
        "data type",
        "type of data",
        "category",
        "information",
        "data collected",
        "personal data",
        "what",
    ];
    kinds >= 3 || kinds >= 2 && data.contains(&row[0].trim())
}

fn about_cookies(heads: &[String]) -> bool {
    heads.iter().any(|head| says(head, &["cookie~", "expiry", "expiration", "expires"]))
}

impl Table {
    fn new(rows: Vec<usize>, role: Role) -> Self {
        let (category, purpose, basis, recipient, retention, description, collected) = Default::default();
        Self { rows, category, purpose, basis, recipient, retention, description, collected, role }
    }

    /// Whether it only says something of data that is defined elsewhere: what it is for, who receives it, how long it is
    /// kept.
    pub(super) fn names_only(&self) -> bool {
        let behind = self.purpose.is_some_and(|purpose| self.category.is_some_and(|at| at > purpose));
        behind || matches!(self.role, Role::Use | Role::Share | Role::Basis | Role::Retention | Role::Other)
    }

    fn name_columns(&mut self, heads: &[String]) {
        let mut best = 0;
        for (column, head) in heads.iter().enumerate() {
            // "When it is used" is an occasion.
            // So does "Contact data and policy" say where to turn to.
            let elsewhere = says(
                head,
                &[
                    "instead",
                    "further",
                    "more",
                    "policy",
                    "policies",
                    "link",
                    "links",
                    "contact data",
                    "contact details",
                    "protection",
                    "compliance",
                    "transfer",
                    "transfers",
                    "safeguards",
                ],
            );
            if head.starts_with(" when ") || elsewhere {
                continue;
            }
            if says(head, &["basis", "bases", "lawful", "legal"]) {
                self.basis.get_or_insert(column);
            } else if says(
                head,
                &["retention", "how long", "storage period", "storage time", "kept", "duration", "retained"],
            ) {
                self.retention.get_or_insert(column);
            } else if says(
                head,
                &[
                    "shared with",
                    "recipient~",
                    "who",
                    "third part~",
                    "provider~",
                    "processor~",
                    "disclosed to",
                    "sent to",
                    "service",
                ],
            ) {
                self.recipient.get_or_insert(column);
            } else if says(
                head,
                &["purpose", "purposes", "why", "use", "uses", "used for", "reason~", "what for", "usage", "used"],
            ) {
                self.purpose.get_or_insert(column);
            } else if says(head, &["collected", "collect"]) && !says(head, &["data", "information", "what", "we"]) {
                self.collected.get_or_insert(column);
            } else if says(
                head,
                &[
                    "description",
                    "detail~",
                    "example~",
                    "meaning",
                    "explanation",
                    "notes",
                    "specifics",
                    "includes",
                    "source",
                    "sources",
                    "value",
                    "values",
                    "sample",
                    "choices",
                    "more",
                ],
            ) {
                self.description.get_or_insert(column);
            } else {
                let rank = rank(head);
                if rank > best {
                    best = rank;
                    self.category = Some(column);
                }
            }
        }
    }

    /// Decides what the headless columns hold, by what the section is about, and drops what the section is not about.
    fn fit(&mut self, role: Role, named: bool, columns: usize) {
        let others = self.purpose.or(self.basis).or(self.retention).or(self.description).is_some();
        match role {
            Role::Collect if self.category.is_none() && self.collected.is_some_and(|at| at > 0) => {
                self.category = Some(0)
            }
            Role::Collect if self.category.is_none() && self.purpose != Some(0) => self.category = Some(0),
            Role::Use if self.purpose.is_none() && self.category != Some(0) => self.purpose = Some(0),
            Role::Share => {
                self.recipient = self.recipient.or(Some(0));
                self.category = self.category.filter(|&at| at != 0);
            }
            Role::Other | Role::Retention | Role::Source | Role::Neutral | Role::Basis
                if !(named && others && columns > 1) =>
            {
                self.category = None;
                self.recipient = None;
            }
            _ => {}
        }
        if role == Role::Collect && !named {
            self.description = Some(1);
        }
        if matches!(role, Role::Other | Role::Source) && self.purpose.is_none() {
            self.category = None;
        }
        // Why something is kept, or cannot be deleted, is no purpose of collecting it.
        if role == Role::Other {
            self.purpose = None;
        }
    }
}

fn rank(head: &str) -> u8 {
    if says(
        head,
        &[
            "category",
            "categories",
            "data type~",
            "type of data",
            "types of data",
            "type of information",
            "kind of data",
            "data category",
            "data collected",
            "information collected",
            "what we collect",
            "personal data",
            "personal information",
            "data point~",
            "data element~",
        ],
    ) {
        3
    } else if head.trim() == "type" {
        // Beside names of fields it is that of a value: "string".
        1
    } else if says(head, &["data", "information", "what", "type", "collected"]) {
        2
    } else if says(
        head,
        &[
            "field",
            "fields",
            "property",
            "attribute",
            "metric",
            "parameter",
            "key",
            "event",
            "item",
            "name",
            "column",
            "dimension",
        ],
    ) {
        1
    } else {
        0
    }
}

/// The entries of a cell: its lines, or its members between semicolons or commas.
pub(super) fn entries(cell: &Text) -> Vec<Range<usize>> {
    let parts = cell.parts();
    if parts.len() > 1 {
        return parts.into_iter().map(|(from, to)| from..to).collect();
    }
    let mark = if cell.plain.contains(';') { ';' } else { ',' };
    let mut found = Vec::new();
    let mut from = 0;
    let mut depth = 0;
    for (at, c) in cell.plain.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            c if c == mark && depth == 0 => {
                found.push(from..at);
                from = at + 1;
            }
            _ => {}
        }
    }
    found.push(from..cell.plain.len());
    found.retain(|range| !cell.plain[range.clone()].trim().is_empty());
    found
}
