//! An owner and the names of its fields come in; what they say together goes out: that its words are somebody's, and that
//! what it holds alone lets somebody in.

use super::contexts::{has_any, is_act_of, is_contact, is_person_key};
use super::owners::Owner;
use super::roles::{Roles, is_kept};
use crate::packs::{Detectors, RoleOf};

/// What somebody did who is named by a key: `created_by_id`, `reported_by_user_id`. Who changed, locked or approved
/// something says little of what stands in it.
const DONE: [&str; 15] = [
    "created",
    "posted",
    "submitted",
    "sent",
    "written",
    "authored",
    "reported",
    "donated",
    "uploaded",
    "requested",
    "added",
    "filed",
    "opened",
    "invited",
    "commented",
];

/// Whether a field is the key of whoever did it.
pub(super) fn is_key_of_act(field: &[String]) -> bool {
    let is_key = field.last().is_some_and(|last| matches!(last.as_str(), "id" | "uid" | "uuid" | "ulid"));
    is_key && field.len() >= 3 && field[1] == "by" && DONE.contains(&field[0].as_str())
}

/// What somebody does with what they like: `saved_places`, `favorite_maps`.
pub(super) fn is_liked(word: &str) -> bool {
    matches!(word, "saved" | "favorite" | "favourite" | "bookmarked" | "liked" | "starred" | "watched")
}

/// Adds the contexts that the fields of an owner say together.
pub(super) fn add_beside(det: &Detectors, owner: &mut Owner, own: &[String], fields: &[Vec<String>], roles: &Roles) {
    let has = |any: &[&str]| has_any(fields, any);
    let not_thing = !matches!(owner.class.as_str(), "thing" | "server");
    if not_thing && is_confirmed(det, own, fields, roles) {
        owner.contexts.insert("session-of-person".to_owned());
    }
    let titled = has(&["title", "headline"]);
    // An article has a title and a text; what it says of itself stands beside them.
    let composed = titled && has(&["body", "content", "text", "html"]);
    // Which page was asked for from where, as a counter of visits keeps it.
    let viewed = has(&["referrer", "referer"]) && has(&["path", "url", "page", "fqdn", "hostname", "page url"]);
    let said = [
        (titled, "titled-work"),
        (is_written(det, owner, own, fields, roles), "written"),
        (is_sole_secret(det, owner, fields, roles), "sole-secret"),
        (composed && (owner.has("content-of-person") || owner.has("posted")), "composed"),
        (not_thing && viewed, "viewed-page"),
        (not_thing && has(&["url"]) && fields.iter().any(|field| tells_of_visit(field)), "visited-page"),
        (has(&["hostname", "host name"]) && has(&["password", "encrypted password"]), "signed-in-elsewhere"),
        (owner.class != "person" && has(&["name"]) && has(&["full name"]), "fully-named"),
    ];
    owner.contexts.extend(said.into_iter().filter(|(holds, _)| *holds).map(|(_, context)| context.to_owned()));
    owner.contexts.extend(named_sides(det, fields));
}

/// `origin_members { origin_id, origin_name }`: the name is that of what the key leads to.
fn named_sides(det: &Detectors, fields: &[Vec<String>]) -> Vec<String> {
    let is_person = |side: &[String]| det.qualifiers.ending(side).is_some_and(|(_, class)| class == "person");
    let sides =
        fields.iter().filter_map(|field| field.strip_suffix(&["name".to_owned()])).filter(|side| !side.is_empty());
    let is_keyed = |side: &&[String]| fields.iter().any(|field| field.strip_suffix(&["id".to_owned()]) == Some(*side));
    sides.filter(|side| !is_person(side)).filter(is_keyed).map(|side| format!("names-{}", side.join("-"))).collect()
}

/// `visit_count`, `last_visit_date`: what a browser's history says of a page.
fn tells_of_visit(field: &[String]) -> bool {
    const SAID: [&str; 4] = ["count", "date", "time", "type"];
    let of_visit = |pair: &[String]| pair[0] == "visit" && SAID.contains(&pair[1].as_str());
    field.windows(2).any(of_visit) || *field == ["last", "visited"] || *field == ["visited", "at"]
}

/// `gifts { sender_id, message }`, `donations { donated_by_id, note }`: whose words they are, is told beside them.
fn is_written(det: &Detectors, owner: &Owner, own: &[String], fields: &[Vec<String>], roles: &Roles) -> bool {
    let invites = owner.class == "session" && owner.because.contains("invit");
    // What somebody says of what they like or block; a reaction has a `content`, too.
    let says = owner.class == "relation" && has_any(fields, &["comment", "note", "remark", "reason"]);
    let is_open = matches!(owner.class.as_str(), "unknown" | "payment") || invites || says;
    let is_kept = is_kept(roles) || roles.contains_key(&RoleOf::Input);
    let by_somebody =
        |field: &Vec<String>| is_act_of(det, field) || is_person_key(det, field) || *field == ["receiver", "id"];
    let by_somebody = fields.iter().any(by_somebody) || invites && fields.iter().any(|field| is_contact(field));
    let applies = owner.because == "user application";
    is_kept && (applies || is_open && by_somebody && !is_told(own) && !of_program(fields))
}

/// What a program tells somebody and what everybody is to read; `public_keys { owner_id, body }` holds nobody's words either.
pub(super) fn is_told(own: &[String]) -> bool {
    const TOLD: [&str; 7] = ["notification", "alert", "announcement", "tos", "term", "policy", "template"];
    const KEYS: [&str; 5] = ["key", "certificate", "cert", "signature", "secret"];
    let is_key = own.last().is_some_and(|last| KEYS.contains(&last.as_str()));
    is_key || own.iter().any(|word| TOLD.contains(&word.as_str()))
}

/// A task, a log or an alert has somebody's key and words of the program's.
fn of_program(fields: &[Vec<String>]) -> bool {
    const OWN: [&str; 14] = [
        "error",
        "error message",
        "level",
        "severity",
        "status code",
        "exit code",
        "attempt",
        "retry count",
        "run at",
        "read at",
        "is read",
        "read",
        "seen",
        "progress",
    ];
    has_any(fields, &OWN)
}

/// `password_reset_tokens { value, user_id }`, `sessions { key, user_id }`: a row that is called after what lets somebody in
/// and holds nothing else that does.
fn is_sole_secret(det: &Detectors, owner: &Owner, fields: &[Vec<String>], roles: &Roles) -> bool {
    const SECRETS: [&str; 9] = ["token", "code", "secret", "ticket", "otp", "jwt", "totp", "password", "sub"];
    let has_other = || fields.iter().flatten().any(|word| SECRETS.contains(&word.as_str()));
    // `session_data { key, value }` keeps anything.
    let keeps_pairs = || has_any(fields, &["key"]) && has_any(fields, &["value", "data"]);
    // A key of an interface may be an organisation's.
    let is_keyed = || fields.iter().any(|field| is_person_key(det, field));
    let of_interface = owner.because.starts_with("api");
    let of_somebody = owner.has("session-of-person") && !owner.has("of-server") && (!of_interface || is_keyed());
    of_somebody && is_kept(roles) && !has_other() && !keeps_pairs()
}

/// `account_deletion_requests { user_id, encrypted_code }`: what is kept until somebody shows that they are meant.
fn is_confirmed(det: &Detectors, own: &[String], fields: &[Vec<String>], roles: &Roles) -> bool {
    const CONFIRMED: [&str; 6] = ["deletion", "verification", "confirmation", "reset", "recovery", "activation"];
    let is_keyed = || fields.iter().any(|field| is_person_key(det, field));
    is_kept(roles) && own.iter().any(|word| CONFIRMED.contains(&word.as_str())) && is_keyed()
}

/// Where any code or token lets somebody in, however it is called: `PasswordResetForm { alphanumeric_code }`.
pub(super) fn lets_in(owner: &Owner) -> bool {
    const BY: [&str; 13] = [
        "password reset",
        "reset password",
        "forgot password",
        "recovery",
        "account recovery",
        "two factor",
        "signin",
        "sign in",
        "login",
        "signup",
        "sign up",
        "verification",
        "email verification",
    ];
    BY.contains(&owner.because.as_str()) || owner.class == "session" && owner.because.contains("invit")
}

/// What a code is for that lets nobody in: an answer's, a telephone's, an offer's.
pub(super) fn is_other_code(word: &str) -> bool {
    const OTHER: [&str; 16] = [
        "response", "result", "reason", "area", "dial", "calling", "promo", "coupon", "discount", "referral", "http",
        "phone", "source", "client", "grant", "redirect",
    ];
    OTHER.contains(&word)
}
