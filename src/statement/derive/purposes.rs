//! Blocks with roles and labels come in; purposes and their parts go out.

use super::bases::basis_of;
use super::context::{Context, attribute, data_noun};
use super::phrase::title;
use super::tables::Table;
use super::{Derived, Purpose, merge};
use crate::statement::block::Kind;
use crate::statement::lead::lead_role;
use crate::statement::polarity::{Polarity, polarity};
use crate::statement::role::{Role, begins_with_act, framed_act, purpose_frame, purpose_heading, source_heading};
use crate::statement::sentence::{folded, says, sentences};
use std::collections::BTreeMap;
use std::ops::Range;

/// Where a purpose's title ends.
const CUTS: [&str; 19] = [
    ", which includes",
    ", including",
    " including",
    ", such as",
    " such as ",
    " (",
    ";",
    ". ",
    ": ",
    ", for example",
    " for example",
    " – ",
    " — ",
    ", e.g.",
    ", like ",
    ", when ",
    ", which ",
    ", so that",
    ", where ",
];

/// The cue of purposes that the lead-in of a list of data gives.
pub(super) const LEAD_IN: &str = "lead-in of a list of data";

/// Most passages of a purpose.
const MOST_PASSAGES: usize = 12;

/// Most words of a purpose's title.
const TITLE_WORDS: usize = 14;

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
        match context.roles[block] {
            Role::Use if !under_purpose(context, block, &by_block) => prose(context, block, true, &mut purposes),
            Role::Collect | Role::Neutral if states_purpose(context.plain(block)) => {
                prose(context, block, false, &mut purposes);
            }
            Role::Collect | Role::Neutral | Role::Use | Role::Share if structured < 2 => {
                prose(context, block, false, &mut purposes)
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

fn under_purpose(context: &Context<'_>, block: usize, by_block: &BTreeMap<usize, String>) -> bool {
    let entry = &context.statement.blocks[block];
    [entry.heading, entry.parent, entry.lead].into_iter().flatten().any(|at| by_block.contains_key(&at))
}

/// The range of a purpose in a text: without "To", without what only elaborates.
fn clause(text: &str) -> (usize, usize) {
    let mut from = text.len() - text.trim_start().len();
    for lead in
        ["To ", "to ", "For the purpose of ", "for the purpose of ", "In order to ", "in order to ", "For ", "for "]
    {
        if text[from..].starts_with(lead) {
            from += lead.len();
            break;
        }
    }
    let rest = &text[from..];
    let cut = CUTS.iter().filter_map(|cut| rest.find(cut).filter(|&at| at >= 4)).min().unwrap_or(rest.len());
    let mut end = from + cut;
    if let Some((at, _)) = rest[..cut].match_indices(' ').nth(TITLE_WORDS - 1) {
        end = from + at;
    }
    let trimmed = text[from..end].trim_end_matches([' ', '.', ',', ';', ':', '*']);
    (from, from + trimmed.len())
}

fn heading(context: &Context<'_>, block: usize, by_block: &mut BTreeMap<usize, String>, purposes: &mut Vec<Purpose>) {
    let plain = context.plain(block);
    let Some(above) = context.statement.blocks[block].heading else { return };
    let above = context.roles[above];
    let own = crate::statement::role::heading_role(plain);
    let by_verb = purpose_heading(plain)
        && matches!(above, Role::Use | Role::Collect | Role::Share | Role::Neutral | Role::Basis);
    // "IP addresses" there is the data that is used, and no purpose.
    // "Your contributions" neither.
    let owned = plain.to_ascii_lowercase().starts_with("your ");
    let by_place =
        above == Role::Use && own == Role::Neutral && context.roles[block] == Role::Use && !data_noun(plain) && !owned;
    let framed = context.statement.blocks[block].heading.is_some_and(|above| purpose_frame(context.plain(above)));
    // A noun there is a feature: "Sync".
    let framed = framed && framed_act(plain);
    if !(by_verb || by_place || framed) || attribute(plain).is_some() || plain.ends_with('?') || source_heading(plain) {
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
    let in_use = context.roles[block] == Role::Use;
    let by_verb = plain.starts_with("To ") && context.roles[block] == Role::Collect;
    if !(in_use || by_verb) || !is_purpose(plain) {
        return;
    }
    let sentence = sentences(plain).first().map_or(plain.len(), |&(_, to)| to);
    let (from, to) = used_for(&plain[..sentence]).unwrap_or_else(|| clause(&plain[..sentence]));
    let parent = context.statement.blocks[block].parent.and_then(|item| by_block.get(&item)).cloned();
    push(context, block, from..to, "item of a list of purposes", parent, by_block, purposes);
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
        || ["you", "if", "your", "see", "please", "click", "not", "no", "never"].contains(&first))
}

fn labelled(context: &Context<'_>, block: usize, by_block: &mut BTreeMap<usize, String>, purposes: &mut Vec<Purpose>) {
    let Some(label) = context.labels[block] else { return };
    let plain = context.plain(block);
    let words = &plain[label.from..label.to];
    let verb = words.starts_with("To ") && !matches!(context.roles[block], Role::Other | Role::Cookies | Role::Denied);
    let in_use = context.roles[block] == Role::Use && (label.strong || context.statement.blocks[block].is_item());
    let told = label.strong && context.roles[block] == Role::Regional && folded(words).starts_with(" purpose");
    if attribute(words) == Some(Role::Use) && (context.roles[block] == Role::Collect || told) {
        return attribute_purpose(context, block, label.body, by_block, purposes);
    }
    // "Security: Detect fraud" among purposes; "Security: All data is encrypted" is none.
    let acted = in_use && attribute(words) == Some(Role::Other) && begins_with_act(plain[label.body..].trim_start());
    if !(verb || in_use)
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
    if body >= plain.len() || !is_purpose(&plain[body..]) {
        return;
    }
    let (from, to) = used_for(&plain[body..]).unwrap_or_else(|| clause(&plain[body..]));
    push(context, block, body + from..body + to, "labelled purpose", None, by_block, purposes);
}

fn rows(context: &Context<'_>, table: &Table, purposes: &mut Vec<Purpose>) {
    let Some(column) = table.purpose else { return };
    for &row in &table.rows {
        let Some(cell) = context.statement.blocks[row].cells.get(column).filter(|cell| !cell.is_empty()) else {
            continue;
        };
        for (part_from, part_to) in cell.parts() {
            let words = cell.plain[part_from..part_to].trim_end();
            if !is_purpose(words) {
                continue;
            }
            let (from, to) = clause(words);
            let (from, to) = (part_from + from, part_from + to);
            let Some(found) = context.found_in_cell(row, cell, from, to, "table cell") else { continue };
            merge(purposes, Purpose { found, ..Purpose::default() }, |purpose| &mut purpose.found);
        }
    }
}

/// The purpose that a sentence gives: "We use the data to …", "This helps us …".
fn prose(context: &Context<'_>, block: usize, in_use: bool, purposes: &mut Vec<Purpose>) {
    let plain = context.plain(block);
    // "We use data for rich experiences. In particular, to:" is told better by the list that follows.
    let last = sentences(plain).last().map_or("", |&(from, to)| &plain[from..to]);
    if last.ends_with(':') && lead_role(last) == Role::Use {
        return;
    }
    let mut none = BTreeMap::new();
    for (from, to) in sentences(plain) {
        let sentence = &plain[from..to];
        let text = folded(sentence);
        if let Some((start, end)) = introduced(sentence) {
            push(context, block, from + start..from + end, LEAD_IN, None, &mut none, purposes);
            continue;
        }
        // Of a sentence that introduces a list, the list says what for.
        // Of the text itself, and of who reads it.
        let aside = [" by using ", " by accessing ", " by continuing ", " this page ", " this document "];
        let agreed = aside.iter().any(|start| text.starts_with(start)) || says(&text, &["used to identify you"]);
        // Who receives data is no purpose, unless the sentence says what for.
        if context.roles[block] == Role::Share && !says(&text, &["help us", "helps us"]) {
            continue;
        }
        let (skipped, sentence) = affirmed(sentence);
        let (from, to) = (from + skipped, from + skipped + sentence.len());
        let text = folded(sentence);
        if sentence.ends_with(':')
            || agreed
            || says(&text, &["encryption", "security measures", "safeguards"]) && says(&text, &["protect", "secure"])
            || !matches!(polarity(sentence), Polarity::Collects | Polarity::Silent)
            || says(
                &folded(sentence.split(" which ").next().unwrap_or(sentence)),
                &["for example", "you can", "you may", "must not", "policy", "these purposes", "in particular"],
            )
        {
            continue;
        }
        if !in_use
            && fronted(sentence).is_none()
            && !says(
                &text,
                &[
                    "use * data",
                    "use * information",
                    "uses * data",
                    "use this",
                    "use it",
                    "use them",
                    "use these",
                    "use that",
                    "used to",
                    "used for",
                    "used only",
                    "helps us",
                    "allows us",
                    "so that we",
                    "so we can",
                    "so you can",
                    "lets us",
                    "use your",
                    "we use",
                    "uses * to",
                    "enables us",
                    "purpose of",
                    "purposes of",
                    "purpose in",
                    "used in order to",
                    "used by us",
                    "collect * data to",
                    "collects * data to",
                    "collect * information to",
                    "collects * information to",
                    "collected to",
                    "collected for",
                    "collected * in order to",
                    "analyze * data",
                    "analyse * data",
                    "stored * for",
                    "stored * to",
                    "record * for",
                    "records * for",
                    "help us",
                ],
            )
        {
            continue;
        }
        let helps = in_use.then(|| helped(sentence)).flatten();
        let fragment =
            (in_use && sentence.starts_with("To ") && !says(&text, &["we", "our partners"])).then(|| clause(sentence));
        let fragment = stated(sentence).or(fragment).or_else(|| fronted(sentence));
        let found = match (fragment.or_else(|| used_for(sentence)), helps) {
            (Some(used), Some(helps)) => Some(if helps.0 < used.0 { helps } else { used }),
            (used, helps) => used.or(helps),
        };
        let Some((start, end)) = found else { continue };
        let words = sentence[start..end].split_whitespace().count();
        // "When the law allows us to" and "where you allow us to do so" name nothing.
        let empty = sentence[start..end].split_whitespace().all(|word| ["us", "to", "do", "so", "it"].contains(&word));
        if words < 2 && !in_use || empty {
            continue;
        }
        push(context, block, from + start..from + end, "sentence about use", None, &mut none, purposes);
        if let Some(parts) = sentence[end..].strip_prefix(", which includes ") {
            let parent = purposes.last().map(|purpose| purpose.found.id.clone());
            sub_purposes(context, block, from + to - parts.len(), parts, parent, purposes);
        }
    }
}

/// The clause of a sentence that no negation reaches, and where it begins: "It is used to sign you in and is never
/// shared", "It is not sold, but used to send you news".
fn affirmed(sentence: &str) -> (usize, &str) {
    const MARKS: [&str; 14] = [
        ", but ",
        "; ",
        " and is ",
        " and are ",
        " and never ",
        " and not ",
        " and do not ",
        " and does not ",
        " and will not ",
        ", and we ",
        " and we do not ",
        " and we never ",
        " but is ",
        " but not ",
    ];
    if polarity(sentence) != Polarity::Denies {
        return (0, sentence);
    }
    let mut bounds: Vec<usize> =
        MARKS.iter().flat_map(|mark| sentence.match_indices(mark).map(|(at, _)| at)).chain([sentence.len()]).collect();
    bounds.sort_unstable();
    let mut from = 0;
    for to in bounds {
        let clause = &sentence[from..to];
        let told = says(&folded(clause), &["use", "uses", "used", "need", "helps", "stored * for", "stored * to"]);
        if told && polarity(clause) != Polarity::Denies && used_for(clause).is_some() {
            return (from, clause);
        }
        from = to;
    }
    (0, sentence)
}

/// "The purpose of the information is for analyzing trends": said in so many words, wherever it stands.
fn states_purpose(plain: &str) -> bool {
    sentences(plain).iter().any(|&(from, to)| stated(&plain[from..to]).is_some())
}

fn stated(sentence: &str) -> Option<(usize, usize)> {
    let lower = sentence.to_ascii_lowercase();
    let start = lower
        .find("purpose of the information")
        .or_else(|| lower.find("purpose of this "))
        .or_else(|| lower.find("purpose of the data"))
        .or_else(|| lower.find("purpose of collecting"))?;
    let marks = [" is for ", " is to "];
    let at = marks.iter().filter_map(|mark| lower[start..].find(mark).map(|at| start + at + mark.len())).min()?;
    let (from, to) = clause(&sentence[at..]);
    (to > from).then_some((at + from, at + to))
}

/// "To find and fix bugs, we use …": the aim stands first.
fn fronted(sentence: &str) -> Option<(usize, usize)> {
    let aim = ["To ", "In order to "].iter().find(|start| sentence.starts_with(**start))?;
    let end = [", we ", ", our "].iter().filter_map(|mark| sentence.find(mark)).min()?;
    let acts = ["use", "collect", "process", "store", "send", "gather", "receive", "need", "ask", "record", "log"];
    let after = folded(&sentence[end..]);
    let mut next = after.split_whitespace().skip(1);
    let ours = next.any(|word| acts.contains(&word));
    let yours = ["your rights", "opt", "exercise", "your request", "learn", "contact", "this policy"];
    let guards = says(&after, &["encrypt~", "security", "safeguards", "firewall~"]);
    if !ours || guards || says(&folded(&sentence[..end]), &yours) {
        return None;
    }
    let (from, to) = clause(&sentence[aim.len()..end]);
    (to > from).then_some((aim.len() + from, aim.len() + to))
}

/// Words that end what data is used for, where no verb stands: "for password recovery", "for mute role purposes".
const AIMS: [&str; 17] = [
    "purposes",
    "recovery",
    "support",
    "security",
    "safety",
    "login",
    "performance",
    "compliance",
    "research",
    "maintenance",
    "abuse",
    "delivery",
    "metrics",
    "development",
    "improvements",
    "management",
    "troubleshooting",
];

/// "For basic analytics and …", "for moderation": an act, as its noun says, and no time or person.
fn names_act(words: &str) -> bool {
    let ends = words.find([',', '.', ';', '(']).unwrap_or(words.len());
    let mut first = words[..ends].split(' ').take_while(|word| !["and", "or", "of", "the", "your"].contains(word));
    let act = |word: &str| {
        let lower = word.to_ascii_lowercase();
        lower.ends_with("ing") || lower.ends_with("ion") || lower.ends_with("ics") || AIMS.contains(&lower.as_str())
    };
    let opening: Vec<&str> = first.by_ref().take(4).collect();
    !opening.first().is_some_and(|word| word.starts_with(|c: char| c.is_ascii_digit())) && opening.into_iter().any(act)
}

/// "We collect the following information to provide goods:" introduces data, and says what for.
fn introduced(sentence: &str) -> Option<(usize, usize)> {
    let lower = sentence.to_ascii_lowercase();
    if !lower.ends_with(':')
        || !says(&folded(sentence), &["collect", "collects", "use", "uses", "process", "processes"])
    {
        return None;
    }
    let nouns = ["information", "data", "details"];
    let marks =
        nouns.iter().flat_map(|noun| [format!("following {noun} to "), format!("following personal {noun} to ")]);
    let more =
        nouns.iter().flat_map(|noun| [format!("following {noun} for "), format!("following personal {noun} for ")]);
    // "The game collects minimal data for the leaderboard:", where one who collects comes first.
    let first = ["collects ", "we collect "].iter().filter_map(|verb| lower.find(verb)).min();
    let plain = nouns.iter().flat_map(|noun| [format!("{noun} for "), format!("{noun} to ")]);
    let told = first
        .and_then(|verb| plain.filter_map(|mark| lower[verb..].find(&mark).map(|at| verb + at + mark.len())).min());
    let start = marks.chain(more).find_map(|mark| lower.find(&mark).map(|at| at + mark.len())).or(told)?;
    let (from, to) = clause(&sentence[start..]);
    let generic = says(&folded(&sentence[start + from..start + to]), &["purposes", "purpose", "reasons", "you"]);
    (!generic && sentence[start + from..start + to].split_whitespace().count() >= 2)
        .then_some((start + from, start + to))
}

/// The clause after "use … to", "so that we can", "in order to".
fn used_for(sentence: &str) -> Option<(usize, usize)> {
    let lower = sentence.to_ascii_lowercase();
    let uses = [
        "use ",
        "uses ",
        "used ",
        "using ",
        "process ",
        "processed ",
        "need ",
        "collect ",
        "collects ",
        "gather ",
        "gathers ",
        "collected ",
        "helps ",
        "help us ",
        "allows ",
        "lets ",
        "enables ",
        "purpose in ",
        "purpose of collecting ",
        "analyze ",
        "analyse ",
        "stored ",
        "recorded ",
        "record ",
        "records ",
    ];
    let marks = [
        " so that we can ",
        " so we can ",
        " so you can ",
        " in order to ",
        " solely to ",
        " only to ",
        " primarily to ",
        " purely to ",
        " us to ",
        " us ",
        " to ",
        " for the purpose of ",
        " for the purposes of ",
        " reasons, including ",
        " purposes, including ",
        " purposes such as ",
        " for ",
    ];
    if ["you ", "if you ", "to exercise"].iter().any(|start| lower.starts_with(start)) {
        return None;
    }
    let verb = uses.iter().filter_map(|verb| word_at(&lower, verb)).min()?;
    let help =
        ["helps ", "help us ", "allows ", "lets ", "enables "].iter().any(|word| lower[verb..].starts_with(word));
    for mark in marks {
        // "Stored to disk", "recorded with us".
        let kept = ["stored ", "recorded ", "record ", "records "].iter().any(|word| lower[verb..].starts_with(word));
        let aims = matches!(mark, " for " | " in order to " | " for the purpose of ");
        let acts = |after: usize| mark == " to " && begins_with_act(&sentence[after..]);
        if mark == " us " && !help {
            continue;
        }
        if let Some(at) = lower[verb..].find(mark) {
            let start = verb + at + mark.len();
            if kept && !aims && !acts(start) {
                continue;
            }
            let (from, to) = clause(&sentence[start..]);
            let noun = mark == " for " && !names_act(&sentence[start..]);
            let words = folded(&sentence[start + from..start + to]);
            let generic = ["you", "us", "example", "a variety of", "the following"].contains(&words.trim());
            let tool = mark == " to " && is_tool(&sentence[..verb], &sentence[verb..verb + at]);
            if !noun && !generic && !tool && to > from {
                return Some((start + from, start + to));
            }
        }
    }
    None
}

/// Whether what is used is a technique and no data: "uses `content_scripts` to …", "an interface used to …".
fn is_tool(before: &str, used: &str) -> bool {
    let verb = used.split(' ').next().unwrap_or_default().to_ascii_lowercase();
    let what = match verb.as_str() {
        "use" | "uses" | "using" => used,
        "used" => before,
        _ => return false,
    };
    let text = folded(what);
    says(&text, &["api", "apis", "framework~", "links", "scripts", "sdk", "library", "libraries", "content_scripts"])
        && !says(&text, &["data", "information", "analytics", "your", "it", "this", "these", "cookie~"])
}

fn word_at(text: &str, word: &str) -> Option<usize> {
    let mut from = 0;
    while let Some(at) = text[from..].find(word) {
        if from + at == 0 || text.as_bytes()[from + at - 1] == b' ' {
            return Some(from + at);
        }
        from += at + 1;
    }
    None
}

/// "The data helps maintainers prioritise …", "It also shows where …", in a section about purposes.
fn helped(sentence: &str) -> Option<(usize, usize)> {
    let lower = sentence.to_ascii_lowercase();
    let (at, len) =
        [" helps ", " help ", " shows ", " show ", " allows ", " enables ", " lets ", " informs ", " is for "]
            .iter()
            .filter_map(|verb| lower.find(verb).map(|at| (at, verb.len())))
            .min()?;
    let (from, to) = clause(&sentence[at + len..]);
    (to > from).then_some((at + len + from, at + len + to))
}

fn push(
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
fn sub_purposes(
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
