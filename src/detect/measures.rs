//! A record or the keys of an object come in; whether they tell how a program runs, and where, goes out: sums, times and sizes,
//! its version and its machine.

use super::declared::declared;
use super::owners::fields_of;
use super::telemetry::is_written;
use crate::link::{Def, Workspace};
use crate::packs::words::words;
use std::collections::BTreeSet;

/// How deep a record is looked into.
const DEPTH: usize = 4;

/// What is told, and how much of it measures.
#[derive(Debug, Default, Clone, Copy)]
struct Told {
    all: usize,
    measures: usize,
    /// Of these, what is of the program and its machine.
    machine: usize,
}

impl Told {
    /// Three, and half of all or two of the machine: a single one may be asked for with anything.
    fn suffices(self) -> bool {
        self.measures > 2 && (self.measures * 2 >= self.all || self.machine > 1)
    }

    fn add(&mut self, name: &str, number: bool) {
        let machine = is_of_machine(name);
        self.all += 1;
        self.machine += usize::from(machine);
        self.measures += usize::from(machine || number && is_of_run(name));
    }
}

/// Whether a record that is written does, with those that it holds.
pub(super) fn measures(ws: &Workspace, ty: Def) -> bool {
    let (mut told, mut seen, mut open) = (Told::default(), BTreeSet::from([ty]), vec![(ty, 0)]);
    while let Some((of, depth)) = open.pop() {
        for field in fields_of(ws.item(of)) {
            let held = declared(ws, of.file as usize, Some(of.item), field.ty);
            match held.local.filter(|inner| is_written(ws, *inner)) {
                Some(inner) if depth < DEPTH && !fields_of(ws.item(inner)).is_empty() => {
                    if seen.insert(inner) {
                        open.push((inner, depth + 1));
                    }
                }
                _ => {
                    let is_number = matches!(held.class, "number" | "map" | "time");
                    told.add(ws.facts(of).name(field.name), is_number);
                }
            }
        }
    }
    told.suffices()
}

/// Whether the keys of an object do.
pub(super) fn keys_measure<'a>(keys: impl Iterator<Item = &'a str>) -> bool {
    let mut told = Told::default();
    for key in keys {
        told.add(key, true);
    }
    told.suffices()
}

fn is_of_machine(name: &str) -> bool {
    const OF_MACHINE: [&str; 22] = [
        "version",
        "os",
        "platform",
        "arch",
        "architecture",
        "kernel",
        "hostname",
        "host",
        "hosting",
        "region",
        "runtime",
        "uptime",
        "started",
        "boot",
        "cpu",
        "memory",
        "mem",
        "disk",
        "instance",
        "installation",
        "machine",
        "core",
    ];
    words(name).iter().any(|word| OF_MACHINE.contains(&word.as_str()))
}

fn is_of_run(name: &str) -> bool {
    const OF_RUN: [&str; 36] = [
        "count",
        "total",
        "num",
        "number",
        "byte",
        "size",
        "ms",
        "sec",
        "secs",
        "second",
        "duration",
        "latency",
        "elapsed",
        "usage",
        "used",
        "free",
        "avg",
        "p50",
        "p99",
        "max",
        "min",
        "rate",
        "load",
        "thread",
        "request",
        "connection",
        "error",
        "failure",
        "row",
        "read",
        "write",
        "query",
        "peer",
        "timestamp",
        "time",
        "received",
    ];
    words(name).iter().any(|word| OF_RUN.contains(&word.as_str()))
}
