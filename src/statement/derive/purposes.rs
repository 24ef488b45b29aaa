//! Blocks with roles and labels come in; purposes and their parts go out.

use super::aims::{affirmed, clause, fronted, further, says_what_for, used_for};
use super::bases::basis_of;
use super::context::Context;
use super::means::names_act;
use super::phrase::title;
use super::tables::Table;
use super::titles::{attribute, data_noun};
use super::use_prose::prose;
use super::{Derived, Purpose, merge};
use crate::statement::acts::{begins_with_act, framed_act};
use crate::statement::block::Kind;
use crate::statement::polarity::{Polarity, polarity};
use crate::statement::role::{
    Role, how_to_heading, is_name_in_capitals, purpose_frame, purpose_heading, source_heading,
};
use crate::statement::sentence::{folded, says, sentences};
use std::collections::BTreeMap;
use std::ops::Range;

/// The cue of purposes that the lead-in of a list of data gives.
pub(super) const LEAD_IN: &str = "lead-in of a list of data";

/// Most passages of a purpose.
const MOST_PASSAGES: usize = 12;

/// Finds purposes: those that lists, headings and tables set apart, and those that sentences give.
pub(super) fn derive(context: &Context<'_>, tables: &[Table], derived: &mut Derived) {
    let mut by_block: BTreeMap<usize, String> = BTreeMap::new();
    let mut purposes = Vec::new();
    for block in 0..context.statement.blocks.len() {
        if context.statement.blocks[block].contents_link {
            continue;
        }
        match context.kind(block) {
            Kind::Heading(_) => heading(context, block, &mut by_block, &mut purposes),
            Kind::Item => item(context, block, &mut by_block, &mut purposes),
            Kind::Paragraph if context.labels[block].is_none() => {
                told_by_its_start(context, block, &mut by_block, &mut purposes)
            }
            Kind::Paragraph => labelled(context, block, &mut by_block, &mut purposes),
            _ => {}
        }
    }
    for table in tables {
        rows(context, table, &mut purposes);
    }
    let structured = purposes.len();
    for block in 0..context.statement.blocks.len() {
        if context.kind(block) != Kind::Paragraph && context.kind(block) != Kind::Item || by_block.contains_key(&block)
        {
            continue;
        }
        // What cookies are for is no purpose of the data.
        let label = context.labels[block].map_or("", |label| &context.plain(block)[label.from..label.to]);
        if ["cookies", "cookie"].contains(&label.to_lowercase().as_str()) {
            continue;
        }
        match context.roles[block] {
            Role::Use if !under_purpose(context, block, &by_block) => prose(context, block, true, false, &mut purposes),
            Role::Collect | Role::Neutral | Role::Share if says_what_for(context.plain(block)) => {
                prose(context, block, false, structured >= 2, &mut purposes);
            }
            Role::Basis if structured < 2 && says_what_for(context.plain(block)) => {
                prose(context, block, false, true, &mut purposes);
            }
            Role::Other if says_what_for(context.plain(block)) && introduces_text(context, block) => {
                prose(context, block, false, structured >= 2, &mut purposes);
            }
            Role::Cookies if says_what_for(context.plain(block)) => {
                prose(context, block, false, true, &mut purposes);
            }
            Role::Collect | Role::Neutral | Role::Use | Role::Share if structured < 2 => {
                prose(context, block, false, false, &mut purposes)
            }
            _ => {}
        }
    }
    if structured < 2 {
        for block in 0..context.statement.blocks.len() {
            of_basis(context, block, &mut by_block, &mut purposes);
        }
    }
    derived.purposes = purposes;
}

/// Whether a block stands in the introduction, which may say what all the data is for.
fn introduces_text(context: &Context<'_>, block: usize) -> bool {
    let heading = context.statement.blocks[block].heading.map(|heading| folded(context.plain(heading)));
    heading.is_some_and(|heading| says(&heading, &["introduction", "overview", "summary", "preamble", "who we are"]))
}

fn under_purpose(context: &Context<'_>, block: usize, by_block: &BTreeMap<usize, String>) -> bool {
    let entry = &context.statement.blocks[block];
    [entry.heading, entry.parent, entry.lead].into_iter().flatten().any(|at| by_block.contains_key(&at))
}

fn heading(context: &Context<'_>, block: usize, by_block: &mut BTreeMap<usize, String>, purposes: &mut Vec<Purpose>) {
    let plain = context.plain(block);
    if context.statement.blocks[block].heading.is_none() {
        return;
    }
    let above = context.above(block);
    let own = crate::statement::role::heading_role(plain);
    // "IP addresses" there is the data that is used, and no purpose.
    // "Your contributions" neither.
    let owned = ["your ", "our "].iter().any(|whose| plain.to_ascii_lowercase().starts_with(whose));
    // "Troubleshooting or support" is done, although "support" is data elsewhere.
    let done = super::links::trim_group(plain).split([' ', ',']).next().is_some_and(|first| first.ends_with("ing"));
    let ends_in_data = ["data", "information"].iter().any(|end| plain.to_lowercase().ends_with(end));
    let data = data_noun(plain) && (ends_in_data || !done);
    // "Billing information" is data, whatever its first word ends in.
    let kind = data && ends_in_data && plain.split_whitespace().count() == 2;
    let by_verb = purpose_heading(plain)
        && !kind
        && !(above == Role::Neutral && is_name_in_capitals(plain))
        && matches!(above, Role::Use | Role::Collect | Role::Share | Role::Neutral | Role::Basis);
    let by_place = above == Role::Use && own == Role::Neutral && context.roles[block] == Role::Use && !data && !owned;
    // "Acme", among purposes: a company, and none of them.
    let one = super::links::trim_group(plain);
    let ends = ["ing", "ion", "ions", "ity", "ment", "ics", "ance", "ence", "ort", "rch", "ety", "ery", "s"];
    let by_place = by_place && (one.contains(' ') || ends.iter().any(|end| one.to_lowercase().ends_with(end)));
    // "Security", over a passage that says that data is used for it.
    let safety = above == Role::Use
        && own == Role::Other
        && says(&folded(plain), &["security", "safety", "protection", "fraud"])
        && context.own_section(block).any(|at| context.kind(at) == Kind::Paragraph && says_what_for(context.plain(at)));
    let by_place = by_place || safety;
    let framed = context.statement.blocks[block].heading.is_some_and(|above| purpose_frame(context.plain(above)));
    // A noun there is a feature: "Sync".
    let framed = framed && framed_act(plain);
    // "Enable telemetry", where nothing else is about use: what readers do.
    let how_to = how_to_heading(plain) && matches!(above, Role::Neutral | Role::Other);
    // "To access your data, identification will be required": a sentence.
    let told =
        says(&folded(plain), &["will be", "must be", "is required"]) || only_says_uses(plain) || is_identifier(plain);
    if !(by_verb || by_place || framed)
        || told
        || how_to
        || attribute(plain).is_some() && !safety
        || plain.ends_with('?')
        || source_heading(plain)
    {
        return;
    }
    let unnumbered = super::links::trim_group(plain);
    let from = plain.find(unnumbered).unwrap_or_default();
    let (start, end) = clause(unnumbered);
    let (start, end) = (from + start, from + end);
    if start < end {
        push(context, block, start..end, "heading", None, by_block, purposes);
        rests_on(context, block, by_block, purposes);
    }
}

fn is_identifier(heading: &str) -> bool {
    let text = folded(heading);
    ["id", "ids", "identifier", "identifiers"].contains(&text.split_whitespace().next_back().unwrap_or_default())
}

/// "Primary uses", "Main purposes": the headings and labels below say which.
fn only_says_uses(heading: &str) -> bool {
    let text = folded(heading);
    let last = text.split_whitespace().next_back().unwrap_or_default();
    let plain = ["uses", "purposes", "use", "purpose"].contains(&last) && text.split_whitespace().count() <= 2;
    // "Collection and use", under a heading that says what for.
    let acts = ["collection", "use", "and", "storage", "processing", "retention", "disclosure"];
    plain || text.split_whitespace().all(|word| acts.contains(&word))
}

/// A purpose that a heading names also rests on the paragraphs under it: a change there is a change of the purpose.
fn rests_on(context: &Context<'_>, heading: usize, by_block: &BTreeMap<usize, String>, purposes: &mut [Purpose]) {
    let Some(purpose) = purposes.iter_mut().find(|purpose| by_block.get(&heading) == Some(&purpose.found.id)) else {
        return;
    };
    let paragraphs = context.own_section(heading).filter(|&at| context.kind(at) == Kind::Paragraph);
    for block in paragraphs.take(MOST_PASSAGES) {
        let known = purpose.found.passages.iter().any(|known| known.block == block);
        if !known && purpose.found.passages.len() < MOST_PASSAGES {
            purpose.found.passages.extend(context.opening(block, &context.statement.blocks[block].text));
        }
    }
}

fn item(context: &Context<'_>, block: usize, by_block: &mut BTreeMap<usize, String>, purposes: &mut Vec<Purpose>) {
    if context.labels[block].is_some() {
        return labelled(context, block, by_block, purposes);
    }
    let plain = context.plain(block);
    let in_use = context.roles[block] == Role::Use && !under_condition(context, block);
    let by_verb = plain.starts_with("To ") && context.roles[block] == Role::Collect;
    let sentence = sentences(plain).first().map_or(plain.len(), |&(_, to)| to);
    // "We will use your address to write to you but it is not shared".
    let (skipped, told) = affirmed(&plain[..sentence]);
    let partly = skipped == 0 && told.len() < sentence && is_purpose(told);
    // "To know you we collect your name": data, and what for.
    let first = fronted(&plain[..sentence]).filter(|_| context.roles[block] == Role::Collect);
    if let Some((from, to)) = first {
        return push(context, block, from..to, "item of a list of data", None, by_block, purposes);
    }
    if !(in_use || by_verb) || !(is_purpose(plain) || partly) {
        return;
    }
    let sentence = if partly { told.len() } else { sentence };
    let Some((from, to)) = used_for(&plain[..sentence]).or_else(|| act_of(&plain[..sentence])) else { return };
    let parent = context.statement.blocks[block].parent.and_then(|item| by_block.get(&item)).cloned();
    push(context, block, from..to, "item of a list of purposes", parent.clone(), by_block, purposes);
    for (from, to) in further(&plain[..sentence], from) {
        push(context, block, from..to, "item of a list of purposes", parent.clone(), &mut BTreeMap::new(), purposes);
    }
}

/// A member of a list that nobody marked, in a section about use: "Answer your questions.", "Direct marketing. We may …".
fn told_by_its_start(
    context: &Context<'_>,
    block: usize,
    by_block: &mut BTreeMap<usize, String>,
    purposes: &mut Vec<Purpose>,
) {
    let plain = context.plain(block);
    let found = sentences(plain);
    let Some(&(_, end)) = found.first().filter(|_| context.roles[block] == Role::Use && is_purpose(plain)) else {
        return;
    };
    let first = &plain[..end];
    let words = first.split_whitespace().count();
    let act =
        found.len() <= 2 && words >= 2 && begins_with_act(plain) && !first.ends_with(':') && !speaks_to_readers(first);
    let title = found.len() >= 2
        && words <= 6
        && first.ends_with('.')
        && !speaks_to_readers(first)
        && says(&folded(&plain[end..]), &["we may", "we use", "we will", "we process", "we can"]);
    if !(act || title) {
        return;
    }
    let (from, to) = clause(first);
    push(context, block, from..to, "start of a passage about use", None, by_block, purposes);
    let second = found.get(1).map(|&(from, to)| (from, &plain[from..to]));
    let goes_on = |sentence: &str| begins_with_act(sentence) && !speaks_to_readers(sentence);
    if let Some((at, sentence)) = second.filter(|(_, sentence)| act && goes_on(sentence)) {
        let (from, to) = clause(sentence);
        push(context, block, at + from..at + to, "start of a passage about use", None, by_block, purposes);
    }
}

/// Whether a sentence has a subject of its own, or sends its readers somewhere.
fn speaks_to_readers(sentence: &str) -> bool {
    let main = sentence.split([',', '(']).next().unwrap_or(sentence);
    let main = main.split(" that ").next().unwrap_or(main);
    says(
        &folded(main),
        &[
            "we", "you", "is", "are", "may", "can", "will", "this", "these", "it", "they", "please", "see", "does",
            "do", "policy", "cookie~", "settings", "has", "have", "was", "were", "all", "requires",
        ],
    )
}

/// "… where:", "… if:": the items below say when, and not what for.
fn under_condition(context: &Context<'_>, block: usize) -> bool {
    let entry = &context.statement.blocks[block];
    let lead = entry.lead.or(entry.parent).map(|lead| context.plain(lead)).unwrap_or_default();
    let last = lead.trim_end_matches([':', ' ', '-', '–']).rsplit(' ').next().unwrap_or_default();
    ["where", "if", "when", "unless", "provided"].contains(&last.to_ascii_lowercase().as_str())
}

/// The act that an item names: all of it, or what "we" do, as it says; none where it is about something else.
fn act_of(sentence: &str) -> Option<(usize, usize)> {
    let lower = sentence.to_ascii_lowercase();
    let starts = ["we may also ", "we will also ", "we also ", "we may ", "we will ", "we can ", "we "];
    let skipped = starts.iter().find(|start| lower.starts_with(**start)).map_or(0, |start| start.len());
    let opening: Vec<&str> = lower.split_whitespace().take(5).collect();
    let told = sentence.ends_with('.')
        && ["will", "may", "does", "rely", "limit", "limits"]
            .iter()
            .any(|verb| opening.iter().skip(1).any(|word| word == verb));
    // "We may look at your files to provide support."
    let aim =
        (skipped > 0).then(|| sentence.match_indices(" to ").find(|(at, _)| begins_with_act(&sentence[at + 4..])));
    if let Some((at, _)) = aim.flatten().filter(|_| !begins_with_act(&sentence[skipped..])) {
        let (from, to) = clause(&sentence[at + 4..]);
        return Some((at + 4 + from, at + 4 + to));
    }
    if skipped == 0 && told || skipped > 0 && !begins_with_act(&sentence[skipped..]) {
        return None;
    }
    let (from, to) = clause(&sentence[skipped..]);
    Some((skipped + from, skipped + to))
}

fn is_purpose(plain: &str) -> bool {
    let text = folded(plain);
    let first = text.split_whitespace().next().unwrap_or_default();
    // What stands in brackets only explains.
    let told = until_condition(plain.split(" (").next().unwrap_or(plain));
    // "… using a service that does not collect personal data" denies nothing of the purpose.
    let told = told.split(" that ").next().unwrap_or(told);
    let denied = matches!(polarity(told), Polarity::Denies | Polarity::Past);
    let occasion = [" only if ", " only when "].iter().any(|start| text.starts_with(start));
    !(text.trim().is_empty()
        || denied
        || occasion
        || plain.ends_with('?')
        || ["you", "if", "your", "see", "please", "click", "not", "no", "never", "our", "where"].contains(&first))
}

fn labelled(context: &Context<'_>, block: usize, by_block: &mut BTreeMap<usize, String>, purposes: &mut Vec<Purpose>) {
    let Some(label) = context.labels[block] else { return };
    let plain = context.plain(block);
    let words = &plain[label.from..label.to];
    let verb = words.starts_with("To ") && !matches!(context.roles[block], Role::Other | Role::Cookies | Role::Denied);
    let in_use = context.roles[block] == Role::Use && (label.strong || context.statement.blocks[block].is_item());
    let told = context.roles[block] == Role::Regional && folded(words).starts_with(" purpose");
    if attribute(words) == Some(Role::Use) && (context.roles[block] == Role::Collect || told) {
        return attribute_purpose(context, block, label.body, by_block, purposes);
    }
    // "Security: Detect fraud" among purposes; "Security: All data is encrypted" is none.
    let acted = in_use && attribute(words) == Some(Role::Other) && begins_with_act(plain[label.body..].trim_start());
    // "Order information: we use it to …" names the data; what for is told behind.
    let lower = words.to_lowercase();
    let data = (lower.ends_with(" information") || lower.ends_with(" data")) && !verb && !begins_with_act(words);
    if !(verb || in_use)
        || data
        || is_readers_act(words)
        || attribute(words).is_some() && !acted
        || !is_purpose(words)
        || context.judged(until_condition(&context.body(block))).first == Some(Polarity::Denies)
    {
        return;
    }
    let (from, to) = clause(words);
    let parent = context.statement.blocks[block].parent.and_then(|item| by_block.get(&item)).cloned();
    push(context, block, label.from + from..label.from + to, "label", parent, by_block, purposes);
}

/// "To exercise your rights:", "To opt out:": what readers do.
fn is_readers_act(words: &str) -> bool {
    const ACTS: [&str; 9] =
        ["exercise", "opt", "unsubscribe", "complain", "withdraw", "disable", "learn", "object", "revoke"];
    let text = folded(words);
    let first = text.split_whitespace().find(|&word| word != "to").unwrap_or_default();
    ACTS.contains(&first) || first == "manage" && says(&text, &["cookie~", "preferences"])
}

/// "Legitimate interests: keeping the app working": what a basis is relied on for, in a text that lists no purposes.
fn of_basis(context: &Context<'_>, block: usize, by_block: &mut BTreeMap<usize, String>, purposes: &mut Vec<Purpose>) {
    let Some(label) = context.labels[block] else { return };
    let plain = context.plain(block);
    let Some(basis) = basis_of(&plain[label.from..label.to]) else { return };
    let body = &plain[label.body.min(plain.len())..];
    let first = folded(body).split_whitespace().next().unwrap_or_default().to_string();
    let end = sentences(body).first().map_or(body.len(), |&(_, to)| to);
    let told = body[..end].split(" where ").next().unwrap_or_default();
    let told = says(&folded(told), &["is", "are", "you have", "your consent", "processing", "we rely", "gdpr"])
        || ["we", "you", "your", "our"].contains(&first.as_str());
    let names = first == "to" || first.ends_with("ing") || first == "for" || names_act(body);
    if context.roles[block] != Role::Basis || told || !names || !is_purpose(body) {
        return;
    }
    let (from, to) = clause(&body[..end]);
    let from_label = label.body;
    push(context, block, from_label + from..from_label + to, "what a basis is for", None, by_block, purposes);
    if let Some(purpose) = purposes.iter_mut().find(|purpose| by_block.get(&block) == Some(&purpose.found.id)) {
        purpose.bases.push(basis.to_string());
    }
}

/// What a text says before it makes an exception: "with news, unless you have opted not to receive them".
fn until_condition(body: &str) -> &str {
    body.split(" unless ").next().unwrap_or(body)
}

/// "Purpose: to keep you signed in".
fn attribute_purpose(
    context: &Context<'_>,
    block: usize,
    body: usize,
    by_block: &mut BTreeMap<usize, String>,
    purposes: &mut Vec<Purpose>,
) {
    let plain = context.plain(block);
    if body >= plain.len() {
        return;
    }
    if !is_purpose(&plain[body..]) {
        // "How we use it: Your address is not shared. We use it to answer you."
        for (from, to) in sentences(&plain[body..]).into_iter().map(|(from, to)| (body + from, body + to)) {
            let (skipped, told) = affirmed(&plain[from..to]);
            if polarity(told) != Polarity::Denies
                && let Some((start, end)) = used_for(told)
            {
                push(
                    context,
                    block,
                    from + skipped + start..from + skipped + end,
                    "labelled purpose",
                    None,
                    by_block,
                    purposes,
                );
            }
        }
        return;
    }
    let (from, to) = used_for(&plain[body..]).unwrap_or_else(|| clause(&plain[body..]));
    push(context, block, body + from..body + to, "labelled purpose", None, by_block, purposes);
}

fn rows(context: &Context<'_>, table: &Table, purposes: &mut Vec<Purpose>) {
    let Some(column) = table.purpose else { return };
    for &row in &table.rows {
        // A row of one cell in a wide table is a heading of the rows below.
        let told = context.statement.blocks[row].cells.iter().filter(|cell| !cell.is_empty()).count();
        if told == 1 && context.statement.blocks[row].cells.len() >= 3 {
            continue;
        }
        let Some(cell) = context.statement.blocks[row].cells.get(column).filter(|cell| !cell.is_empty()) else {
            continue;
        };
        for (part_from, part_to) in cell.parts() {
            let words = cell.plain[part_from..part_to].trim_end();
            let aside = ["cookie", "cookies", "purpose", "purposes"].contains(&words.to_lowercase().as_str())
                || words.starts_with("Outside ");
            if aside || !is_purpose(words) && !is_told(words) {
                continue;
            }
            if ["n/a", "none", "-", "–", "no"].contains(&words.to_lowercase().as_str()) {
                continue;
            }
            // A whole sentence says what for, or nothing.
            let told = sentences(words)
                .iter()
                .find_map(|&(at, end)| used_for(&words[at..end]).map(|(from, to)| (at + from, at + to)));
            let Some((from, to)) = told.or_else(|| (!is_told(words)).then(|| clause(words))) else { continue };
            let (from, to) = (part_from + from, part_from + to);
            let Some(found) = context.found_in_cell(row, cell, from, to, "table cell") else { continue };
            merge(purposes, Purpose { found, ..Purpose::default() }, |purpose| &mut purpose.found);
        }
    }
}

/// "Your picture is loaded from …", "We may use it to …": a sentence with a subject of its own.
fn is_told(words: &str) -> bool {
    let words = sentences(words).first().map_or(words, |&(from, to)| &words[from..to]);
    let first = words.split(' ').next().unwrap_or_default();
    let subject = ["We", "Your", "This", "These", "It", "They", "The"].contains(&first);
    let told = [" is ", " are ", " was ", " were "].iter().any(|verb| words.contains(verb)) && !begins_with_act(words);
    told || subject && says(&folded(words), &["may", "will", "can", "use", "uses"])
}

pub(super) fn push(
    context: &Context<'_>,
    block: usize,
    range: Range<usize>,
    cue: &'static str,
    parent: Option<String>,
    by_block: &mut BTreeMap<usize, String>,
    purposes: &mut Vec<Purpose>,
) {
    let plain = context.plain(block);
    let (from, to) = (range.start, range.end);
    let found = context.found(block, from, to, &title(&plain[from..to]), cue);
    if found.id.is_empty() {
        return;
    }
    let id = found.id.clone();
    by_block.insert(block, id.clone());
    let parent = parent.filter(|parent| *parent != id);
    let (at, new) = merge(purposes, Purpose { found, parent, bases: Vec::new() }, |purpose| &mut purpose.found);
    if !new {
        return;
    }
    let parent = Some(purposes[at].found.id.clone());
    for (mark, near) in [("which includes ", 4), ("It also includes ", usize::MAX)] {
        if let Some(offset) = plain[to..].find(mark).filter(|&offset| offset < near) {
            let start = to + offset + mark.len();
            let end = sentences(&plain[start..]).first().map_or(plain.len(), |&(_, len)| start + len);
            sub_purposes(context, block, start, &plain[start..end], parent.clone(), purposes);
        }
    }
}

/// The members of "which includes updating, securing, and troubleshooting, as well as providing support".
pub(super) fn sub_purposes(
    context: &Context<'_>,
    block: usize,
    start: usize,
    list: &str,
    parent: Option<String>,
    purposes: &mut Vec<Purpose>,
) {
    let mut from = 0;
    let bounds: Vec<usize> = list.match_indices(',').map(|(at, _)| at).chain([list.len()]).collect();
    for to in bounds {
        let member = &list[from..to];
        let mut skipped = member.len() - member.trim_start().len();
        for word in ["and ", "or ", "as well as "] {
            if member[skipped..].starts_with(word) {
                skipped += word.len();
            }
        }
        let words = member[skipped..].trim_end_matches(['.', ' ']);
        if words.split(' ').next().is_some_and(|word| word.ends_with("ing")) {
            let at = start + from + skipped;
            let found = context.found(block, at, at + words.len(), &title(words), "part of a purpose");
            merge(purposes, Purpose { found, parent: parent.clone(), bases: Vec::new() }, |purpose| &mut purpose.found);
        }
        from = (to + 1).min(list.len());
    }
}
