//! The blocks of a report: what HTML and Markdown both can say.

use super::graph::Graph;

/// Where the words of a cell come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Origin {
    /// A document says it.
    Stated,
    /// An annotation or policy.toml alone says it.
    Claimed,
    /// It was read off the code.
    Seen,
    /// Nobody says it.
    Nothing,
}

impl Origin {
    /// The word.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Stated => "stated",
            Self::Claimed => "claimed",
            Self::Seen => "seen",
            Self::Nothing => "",
        }
    }
}

/// A piece of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Inline {
    /// Words.
    Text(String),
    /// Words that matter.
    Strong(String),
    /// A name of the code or of the policy.
    Code(String),
    /// The statement's words.
    Quote(String),
    /// A code place.
    Place(String, u32),
    /// A link to a heading, row or block of this report.
    Ref(String, String),
    /// Where the words before it come from.
    Origin(Origin),
    /// A line break.
    Break,
}

/// What is read as one: a cell, a paragraph, an item.
pub(super) type Line = Vec<Inline>;

/// A row of a table.
#[derive(Debug, Clone, Default)]
pub(super) struct Row {
    /// Where links lead.
    pub(super) id: Option<String>,
    /// Its cells; the first is its head.
    pub(super) cells: Vec<Line>,
    /// It stands out.
    pub(super) alarm: bool,
}

/// A table.
#[derive(Debug, Clone, Default)]
pub(super) struct Table {
    /// What it shows, for people who cannot see it.
    pub(super) caption: String,
    /// Titles of columns.
    pub(super) head: Vec<String>,
    /// Rows.
    pub(super) rows: Vec<Row>,
}

/// A number with what it counts.
#[derive(Debug, Clone)]
pub(super) struct Figure {
    /// What is counted.
    pub(super) label: String,
    /// How many.
    pub(super) number: usize,
    /// Of how many, with their name; empty where it is no part.
    pub(super) of: String,
    /// Where the evidence is.
    pub(super) href: Option<&'static str>,
    /// It wants to be looked at.
    pub(super) alarm: bool,
}

/// A block.
#[derive(Debug, Clone)]
pub(super) enum Block {
    /// Level, id, words.
    Heading(u8, String, String),
    /// A paragraph.
    Para(Line),
    /// A box: good or not.
    Box(bool, Vec<Line>),
    /// Numbers that matter.
    Figures(Vec<Figure>),
    /// Items.
    List(Vec<Line>),
    /// A table.
    Table(Table),
    /// What can be opened: id, head, body.
    Details(String, Line, Vec<Block>),
    /// The picture of the flows.
    Picture(Graph),
}

/// Words.
pub(super) fn t(words: impl Into<String>) -> Inline {
    Inline::Text(words.into())
}

/// A name.
pub(super) fn code(name: impl Into<String>) -> Inline {
    Inline::Code(name.into())
}

/// Words in a line of their own.
pub(super) fn line(words: impl Into<String>) -> Line {
    vec![t(words)]
}

/// Words and where they come from.
pub(super) fn said(words: impl Into<String>, origin: Origin) -> Line {
    vec![t(words), Inline::Origin(origin)]
}

/// Words of a message, what stands between backticks as names.
pub(super) fn spoken(words: &str) -> Line {
    let parts = words.split('`').enumerate().filter(|(_, part)| !part.is_empty());
    if words.matches('`').count() % 2 == 1 {
        return line(words);
    }
    parts.map(|(at, part)| if at % 2 == 1 { code(part) } else { t(part) }).collect()
}

/// Words, with everyone who says them.
pub(super) fn said_by(words: impl Into<String>, origins: impl IntoIterator<Item = Origin>) -> Line {
    std::iter::once(t(words)).chain(origins.into_iter().map(Inline::Origin)).collect()
}

/// Lines below each other; what is said when there is none.
pub(super) fn stacked(lines: Vec<Line>, nothing: impl Into<String>) -> Line {
    if lines.is_empty() { line(nothing) } else { joined(lines, "\n") }
}

/// A code place.
pub(super) fn place(path: &str, line: u32) -> Inline {
    Inline::Place(path.to_string(), line)
}

/// Lines joined by a separator.
pub(super) fn joined(lines: Vec<Line>, separator: &str) -> Line {
    let mut out = Vec::new();
    for (i, line) in lines.into_iter().enumerate() {
        if i > 0 {
            out.push(if separator == "\n" { Inline::Break } else { t(separator) });
        }
        out.extend(line);
    }
    out
}

/// An id that links can name: letters, digits and dashes, never twice for two names that differ in them.
pub(super) fn slug(kind: &str, name: &str) -> String {
    let mut out = format!("{kind}-");
    let mut odd = false;
    for c in name.chars() {
        if c.is_ascii_alphanumeric() || c == '-' {
            out.push(c);
        } else {
            out.push('-');
            odd |= c != '.' && c != '_';
        }
    }
    if odd {
        out.push_str(&format!("-{}", &blake3::hash(name.as_bytes()).to_hex()[..8]));
    }
    out
}

/// A table.
pub(super) fn table(caption: &str, head: &[&str], rows: Vec<Row>) -> Block {
    Block::Table(Table { caption: caption.to_string(), head: head.iter().map(ToString::to_string).collect(), rows })
}

/// A row without id.
pub(super) fn row(cells: Vec<Line>) -> Row {
    Row { id: None, cells, alarm: false }
}

/// A line as plain text, with where its words come from.
pub(super) fn words(line: &Line) -> String {
    let mut out = String::new();
    for inline in line {
        match inline {
            Inline::Text(text) | Inline::Strong(text) | Inline::Code(text) | Inline::Ref(_, text) => out.push_str(text),
            Inline::Quote(text) => out.push_str(&format!("“{text}”")),
            Inline::Place(path, line) => out.push_str(&format!("{path}:{line}")),
            Inline::Origin(origin) if origin.word().is_empty() => {}
            Inline::Origin(origin) => out.push_str(&format!(" [{}]", origin.word())),
            Inline::Break => out.push_str("; "),
        }
    }
    out
}
