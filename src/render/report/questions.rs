//! An older inventory and the present one come in, the questions of a privacy review go out: what is new about data,
//! people and places, and what the policy now allows and did not.

use super::compare::{Old, outside_tests, recipients};
use super::doc::{Line, line};
use super::view::{View, filed, whole};
use crate::model::inventory::{Flow, Point};
use crate::render::machine::terms::{self, Term};
use crate::render::text::count;
use crate::render::words;
use std::collections::{BTreeMap, BTreeSet};

/// What a point says of itself, as ids.
type Ids = fn(&Point) -> &[String];

pub(super) fn questions(old: &Old, view: &View, now: &[Term]) -> Vec<Line> {
    let before: Vec<&Point> = outside_tests(old).collect();
    let mut out = new_data(&before, view);
    out.extend(new_words(&before, view));
    out.extend(new_places(old, &before, view));
    out.extend(new_recipients(old, view));
    out.extend(terms::loosened(&old.terms, now).into_iter().map(|words| format!("The policy was loosened: {words}.")));
    out.into_iter().map(line).collect()
}

/// Ids of the points of now that no older point has.
fn new(before: &[&Point], view: &View, of: Ids) -> Vec<String> {
    let was: BTreeSet<&String> = before.iter().flat_map(|point| of(point)).collect();
    let is: BTreeSet<&String> = view.points.iter().flat_map(|point| of(point)).collect();
    is.difference(&was).map(|id| (*id).clone()).collect()
}

/// A title, with its id where that is something else.
fn named(kind: &str, id: &str, view: &View) -> String {
    let title = view.title(kind, id);
    if title == id { title } else { format!("{title} ({id})") }
}

fn new_data(before: &[&Point], view: &View) -> Vec<String> {
    let mut out = Vec::new();
    for key in new(before, view, |point| &point.keys) {
        let points = count(view.points.iter().filter(|point| point.keys.contains(&key)).count(), "point");
        let name = named("key", &key, view);
        out.push(if view.options.is_special(&key) {
            format!("A special category of data is new: {name}, {points}. Which Art. 9 condition holds?")
        } else {
            format!("A kind of data is new: {name}, {points}. Does the statement tell people?")
        });
    }
    for category in new(before, view, |point| &point.categories) {
        let declared = view.policy().and_then(|policy| policy.categories.get(whole(&category)));
        let special = declared.is_some_and(|of| of.covers.iter().any(|(key, _)| view.options.is_special(key)));
        let name = named("category", &category, view);
        out.push(if special {
            format!("A category that holds special categories of data is new: {name}. Which Art. 9 condition holds?")
        } else {
            format!("A category of data is new in the code: {name}. Were people told before it was collected?")
        });
    }
    out
}

fn new_words(before: &[&Point], view: &View) -> Vec<String> {
    let kinds: [(&str, &str, Ids); 4] = [
        ("purpose", "purpose", |point| &point.purposes),
        ("source", "source", |point| &point.sources),
        ("kind of data subject", "subject", |point| &point.subjects),
        ("legal basis", "basis", |point| &point.bases),
    ];
    let ask = |(noun, kind, of): (&str, &str, Ids)| {
        let ids = new(before, view, of).into_iter();
        let question = |id: String| {
            format!("A {noun} is new in the code: {}. Does the statement name it?", named(kind, &id, view))
        };
        ids.map(question).collect::<Vec<_>>()
    };
    kinds.into_iter().flat_map(ask).collect()
}

/// Data that was there, in an activity, in a product, for a purpose, from a source or in a place that is new for it.
fn new_places(old: &Old, before: &[&Point], view: &View) -> Vec<String> {
    let known: BTreeSet<String> = before.iter().map(|point| filed(&point.categories, &point.keys)).collect();
    type Others = fn(&Point) -> Vec<String>;
    let pairs = |points: &[&Point], of: Others| {
        let mut out: BTreeMap<(String, String), usize> = BTreeMap::new();
        for point in points {
            for other in of(point) {
                *out.entry((filed(&point.categories, &point.keys), other)).or_default() += 1;
            }
        }
        out
    };
    let kinds: [(&str, &str, Others); 4] = [
        ("activity", "is newly collected in the activity", |point| point.activity.iter().cloned().collect()),
        ("product", "is newly collected in the product", |point| point.product.iter().cloned().collect()),
        ("purpose", "has a purpose that is new for it:", |point| point.purposes.clone()),
        ("source", "has a source that is new for it:", |point| point.sources.clone()),
    ];
    let mut out = Vec::new();
    for (kind, what, of) in kinds {
        let was = pairs(before, of);
        let now = pairs(&view.points, of).into_iter();
        for ((data, other), n) in now.filter(|(pair, _)| known.contains(&pair.0) && !was.contains_key(pair)) {
            let (data, other) = (title(&data, view), named(kind, &other, view));
            out.push(format!("{data} {what} {other}, {}. Were people told, and does a basis hold?", count(n, "point")));
        }
    }
    out.extend(new_ends(old, &known, view));
    out
}

/// Data that was there and now ends somewhere new: with another recipient, in a log, in a store.
fn new_ends(old: &Old, known: &BTreeSet<String>, view: &View) -> Vec<String> {
    let end = |flow: &Flow| match view.who(flow) {
        Some(id) => view.title("recipient", id),
        None => words::sink(flow.sink.kind).to_string(),
    };
    let ends = |flows: &mut dyn Iterator<Item = &Flow>| -> BTreeSet<(String, String)> {
        flows.filter(|flow| !flow.test).map(|flow| (filed(&flow.categories, &flow.keys), end(flow))).collect()
    };
    let was = ends(&mut old.flows.iter());
    let now = ends(&mut view.flows.iter().copied());
    let new = now.difference(&was).filter(|(data, _)| known.contains(data));
    new.map(|(data, end)| format!("{} newly goes to {end}. Is that needed, and were people told?", title(data, view)))
        .collect()
}

fn title(id: &str, view: &View) -> String {
    if view.declares("category", id) { view.title("category", id) } else { view.title("key", id) }
}

fn new_recipients(old: &Old, view: &View) -> Vec<String> {
    let (was, is) = recipients(old, view);
    let ask = |id: &String| {
        let recipient = view.policy().and_then(|policy| policy.recipients.get(id));
        let countries = recipient.map(|recipient| recipient.countries.join(", ")).filter(|places| !places.is_empty());
        let place = countries.unwrap_or_else(|| "country not stated".into());
        let name = view.title("recipient", id);
        format!("A recipient is new: {name}, {place}. Is there a contract, and are people told?")
    };
    is.difference(&was).map(ask).collect()
}
