//! Loops that wait for the clock and tasks of their own come in; the functions that run in them go out: what these send and
//! read no answer of, nobody asked for.

use super::called::{called_by_path, calls_in};
use super::each::of_files;
use super::place::items_in;
use super::walk::below;
use crate::link::{Def, Workspace};
use crate::model::fact::{Expr, ExprId, FileFacts, ItemKind, Stmt, Ty, TyId};
use crate::packs::words::words;
use std::collections::BTreeSet;

/// How far below a loop is looked.
const DEPTH: usize = 5;

/// What runs without anybody waiting for it.
#[derive(Debug, Default)]
pub(super) struct Unasked {
    /// By the clock: whatever has such a loop, and what is called in it, near or far.
    pub by_clock: BTreeSet<Def>,
    /// Also what is done aside: in a task or a thread of its own.
    pub aside: BTreeSet<Def>,
}

impl Unasked {
    pub(super) fn of(ws: &Workspace) -> Self {
        let begun = of_files(ws, |file| {
            let facts = &ws.files[file];
            if ws.homes[file].test || !facts.names.iter().any(|name| waits(name) || is_spawn(name)) {
                return Vec::new();
            }
            items_in(ws, file).filter(|def| !ws.is_test(*def)).flat_map(|def| begun_in(ws, def)).collect()
        });
        let of = |clock: bool| begun.iter().filter(move |(.., by_clock)| *by_clock == clock).map(|(at, _)| *at);
        let by_clock = with_called(ws, of(true).collect());
        let mut aside = with_called(ws, of(false).collect());
        aside.extend(&by_clock);
        Unasked { by_clock, aside }
    }
}

/// Functions that have such a part, and what is called in it, near or far.
fn with_called(ws: &Workspace, parts: Vec<(Def, ExprId)>) -> BTreeSet<Def> {
    let mut found: BTreeSet<Def> = parts.iter().map(|(def, _)| *def).collect();
    let mut open = parts;
    for _ in 0..=DEPTH {
        let called = open.into_iter().flat_map(|(def, part)| called(ws, def, part));
        let new: Vec<Def> = called.filter(|called| found.insert(*called)).collect();
        let body_of = |def: Def| match &ws.item(def).kind {
            ItemKind::Fn(function) => Some((def, function.body?)),
            _ => None,
        };
        open = new.into_iter().filter_map(body_of).collect();
    }
    found
}

/// The parts of a function that are its loops that wait for the clock, and what it does aside.
fn begun_in(ws: &Workspace, def: Def) -> Vec<((Def, ExprId), bool)> {
    let ItemKind::Fn(function) = &ws.item(def).kind else { return Vec::new() };
    let (facts, Some(body)) = (ws.facts(def), function.body) else { return Vec::new() };
    let parts = below(facts, body).into_iter().filter_map(|(id, _)| match facts.expr(id) {
        Expr::Loop(_, body) if goes_by_clock(facts, *body) => Some(((def, id), true)),
        Expr::While(_, condition, body) if ticks(facts, *condition) || goes_by_clock(facts, *body) => {
            Some(((def, id), true))
        }
        _ if name_called(facts, id).is_some_and(is_spawn) => Some(((def, id), false)),
        _ => None,
    });
    parts.collect()
}

/// A tick in it, or a sleep at its own level: one in a branch is taken where something failed, to try again.
fn goes_by_clock(facts: &FileFacts, body: ExprId) -> bool {
    let Expr::Block(_, statements) = facts.expr(body) else { return false };
    let direct = statements.iter().filter_map(|statement| match statement {
        Stmt::Expr(id) | Stmt::Value(id) => Some(*id),
        Stmt::Let(binding) => binding.init,
        Stmt::Item(_) => None,
    });
    ticks(facts, body) || direct.into_iter().any(|id| sleeps(facts, id)) && !leaves(facts, body)
}

/// `interval.tick()`, `next_tick(&mut interval)`.
fn ticks(facts: &FileFacts, id: ExprId) -> bool {
    below(facts, id).into_iter().any(|(id, _)| name_called(facts, id).is_some_and(is_tick))
}

/// `sleep(PERIOD).await;`
fn sleeps(facts: &FileFacts, id: ExprId) -> bool {
    match facts.expr(id) {
        Expr::Await(inner) | Expr::Try(inner) => sleeps(facts, *inner),
        // What is first of several to happen is the time that has come.
        Expr::Macro(call) if facts.last(&call.path) == "select" => {
            below(facts, id).into_iter().any(|(id, _)| name_called(facts, id).is_some_and(is_sleep))
        }
        _ => name_called(facts, id).is_some_and(is_sleep),
    }
}

/// Whether a loop ends by itself: it waits for something to be done, and what it sends asks whether it is.
fn leaves(facts: &FileFacts, body: ExprId) -> bool {
    below(facts, body).into_iter().any(|(id, _)| matches!(facts.expr(id), Expr::Return(_) | Expr::Break(_, Some(_))))
}

fn waits(name: &str) -> bool {
    is_sleep(name) || is_tick(name)
}

fn is_spawn(name: &str) -> bool {
    matches!(name, "spawn" | "spawn_local" | "spawn_blocking")
}

fn is_sleep(name: &str) -> bool {
    matches!(name, "sleep" | "sleep_until" | "sleep_ms" | "delay_for")
}

fn is_tick(name: &str) -> bool {
    name == "tick" || name.ends_with("_tick")
}

fn name_called(facts: &FileFacts, id: ExprId) -> Option<&str> {
    match facts.expr(id) {
        Expr::Method(call) => Some(facts.name(call.name)),
        Expr::Call(callee, _) => match facts.expr(*callee) {
            Expr::Path(path) => Some(facts.last(path)),
            _ => None,
        },
        _ => None,
    }
}

/// What an expression calls, also in other packages: by path, on `self`, or as the one method of its name.
fn called(ws: &Workspace, def: Def, id: ExprId) -> Vec<Def> {
    let facts = ws.facts(def);
    let mut found = calls_in(ws, def, id);
    found.extend(below(facts, id).into_iter().filter_map(|(id, _)| match facts.expr(id) {
        Expr::Call(callee, _) => match facts.expr(*callee) {
            Expr::Path(path) => called_by_path(ws, def, path),
            _ => None,
        },
        // One word may be any crate's.
        Expr::Method(call) if words(facts.name(call.name)).len() > 1 => match ws.methods_named(facts.name(call.name)) {
            [only] => ws.may_call(def.file as usize, *only).then_some(*only),
            _ => None,
        },
        _ => None,
    }));
    found.retain(|called| !ws.is_test(*called));
    found
}

/// Whether a function gives nothing back, or only whether it failed: no answer is read.
pub(super) fn answers_nothing(ws: &Workspace, def: Def) -> bool {
    match &ws.item(def).kind {
        ItemKind::Fn(function) => function.ret.is_none_or(|ty| is_nothing(ws.facts(def), ty)),
        _ => false,
    }
}

fn is_nothing(facts: &FileFacts, ty: TyId) -> bool {
    match facts.ty(ty) {
        Ty::Tuple(parts) => parts.is_empty(),
        Ty::Path(path) => path.segments.last().is_some_and(|segment| match &segment.args[..] {
            [first, ..] => is_nothing(facts, *first),
            [] => facts.name(segment.name).ends_with("Task"),
        }),
        Ty::Other => true,
        _ => false,
    }
}
