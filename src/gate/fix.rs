//! Findings with suggested edits and the texts they speak of come in; the edited texts go out.
//!
//! Only edits that need no person are made; of two that overlap, the first.

use crate::model::finding::{Finding, Fix};
use std::collections::BTreeMap;

/// The edits of each file that may be made without a person, from top to bottom, none over another.
pub fn edits(findings: &[Finding]) -> BTreeMap<String, Vec<Fix>> {
    let mut by_file: BTreeMap<String, Vec<Fix>> = BTreeMap::new();
    for fix in findings.iter().filter_map(|finding| finding.fix.as_ref()).filter(|fix| fix.machine_applicable) {
        by_file.entry(fix.path.clone()).or_default().push(fix.clone());
    }
    for fixes in by_file.values_mut() {
        fixes.sort_by(|a, b| (a.start, a.end, &a.replacement).cmp(&(b.start, b.end, &b.replacement)));
        let mut free = 0;
        let mut first = true;
        fixes.retain(|fix| {
            // Two insertions at one place are one edit said twice, or two that do not agree.
            let fits =
                fix.start <= fix.end && (first || fix.start > free || (fix.start == free && fix.end > fix.start));
            if fits {
                free = fix.end;
                first = false;
            }
            fits
        });
    }
    by_file
}

/// A text with edits made; `None` when one of them does not lie on characters of the text.
pub fn apply(text: &str, fixes: &[Fix]) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for fix in fixes {
        let (start, end) = (fix.start as usize, fix.end as usize);
        out.push_str(text.get(at..start)?);
        text.get(start..end)?;
        out.push_str(&fix.replacement);
        at = end;
    }
    out.push_str(text.get(at..)?);
    Some(out)
}
