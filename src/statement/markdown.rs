//! Markdown (or plain text) comes in; blocks with their raw bytes go out.
//!
//! A reader of lines of our own: a CommonMark parser loses the emphasis that people misplace, the lists they indent
//! by one space, and the raw line of a word in a hard-wrapped paragraph.

use super::block::Text;
use super::builder::{Builder, asks};
use super::lines::{
    are_aims, are_labelled, are_lines, end_of_line, introduces, introduces_lines, is_strong_line, lettered_lines,
    open_emphasis, run_on_list, unseen,
};
use super::{html, inline};
use crate::model::place::Span;
use std::ops::Range;

/// Reads the blocks of a text; `plain` reads no emphasis and no HTML.
pub(super) fn read(builder: &mut Builder<'_>, plain: bool) {
    let raw = builder.raw;
    let (containers, unclosed) = Default::default();
    let mut reader =
        Reader { builder, plain, open: None, containers, blank: true, comment: false, closes: false, unclosed };
    let mut at = front_matter(raw);
    while at < raw.len() {
        at = reader.line(at);
    }
    reader.flush();
}

struct Reader<'a, 'b> {
    builder: &'a mut Builder<'b>,
    plain: bool,
    open: Option<Open>,
    containers: Vec<Container>,
    /// The line above is blank.
    blank: bool,
    /// Inside an HTML comment.
    comment: bool,
    /// The heading above was opened as emphasis and not closed in its line.
    closes: bool,
    /// Elements that are known to be closed nowhere below: not looked for again, so that reading stays linear.
    unclosed: Vec<String>,
}

/// A paragraph or item whose lines are still coming.
struct Open {
    item: bool,
    parent: Option<usize>,
    lines: Vec<Range<usize>>,
}

/// A list item that may hold further blocks.
struct Container {
    indent: usize,
    block: usize,
}

impl Reader<'_, '_> {
    /// Reads the line that begins at `at` (or the construct that it opens) and says where the next one begins.
    fn line(&mut self, at: usize) -> usize {
        let raw = self.builder.raw;
        let eol = end_of_line(raw, at);
        let next = (eol + 1).min(raw.len()).max(eol);
        let next = if eol == raw.len() { eol } else { next };
        let (start, indent) = indentation(raw, at, eol);
        let start = start + unseen(&raw[start..eol]);
        // The mark that closes the heading above.
        let was_closing = std::mem::take(&mut self.closes);
        let start = start + if was_closing && raw[start..eol].starts_with("**") { 2 } else { 0 };
        let text = raw[start..eol].trim_end();
        let line = start..start + text.len();
        if self.skips_comment(text) {
            return next;
        }
        if text.is_empty() {
            self.closes = was_closing;
            self.flush();
            self.blank = true;
            return next;
        }
        let read_to = self.construct(text, line, indent, at, next);
        self.blank = false;
        read_to
    }

    fn construct(&mut self, text: &str, line: Range<usize>, indent: usize, at: usize, next: usize) -> usize {
        let raw = self.builder.raw;
        if let Some(level) = self.setext(text) {
            self.setext_heading(level);
            return next;
        }
        if is_overline(raw, text, next) {
            self.flush();
            return next;
        }
        if let Some(fence) = fence(text) {
            self.flush();
            let end = skip_fence(raw, next, fence);
            let parent = self.parent_at(indent);
            self.builder.code(parent, Span::new(at, end));
            return end;
        }
        if text.len() >= 3 && is_rule(text) {
            self.flush();
            return next;
        }
        if let Some((level, from, to)) = atx(text) {
            self.flush();
            self.containers.clear();
            let range = line.start + from..line.start + to;
            let words = inline::read(raw, std::slice::from_ref(&range), self.plain);
            self.builder.heading(level, words, Span::new(line.start, line.end));
            return next;
        }
        if !self.plain {
            if let Some(end) = self.html(text, line.start, indent) {
                return end;
            }
            if text.starts_with("import ") && text.contains(" from ") || text.starts_with("export const ") {
                return next;
            }
        }
        if let Some(end) = self.table(text, &line, indent, next) {
            return end;
        }
        if self.builder.bare_headings && self.blank && numbered_heading(raw, text, next) {
            self.flush();
            self.containers.clear();
            let words = inline::read(raw, std::slice::from_ref(&line), self.plain);
            self.builder.heading(7, words, Span::new(line.start, line.end));
            return next;
        }
        if let Some((from, to)) = spaced_emphasis(text).filter(|_| indent == 0) {
            self.flush();
            self.containers.clear();
            let range = line.start + from..line.start + to;
            let words = inline::read(raw, std::slice::from_ref(&range), self.plain);
            self.builder.heading(7, words, Span::new(line.start, line.end));
            return next;
        }
        if let Some(from) = open_emphasis(raw, text, next).filter(|&from| indent == 0 && (from > 0 || self.blank)) {
            self.flush();
            self.containers.clear();
            self.closes = true;
            let range = line.start + from..line.end;
            let words = inline::read(raw, std::slice::from_ref(&range), self.plain);
            self.builder.heading(7, words, Span::new(line.start, line.end));
            return next;
        }
        if let Some(marker) = marker(text) {
            self.item(line.start + marker..line.end, indent);
            return next;
        }
        if indent == 0 && broken_before(raw, self.open.as_ref()) && text.starts_with("**") && text[2..].contains("**") {
            self.flush();
            self.containers.clear();
        }
        if indent == 0 && self.open.is_none() && raw[line.end..].starts_with("  \n") && is_strong_line(text) {
            let words = inline::read(raw, std::slice::from_ref(&line), self.plain);
            self.builder.heading(7, words, Span::new(line.start, line.end));
            return next;
        }
        if indent == 0 && self.open.is_some() && introduces(text) {
            self.flush();
            self.containers.clear();
        }
        self.continue_or_begin(line, indent);
        next
    }

    fn skips_comment(&mut self, text: &str) -> bool {
        if self.comment {
            self.comment = !text.contains("-->");
            return true;
        }
        if self.plain {
            return false;
        }
        let Some(open) = text.rfind("<!--") else { return false };
        let closed = text[open..].find("-->").map(|close| open + close + 3);
        self.comment = closed.is_none();
        text.starts_with("<!--")
            && text.find("<!--") == Some(open)
            && closed.is_none_or(|close| text[close..].trim().is_empty())
    }

    fn setext(&self, text: &str) -> Option<u8> {
        let open = self.open.as_ref()?;
        // A title that was broken in two is short; a paragraph with a rule under it ends as a sentence does.
        let last = open.lines.last()?;
        let wrapped = open.lines.len() == 2
            && !open.item
            && last.end - open.lines[0].start <= 80
            && !self.builder.raw[open.lines[0].start..last.end].ends_with(['.', ',', ';', '!', ':']);
        if text.len() < 2 || open.lines.len() != 1 && !(wrapped && text.len() >= 3) {
            return None;
        }
        let all = |mark: u8| text.bytes().all(|b| b == mark);
        // Other underlines are those of reStructuredText, which are as long as their heading; there "1. Data" is one, too.
        let words = open.lines[0].clone();
        let start = self.builder.raw[..words.start].rfind('\n').map_or(0, |at| at + 1);
        let line = self.builder.raw[start..words.end].trim();
        let long = text.len() >= 3 && text.len() >= line.chars().count();
        if open.item && !(long && line.starts_with(|c: char| c.is_ascii_digit())) {
            return None;
        }
        match () {
            () if all(b'=') || long && all(b'#') => Some(1),
            () if all(b'-') || long && all(b'*') => Some(2),
            () if long && all(b'~') => Some(3),
            () if long && (all(b'^') || all(b'+') || all(b'"')) => Some(4),
            () => None,
        }
    }

    fn setext_heading(&mut self, level: u8) {
        if let Some(open) = self.open.take() {
            let words = inline::read(self.builder.raw, &open.lines, self.plain);
            self.containers.clear();
            let end = open.lines.last().map_or(open.lines[0].end, |last| last.end);
            self.builder.heading(level, words, Span::new(open.lines[0].start, end));
        }
    }

    /// HTML that holds blocks of its own is read as HTML, up to where it closes.
    fn html(&mut self, text: &str, start: usize, indent: usize) -> Option<usize> {
        let raw = self.builder.raw;
        let name: String = text.strip_prefix('<')?.chars().take_while(char::is_ascii_alphanumeric).collect();
        let name = name.to_ascii_lowercase();
        let blank = || raw[start..].find("\n\n").map_or(raw.len(), |end| start + end);
        let end = match name.as_str() {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "summary" | "p" => {
                let blank = blank();
                let end = html::end_of_element(&raw[..blank], start, &name).unwrap_or(blank);
                // A page that was written as one line goes on behind its first paragraph.
                let goes_on = raw[end..end_of_line(raw, end)].trim_start().starts_with('<');
                if goes_on { blank } else { end }
            }
            "table" | "ul" | "ol" | "dl" if !self.unclosed.contains(&name) => html::end_of_element(raw, start, &name)
                .unwrap_or_else(|| {
                    self.unclosed.push(name.clone());
                    blank()
                }),
            "table" | "ul" | "ol" | "dl" => blank(),
            _ => return None,
        };
        self.flush();
        let parent = self.parent_at(indent);
        html::read(self.builder, start..end, parent);
        let eol = end_of_line(raw, end);
        Some((eol + 1).min(raw.len()))
    }

    fn table(&mut self, text: &str, line: &Range<usize>, indent: usize, next: usize) -> Option<usize> {
        let raw = self.builder.raw;
        if !text.contains('|') {
            return None;
        }
        let below = end_of_line(raw, next);
        let delimited = next < raw.len() && is_delimiter_row(raw[next..below].trim());
        if !(delimited || text.starts_with('|') && self.open.is_none() && text.len() > 2) {
            return None;
        }
        self.flush();
        let parent = self.parent_at(indent);
        self.builder.table();
        let mut at = line.start;
        let mut first = true;
        while at < raw.len() {
            let eol = end_of_line(raw, at);
            let (start, _) = indentation(raw, at, eol);
            let row = raw[start..eol].trim_end();
            if !row.contains('|') {
                break;
            }
            if !is_delimiter_row(row) {
                let cells = cells(raw, start..start + row.len(), self.plain);
                let head = first && delimited && cells.iter().any(|cell| !cell.is_empty());
                if cells.iter().any(|cell| !cell.is_empty()) {
                    self.builder.row(parent, head, cells, Span::new(start, start + row.len()));
                }
            }
            first = false;
            at = (eol + 1).min(raw.len());
            if eol == raw.len() {
                break;
            }
        }
        Some(at)
    }

    fn item(&mut self, content: Range<usize>, indent: usize) {
        self.flush();
        while self.containers.last().is_some_and(|container| container.indent + 1 >= indent) {
            self.containers.pop();
        }
        let parent = self.containers.last().map(|container| container.block);
        let content = start_of_words(self.builder.raw, content);
        // The item itself is the next block: its own lines close before any block inside it opens.
        self.containers.push(Container { indent, block: self.builder.blocks.len() });
        self.open = Some(Open { item: true, parent, lines: vec![content] });
    }

    fn continue_or_begin(&mut self, line: Range<usize>, indent: usize) {
        if let Some(open) = &mut self.open {
            open.lines.push(line);
            return;
        }
        let parent = self.parent_at(indent);
        self.open = Some(Open { item: false, parent, lines: vec![line] });
    }

    /// The item that a block at an indentation stands in.
    fn parent_at(&mut self, indent: usize) -> Option<usize> {
        while self.containers.last().is_some_and(|container| container.indent + 2 > indent) {
            self.containers.pop();
        }
        self.containers.last().map(|container| container.block)
    }

    fn flush(&mut self) {
        let Some(mut open) = self.open.take() else { return };
        if let [line] = open.lines.as_slice()
            && let Some(members) = run_on_list(self.builder.raw, line).filter(|_| !open.item)
        {
            for (index, member) in members.iter().enumerate() {
                let text = inline::read(self.builder.raw, std::slice::from_ref(member), self.plain);
                let span = Span::new(member.start, member.end);
                match index {
                    0 => self.builder.paragraph(open.parent, text, span),
                    _ => drop(self.builder.item(open.parent, text, span)),
                }
            }
            return;
        }
        if let Some(members) = lettered_lines(self.builder.raw, &open.lines).filter(|_| !open.item) {
            self.flush_lettered(&open, &members);
            return;
        }
        if !open.item && introduces_lines(self.builder.raw, &open.lines) {
            let lead = open.lines.remove(0);
            let text = inline::read(self.builder.raw, std::slice::from_ref(&lead), self.plain);
            self.builder.paragraph(open.parent, text, Span::new(lead.start, lead.end));
        }
        let awaited = self.builder.awaits_list(open.parent);
        let listed = !open.item
            && (awaited && (are_labelled(self.builder.raw, &open.lines) || are_lines(self.builder.raw, &open.lines))
                || are_aims(self.builder.raw, &open.lines));
        if listed {
            for line in &open.lines {
                let text = inline::read(self.builder.raw, std::slice::from_ref(line), self.plain);
                self.builder.item(open.parent, text, Span::new(line.start, line.end));
            }
            return;
        }
        let text: Text = inline::read(self.builder.raw, &open.lines, self.plain);
        let (start, end) = (open.lines[0].start, open.lines.last().map_or(0, |line| line.end));
        let span = Span::new(start, end.max(start));
        if open.item && open.parent.is_none() && asks(&text) {
            self.containers.clear();
            self.builder.heading(7, text, span);
        } else if open.item {
            self.builder.item(open.parent, text, span);
        } else {
            self.builder.paragraph(open.parent, text, span);
        }
    }

    /// A lead-in, its lettered lines, and each line behind them as a paragraph of its own.
    fn flush_lettered(&mut self, open: &Open, members: &[Range<usize>]) {
        for (at, line) in open.lines.iter().enumerate() {
            let member = at.checked_sub(1).and_then(|at| members.get(at));
            let words = member.unwrap_or(line);
            let text = inline::read(self.builder.raw, std::slice::from_ref(words), self.plain);
            let span = Span::new(words.start, words.end);
            match member {
                Some(_) => drop(self.builder.item(open.parent, text, span)),
                None => self.builder.paragraph(open.parent, text, span),
            }
        }
    }
}

/// Where the text begins after YAML or TOML front matter.
fn front_matter(raw: &str) -> usize {
    let start = if raw.starts_with('\u{feff}') { 3 } else { 0 };
    let first = end_of_line(raw, start);
    let fence = raw[start..first].trim_end();
    if fence != "---" && fence != "+++" {
        return start;
    }
    let mut at = (first + 1).min(raw.len());
    while at < raw.len() {
        let eol = end_of_line(raw, at);
        if raw[at..eol].trim_end() == fence {
            return (eol + 1).min(raw.len());
        }
        at = eol + 1;
    }
    start
}

/// Start of the words of a line and their indentation; quotation marks of Markdown are skipped.
fn indentation(raw: &str, at: usize, eol: usize) -> (usize, usize) {
    let mut indent = 0;
    for (offset, b) in raw.as_bytes()[at..eol].iter().enumerate() {
        match b {
            b' ' => indent += 1,
            b'\t' => indent += 4,
            b'>' => {}
            _ => return (at + offset, indent),
        }
    }
    (eol, indent)
}

fn start_of_words(raw: &str, range: Range<usize>) -> Range<usize> {
    let skipped = raw[range.clone()].len() - raw[range.clone()].trim_start().len();
    range.start + skipped..range.end
}

fn fence(text: &str) -> Option<&'static str> {
    ["```", "~~~"].into_iter().find(|fence| text.starts_with(fence))
}

fn skip_fence(raw: &str, mut at: usize, fence: &str) -> usize {
    while at < raw.len() {
        let eol = end_of_line(raw, at);
        let done = raw[at..eol].trim_start().starts_with(fence);
        at = (eol + 1).min(raw.len());
        if done {
            break;
        }
    }
    at
}

/// The line above a heading of reStructuredText, which stands below it again.
fn is_overline(raw: &str, text: &str, next: usize) -> bool {
    let marks = ['=', '-', '*', '#', '^', '~', '+', '"'];
    let Some(mark) = text.chars().next().filter(|mark| marks.contains(mark) && text.len() >= 4) else { return false };
    let end = end_of_line(raw, next);
    let below = raw[(end + 1).min(raw.len())..end_of_line(raw, end + 1)].trim();
    text.chars().all(|c| c == mark) && below == text && !raw[next..end].trim().is_empty()
}

fn is_rule(text: &str) -> bool {
    let first = text.as_bytes()[0];
    matches!(first, b'-' | b'*' | b'_') && text.bytes().all(|b| b == first || b == b' ')
}

/// Level and words of an ATX heading; `##Words` is read as people mean it.
fn atx(text: &str) -> Option<(u8, usize, usize)> {
    let level = text.bytes().take_while(|&b| b == b'#').count();
    if !(1..=6).contains(&level) || level == 1 && !text[1..].starts_with([' ', '\t']) {
        return None;
    }
    let to = text.trim_end_matches('#').trim_end().len().max(level);
    let from = level + text[level..to].len() - text[level..to].trim_start().len();
    Some((level as u8, from, to))
}

/// A line such as `** Data we collect **`: with the spaces it is no emphasis to CommonMark, and meant as a heading.
fn spaced_emphasis(text: &str) -> Option<(usize, usize)> {
    let mark = ["**", "__"].into_iter().find(|mark| text.starts_with(mark) && text.ends_with(mark))?;
    let inner = text.get(mark.len()..text.len().checked_sub(mark.len())?)?;
    let spaced = inner.starts_with(' ') && inner.ends_with(' ') && inner.trim().len() > 2;
    let short = inner.split_whitespace().count() <= 12 && !inner.contains(mark) && !inner.trim().ends_with('.');
    (spaced && short).then_some((mark.len(), text.len() - mark.len()))
}

/// Whether the last line of what is open ends with a hard break.
fn broken_before(raw: &str, open: Option<&Open>) -> bool {
    open.and_then(|open| open.lines.last()).is_some_and(|line| raw[line.end..].starts_with("  \n"))
}

/// Length of a list marker with the space after it.
fn marker(text: &str) -> Option<usize> {
    // A mark that was escaped where a page was turned into Markdown.
    if let Some(rest) = ["\\-", "\\*", "\\+"].iter().find_map(|mark| text.strip_prefix(mark)) {
        return rest.trim_start().starts_with(char::is_alphanumeric).then_some(2);
    }
    let first = text.chars().next()?;
    let rest = &text[first.len_utf8()..];
    if matches!(first, '-' | '*' | '+' | '•' | '·' | '–' | '‣' | '◦') {
        let glued = matches!(first, '•' | '‣' | '◦') && !rest.is_empty();
        return (rest.starts_with([' ', '\t']) || glued || rest.is_empty() && first == '-').then_some(first.len_utf8());
    }
    let open = usize::from(first == '(');
    let body = &text[open..];
    let digits = body.bytes().take_while(u8::is_ascii_digit).count();
    let roman = body.bytes().take_while(|b| b"ivx".contains(b)).count();
    let letter = usize::from(open == 1 && body.as_bytes().first().is_some_and(u8::is_ascii_lowercase));
    let len = if digits > 0 {
        digits
    } else if roman > 0 && open == 1 {
        roman
    } else {
        letter
    };
    if len == 0 || len > 3 {
        return None;
    }
    let close = body[len..].chars().next()?;
    let closed = close == ')' || close == '.' && open == 0 && digits > 0;
    let spaced = body[len + close.len_utf8()..].starts_with([' ', '\t']);
    (closed && spaced).then_some(open + len + 1)
}

/// `1. Data we collect` between blank lines of a text that marks no headings.
fn numbered_heading(raw: &str, text: &str, next: usize) -> bool {
    let below = raw[next.min(raw.len())..end_of_line(raw, next)].trim();
    text.starts_with(|c: char| c.is_ascii_digit())
        && below.is_empty()
        && marker(text).is_some()
        && text.split_whitespace().count() <= 10
        && !text.ends_with(['.', ',', ':', ';', '!'])
}

fn is_delimiter_row(text: &str) -> bool {
    text.contains('-')
        && (text.contains('|') || text.contains(':'))
        && text.bytes().all(|b| matches!(b, b'|' | b'-' | b':' | b' ' | b'\t'))
}

fn cells(raw: &str, row: Range<usize>, plain: bool) -> Vec<Text> {
    let bytes = raw.as_bytes();
    let mut from = row.start + usize::from(bytes[row.start] == b'|');
    let mut code = false;
    let mut found = Vec::new();
    let mut at = from;
    while at < row.end {
        match bytes[at] {
            b'\\' => at += 1,
            b'`' => code = !code,
            b'|' if !code || !raw[at..row.end].contains('`') => {
                found.push(from..at);
                from = at + 1;
            }
            _ => {}
        }
        at += 1;
    }
    if from < row.end && !raw[from.min(row.end)..row.end].trim().is_empty() {
        found.push(from..row.end);
    }
    found.into_iter().map(|range| inline::read(raw, &[start_of_words(raw, range)], plain)).collect()
}
