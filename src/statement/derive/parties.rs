//! Blocks with roles and labels come in; where data comes from and who receives it go out.

use super::bullets::is_noun_bullet;
use super::context::Context;
use super::links::trim_group;
use super::phrase::{noun, title};
use super::tables::Table;
use super::titles::attribute;
use super::{Derived, Found, Source, merge};
use crate::statement::block::Kind;
use crate::statement::ids::id;
use crate::statement::polarity::{Polarity, polarity};
use crate::statement::role::{Role, source_heading};
use crate::statement::sentence::{folded, says, sentences};

/// Words for those who are someone else.
const PARTIES: [&str; 36] = [
    "affiliate~",
    "subsidiar~",
    "service provider~",
    "vendor~",
    "partner~",
    "reseller~",
    "processor~",
    "subprocessor~",
    "contractor~",
    "law enforcement",
    "authorit~",
    "court~",
    "regulator~",
    "advertiser~",
    "advertising network~",
    "ad network~",
    "public",
    "other users",
    "payment provider~",
    "analytics provider~",
    "hosting provider~",
    "third parties",
    "third party",
    "third-part~",
    "data broker~",
    "social networks",
    "researchers",
    "organization~",
    "organisation~",
    "companies",
    "professional advisors",
    "advisers",
    "auditors",
    "successor~",
    "acquirer~",
    "government~",
];

/// Finds the sources.
pub(super) fn sources(context: &Context<'_>, derived: &mut Derived) {
    let mut sources = Vec::new();
    for block in 0..context.statement.blocks.len() {
        let role = context.roles[block];
        match context.kind(block) {
            Kind::Heading(_) if role == Role::Collect && source_heading(context.plain(block)) => {
                heading(context, block, &mut sources)
            }
            Kind::Item if role == Role::Source => item(context, block, &mut sources),
            Kind::Item if role == Role::Collect && under_third_parties(context, block) => {
                party_label(context, block, &mut sources)
            }
            Kind::Paragraph if matches!(role, Role::Collect | Role::Neutral) => prose(context, block, &mut sources),
            _ => {}
        }
    }
    derived.sources = sources;
}

fn kind_of(words: &str) -> &'static str {
    let text = folded(words);
    if says(&text, &["third", "other sources", "others", "partners", "outside"]) {
        "third-party"
    } else if says(&text, &["automatically", "automatic", "use", "interactions", "device", "observe~"]) {
        "observed"
    } else {
        "provided"
    }
}

fn heading(context: &Context<'_>, block: usize, sources: &mut Vec<Source>) {
    let plain = context.plain(block);
    let words = trim_group(plain);
    let from = plain.find(words).unwrap_or(0);
    let found = context.found(block, from, from + words.len(), &title(words), "heading");
    add(sources, found, kind_of(words), None);
}

fn item(context: &Context<'_>, block: usize, sources: &mut Vec<Source>) {
    let plain = context.plain(block);
    if !is_noun_bullet(plain) {
        return;
    }
    let (from, to) = match context.labels[block] {
        Some(label) => (label.from, label.to),
        None => party(plain),
    };
    let asked = says(&folded(plain), &["permission", "consent"]).then_some("opt-in");
    let found = context.found(block, from, to, &title(&plain[from..to]), "item of a list of sources");
    add(sources, found, "third-party", asked);
}

/// A party as it is named, with what tells it from others: "Partners", "Service providers".
fn party(plain: &str) -> (usize, usize) {
    let (from, to) = noun(plain);
    let cut = [" that help ", " that make ", " that deliver ", " with which ", " who ", ", when "]
        .iter()
        .filter_map(|cut| plain[from..to].find(cut))
        .min();
    (from, cut.map_or(to, |cut| from + cut))
}

fn under_third_parties(context: &Context<'_>, block: usize) -> bool {
    let heading = context.statement.blocks[block].heading;
    heading.is_some_and(|heading| {
        kind_of(context.plain(heading)) == "third-party" && source_heading(context.plain(heading))
    })
}

fn party_label(context: &Context<'_>, block: usize, sources: &mut Vec<Source>) {
    let Some(label) = context.labels[block] else { return };
    let plain = context.plain(block);
    let found =
        context.found(block, label.from, label.to, &title(&plain[label.from..label.to]), "label under third parties");
    add(sources, found, "third-party", None);
}

/// "We collect data from you, through our interactions with you and through our products."
fn prose(context: &Context<'_>, block: usize, sources: &mut Vec<Source>) {
    let plain = context.plain(block);
    for (from, to) in sentences(plain) {
        let sentence = &plain[from..to];
        let text = folded(sentence);
        if polarity(sentence) != Polarity::Collects
            || !says(&text, &["collect~ * from you", "receive * from you", "obtain * from you"])
        {
            continue;
        }
        let whole = [
            ("from you", "You", "provided"),
            ("through our interactions", "Interactions", "observed"),
            ("automatically", "Automatically", "observed"),
        ];
        for (words, named, kind) in whole {
            if let Some(at) = sentence.find(words).filter(|_| !sources.iter().any(|known| known.kind == kind)) {
                let found = context.found(block, from + at, from + at + words.len(), named, "sentence about sources");
                add(sources, found, kind, None);
            }
        }
    }
}

fn add(sources: &mut Vec<Source>, found: Found, kind: &'static str, choice: Option<&'static str>) {
    if !found.id.is_empty() {
        merge(sources, Source { found, kind, choice }, |source| &mut source.found);
    }
}

/// Finds the recipients.
pub(super) fn recipients(context: &Context<'_>, tables: &[Table], derived: &mut Derived) {
    let mut found = Vec::new();
    for block in 0..context.statement.blocks.len() {
        if context.statement.blocks[block].contents_link {
            continue;
        }
        let role = context.roles[block];
        match context.kind(block) {
            Kind::Item if role == Role::Share => recipient_item(context, block, &mut found),
            Kind::Paragraph if role == Role::Share && context.labels[block].is_some_and(|label| label.strong) => {
                recipient_item(context, block, &mut found)
            }
            Kind::Paragraph if !matches!(role, Role::Regional | Role::Other | Role::Cookies) => {
                sent_to(context, block, &mut found)
            }
            _ => {}
        }
    }
    for table in tables {
        let Some(column) = table.recipient else { continue };
        for &row in &table.rows {
            let Some(cell) = context.statement.blocks[row].cells.get(column) else { continue };
            let (from, to) = noun(&cell.plain);
            let words = &cell.plain[from..to];
            let none = says(&folded(words), &["none", "no", "n a", "not shared", "nobody"]);
            if to > from && !none {
                let entry = Found {
                    id: id(words),
                    title: title(words),
                    passages: vec![context.passage(row, cell, from, to)],
                    cue: "table cell",
                };
                merge(&mut found, entry, |entry| entry);
            }
        }
    }
    derived.recipients = found;
}

fn recipient_item(context: &Context<'_>, block: usize, found: &mut Vec<Found>) {
    let plain = context.plain(block);
    let (from, to) = match context.labels[block] {
        Some(label) if attribute(&plain[label.from..label.to]).is_none() => (label.from, label.to),
        Some(_) => return,
        None => noun(plain),
    };
    let words = &plain[from..to];
    let denied = context.judged(&context.body(block)).first == Some(Polarity::Denies);
    let named = context.labels[block].is_some()
        && !words.starts_with("To ")
        && !words.starts_with("When ")
        && !words.starts_with("With ")
        || says(&folded(words), &PARTIES);
    if denied || !named || words.is_empty() {
        return;
    }
    let entry = context.found(block, from, to, &title(words), "item of a list of recipients");
    merge(found, entry, |entry| entry);
}

/// "sends analytics to InfluxDB", "shared with affiliates".
fn sent_to(context: &Context<'_>, block: usize, found: &mut Vec<Found>) {
    let plain = context.plain(block);
    for (from, to) in sentences(plain) {
        let sentence = &plain[from..to];
        if polarity(sentence) == Polarity::Denies {
            continue;
        }
        let lower = sentence.to_ascii_lowercase();
        for (verb, link) in [
            ("sends ", " to "),
            ("send ", " to "),
            ("sent ", "to "),
            ("share ", " with "),
            ("shared ", "with "),
            ("disclose ", " with "),
            ("disclose ", " to "),
            ("disclosed ", "to "),
            ("transmit", " to "),
            ("provided ", "to "),
        ] {
            let Some(at) = lower.find(verb) else { continue };
            let after = at + verb.len();
            let Some(offset) = lower[after..].find(link).filter(|&offset| offset < 80) else { continue };
            let start = after + offset + link.len();
            let (a, b) = receiver(&sentence[start..]);
            let words = &sentence[start + a..start + b];
            if words.is_empty() || !(proper(words) || says(&folded(words), &PARTIES)) {
                continue;
            }
            let entry =
                context.found(block, from + start + a, from + start + b, &title(words), "sentence about recipients");
            merge(found, entry, |entry| entry);
            break;
        }
    }
}

/// The party at the start of a text.
fn receiver(text: &str) -> (usize, usize) {
    let (from, to) = noun(text);
    let cut = [" over ", " for ", " to ", " via ", " using ", " in ", " as ", " under ", " on ", ",", " by "]
        .iter()
        .filter_map(|cut| text[from..to].find(cut))
        .min();
    (from, cut.map_or(to, |cut| from + cut))
}

/// A name: it begins with a capital, and is not the one who speaks.
fn proper(words: &str) -> bool {
    let text = folded(words);
    words.starts_with(char::is_uppercase)
        && words.split(' ').count() <= 5
        && !says(&text, &["us", "you", "i", "we", "this"])
}
