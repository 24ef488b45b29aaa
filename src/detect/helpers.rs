//! Functions that gather telemetry come in, those that help them and say nothing of it themselves go out: what they
//! return as an object, or put into the one they are given, is reported as well.

use super::declared::declared;
use super::walk::below;
use crate::link::{Def, Resolved, Workspace};
use crate::model::fact::{Expr, ExprId, FileFacts, Function, ItemKind, MacroArg, MacroValue, TyId};
use std::collections::BTreeSet;

/// Types that hold properties by their names.
pub(super) const OBJECTS: [&str; 7] = ["Value", "Map", "HashMap", "BTreeMap", "IndexMap", "JsonValue", "JsonMap"];

/// The helpers of these functions, and the helpers' own.
pub(super) fn of(ws: &Workspace, functions: &BTreeSet<Def>) -> BTreeSet<Def> {
    let mut found = BTreeSet::new();
    let mut open: Vec<Def> = functions.iter().copied().collect();
    while let Some(def) = open.pop() {
        let ItemKind::Fn(Function { body: Some(body), .. }) = &ws.item(def).kind else { continue };
        for called in called(ws, def, *body) {
            if !functions.contains(&called) && !found.contains(&called) && fills_object(ws, called) {
                found.insert(called);
                open.push(called);
            }
        }
    }
    found
}

/// Functions of the same package that a body calls: by path, or as the one method of that name of the same type.
fn called(ws: &Workspace, def: Def, body: ExprId) -> Vec<Def> {
    let facts = ws.facts(def);
    let own = ws.owner(def);
    let package = ws.homes[def.file as usize].package;
    let calls = below(facts, body).into_iter().filter_map(|(id, _)| match facts.expr(id) {
        Expr::Call(callee, _) => match facts.expr(*callee) {
            Expr::Path(path) => match ws.resolve(def.file as usize, Some(def.item), path) {
                Resolved::Def(called) => Some(called),
                _ => None,
            },
            _ => None,
        },
        Expr::Method(call) if is_self(facts, call.receiver) => {
            let named = ws.methods_named(facts.name(call.name));
            named.iter().copied().find(|method| own.is_some() && ws.owner(*method) == own)
        }
        _ => None,
    });
    calls.filter(|called| ws.homes[called.file as usize].package == package).collect()
}

fn is_self(facts: &FileFacts, id: ExprId) -> bool {
    matches!(facts.expr(id), Expr::Path(path) if facts.last(path) == "self")
}

/// It returns an object that it writes down itself, or is given one to fill.
fn fills_object(ws: &Workspace, def: Def) -> bool {
    let ItemKind::Fn(function) = &ws.item(def).kind else { return false };
    let (facts, Some(body)) = (ws.facts(def), function.body) else { return false };
    let is_object = |ty: TyId| {
        let ty = declared(ws, def.file as usize, Some(def.item), ty);
        ty.local.is_none() && ty.names.iter().any(|name| OBJECTS.contains(&name.as_str()))
    };
    let takes = || function.params.iter().any(|param| is_object(param.ty));
    if !function.ret.is_some_and(is_object) && !takes() {
        return false;
    }
    below(facts, body).into_iter().any(|(id, _)| match facts.expr(id) {
        Expr::Macro(call) => facts.last(&call.path) == "json" && call.args.iter().any(holds_key),
        Expr::Method(call) => {
            facts.name(call.name) == "insert" && call.args.len() == 2 && super::events::names_key(facts, call.args[0])
        }
        _ => false,
    })
}

fn holds_key(arg: &MacroArg) -> bool {
    arg.key.is_some() || matches!(&arg.value, MacroValue::Group(inner) if inner.iter().any(holds_key))
}
