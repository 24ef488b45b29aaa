//! Places in text: byte spans, and the line table that turns them into lines and columns.

use super::code::{Code, In, Out};
use serde::{Deserialize, Serialize};

/// A half-open range of bytes in one file, counted in the file as it is on disk
/// (a byte order mark and a `#!` line included).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The span from `start` up to, not including, `end`.
    pub fn new(start: usize, end: usize) -> Self {
        Self { start: start as u32, end: end as u32 }
    }

    /// Whether `other` lies inside this span.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The smallest span that holds both.
    pub fn to(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The span as a range for slicing a text.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A span as people read it: 1-based lines, 1-based columns in characters, `end_column` exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub struct Region {
    /// Line of the first character.
    pub line: u32,
    /// Column of the first character.
    pub column: u32,
    /// Line of the last character.
    pub end_line: u32,
    /// Column after the last character.
    pub end_column: u32,
}

/// Where the lines of a file begin and which characters are wider than a byte:
/// enough to name a line and column without the text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LineTable {
    /// Byte offset of the start of each line.
    starts: Box<[u32]>,
    /// For each character longer than a byte: its offset and its surplus bytes.
    wide: Box<[(u32, u8)]>,
    /// Length of the text in bytes.
    len: u32,
}

impl LineTable {
    /// Reads a text once. Lines end at `\n`; a byte that is no UTF-8 counts as one character.
    pub fn new(text: &str) -> Self {
        let mut starts = vec![0];
        let mut wide = Vec::new();
        for newline in memchr::memchr_iter(b'\n', text.as_bytes()) {
            starts.push(newline as u32 + 1);
        }
        if !text.is_ascii() {
            for (at, c) in text.char_indices().filter(|(_, c)| !c.is_ascii()) {
                // A byte order mark is no column of the first line.
                let surplus = if at == 0 && c == '\u{feff}' { 3 } else { c.len_utf8() as u8 - 1 };
                wide.push((at as u32, surplus));
            }
        }
        Self { starts: starts.into(), wide: wide.into(), len: text.len() as u32 }
    }

    /// Length of the text in bytes.
    pub fn bytes(&self) -> u64 {
        u64::from(self.len)
    }

    /// Number of lines; a final newline opens no further line.
    pub fn lines(&self) -> usize {
        match self.starts.last() {
            Some(&last) if last == self.len && self.starts.len() > 1 => self.starts.len() - 1,
            _ if self.len == 0 => 0,
            _ => self.starts.len(),
        }
    }

    /// 1-based line of a byte offset.
    pub fn line(&self, offset: u32) -> u32 {
        self.starts.partition_point(|&start| start <= offset) as u32
    }

    /// 1-based line and column (in characters) of a byte offset.
    pub fn line_column(&self, offset: u32) -> (u32, u32) {
        let line = self.line(offset).max(1);
        let start = self.starts.get(line as usize - 1).copied().unwrap_or(0);
        let from = self.wide.partition_point(|&(at, _)| at < start);
        let to = self.wide.partition_point(|&(at, _)| at < offset);
        let surplus: u32 = self.wide[from..to].iter().map(|&(_, bytes)| u32::from(bytes)).sum();
        (line, (offset - start).saturating_sub(surplus) + 1)
    }

    /// Byte offset where a 1-based line begins.
    pub fn start_of(&self, line: u32) -> Option<u32> {
        self.starts.get((line as usize).checked_sub(1)?).copied()
    }

    /// The region of a span.
    pub fn region(&self, span: Span) -> Region {
        let (line, column) = self.line_column(span.start);
        let (end_line, end_column) = self.line_column(span.end.max(span.start));
        Region { line, column, end_line, end_column }
    }
}

impl Code for LineTable {
    fn put(&self, out: &mut Out) {
        self.len.put(out);
        out.number(self.starts.len() as u32);
        let mut before = 0;
        for &start in &self.starts {
            out.number(start - before);
            before = start;
        }
        out.number(self.wide.len() as u32);
        before = 0;
        for &(at, surplus) in &self.wide {
            out.number(at - before);
            out.byte(surplus);
            before = at;
        }
    }

    fn take(input: &mut In<'_>) -> Option<Self> {
        let len = input.number()?;
        let (mut starts, mut wide) = (Vec::new(), Vec::new());
        let mut before: u32 = 0;
        for _ in 0..input.number()? {
            before = before.checked_add(input.number()?)?;
            starts.push(before);
        }
        before = 0;
        for _ in 0..input.number()? {
            before = before.checked_add(input.number()?)?;
            wide.push((before, input.byte()?));
        }
        Some(Self { starts: starts.into(), wide: wide.into(), len })
    }
}
