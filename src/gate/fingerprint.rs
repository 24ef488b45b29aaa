//! The identity of a finding: what it is about, never where its line is.
//!
//! `v1` = the first 16 hex digits of BLAKE3 over `v1`, the lint, the item path, the category or key, and the message,
//! each ended by a zero byte, and the number of equal ones before it in the same file order.

use crate::model::finding::Finding;
use rustc_hash::FxHashMap;

/// Writes the fingerprint of each finding that has none.
pub fn stamp(findings: &mut [Finding]) {
    let mut seen: FxHashMap<String, usize> = FxHashMap::default();
    for finding in findings.iter_mut().filter(|finding| finding.fingerprint.is_empty()) {
        let about = finding.key.as_deref().or(finding.category.as_deref()).unwrap_or_default();
        let whole = identity(&[&finding.lint, &finding.item, about, &finding.message]);
        let ordinal = seen.entry(whole.clone()).or_default();
        finding.fingerprint = if *ordinal == 0 { whole } else { identity(&[&whole, &ordinal.to_string()]) };
        *ordinal += 1;
    }
}

fn identity(parts: &[&str]) -> String {
    let mut hasher = blake3::Hasher::new();
    for part in std::iter::once(&"v1").chain(parts) {
        hasher.update(part.as_bytes());
        hasher.update(&[0]);
    }
    hasher.finalize().to_hex()[..16].to_owned()
}
