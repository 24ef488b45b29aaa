//! A function or a part of it comes in; the functions of its package that it calls go out.

use super::walk::below;
use crate::link::{Def, Resolved, Workspace};
use crate::model::fact::{Expr, ExprId, Function, ItemKind, Path};

/// The functions of the same package that a function calls.
pub(super) fn calls_of(ws: &Workspace, def: Def) -> Vec<Def> {
    match &ws.item(def).kind {
        ItemKind::Fn(Function { body: Some(body), .. }) => calls_in(ws, def, *body),
        _ => Vec::new(),
    }
}

/// The functions of the same package that an expression calls: by path, or as a method of `self`.
pub(super) fn calls_in(ws: &Workspace, def: Def, id: ExprId) -> Vec<Def> {
    let facts = ws.facts(def);
    let own = ws.owner(def);
    let package = ws.homes[def.file as usize].package;
    let called = below(facts, id).into_iter().filter_map(|(id, _)| match facts.expr(id) {
        Expr::Call(callee, _) => match facts.expr(*callee) {
            Expr::Path(path) => called_by_path(ws, def, path),
            _ => None,
        },
        Expr::Method(call) => match facts.expr(call.receiver) {
            Expr::Path(path) if facts.last(path) == "self" => ws.methods(own?, facts.name(call.name)).first().copied(),
            _ => None,
        },
        _ => None,
    });
    called.filter(|called| ws.homes[called.file as usize].package == package && !ws.is_test(*called)).collect()
}

/// The function that a path means, an associated one too.
pub(super) fn called_by_path(ws: &Workspace, def: Def, path: &Path) -> Option<Def> {
    let (file, scope) = (def.file as usize, Some(def.item));
    match ws.resolve(file, scope, path) {
        Resolved::Def(called) if matches!(ws.item(called).kind, ItemKind::Fn(_)) => Some(called),
        Resolved::Def(_) => None,
        _ if path.segments.len() > 1 => {
            let ty = ws.item_named(file, scope, &path.without_last())?;
            ws.methods(ty, ws.facts(def).last(path)).first().copied()
        }
        _ => None,
    }
}
