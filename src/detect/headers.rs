//! Bodies that write a request come in; the headers of their own in which a program tells a receiver of the machine it
//! runs on go out: `.header("X-Forge-OS", consts::OS)`.

use super::Detection;
use super::asked::of_service;
use super::each::of_files;
use super::events::{property, text_of};
use super::place::items_in;
use super::walk::below;
use crate::link::{Def, Workspace};
use crate::model::fact::{Chosen, Expr, ExprId, ItemKind};
use crate::model::place::Span;
use crate::packs::Detectors;
use crate::packs::words::words;

/// One header may say anything of a protocol; several that speak of a machine are a report.
const TELLING: usize = 2;

/// Words that speak of a machine, of who runs the program on it or of where.
const OF_MACHINE: [&str; 16] = [
    "os",
    "arch",
    "architecture",
    "platform",
    "uid",
    "device",
    "machine",
    "hostname",
    "ci",
    "cd",
    "cpu",
    "locale",
    "timezone",
    "install",
    "installation",
    "anonymous",
];

/// Words of what any request carries.
const OF_PROTOCOL: [&str; 18] = [
    "token",
    "authorization",
    "auth",
    "key",
    "signature",
    "secret",
    "request",
    "content",
    "forwarded",
    "amz",
    "goog",
    "ms",
    "csrf",
    "checksum",
    "date",
    "trace",
    "accept",
    "cache",
];

pub(super) fn points(ws: &Workspace, det: &Detectors) -> Vec<Detection> {
    of_files(ws, |file| {
        let facts = &ws.files[file];
        let header = facts.names.choose(|name| name == "header");
        if header.is_empty() || of_service(ws, file) {
            return Vec::new();
        }
        items_in(ws, file).flat_map(|def| told(ws, det, &header, def)).collect()
    })
}

fn told(ws: &Workspace, det: &Detectors, header: &Chosen, def: Def) -> Vec<Detection> {
    let ItemKind::Fn(function) = &ws.item(def).kind else { return Vec::new() };
    let (facts, Some(body)) = (ws.facts(def), function.body) else { return Vec::new() };
    if !facts.names_near(function, header) {
        return Vec::new();
    }
    let own = |(id, _): (ExprId, Option<ExprId>)| -> Option<(ExprId, Vec<String>, Span)> {
        let Expr::Method(call) = facts.expr(id) else { return None };
        let [name, value] = &call.args[..] else { return None };
        if !header.has(call.name) {
            return None;
        }
        let (text, span) = text_of(facts, *name)?;
        let rest = text.to_lowercase().strip_prefix("x-")?.replace('-', "_");
        let said = words(&rest);
        (!said.iter().any(|word| OF_PROTOCOL.contains(&word.as_str()))).then_some((*value, said, span))
    };
    let headers: Vec<_> = below(facts, body).into_iter().filter_map(own).collect();
    let telling = headers.iter().filter(|(_, said, _)| said.iter().any(|word| OF_MACHINE.contains(&word.as_str())));
    if telling.count() < TELLING {
        return Vec::new();
    }
    headers.into_iter().map(|(value, said, span)| property(ws, det, def, value, said.join("_"), span)).collect()
}
