//! A name in its place comes in, the data key it stands for goes out, or why it stands for none.

use super::beside::{is_other_code, lets_in};
use super::contexts::is_person_key;
use super::declared::Declared;
use super::owners::Owner;
use super::roles::is_kept;
use crate::model::inventory::{Confidence, Evidence};
use crate::packs::words::words;
use crate::packs::{Detectors, NameRule, RoleOf};

/// A name and what surrounds it.
pub(super) struct Place<'a> {
    /// The name as written.
    pub name: &'a str,
    /// What its declared type holds.
    pub declared: &'a Declared,
    /// Its owner.
    pub owner: &'a Owner,
    /// What stands there: `field`, `column`, `parameter`.
    pub what: &'static str,
}

/// What was decided, and why.
#[derive(Debug, Default)]
pub(super) struct Verdict {
    /// Data keys, best first; empty when refused.
    pub keys: Vec<String>,
    /// How sure.
    pub confidence: Confidence,
    /// For and against; empty when nothing in the packs speaks of the name.
    pub evidence: Vec<Evidence>,
}

pub(super) fn yes(rule: &str, reason: String) -> Evidence {
    Evidence { rule: rule.to_owned(), reason, supports: true }
}

pub(super) fn no(rule: &str, reason: String) -> Evidence {
    Evidence { rule: rule.to_owned(), reason, supports: false }
}

/// How sure as many independent kinds of evidence make us.
pub(super) fn confidence(kinds: usize) -> Confidence {
    match kinds {
        0 | 1 => Confidence::Possible,
        2 => Confidence::Likely,
        _ => Confidence::Certain,
    }
}

/// Weighs every rule that knows the name; the longest match that holds wins.
pub(super) fn judge(det: &Detectors, place: &Place<'_>) -> Verdict {
    let name = words(place.name);
    let mut verdict = Verdict::default();
    let mut against = Vec::new();
    for (rule, from, to) in det.naming(&name) {
        if !only_trailing(det, &name[to..])
            || (rule.whole && (from > 0 || to < name.len()))
            || verdict.keys.contains(&rule.key)
        {
            continue;
        }
        // A vocabulary's word, unless what lets somebody in is told apart there.
        let lets_in = place.owner.because == "credential" && rule.key.starts_with("user.authorization");
        if place.what == "variant" && !rule.owners.is_empty() && !lets_in {
            continue;
        }
        match weigh(det, place, rule, &name, from) {
            Ok(kinds) => {
                if verdict.keys.is_empty() {
                    verdict.confidence = confidence(kinds);
                    verdict.evidence = supporting(det, place, rule, &name[from..to]);
                }
                verdict.keys.push(rule.key.clone());
            }
            Err(reason) => against.push(no(&rule.id, reason)),
        }
    }
    // `totp_or_code`, `name_or_email`: whichever is given, the first says what it is for.
    if verdict.keys.is_empty()
        && let Some(at) = name.iter().position(|word| word == "or").filter(|at| *at > 0)
    {
        let first = name[..at].join("_");
        verdict = judge(det, &Place { name: &first, ..*place });
    }
    if verdict.keys.is_empty() {
        telling_type(det, place, &mut verdict);
    }
    verdict.evidence.extend(against);
    verdict
}

/// What follows the head changes nothing: `password_hash`, `email_normalized`.
fn only_trailing(det: &Detectors, rest: &[String]) -> bool {
    rest.iter().all(|word| {
        det.qualifiers.class(std::slice::from_ref(word)) == Some("trailing") || word.chars().all(|c| c.is_ascii_digit())
    })
}

/// Words that make a name a question, a switch or a count rather than a datum.
const SWITCHES: [&str; 30] = [
    "is", "has", "can", "should", "must", "allow", "enable", "enabled", "disable", "disabled", "require", "required",
    "need", "with", "without", "no", "num", "count", "max", "min", "total", "show", "hide", "skip", "ignore", "force",
    "only", "expected", "include", "exclude",
];

/// Words that make a name that of where a datum stands: `attr_email` of a directory, `claim_username` of a provider.
const PARTS: [&str; 5] = ["attr", "attribute", "column", "claim", "field"];

/// Whether a name is that of what it stands in: `UserSetting { name }` is called as the setting,
/// `AppToken { display_name }` as the program that is let in.
fn names_its_owner(title: &[String], name: &[String]) -> bool {
    const KEPT: [&str; 8] = ["setting", "property", "preference", "option", "attribute", "permission", "flag", "quota"];
    let is_kept = || title.last().is_some_and(|last| KEPT.contains(&last.as_str()));
    let lets_in = || title.windows(2).any(|pair| pair == ["app", "password"] || pair == ["app", "token"]);
    name == ["name"] && is_kept() || matches!(name.concat().as_str(), "name" | "displayname") && lets_in()
}

/// How many kinds of evidence speak for the rule here, or the first thing that speaks against it.
fn weigh(det: &Detectors, place: &Place<'_>, rule: &NameRule, name: &[String], from: usize) -> Result<usize, String> {
    let accepts = |class: &str| rule.accepts.iter().any(|accepted| accepted == class);
    let class = place.declared.class;
    let map_of_text = class == "map" && accepts("text") && rule.owners.is_empty();
    if !accepts(class) && !map_of_text {
        return Err(format!("a {} of type {class} seldom holds it", place.what));
    }
    if name.first().is_some_and(|first| SWITCHES.contains(&first.as_str())) && from > 0 && !accepts("bool") {
        return Err(format!("`{}` reads as a switch or a count", place.name));
    }
    if from > 0 && name.first().is_some_and(|first| PARTS.contains(&first.as_str())) {
        return Err(format!("`{}` is what a part of something else is called", place.name));
    }
    let owner = place.owner;
    // `struct NotClientIp(IpAddr)` is what a program complains of.
    let complains = name.first().is_some_and(|first| matches!(first.as_str(), "not" | "invalid" | "missing"));
    if place.what == "newtype" && complains {
        return Err(format!("`{}` is a mistake", place.name));
    }
    // The key of a person's row tells who, not which device.
    if rule.key == "user.device.device_id" && is_person_key(det, name) {
        return Err(format!("`{}` is the key of a person's row", place.name));
    }
    if rule.key == "user.name" && names_its_owner(&words(&owner.title), name) {
        return Err(format!("`{}` has a name of its own", owner.title));
    }
    // Who wrote a book is known for it; what a label says is shown.
    const WORKS: [&str; 9] = ["book", "song", "album", "movie", "film", "track", "game", "episode", "artwork"];
    if rule.key == "user.name" && WORKS.contains(&owner.because.as_str()) && name.len() == 1 {
        return Err(format!("`{}` is about a work, and whoever made it", owner.title));
    }
    // A house publishes what has a title; a package is published by somebody.
    if rule.key == "user.name" && name == ["publisher"] && owner.has("titled-work") {
        return Err(format!("`{}` brought out what has a title", place.name));
    }
    // Who created one thing is mostly told by a key; who created a work, by name.
    let by_name =
        place.declared.many || owner.has("titled-work") || owner.class == "unknown" && place.what == "parameter";
    if rule.key == "user.name" && name == ["creator"] && !by_name {
        return Err(format!("`{}` may be the key of whoever made it", place.name));
    }
    if rule.key == "user.name"
        && let Some(side) = name.strip_suffix(&["name".to_owned()])
        && owner.has(&format!("names-{}", side.join("-")))
    {
        return Err(format!("`{}` is the name of what its key leads to", place.name));
    }
    if name == ["full", "name"] && owner.has("fully-named") {
        return Err(format!("`{}` is something with a name of its own", owner.title));
    }
    let is_public = |ty: &String| ty.ends_with("PublicKey") || ty.ends_with("VerifyingKey");
    if rule.key.starts_with("user.authorization") && place.declared.names.iter().any(is_public) {
        return Err(format!("`{}` is a key that everybody may know", place.name));
    }
    if rule.key == "user.device.hostname" && owner.has("signed-in-elsewhere") {
        return Err(format!("`{}` is where somebody signs in", place.name));
    }
    if owner.because == "label" {
        return Err(format!("`{}` is what is written on something", owner.title));
    }
    // A company has a legal name and a number for its taxes.
    let of_company = name.ends_with(&["legal".to_owned(), "name".to_owned()]) || name == ["vat", "number"];
    if owner.class == "thing" && of_company {
        return Err(format!("`{}` is about a {} ({})", owner.title, owner.class, owner.because));
    }
    if rule.key == "user.name" && owner.has("titled") && name == ["display", "name"] {
        return Err(format!("`{}` is something with a name and a title", owner.title));
    }
    // What signs its own tokens calls somebody there by the key of a row.
    let of_token = words(&owner.title).iter().any(|word| matches!(word.as_str(), "claim" | "token" | "jwt"));
    let signs = of_token && owner.roles.contains_key(&RoleOf::Input) && owner.roles.contains_key(&RoleOf::Output);
    let of_another = owner.has("third-party") || owner.has("told-elsewhere");
    if rule.key == "user.account.external_id" && name == ["sub"] && signs && !of_another {
        return Err(format!("`{}` is written and read here: the key of a row of its own", owner.title));
    }
    if rule.key == "user.device.ip_address" && owner.has("endpoint") && !name.iter().any(|word| word == "client") {
        return Err(format!("`{}` stands beside a port: it is connected to", place.name));
    }
    if is_row_key(place, rule, name) {
        return Err(format!("`{}` is the key of a row", place.name));
    }
    // One token lets somebody in; several are a lexer's or a search's.
    if place.declared.many && rule.key == "user.authorization.token" && name == ["token"] && !owner.has("of-person") {
        return Err(format!("`{}` holds several, as a lexer's do", place.name));
    }
    if rule.key == "user.authorization.token" && owner.has("lexical") {
        return Err(format!("`{}` tells of the tokens of a text", owner.title));
    }
    let of_person = qualified(det, rule, owner, &name[..from])?;
    if owner.has("reserved") {
        return Err(format!("`{}` lists names that nobody has", owner.title));
    }
    // What a provider says of somebody names them; what opens another machine names its account.
    let signs_in = rule.key.starts_with("user.authorization")
        || rule.key == "user.account.username" && (owner.because == "auth" || owner.has("store"));
    if owner.has("of-server") && signs_in {
        return Err(format!("`{}` is a server's own access", owner.title));
    }
    // What waits in a queue is about somebody: `email_queue.recipient_email`.
    let waits = owner.because == "queue" && (owner.table.is_some() || place.what == "column");
    if rule.unless.contains(&owner.class) && (!of_person || owner.class == "server" && !waits) {
        return Err(format!("`{}` is about a {} ({}), not a person", owner.title, owner.class, owner.because));
    }
    let holds =
        |context: &String| owner.has(context) || (of_person && matches!(context.as_str(), "person" | "of-person"));
    if !rule.owners.is_empty() && !rule.owners.iter().any(holds) {
        return Err(format!("nothing says that `{}` is about a person", owner.title));
    }
    let has_role = |wanted: &String| {
        owner.roles.keys().any(|role| match role {
            RoleOf::Input => wanted == "input",
            RoleOf::Row => wanted == "row",
            RoleOf::Insert => wanted == "insert",
            RoleOf::Args => wanted == "args",
            RoleOf::Extractor => wanted == "extractor",
            RoleOf::Output => false,
        })
    };
    if !rule.roles.is_empty() && !rule.roles.iter().any(has_role) {
        return Err(format!("it is a datum only where it is {}", rule.roles.join(" or ")));
    }
    let about_person = of_person || owner.has("of-person") || owner.class == "contact";
    let by_type = type_rule(det, place.declared).is_some_and(|(_, key)| key == rule.key);
    Ok(1 + usize::from(owner.collects()) + usize::from(about_person) + usize::from(by_type))
}

/// `session_id: Uuid`, `author: Ulid`, `device_id: i32` of a row: it points at a row of our own and tells no more. What
/// another service calls somebody, and what a device calls itself, is a datum whatever its type.
fn is_row_key(place: &Place<'_>, rule: &NameRule, name: &[String]) -> bool {
    let owner = place.owner;
    let is_unique = place.declared.names.last().is_some_and(|ty| {
        ["uuid", "ulid", "guid", "objectid", "thing", "recordid", "id"].contains(&ty.to_lowercase().as_str())
    });
    // `user BLOB REFERENCES user (id)`, the key in sixteen bytes.
    let is_unique = is_unique
        || place.what == "column"
            && place
                .declared
                .names
                .last()
                .is_some_and(|ty| matches!(ty.to_lowercase().as_str(), "blob" | "bytea" | "binary"));
    let ends_in_id = name.last().is_some_and(|last| last == "id");
    let is_number = place.declared.class == "number";
    if rule.key == "user.account.external_id" {
        // A number beside an account of ours is the key of its row, `steam_id: i64` is what Steam calls somebody.
        let of_account = name.ends_with(&["account".to_owned(), "id".to_owned()]);
        let of_ours = is_number && of_account && owner.table.is_some() | (place.what == "column");
        let any_row = is_unique && name == ["external", "id"];
        return any_row || (is_unique || of_ours) && !owner.has("third-party");
    }
    if rule.key == "user.device.device_id" {
        let of_table = owner.table.is_some() || place.what == "column";
        return ends_in_id && is_number && of_table;
    }
    if rule.key == "user.authorization.token" {
        return ends_in_id && (is_unique || is_number) && !owner.has("extractor");
    }
    // `customer_id: CustomerId`, by a type of keys that the project has for it; what pays is called otherwise.
    let is_row = is_kept(&owner.roles);
    let own_key = (is_row || place.declared.local.is_some())
        && place.declared.names.last().is_some_and(|ty| ty.len() > 2 && ty.ends_with("Id"));
    if rule.key == "user.payment" {
        return ends_in_id && (is_unique || is_number || own_key);
    }
    let names_person = ["user.account.username", "user.contact", "user.name", "user.professional_information"];
    (is_unique || ends_in_id && is_number) && names_person.iter().any(|key| rule.key.starts_with(key))
}

/// Reads what stands before the head. Ok(true): it makes the datum a person's.
fn qualified(det: &Detectors, rule: &NameRule, owner: &Owner, before: &[String]) -> Result<bool, String> {
    let mut of_person = false;
    // What a person has at a provider is the person's, not the provider's.
    let owned = owner.class == "person" && rule.key.starts_with("user.authorization");
    let mut end = before.len();
    while end > 0 {
        let Some((n, class)) = det.qualifiers.ending(&before[..end]) else {
            let word = &before[end - 1];
            // `initiator_actor_name`: whose it is, is said already.
            let secret = rule.key.starts_with("user.authorization") && lets_in(owner) && !is_other_code(word);
            if rule.bare && !of_person && !secret && !rule.qualifiers.contains(word) {
                return Err(format!("`{word}` before it can mean anything"));
            }
            end -= 1;
            continue;
        };
        let said = before[end - n..end].join(" ");
        let known = rule.qualifiers.contains(&said);
        match class {
            "person" => of_person = true,
            "state" if !known => {
                return Err(format!("`{said}` before it makes it the state of a protocol or a counter"));
            }
            // What shows that somebody is no robot lets nobody in.
            "server" if !known && said.ends_with("captcha") || said == "turnstile" => {
                return Err(format!("`{said}` before it makes it a test's"));
            }
            "server"
                if !(known || of_person || owned || said == "provider" && owner.has("of-person"))
                    && (rule.bare || rule.unless.iter().any(|class| class == "server")) =>
            {
                return Err(format!("`{said}` before it makes it a server's or a program's"));
            }
            "thing" if !known && !of_person && (rule.bare || rule.unless.iter().any(|class| class == "thing")) => {
                return Err(format!("`{said}` before it makes it a thing's"));
            }
            _ => {}
        }
        end -= n;
    }
    Ok(of_person)
}

fn type_rule<'a>(det: &'a Detectors, declared: &Declared) -> Option<(&'a str, &'a str)> {
    let rule = declared.names.iter().rev().find_map(|name| det.types.get(name))?;
    Some((rule.id.as_str(), rule.key.as_str()))
}

/// A type that means a datum by itself, where the name says nothing.
fn telling_type(det: &Detectors, place: &Place<'_>, verdict: &mut Verdict) {
    let Some((id, key)) = type_rule(det, place.declared) else { return };
    let owner = place.owner;
    let type_name = place.declared.names.last().cloned().unwrap_or_default();
    let telling = place.declared.names.iter().any(|name| det.types.get(name).is_some_and(|rule| rule.param));
    if matches!(owner.class.as_str(), "server" | "thing")
        || owner.has("own-settings")
        || !(telling || owner.has("of-person") || owner.class == "activity")
    {
        verdict.evidence.push(no(id, format!("`{type_name}` alone, in `{}`, is not a person's", owner.title)));
        return;
    }
    verdict.keys.push(key.to_owned());
    verdict.confidence = confidence(1 + usize::from(owner.collects()) + usize::from(owner.has("of-person")));
    verdict.evidence.push(yes(id, format!("the type `{type_name}` says what it is")));
    role(owner, verdict);
}

fn role(owner: &Owner, verdict: &mut Verdict) {
    if let Some((rule, because)) = owner.role_because() {
        verdict.evidence.push(yes(rule, format!("`{}`: {because}", owner.title)));
    }
}

fn supporting(det: &Detectors, place: &Place<'_>, rule: &NameRule, matched: &[String]) -> Vec<Evidence> {
    let owner = place.owner;
    let title = det.keys.title(&rule.key).to_lowercase();
    let mut verdict = Verdict::default();
    verdict.evidence.push(yes(&rule.id, format!("`{}` ends in “{}”: {title}", place.name, matched.join(" "))));
    if owner.class == "person" || owner.class == "contact" {
        verdict.evidence.push(yes("owner/class", format!("`{}` is about a person (“{}”)", owner.title, owner.because)));
    } else if owner.has("of-person") {
        verdict.evidence.push(yes("owner/person-key", format!("`{}` belongs to a person", owner.title)));
    }
    role(owner, &mut verdict);
    if let Some((id, key)) = type_rule(det, place.declared)
        && key == rule.key
    {
        verdict
            .evidence
            .push(yes(id, format!("its type is `{}`", place.declared.names.last().cloned().unwrap_or_default())));
    }
    verdict.evidence
}
