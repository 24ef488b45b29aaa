//! `malformed_annotation`: a mark that does not parse, or that names a subject, store, method, product or activity
//! that the policy does not have.

use super::Input;
use super::draft::{Draft, at_word, finding};
use crate::model::finding::{Finding, Fix, Level};
use crate::model::mark::{Verb, Word};
use crate::survey::Told;

pub(super) fn run(input: &Input, findings: &mut Vec<Finding>) {
    grammar(input, findings);
    for told in &input.survey.told {
        if !input.survey.counts(told, input.tests) {
            continue;
        }
        unknown_ids(input, told, findings);
    }
}

fn grammar(input: &Input, findings: &mut Vec<Finding>) {
    let ws = input.survey.ws;
    for (file, facts) in ws.files.iter().enumerate() {
        for mark in &facts.marks {
            let Some(error) = &mark.error else { continue };
            let path = &ws.project.files[file].path;
            let mut found =
                finding("malformed_annotation", path, facts.lines.region(error.span), error.message.clone())
                    .help(error.help.clone());
            found.item.clone_from(path);
            found.group.clone_from(path);
            // Another keyword says something else, so that a person has to agree.
            found.fix = error.meant.as_ref().map(|meant| Fix {
                title: format!("write `{meant}`"),
                machine_applicable: false,
                path: path.clone(),
                start: error.span.start,
                end: error.span.end,
                replacement: meant.clone(),
            });
            if error.not_a_mark {
                found = found.label("not read as an annotation").at_most(Level::Warn);
            } else {
                found = found.label("here");
            }
            findings.push(found);
        }
    }
}

fn unknown_ids(input: &Input, told: &Told, findings: &mut Vec<Finding>) {
    let policy = input.survey.policy;
    let options = &told.clause.options;
    let mut unknown = |kind: &str, word: &Word, ids: Vec<&str>| {
        if !ids.contains(&word.text.as_str()) {
            let message = format!("the policy has no {kind} `{}`", word.text);
            let table = if kind == "activity" { "activities".to_owned() } else { format!("{kind}s") };
            let help =
                format!("declare it as `[{table}.{}]` in {}, or name one of those it has", word.text, policy.path);
            findings.push(
                at_word(input, "malformed_annotation", told, word, message)
                    .label(format!("no such {kind}"))
                    .help(help)
                    .nearest(told, word, &ids),
            );
        }
    };
    for word in &options.subjects {
        unknown("subject", word, keys(&policy.subjects));
    }
    if let Some(word) = &options.product {
        unknown("product", word, keys(&policy.products));
    }
    if let Some(word) = &options.activity {
        unknown("activity", word, keys(&policy.activities));
    }
    match &told.clause.verb {
        Verb::Stores(store) | Verb::Deletes(store) => unknown("store", store, keys(&policy.stores)),
        Verb::Processes(method) if !policy.processing.contains_key(&method.text) => {
            let ids = keys(&policy.processing);
            let message = format!("the policy has no processing method `{}`", method.text);
            findings.push(
                at_word(input, "malformed_annotation", told, method, message)
                    .label("no such method")
                    .help(format!("declare it as `[processing.{}]` in {}", method.text, policy.path))
                    .nearest(told, method, &ids),
            );
        }
        _ => {}
    }
}

pub(super) fn keys<V>(map: &indexmap::IndexMap<String, V>) -> Vec<&str> {
    map.keys().map(String::as_str).collect()
}
