//! What a client writes into a request comes in; whether it tells of the program and of the machine that it runs on goes out:
//! that is telemetry, whatever it is called and wherever it is sent.

use super::declared::declared;
use super::events::{json_keys, writes_object};
use super::machines::{Reads, What, read_by};
use super::owners::fields_of;
use super::place::literal;
use super::telemetry::is_written;
use super::valued::Values;
use super::walk::{Order, below};
use crate::link::{Def, Place, Workspace};
use crate::model::fact::{Expr, ExprId, FileFacts, ItemKind, MacroValue};
use crate::packs::Detectors;
use crate::packs::words::words;
use std::collections::{BTreeMap, BTreeSet};

/// Through how many names and wrappers an object is looked for, and how deep a record.
const DEPTH: usize = 4;

/// Judges what is written into requests.
pub(super) struct Describes<'a> {
    ws: &'a Workspace,
    reads: Reads<'a>,
}

/// What the values of a record tell of: how many of the machine, whether one names the program's version or who runs it.
#[derive(Debug, Default, Clone, Copy)]
struct Told {
    machine: usize,
    program: bool,
}

impl Told {
    /// A system alone may be what is asked about.
    fn suffices(self) -> bool {
        self.machine > 1 || self.machine == 1 && self.program
    }
}

impl<'a> Describes<'a> {
    pub(super) fn of(ws: &'a Workspace, det: &'a Detectors) -> Self {
        Describes { ws, reads: Reads::of(det) }
    }

    /// Whether a value of a body does: a record by what it is filled with wherever it is made, an object by its pairs.
    pub(super) fn tells(&self, def: Def, order: &Order, id: ExprId) -> bool {
        let values = Values::of(self.ws, def, order);
        match values.type_of(id) {
            Some(ty) => is_written(self.ws, ty) && self.record(ty).suffices(),
            None => {
                let mut pairs = Vec::new();
                pairs_in(self.ws.facts(def), &values, id, 0, &mut pairs);
                self.pairs_tell(def, order, &pairs)
            }
        }
    }

    /// `("os", OS), ("version", VERSION)`.
    pub(super) fn pairs_tell(&self, def: Def, order: &Order, pairs: &[(String, ExprId)]) -> bool {
        if !pairs.iter().any(|(key, _)| is_telling(key)) {
            return false;
        }
        let facts = self.ws.facts(def);
        let read = self.reads.names_read(facts, order);
        let mut told = Told::default();
        for (key, value) in pairs {
            self.pair(facts, key, *value, &read, &mut told);
        }
        told.suffices()
    }

    /// What a record is filled with, and those that it holds.
    fn record(&self, ty: Def) -> Told {
        let (mut told, mut seen, mut open) = (Told::default(), BTreeSet::from([ty]), vec![(ty, 0)]);
        while let Some((ty, depth)) = open.pop() {
            let fields = fields_of(self.ws.item(ty));
            if fields.iter().any(|field| is_telling(self.ws.facts(ty).name(field.name))) {
                self.filled(ty, &mut told);
            }
            let inner = fields.iter().filter_map(|field| {
                declared(self.ws, ty.file as usize, Some(ty.item), field.ty).local.filter(|_| depth < DEPTH)
            });
            open.extend(inner.filter(|inner| seen.insert(*inner)).map(|inner| (inner, depth + 1)));
        }
        told
    }

    fn filled(&self, ty: Def, told: &mut Told) {
        for Place { file, id } in self.ws.made(ty) {
            let facts = &self.ws.files[file];
            let Expr::Struct(made) = facts.expr(id) else { continue };
            let Some(maker) = self.ws.function_around(file, facts.expr_span(id)) else { continue };
            let ItemKind::Fn(function) = &self.ws.item(maker).kind else { continue };
            let order = function.body.map(|body| below(facts, body)).unwrap_or_default();
            let read = self.reads.names_read(facts, &order);
            for (name, _, value) in &made.fields {
                self.pair(facts, facts.name(*name), *value, &read, told);
            }
        }
    }

    fn pair(&self, facts: &FileFacts, key: &str, value: ExprId, read: &BTreeMap<&str, What>, told: &mut Told) {
        const OF_PROGRAM: [&str; 8] =
            ["version", "machine id", "device id", "client id", "instance id", "install id", "anonymous id", "user id"];
        let said = words(key).join(" ");
        if self.reads.within(facts, value, read) == Some(What::Machine) || self.asks_machine(facts, value) {
            told.machine += 1;
        } else if OF_PROGRAM.iter().any(|name| said.ends_with(name)) {
            told.program = true;
        }
    }

    /// `get_os()`, `sys.total_memory()`: a function of the project's own or a method of a crate's that reads the machine.
    fn asks_machine(&self, facts: &FileFacts, value: ExprId) -> bool {
        below(facts, value).into_iter().any(|(id, _)| match facts.expr(id) {
            Expr::Call(callee, args) if args.is_empty() => match facts.expr(*callee) {
                Expr::Path(path) => reads_system(facts.last(path)),
                _ => false,
            },
            Expr::Method(call) => self.reads.has_method(facts, facts.name(call.name)),
            _ => false,
        })
    }
}

/// `get_os_str`, `current_platform`, `total_memory`.
fn reads_system(name: &str) -> bool {
    const SYSTEM: [&str; 6] = ["os", "platform", "arch", "architecture", "hostname", "kernel"];
    let said = words(name);
    let is_system = said.iter().any(|word| SYSTEM.contains(&word.as_str()));
    is_system && (read_by(name).is_some() || said.iter().any(|word| matches!(word.as_str(), "platform" | "arch")))
}

/// Whether a key may tell of a machine at all: most do not, and are looked at no further.
fn is_telling(key: &str) -> bool {
    const TELLING: [&str; 15] = [
        "os",
        "platform",
        "arch",
        "architecture",
        "host",
        "hostname",
        "kernel",
        "cpu",
        "memory",
        "machine",
        "device",
        "system",
        "target",
        "triple",
        "operating",
    ];
    words(key).iter().any(|word| TELLING.contains(&word.as_str()))
}

/// The pairs of an object, of a list of pairs, of what a name is given.
pub(super) fn pairs_in(
    facts: &FileFacts,
    values: &Values<'_>,
    id: ExprId,
    depth: usize,
    out: &mut Vec<(String, ExprId)>,
) {
    if depth > DEPTH {
        return;
    }
    let pair = |part: ExprId| match facts.expr(part) {
        Expr::Tuple(parts) => match parts[..] {
            [key, value] => Some((literal(facts, key)?.to_owned(), value)),
            _ => None,
        },
        _ => None,
    };
    match facts.expr(id) {
        Expr::Ref(_, inner) | Expr::Try(inner) | Expr::Await(inner) => pairs_in(facts, values, *inner, depth + 1, out),
        Expr::Method(call) => pairs_in(facts, values, call.receiver, depth + 1, out),
        Expr::Call(_, args) if args.len() == 1 => pairs_in(facts, values, args[0], depth + 1, out),
        Expr::Array(parts) => out.extend(parts.iter().filter_map(|part| pair(*part))),
        Expr::Macro(call) if facts.last(&call.path) == "vec" => {
            out.extend(call.args.iter().filter_map(|arg| match arg.value {
                MacroValue::Expr(part) => pair(part),
                _ => None,
            }))
        }
        Expr::Macro(call) if writes_object(facts, call) => {
            let mut keys = Vec::new();
            json_keys(facts, &call.args, &mut keys);
            out.extend(keys.into_iter().filter_map(|(key, _, value)| Some((key, value?))));
        }
        Expr::Path(path) if path.segments.len() == 1 => {
            if let Some((_, Some(init))) = values.bound_here(facts.last(path)) {
                pairs_in(facts, values, init, depth + 1, out);
            }
        }
        _ => {}
    }
}
