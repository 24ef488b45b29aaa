//! A sentence comes in; the clause in which it says what data is used for goes out.

use super::means::{done_by_others, is_infinitive, is_related, is_tool, names_act, only_purposes, only_takes};
use super::phrase::extent;
use crate::statement::acts::begins_with_act;
use crate::statement::polarity::{Polarity, polarity};
use crate::statement::sentence::{finds, folded, says, sentences};

/// Most words of a purpose's title.
const TITLE_WORDS: usize = 14;

/// Where a purpose's title ends.
const CUTS: [&str; 23] = [
    " as set out in ",
    " as set forth in ",
    " as described in ",
    ", please ",
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

/// The range of a purpose in a text: without "To", without what only elaborates.
pub(super) fn clause(text: &str) -> (usize, usize) {
    let mut from = numbered(text);
    for lead in
        ["To ", "to ", "For the purpose of ", "for the purpose of ", "In order to ", "in order to ", "For ", "for "]
    {
        if text[from..].starts_with(lead) {
            from += lead.len();
            break;
        }
    }
    let rest = &text[from..];
    let end = from + extent(rest, &CUTS, 4, TITLE_WORDS);
    let trimmed = text[from..end].trim_end_matches([' ', '.', ',', ';', ':', '*']);
    (from, from + trimmed.len())
}

/// Where the words begin behind a letter or number of a list that runs on in a sentence: "(a) update the app".
fn numbered(text: &str) -> usize {
    let from = text.len() - text.trim_start().len();
    let Some(close) = text[from..].find(')').filter(|&close| (1..=4).contains(&close)) else { return from };
    let mark = text[from..from + close].trim_start_matches('(');
    let enumerates = !mark.is_empty() && mark.bytes().all(|b| b.is_ascii_digit()) || mark.len() <= 2 || mark == "iii";
    if !enumerates || !mark.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return from;
    }
    let rest = &text[from + close + 1..];
    text.len() - rest.trim_start().len()
}

/// The further members of a list that runs on in a sentence: "to answer you; improve the app; and send you news".
pub(super) fn further(sentence: &str, first: usize) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    // "… to improve the service, including details of your device; log files; …": what follows is data.
    if sentence[first..].trim_start_matches([',', ' ']).starts_with("including ") {
        return found;
    }
    let mut bounds: Vec<usize> = sentence[first..].match_indices(';').map(|(at, _)| first + at + 1).collect();
    bounds.push(sentence.len() + 1);
    for pair in bounds.windows(2) {
        let mut member = &sentence[pair[0]..pair[1] - 1];
        for word in [" and ", " or ", " and/or "] {
            member = member.strip_prefix(word).unwrap_or(member);
        }
        let at = pair[1] - 1 - member.len();
        let (from, to) = clause(member);
        let words = folded(&member[from..to]);
        let opens = words.split_whitespace().next().unwrap_or_default().to_string();
        // What is no act ends the list.
        let act = is_infinitive(&member[from..])
            && to > from
            && words.split_whitespace().count() >= 2
            && ![
                "we",
                "if",
                "when",
                "in",
                "for",
                "as",
                "however",
                "but",
                "and",
                "information",
                "otherwise",
                "where",
                "see",
            ]
            .contains(&opens.as_str());
        if !act {
            break;
        }
        found.push((at + from, at + to));
    }
    found
}

/// The clause of a sentence that no negation reaches, and where it begins: "It is used to sign you in and is never
/// shared", "It is not sold, but used to send you news".
pub(super) fn affirmed(sentence: &str) -> (usize, &str) {
    const MARKS: [&str; 18] = [
        ", but ",
        " but it is ",
        " but it will ",
        " but they are ",
        " but we ",
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

/// "The purpose of the information is for analyzing trends", "We may use your data to contact you with newsletters":
/// said in so many words, wherever it stands.
pub(super) fn says_what_for(plain: &str) -> bool {
    // "We keep a log of connections for troubleshooting purposes."
    let named = |sentence: &str| {
        let text = folded(sentence);
        let kind = text.split_once(" purposes ").and_then(|(before, _)| before.rsplit_once(" for "));
        let kind = kind.map_or(0, |(_, kind)| kind.split_whitespace().count());
        (1..=3).contains(&kind) && says(&text, &["we"]) && polarity(sentence) == Polarity::Collects
    };
    sentences(plain).iter().map(|&(from, to)| &plain[from..to]).any(|sentence| {
        stated(sentence).is_some()
            || we_use(sentence)
            || is_used(sentence)
            || named(sentence) && used_for(sentence).is_some()
            || sentence.ends_with(':') && introduced(sentence).is_some()
    })
}

/// "The data that we collect is used for …", "Applicants' details we hold are used for …".
pub(super) fn is_used(sentence: &str) -> bool {
    let text = folded(sentence);
    let acts = [
        "is used to",
        "is used for",
        "are used to",
        "are used for",
        "utilized for",
        "utilized to",
        "is used exclusively",
        "is used solely",
        "is used only",
        "is only used",
        "are used exclusively",
        "are used solely",
        "are used only",
        "are only used",
        "is kept only for",
        "is kept solely for",
        "are kept only for",
        "stored for the purpose~",
        "processed for the purpose~",
        "collected for the purpose~",
        "may be used to",
        "may be used for",
        "may be processed to",
        "may be processed for",
    ];
    let Some(act) = acts.iter().filter_map(|act| finds(&text, act)).min() else { return false };
    // What is used stands first: "data", whosever it is.
    // "If you write to us, the data you provide is used for …": behind the condition.
    let condition = sentence.find(", ").filter(|_| sentence.to_lowercase().starts_with("if "));
    let skipped = condition.map_or(0, |at| folded(&sentence[..at]).len()).min(act);
    let subject: Vec<&str> = text.get(skipped..act).unwrap_or(&text[..act]).split_whitespace().take(5).collect();
    subject.iter().any(|word| ["data", "information", "details", "personal"].contains(word))
        && used_for(sentence).is_some()
}

/// "We use this data to …": the maker uses data, and no tool.
fn we_use(sentence: &str) -> bool {
    let manner = [" mainly ", " primarily ", " solely ", " generally ", " mostly ", " do "];
    let text = manner.iter().fold(folded(sentence), |text, word| text.replace(word, " "));
    let data = [
        "your",
        "this",
        "these",
        "that",
        "it",
        "them",
        "the information",
        "the data",
        "personal",
        "collected",
        "data collected",
        "information collected",
        "data we collect",
        "information we collect",
    ];
    [
        "we process",
        "we will process",
        "we may process",
        "we use",
        "we may use",
        "we will use",
        "we also use",
        "we may also use",
        "we will only use",
        "we only use",
    ]
    .iter()
    .filter_map(|act| finds(&text, act).map(|at| text[at + act.len()..].trim_start()))
    .any(|object| {
        // "We use the order information to …", "We process usage data in order to …".
        let first: Vec<&str> = object.split_whitespace().take(4).collect();
        let named = first.iter().any(|word| ["information", "data", "details"].contains(word))
            && (first[0] == "the" || object.contains(" in order to "));
        named || data.iter().any(|word| object.starts_with(word))
    }) && used_for(sentence).is_some()
        || names_itself(&text) && used_for(sentence).is_some()
        || says(
            &text,
            &[
                "this information allows us to",
                "this information helps us to",
                "this information helps us",
                "this data allows us to",
                "this data helps us",
                "collects * so we can",
                "collects * so that we can",
                "we collect * so we can",
                "we collect * so that we can",
                "we collect * to help us",
                "we collect * in order to",
            ],
        ) && used_for(sentence).is_some()
}

/// "Acme uses this data to …": a maker that speaks of itself by its name.
fn names_itself(text: &str) -> bool {
    let acts = [" uses ", " will use ", " may use ", " also uses ", " will process ", " processes "];
    let Some((subject, object)) = acts.iter().find_map(|act| text.split_once(act)) else { return false };
    // "If you gave us your consent, Acme will process your address to …".
    let subject = subject.rsplit_once(" consent ").map_or(subject, |(_, rest)| rest);
    let words = subject.split_whitespace().count();
    let data =
        ["your", "this data", "this information", "these data", "the information", "the data", "data", "personal"];
    let others = ["you", "who", "that", "which", "provider~", "third~", "partner~", "google", "analytics", "cookie~"];
    (1..=3).contains(&words)
        && data.iter().any(|word| object.starts_with(word))
        && !says(&format!("{subject} "), &others)
}

pub(super) fn stated(sentence: &str) -> Option<(usize, usize)> {
    let lower = sentence.to_ascii_lowercase();
    // "Purpose: user authentication."
    if let Some(label) =
        ["purpose: ", "purposes: ", "purpose of processing: "].iter().find(|at| lower.starts_with(**at))
    {
        let (from, to) = clause(&sentence[label.len()..]);
        return (to > from && !lower.ends_with(':')).then_some((label.len() + from, label.len() + to));
    }
    // "This is for the purpose of talking to others", "The logs serve the purpose of finding faults".
    // "We do this to keep others out": what was said before it is done for that.
    let told = [
        " serves the purpose of ",
        " serve the purpose of ",
        "this is for the purpose of ",
        "this is to help us ",
        "we do this to ",
        "we do so to ",
        "we do this in order to ",
        "this is done to ",
        "this is done in order to ",
    ];
    if let Some(at) = told.iter().filter_map(|mark| lower.find(mark).map(|at| at + mark.len())).min() {
        let (from, to) = clause(&sentence[at..]);
        return (to > from).then_some((at + from, at + to));
    }
    if ["document", "policy", "notice", "page", "statement"]
        .iter()
        .any(|text| lower.contains(&format!("purpose of this {text}")))
    {
        return None;
    }
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
pub(super) fn fronted(sentence: &str) -> Option<(usize, usize)> {
    // "When you write to us, in order to answer you, we collect …".
    let occasion = ["When ", "If ", "Where ", "Whenever "].iter().any(|start| sentence.starts_with(start));
    if let Some(at) = sentence.find(", in order to ").filter(|_| occasion).map(|at| at + 2) {
        return fronted(&sentence[at..]).map(|(from, to)| (at + from, at + to));
    }
    let starts =
        ["To ", "to ", "In order to ", "in order to ", "And to ", "Also, to ", "In addition, to ", "Additionally, to "];
    let aim = starts.iter().find(|start| sentence.starts_with(**start))?;
    let end = [", we ", ", our ", " we collect "]
        .iter()
        .filter_map(|mark| sentence.find(mark))
        .min()
        .or_else(|| named_act(sentence))?;
    let acts =
        ["use", "collect", "process", "store", "send", "gather", "receive", "need", "ask", "record", "log", "require"];
    let after = folded(&sentence[end..]);
    let mut next = after.split_whitespace().skip(1);
    let ours = next.any(|word| acts.contains(&word)) || named_act(sentence) == Some(end);
    // "To sign you up, we do not ask your name."
    let denies = after.split_whitespace().take(4).any(|word| ["not", "never", "don't"].contains(&word));
    let yours = ["your rights", "opt", "exercise", "your request", "learn", "contact us", "this policy"];
    let guards = says(&after, &["encrypt~", "security", "safeguards", "firewall~"]);
    if !ours || denies || guards || says(&folded(&sentence[..end]), &yours) {
        return None;
    }
    let (from, to) = clause(&sentence[aim.len()..end]);
    (to > from).then_some((aim.len() + from, aim.len() + to))
}

/// "To keep score, Acme stores the following:", where the maker is named.
fn named_act(sentence: &str) -> Option<usize> {
    let acts = ["stores", "collects", "uses", "processes", "records", "logs", "receives", "asks"];
    let may = ["may", "will"];
    let base = ["store", "collect", "use", "process", "record", "log", "receive", "ask"];
    sentence.match_indices(", ").map(|(at, _)| at).find(|&at| {
        let mut words = sentence[at + 2..].split(' ');
        let named = words.next().is_some_and(|word| word.starts_with(char::is_uppercase) || word == "the");
        let next: Vec<&str> = words.take(3).collect();
        let does = |pair: &[&str]| may.contains(&pair[0]) && base.contains(&pair[1]);
        named && (next.iter().any(|word| acts.contains(word)) || next.windows(2).any(does))
    })
}

/// "We collect the following information to provide goods:" introduces data, and says what for.
pub(super) fn introduced(sentence: &str) -> Option<(usize, usize)> {
    let lower = sentence.to_ascii_lowercase();
    if !lower.ends_with(':')
        || !says(
            &folded(sentence),
            &["collect", "collects", "use", "uses", "process", "processes", "access", "accesses"],
        )
    {
        return None;
    }
    let nouns = ["information", "data", "details"];
    let marks = nouns.iter().flat_map(|noun| {
        ["", "personal "].into_iter().flat_map(move |kind| {
            [format!("following {kind}{noun} to "), format!("following {kind}{noun} in order to ")]
        })
    });
    let more =
        nouns.iter().flat_map(|noun| [format!("following {noun} for "), format!("following personal {noun} for ")]);
    // "The game collects minimal data for the leaderboard:", where one who collects comes first.
    let first = ["collects ", "we collect "].iter().filter_map(|verb| lower.find(verb)).min();
    let plain = nouns.iter().flat_map(|noun| [format!("{noun} for "), format!("{noun} to ")]);
    let told = first
        .and_then(|verb| plain.filter_map(|mark| lower[verb..].find(&mark).map(|at| verb + at + mark.len())).min());
    let alone = [" necessary for us to ", ", solely to ", ", only to ", ", exclusively to "];
    let alone = alone.iter().find_map(|mark| lower.find(mark).map(|at| at + mark.len()));
    // "We use technical and analytics data to improve the rooms:", where a list of data follows.
    let kinds = ["we use ", "we process "].iter().any(|start| lower.starts_with(start)).then(|| {
        let plain = nouns.iter().flat_map(|noun| [format!("{noun} to "), format!("{noun} for ")]);
        plain.filter_map(|mark| lower.find(&mark).map(|at| at + mark.len())).min()
    });
    let start = marks.chain(more).find_map(|mark| lower.find(&mark).map(|at| at + mark.len())).or(told).or(alone);
    let start = start.or(kinds.flatten())?;
    let (from, to) = clause(&sentence[start..]);
    let generic = says(&folded(&sentence[start + from..start + to]), &["purposes", "purpose", "reasons"]);
    let generic = generic || sentence[start + from..start + to].starts_with("you");
    (!generic && sentence[start + from..start + to].split_whitespace().count() >= 2)
        .then_some((start + from, start + to))
}

/// What is done to data that is there already.
const KEPT: [&str; 13] = [
    "store ",
    "stores ",
    "retain ",
    "retained ",
    "stored ",
    "included ",
    "transmitted ",
    "kept ",
    "recorded ",
    "record ",
    "records ",
    "logged ",
    "log ",
];

/// The clause after "use … to", "so that we can", "in order to".
pub(super) fn used_for(sentence: &str) -> Option<(usize, usize)> {
    let lower = sentence.to_ascii_lowercase();
    let uses = [
        "use ",
        "uses ",
        "used ",
        "using ",
        "process ",
        "processes ",
        "processed ",
        "need ",
        "collect ",
        "collects ",
        "gather ",
        "gathers ",
        "gathered ",
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
        "necessary for us ",
        "utilize ",
        "utilized ",
        "utilise ",
        "utilised ",
    ];
    let marks = [
        " so that we can ",
        " so we can ",
        " so you can ",
        " to: ",
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
    // "If you subscribe, we use your address to send you news": what follows the condition.
    let comma = lower.find(", ").filter(|_| lower.starts_with("if you ")).map_or(0, |comma| comma + 2);
    let told = [" will process your ", " will use your ", " use your ", " uses your ", " may use your "];
    // "If you see a fault we collect details, for the purposes of finding it": whatever the condition, "we" act.
    let acts =
        [" we collect ", " we may collect ", " we use ", " we process ", " we store ", " we log ", " we record "];
    // "If you write to us—or call—we use it to …".
    let begins = |at: usize| lower[..at].ends_with([' ', '—', '–']);
    let said = |act: &str| lower.match_indices(act.trim_start()).map(|(at, _)| at).find(|&at| begins(at));
    let main = acts.iter().filter_map(|act| said(act)).min().filter(|_| {
        ["if you ", "when you ", "where you ", "whenever you "].iter().any(|start| lower.starts_with(start))
    });
    if let Some(main) = main {
        return used_for(&sentence[main..]).map(|(from, to)| (main + from, main + to));
    }
    if comma > 0 && told.iter().any(|act| lower[comma..].find(act).is_some_and(|at| at < 24)) {
        return used_for(&sentence[comma..]).map(|(from, to)| (comma + from, comma + to));
    }
    let ours = lower.contains(", so we can ") || lower.contains(", so that we can ");
    if !ours && ["you ", "if you ", "to exercise"].iter().any(|start| lower.starts_with(start)) {
        return None;
    }
    // "Crashlytics files a report so we can fix it": whatever is done with it.
    let so = [" so we can ", " so that we can "].iter().filter_map(|mark| lower.find(mark)).min();
    let verb = uses.iter().chain(&KEPT).filter_map(|verb| done_by_others(&lower, verb)).min().or(so)?;
    // "Postbird, who we use to send letters": a service.
    if [" who we ", " whom we ", " which we "].iter().any(|who| lower[..verb].ends_with(who))
        && lower[verb..].starts_with("use to ")
    {
        return None;
    }
    // "A service used by installations to look for news": others use it.
    if lower[verb..].starts_with("used by ")
        && !["us ", "the ", "our "].iter().any(|us| lower[verb + 8..].starts_with(us))
    {
        return None;
    }
    // "You will need to register" is what someone must do.
    if lower[verb..].starts_with("need to ") {
        return None;
    }
    // "Staff who need it to do their work": why they, and not why anyone else.
    if lower[verb..].starts_with("need ")
        && [" who ", " that ", " those who "].iter().any(|who| lower[..verb].ends_with(who))
    {
        return None;
    }
    let help =
        ["helps ", "help us ", "allows ", "lets ", "enables "].iter().any(|word| lower[verb..].starts_with(word));
    // "Stored to disk", "recorded with us".
    let kept = KEPT.iter().any(|word| lower[verb..].starts_with(word));
    for mark in marks {
        let aims = matches!(mark, " for " | " in order to " | " for the purpose of " | " for the purposes of ");
        let acts = |after: usize| mark == " to " && begins_with_act(&sentence[after..]);
        if mark == " us " && !help {
            continue;
        }
        // "Kept for up to 90 days for rate limiting": the first mark need not be the one.
        for (at, _) in lower[verb..].match_indices(mark).take(3) {
            let start = verb + at + mark.len();
            if kept && !aims && !acts(start) {
                continue;
            }
            let (from, to) = clause(&sentence[start..]);
            let noun = mark == " for " && !names_act(&sentence[start..]);
            let words = folded(&sentence[start + from..start + to]);
            let pointing = [" that ", " this ", " those ", " these "].iter().any(|start| words.starts_with(start));
            let generic = pointing
                || ["you", "us", "example", "a variety of", "the following"].contains(&words.trim())
                || only_purposes(&words)
                || says(&words, &["legitimate interest", "legitimate interests"])
                || words.starts_with(" you to opt")
                || words.starts_with(" opt out");
            let related = mark == " to " && is_related(&sentence[verb..verb + at]);
            let tool = mark == " to " && is_tool(&sentence[..verb], &sentence[verb..verb + at]);
            let infinitive = mark.ends_with(" to ") && !is_infinitive(&sentence[start..]);
            // "The type of devices used to open the app": which devices.
            let means = ["app", "apps", "device", "devices", "browser", "browsers", "computer", "software"];
            let tool = tool
                || lower[verb..].starts_with("used to ")
                    && mark == " to "
                    && lower[..verb].split_whitespace().next_back().is_some_and(|word| means.contains(&word));
            if !noun && !generic && !related && !tool && !infinitive && to > from && !only_takes(words.trim()) {
                return Some((start + from, start + to));
            }
        }
    }
    None
}

/// "The data helps maintainers prioritise …", "It also shows where …", in a section about purposes.
pub(super) fn helped(sentence: &str) -> Option<(usize, usize)> {
    let lower = sentence.to_ascii_lowercase();
    let (at, len) =
        [" helps ", " help ", " shows ", " show ", " allows ", " enables ", " lets ", " informs ", " is for "]
            .iter()
            .filter_map(|verb| lower.find(verb).map(|at| (at, verb.len())))
            .min()?;
    let (from, to) = clause(&sentence[at + len..]);
    (to > from).then_some((at + len + from, at + len + to))
}
