//! The bytes of one file in, its `FileFacts` out. The only home of `syn`; knows no rules and no policy, never
//! fails: what cannot be read is a gap.

mod depth;
mod fallback;
mod fast;
mod intern;
mod lower;
mod macros;
pub mod marks;
mod parse;
mod pool;
mod sql;

use crate::model::fact::{FactGap, FileFacts};
use crate::model::place::{LineTable, Span};
use lower::Lower;
use std::borrow::Cow;

pub use pool::{all, each, one, side_by_side};
pub use sql::{Column, Table, sql, tables_in};

/// Reads a Rust file.
pub fn rust(bytes: &[u8]) -> FileFacts {
    depth::on_enough_stack(|| read(bytes))
}

fn read(bytes: &[u8]) -> FileFacts {
    let (text, gaps) = text_of(bytes);
    let code = parse::without_head(&text);
    let facts = through_tokens(&code).unwrap_or_else(|_| through_syn(&code));
    finished(bytes, &text, facts, gaps)
}

/// The same by `syn` alone, which is the judge of what a file says.
pub fn by_syn(bytes: &[u8]) -> FileFacts {
    depth::on_enough_stack(|| {
        let (text, gaps) = text_of(bytes);
        finished(bytes, &text, through_syn(&parse::without_head(&text)), gaps)
    })
}

/// The same from tokens alone; why not, where a file is left to `syn`.
pub fn by_tokens(bytes: &[u8]) -> Result<FileFacts, &'static str> {
    depth::on_enough_stack(|| {
        let (text, gaps) = text_of(bytes);
        let facts = through_tokens(&parse::without_head(&text)).map_err(|declined| declined.0)?;
        Ok(finished(bytes, &text, facts, gaps))
    })
}

fn through_tokens(code: &str) -> Result<FileFacts, fast::Declined> {
    if marks::any(code) {
        return Err(fast::Declined("it holds annotations"));
    }
    let facts = fast::file(code);
    proc_macro2::extra::invalidate_current_thread_spans();
    facts
}

fn through_syn(code: &str) -> FileFacts {
    let mut lower = Lower::new(code);
    let parsed = parse::file(code, &|span| lower.at(span));
    lower.test = parsed.is_test();
    lower.items(&parsed.items);
    let marks = marks::read(code, &parsed.items, &|span| lower.at(span));
    let mut facts = lower.finish();
    proc_macro2::extra::invalidate_current_thread_spans();
    let mut gaps = parsed.gaps;
    gaps.append(&mut facts.gaps);
    (facts.gaps, facts.marks) = (gaps, marks);
    facts
}

/// What is known of a file whatever it says; `gaps` are those of its bytes.
fn finished(bytes: &[u8], text: &str, mut facts: FileFacts, mut gaps: Vec<FactGap>) -> FileFacts {
    gaps.append(&mut facts.gaps);
    gaps.sort_by_key(|gap| gap.span);
    facts.gaps = gaps;
    facts.lines = LineTable::new(text);
    facts.digest = blake3::hash(bytes).to_hex().to_string();
    facts
}

/// The text of a file; each byte that is no UTF-8 becomes one `?`, so that places stay those of the disk.
fn text_of(bytes: &[u8]) -> (Cow<'_, str>, Vec<FactGap>) {
    let mut gaps = Vec::new();
    if let Ok(text) = std::str::from_utf8(bytes) {
        return (Cow::Borrowed(text), gaps);
    }
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        let start = text.len();
        text.extend(chunk.invalid().iter().map(|_| '?'));
        if start < text.len() && gaps.is_empty() {
            let reason = "bytes that are no UTF-8; the text around them was read".to_string();
            gaps.push(FactGap { span: Span::new(start, text.len()), reason, whole_file: false });
        }
    }
    (Cow::Owned(text), gaps)
}
