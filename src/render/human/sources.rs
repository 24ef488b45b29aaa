//! Texts of several files come in, one source for miette goes out, so that one picture shows code and policy.
//!
//! Each file gets a stretch of one address space. A span that would cross into another file is refused,
//! which keeps miette from joining pictures of two files.

use crate::model::place::Region;
use crate::render::text::{inert, inert_lines};
use miette::{MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

/// Lines longer than this are cut around what is pointed at.
const WIDEST: usize = 160;
/// Characters kept before and after what is pointed at in a line that is cut.
const AROUND: usize = 40;
/// Lines kept before the first and after the last place of a file.
const CONTEXT: u32 = 2;

/// The excerpts of the files that a picture shows.
#[derive(Debug, Default)]
pub(super) struct Sources {
    files: Vec<Excerpt>,
}

#[derive(Debug)]
struct Excerpt {
    name: String,
    /// Where its stretch of the address space begins.
    base: usize,
    /// Its lines, made inert, each with a line break.
    data: String,
    lines: Vec<Line>,
}

#[derive(Debug)]
struct Line {
    number: u32,
    /// Byte offset in `data`.
    start: usize,
    /// For each character of `data`'s line that stands for a column of the file: the column and its offset.
    columns: Vec<(u32, usize)>,
}

impl Sources {
    /// Takes in the lines of a file around the given places; the number of the excerpt.
    pub(super) fn add(&mut self, path: &str, text: &str, places: &[Region]) -> usize {
        let base = self.files.last().map_or(0, |file| file.base + file.data.len() + 1);
        let first = places.iter().map(|place| place.line).min().unwrap_or(1).saturating_sub(CONTEXT).max(1);
        let last = places.iter().map(|place| place.line.max(place.end_line)).max().unwrap_or(1) + CONTEXT;
        let mut excerpt = Excerpt { name: inert(path).into(), base, data: String::new(), lines: vec![] };
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        for (number, line) in (1..).zip(text.lines()).skip(first as usize - 1) {
            if number > last {
                break;
            }
            let pointed = places.iter().filter(|place| place.line == number).map(|place| place.column).min();
            excerpt.push(number, line.strip_suffix('\r').unwrap_or(line), pointed);
        }
        self.files.push(excerpt);
        self.files.len() - 1
    }

    /// Where a place of an excerpt lies in the address space; the first line of it alone. `None` when it is not
    /// in the text. A place without width is the word there, or the line when it names no column.
    pub(super) fn span(&self, excerpt: usize, region: Region) -> Option<SourceSpan> {
        let file = self.files.get(excerpt)?;
        let at = file.lines.iter().position(|line| line.number == region.line)?;
        let line = &file.lines[at];
        let end_of_line = file.lines.get(at + 1).map_or(file.data.len(), |next| next.start) - 1;
        let text = &file.data[line.start..end_of_line];
        let no_width = region.end_line <= region.line && region.end_column <= region.column;
        let (start, end) = if region.column == 0 || (region.column == 1 && no_width) {
            (line.start + (text.len() - text.trim_start().len()), line.start + text.trim_end().len())
        } else {
            let start = line.offset(region.column).unwrap_or(end_of_line);
            let end = if no_width {
                let rest = &file.data[start..end_of_line];
                start + rest.find(|c: char| !(c.is_alphanumeric() || "_:!".contains(c))).unwrap_or(rest.len())
            } else if region.end_line != region.line {
                line.start + text.trim_end().len()
            } else {
                line.offset(region.end_column).unwrap_or(end_of_line)
            };
            (start, end)
        };
        Some(SourceSpan::from((file.base + start, end.saturating_sub(start))))
    }
}

impl Excerpt {
    fn push(&mut self, number: u32, text: &str, pointed: Option<u32>) {
        let length = text.chars().count();
        let (from, to) = if length <= WIDEST {
            (0, length)
        } else {
            let at = pointed.unwrap_or(1) as usize;
            (at.saturating_sub(AROUND), (at + 2 * AROUND).min(length))
        };
        let start = self.data.len();
        let mut columns = Vec::new();
        if from > 0 {
            self.data.push('…');
        }
        for (column, c) in text.chars().enumerate().take(to).skip(from) {
            columns.push((column as u32 + 1, self.data.len()));
            self.data.push_str(&inert_lines(c.encode_utf8(&mut [0; 4])));
        }
        columns.push((to as u32 + 1, self.data.len()));
        if to < length {
            self.data.push('…');
        }
        self.data.push('\n');
        self.lines.push(Line { number, start, columns });
    }

    fn line_at(&self, offset: usize) -> usize {
        self.lines.partition_point(|line| line.start <= offset).saturating_sub(1)
    }
}

impl Line {
    fn offset(&self, column: u32) -> Option<usize> {
        let at = self.columns.binary_search_by_key(&column, |&(column, _)| column).ok()?;
        Some(self.columns[at].1)
    }

    fn column(&self, offset: usize) -> u32 {
        let at = self.columns.partition_point(|&(_, start)| start <= offset);
        self.columns.get(at.saturating_sub(1)).map_or(1, |&(column, _)| column)
    }
}

impl SourceCode for Sources {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let file = self
            .files
            .iter()
            .rev()
            .find(|file| file.base <= span.offset())
            .filter(|file| span.offset() + span.len() <= file.base + file.data.len() && !file.lines.is_empty())
            .ok_or(MietteError::OutOfBounds)?;
        let from = span.offset() - file.base;
        let first = file.line_at(from).saturating_sub(before);
        let last = (file.line_at(from + span.len().saturating_sub(1)) + after).min(file.lines.len() - 1);
        let (start, column) = if before == 0 {
            (from, file.lines[first].column(from) as usize - 1)
        } else {
            (file.lines[first].start, 0)
        };
        let end = file.lines.get(last + 1).map_or(file.data.len(), |next| next.start);
        Ok(Box::new(MietteSpanContents::new_named(
            file.name.clone(),
            &file.data.as_bytes()[start..end],
            SourceSpan::from((file.base + start, end - start)),
            file.lines[first].number as usize - 1,
            column,
            last - first + 1,
        )))
    }
}
