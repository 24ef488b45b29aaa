//! A denial comes in; whom it says that data does not go to, or what is not done with it, goes out: a rule, where one
//! can be checked.

use super::context::Context;
use super::phrase::{noun, title};
use super::relations::spoken_of;
use super::{Category, Found};
use crate::statement::polarity::{Polarity, judge};
use crate::statement::sentence::{finds, folded, says};

/// What a denial bars.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Barred {
    /// Categories that it names; all that stand under no other where it speaks of personal data as such.
    pub of: Vec<String>,
    /// What must not happen.
    pub act: BarredAct,
}

/// What must not happen with data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BarredAct {
    /// It goes to one of these.
    To(Vec<Found>),
    /// It goes to anyone at all.
    ToAnyone,
    /// It is processed so: id, title, kind.
    Processing(Found, &'static str),
}

/// Most categories that a rule about all data names.
const MOST_NAMED: usize = 100;

/// Those who act apart from the one who gives the statement, and of whom a rule can speak.
const PARTIES: [&str; 18] = [
    "advertiser~",
    "ad network~",
    "advertising network~",
    "advertising partner~",
    "advertising compan~",
    "advertising platform~",
    "ad platform~",
    "data broker~",
    "marketer~",
    "marketing compan~",
    "marketing partner~",
    "insurer~",
    "insurance compan~",
    "employer~",
    "social network~",
    "social media",
    "analytics provider~",
    "analytics compan~",
];

/// Words for everyone else.
const ANYONE: [&str; 9] = [
    "third parties",
    "third party",
    "third-parties",
    "anyone",
    "any one",
    "others",
    "other parties",
    "other companies",
    "outside parties",
];

/// Acts by which data is let out.
const LETS_OUT: [&str; 24] = [
    "share",
    "shares",
    "shared",
    "sharing",
    "sell",
    "sells",
    "sold",
    "selling",
    "disclose",
    "discloses",
    "disclosed",
    "rent",
    "rents",
    "rented",
    "trade",
    "traded",
    "transfer",
    "transferred",
    "give",
    "given",
    "pass",
    "provide",
    "provided",
    "send",
];

/// What the denial in a sentence bars, if it names it; `conditional` where an exception narrows it.
pub(super) fn barred(
    context: &Context<'_>,
    block: usize,
    (from, sentence): (usize, &str),
    categories: &[Category],
    conditional: bool,
) -> Option<Barred> {
    let text = folded(sentence);
    if judge(&text) != Polarity::Denies {
        return None;
    }
    if let Some(act) = processing(context, block, from, sentence, &text) {
        let of = of(categories, sentence);
        return (!of.is_empty()).then_some(Barred { of, act });
    }
    let (before, start) = receivers(sentence)?;
    let named = parties(context, block, from + start, &sentence[start..]);
    let of = of(categories, before);
    if of.is_empty() {
        return None;
    }
    if !named.is_empty() {
        return Some(Barred { of, act: BarredAct::To(named) });
    }
    // Selling cannot be told from sharing in code; what an exception narrows bars no one in particular.
    let told = says(&folded(&sentence[start..]), &ANYONE);
    let shared = says(&text, &["share", "shares", "shared", "disclose", "discloses", "disclosed", "send", "transfer"]);
    let particular = !spoken_of(categories, before).is_empty();
    (told && shared && !conditional && particular).then_some(Barred { of, act: BarredAct::ToAnyone })
}

/// An item of "We do not share your data with:".
pub(super) fn barred_item(
    context: &Context<'_>,
    block: usize,
    lead: &str,
    plain: &str,
    categories: &[Category],
) -> Option<Barred> {
    let text = folded(lead);
    let open = [" with :", " to :"].iter().any(|end| text.trim_end().ends_with(end));
    if !open || !says(&text, &LETS_OUT) {
        return None;
    }
    let named = parties(context, block, 0, plain);
    let of = of(categories, lead);
    (!named.is_empty() && !of.is_empty()).then_some(Barred { of, act: BarredAct::To(named) })
}

/// The data that a denial names; all of it where it speaks of data as such; none where it names what is not known.
fn of(categories: &[Category], words: &str) -> Vec<String> {
    let found = spoken_of(categories, words);
    let general = says(&folded(words), &["data", "information", "details", "it", "this", "them"]);
    if !found.is_empty() || !general {
        return found;
    }
    let roots = categories.iter().filter(|category| category.parent.is_none());
    roots.map(|category| category.found.id.clone()).take(MOST_NAMED).collect()
}

/// What stands before those whom data does not go to, and where they begin.
fn receivers(sentence: &str) -> Option<(&str, usize)> {
    let lower = sentence.to_ascii_lowercase();
    // "We share it with Maple, but do not share …": what stands before the negation is told, and not denied.
    let nots = ["not ", "n't ", "n’t ", "never ", "cannot ", "no ", "nor ", "neither "];
    let not = nots.iter().filter_map(|not| lower.find(not)).min()?;
    let words = lower.match_indices(' ').map(|(at, _)| at + 1).filter(|&at| at > not);
    let verb = words.filter(|&at| LETS_OUT.contains(&word_at(&lower, at))).max_by_key(|&at| {
        // The last act before the link: "sell, rent or share … with".
        let linked = link(&lower, at).is_some();
        (linked, std::cmp::Reverse(at))
    })?;
    let (at, len) = link(&lower, verb)?;
    Some((&sentence[..at], at + len))
}

fn word_at(lower: &str, at: usize) -> &str {
    lower[at..].split([' ', ',', '.', ';']).next().unwrap_or_default()
}

fn link(lower: &str, verb: usize) -> Option<(usize, usize)> {
    let marks = [" with ", " to "];
    marks.iter().filter_map(|mark| lower[verb..].find(mark).map(|at| (verb + at, mark.len()))).min()
}

/// The parties that a list names: "advertisers, data brokers or Google".
fn parties(context: &Context<'_>, block: usize, from: usize, list: &str) -> Vec<Found> {
    let ends = [" for ", " unless ", " except ", " without ", " in order ", " that ", " who ", ". ", ";", " so "];
    let end = ends.iter().filter_map(|end| list.find(end)).min().unwrap_or(list.len());
    let mut found: Vec<Found> = Vec::new();
    let mut at = 0;
    while at <= end {
        let rest = &list[at..end];
        let (cut, len) = [", or ", ", and ", ", ", " or ", " and "]
            .iter()
            .filter_map(|mark| rest.find(mark).map(|cut| (cut, mark.len())))
            .min_by_key(|&(cut, len)| (cut, std::cmp::Reverse(len)))
            .unwrap_or((rest.len(), 1));
        let (a, b) = noun(&rest[..cut]);
        let words = &rest[a..b];
        let named = says(&folded(words), &PARTIES) || proper(words);
        if named && words.split(' ').count() <= 4 {
            let party = context.found(block, from + at + a, from + at + b, &title(words), "named in a denial");
            if !party.id.is_empty() && !found.iter().any(|known| known.id == party.id) {
                found.push(party);
            }
        }
        at += cut + len;
    }
    found
}

/// A name, as "Google": a capital in the middle of a sentence.
fn proper(words: &str) -> bool {
    words.starts_with(char::is_uppercase) && words.split(' ').count() <= 3 && words.len() > 2 && !words.contains('(')
}

/// "We do not use your data to train models", "there is no profiling".
fn processing(context: &Context<'_>, block: usize, from: usize, sentence: &str, text: &str) -> Option<BarredAct> {
    const METHODS: [(&str, &str, &str, &[&str]); 3] = [
        ("training", "Training of models", "training", &["to train", "train our", "training of", "for training"]),
        (
            "automated-processing",
            "Automated processing",
            "automated",
            &["automated decision-making", "automated decision making", "automated decisions", "profiling"],
        ),
        ("human-review", "Human review", "human", &["human review", "reviewed by humans", "read by humans"]),
    ];
    for (id, title, kind, words) in METHODS {
        let Some(word) = words.iter().find(|word| finds(text, word).is_some()) else { continue };
        let at = sentence.to_ascii_lowercase().find(word)?;
        let mut found = context.found(block, from + at, from + at + word.len(), title, "named in a denial");
        found.id = id.to_string();
        return Some(BarredAct::Processing(found, kind));
    }
    None
}
