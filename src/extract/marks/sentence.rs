//! Pieces of a file's text come in, one sentence goes out that still knows where each of its words stands.

use crate::model::grammar;
use crate::model::mark::{Binding, Carrier, Mark};
use crate::model::place::Span;
use std::ops::Range;

/// A sentence put together from comment lines or string literals.
#[derive(Debug, Clone)]
pub(super) struct Sentence {
    /// Lines are sentences of their own (see `grammar::parse`).
    text: String,
    /// Where each piece of `text` begins, where it stands in the file, and how long it is.
    pieces: Vec<(usize, usize, usize)>,
    /// From the first byte of the carrier to the last, in the file.
    pub(super) whole: Range<usize>,
    pub(super) carrier: Carrier,
}

impl Sentence {
    pub(super) fn new(whole: Range<usize>, carrier: Carrier) -> Self {
        Self { text: String::new(), pieces: Vec::new(), whole, carrier }
    }

    /// Adds text that stands at `at` in the file, its surrounding blanks dropped.
    pub(super) fn add(&mut self, text: &str, at: usize) {
        let at = at + text.len() - text.trim_start().len();
        self.add_exactly(text.trim(), at);
    }

    /// Adds text that stands at `at` in the file.
    pub(super) fn add_exactly(&mut self, text: &str, at: usize) {
        if !text.is_empty() {
            self.pieces.push((self.text.len(), at, text.len()));
            self.text.push_str(text);
        }
    }

    /// Adds a character that stands nowhere.
    pub(super) fn join(&mut self, with: char) {
        if !self.text.is_empty() && !self.text.ends_with(with) {
            self.text.push(with);
        }
    }

    /// Whether the words so far are prose that only begins with the marker.
    pub(super) fn is_prose(&self) -> bool {
        let (_, error) = grammar::parse(&self.text, &|_| Span::default());
        error.is_some_and(|error| error.not_a_mark)
    }

    /// Takes over another sentence, joined as if by `;`.
    pub(super) fn append(&mut self, other: Sentence) {
        self.join('\n');
        let shift = self.text.len();
        self.pieces.extend(other.pieces.into_iter().map(|(text, file, len)| (shift + text, file, len)));
        self.text.push_str(&other.text);
        self.whole.end = self.whole.end.max(other.whole.end);
    }

    /// Parses it.
    pub(super) fn into_mark(self, binding: Binding) -> Mark {
        let place = |range: Range<usize>| self.place(range);
        let (clauses, error) = grammar::parse(&self.text, &place);
        let span = self.place(0..self.text.len());
        let text = self.text.trim().replace('\n', "; ");
        Mark { span, text, carrier: self.carrier, binding, clauses, error, takes: None, moved: None }
    }

    /// Where a range of the sentence stands in the file.
    fn place(&self, range: Range<usize>) -> Span {
        if self.pieces.is_empty() {
            return Span::new(self.whole.start, self.whole.end);
        }
        let start = self.file_offset(range.start);
        let end = if range.is_empty() { start } else { self.file_offset(range.end - 1) + 1 };
        Span::new(start, end.max(start))
    }

    fn file_offset(&self, offset: usize) -> usize {
        let next = self.pieces.partition_point(|&(text, ..)| text <= offset);
        let (text, file, len) = self.pieces[next.saturating_sub(1)];
        file + (offset.saturating_sub(text)).min(len)
    }
}
