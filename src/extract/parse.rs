//! Text in, the items that parse out, and a gap for what does not.

use super::depth;
use super::lower::are_test;
use crate::model::fact::FactGap;
use crate::model::place::Span;
use proc_macro2::TokenStream;
use std::borrow::Cow;

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
    let tokens: TokenStream = match text.parse() {
        Ok(tokens) => tokens,
        Err(error) => return Parsed::nothing(at(proc_macro2::LexError::span(&error)), format!("{error}")),
    };
    if let Some(deep) = depth::too_deep(&tokens) {
        return Parsed::nothing(at(deep), "nested too deep to be read".to_string());
    }
    match syn::parse2::<syn::File>(tokens) {
        Ok(file) => Parsed { attrs: file.attrs, items: file.items, gaps: Vec::new() },
        Err(error) => Parsed::nothing(at(error.span()), format!("{error}")),
    }
}

/// The text with a byte order mark, a `#!` line and cargo-script front matter blanked, byte for byte, so that
/// the places of what remains need no correction.
pub(super) fn without_head(text: &str) -> Cow<'_, str> {
    let mut end = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let rest = &text[end..];
    if rest.starts_with("#!") && !rest[2..].trim_start().starts_with('[') {
        end += rest.find('\n').unwrap_or(rest.len());
    }
    if end == 0 {
        return Cow::Borrowed(text);
    }
    let mut blanked: String = text[..end].bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }).collect();
    blanked.push_str(&text[end..]);
    Cow::Owned(blanked)
}
