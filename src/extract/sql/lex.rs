//! SQL text in, its tokens out; comments, string literals and dollar strings are told from names.

use crate::model::place::Span;

/// A token and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) span: Span,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A word without quotes: a name or a keyword.
    Word,
    /// A name in `"…"`, `` `…` `` or `[…]`.
    Quoted,
    /// `'…'`, `$$…$$`, a number.
    Value,
    /// Any other character.
    Sign(u8),
}

/// The tokens of a text. What is left open ends with the text.
pub(super) fn lex(text: &str) -> Vec<Token> {
    let bytes = text.as_bytes();
    let mut tokens = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let start = at;
        let next = bytes.get(at + 1).copied();
        let kind = match bytes[at] {
            byte if byte.is_ascii_whitespace() => {
                at += 1;
                continue;
            }
            b'-' if next == Some(b'-') => {
                at = line_end(bytes, at);
                continue;
            }
            // MySQL's line comment; elsewhere `#` is an operator and not followed by a blank.
            b'#' if next == Some(b' ') => {
                at = line_end(bytes, at);
                continue;
            }
            b'/' if next == Some(b'*') => {
                at = comment_end(bytes, at);
                continue;
            }
            b'\'' => {
                at = quote_end(bytes, at, b'\'');
                Kind::Value
            }
            quote @ (b'"' | b'`') => {
                at = quote_end(bytes, at, quote);
                Kind::Quoted
            }
            // `[name]` of SQL Server; `int[3]` and `text[]` are arrays.
            b'[' if next.is_some_and(is_word) && !next.is_some_and(|byte| byte.is_ascii_digit()) => {
                at = memchr::memchr(b']', &bytes[at..]).map_or(bytes.len(), |end| at + end + 1);
                Kind::Quoted
            }
            b'$' => match dollar_end(bytes, at) {
                Some(end) => {
                    at = end;
                    Kind::Value
                }
                None => {
                    at += 1;
                    Kind::Sign(b'$')
                }
            },
            byte if byte.is_ascii_digit() => {
                at = word_end(bytes, at);
                Kind::Value
            }
            byte if is_word(byte) => {
                at = word_end(bytes, at);
                Kind::Word
            }
            byte => {
                at += 1;
                Kind::Sign(byte)
            }
        };
        tokens.push(Token { kind, span: Span::new(start, at) });
    }
    tokens
}

/// Letters of other scripts count: every byte of a wide character is one.
fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

fn word_end(bytes: &[u8], from: usize) -> usize {
    let end = bytes[from..].iter().position(|&byte| !(is_word(byte) || byte == b'$'));
    end.map_or(bytes.len(), |end| from + end)
}

fn line_end(bytes: &[u8], from: usize) -> usize {
    memchr::memchr(b'\n', &bytes[from..]).map_or(bytes.len(), |end| from + end)
}

/// Comments nest in PostgreSQL.
fn comment_end(bytes: &[u8], from: usize) -> usize {
    let mut open = 0;
    let mut at = from;
    while at < bytes.len() {
        match &bytes[at..bytes.len().min(at + 2)] {
            b"/*" => {
                open += 1;
                at += 2;
            }
            b"*/" => {
                open -= 1;
                at += 2;
                if open == 0 {
                    return at;
                }
            }
            _ => at += 1,
        }
    }
    bytes.len()
}

/// A doubled quote stands for itself.
fn quote_end(bytes: &[u8], from: usize, quote: u8) -> usize {
    let mut at = from + 1;
    while let Some(found) = memchr::memchr(quote, &bytes[at.min(bytes.len())..]) {
        at += found + 1;
        if bytes.get(at) != Some(&quote) {
            return at;
        }
        at += 1;
    }
    bytes.len()
}

/// `$tag$ … $tag$`.
fn dollar_end(bytes: &[u8], from: usize) -> Option<usize> {
    let tag_end = from + 1 + memchr::memchr(b'$', &bytes[from + 1..])?;
    let tag = &bytes[from..=tag_end];
    if !tag[1..tag.len() - 1].iter().all(|&byte| is_word(byte)) {
        return None;
    }
    let close = memchr::memmem::find(&bytes[tag_end + 1..], tag);
    Some(close.map_or(bytes.len(), |close| tag_end + 1 + close + tag.len()))
}
