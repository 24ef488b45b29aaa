//! Blocks come in; single facts go out: the document's title and date, where it breaks off, how long data is kept, how it
//! is processed, what is denied.

use super::barred::{barred, barred_item};
use super::context::Context;
use super::naming::known;
use super::phrase::{short, title};
use super::relations::{kept_apart, named, owner};
use super::{Derived, Method, Prohibition, Retention, merge};
use crate::statement::block::{Block, Kind};
use crate::statement::ids::id;
use crate::statement::keys::keys;
use crate::statement::polarity::{Polarity, UNLIMITED, judge};
use crate::statement::role::Role;
use crate::statement::sentence::{folded, says, sentences};
use crate::statement::wording::MONTHS;

/// Title, date and completeness of the text.
pub(super) fn document(context: &Context<'_>, derived: &mut Derived) {
    let blocks = &context.statement.blocks;
    derived.title = blocks.iter().find(|block| block.is_heading()).map(|block| block.text.plain.clone());
    derived.updated = blocks.iter().take(12).find_map(|block| date(&block.text.plain));
    let last = blocks.iter().rev().find(|block| !block.text.is_empty() || !block.cells.is_empty());
    if let Some(last) = last.filter(|last| breaks_off(last)) {
        let line = context.statement.line(last.span.end.saturating_sub(1));
        derived.complete = false;
        derived.incomplete_because = Some(format!("the text ends in the middle of a sentence, in line {line}"));
    }
    if !in_english(blocks) {
        derived.complete = false;
        let reason = "the text is not in English, and every cue is: what it says was not read";
        derived.incomplete_because = Some(reason.to_string());
    }
}

/// Whether a text is in English, as far as its first words tell: a small text is given the benefit of the doubt.
fn in_english(blocks: &[Block]) -> bool {
    const COMMON: [&str; 14] =
        ["the", "of", "and", "to", "we", "your", "our", "in", "is", "or", "for", "that", "not", "with"];
    let (mut letters, mut foreign, mut words, mut common) = (0_usize, 0_usize, 0_usize, 0_usize);
    for block in blocks.iter().take(400) {
        let plain = &block.text.plain;
        letters += plain.chars().filter(|c| c.is_alphabetic()).count();
        foreign += plain.chars().filter(|c| c.is_alphabetic() && !c.is_ascii()).count();
        for word in plain.split_whitespace() {
            words += 1;
            let word = word.trim_matches(|c: char| !c.is_alphanumeric());
            common += usize::from(COMMON.iter().any(|known| known.eq_ignore_ascii_case(word)));
        }
    }
    letters < 200 || foreign * 2 < letters && common * 25 >= words
}

/// Whether a text that ends with this block ends in the middle of a sentence.
pub(super) fn breaks_off(last: &Block) -> bool {
    let plain = last.text.plain.trim_end();
    let ended = plain.ends_with(['.', '!', '?', ':', ')', '"', '”', '’', '>', '*', '|', ']', '/']);
    last.kind == Kind::Paragraph && !ended && plain.contains(". ") && plain.split_whitespace().count() > 12
}

fn date(plain: &str) -> Option<String> {
    let text = folded(plain);
    if !says(&text, &["updated", "effective", "modified", "revised", "version", "as of", "date"]) || plain.len() > 200 {
        return None;
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let year = words
        .iter()
        .copied()
        .find(|word| word.len() == 4 && word.starts_with("20") && word.bytes().all(|b| b.is_ascii_digit()));
    if let Some(iso) =
        words.iter().find(|word| word.len() == 10 && word.as_bytes()[4] == b'-' && word.starts_with("20"))
    {
        return Some((*iso).to_string());
    }
    let year = year?;
    let month = words.iter().find_map(|word| {
        MONTHS.iter().position(|month| month == word || word.len() == 3 && month.starts_with(*word))
    })? + 1;
    let day = words
        .iter()
        .filter_map(|word| word.trim_end_matches(|c: char| c.is_alphabetic()).parse::<u32>().ok())
        .find(|day| (1..=31).contains(day));
    Some(match day {
        Some(day) => format!("{year}-{month:02}-{day:02}"),
        None => format!("{year}-{month:02}"),
    })
}

/// How long data is kept, where a sentence says it in days, weeks, months or years, or "until you delete it".
pub(super) fn retention(context: &Context<'_>, derived: &mut Derived) {
    let mut found = Vec::new();
    for (block, entry) in context.statement.blocks.iter().enumerate() {
        if !matches!(entry.kind, Kind::Paragraph | Kind::Item) {
            continue;
        }
        let plain = entry.text.plain.as_str();
        for (from, to) in sentences(plain) {
            let sentence = &plain[from..to];
            let text = folded(sentence);
            let keeps = says(
                &text,
                &[
                    "retain~",
                    "kept",
                    "keep",
                    "keeps",
                    "stored for",
                    "store * for",
                    "deleted",
                    "delete",
                    "purged",
                    "removed",
                    "expire~",
                    "stored until",
                ],
            );
            let right =
                says(&text, &["right to", "respond", "request~", "notice"]) && context.roles[block] != Role::Retention;
            if !keeps || right || judge(&text) == Polarity::Past {
                continue;
            }
            let Some(period) = period(&text) else { continue };
            let only = || spoken_of_alone(&derived.categories, sentence, &period);
            let category = owner(context, block, &derived.categories).or_else(only);
            let entry = context.found(block, from, to, &title(sentence), super::RETENTION);
            let entry = super::Found { id: retention_id(&period, category.as_deref()), ..entry };
            merge(&mut found, Retention { found: entry, period, category }, |retention| &mut retention.found);
        }
    }
    derived.retention = found;
}

fn retention_id(period: &str, category: Option<&str>) -> String {
    let of = category.unwrap_or("all-data");
    id(&format!("{of} {period}"))
}

/// The one category that is named beside a period: "hikes are kept until you delete them, orders for ten years".
fn spoken_of_alone(categories: &[super::Category], sentence: &str, wanted: &str) -> Option<String> {
    let mut clauses = sentence.split([',', ';']);
    let clause = clauses.find(|clause| period(&folded(clause)).as_deref() == Some(wanted))?;
    let [one] = <[String; 1]>::try_from(named(categories, clause)).ok()?;
    Some(one)
}

/// The period that words name: `P30D`, `until-deletion`.
fn period(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    for pair in words.windows(2) {
        let Some(number) = number(pair[0]) else { continue };
        let unit = pair[1].trim_end_matches('s');
        let days = match unit {
            "day" => number,
            "week" => number * 7,
            "month" => number * 30,
            "year" => number * 365,
            _ => continue,
        };
        return Some(format!("P{days}D"));
    }
    let until = says(
        text,
        &[
            "as long as your account",
            "until you delete",
            "until your account",
            "until deleted",
            "until you choose to delete",
            "as long as you have an account",
            "while your account",
            "account is active",
        ],
    );
    until.then(|| "until-deletion".to_string())
}

fn number(word: &str) -> Option<u32> {
    const NAMES: [&str; 13] =
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    word.parse().ok().filter(|&number| (1..=5000).contains(&number)).or_else(|| {
        let at = NAMES.iter().position(|name| *name == word)?;
        (at > 0).then_some(at as u32)
    })
}

/// Methods of processing.
pub(super) fn processing(context: &Context<'_>, derived: &mut Derived) {
    const KNOWN: [(&str, &str, &str, &[&str]); 4] = [
        (
            "automated-processing",
            "Automated processing",
            "automated",
            &["automated methods", "automated processing", "automated means", "using both automated", "both automated"],
        ),
        (
            "human-review",
            "Human review",
            "human",
            &[
                "manual (human)",
                "manually review",
                "human review",
                "manual techniques",
                "reviewed by humans",
                "manual review",
            ],
        ),
        ("artificial-intelligence", "Artificial intelligence", "ai", &["artificial intelligence", "machine learning"]),
        (
            "training",
            "Training of models",
            "training",
            &["train, and improve", "train our", "training our", "to train"],
        ),
    ];
    let mut methods = Vec::new();
    for (block, entry) in context.statement.blocks.iter().enumerate() {
        if !matches!(entry.kind, Kind::Paragraph | Kind::Item)
            || !matches!(context.roles[block], Role::Use | Role::Collect | Role::Neutral)
        {
            continue;
        }
        for (from, to) in sentences(&entry.text.plain) {
            let sentence = &entry.text.plain[from..to];
            if judge(&folded(sentence)) == Polarity::Denies
                || !says(&folded(sentence), &["process~", "review~", "methods", "train", "data", "information"])
            {
                continue;
            }
            for (id, title, kind, words) in KNOWN {
                let hit = words.iter().find_map(|word| sentence.find(word).map(|at| (at, word.len())));
                if let Some((at, len)) = hit.filter(|_| !methods.iter().any(|method: &Method| method.found.id == id)) {
                    let mut found = context.found(block, from + at, from + at + len, title, "words for a method");
                    found.id = id.to_string();
                    methods.push(Method { found, kind });
                }
            }
        }
    }
    derived.processing = methods;
}

/// Denials: in any section, and the items under "We do not collect:".
pub(super) fn prohibitions(context: &Context<'_>, derived: &mut Derived) {
    let mut found = Vec::new();
    for (block, entry) in context.statement.blocks.iter().enumerate() {
        let role = context.roles[block];
        match entry.kind {
            Kind::Item if role == Role::Denied && !entry.text.is_empty() => {
                denied_item(context, block, &derived.categories, &mut found)
            }
            Kind::Paragraph | Kind::Item => {
                let aside = matches!(role, Role::Other | Role::Regional | Role::Cookies);
                sentences_of(context, block, aside, &derived.categories, &mut found)
            }
            _ => {}
        }
    }
    for prohibition in &mut found {
        if prohibition.keys.is_empty() {
            prohibition.keys = known(&derived.categories, &prohibition.found.title).into_iter().collect();
        }
    }
    derived.prohibitions = found;
}

fn denied_item(context: &Context<'_>, block: usize, categories: &[super::Category], found: &mut Vec<Prohibition>) {
    let plain = context.plain(block);
    let entry = context.found(block, 0, plain.len(), &title(&short(plain)), "item under a denial");
    let lead = context.statement.introduced_by(block).map_or("", |lead| context.plain(lead));
    let barred = barred_item(context, block, lead, plain, categories);
    let at = add(
        found,
        entry,
        plain,
        says(&folded(lead), &["collect~", "log", "record", "gather~", "store", "track~", "receive"]) || lead.is_empty(),
    );
    if let Some(prohibition) = at.and_then(|at| found.get_mut(at)) {
        prohibition.barred = prohibition.barred.take().or(barred);
    }
}

/// In sections about rights, one region or cookies, only that data is not sold counts: the rest is said there again.
fn sentences_of(
    context: &Context<'_>,
    block: usize,
    aside: bool,
    categories: &[super::Category],
    found: &mut Vec<Prohibition>,
) {
    let plain = context.plain(block);
    for (from, to) in sentences(plain) {
        let sentence = &plain[from..to];
        let text = folded(sentence);
        let text = UNLIMITED.iter().fold(text, |text, words| text.replace(words, ""));
        let introduces = sentence.ends_with(':') && !context.statement.children(block).is_empty();
        let mixed = says(
            &text,
            &[
                "but not",
                "but do not",
                "but is not",
                "but are not",
                "and do not",
                "and will not",
                "however we do not",
                "but never",
                "but we do not",
                "we do not",
            ],
        );
        let sold = says(&text, &["we * not * sell", "we never * sell", "we don't sell", "never sold", "not sold"]);
        let separated = says(&text, &["separately from", "separate from", "apart from"]);
        let told = judge(&text) == Polarity::Denies || mixed || separated;
        let apart = if told { kept_apart(context, block, sentence, categories) } else { None };
        if separated && apart.is_none() && judge(&text) != Polarity::Denies
            || !told
            || aside && !sold
            || introduces
            || says(
                &text,
                &[
                    "you do not",
                    "you don't",
                    "if you",
                    "knowingly",
                    "does not apply",
                    "this policy",
                    "this statement",
                    "not required",
                ],
            )
        {
            continue;
        }
        let entry = context.found(block, from, to, &title(&short(sentence)), "sentence that denies");
        let collection = says(
            &text,
            &[
                "not collect~",
                "never collect~",
                "don't collect~",
                "not * collect",
                "not log",
                "don't log",
                "not record",
                "not track",
                "don't track",
                "not contain",
                "not include",
                "no personal",
                "not store",
                "don't store",
                "never log",
                "not gather",
                "not receive",
                "not have access",
            ],
        );
        let at = add(found, entry, sentence, collection);
        if let Some(prohibition) = at.and_then(|at| found.get_mut(at)) {
            prohibition.apart = prohibition.apart.take().or(apart);
            let conditional = prohibition.condition.is_some() || says(&text, &["other than", "as described", "only"]);
            let barred = barred(context, block, (from, sentence), categories, conditional);
            prohibition.barred = prohibition.barred.take().or(barred);
        }
    }
}

fn add(found: &mut Vec<Prohibition>, entry: super::Found, words: &str, collection: bool) -> Option<usize> {
    if entry.id.is_empty() {
        return None;
    }
    let text = words.to_lowercase();
    let condition = ["without your", "unless", "except", "where required", "without explicit", "without permission"]
        .iter()
        .find_map(|mark| text.find(mark).map(|at| text[at..].split([',', ';', '.']).next().unwrap_or_default()))
        .map(|words| words.trim().to_string());
    let keys = keys(words);
    let prohibition = Prohibition { found: entry, keys, collection, condition, apart: None, barred: None };
    Some(merge(found, prohibition, |entry| &mut entry.found).0)
}
