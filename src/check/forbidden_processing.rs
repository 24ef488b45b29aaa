//! `forbidden_processing`: a method that the policy does not allow for this data: human review, training, AI.

use super::Input;
use super::draft::{Draft, at_span};
use super::predicate::{Circumstance, Datum, clause_categories, condition, excepted, holds};
use crate::model::finding::Finding;
use crate::model::mark::Verb;
use crate::policy::{Deny, Rule};
use crate::survey::Told;

pub(super) fn run(input: &Input, findings: &mut Vec<Finding>) {
    for rule in &input.survey.policy.rules {
        for told in input.survey.told.iter().filter(|told| input.survey.counts(told, input.tests)) {
            findings.extend(judge(input, rule, told));
        }
    }
}

fn judge(input: &Input, rule: &Rule, told: &Told) -> Option<Finding> {
    let Deny::Processing { method, of } = &rule.deny else { return None };
    let policy = input.survey.policy;
    let kind = policy.processing.get(method).map_or(method.as_str(), |processing| processing.kind.as_str());
    let matches = match &told.clause.verb {
        Verb::Reviews => kind == "human",
        Verb::TrainsOn => kind == "training",
        Verb::Processes(by) => by.text == *method,
        _ => false,
    };
    let categories = clause_categories(told.clause);
    let datum = Datum { categories: &categories, keys: &[], sources: &[], unauthenticated: false };
    if !matches || !holds(input, of, &datum) || excepted(policy, rule, &Circumstance::of_told(input, told)) {
        return None;
    }
    let message = format!(
        "rule `{}` forbids processing `{}` by `{method}`{}",
        rule.entry.id,
        categories.join(", "),
        condition(rule)
    );
    let transforms: Vec<String> =
        rule.except.iter().filter_map(|except| except.transform.as_ref().map(|t| format!("`{t}`"))).collect();
    let help = match transforms.is_empty() {
        true => "stop it, or change the statement first".to_owned(),
        false => format!("apply {} first, and say so in an annotation of the same function", transforms.join(" or ")),
    };
    Some(
        at_span(input, "forbidden_processing", told, told.clause.span, message)
            .label("said to be processed so")
            .help(help)
            .policy(input, &rule.entry, "the rule"),
    )
}
