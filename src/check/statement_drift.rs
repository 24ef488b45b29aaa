//! `statement_drift`: a passage that the policy rests on reads differently, or is gone; found where the text is at hand.

use super::draft::{Draft, finding};
use crate::model::finding::{Finding, Level};
use crate::policy::Policy;
use crate::statement::{self, Drift, Statement, Verdict};

/// Holds one document of the policy against its text: drifted anchors, and what is wrong in the text itself.
pub(crate) fn of_document(policy: &Policy, document: &str, statement: &Statement) -> Vec<Finding> {
    let mut findings = Vec::new();
    let (unanchored, drifts): (Vec<_>, Vec<_>) = statement::drift(policy, document, statement)
        .into_iter()
        .filter(|drift| !drift.verdict.is_cosmetic())
        .partition(|drift| drift.table == "documents");
    findings.extend(of_the_rest(policy, document, &unanchored));
    for drift in &drifts {
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

/// What reads differently where no entry is anchored: one finding, and no denial, since no entry is wrong for it.
fn of_the_rest(policy: &Policy, document: &str, drifts: &[Drift]) -> Option<Finding> {
    let first = drifts.first()?;
    let place = policy.documents.get(document)?.entry.region;
    let lines: Vec<String> = drifts.iter().filter_map(|drift| drift.line).map(|line| line.to_string()).collect();
    let message = match lines.as_slice() {
        [] => format!("`{document}`: {}", first.reason),
        [line] => format!("`{document}`: line {line} reads differently, where no entry is anchored"),
        many => format!("`{document}`: lines {} read differently, where no entry is anchored", many.join(", ")),
    };
    let mut found = finding("statement_drift", &policy.path, place, message)
        .label("was derived of a text that read otherwise")
        .help(format!("read them, and say so: `cargo privacy-lint drift --accept {document}`"))
        .at_most(Level::Warn);
    found.item = format!("documents.{document}");
    found.group = "statement_drift".to_owned();
    Some(found)
}
