//! The sentence that introduces a list or table comes in; what stands under it goes out.

use super::acts::begins_with_act;
use super::polarity::{COLLECT, Polarity, judge};
use super::role::{DATA, Role, heading_role};
use super::sentence::{finds, folded, says};

/// The role of a lead-in (its last sentence), from its own words.
pub(super) fn lead_role(lead: &str) -> Role {
    // "We optionally store: (only if you set them)" ends where the remark begins.
    let lead = lead.rfind(": (").filter(|_| lead.ends_with(')')).map_or(lead, |at| &lead[..=at]);
    let text = folded(&without_brackets(lead));
    let text = text.as_str();
    let introduces = text.trim_end().ends_with(':')
        || says(
            text,
            &[
                "the following",
                "as follows",
                "these include",
                "include",
                "includes",
                "such as",
                "listed below",
                "below",
            ],
        );
    let elsewhere = says(text, &["otherwise stated below"]) && !text.trim_end().ends_with(':');
    if !introduces || elsewhere {
        return Role::Neutral;
    }
    // "To operate our services:" is an aim, whatever it ends with.
    let told = || lead.split_once(", ").is_some_and(|(_, rest)| says(&folded(rest), &COLLECT));
    let aim = lead.trim_start().strip_prefix("To ").is_some_and(begins_with_act) && !told();
    if aim && text.trim_end().ends_with(':') && !says(text, &["we", "you", "your rights", "contact"]) {
        return Role::Use;
    }
    // "Retention and deletion:" is a heading in all but its marks.
    let own = heading_role(lead);
    let short = lead.split_whitespace().count() <= 6;
    if short && own == Role::Use && (text.starts_with(" use of ") || text.starts_with(" how we use ")) {
        return own;
    }
    if short && matches!(own, Role::Retention | Role::OnDevice | Role::Other) && !says(text, &["information", "data :"])
    {
        return own;
    }
    if judge(text) == Polarity::Denies
        || says(
            text,
            &[
                "information is not",
                "data is not",
                "data are not",
                "not :",
                "never :",
                "must not",
                "may not",
                "does not",
                "do not",
                "don't",
                "doesn't",
                "will not",
                "no longer",
            ],
        ) && !says(text, &["if you", "whether or not", "not limited"])
    {
        return Role::Denied;
    }
    // "Browser storage (on your device only):" says it in brackets.
    if matches!(judge(text), Polarity::OnDevice | Polarity::Past) || judge(&folded(lead)) == Polarity::OnDevice {
        return Role::OnDevice;
    }
    // "The technologies we use for automatic collection include:", "These third parties may include:".
    if of_others_or_means(text) {
        return Role::Other;
    }
    // "Members have access to a page where they can see and update:" is followed by choices.
    let choices =
        ["have access to", "has access to", "can see", "can update", "can manage", "can change", "can control"];
    if says(text, &choices) && !says(text, &["we have access", "we can see", "app has access", "may have access"]) {
        return Role::Other;
    }
    // "Some of it is collected by:", "We protect it by:": who, or how.
    if text.trim_end().ends_with(" by :") {
        return Role::Other;
    }
    // "The operator, not us, may collect data such as:"
    if says(text, &["not us", "not we"]) {
        return Role::Other;
    }
    // "In addition to what our privacy policy describes, we collect:" says it itself.
    let says_it = ["we collect", "we may collect", "we use", "we may use", "we process", "following ways"];
    let of_itself = says(text, &["this privacy polic~", "this privacy notice", "this policy", "this notice"]);
    // "Three types of information that are subject to our privacy policy:" are told here.
    let told_here = says(
        text,
        &[
            "subject to our",
            "types of information",
            "types of data",
            "kinds of information",
            "table below",
            "following table",
            "set out below",
            "listed below",
        ],
    );
    if !told_here && says(text, &["privacy polic~", "privacy notice~"]) && (of_itself || !says(text, &says_it))
        || says(
            text,
            &["please email", "contact us", "email us", "write to", "send your request", "request to :", "mail to :"],
        ) && !says(
            text,
            &["we collect", "we may collect", "we also collect", "we process", "we receive", "we store"],
        )
    {
        return Role::Other;
    }
    if says(text, &["except", "exception~", "permissions", "permission :"]) && !says(text, &["information", "data"]) {
        return Role::Other;
    }
    // "Any of the information we collect may be used in the following ways:" is about use, whatever was collected.
    let ways =
        ["used in the following ways", "used in any of the following ways", "used as follows", "used in these ways"];
    if says(text, &ways) {
        return Role::Use;
    }
    let you_give = says(
        text,
        &[
            "you provide",
            "you may provide",
            "you can provide",
            "you give",
            "you submit",
            "you choose to provide",
            "you enter",
            "you send us",
            "you share with us",
            "you might provide",
            "required to provide",
            "asked to provide",
            "need to provide",
            "must provide",
        ],
    );
    // "We also store what you choose to give us, including:" says first who takes it.
    let takes =
        ["we collect", "we also collect", "we may collect", "we store", "we also store", "we receive", "we obtain"];
    let takes = takes.iter().filter_map(|act| finds(text, act)).min();
    let gives = ["choose to", "you may", "you can", "you could"].iter().filter_map(|act| finds(text, act)).min();
    let we_take = takes.is_some_and(|takes| gives.is_none_or(|gives| takes < gives));
    if says(
        text,
        &[
            "right to",
            "rights",
            "entitled",
            "you can",
            "you may",
            "you could",
            "options to",
            "you have the option",
            "choose to",
            "contact us",
            "opt out",
            "opt-out",
            "in order to opt",
        ],
    ) && !you_give
        && !we_take
    {
        return Role::Other;
    }
    let bases =
        ["legal bas~", "lawful bas~", "legal ground~", "grounds that", "legal reasons", "basis for", "basis of :"];
    if says(text, &bases) {
        return Role::Basis;
    }
    if says(text, &["recipients"])
        || says(
            text,
            &[
                "share~ * with",
                "sharing * with",
                "shared with",
                "disclos~ * to",
                "disclose * with",
                "provided to",
                "transferred to",
                "disclosed to",
                "available to",
            ],
        ) && !says(text, &["categories of personal"])
    {
        return Role::Share;
    }
    // "We disclose what we collect for specific purposes, including:" says first that it goes out.
    let lets_out =
        ["we disclose ", "we share ", "we may disclose ", "we may share ", "we only share ", "we also share "];
    let on_occasion = ["following circumstances", "following cases", "following situations"];
    let goes_out = says(text, &["forward", "disclos~", "share", "shared", "transfer~"]) && says(text, &on_occasion);
    let first = lets_out.iter().any(|act| text.trim_start().starts_with(act));
    if goes_out || first && !text.trim_end().ends_with(" to :") {
        return Role::Share;
    }
    if says(text, &["sources", "from the following", "from third parties :", "from :"]) {
        return Role::Source;
    }
    if purpose_lead(text) {
        return Role::Use;
    }
    // "We retain personal data only as long as necessary:" is followed by periods.
    // "All of it is deleted in 30 days unless:" is followed by exceptions.
    if says(text, &["unless :", "except :", "except when :", "except where :"]) {
        return Role::Other;
    }
    let period = ["as long as", "no longer than", "following periods", "following retention"];
    if says(text, &["retain~", "we keep", "we store", "is kept", "are kept", "hold", "keep"]) && says(text, &period) {
        return Role::Retention;
    }
    // "We keep it for as long as:" is followed by conditions.
    if says(text, &["retain~", "keep", "stor~", "hold"]) && says(text, &["as long as :", "until :", "while :", "if :"])
    {
        return Role::Retention;
    }
    // "We may receive information from services you connect, such as:" is followed by who gives it.
    let from_others = says(
        text,
        &[
            "information from * such as :",
            "data from * such as :",
            "information from * including :",
            "data from * including :",
        ],
    );
    let own = says(text, &["from your", "from you"]);
    if from_others && !own && says(text, &["services", "providers", "partners", "parties", "sources", "companies"]) {
        return Role::Source;
    }
    // "We collect data when you:" is followed by occasions.
    if says(text, &["when you :", "when :", "if you :", "whenever you :", "because :"]) {
        return Role::Other;
    }
    if says(text, &["cookies"]) && !says(text, &["information", "data"]) {
        return Role::Cookies;
    }
    // Where something stands that is asked for data, and no data: "the following services:".
    if says(
        text,
        &[
            "services :",
            "products :",
            "apps :",
            "websites :",
            "features :",
            "cases :",
            "circumstances :",
            "contexts :",
            "situations :",
            "channels :",
            "steps :",
            "instructions :",
        ],
    ) {
        return Role::Other;
    }
    let processes = says(text, &["process~"])
        && says(
            text,
            &[
                "process~ * following information",
                "process~ * following data",
                "process~ * following personal",
                "process~ * following categories",
                "process~ * following types",
                "process~ * of the following",
                "processed :",
                "process :",
            ],
        );
    let collects = COLLECT.iter().any(|verb| *verb != "process~" && says(text, &[verb]));
    let gets = says(
        text,
        &["we * get * information from you", "we * get * data from you", "we * gets * information from you"],
    );
    if you_give || gets || (collects || processes) && !says(text, &["report to", "requests for"]) {
        return Role::Collect;
    }
    if says(
        text,
        &[
            "include",
            "includes",
            "including",
            "contain",
            "contains",
            "comprise~",
            "consists of",
            "such as",
            "can include",
            "may include",
        ],
    ) && says(text, &DATA)
    {
        return Role::Collect;
    }
    Role::Neutral
}

/// A lead-in without what only stands in brackets: "We collect the following data (legal basis is Art. 6):".
fn without_brackets(lead: &str) -> String {
    let mut kept = String::with_capacity(lead.len());
    let mut depth = 0_usize;
    for c in lead.chars() {
        match c {
            '(' => depth += 1,
            ')' if depth > 0 => depth -= 1,
            c if depth == 0 => kept.push(c),
            _ => {}
        }
    }
    if depth > 0 || kept.split_whitespace().count() < 3 { lead.to_string() } else { kept }
}

/// Whether what a lead-in enumerates are techniques, or those who act, and no data: "The tools we use may include:".
pub(super) fn names_others_or_means(lead: &str) -> bool {
    of_others_or_means(&folded(&without_brackets(lead)))
}

fn of_others_or_means(text: &str) -> bool {
    const NOUNS: [&str; 12] = [
        "technologies",
        "technology",
        "methods",
        "mechanisms",
        "techniques",
        "tools",
        "third parties",
        "third-parties",
        "service providers",
        "providers",
        "vendors",
        "partners",
    ];
    let verb = [" include ", " includes ", " may include ", " are "].iter().filter_map(|verb| text.find(verb)).min();
    let Some(verb) = verb.filter(|_| text.trim_end().ends_with(':')) else { return false };
    // What is spoken of stands before any clause that describes it.
    let subject = text[..verb].split([',']).next().unwrap_or_default();
    let subject = [" we ", " that ", " which ", " used ", " who "]
        .iter()
        .filter_map(|clause| subject.find(clause))
        .min()
        .map_or(subject, |clause| &subject[..clause]);
    NOUNS.iter().any(|noun| subject.trim_end().ends_with(noun))
        && !says(subject, &["from", "by", "to", "with", "information", "data"])
}

fn purpose_lead(text: &str) -> bool {
    // "We use it to give you access to:" is about use, "members have access to:" is not.
    let access = says(text, &["access to :"]) && !says(text, &["give you", "provide you", "grant you", "gives you"]);
    if access || says(text, &["restricted to :", "limited to :", "not limited to"]) {
        return false;
    }
    let ends_in_to = says(
        text,
        &[
            "to :",
            "in order to :",
            "us to :",
            "used for :",
            "use it for :",
            "for :",
            "so that we can :",
            "so that we may :",
            "so we can :",
            "so that we :",
        ],
    );
    let uses = says(
        text,
        &[
            "use",
            "uses",
            "used",
            "using",
            "process",
            "processed",
            "processing",
            "help us",
            "helps us",
            "helps",
            "allows us",
            "need",
            "collect",
            "collects",
        ],
    );
    // "It may collect and use certain information for advertising purposes:" is followed by the information.
    let one = text.rsplit_once(" purposes :").and_then(|(before, _)| before.rsplit_once(" for "));
    let told = one.is_some_and(|(before, kind)| {
        says(before, &["collect", "collects", "receive"])
            && says(before, &["information", "data"])
            && !kind.trim().is_empty()
            && !says(
                kind,
                &["following", "various", "these", "several", "different", "many", "such", "other", "our", "the"],
            )
    });
    if told {
        return false;
    }
    // "We use the information we collect:" is about use, whatever was collected.
    let starts =
        [" we use ", " we may use ", " we will use ", " we only use "].iter().any(|start| text.starts_with(start));
    let whatever = ["we collect :", "collected :", "information :", "your data :"];
    let whatever = starts && whatever.iter().any(|end| text.trim_end().ends_with(end)) && !says(text, &["following"]);
    whatever
        || says(text, &["processing operations :", "processing activities :"])
        || says(text, &["for any reason", "for any purpose"])
        || says(text, &["purposes", "purpose", "reasons"]) && !says(text, &["sources"]) && uses
        || ends_in_to && uses
        || says(text, &["we use", "uses", "used", "use the", "is used", "are used"])
            && says(
                text,
                &[
                    "in the following ways",
                    "as follows",
                    "following ways",
                    "any of the following ways",
                    "for the following",
                    "the following :",
                ],
            )
            && !says(text, &["collect~"])
}
