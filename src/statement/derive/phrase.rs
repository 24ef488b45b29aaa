//! A passage comes in; the noun phrase that names what it is about, with its range, goes out.

use super::Part;
use crate::statement::ids::id;
use crate::statement::keys::keys;
use crate::statement::sentence::{folded, says, sentences};

/// Words after which a phrase only elaborates.
const CUTS: [&str; 47] = [
    ", strictly ",
    ", solely ",
    ", only ",
    ", exclusively ",
    " only for ",
    " for the duration ",
    " for as long ",
    " in addition to ",
    ", including",
    " including",
    ", such as",
    " such as ",
    " (",
    ";",
    ": ",
    " – ",
    " — ",
    " - ",
    ", e.g.",
    " e.g.",
    ", like ",
    ", which",
    " which ",
    " that you ",
    " that we ",
    " that ",
    " when ",
    " if you ",
    " you ",
    " we ",
    ". ",
    " in order to ",
    ", for example",
    ", where",
    " where ",
    " used to ",
    " from which ",
    " with which ",
    ", when ",
    ", as well",
    ", if ",
    " so that ",
    " who ",
    " needed to ",
    " to help ",
    " via ",
    " in case ",
];

/// Most words of a title.
const TITLE_WORDS: usize = 12;

/// The range of the noun phrase at the start of `text`, without article and elaboration.
pub(super) fn noun(text: &str) -> (usize, usize) {
    let mut from = text.len() - text.trim_start().len();
    loop {
        let rest = &text[from..];
        let lower = rest.to_lowercase();
        let article =
            ["the ", "a ", "an ", "your ", "our ", "any ", "some ", "certain ", "whether ", "all ", "its ", "their "]
                .iter()
                .find(|word| lower.starts_with(*word));
        match article {
            Some(article) if rest.len() > article.len() => from += article.len(),
            _ => break,
        }
    }
    let rest = &text[from..];
    let end = from + extent(rest, &CUTS, 3, TITLE_WORDS);
    let trimmed = text[from..end].trim_end_matches([' ', '.', ',', ';', ':', '*', '”', '"']);
    let end = from + trimmed.len();
    (from, end)
}

/// How far a phrase at the start of a text goes: to the first of the cuts that leaves so many bytes, and no more words.
pub(super) fn extent(text: &str, cuts: &[&str], least: usize, words: usize) -> usize {
    let cut = cuts.iter().filter_map(|cut| text.find(cut).filter(|&at| at >= least)).min().unwrap_or(text.len());
    text[..cut].match_indices(' ').nth(words - 1).map_or(cut, |(at, _)| at)
}

/// A title made of a phrase: its first letter in upper case.
pub(super) fn title(phrase: &str) -> String {
    let phrase = phrase.trim().trim_matches(['"', '“', '”', '*', '_', '`']);
    let mut chars = phrase.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().collect::<String>() + chars.as_str(),
        None => String::new(),
    }
}

/// What a passage enumerates: after "such as", "including", "like", a colon, or in brackets; split at commas.
pub(super) fn examples(body: &str) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for mark in [
        "such as ",
        "including ",
        "includes ",
        "include ",
        "(e.g., ",
        "e.g. ",
        "like ",
        "this data includes ",
        "for example, ",
        "following: ",
    ] {
        let mut rest = body;
        while let Some(at) = rest.find(mark) {
            rest = &rest[at + mark.len()..];
            rest =
                rest.strip_prefix("but not limited to").map_or(rest, |rest| rest.trim_start_matches([':', ',', ' ']));
            let end = rest.find([';', '.', ')', '?', '!', ':']).unwrap_or(rest.len());
            enumerate(&rest[..end], &mut parts);
        }
    }
    parts.truncate(24);
    parts
}

/// The same of the body of a label, which may be nothing but an enumeration: "Your IP address, device model".
pub(super) fn parts(body: &str) -> Vec<Part> {
    let mut parts = examples(body);
    if let Some(&(from, to)) = sentences(body).first()
        && is_enumeration(&body[from..to])
    {
        enumerate(body[from..to].trim_end_matches(['.', ';']), &mut parts);
    }
    parts.truncate(24);
    parts
}

/// "Your IP address, device model and language": nouns in a row, and no verb.
fn is_enumeration(sentence: &str) -> bool {
    let text = folded(sentence);
    let verbs = [
        "we",
        "is",
        "are",
        "was",
        "were",
        "be",
        "may",
        "can",
        "will",
        "has",
        "have",
        "do",
        "does",
        "use",
        "used",
        "to",
        "if",
        "when",
        "not",
        "no",
        "collect~",
        "such as",
        "include~",
        "including",
    ];
    (sentence.contains(',') || text.contains(" and ") || text.contains(" or "))
        && sentence.split_whitespace().count() <= 40
        && !says(&text, &verbs)
}

/// The members of a list written with commas.
pub(super) fn enumerate(list: &str, parts: &mut Vec<Part>) {
    for member in list.split([',', ';']).flat_map(|part| part.split(" and ")).flat_map(|part| part.split(" or ")) {
        let (from, to) = noun(member);
        let words = member[from..to].trim();
        let covers = keys(words);
        let count = words.split_whitespace().count();
        if count == 0 || count > 6 || covers.is_empty() {
            continue;
        }
        let part = Part { id: id(words), title: words.to_string(), covers };
        if !part.id.is_empty() && !parts.iter().any(|known| known.id == part.id) {
            parts.push(part);
        }
    }
}

/// The first ten words: a title is no copy of the text.
pub(super) fn short(sentence: &str) -> String {
    let words: Vec<&str> = sentence.split_whitespace().take(10).collect();
    words.join(" ").trim_end_matches(['.', ',', ':', ';']).to_string()
}
