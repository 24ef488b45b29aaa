//! A survey comes in; the rows of the contract for marks, waivers and declarations go out.

use super::{Survey, Told};
use crate::model::inventory::{Declaration, Flow, FoundBy, MarkRow, Point, Usage, WaiverRow};
use crate::model::mark::{CategoryRef, Verb};
use crate::policy::Entry;
use std::collections::{BTreeMap, BTreeSet};

/// The clauses as the contract lists them.
pub fn mark_rows(survey: &Survey) -> Vec<MarkRow> {
    let mut rows: Vec<MarkRow> = survey.told.iter().map(|told| mark_row(survey, told)).collect();
    rows.sort_by(|a, b| (&a.path, a.line, &a.item, &a.verb).cmp(&(&b.path, b.line, &b.item, &b.verb)));
    for (at, row) in rows.iter_mut().enumerate() {
        row.id = format!("m{}", at + 1);
    }
    rows
}

fn mark_row(survey: &Survey, told: &Told) -> MarkRow {
    let options = &told.clause.options;
    let mut shown: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut put = |key: &str, words: Vec<String>| {
        if !words.is_empty() {
            shown.insert(key.to_owned(), words);
        }
    };
    let texts = |words: &[crate::model::mark::Word]| words.iter().map(|word| word.text.clone()).collect();
    put("from", texts(&options.sources));
    put("for", texts(&options.purposes));
    put("under", texts(&options.bases));
    put("of", texts(&options.subjects));
    put("when", options.gate.iter().map(|word| word.text.clone()).collect());
    put("kept", options.kept.iter().map(|word| word.text.clone()).collect());
    put("on", options.product.iter().map(|word| word.text.clone()).collect());
    put("in", options.activity.iter().map(|word| word.text.clone()).collect());
    let (verb, object) = verb_and_object(&told.clause.verb);
    MarkRow {
        id: String::new(),
        verb: verb.to_owned(),
        categories: told.clause.categories.iter().map(category_text).collect(),
        object,
        options: shown,
        item: told.item.clone(),
        path: told.path.clone(),
        line: survey.region(told, told.clause.span).line,
        point: told.point.map(|at| survey.points[at].id.clone()),
    }
}

pub(crate) fn category_text(category: &CategoryRef) -> String {
    match &category.element {
        Some(element) => format!("{}.{}", category.id.text, element.text),
        None => category.id.text.clone(),
    }
}

fn verb_and_object(verb: &Verb) -> (&'static str, Option<String>) {
    match verb {
        Verb::Collects => ("collects", None),
        Verb::Infers(from) => ("infers", Some(from.iter().map(category_text).collect::<Vec<_>>().join(", "))),
        Verb::Stores(store) => ("stores", Some(store.text.clone())),
        Verb::Discloses(recipient) => ("discloses", Some(recipient.text.clone())),
        Verb::Logs => ("logs", None),
        Verb::Reviews => ("reviews", None),
        Verb::TrainsOn => ("trains-on", None),
        Verb::Processes(method) => ("processes", Some(method.text.clone())),
        Verb::Transforms(transform) => (transform.verb(), None),
        Verb::Deletes(store) => ("deletes", Some(store.text.clone())),
        Verb::Unauthenticated => ("unauthenticated", None),
        Verb::NotPersonal(reason) => ("not-personal", Some(reason.text.clone())),
        Verb::Allow(allow) => ("allow", Some(allow.lint.text.clone())),
    }
}

/// The silences as the contract lists them beside the waivers.
pub fn waiver_rows(survey: &Survey) -> Vec<WaiverRow> {
    let silences = survey.silenced.iter().map(|silenced| {
        let state = if silenced.covers.is_empty() { "unused" } else { "used" };
        match (silenced.told, silenced.entry) {
            (Some(at), _) => {
                let told = &survey.told[at];
                let reason = match &told.clause.verb {
                    Verb::NotPersonal(reason) => reason.text.clone(),
                    _ => String::new(),
                };
                WaiverRow {
                    lint: "not-personal".to_owned(),
                    at: told.item.clone(),
                    path: told.path.clone(),
                    line: survey.region(told, told.clause.span).line,
                    reason,
                    state: state.to_owned(),
                    ..WaiverRow::default()
                }
            }
            (None, entry) => {
                let entry = &survey.policy.silences[entry.unwrap_or_default()];
                WaiverRow {
                    lint: "not-personal".to_owned(),
                    at: entry.at.clone(),
                    path: survey.policy.path.clone(),
                    line: entry.region.line,
                    owner: Some(entry.owner.clone()),
                    reason: entry.reason.clone(),
                    state: state.to_owned(),
                    ..WaiverRow::default()
                }
            }
        }
    });
    silences.collect()
}

/// The declarations of the policy, and the points outside tests that use each: by what annotations say, and by
/// where flows are seen to go.
pub fn declarations(survey: &Survey, flows: &[Flow]) -> Vec<Declaration> {
    let policy = survey.policy;
    let received: BTreeSet<(&str, &str)> = flows
        .iter()
        .filter(|flow| !flow.test && flow.sink.kind.leaves())
        .filter_map(|flow| Some((policy.recipient_named(flow.sink.recipient.as_ref()?)?, flow.point.as_deref()?)))
        .collect();
    let mut rows = Vec::new();
    let mut add = |kind: &str, entry: &Entry, uses: &dyn Fn(&Point) -> bool, told: &dyn Fn(&Told) -> bool| {
        let users: Vec<&Point> = survey.points.iter().filter(|point| !point.test && uses(point)).collect();
        let annotated = users.iter().any(|point| point.found_by.contains(&FoundBy::Annotated))
            || survey.told.iter().any(|t| !t.test && told(t));
        rows.push(Declaration {
            kind: kind.to_owned(),
            id: entry.id.clone(),
            title: entry.title.clone(),
            line: entry.region.line,
            state: match (annotated, users.is_empty()) {
                (true, _) => Usage::Used,
                (false, false) => Usage::Unannotated,
                (false, true) => Usage::Unused,
            },
            used_by: users.iter().map(|point| point.id.clone()).collect(),
            anchor: entry.anchor(),
        });
    };
    let never = |_: &Told| false;
    let names = |told: &Told, id: &str| told.clause.categories.iter().any(|category| category.id.text == id);
    for (id, category) in &policy.categories {
        let below = |point: &Point| {
            let of = |c: &String| policy.is_below(c.split_once('.').map_or(c, |(c, _)| c), id);
            point.categories.iter().any(of)
        };
        add("category", &category.entry, &below, &|told| names(told, id) && !is_bookkeeping(&told.clause.verb));
        for element in category.elements.values() {
            let full = format!("{id}.{}", element.entry.id);
            add("element", &element.entry, &|point: &Point| point.categories.contains(&full), &never);
        }
    }
    for (id, purpose) in &policy.purposes {
        let below = |point: &Point| point.purposes.iter().any(|p| policy.is_purpose_below(p, id));
        add("purpose", &purpose.entry, &below, &|told| told.options.purposes.iter().any(|said| said.id == *id));
    }
    for (id, source) in &policy.sources {
        add("source", &source.entry, &|point| point.sources.contains(id), &never);
    }
    for (id, basis) in &policy.bases {
        add("basis", &basis.entry, &|point| point.bases.contains(id), &|told| {
            told.options.bases.iter().any(|said| said.id == *id)
        });
    }
    for (id, subject) in &policy.subjects {
        add("subject", subject, &|point| point.subjects.contains(id), &never);
    }
    for (id, processing) in &policy.processing {
        add("processing", &processing.entry, &|_| false, &|told| match &told.clause.verb {
            Verb::Processes(method) => method.text == *id,
            Verb::Reviews => processing.kind == "human",
            Verb::TrainsOn => processing.kind == "training",
            _ => false,
        });
    }
    for (id, recipient) in &policy.recipients {
        add(
            "recipient",
            &recipient.entry,
            &|point| received.contains(&(id.as_str(), point.id.as_str())),
            &|told| matches!(&told.clause.verb, Verb::Discloses(to) if to.text == *id),
        );
    }
    for (id, store) in &policy.stores {
        add(
            "store",
            &store.entry,
            &|_| false,
            &|told| matches!(&told.clause.verb, Verb::Stores(into) if into.text == *id),
        );
    }
    for (id, product) in &policy.products {
        add("product", &product.entry, &|point| point.product.as_ref() == Some(id), &never);
    }
    for (id, activity) in &policy.activities {
        add("activity", &activity.entry, &|point| point.activity.as_ref() == Some(id), &never);
    }
    rows
}

fn is_bookkeeping(verb: &Verb) -> bool {
    matches!(verb, Verb::NotPersonal(_) | Verb::Allow(_) | Verb::Deletes(_))
}
