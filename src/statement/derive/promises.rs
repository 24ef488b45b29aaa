//! Blocks come in; what the text promises and no linter can check goes out: what is done only so, and the sections about
//! cookies and permissions, which name no data of their own and are to be read again when they change.

use super::context::Context;
use super::phrase::{short, title};
use super::{Derived, Found, Passage, Promise, merge};
use crate::statement::block::Kind;
use crate::statement::polarity::{Polarity, judge};
use crate::statement::role::{Role, unnumbered};
use crate::statement::sentence::{folded, says, sentences};
use std::collections::BTreeSet;

/// Finds them.
pub(super) fn derive(context: &Context<'_>, derived: &mut Derived) {
    let mut found = Vec::new();
    let anchored: BTreeSet<usize> = anchored(derived);
    for (block, entry) in context.statement.blocks.iter().enumerate() {
        match entry.kind {
            Kind::Heading(_) => section(context, block, &anchored, &mut found),
            Kind::Paragraph | Kind::Item => limits(context, block, &mut found),
            _ => {}
        }
    }
    let prohibited = derived.prohibitions.iter().map(|known| &known.found.id);
    let known: BTreeSet<&String> = prohibited.chain(derived.retention.iter().map(|known| &known.found.id)).collect();
    found.retain(|promise| !known.contains(&promise.found.id));
    derived.promises = found;
}

/// Blocks on which an entry rests that drift would report by itself.
fn anchored(derived: &Derived) -> BTreeSet<usize> {
    let categories = derived.categories.iter().map(|category| &category.found);
    let purposes = derived.purposes.iter().map(|purpose| &purpose.found);
    categories.chain(purposes).flat_map(|found| found.passages.iter().map(|passage| passage.block)).collect()
}

/// "We use your email address only to …", "It is shared solely with …".
fn limits(context: &Context<'_>, block: usize, found: &mut Vec<Promise>) {
    if matches!(context.roles[block], Role::Other | Role::Regional | Role::Cookies) {
        return;
    }
    let plain = context.plain(block);
    for (from, to) in sentences(plain) {
        let sentence = &plain[from..to];
        let text = folded(sentence);
        let limited = says(&text, &["only", "solely", "exclusively"])
            && says(
                &text,
                &["use", "used", "uses", "share", "shared", "shares", "disclose", "disclosed", "process", "processed"],
            )
            && says(&text, &["only to", "only for", "only with", "only used", "only use", "only share", "only shared"])
            || says(
                &text,
                &["solely to", "solely for", "solely with", "exclusively for", "exclusively to", "used solely"],
            );
        let aside = says(
            &text,
            &["if you", "only for as long", "only as long", "only if", "third parties", "their", "you may"],
        );
        if !limited || aside || sentence.ends_with(':') || judge(&text) == Polarity::Denies {
            continue;
        }
        let entry = context.found(block, from, to, &title(&short(sentence)), "sentence with “only”");
        add(found, entry, "that the data is used only so");
    }
}

/// A section about cookies or permissions.
fn section(context: &Context<'_>, heading: usize, anchored: &BTreeSet<usize>, found: &mut Vec<Promise>) {
    let plain = context.plain(heading);
    if anchored.contains(&heading) {
        return;
    }
    let Some((cue, checks)) = watched(context, heading) else { return };
    let blocks = context.own_section(heading).filter(|at| !anchored.contains(at));
    let passages: Vec<Passage> = blocks.filter_map(|at| whole(context, at)).collect();
    if passages.is_empty() {
        return;
    }
    let from = plain.len() - unnumbered(plain).len();
    let mut entry = context.found(heading, from, plain.len(), &title(&plain[from..]), cue);
    entry.passages = passages;
    add(found, entry, checks);
}

/// What a heading's section is about, where that is watched: the cue, and what a person looks at.
fn watched(context: &Context<'_>, heading: usize) -> Option<(&'static str, &'static str)> {
    let plain = context.plain(heading);
    let text = folded(plain);
    let about_cookies = |heading: usize| {
        let words = ["cookie~", "tracking technolog~", "web beacons", "local storage"];
        says(&folded(context.plain(heading)), &words)
    };
    let above = context.statement.blocks[heading].heading;
    if about_cookies(heading) || above.is_some_and(about_cookies) {
        return Some(("section about cookies", "what cookies are set"));
    }
    if says(&text, &["permission~"]) && !says(&text, &["with your permission", "your permission"]) {
        return Some(("section about permissions", "what permissions are asked for"));
    }
    // "Acme uses Google Analytics": a heading that names what is used.
    let used = plain.split_once(" uses ").or_else(|| plain.split_once(" use "))?.1;
    used.starts_with(char::is_uppercase).then_some(("section about a service", "which service is used, and for what"))
}

/// The passage of a whole block: its first sentence; of a row, its first cell with words.
fn whole(context: &Context<'_>, block: usize) -> Option<Passage> {
    let entry = &context.statement.blocks[block];
    let text = entry.cells.iter().find(|cell| !cell.is_empty()).unwrap_or(&entry.text);
    context.opening(block, text)
}

fn add(found: &mut Vec<Promise>, entry: Found, checks: &'static str) {
    if !entry.id.is_empty() {
        merge(found, Promise { found: entry, checks }, |promise| &mut promise.found);
    }
}
