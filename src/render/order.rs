//! Findings come in, the order in which people should read them goes out.

use crate::model::finding::{Finding, Level};

/// Lints that speak of where data goes: what leaks is read first.
const FLOW_LINTS: [&str; 3] = ["sensitive_log", "forbidden_flow", "undeclared_recipient"];

/// Whether a finding speaks of where data goes; its further places are then the steps.
pub fn is_flow(finding: &Finding) -> bool {
    FLOW_LINTS.contains(&finding.lint.as_str())
}

/// Sorts what fails the run before what is only said, flows before other findings.
pub fn worst_first(finding: &Finding) -> (std::cmp::Reverse<Level>, bool) {
    (std::cmp::Reverse(finding.level), !is_flow(finding))
}
