//! A heading, a label or a bullet comes in; whether it begins with an act, and so names a purpose and no data, goes out.

use super::sentence::folded;

/// Verbs in the imperative with which headings and labels name purposes.
pub(super) const ACTS: [&str; 38] = [
    "improve",
    "set",
    "install",
    "provide",
    "deliver",
    "send",
    "communicate",
    "personalize",
    "personalise",
    "protect",
    "prevent",
    "detect",
    "comply",
    "advertise",
    "understand",
    "operate",
    "maintain",
    "develop",
    "ensure",
    "enable",
    "respond",
    "analyze",
    "analyse",
    "customize",
    "customise",
    "measure",
    "enforce",
    "conduct",
    "recommend",
    "review",
    "fix",
    "verify",
    "fulfill",
    "fulfil",
    "authenticate",
    "diagnose",
    "notify",
    "process",
];

/// Verbs that begin a heading under one that introduces purposes, where no noun is meant.
pub(super) fn framed_act(heading: &str) -> bool {
    const MORE: [&str; 14] = [
        "suggest", "show", "display", "offer", "keep", "make", "give", "allow", "create", "help", "tailor", "resolve",
        "monitor", "reach",
    ];
    let first = heading.split([' ', '-']).next().unwrap_or_default().to_lowercase();
    MORE.contains(&first.as_str()) || first.ends_with("ing")
}

/// Whether a text begins with a verb of the kind that names a purpose: "Detect fraud", "display the leaderboard".
pub(super) fn begins_with_act(text: &str) -> bool {
    // Verbs and no nouns: these begin no name of data.
    const VERBS: [&str; 30] = [
        "audit",
        "investigate",
        "identify",
        "manage",
        "administer",
        "facilitate",
        "promote",
        "evaluate",
        "assess",
        "complete",
        "remember",
        "establish",
        "defend",
        "determine",
        "generate",
        "perform",
        "optimize",
        "optimise",
        "inform",
        "meet",
        "troubleshoot",
        "run",
        "deter",
        "secure",
        "support",
        "carry",
        "combat",
        "fulfil",
        "answer",
        "reply",
    ];
    let first = text.split([' ', '-', ',']).next().unwrap_or_default().to_lowercase();
    ACTS.contains(&first.as_str()) || VERBS.contains(&first.as_str()) || framed_act(text)
}

/// "Process your order", "Email you with offers", "Register online or by phone": what someone does, and no data.
pub(super) fn is_command(plain: &str) -> bool {
    // Words that are verbs and nothing else; the others are nouns, too ("Email or phone number").
    const VERBS: [&str; 24] = [
        "compile",
        "implement",
        "enter",
        "click",
        "follow",
        "open",
        "select",
        "choose",
        "press",
        "register",
        "complete",
        "create",
        "provide",
        "send",
        "deliver",
        "respond",
        "subscribe",
        "participate",
        "submit",
        "join",
        "enable",
        "allow",
        "keep",
        "make",
    ];
    const NOUNS: [&str; 14] = [
        "email", "contact", "use", "visit", "post", "purchase", "sign", "download", "place", "process", "review",
        "set", "fix", "help",
    ];
    let text = folded(plain);
    let mut words = text.split_whitespace().filter(|word| !word.ends_with("ly"));
    let (Some(first), Some(next)) = (words.next(), words.next()) else { return false };
    let person = ["your", "you", "our", "us"].contains(&next);
    let thing = person || ["the", "a", "an", "or", "and", "with", "for", "in", "online", "to"].contains(&next);
    (VERBS.contains(&first) && thing)
        || ((NOUNS.contains(&first) || ACTS.contains(&first) || framed_act(first)) && person && !first.ends_with("ing"))
        || NOUNS.contains(&first) && next == "or" && text.contains(" our ")
}
