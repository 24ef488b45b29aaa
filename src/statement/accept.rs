//! A policy's text and the ids of entries whose passages a person has read again come in; the text with their anchors
//! renewed goes out. Nothing else of the policy changes.

use super::derive::{Derived, Found, Passage};
use super::drift::{Drift, Verdict, drift_since};
use super::read::Statement;
use super::sentence::sentences;
use super::to_toml::{anchor, passages};
use crate::model::place::{LineTable, Region};
use crate::policy::Policy;

/// What became of the ids that were to be accepted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Accepted {
    /// The new text of the policy.
    pub text: String,
    /// `table.id` of the entries with renewed anchors.
    pub renewed: Vec<String>,
    /// Ids whose anchors stand as they did.
    pub unchanged: Vec<String>,
    /// Ids that cannot be accepted, and why.
    pub refused: Vec<(String, String)>,
}

/// Anchors entries anew, named by `id` or `table.id`.
pub fn accept(
    policy: &Policy,
    derived: &Derived,
    statement: &Statement,
    document: &str,
    ids: &[String],
    earlier: Option<&Statement>,
) -> Accepted {
    let found = drift_since(policy, document, statement, earlier);
    let mut accepted = Accepted { text: policy.text.to_string(), ..Accepted::default() };
    let mut edits: Vec<(Region, String)> = Vec::new();
    let mut whole = false;
    for wanted in ids {
        let named = |drift: &&Drift| drift.id == *wanted || format!("{}.{}", drift.table, drift.id) == *wanted;
        let mine: Vec<&Drift> = found.iter().filter(named).collect();
        if mine.iter().any(|drift| drift.table == "documents") {
            whole = true;
            accepted.renewed.push(format!("documents.{document}"));
            continue;
        }
        let anchored: Vec<&Drift> = mine.iter().copied().filter(|d| d.verdict != Verdict::NewCandidate).collect();
        if anchored.is_empty() {
            let why = match mine.first() {
                Some(_) => "the policy has no such entry yet: `derive --update` adds it",
                None => "no entry of that id is anchored in this document",
            };
            accepted.refused.push((wanted.clone(), why.to_owned()));
            continue;
        }
        let stale: Vec<&Drift> = anchored.into_iter().filter(|drift| drift.verdict != Verdict::Exact).collect();
        if stale.is_empty() {
            accepted.unchanged.push(wanted.clone());
            continue;
        }
        match stale.iter().map(|drift| renewed(drift, derived, statement, policy)).collect::<Result<Vec<_>, _>>() {
            Ok(anchors) => {
                edits.extend(anchors);
                accepted.renewed.push(format!("{}.{}", stale[0].table, stale[0].id));
            }
            Err(why) => accepted.refused.push((wanted.clone(), why)),
        }
    }
    accepted.text = edited(&accepted.text, edits);
    if whole {
        accepted.text = read_again(&accepted.text, policy, document, statement);
    }
    accepted
}

/// The policy with the digests of the text's sentences as they read today, where it keeps any.
pub fn read_again(text: &str, policy: &Policy, document: &str, statement: &Statement) -> String {
    let kept = policy.documents.get(document).and_then(|document| document.passages.as_deref());
    match kept.filter(|kept| !kept.trim().is_empty()) {
        Some(kept) => text.replacen(kept, passages(statement).trim_start_matches('\n'), 1),
        None => text.to_owned(),
    }
}

/// The policy with the digests of a text that is the very one it was derived of, where it keeps none.
pub(super) fn read_first(text: &str, policy: &Policy, document: &str, statement: &Statement) -> String {
    let Some(known) = policy.documents.get(document) else { return text.to_owned() };
    let digests = passages(statement);
    if known.passages.is_some() || known.sha256.as_deref() != Some(statement.sha256.as_str()) || digests.is_empty() {
        return text.to_owned();
    }
    // Beside the digest of the whole, which only this document has.
    let Some(at) = text.find(&format!("\"{}\"", statement.sha256)) else { return text.to_owned() };
    let end = text[at..].find('\n').map_or(text.len(), |end| at + end);
    format!("{}\npassages = \"\"\"{digests}\"\"\"{}", &text[..end], &text[end..])
}

/// Where an anchor stands and what is to stand there.
fn renewed(
    drift: &Drift,
    derived: &Derived,
    statement: &Statement,
    policy: &Policy,
) -> Result<(Region, String), String> {
    let passage = match drift.block {
        Some(block) => passage(statement, block, &drift.quote),
        None => entry(derived, drift).and_then(|found| found.passages.first().cloned()).ok_or_else(|| {
            "its words stand nowhere in the text: remove the entry, or write an anchor by hand".to_owned()
        })?,
    };
    let standing = region_text(&policy.text, drift.anchor).unwrap_or_default();
    if !standing.starts_with('{') {
        return Err("its anchor is no inline table: write it anew by hand".to_owned());
    }
    let document = standing.contains("document").then(|| document_of(policy, drift)).flatten();
    Ok((drift.anchor, anchor(document.as_deref(), &passage)))
}

fn document_of(policy: &Policy, drift: &Drift) -> Option<String> {
    let anchors = policy.anchors();
    anchors.into_iter().find(|anchor| anchor.region == drift.anchor).map(|anchor| anchor.document.clone())
}

/// What the text derives under the id today.
fn entry<'d>(derived: &'d Derived, drift: &Drift) -> Option<&'d Found> {
    let all: Vec<&Found> = match drift.table {
        "categories" => derived.categories.iter().map(|x| &x.found).collect(),
        "purposes" => derived.purposes.iter().map(|x| &x.found).collect(),
        "sources" => derived.sources.iter().map(|x| &x.found).collect(),
        "bases" => derived.bases.iter().map(|x| &x.found).collect(),
        "processing" => derived.processing.iter().map(|x| &x.found).collect(),
        "recipients" => derived.recipients.iter().collect(),
        "products" => derived.products.iter().collect(),
        "rules" | "promises" => {
            let promises = derived.promises.iter().map(|x| &x.found).chain(derived.retention.iter().map(|x| &x.found));
            derived.prohibitions.iter().map(|x| &x.found).chain(promises).collect()
        }
        _ => Vec::new(),
    };
    all.into_iter().find(|found| found.id == drift.id)
}

/// The passage of a block: the old quote where its words still stand, else the block's first words.
fn passage(statement: &Statement, block: usize, quote: &str) -> Passage {
    let entry = &statement.blocks[block];
    let text =
        entry.cells.iter().find(|cell| cell.plain.contains(quote)).or(entry.cells.first()).unwrap_or(&entry.text);
    let from = text.plain.to_lowercase().find(&quote.to_lowercase()).filter(|&at| text.plain.is_char_boundary(at));
    let (from, to) = match from {
        Some(from) if text.plain.is_char_boundary(from + quote.len()) => (from, from + quote.len()),
        _ => sentences(&text.plain).first().copied().unwrap_or((0, text.plain.len())),
    };
    Passage {
        quote: statement.quote(text, from, to),
        block,
        heading: statement.heading_path(block),
        lead_in: statement.introduced_by(block).map(|lead| statement.last_sentence(lead).to_string()),
        digest: statement.digest(block),
    }
}

fn edited(text: &str, mut edits: Vec<(Region, String)>) -> String {
    edits.sort_by_key(|(region, _)| (region.line, region.column));
    edits.dedup_by_key(|(region, _)| *region);
    let mut new = text.to_owned();
    for (region, anchor) in edits.into_iter().rev() {
        if let Some(range) = range(text, region) {
            new.replace_range(range, &anchor);
        }
    }
    new
}

fn region_text(text: &str, region: Region) -> Option<&str> {
    text.get(range(text, region)?)
}

/// The bytes of a region.
fn range(text: &str, region: Region) -> Option<std::ops::Range<usize>> {
    let lines = LineTable::new(text);
    let offset = |line: u32, column: u32| {
        let start = lines.start_of(line)? as usize;
        let rest = text.get(start..)?;
        let chars = rest.char_indices().nth(column.checked_sub(1)? as usize);
        Some(start + chars.map_or(rest.len(), |(at, _)| at))
    };
    Some(offset(region.line, region.column)?..offset(region.end_line, region.end_column)?)
}
