//! Modules of telemetry come in whose package knows an address that it reports to; the names of their OpenTelemetry meters
//! and attributes go out. What an operator scrapes of a service is nobody's telemetry: there no address is written.

use super::Detection;
use super::address::address_says;
use super::each::of_files;
use super::events::{property, text_of};
use super::place::{constant, items_in};
use super::telemetry::module_says_telemetry;
use super::walk::below;
use crate::link::{Def, Resolved, Workspace};
use crate::model::fact::{Expr, ExprId, ItemKind};
use crate::model::place::Span;
use crate::packs::Detectors;
use std::collections::BTreeSet;

/// The points in meters that a vendor receives.
pub(super) fn points(ws: &Workspace, det: &Detectors) -> Vec<Detection> {
    let reporting: BTreeSet<usize> = (0..ws.files.len())
        .filter(|file| !ws.homes[*file].test && ws.files[*file].names.iter().any(|name| is_address(det, name)))
        .filter_map(|file| ws.homes[file].package)
        .collect();
    of_files(ws, |file| {
        let home = &ws.homes[file];
        let names = &ws.files[file].names;
        let meters = || names.iter().any(|name| is_meter(name) || name == "KeyValue");
        if home.test
            || !home.package.is_some_and(|package| reporting.contains(&package))
            || !meters()
            || !module_says_telemetry(ws, det, file)
        {
            return Vec::new();
        }
        items_in(ws, file).filter(|def| !ws.is_test(*def)).flat_map(|def| in_item(ws, det, def)).collect()
    })
}

fn is_address(det: &Detectors, text: &str) -> bool {
    text.starts_with("https://") && address_says(det, text)
}

/// `u64_counter`, `f64_histogram`.
fn is_meter(name: &str) -> bool {
    let of_number = ["u64_", "f64_", "i64_"].iter().any(|number| name.starts_with(number));
    of_number && ["counter", "histogram", "gauge"].iter().any(|kind| name.ends_with(kind))
}

fn in_item(ws: &Workspace, det: &Detectors, def: Def) -> Vec<Detection> {
    let facts = ws.facts(def);
    let root = match &ws.item(def).kind {
        ItemKind::Fn(function) => function.body,
        ItemKind::Const { value, .. } => *value,
        _ => None,
    };
    let named = |id: ExprId| match facts.expr(id) {
        Expr::Method(call) if is_meter(facts.name(call.name)) => said(ws, def, *call.args.first()?),
        Expr::Call(callee, args) if args.len() == 2 => match facts.expr(*callee) {
            Expr::Path(path) if facts.path_text(path).ends_with("KeyValue::new") => {
                // The name of the program itself tells nothing.
                said(ws, def, args[0]).filter(|(name, _)| !matches!(name.as_str(), "service.name" | "name"))
            }
            _ => None,
        },
        _ => None,
    };
    let all = root.map(|root| below(facts, root)).unwrap_or_default();
    all.into_iter().filter_map(|(id, _)| named(id).map(|(name, span)| property(ws, det, def, id, name, span))).collect()
}

/// A name as it is written, or as a constant of this workspace holds it: `u64_gauge(MEMORY_USAGE)`. What another crate calls a
/// constant says nothing of what it holds.
fn said(ws: &Workspace, def: Def, id: ExprId) -> Option<(String, Span)> {
    let facts = ws.facts(def);
    if let Some((text, span)) = text_of(facts, id) {
        return Some((text.to_owned(), span));
    }
    let Expr::Path(path) = facts.expr(id) else { return None };
    let Resolved::Def(_) = ws.resolve(def.file as usize, Some(def.item), path) else { return None };
    constant(ws, def.file as usize, Some(def.item), id).map(|text| (text, facts.expr_span(id)))
}
