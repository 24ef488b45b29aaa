//! A block's text comes in; sixteen hex digits that survive new emphasis, markers and wrapping go out.

use sha2::{Digest, Sha256};

/// SHA-256 of the block without emphasis, list markers and superfluous white space; its first 16 hex digits.
pub fn block_digest(block: &str) -> String {
    let hash = Sha256::digest(normalised(block).as_bytes());
    hash[..8].iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The words that a block's digest is taken of.
pub fn normalised(block: &str) -> String {
    let unmarked = strip_markers(block.trim());
    let plain: String = unmarked.chars().filter(|c| !matches!(c, '*' | '_' | '`')).collect();
    let words: Vec<&str> = plain.split_whitespace().collect();
    words.join(" ")
}

fn strip_markers(block: &str) -> &str {
    let rest = block.trim_start_matches(['-', '*', '+', '•', '>', '#']).trim_start();
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    match rest[digits..].strip_prefix(['.', ')']) {
        Some(after) if (1..=3).contains(&digits) && after.starts_with(' ') => after.trim_start(),
        _ => rest,
    }
}
