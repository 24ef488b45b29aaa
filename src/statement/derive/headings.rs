//! A heading comes in; the category that it is, or nothing, goes out.

use super::bullets::{condition, is_noun_bullet};
use super::context::{Context, complies};
use super::naming::is_persons;
use super::object::object;
use super::phrase::title;
use super::titles::{attribute, data_noun};
use super::{Category, merge, prose};
use crate::statement::acts::framed_act;
use crate::statement::block::Kind;
use crate::statement::keys::{keys, names_data};
use crate::statement::lead::lead_role;
use crate::statement::polarity::Polarity;
use crate::statement::role::{Role, heading_role, purpose_heading, source_heading, unnumbered, usage_heading};
use crate::statement::sentence::{folded, says};
use std::collections::BTreeMap;

/// Words that begin headings about occasions and questions, which name no data.
const NO_NAMES: [&str; 25] = [
    "for",
    "during",
    "while",
    "when",
    "if",
    "how",
    "why",
    "where",
    "who",
    "what",
    "which",
    "do",
    "does",
    "is",
    "are",
    "can",
    "examples",
    "overview",
    "summary",
    "general",
    "introduction",
    "about",
    "note",
    "notes",
    "by",
];

/// The range of the title of a heading that is a category: it stands under a heading about collection.
pub(super) fn category_title(context: &Context<'_>, block: usize) -> Option<(usize, usize)> {
    let plain = context.plain(block);
    context.statement.blocks[block].heading?;
    if context.above(block) != Role::Collect
        || context.under_purpose(block) && (!ends_in_data(plain) || framed_act(plain))
        || source_heading(plain) && given_thing(plain).is_none()
        || purpose_heading(plain)
        || is_persons(plain)
        || attribute(plain).is_some()
        || is_doing(context, block)
        || is_of_all_data(plain)
        || kept_permission(context, block)
        || is_occasion(context, block)
    {
        return None;
    }
    let (from, to) = given_thing(plain).or_else(|| named(plain)).or_else(|| kind_of_data(context, block))?;
    let has_words = says_something(context, block);
    has_words.then_some((from, to))
}

/// "Content you provide", "Photos that you upload": the thing that the clause is about, where it is one in particular.
fn given_thing(heading: &str) -> Option<(usize, usize)> {
    let from = heading.len() - unnumbered(heading).len();
    let rest = &heading[from..];
    // "Location data from the device", and not "Data from third parties".
    if let Some(to) = rest.find(" from ").filter(|&to| keys(&rest[..to]).len() == 1 && !generic(&rest[..to])) {
        return (rest[..to].split(' ').count() <= 3).then_some((from, from + to));
    }
    let clauses = [" you ", " that you ", " which you ", " users ", " visitors "];
    let to = clauses.iter().filter_map(|clause| rest.find(clause)).min()?;
    let thing = &rest[..to];
    let whose = ["What", "How", "When", "Why", "If", "Which", "Where", "Do", "Can", "The", "All", "Any"];
    let first = thing.split(' ').next().unwrap_or_default();
    let given = says(&folded(&rest[to..]), &["provide", "give", "submit", "upload", "post", "create", "share", "send"]);
    let named = !generic(thing) && (names_data(thing) || thing.to_lowercase().ends_with("content"));
    (given && named && !whose.contains(&first) && thing.split(' ').count() <= 5).then_some((from, from + to))
}

/// "Non-personal information", "Aggregate data" over paragraphs that say what is collected of that kind, and set nothing
/// apart themselves.
fn kind_of_data(context: &Context<'_>, heading: usize) -> Option<(usize, usize)> {
    const KINDS: [&str; 7] =
        ["non-personal", "nonpersonal", "non-personally", "aggregate", "aggregated", "anonymous", "non-identifying"];
    let plain = context.plain(heading);
    let text = folded(unnumbered(plain));
    let of_a_kind = text.split_whitespace().next().is_some_and(|first| KINDS.contains(&first)) && ends_in_data(plain);
    let only_prose = context.section(heading).all(|at| context.kind(at) == Kind::Paragraph);
    let collects = || context.section(heading).any(|at| context.judged(context.plain(at)).collects);
    let from = plain.len() - unnumbered(plain).len();
    (of_a_kind && only_prose && collects()).then_some((from, plain.trim_end().len()))
}

/// "Donations", "On the website" over a list of what is collected there, or over headings that say what is: an occasion,
/// and the data stands below.
fn is_occasion(context: &Context<'_>, heading: usize) -> bool {
    let plain = context.plain(heading);
    if is_place(plain) && only_groups(context, heading) {
        return true;
    }
    if data_noun(plain) || names_data(plain) || ends_in_data(plain) {
        return false;
    }
    let below = || context.section(heading).filter(|&at| context.statement.blocks[at].is_heading());
    let told_below =
        || below().any(|at| heading_role(context.plain(at)) == Role::Collect && !source_heading(context.plain(at)));
    told_below() || lists_data(context, heading) || only_groups(context, heading)
}

/// "Browser extension", over nothing but labels that each name data: where it is collected.
fn only_groups(context: &Context<'_>, heading: usize) -> bool {
    let below: Vec<usize> = context.section(heading).collect();
    let labelled = |at: &usize| {
        context.kind(*at) == Kind::Item
            && context.statement.blocks[*at].parent.is_none()
            && context.labels[*at].is_some_and(|label| label.strong)
    };
    let named = keys(context.plain(heading)).is_empty() || is_place(context.plain(heading));
    below.len() >= 2 && below.iter().all(labelled) && named
}

/// "Browser extension", "On our website": a product, as its last word says.
fn is_place(heading: &str) -> bool {
    const PLACES: [&str; 12] = [
        "extension",
        "app",
        "apps",
        "website",
        "site",
        "sdk",
        "api",
        "platform",
        "dashboard",
        "bot",
        "plugin",
        "server",
    ];
    folded(heading).split_whitespace().next_back().is_some_and(|last| PLACES.contains(&last))
}

/// Whether a sentence such as "We collect the following:" stands in a section over bullets that are names of data.
fn lists_data(context: &Context<'_>, heading: usize) -> bool {
    // Bullets that go on inside a bullet say more of it.
    let introduced = |at: usize| {
        let lead =
            context.statement.blocks[at].lead.map(|lead| context.statement.last_sentence(lead)).unwrap_or_default();
        context.kind(at) == Kind::Item
            && context.labels[at].is_none()
            && context.statement.blocks[at].parent.is_none()
            && lead.ends_with(':')
            && says(&folded(lead), &["following", "include", "includes"])
            && lead_role(lead) == Role::Collect
    };
    let items: Vec<usize> = context.own_section(heading).filter(|&at| introduced(at)).collect();
    let noun = |at: &&usize| is_noun_bullet(&context.plain(**at)[condition(context.plain(**at))..]);
    items.len() >= 2 && items.iter().filter(noun).count() * 2 > items.len()
}

/// "Camera permission" over a section that says that nothing of it is sent.
fn kept_permission(context: &Context<'_>, heading: usize) -> bool {
    if !says(&folded(context.plain(heading)), &["permission~"]) {
        return false;
    }
    let words: Vec<String> = context.own_section(heading).map(|at| context.statement.words(at)).collect();
    let judged = context.judged(&words.join(" "));
    judged.denies || judged.local
}

/// "Turning it off", "Managing your data": something that one does, and no data.
fn is_doing(context: &Context<'_>, block: usize) -> bool {
    let heading = context.plain(block);
    let text = folded(unnumbered(heading));
    let mut words = text.split_whitespace();
    let doing = words.next().is_some_and(|first| first.ends_with("ing"));
    // "Buying a season ticket", "Participating in competitions": an act whose object is no data.
    let act = doing && text.split_whitespace().count() >= 2 && keys(heading).is_empty() && !ends_in_data(heading);
    // "Tracking", "Profiling", over a text that denies it.
    let said = || context.own_section(block).map(|at| context.statement.words(at)).collect::<Vec<_>>().join(" ");
    let alone = || keys(heading).is_empty() && context.judged(&said()).denies;
    act || doing && words.next().map_or_else(alone, |next| OBJECTS.contains(&next))
}

/// "Compromise of personal information", "Our role": what becomes of all data, or who the maker is, and no data.
fn is_of_all_data(heading: &str) -> bool {
    let rest = unnumbered(heading).trim_end_matches(['.', ':', ' ']);
    let kinds = ["types", "kinds", "categories", "collection", "logs", "records", "record"];
    let of = rest.split_once(" of ").is_some_and(|(act, data)| {
        let last = folded(act).split_whitespace().next_back().unwrap_or_default().to_string();
        generic(data) && !data.is_empty() && keys(act).is_empty() && !kinds.contains(&last.as_str())
    });
    let whose = rest.starts_with("Our ") && rest.split(' ').count() <= 3 && keys(rest).is_empty();
    of || whose && !ends_in_data(rest)
}

/// Words that stand after a verb and before no name of data.
const OBJECTS: [&str; 13] = ["it", "off", "out", "your", "you", "our", "us", "the", "a", "an", "this", "these", "them"];

/// "Crash reports", "Account data": under purposes and features, only such a heading names data.
fn ends_in_data(heading: &str) -> bool {
    let text = folded(heading);
    ["data", "information", "details", "reports", "report", "logs", "identifiers"]
        .iter()
        .any(|end| text.trim_end().ends_with(end))
}

/// "npm collects account data" → "account data"; "2.1 Usage data" → "Usage data".
fn named(plain: &str) -> Option<(usize, usize)> {
    // Words that lost their spaces are no title.
    let glued = plain.split(' ').any(|word| word.len() > 30);
    if says_how_it_comes(plain) || is_product(plain) || glued {
        return None;
    }
    let from = plain.len()
        - plain.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ')' | '(' | ' ' | ':')).len();
    // "(ii) Usage data" is numbered, too.
    let from = letter_number(plain, from).max(plain.len() - unnumbered(plain).len());
    let to = plain.trim_end_matches(['.', ':', ' ', '?']).len();
    if from >= to {
        return None;
    }
    let rest = &plain[from..to];
    let text = folded(rest);
    let first = text.split_whitespace().next()?;
    // "Collection and use": what is done, and with nothing in particular.
    let acts =
        ["collection", "use", "uses", "and", "of", "storage", "processing", "retention", "additional", "disclosure"];
    if text.split_whitespace().all(|word| acts.contains(&word)) {
        return None;
    }
    if ["you can ", "you may ", "you have ", "you control "].iter().any(|start| text.trim_start().starts_with(start)) {
        return None;
    }
    if heading_role(rest) == Role::Collect {
        // "npm collects account data", "npm collects data about how you use the website".
        let verb =
            [" collects ", " logs ", " stores "].iter().find_map(|verb| rest.find(verb).map(|at| at + verb.len()));
        if let Some(start) = verb {
            let about = rest[start..].trim_start_matches("data about ").trim_start_matches("information about ");
            let object = if about.starts_with("how ") { &rest[start..] } else { about };
            if !generic(object) {
                return Some((from + rest.len() - object.len(), to));
            }
        }
        if let Some((start, end)) = object(rest).filter(|&(start, end)| !generic(&rest[start..end])) {
            return Some((from + start, from + end));
        }
        let generic_name = says(
            &text,
            &[
                "we collect",
                "we gather",
                "you provide",
                "we receive",
                "collected",
                "we process",
                "we store",
                "what",
                "which",
                "types of",
                "categories of",
                "do we",
                "we may collect",
                "collection",
            ],
        );
        return (!generic_name && !NO_NAMES.contains(&first) && names_data(rest)).then_some((from, to));
    }
    let named = !NO_NAMES.contains(&first) || first == "general" && names_data(rest) || usage_heading(rest);
    let most = if ends_in_data(rest) { 14 } else { 10 };
    (named && (!generic(rest) || names_data(rest)) && rest.split_whitespace().count() <= most).then_some((from, to))
}

/// "The project", "Our apps": where something is collected, and not what.
fn is_product(heading: &str) -> bool {
    const PRODUCTS: [&str; 14] = [
        "project",
        "software",
        "app",
        "apps",
        "application",
        "website",
        "websites",
        "site",
        "service",
        "services",
        "platform",
        "extension",
        "game",
        "product",
    ];
    let text = folded(unnumbered(heading));
    let words: Vec<&str> = text.split_whitespace().collect();
    matches!(words.as_slice(), ["the" | "our" | "this", thing] if PRODUCTS.contains(thing))
}

/// "Data created through use of the service", "Information generated when you play": how it comes, and not what.
fn says_how_it_comes(heading: &str) -> bool {
    const COMES: [&str; 10] =
        ["created", "generated", "produced", "obtained", "gathered", "through", "when", "during", "while", "upon"];
    let text = folded(unnumbered(heading));
    let mut words =
        text.split_whitespace().skip_while(|word| ["the", "personal", "other", "your", "any"].contains(word));
    let data = words.next().is_some_and(|word| ["data", "information"].contains(&word));
    data && words.next().is_some_and(|word| COMES.contains(&word))
}

/// "Server logs", "Newsletter and contact forms", but not "Website and email": each member names data.
fn each_names_data(words: &str) -> bool {
    let members = [" and ", ", ", " & ", " / "]
        .iter()
        .fold(vec![words], |members, mark| members.into_iter().flat_map(|member| member.split(mark)).collect());
    let mut members = members.into_iter().filter(|member| !member.trim().is_empty());
    names_data(words)
        && members.all(|member| {
            let behind = [" from ", " of ", " for ", " to ", " with ", " in ", " on ", " about ", " you ", " we "];
            let end = behind.iter().filter_map(|mark| member.find(mark)).min().unwrap_or(member.len());
            let last: Vec<&str> = member[..end].split_whitespace().rev().take(2).collect();
            let noun = last.into_iter().rev().collect::<Vec<_>>().join(" ");
            let done = ["processing", "handling", "use", "sharing", "storage", "protection"];
            let act = noun.split(' ').next_back().is_some_and(|last| done.contains(&last.to_lowercase().as_str()));
            !act && (names_data(&noun) || ends_in_data(member))
        })
}

/// Skips "A. " before a title.
fn letter_number(plain: &str, from: usize) -> usize {
    let bytes = plain.as_bytes();
    let lettered = bytes.get(from).is_some_and(u8::is_ascii_alphabetic)
        && matches!(bytes.get(from + 1), Some(b'.' | b')'))
        && bytes.get(from + 2) == Some(&b' ');
    if lettered { from + 3 } else { from }
}

/// Words that name all data and so none.
pub(super) fn generic(words: &str) -> bool {
    let cut = [" to ", " using ", " through ", " by ", " from ", " (", " unless"]
        .iter()
        .filter_map(|cut| words.find(cut))
        .min();
    let text = folded(&words[..cut.unwrap_or(words.len())]);
    let known = [
        "data",
        "information",
        "personal",
        "personally",
        "identifiable",
        "your",
        "the",
        "some",
        "any",
        "certain",
        "this",
        "that",
        "about",
        "you",
        "following",
        "whatever",
        "below",
        "above",
        "user",
        "users",
        "pii",
        "of",
        "and",
        "limited",
        "basic",
        "minimal",
        "detailed",
        "minimum",
        "least",
        "amount",
        "amounts",
        "needed",
        "required",
        "strictly",
        "only",
        "additional",
        "other",
        "various",
        "types",
        "such",
        "as",
        "little",
        "much",
        "more",
        "it",
        "them",
        "no",
        "anonymous",
        "aggregate",
        "aggregated",
        "usage",
        "analytics",
        "collect",
        "we",
        "what",
        "categories",
        "category",
        "all",
        "automatically",
        "non-personal",
        "non-personally",
        "different",
        "two",
        "three",
        "four",
        "five",
        "several",
        "kinds",
        "technical",
        "details",
        "statistics",
        "these",
        "those",
        "which",
        "may",
        "also",
        "a",
        "anonymized",
        "anonymised",
        "sensitive",
        "private",
        "necessary",
        "directly",
        "from",
        "us",
        "to",
        "is",
        "for",
        "telemetry",
        "each",
        "event",
        "on",
        "legal",
        "bases",
        "potentially",
        "identifying",
        "personally-identifying",
        "non-personally-identifying",
        "personally-identifiable",
    ];
    text.split_whitespace().all(|word| known.contains(&word))
}

/// Whether the section says that something is collected, and does not only deny it.
fn says_something(context: &Context<'_>, heading: usize) -> bool {
    let mut any = false;
    let mut judged = (false, false);
    for block in context.section(heading) {
        if context.statement.blocks[block].is_heading() && any {
            break;
        }
        let words = context.statement.words(block);
        if words.is_empty() || complies(&words) {
            continue;
        }
        any = true;
        let one = context.judged(unlabelled(context, block, &words));
        let other = matches!(context.kind(block), Kind::Item | Kind::Row { .. })
            && context.roles[block] == Role::Collect
            && one.first != Some(Polarity::Denies)
            && !one.denies
            && (one.collects || !one.local);
        judged.0 |= one.collects || other || one.first.is_none() && !judged.1 && names_data(&words);
        judged.1 |= one.denies || one.local;
        if one.local && !one.collects && !judged.0 {
            judged.1 = true;
        }
    }
    any && (judged.0 || !judged.1)
}

/// The words of a block after its label: "Crash reports:" is a name there, and nobody reports.
fn unlabelled<'w>(context: &Context<'_>, block: usize, words: &'w str) -> &'w str {
    let body = context.labels[block].and_then(|label| words.get(label.body..));
    body.filter(|body| !body.trim().is_empty()).unwrap_or(words)
}

/// Headings as categories in sections about nothing in particular that say what is collected: "Server logs",
/// "Newsletter".
pub(super) fn adopted(context: &Context<'_>, by_block: &mut BTreeMap<usize, String>, categories: &mut Vec<Category>) {
    let alone = categories.is_empty();
    for (block, entry) in context.statement.blocks.iter().enumerate() {
        let plain = context.plain(block);
        if !entry.is_heading()
            || context.roles[block] != Role::Neutral
            || source_heading(plain)
            || purpose_heading(plain)
            || folded(unnumbered(plain)).starts_with(" use of ")
            || attribute(plain).is_some()
            || is_persons(plain)
            || !alone && !data_noun(plain)
            || says(&folded(plain), &["short version", "in short", "at a glance", "summary"])
            || is_date_line(plain)
            || folded(plain).starts_with(" version ")
        {
            continue;
        }
        let Some((from, to)) = named(plain) else { continue };
        let section: Vec<usize> = context.own_section(block).collect();
        let body: Vec<String> = section.iter().map(|&at| context.statement.words(at)).collect();
        let body = body.join(" ");
        let known = section.iter().any(|at| by_block.contains_key(at));
        // The title of the text names the text.
        let title_of_all = entry.heading.is_none() && context.section(block).len() > section.len();
        // "Effective date: …" stands under the title, wherever else it may be repeated.
        let dated = section.iter().take(3).any(|&at| is_date_line(context.plain(at)));
        // "Acme Telemetry", before any other heading.
        let first = !context.statement.blocks[..block].iter().any(|earlier| earlier.is_heading());
        let last = folded(plain).split_whitespace().next_back().unwrap_or_default().to_string();
        let titled = first && ["telemetry", "analytics", "privacy", "tracking"].contains(&last.as_str());
        let title_of_all = title_of_all || dated || titled;
        let taken = prose::collected(&body) || prose::used(&body, plain);
        let says = !known && !title_of_all && taken && !context.judged(&body).nothing_collected();
        if says && each_names_data(&plain[from..to]) {
            let found = context.found(block, from, to, &title(&plain[from..to]), "heading of a section that collects");
            if found.id.is_empty() {
                continue;
            }
            let id = found.id.clone();
            let covers = keys(&found.title);
            merge(categories, Category { found, covers, ..Category::default() }, |category| &mut category.found);
            by_block.insert(block, id);
        }
    }
}

fn is_date_line(plain: &str) -> bool {
    let text = folded(plain);
    [" effective date", " last updated", " effective :", " version :", " last modified", " last revised"]
        .iter()
        .any(|start| text.starts_with(start))
}
