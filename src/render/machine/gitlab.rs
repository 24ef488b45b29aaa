//! A run comes in, GitLab's code quality report goes out: an array, `[]` when clean.

use super::shown;
use crate::model::finding::{Finding, Level};
use crate::render::Run;
use crate::render::text::inert_json;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The `gitlab` form of `check`.
pub fn check(run: &Run) -> String {
    let mut used = BTreeSet::new();
    let mut rows: Vec<Value> = run.outcome.findings.iter().map(|finding| row(finding, &mut used)).collect();
    for problem in &run.outcome.errors {
        let path = problem.path.as_deref().unwrap_or("Cargo.toml");
        let fingerprint = unique(&format!("no_verdict {path} {}", problem.message), &mut used);
        rows.push(json!({
            "description": format!("no verdict: {}", problem.message),
            "check_name": "no_verdict",
            "fingerprint": fingerprint,
            "severity": "blocker",
            "location": { "path": path, "lines": { "begin": problem.region.map_or(1, |region| region.line.max(1)) } },
        }));
    }
    inert_json(serde_json::to_string_pretty(&rows).unwrap_or_else(|_| "[]".to_string()) + "\n")
}

fn row(finding: &Finding, used: &mut BTreeSet<String>) -> Value {
    let region = shown(finding.region);
    json!({
        // GitLab does not show `check_name`.
        "description": format!("{}: {}", finding.lint, finding.message),
        "check_name": finding.lint,
        "fingerprint": unique(&finding.fingerprint, used),
        "severity": match finding.level {
            Level::Forbid => "blocker",
            Level::Deny => "critical",
            Level::Warn => "minor",
            Level::Allow => "info",
        },
        "location": { "path": finding.path, "lines": { "begin": region.line, "end": region.end_line } },
    })
}

/// GitLab shows only the first of two rows with one fingerprint, so twins get a number.
fn unique(fingerprint: &str, used: &mut BTreeSet<String>) -> String {
    (0..)
        .map(|twin| {
            let seed = if twin == 0 { fingerprint.to_string() } else { format!("{fingerprint} twin {twin}") };
            blake3::hash(seed.as_bytes()).to_hex()[..32].to_string()
        })
        .find(|hash| used.insert(hash.clone()))
        .unwrap_or_default()
}
