//! Loops that wait for the clock and tasks of their own come in; the functions that run in them go out: what these send and
//! read no answer of, nobody asked for.

use super::called::{called_by_path, calls_in};
use super::each::of_files;
use super::place::items_in;
use super::walk::{below, children, name_called};
use crate::link::{Def, Workspace};
use crate::model::fact::{Chosen, Expr, ExprId, FileFacts, ItemKind, Ty, TyId};
use crate::packs::words::words;
use std::collections::BTreeSet;
use std::sync::OnceLock;

/// How far below a loop is looked.
const DEPTH: usize = 5;

/// What runs without anybody waiting for it; most programs are never asked.
pub(super) struct Unasked<'a> {
    ws: &'a Workspace,
    begun: OnceLock<Vec<((Def, ExprId), bool)>>,
    by_clock: OnceLock<BTreeSet<Def>>,
    aside: OnceLock<BTreeSet<Def>>,
}

impl<'a> Unasked<'a> {
    pub(super) fn of(ws: &'a Workspace) -> Self {
        Unasked { ws, begun: OnceLock::new(), by_clock: OnceLock::new(), aside: OnceLock::new() }
    }

    /// By the clock: whatever has such a loop, and what is called in it, near or far.
    pub(super) fn by_clock(&self) -> &BTreeSet<Def> {
        self.by_clock.get_or_init(|| with_called(self.ws, self.parts(true)))
    }

    /// Whether a function runs by the clock, or aside: in a task or a thread of its own.
    pub(super) fn is_aside(&self, def: Def) -> bool {
        let aside = || self.aside.get_or_init(|| with_called(self.ws, self.parts(false)));
        self.by_clock().contains(&def) || aside().contains(&def)
    }

    fn parts(&self, clock: bool) -> Vec<(Def, ExprId)> {
        let begun = self.begun.get_or_init(|| {
            of_files(self.ws, |file| {
                let facts = &self.ws.files[file];
                let begins = facts.names.choose(|name| waits(name) || is_spawn(name));
                if self.ws.homes[file].test || begins.is_empty() {
                    return Vec::new();
                }
                let items = items_in(self.ws, file).filter(|def| !self.ws.is_test(*def));
                items.flat_map(|def| begun_in(self.ws, &begins, def)).collect()
            })
        });
        begun.iter().filter(|(_, by_clock)| *by_clock == clock).map(|(at, _)| *at).collect()
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
fn begun_in(ws: &Workspace, begins: &Chosen, def: Def) -> Vec<((Def, ExprId), bool)> {
    let ItemKind::Fn(function) = &ws.item(def).kind else { return Vec::new() };
    let (facts, Some(body)) = (ws.facts(def), function.body) else { return Vec::new() };
    if !facts.names_near(function, begins) {
        return Vec::new();
    }
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

/// A tick in it; or it waits and never ends by itself: one that does tries again until something is done.
fn goes_by_clock(facts: &FileFacts, body: ExprId) -> bool {
    ticks(facts, body) || waits_in(facts, body) && !ends(facts, body, true)
}

/// `interval.tick()`, `next_tick(&mut interval)`.
fn ticks(facts: &FileFacts, id: ExprId) -> bool {
    below(facts, id).into_iter().any(|(id, _)| name_called(facts, id).is_some_and(is_tick))
}

/// `sleep(PERIOD).await`.
fn waits_in(facts: &FileFacts, id: ExprId) -> bool {
    below(facts, id).into_iter().any(|(id, _)| name_called(facts, id).is_some_and(is_sleep))
}

/// Whether a loop ends by itself; what returns from a closure or a block of its own does not end it, nor what ends a loop inside.
fn ends(facts: &FileFacts, id: ExprId, outermost: bool) -> bool {
    match facts.expr(id) {
        Expr::Return(_) | Expr::Try(_) => true,
        Expr::Break(label, _) => outermost || label.is_some(),
        Expr::Closure(_) | Expr::Async(_) => false,
        Expr::Loop(_, body) => ends(facts, *body, false),
        Expr::While(_, condition, body) => ends(facts, *condition, false) || ends(facts, *body, false),
        Expr::For(_, _, list, body) => ends(facts, *list, false) || ends(facts, *body, false),
        // `select!` of what stops the program.
        Expr::Macro(call) if facts.last(&call.path) == "select" => false,
        _ => {
            let mut inner = Vec::new();
            children(facts, id, &mut inner);
            inner.into_iter().any(|id| ends(facts, id, outermost))
        }
    }
}

fn waits(name: &str) -> bool {
    is_sleep(name) || is_tick(name)
}

fn is_spawn(name: &str) -> bool {
    matches!(name, "spawn" | "spawn_local" | "spawn_blocking")
}

fn is_sleep(name: &str) -> bool {
    matches!(name, "sleep" | "sleep_until" | "sleep_ms" | "delay_for" | "wait")
}

fn is_tick(name: &str) -> bool {
    name == "tick" || name.ends_with("_tick")
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
