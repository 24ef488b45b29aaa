//! A policy's text, its checked form and what the statement says today come in; a proposal goes out: the policy's text
//! with drafts added and re-anchored, and no reviewed entry changed.

use super::accept::{read_again, read_first};
use super::derive::Derived;
use super::read::Statement;
use super::to_toml::{DraftEntry, entries, to_toml};
use crate::policy::Policy;

/// What a proposal did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Proposal {
    /// The new text of the policy.
    pub text: String,
    /// `table.id` of the entries it adds.
    pub added: Vec<String>,
    /// Drafts it writes anew.
    pub refreshed: Vec<String>,
    /// Reviewed entries that it leaves alone.
    pub kept: Vec<String>,
}

/// Proposes an update: reviewed entries stay byte for byte, drafts are written anew, new entries come at the end.
pub fn update(text: &str, policy: &Policy, derived: &Derived, statement: &Statement, document: &str) -> Proposal {
    if text.trim().is_empty() {
        return Proposal { text: to_toml(derived, statement, document), ..Proposal::default() };
    }
    let mut proposal = Proposal { text: text.to_string(), ..Proposal::default() };
    let mut added = String::new();
    for entry in entries(derived, document) {
        let name = format!("{}.{}", entry.table, entry.id);
        match standing(policy, &entry) {
            Some(false) => proposal.kept.push(name),
            Some(true) => {
                if let Some((from, to)) = section(&proposal.text, &entry) {
                    proposal.text.replace_range(from..to, &format!("{}\n", entry.text));
                    proposal.refreshed.push(name);
                }
            }
            None => {
                added.push('\n');
                added.push_str(&entry.text);
                proposal.added.push(name);
            }
        }
    }
    if !added.is_empty() {
        if !proposal.text.ends_with('\n') {
            proposal.text.push('\n');
        }
        proposal.text.push_str(&added);
    }
    proposal.text = read_first(&proposal.text, policy, document, statement);
    if !is_reviewed(policy) {
        proposal.text = of_today(&proposal.text, policy, document, statement);
    }
    proposal
}

/// The policy as one of the text of today: nobody has reviewed it, so that nothing is lost of what a person read. The
/// digests of a reviewed policy stay: a change where no entry is anchored is told until `drift --accept` says it was read.
fn of_today(text: &str, policy: &Policy, document: &str, statement: &Statement) -> String {
    let text = read_again(text, policy, document, statement);
    let old = policy.documents.get(document).and_then(|document| document.sha256.as_deref());
    match old.filter(|old| !old.is_empty()) {
        Some(old) => text.replacen(old, &statement.sha256, 1),
        None => text,
    }
}

/// Whether a person has reviewed any entry.
fn is_reviewed(policy: &Policy) -> bool {
    policy.sources.values().any(|x| !x.entry.draft)
        || policy.bases.values().any(|x| !x.entry.draft)
        || policy.purposes.values().any(|x| !x.entry.draft)
        || policy.processing.values().any(|x| !x.entry.draft)
        || policy.recipients.values().any(|x| !x.entry.draft)
        || policy.categories.values().any(|x| !x.entry.draft)
        || policy.products.values().any(|x| !x.entry.draft)
        || policy.rules.iter().any(|rule| !rule.entry.draft)
        || policy.promises.iter().any(|promise| !promise.entry.draft)
}

/// Whether the policy has the entry, and whether it is a draft.
fn standing(policy: &Policy, entry: &DraftEntry) -> Option<bool> {
    let id = entry.id.as_str();
    match entry.table {
        "sources" => policy.sources.get(id).map(|x| x.entry.draft),
        "bases" => policy.bases.get(id).map(|x| x.entry.draft),
        "purposes" => policy.purposes.get(id).map(|x| x.entry.draft),
        "processing" => policy.processing.get(id).map(|x| x.entry.draft),
        "recipients" => policy.recipients.get(id).map(|x| x.entry.draft),
        "categories" => policy.categories.get(id).map(|x| x.entry.draft),
        "products" => policy.products.get(id).map(|x| x.entry.draft),
        _ => {
            let rules = policy.rules.iter().map(|rule| &rule.entry);
            let promises = policy.promises.iter().map(|promise| &promise.entry);
            rules.chain(promises).find(|known| known.id == id).map(|known| known.draft)
        }
    }
}

/// The lines of an entry's own table in the policy's text; nothing where it is written in another form.
fn section(text: &str, entry: &DraftEntry) -> Option<(usize, usize)> {
    let head = entry.text.lines().next()?.split(" #").next()?.trim();
    let list = head.starts_with("[[");
    let mut from = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = line.trim_start();
        if start.starts_with('[') {
            if let Some(begin) = from {
                return Some((begin, at));
            }
            let same = start.split('#').next().is_some_and(|words| words.trim() == head);
            let right = !list
                || text[at + line.len()..]
                    .lines()
                    .next()
                    .is_some_and(|next| next.contains(&format!("\"{}\"", entry.id)));
            if same && right {
                from = Some(at);
            }
        }
        at += line.len();
    }
    from.map(|begin| (begin, text.len()))
}
