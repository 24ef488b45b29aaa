//! `table!` calls, SQL files and SQL in string literals come in; their columns that hold personal data go out.

use super::about::owner_named;
use super::declared::{Declared, sql_class};
use super::each::of_files;
use super::fields::{refuse, relation};
use super::judge::{Place, judge};
use super::owners::Owner;
use super::{Detection, Seed};
use crate::link::{Def, Workspace};
use crate::model::fact::{Expr, FileFacts, ItemId, ItemKind, Lit, MacroArg, MacroCall, MacroValue, Separator, Ty};
use crate::model::inventory::PointKind;
use crate::model::place::Span;
use crate::packs::words::words;
use crate::packs::{Detectors, RoleOf};
use std::collections::{BTreeMap, BTreeSet};

mod inserted;

/// A column as it is judged, whatever it was read from.
struct Column {
    name: String,
    span: Span,
    class: &'static str,
    /// The last name of its type, where it is told.
    ty: String,
}

/// A table as one place tells of it: whole in a `CREATE TABLE` or `table!`, one column in an `ALTER TABLE`.
struct Table {
    file: usize,
    name: String,
    columns: Vec<Column>,
    test: bool,
}

pub(super) fn points(ws: &Workspace, det: &Detectors) -> Vec<Detection> {
    let mut tables = of_files(ws, |file| tables_in(ws, file));
    let created: BTreeSet<String> = tables.iter().map(|table| table.name.to_lowercase()).collect();
    tables.extend(inserted::tables(ws, &created));
    judged(ws, det, tables)
}

/// The columns called as keys (`account_id`) of every table that is created outside of tests, by its name.
pub(super) fn keys_of_tables(ws: &Workspace) -> BTreeMap<String, BTreeSet<Vec<String>>> {
    let mut keys: BTreeMap<String, BTreeSet<Vec<String>>> = BTreeMap::new();
    for table in of_files(ws, |file| tables_in(ws, file)).into_iter().filter(|table| !table.test) {
        let named = table.columns.iter().map(|column| words(&column.name));
        let named = named.filter(|name| name.len() > 1 && name.last().is_some_and(|last| last.ends_with("id")));
        keys.entry(table.name.to_lowercase()).or_default().extend(named);
    }
    keys
}

/// The tables that a file creates or changes.
fn tables_in(ws: &Workspace, file: usize) -> Vec<Table> {
    let mut tables = Vec::new();
    let facts = &ws.files[file];
    for (at, item) in facts.items.iter().enumerate() {
        if let ItemKind::MacroCall(call) = &item.kind
            && facts.last(&call.path) == "table"
        {
            let test = ws.is_test(Def { file: file as u32, item: ItemId(at as u32) });
            diesel(ws, file, call, test, &mut tables);
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
            ty: facts.name(column.ty).to_owned(),
        });
        let name = facts.name(table.name).to_owned();
        tables.push(Table { file, name, columns: columns.collect(), test: ws.homes[file].test });
    }
    let creates = facts.names.choose(|text| text.len() > 20 && mentions_create(text));
    for (_, expr, span) in facts.exprs_near(|name| creates.has(name)) {
        let tested = || facts.items.iter().any(|item| item.test && item.span.contains(span));
        if let Expr::Lit(Lit::Str(text)) = expr
            && creates.has(*text)
            && !tested()
        {
            in_literal(ws, file, span, facts.name(*text), &mut tables);
        }
    }
    tables
}

/// What a column means hangs on its neighbours, also on those that another migration adds.
fn judged(ws: &Workspace, det: &Detectors, tables: Vec<Table>) -> Vec<Detection> {
    let key = |table: &Table| (ws.homes[table.file].package, table.test, table.name.to_lowercase());
    let mut whole: BTreeMap<_, BTreeSet<String>> = BTreeMap::new();
    for table in &tables {
        whole.entry(key(table)).or_default().extend(table.columns.iter().map(|column| column.name.clone()));
    }
    let mut found = Vec::new();
    for table in tables {
        let names: Vec<Vec<String>> = whole[&key(&table)].iter().map(|name| words(name)).collect();
        judge_table(det, table, &names, &mut found);
    }
    found
}

fn mentions_create(text: &str) -> bool {
    let head: String = text.chars().take(4096).collect::<String>().to_lowercase();
    head.contains("create table") || head.contains("alter table") || head.contains("create temp")
}

fn diesel(ws: &Workspace, file: usize, call: &MacroCall, test: bool, tables: &mut Vec<Table>) {
    let facts = &ws.files[file];
    for arg in &call.args {
        let (Some(key), MacroValue::Group(inner), Separator::Braces) = (arg.key, &arg.value, arg.separator) else {
            continue;
        };
        let columns = inner.iter().filter(|column| column.separator == Separator::Arrow).map(|column| Column {
            name: column.key.map_or(String::new(), |key| facts.name(key).to_owned()),
            span: column.key_span,
            class: sql_class(diesel_type(facts, column)),
            ty: diesel_type(facts, column).to_owned(),
        });
        let name = facts.name(key).rsplit('.').next().unwrap_or_default().to_owned();
        tables.push(Table { file, name, columns: columns.collect(), test });
    }
}

/// The type inside `Nullable` and `Array`.
fn diesel_type<'a>(facts: &'a FileFacts, column: &MacroArg) -> &'a str {
    let MacroValue::Ty(mut ty) = column.value else { return "Text" };
    loop {
        let Ty::Path(path) = facts.ty(ty) else { return "Text" };
        let Some(segment) = path.segments.last() else { return "Text" };
        match segment.args.first() {
            Some(&inner) => ty = inner,
            None => return facts.name(segment.name),
        }
    }
}

fn judge_table(det: &Detectors, table: Table, names: &[Vec<String>], found: &mut Vec<Detection>) {
    let Table { file, name: table, columns, test } = table;
    let mut owner: Owner = owner_named(det, &table, names, &[RoleOf::Row, RoleOf::Insert]);
    owner.title = format!("table {table}");
    for column in columns {
        let declared = Declared { class: column.class, names: vec![column.ty], ..Declared::default() };
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
            owner: table.clone(),
            test,
            seed: Seed::Column,
        });
    }
}

/// Where an offset of a literal's text stands, as far as no escape moved it.
fn within(at: Span, text: &str) -> impl Fn(u32) -> u32 + use<> {
    let length = (at.end - at.start) as usize;
    let prefix = length.saturating_sub(text.len()) / 2;
    // `r#"…"#` has a longer beginning than end: r, hashes, quote against quote, hashes.
    let prefix = if length > text.len() && (length - text.len()) % 2 == 1 { prefix + 1 } else { prefix };
    move |offset: u32| (at.start + prefix as u32 + offset).min(at.end)
}

/// SQL in a Rust string.
fn in_literal(ws: &Workspace, file: usize, at: Span, text: &str, tables: &mut Vec<Table>) {
    let sql = crate::extract::sql(text.as_bytes());
    let clamp = within(at, text);
    for table in &sql.tables {
        let columns = table.columns.iter().map(|column| Column {
            name: sql.name(column.name).to_owned(),
            span: Span { start: clamp(column.name_span.start), end: clamp(column.name_span.end) },
            class: sql_class(sql.name(column.ty)),
            ty: sql.name(column.ty).to_owned(),
        });
        let name = sql.name(table.name).to_owned();
        tables.push(Table { file, name, columns: columns.collect(), test: ws.homes[file].test });
    }
}
