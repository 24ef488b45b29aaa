//! A run comes in, SARIF 2.1.0 goes out, one run, as GitHub code scanning wants it.
//!
//! At most [`RESULTS`] results, the worst first: GitHub keeps no more, and its own choice is not documented
//! as it behaves. What is cut is said in a notification.

use super::{shown, uri};
use crate::model::card::Card;
use crate::model::finding::{Finding, Fix, Level, Problem, Related};
use crate::model::place::Region;
use crate::render::order::{is_flow, worst_first};
use crate::render::text::{count, inert_json, shortened};
use crate::render::{Run, VERSION};
use serde_json::{Value, json};

/// Results kept.
pub const RESULTS: usize = 5_000;
/// Locations kept per result.
const LOCATIONS: usize = 100;
/// GitHub's limit for descriptions.
const DESCRIPTION: usize = 1_000;

/// The `sarif` form of `check`.
pub fn check(run: &Run) -> String {
    let rules = rules(run);
    let ids: Vec<String> = rules.iter().map(|rule| rule["id"].as_str().unwrap_or("").to_string()).collect();
    let (results, cut) = results(run, &ids);
    let document = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "cargo-privacy-lint",
                "version": VERSION,
                "semanticVersion": VERSION,
                "informationUri": env!("CARGO_PKG_REPOSITORY"),
                "rules": rules,
            }},
            "columnKind": "unicodeCodePoints",
            "invocations": [{
                "executionSuccessful": run.outcome.errors.is_empty(),
                "toolExecutionNotifications": notifications(run, cut),
            }],
            "results": results,
        }],
    });
    let text = serde_json::to_string_pretty(&document).unwrap_or_default();
    inert_json(text + "\n")
}

/// Every card, and an entry for each lint that has none, so that no result points nowhere.
fn rules(run: &Run) -> Vec<Value> {
    let mut rules: Vec<Value> = run.cards.iter().map(rule).collect();
    let mut bare: Vec<&Finding> = run
        .outcome
        .findings
        .iter()
        .chain(run.outcome.waived.iter().map(|(finding, _)| finding))
        .filter(|finding| !run.cards.iter().any(|card| card.id == finding.lint))
        .collect();
    bare.sort_by(|a, b| a.lint.cmp(&b.lint));
    bare.dedup_by(|a, b| a.lint == b.lint);
    rules.extend(bare.into_iter().map(|finding| {
        rule(&Card {
            id: finding.lint.clone(),
            default: finding.level,
            summary: finding.lint.replace('_', " "),
            ..Card::default()
        })
    }));
    rules
}

fn rule(card: &Card) -> Value {
    let full = [&card.what, &card.why].map(|part| part.trim()).join("\n\n");
    let full = if full.trim().is_empty() { card.summary.clone() } else { full.trim().to_string() };
    let help = if card.how_to_fix.trim().is_empty() { &full } else { card.how_to_fix.trim() };
    let limits = card.limits.trim();
    let markdown = if limits.is_empty() {
        format!("{full}\n\n## How to fix\n\n{help}")
    } else {
        format!("{full}\n\n## How to fix\n\n{help}\n\n## Known limits\n\n{limits}")
    };
    json!({
        "id": card.id,
        "name": card.id,
        "shortDescription": { "text": shortened(&card.summary, DESCRIPTION) },
        "fullDescription": { "text": shortened(&full, DESCRIPTION) },
        "help": { "text": help, "markdown": markdown },
        "defaultConfiguration": { "enabled": card.default > Level::Allow, "level": level(card.default) },
        "properties": {
            "tags": ["privacy"],
            "precision": "high",
            "problem.severity": if card.default >= Level::Deny { "error" } else { "warning" },
        },
    })
}

fn results(run: &Run, ids: &[String]) -> (Vec<Value>, usize) {
    let mut findings: Vec<(&Finding, Option<&str>)> =
        run.outcome.findings.iter().map(|finding| (finding, None)).collect();
    findings.sort_by_key(|(finding, _)| worst_first(finding));
    findings.extend(run.outcome.waived.iter().map(|(finding, reason)| (finding, Some(reason.as_str()))));
    let cut = findings.len().saturating_sub(RESULTS);
    findings.truncate(RESULTS);
    (findings.into_iter().map(|(finding, waived)| result(finding, waived, run, ids)).collect(), cut)
}

fn result(finding: &Finding, waived: Option<&str>, run: &Run, ids: &[String]) -> Value {
    let mut text = finding.message.clone();
    if let Some(anchor) = &finding.anchor {
        text.push_str(&format!("\n\nThe statement ({}, line {}): “{}”", anchor.document, anchor.line, anchor.quote));
    }
    if !finding.help.is_empty() {
        text.push_str(&format!("\n\nHelp: {}", finding.help));
    }
    let mut result = json!({
        "ruleId": finding.lint,
        "ruleIndex": ids.iter().position(|id| *id == finding.lint),
        "level": level(finding.level),
        "message": { "text": text },
        "locations": [location(&finding.path, finding.region, None)],
        "partialFingerprints": {
            "primaryLocationLineHash": finding.fingerprint,
            "privacyLint/v1": finding.fingerprint,
        },
    });
    if !finding.related.is_empty() {
        let places = finding.related.iter().take(LOCATIONS).zip(1..);
        result["relatedLocations"] = places
            .map(|(related, id)| {
                let mut place = location(&related.path, region_of(related), Some(&related.message));
                place["id"] = Value::from(id);
                place
            })
            .collect();
    }
    if is_flow(finding) && !finding.related.is_empty() {
        let mut steps: Vec<Value> = finding
            .related
            .iter()
            .take(LOCATIONS - 1)
            .map(|step| json!({ "location": location(&step.path, region_of(step), Some(&step.message)) }))
            .collect();
        let end = if finding.label.is_empty() { &finding.message } else { &finding.label };
        steps.push(json!({ "location": location(&finding.path, finding.region, Some(end)) }));
        result["codeFlows"] = json!([{ "threadFlows": [{ "locations": steps }] }]);
    }
    if let Some(fix) = &finding.fix {
        result["fixes"] = json!([edit(fix)]);
    }
    if let Some(reason) = waived {
        let kind = if waived_in_policy(finding, run) { "external" } else { "inSource" };
        result["suppressions"] = json!([{ "kind": kind, "status": "accepted", "justification": reason }]);
    }
    result
}

fn waived_in_policy(finding: &Finding, run: &Run) -> bool {
    let mut rows = run.outcome.inventory.waivers.iter();
    rows.any(|row| row.lint == finding.lint && row.at == finding.item && row.path.ends_with(".toml"))
}

fn region_of(related: &Related) -> Region {
    if related.region.line > 0 { related.region } else { Region { line: related.line, ..Region::default() } }
}

fn location(path: &str, region: Region, message: Option<&str>) -> Value {
    let known = region.column > 0;
    let shown = shown(region);
    let mut place = json!({ "startLine": shown.line, "endLine": shown.end_line });
    if known {
        place["startColumn"] = shown.column.into();
        place["endColumn"] = shown.end_column.into();
    }
    let mut location = json!({
        "physicalLocation": {
            "artifactLocation": { "uri": uri(path), "uriBaseId": "%SRCROOT%" },
            "region": place,
        },
    });
    if let Some(message) = message {
        location["message"] = json!({ "text": message });
    }
    location
}

fn edit(fix: &Fix) -> Value {
    json!({
        "description": { "text": fix.title },
        "artifactChanges": [{
            "artifactLocation": { "uri": uri(&fix.path), "uriBaseId": "%SRCROOT%" },
            "replacements": [{
                "deletedRegion": { "byteOffset": fix.start, "byteLength": fix.end.saturating_sub(fix.start) },
                "insertedContent": { "text": fix.replacement },
            }],
        }],
    })
}

fn notifications(run: &Run, cut: usize) -> Vec<Value> {
    let note = |level: &str, text: String| json!({ "level": level, "message": { "text": text } });
    let mut notes: Vec<Value> = run.outcome.errors.iter().map(problem).collect();
    if cut > 0 {
        let kept = RESULTS;
        notes.push(note("warning", format!("{} left out: the worst {kept} are here", count(cut, "result"))));
    }
    let gaps = run.outcome.inventory.gaps.len();
    if gaps > 0 {
        notes.push(note("note", format!("{} could not be seen; `--format json` lists them", count(gaps, "place"))));
    }
    notes.extend(run.outcome.notes.iter().map(|text| note("note", text.clone())));
    notes
}

fn problem(problem: &Problem) -> Value {
    let mut note =
        json!({ "level": "error", "message": { "text": format!("{}\n\n{}", problem.message, problem.help) } });
    if let Some(path) = &problem.path {
        note["locations"] = json!([location(path, problem.region.unwrap_or_default(), None)]);
    }
    note
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Allow => "note",
        Level::Warn => "warning",
        Level::Deny | Level::Forbid => "error",
    }
}
