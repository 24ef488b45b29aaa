//! A finding comes in, the exact line that would settle or silence it goes out.

use crate::model::finding::{Finding, Level};

/// Lints about data that only a pack saw: a person may say that it is not personal.
const DETECTED: [&str; 2] = ["undeclared_collection", "unannotated_collection"];

/// What to write, after what it does.
pub(super) struct Line {
    /// What it does, and where it goes.
    pub(super) does: String,
    /// The line, or the lines of a longer edit.
    pub(super) text: String,
}

/// The lines that would end a finding: the suggested edit, and the waiver its level allows.
pub(super) fn lines(finding: &Finding) -> Vec<Line> {
    let mut lines = Vec::new();
    if let Some(fix) = &finding.fix {
        let text = fix.replacement.trim();
        // An edit that only removes, or that takes other lines along, is no line to write: its title says what it
        // does, and the help says so too where a person has to agree.
        let is_a_line = !text.is_empty() && !text.contains('\n');
        // A missing annotation is in the help already.
        let said = finding.annotation.is_some();
        if !said && (is_a_line || fix.machine_applicable) {
            let text = if is_a_line { text } else { fix.title.as_str() };
            lines.push(Line { does: "settle it".to_string(), text: text.to_string() });
        }
    }
    if let Some(text) = silence(finding) {
        lines.push(Line { does: format!("silence it, above line {}", finding.region.line.max(1)), text });
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
