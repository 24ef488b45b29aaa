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
}

impl Told {
    /// Three of half: one may be asked for with anything.
    fn suffices(self) -> bool {
        self.measures > 2 && self.measures * 2 >= self.all
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
                    told.all += 1;
                    let is_number = matches!(held.class, "number" | "map" | "time");
                    told.measures += usize::from(is_measure(ws.facts(of).name(field.name), is_number));
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
        told.all += 1;
        told.measures += usize::from(is_measure(key, true));
    }
    told.suffices()
}

fn is_measure(name: &str, number: bool) -> bool {
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
    let said = words(name);
    let any = |list: &[&str]| said.iter().any(|word| list.contains(&word.as_str()));
    any(&OF_MACHINE) || number && any(&OF_RUN)
}
