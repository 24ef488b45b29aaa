//! The policy comes in, what it allows goes out as plain rows, so that two inventories can be compared.

use crate::policy::{Allowed, Policy, Retention};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What one entry of the policy allows.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Term {
    /// `category`, `recipient`, `activity`, `store`, `rule`, `lint`.
    pub kind: String,
    /// Its id.
    pub id: String,
    /// What it allows, by key; `"*"` and `"not-stated"` stand as such.
    #[serde(default)]
    pub allows: BTreeMap<String, Vec<String>>,
}

impl Term {
    fn new(kind: &str, id: &str, allows: Vec<(&str, Vec<String>)>) -> Self {
        let allows = allows.into_iter().map(|(key, words)| (key.to_string(), words)).collect();
        Self { kind: kind.to_string(), id: id.to_string(), allows }
    }

    /// `category voice-data`.
    pub fn name(&self) -> String {
        format!("{} {}", self.kind, self.id)
    }

    /// What differs from an older form, in words.
    pub fn against(&self, old: &Term) -> String {
        let keys: BTreeSet<&String> = self.allows.keys().chain(old.allows.keys()).collect();
        let show = |words: Option<&Vec<String>>| match words {
            Some(words) if !words.is_empty() => words.join(", "),
            _ => "nothing".to_string(),
        };
        let differing = keys.into_iter().filter(|key| self.allows.get(*key) != old.allows.get(*key));
        let words: Vec<String> = differing
            .map(|key| format!("{key}: {} → {}", show(old.allows.get(key)), show(self.allows.get(key))))
            .collect();
        words.join("; ")
    }
}

/// All terms, in the order of the policy.
pub fn of(policy: &Policy) -> Vec<Term> {
    let mut out = Vec::new();
    for category in policy.categories.values() {
        out.push(Term::new(
            "category",
            &category.entry.id,
            vec![
                ("purposes", ids(&category.purposes)),
                ("sources", ids(&category.sources)),
                ("recipients", ids(&category.recipients)),
                ("retention", vec![retention(&category.retention)]),
                ("covers", category.covers.iter().map(|(key, _)| key.clone()).collect()),
            ],
        ));
    }
    for id in policy.purposes.keys() {
        out.push(Term::new("purpose", id, vec![]));
    }
    for recipient in policy.recipients.values() {
        out.push(Term::new(
            "recipient",
            &recipient.entry.id,
            vec![
                ("role", recipient.role.iter().cloned().collect()),
                ("countries", recipient.countries.clone()),
                ("safeguard", recipient.safeguard.iter().cloned().collect()),
            ],
        ));
    }
    for activity in policy.activities.values() {
        out.push(Term::new(
            "activity",
            &activity.entry.id,
            vec![
                ("purposes", activity.purposes.clone()),
                ("bases", activity.bases.clone()),
                ("recipients", activity.recipients.clone()),
                ("subjects", activity.subjects.clone()),
                ("retention", vec![retention(&activity.retention)]),
            ],
        ));
    }
    for store in policy.stores.values() {
        out.push(Term::new("store", &store.entry.id, vec![("retention", vec![retention(&store.retention)])]));
    }
    for rule in &policy.rules {
        out.push(Term::new("rule", &rule.entry.id, vec![]));
    }
    for (lint, (level, _)) in &policy.lints {
        let level = crate::render::human::short::level(*level).to_string();
        out.push(Term::new("lint", lint, vec![("level", vec![level])]));
    }
    out
}

/// In days: older documents and `loosened` read it.
fn retention(retention: &Retention) -> String {
    match retention {
        Retention::NotStated => "not stated".to_string(),
        Retention::Days(1) => "1 day".to_string(),
        Retention::Days(days) => format!("{days} days"),
        Retention::UntilDeletion => "until it is deleted".to_string(),
    }
}

fn ids(allowed: &Allowed) -> Vec<String> {
    match allowed {
        Allowed::All => vec!["*".to_string()],
        Allowed::NotStated => vec!["not-stated".to_string()],
        Allowed::None => vec!["none".to_string()],
        Allowed::Ids(ids) => ids.clone(),
    }
}

/// What is allowed now and was not, in words: wider lists, more countries, longer retention, rules gone, levels lowered.
pub fn loosened(before: &[Term], after: &[Term]) -> Vec<String> {
    let mut out = Vec::new();
    if before.is_empty() {
        return out;
    }
    for term in after {
        let Some(old) = before.iter().find(|old| old.kind == term.kind && old.id == term.id) else {
            if matches!(term.kind.as_str(), "category" | "recipient" | "purpose") {
                out.push(format!("{} is new", term.name()));
            }
            continue;
        };
        for (key, words) in &term.allows {
            let none = Vec::new();
            let was = old.allows.get(key).unwrap_or(&none);
            let wider = match key.as_str() {
                "retention" => days(words) > days(was),
                "level" => rank(words) < rank(was),
                "role" | "safeguard" => false,
                _ => words.iter().any(|word| !was.contains(word)) && !was.iter().any(|word| word == "*"),
            };
            if wider {
                let was = if was.is_empty() { "nothing".to_string() } else { was.join(", ") };
                out.push(format!("{}, {key}: {was} → {}", term.name(), words.join(", ")));
            }
        }
    }
    for old in before.iter().filter(|old| old.kind == "rule") {
        if !after.iter().any(|term| term.kind == "rule" && term.id == old.id) {
            out.push(format!("{} is gone", old.name()));
        }
    }
    out
}

/// Retention as days; what is not stated has no bound to widen.
fn days(words: &[String]) -> u64 {
    match words.first().map(String::as_str) {
        Some("until it is deleted" | "not stated") => u64::MAX,
        Some(words) => words.split(' ').next().and_then(|number| number.parse().ok()).unwrap_or(u64::MAX),
        None => u64::MAX,
    }
}

fn rank(words: &[String]) -> usize {
    let level = words.first().map_or("", String::as_str);
    ["allow", "warn", "deny", "forbid"].iter().position(|name| *name == level).unwrap_or(0)
}
