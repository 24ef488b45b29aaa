//! The shipped policy: it loads, it is complete, and every quote stands where it says.

use privacy_lint::model::finding::{Level, Problem};
use privacy_lint::policy::{
    Allowed, Choice, CombineAt, Deny, Kind, Policy, Predicate, Retention, Sensitivity, SourceKind, block_digest, load,
    sha256,
};
use proptest::prelude::*;
use std::path::{Path, PathBuf};

pub(crate) const LINTS: [&str; 3] = ["unannotated_collection", "undeclared_recipient", "sensitive_log"];

pub(crate) fn no_base(path: &str) -> Result<String, Problem> {
    Err(Problem::new(format!("no file {path}"), "none"))
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn shipped_text() -> String {
    std::fs::read_to_string(root().join("policy.toml")).expect("the shipped policy is readable")
}

fn shipped() -> Policy {
    load("policy.toml", &shipped_text(), &no_base, &LINTS).expect("the shipped policy has no problem")
}

#[test]
fn the_shipped_policy_is_complete() {
    let policy = shipped();
    assert_eq!(policy.categories.len(), 28);
    assert_eq!(policy.sources.len(), 10);
    assert_eq!(policy.sources.values().filter(|source| source.kind == SourceKind::ThirdParty).count(), 8);
    assert_eq!(policy.purposes.values().filter(|purpose| purpose.parent.is_none()).count(), 5);
    assert_eq!(policy.purposes.len(), 17);
    assert_eq!(policy.bases.len(), 4);
    assert_eq!(policy.processing.len(), 4);
    assert_eq!(policy.products.len(), 11);
    assert_eq!(policy.rules.len(), 2);
    assert!(policy.recipients.is_empty(), "the statement at hand names no recipient");
    assert_eq!(policy.lints["unannotated_collection"].0, Level::Warn);
    let document = &policy.documents["notice"];
    assert!(!document.complete && document.incomplete_because.is_some());
}

#[test]
fn the_categories_form_the_three_levels_of_the_statement() {
    let policy = shipped();
    let level = |id: &str| policy.ancestors(id).len();
    let count = |n| policy.categories.keys().filter(|id| level(id) == n).count();
    assert_eq!((count(0), count(1), count(2), count(3)), (9, 13, 6, 0));
    assert_eq!(policy.ancestors("browse-history"), ["device-and-usage-data", "interactions"]);
    assert!(policy.is_below("browse-history", "interactions") && !policy.is_below("interactions", "browse-history"));
    assert_eq!(policy.descendants("content"), ["content", "communications", "media-and-documents"]);
    assert_eq!(policy.children("device-and-usage-data").len(), 6);
}

#[test]
fn the_shipped_policy_claims_nothing_that_the_statement_does_not_say() {
    let policy = shipped();
    for category in policy.categories.values() {
        let id = &category.entry.id;
        assert_eq!(category.purposes, Allowed::All, "purposes are not allocated: {id}");
        assert_eq!(category.recipients, Allowed::NotStated, "no recipient is stated: {id}");
        assert_eq!(category.retention, Retention::NotStated, "no retention is stated: {id}");
        assert_eq!((category.provision.as_deref(), category.choice), (None, None), "no category is optional: {id}");
    }
    let inferred: Vec<&str> =
        policy.categories.values().filter(|c| c.inferred_from.is_some()).map(|c| c.entry.id.as_str()).collect();
    assert_eq!(inferred, ["interests-and-favorites", "location-data"]);
    let asked: Vec<&str> =
        policy.sources.values().filter(|s| s.choice == Some(Choice::OptIn)).map(|s| s.entry.id.as_str()).collect();
    assert_eq!(asked, ["communication-services"]);
    assert_eq!(policy.stores["inbox"].retention, Retention::UntilDeletion);
}

#[test]
fn every_fact_of_the_shipped_policy_is_anchored_or_says_why_not() {
    let policy = shipped();
    let elements: Vec<&str> = policy.categories.values().flat_map(|c| c.elements.keys()).map(String::as_str).collect();
    for entry in policy.entries() {
        let stands = !entry.anchors.is_empty() || !entry.internal.is_empty();
        let covered_by_parent = elements.contains(&entry.id.as_str()) || policy.documents.contains_key(&entry.id);
        assert!(stands || covered_by_parent, "{} is neither anchored nor internal", entry.id);
    }
}

#[test]
fn the_longest_prefix_of_a_key_wins() {
    let policy = shipped();
    let covers = |key: &str| {
        policy
            .category_of_key(key)
            .map(|c| (c.category.entry.id.as_str(), c.element.map(|element| element.entry.id.as_str()), c.exact))
    };
    assert_eq!(covers("user.contact.email"), Some(("name-and-contact-data", Some("email-address"), true)));
    assert_eq!(covers("user.contact.address.city"), Some(("name-and-contact-data", Some("postal-address"), false)));
    assert_eq!(covers("user.contact.fax_number"), Some(("name-and-contact-data", None, false)));
    assert_eq!(covers("user.device.cookie"), Some(("device-connectivity-and-configuration-data", None, false)));
    assert_eq!(covers("user.device.sensor"), Some(("other-input", Some("sensor-data"), true)));
    assert_eq!(covers("user.health"), None);
    assert_eq!(covers("user.contacts"), None, "a prefix ends at a dot");
}

#[test]
fn what_a_category_leaves_out_comes_from_its_parent() {
    let policy = shipped();
    let sources = Allowed::Ids(vec!["you".into(), "interactions".into()]);
    assert_eq!(policy.categories["browse-history"].sources, sources);
    assert_eq!(policy.categories["contacts-and-relationships"].sources, Allowed::All);
    assert_eq!(policy.categories["communications"].sensitivity, Sensitivity::High);
    assert!(policy.is_purpose_below("securing", "securing") && policy.is_purpose_below("research", "operate-business"));
}

#[test]
fn the_rules_are_read() {
    let policy = shipped();
    let at = vec![CombineAt::Type, CombineAt::Store, CombineAt::Sink];
    let of = vec![Predicate::Unauthenticated, Predicate::Identifies(true)];
    assert_eq!(policy.rules[0].deny, Deny::Combine { of, at });
    let of = Predicate::Category("voice-data".into());
    assert_eq!(policy.rules[1].deny, Deny::Processing { method: "human-review".into(), of });
    assert_eq!(policy.rules[1].except[0].transform.as_deref(), Some("deidentifies"));
    assert_eq!(policy.nearest(Kind::Category, "voise-data"), Some("voice-data"));
}

#[test]
fn a_declaration_stands_at_its_id() {
    let policy = shipped();
    let text = shipped_text();
    let region = policy.categories["voice-data"].entry.region;
    let line = text.lines().nth(region.line as usize - 1).unwrap();
    assert_eq!(line, "[categories.voice-data]");
    assert_eq!((region.column, region.end_line, region.end_column), (13, region.line, 23));
    let (key, region) = &policy.categories["voice-data"].covers[0];
    let line: Vec<char> = text.lines().nth(region.line as usize - 1).unwrap().chars().collect();
    let there: String = line[region.column as usize - 1..region.end_column as usize - 1].iter().collect();
    assert_eq!(&there, key);
}

/// Every key that a policy can hold is shown: the keys in comments are read too, once the comments are taken away.
#[test]
fn the_commented_keys_of_the_shipped_policy_are_keys() {
    let section = |start: &str| {
        let text = shipped_text();
        let lines = text.lines().skip_while(|line| !line.contains(start)).take_while(|line| line.starts_with("#:"));
        lines.map(|line| line.trim_start_matches("#:").trim_start()).collect::<Vec<_>>().join("\n")
    };
    let tables = [
        "waivers.entries",
        "[packs]",
        "[aliases]",
        "recipients.crash",
        "activities.acc",
        "[[marks]]",
        "[[outs",
        "[[sil",
    ];
    let mut text = shipped_text();
    for table in tables {
        let shown = section(table);
        assert!(!shown.is_empty(), "{table} is shown");
        text.push_str(&format!("\n{shown}\n"));
    }
    let policy = load("policy.toml", &text, &no_base, &LINTS).expect("the commented tables are valid");
    assert_eq!((policy.waivers.entries.len(), policy.packs.len(), policy.aliases.len()), (1, 1, 1));
    assert_eq!((policy.recipients.len(), policy.activities.len(), policy.marks.len()), (1, 1, 1));
    assert_eq!((policy.outside.len(), policy.silences.len()), (1, 1));
    assert_eq!(policy.marks[0].mark.text, "name-and-contact-data from you for provide-products");
}

/// The statement itself is not part of the package.
fn statement() -> Option<(PathBuf, String)> {
    let name = "microsoft-privacy-statement-2020-11.md";
    let named = std::env::var_os("PRIVACY_LINT_STATEMENT").map(PathBuf::from);
    let beside = [root().join("../shared/statement").join(name), root().join("../../shared/statement").join(name)];
    let file = named.into_iter().chain(beside).find(|file| file.is_file())?;
    let text = std::fs::read_to_string(&file).expect("the statement is readable");
    Some((file, text))
}

#[test]
fn every_quote_stands_in_the_statement_where_the_policy_says() {
    let policy = shipped();
    let Some((file, text)) = statement() else {
        eprintln!(
            "notice: the statement is not at hand (PRIVACY_LINT_STATEMENT), so {} anchors are not checked",
            policy.anchors().len()
        );
        return;
    };
    let digest = sha256(&std::fs::read(file).expect("the statement is readable"));
    assert_eq!(policy.documents["notice"].sha256.as_deref(), Some(digest.as_str()));
    let lines: Vec<&str> = text.split('\n').collect();
    for anchor in policy.anchors() {
        let line = lines.get(anchor.line as usize - 1).copied().unwrap_or_default();
        assert!(line.contains(&anchor.quote), "line {} does not say “{}”", anchor.line, anchor.quote);
        assert_eq!(anchor.digest, Some(block_digest(line)), "digest of line {}", anchor.line);
    }
}

#[test]
fn a_digest_sees_words_and_nothing_else() {
    let digest = block_digest("*   **Voice data**. Your voice  data,\n    such as commands");
    assert_eq!(digest, block_digest("Voice data. Your voice data, such as commands"));
    assert_eq!(digest, block_digest("1. _Voice data_. Your voice data, such as commands"));
    assert_ne!(digest, block_digest("Voice data. Your voice data, such as command"));
    assert_eq!(digest.len(), 16);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Whatever is done to a policy, it loads or says why not.
    #[test]
    fn a_mutated_policy_never_panics(cut in 0usize..40_000, len in 0usize..60, with in "[\\[\\]{}=\"'.,@a-z0-9é\n *-]{0,12}") {
        let mut text = shipped_text();
        let at = |wanted: usize, text: &str| (0..=wanted.min(text.len())).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0);
        let (start, end) = (at(cut, &text), at(cut + len, &text));
        text.replace_range(start..end, &with);
        if let Err(problems) = load("policy.toml", &text, &no_base, &LINTS) {
            prop_assert!(!problems.is_empty());
            prop_assert!(problems.iter().all(|problem| problem.region.is_some()));
        }
    }
}
