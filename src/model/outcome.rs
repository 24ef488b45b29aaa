//! What a run came to: the inventory, the findings with their levels, the errors. What every format renders.

use super::finding::{Finding, Level, Problem};
use super::inventory::Inventory;
use std::sync::Arc;

/// The result of a run.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    /// Version and digest of each rule pack in use, sorted: `std@0.1.0`.
    pub packs: Vec<String>,
    /// The policy used: path as shown and SHA-256 digest.
    pub policy: Option<(String, String)>,
    /// What was seen.
    pub inventory: Inventory,
    /// Findings at warn or above, sorted by path, line, column, lint.
    pub findings: Vec<Finding>,
    /// Findings that a waiver covers, with the waiver's place and reason: `(finding, reason)`.
    pub waived: Vec<(Finding, String)>,
    /// Why there is no verdict; empty when there is one.
    pub errors: Vec<Problem>,
    /// Notes for the closing line: "anchors not checked: …".
    pub notes: Vec<String>,
}

impl Outcome {
    /// 0 clean, 1 findings at deny, 2 no verdict.
    pub fn exit_code(&self) -> u8 {
        if !self.errors.is_empty() {
            2
        } else if self.findings.iter().any(|finding| finding.level >= Level::Deny) {
            1
        } else {
            0
        }
    }
}

/// Reads the text of a file by the path that findings carry; `None` when it is not at hand.
pub type Texts<'a> = &'a (dyn Fn(&str) -> Option<Arc<str>> + Sync);
