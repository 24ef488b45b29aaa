//! Sentences come in; what they say is collected goes out, as categories of their own where no list or heading names any.

use super::context::Context;
use super::headings::generic;
use super::phrase::{examples, noun, title};
use super::{Category, merge};
use crate::statement::block::Kind;
use crate::statement::keys::keys;
use crate::statement::polarity::{Polarity, judge, positive_part};
use crate::statement::role::Role;
use crate::statement::sentence::{finds, folded, says, sentences};
use std::collections::{BTreeMap, BTreeSet};

/// The cue of categories found in prose.
const CUE: &str = "sentence that collects";

/// Verbs whose object is what is collected, as they stand in a sentence.
const ACTIVE: [&str; 40] = [
    " collects ",
    " collect ",
    " receives ",
    " receive ",
    " gathers ",
    " gather ",
    " logs ",
    " log ",
    " records ",
    " record ",
    " stores ",
    " store ",
    " tracks ",
    " track ",
    " asks for ",
    " ask for ",
    " asks you for ",
    " ask you for ",
    " requests ",
    " requires ",
    " obtain ",
    " obtains ",
    " captures ",
    " capture ",
    " retain ",
    " retains ",
    " transmits ",
    " sends us ",
    " send us ",
    " reports ",
    " saves ",
    " save ",
    " process ",
    " processes ",
    " include ",
    " includes ",
    " contains ",
    " contain ",
    " access ",
    " keep ",
];

const PASSIVE: [&str; 14] = [
    " is collected",
    " are collected",
    " is logged",
    " are logged",
    " is recorded",
    " are recorded",
    " is stored",
    " are stored",
    " is received",
    " are received",
    " is sent to",
    " are sent to",
    " may be collected",
    " are gathered",
];

/// The range of the object of the first collecting verb of a sentence.
pub(super) fn object(sentence: &str) -> Option<(usize, usize)> {
    let lower = ascii_lower(sentence);
    let found = ACTIVE.iter().filter_map(|verb| lower.find(verb).map(|at| (at, verb.len()))).min();
    let passive = PASSIVE.iter().filter_map(|verb| lower.find(verb)).min();
    match (found, passive) {
        (Some((at, len)), None) => {
            let start = at + len;
            let (from, to) = noun(&sentence[start..]);
            let its = sentence[start..].trim_start().starts_with("its ");
            if let Some(earlier) =
                its.then(|| lower[..at].rfind(" one ").or_else(|| lower[..at].rfind(" a "))).flatten()
            {
                // "samples one variable and records its name": the variable is what is spoken of.
                let (from, to) = noun(&sentence[earlier..at]);
                return (to > from).then_some((earlier + from, earlier + to));
            }
            let (from, to) = skip_fillers(sentence, start + from, start + to);
            (to > from).then_some((from, to))
        }
        (Some((at, len)), Some(passive)) if at + len < passive => {
            let (from, to) = noun(&sentence[at + len..]);
            (to > from).then_some((at + len + from, at + len + to))
        }
        (_, Some(at)) => {
            let clause = sentence[..at].rfind(", ").map_or(0, |comma| comma + 2);
            let (from, to) = noun(&sentence[clause..at]);
            (to > from).then_some((clause + from, clause + to))
        }
        _ => None,
    }
}

/// "information about your device" → from "your device" where what stands before says nothing.
fn skip_fillers(sentence: &str, from: usize, to: usize) -> (usize, usize) {
    let words = &sentence[from..to];
    for filler in [
        "information about ",
        "information on ",
        "data about ",
        "data on ",
        "details about ",
        "information regarding ",
        "the following information ",
        "the following data ",
    ] {
        if let Some(rest) = ascii_lower(words).strip_prefix(filler) {
            let start = to - rest.len();
            let (a, b) = noun(&sentence[start..to]);
            return (start + a, start + b);
        }
    }
    (from, to)
}

/// Lower case of the same length.
fn ascii_lower(text: &str) -> String {
    text.to_ascii_lowercase()
}

/// Whether a text says that something is collected.
pub(super) fn collected(text: &str) -> bool {
    sentences(text).iter().any(|&(from, to)| {
        let folded = folded(&text[from..to]);
        judge(&folded) == Polarity::Collects && actor(&folded) && object(&text[from..to]).is_some()
    })
}

/// Whether it is the one who gives the statement (or a program of theirs) that acts.
fn actor(folded: &str) -> bool {
    !says(
        folded,
        &[
            "you can",
            "you may",
            "your browser stores",
            "if you believe",
            "law",
            "this policy",
            "privacy policy",
            "this notice",
            "we do not",
            "third parties may",
            "this statement",
        ],
    )
}

/// Prose in sections about collection that set nothing apart.
pub(super) fn derive(context: &Context<'_>, by_block: &BTreeMap<usize, String>, categories: &mut Vec<Category>) {
    let apart = headings_set_apart(context, by_block);
    let structured = categories.iter().filter(|category| category.found.cue != "noun in a list").count();
    for block in 0..context.statement.blocks.len() {
        if context.kind(block) != Kind::Paragraph
            || context.roles[block] != Role::Collect
            || by_block.contains_key(&block)
        {
            continue;
        }
        if structured >= 2 || context.statement.blocks[block].heading.is_some_and(|heading| apart.contains(&heading)) {
            continue;
        }
        sentences_of(context, block, categories, false);
    }
}

/// Prose anywhere, in a text that has no section about collection.
pub(super) fn fallback(context: &Context<'_>, categories: &mut Vec<Category>) {
    for block in 0..context.statement.blocks.len() {
        let fits = matches!(context.roles[block], Role::Neutral | Role::Use | Role::Collect | Role::Retention);
        if fits && matches!(context.kind(block), Kind::Paragraph | Kind::Item) {
            sentences_of(context, block, categories, true);
        }
    }
}

/// Headings whose sections name their categories by labels, headings or rows.
fn headings_set_apart(context: &Context<'_>, by_block: &BTreeMap<usize, String>) -> BTreeSet<usize> {
    let mut apart = BTreeSet::new();
    for &block in by_block.keys() {
        if context.kind(block) == Kind::Item && context.labels[block].is_none() {
            continue;
        }
        let mut at = if context.statement.blocks[block].is_heading() {
            Some(block)
        } else {
            context.statement.blocks[block].heading
        };
        while let Some(heading) = at.filter(|&heading| apart.insert(heading)) {
            at = context.statement.blocks[heading].heading;
        }
    }
    apart
}

fn sentences_of(context: &Context<'_>, block: usize, categories: &mut Vec<Category>, strict: bool) {
    let plain = context.plain(block);
    let found = sentences(plain);
    for (index, &(from, to)) in found.iter().enumerate() {
        let whole = &plain[from..to];
        if index + 1 == found.len() && whole.ends_with(':') {
            continue;
        }
        let sentence = positive_part(whole);
        let folded = folded(sentence);
        if !(judge(&folded) == Polarity::Collects || holds(&folded))
            || !actor(&folded)
            || says(&folded, &["for example", "we use"]) && finds(&folded, "collect~").is_none()
        {
            continue;
        }
        let ours = ["we", "our", "us", "collect~", "receiv~", "logs", "logged", "sent", "server~", "transmit~"];
        if strict
            && (!says(&folded, &ours) || says(&folded, &["on your device", "on the device", "locally", "permission"]))
        {
            continue;
        }
        let Some((start, end)) = object(sentence) else { continue };
        let words = &sentence[start..end];
        let parts = examples(sentence);
        let named = keys(words);
        if named.is_empty() && (parts.is_empty() || strict) && (strict || !telling(words)) {
            continue;
        }
        if generic(words) && parts.is_empty() {
            continue;
        }
        let mut covers = named;
        for part in &parts {
            covers.extend(part.covers.iter().filter(|key| !covers.contains(key)).cloned().collect::<Vec<_>>());
        }
        let repeats = !covers.is_empty()
            && covers
                .iter()
                .all(|key| categories.iter().any(|known| known.found.cue == CUE && known.covers.contains(key)));
        if repeats {
            continue;
        }
        let entry = context.found(block, from + start, from + end, &title(words), CUE);
        merge(categories, Category { found: entry, covers, elements: parts, ..Category::default() }, |category| {
            &mut category.found
        });
    }
}

/// Words that name something in particular, although the vocabulary has no key for it.
fn telling(words: &str) -> bool {
    let text = folded(words);
    says(
        &text,
        &[
            "names",
            "name",
            "number of",
            "identifier",
            "address",
            "version",
            "variable",
            "type of",
            "id",
            "size of",
            "count of",
            "list of",
            "date",
            "time",
        ],
    )
}

/// "Events include the command": what is sent holds it.
fn holds(folded: &str) -> bool {
    let subject = [
        "events",
        "event",
        "payload",
        "report",
        "reports",
        "data",
        "information",
        "logs",
        "request",
        "requests",
        "pings",
        "telemetry",
        "it",
    ];
    let verb = ["include", "includes", "contain", "contains"].iter().filter_map(|verb| finds(folded, verb)).min();
    judge(folded) == Polarity::Silent && verb.is_some_and(|at| says(&folded[..at], &subject))
}
