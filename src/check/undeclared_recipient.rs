//! `undeclared_recipient`: data is disclosed to somebody whom the policy does not declare, or not for this category.

use super::Input;
use super::draft::{Draft, any_of, at_word, finding};
use super::malformed_annotation::keys;
use crate::model::finding::{Finding, Level};
use crate::model::inventory::Flow;
use crate::model::mark::{Verb, Word};
use crate::model::place::Region;
use crate::policy::{Allowed, Category, Policy};
use crate::survey::Told;

pub(super) fn run(input: &Input, findings: &mut Vec<Finding>) {
    for told in input.survey.told.iter().filter(|told| input.survey.counts(told, input.tests)) {
        if let Verb::Discloses(to) = &told.clause.verb {
            claimed(input, told, to, findings);
        }
    }
    for flow in input.flows.iter().filter(|flow| input.tests || !flow.test) {
        findings.extend(seen(input, flow));
    }
}

fn claimed(input: &Input, told: &Told, to: &Word, findings: &mut Vec<Finding>) {
    let policy = input.survey.policy;
    if !policy.recipients.contains_key(&to.text) {
        let message = format!("the policy declares no recipient `{}`", to.text);
        let found = at_word(input, "undeclared_recipient", told, to, message)
            .label("not declared")
            .help(format!("declare `[recipients.{}]` in {}, once the statement names them", to.text, policy.path))
            .nearest(told, to, &keys(&policy.recipients));
        findings.push(soften(policy, found));
        return;
    }
    for reference in &told.clause.categories {
        let Some(category) = policy.categories.get(&reference.id.text) else { continue };
        if let Some(message) = not_for(category, &to.text) {
            findings.push(
                at_word(input, "undeclared_recipient", told, to, message)
                    .label("not a recipient of this category")
                    .category(&category.entry.id)
                    .help(allowed_help(category))
                    .policy(input, &category.entry, "the category's recipients are declared here"),
            );
        }
    }
}

fn not_for(category: &Category, recipient: &str) -> Option<String> {
    let allowed = &category.recipients;
    (!allowed.allows(recipient)).then(|| format!("`{}` is not declared to go to `{recipient}`", category.entry.id))
}

fn allowed_help(category: &Category) -> String {
    match &category.recipients {
        Allowed::Ids(ids) => format!("its recipients are {}", any_of(ids)),
        _ => "the policy says that nobody receives it".to_owned(),
    }
}

/// A flow to another company whom the policy does not know. Machines without a name are no recipient.
fn seen(input: &Input, flow: &Flow) -> Option<Finding> {
    let policy = input.survey.policy;
    let name = flow.sink.recipient.as_ref().filter(|_| flow.sink.kind.leaves())?;
    let region = Region {
        line: flow.sink.line,
        column: flow.sink.column,
        end_line: flow.sink.line,
        end_column: flow.sink.column + 1,
    };
    let what = flow.categories.first().or(flow.keys.first()).cloned().unwrap_or_default();
    let known = policy.recipient_named(name);
    let message = match known {
        None => format!("`{what}` goes to `{name}`, whom the policy does not declare"),
        Some(id) => {
            let category = policy.categories.get(what.split('.').next().unwrap_or(&what))?;
            not_for(category, id)?
        }
    };
    let mut found = finding("undeclared_recipient", &flow.sink.path, region, message)
        .label(format!("leaves here through {}", flow.sink.api))
        .help(format!("declare the recipient with `hosts` or `crates` in {}, or stop sending it", policy.path));
    found.category = flow.categories.first().cloned();
    found.key = flow.keys.first().cloned();
    found.group = format!("{} {name}", flow.sink.path);
    found.item = flow.source.function.clone().unwrap_or_else(|| flow.sink.path.clone());
    found.related = flow.steps.iter().map(super::sensitive_log::step).collect();
    Some(if known.is_none() { soften(policy, found) } else { found })
}

/// Where the statement's text ends early, a recipient it does not name is a warning.
fn soften(policy: &Policy, found: Finding) -> Finding {
    let incomplete = policy.documents.values().any(|document| !document.complete);
    if incomplete { found.at_most(Level::Warn) } else { found }
}
