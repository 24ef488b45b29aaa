//! A line of text comes in, its words and punctuation go out; and which words are ids, paths, durations, dates.

use std::ops::Range;

/// A word, or one of `,` `;` `:`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token<'a> {
    /// As written.
    pub(super) text: &'a str,
    /// Where in the whole text.
    pub(super) at: Range<usize>,
}

/// Words that begin a clause, `trains` of `trains on` and `not` of `not personal` among them.
pub(super) const VERBS: &[&str] = &[
    "collects",
    "infers",
    "stores",
    "discloses",
    "logs",
    "reviews",
    "trains",
    "processes",
    "hashes",
    "encrypts",
    "tokenizes",
    "coarsens",
    "redacts",
    "deidentifies",
    "anonymizes",
    "deletes",
    "unauthenticated",
    "not",
    "allow",
];

/// Words that begin an option.
pub(super) const OPTIONS: &[&str] = &["from", "for", "under", "when", "of", "kept", "on", "in"];

/// Whether the grammar uses the word, so that no id can be it.
pub fn is_keyword(word: &str) -> bool {
    VERBS.contains(&word) || OPTIONS.contains(&word) || ["and", "to", "by", "until", "everything"].contains(&word)
}

/// Whether the word has the form of an id: lower case letters and digits, joined by single `-`; no keyword.
pub fn is_id(word: &str) -> bool {
    let well_formed = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() && !c.is_uppercase());
    word.split('-').all(well_formed) && word.chars().any(char::is_alphabetic) && !is_keyword(word)
}

/// The word as an id, when only its case or its joints are wrong.
pub(super) fn nearest_id(word: &str) -> Option<String> {
    let mut id = String::new();
    for c in word.chars() {
        match c {
            '_' => id.push('-'),
            c if c.is_uppercase() && word.chars().any(char::is_lowercase) && !word.contains(['-', '_']) => {
                if !id.is_empty() {
                    id.push('-');
                }
                id.extend(c.to_lowercase());
            }
            c => id.extend(c.to_lowercase()),
        }
    }
    (is_id(&id) && id != word).then_some(id)
}

/// Whether the word is a Rust path without generic arguments.
pub(super) fn is_path(word: &str) -> bool {
    let word = word.strip_prefix("::").unwrap_or(word);
    word.split("::").all(|segment| {
        let segment = segment.strip_prefix("r#").unwrap_or(segment);
        segment.chars().next().is_some_and(|c| c.is_alphabetic() || c == '_')
            && segment.chars().all(|c| c.is_alphanumeric() || c == '_')
    })
}

/// Whether the word is `P30D`, `P2W`, `P6M`, `P1Y` or `until-deletion`.
pub(super) fn is_duration(word: &str) -> bool {
    let number = word.strip_prefix('P').and_then(|rest| rest.strip_suffix(['D', 'W', 'M', 'Y']));
    // Five digits reach past 100 years even in days, and cannot overflow when counted.
    let counted =
        number.is_some_and(|n| (1..=5).contains(&n.len()) && n.bytes().all(|b| b.is_ascii_digit()) && n != "0");
    counted || word == "until-deletion"
}

/// Whether the word is a day of the calendar as `YYYY-MM-DD`.
pub(super) fn is_date(word: &str) -> bool {
    word.len() == 10 && word.as_bytes()[4] == b'-' && word.parse::<jiff::civil::Date>().is_ok()
}

/// The one of `candidates` that the word is a likely misspelling of.
pub(super) fn near<'a>(word: &str, candidates: &[&'a str]) -> Option<&'a str> {
    let word = word.to_lowercase();
    let limit = |candidate: &str| match candidate.len() {
        0..=2 => 0,
        3..=5 => 1,
        _ => 2,
    };
    let distance = |candidate: &&str| strsim::damerau_levenshtein(&word, candidate);
    candidates.iter().copied().filter(|candidate| distance(candidate) <= limit(candidate)).min_by_key(distance)
}

/// Splits one line that stands at `start` of the text. A `::` belongs to its word; one `.` at the end is dropped.
pub(super) fn split(line: &str, start: usize) -> Vec<Token<'_>> {
    let mut found = Vec::new();
    let mut word: Option<usize> = None;
    let mut skip_to = 0;
    for (at, c) in line.char_indices() {
        if at < skip_to {
            continue;
        }
        if line[at..].starts_with("::") {
            word.get_or_insert(at);
            skip_to = at + 2;
        } else if c.is_whitespace() || matches!(c, ',' | ';' | ':') {
            found.extend(word.take().map(|begin| begin..at));
            if !c.is_whitespace() {
                found.push(at..at + 1);
            }
        } else {
            word.get_or_insert(at);
        }
    }
    found.extend(word.map(|begin| begin..line.len()));
    let token = |range: Range<usize>| Token { text: &line[range.clone()], at: start + range.start..start + range.end };
    let mut tokens: Vec<Token<'_>> = found.into_iter().map(token).collect();
    drop_final_dot(&mut tokens);
    tokens
}

fn drop_final_dot(tokens: &mut Vec<Token<'_>>) {
    let Some(last) = tokens.last_mut() else { return };
    let Some(text) = last.text.strip_suffix('.') else { return };
    last.text = text;
    last.at.end -= 1;
    if text.is_empty() {
        tokens.pop();
    }
}
