//! Tokens come in, the sentences of the comments that begin with `PRIVACY:` go out.

use super::lexer::{Kind, Token};
use super::sentence::Sentence;
use crate::model::mark::Carrier;

/// What the text of a comment must begin with to be an annotation.
pub(super) const MARKER: &str = "PRIVACY:";

/// Finds them all, in order; lines that belong together are one sentence.
pub(super) fn sentences(text: &str, tokens: &[Token]) -> Vec<Sentence> {
    let mut found: Vec<Sentence> = Vec::new();
    let mut joinable: Option<Line> = None;
    let mut at = 0;
    while at < tokens.len() {
        let token = tokens[at];
        at += 1;
        let Some((carrier, body)) = body(text, token) else { continue };
        if token.kind == Kind::BlockComment {
            found.extend(block(text, token, carrier, body));
            continue;
        }
        let Some(mut sentence) = line(text, token, carrier, body) else { continue };
        let line = Line::new(text, at - 1, tokens);
        let mut last = line;
        while let Some(more) = tokens.get(at).and_then(|_| continuation(text, tokens, line, last.index, at)) {
            sentence.join(' ');
            sentence.add(&text[more..tokens[at].end], more);
            sentence.whole.end = tokens[at].end;
            last = Line::new(text, at, tokens);
            at += 1;
        }
        let follows =
            joinable.is_some_and(|before| before.alone && line.alone && before.is_followed_by(line, text, tokens));
        match found.last_mut() {
            Some(before) if follows && !before.is_prose() && !sentence.is_prose() => before.append(sentence),
            _ => found.push(sentence),
        }
        joinable = Some(last.of(line));
    }
    found
}

/// A line comment: where it stands and what it looks like.
#[derive(Clone, Copy)]
struct Line {
    index: usize,
    /// Nothing else stands before it on its line.
    alone: bool,
    /// Blanks between the prefix and its text.
    indent: usize,
    prefix: &'static str,
}

impl Line {
    fn new(text: &str, index: usize, tokens: &[Token]) -> Self {
        let token = tokens[index];
        let prefix = prefix(&text[token.start..token.end]);
        let body = &text[token.start + prefix.len()..token.end];
        let before = &text[..token.start];
        let alone =
            before[before.rfind('\n').map_or(0, |at| at + 1)..].trim_start_matches('\u{feff}').trim().is_empty();
        Self { index, alone, indent: body.len() - body.trim_start().len(), prefix }
    }

    /// The last line of a sentence, as alone as its first.
    fn of(self, first: Line) -> Line {
        Line { alone: first.alone, ..self }
    }

    fn is_followed_by(self, next: Line, text: &str, tokens: &[Token]) -> bool {
        next.index == self.index + 1
            && next.prefix == self.prefix
            && text[tokens[self.index].end..tokens[next.index].start].matches('\n').count() == 1
    }
}

fn prefix(comment: &str) -> &'static str {
    match comment.as_bytes() {
        [b'/', b'/', b'/', b'/', ..] => "//",
        [b'/', b'/', b'/', ..] => "///",
        [b'/', b'/', b'!', ..] => "//!",
        [b'/', b'*', b'*', b'*' | b'/', ..] => "/*",
        [b'/', b'*', b'*', ..] => "/**",
        [b'/', b'*', b'!', ..] => "/*!",
        [b'/', b'*', ..] => "/*",
        _ => "//",
    }
}

/// Where the text of a comment begins, past its prefix.
fn body(text: &str, token: Token) -> Option<(Carrier, usize)> {
    if !token.is_comment() {
        return None;
    }
    let prefix = prefix(&text[token.start..token.end]);
    let carrier = if prefix.ends_with('!') { Carrier::InnerComment } else { Carrier::Comment };
    Some((carrier, token.start + prefix.len()))
}

fn line(text: &str, token: Token, carrier: Carrier, body: usize) -> Option<Sentence> {
    let said = text[body..token.end].trim_start().strip_prefix(MARKER)?;
    let mut sentence = Sentence::new(token.start..token.end, carrier);
    sentence.add(said, token.end - said.len());
    Some(sentence)
}

/// A block comment is one sentence, the `*` that begin its lines left out.
fn block(text: &str, token: Token, carrier: Carrier, body: usize) -> Option<Sentence> {
    let inside = text[body..token.end].strip_suffix("*/").unwrap_or(&text[body..token.end]);
    let marked = inside.trim_start().trim_start_matches('*').trim_start();
    let said = marked.strip_prefix(MARKER)?;
    let mut at = body + inside.len() - said.len();
    let mut sentence = Sentence::new(token.start..token.end, carrier);
    for (number, line) in said.split('\n').enumerate() {
        let stripped = if number == 0 { line } else { line.trim_start().strip_prefix('*').unwrap_or(line) };
        sentence.join(' ');
        sentence.add(stripped, at + line.len() - stripped.len());
        at += line.len() + 1;
    }
    Some(sentence)
}

/// Where the text of the comment at `next` begins, when it continues the sentence that began with `first`.
fn continuation(text: &str, tokens: &[Token], first: Line, last: usize, next: usize) -> Option<usize> {
    if tokens[next].kind != Kind::LineComment {
        return None;
    }
    let line = Line::new(text, next, tokens);
    let start = tokens[next].start + line.prefix.len();
    let said = text[start..tokens[next].end].trim();
    let adjacent = text[tokens[last].end..tokens[next].start].matches('\n').count() == 1;
    let continues = line.alone
        && adjacent
        && line.prefix == first.prefix
        && line.indent >= first.indent + 2
        && !said.is_empty()
        && !said.starts_with(MARKER);
    continues.then_some(start)
}
