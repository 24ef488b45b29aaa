//! A finding comes in, its identity goes out: what it is about, never on which line it stands.
//!
//! The exact fingerprint is the first 16 hex digits of BLAKE3 over `v1`, the lint, the item path, the category or
//! key, and the words that the message quotes (not its prose, which may be reworded), each ended by a zero byte; a
//! twin gets the number of equal ones before it in the same order of files. The second fingerprint leaves out the
//! crate, the modules and the file, so that moved code pairs after exact pairs are taken; twins share it.

use crate::model::finding::Finding;
use rustc_hash::FxHashMap;

/// Writes the fingerprint of each finding that has none.
pub fn stamp(findings: &mut [Finding]) {
    let mut seen: FxHashMap<String, usize> = FxHashMap::default();
    for finding in findings.iter_mut().filter(|finding| finding.fingerprint.is_empty()) {
        let whole = identity(finding, &finding.item);
        let ordinal = seen.entry(whole.clone()).or_default();
        finding.fingerprint = if *ordinal == 0 { whole } else { digest(&[&whole, &ordinal.to_string()]) };
        *ordinal += 1;
    }
}

/// The second fingerprint: the same wherever the item is moved.
pub fn moved(finding: &Finding) -> String {
    identity(finding, without_place(&finding.item))
}

fn identity(finding: &Finding, item: &str) -> String {
    let about = finding.key.as_deref().or(finding.category.as_deref()).unwrap_or_default();
    digest(&[&finding.lint, item, about, &words(&finding.message).join("\u{1}")])
}

/// The words that a message quotes; where it quotes none, those that hold no digit.
pub(super) fn words(message: &str) -> Vec<&str> {
    let quoted: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    if !quoted.is_empty() {
        return quoted;
    }
    message.split_whitespace().filter(|word| !word.bytes().any(|byte| byte.is_ascii_digit())).collect()
}

/// An item path from its type on, or its last name; nothing for the path of a file.
pub(super) fn without_place(item: &str) -> &str {
    if !item.contains("::") {
        let is_file = item.contains('/') || [".rs", ".sql", ".toml"].iter().any(|ending| item.ends_with(ending));
        return if is_file { "" } else { item };
    }
    let mut rest = item;
    while let Some((first, after)) = rest.split_once("::") {
        // Types begin with a capital; crates and modules do not.
        if first.trim_start_matches(['<', '&', '_']).starts_with(|c: char| c.is_uppercase()) {
            break;
        }
        rest = after;
    }
    rest
}

fn digest(parts: &[&str]) -> String {
    let mut hasher = blake3::Hasher::new();
    for part in std::iter::once(&"v1").chain(parts) {
        hasher.update(part.as_bytes());
        hasher.update(&[0]);
    }
    hasher.finalize().to_hex()[..16].to_owned()
}
