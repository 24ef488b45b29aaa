//! Types and the bodies that fill them come in; those that describe somebody's machine go out, whatever they are called: a
//! record filled with what is read of the machine, and one that carries the machine's own identifier to a receiver.

use super::asked::serves;
use super::each::of_files;
use super::owners::{Owner, fields_of};
use super::place::{items_in, last_name};
use super::roles::bound;
use super::telemetry::is_written;
use super::walk::{below, children};
use crate::link::{Def, Resolved, Workspace};
use crate::model::fact::{Expr, ExprId, FileFacts, ItemKind, Stmt};
use crate::packs::words::words;
use crate::packs::{ApiTarget, Detectors, Role};
use std::collections::{BTreeMap, BTreeSet};

/// How many fields of a record must be read of the machine: two describe a platform, three a machine.
const FILLED: usize = 3;

/// The types of programs that serve nobody which describe the machine that they run on.
pub(super) fn described(ws: &Workspace, det: &Detectors, owners: &BTreeMap<Def, Owner>) -> BTreeSet<Def> {
    let reads = Reads::of(det);
    let filled = of_files(ws, |file| {
        let facts = &ws.files[file];
        if of_service(ws, file) || !facts.names.iter().any(|name| reads.names.contains(name)) {
            return Vec::new();
        }
        items_in(ws, file).flat_map(|def| filled_in(ws, &reads, def)).collect()
    });
    let filled =
        filled.into_iter().filter(|ty: &Def| owners.contains_key(ty) && is_written(ws, *ty) && !shows(ws, *ty));
    let carriers = owners
        .keys()
        .copied()
        .filter(|ty| !of_service(ws, ty.file as usize) && is_written(ws, *ty) && carries_identifier(ws, *ty));
    filled.chain(carriers).collect()
}

/// A machine that serves others is nobody's.
fn of_service(ws: &Workspace, file: usize) -> bool {
    ws.homes[file].package.is_none_or(|package| serves(ws, package))
}

/// `doctor`, `debug_info`: what is shown to whoever runs the program, and to nobody else.
fn shows(ws: &Workspace, ty: Def) -> bool {
    let modules = ws.homes[ty.file as usize].module.iter().flat_map(|module| words(module));
    let name = words(ws.facts(ty).name(ws.item(ty).name));
    modules
        .chain(name)
        .any(|word| matches!(word.as_str(), "doctor" | "debug" | "version" | "about" | "bench" | "support"))
}

/// A record with the machine's identifier, and what the record is of: a run, an event, a version of the program.
fn carries_identifier(ws: &Workspace, ty: Def) -> bool {
    const IDENTIFIERS: [&str; 9] = [
        "device id",
        "machine id",
        "anonymous id",
        "distinct id",
        "installation id",
        "install id",
        "telemetry id",
        "anonymous user id",
        "client uuid",
    ];
    const ABOUT: [&str; 16] = [
        "event",
        "event name",
        "event type",
        "properties",
        "invocation id",
        "os",
        "os name",
        "os type",
        "os version",
        "platform",
        "architecture",
        "app version",
        "cli version",
        "client version",
        "producer version",
        "subcommand",
    ];
    let ItemKind::Struct { .. } = &ws.item(ty).kind else { return false };
    let facts = ws.facts(ty);
    let names: Vec<String> =
        fields_of(ws.item(ty)).iter().map(|field| words(facts.name(field.name)).join(" ")).collect();
    let any = |list: &[&str]| names.iter().any(|name| list.contains(&name.as_str()));
    any(&IDENTIFIERS) && any(&ABOUT)
}

/// The calls of the packs that read a machine, by their last names.
struct Reads<'a> {
    names: BTreeSet<&'a str>,
}

impl<'a> Reads<'a> {
    fn of(det: &'a Detectors) -> Self {
        let of_machine = |keys: &[String]| {
            keys.first().is_some_and(|key| {
                ["hostname", "software", "hardware", "device_id", "mac_address"]
                    .iter()
                    .any(|kind| key.strip_prefix("user.device.") == Some(kind))
            })
        };
        let names = det.apis.iter().filter_map(|rule| match (&rule.role, &rule.target) {
            (Role::Source(keys), ApiTarget::Function(path)) if of_machine(keys) => Some(last_name(path)),
            (Role::Source(keys), ApiTarget::Method(_, name)) if of_machine(keys) => Some(name.as_str()),
            _ => None,
        });
        Reads { names: names.collect() }
    }

    /// Whether an expression reads the machine itself, or names what was bound to such a read.
    fn within(&self, facts: &FileFacts, id: ExprId, read: &BTreeSet<&str>) -> bool {
        let here = match facts.expr(id) {
            Expr::Path(path) if path.segments.len() == 1 => read.contains(facts.last(path)),
            // `System::host_name()`, `consts::OS`; a function of one's own has a name like any other.
            Expr::Path(path) => self.names.contains(facts.last(path)),
            Expr::Method(call) => facts.name(call.name).contains('_') && self.names.contains(facts.name(call.name)),
            _ => false,
        };
        let mut inner = Vec::new();
        children(facts, id, &mut inner);
        here || inner.into_iter().any(|inner| self.within(facts, inner, read))
    }
}

/// The types that a body fills with what it reads of the machine.
fn filled_in(ws: &Workspace, reads: &Reads, def: Def) -> Vec<Def> {
    let ItemKind::Fn(function) = &ws.item(def).kind else { return Vec::new() };
    let (facts, Some(body)) = (ws.facts(def), function.body) else { return Vec::new() };
    let order = below(facts, body);
    let literals = || order.iter().filter(|(id, _)| matches!(facts.expr(*id), Expr::Struct(_)));
    if literals().next().is_none() {
        return Vec::new();
    }
    let mut read: BTreeSet<&str> = BTreeSet::new();
    for (id, _) in &order {
        let Expr::Block(_, statements) = facts.expr(*id) else { continue };
        for statement in statements {
            if let Stmt::Let(binding) = statement
                && let (Some(name), Some(init)) = (bound(facts, binding.pat), binding.init)
                && reads.within(facts, init, &read)
            {
                read.insert(name);
            }
        }
    }
    let filled = literals().filter_map(|(id, _)| {
        let Expr::Struct(literal) = facts.expr(*id) else { return None };
        let from_machine = literal.fields.iter().filter(|(_, _, value)| reads.within(facts, *value, &read));
        if from_machine.count() < FILLED {
            return None;
        }
        match facts.last(&literal.path) {
            "Self" => ws.owner(def),
            _ => match ws.resolve(def.file as usize, Some(def.item), &literal.path) {
                Resolved::Def(ty) => Some(ty),
                _ => None,
            },
        }
    });
    filled.collect()
}
