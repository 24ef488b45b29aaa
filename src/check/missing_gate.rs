//! `missing_gate`: a point whose source or category is collected by permission only, without the gate that asked; or
//! a gate that is not there.

use super::Input;
use super::draft::{Draft, at_said, at_span};
use crate::model::finding::Finding;
use crate::model::mark::Verb;
use crate::policy::Entry;
use crate::survey::Told;

pub(super) fn run(input: &Input, findings: &mut Vec<Finding>) {
    for told in input.survey.told.iter().filter(|told| input.survey.counts(told, input.tests)) {
        if !matches!(told.clause.verb, Verb::Collects | Verb::Infers(_)) {
            continue;
        }
        match &told.options.gate {
            None if told.point.is_some() => findings.extend(not_named(input, told)),
            Some(gate) if !gate.inherited && !exists(input, told, &gate.id) => {
                let message = format!("the gate `{}` is not in the code", gate.id);
                findings.push(
                    at_said("missing_gate", told, gate, message)
                        .label("no such function, constant or field")
                        .help("name the path of what asked for permission, from this module or from the crate"),
                );
            }
            _ => {}
        }
    }
}

fn not_named(input: &Input, told: &Told) -> Option<Finding> {
    let policy = input.survey.policy;
    let source = told.options.sources.iter().find_map(|said| {
        policy.sources.get(&said.id).filter(|source| source.choice.is_some_and(|choice| choice.needs_gate()))
    });
    let category = told.clause.categories.iter().find_map(|reference| {
        policy.categories.get(&reference.id.text).filter(|c| c.choice.is_some_and(|choice| choice.needs_gate()))
    });
    let (what, entry): (&str, &Entry) = match (source, category) {
        (Some(source), _) => ("data from", &source.entry),
        (None, Some(category)) => ("data of", &category.entry),
        (None, None) => return None,
    };
    let message = format!("{what} `{}` needs permission, and no gate is named", entry.id);
    Some(
        at_span(input, "missing_gate", told, told.clause.span, message)
            .label("collected without a gate")
            .help("add `when PATH`, the path of the function or flag that asked")
            .policy(input, entry, "needs permission"),
    )
}

/// A Rust path, resolved as rustc would from the marked place, else from the crate's root; or a method or field.
fn exists(input: &Input, told: &Told, gate: &str) -> bool {
    let ws = input.survey.ws;
    let Some(file) = told.file else { return true };
    let names: Vec<&str> = gate.split("::").collect();
    ws.path_exists(file, told.span, &names)
}
