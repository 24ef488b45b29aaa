//! An older inventory and the present one come in; what was added, removed and changed goes out, with the questions
//! that a privacy review asks.

use super::doc::{Block, Inline, Line, code, line, place, row, slug, t, table};
use super::questions::questions;
use super::view::{View, filed};
use crate::gate::since::same_points;
use crate::model::finding::Problem;
use crate::model::inventory::{Flow, MarkRow, Point, WaiverRow};
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
    pub(super) points: Vec<Point>,
    #[serde(default)]
    pub(super) flows: Vec<Flow>,
    #[serde(default)]
    pub(super) marks: Vec<MarkRow>,
    #[serde(default)]
    waivers: Vec<WaiverRow>,
    #[serde(default)]
    pub(super) terms: Vec<Term>,
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

/// One thing that differs: in words, and in which activity, where it is of one.
pub(super) struct Item {
    pub(super) words: Line,
    activity: Option<String>,
}

/// Added, removed, changed.
#[derive(Default)]
pub(super) struct Change {
    added: Vec<Item>,
    removed: Vec<Item>,
    changed: Vec<Item>,
}

impl Change {
    fn parts(&self) -> [(&'static str, &[Item]); 3] {
        [("added", &self.added), ("removed", &self.removed), ("changed", &self.changed)]
    }
}

/// What changed since an older inventory.
pub(super) struct Comparison {
    /// What differs: the noun of one, the noun of many, the things.
    changes: [(&'static str, &'static str, Change); 6],
    /// What a reviewer must ask.
    pub(super) questions: Vec<Line>,
    /// Kinds of data that the older inventory had not.
    pub(super) new_data: BTreeSet<String>,
    /// Recipients that the older inventory had not.
    pub(super) new_recipients: BTreeSet<String>,
    /// Stores that the older inventory had not.
    pub(super) new_stores: BTreeSet<String>,
}

impl Comparison {
    /// The comparison that is asked for.
    pub(super) fn of(view: &View) -> Option<Self> {
        let old = view.options.against.as_ref()?;
        let now_terms = view.policy().map(terms::of).unwrap_or_default();
        let (was, now) = recipients(old, view);
        let (kept_then, kept_now) = (stores(&old.marks), stores(&view.run.outcome.inventory.marks));
        let new_recipients = now.difference(&was).cloned().collect();
        let new_stores = kept_now.difference(&kept_then).cloned().collect();
        let before: BTreeSet<String> = outside_tests(old).map(|point| filed(&point.categories, &point.keys)).collect();
        let seen = view.subjects.iter().filter(|subject| subject.is_seen()).map(|subject| subject.id.clone());
        Some(Self {
            changes: [
                ("point", "Points", points(old, view)),
                ("flow", "Flows", flows(old, view)),
                ("recipient", "Recipients", names("recipient", was, now)),
                ("store", "Stores", names("store", kept_then, kept_now)),
                ("declaration", "Declarations of the policy", declarations(&old.terms, &now_terms)),
                ("waiver", "Silences and waivers", waivers(old, view)),
            ],
            questions: questions(old, view, &now_terms),
            new_data: seen.filter(|id| !before.contains(id)).collect(),
            new_recipients,
            new_stores,
        })
    }

    /// One paragraph for the first screen.
    pub(super) fn summary(&self) -> Block {
        let changed = self.words(|_| true);
        let questions = Inline::Ref("questions".into(), count(self.questions.len(), "question"));
        let since = Inline::Strong("Since the older inventory:".into());
        if changed.is_empty() && self.questions.is_empty() {
            return Block::Box(true, vec![vec![since, t(" nothing changed.")]]);
        }
        let changed = if changed.is_empty() { "nothing in the code changed".into() } else { changed };
        let changes = Inline::Ref("changes".into(), changed);
        let line = vec![since, t(" "), changes, t("; "), questions, t(" for privacy review.")];
        Block::Box(self.questions.is_empty(), vec![line])
    }

    /// What changed in an activity; `None` for what no activity claims.
    pub(super) fn in_activity(&self, id: Option<&str>) -> String {
        let words = self.words(|item| item.activity.as_deref() == id);
        if words.is_empty() { "nothing changed".into() } else { words }
    }

    fn words(&self, of: impl Fn(&Item) -> bool) -> String {
        self.counted(of).join(", ")
    }

    /// Everything that changed: `2 points added`, `1 recipient removed`.
    pub(super) fn all(&self) -> Vec<String> {
        self.counted(|_| true)
    }

    fn counted(&self, of: impl Fn(&Item) -> bool) -> Vec<String> {
        let mut out = Vec::new();
        for (one, _, change) in &self.changes {
            for (what, items) in change.parts() {
                match items.iter().filter(|item| of(item)).count() {
                    0 => {}
                    n => out.push(format!("{} {what}", count(n, one))),
                }
            }
        }
        out
    }

    /// The rows of the contract: what kind, how it changed, the words.
    pub(super) fn rows(&self) -> impl Iterator<Item = (&'static str, &'static str, &Line)> {
        self.changes.iter().flat_map(|(one, _, change)| {
            change.parts().into_iter().flat_map(move |(what, items)| items.iter().map(move |i| (*one, what, &i.words)))
        })
    }

    /// The section of the report.
    pub(super) fn blocks(self) -> Vec<Block> {
        let mut out = vec![super::build::heading("changes", "What changed since the older inventory")];
        let rows = self.changes.iter().map(|(_, name, change)| {
            let numbers = change.parts().map(|(_, items)| line(thousands(items.len())));
            row(std::iter::once(line(*name)).chain(numbers).collect())
        });
        out.push(table("Changes", &["What", "Added", "Removed", "Changed"], rows.collect()));
        out.push(Block::Heading(3, "questions".into(), "Questions for privacy review".into()));
        out.push(if self.questions.is_empty() {
            Block::Para(line(
                "None: no new data, recipient, country, purpose, subject or source, and nothing was loosened.",
            ))
        } else {
            Block::List(self.questions)
        });
        for (_, name, change) in self.changes {
            for (what, items) in [("added", change.added), ("removed", change.removed), ("changed", change.changed)] {
                if items.is_empty() {
                    continue;
                }
                let title = format!("{name}: {} {what}", thousands(items.len()));
                let more = items.len().saturating_sub(LISTED);
                let mut lines: Vec<Line> = items.into_iter().take(LISTED).map(|item| item.words).collect();
                if more > 0 {
                    lines.push(line(format!("and {} more", thousands(more))));
                }
                let id = slug("change", &format!("{name} {what}"));
                out.push(Block::Details(id, line(title), vec![Block::List(lines)]));
            }
        }
        out
    }
}

/// The points that count.
pub(super) fn outside_tests(old: &Old) -> impl Iterator<Item = &Point> {
    old.points.iter().filter(|point| !point.test)
}

fn points(old: &Old, view: &View) -> Change {
    let shown = |point: &Point, more: &str| Item {
        words: vec![
            code(&point.item),
            t(format!(" ({}) ", view.datum(&point.categories, &point.keys))),
            place(&point.path, point.region.line),
            t(more),
        ],
        activity: point.activity.clone(),
    };
    let before: Vec<&Point> = outside_tests(old).collect();
    let pairs = same_points(&before, &view.points);
    let mut change = Change::default();
    for (point, pair) in view.points.iter().zip(&pairs) {
        let Some(was) = pair.and_then(|at| before.get(at)) else {
            change.added.push(shown(point, ""));
            continue;
        };
        let words = differences(was, point);
        if !words.is_empty() {
            change.changed.push(shown(point, &format!(" {}", words.join("; "))));
        }
    }
    let known: BTreeSet<usize> = pairs.into_iter().flatten().collect();
    let gone = before.iter().enumerate().filter(|(at, _)| !known.contains(at));
    change.removed = gone.map(|(_, point)| shown(point, "")).collect();
    change
}

fn differences(was: &Point, point: &Point) -> Vec<String> {
    let one = |word: &Option<String>| word.iter().cloned().collect::<Vec<_>>();
    let item = |point: &Point| vec![point.item.clone()];
    let fields: [(&str, Vec<String>, Vec<String>); 10] = [
        ("item", item(was), item(point)),
        ("categories", was.categories.clone(), point.categories.clone()),
        ("sources", was.sources.clone(), point.sources.clone()),
        ("purposes", was.purposes.clone(), point.purposes.clone()),
        ("bases", was.bases.clone(), point.bases.clone()),
        ("subjects", was.subjects.clone(), point.subjects.clone()),
        ("kept", one(&was.kept), one(&point.kept)),
        ("gate", one(&was.gate), one(&point.gate)),
        ("activity", one(&was.activity), one(&point.activity)),
        ("product", one(&was.product), one(&point.product)),
    ];
    let differing = fields.iter().filter(|(_, was, now)| was != now);
    differing.map(|(name, was, now)| format!("{name}: {} → {}", or_nothing(was), or_nothing(now))).collect()
}

fn or_nothing(words: &[String]) -> String {
    if words.is_empty() { "nothing".into() } else { words.join(", ") }
}

/// Flows are the same when they start at the same item, carry the same data and end in the same place.
fn flows(old: &Old, view: &View) -> Change {
    type Key = (String, String, String, String);
    fn key(flow: &Flow, points: &BTreeMap<&str, &Point>) -> Key {
        let point = flow.point.as_deref().and_then(|id| points.get(id));
        let from = point.map_or(&flow.source.path, |point| &point.item);
        let data = flow.keys.first().or(flow.categories.first()).cloned().unwrap_or_default();
        let to = flow.sink.recipient.as_deref().unwrap_or(flow.sink.kind.as_str());
        (from.clone(), data, format!("{} {}", flow.sink.path, flow.sink.api), to.to_string())
    }
    let shown = |flow: &Flow, points: &BTreeMap<&str, &Point>, more: &str| {
        let to = match view.who(flow) {
            Some(recipient) => view.title("recipient", recipient),
            None => crate::render::words::sink(flow.sink.kind).to_string(),
        };
        let data = view.datum(&flow.categories, &flow.keys);
        Item {
            words: vec![t(format!("{data} → {to} ")), place(&flow.sink.path, flow.sink.line), t(more)],
            activity: flow.point.as_deref().and_then(|id| points.get(id)).and_then(|point| point.activity.clone()),
        }
    };
    let was: BTreeMap<&str, &Point> = old.points.iter().map(|point| (point.id.as_str(), point)).collect();
    let now: BTreeMap<&str, &Point> = view.points.iter().map(|point| (point.id.as_str(), *point)).collect();
    let before: BTreeMap<Key, &Flow> =
        old.flows.iter().filter(|flow| !flow.test).map(|flow| (key(flow, &was), flow)).collect();
    let after: BTreeMap<Key, &Flow> = view.flows.iter().map(|flow| (key(flow, &now), *flow)).collect();
    let mut change = Change::default();
    for (key, flow) in &after {
        match before.get(key) {
            None => change.added.push(shown(flow, &now, "")),
            Some(was) if was.state != flow.state => {
                let words = [was.state, flow.state].map(crate::render::words::flow_state).join(" → ");
                change.changed.push(shown(flow, &now, &format!(" {words}")));
            }
            Some(_) => {}
        }
    }
    let gone = before.iter().filter(|(key, _)| !after.contains_key(*key));
    change.removed = gone.map(|(_, flow)| shown(flow, &was, "")).collect();
    change
}

/// Who received data then and who does now: seen, or claimed by an annotation.
pub(super) fn recipients(old: &Old, view: &View) -> (BTreeSet<String>, BTreeSet<String>) {
    let seen = old.flows.iter().filter(|flow| !flow.test).filter_map(|flow| view.who(flow));
    let claimed = old.marks.iter().filter(|mark| mark.verb == "discloses").filter_map(|mark| mark.object.as_deref());
    (seen.chain(claimed).map(ToString::to_string).collect(), view.receivers())
}

/// The stores that annotations name.
fn stores(marks: &[MarkRow]) -> BTreeSet<String> {
    marks.iter().filter(|mark| mark.verb == "stores").filter_map(|mark| mark.object.clone()).collect()
}

fn of_no_activity(words: Line) -> Item {
    // Activities are `Some`; the row of what none claims is asked for with `None`, which these must not match.
    Item { words, activity: Some(String::new()) }
}

fn names(kind: &str, before: BTreeSet<String>, after: BTreeSet<String>) -> Change {
    let shown = |name: &String| of_no_activity(vec![t(format!("{kind} ")), code(name)]);
    Change {
        added: after.difference(&before).map(shown).collect(),
        removed: before.difference(&after).map(shown).collect(),
        changed: Vec::new(),
    }
}

fn declarations(before: &[Term], after: &[Term]) -> Change {
    let item = |term: &Term, words: String| Item {
        words: line(words),
        activity: Some(if term.kind == "activity" { term.id.clone() } else { String::new() }),
    };
    let mut change = Change::default();
    for term in after {
        match before.iter().find(|old| old.kind == term.kind && old.id == term.id) {
            None => change.added.push(item(term, term.name())),
            Some(old) if old != term => {
                change.changed.push(item(term, format!("{}: {}", term.name(), term.against(old))));
            }
            Some(_) => {}
        }
    }
    let gone = before.iter().filter(|old| !after.iter().any(|term| term.kind == old.kind && term.id == old.id));
    change.removed = gone.map(|term| item(term, term.name())).collect();
    change
}

fn waivers(old: &Old, view: &View) -> Change {
    let name = |row: &WaiverRow| format!("{} at {}: {}", row.lint, row.at, row.reason);
    let before: BTreeSet<String> = old.waivers.iter().map(name).collect();
    let after: BTreeSet<String> = view.run.outcome.inventory.waivers.iter().map(name).collect();
    names("waiver", before, after)
}
