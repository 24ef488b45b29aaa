//! `exceeded_retention`: data kept longer than its category, store or activity allows.

use super::Input;
use super::draft::{Draft, at_said};
use crate::model::finding::Finding;
use crate::model::mark::Verb;
use crate::policy::{Entry, Retention};
use crate::survey::Told;

pub(super) fn run(input: &Input, findings: &mut Vec<Finding>) {
    for told in input.survey.told.iter().filter(|told| input.survey.counts(told, input.tests)) {
        findings.extend(judge(input, told));
    }
}

fn judge(input: &Input, told: &Told) -> Option<Finding> {
    let policy = input.survey.policy;
    let said = told.options.kept.as_ref()?;
    let kept = days(&said.id)?;
    let categories = told.clause.categories.iter().filter_map(|c| policy.categories.get(&c.id.text));
    let categories = categories.map(|category| ("category", &category.entry, category.retention.clone()));
    let store = match &told.clause.verb {
        Verb::Stores(store) => policy.stores.get(&store.text),
        _ => None,
    };
    let store = store.map(|store| ("store", &store.entry, store.retention.clone()));
    let activity = told.activity.as_ref().and_then(|id| policy.activities.get(id));
    let activity = activity.map(|activity| ("activity", &activity.entry, activity.retention.clone()));
    let limits: Vec<(&str, &Entry, Retention)> = categories.chain(store).chain(activity).collect();
    let (what, entry, allowed) = limits.into_iter().find_map(|(what, entry, retention)| match retention {
        Retention::Days(allowed) if kept > allowed => Some((what, entry, allowed)),
        _ => None,
    })?;
    let message = format!("kept {}, but {what} `{}` allows {allowed} days", spoken(&said.id), entry.id);
    Some(
        at_said("exceeded_retention", told, said, message)
            .label("too long")
            .help(format!("keep it P{allowed}D at most, or change what the statement says"))
            .policy(input, entry, "the retention is declared here"),
    )
}

fn spoken(kept: &str) -> String {
    match (kept, days(kept)) {
        ("until-deletion", _) | (_, None) => "until it is deleted".to_owned(),
        (_, Some(days)) => format!("{days} days"),
    }
}

/// Days of a duration; a month has 30, a year 365; `until-deletion` outlasts every number.
pub(super) fn days(kept: &str) -> Option<u32> {
    if kept == "until-deletion" {
        return Some(u32::MAX);
    }
    let (number, unit) = kept.strip_prefix('P')?.split_at_checked(kept.len().checked_sub(2)?)?;
    let per: u32 = match unit {
        "D" => 1,
        "W" => 7,
        "M" => 30,
        "Y" => 365,
        _ => return None,
    };
    Some(number.parse::<u32>().ok()?.saturating_mul(per))
}
