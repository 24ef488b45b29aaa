//! `statement_drift`: a passage that the policy rests on reads differently, or is gone; found where the text is at hand.

use super::draft::{Draft, finding};
use crate::model::finding::{Finding, Level};
use crate::policy::Policy;
use crate::statement::{self, Statement, Verdict};

/// Holds one document of the policy against its text: drifted anchors, and what is wrong in the text itself.
pub(crate) fn of_document(policy: &Policy, document: &str, statement: &Statement) -> Vec<Finding> {
    let mut findings = Vec::new();
    for drift in statement::drift(policy, document, statement).iter().filter(|drift| !drift.verdict.is_cosmetic()) {
        let named = policy.entries().into_iter().filter(|entry| entry.id == drift.id);
        let anchor = named.flat_map(|entry| &entry.anchors).find(|anchor| anchor.quote == drift.quote);
        let document = policy.documents.get(document).map(|document| document.entry.region);
        let place = anchor.map(|anchor| anchor.region).or(document).unwrap_or_default();
        let mut found = finding("statement_drift", &policy.path, place, format!("`{}`: {}", drift.id, drift.reason))
            .label(match drift.verdict {
                Verdict::NewCandidate => "the policy lacks it",
                _ => "rests on this passage",
            })
            .help("read the passage again, mend the entry, and anchor it anew: `cargo privacy-lint drift` shows both texts");
        found.item = format!("{}.{}", drift.table, drift.id);
        found.group = "statement_drift".to_owned();
        if drift.verdict == Verdict::NewCandidate {
            found = found.at_most(Level::Warn);
        }
        findings.push(found);
    }
    findings.extend(statement::lint(statement, &statement::derive(statement)));
    findings
}
