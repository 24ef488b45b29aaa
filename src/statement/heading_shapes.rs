//! A heading comes in; what it is by its shape goes out: an aim, a source, an instruction, a name, a frame.

use super::acts::ACTS;
use super::role::unnumbered;
use super::role_words::{FRAME, RIGHTS};
use super::sentence::{folded, says};

/// "When Acme is the controller", "Scope and collection": words that head a part of a text, and no rights, contact or processor.
pub(super) fn only_frames(heading: &str) -> bool {
    let text = folded(unnumbered(heading));
    says(&text, &FRAME) && !says(&text, &RIGHTS) && !says(&text, &["processor"])
}

/// A heading that says where data comes from and groups what is collected.
pub(super) fn source_heading(heading: &str) -> bool {
    let text = folded(unnumbered(heading));
    says(
        &text,
        &[
            "you provide",
            "you choose to",
            "visitor provides",
            "visitors provide",
            "user provides",
            "users provide",
            "customers provide",
            "you give",
            "you share",
            "you disclose",
            "you submit",
            "from you",
            "provided by you",
            "automatically",
            "automatic",
            "from third",
            "from other",
            "other sources",
            "third-party sources",
            "third parties provide",
            "directly from",
            "from our partners",
            "from partners",
            "we get from",
            "from others",
            "from outside",
            "by third parties",
            "automated technologies",
            "automated means",
            "voluntarily",
            "you directly",
            "from your use",
            "we receive from",
            "through your use",
            "from your device",
            "information from",
            "data from",
        ],
    )
}

/// "Enable telemetry", "Check its status": what readers do, where nothing above is about use.
pub(super) fn how_to_heading(heading: &str) -> bool {
    let first = unnumbered(heading).split(' ').next().unwrap_or_default().to_lowercase();
    ["enable", "install", "set", "verify", "disable", "configure", "check"].contains(&first.as_str())
}

/// "SEND FOUNDATION": a name in capitals, although its first word may be a verb.
pub(super) fn is_name_in_capitals(heading: &str) -> bool {
    let words = heading.split_whitespace().count();
    (2..=3).contains(&words) && heading.contains(char::is_alphabetic) && !heading.contains(char::is_lowercase)
}

/// A heading that is itself a purpose: "To provide the service", "Improve performance".
pub(super) fn purpose_heading(heading: &str) -> bool {
    let text = folded(unnumbered(heading));
    let words = text.split_whitespace().count();
    let noun = ["data", "information", "details", "logs", "records", "content", "history"]
        .iter()
        .any(|end| text.trim_end().ends_with(end));
    // "Set-up" as "set".
    let first = text.split([' ', '-']).find(|word| !word.is_empty()).unwrap_or_default();
    // "To the public": whom something goes to.
    let next = text.split_whitespace().nth(1).unwrap_or_default();
    let whom = ["the", "our", "your", "a", "an", "third", "third-party", "other", "others", "us", "you", "whom"];
    let for_it = [" for the purpose of ", " for the purposes of ", " in order to "];
    text.starts_with(" to ") && words >= 3 && !whom.contains(&next)
        || for_it.iter().any(|start| text.starts_with(start)) && words >= 5
        || words >= 2 && !noun && ACTS.contains(&first)
}
