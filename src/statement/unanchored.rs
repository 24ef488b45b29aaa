//! What the text said when it was last read and the text of today come in; the sentences that say something else where no
//! entry is anchored go out: what no cue reads may matter to a reader all the same.

use super::drift::{Drift, Verdict, words_of};
use super::read::Statement;
use super::wording::{
    Said, digests, only_looks_otherwise, only_spelled_otherwise, said, says_where_to_write, speaks, told,
};
use crate::model::place::Region;
use crate::policy::Policy;
use rustc_hash::FxHashSet;
use std::cell::LazyCell;

/// Words of the shortest sentence that counts although it speaks of nobody and of no data.
const WHOLE: usize = 7;

/// New words that make such a sentence one that was not said before.
const NEW_WORDS: usize = 2;

/// Below this many letters a sentence may stand within another by chance.
const OWN_WORDS: usize = 24;

/// Most letters by which two spellings of a sentence differ in length.
const SPELLED: usize = 8;

/// A text of more blocks is not held against another word by word: each sentence is held against each.
const MOST_BLOCKS: usize = 10_000;

/// What an earlier text said: its sentences where the text is at hand, else the digests that the policy keeps of them.
pub(super) enum Earlier<'s> {
    Text(&'s Statement, Vec<Said>),
    Digests(FxHashSet<String>),
}

impl<'s> Earlier<'s> {
    /// The text, or what the policy keeps of it; nothing where the text is the one that the policy was derived of.
    pub(super) fn of(policy: &Policy, document: &str, today: &Statement, text: Option<&'s Statement>) -> Option<Self> {
        let document = policy.documents.get(document)?;
        if document.sha256.as_deref() == Some(today.sha256.as_str()) {
            return None;
        }
        let kept = document.passages.as_deref();
        // What the policy keeps was renewed since, where it is not of that text.
        let is_of = |text: &&Statement| kept.is_none_or(|kept| kept.split_whitespace().eq(digests(text).iter()));
        let read = |text: &&Statement| text.blocks.len().max(today.blocks.len()) <= MOST_BLOCKS;
        if let Some(text) = text.filter(read).filter(is_of) {
            return Some(Self::Text(text, said(text)));
        }
        let kept = kept?;
        Some(Self::Digests(kept.split_whitespace().map(str::to_owned).collect()))
    }
}

/// Adds what changed where nothing is anchored, and silences passages that only look otherwise.
pub(super) fn hold(earlier: &Earlier, today: &Statement, document: &str, found: &mut Vec<Drift>) {
    let now = said(today);
    let known: FxHashSet<String> = match earlier {
        Earlier::Text(_, before) => before.iter().map(|said| said.digest.clone()).collect(),
        Earlier::Digests(digests) => digests.clone(),
    };
    let present: FxHashSet<String> = now.iter().map(|said| said.digest.clone()).collect();
    let other: Vec<&Said> = now.iter().filter(|said| !known.contains(&said.digest)).collect();
    let (new, gone) = match earlier {
        Earlier::Text(_, before) => differences(&other, before, &now, &present),
        Earlier::Digests(digests) => (other.clone(), digests.difference(&present).map(|_| None).collect()),
    };
    silence(earlier, &new, &gone, today, found);
    if let Earlier::Text(text, _) = earlier {
        let changed: FxHashSet<usize> = new.iter().map(|said| said.block).collect();
        let respelled = other.iter().map(|said| said.block).filter(|block| !changed.contains(block));
        silence_respelled(text, &respelled.collect(), today, found);
    }
    let told = already_told(today, found);
    let lost = unexplained(earlier, &gone, &new, document, found);
    let open: Vec<&Said> = new.into_iter().filter(|said| !told.contains(&said.block)).collect();
    let known = LazyCell::new(|| known_words(earlier));
    let is_told = |said: &&Said| is_change(said, &gone) || is_new(said, known.as_ref(), today);
    found.extend(open.into_iter().filter(is_told).map(|said| reworded(document, said, today)));
    found.extend(lost);
}

/// What is gone where nothing was anchored, and has no other in its place.
fn unexplained(
    earlier: &Earlier,
    gone: &[Option<&Said>],
    new: &[&Said],
    document: &str,
    found: &[Drift],
) -> Option<Drift> {
    let Earlier::Text(text, _) = earlier else {
        let anchors_drift = found.iter().any(|drift| !drift.verdict.is_cosmetic());
        let count = if anchors_drift { 0 } else { gone.len().saturating_sub(new.len()) };
        return (count > 0).then(|| lost(document, count, None));
    };
    let anchored: FxHashSet<&str> = found.iter().filter_map(|drift| drift.digest.as_deref()).collect();
    let is_missed = |said: &&&Said| {
        speaks(&said.words)
            && !anchored.contains(text.digest(said.block).as_str())
            && !new.iter().any(|new| replaces(new, said))
    };
    let missed: Vec<&&Said> = gone.iter().flatten().filter(is_missed).collect();
    missed.first().map(|first| lost(document, missed.len(), Some(first.words.clone())))
}

/// Without those that are spelled otherwise, or that stand within what the other text says.
fn differences<'s>(
    new: &[&'s Said],
    before: &'s [Said],
    now: &[Said],
    present: &FxHashSet<String>,
) -> (Vec<&'s Said>, Vec<Option<&'s Said>>) {
    let whole = |all: &[Said]| all.iter().map(|said| said.told.as_str()).collect::<Vec<_>>().concat();
    let (all_before, all_now) = (whole(before), whole(now));
    let within = |said: &Said, all: &str| said.told.len() >= OWN_WORDS && all.contains(&said.told);
    let gone: Vec<&Said> = before.iter().filter(|said| !present.contains(&said.digest)).collect();
    let near = |a: &str, b: &str| {
        a.len().abs_diff(b.len()) <= SPELLED
            && (a.bytes().take(3).eq(b.bytes().take(3)) || a.bytes().rev().take(3).eq(b.bytes().rev().take(3)))
    };
    let spelled = |said: &Said, others: &[&Said]| {
        others.iter().any(|other| near(&said.told, &other.told) && only_spelled_otherwise(&said.words, &other.words))
    };
    let left: Vec<&Said> =
        new.iter().copied().filter(|said| !within(said, &all_before) && !spelled(said, &gone)).collect();
    let gone = gone.into_iter().filter(|said| !within(said, &all_now) && !spelled(said, new)).map(Some).collect();
    (left, gone)
}

/// A passage around a quote that reads as before but for its looks is none that was reworded.
fn silence(earlier: &Earlier, new: &[&Said], gone: &[Option<&Said>], today: &Statement, found: &mut [Drift]) {
    let changed: FxHashSet<usize> = new.iter().map(|said| said.block).collect();
    for drift in found.iter_mut().filter(|drift| drift.verdict == Verdict::Reworded) {
        let (Some(block), Some(digest)) = (drift.block, drift.digest.as_deref()) else { continue };
        let words = today.words(block);
        let same = match earlier {
            Earlier::Text(text, _) => {
                words_of(text, digest).is_some_and(|before| only_looks_otherwise(&before, &words))
            }
            Earlier::Digests(_) => gone.is_empty() && !changed.contains(&block),
        };
        if same {
            drift.verdict = Verdict::Reflowed;
            drift.reason = "its words are the same, their spelling or punctuation is not".to_owned();
        }
    }
}

/// What was found by its words stands nowhere, and is found anew, where one of them is only spelled otherwise.
fn silence_respelled(text: &Statement, respelled: &FxHashSet<usize>, today: &Statement, found: &mut Vec<Drift>) {
    if respelled.is_empty() {
        return;
    }
    found.retain(|drift| {
        drift.verdict != Verdict::NewCandidate || !drift.block.is_some_and(|at| respelled.contains(&at))
    });
    let mut blocks: Vec<usize> = respelled.iter().copied().collect();
    blocks.sort_unstable();
    for drift in found.iter_mut().filter(|drift| drift.verdict == Verdict::Lost) {
        let Some(before) = drift.digest.as_deref().and_then(|digest| words_of(text, digest)) else { continue };
        let same = |block: &usize| only_looks_otherwise(&before, &today.words(*block));
        if let Some(block) = blocks.iter().copied().find(same) {
            drift.verdict = Verdict::Reflowed;
            drift.block = Some(block);
            drift.line = Some(today.line(today.blocks[block].span.start));
            drift.reason = "its words are the same, their spelling is not".to_owned();
        }
    }
}

/// Blocks of which an entry speaks already; where what is listed stands under a denial now, also its heading and lead-in.
fn already_told(today: &Statement, found: &[Drift]) -> FxHashSet<usize> {
    let held = found.iter().filter(|drift| drift.digest.is_some() || drift.verdict == Verdict::NewCandidate);
    let mut told: FxHashSet<usize> = held.filter_map(|drift| drift.block).collect();
    for drift in found.iter().filter(|drift| drift.verdict == Verdict::ContextChanged) {
        let Some(block) = drift.block else { continue };
        told.extend(today.introduced_by(block));
        told.extend(today.headings(block));
    }
    // A table of contents repeats the headings.
    let is_heading = |block: &usize| today.blocks[*block].is_heading();
    let all = || 0..today.blocks.len();
    let headings: FxHashSet<String> =
        all().filter(is_heading).filter_map(|block| self::told(&today.words(block))).collect();
    let repeats = |block: &usize| {
        !is_heading(block) && self::told(&today.words(*block)).is_some_and(|words| headings.contains(&words))
    };
    told.extend(all().filter(repeats));
    told
}

/// A sentence that takes another's place is a change; one that is added is, where it speaks of anyone or of data.
fn is_change(said: &Said, gone: &[Option<&Said>]) -> bool {
    speaks(&said.words) || gone.iter().any(|other| other.is_none_or(|other| replaces(said, other)))
}

/// Whether an added sentence that speaks of nobody and of no data says something all the same: it is a whole sentence,
/// does not say where to write to, and, where the earlier text is at hand, has words that the text had not.
fn is_new(said: &Said, known: Option<&FxHashSet<String>>, today: &Statement) -> bool {
    let words: Vec<&str> = said.words.split_whitespace().collect();
    let whole = words.len() >= WHOLE && said.words.trim_end().ends_with(['.', '!', ';']);
    if !whole || today.blocks[said.block].is_heading() || says_where_to_write(&said.words) {
        return false;
    }
    let Some(known) = known else { return true };
    let long = words.iter().filter_map(|word| told(word)).filter(|word| word.len() >= 4);
    long.filter(|word| !known.contains(word)).count() >= NEW_WORDS
}

/// The words of the earlier text, where it is at hand.
fn known_words(earlier: &Earlier) -> Option<FxHashSet<String>> {
    let Earlier::Text(_, before) = earlier else { return None };
    Some(before.iter().flat_map(|said| said.words.split_whitespace()).filter_map(told).collect())
}

/// Whether a sentence has half of another's words.
fn replaces(new: &Said, gone: &Said) -> bool {
    let words: FxHashSet<&str> = gone.words.split_whitespace().collect();
    let shared = new.words.split_whitespace().filter(|word| words.contains(word)).count();
    shared * 2 >= new.words.split_whitespace().count().min(words.len()).max(1)
}

fn reworded(document: &str, said: &Said, today: &Statement) -> Drift {
    let line = today.line(today.blocks[said.block].span.start);
    drift(
        document,
        Verdict::Reworded,
        Some((said.block, line)),
        said.words.clone(),
        "no entry is anchored where it reads differently",
    )
}

fn lost(document: &str, count: usize, words: Option<String>) -> Drift {
    let reason = match count {
        1 => "a sentence is gone where no entry was anchored".to_owned(),
        _ => format!("{count} sentences are gone where no entry was anchored"),
    };
    drift(document, Verdict::Lost, None, words.unwrap_or_default(), &reason)
}

fn drift(document: &str, verdict: Verdict, at: Option<(usize, u32)>, words: String, reason: &str) -> Drift {
    Drift {
        table: "documents",
        id: document.to_owned(),
        verdict,
        quote: String::new(),
        was: 0,
        line: at.map(|(_, line)| line),
        now: Some(words),
        digest: None,
        block: at.map(|(block, _)| block),
        anchor: Region::default(),
        reason: reason.to_owned(),
    }
}
