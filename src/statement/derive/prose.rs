//! Sentences come in; what they say is collected goes out, as categories of their own where no list or heading names any.

use super::context::{Context, complies};
use super::headings::generic;
use super::object::{exemplified, given, object, ours, own_object};
use super::phrase::{examples, noun, title};
use super::{Category, merge};
use crate::statement::block::Kind;
use crate::statement::keys::keys;
use crate::statement::polarity::{Polarity, judge, polarity, positive_part};
use crate::statement::role::Role;
use crate::statement::sentence::{finds, folded, says, sentences};
use std::collections::{BTreeMap, BTreeSet};

/// The cue of categories found in prose.
const CUE: &str = "sentence that collects";

/// The cue of categories that a sentence gives a name of their own.
const DEFINED: &str = "term for what is collected";

/// "We may process data about your visits (“usage data”)": the name that a sentence gives to what it says is taken.
fn defined_term(sentence: &str) -> Option<(usize, usize)> {
    let open = ["(\"", "(“", "(the \"", "(the “"]
        .iter()
        .filter_map(|mark| sentence.find(mark).map(|at| at + mark.len()))
        .min()?;
    let close = sentence[open..].find(['"', '”'])? + open;
    let term = &sentence[open..close];
    let named = ["data", "information", "details", "logs"].iter().any(|end| term.to_lowercase().ends_with(end));
    let ours = says(&folded(sentence), &["we", "our"]) && polarity(sentence) == Polarity::Collects;
    (named && ours && !generic(term) && (2..=5).contains(&term.split(' ').count())).then_some((open, close))
}

/// How much a sentence must say to count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reading {
    /// In a section about collection that sets nothing apart: each sentence counts.
    Loose,
    /// Elsewhere: the one who gives the statement acts, and names data that the vocabulary knows.
    Strict,
    /// Beside categories that are set apart: it names what none of them covers, too.
    Novel,
    /// In a section about something else: it says "we collect" in so many words, too.
    Plain,
}

/// Whether a text says that something is collected, of a kind that the vocabulary knows.
pub(super) fn collected(text: &str) -> bool {
    sentences(text).iter().any(|&(from, to)| {
        let sentence = &text[from..to];
        let folded = folded(sentence);
        !complies(sentence)
            && !sentence.ends_with('?')
            && (judge(&folded) == Polarity::Collects && actor(&folded) || given(sentence).is_some())
            && object(sentence).is_some()
    })
}

/// Whether a text says that the data that a title names is used or read.
pub(super) fn used(text: &str, title: &str) -> bool {
    let wanted = keys(title);
    sentences(text).iter().any(|&(from, to)| {
        let folded = folded(&text[from..to]);
        let spoken = says(&folded, &["use", "uses", "access", "accesses", "read", "reads"]);
        spoken
            && !text[from..to].ends_with('?')
            && !complies(&text[from..to])
            && !matches!(judge(&folded), Polarity::Denies | Polarity::OnDevice)
            && used_things(&text[from..to]).iter().any(|key| wanted.contains(key))
    })
}

/// The data that a sentence says is used, and not what for: "uses a mailer to send your emails" uses no emails.
fn used_things(sentence: &str) -> Vec<String> {
    let lower = sentence.to_ascii_lowercase();
    let verb = [" use ", " uses ", " access ", " accesses ", " read ", " reads "]
        .iter()
        .filter_map(|verb| lower.find(verb).map(|at| at + verb.len()))
        .min();
    let Some(start) = verb else { return keys(sentence) };
    let end = [" to ", " for ", " so that "].iter().filter_map(|mark| lower[start..].find(mark)).min();
    keys(&sentence[start..end.map_or(sentence.len(), |end| start + end)])
}

/// Whether a text says that data which the vocabulary knows is collected by the one who gives the statement.
pub(super) fn plainly_collected(text: &str) -> bool {
    sentences(text).iter().any(|&(from, to)| {
        let sentence = positive_part(&text[from..to]);
        let named = |(start, end): (usize, usize)| {
            !keys(&sentence[start..end]).is_empty()
                || !examples(sentence).is_empty()
                || stands_for_data(sentence, start, Reading::Loose) && names_something(&sentence[start..end])
        };
        taken(sentence, Reading::Strict).is_some_and(named)
    })
}

/// Whether it is the one who gives the statement (or a program of theirs) that acts.
fn actor(folded: &str) -> bool {
    // "We may receive your name and any attachment you may send us": the one who acts stands first.
    let own = ["we collect", "we may collect", "we receive", "we may receive", "we ask", "we may ask", "we log"];
    let first = own.iter().filter_map(|act| finds(folded, act)).min();
    let yours = ["you can", "you may"].iter().filter_map(|act| finds(folded, act)).min();
    let ours = first.zip(yours).filter(|(first, yours)| first < yours).map_or(folded.len(), |(_, yours)| yours);
    let folded = &folded[..ours];
    !says(
        folded,
        &[
            "you can",
            "you may",
            "your browser stores",
            "if you believe",
            "law",
            "this policy",
            "privacy policy",
            "this notice",
            "we do not",
            "third parties may",
            "this statement",
        ],
    )
}

/// Prose in sections about collection.
pub(super) fn derive(context: &Context<'_>, by_block: &BTreeMap<usize, String>, categories: &mut Vec<Category>) {
    let apart = headings_set_apart(context, by_block);
    let plain = ["noun in a list", "sentence in a list"];
    let structured = categories.iter().filter(|category| !plain.contains(&category.found.cue)).count();
    for block in 0..context.statement.blocks.len() {
        // "Answering you: you can give us your address": an act in a list of what is collected.
        let beside = context.turned.contains(&block);
        if !beside && (context.kind(block) != Kind::Paragraph || context.roles[block] != Role::Collect)
            || by_block.contains_key(&block)
            || speaks_of_it(context, block)
        {
            continue;
        }
        let heading = context.statement.blocks[block].heading;
        let reading = match heading {
            // What stands under a category's heading is about that category.
            Some(heading) if by_block.contains_key(&heading) => continue,
            Some(heading) if apart.contains(&heading) => Reading::Novel,
            _ if structured >= 2 => Reading::Strict,
            _ => Reading::Loose,
        };
        sentences_of(context, block, categories, reading);
    }
}

/// "Data retention: we keep essential data": the label says that it speaks about data, and names none.
fn speaks_of_it(context: &Context<'_>, block: usize) -> bool {
    matches!(context.attribute_role(block), Some(Role::Retention | Role::Share | Role::Basis | Role::Denied))
}

/// Prose in sections that are about nothing in particular: "When you donate, we collect your name".
pub(super) fn elsewhere(context: &Context<'_>, by_block: &BTreeMap<usize, String>, categories: &mut Vec<Category>) {
    let reading = if categories.iter().any(|known| known.found.cue != CUE) { Reading::Novel } else { Reading::Strict };
    for block in 0..context.statement.blocks.len() {
        let sentence = match context.kind(block) {
            Kind::Paragraph => true,
            Kind::Item => context.plain(block).trim_end().ends_with('.'),
            _ => false,
        };
        // A section about security or contact may still say it plainly.
        let apart = match context.roles[block] {
            Role::Other => true,
            Role::Use => context.kind(block) == Kind::Paragraph,
            _ => false,
        };
        if sentence && apart && !by_block.contains_key(&block) {
            sentences_of(context, block, categories, Reading::Plain);
        }
        let heading = context.statement.blocks[block].heading;
        let owned = [Some(block), heading].into_iter().flatten().any(|at| by_block.contains_key(&at));
        if sentence && context.roles[block] == Role::Neutral && !owned && !speaks_of_it(context, block) {
            sentences_of(context, block, categories, reading);
        }
    }
}

/// Prose anywhere, in a text that names nothing otherwise.
pub(super) fn fallback(context: &Context<'_>, categories: &mut Vec<Category>) {
    for block in 0..context.statement.blocks.len() {
        let fits = matches!(context.roles[block], Role::Use | Role::Collect | Role::Retention);
        // An item of a list of purposes says what for.
        let aim = context.kind(block) == Kind::Item && context.roles[block] == Role::Use;
        if fits && !aim && matches!(context.kind(block), Kind::Paragraph | Kind::Item) {
            sentences_of(context, block, categories, Reading::Strict);
        }
    }
}

/// Headings whose sections name their categories by labels, headings or rows.
fn headings_set_apart(context: &Context<'_>, by_block: &BTreeMap<usize, String>) -> BTreeSet<usize> {
    let mut apart = BTreeSet::new();
    for &block in by_block.keys() {
        if context.kind(block) == Kind::Item && context.labels[block].is_none() {
            continue;
        }
        let mut at = if context.statement.blocks[block].is_heading() {
            Some(block)
        } else {
            context.statement.blocks[block].heading
        };
        while let Some(heading) = at.filter(|&heading| apart.insert(heading)) {
            at = context.statement.blocks[heading].heading;
        }
    }
    apart
}

fn sentences_of(context: &Context<'_>, block: usize, categories: &mut Vec<Category>, reading: Reading) {
    let plain = context.plain(block);
    let found = sentences(plain);
    for (index, &(from, to)) in found.iter().enumerate() {
        let whole = &plain[from..to];
        if index + 1 == found.len() && whole.ends_with(':') {
            continue;
        }
        let sentence = positive_part(whole);
        // "It is stored on your computer. This includes your settings."
        let goes_on = ["This includes ", "These include ", "It includes "].iter().any(|start| whole.starts_with(start));
        let before = index.checked_sub(1).map(|at| polarity(&plain[found[at].0..found[at].1]));
        if goes_on && matches!(before, Some(Polarity::OnDevice | Polarity::Denies | Polarity::Past)) {
            continue;
        }
        if only_kept(sentence) || sends_elsewhere(sentence) || explains_a_word(sentence) {
            continue;
        }
        if let Some((start, end)) = defined_term(sentence).filter(|_| reading != Reading::Plain) {
            let entry = context.found(block, from + start, from + end, &title(&sentence[start..end]), DEFINED);
            let covers = keys(sentence);
            merge(categories, Category { found: entry, covers, ..Category::default() }, |category| &mut category.found);
            continue;
        }
        let answer = || answers(context, block, sentence).then(|| noun(sentence));
        let Some((start, end)) = taken(sentence, reading).or_else(answer) else { continue };
        // What stands before the object exemplifies something else: "an organization, such as a school, …".
        let parts = examples(&sentence[start..]);
        let (start, end) = exemplified(sentence, start, end);
        let words = &sentence[start..end];
        // "Information from", "data about": of whom stands further on, and what is nowhere said.
        if generic(words) && [" from", " about", " of"].iter().any(|last| words.ends_with(last)) {
            continue;
        }
        let strict = reading != Reading::Loose;
        let named = match keys(words) {
            // "The logs include the time of the request, the page, the IP address": a later member may be the known one.
            none if none.is_empty() && strict && holds(&folded(sentence)) && sentence[end..].contains(", ") => {
                keys(&sentence[end..])
            }
            named => named,
        };
        let by_place = stands_for_data(sentence, start, reading) && names_something(words);
        let told = employed(sentence, reading) == Some((start, end)) || by_place && strict;
        if !told && named.is_empty() && parts.is_empty() && (strict || !telling(words) && !by_place) {
            continue;
        }
        // "Usage data" says little, but more than "data".
        if !told && generic(words) && parts.is_empty() && (strict || named.is_empty()) {
            continue;
        }
        // "The tool's telemetry data is collected at your endpoint" names again what is set apart.
        if !categories.is_empty() && parts.is_empty() && is_umbrella(words) {
            continue;
        }
        let mut covers = named;
        // "Your email address; a username; and a password": the first of them names the category.
        let rest = &sentence[end..];
        if rest.starts_with([',', ';']) || rest.starts_with(" and ") {
            let until = [" to ", " so that ", " in order ", " for ", " when ", " if "];
            let until = until.iter().filter_map(|mark| rest.find(mark)).min().unwrap_or(rest.len());
            covers.extend(keys(&rest[..until]).into_iter().filter(|key| !covers.contains(key)).collect::<Vec<_>>());
        }
        for part in &parts {
            covers.extend(part.covers.iter().filter(|key| !covers.contains(key)).cloned().collect::<Vec<_>>());
        }
        if !covers.is_empty() && covers.iter().all(|key| repeated(context, block, key, categories, reading)) {
            continue;
        }
        let entry = context.found(block, from + start, from + end, &title(words), CUE);
        if entry.id.is_empty() {
            continue;
        }
        merge(categories, Category { found: entry, covers, elements: parts, ..Category::default() }, |category| {
            &mut category.found
        });
    }
}

/// Words for all that is collected: "CLI telemetry data", "analytics data to the endpoint".
fn is_umbrella(words: &str) -> bool {
    let end = [" to ", " at ", " from ", " in ", " for ", " by "].iter().filter_map(|mark| words.find(mark)).min();
    let text = folded(&words[..end.unwrap_or(words.len())]);
    ["telemetry data", "telemetry", "analytics data", "usage data", "telemetry information"]
        .iter()
        .any(|end| text.trim_end().ends_with(end))
}

/// "We store your profile only for the duration of your account": how long, of data that is named elsewhere.
fn only_kept(sentence: &str) -> bool {
    let text = folded(sentence);
    let long = ["for the duration", "as long as", "only until", "until you delete", "until your account"];
    let keeps = says(&text, &["store", "stores", "stored", "keep", "keeps", "kept", "retain", "retains", "retained"]);
    keeps && says(&text, &long) && !says(&text, &["collect~", "log", "logs", "record", "records", "receive~"])
}

/// "A “web beacon” is a piece of code that collects …": what a word means.
pub(super) fn explains_a_word(sentence: &str) -> bool {
    let lower = sentence.to_ascii_lowercase();
    let rest = ["an ", "a ", "the "].iter().find_map(|article| lower.strip_prefix(article)).unwrap_or(&lower);
    let quoted = rest.strip_prefix(['“', '"']).and_then(|rest| rest.split_once(['”', '"']));
    quoted.is_some_and(|(_, rest)| {
        let rest = rest.split_once(") ").filter(|_| rest.trim_start().starts_with('(')).map_or(rest, |(_, rest)| rest);
        ["is ", "are ", "means ", "refers "].iter().any(|verb| rest.trim_start().starts_with(verb))
    })
}

/// "Read more on what we collect here": where to look, and nothing that is collected.
pub(super) fn sends_elsewhere(sentence: &str) -> bool {
    const SENDS: [&str; 10] =
        ["read ", "learn ", "find ", "see ", "visit ", "view ", "check ", "click ", "refer ", "consult "];
    let lower = sentence.to_ascii_lowercase();
    let text = lower.strip_prefix("please ").or_else(|| lower.strip_prefix("you can ")).unwrap_or(&lower);
    SENDS.iter().any(|start| text.starts_with(start))
}

/// "What do you store about me?" is answered by a noun without a verb: "Your user name and an optional picture."
fn answers(context: &Context<'_>, block: usize, sentence: &str) -> bool {
    let asked = context.statement.blocks[block].heading.map(|heading| context.plain(heading)).unwrap_or_default();
    let verbs = [
        "is", "are", "was", "were", "be", "may", "can", "will", "has", "have", "do", "does", "use", "uses", "used",
        "if", "when", "not", "no", "we", "i", "you", "they", "it", "collect~", "see", "visit", "please", "include~",
        "requires", "provides", "needs",
    ];
    const SENDS: [&str; 9] = ["Learn ", "Read ", "Find ", "Check ", "Click ", "Contact ", "For ", "To ", "In "];
    asked.trim_end().ends_with('?')
        && !SENDS.iter().any(|start| sentence.starts_with(start))
        && context.roles[block] == Role::Collect
        && sentence.ends_with('.')
        && !says(&folded(sentence), &verbs)
        && !keys(sentence).is_empty()
}

/// What a sentence says is collected, or given by those concerned, where it says so.
fn taken(sentence: &str, reading: Reading) -> Option<(usize, usize)> {
    let folded = folded(sentence);
    let named = |&(start, end): &(usize, usize)| !generic(&sentence[start..end]);
    let given = given(sentence).filter(|_| reading != Reading::Plain && judge(&folded) != Polarity::Denies);
    let own = own_taken(sentence, &folded, reading)
        .or_else(|| employed(sentence, reading))
        .or_else(|| assigned(sentence).filter(|_| reading != Reading::Plain));
    own.filter(named).or(given).or(own)
}

/// "A random ID is generated for you", "We assign a user id": an identifier that is made, and so kept.
fn assigned(sentence: &str) -> Option<(usize, usize)> {
    let lower = sentence.to_ascii_lowercase();
    if judge(&folded(sentence)) == Polarity::Denies {
        return None;
    }
    let made = [" is generated", " is assigned", " is created for"].iter().filter_map(|verb| lower.find(verb)).min();
    let makes = ["we generate ", "we assign ", "we also generate ", "we create "];
    let makes = makes.iter().filter_map(|verb| lower.find(verb).map(|at| at + verb.len())).min();
    let (from, to) = match (made, makes) {
        (Some(at), _) => noun(&sentence[..at]),
        (None, Some(start)) => {
            let (from, to) = noun(&sentence[start..]);
            (start + from, start + to)
        }
        (None, None) => return None,
    };
    let id = keys(&sentence[from..to]).iter().any(|key| key.starts_with("user.unique_id"))
        || [" id", " identifier", " id number"].iter().any(|end| sentence[from..to].to_lowercase().ends_with(end));
    (to > from && id).then_some((from, to))
}

/// "We use analytics information to improve the site", in a section about collection.
fn employed(sentence: &str, reading: Reading) -> Option<(usize, usize)> {
    let lower = sentence.to_ascii_lowercase();
    let start = ["we use ", "we also use ", "we may use "].iter().find(|start| lower.starts_with(**start))?.len();
    let end = start + lower[start..].find(" to ").or_else(|| lower[start..].find(" for "))?;
    let words: Vec<&str> = lower[start..end].split(' ').collect();
    let named = ["analytics", "usage", "diagnostic", "telemetry", "location", "device", "log"];
    let ends = words.last().is_some_and(|last| ["information", "data", "logs"].contains(last));
    (reading != Reading::Plain && words.len() == 2 && ends && named.contains(&words[0])).then_some((start, end))
}

fn own_taken(sentence: &str, folded: &str, reading: Reading) -> Option<(usize, usize)> {
    if !(judge(folded) == Polarity::Collects || holds(folded))
        || !actor(folded)
        || says(folded, &["for example", "we use"])
            && !says(folded, &["collect~", "we log", "could log", "may log", "we record", "we store", "may include"])
    {
        return None;
    }
    let in_words =
        ["we collect", "we may collect", "we also collect", "we will collect", "we log", "we may also collect"];
    let about = ["request", "requests", "verify", "child", "children", "minors", "right", "rights", "california"];
    if reading == Reading::Plain && (!says(folded, &in_words) || says(folded, &about)) {
        return None;
    }
    let found = if reading == Reading::Loose { object(sentence) } else { own_object(sentence) }?;
    if denied_before(sentence, found.0) {
        return None;
    }
    let verbs =
        ["we", "our", "us", "i", "collect~", "receiv~", "logs", "logged", "sent", "sends", "server~", "transmit~"];
    let plainly = says(folded, &verbs) || reading == Reading::Strict && is_kept(folded);
    let plainly = plainly && !says(folded, &["on your device", "on the device", "locally", "permission"]);
    (reading == Reading::Loose || plainly || holds(folded)).then_some(found)
}

/// "Acme does not directly collect or store your card": what stands behind a verb that is denied, wherever the sentence
/// began.
fn denied_before(sentence: &str, object: usize) -> bool {
    let clause = sentence[..object].rsplit([',', ';', ':', '.', '(']).next().unwrap_or_default();
    let text = folded(clause);
    let words: Vec<&str> = text.split_whitespace().rev().take(6).collect();
    let not = words.iter().position(|word| ["not", "never", "cannot"].contains(word) || word.ends_with("n't"));
    // "Not only the name", "not limited to", "which is not us, collects": what is denied is another thing.
    not.is_some_and(|at| {
        let acts = &words[..at];
        let other = ["only", "limited", "just", "but", "that", "which", "who", "if", "when", "we", "we'll"];
        !acts.iter().any(|word| other.contains(word))
    })
}

/// "Their email address is stored": in a text that never says "we", who keeps it is the one who gives the statement.
fn is_kept(folded: &str) -> bool {
    let kept = ["is stored", "are stored", "may be stored", "is recorded", "are recorded", "may be recorded"];
    let where_else =
        ["stored in your", "stored on your", "cookie~", "encrypted", "securely", "session", "browser stores"];
    says(folded, &kept) && !says(folded, &where_else)
}

/// Whether a category says it already: one found in prose of the same section, or any one where others are set apart.
fn repeated(context: &Context<'_>, block: usize, key: &str, categories: &[Category], reading: Reading) -> bool {
    let section = |block: usize| context.statement.blocks[block].heading;
    categories.iter().any(|known| {
        let here = known.found.passages.first().is_some_and(|passage| section(passage.block) == section(block));
        let counts = match reading {
            Reading::Novel | Reading::Plain => true,
            Reading::Strict => known.found.cue == CUE && here,
            Reading::Loose => known.found.cue == CUE,
        };
        let covers = |covered: &String| key == covered || key.starts_with(&format!("{covered}."));
        counts
            && (known.covers.iter().any(covers)
                || matches!(reading, Reading::Novel | Reading::Plain)
                    && known.elements.iter().any(|part| part.covers.iter().any(covers)))
    })
}

/// "We record the plots that you tend": what stands right behind the verb of the one who gives the statement is data,
/// whatever it is called.
fn stands_for_data(sentence: &str, start: usize, reading: Reading) -> bool {
    const TAKES: [&str; 5] = [" collect ", " record ", " log ", " store ", " receive "];
    if reading == Reading::Plain {
        return false;
    }
    // Elsewhere only what is collected in so many words: "we store backups", "we receive requests".
    let takes = if reading == Reading::Loose { &TAKES[..] } else { &TAKES[..3] };
    let before = sentence[..start].to_ascii_lowercase();
    let verb = takes.iter().filter_map(|verb| before.rfind(verb).map(|at| (at, at + verb.len()))).max();
    let articles = ["", "the ", "your ", "a ", "an ", "any ", "all ", "which ", "and store ", "and store the "];
    verb.is_some_and(|(at, end)| {
        let subject = folded(&before[..at]);
        // "Acme may collect": a maker that is named.
        let named = sentence.starts_with(char::is_uppercase) && subject.split_whitespace().count() <= 3;
        articles.contains(&&before[end..]) && (says(&subject, &["we", "i"]) || named && ours(sentence, at))
    })
}

/// Whether words are a name of their own: "limited data from our users", "this information" are none.
fn names_something(words: &str) -> bool {
    let marks = [" from ", " for ", " of ", " on ", " that ", " about ", " with ", " by ", " in ", ","];
    let end = marks.iter().filter_map(|mark| words.find(mark)).min().unwrap_or(words.len());
    let noun = &words[..end];
    let first = noun.split(' ').next().unwrap_or_default().to_ascii_lowercase();
    let ends = folded(noun);
    // "Statistical data": of which kind, and not which.
    let all = ["data", "information", "details", "types", "kinds"].iter().any(|all| says(&ends, &[all]));
    let pointing = ["this", "that", "these", "those", "such", "it", "them"].contains(&first.as_str());
    !(generic(noun) || pointing || all && keys(noun).is_empty())
}

/// Words that name something in particular, although the vocabulary has no key for it.
fn telling(words: &str) -> bool {
    let text = folded(words);
    says(
        &text,
        &[
            "names",
            "name",
            "number of",
            "identifier",
            "address",
            "version",
            "variable",
            "type of",
            "id",
            "size of",
            "count of",
            "list of",
            "date",
            "time",
        ],
    )
}

/// "Events include the command": what is sent holds it.
fn holds(folded: &str) -> bool {
    let subject = [
        "events",
        "event",
        "payload",
        "report",
        "reports",
        "data",
        "information",
        "logs",
        "request",
        "requests",
        "pings",
        "telemetry",
        "it",
        "this",
    ];
    let verbs = ["include", "includes", "contain", "contains", "consist of", "consists of", "comprise", "comprises"];
    let verb = verbs.iter().filter_map(|verb| finds(folded, verb)).min();
    // "This includes data such as page views."
    if [" this includes data ", " this includes information ", " these include data "]
        .iter()
        .any(|s| folded.starts_with(s))
    {
        return true;
    }
    matches!(judge(folded), Polarity::Silent | Polarity::Collects)
        && !says(folded, &["practices", "instructions", "opt-out"])
        && verb.is_some_and(|at| says(&folded[..at], &subject))
}
