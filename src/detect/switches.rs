//! Conditions that ask whether telemetry is switched on come in; the functions that run only then go out.

use super::called::{calls_in, calls_of};
use super::each::of_files;
use super::place::items_in;
use super::telemetry::says_telemetry;
use super::walk::below;
use crate::link::{Def, Workspace};
use crate::model::fact::{Chosen, Expr, ExprId, FileFacts, ItemKind, Lit, Stmt};
use crate::packs::Detectors;
use crate::packs::words::words;
use std::collections::BTreeSet;

/// How far behind a switch is looked.
const DEPTH: usize = 3;

/// The functions that run only where telemetry is switched on, and what they call.
pub(super) fn switched(ws: &Workspace, det: &Detectors) -> BTreeSet<Def> {
    let behind = of_files(ws, |file| {
        let facts = &ws.files[file];
        let switches = facts.names.choose(|name| is_switch(det, name));
        if ws.homes[file].test || switches.is_empty() {
            return Vec::new();
        }
        items_in(ws, file).filter(|def| !ws.is_test(*def)).flat_map(|def| behind_switch(ws, &switches, def)).collect()
    });
    let mut found: BTreeSet<Def> = behind.into_iter().collect();
    let mut open: Vec<Def> = found.iter().copied().collect();
    for _ in 0..DEPTH {
        // What telemetry needs of the rest of the program is called from there too, and is not behind the switch.
        let beside = |def: Def| calls_of(ws, def).into_iter().filter(move |called| called.file == def.file);
        open = open.into_iter().flat_map(beside).filter(|called| found.insert(*called)).collect();
    }
    found
}

/// `DISABLE_USAGE_ANALYTICS`, `is_telemetry_enabled`, `DO_NOT_TRACK`: what is asked before telemetry is sent.
fn is_switch(det: &Detectors, name: &str) -> bool {
    if name.len() < 8 || !may_switch(name.as_bytes()) {
        return false;
    }
    let said = words(name);
    let any = |list: &[&str]| said.iter().any(|word| list.contains(&word.as_str()));
    let switches =
        any(&["disable", "disabled", "enable", "enabled", "opt", "no", "allow", "allowed", "consent", "send"]);
    switches && says_telemetry(det, &said) || said.join(" ").contains("do not track")
}

/// Whether a name has a part of a switch in it: most have none, and are looked at no further.
fn may_switch(name: &[u8]) -> bool {
    let goes_on = |at: usize, part: &str| {
        name.get(at..at + part.len()).is_some_and(|here| here.eq_ignore_ascii_case(part.as_bytes()))
    };
    (0..name.len()).any(|at| match name[at].to_ascii_lowercase() {
        b'a' => goes_on(at, "able") || goes_on(at, "allow"),
        b'c' => goes_on(at, "consent"),
        b'n' => goes_on(at, "no_") || goes_on(at, "no-"),
        b'o' => goes_on(at, "opt"),
        b's' => goes_on(at, "send"),
        b't' => goes_on(at, "track"),
        _ => false,
    })
}

/// What a function calls where a switch lets it: in the branch, or after the branch that returns.
fn behind_switch(ws: &Workspace, switches: &Chosen, def: Def) -> Vec<Def> {
    let ItemKind::Fn(function) = &ws.item(def).kind else { return Vec::new() };
    let (facts, Some(body)) = (ws.facts(def), function.body) else { return Vec::new() };
    if !facts.names_near(function, switches) {
        return Vec::new();
    }
    let asks = |id: ExprId| {
        below(facts, id).into_iter().any(|(id, _)| match facts.expr(id) {
            Expr::Path(path) => path.segments.iter().any(|segment| switches.has(segment.name)),
            Expr::Field(_, name, _) => switches.has(*name),
            Expr::Method(call) => switches.has(call.name),
            Expr::Lit(Lit::Str(text)) => switches.has(*text),
            _ => false,
        })
    };
    let mut found = Vec::new();
    for (id, _) in below(facts, body) {
        if let Expr::If(condition, then, otherwise) = facts.expr(id)
            && asks(*condition)
        {
            if leaves(facts, *then) {
                return calls_in(ws, def, body);
            }
            found.extend([Some(*then), *otherwise].into_iter().flatten().flat_map(|id| calls_in(ws, def, id)));
        }
    }
    found
}

/// Whether a branch ends the function by itself; what a closure in it returns from is the closure.
fn leaves(facts: &FileFacts, id: ExprId) -> bool {
    match facts.expr(id) {
        Expr::Return(_) => true,
        Expr::Block(_, statements) => statements.iter().any(|statement| match statement {
            Stmt::Expr(id) | Stmt::Value(id) => leaves(facts, *id),
            _ => false,
        }),
        _ => false,
    }
}
