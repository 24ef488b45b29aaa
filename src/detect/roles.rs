//! Bodies of the workspace come in; the types they fill from a row of a database, or read from another service's answer,
//! go out: what no derive of the type tells.

use super::declared::declared;
use super::each::of_files;
use super::owners::{fields_of, role_sentence};
use super::place::{items, items_in};
use super::walk::{Order, below};
use crate::link::{Def, Resolved, Workspace};
use crate::model::fact::{
    Chosen, Expr, ExprId, FileFacts, Function, ItemKind, MacroArg, MacroValue, Pat, Path, Stmt, Ty, TyId,
};
use crate::packs::RoleOf;
use crate::packs::words::words;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// Why each type is thought to be filled: the rule and the sentence, by role.
pub(super) type Roles = BTreeMap<RoleOf, (String, String)>;

/// Whether rows of a table are read into a type, or written out of it.
pub(super) fn is_kept(roles: &Roles) -> bool {
    roles.contains_key(&RoleOf::Row) || roles.contains_key(&RoleOf::Insert)
}

/// `query_as!(User, "…")` fills a type that derives nothing; so does `query_as!(Self, "…")` in a method of it.
pub(super) fn rows_of_macros(ws: &Workspace, roles: &mut BTreeMap<Def, Roles>) {
    let fills = |name: &str| matches!(name, "query_as" | "query_as_unchecked" | "query_file_as");
    let filled = |(def, _, body): (Def, &Function, ExprId)| {
        let facts = ws.facts(def);
        let calls = below(facts, body).into_iter().filter_map(|(id, _)| match facts.expr(id) {
            Expr::Macro(call) if fills(facts.last(&call.path)) => type_path(facts, call.args.first()?),
            _ => None,
        });
        let filled = calls.filter_map(|path| ws.item_named(def.file as usize, Some(def.item), path));
        filled.collect::<Vec<_>>()
    };
    let rows: Vec<_> = functions(ws, fills, fills).into_par_iter().map(filled).collect();
    for ty in rows.into_iter().flatten() {
        is_row(roles, ty, "query_as!");
    }
}

/// `auto_derived!(struct Message { … })`: a macro of the workspace that takes items and derives for them.
pub(super) fn derived_by_macro(ws: &Workspace, roles: &mut BTreeMap<Def, Roles>) {
    let makers = macros_that_take_items(ws);
    for def in items(ws) {
        let item = ws.item(def);
        let (ItemKind::Struct { .. } | ItemKind::Enum { .. }, Some(parent)) = (&item.kind, item.parent) else {
            continue;
        };
        let ItemKind::MacroCall(call) = &ws.files[def.file as usize].item(parent).kind else { continue };
        let name = ws.facts(def).last(&call.path);
        let derives = ["derive", "derived", "serde"];
        if makers.contains(name) && words(name).iter().any(|word| derives.contains(&word.as_str())) {
            let found = roles.entry(def).or_default();
            for role in [RoleOf::Input, RoleOf::Output] {
                let because = ("owner/role".to_owned(), role_sentence(role, &format!("{name}!")));
                found.entry(role).or_insert(because);
            }
        }
    }
}

/// The names of the workspace's macros that take items.
fn macros_that_take_items(ws: &Workspace) -> BTreeSet<&str> {
    let takes_items = |facts: &FileFacts, kind: &ItemKind| match kind {
        ItemKind::MacroRules(arms) => {
            arms.iter().any(|arm| arm.holes.iter().any(|(_, kind, _)| facts.name(*kind) == "item"))
        }
        _ => false,
    };
    let names = ws.files.iter().flat_map(|facts| {
        let makers = facts.items.iter().filter(move |item| takes_items(facts, &item.kind));
        makers.map(|item| facts.name(item.name))
    });
    names.collect()
}

fn is_row(roles: &mut BTreeMap<Def, Roles>, def: Def, by: &str) {
    let because = ("owner/role".to_owned(), role_sentence(RoleOf::Row, by));
    roles.entry(def).or_default().entry(RoleOf::Row).or_insert(because);
}

fn type_path<'a>(facts: &'a FileFacts, arg: &MacroArg) -> Option<&'a Path> {
    match &arg.value {
        MacroValue::Expr(id) => match facts.expr(*id) {
            Expr::Path(path) => Some(path),
            _ => None,
        },
        MacroValue::Ty(id) => match facts.ty(*id) {
            Ty::Path(path) => Some(path),
            _ => None,
        },
        _ => None,
    }
}

/// `|row| Ok(Member { name: row.get("name")? })` makes a row of a type that derives nothing.
pub(super) fn rows_by_hand(ws: &Workspace, roles: &mut BTreeMap<Def, Roles>) {
    let speaks = |name: &str| is_row_name(name) || matches!(name, "try_get" | "get_unwrap");
    let of_row = |name: &str| is_row_name(name) || name == "r";
    let fills = |(def, _, body): (Def, &Function, ExprId)| {
        let facts = ws.facts(def);
        let order = below(facts, body);
        let read: BTreeSet<&str> = lets(facts, &order)
            .filter_map(|(pat, init)| (reads_row(facts, init?)).then(|| bound(facts, pat)).flatten())
            .collect();
        let from_row = |id: ExprId| match facts.expr(id) {
            Expr::Path(path) if path.segments.len() == 1 => read.contains(facts.last(path)),
            Expr::Method(call) if call.args.is_empty() => match facts.expr(call.receiver) {
                Expr::Path(path) if path.segments.len() == 1 => read.contains(facts.last(path)),
                _ => reads_row(facts, id),
            },
            _ => reads_row(facts, id),
        };
        let mut rows = Vec::new();
        for (id, _) in &order {
            let Expr::Struct(literal) = facts.expr(*id) else { continue };
            let filled = literal.fields.iter().filter(|(_, _, value)| from_row(*value)).count();
            // One value tells little, unless the type is called as what a database keeps.
            let called = words(facts.last(&literal.path));
            let kept = called.iter().any(|word| matches!(word.as_str(), "db" | "row" | "record"));
            if filled < if kept { 1 } else { 2 } {
                continue;
            }
            if let Some(ty) = ws.item_named(def.file as usize, Some(def.item), &literal.path)
                && matches!(ws.item(ty).kind, ItemKind::Struct { .. })
            {
                rows.push((ty, format!("`{}` fills it from a row", facts.name(ws.item(def).name))));
            }
        }
        rows
    };
    let rows: Vec<_> = functions(ws, speaks, of_row).into_par_iter().map(fills).collect();
    for (ty, because) in rows.into_iter().flatten() {
        is_row(roles, ty, &because);
    }
}

fn is_row_name(name: &str) -> bool {
    name == "row" || name.ends_with("_row")
}

/// `row.get("name")`, `row.try_get::<String, _>(3)?`, `Id::parse(row.get(0)?)?`.
fn reads_row(facts: &FileFacts, id: ExprId) -> bool {
    match facts.expr(id) {
        Expr::Method(call) => {
            let of_row = match facts.expr(call.receiver) {
                Expr::Path(path) => is_row_name(facts.last(path)) || facts.last(path) == "r",
                _ => false,
            };
            let gets = matches!(facts.name(call.name), "get" | "try_get" | "get_unwrap" | "get_ref" | "get_value");
            of_row && gets && call.args.len() == 1 || reads_row(facts, call.receiver)
        }
        Expr::Call(_, args) => args.first().is_some_and(|arg| reads_row(facts, *arg)),
        Expr::Try(inner) | Expr::Await(inner) | Expr::Ref(_, inner) | Expr::Cast(inner, _) => reads_row(facts, *inner),
        _ => false,
    }
}

/// Types that some function of the workspace reads from bytes or from an answer: `response.json::<Tokens>()`.
pub(super) fn received(ws: &Workspace) -> BTreeSet<Def> {
    let read = |(def, function, body): (Def, &Function, ExprId)| {
        let mut found = Vec::new();
        let facts = ws.facts(def);
        let order = below(facts, body);
        let of = |ty: TyId| declared(ws, def.file as usize, Some(def.item), ty).local;
        let mut reads = false;
        for (id, _) in &order {
            let generics = match facts.expr(*id) {
                Expr::Method(call) if reads_answer(facts.name(call.name)) => {
                    // `Json` of a web framework takes what it writes; a reader takes nothing, or the bytes.
                    reads |= facts.name(call.name) != "json" || call.args.is_empty();
                    &call.generics[..]
                }
                Expr::Call(callee, _) => match facts.expr(*callee) {
                    Expr::Path(path) if reads_answer(facts.last(path)) => {
                        reads = true;
                        path.segments.last().map_or(&[][..], |last| &last.args[..])
                    }
                    _ => continue,
                },
                _ => continue,
            };
            found.extend(generics.iter().filter_map(|ty| of(*ty)));
        }
        if !reads {
            return found;
        }
        for (id, _) in &order {
            let Expr::Block(_, statements) = facts.expr(*id) else { continue };
            found.extend(statements.iter().filter_map(|statement| match statement {
                Stmt::Let(binding) => of(binding.ty?),
                _ => None,
            }));
        }
        // Who makes the answer itself only writes it.
        let makes = |ty: Def| {
            order.iter().any(|(id, _)| match facts.expr(*id) {
                Expr::Struct(literal) => {
                    ws.resolve(def.file as usize, Some(def.item), &literal.path) == Resolved::Def(ty)
                }
                _ => false,
            })
        };
        // What a handler hands to its framework is written.
        let responds = function.ret.is_some_and(|ty| {
            let names = declared(ws, def.file as usize, Some(def.item), ty).names;
            names.iter().any(|name| name.ends_with("Json"))
        });
        found.extend(function.ret.and_then(of).filter(|ty| !responds && !makes(*ty)));
        found
    };
    functions(ws, reads_answer, reads_answer).into_par_iter().flat_map_iter(read).collect()
}

/// Types that a handler takes from a request, by its parameters: `body: Json<SignUp>`; and what they hold.
pub(super) fn taken(ws: &Workspace) -> BTreeSet<Def> {
    const BODIES: [&str; 8] = ["Json", "Form", "Query", "Path", "Multipart", "MultipartForm", "Xml", "Yaml"];
    let mut open = Vec::new();
    for def in items(ws) {
        let ItemKind::Fn(function) = &ws.item(def).kind else { continue };
        let taken = function.params.iter().map(|param| declared(ws, def.file as usize, Some(def.item), param.ty));
        let bodies = taken.filter(|ty| ty.names.iter().any(|name| BODIES.contains(&name.as_str())));
        open.extend(bodies.filter_map(|ty| ty.local));
    }
    let mut found = BTreeSet::new();
    while let Some(ty) = open.pop() {
        if found.insert(ty) {
            let inner = fields_of(ws.item(ty)).into_iter();
            open.extend(inner.filter_map(|field| declared(ws, ty.file as usize, Some(ty.item), field.ty).local));
        }
    }
    found
}

fn reads_answer(name: &str) -> bool {
    matches!(name, "json" | "from_str" | "from_slice" | "from_reader" | "into_json" | "read_json" | "from_value")
}

/// The functions in whose bodies a name of the kind may stand, of files that have a name of the other.
fn functions(
    ws: &Workspace,
    in_file: impl Fn(&str) -> bool + Sync,
    in_body: impl Fn(&str) -> bool + Sync,
) -> Vec<(Def, &Function, ExprId)> {
    of_files(ws, |file| {
        let facts = &ws.files[file];
        let named = match facts.names.iter().any(&in_file) {
            true => facts.names.choose(&in_body),
            false => Chosen::default(),
        };
        let all = items_in(ws, file).filter(|_| !named.is_empty());
        let naming = all.filter_map(|def| match &ws.item(def).kind {
            ItemKind::Fn(function) if facts.names_near(function, &named) => Some((def, function, function.body?)),
            _ => None,
        });
        naming.collect()
    })
}

/// The patterns of a body's `let`s, each with what it is given.
pub(super) fn lets<'a>(
    facts: &'a FileFacts,
    order: &'a Order,
) -> impl Iterator<Item = (crate::model::fact::PatId, Option<ExprId>)> + 'a {
    let blocks = order.iter().filter_map(|(id, _)| match facts.expr(*id) {
        Expr::Block(_, statements) => Some(statements),
        _ => None,
    });
    blocks.flatten().filter_map(|statement| match statement {
        Stmt::Let(binding) => Some((binding.pat, binding.init)),
        _ => None,
    })
}

/// The name that a pattern binds.
pub(super) fn bound(facts: &FileFacts, pat: crate::model::fact::PatId) -> Option<&str> {
    match facts.pat(pat) {
        Pat::Bind { name, .. } => Some(facts.name(*name)),
        Pat::Typed(inner, _) => bound(facts, *inner),
        _ => None,
    }
}
