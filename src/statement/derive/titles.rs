//! A short title or label comes in; whether it names data, or what it says about data, goes out.

use crate::statement::keys::names_data;
use crate::statement::role::{Role, usage_heading};
use crate::statement::sentence::{folded, says};

/// Whether a short title names data: "Contact information", "Cookies".
pub(super) fn data_noun(title: &str) -> bool {
    let text = folded(title);
    let verbs = says(
        &text,
        &[
            "how",
            "your choices",
            "manage",
            "control",
            "opt",
            "disable",
            "rights",
            "delete",
            "us",
            "policy",
            "we",
            "questions",
            "transfer",
            "transfers",
            "disclosure",
            "disclosures",
            "security",
            "protection",
            "protections",
            "retention",
            "deletion",
            "removal",
            "processing",
            "sharing",
            "distribution",
            "hosting",
            "responsible",
        ],
    );
    // "Operational and security information" is data, "Security of your information" is none.
    let kind_of = ["security information", "security data", "security logs", "security records", "transfer data"]
        .iter()
        .any(|end| text.trim_end().ends_with(end));
    (!verbs || kind_of)
        && (text.trim_end().ends_with("data")
            || text.trim_end().ends_with("information")
            || text.trim_end().ends_with("details")
            || names_data(title))
}

/// The role of a label that speaks about data instead of naming it.
pub(super) fn attribute(label: &str) -> Option<Role> {
    if usage_heading(label) {
        return None;
    }
    let text = folded(label);
    let text = text.trim();
    // "Why no officer is required": no reason for which data is used.
    if text.starts_with("why no") {
        return Some(Role::Other);
    }
    let starts = |words: &[&str]| words.iter().any(|word| text == *word || text.starts_with(&format!("{word} ")));
    if starts(&["how we use", "why we", "how we may use"]) {
        return Some(Role::Use);
    }
    if ["retention", "deletion"].iter().any(|end| text.ends_with(&format!(" {end}"))) {
        return Some(Role::Retention);
    }
    if starts(&["legal basis", "lawful basis", "basis", "legal bases"]) {
        return Some(Role::Basis);
    }
    if starts(&[
        "why",
        "purpose",
        "purposes",
        "how we use",
        "use",
        "uses",
        "used for",
        "reason",
        "what for",
        "what we use",
    ]) && !text.ends_with("data")
    {
        return Some(Role::Use);
    }
    if starts(&["retention", "how long", "storage period", "kept for", "retention period", "stored for", "duration"]) {
        return Some(Role::Retention);
    }
    if starts(&[
        "shared with",
        "who",
        "recipients",
        "sharing",
        "third parties",
        "third party",
        "with whom",
        "processor",
        "provider",
    ]) && !text.contains("login")
        && !(text.starts_with("third") && data_noun(label))
    {
        return Some(Role::Share);
    }
    // "Information we collect from third parties" is what comes from them.
    let by_source = ["from", "when", "about", "automatically", "through", "while", "via"];
    let of_source =
        says(text, &["information we collect", "data we collect", "information collected", "data collected"])
            && text.split_whitespace().count() >= 4
            && text.split_whitespace().skip(2).any(|word| by_source.contains(&word));
    if of_source {
        return None;
    }
    // "Data derived from cookies" is data; "Data processed" speaks of data.
    let handled =
        ["processed", "types", "type", "sent", "collected", "shared", "we", "used", "stored", "involved", "points"];
    let of_data =
        |text: &str| text.strip_prefix("data ").is_none_or(|rest| handled.iter().any(|word| rest.starts_with(word)));
    if starts(&[
        "what we collect",
        "what is collected",
        "what",
        "data collected",
        "information collected",
        "data we collect",
        "information we collect",
        "data",
        "categories",
        "collected data",
        "details",
    ]) && of_data(text)
    {
        return Some(Role::Collect);
    }
    if starts(&["additional information", "more information", "further information"]) {
        return Some(Role::Other);
    }
    if starts(&["what we don't", "not collected", "what we do not"]) {
        return Some(Role::Denied);
    }
    if starts(&[
        "right",
        "rights",
        "your rights",
        "opt out",
        "opt-out",
        "choice",
        "choices",
        "your choices",
        "how to",
        "how",
        "where",
        "when",
        "note",
        "control",
        "contact us",
        "security",
        "consent",
        "optional",
        "access",
        "deletion",
        "source",
        "sources",
    ]) && !text.ends_with("data")
        && !text.ends_with("information")
        && !text.ends_with("logs")
        && !text.ends_with("records")
    {
        return Some(Role::Other);
    }
    None
}
