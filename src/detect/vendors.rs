//! The packs' sinks of telemetry come in that a vendor receives; what the code hands to them goes out, to be told key by key.

use super::each::of_files;
use super::place::{items_in, last_name};
use super::walk::below;
use crate::link::{Def, Workspace};
use crate::model::fact::{Expr, ExprId, ItemKind};
use crate::model::inventory::SinkKind;
use crate::packs::{ApiRule, ApiTarget, Detectors, Role};
use std::collections::{BTreeMap, BTreeSet};

/// What is handed to the functions and methods of vendors' crates, and where.
pub(super) fn handed(ws: &Workspace, det: &Detectors) -> Vec<(Def, ExprId)> {
    let to_vendor = |rule: &&ApiRule| {
        matches!(&rule.role, Role::Sink { kind: SinkKind::Telemetry, recipient: Some(_) }) && !rule.krate.is_empty()
    };
    // A package of the workspace may be called as a vendor's.
    let own: BTreeSet<String> = ws.project.packages.iter().map(|package| package.name.replace('-', "_")).collect();
    let mut by_name: BTreeMap<&str, Vec<&ApiRule>> = BTreeMap::new();
    for rule in det.apis.iter().filter(to_vendor).filter(|rule| !own.contains(&rule.krate)) {
        if let ApiTarget::Function(path) | ApiTarget::Method(_, path) = &rule.target {
            by_name.entry(last_name(path)).or_default().push(rule);
        }
    }
    let crates: BTreeSet<&str> = by_name.values().flatten().map(|rule| rule.krate.as_str()).collect();
    of_files(ws, |file| {
        let facts = &ws.files[file];
        let has = |wanted: &str| facts.names.find(wanted).is_some();
        let crates: BTreeSet<&str> =
            crates.iter().copied().filter(|krate| ws.depends_on(file, krate) && has(krate)).collect();
        if crates.is_empty() || ws.homes[file].test {
            return Vec::new();
        }
        // Where a file never names the crate and the type, a method of the name is any crate's.
        let named = |rule: &&&ApiRule| {
            let of = || match &rule.target {
                ApiTarget::Method(Some(ty), _) => has(last_name(ty)) || last_name(ty) == "Scope",
                _ => true,
            };
            crates.contains(rule.krate.as_str()) && of()
        };
        let here: BTreeMap<&str, Vec<&ApiRule>> = by_name
            .iter()
            .map(|(name, rules)| (*name, rules.iter().filter(named).copied().collect::<Vec<_>>()))
            .filter(|(_, rules)| !rules.is_empty())
            .collect();
        if here.is_empty() {
            return Vec::new();
        }
        let named = facts.names.choose(|name| here.contains_key(name));
        let naming = |def: &Def| match &ws.item(*def).kind {
            ItemKind::Fn(function) => facts.names_near(function, &named) && !ws.is_test(*def),
            _ => false,
        };
        items_in(ws, file).filter(naming).flat_map(|def| handed_in(ws, &here, def)).collect()
    })
}

fn handed_in(ws: &Workspace, here: &BTreeMap<&str, Vec<&ApiRule>>, def: Def) -> Vec<(Def, ExprId)> {
    let ItemKind::Fn(function) = &ws.item(def).kind else { return Vec::new() };
    let (facts, Some(body)) = (ws.facts(def), function.body) else { return Vec::new() };
    let mut found = Vec::new();
    for (id, _) in below(facts, body) {
        let args = match facts.expr(id) {
            Expr::Method(call) if fits(here, facts.name(call.name), None) => &call.args[..],
            Expr::Call(callee, args) => match facts.expr(*callee) {
                Expr::Path(path) => {
                    let of = path.segments.iter().rev().nth(1).map(|segment| facts.name(segment.name));
                    if fits(here, facts.last(path), of.or(Some(""))) { &args[..] } else { &[][..] }
                }
                _ => &[][..],
            },
            _ => &[][..],
        };
        found.extend(args.iter().map(|arg| (def, *arg)));
    }
    found
}

/// A method by its name; a function by its name and what stands before it.
fn fits(here: &BTreeMap<&str, Vec<&ApiRule>>, name: &str, of: Option<&str>) -> bool {
    let fits = |rule: &&ApiRule| match (&rule.target, of) {
        (ApiTarget::Method(..), None) => true,
        (ApiTarget::Function(path), Some(of)) => {
            let before = path.rsplit("::").nth(1).unwrap_or_default();
            before == of || of.is_empty() && before == rule.krate
        }
        _ => false,
    };
    here.get(name).is_some_and(|rules| rules.iter().any(fits))
}
