//! The text that a policy was derived of and the text of today come in; where they differ although no entry is anchored
//! there goes out: what no cue reads may matter to a reader all the same.

use super::drift::Drift;
use super::read::Statement;
use rustc_hash::{FxHashMap, FxHashSet};

/// Passages that read differently and that no entry rests on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unanchored {
    /// Lines of those that are new or changed.
    pub lines: Vec<u32>,
    /// How many are gone without another in their place.
    pub gone: usize,
}

/// Compares two versions of a text by their words: what only looks different is the same.
pub fn unanchored(earlier: &Statement, today: &Statement, drifts: &[Drift]) -> Unanchored {
    let mut open: FxHashMap<String, usize> = FxHashMap::default();
    for block in worded(earlier) {
        *open.entry(earlier.digest(block)).or_default() += 1;
    }
    let held: FxHashSet<usize> = drifts.iter().filter_map(|drift| drift.block).collect();
    let mut lines = Vec::new();
    for block in worded(today) {
        match open.get_mut(&today.digest(block)) {
            Some(left) if *left > 0 => *left -= 1,
            _ if held.contains(&block) => {}
            _ => lines.push(today.line(today.blocks[block].span.start)),
        }
    }
    for digest in drifts.iter().filter_map(|drift| drift.digest.as_ref()) {
        open.remove(digest);
    }
    let removed: usize = open.values().sum();
    let gone = removed.saturating_sub(lines.len());
    Unanchored { lines, gone }
}

/// Blocks that have words of their own.
fn worded(statement: &Statement) -> impl Iterator<Item = usize> + '_ {
    // `{{< lastmod >}}` is filled in where the page is made, and says nothing here.
    let tag = |words: &str| {
        (words.starts_with("{{") && words.ends_with("}}")) || (words.starts_with("{%") && words.ends_with("%}"))
    };
    (0..statement.blocks.len()).filter(move |&block| {
        let words = statement.words(block);
        let words = words.trim();
        !words.is_empty() && !tag(words)
    })
}
