//! Words of unknown origin come in, words that no terminal, page or log takes for an instruction go out.

pub use crate::model::hostile::is_hostile;
use std::borrow::Cow;
use std::fmt::Write as _;

/// The same words on one line, with control and bidirectional characters spelled out: `\u{202e}`.
pub fn inert(text: &str) -> Cow<'_, str> {
    spelled_out(text, |_| false)
}

/// As [`inert`], but line breaks and tabs stay: for help that has several lines, and for source text.
pub fn inert_lines(text: &str) -> Cow<'_, str> {
    spelled_out(text, |c| c == '\n' || c == '\t')
}

fn spelled_out(text: &str, keep: fn(char) -> bool) -> Cow<'_, str> {
    if !text.chars().any(|c| is_hostile(c) && !keep(c)) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            c if keep(c) || !is_hostile(c) => out.push(c),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c => {
                let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
            }
        }
    }
    Cow::Owned(out)
}

/// JSON with the characters that are legal in it but not inert written as `\uXXXX`. They can stand only
/// inside strings, so the document stays the same document.
pub fn inert_json(json: String) -> String {
    if !json.chars().any(|c| is_hostile(c) && c != '\n') {
        return json;
    }
    let mut out = String::with_capacity(json.len() + 16);
    for c in json.chars() {
        if is_hostile(c) && c != '\n' {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                let _ = write!(out, "\\u{unit:04x}");
            }
        } else {
            out.push(c);
        }
    }
    out
}

/// `1 point`, `2 points`.
pub fn count(n: usize, noun: &str) -> String {
    format!("{} {noun}{}", thousands(n), if n == 1 { "" } else { "s" })
}

/// `12,345`.
pub fn thousands(n: usize) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// The first `most` characters, with an ellipsis when there were more.
pub fn shortened(text: &str, most: usize) -> Cow<'_, str> {
    match text.char_indices().nth(most) {
        None => Cow::Borrowed(text),
        Some((at, _)) => Cow::Owned(format!("{}…", &text[..at])),
    }
}

/// `one`, `one and two`, `one, two and three`.
pub fn listed<S: AsRef<str>>(words: &[S]) -> String {
    match words {
        [] => String::new(),
        [one] => one.as_ref().to_string(),
        [first @ .., last] => {
            let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", first.join(", "), last.as_ref())
        }
    }
}

/// The first so many of them, and how many more there are.
pub fn listed_first<S: AsRef<str>>(words: &[S], most: usize) -> String {
    match words.get(..most) {
        Some(first) if words.len() > most => {
            let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            format!("{} and {} more", first.join(", "), words.len() - most)
        }
        _ => listed(words),
    }
}

/// The text in lines of at most `width` characters, broken at spaces alone so that ids and code stay whole.
/// Its own line breaks stay.
pub fn wrapped(text: &str, width: usize) -> String {
    let mut out = Vec::new();
    for paragraph in text.lines() {
        let mut line = String::new();
        let mut length = 0;
        for word in paragraph.split(' ') {
            let word_length = word.chars().count();
            if length > 0 && length + 1 + word_length > width {
                out.push(std::mem::take(&mut line));
                length = 0;
            } else if length > 0 || !line.is_empty() {
                line.push(' ');
                length += 1;
            }
            line.push_str(word);
            length += word_length;
        }
        out.push(line);
    }
    out.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escape_sequences_and_bidi_marks_are_spelled_out() {
        assert_eq!(inert("a\x1b[31mb\u{202e}c\nd"), "a\\u{1b}[31mb\\u{202e}c\\nd");
        assert_eq!(inert_lines("a\n\tb\u{2066}"), "a\n\tb\\u{2066}");
        assert!(matches!(inert("plain – déjà"), Cow::Borrowed(_)));
    }

    #[test]
    fn json_keeps_its_meaning() {
        let json = serde_json::to_string("a\u{202e}\u{e0041}\x1b").unwrap_or_default();
        let safe = inert_json(json.clone());
        assert!(safe.is_ascii());
        assert_eq!(serde_json::from_str::<String>(&safe).ok(), serde_json::from_str::<String>(&json).ok());
    }

    #[test]
    fn numbers_and_lists_read_as_people_write_them() {
        assert_eq!(count(1, "point"), "1 point");
        assert_eq!(count(12345, "point"), "12,345 points");
        assert_eq!(listed(&["a", "b", "c"]), "a, b and c");
    }
}
