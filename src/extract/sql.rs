//! SQL text in, its tables out.

use crate::model::fact::FileFacts;
use crate::model::place::LineTable;

/// Reads an SQL file.
pub fn sql(bytes: &[u8]) -> FileFacts {
    let (text, gaps) = super::text_of(bytes);
    let digest = blake3::hash(bytes).to_hex().to_string();
    FileFacts { names: vec!["".into()], gaps, lines: LineTable::new(&text), digest, ..FileFacts::default() }
}
