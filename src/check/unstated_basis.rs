//! `unstated_basis`: a legal basis that the statement does not name, or not for this purpose or activity.

use super::Input;
use super::draft::{Draft, any_of, at_said};
use super::malformed_annotation::keys;
use crate::model::finding::Finding;
use crate::survey::{Said, Told};

pub(super) fn run(input: &Input, findings: &mut Vec<Finding>) {
    for told in input.survey.told.iter().filter(|told| input.survey.counts(told, input.tests)) {
        for (at, said) in told.options.bases.iter().enumerate() {
            let known = input.survey.policy.bases.contains_key(&said.id);
            if !known && !said.inherited {
                findings.push(unknown(input, told, said, at));
            } else if known {
                findings.extend(not_of_purpose(input, told, said));
                findings.extend(not_of_activity(input, told, said));
            }
        }
    }
}

fn unknown(input: &Input, told: &Told, said: &Said, at: usize) -> Finding {
    let policy = input.survey.policy;
    let message = format!("the statement names no legal basis `{}`", said.id);
    at_said("unstated_basis", told, said, message)
        .label("not stated")
        .help(format!("the bases it names are {}", any_of(&keys(&policy.bases))))
        .nearest(told, &told.clause.options.bases[at], &keys(&policy.bases))
}

fn not_of_purpose(input: &Input, told: &Told, said: &Said) -> Option<Finding> {
    let policy = input.survey.policy;
    let purposes = told.options.purposes.iter().filter_map(|purpose| policy.purposes.get(&purpose.id));
    let stated: Vec<_> = purposes.filter(|purpose| !purpose.bases.is_empty()).collect();
    let purpose = stated.first().filter(|_| !stated.iter().any(|purpose| purpose.bases.contains(&said.id)))?;
    let message = format!("`{}` does not rest on `{}`", purpose.entry.id, said.id);
    Some(
        at_said("unstated_basis", told, said, message)
            .label("not a basis of this purpose")
            .help(format!("its bases are {}", any_of(&purpose.bases)))
            .policy(input, &purpose.entry, "the purpose's bases are declared here"),
    )
}

fn not_of_activity(input: &Input, told: &Told, said: &Said) -> Option<Finding> {
    let activity = input.survey.policy.activities.get(told.activity.as_ref()?)?;
    if activity.bases.is_empty() || activity.bases.contains(&said.id) {
        return None;
    }
    let message = format!("activity `{}` does not rest on `{}`", activity.entry.id, said.id);
    Some(
        at_said("unstated_basis", told, said, message)
            .label("not a basis of this activity")
            .help(format!("its bases are {}", any_of(&activity.bases)))
            .policy(input, &activity.entry, "the activity's bases are declared here"),
    )
}
