//! `table!` calls, SQL files and SQL in string literals come in; their columns that hold personal data go out.

use super::declared::{Declared, sql_class};
use super::fields::{refuse, relation};
use super::judge::{Place, judge};
use super::owners::{Owner, owner_named};
use super::{Detection, Seed};
use crate::link::{Def, Workspace};
use crate::model::fact::{Expr, FileFacts, ItemId, ItemKind, Lit, MacroArg, MacroCall, MacroValue, Separator, Ty};
use crate::model::inventory::PointKind;
use crate::model::place::Span;
use crate::packs::words::words;
use crate::packs::{Detectors, RoleOf};

/// A column as it is judged, whatever it was read from.
struct Column {
    name: String,
    span: Span,
    class: &'static str,
}

pub(super) fn points(ws: &Workspace, det: &Detectors) -> Vec<Detection> {
    let mut found = Vec::new();
    for (file, facts) in ws.files.iter().enumerate() {
        for (at, item) in facts.items.iter().enumerate() {
            if let ItemKind::MacroCall(call) = &item.kind
                && facts.last(&call.path) == "table"
            {
                let test = ws.is_test(Def { file: file as u32, item: ItemId(at as u32) });
                diesel(ws, det, file, call, test, &mut found);
            }
        }
        // What a migration's way back creates was there before.
        let path = &ws.project.files[file].path;
        let undoes = path.ends_with("/down.sql") || path.ends_with(".down.sql") || path == "down.sql";
        for table in facts.tables.iter().filter(|_| !undoes) {
            let columns = table.columns.iter().map(|column| Column {
                name: facts.name(column.name).to_owned(),
                span: column.name_span,
                class: sql_class(facts.name(column.ty)),
            });
            judge_table(det, file, facts.name(table.name), columns.collect(), ws.homes[file].test, &mut found);
        }
        for (at, expr) in facts.exprs().iter().enumerate() {
            if let Expr::Lit(Lit::Str(sym)) = expr {
                let text = facts.name(*sym);
                if text.len() > 20 && mentions_create(text) {
                    in_literal(ws, det, file, facts.expr_spans()[at], text, &mut found);
                }
            }
        }
    }
    found
}

fn mentions_create(text: &str) -> bool {
    let head: String = text.chars().take(4096).collect::<String>().to_lowercase();
    head.contains("create table") || head.contains("alter table") || head.contains("create temp")
}

fn diesel(ws: &Workspace, det: &Detectors, file: usize, call: &MacroCall, test: bool, found: &mut Vec<Detection>) {
    let facts = &ws.files[file];
    for arg in &call.args {
        let (Some(key), MacroValue::Group(inner), Separator::Braces) = (arg.key, &arg.value, arg.separator) else {
            continue;
        };
        let columns = inner.iter().filter(|column| column.separator == Separator::Arrow).map(|column| Column {
            name: column.key.map_or(String::new(), |key| facts.name(key).to_owned()),
            span: column.key_span,
            class: diesel_class(facts, column),
        });
        let name = facts.name(key).rsplit('.').next().unwrap_or_default();
        judge_table(det, file, name, columns.collect(), test, found);
    }
}

fn diesel_class(facts: &FileFacts, column: &MacroArg) -> &'static str {
    let MacroValue::Ty(mut ty) = column.value else { return "text" };
    loop {
        let Ty::Path(path) = facts.ty(ty) else { return "text" };
        let Some(segment) = path.segments.last() else { return "text" };
        match segment.args.first() {
            Some(&inner) => ty = inner,
            None => return sql_class(facts.name(segment.name)),
        }
    }
}

fn judge_table(
    det: &Detectors,
    file: usize,
    table: &str,
    columns: Vec<Column>,
    test: bool,
    found: &mut Vec<Detection>,
) {
    let names: Vec<Vec<String>> = columns.iter().map(|column| words(&column.name)).collect();
    let mut owner: Owner = owner_named(det, table, &names, &[RoleOf::Row, RoleOf::Insert]);
    owner.title = format!("table {table}");
    for column in columns {
        let declared = Declared { class: column.class, ..Declared::default() };
        let place = Place { name: &column.name, declared: &declared, owner: &owner, what: "column" };
        let mut verdict = judge(det, &place);
        if verdict.keys.is_empty() {
            relation(det, &place, &mut verdict);
        }
        if verdict.evidence.is_empty() {
            continue;
        }
        if column.name.is_empty() {
            refuse(&mut verdict, "column/unnamed", "it has no name".to_owned());
        }
        found.push(Detection {
            file,
            span: column.span,
            item: format!("{table}.{}", column.name),
            name: column.name,
            kind: PointKind::Column,
            keys: verdict.keys,
            confidence: verdict.confidence,
            evidence: verdict.evidence,
            owner: table.to_owned(),
            test,
            seed: Seed::Column,
        });
    }
}

/// SQL in a Rust string: its places are those in the literal, as far as no escape moved them.
fn in_literal(ws: &Workspace, det: &Detectors, file: usize, at: Span, text: &str, found: &mut Vec<Detection>) {
    let sql = crate::extract::sql(text.as_bytes());
    let length = (at.end - at.start) as usize;
    let prefix = length.saturating_sub(text.len()) / 2;
    // `r#"…"#` has a longer beginning than end: r, hashes, quote against quote, hashes.
    let prefix = if length > text.len() && (length - text.len()) % 2 == 1 { prefix + 1 } else { prefix };
    let clamp = |offset: u32| (at.start + prefix as u32 + offset).min(at.end);
    for table in &sql.tables {
        let columns = table.columns.iter().map(|column| Column {
            name: sql.name(column.name).to_owned(),
            span: Span { start: clamp(column.name_span.start), end: clamp(column.name_span.end) },
            class: sql_class(sql.name(column.ty)),
        });
        judge_table(det, file, sql.name(table.name), columns.collect(), ws.homes[file].test, found);
    }
}
