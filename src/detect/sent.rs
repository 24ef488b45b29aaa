//! What is written into requests of telemetry comes in; the types of the records and the functions that fill them go out:
//! back from the sender through wrappers to whoever makes the record.

use super::called::{calls_in, calls_of};
use super::clocks::Unasked;
use super::declared::{declared, is_parameter};
use super::describes::pairs_in;
use super::each::of_files;
use super::helpers::OBJECTS;
use super::measures::{keys_measure, measures};
use super::origins::origins;
use super::owners::{Owner, fields_of};
use super::senders::{requested, senders};
use super::telemetry::is_written;
use super::valued::Values;
use super::vendors;
use super::walk::below;
use crate::link::{Calls, Def, Place, Workspace};
use crate::model::fact::{Expr, ExprId, ItemKind};
use crate::packs::Detectors;
use std::collections::{BTreeMap, BTreeSet};

/// What telemetry sends, and who fills it.
#[derive(Debug, Default)]
pub(super) struct Sent {
    /// Types of the records.
    pub types: BTreeSet<Def>,
    /// Functions that send, or hand on an object that they write down.
    pub senders: BTreeSet<Def>,
    /// Functions that make a record, and those that they call for its values.
    pub fillers: BTreeSet<Def>,
    /// What is handed to those that send: an object, pairs, the name of an event; and where.
    pub told: Vec<(Def, ExprId)>,
    /// What was followed, as a whole or not, and how near to where it is sent: much is handed on by many.
    followed: BTreeMap<((Def, ExprId), bool), usize>,
}

impl Sent {
    /// Whether this is not yet followed from so near.
    fn is_new(&mut self, at: (Def, ExprId), whole: bool, depth: usize) -> bool {
        let nearest = |whole| self.followed.get(&(at, whole)).is_some_and(|&known| known <= depth);
        if nearest(true) || nearest(whole) {
            return false;
        }
        self.followed.insert((at, whole), depth);
        true
    }
}

/// Through how many wrappers a record is followed.
const WRAPPERS: usize = 4;

/// The records that are sent, whatever they are called, and what goes in the open part of those of these types.
pub(super) fn sent(ws: &Workspace, det: &Detectors, owners: &BTreeMap<Def, Owner>, envelopes: &BTreeSet<Def>) -> Sent {
    let mut found = Sent::default();
    let unasked = Unasked::of(ws);
    let trail = Trail { ws, calls: Calls::new(ws), deep: false, within: None };
    let mut by_clock = Vec::new();
    for sender in senders(ws, det, &unasked) {
        if sender.whole {
            found.senders.insert(sender.def);
        }
        for written in sender.written {
            trail.follow((sender.def, written), true, 0, &mut found);
        }
        by_clock.extend(sender.by_clock.into_iter().map(|written| (sender.def, written)));
    }
    let within = (!by_clock.is_empty()).then(|| unasked.by_clock());
    let trail = Trail { within, ..trail };
    for at in by_clock {
        let mut apart = Sent::default();
        trail.follow(at, true, 0, &mut apart);
        found.types.extend(apart.types.into_iter().filter(|ty| measures(ws, *ty)));
        found.told.extend(apart.told.into_iter().filter(|at| object_measures(ws, *at)));
    }
    let trail = Trail { deep: true, within: None, ..trail };
    for ty in envelopes | &found.types {
        enclosed(&trail, ty, &mut found);
    }
    found.told.extend(vendors::handed(ws, det));
    found.types.retain(|ty| owners.contains_key(ty));
    fill(ws, owners, &mut found);
    found
}

/// What programs write into their requests, those of the files that are `of` them: the types, and what is no type.
pub(super) fn posted(ws: &Workspace, of: &[bool]) -> Sent {
    let mut found = Sent::default();
    let trail = Trail { ws, calls: Calls::new(ws), deep: false, within: None };
    let written = of_files(ws, |file| if of[file] { requested(ws, file) } else { Vec::new() });
    for at in written {
        trail.follow(at, true, 0, &mut found);
    }
    let mut open: Vec<Def> = found.types.iter().copied().collect();
    while let Some(ty) = open.pop() {
        let held = fields_of(ws.item(ty)).into_iter();
        let held = held.filter_map(|field| declared(ws, ty.file as usize, Some(ty.item), field.ty).local);
        open.extend(held.filter(|inner| is_written(ws, *inner)).filter(|inner| found.types.insert(*inner)));
    }
    found
}

/// `Event { name, properties: Value }`: what its makers are given for its name and its open part is told with it.
fn enclosed(trail: &Trail<'_>, of: Def, found: &mut Sent) {
    let ws = trail.ws;
    let open: Vec<&str> = fields_of(ws.item(of))
        .into_iter()
        .filter(|field| {
            let ty = declared(ws, of.file as usize, Some(of.item), field.ty);
            let is_object = ty.local.is_none() && ty.names.iter().any(|name| OBJECTS.contains(&name.as_str()));
            is_object || is_parameter(ws, of, &ty)
        })
        .map(|field| ws.facts(of).name(field.name))
        .collect();
    if open.is_empty() {
        return;
    }
    for Place { file, id } in ws.made(of) {
        let facts = &ws.files[file];
        let Some(maker) = ws.function_around(file, facts.expr_span(id)) else { continue };
        let Expr::Struct(made) = facts.expr(id) else { continue };
        for (name, _, value) in &made.fields {
            let name = facts.name(*name);
            if open.contains(&name) || matches!(name, "name" | "event" | "event_name" | "event_type") {
                trail.follow((maker, *value), true, 0, found);
            }
        }
    }
}

/// The way back from what is written to the record.
struct Trail<'a> {
    ws: &'a Workspace,
    calls: Calls<'a>,
    /// Also through the functions that make what is written.
    deep: bool,
    /// Only to callers among these.
    within: Option<&'a BTreeSet<Def>>,
}

impl Trail<'_> {
    /// Here, or with whoever hands it in. `whole` as long as what is handed in is all that is sent: what a report is made
    /// from is no report because of that.
    fn follow(&self, at: (Def, ExprId), whole: bool, depth: usize, found: &mut Sent) {
        let ws = self.ws;
        let (def, written) = at;
        if !found.is_new(at, whole, depth) {
            return;
        }
        let ItemKind::Fn(function) = &ws.item(def).kind else { return };
        let (facts, Some(body)) = (ws.facts(def), function.body) else { return };
        let order = below(facts, body);
        let values = Values::of(ws, def, &order);
        let record = values.type_of(written).filter(|ty| whole && is_written(ws, *ty));
        found.types.extend(record);
        found.told.push(at);
        if depth >= WRAPPERS {
            return;
        }
        let handed_in = values.parameters_in(written);
        if handed_in.is_empty() && self.deep && record.is_none() {
            for made in origins(ws, at).into_iter().filter(|made| *made != at) {
                self.follow(made, whole, depth + 1, found);
            }
        }
        if handed_in.is_empty() {
            return;
        }
        for Place { file, id } in self.calls.of(def) {
            let args = match ws.files[file].expr(id) {
                Expr::Call(_, args) => &args[..],
                Expr::Method(call) => &call.args[..],
                _ => &[][..],
            };
            let around = ws.function_around(file, ws.files[file].expr_span(id));
            let Some(caller) = around.filter(|caller| *caller != def && !ws.is_test(*caller)) else { continue };
            if self.within.is_some_and(|within| !within.contains(&caller)) {
                continue;
            }
            for (position, is_whole) in &handed_in {
                if let Some(arg) = args.get(*position) {
                    self.follow((caller, *arg), whole && *is_whole && record.is_none(), depth + 1, found);
                }
            }
        }
    }
}

/// Whether the keys of an object that is handed on tell how the program runs.
fn object_measures(ws: &Workspace, (def, id): (Def, ExprId)) -> bool {
    let ItemKind::Fn(function) = &ws.item(def).kind else { return false };
    let (facts, Some(body)) = (ws.facts(def), function.body) else { return false };
    let (order, mut pairs) = (below(facts, body), Vec::new());
    pairs_in(facts, &Values::of(ws, def, &order), id, 0, &mut pairs);
    keys_measure(pairs.iter().map(|(key, _)| key.as_str()))
}

/// Who makes the records, what they are made from, and who is asked for their values.
fn fill(ws: &Workspace, owners: &BTreeMap<Def, Owner>, found: &mut Sent) {
    let mut open: Vec<Def> = found.types.iter().copied().collect();
    let mut seen = BTreeSet::new();
    while let Some(ty) = open.pop() {
        for Place { file, id } in ws.made(ty) {
            let Some(maker) = ws.function_around(file, ws.files[file].expr_span(id)) else { continue };
            // Who does other business beside it reads for that.
            if ws.owner(maker) == Some(ty) {
                found.fillers.insert(maker);
                let sources = written_down(ws, maker).into_iter().filter(|source| owners.contains_key(source));
                open.extend(sources.filter(|source| found.types.insert(*source)));
            }
            let Expr::Struct(made) = ws.files[file].expr(id) else { continue };
            let beside = |asked: &Def| asked.file == maker.file;
            let asked = made.fields.iter().flat_map(|(.., value)| calls_in(ws, maker, *value));
            let asked: Vec<Def> = asked.filter(beside).filter(|asked| seen.insert(*asked)).collect();
            let further = asked.iter().flat_map(|asked| calls_of(ws, *asked)).filter(beside);
            found.fillers.extend(further.collect::<Vec<_>>());
            found.fillers.extend(asked);
        }
    }
}

/// `serde_json::to_value(input)` where a record is made: what it is made from is told as well.
fn written_down(ws: &Workspace, maker: Def) -> Vec<Def> {
    let ItemKind::Fn(function) = &ws.item(maker).kind else { return Vec::new() };
    let (facts, Some(body)) = (ws.facts(maker), function.body) else { return Vec::new() };
    let order = below(facts, body);
    let values = Values::of(ws, maker, &order);
    let written = order.iter().filter_map(|(id, _)| match facts.expr(*id) {
        Expr::Call(callee, args) if args.len() == 1 => match facts.expr(*callee) {
            Expr::Path(path) if matches!(facts.last(path), "to_value" | "to_string" | "to_vec") => args.first(),
            _ => None,
        },
        _ => None,
    });
    written.filter_map(|id| values.type_of(*id)).filter(|ty| is_written(ws, *ty)).collect()
}
