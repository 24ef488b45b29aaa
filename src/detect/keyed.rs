//! A function of the project's own comes in; which of its parameters names a key under which it puts another goes out:
//! `fn set(props: &mut Map, key: &str, value: Value) { props.insert(key.to_owned(), value) }`.

use super::called::called_by_path;
use super::roles::bound;
use super::walk::below;
use crate::link::{Def, Workspace};
use crate::model::fact::{Expr, ExprId, FileFacts, ItemKind};

/// The key that a call of such a function names.
pub(super) fn key_of(ws: &Workspace, def: Def, id: ExprId) -> Option<ExprId> {
    let facts = ws.facts(def);
    match facts.expr(id) {
        Expr::Call(callee, args) if args.len() > 1 => {
            let Expr::Path(path) = facts.expr(*callee) else { return None };
            args.get(position(ws, called_by_path(ws, def, path)?)?).copied()
        }
        Expr::Method(call) if call.args.len() > 1 => {
            let [only] = ws.methods_named(facts.name(call.name)) else { return None };
            let may = ws.may_call(def.file as usize, *only);
            call.args.get(position(ws, *only).filter(|_| may)?).copied()
        }
        _ => None,
    }
}

fn position(ws: &Workspace, called: Def) -> Option<usize> {
    let ItemKind::Fn(function) = &ws.item(called).kind else { return None };
    let (facts, body) = (ws.facts(called), function.body?);
    below(facts, body).into_iter().find_map(|(id, _)| {
        let Expr::Method(call) = facts.expr(id) else { return None };
        let [key, value] = call.args[..] else { return None };
        let puts = facts.name(call.name).starts_with("insert") || facts.name(call.name) == "append_pair";
        let place = |id| {
            let name = name_of(facts, id)?;
            function.params.iter().position(|param| bound(facts, param.pat) == Some(name))
        };
        let (key, value) = (place(key).filter(|_| puts)?, place(value)?);
        (key != value).then_some(key)
    })
}

/// The name that a value is, through what hands it on.
fn name_of(facts: &FileFacts, id: ExprId) -> Option<&str> {
    match facts.expr(id) {
        Expr::Path(path) if path.segments.len() == 1 => Some(facts.last(path)),
        Expr::Ref(_, inner) => name_of(facts, *inner),
        Expr::Method(call) if call.args.is_empty() => name_of(facts, call.receiver),
        Expr::Call(_, args) if args.len() == 1 => name_of(facts, args[0]),
        Expr::Macro(call) => match call.args.first()?.value {
            crate::model::fact::MacroValue::Expr(value) if call.args.len() == 1 => name_of(facts, value),
            _ => None,
        },
        _ => None,
    }
}
