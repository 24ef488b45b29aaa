//! The view comes in, what annotations choose among goes out: purposes, sources and legal bases, each with its passage.

use super::super::answers::named;
use super::super::doc::*;
use super::super::view::{View, origin, passages};
use super::tables::section;
use crate::model::inventory::Point;
use crate::policy::{Entry, Policy};
use crate::render::text::count;
use crate::render::words;

pub(super) fn blocks(view: &View) -> Vec<Block> {
    let Some(policy) = view.policy() else { return Vec::new() };
    let mut out = purposes(policy, view);
    out.extend(sources(policy, view));
    out.extend(bases(policy, view));
    out
}

fn purposes(policy: &Policy, view: &View) -> Vec<Block> {
    section("purposes", "Purposes", "The policy declares no purpose.", || {
        let rows = policy.purposes.values().map(|purpose| {
            let entry = &purpose.entry;
            let bases = match purpose.bases.as_slice() {
                [] => line("not stated"),
                ids => said(view.titles("basis", ids), origin(entry, "bases")),
            };
            entry_row("purpose", entry, vec![bases], policy, view, |point| &point.purposes)
        });
        (rows.collect(), table("Purposes", &["Purpose", "The statement", "Legal bases", "In the code"], vec![]))
    })
}

fn sources(policy: &Policy, view: &View) -> Vec<Block> {
    section("sources", "Sources", "The policy declares no source.", || {
        let rows = policy.sources.values().map(|source| {
            let entry = &source.entry;
            let choice = match source.choice {
                Some(choice) => said(words::choice(choice), origin(entry, "choice")),
                None => line("not stated"),
            };
            // Which kind it is, the author of the policy judged.
            let kind = said(words::source_kind(source.kind), Origin::Claimed);
            entry_row("source", entry, vec![kind, choice], policy, view, |point| &point.sources)
        });
        (rows.collect(), table("Sources", &["Source", "The statement", "Kind", "Choice", "In the code"], vec![]))
    })
}

fn bases(policy: &Policy, view: &View) -> Vec<Block> {
    section("bases", "Legal bases", "The policy declares no legal basis.", || {
        let rows = policy.bases.values().map(|basis| {
            let entry = &basis.entry;
            let article = match &basis.article {
                Some(article) => said(format!("Art. {article}"), origin(entry, "article")),
                None => line("not stated"),
            };
            let resting = policy.purposes.values().filter(|purpose| purpose.bases.contains(&entry.id));
            let purposes =
                resting.map(|purpose| said(named("purpose", &purpose.entry.id, view), origin(&purpose.entry, "bases")));
            let purposes = stacked(purposes.collect(), "not stated");
            entry_row("basis", entry, vec![article, purposes], policy, view, |point| &point.bases)
        });
        let head = ["Legal basis", "The statement", "Article", "Purposes that rest on it", "In the code"];
        (rows.collect(), table("Legal bases", &head, vec![]))
    })
}

/// Its title, its passage, what the policy says of it, and how many points say it.
fn entry_row(
    kind: &str,
    entry: &Entry,
    says: Vec<Line>,
    policy: &Policy,
    view: &View,
    of: fn(&Point) -> &Vec<String>,
) -> Row {
    let points = view.points.iter().filter(|point| of(point).contains(&entry.id)).count();
    let mut cells = vec![vec![t(&entry.title), Inline::Origin(origin(entry, "title"))], passages(entry, policy)];
    cells.extend(says);
    cells.push(if points == 0 { line("no point says it") } else { said(count(points, "point"), Origin::Claimed) });
    Row { id: Some(slug(kind, &entry.id)), cells, alarm: false }
}
