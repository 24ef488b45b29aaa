//! Two policies come in; what is looser in lints, waiver bounds, rules and documents goes out.

use super::Looser;
use crate::check::{LINTS, default_level};
use crate::model::finding::Level;
use crate::policy::{Except, Policy, Rule};

pub(super) fn compare(before: &Policy, after: &Policy, looser: &mut Looser) {
    levels(before, after, looser);
    bounds(before, after, looser);
    rules(before, after, looser);
    for (id, document) in &after.documents {
        if before.documents.get(id).is_some_and(|old| old.complete && !document.complete) {
            let message = format!("document `{id}` is no longer complete, and what it does not say is only a warning");
            looser.note(document.entry.region, &format!("documents.{id}.complete"), message);
        }
    }
    for id in before.documents.keys().filter(|id| !after.documents.contains_key(*id)) {
        let message = format!("document `{id}` is no longer part of the policy");
        looser.note(super::first_line(), &format!("documents.{id}"), message);
    }
}

fn levels(before: &Policy, after: &Policy, looser: &mut Looser) {
    let level = |policy: &Policy, lint: &str| {
        policy.lints.get(lint).map(|&(level, _)| level).or(default_level(lint)).unwrap_or(Level::Allow)
    };
    for lint in LINTS {
        let (was, is) = (level(before, lint.name), level(after, lint.name));
        if is < was {
            let region = after.lints.get(lint.name).map_or_else(super::first_line, |&(_, region)| region);
            let message = format!("the level of `{}` is lowered from {} to {}", lint.name, word(was), word(is));
            let lowered = looser.note(region, &format!("lints.{}", lint.name), message);
            if is == Level::Allow {
                lowered.quiets(&[lint.name], None);
            }
        }
    }
}

fn word(level: Level) -> &'static str {
    match level {
        Level::Allow => "allow",
        Level::Warn => "warn",
        Level::Deny => "deny",
        Level::Forbid => "forbid",
    }
}

fn bounds(before: &Policy, after: &Policy, looser: &mut Looser) {
    let (was, is) = (&before.waivers, &after.waivers);
    if was.max_days.is_some_and(|was| is.max_days.is_none_or(|is| is > was)) {
        let is = is.max_days.map_or("for ever".to_owned(), |days| format!("{days} days"));
        let message = format!("waivers may run {is}, longer than the {} days before", was.max_days.unwrap_or(0));
        looser.note(super::first_line(), "waivers.max_days", message);
    }
    if is.inline && !was.inline {
        looser.note(super::first_line(), "waivers.inline", "waivers may now stand in the code".to_owned());
    }
}

const OF_RULES: &[&str] = &["forbidden_collection", "forbidden_combination", "forbidden_flow", "forbidden_processing"];

fn rules(before: &Policy, after: &Policy, looser: &mut Looser) {
    for old in &before.rules {
        let id = old.entry.id.as_str();
        let item = format!("rules.{id}");
        let Some(new) = after.rules.iter().find(|rule| rule.entry.id == id) else {
            looser.note(super::first_line(), &item, format!("rule `{id}` is removed")).quiets(OF_RULES, Some(id));
            continue;
        };
        let region = new.entry.region;
        if new.deny != old.deny {
            let message = format!("rule `{id}` denies something else than before");
            looser.note(region, &item, message).quiets(OF_RULES, Some(id));
        } else if excepts_more(old, new) {
            looser.note(region, &item, format!("rule `{id}` has a wider exception")).quiets(OF_RULES, Some(id));
        }
        if new.entry.draft && !old.entry.draft {
            let message = format!("rule `{id}` is a draft now, and what breaks it is only a warning");
            looser.note(region, &format!("{item}.status"), message);
        }
    }
}

/// Whether some exception of now asks for less than every one before: it was not there, or it lost a key.
fn excepts_more(old: &Rule, new: &Rule) -> bool {
    let asks_for_no_less = |of: &Except, than: &Except| {
        let text = |a: &Option<String>, b: &Option<String>| b.is_none() || a == b;
        text(&of.basis, &than.basis)
            && text(&of.transform, &than.transform)
            && text(&of.purpose, &than.purpose)
            && text(&of.product, &than.product)
            && text(&of.recipient, &than.recipient)
            && (than.choice.is_none() || of.choice == than.choice)
    };
    new.except.iter().any(|now| !old.except.iter().any(|was| asks_for_no_less(now, was)))
}
