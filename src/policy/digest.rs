//! Bytes or a block of a statement come in, a digest goes out.

use sha2::{Digest, Sha256};

/// SHA-256 in lower-case hex.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The digest that an anchor keeps of the block (the paragraph, the list item) around its quote: the first 16 hex
/// digits of the SHA-256 of its words. Emphasis, list markers and white space do not count, every word does.
pub fn block_digest(text_of_block: &str) -> String {
    let mut digest = sha256(normalised(text_of_block).as_bytes());
    digest.truncate(16);
    digest
}

/// The words of a block: without `*` and `_`, without list and heading markers before it, single spaces between.
pub fn normalised(text_of_block: &str) -> String {
    let bare: String = text_of_block.chars().filter(|c| !matches!(c, '*' | '_')).collect();
    let words: Vec<&str> = bare.split_whitespace().collect();
    let is_marker = |word: &str| {
        matches!(word, "-" | "+" | "•" | "·") || {
            let number = word.strip_suffix(['.', ')']).unwrap_or("");
            !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
        }
    };
    let from = usize::from(words.len() > 1 && words.first().is_some_and(|word| is_marker(word)));
    words.get(from..).unwrap_or_default().join(" ")
}
