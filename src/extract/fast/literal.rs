//! A literal's token in, what it says out.

use super::Read;
use super::cursor::Reader;
use super::kind::Kind;
use super::number;
use crate::model::fact::{Expr, ExprId, Lit};
use std::borrow::Cow;

impl Reader<'_> {
    /// Takes a literal as an expression.
    pub(super) fn literal(&mut self) -> Read<ExprId> {
        let at = self.at;
        self.at += 1;
        let lit = self.lit_at(at)?;
        Ok(self.lower.push(Expr::Lit(lit), self.span_at(at)))
    }

    pub(super) fn lit_at(&mut self, at: usize) -> Read<Lit> {
        let text = self.text_at(at);
        let kind = self.tokens[at].kind;
        Ok(match kind {
            Kind::Int => {
                let digits = number::digits(text);
                Lit::Int(if digits.contains('_') {
                    self.lower.sym(&digits.replace('_', ""))
                } else {
                    self.lower.sym(digits)
                })
            }
            Kind::Float => Lit::Float,
            Kind::True => Lit::Bool(true),
            Kind::False => Lit::Bool(false),
            Kind::Str | Kind::RawStr | Kind::CStr | Kind::RawCStr => Lit::Str(self.lower.long_text(&value(kind, text))),
            Kind::ByteStr => {
                let bytes = bytes(&text[2..text.len() - 1]);
                Lit::Bytes(self.lower.long_text(&String::from_utf8_lossy(&bytes)))
            }
            Kind::RawByteStr => Lit::Bytes(self.lower.long_text(&value(kind, text))),
            Kind::Byte => {
                let byte = bytes(&text[2..text.len() - 1]).first().copied().unwrap_or_default();
                Lit::Bytes(self.lower.sym(char::from(byte).encode_utf8(&mut [0; 4])))
            }
            Kind::Char => match unescaped(&text[1..text.len() - 1]).chars().next() {
                Some(c) => Lit::Char(c),
                None => return self.decline("an empty character"),
            },
            _ => return self.decline("not a literal"),
        })
    }
}

/// The value of a string that the lexer let pass.
pub(super) fn value(kind: Kind, text: &str) -> Cow<'_, str> {
    let open = text.find('"').map_or(0, |at| at + 1);
    let close = text.rfind('"').unwrap_or(text.len());
    let inside = &text[open..close];
    match kind {
        Kind::Str => unescaped(inside),
        _ => Cow::Borrowed(inside),
    }
}

fn unescaped(text: &str) -> Cow<'_, str> {
    if memchr::memchr2(b'\\', b'\r', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = memchr::memchr2(b'\\', b'\r', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        if text.as_bytes()[text.len() - rest.len() - 1] == b'\r' {
            // A `\n` follows and stands for both.
            continue;
        }
        let mut chars = rest.chars();
        match chars.next() {
            Some('n') => out.push('\n'),
            Some('r') => out.push('\r'),
            Some('t') => out.push('\t'),
            Some('0') => out.push('\0'),
            Some('x') => {
                out.push(u8::from_str_radix(&rest[1..3], 16).map_or('\0', char::from));
                chars = rest[3..].chars();
            }
            Some('u') => {
                let close = rest.find('}').unwrap_or(rest.len());
                let code = rest.get(2..close).and_then(|digits| u32::from_str_radix(digits, 16).ok());
                out.extend(code.and_then(char::from_u32));
                chars = rest.get(close + 1..).unwrap_or_default().chars();
            }
            Some('\n') => chars = rest.trim_start_matches([' ', '\t', '\n', '\r']).chars(),
            Some(c) => out.push(c),
            None => {}
        }
        rest = chars.as_str();
    }
    out.push_str(rest);
    Cow::Owned(out)
}

fn bytes(text: &str) -> Cow<'_, [u8]> {
    if memchr::memchr2(b'\\', b'\r', text.as_bytes()).is_none() {
        return Cow::Borrowed(text.as_bytes());
    }
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.bytes().peekable();
    let hex = |byte: Option<u8>| byte.and_then(|byte| char::from(byte).to_digit(16)).unwrap_or_default() as u8;
    while let Some(byte) = bytes.next() {
        match byte {
            b'\r' => continue,
            b'\\' => match bytes.next() {
                Some(b'n') => out.push(b'\n'),
                Some(b'r') => out.push(b'\r'),
                Some(b't') => out.push(b'\t'),
                Some(b'0') => out.push(0),
                Some(b'x') => out.push(hex(bytes.next()) << 4 | hex(bytes.next())),
                Some(b'\n') => while bytes.next_if(|next| matches!(next, b' ' | b'\t' | b'\n' | b'\r')).is_some() {},
                other => out.extend(other),
            },
            byte => out.push(byte),
        }
    }
    Cow::Owned(out)
}
