//! A heading or lead-in comes in; what the passage under it is about goes out.

pub(super) use super::heading_shapes::{
    how_to_heading, is_name_in_capitals, only_frames, purpose_heading, source_heading,
};
use super::polarity::COLLECT;
pub(super) use super::role_words::DATA;
use super::role_words::{ABOUT_COLLECTION, FRAME, RIGHTS};
use super::sentence::{finds, folded, says};

/// What a passage is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Data that is collected.
    Collect,
    /// What data is used for.
    Use,
    /// Who receives data.
    Share,
    /// Legal bases.
    Basis,
    /// Where data comes from.
    Source,
    /// How long data is kept.
    Retention,
    /// What is not done.
    Denied,
    /// What stays on the device.
    OnDevice,
    /// Cookies: kinds and choices.
    Cookies,
    /// What a law of one region wants said again.
    Regional,
    /// Rights, contact, security, changes: nothing that is collected.
    Other,
    /// It does not say.
    Neutral,
}

/// A heading without its number: "2. ", "3.1 ", "(iv) ", "A. ".
pub(super) fn unnumbered(heading: &str) -> &str {
    let rest =
        heading.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ')' | '(' | ' ' | ':' | '§'));
    let rest = without_roman(rest);
    let bytes = rest.as_bytes();
    let letter =
        bytes.len() > 3 && bytes[0].is_ascii_alphabetic() && matches!(bytes[1], b'.' | b')') && bytes[2] == b' ';
    if letter { rest[3..].trim_start() } else { rest }
}

/// "Purposes and legal bases", "For what purposes and on what legal basis do we process it?": the purposes come first.
fn purposes_first(text: &str) -> bool {
    let purpose = ["purpose", "purposes"].iter().filter_map(|word| finds(text, word)).min();
    let basis = ["legal", "lawful", "basis", "bases"].iter().filter_map(|word| finds(text, word)).min();
    purpose.zip(basis).is_some_and(|(purpose, basis)| purpose < basis)
}

/// A heading without its Roman number: "II. ", "VIII) ".
fn without_roman(heading: &str) -> &str {
    let digits = heading.bytes().take_while(|b| matches!(b, b'I' | b'V' | b'X' | b'i' | b'v' | b'x')).count();
    let rest = &heading[digits..];
    let closed = rest.strip_prefix(['.', ')', ':']).filter(|rest| rest.starts_with(' '));
    closed.filter(|_| (1..=5).contains(&digits)).map_or(heading, str::trim_start)
}

/// The role of a heading, from its own words.
pub(super) fn heading_role(heading: &str) -> Role {
    let text = folded(unnumbered(heading));
    let text = text.as_str();
    if says(
        text,
        &[
            "privacy policy",
            "privacy policies",
            "privacy notice",
            "privacy statement",
            "data policy",
            "data use policy",
            "data usage policy",
            "information policy",
            "cookie policy",
            "cookie notice",
        ],
    ) {
        let about = ["change~", "updates to", "update to", "amend~", "modif~", "contact", "questions", "links to"];
        return if says(text, &about) { Role::Other } else { Role::Neutral };
    }
    if denial(text) {
        return Role::Denied;
    }
    // "What is personal data?" explains a word.
    let defines =
        [" what is personal ", " what are personal ", " what is your personal ", " what do we mean ", " definition"];
    if defines.iter().any(|start| text.starts_with(start)) {
        return Role::Other;
    }
    // "Why do you collect my data?", "Purpose and basis of what we collect" are about what it is for.
    let why =
        text.starts_with(" why ") && !says(text, &["what", "which", "share", "shared", "disclos~", "keep", "retain"]);
    let asks_purpose = ["for what purpose", "for which purpose", "for what purposes", "for which purposes"];
    if says(text, &asks_purpose) && !says(text, &["what data", "which data", "what information", "which information"])
        || why && says(text, &["collect~", "gather~", "need", "process", "ask", "use", "store"])
        || [" purpose ", " purposes "].iter().any(|start| text.starts_with(start))
    {
        return Role::Use;
    }
    // "Website use information" is what is watched there.
    let noun = ["use information", "use data", "usage information"].iter().any(|end| text.trim_end().ends_with(end));
    if noun && !says(text, &["how", "we", "our", "why", "may", "your"]) {
        return Role::Neutral;
    }
    // "What do we do with your information?" asks what for.
    if says(text, &["do with your", "do with my", "do with the information", "do with the data", "do with personal"]) {
        return Role::Use;
    }
    // "Do third parties see what is collected?" asks who.
    let who =
        [" do third ", " do any third ", " can third ", " does anyone ", " can others ", " will third ", " do others "];
    if who.iter().any(|start| text.starts_with(start)) {
        return Role::Share;
    }
    // "Who is responsible for collecting it?", "Acme is responsible for the following".
    if says(text, &["is responsible for", "are responsible for", "who is responsible"]) {
        return Role::Other;
    }
    // "Data storage location" neither.
    if says(text, &["storage location", "data location", "server location", "hosting location", "data residency"]) {
        return Role::Other;
    }
    // "Data minimisation", "Purpose limitation": principles that the law names.
    let principles =
        ["data minimisation", "data minimization", "purpose limitation", "storage limitation", "data accuracy"];
    if principles.contains(&text.trim()) {
        return Role::Other;
    }
    // "Where is my data stored?", "Is it encrypted?", "Who can read it?" name none of it.
    let place =
        text.starts_with(" where ") && says(text, &["stored", "store", "kept", "hosted", "processed", "located"]);
    let yes_or_no = [" is my ", " is your ", " can ", " are my "].iter().any(|start| text.starts_with(start));
    if place || yes_or_no && text.trim_end().ends_with("encrypted") {
        return Role::Other;
    }
    // "How is my data used when I visit the site?" is about all that is done there.
    if says(text, &["used when", "processed when", "use when"]) && text.starts_with(" how ") {
        return Role::Neutral;
    }
    let shared =
        ["how we share", "how we disclose", "how * shares", "share the information", "disclose the information"];
    if says(text, &shared) && !says(text, &["what", "types of"]) {
        return Role::Share;
    }
    // "Information shared with us": what comes in.
    let to_us = ["shared with us", "share with us", "provided to us", "provide to us", "given to us", "sent to us"];
    if says(text, &to_us) && !says(text, &["third-part~", "third part~", "partners", "others"]) {
        return Role::Collect;
    }
    // "Use of collected information": what was collected is told elsewhere.
    let shares_too = says(text, &["share", "sharing", "shared", "disclos~", "collection"]);
    if text.starts_with(" use of ") && says(text, &["data", "information", "details"]) && !shares_too {
        return Role::Use;
    }
    // "Data usage", "Usage of your information".
    let usage = [
        "data usage",
        "information usage",
        "usage of data",
        "usage of information",
        "usage of your",
        "usage of personal",
    ];
    if says(text, &usage) && !shares_too && !says(text, &["collect~", "policy", "how you"]) {
        return Role::Use;
    }
    if says(text, &["how you can", "how can you", "how do you access"]) {
        return Role::Other;
    }
    if usage_heading(heading) {
        return if says(text, &["collect~"]) { Role::Collect } else { Role::Neutral };
    }
    if purpose_frame(heading) {
        let only_use = !says(text, &["share~", "collect~", "send", "sends", "receives"]);
        return if only_use { Role::Use } else { Role::Collect };
    }
    if says(text, &["analytics"])
        && !says(text, &["share~", "sharing", "disclos~", "collect~", "cookie~", "how we use"])
    {
        return Role::Neutral;
    }
    if says(
        text,
        &[
            "on your device",
            "on-device",
            "locally stored",
            "stored locally",
            "store locally",
            "stores locally",
            "stays local",
            "local data",
            "local storage",
            "local only",
        ],
    ) && !says(text, &["collect~"])
    {
        return Role::OnDevice;
    }
    if says(
        text,
        &[
            "california",
            "ccpa",
            "cpra",
            "nevada",
            "virginia",
            "colorado",
            "us state",
            "state specific",
            "us privacy",
            "u s",
            "state privacy",
            "lgpd",
            "gdpr",
            "residents",
        ],
    ) {
        return if says(text, &["basis", "bases", "lawful"]) { Role::Basis } else { Role::Regional };
    }
    if says(
        text,
        &[
            "legal bas~",
            "lawful bas~",
            "on what basis",
            "legal ground~",
            "legal reason~",
            "basis for processing",
            "lawful processing",
            "legal justification",
            "grounds for the use",
            "grounds for using",
            "grounds for processing",
        ],
    ) && !purposes_first(text)
        && !says(text, &["we collect", "we process", "data collected"])
    {
        // "Data we collect, purposes and legal basis" is about the first of them.
        return Role::Basis;
    }
    if says(text, &["retention", "how long", "retain", "retained", "storage period~", "storage duration"]) {
        return Role::Retention;
    }
    if uses_before_rights(text) {
        return Role::Use;
    }
    if says(text, &RIGHTS) && !says(text, &["what * collect~", "information * collect~"]) {
        return Role::Other;
    }
    if says(
        text,
        &[
            "other parties * collect",
            "third parties * collect",
            "third-party * collect",
            "third-party information collection",
            "third-party data collection",
            "third party information collection",
            "third party data collection",
            "collection by third",
            "collection by other",
            "collection technologies",
            "collection methods",
            "others * collect",
            "third parties collect",
            "collected by third",
            "collected by other",
            "collected by others",
            "collected by * operators",
            "collected by * providers",
            "collected by * partners",
            "collected by * advertisers",
            "collected by partners",
            "collected by advertisers",
        ],
    ) {
        return Role::Other;
    }
    if says(text, &["sources of", "data sources"]) && !says(text, &["types of", "categories of", "what"]) {
        return Role::Source;
    }
    let occasion = [" how ", " why ", " when ", " where ", " who "].iter().any(|word| text.starts_with(word));
    if asks_whom(text) {
        return Role::Share;
    }
    let shares = says(
        text,
        &[
            "share",
            "shared",
            "sharing",
            "disclos~",
            "third-part~",
            "third part~",
            "recipient~",
            "recipients",
            "subprocessor~",
            "sub-processor~",
            "service providers",
            "who has access",
            "who can see",
            "who sees",
            "sell",
            "vendors",
            "outside parties",
            "transfer",
        ],
    );
    let what = says(
        text,
        &[
            "what",
            "which",
            "types of",
            "type of",
            "kinds of",
            "categories of",
            "data definitions",
            "data types",
            "data sent",
            "data points",
            "information we",
            "data we",
            "information you",
            "data you",
            "personal information",
            "personal data",
            "data collected",
            "information collected",
            "collected data",
            "collected information",
            "data collection",
            "collection of",
            "information collection",
            "telemetry data",
            "usage data collected",
            "automatically",
        ],
    );
    let collects = says(text, &ABOUT_COLLECTION)
        || says(
            text,
            &[
                "you provide",
                "you give",
                "from you",
                "data collection",
                "data definitions",
                "data sent",
                "information collection",
                "data types",
                "types of data",
                "types of information",
                "information we have",
                "data we have",
                "information we keep",
                "data we keep",
                "data we access",
                "information we access",
                "data do we need",
                "information do we need",
                "categories of personal data",
                "categories of data",
                "categories of personal information",
                "categories of information",
                "data we need",
                "information we need",
            ],
        );
    let uses = says(&without_readers_use(text), &["use", "used", "uses", "using", "purpose", "purposes", "why"]);
    // "Data the app uses", "Information we use".
    let used = [" data ", " information ", " what data ", " what information ", " which data "]
        .iter()
        .any(|start| text.starts_with(start))
        && says(
            text,
            &["data we", "data the", "data our", "data that", "information we", "information the", "data is"],
        )
        && !says(text, &["how", "why", "purpose", "purposes", "for"]);
    if used && uses && !shares {
        return Role::Collect;
    }
    let from_others = says(
        text,
        &["from third", "from other", "from outside", "third-party sources", "from others", "from partners"],
    );
    // "What data do the controllers process?"
    let collects = collects || what && !uses && !shares && text.trim_end().ends_with(" process");
    // "We collect account data", as a heading.
    let what = what || !occasion && says(text, &["collects", "we collect", "is collected", "are collected"]);
    if text.starts_with(" why ") && !shares {
        return Role::Use;
    }
    // "How we use the information we collect": what is collected only says which information.
    let use_first = finds(text, "use").zip(finds(text, "collect~")).is_some_and(|(uses, collects)| uses < collects);
    if text.starts_with(" how we ") && use_first && !shares {
        return Role::Use;
    }
    if collects && (what || !uses) && !(shares && !from_others && !says(text, &["collect~"])) {
        if says(text, &["how"])
            && uses
            && !says(text, &["what", "which"])
            && !says(text, &["information we", "data we"])
        {
            return if says(text, &["how we use", "how * used", "how we may use"]) && !says(text, &["collect~"]) {
                Role::Use
            } else {
                Role::Collect
            };
        }
        return Role::Collect;
    }
    if uses
        && !shares
        && (says(text, &DATA) || says(text, &["how", "why", "purpose", "purposes", "what do we use", "what we use"]))
        && !says(text, &["terms", "who may use"])
    {
        return if says(text, &["cookie~"]) { Role::Cookies } else { Role::Use };
    }
    if shares {
        return Role::Share;
    }
    if says(text, &["cookie~", "tracking technolog~", "web beacons", "pixels"]) {
        return Role::Cookies;
    }
    if says(text, &FRAME) {
        return Role::Other;
    }
    Role::Neutral
}

/// "When and with whom we may share what is collected": what is collected only says which information.
fn asks_whom(text: &str) -> bool {
    let asks = [" how ", " when ", " with whom ", " to whom ", " who "].iter().any(|start| text.starts_with(start));
    let shares = ["shar~", "disclos~"].iter().filter_map(|verb| finds(text, verb)).min();
    asks && shares.is_some_and(|at| !says(&text[..at], &["use", "uses", "used", "collect~"]))
}

/// "How Acme uses what it collects, and your choices" is about use first.
fn uses_before_rights(text: &str) -> bool {
    let rights = RIGHTS.iter().filter_map(|word| finds(text, word)).min();
    let uses = ["use", "uses"].iter().filter_map(|verb| finds(text, verb)).min();
    text.starts_with(" how ")
        && uses.zip(rights).is_some_and(|(uses, rights)| uses < rights)
        && says(text, &["information", "data"])
        && !says(text, &["you use", "you can"])
}

/// "How you use the app", "Your use of the service": what is watched there, and not what data is used for.
pub(super) fn usage_heading(heading: &str) -> bool {
    let text = folded(unnumbered(heading));
    says(&text, &["how you use", "how you interact", "how users interact", "your use of", "your interactions with"])
        && !says(&text, &["share~", "disclos~", "rights"])
}

/// A folded heading without the use that readers make of the product: "data created through use of the service" says
/// nothing of what data is used for.
fn without_readers_use(text: &str) -> String {
    const READERS: [&str; 9] = ["you", "your", "users", "visitors", "people", "members", "customers", "they", "their"];
    const WAYS: [&str; 8] = ["through", "during", "from", "when", "while", "by", "upon", "as"];
    const PRODUCTS: [&str; 14] = [
        "service",
        "services",
        "site",
        "sites",
        "website",
        "websites",
        "app",
        "apps",
        "application",
        "platform",
        "product",
        "products",
        "software",
        "game",
    ];
    let words: Vec<&str> = text.split(' ').collect();
    let word = |at: usize| words.get(at).copied().unwrap_or_default();
    let before = |at: usize, back: usize| at.checked_sub(back).map_or("", |at| words[at]);
    let readers = |at: usize| {
        let used = ["use", "using", "usage", "used"].contains(&word(at));
        let whose = READERS.contains(&before(at, 1)) || before(at, 1) == "may" && READERS.contains(&before(at, 2));
        let article = ["the", "your", "any"].contains(&before(at, 1));
        let way = WAYS.contains(&before(at, 1)) || article && WAYS.contains(&before(at, 2));
        // "By using your data", "when using cookies": data is what is used there.
        let data = (1..=4).any(|next| DATA.contains(&word(at + next)) || word(at + next).starts_with("cookie"));
        // "Information about the use of the service": the product is what is used.
        let product = word(at + 1) == "of" && (2..=4).any(|next| PRODUCTS.contains(&word(at + next)));
        used && (whose || way || product) && !data
    };
    let kept: Vec<&str> = (0..words.len()).filter(|&at| !readers(at)).map(|at| words[at]).collect();
    kept.join(" ")
}

/// "The app collects data to:", "By default it shares data for:", "It will share data to provide you functionality":
/// what stands under it are purposes or features, and what is collected for each.
pub(super) fn purpose_frame(heading: &str) -> bool {
    let text = folded(heading);
    let text = text.trim_end_matches([':', ' ']);
    let verbs = ["collect~", "share", "shares", "send", "sends", "process~", "use", "uses", "used", "receives"];
    let shares = says(text, &["share data to", "shares data to", "sends data to"]) && !says(text, &["with", "third~"]);
    shares || (text.ends_with(" to") || text.ends_with(" for")) && says(text, &verbs) && says(text, &DATA)
}

fn denial(text: &str) -> bool {
    // "Acme does not:", where the acts stand below.
    if [" does not :", " do not :", " will not :", " does not", " do not", " will not"]
        .iter()
        .any(|end| text.trim_end().ends_with(end))
    {
        return true;
    }
    let verbs = says(text, &COLLECT) || says(text, &["share", "sell", "track~", "use", "do", "include~", "contain~"]);
    says(text, &["not", "don't", "doesn't", "never", "no longer", "aren't", "isn't"])
        && verbs
        && !says(text, &["do not track", "do not sell"])
        || text.starts_with(" no ")
        || says(text, &["forbidden", "prohibited"]) && !says(text, &["law", "uses", "conduct", "content", "activities"])
}
