//! Words for data come in; proposed data keys go out, from the list in `words.txt`.

use super::sentence::{boundaries, folded, stands};
use std::sync::OnceLock;

/// Phrase (folded, `~` for any ending) and data key, the longer phrases first.
const WORDS: &str = include_str!("words.txt");

/// A phrase of the list, and its place in the order in which phrases win: the longer first.
struct Row {
    stem: &'static str,
    open: bool,
    key: &'static str,
    rank: usize,
}

/// The rows by the first byte of their phrase: a phrase begins where a word begins.
fn table() -> &'static Vec<Vec<Row>> {
    static TABLE: OnceLock<Vec<Vec<Row>>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut rows: Vec<(&str, &str)> = Vec::new();
        for line in WORDS.lines().filter(|line| !line.starts_with('#')) {
            if let Some((key, phrases)) = line.split_once(':') {
                rows.extend(
                    phrases.split(',').map(|phrase| (phrase.trim(), key.trim())).filter(|row| !row.0.is_empty()),
                );
            }
        }
        rows.sort_by_key(|(phrase, _)| std::cmp::Reverse(phrase.len()));
        let mut table: Vec<Vec<Row>> = (0..256).map(|_| Vec::new()).collect();
        for (rank, (phrase, key)) in rows.into_iter().enumerate() {
            let stem = phrase.trim_end_matches('~');
            table[usize::from(stem.as_bytes()[0])].push(Row { stem, open: stem != phrase, key, rank });
        }
        table
    })
}

/// The data keys that the words of a text propose, in the order of the text; a longer phrase hides what it holds.
pub(super) fn keys(text: &str) -> Vec<String> {
    let folded = folded(text);
    let mut hits: Vec<(usize, usize, &Row)> = Vec::new();
    for at in boundaries(&folded) {
        let rows = &table()[usize::from(folded.as_bytes()[at])];
        let found = rows.iter().filter(|row| stands(&folded, at, row.stem, row.open));
        hits.extend(found.map(|row| (row.rank, at, row)));
    }
    hits.sort_unstable_by_key(|&(rank, at, _)| (rank, at));
    let mut taken = vec![false; folded.len()];
    let mut found: Vec<(usize, &str)> = Vec::new();
    for (_, at, row) in hits {
        let end = at + row.stem.len();
        if taken[at..end].contains(&true) {
            continue;
        }
        taken[at..end].fill(true);
        if !(row.stem == "name" && named_thing(&folded[..at], &taken)) {
            found.push((at, row.key));
        }
    }
    found.sort_unstable();
    let mut keys: Vec<String> = Vec::new();
    for (_, key) in found {
        if !keys.iter().any(|known| known == key) {
            keys.push(key.to_string());
        }
    }
    keys
}

/// Whether a text names data of any kind.
pub(super) fn names_data(text: &str) -> bool {
    !keys(text).is_empty()
}

/// Whether "name" is that of a thing: "file name", "operating system name".
fn named_thing(before: &str, taken: &[bool]) -> bool {
    let word = before.split_whitespace().next_back().unwrap_or_default();
    // What is a name of something else already: "email address and name".
    let start = before.trim_end().len() - word.len();
    let other = taken.get(start).copied().unwrap_or_default();
    let persons = [
        "your",
        "the",
        "a",
        "user",
        "full",
        "and",
        "or",
        "as",
        "including",
        "with",
        "their",
        "legal",
        "real",
        "us",
        "of",
        "like",
        "e-mail",
        "email",
        "contact",
        "account",
        "details",
    ];
    !word.is_empty() && !persons.contains(&word) && !other
}
