//! A finding comes in, the exact line that would settle or silence it goes out.

use crate::model::finding::{Finding, Level};

/// Lints about data that only a pack saw: a person may say that it is not personal.
const DETECTED: [&str; 2] = ["undeclared_collection", "unannotated_collection"];

/// What to write, after what it does.
pub(super) struct Line {
    /// `settle it` or `silence it`.
    pub(super) does: &'static str,
    /// Where it goes, or nothing.
    pub(super) place: String,
    /// The line.
    pub(super) text: String,
}

/// The lines that would end a finding: the suggested edit, and the waiver its level allows.
pub(super) fn lines(finding: &Finding) -> Vec<Line> {
    let mut lines = Vec::new();
    if let Some(fix) = &finding.fix {
        let text = fix.replacement.trim();
        let (does, text) = if text.is_empty() { ("settle it: remove", "these words") } else { ("settle it", text) };
        if text.lines().count() == 1 {
            lines.push(Line { does, place: String::new(), text: text.to_string() });
        }
    }
    if let Some(text) = silence(finding) {
        let place = format!(" above line {}", finding.region.line.max(1));
        lines.push(Line { does: "silence it", place, text });
    }
    lines
}

fn silence(finding: &Finding) -> Option<String> {
    let sign = match finding.path.rsplit('.').next() {
        Some("rs") => "//",
        Some("sql") => "--",
        _ => return None,
    };
    if DETECTED.contains(&finding.lint.as_str()) {
        return Some(format!("{sign} PRIVACY: not personal: REASON"));
    }
    if finding.level == Level::Forbid {
        return None;
    }
    Some(format!("{sign} PRIVACY: allow {} by OWNER until YYYY-MM-DD: REASON", finding.lint))
}
