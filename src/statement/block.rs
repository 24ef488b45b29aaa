//! Raw text and its pieces come in; blocks of plain words that know their raw bytes go out.

use crate::model::place::{Region, Span};

/// Most words a quote may have: enough to find a passage, too few to copy it.
pub const QUOTE_WORDS: usize = 10;

/// Plain words of a block, with the way back to the raw bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Text {
    /// The words: no markup, white space collapsed.
    pub plain: String,
    /// Where each run of bytes copied as it stands begins: offset in `plain`, offset in the raw text.
    runs: Vec<(u32, u32)>,
    /// Emphasised ranges of `plain`.
    pub strong: Vec<(u32, u32)>,
    /// Where a line of its own begins inside the block: `<br>`, items and paragraphs in a cell.
    pub breaks: Vec<u32>,
}

impl Text {
    /// Appends a character that stands at a raw offset; white space collapses.
    pub fn push(&mut self, c: char, raw: usize) {
        if c.is_whitespace() {
            if self.plain.is_empty() || self.plain.ends_with(' ') {
                return;
            }
            self.mark(raw);
            self.plain.push(' ');
        } else {
            self.mark(raw);
            self.plain.push(c);
        }
    }

    fn mark(&mut self, raw: usize) {
        let at = self.plain.len() as u32;
        let follows = self.runs.last().is_some_and(|&(plain, from)| raw as u32 == from + (at - plain));
        if !follows {
            self.runs.push((at, raw as u32));
        }
    }

    /// Raw offset of the character at an offset of `plain`.
    pub fn raw(&self, at: usize) -> usize {
        let run = self.runs.partition_point(|&(plain, _)| plain as usize <= at).saturating_sub(1);
        self.runs.get(run).map_or(0, |&(plain, raw)| raw as usize + at.saturating_sub(plain as usize))
    }

    /// Removes white space at the end.
    pub fn finish(mut self) -> Self {
        self.plain.truncate(self.plain.trim_end().len());
        let len = self.plain.len() as u32;
        let mut merged: Vec<(u32, u32)> = Vec::new();
        for (start, end) in std::mem::take(&mut self.strong) {
            let (start, end) = (start.min(len), end.min(len));
            match merged.last_mut() {
                Some(last) if self.plain[last.1 as usize..start as usize].trim().is_empty() => last.1 = end,
                _ if start < end => merged.push((start, end)),
                _ => {}
            }
        }
        self.strong = merged;
        self
    }

    /// Notes that a line of its own begins here.
    pub fn break_here(&mut self, raw: usize) {
        self.push(' ', raw);
        let at = self.plain.len() as u32;
        if at > 0 && self.breaks.last() != Some(&at) {
            self.breaks.push(at);
        }
    }

    /// Ranges of `plain` between the breaks.
    pub fn parts(&self) -> Vec<(usize, usize)> {
        let mut from = 0;
        let mut parts = Vec::new();
        for to in self.breaks.iter().map(|&b| b as usize).chain([self.plain.len()]) {
            let to = to.min(self.plain.len());
            if !self.plain[from..to].trim().is_empty() {
                parts.push((from, to));
            }
            from = to;
        }
        parts
    }

    /// Whether there are no words.
    pub fn is_empty(&self) -> bool {
        self.plain.is_empty()
    }
}

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A heading; 1 to 6 as marked, 7 where only its shape says so.
    Heading(u8),
    /// A paragraph, a quotation, the text of a container.
    Paragraph,
    /// An item of a list.
    Item,
    /// A row of a table; `head` where the row names the columns.
    Row {
        /// Which table of the document.
        table: u32,
        /// It names the columns.
        head: bool,
    },
    /// Code: shown, never read.
    Code,
}

/// A block of the statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: Kind,
    /// Its words; for a row, of all cells.
    pub text: Text,
    /// The cells of a row.
    pub cells: Vec<Text>,
    /// The item in which it stands.
    pub parent: Option<usize>,
    /// The nearest heading above it; for a heading, the one it stands under.
    pub heading: Option<usize>,
    /// The paragraph that introduces the list or table it belongs to.
    pub lead: Option<usize>,
    /// Its raw bytes.
    pub span: Span,
    /// Whether it is nothing but a link into the same document (a table of contents).
    pub contents_link: bool,
}

impl Block {
    /// Whether it is a heading.
    pub fn is_heading(&self) -> bool {
        matches!(self.kind, Kind::Heading(_))
    }

    /// Whether it is an item of a list.
    pub fn is_item(&self) -> bool {
        self.kind == Kind::Item
    }
}

/// A quote: its bytes as they stand on one raw line.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Quote {
    /// The bytes.
    pub text: String,
    /// Raw bytes.
    pub start: u32,
    /// 1-based line.
    pub line: u32,
}

/// The quote of a range of a text: as far as one raw line and ten words reach.
pub fn quote(raw: &str, line_of: impl Fn(u32) -> u32, text: &Text, from: usize, to: usize) -> Quote {
    let from = from + text.plain[from..].len() - text.plain[from..].trim_start().len();
    let to = to.max(from);
    let start = text.raw(from);
    let last = text.plain[..to].trim_end().char_indices().next_back();
    let end = last.map_or(start, |(at, c)| (text.raw(at) + c.len_utf8()).max(start));
    let end = end.min(raw.len());
    let mut end = memchr::memchr(b'\n', &raw.as_bytes()[start..end]).map_or(end, |eol| start + eol);
    while !raw.is_char_boundary(end) {
        end += 1;
    }
    let slice = &raw[start..end];
    let mut words = 0;
    let mut cut = slice.len();
    let mut inside = false;
    for (at, c) in slice.char_indices() {
        if c.is_whitespace() {
            if inside && words == QUOTE_WORDS {
                cut = at;
                break;
            }
            inside = false;
        } else if !inside {
            inside = true;
            words += 1;
        }
    }
    let text = slice[..cut].trim_end().to_string();
    Quote { text, start: start as u32, line: line_of(start as u32) }
}

/// The region of a quote.
pub fn region(line: u32, column: u32, quote: &str) -> Region {
    let end_column = column + quote.chars().count() as u32;
    Region { line, column, end_line: line, end_column }
}
