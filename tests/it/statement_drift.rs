//! Edits to a statement, and what each anchor of its policy is told.

use super::statement::policy;
use privacy_lint::statement::{Verdict, drift, read};

const BASE: &str = "\
# Acme privacy

Intro.

## Data we collect

We collect the following data:

- **Account data**. Your name and email address.
- **Usage data**. Which pages you visit and when.
- **Crash reports**. Stack traces of errors that occur.

## How we use data

We use the data to:

- Provide the service
- Fix bugs

## Sharing

We share data with the following recipients:

- **Hosting provider**: runs our servers.
";

/// Verdicts that are not cosmetic, as `id: verdict`; cosmetic ones are silent.
fn told(after: &str) -> Vec<String> {
    told_of(BASE, "s.md", after, "s.md")
}

fn told_of(before: &str, name: &str, after: &str, new_name: &str) -> Vec<String> {
    let policy = policy(&read(name, before.as_bytes()).unwrap());
    let now = read(new_name, after.as_bytes()).unwrap();
    let mut told: Vec<String> = drift(&policy, "notice", &now)
        .into_iter()
        .filter(|drift| !drift.verdict.is_cosmetic())
        .map(|drift| format!("{}: {:?}", drift.id, drift.verdict))
        .collect();
    told.sort();
    told.dedup();
    told
}

fn edit(from: &str, to: &str) -> String {
    assert!(BASE.contains(from), "{from}");
    BASE.replacen(from, to, 1)
}

#[test]
fn cosmetic_edits_are_silent() {
    let edits = [
        BASE.to_string(),
        format!("---\ntitle: x\n---\n{BASE}"),
        format!("\u{feff}{BASE}"),
        BASE.replace('\n', "\r\n"),
        BASE.replace("- ", "* "),
        BASE.replace("- ", "1. "),
        BASE.replace("- ", "  -   "),
        BASE.replace("**", "__"),
        BASE.replace("**", "*"),
        edit("Intro.", "Intro.\n\nAnother paragraph that says nothing new.\n\n<!-- note -->"),
        edit("email address", "email\n  address"),
        edit("that occur", "*that*\n  occur"),
        edit("## Sharing", "<!-- here -->\n\n\n## Sharing"),
        edit("Fix bugs", "**Fix bugs**"),
        edit("## Data we collect", "Data we collect\n---------------"),
    ];
    for after in edits {
        assert_eq!(told(&after), [""; 0], "{after}");
    }
}

#[test]
fn moved_and_reflowed_passages_are_told_apart() {
    let policy = policy(&read("s.md", BASE.as_bytes()).unwrap());
    let verdict = |after: &str, id: &str| {
        let now = read("s.md", after.as_bytes()).unwrap();
        drift(&policy, "notice", &now).into_iter().find(|d| d.id == id).map(|d| (d.verdict, d.was, d.line)).unwrap()
    };
    assert_eq!(verdict(BASE, "account-data"), (Verdict::Exact, 9, Some(9)));
    assert_eq!(verdict(&format!("\n\n{BASE}"), "account-data"), (Verdict::Moved, 9, Some(11)));
    assert_eq!(verdict(&edit("Account data", "Account\n  data"), "account-data"), (Verdict::Reflowed, 9, Some(9)));
}

#[test]
fn semantic_edits_are_told_with_their_entry() {
    let cases: [(&str, &str, &[&str]); 14] = [
        ("Your name and email address.", "Your name, email address and photo.", &["account-data: Reworded"]),
        ("Stack traces of errors that occur.", "Stack traces and memory of the process.", &["crash-reports: Reworded"]),
        ("- **Usage data**. Which pages you visit and when.\n", "", &["usage-data: Lost"]),
        ("- Fix bugs\n", "", &["fix-bugs: Lost"]),
        ("- **Hosting provider**: runs our servers.\n", "", &["hosting-provider: Lost"]),
        ("- Fix bugs", "- Fix bugs\n- Train our models", &["train-our-models: NewCandidate"]),
        ("runs our servers.", "runs our servers.\n- **Advertisers**: show you ads.", &["advertisers: NewCandidate"]),
        ("that occur.", "that occur.\n- **Location data**. Where you are.", &["location-data: NewCandidate"]),
        ("Fix bugs", "Sell ads", &["fix-bugs: Lost", "sell-ads: NewCandidate"]),
        ("Which pages you visit and when.", "Which pages you visit.", &["usage-data: Reworded"]),
        ("runs our servers.", "runs our servers in the USA.", &["hosting-provider: Reworded"]),
        (
            "We collect the following data:",
            "We no longer collect the following data:",
            &["account-data: ContextChanged", "crash-reports: ContextChanged", "usage-data: ContextChanged"],
        ),
        (
            "We collect the following data:",
            "We do not collect:",
            &["account-data: ContextChanged", "crash-reports: ContextChanged", "usage-data: ContextChanged"],
        ),
        (
            "## Data we collect",
            "## Data we do not collect",
            &["account-data: ContextChanged", "crash-reports: ContextChanged", "usage-data: ContextChanged"],
        ),
    ];
    for (from, to, expected) in cases {
        let told: Vec<String> = told(&edit(from, to))
            .into_iter()
            .filter(|line| !line.starts_with("account-data-") && !is_denial(line))
            .collect();
        assert_eq!(told, expected, "{from} → {to}");
    }
}

#[test]
fn a_purpose_in_running_text_is_new_where_nothing_is_anchored() {
    let after =
        format!("{BASE}\n## How we use your email address\n\nWe use your email address to send you advertisements.\n");
    let told = told(&after);
    assert!(told.contains(&"send-you-advertisements: NewCandidate".to_string()), "{told:?}");
}

/// Passages that no cue reads: without git, the digests of the sentences tell.
const AROUND: &str = "\
# Acme privacy

Last updated: May 3, 2021

Acme Ltd is responsible for this site.

## What we collect

We collect your name.

## Your rights

People who live in California and Virginia may ask for a copy.

## Suppliers

| supplier | what for | where |
|---|---|---|
| Mailer Inc. | controller | USA |
";

#[test]
fn who_what_and_where_are_told_where_no_entry_is_anchored() {
    let told = |from: &str, to: &str| {
        assert!(AROUND.contains(from), "{from}");
        told_of(AROUND, "s.md", &AROUND.replacen(from, to, 1), "s.md")
    };
    let semantic = [
        ("Acme Ltd", "Acme Inc"),
        ("California and Virginia", "California, Virginia and Utah"),
        ("| controller | USA |", "| processor | USA |"),
        ("| controller | USA |", "| controller | Ireland |"),
        ("may ask for a copy.", "may ask for a copy. If Acme is sold, your data goes along."),
        ("People who live in California and Virginia may ask for a copy.", ""),
    ];
    for (from, to) in semantic {
        let told = told(from, to);
        assert!(!told.is_empty(), "{from} → {to}");
    }
    let cosmetic = [
        ("May 3, 2021", "12 June 2024"),
        ("Last updated: May 3, 2021", "This policy was last modified on 2024-06-12."),
        ("Acme Ltd is", "ACME Ltd. is"),
        ("may ask for a copy", "may, ask for a “copy”"),
        ("## Your rights", "## 4. Your rights"),
        ("# Acme privacy", "# Acme privacy\n\n- [What we collect](#what)\n- [Your rights](#rights)"),
        ("We collect your name.", "We collect [your name](https://example.org/other)."),
        ("We collect your name.", "We collect your Name"),
        ("is responsible for this site.", "is responsible\nfor this site."),
    ];
    for (from, to) in cosmetic {
        assert_eq!(told(from, to), [""; 0], "{from} → {to}");
    }
}

/// A denial that appears is a new candidate for a rule as well.
fn is_denial(line: &str) -> bool {
    line.ends_with("NewCandidate")
        && !["train", "advertisers", "location", "sell"].iter().any(|id| line.starts_with(id))
}

#[test]
fn what_moves_under_a_denial_or_denies_itself_is_caught() {
    let without = edit("- **Crash reports**. Stack traces of errors that occur.\n", "");
    let moved =
        format!("{without}\n## What we never collect\n\n- **Crash reports**. Stack traces of errors that occur.\n");
    assert!(told(&moved).contains(&"crash-reports: ContextChanged".to_string()), "{:?}", told(&moved));
    let denied = edit("**Crash reports**. Stack traces of errors that occur.", "We no longer collect crash reports.");
    assert!(told(&denied).contains(&"crash-reports: ContextChanged".to_string()), "{:?}", told(&denied));
    let local = edit("We collect the following data:", "The following data is stored only on your device:");
    assert!(told(&local).contains(&"account-data: ContextChanged".to_string()), "{:?}", told(&local));
}

#[test]
fn the_same_text_as_html_has_lost_nothing() {
    let html = "<h1>Acme privacy</h1><p>Intro.</p><h2>Data we collect</h2><p>We collect the following data:</p><ul><li><b>Account data</b>. Your name and email address.</li><li><b>Usage data</b>. Which pages you visit and when.</li><li><b>Crash reports</b>. Stack traces of errors that occur.</li></ul><h2>How we use data</h2><p>We use the data to:</p><ul><li>Provide the service</li><li>Fix bugs</li></ul><h2>Sharing</h2><p>We share data with the following recipients:</p><ul><li><b>Hosting provider</b>: runs our servers.</li></ul>";
    assert_eq!(told_of(BASE, "s.md", html, "s.html"), [""; 0]);
}

/// Found by `any_text_is_read`: a title of nothing but punctuation is no entry.
#[test]
fn a_title_without_letters_is_no_entry() {
    for text in ["which includes : - We collect the following:\n", "We collect: - .\n", "## - :\n\nWe collect it.\n"] {
        for name in ["s.html", "s.md"] {
            let statement = read(name, text.as_bytes()).expect("a statement");
            assert!(policy(&statement).categories.keys().all(|id| !id.is_empty()), "{name}: {text}");
        }
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(150))]

    /// Whatever people write: no panic, quotes stand on their lines, the draft loads and has not drifted from its text.
    #[test]
    fn any_text_is_read(words in proptest::collection::vec(proptest::sample::select(PIECES.to_vec()), 1..120), html in proptest::bool::ANY) {
        let text: String = words.concat();
        let name = if html { "s.html" } else { "s.md" };
        if let Ok(statement) = read(name, text.as_bytes()) {
            let policy = policy(&statement);
            for anchor in policy.categories.values().flat_map(|category| &category.entry.anchors) {
                let line = text.split('\n').nth(anchor.line as usize - 1).unwrap_or_default();
                proptest::prop_assert!(line.contains(&anchor.quote), "{:?} not in {:?}", anchor.quote, line);
            }
            let gone = drift(&policy, "notice", &statement).into_iter().filter(|d| d.verdict == Verdict::Lost).count();
            proptest::prop_assert_eq!(gone, 0);
        }
    }
}

const PIECES: [&str; 44] = [
    "\n",
    "\n\n",
    "- ",
    "* ",
    "  - ",
    "1. ",
    "## What we collect",
    "# How we use data\n",
    "We collect the following:",
    "We do not collect ",
    "**",
    "*",
    "_",
    "`",
    ": ",
    ". ",
    "é",
    "“Ünï”",
    "日本",
    "İ",
    "ſ",
    "K",
    "|",
    "| a | b |\n|---|---|\n",
    "<ul><li>",
    "</li>",
    "<table><tr><td>",
    "</td></tr></table>",
    "&amp;",
    "&#",
    "[",
    "](",
    ")",
    "<!--",
    "-->",
    "\\",
    "email address",
    "We use the data to ",
    "which includes ",
    "such as ",
    "your name",
    ", and ",
    "\r\n",
    "IP address is logged for 30 days",
];
