//! The view comes in, the tables after the inventory go out: who receives, what was found, what is unused, what is not seen.

use super::super::doc::*;
use super::super::view::{View, origin, readable};
use super::{heading, scopes};
use crate::model::inventory::{Flow, MarkRow, SinkKind, Usage};
use crate::render::human::short::level;
use crate::render::order::worst_first;
use crate::render::text::{count, thousands};
use crate::render::words;
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn blocks(view: &View) -> Vec<Block> {
    let mut out = Vec::new();
    out.extend(recipients(view));
    out.extend(sinks(view));
    out.extend(scopes::blocks(view));
    out.extend(purposes(view));
    out.extend(findings(view));
    out.extend(unused(view));
    out.extend(rules(view));
    out.extend(waivers(view));
    out.extend(outside(view));
    out.extend(gaps(view));
    out
}

fn section(id: &str, title: &str, nothing: &str, table: impl FnOnce() -> (Vec<Row>, Block)) -> Vec<Block> {
    let (rows, block) = table();
    if rows.is_empty() {
        return vec![heading(id, title), Block::Para(line(nothing))];
    }
    let block = match block {
        Block::Table(table) => Block::Table(Table { rows, ..table }),
        other => other,
    };
    vec![heading(id, title), block]
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

fn recipients(view: &View) -> Vec<Block> {
    section("recipients", "Recipients", "No recipient is declared or seen.", || {
        let mut seen: BTreeMap<&str, Vec<&Flow>> = BTreeMap::new();
        for flow in &view.flows {
            if let Some(recipient) = &flow.sink.recipient {
                seen.entry(recipient).or_default().push(flow);
            }
        }
        let mut rows = Vec::new();
        for recipient in view.policy().iter().flat_map(|policy| policy.recipients.values()) {
            let entry = &recipient.entry;
            let flows = seen.remove(entry.id.as_str()).unwrap_or_default();
            let claimed = view.run.outcome.inventory.marks.iter();
            let claims: Vec<&MarkRow> =
                claimed.filter(|m| m.verb == "discloses" && m.object.as_deref() == Some(&entry.id)).collect();
            let option = |words: Option<&str>, key: &str| match words {
                Some(words) => said(words, origin(entry, key)),
                None => line("not stated"),
            };
            let countries = (!recipient.countries.is_empty()).then(|| recipient.countries.join(", "));
            rows.push(Row {
                id: Some(slug("recipient", &entry.id)),
                cells: vec![
                    vec![Inline::Strong(entry.title.clone()), Inline::Origin(origin(entry, "title"))],
                    option(recipient.role.as_deref(), "role"),
                    option(countries.as_deref(), "countries"),
                    option(recipient.safeguard.as_deref(), "safeguard"),
                    received(&flows, &claims, view),
                    line(format!("{} seen, {} claimed", thousands(flows.len()), thousands(claims.len()))),
                ],
                alarm: false,
            });
        }
        for (id, flows) in seen {
            let declared = if view.policy().is_some() { "not declared" } else { "not compared" };
            rows.push(Row {
                id: Some(slug("recipient", id)),
                cells: vec![
                    vec![Inline::Strong(id.into()), Inline::Origin(Origin::Seen), t(format!(" {declared}"))],
                    line("not stated"),
                    line("not stated"),
                    line("not stated"),
                    said(data(&flows, view), Origin::Seen),
                    line(format!("{} seen, 0 claimed", thousands(flows.len()))),
                ],
                alarm: view.policy().is_some(),
            });
        }
        (rows, table("Recipients", &["Recipient", "Role", "Countries", "Safeguard", "Data", "Flows"], vec![]))
    })
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
                        line(data(&flows, view)),
                        line("not stated"),
                        line(format!("{}, {} plain", count(flows.len(), "flow"), thousands(plain))),
                    ],
                    alarm: false,
                }
            })
            .collect();
        for store in view.policy().iter().flat_map(|policy| policy.stores.values()) {
            let entry = &store.entry;
            let marks = view.run.outcome.inventory.marks.iter();
            let marks: Vec<_> =
                marks.filter(|m| m.verb == "stores" && m.object.as_deref() == Some(&entry.id)).collect();
            let data: BTreeSet<&String> = marks.iter().flat_map(|mark| &mark.categories).collect();
            let data = view.titles("category", data);
            rows.push(Row {
                id: Some(slug("store", &entry.id)),
                cells: vec![
                    vec![t(format!("store: {}", entry.title)), Inline::Origin(origin(entry, "title"))],
                    if marks.is_empty() { line("not said") } else { said(data, Origin::Claimed) },
                    said(words::retention(&store.retention), origin(entry, "retention")),
                    line(count(marks.len(), "annotation")),
                ],
                alarm: false,
            });
        }
        (rows, table("Places", &["Place", "Data", "Kept", "Seen"], vec![]))
    })
}

fn purposes(view: &View) -> Vec<Block> {
    let Some(policy) = view.policy() else { return Vec::new() };
    section("purposes", "Purposes", "The policy declares no purpose.", || {
        let rows = policy
            .purposes
            .values()
            .map(|purpose| {
                let id = &purpose.entry.id;
                let points = view.points.iter().filter(|point| point.purposes.contains(id)).count();
                Row {
                    id: Some(slug("purpose", id)),
                    cells: vec![
                        vec![t(&purpose.entry.title), Inline::Origin(origin(&purpose.entry, "title"))],
                        if purpose.bases.is_empty() {
                            line("not stated")
                        } else {
                            said(view.titles("basis", &purpose.bases), origin(&purpose.entry, "bases"))
                        },
                        line(if points == 0 { "no point says it".into() } else { count(points, "point") }),
                    ],
                    alarm: false,
                }
            })
            .collect();
        (rows, table("Purposes", &["Purpose", "Legal bases", "In the code"], vec![]))
    })
}

fn findings(view: &View) -> Vec<Block> {
    section("findings", "Findings", "No finding.", || {
        let mut findings: Vec<_> = view.run.outcome.findings.iter().collect();
        findings.sort_by_key(|finding| worst_first(finding));
        let rows = findings
            .into_iter()
            .map(|finding| {
                let mut what = line(&finding.message);
                if let Some(anchor) = &finding.anchor {
                    what.extend([Inline::Break, Inline::Quote(readable(&anchor.quote))]);
                    what.push(t(format!(" {}, line {}", anchor.document, anchor.line)));
                }
                Row {
                    id: Some(slug("finding", &finding.fingerprint)),
                    cells: vec![
                        vec![Inline::Strong(level(finding.level).into()), t(" "), code(&finding.lint)],
                        vec![place(&finding.path, finding.region.line)],
                        what,
                        line(&finding.help),
                    ],
                    alarm: finding.level >= crate::model::finding::Level::Deny,
                }
            })
            .collect();
        (rows, table("Findings, the worst first", &["Level and lint", "Place", "What", "What to do"], vec![]))
    })
}

fn unused(view: &View) -> Vec<Block> {
    let Some(policy) = view.policy() else { return Vec::new() };
    section("unused", "Declared and not found in the code", "Every declaration is used.", || {
        let declarations = view.run.outcome.inventory.declarations.iter();
        let rows = declarations
            .filter(|declaration| declaration.state != Usage::Used)
            .map(|declaration| {
                let state = match declaration.state {
                    Usage::Unannotated => "only detected, in no annotation",
                    _ => "unused",
                };
                row(vec![
                    vec![t(&declaration.title), t(" "), code(&declaration.id)],
                    line(&declaration.kind),
                    vec![place(&policy.path, declaration.line)],
                    line(state),
                ])
            })
            .collect();
        (rows, table("Unused declarations", &["Declaration", "Kind", "Place", "State"], vec![]))
    })
}

fn rules(view: &View) -> Vec<Block> {
    let Some(policy) = view.policy() else { return Vec::new() };
    if policy.rules.is_empty() && policy.promises.is_empty() {
        return Vec::new();
    }
    section("rules", "Rules and promises", "None.", || {
        let state = |id: &str| {
            let row = view.run.outcome.inventory.rules.iter().find(|row| row.id == id);
            row.map_or("not checked".to_string(), |row| row.state.replace('-', " "))
        };
        let mut rows: Vec<Row> = policy
            .rules
            .iter()
            .map(|rule| {
                let quote = rule
                    .entry
                    .anchors
                    .first()
                    .map_or_else(|| line("no document"), |a| vec![Inline::Quote(readable(&a.quote))]);
                let condition = rule.condition.clone().unwrap_or_else(|| "none".into());
                row(vec![line(&rule.entry.title), quote, said(state(&rule.entry.id), Origin::Seen), line(condition)])
            })
            .collect();
        for promise in &policy.promises {
            let quote = promise
                .entry
                .anchors
                .first()
                .map_or_else(|| line("no document"), |a| vec![Inline::Quote(readable(&a.quote))]);
            let checked = match &promise.manual {
                Some(manual) => format!("by people: {manual}"),
                None if promise.checked_by.is_empty() => "not checked".into(),
                None => format!("by {}", promise.checked_by.join(", ")),
            };
            rows.push(row(vec![line(&promise.entry.title), quote, line(checked), line("none")]));
        }
        let head = ["Rule or promise", "The statement", "How it stands", "Condition that people must judge"];
        (rows, table("Rules and promises", &head, vec![]))
    })
}

fn waivers(view: &View) -> Vec<Block> {
    section("waivers", "Silences and waivers", "None.", || {
        let rows = view.run.outcome.inventory.waivers.iter();
        let rows = rows
            .map(|waiver| {
                row(vec![
                    vec![code(&waiver.lint), t(" at "), code(&waiver.at)],
                    vec![place(&waiver.path, waiver.line)],
                    line(waiver.owner.as_deref().unwrap_or("no owner named")),
                    line(waiver.until.as_deref().unwrap_or("no end")),
                    line(&waiver.reason),
                    line(&waiver.state),
                ])
            })
            .collect();
        (rows, table("Silences and waivers", &["What", "Place", "Owner", "Until", "Reason", "State"], vec![]))
    })
}

fn outside(view: &View) -> Vec<Block> {
    let Some(policy) = view.policy().filter(|policy| !policy.outside.is_empty()) else { return Vec::new() };
    section("outside", "Systems kept by hand, never checked", "None.", || {
        let or = |kind: &str, ids: &[String]| {
            if ids.is_empty() { line("not stated") } else { said(view.titles(kind, ids), Origin::Claimed) }
        };
        let rows = policy
            .outside
            .iter()
            .map(|system| {
                row(vec![
                    vec![t(&system.entry.title), Inline::Origin(Origin::Claimed)],
                    line(system.owner.as_deref().unwrap_or("not stated")),
                    or("category", &system.categories),
                    or("purpose", &system.purposes),
                    or("recipient", &system.recipients),
                    line(system.retention.as_deref().unwrap_or("not stated")),
                    line(system.note.as_deref().unwrap_or("no note")),
                ])
            })
            .collect();
        (rows, table("Outside systems", &["System", "Owner", "Data", "Purposes", "Recipients", "Kept", "Note"], vec![]))
    })
}

fn gaps(view: &View) -> Vec<Block> {
    section("gaps", "Gaps: what could not be seen", "No gap.", || {
        let rows = view.run.outcome.inventory.gaps.iter();
        let rows = rows.map(|gap| row(vec![vec![place(&gap.path, gap.line)], line(&gap.reason)])).collect();
        (rows, table("Gaps", &["Place", "Why"], vec![]))
    })
}
