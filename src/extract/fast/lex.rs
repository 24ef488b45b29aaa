//! A text in, its tokens out in one flat list, each delimiter with the place of its partner.
//!
//! Written after `proc_macro2`'s lexer, which stays the judge: what that one might reject, or read in a way that
//! is seldom seen, makes this one decline.

use super::Declined;
use super::kind::Kind;
use super::number;
use memchr::{memchr, memchr2, memchr3, memmem};

/// A token and its bytes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token {
    pub(super) start: u32,
    pub(super) end: u32,
    /// Of an opening delimiter, the index of the closing one.
    pub(super) close: u32,
    pub(super) kind: Kind,
}

/// Deepest nesting of delimiters that is read here.
const DEEPEST: usize = 200;

/// Reads a whole text into `tokens`.
pub(super) fn lex(text: &str, tokens: &mut Vec<Token>) -> Result<(), Declined> {
    tokens.clear();
    if text.len() >= u32::MAX as usize || memmem::find(text.as_bytes(), b"__HOLE_").is_some() {
        return Err(Declined("a word of our own"));
    }
    let mut lexer = Lexer { bytes: text.as_bytes(), tokens, open: Vec::new() };
    lexer.run()
}

struct Lexer<'t> {
    bytes: &'t [u8],
    tokens: &'t mut Vec<Token>,
    open: Vec<u32>,
}

type Lexed<T> = Result<T, Declined>;

impl Lexer<'_> {
    fn run(&mut self) -> Lexed<()> {
        let mut at = 0;
        while let Some(&byte) = self.bytes.get(at) {
            at = match byte {
                b' ' | 0x09..=0x0d => at + 1,
                b'a'..=b'z' | b'A'..=b'Z' | b'_' => self.word(at)?,
                b'(' => self.open(at, Kind::OpenParen)?,
                b'[' => self.open(at, Kind::OpenBracket)?,
                b'{' => self.open(at, Kind::OpenBrace)?,
                b')' => self.close(at, Kind::CloseParen, Kind::OpenParen)?,
                b']' => self.close(at, Kind::CloseBracket, Kind::OpenBracket)?,
                b'}' => self.close(at, Kind::CloseBrace, Kind::OpenBrace)?,
                b'"' => self.string(at, at + 1, Kind::Str)?,
                b'\'' => self.quote(at)?,
                b'0'..=b'9' => {
                    let (kind, end) = number::read(self.bytes, at)?;
                    self.push(kind, at, end)
                }
                b'/' if self.is(at + 1, b'/') => self.line_comment(at)?,
                b'/' if self.is(at + 1, b'*') => self.block_comment(at)?,
                _ => match Kind::of_punct(byte) {
                    Some(kind) => self.push(kind, at, at + 1),
                    None => return Err(Declined("a character that is seldom seen")),
                },
            };
        }
        if !self.open.is_empty() {
            return Err(Declined("an open delimiter"));
        }
        // So that the reader may look ahead without asking whether there is anything.
        for _ in 0..4 {
            self.push(Kind::End, at, at);
        }
        Ok(())
    }

    fn is(&self, at: usize, byte: u8) -> bool {
        self.bytes.get(at) == Some(&byte)
    }

    fn push(&mut self, kind: Kind, start: usize, end: usize) -> usize {
        self.tokens.push(Token { start: start as u32, end: end as u32, close: 0, kind });
        end
    }

    fn open(&mut self, at: usize, kind: Kind) -> Lexed<usize> {
        if self.open.len() >= DEEPEST || kind == Kind::OpenParen && self.bytes[at..].starts_with(b"(/*ERROR*/)") {
            return Err(Declined("nested deep"));
        }
        self.open.push(self.tokens.len() as u32);
        Ok(self.push(kind, at, at + 1))
    }

    fn close(&mut self, at: usize, kind: Kind, opened: Kind) -> Lexed<usize> {
        let open = self.open.pop().ok_or(Declined("a delimiter too many"))? as usize;
        if self.tokens[open].kind != opened {
            return Err(Declined("delimiters that do not match"));
        }
        self.tokens[open].close = self.tokens.len() as u32;
        Ok(self.push(kind, at, at + 1))
    }

    fn word(&mut self, start: usize) -> Lexed<usize> {
        let end = past_word(self.bytes, start);
        let next = self.bytes.get(end).copied().unwrap_or(b' ');
        if !next.is_ascii() {
            return Err(Declined("a character that is seldom seen"));
        }
        let word = &self.bytes[start..end];
        if matches!(next, b'"' | b'\'' | b'#') {
            match (word, next) {
                (b"r", b'#')
                    if self.bytes.get(end + 1).is_some_and(|&byte| byte == b'_' || byte.is_ascii_alphabetic()) =>
                {
                    return self.raw_word(start, end + 1);
                }
                (b"r", b'"' | b'#') => return self.raw_string(start, end, Kind::RawStr),
                (b"br", b'"' | b'#') => return self.raw_string(start, end, Kind::RawByteStr),
                (b"cr", b'"' | b'#') => return self.raw_string(start, end, Kind::RawCStr),
                (b"b", b'"') => return self.string(start, end + 1, Kind::ByteStr),
                (b"c", b'"') => return self.string(start, end + 1, Kind::CStr),
                (b"b", b'\'') => {
                    let end = self.character(end + 1, true)?;
                    return Ok(self.push(Kind::Byte, start, end));
                }
                _ => {}
            }
        }
        Ok(self.push(Kind::of_word(word), start, end))
    }

    fn raw_word(&mut self, start: usize, from: usize) -> Lexed<usize> {
        let end = past_word(self.bytes, from);
        let plain = matches!(&self.bytes[from..end], b"_" | b"super" | b"self" | b"Self" | b"crate");
        if plain || self.bytes.get(end).is_some_and(|byte| !byte.is_ascii()) {
            return Err(Declined("a raw word that is none"));
        }
        Ok(self.push(Kind::Ident, start, end))
    }

    /// A quoted text whose contents begin at `from`.
    fn string(&mut self, start: usize, from: usize, kind: Kind) -> Lexed<usize> {
        const WRONG: Declined = Declined("a string that is seldom seen");
        let mut at = from;
        loop {
            at += memchr3(b'"', b'\\', b'\r', self.bytes.get(at..).unwrap_or_default()).ok_or(WRONG)?;
            match self.bytes[at] {
                b'"' => break,
                b'\r' if self.is(at + 1, b'\n') => at += 2,
                b'\\' if kind != Kind::CStr => at = self.escape(at + 1, kind == Kind::ByteStr)?,
                _ => return Err(WRONG),
            }
        }
        let inside = &self.bytes[from..at];
        let bad = kind == Kind::ByteStr && !inside.is_ascii() || kind == Kind::CStr && memchr(0, inside).is_some();
        let end = self.without_suffix(at + 1)?;
        if bad { Err(WRONG) } else { Ok(self.push(kind, start, end)) }
    }

    /// Past an escape, whose `\` is behind.
    fn escape(&self, at: usize, bytes: bool) -> Lexed<usize> {
        const WRONG: Declined = Declined("an escape that is seldom seen");
        let hex = |at: usize| self.bytes.get(at).is_some_and(u8::is_ascii_hexdigit);
        match self.bytes.get(at) {
            Some(b'n' | b'r' | b't' | b'\\' | b'0' | b'\'' | b'"') => Ok(at + 1),
            Some(b'x') if hex(at + 1) && hex(at + 2) && (bytes || self.bytes[at + 1] < b'8') => Ok(at + 3),
            Some(b'u') if !bytes && self.is(at + 1, b'{') => {
                let close = memchr(b'}', &self.bytes[at + 2..]).ok_or(WRONG)? + at + 2;
                let digits = std::str::from_utf8(&self.bytes[at + 2..close]).map_err(|_| WRONG)?;
                let known = digits.len() <= 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
                let value = u32::from_str_radix(digits, 16).ok().and_then(char::from_u32);
                if known && value.is_some() { Ok(close + 1) } else { Err(WRONG) }
            }
            // The line goes on; what blanks follow is seen when the text is read.
            Some(b'\n') => {
                let blanks = self.bytes[at..].iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\n')).count();
                if matches!(self.bytes.get(at + blanks), None | Some(b'\r')) { Err(WRONG) } else { Ok(at + blanks) }
            }
            _ => Err(WRONG),
        }
    }

    fn raw_string(&mut self, start: usize, from: usize, kind: Kind) -> Lexed<usize> {
        const WRONG: Declined = Declined("a raw string that is seldom seen");
        let hashes = self.bytes[from..].iter().take_while(|&&byte| byte == b'#').count();
        let inside = from + hashes + 1;
        if hashes > 255 || !self.is(from + hashes, b'"') {
            return Err(WRONG);
        }
        let mut at = inside;
        loop {
            at += memchr2(b'"', b'\r', self.bytes.get(at..).unwrap_or_default()).ok_or(WRONG)?;
            if self.bytes[at] == b'\r' {
                if !self.is(at + 1, b'\n') {
                    return Err(WRONG);
                }
            } else if self.bytes[at + 1..].len() >= hashes
                && self.bytes[at + 1..at + 1 + hashes].iter().all(|&byte| byte == b'#')
            {
                break;
            }
            at += 1;
        }
        let text = &self.bytes[inside..at];
        let bad = kind == Kind::RawByteStr && !text.is_ascii() || kind == Kind::RawCStr && memchr(0, text).is_some();
        let end = self.without_suffix(at + 1 + hashes)?;
        if bad { Err(WRONG) } else { Ok(self.push(kind, start, end)) }
    }

    /// No identifier follows a literal at once.
    fn without_suffix(&self, end: usize) -> Lexed<usize> {
        match self.bytes.get(end) {
            Some(&byte) if byte == b'_' || byte.is_ascii_alphabetic() || !byte.is_ascii() => {
                Err(Declined("a literal with a suffix"))
            }
            _ => Ok(end),
        }
    }

    /// `'a'` or `'a`.
    fn quote(&mut self, start: usize) -> Lexed<usize> {
        let at = start + 1;
        let first = self.bytes.get(at).copied().unwrap_or_default();
        if first == b'_' || first.is_ascii_alphabetic() {
            let end = past_word(self.bytes, at);
            match self.bytes.get(end) {
                Some(b'\'') if end == at + 1 => {
                    let end = self.without_suffix(end + 1)?;
                    return Ok(self.push(Kind::Char, start, end));
                }
                Some(b'\'' | b'#') => return Err(Declined("a quote that is seldom seen")),
                Some(byte) if !byte.is_ascii() => return Err(Declined("a character that is seldom seen")),
                _ => return Ok(self.push(Kind::Lifetime, start, end)),
            }
        }
        let end = self.character(at, false)?;
        Ok(self.push(Kind::Char, start, end))
    }

    /// Past a character and its closing quote.
    fn character(&self, at: usize, is_byte: bool) -> Lexed<usize> {
        const WRONG: Declined = Declined("a quote that is seldom seen");
        let end = match self.bytes.get(at) {
            Some(b'\\') if self.is(at + 1, b'\n') => return Err(WRONG),
            Some(b'\\') => self.escape(at + 1, is_byte)?,
            Some(0..=31 | b'\'') | None => return Err(WRONG),
            Some(byte) if byte.is_ascii() => at + 1,
            Some(_) if is_byte => return Err(WRONG),
            Some(&byte) => at + byte.leading_ones() as usize,
        };
        if !self.is(end, b'\'') {
            return Err(WRONG);
        }
        self.without_suffix(end + 1)
    }

    fn line_comment(&mut self, start: usize) -> Lexed<usize> {
        let end = memchr(b'\n', &self.bytes[start..]).map_or(self.bytes.len(), |len| start + len);
        let kind = match (self.bytes.get(start + 2), self.bytes.get(start + 3)) {
            (Some(b'/'), Some(b'/')) => return Ok(end),
            (Some(b'/'), _) => Kind::Doc,
            (Some(b'!'), _) => Kind::InnerDoc,
            _ => return Ok(end),
        };
        let said = self.bytes[start..end].strip_suffix(b"\r").unwrap_or(&self.bytes[start..end]);
        if memchr(b'\r', said).is_some() {
            return Err(Declined("a carriage return in a doc comment"));
        }
        Ok(self.push(kind, start, start + said.len()))
    }

    fn block_comment(&mut self, start: usize) -> Lexed<usize> {
        let (mut depth, mut at) = (0usize, start);
        let end = loop {
            match self.bytes.get(at..at + 2) {
                Some(b"/*") => (depth, at) = (depth + 1, at + 2),
                Some(b"*/") => (depth, at) = (depth - 1, at + 2),
                Some(_) => {
                    at += 1;
                    at += memchr2(b'/', b'*', &self.bytes[at..]).unwrap_or(self.bytes.len() - at);
                    continue;
                }
                None => return Err(Declined("an open comment")),
            }
            if depth == 0 {
                break at;
            }
        };
        let whole = &self.bytes[start..end];
        let kind = match whole {
            b"/**/" => return Ok(end),
            [_, _, b'*', b'*', ..] => return Ok(end),
            [_, _, b'*', ..] => Kind::Doc,
            [_, _, b'!', ..] => Kind::InnerDoc,
            _ => return Ok(end),
        };
        if memchr(b'\r', whole).is_some() {
            return Err(Declined("a carriage return in a doc comment"));
        }
        Ok(self.push(kind, start, end))
    }
}

/// The end of the ASCII word that begins at `at`.
pub(super) fn past_word(bytes: &[u8], at: usize) -> usize {
    let rest = &bytes[at..];
    at + rest.iter().position(|&byte| !(byte.is_ascii_alphanumeric() || byte == b'_')).unwrap_or(rest.len())
}
