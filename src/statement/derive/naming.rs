//! Words of a category come in; what they name, and whether another category names it already, goes out.

use super::Category;
use super::phrase::{extent, noun, parts};
use crate::statement::ids::id;
use crate::statement::keys::keys;
use crate::statement::polarity::{Polarity, polarity};
use crate::statement::sentence::{folded, says, sentences};

/// The number that a bullet begins with: "3.1.1 ", "(b) ".
pub(super) fn number(plain: &str) -> usize {
    // "(b) IP address".
    if let Some(close) = plain.find(") ").filter(|&close| plain.starts_with('(') && (2..=5).contains(&close)) {
        return close + 2;
    }
    let digits = plain.bytes().take_while(|b| b.is_ascii_digit() || *b == b'.').count();
    let numbered = digits >= 3 && plain[..digits].contains('.') && plain[digits..].starts_with(' ');
    if numbered { digits + 1 } else { 0 }
}

/// The noun of a bullet; the whole clause where it begins with a question word: "What you did on the site".
pub(super) fn clause_or_noun(plain: &str) -> (usize, usize) {
    let first = plain.split(' ').next().unwrap_or_default().to_lowercase();
    if !["what", "which", "when", "where", "how"].contains(&first.as_str()) {
        return noun(plain);
    }
    let to = extent(plain, &[". ", "; ", " (", ", "], 3, 12);
    (0, plain[..to].trim_end_matches(['.', ';', ',', ' ']).len())
}

/// Data keys for a category: those of its title, and where the title proposes none, of its text.
pub(super) fn proposed(title: &str, body: &str) -> Vec<String> {
    let mut covers = keys(title);
    for part in parts(body) {
        for key in part.covers {
            if !covers.contains(&key) {
                covers.push(key);
            }
        }
    }
    if covers.is_empty() {
        covers = keys(sentences(body).first().map_or("", |&(from, to)| &body[from..to]));
    }
    covers.truncate(12);
    covers
}

/// The category that words name, with or without a final "data".
pub(super) fn known(categories: &[Category], words: &str) -> Option<String> {
    let wanted = id(words);
    let bare = |id: &str| id.trim_end_matches("-data").trim_end_matches("-information").to_string();
    let exact = categories.iter().find(|category| category.found.id == wanted);
    exact
        .or_else(|| categories.iter().find(|category| bare(&category.found.id) == bare(&wanted)))
        .map(|category| category.found.id.clone())
}

/// Whether the passages of the categories name each of the data that words name.
pub(super) fn told_above(collected: &[String], words: &str) -> bool {
    let keys = keys(words);
    let covered = |key: &String| collected.iter().any(|known| key == known || key.starts_with(&format!("{known}.")));
    !keys.is_empty() && keys.iter().all(covered)
}

/// Whether categories that are set apart say it already: by name, by a part's name, or by each key of the words.
pub(super) fn set_apart(categories: &[Category], words: &str) -> bool {
    if categories.iter().filter(|known| known.found.cue != "table cell").count() < 3 {
        return false;
    }
    let wanted = id(words);
    let holds = |title: &str| format!("-{title}-").contains(&format!("-{wanted}-"));
    let named =
        categories.iter().any(|known| holds(&known.found.id) || known.elements.iter().any(|part| holds(&part.id)));
    let covers = |key: &String| {
        categories
            .iter()
            .any(|known| known.covers.contains(key) || known.elements.iter().any(|part| part.covers.contains(key)))
    };
    let keys = keys(words);
    // "Content data" is the name of a category; "email, name" are data of one.
    let names = ["-data", "-information"].iter().any(|end| wanted.ends_with(end));
    named || !names && !keys.is_empty() && keys.iter().all(covers)
}

/// A label's text without the sentences that deny other data than the label names: "Advertising identifiers, used by our
/// partners. The app never asks for your location."
pub(super) fn about(label: &str, body: &str) -> String {
    let named = keys(label);
    let other = |sentence: &str| {
        let denied = keys(sentence);
        polarity(sentence) == Polarity::Denies
            && !named.is_empty()
            && !denied.is_empty()
            && !denied.iter().any(|key| named.iter().any(|own| key.starts_with(own) || own.starts_with(key.as_str())))
    };
    let kept: Vec<&str> =
        sentences(body).into_iter().map(|(from, to)| &body[from..to]).filter(|sentence| !other(sentence)).collect();
    // Nothing is left where all of it denies.
    if kept.is_empty() { body.to_string() } else { kept.join(" ") }
}

/// Whether a text says in so many words that something is sent or collected, whatever else stays where it is.
pub(super) fn sends(body: &str) -> bool {
    let acts = ["we send", "we collect", "we receive", "we also send", "automatically sent to"];
    sentences(body)
        .iter()
        .any(|&(from, to)| says(&folded(&body[from..to]), &acts) && polarity(&body[from..to]) == Polarity::Collects)
}

/// "Links to other websites", "Changes to this policy": a label among the data that is about none.
pub(super) fn is_of_something_else(label: &str) -> bool {
    says(
        &folded(label),
        &["links to", "external links", "third-party links", "changes to", "updates to", "your rights"],
    )
}

/// Copies of data are no kind of data.
pub(super) fn is_copy(words: &str) -> bool {
    ["backup", "backups"].contains(&folded(words).trim())
}

pub(super) fn refuses(cell: &str) -> bool {
    let text = folded(cell);
    text.starts_with(" no ") || says(&text, &["never", "not collected"]) || cell.contains(['✗', '✘', '❌'])
}

/// "Maintainers", "Survey respondents": whose data it is, and not which.
pub(super) fn is_persons(title: &str) -> bool {
    const PERSONS: [&str; 44] = [
        "users",
        "visitors",
        "customers",
        "members",
        "volunteers",
        "employees",
        "applicants",
        "candidates",
        "participants",
        "respondents",
        "contributors",
        "maintainers",
        "subscribers",
        "donors",
        "sponsors",
        "students",
        "teachers",
        "parents",
        "children",
        "guests",
        "clients",
        "residents",
        "instructors",
        "trainers",
        "organizers",
        "organisers",
        "speakers",
        "attendees",
        "players",
        "creators",
        "authors",
        "reviewers",
        "developers",
        "administrators",
        "moderators",
        "patients",
        "staff",
        "contractors",
        "suppliers",
        "sellers",
        "buyers",
        "drivers",
        "learners",
        "helpers",
    ];
    let text = folded(title);
    let data = says(&text, &["data", "information", "details", "by", "from"]);
    !data && text.split_whitespace().next_back().is_some_and(|last| PERSONS.contains(&last))
}

/// A label that is an act and no data: "To provide support", "Delete your account".
pub(super) fn is_act(label: &str) -> bool {
    const ACTS: [&str; 22] = [
        "what",
        "we",
        "you",
        "delete",
        "opt",
        "disable",
        "limit",
        "set",
        "close",
        "manage",
        "contact",
        "improve",
        "provide",
        "providing",
        "improving",
        "if",
        "how",
        "why",
        "when",
        "right",
        "please",
        "to",
    ];
    let text = folded(label);
    let words: Vec<&str> = text.split_whitespace().collect();
    // "Locally", "In your own account": where something is, and not what.
    let place = ["in", "on", "at", "until", "inside", "outside"].contains(words.first().unwrap_or(&""))
        || matches!(words.as_slice(), [one] if one.ends_with("ly") && keys(label).is_empty());
    // What stands after it is told of data that was named above.
    if place || matches!(words.as_slice(), ["scope" | "what" | "how"]) {
        return true;
    }
    // "User responsibility": theirs.
    if words.last().is_some_and(|last| ["responsibility", "responsibilities", "disclaimer"].contains(last)) {
        return true;
    }
    // "Payment providers" act.
    if words.last().is_some_and(|last| ["providers", "processors", "recipients", "partners", "vendors"].contains(last))
    {
        return true;
    }
    // "Managing your information".
    if words.first().is_some_and(|first| first.ends_with("ing"))
        && words.get(1).is_some_and(|next| ["your", "the", "our", "my", "it"].contains(next))
    {
        return true;
    }
    let (first, second) = (words.first().copied().unwrap_or_default(), words.get(1).copied().unwrap_or_default());
    let noun =
        words.last().is_some_and(|last| ["data", "information", "details", "info", "list", "lists"].contains(last));
    // "Contact data" is a noun, "Delete your data" is not.
    let named = noun && first != "to" && !["your", "the", "our", "us", "my", "any", "all", "a"].contains(&second);
    let named = named || first == "contact" && !["us", "our", "the", "your", "me"].contains(&second);
    ACTS.contains(&first)
        && !named
        && !says(&text, &["you provide", "you give", "we collect", "we also collect", "we may collect", "we receive"])
        || says(&text, &["policy", "terms", "right to"])
}

/// The choice that a passage states.
pub(super) fn choice(body: &str) -> Option<&'static str> {
    let text = folded(body);
    if says(
        &text,
        &[
            "opt in",
            "opt-in",
            "with your consent",
            "with your permission",
            "if you give us permission",
            "when you give us permission",
            "explicit consent",
        ],
    ) {
        Some("opt-in")
    } else if says(&text, &["opt out", "opt-out", "unsubscribe"]) {
        Some("opt-out")
    } else if says(&text, &["operating system * permission~", "permission to access", "os permission"]) {
        Some("os-permission")
    } else {
        None
    }
}
