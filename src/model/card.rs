//! A lint's documentation as data: what `rules/lints/<lint>.toml` says, for `explain`, SARIF and the editor.

use super::finding::Level;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

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
    /// Code and policy on which it speaks, or stays silent; each is a test.
    #[serde(default, rename = "example", skip_serializing_if = "Vec::is_empty")]
    pub examples: Vec<CardExample>,
}

/// An example of a card. A line of carets under a line (`//  ^^^ message` in code, `#  ^^^ message` in a policy) marks
/// where the lint speaks, `//<^^` from the slashes on; without carets it is silent.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CardExample {
    /// What it shows.
    pub title: String,
    /// `policy.toml`, without its `version`.
    #[serde(default)]
    pub policy: String,
    /// `src/lib.rs`.
    // PRIVACY: not personal: the source code of an example
    #[serde(default)]
    pub code: String,
    /// Further files by path, such as a statement or a migration.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub files: BTreeMap<String, String>,
    /// Other lints that speak here too.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub beside: Vec<String>,
    /// Why no test runs it, for lints that compare with an earlier state.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_run: Option<String>,
}
