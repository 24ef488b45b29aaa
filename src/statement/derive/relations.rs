//! Categories and the sentences of a text come in; what the text says one category may contain, be inferred from or be
//! kept apart from goes out, and the products that have sections of their own.

use super::context::Context;
use super::titles::{attribute, data_noun};
use super::{Category, Derived, Found};
use crate::statement::block::Kind;
use crate::statement::ids::id;
use crate::statement::keys::keys;
use crate::statement::polarity::{Polarity, judge};
use crate::statement::role::{Role, heading_role, purpose_heading, unnumbered};
use crate::statement::sentence::{folded, says, sentences};

/// Most sentences that are asked for relations: a text that states more of them is no statement.
const MOST_SENTENCES: usize = 5_000;

const CONTAINS: [&str; 8] = [
    " may contain ",
    " can contain ",
    " could contain ",
    " may also contain ",
    " may include ",
    " can include ",
    " may reveal ",
    " can reveal ",
];

const INFERS: [&str; 5] = [" infer", " derive", " deduce", " estimate", " determine"];

/// Finds what categories may contain and what they are inferred from, where a sentence names both.
pub(super) fn derive(context: &Context<'_>, derived: &mut Derived) {
    let mut asked = 0;
    for (block, entry) in context.statement.blocks.iter().enumerate() {
        if !matches!(entry.kind, Kind::Paragraph | Kind::Item) {
            continue;
        }
        let plain = entry.text.plain.as_str();
        for (from, to) in sentences(plain) {
            let lower = plain[from..to].to_ascii_lowercase();
            let contains = CONTAINS.iter().find_map(|mark| lower.find(mark).map(|at| (at, at + mark.len())));
            let infers = INFERS.iter().any(|verb| lower.contains(verb));
            if contains.is_none() && !infers || asked > MOST_SENTENCES || judge(&folded(&lower)) == Polarity::Denies {
                continue;
            }
            asked += 1;
            let own = owner(context, block, &derived.categories);
            if let Some((at, start)) = contains {
                let subjects = or(named(&derived.categories, &lower[..at]), own.as_ref());
                let parts = named(&derived.categories, &lower[start..]);
                contain(&mut derived.categories, &subjects, &parts);
            }
            if infers {
                inferred(&mut derived.categories, &lower, own.as_ref());
            }
        }
    }
}

fn contain(categories: &mut [Category], subjects: &[String], parts: &[String]) {
    for subject in subjects {
        for part in parts {
            if part != subject && !kin(categories, subject, part) {
                add(categories, subject, part, |category| &mut category.may_contain);
            }
        }
    }
}

/// "We infer Y from X", "Y can be derived from X", "X is used to determine Y".
fn inferred(categories: &mut [Category], lower: &str, own: Option<&String>) {
    let verb = INFERS.iter().filter_map(|verb| lower.find(verb).map(|at| (at, at + verb.len()))).min();
    let Some((at, end)) = verb else { return };
    if [" not", "n't", "n’t", " never", " cannot"].iter().any(|not| lower[..at].ends_with(not)) {
        return;
    }
    let end = lower[end..].find(' ').map_or(lower.len(), |space| end + space);
    let mark = [" from ", " based on "].iter().filter_map(|m| lower[end..].find(m).map(|at| (end + at, m.len()))).min();
    let passive =
        lower[at..end].ends_with('d') && [" be", " is", " are", " was"].iter().any(|w| lower[..at].ends_with(w));
    let (of, from) = match mark {
        Some((mark, len)) if passive => (&lower[..at], &lower[mark + len..]),
        Some((mark, len)) => (&lower[end..mark], &lower[mark + len..]),
        None if lower[..at].ends_with(" used to") || lower[..at].ends_with(" processed to") => {
            (&lower[end..], &lower[..at])
        }
        None => return,
    };
    let told = or(spoken_of(categories, of), own.filter(|_| passive));
    let from = spoken_of(categories, from);
    for id in &told {
        for source in from.iter().filter(|source| *source != id) {
            add(categories, id, source, |category| &mut category.inferred_from);
        }
    }
}

fn add(categories: &mut [Category], id: &str, other: &str, list: impl Fn(&mut Category) -> &mut Vec<String>) {
    if let Some(category) = categories.iter_mut().find(|category| category.found.id == id) {
        let list = list(category);
        if !list.iter().any(|known| known == other) {
            list.push(other.to_string());
        }
    }
}

fn or(found: Vec<String>, else_one: Option<&String>) -> Vec<String> {
    if found.is_empty() { else_one.cloned().into_iter().collect() } else { found }
}

/// Whether one category stands under the other.
fn kin(categories: &[Category], one: &str, other: &str) -> bool {
    let above = |id: &str| categories.iter().find(|known| known.found.id == id).and_then(|known| known.parent.clone());
    let under = |id: &str, top: &str| {
        let mut at = above(id);
        let mut steps = 0;
        while let Some(parent) = at.filter(|_| steps < 20) {
            if parent == top {
                return true;
            }
            at = above(&parent);
            steps += 1;
        }
        false
    };
    under(one, other) || under(other, one)
}

/// The categories that words name by their titles.
pub(super) fn named(categories: &[Category], words: &str) -> Vec<String> {
    let text = folded(words);
    let names = |category: &&Category| {
        let title = folded(&category.found.title);
        let title = title.trim();
        let bare = title.trim_end_matches(" data").trim_end_matches(" information");
        // "Device data" is meant by "device data" alone, "Voice recordings data" by its first words, too.
        says(&text, &[title]) || bare.contains(' ') && says(&text, &[bare])
    };
    categories.iter().filter(names).map(|category| category.found.id.clone()).collect()
}

/// The categories that words speak of: by title, or else by the data that they name.
pub(super) fn spoken_of(categories: &[Category], words: &str) -> Vec<String> {
    let by_title = named(categories, words);
    if !by_title.is_empty() {
        return by_title;
    }
    let mut found: Vec<String> = Vec::new();
    for key in keys(words) {
        let covers = |category: &&Category| {
            category.covers.contains(&key) || category.elements.iter().any(|part| part.covers.contains(&key))
        };
        if let Some(category) = categories.iter().find(covers)
            && !found.contains(&category.found.id)
        {
            found.push(category.found.id.clone());
        }
    }
    found
}

/// The category that a block is about.
pub(super) fn owner(context: &Context<'_>, block: usize, categories: &[Category]) -> Option<String> {
    let mine = |at: usize| {
        let rests = |category: &&Category| category.found.passages.iter().any(|passage| passage.block == at);
        categories.iter().find(rests).map(|category| category.found.id.clone())
    };
    let entry = &context.statement.blocks[block];
    mine(block).or_else(|| entry.parent.and_then(mine)).or_else(|| entry.heading.and_then(mine))
}

/// The two sides of "we keep X separate from Y", "we do not combine X with Y", where both are known.
pub(super) fn kept_apart(
    context: &Context<'_>,
    block: usize,
    sentence: &str,
    categories: &[Category],
) -> Option<(String, String)> {
    let lower = sentence.to_ascii_lowercase();
    let text = folded(sentence);
    let separate = [" separately from ", " separate from ", " apart from "];
    let join = [
        " combine ",
        " link ",
        " associate ",
        " join ",
        " merge ",
        " correlate ",
        " combined ",
        " linked ",
        " associated ",
    ];
    let (left, right) = if let Some((at, len)) = first(&lower, &separate)
        .filter(|_| says(&text, &["store~", "keep", "keeps", "kept", "held", "hold", "maintain~"]))
    {
        (&lower[..at], &lower[at + len..])
    } else {
        let (verb, len) = first(&lower, &join).filter(|_| judge(&text) == Polarity::Denies)?;
        let (with, mark) = first(&lower[verb + len..], &[" with ", " to "])?;
        let passive = lower[verb..verb + len].trim_end().ends_with("ed");
        let left = if passive { &lower[..verb] } else { &lower[verb + len..verb + len + with] };
        (left, &lower[verb + len + with + mark..])
    };
    let this = says(&folded(left), &["this", "these", "it", "them", "they"]);
    let own = || owner(context, block, categories).filter(|_| this);
    let anonymous = says(&folded(left), &["unauthenticated", "not signed in", "signed out", "without an account"]);
    let strangers = || anonymous.then(|| "@unauthenticated".to_string());
    let one = spoken_of(categories, left).into_iter().next().or_else(strangers).or_else(own)?;
    let identity =
        ["identify you", "identifies you", "your identity", "you personally", "your account", "account information"];
    let by_name = named(categories, right).into_iter().next();
    let other = by_name
        .or_else(|| says(&folded(right), &identity).then(|| "@identifies:direct".to_string()))
        .or_else(|| spoken_of(categories, right).into_iter().next())?;
    (one != other).then_some((one, other))
}

fn first(lower: &str, marks: &[&str]) -> Option<(usize, usize)> {
    marks.iter().filter_map(|mark| lower.find(mark).map(|at| (at, mark.len()))).min()
}

/// Products: headings of their own under one that announces them ("Product-specific details", "Our apps").
pub(super) fn products(context: &Context<'_>) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    for (block, entry) in context.statement.blocks.iter().enumerate() {
        let plain = context.plain(block);
        let Some(above) = entry.heading.filter(|_| entry.is_heading()) else { continue };
        if !announces_products(context.plain(above)) || !is_name(plain) || found.len() >= super::MOST {
            continue;
        }
        let from = plain.len() - unnumbered(plain).len();
        let title = plain[from..].trim_end_matches([':', '.']);
        let product = context.found(block, from, from + title.len(), title, "heading of a product");
        if !product.id.is_empty() && !found.iter().any(|known| known.id == id(title)) {
            found.push(product);
        }
    }
    found
}

/// What each product may have, where a section about one product names categories that no other passage does: those, and
/// what the text says of all products.
pub(super) fn product_categories(context: &Context<'_>, derived: &Derived) -> Vec<(String, Vec<String>)> {
    let sections: Vec<(&Found, std::ops::Range<usize>)> = derived
        .products
        .iter()
        .filter_map(|product| Some((product, context.section(product.passages.first()?.block))))
        .collect();
    // The product in whose sections alone a category is named.
    let bound = |category: &Category| -> Option<&str> {
        let mut of = None;
        for passage in &category.found.passages {
            let (product, _) = sections.iter().find(|(_, section)| section.contains(&passage.block))?;
            if of.is_some_and(|known| known != product.id.as_str()) {
                return None;
            }
            of = Some(product.id.as_str());
        }
        of
    };
    let owners: Vec<(Option<&str>, &str)> =
        derived.categories.iter().map(|category| (bound(category), category.found.id.as_str())).collect();
    if owners.iter().all(|(owner, _)| owner.is_none()) {
        return Vec::new();
    }
    let allowed = |product: &Found| {
        let mine = owners.iter().filter(|(owner, _)| owner.is_none_or(|owner| owner == product.id));
        mine.map(|(_, category)| (*category).to_string()).collect()
    };
    derived.products.iter().map(|product| (product.id.clone(), allowed(product))).collect()
}

fn announces_products(heading: &str) -> bool {
    says(
        &folded(heading),
        &[
            "product-specific",
            "products and services",
            "specific products",
            "specific services",
            "individual products",
            "individual services",
            "our products",
            "our apps",
            "our services",
            "our websites and apps",
            "by product",
            "per product",
            "each product",
        ],
    ) && !says(&folded(heading), &["how", "why", "share", "use", "when you use", "use of", "improve", "provide"])
}

/// A heading that is a name: no question, no act, no data, and nothing that a statement speaks of.
fn is_name(heading: &str) -> bool {
    let bare = unnumbered(heading).trim_end_matches([':', '.']);
    let small = ["and", "of", "for", "the", "on", "by", "&"];
    let mut words = bare.split_whitespace();
    bare.split_whitespace().count() <= 6
        && !bare.ends_with('?')
        && words.all(|word| small.contains(&word) || !word.starts_with(|c: char| c.is_lowercase()))
        && heading_role(bare) == Role::Neutral
        && !purpose_heading(bare)
        && attribute(bare).is_none()
        && !data_noun(bare)
}
