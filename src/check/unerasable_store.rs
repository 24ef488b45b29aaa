//! `unerasable_store`: data is stored, and no deletion from that store is seen or claimed.

use super::Input;
use super::draft::{Draft, at_word};
use crate::model::finding::Finding;
use crate::model::mark::Verb;
use std::collections::BTreeSet;

pub(super) fn run(input: &Input, findings: &mut Vec<Finding>) {
    let told = || input.survey.told.iter().filter(|told| input.survey.counts(told, input.tests));
    let erased: BTreeSet<&str> = told()
        .filter_map(|told| match &told.clause.verb {
            Verb::Deletes(store) => Some(store.text.as_str()),
            _ => None,
        })
        .collect();
    for told in told() {
        let Verb::Stores(store) = &told.clause.verb else { continue };
        if erased.contains(store.text.as_str())
            || told.options.kept.as_ref().is_some_and(|kept| kept.id.starts_with('P'))
        {
            continue;
        }
        let message = format!("nothing is seen to delete from store `{}`", store.text);
        findings.push(
            at_word(input, "unerasable_store", told, store, message).label("stored without a way out").help(format!(
                "annotate what deletes with `deletes … from {}`, or say how long with `kept`",
                store.text
            )),
        );
    }
}
