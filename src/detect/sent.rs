//! What is written into requests of telemetry comes in; the types of the records and the functions that fill them go out:
//! back from the sender through wrappers to whoever makes the record.

use super::asked::serves_nobody;
use super::called::{calls_in, calls_of};
use super::each::of_files;
use super::owners::Owner;
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
}

/// Through how many wrappers a record is followed.
const WRAPPERS: usize = 4;

/// The records that are sent, whatever they are called.
pub(super) fn sent(ws: &Workspace, det: &Detectors, owners: &BTreeMap<Def, Owner>) -> Sent {
    let mut found = Sent::default();
    let calls = Calls::new(ws);
    for sender in senders(ws, det) {
        found.senders.insert(sender.def);
        for written in sender.written {
            follow(ws, &calls, (sender.def, written), true, 0, &mut found);
        }
    }
    found.told.extend(vendors::handed(ws, det));
    found.types.retain(|ty| owners.contains_key(ty));
    fill(ws, owners, &mut found);
    found
}

/// What a program with a command line that serves nobody writes into its requests: the types, and what is no type.
pub(super) fn posted(ws: &Workspace) -> Sent {
    let mut found = Sent::default();
    let calls = Calls::new(ws);
    let written = of_files(ws, |file| if serves_nobody(ws, file) { requested(ws, file) } else { Vec::new() });
    for at in written {
        follow(ws, &calls, at, true, 0, &mut found);
    }
    found
}

/// Back from what is written to the record: here, or with whoever hands it in. `whole` as long as what is handed in is all
/// that is sent: what a report is made from is no report because of that.
fn follow(ws: &Workspace, calls: &Calls, at: (Def, ExprId), whole: bool, depth: usize, found: &mut Sent) {
    let (def, written) = at;
    let ItemKind::Fn(function) = &ws.item(def).kind else { return };
    let (facts, Some(body)) = (ws.facts(def), function.body) else { return };
    let order = below(facts, body);
    let values = Values::of(ws, def, &order);
    let record = values.type_of(written).filter(|ty| whole && is_written(ws, *ty));
    found.types.extend(record);
    found.told.push(at);
    let handed_in = values.parameters_in(written);
    if depth >= WRAPPERS || handed_in.is_empty() {
        return;
    }
    for Place { file, id } in calls.of(def) {
        let args = match ws.files[file].expr(id) {
            Expr::Call(_, args) => &args[..],
            Expr::Method(call) => &call.args[..],
            _ => &[][..],
        };
        let around = ws.function_around(file, ws.files[file].expr_span(id));
        let Some(caller) = around.filter(|caller| *caller != def && !ws.is_test(*caller)) else { continue };
        for (position, is_whole) in &handed_in {
            if let Some(arg) = args.get(*position) {
                follow(ws, calls, (caller, *arg), whole && *is_whole && record.is_none(), depth + 1, found);
            }
        }
    }
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
