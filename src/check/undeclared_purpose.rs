//! `undeclared_purpose`: a purpose that the policy does not declare, or not for this category.

use super::Input;
use super::draft::{Draft, any_of, at_said};
use super::malformed_annotation::keys;
use crate::model::finding::Finding;
use crate::policy::Allowed;
use crate::survey::{Said, Told};

pub(super) fn run(input: &Input, findings: &mut Vec<Finding>) {
    for told in input.survey.told.iter().filter(|told| input.survey.counts(told, input.tests)) {
        for (at, said) in told.options.purposes.iter().enumerate() {
            if said.inherited && input.survey.policy.purposes.contains_key(&said.id) {
                findings.extend(not_allowed(input, told, said));
            } else if !said.inherited {
                findings.extend(unknown(input, told, said, at).or_else(|| not_allowed(input, told, said)));
            }
        }
    }
}

fn unknown(input: &Input, told: &Told, said: &Said, at: usize) -> Option<Finding> {
    let policy = input.survey.policy;
    if policy.purposes.contains_key(&said.id) {
        return None;
    }
    let message = format!("the policy declares no purpose `{}`", said.id);
    let word = &told.clause.options.purposes[at];
    Some(
        at_said("undeclared_purpose", told, said, message)
            .label("not declared")
            .help(format!(
                "use for this purpose needs `[purposes.{}]` in {} and a statement that says so",
                said.id, policy.path
            ))
            .nearest(told, word, &keys(&policy.purposes)),
    )
}

fn not_allowed(input: &Input, told: &Told, said: &Said) -> Option<Finding> {
    let policy = input.survey.policy;
    for reference in &told.clause.categories {
        let Some(category) = policy.categories.get(&reference.id.text) else { continue };
        let Allowed::Ids(allowed) = &category.purposes else { continue };
        if !allowed.iter().any(|id| policy.is_purpose_below(&said.id, id)) {
            let message = format!("`{}` is not declared for the purpose `{}`", category.entry.id, said.id);
            return Some(
                at_said("undeclared_purpose", told, said, message)
                    .label("not a purpose of this category")
                    .category(&category.entry.id)
                    .help(format!("its purposes are {}", any_of(allowed)))
                    .policy(input, &category.entry, "the category's purposes are declared here"),
            );
        }
    }
    None
}
