//! Two policies come in; what is looser in their categories, purposes, recipients, stores, activities and products
//! goes out.

use super::Looser;
use crate::model::place::Region;
use crate::policy::{Allowed, Category, Choice, Entry, Policy, Retention};

pub(super) fn compare(before: &Policy, after: &Policy, looser: &mut Looser) {
    for (id, new) in &after.categories {
        category(before.categories.get(id), new, id, looser);
    }
    for (id, new) in &after.recipients {
        let item = format!("recipients.{id}");
        let region = new.entry.region;
        match before.recipients.get(id) {
            None => {
                let message = format!("a new recipient: data may go to `{id}`");
                looser.note(region, &item, message).quiets(&["undeclared_recipient"], Some(id));
            }
            Some(old) => {
                let wider = |new: &[String], old: &[String]| new.iter().any(|one| !old.contains(one));
                if wider(&new.countries, &old.countries) {
                    looser.note(region, &item, format!("recipient `{id}` is in more countries"));
                }
                if wider(&new.hosts, &old.hosts) || wider(&new.crates, &old.crates) {
                    let message = format!("recipient `{id}` stands for more hosts or crates");
                    looser.note(region, &item, message).quiets(&["undeclared_recipient"], None);
                }
                drafts(&old.entry, &new.entry, &item, looser);
            }
        }
    }
    for (id, new) in &after.purposes {
        match before.purposes.get(id) {
            None => {
                let message = format!("a new purpose: data may be used for `{id}`");
                looser
                    .note(new.entry.region, &format!("purposes.{id}"), message)
                    .quiets(&["undeclared_purpose"], Some(id));
            }
            Some(old) => {
                let item = format!("purposes.{id}");
                more(
                    &old.bases,
                    &new.bases,
                    new.entry.region,
                    &item,
                    "rests on more legal bases",
                    &["unstated_basis"],
                    looser,
                );
                drafts(&old.entry, &new.entry, &item, looser);
            }
        }
    }
    for (id, new) in &after.bases {
        if !before.bases.contains_key(id) {
            let message = format!("a new legal basis: `{id}`");
            looser.note(new.entry.region, &format!("bases.{id}"), message).quiets(&["unstated_basis"], Some(id));
        }
    }
    for (id, new) in &after.sources {
        match before.sources.get(id) {
            None => {
                let message = format!("a new source: data may come from `{id}`");
                looser
                    .note(new.entry.region, &format!("sources.{id}"), message)
                    .quiets(&["undeclared_source"], Some(id));
            }
            Some(old) => choice(old.choice, new.choice, new.entry.region, &format!("sources.{id}"), looser),
        }
    }
    for (id, new) in &after.stores {
        if let Some(old) = before.stores.get(id) {
            longer(&old.retention, &new.retention, new.entry.region, &format!("stores.{id}"), looser);
        }
    }
    activities_and_products(before, after, looser);
}

fn category(old: Option<&Category>, new: &Category, id: &str, looser: &mut Looser) {
    let region = new.entry.region;
    let item = format!("categories.{id}");
    let keys = |category: &Category| -> Vec<String> {
        let own = category.covers.iter().chain(category.elements.values().flat_map(|element| &element.covers));
        own.map(|(key, _)| key.clone()).collect()
    };
    let Some(old) = old else {
        let message = format!("a new category: `{id}` may be collected");
        let lints = ["undeclared_category", "undeclared_collection"];
        let quieting = looser.note(region, &item, message);
        quieting.quiets(&lints, None);
        quieting.word = keys(new).is_empty().then(|| id.to_owned());
        return;
    };
    more(
        &keys(old),
        &keys(new),
        region,
        &item,
        "covers more",
        &["undeclared_collection", "unannotated_collection"],
        looser,
    );
    if narrower(&old.purposes, &new.purposes) {
        let message = format!("wider purposes: `{id}` may be used for {}", wider_words(&old.purposes, &new.purposes));
        looser.note(region, &item, message).quiets(&["undeclared_purpose"], Some(id));
    }
    if narrower(&old.sources, &new.sources) {
        let message = format!("wider sources: `{id}` may come from {}", wider_words(&old.sources, &new.sources));
        looser.note(region, &item, message).quiets(&["undeclared_source"], Some(id));
    }
    // What the statement does not say is judged like what it denies, so "not stated" is no wider than "none".
    if narrower(&old.recipients, &new.recipients) && new.recipients != Allowed::NotStated {
        let message = format!("wider recipients: `{id}` may go to {}", wider_words(&old.recipients, &new.recipients));
        looser.note(region, &item, message).quiets(&["undeclared_recipient"], Some(id));
    }
    longer(&old.retention, &new.retention, region, &item, looser);
    choice(old.choice, new.choice, region, &item, looser);
    let mut lower = |is: bool, what: &str| {
        if is {
            looser.note(region, &item, format!("`{id}` {what}")).quiets(&["sensitive_log"], Some(id));
        }
    };
    lower(new.sensitivity < old.sensitivity, "counts as less sensitive");
    lower(
        old.identifies_directly == Some(true) && new.identifies_directly != Some(true),
        "no longer identifies directly",
    );
    lower(old.heading && !new.heading, "is no longer a mere heading");
    lower(old.catch_all && !new.catch_all, "is no longer a mere general phrase");
    drafts(&old.entry, &new.entry, &item, looser);
}

fn activities_and_products(before: &Policy, after: &Policy, looser: &mut Looser) {
    for (id, new) in &after.activities {
        let Some(old) = before.activities.get(id) else { continue };
        let (region, item) = (new.entry.region, format!("activities.{id}"));
        more(&old.purposes, &new.purposes, region, &item, "has more purposes", &["undeclared_purpose"], looser);
        more(&old.bases, &new.bases, region, &item, "has more legal bases", &["unstated_basis"], looser);
        more(&old.recipients, &new.recipients, region, &item, "has more recipients", &["undeclared_recipient"], looser);
        longer(&old.retention, &new.retention, region, &item, looser);
        if old.special_condition.is_none() && new.special_condition.is_some() {
            let message = format!("activity `{id}` may now process data of special categories");
            looser.note(region, &item, message).quiets(&["special_category"], None);
        }
    }
    for (id, new) in &after.products {
        let Some(old) = before.products.get(id) else { continue };
        let (region, item) = (new.entry.region, format!("products.{id}"));
        let lists = [
            (&old.categories, &new.categories, "may collect more"),
            (&old.purposes, &new.purposes, "has more purposes"),
            (&old.recipients, &new.recipients, "has more recipients"),
        ];
        for (old, new, what) in lists {
            match (old, new) {
                (Some(old), Some(new)) => more(old, new, region, &item, what, &["out_of_product"], looser),
                (Some(_), None) => {
                    let message = format!("`{item}` {what}: it is no longer limited");
                    looser.note(region, &item, message).quiets(&["out_of_product"], Some(id));
                }
                (None, _) => {}
            }
        }
        if old.crates.iter().any(|one| !new.crates.contains(one)) {
            let message = format!("`{item}` holds fewer crates to what the product may do");
            looser.note(region, &item, message).quiets(&["out_of_product"], Some(id));
        }
    }
}

/// Whether the old set allows less than the new one.
fn narrower(old: &Allowed, new: &Allowed) -> bool {
    match (old, new) {
        (Allowed::All | Allowed::NotStated, _) => false,
        (_, Allowed::All | Allowed::NotStated) => true,
        (Allowed::Ids(old), Allowed::Ids(new)) => new.iter().any(|id| !old.contains(id)),
        (Allowed::None, Allowed::Ids(new)) => !new.is_empty(),
        (_, Allowed::None) => false,
    }
}

fn wider_words(old: &Allowed, new: &Allowed) -> String {
    match (old, new) {
        (Allowed::Ids(old), Allowed::Ids(new)) => spelled(new.iter().filter(|id| !old.contains(id))),
        (_, Allowed::Ids(new)) => spelled(new.iter()),
        _ => "all".to_owned(),
    }
}

fn spelled<'a>(ids: impl Iterator<Item = &'a String>) -> String {
    ids.map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", ")
}

fn more(
    old: &[String],
    new: &[String],
    region: Region,
    item: &str,
    what: &str,
    lints: &[&'static str],
    looser: &mut Looser,
) {
    let added: Vec<&String> = new.iter().filter(|one| !old.contains(one)).collect();
    if !added.is_empty() {
        let message = format!("`{item}` {what}: {}", spelled(added.into_iter()));
        looser.note(region, item, message).quiets(lints, None);
    }
}

fn longer(old: &Retention, new: &Retention, region: Region, item: &str, looser: &mut Looser) {
    let message = match (old, new) {
        (Retention::Days(old), Retention::Days(new)) if new > old => {
            format!("longer retention: `{item}` is kept {new} days, not {old}")
        }
        (Retention::Days(old), Retention::UntilDeletion | Retention::NotStated) => {
            format!("longer retention: `{item}` was kept {old} days and has no such bound any more")
        }
        (Retention::UntilDeletion, Retention::NotStated) => {
            format!("longer retention: `{item}` was kept until deletion and has no such bound any more")
        }
        _ => return,
    };
    looser.note(region, item, message).quiets(&["exceeded_retention"], None);
}

fn choice(old: Option<Choice>, new: Option<Choice>, region: Region, item: &str, looser: &mut Looser) {
    if old.is_some_and(Choice::needs_gate) && !new.is_some_and(Choice::needs_gate) {
        looser.note(region, item, format!("`{item}` no longer needs permission")).quiets(&["missing_gate"], None);
    }
}

fn drafts(old: &Entry, new: &Entry, item: &str, looser: &mut Looser) {
    if new.draft && !old.draft {
        let message = format!("`{item}` is a draft now, and what rests on it is only a warning");
        looser.note(new.region, item, message);
    }
}
