//! Blocks come in one by one, as a reader finds them; a list of blocks that know what they stand under goes out.

use super::block::{Block, Kind, Text};
use super::role::{Role, heading_role};
use super::sentence::{folded, says};
use crate::model::place::Span;
use rustc_hash::FxHashMap;

/// Longest a line may be that is a heading by its shape alone.
const HEADING_WORDS: usize = 12;

/// Collects blocks for the readers of all formats.
pub(super) struct Builder<'a> {
    /// The raw text.
    pub raw: &'a str,
    /// What was found so far.
    pub blocks: Vec<Block>,
    /// Whether a short line by itself is a heading: where a text marks none.
    pub bare_headings: bool,
    headings: Vec<(u8, usize, String)>,
    last_child: FxHashMap<Option<usize>, usize>,
    tables: u32,
    /// The last paragraph that was taken for a member of a list.
    member: Option<usize>,
}

impl<'a> Builder<'a> {
    /// An empty list for a text.
    pub(super) fn new(raw: &'a str, bare_headings: bool) -> Self {
        let (headings, last_child) = Default::default();
        Self { raw, blocks: Vec::new(), bare_headings, headings, last_child, tables: 0, member: None }
    }

    /// Adds a heading.
    pub(super) fn heading(&mut self, level: u8, text: Text, span: Span) {
        if text.is_empty() {
            return;
        }
        // "2.2.1" stands under "2.2", whatever the marks say.
        let number = number(&text.plain);
        let above = |open: &(u8, usize, String)| {
            let numbered =
                !open.2.is_empty() && number.len() > open.2.len() && number.starts_with(&format!("{}.", open.2));
            numbered
                || open.0 < level
                    && (open.2.is_empty() || number.is_empty() || !number.contains('.') || !open.2.contains('.'))
        };
        while self.headings.last().is_some_and(|open| !above(open)) {
            self.headings.pop();
        }
        let index = self.add(Kind::Heading(level), text, Vec::new(), None, span);
        self.headings.push((level, index, number));
        self.last_child.clear();
    }

    /// Adds a paragraph, or the heading that its shape says it is.
    pub(super) fn paragraph(&mut self, parent: Option<usize>, text: Text, span: Span) {
        if text.is_empty() {
            return;
        }
        if parent.is_none() && self.bare_headings && self.goes_on(&text) && bare_heading(self.raw, &text, span) {
            self.item(parent, text, span);
            return;
        }
        if parent.is_none() && (is_numbered_member(&text) || is_lettered_member(&text) && !all_strong(&text)) {
            self.item(parent, text, span);
            return;
        }
        if parent.is_none() && self.is_next_member(&text) {
            self.item(parent, text, span);
            self.member = self.blocks.len().checked_sub(1);
            return;
        }
        if parent.is_none() && !self.bare_headings && is_title(self.raw, &text, span) {
            return self.heading(2, text, span);
        }
        if parent.is_none() && (all_strong(&text) || self.bare_headings && bare_heading(self.raw, &text, span)) {
            // "TYPES OF INFORMATION WE COLLECT" stands above "Aggregate information", both of them strong.
            let shouts = text.plain.chars().any(char::is_alphabetic) && !text.plain.contains(char::is_lowercase);
            return self.heading(if shouts { 6 } else { 7 }, text, span);
        }
        let index = self.add(Kind::Paragraph, text, Vec::new(), parent, span);
        self.last_child.insert(parent, index);
    }

    /// "Marketing: to send you news; and": a paragraph after a colon that ends as a member of a list does, and the one
    /// behind such a member.
    fn is_next_member(&self, text: &Text) -> bool {
        let goes_on = |plain: &str| [";", "; and", "; or"].iter().any(|end| plain.trim_end().ends_with(end));
        let Some(&above) = self.last_child.get(&None) else { return false };
        match self.blocks[above].kind {
            Kind::Paragraph => {
                self.blocks[above].text.plain.trim_end().ends_with(':') && goes_on(&text.plain) && !all_strong(text)
            }
            Kind::Item => self.member == Some(above) && goes_on(&self.blocks[above].text.plain),
            _ => false,
        }
    }

    /// Whether a short line stands in a list that nobody marked: after a colon, and about nothing else.
    fn goes_on(&self, text: &Text) -> bool {
        let opened = self.last_child.get(&None).is_some_and(|&above| match self.blocks[above].kind {
            Kind::Paragraph => self.blocks[above].text.plain.trim_end().ends_with(':'),
            Kind::Item => self.blocks[above].lead.is_some(),
            _ => false,
        });
        opened && !text.plain.starts_with(|c: char| c.is_ascii_digit()) && heading_role(&text.plain) == Role::Neutral
    }

    /// Adds an item of a list.
    pub(super) fn item(&mut self, parent: Option<usize>, text: Text, span: Span) -> usize {
        let lead = self.lead(parent);
        let index = self.add(Kind::Item, text, Vec::new(), parent, span);
        self.blocks[index].lead = lead;
        self.last_child.insert(parent, index);
        index
    }

    /// Adds code.
    pub(super) fn code(&mut self, parent: Option<usize>, span: Span) {
        self.add(Kind::Code, Text::default(), Vec::new(), parent, span);
    }

    /// Begins a table.
    pub(super) fn table(&mut self) -> u32 {
        self.tables += 1;
        self.tables
    }

    /// Adds a row of the current table.
    pub(super) fn row(&mut self, parent: Option<usize>, head: bool, cells: Vec<Text>, span: Span) {
        let lead = self.lead(parent);
        let index = self.add(Kind::Row { table: self.tables, head }, Text::default(), cells, parent, span);
        self.blocks[index].lead = lead;
        self.last_child.insert(parent, index);
    }

    /// Whether the paragraph right above ends with a colon.
    pub(super) fn awaits_list(&self, parent: Option<usize>) -> bool {
        self.last_child.get(&parent).is_some_and(|&above| {
            self.blocks[above].kind == Kind::Paragraph && self.blocks[above].text.plain.trim_end().ends_with(':')
        })
    }

    /// The paragraph right above a list or table in the same container.
    fn lead(&self, parent: Option<usize>) -> Option<usize> {
        let &above = self.last_child.get(&parent)?;
        match self.blocks[above].kind {
            Kind::Paragraph => Some(above),
            Kind::Item | Kind::Row { .. } => self.blocks[above].lead,
            _ => None,
        }
    }

    fn add(&mut self, kind: Kind, text: Text, cells: Vec<Text>, parent: Option<usize>, span: Span) -> usize {
        let heading = self.headings.last().map(|open| open.1);
        let raw = self.raw[span.range()].trim();
        // "**[Cookies](#cookies)**", and not words that end with such a link.
        let inner = raw.trim_start_matches(|c: char| !c.is_alphabetic() && c != '[').trim_end_matches(['*', '_', ' ']);
        let contents_link = kind == Kind::Item
            && inner.starts_with('[')
            && inner.contains("](#")
            && inner.ends_with(')')
            && inner.matches("](").count() == 1;
        self.blocks.push(Block { kind, text, cells, parent, heading, lead: None, span, contents_link });
        self.blocks.len() - 1
    }
}

/// The number at the start of a heading: "2.2.1".
fn number(heading: &str) -> String {
    let end = heading.bytes().take_while(|b| b.is_ascii_digit() || *b == b'.').count();
    heading[..end].trim_end_matches('.').to_string()
}

/// "How We Use Your Information", on a line of its own in the case of a title: a heading that a text forgot to mark.
fn is_title(raw: &str, text: &Text, span: Span) -> bool {
    let plain = text.plain.as_str();
    let small = |word: &str| word.len() <= 3 || ["from", "with", "your", "when", "about", "into"].contains(&word);
    let titled = plain.split_whitespace().all(|word| small(word) || !word.starts_with(char::is_lowercase));
    let role =
        || matches!(heading_role(plain), Role::Collect | Role::Use | Role::Share | Role::Retention | Role::Other);
    titled && words(plain) >= 3 && bare_heading(raw, text, span) && role() || says_its_section(raw, text, span)
}

/// "Information we collect", "How we use and share information": a line of its own that says what its section is about.
fn says_its_section(raw: &str, text: &Text, span: Span) -> bool {
    let plain = text.plain.as_str();
    let folded = folded(plain);
    let starts = ["how we ", "information we ", "data we ", "what information ", "what data ", "personal data we "];
    (3..=8).contains(&words(plain))
        && bare_heading(raw, text, span)
        && starts.iter().any(|start| folded.trim_start().starts_with(start))
        && !says(&folded, &["is", "are", "may", "can", "will", "must", "should", "not"])
        && matches!(heading_role(plain), Role::Collect | Role::Use | Role::Share | Role::Retention)
}

/// "3.1.1 IP address;": a member of a list that numbers its paragraphs.
fn is_numbered_member(text: &Text) -> bool {
    let plain = text.plain.as_str();
    let number = number(plain);
    let short = words(plain) <= 24 && plain.trim_end().ends_with([';', ',']) || plain.trim_end().ends_with("; and");
    number.contains('.') && plain[number.len()..].trim_start_matches('.').starts_with(' ') && short
}

/// "(b) IP address", "(iv) respond to you": a member of a list that letters its paragraphs.
fn is_lettered_member(text: &Text) -> bool {
    let letters = text.plain.strip_prefix('(').and_then(|rest| rest.split_once(") "));
    letters.is_some_and(|(mark, rest)| {
        let roman = mark.bytes().all(|b| matches!(b, b'i' | b'v' | b'x'));
        let one = mark.len() == 1 && mark.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
        (one || roman && mark.len() <= 4) && words(rest) <= 60
    })
}

/// A question that is emphasised from end to end is a heading, also where it is numbered as an item.
pub(super) fn asks(text: &Text) -> bool {
    all_strong(text) && text.plain.ends_with('?')
}

/// A paragraph that is emphasised from end to end is a heading.
fn all_strong(text: &Text) -> bool {
    let covered = text.strong.len() == 1 && {
        let (from, to) = (text.strong[0].0 as usize, text.strong[0].1 as usize);
        from == 0 && text.plain[to..].trim_matches([':', '.', ' ']).is_empty()
    };
    covered && words(&text.plain) <= HEADING_WORDS && (!text.plain.ends_with('.') || titled(&text.plain))
}

/// "Payment Information.": its words are written as those of a title, and those of a sentence are not.
fn titled(plain: &str) -> bool {
    let long = |word: &&str| word.len() > 4 && word.starts_with(char::is_alphabetic);
    let mut long = plain.split_whitespace().filter(long).peekable();
    long.peek().is_some() && words(plain) <= 8 && long.all(|word| word.starts_with(char::is_uppercase))
}

/// A short line of its own without an end mark, in a text that marks no headings.
fn bare_heading(raw: &str, text: &Text, span: Span) -> bool {
    let plain = text.plain.as_str();
    let numbers = plain.split(|c: char| !c.is_ascii_digit()).any(|digits| digits.len() == 4);
    !raw[span.range()].trim().contains('\n')
        && text.strong.is_empty()
        && words(plain) <= if number(plain).is_empty() { 10 } else { HEADING_WORDS + 3 }
        && plain.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
        && !plain.ends_with(['.', ',', ':', ';', '!', ')', '：', '；'])
        && !plain.contains([':', '@', '|'])
        && !plain.contains("http")
        && !numbers
}

fn words(text: &str) -> usize {
    text.split_whitespace().count()
}
