//! A file's name and bytes come in; a statement, or the problem that keeps it from being read, goes out.

use super::block::{Block, Kind, Quote, Text};
use super::builder::Builder;
use super::sentence::sentences;
use super::{digest, html, markdown};
use crate::model::finding::Problem;
use crate::model::place::LineTable;
use sha2::{Digest, Sha256};
use std::ops::Range;
use std::sync::OnceLock;

/// Largest statement that is read: offsets are 32 bits.
const MOST_BYTES: usize = 512 * 1024 * 1024;

/// How a statement is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Format {
    Markdown,
    Html,
    Plain,
}

/// A statement: its text and the blocks it consists of.
#[derive(Debug, Clone)]
pub struct Statement {
    /// Its file, as shown.
    pub name: String,
    /// Its text as it stands, decoded.
    pub text: String,
    /// How it is written.
    pub format: Format,
    /// Its blocks in the order of the text.
    pub blocks: Vec<Block>,
    /// SHA-256 of its bytes, hex.
    pub sha256: String,
    lines: LineTable,
    children: Vec<Vec<usize>>,
    /// Digest of each block, once it was asked for: many entries can rest on one long block.
    digests: Vec<OnceLock<String>>,
    /// Last sentence of each block that introduces others, likewise.
    last_sentences: Vec<OnceLock<Range<usize>>>,
}

/// Reads a statement; its format shows in its name, or else in its text.
pub fn read(name: &str, bytes: &[u8]) -> Result<Statement, Problem> {
    let text = decode(bytes).map_err(|(message, help)| Problem::new(message, help).at(name))?;
    let format = format_of(name, &text);
    let sha256 = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    let blocks = {
        let mut builder = Builder::new(&text, marked_headings(&text, format) < 3);
        match format {
            Format::Html => html::read(&mut builder, 0..text.len(), None),
            Format::Markdown => markdown::read(&mut builder, false),
            Format::Plain => markdown::read(&mut builder, true),
        }
        builder.blocks
    };
    let mut children = vec![Vec::new(); blocks.len()];
    for (index, block) in blocks.iter().enumerate() {
        if let Some(parent) = block.parent {
            children[parent].push(index);
        }
    }
    let lines = LineTable::new(&text);
    let digests = vec![OnceLock::new(); blocks.len()];
    let last_sentences = vec![OnceLock::new(); blocks.len()];
    Ok(Statement { name: name.to_string(), text, format, blocks, sha256, lines, children, digests, last_sentences })
}

/// How many headings a text marks as such, as far as it matters.
fn marked_headings(text: &str, format: Format) -> usize {
    let marks = |line: &&str| match format {
        Format::Html => line
            .as_bytes()
            .windows(3)
            .any(|tag| tag[0] == b'<' && tag[1].eq_ignore_ascii_case(&b'h') && (b'1'..=b'6').contains(&tag[2])),
        _ => line.starts_with('#'),
    };
    let mut above = "";
    let underlined = |line: &str, above: &str| {
        let line = line.trim_end();
        let mark = line.chars().next().is_some_and(|mark| matches!(mark, '=' | '-') && line.chars().all(|c| c == mark));
        format != Format::Html && line.len() >= 3 && mark && above.starts_with(char::is_alphanumeric)
    };
    let marked = text.lines().filter(|line| {
        let heading = marks(line) || underlined(line, above);
        above = line;
        heading
    });
    marked.take(3).count()
}

impl Statement {
    /// Blocks that stand inside a block.
    pub fn children(&self, block: usize) -> &[usize] {
        &self.children[block]
    }

    /// 1-based line of a raw offset.
    pub fn line(&self, offset: u32) -> u32 {
        self.lines.line(offset)
    }

    /// 1-based line and column of a raw offset.
    pub fn line_column(&self, offset: u32) -> (u32, u32) {
        self.lines.line_column(offset)
    }

    /// The quote of a range of a text.
    pub fn quote(&self, text: &Text, from: usize, to: usize) -> Quote {
        super::block::quote(&self.text, |offset| self.line(offset), text, from, to)
    }

    /// The words of a block; of a row, all its cells.
    pub fn words(&self, block: usize) -> String {
        let block = &self.blocks[block];
        match block.kind {
            Kind::Row { .. } => {
                let cells: Vec<&str> = block.cells.iter().map(|cell| cell.plain.as_str()).collect();
                cells.join(" | ")
            }
            _ => block.text.plain.clone(),
        }
    }

    /// The digest of a block.
    pub fn digest(&self, block: usize) -> String {
        self.digests[block].get_or_init(|| digest::block_digest(&self.words(block))).clone()
    }

    /// The last sentence of a block: of a lead-in, the one that introduces.
    pub fn last_sentence(&self, block: usize) -> &str {
        let plain = &self.blocks[block].text.plain;
        let last = || sentences(plain).last().map_or(0..0, |&(from, to)| from..to);
        &plain[self.last_sentences[block].get_or_init(last).clone()]
    }

    /// The headings over a block, outermost first.
    pub fn headings(&self, block: usize) -> Vec<usize> {
        let mut path = Vec::new();
        let mut at = self.blocks[block].heading;
        while let Some(heading) = at {
            path.push(heading);
            at = self.blocks[heading].heading;
        }
        path.reverse();
        path
    }

    /// The headings over a block, joined as anchors show them.
    pub fn heading_path(&self, block: usize) -> Option<String> {
        let path: Vec<&str> = self.headings(block).iter().map(|&at| self.blocks[at].text.plain.as_str()).collect();
        (!path.is_empty()).then(|| path.join(" / "))
    }

    /// The block that introduces a block: the item it stands in, or the paragraph above its list.
    pub fn introduced_by(&self, block: usize) -> Option<usize> {
        self.blocks[block].lead.or(self.blocks[block].parent)
    }
}

type Refusal = (&'static str, &'static str);

fn decode(bytes: &[u8]) -> Result<String, Refusal> {
    if bytes.len() > MOST_BYTES {
        return Err(("the statement is larger than 512 MiB", "give the file that holds the privacy statement alone"));
    }
    let utf16 = |unit: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes[2..].chunks_exact(2).map(|pair| unit([pair[0], pair[1]])).collect();
        String::from_utf16(&units)
            .map_err(|_| ("the statement begins like UTF-16 but is not", "save the statement as UTF-8"))
    };
    if bytes.starts_with(&[0xff, 0xfe]) {
        return utf16(u16::from_le_bytes);
    }
    if bytes.starts_with(&[0xfe, 0xff]) {
        return utf16(u16::from_be_bytes);
    }
    if memchr::memchr(0, bytes).is_some() {
        return Err(("the statement is a binary file", "give Markdown, HTML or plain text"));
    }
    let text = std::str::from_utf8(bytes)
        .map_err(|_| ("the statement's encoding is not known: it is no UTF-8", "save the statement as UTF-8"))?;
    if text.trim_start_matches('\u{feff}').trim().is_empty() {
        return Err(("the statement is empty", "give the file that holds the privacy statement"));
    }
    Ok(text.to_string())
}

fn format_of(name: &str, text: &str) -> Format {
    let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
    let start = text.trim_start_matches('\u{feff}').trim_start();
    let head = start.get(..20.min(start.len())).unwrap_or_default().to_ascii_lowercase();
    match extension.as_deref() {
        Some("html" | "htm" | "xhtml" | "hbs" | "erb" | "ejs" | "php") => Format::Html,
        _ if head.starts_with("<!doctype") || head.starts_with("<html") => Format::Html,
        Some("txt" | "text") => Format::Plain,
        _ => Format::Markdown,
    }
}
