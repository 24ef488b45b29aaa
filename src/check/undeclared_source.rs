//! `undeclared_source`: a source that the policy does not declare, or not for this category.

use super::Input;
use super::draft::{Draft, any_of, at_said};
use super::malformed_annotation::keys;
use crate::model::finding::Finding;
use crate::policy::Allowed;
use crate::survey::{Said, Told};

pub(super) fn run(input: &Input, findings: &mut Vec<Finding>) {
    for told in input.survey.told.iter().filter(|told| input.survey.counts(told, input.tests)) {
        for (at, said) in told.options.sources.iter().enumerate() {
            let known = input.survey.policy.sources.contains_key(&said.id);
            if !known && !said.inherited {
                findings.push(unknown(input, told, said, at));
            } else if known {
                findings.extend(not_allowed(input, told, said));
            }
        }
    }
}

fn unknown(input: &Input, told: &Told, said: &Said, at: usize) -> Finding {
    let policy = input.survey.policy;
    let message = format!("the policy declares no source `{}`", said.id);
    at_said("undeclared_source", told, said, message)
        .label("not declared")
        .help(format!("declare `[sources.{}]` in {}, once the statement says it", said.id, policy.path))
        .nearest(told, &told.clause.options.sources[at], &keys(&policy.sources))
}

fn not_allowed(input: &Input, told: &Told, said: &Said) -> Option<Finding> {
    let policy = input.survey.policy;
    for reference in &told.clause.categories {
        let Some(category) = policy.categories.get(&reference.id.text) else { continue };
        let Allowed::Ids(allowed) = &category.sources else { continue };
        if !allowed.contains(&said.id) {
            let message = format!("`{}` is not declared to come from `{}`", category.entry.id, said.id);
            return Some(
                at_said("undeclared_source", told, said, message)
                    .label("not a source of this category")
                    .category(&category.entry.id)
                    .help(format!("its sources are {}", any_of(allowed)))
                    .policy(input, &category.entry, "the category's sources are declared here"),
            );
        }
    }
    None
}
