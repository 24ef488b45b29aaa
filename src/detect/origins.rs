//! A value in a body comes in; the expressions that it may be go out, through names, branches and the functions that it is
//! made by, a part of a pair too.

use super::called::called_by_path;
use super::roles::bound;
use super::valued::Values;
use super::walk::below;
use crate::link::{Def, Workspace};
use crate::model::fact::{Expr, ExprId, FileFacts, Function, ItemKind, MethodCall, Pat, Stmt};

/// Through how many names, branches and functions a value is followed.
const DEPTH: usize = 16;

/// What a value may be: `name` of `let (name, properties) = event.told()?` is the first of each pair that `told` gives.
pub(super) fn origins(ws: &Workspace, at: (Def, ExprId)) -> Vec<(Def, ExprId)> {
    let mut found = Vec::new();
    look(ws, at, None, 0, &mut found);
    found
}

fn look(ws: &Workspace, at: (Def, ExprId), part: Option<usize>, depth: usize, found: &mut Vec<(Def, ExprId)>) {
    let (def, id) = at;
    if depth > DEPTH {
        return;
    }
    let facts = ws.facts(def);
    let mut next = |id: ExprId, part: Option<usize>| look(ws, (def, id), part, depth + 1, found);
    match facts.expr(id) {
        Expr::Ref(_, inner) | Expr::Try(inner) | Expr::Await(inner) => next(*inner, part),
        Expr::Tuple(parts) if part.is_some() => {
            if let Some(id) = part.and_then(|at| parts.get(at)) {
                next(*id, None);
            }
        }
        Expr::Array(parts) if part.is_some() => parts.iter().for_each(|id| next(*id, part)),
        Expr::Match(_, arms) => arms.iter().for_each(|arm| next(arm.body, part)),
        Expr::If(_, then, otherwise) => {
            next(*then, part);
            if let Some(otherwise) = otherwise {
                next(*otherwise, part);
            }
        }
        Expr::Block(_, statements) => {
            if let Some(Stmt::Value(value)) = statements.last() {
                next(*value, part);
            }
        }
        Expr::Call(callee, args) => match facts.expr(*callee) {
            Expr::Path(path) if args.len() == 1 && matches!(facts.last(path), "Ok" | "Some") => next(args[0], part),
            Expr::Path(path) => match called_by_path(ws, def, path).and_then(|called| body_of(ws, called)) {
                Some(body) => look(ws, body, part, depth + 1, found),
                None if part.is_none() => found.push(at),
                None => {}
            },
            _ => {}
        },
        Expr::Method(call) => match method(ws, def, call).and_then(|called| body_of(ws, called)) {
            Some(body) => look(ws, body, part, depth + 1, found),
            None if matches!(facts.name(call.name), "unwrap" | "expect" | "clone" | "map_err" | "into") => {
                next(call.receiver, part);
            }
            None if part.is_none() => found.push(at),
            None => {}
        },
        Expr::Path(path) if path.segments.len() == 1 => match given(ws, def, facts.last(path)) {
            Some((init, None)) => next(init, part),
            Some((init, of_pair)) if part.is_none() => next(init, of_pair),
            _ if part.is_none() => found.push(at),
            _ => {}
        },
        _ if part.is_none() => found.push(at),
        _ => {}
    }
}

/// The method of the type that it is called on, or the one of this name that the workspace has.
fn method(ws: &Workspace, def: Def, call: &MethodCall) -> Option<Def> {
    let (facts, (_, body)) = (ws.facts(def), body_of(ws, def)?);
    let name = facts.name(call.name);
    match ws.methods_named(name) {
        [] => None,
        [only] => ws.may_call(def.file as usize, *only).then_some(*only),
        _ => {
            let of = Values::of(ws, def, &below(facts, body)).type_of(call.receiver)?;
            ws.methods(of, name).first().copied()
        }
    }
}

/// What a `let` gives to a name, and which part of it where the pattern is a pair.
fn given(ws: &Workspace, def: Def, name: &str) -> Option<(ExprId, Option<usize>)> {
    let (facts, (_, body)) = (ws.facts(def), body_of(ws, def)?);
    let lets = below(facts, body).into_iter().filter_map(|(id, _)| match facts.expr(id) {
        Expr::Block(_, statements) => Some(statements),
        _ => None,
    });
    let told = lets.flatten().find_map(|statement| match statement {
        Stmt::Let(binding) => {
            let init = binding.init?;
            if bound(facts, binding.pat) == Some(name) {
                return Some((init, None));
            }
            let part = part_called(facts, facts.pat(binding.pat), name)?;
            Some((init, Some(part)))
        }
        _ => None,
    });
    // `for (name, properties) in events`: a part of each of them.
    let of_list = || {
        below(facts, body).into_iter().find_map(|(id, _)| match facts.expr(id) {
            Expr::For(_, pat, list, _) => Some((*list, Some(part_called(facts, facts.pat(*pat), name)?))),
            _ => None,
        })
    };
    told.or_else(of_list)
}

fn part_called(facts: &FileFacts, pat: &Pat, name: &str) -> Option<usize> {
    match pat {
        Pat::Tuple(parts) => parts.iter().position(|part| bound(facts, *part) == Some(name)),
        _ => None,
    }
}

fn body_of(ws: &Workspace, def: Def) -> Option<(Def, ExprId)> {
    match &ws.item(def).kind {
        ItemKind::Fn(Function { body: Some(body), .. }) if !ws.is_test(def) => Some((def, *body)),
        _ => None,
    }
}
