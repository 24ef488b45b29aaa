//! The view comes in, the inventory goes out: each category in the statement's order, what is said and what is seen.

use super::super::answers;
use super::super::doc::*;
use super::super::view::{Subject, View, origin, quoted, tally};
use super::heading;
use crate::model::inventory::{Flow, Point};
use crate::policy::{Allowed, Category};
use crate::render::text::{count, listed, thousands};
use crate::render::words;
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn blocks(view: &View) -> Vec<Block> {
    let mut out = vec![heading("inventory", "Inventory by category")];
    if view.policy().is_none() {
        out.push(Block::Para(line("There is no policy, so what was found is listed by data key.")));
    }
    let (unused, used): (Vec<&Subject>, Vec<&Subject>) = view.subjects.iter().partition(|subject| !subject.is_seen());
    for subject in used {
        let level = 3 + subject.depth.min(2) as u8;
        out.push(Block::Heading(level, slug("data", &subject.id), subject.title.clone()));
        out.extend(declared(subject, view));
        out.push(Block::Details(
            slug("points", &subject.id),
            line(format!("{} in the code", count(subject.points.len(), "point"))),
            vec![points(&subject.points, view)],
        ));
        if !subject.flows.is_empty() {
            out.push(Block::Details(
                slug("flows", &subject.id),
                line(count(subject.flows.len(), "flow")),
                vec![flows(&subject.flows, view)],
            ));
        }
    }
    if !unused.is_empty() {
        let names: Vec<String> = unused.iter().map(|subject| subject.title.clone()).collect();
        let words = format!("Declared, and not seen in the code ({}): {}.", thousands(names.len()), listed(&names));
        out.push(Block::Para(vec![t(words)]));
    }
    out
}

/// What the policy says of the category, beside what the points say.
fn declared(subject: &Subject, view: &View) -> Vec<Block> {
    let (Some(policy), Some(category)) = (view.policy(), subject.category) else {
        let annotated = subject.points.iter().any(|point| !point.categories.is_empty());
        let words = match (view.policy(), annotated) {
            (None, _) => "Not compared with a policy.",
            (_, true) => {
                "Annotations name this category, and the policy declares none of this name: users are not told."
            }
            (_, false) => "No category of the policy covers this data key: users are not told.",
        };
        return vec![Block::Para(vec![Inline::Strong(words.into())])];
    };
    let mut out = Vec::new();
    for anchor in &category.entry.anchors {
        out.push(Block::Para(quoted(anchor, policy)));
    }
    if category.entry.anchors.is_empty() {
        out.push(Block::Para(line("No document says this: policy.toml alone declares it.")));
    }
    let entry = &category.entry;
    let stated = |key: &str, words: String| {
        let origin = if words.starts_with("not ") { Origin::Nothing } else { origin(entry, key) };
        said(words, origin)
    };
    let claimed = |kind: &str, of: fn(&Point) -> &[String]| {
        let tally = tally(&subject.points, of);
        if tally.is_empty() {
            return line("not said in the code");
        }
        let words: Vec<String> =
            tally.iter().map(|(id, n)| format!("{} ({})", answers::named(kind, id, view), thousands(*n))).collect();
        said(words.join(", "), Origin::Claimed)
    };
    let allowed = |key: &str, kind: &str, of: &Allowed, total: usize| {
        stated(key, words::allowed(of, key, total, &|id| view.title(kind, id)))
    };
    let rows = vec![
        vec![
            line("Sources"),
            allowed("sources", "source", &category.sources, policy.sources.len()),
            claimed("source", |p| &p.sources),
        ],
        vec![
            line("Purposes"),
            allowed("purposes", "purpose", &category.purposes, policy.purposes.len()),
            claimed("purpose", |p| &p.purposes),
        ],
        vec![line("Legal bases"), bases(category, view), claimed("basis", |p| &p.bases)],
        vec![
            line("Recipients"),
            allowed("recipients", "recipient", &category.recipients, policy.recipients.len()),
            answers::recipients(subject, "not seen".into(), view),
        ],
        vec![line("Retention"), answers::kept_by_policy(subject, view), answers::kept_by_code(subject, view)],
        vec![
            line("Choice"),
            stated("choice", category.choice.map_or("not stated".into(), |choice| words::choice(choice).into())),
            gates(&subject.points),
        ],
        vec![line("What it is"), said(nature(category), Origin::Claimed), detected(subject, view)],
    ];
    let rows = rows.into_iter().chain(elements(subject, category, view)).map(row).collect();
    out.push(table("What is said and what the code shows", &["About", "The policy", "The code"], rows));
    out
}

/// The elements that the policy names, each with its passage, beside how many points are of one.
fn elements(subject: &Subject, category: &Category, view: &View) -> Option<Vec<Line>> {
    let policy = view.policy().filter(|_| !category.elements.is_empty())?;
    let named = category.elements.values().map(|element| {
        let entry = &element.entry;
        let mut line = said(&entry.title, origin(entry, "title"));
        for anchor in &entry.anchors {
            line.push(t(" "));
            line.extend(quoted(anchor, policy));
        }
        line
    });
    let counted = category.elements.values().filter_map(|element| {
        let id = format!("{}.{}", category.entry.id, element.entry.id);
        let points = subject.points.iter().filter(|point| point.categories.contains(&id)).count();
        (points > 0).then(|| format!("{} ({})", element.entry.title, thousands(points)))
    });
    let counted: Vec<String> = counted.collect();
    let code = if counted.is_empty() { line("not seen") } else { said(counted.join(", "), Origin::Seen) };
    Some(vec![line("Elements"), stacked(named.collect(), "none"), code])
}

/// Bases are stated for purposes: those of the purposes the category allows.
fn bases(category: &Category, view: &View) -> Line {
    let Some(policy) = view.policy() else { return line("not stated") };
    let purposes = policy.purposes.values().filter(|purpose| category.purposes.allows(&purpose.entry.id));
    let bases: BTreeSet<&String> = purposes.flat_map(|purpose| &purpose.bases).collect();
    if bases.is_empty() {
        return line("not stated for these purposes");
    }
    said(view.titles("basis", bases), Origin::Stated)
}

fn gates(points: &[&Point]) -> Line {
    let with = points.iter().filter(|point| point.gate.is_some()).count();
    if with == 0 {
        return line("no gate named");
    }
    let seen = points.iter().filter(|point| point.gate_seen).count();
    let asked = match seen {
        0 => String::new(),
        _ if seen == with => ", seen to be asked first".into(),
        _ => format!(", {} seen to be asked first", thousands(seen)),
    };
    let text = format!("{} of {} name a gate{asked}", thousands(with), count(points.len(), "point"));
    said(text, if seen == with { Origin::Seen } else { Origin::Claimed })
}

fn nature(category: &Category) -> String {
    let identifies = match category.identifies_directly {
        Some(true) => "identifies a person directly",
        Some(false) => "identifies a person indirectly",
        None => "not stated whether it identifies a person",
    };
    format!("sensitivity {}; {identifies}", words::sensitivity(category.sensitivity))
}

/// What the rule packs recognised, by data key.
fn detected(subject: &Subject, view: &View) -> Line {
    let mut keys: BTreeMap<&str, usize> = BTreeMap::new();
    for key in subject.points.iter().filter_map(|point| point.keys.first()) {
        *keys.entry(key).or_default() += 1;
    }
    let words: Vec<String> =
        keys.into_iter().map(|(key, n)| format!("{} ({})", view.title("key", key), thousands(n))).collect();
    if words.is_empty() { line("not detected by a rule pack") } else { said(words.join(", "), Origin::Seen) }
}

/// Where neither a policy nor an annotation says whence, what for or on which basis, those columns are left out.
fn points(points: &[&Point], view: &View) -> Block {
    let says = |point: &&Point| !(point.sources.is_empty() && point.purposes.is_empty() && point.bases.is_empty());
    let compared = view.policy().is_some() || view.points.iter().any(says);
    let mut head = vec!["Item", "Place", "Kind", "Found by"];
    if compared {
        head.extend(["Source", "Purpose", "Basis", "Activity"]);
    }
    head.push("What happens");
    let rows = points.iter().map(|point| {
        let mut cells = vec![
            vec![code(&point.item)],
            vec![place(&point.path, point.region.line)],
            line(kind(point, view)),
            vec![t(found(point))],
        ];
        if compared {
            cells.extend([
                said_or("source", &point.sources, "not said", view),
                said_or("purpose", &point.purposes, "not allocated", view),
                said_or("basis", &point.bases, "not said", view),
                point.activity.as_deref().map_or_else(|| line("unallocated"), |id| view.activity(Some(id))),
            ]);
        }
        let states: Vec<&str> = point.states.iter().map(|state| words::datum_state(*state)).collect();
        cells.push(said(states.join(", "), Origin::Seen));
        Row { id: Some(slug("point", &point.id)), cells, alarm: false }
    });
    table("Points", &head, rows.collect())
}

fn found(point: &Point) -> String {
    format!("{} ({})", words::found_by(&point.found_by), words::confidence(point.confidence))
}

fn said_or(kind: &str, ids: &[String], nothing: &str, view: &View) -> Line {
    let names: Vec<String> = ids.iter().map(|id| answers::named(kind, id, view)).collect();
    if ids.is_empty() { line(nothing) } else { said(names.join(", "), Origin::Claimed) }
}

/// Kind of place, with the element of the category that it is.
fn kind(point: &Point, view: &View) -> String {
    let element = point.categories.first().and_then(|category| category.split_once('.'));
    let element = element.and_then(|(category, element)| {
        view.policy()?.categories.get(category)?.elements.get(element).map(|element| &element.entry.title)
    });
    let kind = words::point_kind(point.kind);
    element.map_or_else(|| kind.to_string(), |title| format!("{kind}: {title}"))
}

/// The call, its place, and the host where that is more than the recipient's name.
fn through(flow: &Flow, view: &View) -> Line {
    let mut line = vec![code(&flow.sink.api), t(" "), place(&flow.sink.path, flow.sink.line)];
    if let Some(seen) = flow.sink.recipient.as_deref().filter(|seen| view.who(flow) != Some(seen)) {
        line.extend([t(" to "), code(seen)]);
    }
    line
}

fn flows(flows: &[&Flow], view: &View) -> Block {
    let rows = flows
        .iter()
        .map(|flow| {
            let steps = flow.steps.iter().map(|step| {
                let mut line = vec![place(&step.path, step.line), t(" ")];
                line.extend(spoken(&step.what));
                line
            });
            let to = match view.who(flow) {
                Some(id) => view.recipient(id, Origin::Seen),
                None if flow.sink.kind.leaves() => {
                    said(format!("{}, recipient not seen", words::sink(flow.sink.kind)), Origin::Seen)
                }
                None => said(words::sink(flow.sink.kind), Origin::Seen),
            };
            let state = match flow.transforms.is_empty() {
                true => words::flow_state(flow.state).to_string(),
                false => format!("{} ({})", words::flow_state(flow.state), flow.transforms.join(", ")),
            };
            Row {
                id: Some(slug("flow", &flow.id)),
                cells: vec![
                    vec![place(&flow.source.path, flow.source.line)],
                    to,
                    through(flow, view),
                    said(state, Origin::Seen),
                    if flow.steps.is_empty() { line("not seen") } else { joined(steps.collect(), "\n") },
                ],
                alarm: false,
            }
        })
        .collect();
    table("Flows, step by step", &["From", "To", "Through", "State of the data", "Steps"], rows)
}
