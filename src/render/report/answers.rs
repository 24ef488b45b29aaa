//! A kind of data comes in; what people ask about it goes out as cells: are users told, whence, where, to whom, how long.

use super::doc::*;
use super::view::{Subject, View, origin, tally};
use crate::model::inventory::SinkKind;
use crate::policy::{Allowed, Category, Entry, Retention};
use crate::render::text::{count, thousands};
use crate::render::words;
use indexmap::IndexMap;
use std::collections::{BTreeMap, BTreeSet};

/// A row a kind of data. Without a policy, only what the code itself can answer is asked.
pub(super) fn table_of(caption: &str, subjects: &[&Subject], view: &View, new: &BTreeSet<String>) -> Block {
    let compared = view.policy().is_some();
    let mut head = vec!["Data"];
    if compared {
        head.extend(["Are users told?", "From whom", "In which activity"]);
    } else {
        head.push("Collected in");
    }
    head.extend(["Who receives it", "Also goes to"]);
    if compared {
        head.push("How long");
    }
    head.push("Points / flows");
    let rows = subjects.iter().map(|subject| {
        let mut cells = vec![name(subject, view, new)];
        if compared {
            cells.extend([told(subject, view), sources(subject, view), activities(subject, view)]);
        } else {
            cells.push(crates(subject));
        }
        cells.extend([recipients(subject, nobody(subject.category, view), view), elsewhere(subject)]);
        if compared {
            cells.push(kept(subject, view));
        }
        cells.push(line(format!("{} / {}", thousands(subject.points.len()), thousands(subject.flows.len()))));
        let alarm = compared && (subject.category.is_none() || view.differences(subject) > 0);
        Row { id: None, cells, alarm }
    });
    table(caption, &head, rows.collect())
}

fn name(subject: &Subject, view: &View, new: &BTreeSet<String>) -> Line {
    let mut name = vec![Inline::Ref(slug("data", &subject.id), subject.title.clone())];
    if subject.category.is_none() && subject.title != subject.id {
        name.extend([t(" "), code(&subject.id)]);
    }
    if subject.is_special(view.options) {
        name.push(t(" (special category)"));
    }
    let differences = view.differences(subject);
    if differences > 0 {
        let words = format!("⚠ {}", count(differences, "difference"));
        name.extend([Inline::Break, Inline::Ref("findings".into(), words)]);
    }
    if new.contains(&subject.id) {
        name.extend([Inline::Break, Inline::Strong("new".into())]);
    }
    name
}

fn told(subject: &Subject, view: &View) -> Line {
    match subject.category {
        None => vec![Inline::Strong("no: no category covers it".into())],
        Some(category) if view.told(&category.entry.id) => said("yes", Origin::Stated),
        Some(_) => vec![Inline::Strong("no: no document names it".into()), Inline::Origin(Origin::Claimed)],
    }
}

fn sources(subject: &Subject, view: &View) -> Line {
    let sources = tally(&subject.points, |point| &point.sources).into_keys();
    let sources: Vec<String> = sources.map(|id| named("source", id, view)).collect();
    if sources.is_empty() { line("not said") } else { said(sources.join(", "), Origin::Claimed) }
}

/// A title, with a word where the policy has no such entry.
pub(super) fn named(kind: &str, id: &str, view: &View) -> String {
    let sign = if view.policy().is_none() || view.declares(kind, id) { "" } else { " (not declared)" };
    view.title(kind, id) + sign
}

fn activities(subject: &Subject, view: &View) -> Line {
    let activities = view.activities(subject).into_iter().map(|activity| {
        let mut line = view.activity(activity.as_deref());
        // The policy says which code an activity is.
        line.extend(activity.map(|_| Inline::Origin(Origin::Claimed)));
        line
    });
    stacked(activities.collect(), "not seen")
}

fn crates(subject: &Subject) -> Line {
    let crates: BTreeSet<&str> = subject.points.iter().map(|point| point.krate.as_str()).collect();
    stacked(crates.into_iter().map(|krate| vec![code(krate)]).collect(), "not seen")
}

/// Who receives it. That something leaves to somebody who was not seen is said too.
pub(super) fn recipients(subject: &Subject, nothing: String, view: &View) -> Line {
    let known = view.recipients(subject).into_iter().map(|(id, origin)| view.recipient(&id, origin));
    let mut lines: Vec<Line> = known.collect();
    let unseen: BTreeSet<SinkKind> = sinks(subject).filter(|kind| kind.leaves()).collect();
    if !unseen.is_empty() {
        let words: Vec<&str> = unseen.into_iter().map(words::sink).collect();
        lines.push(said(format!("{}: recipient not seen", words.join(", ")), Origin::Seen));
    }
    stacked(lines, nothing)
}

fn nobody(category: Option<&Category>, view: &View) -> String {
    match category.map(|category| &category.recipients) {
        Some(Allowed::None) => "none stated, none seen".into(),
        Some(Allowed::Ids(ids)) => format!("not seen; stated: {}", view.titles("recipient", ids)),
        _ if view.policy().is_none() => "not seen".into(),
        _ => "not stated, not seen".into(),
    }
}

/// Kinds of sink of the flows whose recipient is not known.
fn sinks<'s>(subject: &'s Subject) -> impl Iterator<Item = SinkKind> + 's {
    subject.flows.iter().filter(|flow| flow.sink.recipient.is_none()).map(|flow| flow.sink.kind)
}

/// Logs, storage, files, screens: where it goes without being given to anybody.
fn elsewhere(subject: &Subject) -> Line {
    let mut kinds: BTreeMap<SinkKind, usize> = BTreeMap::new();
    sinks(subject).filter(|kind| !kind.leaves()).for_each(|kind| *kinds.entry(kind).or_default() += 1);
    if kinds.is_empty() {
        return line("not seen");
    }
    let words: Vec<String> =
        kinds.into_iter().map(|(kind, n)| format!("{} ({})", words::sink(kind), thousands(n))).collect();
    said(words.join(", "), Origin::Seen)
}

/// How long: what the policy and the code say together.
fn kept(subject: &Subject, view: &View) -> Line {
    let mut terms = Terms::default();
    terms.add_policy(subject, view);
    terms.add_code(subject, view);
    terms.line("not stated")
}

/// How long by the policy alone: the category's own term, its stores', its activities'.
pub(super) fn kept_by_policy(subject: &Subject, view: &View) -> Line {
    let mut terms = Terms::default();
    terms.add_policy(subject, view);
    terms.line("not stated")
}

/// How long by the annotations of its points.
pub(super) fn kept_by_code(subject: &Subject, view: &View) -> Line {
    let mut terms = Terms::default();
    terms.add_code(subject, view);
    terms.line("not said in the code")
}

/// Terms of retention. Equal ones are one line; where they differ, each says where it holds.
#[derive(Default)]
struct Terms(IndexMap<String, (BTreeSet<Origin>, BTreeSet<String>)>);

impl Terms {
    fn add(&mut self, words: String, origin: Origin, place: Option<String>) {
        let (origins, places) = self.0.entry(words).or_default();
        origins.insert(origin);
        places.extend(place);
    }

    fn add_stated(&mut self, retention: &Retention, entry: &Entry, place: Option<String>) {
        if *retention != Retention::NotStated {
            self.add(words::retention(retention), origin(entry, "retention"), place);
        }
    }

    fn add_policy(&mut self, subject: &Subject, view: &View) {
        let Some(policy) = view.policy() else { return };
        if let Some(category) = subject.category {
            self.add_stated(&category.retention, &category.entry, None);
        }
        for claim in subject.claims.iter().filter(|claim| claim.verb == "stores") {
            if let Some(store) = claim.object.as_ref().and_then(|id| policy.stores.get(id)) {
                self.add_stated(&store.retention, &store.entry, Some(store.entry.title.clone()));
            }
        }
        // A category below another is kept as that one is, where it says nothing itself.
        let silent = subject.category.is_none_or(|category| category.retention == Retention::NotStated);
        for above in policy.ancestors(&subject.id).into_iter().filter(|_| silent) {
            if let Some(above) = policy.categories.get(above) {
                self.add_stated(&above.retention, &above.entry, Some(above.entry.title.clone()));
            }
        }
        for id in view.activities(subject).into_iter().flatten() {
            if let Some(activity) = policy.activities.get(&id) {
                self.add_stated(&activity.retention, &activity.entry, Some(activity.entry.title.clone()));
            }
        }
    }

    fn add_code(&mut self, subject: &Subject, view: &View) {
        for point in &subject.points {
            if let Some(kept) = &point.kept {
                let place = point.activity.as_ref().map(|id| view.title("activity", id));
                self.add(words::kept(kept), Origin::Claimed, place);
            }
        }
    }

    fn line(self, nothing: &str) -> Line {
        let differ = self.0.len() > 1;
        let lines = self.0.into_iter().map(|(words, (origins, places))| {
            let places: Vec<String> = places.into_iter().collect();
            let words = if differ && !places.is_empty() { format!("{words} ({})", places.join(", ")) } else { words };
            said_by(words, origins)
        });
        stacked(lines.collect(), nothing)
    }
}
