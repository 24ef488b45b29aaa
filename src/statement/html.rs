//! HTML comes in, whole pages or a table inside Markdown, as careless as it may be; the same blocks as for Markdown
//! go out, with their raw bytes.

use super::block::Text;
use super::builder::Builder;
use super::inline::decode_entity;
use crate::model::place::Span;
use std::ops::Range;

/// Elements whose words are no part of the statement.
const SKIPPED: [&str; 9] = ["head", "script", "style", "nav", "noscript", "template", "svg", "footer", "title"];

/// Reads the blocks of a range of the raw text.
pub(super) fn read(builder: &mut Builder<'_>, range: Range<usize>, parent: Option<usize>) {
    let mut reader = Reader::new(builder, parent);
    reader.read(range);
}

/// Where the element that opens at `start` closes, if it does.
pub(super) fn end_of_element(raw: &str, start: usize, name: &str) -> Option<usize> {
    let bytes = raw.as_bytes();
    let mut depth = 0_usize;
    let mut at = start;
    while let Some(offset) = memchr::memchr(b'<', &bytes[at..]) {
        let tag = at + offset;
        let close = bytes.get(tag + 1) == Some(&b'/');
        let word = tag + 1 + usize::from(close);
        let same = bytes.get(word..word + name.len()).is_some_and(|b| b.eq_ignore_ascii_case(name.as_bytes()))
            && !bytes.get(word + name.len()).is_some_and(u8::is_ascii_alphanumeric);
        if same && close {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                return Some(memchr::memchr(b'>', &bytes[word..]).map_or(raw.len(), |end| word + end + 1));
            }
        } else if same {
            depth += 1;
        }
        at = tag + 1;
    }
    None
}

/// How far the end of a template's tag is looked for; keeps reading linear.
const TAG: usize = 2_000;

/// Most rows that one cell stands in, most such cells, and the longest of them: what is repeated must stay small.
const MOST_ROWS_SPANNED: usize = 40;
const LONGEST_SPANNING: usize = 2_000;

/// A template's tag at the start of a text: which of its bytes a reader of the page is shown, and its length.
///
/// `{% trans "Your name" %}` and `{{ _("Your name") }}` show their words, `{% if … %}` and `{# … #}` nothing. What a value
/// is filled in with, `{{ company }}`, is not known: it stays as it stands.
fn template(text: &str) -> Option<(Range<usize>, usize)> {
    let bytes = text.as_bytes();
    if bytes.first() != Some(&b'{') {
        return None;
    }
    let close = match bytes.get(1)? {
        b'%' => "%}",
        b'#' => "#}",
        b'{' => "}}",
        _ => return None,
    };
    let mut reach = TAG.min(text.len());
    while !text.is_char_boundary(reach) {
        reach -= 1;
    }
    let end = 2 + text[2..reach].find(close)?;
    let inner = text[2..end].trim_matches(['-', ' ']);
    let translates = ["trans ", "translate ", "_(", "t(", "gettext("].iter().any(|start| inner.starts_with(start));
    let quoted = || {
        let from = 2 + text[2..end].find(['"', '\''])?;
        let to = from + 1 + text[from + 1..end].find(bytes[from] as char)?;
        // `trans "privacy.title"` names the words, and does not show them.
        let key = text[from + 1..to].contains('.') && !text[from + 1..to].contains(' ');
        (!key).then_some(from + 1..to)
    };
    match quoted().filter(|_| translates && close != "#}") {
        Some(words) => Some((words, end + 2)),
        None if close == "}}" => None,
        None => Some((0..0, end + 2)),
    }
}

struct Reader<'a, 'b> {
    builder: &'a mut Builder<'b>,
    outer: Option<usize>,
    text: Text,
    text_start: Option<usize>,
    strong: Option<u32>,
    heading: Option<u8>,
    /// Open items: their block, once their own words are known.
    items: Vec<Option<usize>>,
    /// How many items were open where each open list began.
    lists: Vec<usize>,
    table: Option<Table>,
    /// Skipped elements that are known to be closed nowhere below.
    unclosed: Vec<String>,
}

#[derive(Default)]
struct Table {
    cells: Vec<Text>,
    row_start: Option<usize>,
    in_cell: bool,
    heads: usize,
    rows: usize,
    /// Rows below in which the open cell goes on.
    open_span: usize,
    spanning: Vec<Spanning>,
}

/// A cell that stands in the rows below, too.
struct Spanning {
    column: usize,
    rows: usize,
    text: Text,
}

impl Table {
    /// Cells of the rows above that go on where the row has come to.
    fn carry(&mut self) {
        while let Some(at) = self.spanning.iter().position(|cell| cell.column == self.cells.len()) {
            self.cells.push(self.spanning[at].text.clone());
            self.spanning[at].rows -= 1;
            if self.spanning[at].rows == 0 {
                self.spanning.swap_remove(at);
            }
        }
    }
}

/// How many rows a cell stands in, as its tag says.
fn rows_spanned(tag: &str) -> usize {
    let lower = tag.to_ascii_lowercase();
    let value = lower.split_once("rowspan").map_or("", |(_, rest)| rest.trim_start_matches([' ', '=', '"', '\'']));
    let digits = value.bytes().take_while(u8::is_ascii_digit).count();
    value[..digits].parse().unwrap_or(1).min(MOST_ROWS_SPANNED)
}

impl<'a, 'b> Reader<'a, 'b> {
    fn new(builder: &'a mut Builder<'b>, outer: Option<usize>) -> Self {
        let text = Text::default();
        let (items, lists, unclosed) = Default::default();
        Self {
            builder,
            outer,
            text,
            text_start: None,
            strong: None,
            heading: None,
            items,
            lists,
            table: None,
            unclosed,
        }
    }

    fn read(&mut self, range: Range<usize>) {
        let raw = self.builder.raw;
        let mut at = range.start;
        while at < range.end {
            let byte = raw.as_bytes()[at];
            if byte == b'<' {
                at = self.tag(at, range.end);
                continue;
            }
            if let Some((shown, after)) = template(&raw[at..range.end]) {
                for (offset, c) in raw[at + shown.start..at + shown.end].char_indices() {
                    self.push(c, at + shown.start + offset);
                }
                at += after;
                continue;
            }
            let Some(c) = raw[at..].chars().next() else { break };
            let (shown, len) = match c {
                '&' => decode_entity(&raw[at..range.end]).unwrap_or(('&', 1)),
                _ => (c, c.len_utf8()),
            };
            self.push(shown, at);
            at += len;
        }
        self.flush(range.end);
    }

    fn push(&mut self, c: char, at: usize) {
        if self.table.as_ref().is_some_and(|table| !table.in_cell) {
            return;
        }
        self.text.push(c, at);
        if self.text_start.is_none() && !self.text.is_empty() {
            self.text_start = Some(at);
        }
    }

    fn tag(&mut self, at: usize, end: usize) -> usize {
        let raw = self.builder.raw;
        let rest = &raw[at..end];
        if rest.starts_with("<!--") {
            return rest.find("-->").map_or(end, |close| at + close + 3);
        }
        let closes = rest[1..].starts_with('/');
        let word = at + 1 + usize::from(closes);
        let name_len = raw.as_bytes()[word..end].iter().take_while(|b| b.is_ascii_alphanumeric()).count();
        if name_len == 0 && !rest.starts_with("<!") && !rest.starts_with("<?") {
            self.push('<', at);
            return at + 1;
        }
        let name = raw[word..word + name_len].to_ascii_lowercase();
        let after = memchr::memchr(b'>', rest.as_bytes()).map_or(end, |close| at + close + 1);
        if !closes && SKIPPED.contains(&name.as_str()) {
            // Looked for once only where it is missing, or a page of them would take quadratic time.
            if !self.unclosed.contains(&name) {
                match end_of_element(raw, at, &name) {
                    Some(close) => return close.min(end).max(after),
                    None => self.unclosed.push(name),
                }
            }
            return after;
        }
        if closes {
            self.close(&name, at)
        } else {
            self.open(&name, at);
            if matches!(name.as_str(), "td" | "th") {
                self.cell_spans(rows_spanned(&raw[at..after]));
            }
        }
        after
    }

    fn open(&mut self, name: &str, at: usize) {
        match name {
            "strong" | "b" | "em" | "i" => {
                self.strong.get_or_insert(self.text.plain.len() as u32);
            }
            // "<strong>How do you use my data?</strong><br>" is a heading there as before a hard break of Markdown.
            "br" if self.is_strong_line() => self.flush(at),
            "br" => self.text.break_here(at),
            "table" => {
                self.flush(at);
                self.builder.table();
                self.table = Some(Table::default());
            }
            "tr" => self.row_begins(at),
            "td" | "th" => self.cell_begins(name == "th"),
            _ if self.in_cell() => self.break_in_cell(name, at),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "summary" => {
                self.flush(at);
                // Whatever was left open above: no heading stands in a list.
                self.items.clear();
                self.lists.clear();
                // What a reader opens to see more stands under it, as under a heading that is emphasised only.
                self.heading = if name == "summary" { Some(7) } else { name[1..].parse().ok() };
            }
            "li" | "dt" => {
                self.flush(at);
                // An item that nobody closed ends where the next one of its list begins.
                if let Some(&open) = self.lists.last().filter(|_| name == "li") {
                    self.items.truncate(open);
                }
                if name == "dt" {
                    self.close_definition();
                    self.strong = Some(0);
                }
                self.items.push(None);
            }
            "dd" => {
                self.strong_ends();
                self.text.push(' ', at);
            }
            "ul" | "ol" | "dl" => {
                self.flush(at);
                self.lists.push(self.items.len());
            }
            "p" | "div" | "section" | "article" | "blockquote" | "main" | "body" | "header" | "details" => {
                self.flush(at);
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &str, at: usize) {
        match name {
            "strong" | "b" | "em" | "i" => self.strong_ends(),
            "table" => {
                self.row_ends(at);
                self.table = None;
                self.text = Text::default();
                self.text_start = None;
            }
            "tr" => self.row_ends(at),
            "td" | "th" => self.cell_ends(),
            _ if self.in_cell() => self.break_in_cell(name, at),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "summary" => {
                self.flush(at);
                self.heading = None;
            }
            "li" => {
                self.flush(at);
                self.items.pop();
            }
            "dt" => self.strong_ends(),
            "ul" | "ol" | "dl" => {
                self.flush(at);
                // Items that nobody closed end with their list.
                if let Some(open) = self.lists.pop() {
                    self.items.truncate(open);
                }
            }
            "p" | "div" | "section" | "article" | "blockquote" => self.flush(at),
            _ => {}
        }
    }

    fn close_definition(&mut self) {
        // A `dt` is an item that the next `dt` or the end of the list closes.
        self.items.pop();
    }

    fn strong_ends(&mut self) {
        if let Some(start) = self.strong.take() {
            let end = self.text.plain.len() as u32;
            if start < end {
                self.text.strong.push((start, end));
            }
        }
    }

    fn in_cell(&self) -> bool {
        self.table.as_ref().is_some_and(|table| table.in_cell)
    }

    fn break_in_cell(&mut self, name: &str, at: usize) {
        if matches!(name, "li" | "p" | "div" | "ul" | "ol") {
            self.text.break_here(at);
        }
    }

    fn row_begins(&mut self, at: usize) {
        self.row_ends(at);
        if let Some(table) = &mut self.table {
            table.row_start = Some(at);
        }
    }

    fn cell_begins(&mut self, head: bool) {
        self.cell_ends();
        if let Some(table) = &mut self.table {
            table.carry();
            table.in_cell = true;
            table.heads += usize::from(head);
        }
    }

    /// The open cell goes on in the rows below.
    fn cell_spans(&mut self, rows: usize) {
        if let Some(table) = self.table.as_mut().filter(|_| rows > 1) {
            table.open_span = rows - 1;
        }
    }

    fn cell_ends(&mut self) {
        self.strong_ends();
        let text = std::mem::take(&mut self.text).finish();
        self.text_start = None;
        match &mut self.table {
            Some(table) if table.in_cell => {
                table.in_cell = false;
                let rows = std::mem::take(&mut table.open_span);
                if rows > 0 && text.plain.len() <= LONGEST_SPANNING && table.spanning.len() < MOST_ROWS_SPANNED {
                    table.spanning.push(Spanning { column: table.cells.len(), rows, text: text.clone() });
                }
                table.cells.push(text);
            }
            _ => {}
        }
    }

    fn row_ends(&mut self, at: usize) {
        self.cell_ends();
        let parent = self.parent();
        let Some(table) = &mut self.table else { return };
        if !table.cells.is_empty() {
            table.carry();
        }
        let cells = std::mem::take(&mut table.cells);
        let heads = std::mem::take(&mut table.heads);
        let start = table.row_start.take().unwrap_or(at);
        if cells.iter().any(|cell| !cell.is_empty()) {
            let head = heads == cells.len() && table.rows == 0;
            table.rows += 1;
            self.builder.row(parent, head, cells, Span::new(start, at.max(start)));
        }
    }

    /// Whether all that stands in a paragraph so far is one short strong line.
    fn is_strong_line(&self) -> bool {
        let plain = self.text.plain.trim();
        let whole = matches!(self.text.strong.as_slice(), &[(0, to)] if to as usize >= plain.len());
        let shaped = plain.split_whitespace().count() <= 12 && !plain.ends_with(['.', ':', ',', ';']);
        let outside = self.items.is_empty() && self.outer.is_none() && self.heading.is_none() && self.table.is_none();
        whole && shaped && !plain.is_empty() && self.strong.is_none() && outside && !self.in_cell()
    }

    fn parent(&self) -> Option<usize> {
        self.items.iter().rev().find_map(|item| *item).or(self.outer)
    }

    fn flush(&mut self, at: usize) {
        if self.table.is_some() {
            return;
        }
        let reopen = self.strong.is_some();
        self.strong_ends();
        let text = std::mem::take(&mut self.text).finish();
        let start = self.text_start.take().unwrap_or(at);
        let span = Span::new(start, at.max(start));
        if reopen {
            self.strong = Some(0);
        }
        if let Some(level) = self.heading {
            return self.builder.heading(level, text, span);
        }
        if let Some(None) = self.items.last() {
            if !text.is_empty() {
                let count = self.items.len();
                let parent = self.items[..count - 1].iter().rev().find_map(|item| *item).or(self.outer);
                let block = self.builder.item(parent, text, span);
                self.items[count - 1] = Some(block);
            }
            return;
        }
        let parent = self.parent();
        self.builder.paragraph(parent, text, span);
    }
}
