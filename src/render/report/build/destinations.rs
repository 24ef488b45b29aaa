//! The view comes in, where data goes goes out: recipients with role, country and safeguard, then logs, stores and the rest.

use super::super::doc::*;
use super::super::view::{View, origin, passages};
use super::tables::section;
use crate::model::inventory::{Flow, MarkRow, SinkKind};
use crate::policy::Retention;
use crate::render::text::{count, thousands};
use crate::render::words;
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn blocks(view: &View) -> Vec<Block> {
    let mut out = recipients(view);
    out.extend(sinks(view));
    out
}

/// Data, by what flows say: categories first, keys where there is none.
fn data(flows: &[&Flow], view: &View) -> String {
    let names: BTreeSet<String> = flows.iter().map(|flow| view.datum(&flow.categories, &flow.keys)).collect();
    if names.is_empty() { "not known".into() } else { names.into_iter().collect::<Vec<_>>().join(", ") }
}

/// What a recipient is seen to receive, and what annotations say of it.
fn received(flows: &[&Flow], claims: &[&MarkRow], view: &View) -> Line {
    let mut lines = Vec::new();
    if !flows.is_empty() {
        lines.push(said(data(flows, view), Origin::Seen));
    }
    let claimed: BTreeSet<&String> = claims.iter().flat_map(|mark| &mark.categories).collect();
    if !claimed.is_empty() {
        lines.push(said(view.titles("category", claimed), Origin::Claimed));
    }
    stacked(lines, "not seen")
}

const RECIPIENTS: [&str; 7] = ["Recipient", "The statement", "Role", "Countries", "Safeguard", "Data", "Flows"];

fn recipients(view: &View) -> Vec<Block> {
    section("recipients", "Recipients", "No recipient is declared or seen.", || {
        // Every recipient that flows or annotations name, the undeclared ones too.
        let mut named: BTreeMap<&str, (Vec<&Flow>, Vec<&MarkRow>)> = BTreeMap::new();
        for flow in &view.flows {
            if let Some(recipient) = view.who(flow) {
                named.entry(recipient).or_default().0.push(flow);
            }
        }
        for mark in view.run.outcome.inventory.marks.iter().filter(|mark| mark.verb == "discloses") {
            if let Some(recipient) = &mark.object {
                named.entry(recipient).or_default().1.push(mark);
            }
        }
        let mut rows = Vec::new();
        let declared = view.policy().into_iter();
        for (policy, recipient) in declared.flat_map(|policy| policy.recipients.values().map(move |of| (policy, of))) {
            let entry = &recipient.entry;
            let (flows, claims) = named.remove(entry.id.as_str()).unwrap_or_default();
            let option = |words: Option<&str>, key: &str| match words {
                Some(words) => said(words, origin(entry, key)),
                None => line("not stated"),
            };
            let countries = (!recipient.countries.is_empty()).then(|| recipient.countries.join(", "));
            let says = vec![
                vec![Inline::Strong(entry.title.clone()), Inline::Origin(origin(entry, "title"))],
                passages(entry, policy),
                option(recipient.role.as_deref(), "role"),
                option(countries.as_deref(), "countries"),
                option(recipient.safeguard.as_deref(), "safeguard"),
            ];
            rows.push(recipient_row(&entry.id, says, &flows, &claims, false, view));
        }
        let compared = view.policy().is_some();
        for (id, (flows, claims)) in named {
            let by = if flows.is_empty() { Origin::Claimed } else { Origin::Seen };
            let declared = t(if compared { " not declared" } else { " not compared" });
            let name = vec![Inline::Strong(id.into()), Inline::Origin(by), declared];
            let says = std::iter::once(name).chain(std::iter::repeat_n(line("not stated"), 4)).collect();
            rows.push(recipient_row(id, says, &flows, &claims, compared, view));
        }
        (rows, table("Recipients", &RECIPIENTS, vec![]))
    })
}

fn recipient_row(
    id: &str,
    mut cells: Vec<Line>,
    flows: &[&Flow],
    claims: &[&MarkRow],
    alarm: bool,
    view: &View,
) -> Row {
    cells.push(received(flows, claims, view));
    cells.push(line(format!("{} seen, {} claimed", thousands(flows.len()), thousands(claims.len()))));
    Row { id: Some(slug("recipient", id)), cells, alarm }
}

fn sinks(view: &View) -> Vec<Block> {
    section("places", "Logs, stores and other places data goes to", "No flow was seen.", || {
        let mut kinds: BTreeMap<SinkKind, Vec<&Flow>> = BTreeMap::new();
        view.flows.iter().for_each(|flow| kinds.entry(flow.sink.kind).or_default().push(flow));
        let mut rows: Vec<Row> = kinds
            .into_iter()
            .map(|(kind, flows)| {
                let plain = flows.iter().filter(|flow| flow.transforms.is_empty()).count();
                Row {
                    id: Some(slug("sink", kind.as_str())),
                    cells: vec![
                        said(words::sink(kind), Origin::Seen),
                        line("not stated"),
                        said(data(&flows, view), Origin::Seen),
                        line("not stated"),
                        line(format!("{}, {} plain", count(flows.len(), "flow"), thousands(plain))),
                    ],
                    alarm: false,
                }
            })
            .collect();
        rows.extend(stores(view));
        (rows, table("Places", &["Place", "The statement", "Data", "Kept", "Seen"], vec![]))
    })
}

/// The stores that the policy declares, then those that annotations alone name.
fn stores(view: &View) -> Vec<Row> {
    let mut named: BTreeMap<&str, Vec<&MarkRow>> = BTreeMap::new();
    for mark in view.run.outcome.inventory.marks.iter().filter(|mark| mark.verb == "stores") {
        if let Some(store) = &mark.object {
            named.entry(store).or_default().push(mark);
        }
    }
    let row = |id: &str, name: Line, told: Line, kept: Line, marks: Vec<&MarkRow>, alarm: bool| {
        let data: BTreeSet<&String> = marks.iter().flat_map(|mark| &mark.categories).collect();
        let data = view.titles("category", data);
        let data = if marks.is_empty() { line("not said") } else { said(data, Origin::Claimed) };
        Row {
            id: Some(slug("store", id)),
            cells: vec![name, told, data, kept, line(count(marks.len(), "annotation"))],
            alarm,
        }
    };
    let mut rows = Vec::new();
    let declared = view.policy().into_iter();
    for (policy, store) in declared.flat_map(|policy| policy.stores.values().map(move |store| (policy, store))) {
        let entry = &store.entry;
        let name = said(format!("store: {}", entry.title), origin(entry, "title"));
        let kept = match store.retention {
            Retention::NotStated => line("not stated"),
            _ => said(words::retention(&store.retention), origin(entry, "retention")),
        };
        rows.push(row(
            &entry.id,
            name,
            passages(entry, policy),
            kept,
            named.remove(entry.id.as_str()).unwrap_or_default(),
            false,
        ));
    }
    let compared = view.policy().is_some();
    for (id, marks) in named {
        let mut name = said(format!("store: {id}"), Origin::Claimed);
        name.push(t(if compared { " not declared" } else { " not compared" }));
        rows.push(row(id, name, line("not stated"), line("not stated"), marks, compared));
    }
    rows
}
