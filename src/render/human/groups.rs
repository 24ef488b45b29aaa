//! Findings come in, groups that are shown together go out: flows first, then by level and place.

use crate::model::finding::{Finding, Level};
use crate::render::order::is_flow;
use indexmap::IndexMap;

/// Findings of one lint about one owner type and category. Never empty; in the order of the outcome.
pub(super) struct Group<'a> {
    /// Its findings, the worst first.
    pub(super) findings: Vec<&'a Finding>,
}

impl<'a> Group<'a> {
    /// The finding that is drawn.
    pub(super) fn first(&self) -> &'a Finding {
        self.findings[0]
    }
}

/// The groups in the order in which they are shown.
pub(super) fn of(findings: &[Finding]) -> Vec<Group<'_>> {
    let mut groups: IndexMap<(String, &str), Vec<&Finding>> = IndexMap::new();
    for (i, finding) in findings.iter().enumerate() {
        // A finding without a group stands for itself.
        let group = if finding.group.is_empty() { format!("\0{i}") } else { finding.group.clone() };
        groups.entry((group, &finding.lint)).or_default().push(finding);
    }
    let mut groups: Vec<Group> = groups
        .into_values()
        .map(|mut findings| {
            findings.sort_by_key(|finding| std::cmp::Reverse(finding.level));
            Group { findings }
        })
        .collect();
    groups.sort_by_key(|group| {
        let first = group.first();
        (!is_flow(first), std::cmp::Reverse(first.level.min(Level::Deny)))
    });
    groups
}
