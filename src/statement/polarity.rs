//! A sentence comes in; whether it says that data is collected, denies it, or keeps it on the device goes out.

use super::sentence::{folded, says};
use rustc_hash::FxHashMap;
use std::cell::RefCell;
use std::thread::LocalKey;

/// What a sentence does with the data it names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Polarity {
    /// It says that data is collected, received, sent.
    Collects,
    /// It says that data is not collected, stored, shared, sold.
    Denies,
    /// It speaks of the past: "we previously collected".
    Past,
    /// The data stays where it is.
    OnDevice,
    /// It says nothing of the kind.
    Silent,
}

/// Verbs of taking data in; `~` matches any ending.
pub(super) const COLLECT: [&str; 43] = [
    "require the following",
    "fetch",
    "fetches",
    "retriev~",
    "collect",
    "collects",
    "collected",
    "collecting",
    "gather~",
    "receiv~",
    "obtain~",
    "log",
    "logs",
    "logged",
    "record",
    "records",
    "recorded",
    "recording",
    "stor~",
    "track~",
    "captur~",
    "saved",
    "save",
    "ask for",
    "asks for",
    "ask you for",
    "we need your",
    "we will need your",
    "request~",
    "hold",
    "holds",
    "retain~",
    "send~",
    "sent",
    "transmit~",
    "report",
    "reports",
    "reported",
    "process~",
    "acquire",
    "access",
    "upload~",
    "keep",
];

/// Verbs of letting data out or using it: denied, they are promises too.
const OTHER_ACTS: [&str; 33] = [
    "handl~",
    "give",
    "sell~",
    "share",
    "shares",
    "shared",
    "sharing",
    "disclos~",
    "rent",
    "trade",
    "use",
    "used",
    "uses",
    "contain~",
    "include~",
    "profil~",
    "associate~",
    "combin~",
    "link",
    "linked",
    "transfer~",
    "leav~",
    "see",
    "read",
    "build",
    "identif~",
    "sold",
    "publish~",
    "expos~",
    "know",
    "look",
    "view",
    "requir~ * account~",
];

const NOT: [&str; 30] = [
    "not",
    "don't",
    "doesn't",
    "didn't",
    "won't",
    "never",
    "cannot",
    "can't",
    "isn't",
    "aren't",
    "neither",
    "nor",
    "wouldn't",
    "no personal",
    "no data",
    "no information",
    "no longer",
    "no user",
    "no usage",
    "no analytics",
    "no tracking",
    "no telemetry",
    "no identif~",
    "no cookies",
    "no logs",
    "no such",
    "none of",
    "no third",
    "nothing",
    "no account",
];

const PAST: [&str; 8] = [
    "previously",
    "used to collect",
    "formerly",
    "in the past we",
    "no longer",
    "were collected until",
    "stopped collecting",
    "earlier versions",
];

const LOCAL: [&str; 32] = [
    "stored * on your computer",
    "stored on the computer",
    "stored locally on the",
    "on your computer where",
    "local storage on",
    "on the user's device",
    "on the user's own device",
    "only in the browser",
    "only in your browser",
    "browser's local storage",
    "stays on your",
    "stay on your",
    "stored locally",
    "stored only on your",
    "stored on your device",
    "never leaves",
    "never leave",
    "does not leave",
    "do not leave",
    "doesn't leave",
    "don't leave",
    "remains on your",
    "remain on your",
    "processed locally",
    "locally on your",
    "saved locally",
    "on your own device",
    "only on your device",
    "kept locally",
    "local storage only",
    "kept on your device",
    "remains in your control",
];

/// Judges a sentence by its words alone.
pub(super) fn polarity(sentence: &str) -> Polarity {
    // A question says nothing.
    if sentence.trim_end().ends_with('?') {
        return Polarity::Silent;
    }
    if let Some(known) = AS_WRITTEN.with_borrow(|judged| judged.get(sentence).copied()) {
        return known;
    }
    let polarity = judge(&folded(sentence));
    keep(&AS_WRITTEN, sentence, polarity);
    polarity
}

/// Most sentences whose judgement is kept.
const KEPT: usize = 20_000;

thread_local! {
    /// Each sentence is judged by every pass over the text: by its words alone, so once is enough.
    static JUDGED: RefCell<FxHashMap<Box<str>, Polarity>> = RefCell::default();
    /// The same, by the sentence as it is written: folding it costs more than the look.
    static AS_WRITTEN: RefCell<FxHashMap<Box<str>, Polarity>> = RefCell::default();
}

type Judgements = LocalKey<RefCell<FxHashMap<Box<str>, Polarity>>>;

fn keep(judgements: &'static Judgements, words: &str, polarity: Polarity) {
    judgements.with_borrow_mut(|judged| {
        if judged.len() >= KEPT {
            judged.clear();
        }
        judged.insert(words.into(), polarity);
    });
}

/// Judges a folded sentence.
pub(super) fn judge(folded: &str) -> Polarity {
    if let Some(known) = JUDGED.with_borrow(|judged| judged.get(folded).copied()) {
        return known;
    }
    let polarity = judged(folded);
    keep(&JUDGED, folded, polarity);
    polarity
}

fn judged(folded: &str) -> Polarity {
    if says(folded, &LOCAL) && !takes_what_is_stored(folded) {
        // "It is stored locally on your device and sent to our server when you submit a score."
        let sent =
            says(folded, &["sent to our", "sent to us", "uploaded to our", "transmitted to our", "synced to our"]);
        return if sent && !says(folded, &NOT) { Polarity::Collects } else { Polarity::OnDevice };
    }
    if says(
        folded,
        &["previously collect~", "previously record~", "previously stor~", "used to collect", "formerly collect~"],
    ) {
        return Polarity::Past;
    }
    // "If we ever introduce crash reports, they will hold …": nothing that is done today.
    if says(folded, &["if we introduce", "if we ever", "if we later", "if we add", "if we start"]) {
        return Polarity::Silent;
    }
    // "A cookie does not give us access to your computer" says what a cookie is.
    if [" a cookie ", " cookies do not ", " cookies cannot ", " these cookies do not "]
        .iter()
        .any(|s| folded.starts_with(s))
        && says(folded, &["access to your", "give us access", "allow us access", "damage", "run programs"])
    {
        return Polarity::Silent;
    }
    // "No camera data is stored or sent."
    if folded.starts_with(" no ")
        && says(folded, &["is", "are"])
        && (says(folded, &COLLECT) || says(folded, &OTHER_ACTS))
    {
        return Polarity::Denies;
    }
    let negation = NOT.iter().filter_map(|not| super::sentence::finds(folded, not)).min();
    let collect = COLLECT.iter().filter_map(|verb| super::sentence::finds(folded, verb)).min();
    if collect.is_some() && collect == takes_none(folded) {
        return Polarity::Denies;
    }
    match (negation, collect) {
        // "We collect X, but do not store it": what comes before the negation counts.
        (Some(not), Some(verb))
            if verb < not && !(not - verb < 24 && passive(folded, verb)) && !is_noun(&folded[verb..not]) =>
        {
            Polarity::Collects
        }
        (Some(not), _) if denied(folded, not) => {
            if says(folded, &PAST) {
                Polarity::Past
            } else {
                Polarity::Denies
            }
        }
        (_, Some(_)) => Polarity::Collects,
        _ => Polarity::Silent,
    }
}

/// "It collects no browsing history": the word right behind the verb denies, whatever follows. Where the verb stands.
fn takes_none(folded: &str) -> Option<usize> {
    folded.match_indices(" no ").find_map(|(at, _)| {
        let start = folded[..at].rfind(' ').map_or(0, |space| space + 1);
        let verb = &folded[start..at];
        let takes = |known: &str| known.strip_suffix('~').map_or(known == verb, |stem| verb.starts_with(stem));
        COLLECT.iter().any(|known| takes(known)).then_some(start)
    })
}

/// "The app may access metadata of files stored on your device": where it was does not say that it stays there.
fn takes_what_is_stored(folded: &str) -> bool {
    let places = ["stored on your device", "stored locally on your device", "saved on your device"];
    let Some(at) = places.iter().filter_map(|place| super::sentence::finds(folded, place)).min() else { return false };
    let before = &folded[..at];
    let noun = before.split_whitespace().next_back().is_some_and(|word| {
        !["is", "are", "be", "was", "were", "being", "only", "and", "or", "remain", "remains", "locally", "securely"]
            .contains(&word)
    });
    let takes = says(before, &["access", "accesses", "collect", "collects", "receive", "obtain", "upload", "uploads"]);
    noun && takes && !says(folded, &NOT) && !says(&folded[at..], &["only"])
}

/// "Data collected by the app is not …": the verb only describes what the negation speaks of.
fn passive(folded: &str, verb: usize) -> bool {
    let word: &str = folded[verb..].split(' ').next().unwrap_or_default();
    word.ends_with("ed") && !says(&folded[..verb], &["we", "is", "are", "may be", "will be"])
}

/// "Crash reports are not …", "logs do not …": a name of data that is spelt as a verb, as what follows tells.
fn is_noun(from_verb_to_negation: &str) -> bool {
    let mut words = from_verb_to_negation.split_whitespace();
    let named =
        words.next().is_some_and(|word| ["reports", "report", "logs", "log", "records", "record"].contains(&word));
    let follows = words.next().is_none_or(|word| ["is", "are", "will", "do", "does"].contains(&word));
    named && follows && words.next().is_none()
}

/// Whether the negation at an offset bears on an act with data, and not on a condition.
fn denied(folded: &str, not: usize) -> bool {
    let rest = &folded[not..];
    let before = &folded[..not];
    let bare_no = rest.starts_with("no ");
    // "If you do not want us to collect", "unless you", "whether or not", "you do not have to".
    let conditional = says(before, &["if you", "if we", "unless", "whether or", "you", "you can", "where you"])
        && !says(before, &["we", "our", "i", "my"])
        || rest.starts_with("not only")
        || rest.starts_with("not limited");
    let acts = says(rest, &COLLECT) || says(rest, &OTHER_ACTS);
    !conditional && (acts || bare_no || passive_denial(before, rest))
}

/// "Data … is not": the act stands before, "are not collected" after.
fn passive_denial(before: &str, rest: &str) -> bool {
    rest.starts_with("not ") && rest.contains("ed ") && before.ends_with("is ") | before.ends_with("are ")
}

/// "Which may include, but is not limited to, …" denies nothing.
pub(super) const UNLIMITED: [&str; 4] =
    ["but not limited", "but is not limited", "but are not limited", "but isn't limited"];

/// The part of a sentence that a negation does not reach: "We collect X but do not store Y" → "We collect X".
pub(super) fn positive_part(sentence: &str) -> &str {
    // "We do not handle card numbers, but do collect what the bank tells us": what comes behind counts.
    let behind =
        [", but do collect ", ", but we collect ", ", but we do collect ", ", but do store ", ", but we store "];
    let behind = behind.iter().find_map(|mark| sentence.find(mark).map(|at| (at, at + ", but ".len())));
    if let Some((_, from)) = behind.filter(|&(at, _)| polarity(&sentence[..at]) == Polarity::Denies) {
        return &sentence[from..];
    }
    let cut = [
        ", but ",
        " but we do not",
        " but not ",
        "; however",
        ", however",
        " but never",
        ", and do not",
        ", and never",
        " without ",
    ]
    .iter()
    .filter_map(|mark| {
        sentence.find(mark).filter(|&at| {
            let rest = sentence[at..].trim_start_matches([',', ' ']);
            !UNLIMITED.iter().any(|words| rest.starts_with(words))
        })
    })
    .min();
    cut.map_or(sentence, |at| &sentence[..at])
}

/// Whether a denial is about taking data in, and not about sharing or linking it.
pub(super) fn denies_collection(sentence: &str) -> bool {
    let text = folded(sentence);
    let negation = NOT.iter().filter_map(|not| super::sentence::finds(&text, not)).min();
    let whole = text.starts_with(" no ") && says(&text, &COLLECT);
    whole
        || negation.is_some_and(|not| {
            let rest = &text[not..];
            let bare = rest.starts_with("no ") || rest.starts_with("nothing") || rest.starts_with("none");
            bare || says(rest, &COLLECT) || says(rest, &["contain~", "include~", "requir~ * account~"])
        })
}
