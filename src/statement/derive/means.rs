//! What stands around an aim comes in; whether it is one, or only a tool, a person, an obligation, goes out.

use crate::statement::sentence::{folded, says};

/// Words that end what data is used for, where no verb stands: "for password recovery", "for mute role purposes".
pub(super) const AIMS: [&str; 18] = [
    "assurance",
    "purposes",
    "recovery",
    "support",
    "security",
    "safety",
    "login",
    "performance",
    "compliance",
    "research",
    "maintenance",
    "abuse",
    "delivery",
    "metrics",
    "development",
    "improvements",
    "management",
    "troubleshooting",
];

/// "For basic analytics and …", "for moderation": an act, as its noun says, and no time or person.
pub(super) fn names_act(words: &str) -> bool {
    // "For a conversion", "for each donation": one of them, and no act.
    const BOUNDS: [&str; 9] = ["and", "or", "of", "the", "your", "a", "an", "any", "each"];
    let ends = words.find([',', '.', ';', '(']).unwrap_or(words.len());
    let mut first = words[..ends].split(' ').take_while(|word| !BOUNDS.contains(word));
    let act = |word: &str| {
        let lower = word.to_ascii_lowercase();
        lower.ends_with("ing") || lower.ends_with("ion") || lower.ends_with("ics") || AIMS.contains(&lower.as_str())
    };
    // "For questions, communication, and recovery": any of them, unless "for more information".
    let more = words.starts_with("more ") || words.starts_with("further ") || words.starts_with("additional ");
    let opening: Vec<&str> = first.by_ref().take(if more { 0 } else { 4 }).collect();
    !opening.first().is_some_and(|word| word.starts_with(|c: char| c.is_ascii_digit())) && opening.into_iter().any(act)
}

/// "For different legitimate purposes": which ones is told elsewhere.
pub(super) fn only_purposes(words: &str) -> bool {
    const ANY: [&str; 18] = [
        "purposes",
        "purpose",
        "what",
        "which",
        "different",
        "various",
        "several",
        "legitimate",
        "lawful",
        "other",
        "following",
        "these",
        "those",
        "such",
        "the",
        "specific",
        "business",
        "many",
    ];
    words.split_whitespace().all(|word| ANY.contains(&word)) && words.contains("purpose")
}

/// Whether what is used is a technique and no data: "uses `content_scripts` to …", "an interface used to …".
pub(super) fn is_tool(before: &str, used: &str) -> bool {
    let verb = used.split(' ').next().unwrap_or_default().to_ascii_lowercase();
    let what = match verb.as_str() {
        "use" | "uses" | "using" => used,
        "used" => before,
        _ => return false,
    };
    let text = folded(what);
    // "We use Postbird to send letters": a service by its name, and no data.
    let named = verb != "used"
        && what.split(' ').nth(1).is_some_and(|word| word.starts_with(char::is_uppercase) && word.len() > 2)
        && !says(&text, &["personal", "order", "customer", "device", "ip"]);
    let hired = says(&text, &["companies", "vendors", "service providers", "third parties", "third-party"]);
    (named || hired) && !says(&text, &["data", "information", "analytics", "your", "cookie~", "matomo", "plausible"])
        || says(
            &text,
            &[
                "api",
                "apis",
                "framework~",
                "practices",
                "measures",
                "procedures",
                "links",
                "scripts",
                "sdk",
                "library",
                "libraries",
                "content_scripts",
                "plug-ins",
                "plugins",
                "widgets",
            ],
        ) && !says(&text, &["data", "information", "analytics", "your", "it", "this", "these", "cookie~"])
}

/// "Linked to", "relating to", "up to": no act follows.
pub(super) fn is_related(before: &str) -> bool {
    const RELATED: [&str; 40] = [
        "considered",
        "deemed",
        "believed",
        "required",
        "entitled",
        "permitted",
        "supposed",
        // "The time to fill in a form", "the right to see it": whoever else it is that acts.
        "time",
        "right",
        "ability",
        "able",
        "opportunity",
        "wish",
        "choose",
        "choice",
        "likely",
        "participate",
        "pursuant",
        "linked",
        "related",
        "relating",
        "relates",
        "according",
        "due",
        "similar",
        "subject",
        "access",
        "limited",
        "tied",
        "pertaining",
        "connected",
        "attributed",
        "prior",
        "specific",
        "up",
        "belonging",
        "addition",
        "reference",
        "response",
        "thanks",
    ];
    // "The devices you use to sign up": what readers use.
    let readers = ["you use", "you used", "users use"].iter().any(|end| before.to_ascii_lowercase().ends_with(end));
    readers
        || before
            .split_whitespace()
            .next_back()
            .is_some_and(|word| RELATED.contains(&word.to_ascii_lowercase().as_str()))
}

/// Whether what stands behind "to" may be a verb: "provide to them", "to the extent permitted" name no act.
pub(super) fn is_infinitive(text: &str) -> bool {
    const NONE: [&str; 24] = [
        "the", "a", "an", "this", "that", "these", "those", "them", "us", "you", "me", "him", "her", "it", "our",
        "your", "their", "his", "its", "any", "third", "other", "others", "which",
    ];
    let first = text.trim_start().split([' ', ',', '.', '-']).next().unwrap_or_default();
    !NONE.contains(&first.to_ascii_lowercase().as_str())
}

/// "To collect data from your browser", "to record how you browse", "to provide us with your name": how data comes in,
/// and not what for.
pub(super) fn only_takes(clause: &str) -> bool {
    const TAKES: [&str; 13] = [
        "keep information ",
        "keep data ",
        "retain ",
        "store website ",
        "store usage ",
        "store information ",
        "collect ",
        "record ",
        "log ",
        "obtain ",
        "provide us with ",
        "automatically collect ",
        "collect and store ",
    ];
    // "We endeavour to use such information carefully": how it is used, and not what for.
    let uses = ["use such ", "use your information", "use your data", "use this information", "use the information"];
    if uses.iter().any(|start| clause.starts_with(start)) {
        return true;
    }
    TAKES.iter().any(|start| clause.starts_with(start)) && !clause.contains("payment") && !clause.contains(" fees")
}

/// Where a verb stands whose subject is not the reader: "when you use the site" is no use of data.
pub(super) fn done_by_others(text: &str, verb: &str) -> Option<usize> {
    let mut from = 0;
    while let Some(at) = word_at(&text[from..], verb).map(|at| from + at) {
        let yours = ["you ", "users ", "visitors ", "customers ", "you may ", "you can "];
        let active = matches!(verb, "use " | "uses " | "using " | "used " | "need ");
        if !(active && yours.iter().any(|who| text[..at].ends_with(who))) {
            return Some(at);
        }
        from = at + verb.len();
    }
    None
}

pub(super) fn word_at(text: &str, word: &str) -> Option<usize> {
    let mut from = 0;
    while let Some(at) = text[from..].find(word) {
        if from + at == 0 || text.as_bytes()[from + at - 1] == b' ' {
            return Some(from + at);
        }
        from += at + 1;
    }
    None
}
