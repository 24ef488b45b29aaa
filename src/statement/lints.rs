//! A statement and what was derived of it come in; what is wrong in the text itself goes out, each at its place.

use super::block::{Kind, region};
use super::derive::{Derived, Found, Passage};
use super::read::Statement;
use super::sentence::{folded, says};
use crate::model::finding::{Finding, Level, Related};

/// Most terms that are looked up in the text.
const MOST_TERMS: usize = 500;

/// Findings in the text of a statement, in the order of the text.
pub fn lint(statement: &Statement, derived: &Derived) -> Vec<Finding> {
    let mut findings = Vec::new();
    disagreeing(statement, derived, &mut findings);
    terms(statement, &mut findings);
    bases(statement, derived, &mut findings);
    links(statement, &mut findings);
    breaks_off(statement, derived, &mut findings);
    findings.sort_by(|a, b| {
        (a.region.line, a.region.column, &a.lint, &a.message).cmp(&(
            b.region.line,
            b.region.column,
            &b.lint,
            &b.message,
        ))
    });
    findings
}

fn finding(statement: &Statement, lint: &str, start: u32, quote: &str, message: String, help: &str) -> Finding {
    let (line, column) = statement.line_column(start);
    Finding {
        lint: lint.to_string(),
        level: Level::Warn,
        path: statement.name.clone(),
        region: region(line, column, quote),
        message,
        help: help.to_string(),
        group: lint.to_string(),
        ..Finding::default()
    }
}

fn disagreeing(statement: &Statement, derived: &Derived, findings: &mut Vec<Finding>) {
    let mut pairs = derived.disagreements.clone();
    pairs.extend(derived.purposes.iter().filter_map(|purpose| differs(statement, &purpose.found)));
    for (id, first, other) in pairs {
        let message = format!("two passages about `{id}` do not say the same");
        let mut one = finding(
            statement,
            "disagreeing_copies",
            other.quote.start,
            &other.quote.text,
            message,
            "let both passages say the same, or remove one",
        );
        one.related.push(Related {
            path: statement.name.clone(),
            line: first.quote.line,
            region: region(first.quote.line, 1, &first.quote.text),
            message: "the first passage".to_string(),
        });
        findings.push(one);
    }
}

/// Two items of lists that have one title and different words. What is said to another end, such as whom data is
/// shared with instead of what it is used for, is no copy.
fn differs(statement: &Statement, found: &Found) -> Option<(String, Passage, Passage)> {
    let first = found.passages.first()?;
    let item = |passage: &Passage| statement.blocks[passage.block].kind == Kind::Item;
    let same_end = |other: &Passage| {
        let lead_in = |passage: &Passage| passage.lead_in.as_deref().map(folded);
        lead_in(other) == lead_in(first)
    };
    let copy = |other: &&Passage| other.digest != first.digest && item(other) && item(first) && same_end(other);
    let other = found.passages.iter().skip(1).find(copy)?;
    Some((found.id.clone(), first.clone(), other.clone()))
}

/// Terms in the form “Term” or "Term" with a capital, defined once by (“Term”) or by `"Term" means`.
fn terms(statement: &Statement, findings: &mut Vec<Finding>) {
    let mut defined: Vec<(String, u32)> = Vec::new();
    let mut quoted: Vec<(String, u32)> = Vec::new();
    for block in statement.blocks.iter().filter(|block| !matches!(block.kind, Kind::Code)) {
        let plain = block.text.plain.as_str();
        for (from, to) in quotations(plain) {
            let term = plain[from..to].trim_end_matches([',', '.']).to_string();
            if !term.chars().next().is_some_and(char::is_uppercase) || term.split(' ').count() > 4 {
                continue;
            }
            let start = block.text.raw(from) as u32;
            let near = plain[..from].rfind(". ").map_or(0, |at| at + 2);
            let before = folded(&plain[near..from]);
            let after = folded(plain[to..].get(..plain[to..].len().min(40)).unwrap_or_default());
            let bracket = plain[..from].rfind('(').is_some_and(|open| !plain[open..from].contains(')'))
                && plain[to..].contains(')');
            let means =
                [" means ", " refers to ", " is a ", " is any ", " is the ", " are ", " which is ", " collectively "]
                    .iter()
                    .any(|words| after.starts_with(words))
                    || before.trim_end().ends_with(" as")
                    || before.trim_end().ends_with(" called")
                    || says(&before, &["we call", "referred to as", "known as"]);
            if bracket || means { defined.push((term, start)) } else { quoted.push((term, start)) }
        }
    }
    quoted.truncate(MOST_TERMS);
    defined.truncate(MOST_TERMS);
    for (term, start) in &quoted {
        let legal = ["Do Not Track", "Do Not Sell", "Shine the Light"].iter().any(|known| term.starts_with(known));
        let known = defined.iter().any(|(name, _)| name == term)
            || legal
            || statement.blocks.iter().any(|block| block.is_heading() && block.text.plain.contains(term.as_str()));
        let first = quoted.iter().find(|(name, _)| name == term).is_some_and(|(_, at)| at == start);
        if !known && first && statement.text.matches(term.as_str()).count() > 1 {
            let message = format!("the term “{term}” is used and never defined");
            findings.push(finding(
                statement,
                "undefined_term",
                *start,
                term,
                message,
                "say what it means where it is first used",
            ));
        }
    }
    for (term, start) in &defined {
        if statement.text.matches(term.as_str()).count() == 1 {
            let message = format!("the term “{term}” is defined and never used");
            findings.push(finding(
                statement,
                "undefined_term",
                *start,
                term,
                message,
                "remove the definition, or use the term",
            ));
        }
    }
}

fn quotations(plain: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut open = None;
    for (at, c) in plain.char_indices() {
        match (c, open) {
            ('“', _) => open = Some(at + c.len_utf8()),
            ('”', Some(from)) => {
                found.push((from, at));
                open = None;
            }
            ('"', None) => open = Some(at + 1),
            ('"', Some(from)) => {
                found.push((from, at));
                open = None;
            }
            _ => {}
        }
    }
    found
}

/// Where the text links bases to purposes at all, a purpose without one is missing it.
fn bases(statement: &Statement, derived: &Derived, findings: &mut Vec<Finding>) {
    if !derived.purposes.iter().any(|purpose| !purpose.bases.is_empty()) {
        return;
    }
    for purpose in derived.purposes.iter().filter(|purpose| purpose.bases.is_empty() && purpose.parent.is_none()) {
        let Some(passage) = purpose.found.passages.first() else { continue };
        let message = format!("the purpose “{}” has no legal basis, although others have", purpose.found.title);
        findings.push(finding(
            statement,
            "purpose_without_basis",
            passage.quote.start,
            &passage.quote.text,
            message,
            "name the legal basis beside it",
        ));
    }
}

/// `](#section)` where no heading, `id` or `name` is of that name.
fn links(statement: &Statement, findings: &mut Vec<Finding>) {
    let text = statement.text.as_str();
    let mut known: Vec<String> =
        statement.blocks.iter().filter(|block| block.is_heading()).map(|block| slug(&block.text.plain)).collect();
    for mark in ["id=\"", "name=\"", "{#", "{: #"] {
        for (at, _) in text.match_indices(mark) {
            let rest = &text[at + mark.len()..];
            let end = rest.find(['"', '}', ' ']).unwrap_or(0);
            known.push(rest[..end].to_string());
        }
    }
    known.sort_unstable();
    for (mark, close) in [("](#", ')'), ("href=\"#", '"')] {
        for (at, _) in text.match_indices(mark) {
            let start = at + mark.len();
            let Some(len) =
                text[start..].find([close, '\n', ' ']).filter(|&len| text[start + len..].starts_with(close))
            else {
                continue;
            };
            let name = &text[start..start + len];
            if !name.is_empty() && known.binary_search(&name.to_string()).is_err() {
                let message = format!("the link `#{name}` leads nowhere in this text");
                findings.push(finding(
                    statement,
                    "dangling_anchor",
                    start as u32 - 1,
                    &format!("#{name}"),
                    message,
                    "correct the link, or add the section",
                ));
            }
        }
    }
}

/// The anchor that Markdown renderers give a heading.
fn slug(heading: &str) -> String {
    let lower = heading.to_lowercase();
    lower
        .chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'))
        .map(|c| if c == ' ' { '-' } else { c })
        .collect()
}

fn breaks_off(statement: &Statement, derived: &Derived, findings: &mut Vec<Finding>) {
    let Some(reason) = &derived.incomplete_because else { return };
    let end = statement.text.trim_end().len();
    let start = statement.text[..end].rfind(char::is_whitespace).map_or(0, |at| at + 1);
    let last = &statement.text[start..end];
    findings.push(finding(
        statement,
        "incomplete_statement",
        start as u32,
        last,
        reason.clone(),
        "give the whole text: what it does not say is taken as not stated",
    ));
}
