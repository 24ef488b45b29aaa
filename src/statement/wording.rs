//! Words come in; what of them a reader would call said goes out, so that two ways of writing the same are equal: case,
//! punctuation, numbering, quotes, hyphens, the date of the text and how an address begins say nothing.

use super::read::Statement;
use super::sentence::sentences;
use crate::policy::sha256;

/// Digits of a short digest: among a thousand sentences two are alike once in ten thousand texts.
const SHORT: usize = 8;

/// A sentence of a text: where it stands and what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Said {
    /// Its block.
    pub block: usize,
    /// Its words as they stand.
    pub words: String,
    /// Its letters and digits.
    pub told: String,
    /// A short digest of them.
    pub digest: String,
}

/// What a text says, sentence by sentence; a row of a table is one.
pub(super) fn said(statement: &Statement) -> Vec<Said> {
    (0..statement.blocks.len()).flat_map(|block| said_in(statement, block)).collect()
}

/// What a block says.
fn said_in(statement: &Statement, block: usize) -> Vec<Said> {
    let words = statement.words(block);
    let ranges = match statement.blocks[block].cells.is_empty() {
        true => sentences(&words),
        false => vec![(0, words.len())],
    };
    let sentence = |&(from, to): &(usize, usize)| {
        let words = words[from..to].to_owned();
        told(&words).map(|told| Said { block, words, digest: short_digest(&told), told })
    };
    ranges.iter().filter_map(sentence).collect()
}

/// Short digests of what a text says, each once, in the order of the text.
pub(super) fn digests(statement: &Statement) -> Vec<String> {
    let mut seen = rustc_hash::FxHashSet::default();
    said(statement).into_iter().map(|said| said.digest).filter(|digest| seen.insert(digest.clone())).collect()
}

fn short_digest(told: &str) -> String {
    let mut digest = sha256(told.as_bytes());
    digest.truncate(SHORT);
    digest
}

/// The letters and digits of a sentence; nothing where it only says of which day the text is, or is filled in later.
pub(super) fn told(sentence: &str) -> Option<String> {
    if is_tag(sentence) {
        return None;
    }
    // `{: datetime="2021-03-08" }`, as kramdown writes an attribute.
    let sentence = match (sentence.find("{:"), sentence.rfind('}')) {
        (Some(from), Some(to)) if from < to && sentence[to + 1..].trim().is_empty() => &sentence[..from],
        _ => sentence,
    };
    let tokens: Vec<String> = without_number(sentence).split_whitespace().map(letters).collect();
    if tokens.iter().any(|token| is_month(token)) && tokens.iter().all(|token| token.is_empty() || is_date(token)) {
        return None;
    }
    let says_when = tokens.iter().any(|token| OF_THE_TEXT.contains(&token.as_str()))
        && tokens.iter().any(|token| is_month(token) || is_day(token) || is_year(token));
    let kept: Vec<&str> = tokens
        .iter()
        .filter(|token| !(says_when && is_date(token)))
        .map(String::as_str)
        .filter(|t| !t.is_empty())
        .collect();
    if kept.is_empty() || says_when && kept.iter().all(|token| ABOUT_THE_TEXT.contains(token)) {
        return None;
    }
    Some(kept.concat())
}

/// Words that say that a date is that of the text.
const OF_THE_TEXT: [&str; 16] = [
    "updated",
    "effective",
    "revised",
    "modified",
    "version",
    "revision",
    "copyright",
    "published",
    "update",
    "date",
    "changed",
    "amended",
    "reviewed",
    "rev",
    "edited",
    "copy",
];

/// What stands beside the date of a text and says no more.
const ABOUT_THE_TEXT: [&str; 44] = [
    "last",
    "updated",
    "effective",
    "date",
    "revised",
    "modified",
    "as",
    "of",
    "on",
    "from",
    "version",
    "this",
    "policy",
    "privacy",
    "notice",
    "statement",
    "was",
    "is",
    "the",
    "since",
    "in",
    "effect",
    "published",
    "revision",
    "and",
    "document",
    "update",
    "page",
    "our",
    "copyright",
    "changed",
    "v",
    "at",
    "most",
    "recent",
    "recently",
    "amended",
    "reviewed",
    "rev",
    "has",
    "been",
    "c",
    "edited",
    "|",
];

/// `{{< lastmod >}}` is filled in where the page is made, and says nothing here.
fn is_tag(words: &str) -> bool {
    let words = words.trim();
    (words.starts_with("{{") && words.ends_with("}}")) || (words.starts_with("{%") && words.ends_with("%}"))
}

/// A sentence without the number before it: `3.`, `3.1`, `(b)`, `iv)`, `§ 4`.
fn without_number(sentence: &str) -> &str {
    let trimmed =
        sentence.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '§' | '-' | '•' | '·' | '*' | '#'));
    let Some((first, rest)) = trimmed.split_once(char::is_whitespace) else { return trimmed };
    let bare = first.trim_matches(['(', ')', '.', ':']);
    let closed = first.ends_with([')', '.', ':']) || bare.contains('.');
    let digits = bare.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let letter = bare.len() == 1 && bare.bytes().all(|byte| byte.is_ascii_alphabetic());
    let roman = bare.len() <= 4 && bare.bytes().all(|byte| matches!(byte.to_ascii_lowercase(), b'i' | b'v' | b'x'));
    if closed && !bare.is_empty() && (digits || letter || roman) { rest } else { trimmed }
}

/// A word's letters and digits in lower case; of an address its host.
fn letters(word: &str) -> String {
    // "[press] (mailto:press@example.org)": a link that misses its form; where it leads says nothing.
    if ["(mailto:", "(http://", "(https://"].iter().any(|start| word.starts_with(start)) {
        return String::new();
    }
    let word = match word.split_once("://") {
        Some((_, rest)) => rest.split(['/', '?', '#', ')', '>']).next().unwrap_or(rest),
        None => word,
    };
    let word = word.trim_start_matches("www.");
    let mut out = String::with_capacity(word.len());
    let mut chars = word.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '&' => out.push_str("and"),
            // The point of a number is part of it.
            '.' if out.ends_with(|c: char| c.is_ascii_digit()) && chars.peek().is_some_and(char::is_ascii_digit) => {
                out.push('.');
            }
            '%' | '$' | '€' | '£' | '|' => out.push(c),
            c if c.is_alphanumeric() => out.extend(c.to_lowercase()),
            _ => {}
        }
    }
    out
}

/// In English, in lower case.
pub(super) const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

fn is_month(token: &str) -> bool {
    token.len() >= 3 && token != "mar" && MONTHS.iter().any(|month| *month == token || month[..3] == *token)
        || token == "sept"
}

fn is_year(token: &str) -> bool {
    token.len() == 4
        && token.bytes().all(|byte| byte.is_ascii_digit())
        && (token.starts_with("19") || token.starts_with("20"))
}

/// `20240501`, as `2024-05-01` and `01/05/2024` are folded.
fn is_day(token: &str) -> bool {
    (token.len() == 8 || token.len() == 6) && token.bytes().all(|byte| byte.is_ascii_digit())
}

/// A part of a date, or the number of a version.
fn is_date(token: &str) -> bool {
    let number = token.trim_end_matches(char::is_alphabetic);
    let ordinal = ["st", "nd", "rd", "th"].contains(&&token[number.len()..]);
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    is_month(token) || is_day(token) || digits(token) || ordinal && digits(number)
}

/// Whether two passages say the same in the same words, however they look and are spelled.
pub(super) fn only_looks_otherwise(before: &str, after: &str) -> bool {
    told(before) == told(after) || only_spelled_otherwise(before, after)
}

/// Whether two sentences differ by nothing but how a word is spelled: one letter of a longer word.
pub(super) fn only_spelled_otherwise(before: &str, after: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        without_number(text).split_whitespace().map(letters).filter(|word| !word.is_empty()).collect()
    };
    let (before, after) = (words(before), words(after));
    before.len() == after.len() && before.iter().zip(&after).all(|(old, new)| old == new || is_misspelt(old, new))
}

/// One letter put in, left out, changed or swapped; a number is never misspelt, and a short word is another word.
fn is_misspelt(old: &str, new: &str) -> bool {
    // "Log", "logs".
    let plural = |one: &str, many: &str| one.len() >= 3 && many.strip_suffix('s') == Some(one);
    if plural(old, new) || plural(new, old) {
        return true;
    }
    let (a, b): (Vec<char>, Vec<char>) = (old.chars().collect(), new.chars().collect());
    if a.len().min(b.len()) < 5 || a.len().abs_diff(b.len()) > 1 || a.iter().chain(&b).any(char::is_ascii_digit) {
        return false;
    }
    let head = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let tail = a[head..].iter().rev().zip(b[head..].iter().rev()).take_while(|(x, y)| x == y).count();
    let (x, y) = (&a[head..a.len() - tail], &b[head..b.len() - tail]);
    x.len() <= 1 && y.len() <= 1 || x.len() == 2 && y.len() == 2 && x[0] == y[1] && x[1] == y[0]
}

/// Whether a sentence speaks of the maker, of the user or of what is done with data; a line that says where to write to
/// speaks of neither.
pub(super) fn speaks(words: &str) -> bool {
    let folded = super::sentence::folded(words);
    let has = |list: &[&str]| super::sentence::says(&folded, list);
    !has(&WHERE_TO_WRITE) && has(&OF_CONDUCT)
}

/// Whether a sentence only says where to write to.
pub(super) fn says_where_to_write(words: &str) -> bool {
    super::sentence::says(&super::sentence::folded(words), &WHERE_TO_WRITE)
}

const WHERE_TO_WRITE: [&str; 9] =
    ["contact us", "mail us", "email us", "write to us", "reach us", "contact me", "email me", "mail me", "questions"];

const OF_CONDUCT: [&str; 34] = [
    "we",
    "our",
    "us",
    "you",
    "your",
    "users",
    "user",
    "data",
    "information",
    "collect",
    "collects",
    "collected",
    "share",
    "shared",
    "shares",
    "store",
    "stored",
    "stores",
    "transfer",
    "transferred",
    "process",
    "processed",
    "processor",
    "retained",
    "deleted",
    "sell",
    "sold",
    "disclose",
    "disclosed",
    "cookie",
    "cookies",
    "consent",
    "third party",
    "personal",
];
