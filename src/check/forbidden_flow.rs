//! `forbidden_flow`: data goes where a rule says it must not, by what is claimed or by what is seen.

use super::Input;
use super::draft::{Draft, at_span, finding};
use super::predicate::{Circumstance, Datum, clause_categories, condition, excepted, holds};
use crate::model::finding::Finding;
use crate::model::inventory::Flow;
use crate::model::mark::Verb;
use crate::model::place::Region;
use crate::policy::{Deny, Rule};
use crate::survey::Told;

pub(super) fn run(input: &Input, findings: &mut Vec<Finding>) {
    for rule in input.survey.policy.rules.iter().filter(|rule| matches!(rule.deny, Deny::Flow { .. })) {
        for told in input.survey.told.iter().filter(|told| input.survey.counts(told, input.tests)) {
            findings.extend(claimed(input, rule, told));
        }
        for flow in input.flows.iter().filter(|flow| input.tests || !flow.test) {
            findings.extend(seen(input, rule, flow));
        }
    }
}

fn claimed(input: &Input, rule: &Rule, told: &Told) -> Option<Finding> {
    let Deny::Flow { of, kind, recipient, store } = &rule.deny else { return None };
    let policy = input.survey.policy;
    let matches = match &told.clause.verb {
        Verb::Discloses(to) => recipient.as_ref().is_some_and(|r| *r == to.text || r == "*"),
        Verb::Stores(into) => store.as_ref().is_some_and(|s| *s == into.text) || kind.as_deref() == Some("storage"),
        Verb::Logs => kind.as_deref() == Some("log"),
        _ => false,
    };
    let categories = clause_categories(told.clause);
    let datum = Datum { categories: &categories, keys: &[], sources: &[], unauthenticated: false };
    if !matches || !holds(input, of, &datum) || excepted(policy, rule, &Circumstance::of_told(input, told)) {
        return None;
    }
    let message =
        format!("rule `{}` forbids this flow of `{}`{}", rule.entry.id, categories.join(", "), condition(rule));
    Some(
        at_span(input, "forbidden_flow", told, told.clause.span, message)
            .label("said to go there")
            .help("stop the flow, or transform the data first where the rule excepts that")
            .policy(input, &rule.entry, "the rule"),
    )
}

fn seen(input: &Input, rule: &Rule, flow: &Flow) -> Option<Finding> {
    let Deny::Flow { of, kind, recipient, store } = &rule.deny else { return None };
    let policy = input.survey.policy;
    let known = flow.sink.recipient.as_deref().map(|name| policy.recipient_named(name).unwrap_or(name));
    let matches = kind.as_deref().is_none_or(|kind| kind == flow.sink.kind.as_str())
        && recipient.as_deref().is_none_or(|wanted| wanted == "*" && known.is_some() || known == Some(wanted))
        && (store.is_none() || kind.is_some() || recipient.is_some());
    let now = Circumstance {
        transforms: flow.transforms.iter().map(String::as_str).collect(),
        recipient: known,
        ..Circumstance::default()
    };
    if !matches || !holds(input, of, &Datum::of_flow(input, flow)) || excepted(policy, rule, &now) {
        return None;
    }
    let what = flow.categories.first().or(flow.keys.first()).cloned().unwrap_or_default();
    let region = Region {
        line: flow.sink.line,
        column: flow.sink.column,
        end_line: flow.sink.line,
        end_column: flow.sink.column + 1,
    };
    let message = format!(
        "rule `{}` forbids this flow of `{what}` to {}{}",
        rule.entry.id,
        flow.sink.kind.as_str(),
        condition(rule)
    );
    let mut found = finding("forbidden_flow", &flow.sink.path, region, message)
        .label(format!("arrives at {}", flow.sink.api))
        .help("stop the flow, or transform the data first where the rule excepts that")
        .policy(input, &rule.entry, "the rule");
    found.category = flow.categories.first().cloned();
    found.key = flow.keys.first().cloned();
    found.item = flow.source.function.clone().unwrap_or_else(|| flow.sink.path.clone());
    found.group = format!("{} {}", flow.sink.path, rule.entry.id);
    found.related.extend(flow.steps.iter().map(super::sensitive_log::step));
    Some(found)
}
