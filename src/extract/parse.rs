//! Text in, the items that parse out, and a gap for what does not.

use super::lower::are_test;
use super::{depth, fallback};
use crate::model::fact::FactGap;
use crate::model::place::Span;
use proc_macro2::TokenStream;
use std::borrow::Cow;
use syn::parse::{ParseStream, Parser};

/// What could be parsed of a file.
pub(super) struct Parsed {
    pub(super) attrs: Vec<syn::Attribute>,
    pub(super) items: Vec<syn::Item>,
    pub(super) gaps: Vec<FactGap>,
}

impl Parsed {
    /// `#![cfg(test)]`.
    pub(super) fn is_test(&self) -> bool {
        are_test(&self.attrs)
    }

    fn nothing(span: Span, reason: String) -> Self {
        Self { attrs: Vec::new(), items: Vec::new(), gaps: vec![FactGap { span, reason, whole_file: true }] }
    }
}

/// Parses a file.
pub(super) fn file(text: &str, at: &dyn Fn(proc_macro2::Span) -> Span) -> Parsed {
    match text.parse::<TokenStream>() {
        Ok(tokens) => of_tokens(tokens, text, at),
        Err(error) => by_chunks(text, at(error.span())),
    }
}

/// `text` is what the tokens were lexed from: a file that does not parse is lexed again, so that the tokens of
/// all others are moved and not copied.
fn of_tokens(tokens: TokenStream, text: &str, at: &dyn Fn(proc_macro2::Span) -> Span) -> Parsed {
    if let Some(deep) = depth::too_deep(&tokens) {
        return Parsed::nothing(at(deep), "nested too deep to be read".to_string());
    }
    let error = match syn::parse2::<syn::File>(tokens) {
        Ok(file) => return Parsed { attrs: file.attrs, items: file.items, gaps: Vec::new() },
        Err(error) => error,
    };
    let tokens = text.parse::<TokenStream>().unwrap_or_default();
    let (attrs, rest) = inner_attrs(tokens);
    let mut gaps = Vec::new();
    let items = fallback::items(rest, &mut |span, reason| {
        gaps.push(FactGap { span: at(span), reason, whole_file: false });
    });
    if items.is_empty() && !gaps.is_empty() {
        return Parsed::nothing(at(error.span()), format!("does not parse: {error}"));
    }
    Parsed { attrs, items, gaps }
}

/// `#![…]` at the beginning, and what follows.
fn inner_attrs(tokens: TokenStream) -> (Vec<syn::Attribute>, TokenStream) {
    let read = |input: ParseStream| {
        let attrs = input.call(syn::Attribute::parse_inner)?;
        Ok((attrs, input.parse::<TokenStream>()?))
    };
    read.parse2(tokens.clone()).unwrap_or((Vec::new(), tokens))
}

/// A text that does not lex: it is cut after each line that begins with `}`, as formatted code ends its
/// items, and each piece is read by itself, with all before it blanked so that places stay.
fn by_chunks(text: &str, place: Span) -> Parsed {
    let mut whole = Parsed { attrs: Vec::new(), items: Vec::new(), gaps: Vec::new() };
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        offset += line.len();
        if line.starts_with('}') {
            pieces.push(start..offset);
            start = offset;
        }
    }
    if start < text.len() {
        pieces.push(start..text.len());
    }
    // The pieces that do not lex are blanked, the rest is read as one file.
    let mut readable = blank(text);
    let mut any = false;
    for piece in pieces {
        let chunk = &text[piece.clone()];
        match chunk.parse::<TokenStream>() {
            Ok(tokens) => {
                any |= !tokens.is_empty();
                readable.replace_range(piece, chunk);
            }
            Err(_) => {
                let reason = "does not lex: an open delimiter or literal".to_string();
                whole.gaps.push(FactGap { span: Span::new(piece.start, piece.end), reason, whole_file: false });
            }
        }
    }
    let parsed = match readable.parse::<TokenStream>() {
        Ok(tokens) if any => of_tokens(tokens, &readable, &|span| {
            let range = span.byte_range();
            Span::new(range.start, range.end)
        }),
        _ => return Parsed::nothing(place, "does not lex: an open delimiter or literal".to_string()),
    };
    whole.attrs = parsed.attrs;
    whole.items = parsed.items;
    whole.gaps.extend(parsed.gaps);
    whole
}

/// Spaces of the same length in bytes, line breaks kept.
fn blank(text: &str) -> String {
    text.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }).collect()
}

/// The text with a byte order mark, a `#!` line and cargo-script front matter blanked, byte for byte, so that
/// the places of what remains need no correction.
pub(super) fn without_head(text: &str) -> Cow<'_, str> {
    let mut end = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let rest = &text[end..];
    if rest.starts_with("#!") && !rest[2..].trim_start().starts_with('[') {
        end += rest.find('\n').unwrap_or(rest.len());
    }
    end += front_matter(&text[end..]);
    if end == 0 {
        return Cow::Borrowed(text);
    }
    let mut blanked = blank(&text[..end]);
    blanked.push_str(&text[end..]);
    Cow::Owned(blanked)
}

/// Length of the front matter of a cargo script: from a line `---` to the next.
fn front_matter(text: &str) -> usize {
    let trimmed = text.trim_start();
    if !trimmed.starts_with("---") {
        return 0;
    }
    let from = text.len() - trimmed.len();
    let end = trimmed.match_indices("\n---").next().map(|(at, fence)| at + fence.len());
    end.map_or(0, |end| from + end + trimmed[end..].find('\n').unwrap_or(trimmed.len() - end))
}
