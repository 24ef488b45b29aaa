//! The raw lines of one Markdown block come in; its plain words, with emphasis noted, go out.
//!
//! Emphasis is read as people write it: `**Label: **text`, `* *Label**`, `**Label****:` all mark a label, although
//! CommonMark sees no emphasis in them. So every run of markers just turns emphasis on or off.

use super::block::Text;
use std::ops::Range;

/// How far a link's text, its address or a tag is looked for; keeps reading linear.
const REACH: usize = 2_000;

/// Reads the raw ranges of a block as one text. `plain` leaves every character as it stands.
pub(super) fn read(raw: &str, lines: &[Range<usize>], plain: bool) -> Text {
    let end = lines.last().map_or(0, |line| line.end);
    let mut reader = Reader { raw, end, resume: 0, out: Text::default(), open: None, link_ends: Vec::new() };
    for (index, line) in lines.iter().enumerate() {
        if index > 0 {
            reader.out.push(' ', line.start.saturating_sub(1));
        }
        if plain {
            for (at, c) in raw[line.clone()].char_indices() {
                reader.out.push(c, line.start + at);
            }
        } else {
            reader.line(line.clone());
        }
    }
    reader.toggle_off();
    reader.out.finish()
}

struct Reader<'a> {
    raw: &'a str,
    /// Where the block ends.
    end: usize,
    /// Where reading goes on after an address that runs over a line's end.
    resume: usize,
    out: Text,
    open: Option<u32>,
    /// Raw offsets of the `]` that end a link's text.
    link_ends: Vec<usize>,
}

impl Reader<'_> {
    fn line(&mut self, line: Range<usize>) {
        let mut at = line.start.max(self.resume);
        while at < line.end {
            at = self.step(at, line.end);
        }
        self.resume = at;
    }

    /// Reads what stands at `at` and says where the next thing stands.
    fn step(&mut self, at: usize, end: usize) -> usize {
        let rest = &self.raw[at..end];
        let Some(c) = rest.chars().next() else { return end };
        let after = at + c.len_utf8();
        match c {
            '\\' => self.escape(after, end),
            '`' => self.code(at, end),
            '*' | '_' => self.markers(at, end),
            '!' if rest.starts_with("![") => self.image(at, end),
            '[' => self.open_link(at),
            ']' if self.link_ends.last() == Some(&at) => {
                self.link_ends.pop();
                skip_address(self.raw, after, self.end)
            }
            '<' => self.tag(at, end),
            '{' if rest.starts_with("{:") => {
                rest.bytes().take(REACH).position(|b| b == b'}').map_or(after, |close| at + close + 1)
            }
            '&' => self.entity(at, end),
            _ => {
                self.out.push(c, at);
                after
            }
        }
    }

    fn escape(&mut self, at: usize, end: usize) -> usize {
        match self.raw[at..end].chars().next() {
            Some(c) => {
                self.out.push(c, at);
                at + c.len_utf8()
            }
            None => {
                self.out.push(' ', at - 1);
                at
            }
        }
    }

    fn code(&mut self, at: usize, end: usize) -> usize {
        let ticks = self.raw[at..end].bytes().take_while(|&b| b == b'`').count();
        let body = at + ticks;
        let fence = &self.raw[at..body];
        let reach = floor(self.raw, (body + REACH).min(end));
        let Some(close) = self.raw[body..reach].find(fence) else { return body };
        for (offset, c) in self.raw[body..body + close].char_indices() {
            self.out.push(c, body + offset);
        }
        body + close + ticks
    }

    fn markers(&mut self, at: usize, end: usize) -> usize {
        let len = self.raw[at..end].bytes().take_while(|&b| b == b'*' || b == b'_').count();
        let run = &self.raw[at..at + len];
        let before = self.raw[..at].chars().next_back().filter(|_| at > 0);
        let next = self.raw[at + len..end].chars().next();
        let alphanumeric = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let space = |c: Option<char>| c.is_none_or(char::is_whitespace);
        let literal = run.bytes().all(|b| b == b'_') && (alphanumeric(before) && alphanumeric(next) || len > 3)
            || len == 1 && space(before) && space(next);
        if literal {
            for offset in 0..len {
                self.out.push(run.as_bytes()[offset] as char, at + offset);
            }
        } else if !(len >= 4 && self.open.is_some() && run.bytes().all(|b| b == b'*') && len % 4 == 0) {
            self.toggle();
        } else {
            self.toggle_off();
        }
        at + len
    }

    fn toggle(&mut self) {
        if self.open.is_some() {
            self.toggle_off();
        } else {
            self.open = Some(self.out.plain.len() as u32);
        }
    }

    fn toggle_off(&mut self) {
        if let Some(start) = self.open.take() {
            let end = self.out.plain.len() as u32;
            if start < end {
                self.out.strong.push((start, end));
            }
        }
    }

    fn image(&mut self, at: usize, end: usize) -> usize {
        match closing(self.raw, at + 1, end) {
            Some(close) if self.raw[close + 1..end].starts_with('(') => skip_address(self.raw, close + 1, end),
            _ => {
                self.out.push('!', at);
                at + 1
            }
        }
    }

    fn open_link(&mut self, at: usize) -> usize {
        match closing(self.raw, at, self.end) {
            Some(close) if self.raw[close + 1..self.end].starts_with(['(', '[']) => {
                self.link_ends.push(close);
            }
            _ => self.out.push('[', at),
        }
        at + 1
    }

    fn tag(&mut self, at: usize, end: usize) -> usize {
        let rest = &self.raw[at..end];
        let name = rest[1..].trim_start_matches('/');
        if rest.starts_with("<!--") {
            return rest.find("-->").map_or(end, |close| at + close + 3);
        }
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            self.out.push('<', at);
            return at + 1;
        }
        let reach = floor(self.raw, (at + REACH).min(end));
        let Some(close) = self.raw[at..reach].find('>') else {
            self.out.push('<', at);
            return at + 1;
        };
        let lower = name.get(..6.min(name.len())).unwrap_or_default().to_ascii_lowercase();
        let word: String = lower.chars().take_while(char::is_ascii_alphanumeric).collect();
        match word.as_str() {
            "br" => self.out.break_here(at),
            "strong" | "b" | "em" | "i" => self.toggle(),
            "http" | "https" | "mailto" => {
                for (offset, c) in self.raw[at + 1..at + close].char_indices() {
                    self.out.push(c, at + 1 + offset);
                }
            }
            _ => {}
        }
        at + close + 1
    }

    fn entity(&mut self, at: usize, end: usize) -> usize {
        match decode_entity(&self.raw[at..end]) {
            Some((c, len)) => {
                self.out.push(c, at);
                at + len
            }
            None => {
                self.out.push('&', at);
                at + 1
            }
        }
    }
}

fn floor(raw: &str, mut at: usize) -> usize {
    while !raw.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The `]` that closes the bracket at `open`.
fn closing(raw: &str, open: usize, end: usize) -> Option<usize> {
    let mut depth = 0;
    for (offset, b) in raw.as_bytes()[open..end].iter().take(REACH).enumerate() {
        match b {
            b'[' => depth += 1,
            b']' => {
                depth -= 1;
                if depth == 0 {
                    return Some(open + offset);
                }
            }
            _ => {}
        }
    }
    None
}

/// Skips `(address)` or `[reference]`.
fn skip_address(raw: &str, at: usize, end: usize) -> usize {
    let bytes = &raw.as_bytes()[at..end];
    let (open, close) = match bytes.first() {
        Some(b'(') => (b'(', b')'),
        Some(b'[') => (b'[', b']'),
        _ => return at,
    };
    let mut depth = 0;
    for (offset, &b) in bytes.iter().take(REACH).enumerate() {
        if b == open {
            depth += 1;
        } else if b == close {
            depth -= 1;
            if depth == 0 {
                return at + offset + 1;
            }
        }
    }
    at
}

/// The character that an entity at the start of the text stands for, and the entity's length.
pub(super) fn decode_entity(text: &str) -> Option<(char, usize)> {
    let close = text.bytes().take(12).position(|b| b == b';')?;
    let name = text.get(1..close)?;
    let c = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => ' ',
        "rsquo" => '’',
        "lsquo" => '‘',
        "rdquo" => '”',
        "ldquo" => '“',
        "ndash" => '–',
        "mdash" => '—',
        "hellip" => '…',
        "bull" | "middot" => '•',
        "copy" => '©',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)?
        }
    };
    Some((c, close + 1))
}
