//! Types and the bodies that fill them come in; those that describe somebody's machine go out, whatever they are called: a
//! record filled with what is read of the machine, and one that carries the machine's own identifier to a receiver.

use super::asked::of_service;
use super::calls::Read;
use super::declared::declared;
use super::each::of_files;
use super::judge::yes;
use super::owners::{Owner, fields_of};
use super::place::{items_in, last_name};
use super::roles::{bound, lets};
use super::telemetry::is_written;
use super::walk::{Order, below, children};
use crate::link::{Def, Workspace};
use crate::model::fact::{Chosen, Expr, ExprId, FileFacts, ItemKind};
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
        let has = |wanted: &&str| facts.names.find(wanted).is_some();
        let reading = facts.names.choose(|name| reads.names.get(name).is_some_and(|of| of.iter().any(has)));
        if reading.is_empty() || of_service(ws, file) {
            return Vec::new();
        }
        items_in(ws, file).flat_map(|def| filled_in(ws, &reads, &reading, def)).collect()
    });
    let filled =
        filled.into_iter().filter(|ty: &Def| owners.contains_key(ty) && is_written(ws, *ty) && !shows(ws, *ty));
    let carries = |ty: Def, owner: &Owner| {
        !of_service(ws, ty.file as usize) && is_written(ws, ty) && carries_identifier(ws, ty, owner)
    };
    let carriers = owners.iter().filter(|(ty, owner)| carries(**ty, owner)).map(|(ty, _)| *ty);
    let told = told_as_properties(ws)
        .into_iter()
        .filter(|ty| owners.contains_key(ty) && is_written(ws, *ty) && !of_service(ws, ty.file as usize));
    let mut found: BTreeSet<Def> = filled.collect();
    carry_on(ws, owners, &mut found);
    found.into_iter().chain(carriers).chain(asked_with(ws, owners)).chain(told).collect()
}

/// `EventKind::Failed { error, machine: Machine }` and the `Event` that holds it: an event that a description of the machine
/// goes with is told with it.
fn carry_on(ws: &Workspace, owners: &BTreeMap<Def, Owner>, found: &mut BTreeSet<Def>) {
    const EVENTS: [&str; 4] = ["event", "report", "payload", "ping"];
    const OF_EVENT: [&str; 5] = ["kind", "type", "data", "body", "detail"];
    let is_event = |ty: &Def| {
        let name = words(ws.name_of(*ty));
        let head = name.iter().rev().find(|word| !OF_EVENT.contains(&word.as_str()));
        head.is_some_and(|head| EVENTS.contains(&head.as_str()))
    };
    let events = owners.keys().filter(|ty| is_event(ty) && is_written(ws, **ty));
    let events: Vec<Def> = events.filter(|ty| !of_service(ws, ty.file as usize)).copied().collect();
    loop {
        let holds = |ty: &&Def| held(ws, **ty).iter().any(|inner| found.contains(inner));
        let more: Vec<Def> = events.iter().filter(|ty| !found.contains(ty)).filter(holds).copied().collect();
        if more.is_empty() {
            return;
        }
        found.extend(more);
    }
}

/// The types of the workspace that a type holds, in whatever variant.
fn held(ws: &Workspace, ty: Def) -> Vec<Def> {
    let fields: Vec<_> = match &ws.item(ty).kind {
        ItemKind::Struct { fields, .. } => fields.list.iter().collect(),
        ItemKind::Enum { variants, .. } => variants.iter().flat_map(|variant| &variant.fields.list).collect(),
        _ => Vec::new(),
    };
    fields.into_iter().filter_map(|field| declared(ws, ty.file as usize, Some(ty.item), field.ty).local).collect()
}

/// `report.into_properties()`: a record that is told as the properties of an event.
fn told_as_properties(ws: &Workspace) -> Vec<Def> {
    const TELLS: [&str; 4] = ["into_properties", "to_properties", "as_properties", "event_properties"];
    let methods = TELLS.iter().flat_map(|name| ws.methods_named(name));
    methods.filter_map(|method| ws.owner(*method)).collect()
}

/// What a request carries that tells of a machine: `UploadDebugInfo { debug_info: DebugInfo { os, version, panics } }`.
fn asked_with(ws: &Workspace, owners: &BTreeMap<Def, Owner>) -> Vec<Def> {
    const REQUESTS: [&str; 5] = ["request", "payload", "body", "upload", "input"];
    let is_request = |ty: &Def| {
        let name = words(ws.name_of(*ty));
        name.iter().any(|word| REQUESTS.contains(&word.as_str())) && is_written(ws, *ty)
    };
    let requests = owners.keys().filter(|ty| !of_service(ws, ty.file as usize)).filter(|ty| is_request(ty));
    let carried = requests.flat_map(|ty| {
        let fields = fields_of(ws.item(*ty)).into_iter();
        fields.filter_map(|field| declared(ws, ty.file as usize, Some(ty.item), field.ty).local)
    });
    carried.filter(|ty| owners.contains_key(ty) && is_written(ws, *ty) && tells_of_machine(ws, *ty)).collect()
}

/// Names of a machine's properties among a record's fields.
fn tells_of_machine(ws: &Workspace, ty: Def) -> bool {
    const OF_MACHINE: [&str; 13] = [
        "os",
        "arch",
        "architecture",
        "triple",
        "platform",
        "cpu",
        "memory",
        "hostname",
        "kernel",
        "distro",
        "panic",
        "crash",
        "locale",
    ];
    let ItemKind::Struct { .. } = &ws.item(ty).kind else { return false };
    let facts = ws.facts(ty);
    let names = fields_of(ws.item(ty)).into_iter().map(|field| words(facts.name(field.name)));
    names.filter(|name| name.iter().any(|word| OF_MACHINE.contains(&word.as_str()))).count() >= FILLED
}

/// `doctor`, `debug_info`: what is shown to whoever runs the program, and to nobody else.
fn shows(ws: &Workspace, ty: Def) -> bool {
    let modules = ws.homes[ty.file as usize].module.iter().flat_map(|module| words(module));
    let name = words(ws.name_of(ty));
    modules
        .chain(name)
        .any(|word| matches!(word.as_str(), "doctor" | "debug" | "version" | "about" | "bench" | "support"))
}

/// A record with an identifier that is made up for whoever runs the program, and what the record is of: an event, or a run
/// of a version of the program on some system.
fn carries_identifier(ws: &Workspace, ty: Def, owner: &Owner) -> bool {
    const MADE_UP: [&str; 5] =
        ["anonymous id", "distinct id", "telemetry id", "anonymous user id", "anonymous device id"];
    const OF_MACHINE: [&str; 5] = ["device id", "machine id", "installation id", "install id", "client uuid"];
    // An event that tells which run of the program it is of.
    const OF_RUN: [&str; 2] = ["invocation id", "command run id"];
    const EVENT: [&str; 5] = ["event", "event name", "event type", "properties", "props"];
    const RUN: [&str; 9] = [
        "invocation id",
        "os",
        "os name",
        "os type",
        "os version",
        "app version",
        "cli version",
        "client version",
        "subcommand",
    ];
    let ItemKind::Struct { .. } = &ws.item(ty).kind else { return false };
    let facts = ws.facts(ty);
    let fields = fields_of(ws.item(ty));
    let names: Vec<String> = fields.iter().map(|field| words(facts.name(field.name)).join(" ")).collect();
    let any = |list: &[&str]| names.iter().any(|name| list.contains(&name.as_str()));
    // A device's own row is judged field by field.
    let of_run = any(&["event id"]) && any(&OF_RUN);
    of_run || any(&MADE_UP) && (any(&EVENT) || any(&RUN)) || any(&OF_MACHINE) && any(&RUN) && owner.class != "device"
}

/// The functions of the packs that read a machine: what they belong to, and their last names. A name alone tells little.
pub(super) struct Reads<'a> {
    names: BTreeMap<&'a str, BTreeSet<&'a str>>,
    /// Methods, and the crates that they are of.
    methods: BTreeMap<&'a str, BTreeSet<&'a str>>,
    /// Those that tell of the run: its arguments, where it lies.
    of_run: BTreeMap<&'a str, BTreeSet<&'a str>>,
}

impl<'a> Reads<'a> {
    pub(super) fn of(det: &'a Detectors) -> Self {
        const OF_MACHINE: [&str; 5] = ["hostname", "software", "hardware", "device_id", "mac_address"];
        const OF_RUN: [&str; 2] = ["user.behavior.commands", "user.device.path"];
        let mut names: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        let mut of_run: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        let mut methods: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        let of_machine = |key: &String| key.strip_prefix("user.device.").is_some_and(|kind| OF_MACHINE.contains(&kind));
        for rule in &det.apis {
            let Role::Source(keys) = &rule.role else { continue };
            if let ApiTarget::Method(Some(_), path) = &rule.target
                && keys.first().is_some_and(of_machine)
                && !matches!(rule.krate.as_str(), "std" | "uuid" | "")
            {
                methods.entry(last_name(path)).or_default().insert(&rule.krate);
            }
            let ApiTarget::Function(path) = &rule.target else { continue };
            if rule.krate == "std"
                && keys.first().is_some_and(|key| OF_RUN.contains(&key.as_str()))
                && let Some((of, name)) = path.rsplit_once("::")
            {
                of_run.entry(name).or_default().insert(last_name(of));
            }
            // Any program makes up identifiers; those of a machine are read.
            if keys.first().is_some_and(of_machine)
                && rule.krate != "uuid"
                && let Some((of, name)) = path.rsplit_once("::")
            {
                names.entry(name).or_default().insert(last_name(of));
            }
        }
        Reads { names, methods, of_run }
    }

    /// Whether a method of this name reads the machine, in a file that names the crate which has it.
    pub(super) fn has_method(&self, facts: &FileFacts, name: &str) -> bool {
        let of = self.methods.get(name);
        of.is_some_and(|crates| facts.names.iter().any(|name| crates.contains(name)))
    }

    /// The names of a body that are bound to what is read.
    pub(super) fn names_read<'f>(&self, facts: &'f FileFacts, order: &Order) -> BTreeMap<&'f str, What> {
        let mut read = BTreeMap::new();
        for (pat, init) in lets(facts, order) {
            if let (Some(name), Some(init)) = (bound(facts, pat), init)
                && let Some(what) = self.within(facts, init, &read)
            {
                read.insert(name, what);
            }
        }
        read
    }

    /// What an expression reads itself, or names that was bound to such a read.
    pub(super) fn within(&self, facts: &FileFacts, id: ExprId, read: &BTreeMap<&str, What>) -> Option<What> {
        let known = |reads: &BTreeMap<&str, BTreeSet<&str>>, of: &str, name: &str| {
            reads.get(name).is_some_and(|known| known.contains(of))
        };
        let here = match facts.expr(id) {
            // `System::host_name()`, `consts::OS`.
            Expr::Path(path) => match &path.segments[..] {
                [name] => read.get(facts.name(name.name)).copied(),
                [.., of, name] => match (facts.name(of.name), facts.name(name.name)) {
                    (of, name) if known(&self.names, of, name) => Some(What::Machine),
                    (of, name) if known(&self.of_run, of, name) => Some(What::Run),
                    _ => None,
                },
                [] => None,
            },
            _ => None,
        };
        let mut inner = Vec::new();
        match facts.expr(id) {
            // What is looked up by the name of a system is no property of it.
            Expr::Method(call) if matches!(facts.name(call.name), "get" | "get_mut" | "remove" | "entry") => {
                inner.push(call.receiver);
            }
            Expr::Index(base, _) => inner.push(*base),
            _ => children(facts, id, &mut inner),
        }
        inner.into_iter().filter_map(|inner| self.within(facts, inner, read)).chain(here).min()
    }
}

/// What is read: the machine itself, or the run of the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum What {
    Machine,
    Run,
}

/// The types that a body fills with what it reads of the machine.
fn filled_in(ws: &Workspace, reads: &Reads, reading: &Chosen, def: Def) -> Vec<Def> {
    let ItemKind::Fn(function) = &ws.item(def).kind else { return Vec::new() };
    let (facts, Some(body)) = (ws.facts(def), function.body) else { return Vec::new() };
    if !facts.names_near(function, reading) {
        return Vec::new();
    }
    let order = below(facts, body);
    let literals = || order.iter().filter(|(id, _)| matches!(facts.expr(*id), Expr::Struct(_)));
    if literals().next().is_none() {
        return Vec::new();
    }
    let read = reads.names_read(facts, &order);
    let filled = literals().filter_map(|(id, _)| {
        let Expr::Struct(literal) = facts.expr(*id) else { return None };
        let told: Vec<What> =
            literal.fields.iter().filter_map(|(_, _, value)| reads.within(facts, *value, &read)).collect();
        // Arguments and folders alone are what any program starts another with.
        let of_machine = told.iter().filter(|what| **what == What::Machine).count();
        if told.len() < FILLED || of_machine + 1 < FILLED {
            return None;
        }
        ws.item_named(def.file as usize, Some(def.item), &literal.path)
    });
    filled.collect()
}

/// `OperatingSystemInfo`, `HardwareSpecs`: what describes a machine by its own name.
pub(super) fn is_machine(ws: &Workspace, ty: Def) -> bool {
    const OF: [&str; 9] = ["system", "machine", "host", "hardware", "platform", "os", "cpu", "gpu", "memory"];
    const DESCRIBES: [&str; 6] = ["info", "information", "detail", "spec", "metadata", "environment"];
    let name = words(ws.name_of(ty));
    matches!(&name[..], [.., of, last] if OF.contains(&of.as_str()) && DESCRIBES.contains(&last.as_str()))
}

/// What a function of the project reads of the machine, by its name: `total_memory_bytes`.
pub(super) fn read_by(name: &str) -> Option<Read> {
    const MACHINE: [&str; 13] = [
        "cpu",
        "memory",
        "ram",
        "disk",
        "gpu",
        "core",
        "hostname",
        "kernel",
        "machine",
        "os",
        "battery",
        "device",
        "fingerprint",
    ];
    // `hash_device_id` makes another of what it is given.
    const MAKES: [&str; 14] = [
        "hash", "maybe", "set", "format", "parse", "encode", "update", "reset", "store", "save", "write", "check",
        "validate", "with",
    ];
    let said = words(name);
    if said.first().is_some_and(|first| MAKES.contains(&first.as_str())) {
        return None;
    }
    // `device_flow_login` is about something else at its end.
    let word = said.iter().rev().take(2).find(|word| MACHINE.contains(&word.as_str()))?;
    let key = match word.as_str() {
        _ if said.iter().any(|word| word == "usage") => "user.device.telemetry.performance",
        "os" | "kernel" => "user.device.software",
        "hostname" => "user.device.hostname",
        "fingerprint" => "user.device.device_id",
        _ => "user.device.hardware",
    };
    let reason = format!("`{name}` reads the machine (“{word}”) where telemetry is gathered");
    Some((vec![key.to_owned()], 1, vec![yes("telemetry/machine", reason)]))
}
