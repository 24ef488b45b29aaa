//! Roles come in; lists that are about something else, as their members show, get the role that these show.
//!
//! What stands above a list is said in countless ways; what its members are is seen from their first and last words. The
//! words above decide, unless most members belie them, or nothing above says what the list is about.

use super::context::Context;
use super::means::AIMS;
use super::titles::{attribute, data_noun};
use crate::statement::acts::begins_with_act;
use crate::statement::block::Kind as Block;
use crate::statement::keys::keys;
use crate::statement::lead::names_others_or_means;
use crate::statement::polarity::{Polarity, polarity};
use crate::statement::role::{DATA, Role, heading_role, purpose_heading, unnumbered};
use crate::statement::sentence::{folded, says};
use std::collections::BTreeMap;

/// What a member of a list is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A name of data: "IP address", "Which pages you open".
    Data,
    /// What the maker does: "To answer you", "Improving the service".
    Act,
    /// Who acts: "Payment providers".
    Party,
    /// What those concerned may ask for.
    Right,
    /// What the law allows it for.
    Basis,
    /// What is said of data that is named elsewhere: "Purpose", "Legal basis".
    Said,
    /// None of these, or an occasion: "When you sign up".
    Other,
}

/// Gives each list the role that its members show.
pub(super) fn recast(context: &mut Context<'_>) {
    for members in lists(context) {
        let role = context.roles[members[0]];
        let alike = members.iter().all(|&at| context.roles[at] == role);
        let Some(shown) = alike.then(|| shown(context, &members, role)).flatten() else { continue };
        for member in members {
            turn(context, member, role, shown);
        }
    }
}

/// Turns a member, and what stands in it for the same reason.
fn turn(context: &mut Context<'_>, member: usize, from: Role, to: Role) {
    context.roles[member] = to;
    if (from, to) == (Role::Collect, Role::Use) {
        context.turned.insert(member);
    }
    for child in context.statement.children(member).to_vec() {
        if context.roles[child] == from {
            turn(context, child, from, to);
        }
    }
}

/// Items of one list, and labelled paragraphs under one heading.
fn lists(context: &Context<'_>) -> Vec<Vec<usize>> {
    let mut lists: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for (at, block) in context.statement.blocks.iter().enumerate() {
        let labelled = block.kind == Block::Paragraph && context.labels[at].is_some_and(|label| label.strong);
        if (block.is_item() || labelled) && !block.contents_link {
            lists.entry((block.heading, block.lead, block.parent, labelled)).or_default().push(at);
        }
    }
    lists.into_values().filter(|members| members.len() >= 2).collect()
}

/// The role that most members of a list show, where it is another one than that of the words above.
fn shown(context: &Context<'_>, members: &[usize], role: Role) -> Option<Role> {
    let kinds: Vec<Kind> = members.iter().map(|&at| kind_of(context, at)).collect();
    let count = |kind: Kind| kinds.iter().filter(|&&known| known == kind).count();
    let most = |kind: Kind| count(kind) * 3 >= kinds.len() * 2;
    let others = [Kind::Act, Kind::Party, Kind::Right, Kind::Basis, Kind::Said].into_iter().map(count).sum::<usize>();
    let data = count(Kind::Data) * 2 >= kinds.len() && others == 0;
    let acts = most(Kind::Act) && count(Kind::Data) == 0;
    let above = Above::of(context, members[0]);
    match role {
        Role::Neutral if data && above.takes => Some(Role::Collect),
        Role::Neutral | Role::Collect if acts && above.uses => Some(Role::Use),
        Role::Use if data && above.of_data => Some(Role::Collect),
        Role::Use if data && above.titled_data && most_are_taken(context, members) => Some(Role::Collect),
        Role::Collect if most(Kind::Party) => Some(Role::Share),
        Role::Collect if most(Kind::Right) => Some(Role::Other),
        Role::Collect if most(Kind::Basis) => Some(Role::Basis),
        Role::Other if data && above.takes_in_its_lead => Some(Role::Collect),
        Role::Other if above.of_occasions && most_are_taken(context, members) => Some(Role::Collect),
        _ => None,
    }
}

/// What the words above a list say.
#[derive(Debug, Clone, Copy, Default)]
struct Above {
    /// Something is taken in there.
    takes: bool,
    /// The sentence that introduces the list says so.
    takes_in_its_lead: bool,
    /// Something is used there.
    uses: bool,
    /// What is introduced is data, and no sentence says what for.
    of_data: bool,
    /// Nothing introduces the list but a heading that is a name of data: "Device information".
    titled_data: bool,
    /// Below a heading about collection, only "If you:", "When you choose to:" introduces it.
    of_occasions: bool,
}

/// Whether most members of a list say that something is taken in.
fn most_are_taken(context: &Context<'_>, members: &[usize]) -> bool {
    members.iter().filter(|&&at| context.judged(&context.body(at)).collects).count() * 2 > members.len()
}

impl Above {
    fn of(context: &Context<'_>, member: usize) -> Self {
        let block = &context.statement.blocks[member];
        let lead = block.lead.or(block.parent).map(|lead| context.statement.last_sentence(lead)).unwrap_or_default();
        let path = context.statement.headings(member);
        let told = polarity(lead);
        let denied = matches!(told, Polarity::Denies | Polarity::OnDevice | Polarity::Past);
        if denied
            || names_others_or_means(lead)
            || path.iter().any(|&heading| heading_role(context.plain(heading)) == Role::Denied)
        {
            return Self::default();
        }
        let said = folded(lead).replace("but not limited to ", "").replace("but is not limited to ", "");
        let introduces = said.trim_end().ends_with(':') || says(&said, &["following", "below"]);
        let gives = ["provide", "give", "submit", "include", "includes", "including", "contain", "contains", "need"];
        // "You provide it when you:" is followed by occasions.
        let introduces = introduces && !says(&said, &["when you :", "if you :", "whenever you :", "because you :"]);
        let takes_in_its_lead = introduces && says(&said, &DATA) && (told == Polarity::Collects || says(&said, &gives));
        let nearest = block.heading.map(|heading| (heading, context.plain(heading)));
        let titled = path.iter().any(|&heading| heading_role(context.plain(heading)) == Role::Collect);
        let titled = titled || nearest.is_some_and(|(at, title)| data_noun(title) && taken_there(context, at, member));
        let words =
            ["use", "uses", "used", "using", "purpose", "purposes", "why", "process", "processed", "processing"];
        let uses = says(&said, &words) || nearest.is_some_and(|(_, title)| says(&folded(title), &words));
        let nouns = ["information :", "data :", "details :", "following * data", "following * information"];
        let of_data = says(&said, &nouns) || says(&said, &["following data", "following information"]);
        // "2.1 For the purpose of sending files", among what is collected: what stands under it is taken for that.
        let for_that = lead.is_empty()
            && nearest.is_some_and(|(at, title)| {
                let above = context.statement.blocks[at].heading;
                purpose_heading(title) && above.is_some_and(|above| context.roles[above] == Role::Collect)
            });
        let of_data = of_data || for_that;
        let aims = says(&said, &["to :", "for :", "purpose", "purposes", "ways", "reasons"]);
        Self {
            takes: takes_in_its_lead || lead.is_empty() && titled,
            takes_in_its_lead,
            uses,
            of_data: of_data && !aims,
            of_occasions: titled && only_occasion(&said),
            titled_data: lead.is_empty() && nearest.is_some_and(|(_, title)| is_name_of_data(title)),
        }
    }
}

/// "If you choose to:", "When you:": an occasion, and nothing else.
pub(super) fn only_occasion(lead: &str) -> bool {
    let words: Vec<&str> = lead.split_whitespace().collect();
    words.len() <= 6 && words.last() == Some(&":") && matches!(words.as_slice(), ["if" | "when" | "where", "you", ..])
}

/// "Personal data", "2.1 Device information": a heading that is a name of data and says nothing else.
fn is_name_of_data(title: &str) -> bool {
    let text = folded(unnumbered(title));
    let words = text.split_whitespace().count();
    (1..=4).contains(&words)
        && ["data", "information", "details"].iter().any(|end| text.trim_end().ends_with(end))
        && heading_role(title) != Role::Use
}

/// Whether a passage between a heading and a member says that something is taken in, and none denies it.
fn taken_there(context: &Context<'_>, heading: usize, member: usize) -> bool {
    let said: Vec<&str> =
        (heading + 1..member).filter(|&at| context.kind(at) == Block::Paragraph).map(|at| context.plain(at)).collect();
    let judged = context.judged(&said.join(" "));
    judged.collects && !judged.denies && !judged.local
}

fn kind_of(context: &Context<'_>, block: usize) -> Kind {
    let plain = context.plain(block);
    let Some(label) = context.labels[block] else { return kind(plain) };
    let words = &plain[label.from..label.to];
    if attribute(words).is_some_and(|role| role != Role::Collect) {
        return Kind::Said;
    }
    match kind(words) {
        // "Bank wire: sender name, address, account number": the label names an occasion, and the data stands behind.
        Kind::Other if keys(head(&plain[label.body.min(plain.len())..])).len() >= 2 => Kind::Data,
        kind => kind,
    }
}

/// What a member is, as its words show.
fn kind(words: &str) -> Kind {
    const OCCASIONS: [&str; 16] = [
        "when", "if", "where", "by", "through", "via", "during", "while", "as", "upon", "after", "before", "once",
        "in", "for", "we",
    ];
    const PARTIES: [&str; 14] = [
        "providers",
        "processors",
        "partners",
        "vendors",
        "affiliates",
        "subsidiaries",
        "authorities",
        "advisors",
        "advisers",
        "contractors",
        "companies",
        "parties",
        "advertisers",
        "recipients",
    ];
    const RIGHTS: [&str; 8] =
        ["right to", "lodge", "rectif~", "erasure", "portability", "object to", "restriction", "withdraw"];
    const BASES: [&str; 6] =
        ["consent", "legitimate interest~", "legal obligation~", "contract", "vital interest~", "public interest"];
    const READERS: [&str; 18] = [
        "creating",
        "registering",
        "signing",
        "logging",
        "subscribing",
        "contacting",
        "visiting",
        "using",
        "filling",
        "posting",
        "commenting",
        "uploading",
        "purchasing",
        "ordering",
        "joining",
        "donating",
        "applying",
        "browsing",
    ];
    let words = unnumbered(words.trim_start_matches(|c: char| !c.is_alphanumeric()));
    let head = head(words);
    let text = folded(head);
    let first = text.split_whitespace().next().unwrap_or_default();
    let last = text.split_whitespace().next_back().unwrap_or_default();
    if says(&text, &RIGHTS) {
        Kind::Right
    } else if OCCASIONS.contains(&first) || READERS.contains(&first) || words.ends_with('?') {
        Kind::Other
    } else if first == "to" {
        Kind::Act
    } else if ends_in_data(last) {
        Kind::Data
    } else if PARTIES.contains(&last) {
        Kind::Party
    } else if says(&text, &BASES) && text.split_whitespace().count() <= 6 {
        Kind::Basis
    } else if first.ends_with("ing") && head.contains(' ') || names_an_act(last) {
        Kind::Act
    } else if !keys(head).is_empty() && !commands(&text) || ["which", "whether", "what"].contains(&first) {
        Kind::Data
    } else if begins_with_act(words) {
        Kind::Act
    } else {
        Kind::Other
    }
}

/// The noun phrase that a member begins with.
fn head(words: &str) -> &str {
    const ENDS: [&str; 14] = [
        " (",
        ". ",
        ", ",
        ": ",
        "; ",
        " such as ",
        " including ",
        " that ",
        " which ",
        " you ",
        " we ",
        " when ",
        " for ",
        " – ",
    ];
    let end = ENDS.iter().filter_map(|end| words.find(end)).filter(|&at| at > 0).min().unwrap_or(words.len());
    words[..end].trim_end_matches(['.', ';', ',', ':', ' '])
}

fn ends_in_data(last: &str) -> bool {
    const NOUNS: [&str; 30] = [
        "data",
        "information",
        "info",
        "details",
        "logs",
        "records",
        "identifiers",
        "identifier",
        "id",
        "ids",
        "history",
        "metadata",
        "content",
        "address",
        "addresses",
        "number",
        "numbers",
        "name",
        "names",
        "username",
        "preferences",
        "settings",
        "credentials",
        "messages",
        "statistics",
        "metrics",
        "version",
        "versions",
        "type",
        "location",
    ];
    NOUNS.contains(&last)
}

/// "Payment processing", "Fraud prevention", "Service improvement": an act, as its noun says.
fn names_an_act(last: &str) -> bool {
    const ACTS: [&str; 20] = [
        "processing",
        "prevention",
        "detection",
        "protection",
        "improvement",
        "improvements",
        "personalization",
        "personalisation",
        "administration",
        "analysis",
        "optimization",
        "optimisation",
        "enforcement",
        "fulfillment",
        "fulfilment",
        "marketing",
        "advertising",
        "moderation",
        "verification",
        "authentication",
    ];
    ACTS.contains(&last) || AIMS.contains(&last)
}

/// "Send you emails", "Process your order": a verb, as the word behind it shows.
fn commands(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let (first, next) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    begins_with_act(first) && ["your", "you", "our", "us", "the", "a", "an", "and", "or", "any", "with"].contains(&next)
}
