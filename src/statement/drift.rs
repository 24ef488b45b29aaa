//! A policy's anchors and the statement as it reads today come in; what became of each passage goes out, and what the
//! text says anew.
//!
//! Cosmetic edits are silent: a passage that only moved, was wrapped, emphasised or listed otherwise is still there.

use super::block::{Kind, Quote};
use super::derive::{Derived, Found, Retention, SENTENCE, derive};
use super::digest::{block_digest, normalised};
use super::lead::lead_role;
use super::polarity::{Polarity, polarity};
use super::read::Statement;
use super::role::{Role, heading_role};
use super::sentence::sentences;
use super::unanchored::{Earlier, hold};
use super::wording::told;
use crate::model::place::Region;
use crate::policy::{Anchor, Entry, Policy, read_retention};
use rustc_hash::{FxHashMap, FxHashSet};

/// What became of a passage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// It stands where it stood.
    Exact,
    /// It stands on another line.
    Moved,
    /// Its words are the same, its markup or wrapping is not.
    Reflowed,
    /// Its block reads differently.
    Reworded,
    /// It is gone.
    Lost,
    /// Its words are there, but now under a denial, or under another kind of heading or lead-in.
    ContextChanged,
    /// The text says something that the policy lacks.
    NewCandidate,
}

impl Verdict {
    /// Whether only the looks changed.
    pub fn is_cosmetic(self) -> bool {
        matches!(self, Self::Exact | Self::Moved | Self::Reflowed)
    }
}

/// One passage and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drift {
    /// `categories`, `purposes`, …; `documents` where no entry is anchored.
    pub table: &'static str,
    /// Id of the entry.
    pub id: String,
    /// What happened.
    pub verdict: Verdict,
    /// The quote as the policy has it; of a new candidate, as the text has it.
    pub quote: String,
    /// Its line in the policy's anchor.
    pub was: u32,
    /// Its line today.
    pub line: Option<u32>,
    /// The words of its block today.
    pub now: Option<String>,
    /// Digest that its anchor keeps of its block: what the words were.
    pub digest: Option<String>,
    /// Its block today.
    pub block: Option<usize>,
    /// Where its anchor stands in the policy.
    pub anchor: Region,
    /// One sentence.
    pub reason: String,
}

/// Holds a document's anchors, and what else it said, against its text.
pub fn drift(policy: &Policy, document: &str, statement: &Statement) -> Vec<Drift> {
    drift_since(policy, document, statement, None)
}

/// The same, where the text that the policy was derived of is at hand: what is only spelled otherwise is silent then.
pub fn drift_since(policy: &Policy, document: &str, statement: &Statement, earlier: Option<&Statement>) -> Vec<Drift> {
    let index = Index::new(statement);
    let mut found = Vec::new();
    for (table, entry) in declared(policy) {
        for anchor in entry.anchors.iter().filter(|anchor| anchor.document == document || anchor.document.is_empty()) {
            let drift = index.judge(table, &entry.id, anchor);
            // Two anchors in one block tell the same.
            let told = |known: &Drift| {
                (known.table, &known.id, known.verdict, known.block) == (table, &drift.id, drift.verdict, drift.block)
            };
            if drift.verdict.is_cosmetic() || drift.block.is_none() || !found.iter().rev().take(8).any(told) {
                found.push(drift);
            }
        }
    }
    candidates(policy, &derive(statement), statement, &mut found);
    if let Some(earlier) = Earlier::of(policy, document, statement, earlier) {
        hold(&earlier, statement, document, &mut found);
    }
    found
}

/// The words of the block that a digest was taken of, in an earlier version of the text.
pub fn words_of(statement: &Statement, digest: &str) -> Option<String> {
    let block = (0..statement.blocks.len()).find(|&block| {
        let raw = || block_digest(&statement.text[statement.blocks[block].span.range()]);
        statement.digest(block) == digest || raw() == digest
    })?;
    Some(statement.words(block))
}

/// Every declaration with its table, in the order of the policy.
fn declared(policy: &Policy) -> Vec<(&'static str, &Entry)> {
    let mut all: Vec<(&'static str, &Entry)> = Vec::new();
    all.extend(policy.sources.values().map(|x| ("sources", &x.entry)));
    all.extend(policy.purposes.values().map(|x| ("purposes", &x.entry)));
    all.extend(policy.bases.values().map(|x| ("bases", &x.entry)));
    all.extend(policy.processing.values().map(|x| ("processing", &x.entry)));
    all.extend(policy.recipients.values().map(|x| ("recipients", &x.entry)));
    all.extend(policy.products.values().map(|x| ("products", &x.entry)));
    for category in policy.categories.values() {
        all.push(("categories", &category.entry));
        all.extend(category.elements.values().map(|x| ("categories", &x.entry)));
    }
    all.extend(policy.rules.iter().map(|x| ("rules", &x.entry)));
    all.extend(policy.promises.iter().map(|x| ("promises", &x.entry)));
    all
}

struct Index<'s> {
    statement: &'s Statement,
    digests: Vec<String>,
    by_digest: FxHashMap<String, Vec<usize>>,
    normalised: Vec<String>,
}

impl<'s> Index<'s> {
    fn new(statement: &'s Statement) -> Self {
        let count = statement.blocks.len();
        let digests: Vec<String> = (0..count).map(|block| statement.digest(block)).collect();
        let mut by_digest: FxHashMap<String, Vec<usize>> = FxHashMap::default();
        for (block, digest) in digests.iter().enumerate() {
            by_digest.entry(digest.clone()).or_default().push(block);
            // A policy written by hand takes the digest of the block as it stands, links and all.
            let raw = block_digest(&statement.text[statement.blocks[block].span.range()]);
            if raw != *digest {
                by_digest.entry(raw).or_default().push(block);
            }
        }
        let normalised = (0..count).map(|block| normalised(&statement.words(block)).to_lowercase()).collect();
        Self { statement, digests, by_digest, normalised }
    }

    fn judge(&self, table: &'static str, id: &str, anchor: &Anchor) -> Drift {
        let words = normalised(&anchor.quote).to_lowercase();
        let same = anchor.digest.as_deref().and_then(|digest| self.by_digest.get(digest));
        let block = match same {
            Some(blocks) => self.nearest(blocks, anchor.line),
            None => {
                let holding =
                    |held: &dyn Fn(usize) -> bool| (0..self.normalised.len()).filter(|&block| held(block)).collect();
                let mut blocks: Vec<usize> =
                    holding(&|block| !words.is_empty() && self.normalised[block].contains(&words));
                // "Identity & access", "Identity and access".
                if let Some(letters) = told(&anchor.quote).filter(|_| blocks.is_empty()) {
                    blocks = holding(&|block| told(&self.normalised[block]).is_some_and(|says| says == letters));
                }
                self.best(&blocks, anchor)
            }
        };
        let Some(block) = block else {
            if let Some(block) = self.similar(anchor, &words) {
                let denied = matches!(polarity(&self.statement.words(block)), Polarity::Denies | Polarity::Past)
                    && !matches!(polarity(&anchor.quote), Polarity::Denies | Polarity::Past)
                    && !matches!(table, "rules" | "promises");
                let (verdict, reason) = match denied {
                    true => (Verdict::ContextChanged, "the sentence around it denies it now"),
                    false => (Verdict::Reworded, "its words changed"),
                };
                return self.verdict(table, id, anchor, verdict, Some(block), reason);
            }
            return self.verdict(table, id, anchor, Verdict::Lost, None, "its words stand nowhere in the text");
        };
        if let Some(reason) = self.context_changed(table, block, anchor) {
            return self.verdict(table, id, anchor, Verdict::ContextChanged, Some(block), &reason);
        }
        if same.is_none() && anchor.digest.is_some() {
            return self.verdict(
                table,
                id,
                anchor,
                Verdict::Reworded,
                Some(block),
                "the passage around it reads differently",
            );
        }
        let line = self.line_of(block, &anchor.quote);
        match line {
            Some(line) if line == anchor.line => {
                self.verdict(table, id, anchor, Verdict::Exact, Some(block), "unchanged")
            }
            Some(_) => self.verdict(table, id, anchor, Verdict::Moved, Some(block), "it stands on another line"),
            None => self.verdict(
                table,
                id,
                anchor,
                Verdict::Reflowed,
                Some(block),
                "its words are the same, its markup is not",
            ),
        }
    }

    /// A block under the same heading that has most words of a quote of several.
    fn similar(&self, anchor: &Anchor, quote: &str) -> Option<usize> {
        let wanted: Vec<&str> =
            quote.split_whitespace().map(|word| word.trim_end_matches(['.', ',', ':', ';'])).collect();
        if wanted.len() < 4 || anchor.heading.is_none() {
            return None;
        }
        let shared = |block: usize| {
            let words: Vec<&str> = self.normalised[block]
                .split_whitespace()
                .take(200)
                .map(|word| word.trim_end_matches(['.', ',', ':', ';']))
                .collect();
            wanted.iter().filter(|word| words.contains(*word)).count()
        };
        (0..self.normalised.len())
            .filter(|&block| {
                self.statement.heading_path(block) == anchor.heading && !self.statement.blocks[block].is_heading()
            })
            .map(|block| (shared(block), block))
            .filter(|&(shared, _)| shared * 3 >= wanted.len() * 2)
            .max_by_key(|&(shared, block)| (shared, std::cmp::Reverse(self.block_line(block).abs_diff(anchor.line))))
            .map(|(_, block)| block)
    }

    fn nearest(&self, blocks: &[usize], line: u32) -> Option<usize> {
        blocks.iter().copied().min_by_key(|&block| self.block_line(block).abs_diff(line))
    }

    /// Among the blocks that hold the words: one under the same heading, then the one nearest by its line.
    fn best(&self, blocks: &[usize], anchor: &Anchor) -> Option<usize> {
        let elsewhere = |block: usize| anchor.heading.is_some() && self.statement.heading_path(block) != anchor.heading;
        // A heading, or a mere mention in running text, is weaker than a passage that begins with the words.
        let mention = |block: usize| !self.normalised[block].starts_with(&normalised(&anchor.quote).to_lowercase());
        blocks
            .iter()
            .copied()
            .min_by_key(|&block| (mention(block), elsewhere(block), self.block_line(block).abs_diff(anchor.line)))
    }

    fn block_line(&self, block: usize) -> u32 {
        self.statement.line(self.statement.blocks[block].span.start)
    }

    /// Line of the quote's bytes inside a block.
    fn line_of(&self, block: usize, quote: &str) -> Option<u32> {
        let span = self.statement.blocks[block].span;
        let at = self.statement.text[span.range()].find(quote)?;
        Some(self.statement.line(span.start + at as u32))
    }

    /// A passage that survives under "we no longer collect" says the opposite.
    fn context_changed(&self, table: &str, block: usize, anchor: &Anchor) -> Option<String> {
        // A denial may well stand under a denial.
        if matches!(table, "rules" | "promises") {
            return None;
        }
        let statement = self.statement;
        let lead = statement.introduced_by(block).map(|lead| statement.blocks[lead].text.plain.as_str());
        let now = lead.and_then(|lead| sentences(lead).last().map(|&(from, to)| lead_role(&lead[from..to])));
        let was = anchor.lead_in.as_deref().map(lead_role);
        let denies = |role: Option<Role>| matches!(role, Some(Role::Denied | Role::OnDevice));
        if denies(now) && !denies(was) {
            return Some(format!("it stands under {:?} now", lead.unwrap_or_default()));
        }
        for heading in statement.headings(block) {
            let plain = statement.blocks[heading].text.plain.as_str();
            let before = anchor.heading.as_deref().unwrap_or_default();
            if matches!(heading_role(plain), Role::Denied | Role::OnDevice) && !before.contains(plain) {
                return Some(format!("it stands under the heading {plain:?} now"));
            }
        }
        let same = anchor.digest.as_deref() == Some(self.digests[block].as_str());
        let denied = |text: &str| matches!(polarity(text), Polarity::Denies | Polarity::Past);
        if !same && !denied(&anchor.quote) {
            let plain = statement.words(block);
            let words = normalised(&anchor.quote).to_lowercase();
            let holding = sentences(&plain)
                .into_iter()
                .find(|&(from, to)| normalised(&plain[from..to]).to_lowercase().contains(&words));
            let own_denial = anchor.digest.is_some() && holding.is_some_and(|(from, to)| denied(&plain[from..to]));
            if own_denial {
                return Some("the sentence around it denies it now".to_string());
            }
        }
        None
    }

    fn verdict(
        &self,
        table: &'static str,
        id: &str,
        anchor: &Anchor,
        verdict: Verdict,
        block: Option<usize>,
        reason: &str,
    ) -> Drift {
        let line = block.map(|block| self.line_of(block, &anchor.quote).unwrap_or_else(|| self.block_line(block)));
        Drift {
            table,
            id: id.to_string(),
            verdict,
            quote: anchor.quote.clone(),
            was: anchor.line,
            line,
            now: block.map(|block| self.statement.words(block)),
            digest: anchor.digest.clone(),
            block,
            anchor: anchor.region,
            reason: reason.to_string(),
        }
    }
}

/// What the text says and the policy lacks: neither its id nor its passage is anchored.
fn candidates(policy: &Policy, derived: &Derived, statement: &Statement, found: &mut Vec<Drift>) {
    let anchored: FxHashSet<u32> = found.iter().filter_map(|drift| drift.line).collect();
    let promised: FxHashSet<u32> =
        found.iter().filter(|drift| drift.table == "promises").filter_map(|drift| drift.line).collect();
    let held: FxHashSet<usize> = found.iter().filter_map(|drift| drift.block).collect();
    let mut add = |table: &'static str, entry: &Found, known: bool| {
        let quote = entry.passages.first().map(|passage| passage.quote.clone()).unwrap_or_default();
        // That data of a kind is collected there does not say how long it is kept.
        let lines = if entry.cue == super::derive::RETENTION { &promised } else { &anchored };
        if known || lines.contains(&quote.line) {
            return;
        }
        found.push(candidate(table, entry, &quote, statement));
    };
    for category in &derived.categories {
        add("categories", &category.found, policy.categories.contains_key(&category.found.id));
    }
    for purpose in &derived.purposes {
        // A sentence about use beside an anchored passage repeats in other words what that passage is for.
        let beside = purpose.found.cue == SENTENCE && purpose.found.passages.iter().all(|at| held.contains(&at.block));
        add("purposes", &purpose.found, beside || policy.purposes.contains_key(&purpose.found.id));
    }
    for source in &derived.sources {
        add("sources", &source.found, policy.sources.contains_key(&source.found.id));
    }
    for recipient in &derived.recipients {
        add("recipients", recipient, policy.recipients.contains_key(&recipient.id));
    }
    for basis in &derived.bases {
        add("bases", &basis.found, policy.bases.contains_key(&basis.found.id));
    }
    for product in &derived.products {
        add("products", product, policy.products.contains_key(&product.id));
    }
    for promise in &derived.promises {
        let id = &promise.found.id;
        add("promises", &promise.found, policy.promises.iter().any(|promise| promise.entry.id == *id));
    }
    for retention in &derived.retention {
        let id = &retention.found.id;
        let known = policy.promises.iter().any(|promise| promise.entry.id == *id) || is_kept(policy, retention);
        add("promises", &retention.found, known);
    }
    for prohibition in &derived.prohibitions {
        let id = &prohibition.found.id;
        let known = policy.rules.iter().any(|rule| rule.entry.id == *id)
            || policy.promises.iter().any(|promise| promise.entry.id == *id);
        add("rules", &prohibition.found, known);
    }
}

/// Whether the policy says that the data spoken of is kept for the period; where the text does not say which data is
/// meant, whether it says so of any.
fn is_kept(policy: &Policy, retention: &Retention) -> bool {
    let Some(period) = read_retention(&retention.period) else { return false };
    if let Some(category) = retention.category.as_ref().and_then(|id| policy.categories.get(id)) {
        return category.retention == period;
    }
    let stores = policy.stores.values().map(|store| &store.retention);
    let activities = policy.activities.values().map(|activity| &activity.retention);
    let categories = policy.categories.values().map(|category| &category.retention);
    stores.chain(activities).chain(categories).any(|kept| *kept == period)
}

fn candidate(table: &'static str, entry: &Found, quote: &Quote, statement: &Statement) -> Drift {
    let block = entry.passages.first().map(|passage| passage.block);
    let now = block.filter(|&block| statement.blocks[block].kind != Kind::Code).map(|block| statement.words(block));
    Drift {
        table,
        id: entry.id.clone(),
        verdict: Verdict::NewCandidate,
        quote: quote.text.clone(),
        was: 0,
        line: Some(quote.line),
        now,
        digest: None,
        block,
        anchor: Region::default(),
        reason: format!("the text says it ({}), the policy does not", entry.cue),
    }
}
