//! A lint's documentation as data: what `rules/lints/<lint>.toml` says, for `explain`, SARIF and the editor.

use super::finding::Level;
use serde::{Deserialize, Serialize};

/// A lint's card.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Card {
    /// The lint's name; completes "allow ___".
    pub id: String,
    /// The group it is listed under: `code`, `policy`, `annotations`, `bookkeeping`, `statement`.
    #[serde(default)]
    pub group: String,
    /// Its level where the policy sets none.
    pub default: Level,
    /// One sentence, no full stop.
    pub summary: String,
    /// What it looks at and when it speaks.
    #[serde(default)]
    pub what: String,
    /// Why it matters to the people whose data it is, and to those who answer for it.
    #[serde(default)]
    pub why: String,
    /// How to settle a finding.
    #[serde(default)]
    pub how_to_fix: String,
    /// What it cannot see.
    #[serde(default)]
    pub limits: String,
}
