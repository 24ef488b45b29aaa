//! A passage about use comes in; the purposes that its sentences give go out.

use super::aims::{affirmed, clause, fronted, further, helped, introduced, is_used, says_what_for, stated, used_for};
use super::context::Context;
use super::coordinated::coordinated;
use super::means::names_act;
use super::prose::{explains_a_word, sends_elsewhere};
use super::purposes::{LEAD_IN, push, sub_purposes};
use super::titles::attribute;
use super::{Purpose, SENTENCE};
use crate::statement::acts::begins_with_act;
use crate::statement::lead::lead_role;
use crate::statement::polarity::{Polarity, polarity};
use crate::statement::role::Role;
use crate::statement::sentence::{finds, folded, says, sentences};
use std::collections::BTreeMap;

/// The purpose that a sentence gives: "We use the data to …", "This helps us …".
pub(super) fn prose(context: &Context<'_>, block: usize, in_use: bool, apart: bool, purposes: &mut Vec<Purpose>) {
    let plain = context.plain(block);
    // "We use data for rich experiences. In particular, to:" is told better by the list that follows.
    let last = sentences(plain).last().map_or("", |&(from, to)| &plain[from..to]);
    let adds = ["additionally", "also", "in addition", "further"];
    if last.ends_with(':') && lead_role(last) == Role::Use && !says(&folded(last), &adds) {
        return;
    }
    let mut none = BTreeMap::new();
    // "Age: To keep children safe, we …": the sentence begins behind the label.
    let label = context.labels[block].filter(|label| attribute(&plain[label.from..label.to]).is_none());
    let body = label.map_or(0, |label| label.body.min(plain.len()));
    for (from, to) in sentences(&plain[body..]).into_iter().map(|(from, to)| (body + from, body + to)) {
        let sentence = &plain[from..to];
        let text = folded(sentence);
        if let Some((start, end)) =
            introduced(sentence).or_else(|| fronted(sentence).filter(|_| sentence.ends_with(':')))
        {
            push(context, block, from + start..from + end, LEAD_IN, None, &mut none, purposes);
            continue;
        }
        if sends_elsewhere(sentence) || defines(sentence) || explains_a_word(sentence) {
            continue;
        }
        // Of a sentence that introduces a list, the list says what for.
        // Of the text itself, and of who reads it.
        let aside = [
            " if we need ",
            " if we want ",
            " if we use ",
            " by using ",
            " by accessing ",
            " by continuing ",
            " this page ",
            " this document ",
            " they may ",
            " they use ",
            " they also ",
            " these companies ",
            " these third ",
            " third parties ",
            " third-party vendors ",
            " google ",
            " advertisers ",
        ];
        let agreed = aside.iter().any(|start| text.starts_with(start)) || says(&text, &["used to identify you"]);
        // What cookies are for is no purpose of the data.
        if context.roles[block] == Role::Cookies && says(&text, &["cookie~", "pixels", "beacons", "technologies"]) {
            continue;
        }
        // Beside purposes that are set apart, what is said in so many words.
        if apart && !says_what_for(sentence) {
            continue;
        }
        // Who receives data is no purpose, unless the sentence says what for.
        let ours = says(&text, &["we use your", "we will use your", "we may use your", "we use the", "we use this"])
            && !says(&text, &["share~", "sharing", "disclos~", "third~", "provider~"]);
        if context.roles[block] == Role::Share
            && !ours
            && (!says(&text, &["help us", "helps us"]) || of_helpers(&text))
            && stated(sentence).is_none()
            && !is_used(sentence)
        {
            continue;
        }
        let (skipped, sentence) = affirmed(sentence);
        let (from, to) = (from + skipped, from + skipped + sentence.len());
        let text = folded(sentence);
        if sentence.ends_with(':')
            || agreed
            || says(&text, &["you help us"])
            || says(&text, &["encryption", "security measures", "safeguards"])
                && says(&text, &["protect", "secure", "encrypt"])
            || !matches!(polarity(sentence), Polarity::Collects | Polarity::Silent)
            || text.starts_with(" profiling means ")
            || says(&without_reference(sentence), &["you can", "you may", "must not", "policy", "these purposes"])
        {
            continue;
        }
        if !in_use && fronted(sentence).is_none() && stated(sentence).is_none() && !employs(&text) {
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
        if says(&folded(&sentence[..start]), &["for example", "in particular"]) {
            continue;
        }
        let words = sentence[start..end].split_whitespace().count();
        // "When the law allows us to", "where you allow us to do so", "if you choose to provide it" name nothing.
        let nothing = ["us", "to", "do", "so", "it", "provide", "share", "this", "them"];
        let empty = sentence[start..end].split_whitespace().all(|word| nothing.contains(&word));
        // What a contract or the law demands is told as its basis.
        let owed = context.roles[block] == Role::Basis
            && says(&folded(&sentence[start..end]), &["contract", "contractual", "obligation~"]);
        // "It sets a cookie to remember you": what a cookie is for is no purpose of the data.
        let of_cookie = context.roles[block] != Role::Use
            && says(&folded(&sentence[..start]), &["cookie~"])
            && !says(&folded(&sentence[..start]), &["data", "information"]);
        if owed || of_cookie || keeps_until(&sentence[..start]) || guards_data(&text, &sentence[start..end]) {
            continue;
        }
        // A way out is no purpose.
        let way_out = says(&folded(&sentence[start..end]), &["opt out", "opt-out", "unsubscribe"]);
        let act = sentence[start..end].ends_with("ing");
        if words < 2 && !in_use && !act || empty || way_out {
            continue;
        }
        // A member of a list that nobody marked is one purpose.
        let member = in_use && sentence.starts_with("To ") && !sentence.contains(", we ");
        let acts = if member { Vec::new() } else { coordinated(&sentence[start..]) };
        if acts.len() > 1 {
            for (begins, ends) in acts {
                push(context, block, from + start + begins..from + start + ends, SENTENCE, None, &mut none, purposes);
            }
            continue;
        }
        push(context, block, from + start..from + end, SENTENCE, None, &mut none, purposes);
        for (start, end) in further(sentence, end) {
            push(context, block, from + start..from + end, SENTENCE, None, &mut none, purposes);
        }
        if let Some(parts) = sentence[end..].strip_prefix(", which includes ") {
            let parent = purposes.last().map(|purpose| purpose.found.id.clone());
            sub_purposes(context, block, from + to - parts.len(), parts, parent, purposes);
        }
    }
}

/// "With providers that help us run the shop": who they are.
fn of_helpers(sentence: &str) -> bool {
    let who = ["providers", "vendors", "partners", "companies", "parties", "contractors", "processors"];
    let helps = ["that help us", "who help us", "which help us", "that helps us"];
    helps
        .iter()
        .filter_map(|help| finds(sentence, help))
        .min()
        .is_some_and(|at| sentence[..at].split_whitespace().next_back().is_some_and(|word| who.contains(&word)))
}

/// "A token is a protocol that lets an app sign in": what a word means.
fn defines(sentence: &str) -> bool {
    let lower = sentence.to_ascii_lowercase();
    let is = [" is a ", " is an ", " are small "].iter().filter_map(|is| lower.find(is)).min();
    let lets = [" that allows ", " that lets ", " that enables ", " which allows ", " that allow "];
    let lets = lets.iter().filter_map(|lets| lower.find(lets)).min();
    let pointing = ["this ", "it ", "that ", "we "].iter().any(|start| lower.starts_with(start));
    !pointing && is.zip(lets).is_some_and(|(is, lets)| is < lets)
}

/// "We keep it only as long as we need it to …": how long, and not what for.
fn keeps_until(before: &str) -> bool {
    let text = folded(before);
    let keeps = ["keep", "keeps", "kept", "retain~", "store", "stores", "stored", "hold", "holds", "held"];
    let long =
        ["as long as", "only for the time", "for the time", "period", "duration", "no longer than", "longer than"];
    says(&text, &keeps) && says(&text, &long)
}

/// "We store it with care to prevent loss and theft": what is done for the data, and nothing that it is used for.
fn guards_data(sentence: &str, aim: &str) -> bool {
    let text = folded(aim);
    let first = text.split_whitespace().next().unwrap_or_default();
    let ends = ["delete", "remove", "erase", "anonymize", "anonymise"].contains(&first);
    if ends && says(&text, &["information", "data", "records"]) {
        return true;
    }
    let guards = ["protect", "secure", "safeguard", "ensure", "keep", "prevent"].contains(&first);
    let data =
        says(&text, &["data is", "data are", "information is", "your data", "your information", "personal data"]);
    let harm = says(&text, &["unauthorized access", "unauthorised access", "loss and theft", "loss or theft"]);
    let used = says(sentence, &["we use your", "we use this", "we use the", "is used to", "are used to", "used for"]);
    guards && (data || harm) && !used
}

/// Whether a sentence says that something is used, taken in or kept: what for may follow.
fn employs(text: &str) -> bool {
    const USES: [&str; 25] = [
        "use those",
        "use * data",
        "use * information",
        "uses * data",
        "uses * to",
        "use this",
        "use it",
        "use them",
        "use these",
        "use that",
        "use your",
        "we use",
        "used to",
        "used for",
        "used only",
        "used solely",
        "used exclusively",
        "used primarily",
        "used purely",
        "used in order to",
        "used by us",
        "utilized for",
        "utilized to",
        "utilised for",
        "utilised to",
    ];
    const HELPS: [&str; 13] = [
        "helps our",
        "helps us",
        "help us",
        "allows us",
        "enables us",
        "lets us",
        "so that we",
        "so we can",
        "so you can",
        "purpose of",
        "purposes of",
        "purpose in",
        "analy~ * data",
    ];
    // Taken in or kept, and then the aim.
    const TAKES: [&str; 11] =
        ["collect~", "gather~", "store~", "stored", "kept", "keep", "record~", "logged", "log", "retain~", "process~"];
    const AIMS: [&str; 6] = ["to help", "to improve", "to provide", "to prevent", "in order to", "for the purpose~"];
    const OF_DATA: [&str; 4] = ["data to", "data for", "information to", "information for"];
    const DONE: [&str; 14] = [
        "process your * to",
        "processes your * to",
        "collected * for",
        "collected * to",
        "collected for",
        "collected to",
        "gathered * to",
        "gathered * for",
        "stored * for",
        "stored * to",
        "kept * for",
        "kept * to",
        "record~ * for",
        "logged * for",
    ];
    let taken = || TAKES.iter().filter_map(|verb| finds(text, verb)).min();
    says(text, &USES)
        || says(text, &HELPS)
        || taken().is_some_and(|at| says(&text[at..], &AIMS) || says(&text[at..], &OF_DATA))
        || says(text, &DONE)
        || taken().is_some_and(|at| text[at..].match_indices(" for ").any(|(aim, _)| names_act(&text[at + aim + 5..])))
        || taken()
            .is_some_and(|at| text[at..].match_indices(" to ").any(|(aim, _)| begins_with_act(&text[at + aim + 4..])))
}

/// A sentence without its clauses, and without the words that only send to the text itself: "as set out in this policy".
pub(super) fn without_reference(sentence: &str) -> String {
    let text = folded(sentence.split(" which ").next().unwrap_or(sentence));
    let ends = [
        " in accordance with this ",
        " as described in this ",
        " as set forth in this ",
        " set forth in this ",
        " as set out in this ",
        " as outlined in this ",
        " as explained in this ",
        " as stated in this ",
    ];
    let cut = ends.iter().filter_map(|end| text.find(end)).filter(|&at| at > text.len() / 3).min();
    match cut {
        Some(at) => text[..at].to_string() + " ",
        None => text,
    }
}
