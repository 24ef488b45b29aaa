//! A bullet comes in; whether it names data, and where in it the data stands, goes out.

use super::headings::generic;
use super::object::{exemplified, object, own_object};
use super::phrase::noun;
use crate::statement::acts::is_command;
use crate::statement::keys::keys;
use crate::statement::polarity::{Polarity, polarity};
use crate::statement::sentence::{folded, says, sentences};

/// An unlabelled bullet that names data, and is no sentence about rights, occasions or purposes.
pub(super) fn is_noun_bullet(plain: &str) -> bool {
    let text = folded(plain);
    let words = text.split_whitespace().count();
    let first = text.split_whitespace().next().unwrap_or_default();
    // "Sharing data with third parties", "use of data for marketing": what is done with it.
    let others = [" third parties ", " third-party vendors ", " our partners ", " they ", " these companies "];
    let others =
        others.iter().any(|start| text.starts_with(start)) && says(&text, &["collect", "use", "may", "receive"]);
    if others || ["sharing", "selling", "disclosing"].contains(&first) || text.starts_with(" use of ") {
        return false;
    }
    let starts = [
        "when", "if", "by", "through", "to", "for", "we", "you", "in", "as", "because", "please", "see", "visit",
        "click", "this", "these", "right", "from", "during", "while", "through", "via", "once", "after", "before",
        "under", "on", "at", "not", "no", "never", "may", "can", "will", "does", "directly",
    ];
    // "Automatically when you use the app": how data comes, and no data.
    let manner = first == "automatically" && !text.split_whitespace().nth(1).is_some_and(|word| word.ends_with("ed"));
    // "Is never shared": a statement about data that was named before.
    let second = text.split_whitespace().nth(1).unwrap_or_default();
    let told = ["is", "are", "was", "has"].contains(&first)
        && (second.ends_with("ed") || ["never", "not", "only", "sent", "kept"].contains(&second));
    // "File paths are replaced with …": what is not sent.
    let taken_out =
        ["are replaced", "is replaced", "are redacted", "is redacted", "are stripped", "is stripped", "are masked"];
    // "Stored in your browser", "Encrypted on the way": what becomes of it.
    let becomes = ["stored", "encrypted", "processed", "kept", "retained", "deleted", "transmitted", "hosted"];
    let places = ["in", "on", "on-chain", "locally", "at", "by", "with", "securely", "for", "via", "only", "using"];
    let told = told
        || plain.starts_with("http")
        || says(&text, &taken_out)
        || becomes.contains(&first) && places.contains(&second);
    // "When you opened it", "What you did": a clause that stands for data.
    let when = text.starts_with(" when you ") && words <= 8 && !plain.contains(',') && text.contains("ed ");
    let you_give = says(&text, &["you provide us", "you may provide", "you give us"]) && first == "you";
    let you_give = you_give || when;
    words > 0
        && words <= 60
        && !plain.ends_with('?')
        && !told
        && !manner
        && !is_sentence(plain)
        && !is_command(plain)
        && (!starts.contains(&first)
            || you_give
            || first == "we" && polarity(plain) == Polarity::Collects
            || first == "on" && words < 4)
}

/// "Your username and email address. If you log in with …": the noun that a bullet begins with, where prose follows.
pub(super) fn named_first(plain: &str) -> &str {
    let found = sentences(plain);
    let Some(&(_, end)) = found.first().filter(|_| found.len() >= 2) else { return plain };
    let verbs = [
        "we", "is", "are", "was", "were", "may", "can", "will", "has", "have", "do", "does", "not", "it", "they",
        "collect~", "use", "uses", "used",
    ];
    let head = plain[..end].trim_end_matches('.');
    let noun = head.split_whitespace().count() <= 20 && !says(&folded(head), &verbs);
    if noun { head } else { plain }
}

/// A bullet that is a sentence of its own, and names no data it collects: "Our apps will ask for permission."
fn is_sentence(plain: &str) -> bool {
    let start: Vec<&str> = plain.split_whitespace().take(8).collect();
    // "Your user id is attached to events": what is sent with the data is data.
    if says(&folded(plain), &["attached to", "sent with", "included in", "recorded"]) {
        return false;
    }
    let modals = ["might", "could", "would", "will", "can", "may", "must", "is", "are", "do", "does", "should"];
    // "The pages you are visiting" is a noun with a clause.
    let modal = start.windows(2).any(|pair| modals.contains(&pair[1]) && !["you", "we", "they"].contains(&pair[0]));
    let clause = start.iter().any(|word| {
        ["whether", "which", "that", "how", "what", "who", "Whether", "Which", "How", "What"].contains(word)
    });
    plain.ends_with('.') && modal && !clause && polarity(plain) != Polarity::Collects
        || plain.ends_with('.')
            && modal
            && !clause
            && !plain.starts_with("We ")
            && says(&folded(plain), &["ask for", "permission~", "used to", "stored"])
}

/// The object of a bullet that is a sentence: "We collect your email address when …".
pub(super) fn sentence_object(plain: &str) -> Option<(usize, usize)> {
    let text = plain[condition(plain)..].to_lowercase();
    let speaks = ["we ", "it ", "i "].iter().any(|start| text.starts_with(start));
    if speaks { object(plain) } else { None }
}

/// "In particular, we process your name", as a member of a list of data: what the sentence says is taken.
pub(super) fn told_in_a_list(plain: &str) -> Option<(usize, usize)> {
    let &(from, to) = sentences(plain).first()?;
    let sentence = &plain[from..to];
    let ours = says(
        &folded(sentence),
        &[
            "we collect",
            "we process",
            "we store",
            "we record",
            "we log",
            "we receive",
            "we also collect",
            "we may collect",
            "we may receive",
            "we retain",
            "we keep",
        ],
    );
    let (start, end) = own_object(sentence).filter(|_| ours && polarity(sentence) == Polarity::Collects)?;
    let (start, end) = exemplified(sentence, start, end);
    (!keys(&sentence[start..]).is_empty() && !generic(&sentence[start..end])).then_some((from + start, from + end))
}

/// "When an article is opened, its identifier is logged": what is logged.
pub(super) fn logged_on_occasion(plain: &str) -> Option<(usize, usize)> {
    let lower = plain.to_lowercase();
    let occasion =
        ["when ", "if ", "whenever ", "each time ", "every time "].iter().any(|start| lower.starts_with(start));
    let start = plain.find(", ").filter(|_| occasion)? + 2;
    let end = sentences(&plain[start..]).first().map(|&(_, to)| start + to)?;
    let clause = &plain[start..end];
    let ends = ["is logged", "are logged", "is recorded", "are recorded", "is collected", "are collected"];
    let kept =
        [" is stored", " are stored", " is temporarily stored", " are temporarily stored", " is kept", " are kept"];
    let logged = ends.iter().any(|verb| clause.trim_end_matches('.').ends_with(verb))
        || kept.iter().any(|verb| clause.contains(verb));
    let (from, to) = object(clause).filter(|_| logged && polarity(clause) == Polarity::Collects)?;
    Some((start + from, start + to))
}

/// "By which you may be identified, such as your name": information that its examples name.
pub(super) fn described(plain: &str) -> Option<(usize, usize)> {
    let lower = plain.to_ascii_lowercase();
    let clause = ["by which ", "that is ", "that are ", "that may "].iter().any(|start| lower.starts_with(start));
    let mark = [" such as ", " including "].iter().filter_map(|mark| lower.find(mark).map(|at| at + mark.len())).min();
    let at = mark.filter(|_| clause)?;
    let (from, to) = noun(&plain[at..]);
    (to > from && !keys(&plain[at..]).is_empty()).then_some((at + from, at + to))
}

/// "Device data, such as your model", "Financial information needed to pay out, including your account": the noun that
/// examples stand behind, at the start of a passage.
pub(super) fn noun_of_examples(plain: &str) -> Option<(usize, usize)> {
    let end = sentences(plain).first().map_or(plain.len(), |&(_, to)| to);
    let marks =
        [", such as ", " such as ", ", including ", " including ", ", for example ", ", like ", " (e.g. ", " (e.g., "];
    let mark = marks.iter().filter_map(|mark| plain[..end].find(mark)).min()?;
    // "Some data, such as logs, may be kept": a sentence, and no member of a list.
    let told = [
        " may be ",
        " will be ",
        " is used ",
        " are used ",
        " is stored ",
        " are stored ",
        " is shared ",
        " are shared ",
    ];
    if told.iter().any(|verb| plain[mark..end].contains(verb)) {
        return None;
    }
    // "Financial information needed to pay you": the clause only elaborates.
    let clauses = [" needed to ", " necessary to ", " required to ", " used to ", " that ", " related to "];
    let end_of_noun = clauses.iter().filter_map(|clause| plain[..mark].find(clause)).min().unwrap_or(mark);
    let before = folded(&plain[..end_of_noun]);
    const VERBS: [&str; 20] = [
        "we", "you", "i", "it", "they", "is", "are", "was", "may", "can", "will", "do", "does", "not", "if", "when",
        "use", "uses", "collect~", "include~",
    ];
    const STARTS: [&str; 14] =
        ["to", "for", "by", "with", "in", "on", "from", "through", "other", "any", "this", "these", "as", "our"];
    let first = before.split_whitespace().next().unwrap_or_default();
    let short = (1..=12).contains(&before.split_whitespace().count());
    if !short || says(&before, &VERBS) || STARTS.contains(&first) || is_command(plain) {
        return None;
    }
    let (from, to) = noun(&plain[..mark]);
    let lower = plain[from..to].to_lowercase();
    let ends = |nouns: &[&str]| nouns.iter().any(|end| lower.ends_with(end));
    // "Service providers, such as our host": who acts, and no data.
    let others = ends(&["parties", "providers", "partners", "services", "cookies", "technologies", "vendors", "tools"]);
    let data =
        ends(&["data", "information", "details", "correspondence", "records", "history", "content", "identifiers"]);
    let named = data || !keys(&plain[from..to]).is_empty() && !keys(&plain[mark..end]).is_empty();
    (plain.starts_with(char::is_uppercase) && to > from && named && !others).then_some((from, to))
}

/// Where a bullet goes on after "If you subscribe, ".
pub(super) fn condition(plain: &str) -> usize {
    let begins = ["If ", "if "].iter().any(|start| plain.starts_with(start));
    let occasions = ["When ", "Whenever ", "For ", "To ", "During ", "After ", "Upon ", "As part of "];
    let occasion = occasions.iter().any(|start| plain.starts_with(start));
    let Some(rest) = plain.find(", ").filter(|_| begins || occasion).map(|comma| comma + 2) else { return 0 };
    let nouns = ["which", "whether", "the", "your", "their", "its", "how", "what", "it", "we", "i"];
    let first = plain[rest..].split(' ').next().unwrap_or_default().to_lowercase();
    // "If you choose to say it, for research, traits such as age": the noun stands behind the last of them.
    let behind = || {
        plain[rest..].match_indices(", ").map(|(at, _)| rest + at + 2).find(|&at| {
            let noun = &plain[at..];
            let end = [" such as ", " including "].iter().filter_map(|mark| noun.find(mark)).min();
            end.is_some_and(|end| !noun[..end].trim_end_matches(',').contains(',') && is_noun_bullet(noun))
        })
    };
    if begins
        && !nouns.contains(&first.as_str())
        && let Some(at) = behind()
    {
        return at;
    }
    // "For sign-in, we need your email address", "When you read, the list is cached".
    let takes = if occasion { first == "we" && polarity(&plain[rest..]) == Polarity::Collects } else { true };
    if nouns.contains(&first.as_str()) && takes { rest } else { 0 }
}

pub(super) fn trim_number(plain: &str, from: usize, to: usize) -> (usize, usize) {
    let label = &plain[from..to];
    let rest = label.trim_start_matches(|c: char| {
        c.is_ascii_digit() || matches!(c, '.' | ')' | ' ' | '(') || !c.is_alphanumeric() && !c.is_ascii()
    });
    let skipped = label.len() - rest.len();
    if rest.is_empty() { (from, to) } else { (from + skipped, to) }
}
