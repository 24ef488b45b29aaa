//! SQL in string literals comes in that puts rows into tables which nothing in the workspace creates; the columns it names
//! go out, each where it is named first.

use super::{Column, Table, within};
use crate::detect::each::of_files;
use crate::link::Workspace;
use crate::model::fact::{Expr, Lit};
use crate::model::place::Span;
use std::collections::BTreeSet;

/// Tables by what is inserted into them. `created` are known already.
pub(super) fn tables(ws: &Workspace, created: &BTreeSet<String>) -> Vec<Table> {
    let mut seen: BTreeSet<(Option<usize>, String, String)> = BTreeSet::new();
    let mut found = of_files(ws, |file| of_file(ws, file));
    found.retain(|table| !created.contains(&table.name.to_lowercase()));
    for table in &mut found {
        let package = ws.homes[table.file].package;
        table.columns.retain(|column| seen.insert((package, table.name.clone(), column.name.clone())));
    }
    found.retain(|table| !table.columns.is_empty());
    found
}

fn of_file(ws: &Workspace, file: usize) -> Vec<Table> {
    let facts = &ws.files[file];
    if ws.homes[file].test {
        return Vec::new();
    }
    let insert = facts.names.choose(|text| text.len() > 20 && inserted(text).is_some());
    let literals = facts.exprs_near(|name| insert.has(name)).filter_map(|(_, expr, span)| match expr {
        Expr::Lit(Lit::Str(text)) if insert.has(*text) => Some((facts.name(*text), span)),
        _ => None,
    });
    literals
        .filter(|(_, span)| !ws.is_test_place(file, *span))
        .filter_map(|(text, span)| {
            let (name, columns) = inserted(text)?;
            let at = within(span, text);
            let column = |(start, end): (usize, usize)| Column {
                name: text[start..end].to_owned(),
                span: Span { start: at(start as u32), end: at(end as u32) },
                class: "text",
                ty: String::new(),
            };
            let columns = columns.into_iter().map(column).collect();
            Some(Table { file, name: name.to_owned(), columns, test: false })
        })
        .collect()
}

/// `INSERT INTO history (command, cwd) VALUES …`: the table, and where its columns stand.
fn inserted(text: &str) -> Option<(&str, Vec<(usize, usize)>)> {
    let verb = text.split_whitespace().next()?;
    if !verb.eq_ignore_ascii_case("insert") && !verb.eq_ignore_ascii_case("replace") {
        return None;
    }
    let lower = text.to_ascii_lowercase();
    let after = lower.find("into")? + "into".len();
    let open = after + text[after..].find('(')?;
    let close = open + text[open..].find(')')?;
    let is_quote = |c: char| matches!(c, '"' | '`' | '[' | ']');
    let name = text[after..open].trim().rsplit('.').next()?.trim_matches(is_quote);
    let is_name = |text: &str| {
        text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    };
    let mut columns = Vec::new();
    let mut at = open + 1;
    for part in text[open + 1..close].split(',') {
        let bare = part.trim().trim_matches(is_quote);
        let start = at + part.find(bare)?;
        if !is_name(bare) {
            return None;
        }
        columns.push((start, start + bare.len()));
        at += part.len() + 1;
    }
    is_name(name).then_some((name, columns))
}
