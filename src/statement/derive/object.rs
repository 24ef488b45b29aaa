//! A sentence comes in; the range of what it says is collected goes out, and whose act that is.

use super::headings::generic;
use super::phrase::noun;
use crate::statement::polarity::UNLIMITED;
use crate::statement::sentence::{folded, says};

/// Verbs whose object is what is collected, as they stand in a sentence.
const ACTIVE: [&str; 66] = [
    " fetch ",
    " fetches ",
    " retrieve ",
    " retrieves ",
    " hold ",
    " holds ",
    " consist of ",
    " consists of ",
    " comprises ",
    " collects ",
    " collect ",
    " is collecting ",
    " are collecting ",
    " is currently collecting ",
    " receives ",
    " receive ",
    " gathers ",
    " gather ",
    " logs ",
    " log ",
    " records ",
    " record ",
    " stores ",
    " store ",
    " tracks ",
    " track ",
    " asks for ",
    " we need your ",
    " we will need your ",
    " ask for ",
    " asks you for ",
    " ask you for ",
    " requests ",
    " requires ",
    " require ",
    " obtain ",
    " obtains ",
    " captures ",
    " capture ",
    " retain ",
    " retains ",
    " transmits ",
    " sends us ",
    " send us ",
    " sends ",
    " reports ",
    " saves ",
    " save ",
    " process ",
    " processes ",
    " include ",
    " includes ",
    " include, ",
    " includes, ",
    " include: ",
    " includes: ",
    " contains ",
    " contain ",
    " access ",
    " keep ",
    " keeps ",
    " samples ",
    " tracking of ",
    " reads ",
    " have access to ",
    " has access to ",
];

const PASSIVE: [&str; 23] = [
    " is temporarily stored",
    " are temporarily stored",
    " is collected",
    " are collected",
    " is logged",
    " are logged",
    " is recorded",
    " are recorded",
    " is stored",
    " are stored",
    " is received",
    " are received",
    " is sent to",
    " are sent to",
    " may be collected",
    " may be logged",
    " may be recorded",
    " may be stored",
    " may be saved",
    " are gathered",
    " is temporarily collected",
    " is saved",
    " are saved",
];

/// Verbs that only handle what is there, when they stand as an aim: "to keep your add-ons up to date".
const HANDLED: [&str; 8] = ["keep", "access", "store", "process", "save", "include", "contain", "record"];

/// Verbs with which those concerned give data themselves.
const GIVEN: [&str; 17] = [
    " you also send ",
    " you send ",
    " sign up with your ",
    " register with your ",
    " log in with your ",
    " asked to create ",
    " asked to provide ",
    " asked for ",
    " asked for,",
    " provide us with ",
    " provide us ",
    " provide ",
    " give us ",
    " submit ",
    " enter ",
    " send us ",
    " share with us ",
];

/// Words after which a new clause begins.
const CLAUSES: [&str; 9] = [", ", "; ", " that ", " which ", " when ", " if ", " because ", " — ", " – "];

/// Those who act and are not the one who gives the statement.
const OTHERS: [&str; 29] = [
    "companies",
    "other parties",
    "others",
    "you",
    "users",
    "user",
    "each",
    "they",
    "participants",
    "participant",
    "third part~",
    "third-part~",
    "provider",
    "providers",
    "visitors",
    "visitor",
    "customer",
    "customers",
    "people",
    "anyone",
    "browser",
    "advertiser~",
    "partners",
    "he",
    "she",
    "websites",
    "sites",
    "these services",
    "these companies",
];

/// The range of the object of the first collecting verb of a sentence that has one in particular.
pub(super) fn object(sentence: &str) -> Option<(usize, usize)> {
    object_where(sentence, |_| true)
}

/// The same, of the acts of the one who gives the statement alone.
pub(super) fn own_object(sentence: &str) -> Option<(usize, usize)> {
    object_where(sentence, |verb| ours(sentence, verb))
}

fn object_where(sentence: &str, counts: impl Fn(usize) -> bool) -> Option<(usize, usize)> {
    let lower = sentence.to_ascii_lowercase();
    // "If advertising is received": what may happen is said to be taken nowhere.
    let supposed = |at: usize| clause_starts_with_if(&lower[..at]);
    let passive = PASSIVE.iter().filter_map(|verb| lower.find(verb)).filter(|&at| counts(at) && !supposed(at)).min();
    let mut verbs: Vec<(usize, usize)> =
        ACTIVE.iter().flat_map(|verb| lower.match_indices(verb).map(|(at, verb)| (at, verb.len()))).collect();
    verbs.sort_unstable();
    let mut first = None;
    for (at, len) in verbs {
        // "The troubleshooting log gets erased": a noun, as what stands before it shows.
        const NOUNS: [&str; 5] = [" log ", " record ", " store ", " process ", " track "];
        let spoken = lower[..at].rsplit(' ').next().unwrap_or_default();
        let verb = spoken.is_empty()
            || spoken.ends_with('s')
            || spoken.ends_with("ly")
            || spoken.ends_with(',')
            || [
                "we", "i", "may", "will", "can", "could", "to", "also", "not", "and", "or", "they", "might", "must",
                "only", "do", "does", "then", "would", "either", "ever", "never", "just", "need",
            ]
            .contains(&spoken);
        if NOUNS.contains(&&lower[at..at + len]) && !verb {
            continue;
        }
        let aim = lower[..at].ends_with(" to") || at == 2 && lower.starts_with("to");
        if aim && HANDLED.contains(&lower[at..at + len].trim()) || !counts(at) {
            continue;
        }
        let before = lower[..at].rsplit(' ').next().unwrap_or_default();
        // "This consists of", and not "this record": a verb that is no noun.
        let only_verb = lower[at..].starts_with(" consist") || lower[at..].starts_with(" compris");
        if !only_verb
            && [
                "the", "a", "an", "this", "these", "those", "our", "your", "their", "its", "legal", "other", "any",
                "of", "in",
            ]
            .contains(&before)
        {
            continue;
        }
        let apart = first.is_none() || lower[..at].contains([',', ';']);
        if passive.is_some_and(|passive| passive < at + len) || !apart {
            break;
        }
        let Some((from, to)) = active(sentence, &lower, at, len) else { continue };
        if !generic(&sentence[from..to]) || exemplified(sentence, from, to) != (from, to) {
            return Some((from, to));
        }
        first.get_or_insert((from, to));
    }
    first.or_else(|| passive.and_then(|at| before(sentence, at))).or_else(|| given(sentence))
}

fn active(sentence: &str, lower: &str, at: usize, len: usize) -> Option<(usize, usize)> {
    let start = past_recipient(lower, past_unlimited(lower, past_verbs(lower, at + len)));
    let its = sentence[start..].trim_start().starts_with("its ");
    if let Some(earlier) = its.then(|| lower[..at].rfind(" one ").or_else(|| lower[..at].rfind(" a "))).flatten() {
        // "samples one variable and records its name": the variable is what is spoken of.
        let (from, to) = noun(&sentence[earlier..at]);
        return (to > from).then_some((earlier + from, earlier + to));
    }
    let (from, to) = noun(&sentence[start..]);
    let (from, to) = skip_fillers(sentence, start + from, start + to);
    // "Your IP address for troubleshooting purposes": what it is for is none of it.
    let phrase = &sentence[from..to];
    let aim =
        phrase.find(" for the purpose").or_else(|| phrase.find(" for ").filter(|_| phrase.ends_with(" purposes")));
    let to = aim.map_or(to, |at| from + at);
    // "To collect payment for the services": money.
    if lower[at..at + len].trim() == "collect"
        && ["payment", "payments", "fees", "debts"].contains(&sentence[from..to].split(' ').next().unwrap_or_default())
        && !phrase.contains("information")
        && !phrase.contains("data")
        && !phrase.contains("details")
    {
        return None;
    }
    (to > from && names(&sentence[from..to])).then_some((from, to))
}

/// "The data we collect is …": what follows the verb is no object of it.
fn names(words: &str) -> bool {
    const NONE: [&str; 34] = [
        "that", "which", "of", "you", "us", "they", "we", "during", "while", "upon", "is", "are", "was", "were", "may",
        "will", "can", "and", "or", "from", "by", "about", "in", "on", "at", "to", "as", "for", "with", "under",
        "using", "through", "after", "when",
    ];
    let mut spoken = words.split(' ');
    let first = spoken.next().unwrap_or_default().to_ascii_lowercase();
    // "The orders that we collect generally to fulfil them": what is taken stood before.
    if first.ends_with("ly") && spoken.next().is_some_and(|next| next == "to") {
        return false;
    }
    // "Our grounds include consent", "it contains details on how to leave".
    let words_of = folded(words);
    let other = says(&words_of, &["consent", "legitimate interest~", "contractual necessity"])
        && !says(&words_of, &["consents", "preferences", "records"]);
    if other || says(&words_of, &["details on how", "information on how", "instructions"]) {
        return false;
    }
    // "The service requires a user account to work."
    let needed = ["user account", "account to", "registration"].iter().any(|start| words.starts_with(start));
    !NONE.contains(&first.as_str()) && !needed
}

/// The subject of a passive verb, unless others act.
fn before(sentence: &str, at: usize) -> Option<(usize, usize)> {
    let by = sentence[at..].find(" by ").filter(|&by| by < 32).map(|by| folded(&sentence[at + by + 4..]));
    let own = [" us ", " our ", " the app", " the site", " the web", " the service", " the server", " default"];
    if by.is_some_and(|by| !own.iter().any(|own| by.starts_with(own))) {
        return None;
    }
    let clause = list_or_clause(&sentence[..at]);
    let (from, to) = noun(&sentence[clause..at]);
    (to > from && names(&sentence[clause + from..])).then_some((clause + from, clause + to))
}

/// Where the subject that ends a text begins: behind its last comma, unless the comma is one of its own: "their name, email
/// address, and password", "profile data, such as your full name".
fn list_or_clause(text: &str) -> usize {
    let text = text.trim_end_matches([',', ' ']);
    let Some(comma) = text.rfind(", ") else { return 0 };
    let last = &text[comma + 2..];
    if !["and ", "or ", "such as ", "including ", "like "].iter().any(|word| last.starts_with(word)) {
        return comma + 2;
    }
    let owned = [" your ", " their ", " the "].iter().filter_map(|word| text[..comma].find(word)).min();
    // "For registered users, the name, address, and password": what stands before the list is none of it.
    owned.map_or(0, |at| at + 1)
}

/// "You must provide your name": what those concerned give, where nothing denies it.
pub(super) fn given(sentence: &str) -> Option<(usize, usize)> {
    let lower = sentence.to_ascii_lowercase();
    let lower = lower.replace("not limited to", "... ....... ..");
    if [" not ", "n't ", "n’t ", " right to ", " without "].iter().any(|word| lower.contains(word)) {
        return None;
    }
    let (at, len) = GIVEN
        .iter()
        .filter_map(|verb| lower.find(verb).map(|at| (at, verb.len())))
        .min_by_key(|&(at, len)| (at, std::cmp::Reverse(len)))?;
    let subject = folded(clause(&sentence[..at]));
    let asked = says(&subject, &["you", "users", "user", "applicants", "visitors", "customers", "asked to"]);
    // "An extension that allows you to submit scores": what it is for.
    let allowed = ["allows you to", "lets you", "enables you to", "able to", "allow you to"];
    if allowed.iter().any(|words| lower[..at].ends_with(words)) {
        return None;
    }
    if !asked || says(&subject, &["we", "our", "to help you", "us"]) && !says(&subject, &["you"]) {
        return None;
    }
    let mut start = at + len;
    // "Users may be asked for, as appropriate, name, email address".
    for aside in [", as appropriate, ", "as appropriate, ", ", if applicable, ", ", where applicable, "] {
        if sentence[start - 1..].trim_start().starts_with(aside.trim_start()) {
            let skipped = sentence[start - 1..].len() - sentence[start - 1..].trim_start().len();
            start = start - 1 + skipped + aside.trim_start().len();
            break;
        }
    }
    // "provide Mozilla with your name".
    if let Some(with) = lower[start..].find(" with ").filter(|&with| lower[start..start + with].split(' ').count() <= 3)
    {
        start += with + " with ".len();
    }
    let (from, to) = noun(&sentence[start..]);
    // "Send us an email to request access": a way to reach the one who gives the statement.
    let letter = ["email", "e-mail", "message", "letter", "request", "written request"];
    let sent = lower[start + from..].strip_prefix("electronic ").unwrap_or(&lower[start + from..]);
    let reaches = lower[at..].starts_with(" send us ")
        && letter.iter().any(|word| sent.starts_with(word))
        && !lower[start..start + to].contains("address");
    // "The information you provide us with third party vendors": to whom it is passed on.
    let party = ["3rd part", "third part", "third-part", "vendors", "partners", "others", "service providers"];
    let passed = party.iter().any(|party| lower[start + from..].starts_with(party));
    (to > from && !reaches && !passed && names(&sentence[start + from..])).then_some((start + from, start + to))
}

/// Whether what stands before a verb is a condition in the middle of a sentence.
fn clause_starts_with_if(before: &str) -> bool {
    before.rfind(" if ").is_some_and(|at| !before[at + 4..].contains(" we ") && !before[at + 4..].contains(", the "))
}

/// The last clause of what stands before a verb.
fn clause(before: &str) -> &str {
    let from = CLAUSES.iter().filter_map(|mark| before.rfind(mark).map(|at| at + mark.len())).max().unwrap_or(0);
    &before[from..]
}

/// Whether the verb at an offset is an act of the one who gives the statement, or of a program of theirs.
pub(super) fn ours(sentence: &str, verb: usize) -> bool {
    let subject = folded(clause(&sentence[..verb]));
    // "Third parties, including those below, collect …": who acts stands before what is put in between.
    let between = sentence[..verb].ends_with(',') && sentence[..verb].contains(", ");
    let subject = if between { folded(sentence[..verb].split(", ").next().unwrap_or_default()) } else { subject };
    // "We allow advertisers to collect …": they do.
    let lets = says(&subject, &["allow", "allows", "permit", "permits", "let", "enable", "enables", "allowing"]);
    says(&subject, &["we", "our", "us", "i"]) && !lets || !says(&subject, &OTHERS)
}

/// "information about your device" → from "your device" where what stands before says nothing.
fn skip_fillers(sentence: &str, from: usize, to: usize) -> (usize, usize) {
    let words = &sentence[from..to];
    for filler in [
        "information about ",
        "information on ",
        "data about ",
        "data on ",
        "details about ",
        "information regarding ",
        "the following information ",
        "the following data ",
        "basic information about ",
        "information such as ",
        "data such as ",
        "for example ",
        "for instance ",
    ] {
        if let Some(rest) = words.to_ascii_lowercase().strip_prefix(filler) {
            let start = to - rest.len();
            let (a, b) = noun(&sentence[start..to]);
            return (start + a, start + b);
        }
    }
    (from, to)
}

/// "Information about you, such as your name": the example names it where the object does not.
pub(super) fn exemplified(sentence: &str, start: usize, end: usize) -> (usize, usize) {
    if !generic(&sentence[start..end]) {
        return (start, end);
    }
    let marks = [
        " such as ",
        " including ",
        " including, but not limited to, ",
        " including, but not limited to ",
        " including, without limitation, ",
        " like ",
        " e.g. ",
        // "We fetch the following information from the register: your birthday, …".
        ": ",
    ];
    let mark = marks.iter().filter_map(|mark| sentence[end..].find(mark).map(|at| end + at + mark.len())).min();
    match mark {
        Some(at) => {
            let limited = "but not limited to";
            let past = if sentence[at..].starts_with(limited) { limited.len() } else { 0 };
            let rest = &sentence[at + past..];
            let at = at + past + rest.len() - rest.trim_start_matches([' ', ':', ',']).len();
            let (from, to) = noun(&sentence[at..]);
            (at + from, at + to)
        }
        None => (start, end),
    }
}

/// "sends to the vendor a ping": the object stands after the one who gets it.
fn past_recipient(lower: &str, start: usize) -> usize {
    if !lower[start..].starts_with("to ") {
        return start;
    }
    let reach = lower.len().min(start + 40);
    let reach = (start..=reach).rev().find(|&at| lower.is_char_boundary(at)).unwrap_or(start);
    let next = [" a ", " an ", " your ", " information ", " data "]
        .iter()
        .filter_map(|mark| lower[start..reach].find(mark))
        .min();
    next.map_or(start, |next| start + next + 1)
}

/// "may include, but is not limited to, your name": the object stands after what limits nothing.
fn past_unlimited(lower: &str, start: usize) -> usize {
    let rest = &lower[start..];
    let aside = [", without limitation, ", "without limitation, ", "among other things, "];
    if let Some(aside) = aside.iter().find(|aside| rest.starts_with(**aside)) {
        return start + aside.len();
    }
    let Some(words) = UNLIMITED.iter().find(|words| rest.starts_with(**words)) else { return start };
    let after = rest[words.len()..].strip_prefix(" to").unwrap_or(&rest[words.len()..]);
    lower.len() - after.trim_start_matches([',', ':', ' ']).len()
}

/// "collects and processes your name": the object stands after the last of the verbs.
fn past_verbs(lower: &str, mut start: usize) -> usize {
    loop {
        let rest = &lower[start..];
        let joined = ["and/or", "and", "or"].into_iter().find(|word| rest.starts_with(*word));
        let Some(after) = joined.map(str::len) else { return start };
        let verb = ACTIVE.iter().find(|verb| rest[after..].starts_with(**verb));
        let Some(verb) = verb else { return start };
        start += after + verb.len();
    }
}
