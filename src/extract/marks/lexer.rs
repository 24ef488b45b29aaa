//! Rust text comes in, its tokens with comments go out: just enough to know what is comment, literal or code.
//!
//! Written here because syn drops comments, and because a mark inside a macro or inside a file that does not parse
//! must be found as well. Never fails: what is unterminated ends with the file.

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// `//…` to the end of the line, doc comments included.
    LineComment,
    /// `/* … */`, nested, doc comments included.
    BlockComment,
    /// A string of any form, a character, a lifetime or label.
    Literal,
    /// Identifier, keyword or number.
    Word,
    /// `(`, `[`, `{`.
    Open,
    /// `)`, `]`, `}`.
    Close,
    /// Any other character.
    Punct,
}

/// A token and its bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) start: usize,
    pub(super) end: usize,
}

impl Token {
    pub(super) fn is_comment(self) -> bool {
        matches!(self.kind, Kind::LineComment | Kind::BlockComment)
    }
}

/// Splits the text into tokens; white space lies between them.
pub(super) fn lex(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut at = first_code_byte(text);
    while let Some(c) = text[at..].chars().next() {
        if c.is_whitespace() {
            at += c.len_utf8();
            continue;
        }
        let (kind, len) = token(&text[at..], c);
        let end = at + len.max(c.len_utf8());
        tokens.push(Token { kind, start: at, end });
        at = end;
    }
    tokens
}

/// Past a byte order mark and a `#!` line (which is no inner attribute).
fn first_code_byte(text: &str) -> usize {
    let start = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let rest = &text[start..];
    if rest.starts_with("#!") && !rest[2..].trim_start().starts_with('[') {
        return start + rest.find('\n').unwrap_or(rest.len());
    }
    start
}

fn token(rest: &str, first: char) -> (Kind, usize) {
    match first {
        '/' if rest.starts_with("//") => (Kind::LineComment, line_len(rest)),
        '/' if rest.starts_with("/*") => (Kind::BlockComment, block_len(rest)),
        '"' => (Kind::Literal, quoted_len(rest, 1, b'"')),
        '\'' => (Kind::Literal, quote_len(rest)),
        '(' | '[' | '{' => (Kind::Open, 1),
        ')' | ']' | '}' => (Kind::Close, 1),
        c if c.is_alphanumeric() || c == '_' => prefixed_literal(rest).unwrap_or((Kind::Word, word_len(rest))),
        c => (Kind::Punct, c.len_utf8()),
    }
}

fn line_len(rest: &str) -> usize {
    let line = &rest[..memchr::memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len())];
    line.strip_suffix('\r').unwrap_or(line).len()
}

fn block_len(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let (mut depth, mut at) = (0usize, 0);
    while at + 1 < bytes.len() {
        match &bytes[at..at + 2] {
            b"/*" => (depth, at) = (depth + 1, at + 2),
            b"*/" => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            return at;
        }
    }
    rest.len()
}

/// Length of a quoted text whose contents begin at `from`, `\` escaping the next byte.
fn quoted_len(rest: &str, from: usize, quote: u8) -> usize {
    let bytes = rest.as_bytes();
    let mut at = from;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 2,
            byte if byte == quote => return at + 1,
            _ => at += 1,
        }
    }
    rest.len()
}

/// A character (`'a'`, `'\''`, `'é'`) or a lifetime (`'a`, `'static`).
fn quote_len(rest: &str) -> usize {
    let mut chars = rest[1..].chars();
    match (chars.next(), chars.next()) {
        (Some('\\'), _) => quoted_len(rest, 1, b'\''),
        (Some(c), Some('\'')) => c.len_utf8() + 2,
        (Some(c), _) if c.is_alphanumeric() || c == '_' => 1 + word_len(&rest[1..]),
        _ => 1,
    }
}

fn word_len(rest: &str) -> usize {
    rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len())
}

/// `r"…"`, `r#"…"#`, `b"…"`, `br"…"`, `c"…"`, `cr#"…"#`, `b'x'`; raw identifiers are words.
fn prefixed_literal(rest: &str) -> Option<(Kind, usize)> {
    let prefix = word_len(rest);
    let raw = match &rest[..prefix] {
        "r" | "br" | "cr" => true,
        "b" | "c" => false,
        _ => return None,
    };
    let after = &rest[prefix..];
    if !raw {
        return match after.as_bytes().first()? {
            b'"' => Some((Kind::Literal, quoted_len(rest, prefix + 1, b'"'))),
            b'\'' => Some((Kind::Literal, quoted_len(rest, prefix + 1, b'\''))),
            _ => None,
        };
    }
    let hashes = after.bytes().take_while(|&byte| byte == b'#').count();
    let quoted = after.get(hashes..)?.strip_prefix('"');
    match quoted {
        Some(contents) => {
            let close = format!("\"{}", "#".repeat(hashes));
            let from = prefix + hashes + 1;
            Some((Kind::Literal, contents.find(&close).map_or(rest.len(), |at| from + at + close.len())))
        }
        None if hashes == 1 => Some((Kind::Word, prefix + 1 + word_len(&after[1..]))),
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn comments(text: &str) -> Vec<&str> {
        lex(text).into_iter().filter(|token| token.is_comment()).map(|token| &text[token.start..token.end]).collect()
    }

    #[test]
    fn comments_are_told_from_literals() {
        assert_eq!(comments("let a = \"// no\"; // yes\n'\"' // also"), ["// yes", "// also"]);
        assert_eq!(
            comments("r#\"// \" no\"# /* a /* b */ c */ b\"//\" br##\"\"# //\"## // end"),
            ["/* a /* b */ c */", "// end"]
        );
        assert_eq!(
            comments("fn f<'a>(x: &'a str) {} // '\n'\\'' // q\n'é' // é\nr#fn // raw"),
            ["// '", "// q", "// é", "// raw"]
        );
        assert_eq!(comments("\u{feff}#!/usr/bin/env // no\n// yes\r\n"), ["// yes"]);
    }

    #[test]
    fn what_is_unterminated_ends_with_the_file() {
        for text in ["\"abc", "/* a /* b */", "r#\"x\"", "'", "b'", "r##", "'\\", "\"\\", "/*", "#!"] {
            let tokens = lex(text);
            assert!(tokens.iter().all(|token| token.end <= text.len().max(token.start + 1)), "{text}");
        }
    }
}
