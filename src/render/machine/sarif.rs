//! A run comes in, SARIF 2.1.0 goes out, one run, as GitHub code scanning wants it.
//!
//! GitHub keeps 5,000 results, shows 100 places of each and refuses a file of more than 10 MB when compressed, and
//! its own choice is not documented as it behaves. So what is cut is cut here, worst first, by the rule that
//! docs/ci.md states, and said in a notification; the exit code and the other formats know nothing of it.

use super::{shown, uri};
use crate::model::card::Card;
use crate::model::finding::{Finding, Fix, Level, Problem, Related};
use crate::model::place::Region;
use crate::render::order::{is_flow, worst_first};
use crate::render::text::{count, inert_json, shortened, thousands};
use crate::render::{Run, VERSION};
use serde_json::{Value, json};

/// Results kept.
pub const RESULTS: usize = 5_000;
/// Bytes of results kept, before compression. Such JSON shrinks to less than a fifth; a third is assumed.
pub const BYTES: usize = 30 << 20;
/// Places kept per result; of a flow the first and the last ones, since its ends say most.
const LOCATIONS: usize = 100;
/// An edit that writes more than this is not repeated here (a lock written anew).
const LARGEST_EDIT: usize = 4_096;
/// GitHub's limit for descriptions.
const DESCRIPTION: usize = 1_000;

/// The `sarif` form of `check`.
pub fn check(run: &Run) -> String {
    let rules = rules(run);
    let ids: Vec<String> = rules.iter().map(|rule| rule["id"].as_str().unwrap_or("").to_string()).collect();
    let kept = results(run, &ids);
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
                "toolExecutionNotifications": notifications(run, &kept),
            }],
            "results": [],
        }],
    });
    let text = serde_json::to_string_pretty(&document).unwrap_or_default();
    // One result a line: half the size of the pretty form, and as easy to compare.
    let (head, tail) = text.rsplit_once("\"results\": []").unwrap_or((text.as_str(), ""));
    let rows = if kept.rows.is_empty() { String::new() } else { format!("\n{}\n", kept.rows.join(",\n")) };
    inert_json(format!("{head}\"results\": [{rows}]{tail}\n"))
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

/// The results that are kept, and what is not.
#[derive(Default)]
struct Kept {
    rows: Vec<String>,
    findings_left_out: usize,
    waived_left_out: usize,
    /// Results that do not show all of their places.
    shortened: usize,
}

fn results(run: &Run, ids: &[String]) -> Kept {
    let mut findings: Vec<(&Finding, Option<&str>)> =
        run.outcome.findings.iter().map(|finding| (finding, None)).collect();
    findings.sort_by_key(|(finding, _)| worst_first(finding));
    findings.extend(run.outcome.waived.iter().map(|(finding, reason)| (finding, Some(reason.as_str()))));
    let mut kept = Kept::default();
    let mut bytes = 0;
    for (finding, waived) in findings {
        let row = (kept.rows.len() < RESULTS && bytes < BYTES).then(|| result(finding, waived, run, ids).to_string());
        match row {
            Some(row) if bytes + row.len() <= BYTES => {
                bytes += row.len();
                kept.shortened += usize::from(finding.related.len() > LOCATIONS);
                kept.rows.push(row);
            }
            _ => {
                // What comes after the first that has no room is not worse.
                bytes = BYTES;
                let side = if waived.is_some() { &mut kept.waived_left_out } else { &mut kept.findings_left_out };
                *side += 1;
            }
        }
    }
    kept
}

/// The further places that are shown: all, or the first and the last ones.
fn places(finding: &Finding) -> Vec<&Related> {
    let all = &finding.related;
    if all.len() <= LOCATIONS {
        return all.iter().collect();
    }
    let half = LOCATIONS / 2;
    all[..half].iter().chain(&all[all.len() - half..]).collect()
}

fn result(finding: &Finding, waived: Option<&str>, run: &Run, ids: &[String]) -> Value {
    let mut text = finding.message.clone();
    if let Some(anchor) = &finding.anchor {
        text.push_str(&format!("\n\nThe statement ({}, line {}): “{}”", anchor.document, anchor.line, anchor.quote));
    }
    if !finding.help.is_empty() {
        text.push_str(&format!("\n\nHelp: {}", finding.help));
    }
    if let Some(hidden) = finding.related.len().checked_sub(LOCATIONS + 1) {
        text.push_str(&format!(
            "\n\n{} between the first and the last are not listed here",
            count(hidden + 1, "place")
        ));
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
        result["relatedLocations"] = places(finding)
            .into_iter()
            .zip(1..)
            .map(|(related, id)| {
                let mut place = location(&related.path, region_of(related), Some(&related.message));
                place["id"] = Value::from(id);
                place
            })
            .collect();
    }
    if is_flow(finding) && !finding.related.is_empty() {
        let mut steps: Vec<Value> = places(finding)
            .into_iter()
            .map(|step| json!({ "location": location(&step.path, region_of(step), Some(&step.message)) }))
            .collect();
        let end = if finding.label.is_empty() { &finding.message } else { &finding.label };
        steps.push(json!({ "location": location(&finding.path, finding.region, Some(end)) }));
        result["codeFlows"] = json!([{ "threadFlows": [{ "locations": steps }] }]);
    }
    if let Some(fix) = finding.fix.as_ref().filter(|fix| fix.replacement.len() <= LARGEST_EDIT) {
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

fn notifications(run: &Run, kept: &Kept) -> Vec<Value> {
    let note = |level: &str, text: String| json!({ "level": level, "message": { "text": text } });
    let mut notes: Vec<Value> = run.outcome.errors.iter().map(problem).collect();
    let left_out = [(kept.findings_left_out, "finding"), (kept.waived_left_out, "waived finding")];
    for (number, noun) in left_out.into_iter().filter(|(number, _)| *number > 0) {
        let shown = thousands(kept.rows.len());
        let text =
            format!("{} left out: the worst {shown} results are here, `--format json` has all", count(number, noun));
        notes.push(note("warning", text));
    }
    if kept.shortened > 0 {
        let text =
            format!("{} of more than {LOCATIONS} places: the first and the last ones", count(kept.shortened, "result"));
        notes.push(note("note", text));
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
