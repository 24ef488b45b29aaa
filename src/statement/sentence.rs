//! A block's words come in; the ranges of its sentences go out.

/// Words before whose full stop no sentence ends.
const ABBREVIATIONS: [&str; 18] = [
    "para", "lit", "sec", "cf", "e.g", "i.e", "etc", "inc", "ltd", "no", "vs", "art", "u.s", "st", "mr", "dr", "corp",
    "incl",
];

/// Ranges of the sentences of a text, without the space around them.
pub(super) fn sentences(text: &str) -> Vec<(usize, usize)> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut from = 0;
    for at in memchr::memchr3_iter(b'.', b'!', b'?', bytes) {
        if ends(text, bytes, at) {
            add(text, from, at + 1, &mut found);
            from = at + 1;
        }
    }
    add(text, from, text.len(), &mut found);
    found
}

fn add(text: &str, from: usize, to: usize, found: &mut Vec<(usize, usize)>) {
    let words = text[from..to].trim();
    if words.chars().any(char::is_alphanumeric) {
        let start = from + text[from..to].len() - text[from..to].trim_start().len();
        found.push((start, start + words.len()));
    }
}

fn ends(text: &str, bytes: &[u8], at: usize) -> bool {
    let rest = text[at + 1..].trim_start_matches(['.', '!', '?', '"', '”', '’', ')', '*', '_']);
    if rest.is_empty() {
        return true;
    }
    let Some(next) = rest.strip_prefix(' ').and_then(|rest| rest.chars().next()) else { return false };
    if bytes[at] != b'.' {
        return true;
    }
    let word = text[..at].rsplit([' ', '(', '“', '"']).next().unwrap_or_default().to_ascii_lowercase();
    let short = ABBREVIATIONS.contains(&word.as_str()) || word.len() == 1 && word.chars().all(char::is_alphabetic);
    !short && (!next.is_alphabetic() || next.is_uppercase() || word.len() > 3)
}

/// The text in lower case, apostrophes made straight, words separated by single spaces, punctuation but `:` dropped.
pub(super) fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push(' ');
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        // Most of a text is plain words, which are taken at once.
        let word = bytes[at..].iter().take_while(|b| b.is_ascii_alphanumeric()).count();
        if word > 0 {
            let start = out.len();
            out.push_str(&text[at..at + word]);
            out[start..].make_ascii_lowercase();
            at += word;
            continue;
        }
        let Some(c) = text[at..].chars().next() else { break };
        at += c.len_utf8();
        match c {
            '’' | '‘' | '\'' => out.push('\''),
            // Also the wide one of texts that were written with another keyboard.
            ':' | '：' => out.push_str(if out.ends_with(' ') { ": " } else { " : " }),
            c if c.is_alphanumeric() || c == '-' && !out.ends_with([' ', '-']) => out.extend(c.to_lowercase()),
            _ if out.ends_with(' ') => {}
            _ => out.push(' '),
        }
    }
    if !out.ends_with(' ') {
        out.push(' ');
    }
    out
}

/// Whether the folded text holds one of the phrases as whole words; ` * ` in a phrase stands for any words between.
pub(super) fn says(folded: &str, phrases: &[&str]) -> bool {
    let words = Starts::of(folded);
    phrases.iter().any(|phrase| match phrase.split_once(" * ") {
        Some((first, _)) => words.may_hold(first) && finds(folded, phrase).is_some(),
        None => words.hold(folded, phrase),
    })
}

/// Where the words of a folded text begin: found once for all phrases that are looked for.
struct Starts {
    at: Vec<usize>,
    /// First bytes of the words, a bit each; bytes beyond ASCII share one.
    first: u128,
}

impl Starts {
    fn of(folded: &str) -> Self {
        let mut starts = Self { at: Vec::with_capacity(folded.len() / 5 + 1), first: 0 };
        for at in boundaries(folded) {
            starts.first |= bit(folded.as_bytes()[at]);
            starts.at.push(at);
        }
        starts
    }

    fn may_hold(&self, phrase: &str) -> bool {
        phrase.bytes().next().is_some_and(|first| self.first & bit(first) != 0)
    }

    fn hold(&self, folded: &str, phrase: &str) -> bool {
        if !self.may_hold(phrase) {
            return false;
        }
        let (stem, open) = phrase.strip_suffix('~').map_or((phrase, false), |stem| (stem, true));
        let Some(&first) = stem.as_bytes().first() else { return false };
        self.at.iter().any(|&at| folded.as_bytes()[at] == first && stands(folded, at, stem, open))
    }
}

fn bit(byte: u8) -> u128 {
    1 << byte.min(127)
}

/// Where a phrase begins in the folded text.
pub(super) fn finds(folded: &str, phrase: &str) -> Option<usize> {
    let mut from = 0;
    let mut first = None;
    for part in phrase.split(" * ") {
        let at = word(&folded[from..], part)?;
        first.get_or_insert(from + at);
        from += at + part.trim_end_matches('~').len();
    }
    first
}

/// Where words begin in folded text, at word boundaries; a trailing `~` matches any ending of the last word.
fn word(folded: &str, words: &str) -> Option<usize> {
    let (stem, open) = match words.strip_suffix('~') {
        Some(stem) => (stem, true),
        None => (words, false),
    };
    let first = *stem.as_bytes().first()?;
    let bytes = folded.as_bytes();
    // Most words begin otherwise: their first byte says so without a comparison.
    boundaries(folded).find(|&at| bytes[at] == first && stands(folded, at, stem, open))
}

/// Whether words stand at an offset at which a word begins.
pub(super) fn stands(folded: &str, at: usize, stem: &str, open: bool) -> bool {
    let rest = &folded.as_bytes()[at..];
    rest.starts_with(stem.as_bytes()) && (open || matches!(rest.get(stem.len()), None | Some(b' ' | b'-')))
}

/// Where words begin: at the start, and after each space and hyphen.
pub(super) fn boundaries(folded: &str) -> impl Iterator<Item = usize> {
    let after = memchr::memchr2_iter(b' ', b'-', folded.as_bytes()).map(|at| at + 1);
    std::iter::once(0).chain(after).filter(|&at| at < folded.len())
}
