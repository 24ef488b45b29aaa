//! Tokens come in, the sentences of `cfg_attr(false, privacy("…"))` and the classes of `data_privacy` go out.
//!
//! Read from tokens, not from the tree, so that an attribute inside a macro body is found like any other.

use super::lexer::{Kind, Token};
use super::sentence::Sentence;
use crate::model::mark::{Carrier, CategoryRef, Clause, Options, Verb, Word};
use crate::model::place::Span;
use std::ops::Range;

/// `#[…]` or `#![…]` as a range of tokens, brackets included.
pub(super) struct Attribute {
    pub(super) tokens: Range<usize>,
    pub(super) inner: bool,
}

/// The attribute that begins at a token.
pub(super) fn at(text: &str, tokens: &[Token], index: usize) -> Option<Attribute> {
    let is = |index: usize, what: &str| tokens.get(index).is_some_and(|token| &text[token.start..token.end] == what);
    if !is(index, "#") {
        return None;
    }
    let inner = is(index + 1, "!");
    let open = index + 1 + usize::from(inner);
    is(open, "[").then(|| Attribute { tokens: index..close(tokens, open) + 1, inner })
}

/// The index of the delimiter that closes the one at `open`; the last token where none does.
pub(super) fn close(tokens: &[Token], open: usize) -> usize {
    let mut depth = 0usize;
    for (index, token) in tokens.iter().enumerate().skip(open) {
        match token.kind {
            Kind::Open => depth += 1,
            Kind::Close => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return index;
        }
    }
    tokens.len().saturating_sub(1)
}

/// The sentences of all inert attributes.
///
/// The condition is not looked at: whatever it is, `privacy("…")` inside `cfg_attr` is meant to be read.
pub(super) fn sentences(text: &str, tokens: &[Token]) -> Vec<Sentence> {
    let word = |index: usize| tokens.get(index).map_or("", |token| &text[token.start..token.end]);
    let mut found = Vec::new();
    for index in 0..tokens.len() {
        let Some(attribute) = at(text, tokens, index) else { continue };
        let path = index + 2 + usize::from(attribute.inner);
        if word(path) != "cfg_attr" {
            continue;
        }
        let whole = tokens[index].start..tokens[attribute.tokens.end - 1].end;
        let carrier = if attribute.inner { Carrier::InnerAttribute } else { Carrier::Attribute };
        let mut sentence: Option<Sentence> = None;
        for at in attribute.tokens.clone() {
            if word(at) == "privacy" && word(at + 1) == "(" && word(at - 1) == "," {
                let sentence = sentence.get_or_insert_with(|| Sentence::new(whole.clone(), carrier));
                for literal in tokens[at + 1..close(tokens, at + 1)].iter().filter(|token| token.kind == Kind::Literal)
                {
                    sentence.join('\n');
                    contents(sentence, text, *literal);
                }
            }
        }
        found.extend(sentence);
    }
    found
}

/// The value of a string literal; escapes that say a blank or a quote are read, each other becomes a blank.
fn contents(sentence: &mut Sentence, text: &str, literal: Token) {
    let written = &text[literal.start..literal.end];
    let (Some(open), Some(end)) = (written.find('"'), written.rfind('"')) else { return };
    if open >= end {
        return;
    }
    let (raw, inside, start) = (written[..open].contains('r'), &written[open + 1..end], literal.start + open + 1);
    let mut from = 0;
    let mut at = 0;
    while let Some(c) = inside[at..].chars().next() {
        let escape = c == '\\' && !raw;
        if !escape && c != '\n' && c != '\r' {
            at += c.len_utf8();
            continue;
        }
        sentence.add_exactly(&inside[from..at], start + from);
        at += c.len_utf8();
        let escaped = inside[at..].chars().next().filter(|_| escape);
        at += escaped.map_or(0, char::len_utf8);
        from = at;
        match escaped {
            Some(c @ ('"' | '\'' | '\\')) => sentence.add_exactly(&inside[at - c.len_utf8()..at], start + at - 1),
            _ => sentence.join(' '),
        }
    }
    sentence.add_exactly(&inside[from..], start + from);
}

/// A class of the `data_privacy` crate: `#[classified(Taxonomy::Variant)]`.
pub(super) struct Class {
    pub(super) whole: Range<usize>,
    /// `Taxonomy::Variant`.
    pub(super) path: Range<usize>,
    pub(super) clause: Clause,
}

/// The classes of all types that `data_privacy` wraps.
pub(super) fn classes(text: &str, tokens: &[Token]) -> Vec<Class> {
    let word = |index: usize| tokens.get(index).map_or("", |token| &text[token.start..token.end]);
    let mut found = Vec::new();
    for index in 0..tokens.len() {
        let Some(attribute) = at(text, tokens, index) else { continue };
        let inside = attribute.tokens.start + 2..attribute.tokens.end - 1;
        let Some(name) = inside.clone().find(|&at| word(at) == "classified" && word(at + 1) == "(") else { continue };
        let path = (name + 2..inside.end).take_while(|&at| tokens[at].kind == Kind::Word || word(at) == ":");
        let Some(last) = path.filter(|&at| tokens[at].kind == Kind::Word).last() else { continue };
        let path = tokens[name + 2].start..tokens[last].end;
        let variant = Span::new(tokens[last].start, tokens[last].end);
        let clause = collects(vec![Word { text: kebab(word(last)), span: variant }], Span::new(path.start, path.end));
        let whole = tokens[index].start..tokens[attribute.tokens.end - 1].end;
        found.push(Class { whole, path, clause });
    }
    found
}

/// `collects` and nothing else.
pub(super) fn collects(ids: Vec<Word>, span: Span) -> Clause {
    let categories = ids.into_iter().map(|id| CategoryRef { id, element: None }).collect();
    Clause { verb: Verb::Collects, span, categories, options: Options::default() }
}

/// `CustomerContent` as `customer-content`, `PIIData` as `pii-data`.
fn kebab(name: &str) -> String {
    let chars: Vec<char> = name.chars().collect();
    let mut id = String::new();
    for (at, &c) in chars.iter().enumerate() {
        let after_lower = at > 0 && !chars[at - 1].is_uppercase() && chars[at - 1] != '_';
        let before_lower =
            at > 0 && chars[at - 1].is_uppercase() && chars.get(at + 1).is_some_and(|c| c.is_lowercase());
        if c == '_' || (c.is_uppercase() && (after_lower || before_lower)) {
            id.push('-');
        }
        if c != '_' {
            id.extend(c.to_lowercase());
        }
    }
    id
}
