//! Words for data come in; proposed data keys go out, from the list in `words.txt`.

use super::sentence::{finds, folded};
use std::sync::OnceLock;

/// Phrase (folded, `~` for any ending) and data key, the longer phrases first.
const WORDS: &str = include_str!("words.txt");

fn table() -> &'static Vec<(&'static str, &'static str)> {
    static TABLE: OnceLock<Vec<(&str, &str)>> = OnceLock::new();
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
        rows
    })
}

/// The data keys that the words of a text propose, in the order of the text; a longer phrase hides what it holds.
pub(super) fn keys(text: &str) -> Vec<String> {
    let mut folded = folded(text);
    let mut found: Vec<(usize, &str)> = Vec::new();
    for (phrase, key) in table() {
        while let Some(at) = finds(&folded, phrase) {
            if !(*phrase == "name" && named_thing(&folded[..at])) {
                found.push((at, key));
            }
            // What a phrase covered counts once; the length stays, so that offsets stay.
            let end = at + phrase.trim_end_matches('~').len();
            folded.replace_range(at..end, &"#".repeat(end - at));
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
fn named_thing(before: &str) -> bool {
    let word = before.split_whitespace().next_back().unwrap_or_default();
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
    !word.is_empty() && !persons.contains(&word) && !word.starts_with('#')
}
