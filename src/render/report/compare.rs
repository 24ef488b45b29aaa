//! An older inventory and the present one come in, what was added, removed and changed goes out, with the
//! questions that a privacy review asks.

use super::doc::{Block, Line, code, line, place, row, slug, t, table};
use super::view::View;
use crate::model::finding::Problem;
use crate::model::inventory::{Flow, Point, WaiverRow};
use crate::render::machine::terms::{self, Term};
use crate::render::text::{count, thousands};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// Rows listed per change.
const LISTED: usize = 200;

/// What is compared of an older document of the JSON contract.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Old {
    version: u32,
    #[serde(default)]
    points: Vec<Point>,
    #[serde(default)]
    flows: Vec<Flow>,
    #[serde(default)]
    waivers: Vec<WaiverRow>,
    #[serde(default)]
    terms: Vec<Term>,
}

/// Reads a document that `report --format json` or `check --format json` wrote.
pub fn old(path: &str, text: &str) -> Result<Old, Problem> {
    let help = "give a file that `cargo privacy-lint report --format json` wrote";
    let old: Old = serde_json::from_str(text)
        .map_err(|error| Problem::new(format!("the older inventory cannot be read: {error}"), help).at(path))?;
    if old.version != crate::render::machine::contract::VERSION {
        let message = format!("the older inventory has version {} of the contract", old.version);
        return Err(Problem::new(message, help).at(path));
    }
    Ok(old)
}

/// Added, removed, changed.
#[derive(Default)]
struct Change {
    added: Vec<Line>,
    removed: Vec<Line>,
    changed: Vec<Line>,
}

/// The section of the report.
pub(super) fn blocks(old: &Old, view: &View) -> Vec<Block> {
    let now_terms = view.policy().map(terms::of).unwrap_or_default();
    let changes = [
        ("Points", points(old, view)),
        ("Flows", flows(old, view)),
        ("Recipients", names("recipient", recipients(&old.flows.iter().collect::<Vec<_>>()), recipients(&view.flows))),
        ("Declarations of the policy", declarations(&old.terms, &now_terms)),
        ("Silences and waivers", waivers(old, view)),
    ];
    let mut out = vec![super::build::heading("changes", "What changed since the older inventory")];
    let rows = changes.iter().map(|(name, change)| {
        let number = |lines: &[Line]| line(thousands(lines.len()));
        row(vec![line(*name), number(&change.added), number(&change.removed), number(&change.changed)])
    });
    out.push(table("Changes", &["What", "Added", "Removed", "Changed"], rows.collect()));
    out.push(Block::Heading(3, "questions".into(), "Questions for privacy review".into()));
    let questions = questions(old, view, &now_terms);
    out.push(if questions.is_empty() {
        Block::Para(line(
            "None: no new data, recipient, country, purpose, subject or source, and nothing was loosened.",
        ))
    } else {
        Block::List(questions)
    });
    for (name, change) in changes {
        for (what, mut lines) in [("added", change.added), ("removed", change.removed), ("changed", change.changed)] {
            if lines.is_empty() {
                continue;
            }
            let title = format!("{name}: {} {what}", thousands(lines.len()));
            let more = lines.len().saturating_sub(LISTED);
            lines.truncate(LISTED);
            if more > 0 {
                lines.push(line(format!("and {} more", thousands(more))));
            }
            out.push(Block::Details(slug("change", &format!("{name} {what}")), line(title), vec![Block::List(lines)]));
        }
    }
    out
}

fn points(old: &Old, view: &View) -> Change {
    fn key(point: &Point) -> (String, String) {
        (point.item.clone(), point.keys.first().or(point.categories.first()).cloned().unwrap_or_default())
    }
    let shown = |point: &Point| -> Line {
        let data = point.categories.first().or(point.keys.first()).cloned().unwrap_or_default();
        vec![code(&point.item), t(format!(" ({data}) ")), place(&point.path, point.region.line)]
    };
    let before: BTreeMap<_, _> =
        old.points.iter().filter(|point| !point.test).map(|point| (key(point), point)).collect();
    let after: BTreeMap<_, _> = view.points.iter().map(|point| (key(point), *point)).collect();
    let mut change = Change::default();
    for (key, point) in &after {
        let Some(was) = before.get(key) else {
            change.added.push(shown(point));
            continue;
        };
        let fields: [(&str, &[String], &[String]); 5] = [
            ("categories", &was.categories, &point.categories),
            ("sources", &was.sources, &point.sources),
            ("purposes", &was.purposes, &point.purposes),
            ("bases", &was.bases, &point.bases),
            ("subjects", &was.subjects, &point.subjects),
        ];
        let words: Vec<String> = fields
            .iter()
            .filter(|(_, was, now)| was != now)
            .map(|(name, was, now)| format!("{name}: {} → {}", or_nothing(was), or_nothing(now)))
            .collect();
        if !words.is_empty() {
            let mut line = shown(point);
            line.push(t(format!(" {}", words.join("; "))));
            change.changed.push(line);
        }
    }
    change.removed =
        before.iter().filter(|(key, _)| !after.contains_key(*key)).map(|(_, point)| shown(point)).collect();
    change
}

fn or_nothing(words: &[String]) -> String {
    if words.is_empty() { "nothing".into() } else { words.join(", ") }
}

fn flows(old: &Old, view: &View) -> Change {
    type Key = (String, String, String, String);
    fn key(flow: &Flow, items: &BTreeMap<&str, &str>) -> Key {
        let from = flow.point.as_deref().and_then(|id| items.get(id).copied()).unwrap_or(&flow.source.path);
        let data = flow.keys.first().or(flow.categories.first()).cloned().unwrap_or_default();
        let to = flow.sink.recipient.clone().unwrap_or_else(|| flow.sink.kind.as_str().to_string());
        (from.to_string(), data, format!("{} {}", flow.sink.path, flow.sink.api), to)
    }
    let shown = |flow: &Flow| -> Line {
        let data = flow.categories.first().or(flow.keys.first()).cloned().unwrap_or_default();
        let to = flow.sink.recipient.as_deref().unwrap_or(flow.sink.kind.as_str());
        vec![t(format!("{data} → {to} ")), place(&flow.sink.path, flow.sink.line)]
    };
    let items = |points: &mut dyn Iterator<Item = &Point>| -> BTreeMap<String, String> {
        points.map(|point| (point.id.clone(), point.item.clone())).collect()
    };
    let was = items(&mut old.points.iter());
    let now = items(&mut view.points.iter().copied());
    let was: BTreeMap<&str, &str> = was.iter().map(|(id, item)| (id.as_str(), item.as_str())).collect();
    let now: BTreeMap<&str, &str> = now.iter().map(|(id, item)| (id.as_str(), item.as_str())).collect();
    let before: BTreeMap<Key, &Flow> =
        old.flows.iter().filter(|flow| !flow.test).map(|flow| (key(flow, &was), flow)).collect();
    let after: BTreeMap<Key, &Flow> = view.flows.iter().map(|flow| (key(flow, &now), *flow)).collect();
    let mut change = Change::default();
    for (key, flow) in &after {
        match before.get(key) {
            None => change.added.push(shown(flow)),
            Some(was) if was.state != flow.state => {
                let mut line = shown(flow);
                let words = [was.state, flow.state].map(crate::render::words::flow_state).join(" → ");
                line.push(t(format!(" {words}")));
                change.changed.push(line);
            }
            Some(_) => {}
        }
    }
    change.removed = before.iter().filter(|(key, _)| !after.contains_key(*key)).map(|(_, flow)| shown(flow)).collect();
    change
}

fn recipients(flows: &[&Flow]) -> BTreeSet<String> {
    flows.iter().filter_map(|flow| flow.sink.recipient.clone()).collect()
}

fn names(kind: &str, before: BTreeSet<String>, after: BTreeSet<String>) -> Change {
    let shown = |name: &String| vec![t(format!("{kind} ")), code(name)];
    Change {
        added: after.difference(&before).map(shown).collect(),
        removed: before.difference(&after).map(shown).collect(),
        changed: Vec::new(),
    }
}

fn declarations(before: &[Term], after: &[Term]) -> Change {
    let mut change = Change::default();
    for term in after {
        match before.iter().find(|old| old.kind == term.kind && old.id == term.id) {
            None => change.added.push(line(term.name())),
            Some(old) if old != term => change.changed.push(line(format!("{}: {}", term.name(), term.against(old)))),
            Some(_) => {}
        }
    }
    let gone = before.iter().filter(|old| !after.iter().any(|term| term.kind == old.kind && term.id == old.id));
    change.removed = gone.map(|term| line(term.name())).collect();
    change
}

fn waivers(old: &Old, view: &View) -> Change {
    let name = |row: &WaiverRow| format!("{} at {}: {}", row.lint, row.at, row.reason);
    let before: BTreeSet<String> = old.waivers.iter().map(name).collect();
    let after: BTreeSet<String> = view.run.outcome.inventory.waivers.iter().map(name).collect();
    names("waiver", before, after)
}

/// What a reviewer must ask: new kinds of data, people and places, and what the policy now allows and did not.
fn questions(old: &Old, view: &View, now: &[Term]) -> Vec<Line> {
    let mut out = Vec::new();
    let now_points: Vec<&Point> = view.points.clone();
    let old_points: Vec<&Point> = old.points.iter().filter(|point| !point.test).collect();
    let new = |of: fn(&Point) -> &[String]| -> Vec<String> {
        let was: BTreeSet<&String> = old_points.iter().flat_map(|point| of(point)).collect();
        let is: BTreeSet<&String> = now_points.iter().flat_map(|point| of(point)).collect();
        is.difference(&was).map(|id| (*id).clone()).collect()
    };
    for key in new(|point| &point.keys) {
        let special = view.options.is_special(&key);
        let points = now_points.iter().filter(|point| point.keys.contains(&key)).count();
        out.push(line(if special {
            format!(
                "A special category of data is new: {key} ({}). Which Art. 9 condition holds?",
                count(points, "point")
            )
        } else {
            format!("A kind of data is new: {key} ({}). Does the statement tell people?", count(points, "point"))
        }));
    }
    for (noun, ids) in [
        ("purpose", new(|point| &point.purposes)),
        ("source", new(|point| &point.sources)),
        ("kind of data subject", new(|point| &point.subjects)),
        ("legal basis", new(|point| &point.bases)),
    ] {
        out.extend(
            ids.into_iter().map(|id| line(format!("A {noun} is new in the code: {id}. Does the statement name it?"))),
        );
    }
    let old_flows: Vec<&Flow> = old.flows.iter().filter(|flow| !flow.test).collect();
    for recipient in recipients(&view.flows).difference(&recipients(&old_flows)) {
        let countries =
            view.policy().and_then(|policy| policy.recipients.get(recipient)).map(|r| r.countries.join(", "));
        let place = countries.filter(|places| !places.is_empty()).unwrap_or_else(|| "country not stated".into());
        out.push(line(format!("A recipient is new: {recipient} ({place}). Is there a contract, and are people told?")));
    }
    out.extend(
        terms::loosened(&old.terms, now).into_iter().map(|words| line(format!("The policy was loosened: {words}."))),
    );
    out
}
