//! A comment and what it speaks of come in; the lines it takes, and where it would speak, go out.
//!
//! Edits are worked out here because only here the text is at hand: facts travel without it.

use crate::model::mark::{Binding, Carrier, Mark, Move};
use crate::model::place::Span;
use std::ops::Range;

/// Says of a mark which text goes with it, and where it could stand instead.
pub(super) fn complete(mut mark: Mark, text: &str, comment: &Range<usize>) -> Mark {
    if !matches!(mark.carrier, Carrier::Comment | Carrier::InnerComment) {
        return mark;
    }
    let place = Place::new(text, comment);
    mark.takes = place.takes();
    if let Binding::Dangling { move_to: Some(target), .. } = mark.binding
        && mark.carrier == Carrier::Comment
    {
        let target = line_start(text, target as usize);
        mark.moved = if target <= comment.start { place.up(target) } else { place.down(target) };
    }
    mark
}

/// A comment in its text.
struct Place<'a> {
    text: &'a str,
    comment: &'a Range<usize>,
    /// Where its first line begins.
    line: usize,
    /// Where its last line ends, the break included.
    end: usize,
    /// Nothing else stands on its lines.
    alone: bool,
}

impl<'a> Place<'a> {
    fn new(text: &'a str, comment: &'a Range<usize>) -> Self {
        let line = line_start(text, comment.start);
        let end = line_end(text, comment.end);
        let alone = text[line..comment.start].trim().is_empty() && text[comment.end..end].trim().is_empty();
        Self { text, comment, line, end, alone }
    }

    /// Its lines; where other things stand on them, itself and the blanks before it.
    fn takes(&self) -> Option<Span> {
        if self.alone {
            return Some(Span::new(self.line, self.end));
        }
        let before = self.text[self.line..self.comment.start].trim_end().len();
        (self.is_last() && before > 0).then(|| Span::new(self.line + before, self.comment.end))
    }

    fn is_last(&self) -> bool {
        self.text[self.comment.end..self.end].trim().is_empty()
    }

    fn up(&self, target: usize) -> Option<Move> {
        let one_line = !self.text[self.comment.clone()].contains('\n');
        if !self.is_last() || !(self.alone || one_line) {
            return None;
        }
        let before = &self.text[target..self.comment.start];
        let (rest, rest_ends) = match self.alone {
            true => (&self.text[target..self.line], self.end),
            false => (before.trim_end(), self.comment.end),
        };
        Some(Move {
            span: Span::new(target, rest_ends),
            replacement: format!("{}{rest}", self.above(target)),
            sure: !self.alone && opens_an_item(before),
        })
    }

    fn down(&self, target: usize) -> Option<Move> {
        if !self.alone || target < self.end {
            return None;
        }
        let before = self.text[..self.line].trim_end();
        let blank_above = self.text[before.len()..self.line].matches('\n').count() > 1;
        let between = &self.text[self.end..target];
        // No second blank line, and none behind an opening brace.
        let blanks = between.len() - between.trim_start_matches(['\n', '\r']).len();
        let goes = blank_above || before.is_empty() || before.ends_with(['{', '(', '[']);
        let between = if goes { &between[blanks..] } else { between };
        Some(Move {
            span: Span::new(self.line, target),
            replacement: format!("{between}{}", self.above(target)),
            sure: false,
        })
    }

    /// The comment on lines of its own, as far in as what it will speak of.
    fn above(&self, target: usize) -> String {
        let line = &self.text[target..];
        let indent = &line[..line.len() - line.trim_start_matches([' ', '\t']).len()];
        let ending = if self.text[..self.end].ends_with("\r\n") { "\r\n" } else { "\n" };
        let lines = self.text[self.comment.clone()].lines();
        lines.map(|line| format!("{indent}{}{ending}", line.trim_start())).collect()
    }
}

/// Whether a head such as `struct S {` is all there is from the first line to the comment: it can have meant
/// nothing else.
fn opens_an_item(head: &str) -> bool {
    let Some(before) = head.trim().strip_suffix('{') else { return false };
    let mut words = before.split_whitespace().skip_while(|word| word.starts_with("pub"));
    let is_item = words.next().is_some_and(|word| ITEMS.contains(&word));
    is_item && !before.contains(['{', '}', ';', '='])
}

const ITEMS: &[&str] = &["struct", "enum", "union", "fn", "async", "const", "unsafe", "impl", "trait", "mod"];

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |newline| newline + 1)
}

fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |newline| at + newline + 1)
}
