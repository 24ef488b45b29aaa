//! `too_broad_category`: a mark names a heading, or only a general phrase of the statement.

use super::Input;
use super::draft::{Draft, any_of, at_word};
use crate::model::finding::Finding;

pub(super) fn run(input: &Input, findings: &mut Vec<Finding>) {
    let policy = input.survey.policy;
    for told in input.survey.told.iter().filter(|told| input.survey.counts(told, input.tests)) {
        for reference in told.clause.categories.iter().filter(|_| told.point.is_some()) {
            let Some(category) = policy.categories.get(&reference.id.text) else { continue };
            let children: Vec<&str> = policy
                .categories
                .values()
                .filter(|child| child.parent.as_deref() == Some(category.entry.id.as_str()))
                .map(|child| child.entry.id.as_str())
                .collect();
            let (message, help) = if category.heading {
                let message = format!("`{}` is a heading, nothing but its parts", category.entry.id);
                (message, format!("name the part: {}", any_of(&children)))
            } else if category.catch_all {
                let message = format!("`{}` is said only by a general phrase of the statement", category.entry.id);
                (message, "name the category that the data belongs to, or have the statement name it".to_owned())
            } else {
                continue;
            };
            findings.push(
                at_word(input, "too_broad_category", told, &reference.id, message)
                    .label("says too little")
                    .category(&category.entry.id)
                    .help(help)
                    .policy(input, &category.entry, "the category"),
            );
        }
    }
}
