//! The view comes in, the tables after the inventory go out: purposes, what was found, what is unused, what is not seen.

use super::super::doc::*;
use super::super::view::{View, passages, readable};
use super::{destinations, heading, options, scopes};
use crate::model::inventory::Usage;
use crate::render::human::short::level;
use crate::render::order::worst_first;
use crate::render::text::count;

pub(super) fn blocks(view: &View) -> Vec<Block> {
    let mut out = Vec::new();
    out.extend(destinations::blocks(view));
    out.extend(scopes::blocks(view));
    out.extend(options::blocks(view));
    out.extend(findings(view));
    out.extend(unused(view));
    out.extend(rules(view));
    out.extend(waivers(view));
    out.extend(outside(view));
    out.extend(gaps(view));
    out
}

/// A section with a table; what is said when it is empty.
pub(super) fn section(id: &str, title: &str, nothing: &str, table: impl FnOnce() -> (Vec<Row>, Block)) -> Vec<Block> {
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

fn findings(view: &View) -> Vec<Block> {
    section("findings", "Findings", "No finding.", || {
        let mut findings: Vec<_> = view.run.outcome.findings.iter().collect();
        findings.sort_by_key(|finding| worst_first(finding));
        let rows = findings
            .into_iter()
            .map(|finding| {
                let mut what = spoken(&finding.message);
                if let Some(anchor) = &finding.anchor {
                    what.extend([Inline::Break, Inline::Quote(readable(anchor.words()))]);
                    let document = view.policy().and_then(|policy| policy.documents.get(&anchor.document));
                    let title = document.map_or(&anchor.document, |document| &document.entry.title);
                    what.push(t(format!(" {title}, line {}", anchor.line)));
                }
                Row {
                    id: Some(slug("finding", &finding.fingerprint)),
                    cells: vec![
                        vec![Inline::Strong(level(finding.level).into()), t(" "), code(&finding.lint)],
                        vec![place(&finding.path, finding.region.line)],
                        what,
                        spoken(&finding.help),
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
                    policy
                        .entry(&declaration.kind, &declaration.id)
                        .map_or_else(|| line("no document says it"), |entry| passages(entry, policy)),
                    line(&declaration.kind),
                    vec![place(&policy.path, declaration.line)],
                    line(state),
                ])
            })
            .collect();
        (rows, table("Unused declarations", &["Declaration", "The statement", "Kind", "Place", "State"], vec![]))
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
                let quote = passages(&rule.entry, policy);
                let condition = rule.condition.clone().unwrap_or_else(|| "none".into());
                row(vec![line(&rule.entry.title), quote, said(state(&rule.entry.id), Origin::Seen), line(condition)])
            })
            .collect();
        for promise in &policy.promises {
            let quote = passages(&promise.entry, policy);
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

/// Gaps that are listed openly; more are folded, or they would be most of the page.
const OPEN_GAPS: usize = 40;

fn gaps(view: &View) -> Vec<Block> {
    let mut out = section("gaps", "Gaps: what could not be seen", "No gap.", || {
        let rows = view.run.outcome.inventory.gaps.iter();
        let rows = rows.map(|gap| row(vec![vec![place(&gap.path, gap.line)], line(&gap.reason)])).collect();
        (rows, table("Gaps", &["Place", "Why"], vec![]))
    });
    let many = |block: &Block| matches!(block, Block::Table(content) if content.rows.len() > OPEN_GAPS);
    if let Some(at) = out.iter().position(many) {
        let found = view.run.outcome.inventory.gaps.len();
        let folded = out.remove(at);
        out.insert(at, Block::Details("all-gaps".into(), line(count(found, "gap")), vec![folded]));
    }
    out
}
