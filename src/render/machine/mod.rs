//! A run comes in, documents for programs go out: complete, and valid even when there is no verdict.

pub mod cargo;
pub mod contract;
pub mod github;
pub mod gitlab;
pub mod json;
pub mod sarif;
pub mod terms;

use crate::model::place::Region;

/// The region as formats with 1-based lines and columns want it, also where no place is known.
pub(crate) fn shown(region: Region) -> Region {
    let line = region.line.max(1);
    let column = region.column.max(1);
    let end_line = region.end_line.max(line);
    let end_column = if end_line == line { region.end_column.max(column + 1) } else { region.end_column.max(1) };
    Region { line, column, end_line, end_column }
}

/// A path as a relative URI: percent-encoded, so that no name is taken for a scheme, a query or a host.
pub(crate) fn uri(path: &str) -> String {
    let mut out = String::new();
    for byte in path.trim_start_matches("./").bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    // `//host` would name another machine.
    if out.starts_with('/') { format!(".{out}") } else { out }
}
