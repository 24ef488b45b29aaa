//! `forbidden_collection`: the statement says "we never collect", and the code does.

use super::Input;
use super::draft::{Draft, at_point};
use super::predicate::{Circumstance, Datum, condition, excepted, holds};
use crate::model::finding::Finding;
use crate::policy::Deny;

pub(super) fn run(input: &Input, findings: &mut Vec<Finding>) {
    let policy = input.survey.policy;
    for rule in &policy.rules {
        let Deny::Collect { of } = &rule.deny else { continue };
        for (at, point) in input.survey.points.iter().enumerate() {
            if (point.test && !input.tests) || !holds(input, of, &Datum::of_point(input, point)) {
                continue;
            }
            let backing = &input.survey.backing[at];
            let now = backing.iter().map(|&at| Circumstance::of_told(input, &input.survey.told[at])).next();
            if excepted(policy, rule, &now.unwrap_or_default()) {
                continue;
            }
            let message = format!("rule `{}` forbids collecting `{}`{}", rule.entry.id, point.name, condition(rule));
            findings.push(
                at_point("forbidden_collection", point, message)
                    .label("collected here")
                    .help("stop collecting it, or change the statement first")
                    .policy(input, &rule.entry, "the rule"),
            );
        }
    }
}
