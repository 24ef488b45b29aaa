//! `undeclared_category`: a mark names a category or element that the policy does not declare.

use super::Input;
use super::draft::{Draft, at_word};
use super::malformed_annotation::keys;
use crate::model::finding::Finding;
use crate::model::mark::{CategoryRef, Verb};
use crate::survey::Told;

pub(super) fn run(input: &Input, findings: &mut Vec<Finding>) {
    for told in input.survey.told.iter().filter(|told| input.survey.counts(told, input.tests)) {
        let more = match &told.clause.verb {
            Verb::Infers(from) => from.as_slice(),
            _ => &[],
        };
        for category in told.clause.categories.iter().chain(more) {
            findings.extend(judge(input, told, category));
        }
    }
}

fn judge(input: &Input, told: &Told, category: &CategoryRef) -> Option<Finding> {
    let policy = input.survey.policy;
    let id = &category.id;
    if id.text == "everything" {
        return None;
    }
    let lint = "undeclared_category";
    let Some(declared) = policy.categories.get(&id.text) else {
        let message = format!("the policy declares no category `{}`", id.text);
        let help = format!(
            "declare `[categories.{}]` in {}, once the statement says it, or stop collecting it",
            id.text, policy.path
        );
        return Some(
            at_word(input, lint, told, id, message).label("not declared").category(&id.text).help(help).nearest(
                told,
                id,
                &keys(&policy.categories),
            ),
        );
    };
    let element = category.element.as_ref().filter(|element| !declared.elements.contains_key(&element.text))?;
    let message = format!("category `{}` has no element `{}`", id.text, element.text);
    Some(
        at_word(input, lint, told, element, message)
            .label("no such element")
            .category(&id.text)
            .help(format!("declare `elements.{}` there, or name the category alone", element.text))
            .policy(input, &declared.entry, "the category")
            .nearest(told, element, &keys(&declared.elements)),
    )
}
