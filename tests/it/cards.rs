//! Every lint has a card, and every example of a card does what the card says.

use crate::project::{Marked, Project};
use privacy_lint::check::LINTS;
use privacy_lint::model::card::{Card, CardExample};
use std::collections::BTreeSet;

const GROUPS: [&str; 5] = ["code", "policy", "annotations", "bookkeeping", "statement"];

#[test]
fn every_lint_has_its_card() {
    let cards = privacy_lint::packs::cards();
    let known: BTreeSet<&str> = cards.iter().map(|card| card.id.as_str()).collect();
    let lints: BTreeSet<&str> = LINTS.iter().map(|lint| lint.name).collect();
    assert_eq!(known, lints);
    for card in &cards {
        let lint = LINTS.iter().find(|lint| lint.name == card.id).expect("compared above");
        assert_eq!(card.default, lint.default, "{}", card.id);
        assert!(GROUPS.contains(&card.group.as_str()), "{}: group {}", card.id, card.group);
        for text in [&card.summary, &card.what, &card.why, &card.how_to_fix, &card.limits] {
            assert!(!text.trim().is_empty(), "{} leaves something out", card.id);
        }
        assert!(!card.summary.ends_with('.') && !card.summary.contains('\n'), "{}: {}", card.id, card.summary);
        assert!(card.summary.len() <= 110, "{}: {}", card.id, card.summary);
    }
}

#[test]
fn every_card_shows_when_its_lint_speaks_and_when_not() {
    for card in privacy_lint::packs::cards() {
        let run: Vec<&CardExample> = card.examples.iter().filter(|example| example.not_run.is_none()).collect();
        if run.is_empty() {
            assert!(!card.examples.is_empty(), "{} has no example", card.id);
            continue;
        }
        let speaks =
            |example: &&&CardExample| format!("{}{}{:?}", example.code, example.policy, example.files).contains('^');
        assert!(run.iter().filter(speaks).count() > 0, "{} shows no finding", card.id);
        assert!(run.iter().filter(speaks).count() < run.len(), "{} shows no silence", card.id);
    }
}

#[test]
fn every_example_of_a_card_does_what_it_says() {
    let mut wrong = String::new();
    for card in privacy_lint::packs::cards() {
        for example in card.examples.iter().filter(|example| example.not_run.is_none()) {
            if let Err(message) = holds(&card, example) {
                wrong.push_str(&format!("{}: {}\n{message}\n", card.id, example.title));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

fn holds(card: &Card, example: &CardExample) -> Result<(), String> {
    let mut project = Project::new();
    let mut expected: Vec<Marked> = Vec::new();
    let policy = format!("version = 1\n{}", example.policy);
    for (path, text) in [("policy.toml", policy.as_str()), ("src/lib.rs", example.code.as_str())] {
        expected.extend(project.put_marked(path, text));
    }
    for (path, text) in &example.files {
        expected.extend(project.put_marked(path, text));
    }
    let outcome = project.check(&[(&card.id, card.default)]);
    let problems: Vec<String> = outcome.errors.iter().map(|p| format!("{:?} {}", p.region, p.message)).collect();
    if !problems.is_empty() && card.id != "unanalysed_source" {
        return Err(format!("  no verdict: {}", problems.join("; ")));
    }
    let mine = outcome.findings.iter().filter(|finding| finding.lint == card.id);
    let found: Vec<Marked> = mine.map(Marked::of).collect();
    expected.sort();
    let agree = found.len() == expected.len() && found.iter().zip(&expected).all(|(found, wanted)| wanted.is(found));
    let expected_beside = |lint: &String| lint == "unused_declaration" || example.beside.contains(lint);
    let others = outcome.findings.iter().filter(|f| f.lint != card.id && !expected_beside(&f.lint));
    let others: Vec<String> = others.map(|finding| format!("{}: {}", finding.lint, finding.message)).collect();
    if agree && others.is_empty() {
        return Ok(());
    }
    Err(format!("  expected {expected:#?}\n  found {found:#?}\n  beside it {others:#?}"))
}
