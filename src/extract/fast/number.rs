//! The bytes of a number in, its kind and end out.

use super::Declined;
use super::kind::Kind;
use super::lex::past_word;

const WRONG: Declined = Declined("a number that is seldom seen");

/// Reads the number that begins at `start`.
pub(super) fn read(bytes: &[u8], start: usize) -> Result<(Kind, usize), Declined> {
    let byte = |at: usize| bytes.get(at).copied().unwrap_or(b' ');
    if byte(start) == b'0' && matches!(byte(start + 1), b'x' | b'o' | b'b') {
        return based(bytes, start);
    }
    let whole = past_digits(bytes, start);
    let mut at = whole;
    let dot = byte(at) == b'.' && byte(at + 1) != b'.' && !begins_word(byte(at + 1));
    if dot {
        at = past_digits(bytes, at + 1);
    }
    let exponent = matches!(byte(at), b'e' | b'E');
    if exponent {
        let sign = usize::from(matches!(byte(at + 1), b'+' | b'-'));
        let from = at + 1 + sign;
        at = past_digits(bytes, from);
        if !bytes[from..at].iter().any(u8::is_ascii_digit) {
            return Err(WRONG);
        }
        if matches!(byte(at), b'e' | b'E') {
            return Err(WRONG);
        }
    }
    let end = if begins_word(byte(at)) { past_word(bytes, at) } else { at };
    if !byte(end).is_ascii() {
        return Err(WRONG);
    }
    Ok((if dot || exponent { Kind::Float } else { Kind::Int }, end))
}

/// `0x`, `0o`, `0b`.
fn based(bytes: &[u8], start: usize) -> Result<(Kind, usize), Declined> {
    let end = past_word(bytes, start);
    let digits = &bytes[start + 2..end];
    let is_digit = |byte: &u8| match bytes[start + 1] {
        b'x' => byte.is_ascii_hexdigit(),
        b'o' => (b'0'..=b'7').contains(byte),
        _ => matches!(byte, b'0' | b'1'),
    };
    let len = digits.iter().position(|byte| !(is_digit(byte) || *byte == b'_')).unwrap_or(digits.len());
    let known = digits[..len].iter().any(is_digit)
        && !digits.get(len).is_some_and(|byte| byte.is_ascii_hexdigit())
        && bytes.get(end).is_none_or(u8::is_ascii);
    if known { Ok((Kind::Int, end)) } else { Err(WRONG) }
}

fn past_digits(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    at + rest.iter().position(|&byte| !(byte.is_ascii_digit() || byte == b'_')).unwrap_or(rest.len())
}

fn begins_word(byte: u8) -> bool {
    byte == b'_' || byte.is_ascii_alphabetic() || !byte.is_ascii()
}

/// The digits of an integer as written, without its suffix.
pub(super) fn digits(written: &str) -> &str {
    let bytes = written.as_bytes();
    let hex = bytes.len() > 2 && bytes[0] == b'0' && bytes[1] == b'x';
    let from = if bytes.len() > 2 && bytes[0] == b'0' && matches!(bytes[1], b'x' | b'o' | b'b') { 2 } else { 0 };
    let is_digit = |byte: u8| byte == b'_' || if hex { byte.is_ascii_hexdigit() } else { byte.is_ascii_digit() };
    let len = bytes[from.min(bytes.len())..].iter().position(|&byte| !is_digit(byte));
    &written[..len.map_or(written.len(), |len| from + len)]
}
