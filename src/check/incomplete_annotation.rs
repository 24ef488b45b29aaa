//! `incomplete_annotation`: a collecting mark from which source, purpose or legal basis cannot be known.

use super::Input;
use super::draft::{Draft, any_of, at_span};
use super::malformed_annotation::keys;
use crate::model::finding::Finding;
use crate::model::mark::{Carrier, Verb};

pub(super) fn run(input: &Input, findings: &mut Vec<Finding>) {
    let policy = input.survey.policy;
    for told in input.survey.told.iter().filter(|told| input.survey.counts(told, input.tests)) {
        let collects = matches!(told.clause.verb, Verb::Collects | Verb::Infers(_));
        if !collects || told.point.is_none() || told.mark.carrier == Carrier::DataPrivacy {
            continue;
        }
        let inferred = matches!(told.clause.verb, Verb::Infers(_));
        let mut missing = Vec::new();
        let mut words = Vec::new();
        if told.options.sources.is_empty() && !policy.sources.is_empty() && !inferred {
            missing.push("source");
            words.push(format!("`from` {}", any_of(&keys(&policy.sources))));
        }
        if told.options.purposes.is_empty() && !policy.purposes.is_empty() {
            missing.push("purpose");
            let top = policy.purposes.values().filter(|purpose| purpose.parent.is_none());
            words.push(format!("`for` {}", any_of(&top.map(|purpose| &purpose.entry.id).collect::<Vec<_>>())));
        }
        if told.options.bases.is_empty() && !policy.bases.is_empty() {
            missing.push("legal basis");
            words.push(format!("`under` {}", any_of(&keys(&policy.bases))));
        }
        if missing.is_empty() {
            continue;
        }
        let message = format!("this annotation says no {}, and none is inherited", missing.join(" and no "));
        let category = told.clause.categories.first().map(|category| category.id.text.clone());
        let mut found = at_span(input, "incomplete_annotation", told, told.clause.span, message)
            .label(format!("no {}", missing.join(", no ")))
            .help(format!("add {}", words.join("; ")));
        found.category = category;
        findings.push(found);
    }
}
