//! `unerasable_store`: data is stored, and no deletion from that store or table is seen or claimed.

use super::Input;
use super::draft::{Draft, at_point, at_word};
use crate::link::Workspace;
use crate::model::fact::{Expr, FileFacts, Path};
use crate::model::finding::Finding;
use crate::model::inventory::PointKind;
use crate::model::mark::Verb;
use std::collections::BTreeSet;

pub(super) fn run(input: &Input, findings: &mut Vec<Finding>) {
    stores(input, findings);
    tables(input, findings);
}

/// Stores that annotations name.
fn stores(input: &Input, findings: &mut Vec<Finding>) {
    let told = || input.survey.told.iter().filter(|told| input.survey.counts(told, input.tests));
    let erased: BTreeSet<&str> = told()
        .filter_map(|told| match &told.clause.verb {
            Verb::Deletes(store) => Some(store.text.as_str()),
            _ => None,
        })
        .collect();
    for told in told() {
        let Verb::Stores(store) = &told.clause.verb else { continue };
        if erased.contains(store.text.as_str())
            || told.options.kept.as_ref().is_some_and(|kept| kept.id.starts_with('P'))
        {
            continue;
        }
        let message = format!("nothing is seen to delete from store `{}`", store.text);
        findings.push(
            at_word(input, "unerasable_store", told, store, message).label("stored without a way out").help(format!(
                "annotate what deletes with `deletes … from {}`, or say how long with `kept`",
                store.text
            )),
        );
    }
}

/// Tables with columns of personal data that no statement or call of the workspace deletes from.
fn tables(input: &Input, findings: &mut Vec<Finding>) {
    let columns = input.survey.points.iter().filter(|point| point.kind == PointKind::Column);
    let columns: Vec<_> = columns.filter(|point| (input.tests || !point.test) && point.kept.is_none()).collect();
    if columns.is_empty() {
        return;
    }
    let deleted = deleted(input.survey.ws);
    let mut told = BTreeSet::new();
    for point in columns {
        let owner = point.item.rsplit_once('.').map_or("", |(owner, _)| owner);
        let table = owner.rsplit("::").next().unwrap_or(owner);
        if table.is_empty() || deleted.contains(&stem(table)) || !told.insert(stem(table)) {
            continue;
        }
        let message = format!("nothing is seen to delete from table `{table}`");
        findings.push(
            at_point("unerasable_store", point, message)
                .label("personal data is kept here without a way out")
                .help("delete the rows of a person, or say how long they stay: `// PRIVACY: … kept P30D`"),
        );
    }
}

/// The tables that a workspace deletes from, by the stems of their names.
fn deleted(ws: &Workspace) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (file, facts) in ws.files.iter().enumerate().filter(|(file, _)| !ws.homes[*file].test) {
        for text in facts.names.iter() {
            found.extend(deleted_by_sql(text));
        }
        let deleting = facts.names.choose(deletes);
        for (_, expr, _) in
            facts.exprs_around(|name| deleting.has(name)).filter(|(.., span)| !ws.is_test_place(file, *span))
        {
            found.extend(deleted_by_call(facts, expr));
        }
    }
    found
}

/// `DELETE FROM "public"."users"`, `TRUNCATE TABLE users`.
fn deleted_by_sql(text: &str) -> Vec<String> {
    let lower = text.to_ascii_lowercase();
    let mut words = lower
        .split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | ';' | ','))
        .filter(|word| !word.is_empty())
        .peekable();
    let mut found = Vec::new();
    while let Some(word) = words.next() {
        let follows = match word {
            "delete" => words.next_if_eq(&"from").is_some(),
            "truncate" => true,
            _ => false,
        };
        if follows {
            while words.next_if(|word| matches!(*word, "only" | "table")).is_some() {}
            let name = words.peek().and_then(|word| word.rsplit('.').next()).unwrap_or_default();
            found.push(stem(name.trim_matches(['"', '`', '[', ']', '\''])));
        }
    }
    found
}

fn deletes(name: &str) -> bool {
    matches!(name.split('_').next(), Some("delete" | "remove" | "truncate" | "purge"))
}

/// `diesel::delete(users::table)`, `user::Entity::delete_by_id(id)`, `users.delete_one(…)`: every name that the
/// call is made on or is given may be the table, so that what is said is never too much.
fn deleted_by_call(facts: &FileFacts, expr: &Expr) -> Vec<String> {
    let named = |path: &Path| -> Vec<String> { path.segments.iter().map(|one| stem(facts.name(one.name))).collect() };
    let given = |id| within(facts, id, &named, 4);
    match expr {
        Expr::Call(callee, args) => match facts.expr(*callee) {
            Expr::Path(path) if deletes(facts.last(path)) => {
                named(path).into_iter().chain(args.iter().flat_map(|&arg| given(arg))).collect()
            }
            _ => Vec::new(),
        },
        Expr::Method(call) if deletes(facts.name(call.name)) => given(call.receiver),
        _ => Vec::new(),
    }
}

/// The names in an expression and in what its calls are made on and given.
fn within(
    facts: &FileFacts,
    id: crate::model::fact::ExprId,
    named: &dyn Fn(&Path) -> Vec<String>,
    depth: u8,
) -> Vec<String> {
    let Some(depth) = depth.checked_sub(1) else { return Vec::new() };
    let inner = |id| within(facts, id, named, depth);
    match facts.expr(id) {
        Expr::Path(path) => named(path),
        Expr::Field(base, name, _) => inner(*base).into_iter().chain([stem(facts.name(*name))]).collect(),
        Expr::Ref(_, base) | Expr::Await(base) | Expr::Try(base) => inner(*base),
        Expr::Call(callee, args) => inner(*callee).into_iter().chain(args.iter().flat_map(|&arg| inner(arg))).collect(),
        Expr::Method(call) => {
            inner(call.receiver).into_iter().chain(call.args.iter().flat_map(|&arg| inner(arg))).collect()
        }
        _ => Vec::new(),
    }
}

/// A table and the module or type of its rows: `users`, `user`, `User`.
fn stem(name: &str) -> String {
    let lower = name.to_ascii_lowercase().replace('_', "");
    lower
        .strip_suffix("ies")
        .or_else(|| lower.strip_suffix('s'))
        .or_else(|| lower.strip_suffix('y'))
        .unwrap_or(&lower)
        .to_owned()
}
