//! An owner and the names of its fields come in; what they say together goes out: that its words are somebody's, and that
//! what it holds alone lets somebody in.

use super::contexts::{has_any, is_act_of, is_contact, is_person_key};
use super::owners::Owner;
use super::roles::Roles;
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

/// `gifts { sender_id, message }`, `donations { donated_by_id, note }`: whose words they are, is told beside them.
pub(super) fn is_written(
    det: &Detectors,
    owner: &Owner,
    own: &[String],
    fields: &[Vec<String>],
    roles: &Roles,
) -> bool {
    // What a program tells somebody, and what everybody is to read.
    const TOLD: [&str; 7] = ["notification", "alert", "announcement", "tos", "term", "policy", "template"];
    let invites = owner.class == "session" && owner.because.contains("invit");
    // What somebody says of what they like or block; a reaction has a `content`, too.
    let says = owner.class == "relation" && has_any(fields, &["comment", "note", "remark", "reason"]);
    let is_open = matches!(owner.class.as_str(), "unknown" | "payment") || invites || says;
    let is_kept = roles.keys().any(|role| matches!(role, RoleOf::Row | RoleOf::Insert | RoleOf::Input));
    let by_somebody =
        |field: &Vec<String>| is_act_of(det, field) || is_person_key(det, field) || *field == ["receiver", "id"];
    let by_somebody = fields.iter().any(by_somebody) || invites && fields.iter().any(|field| is_contact(field));
    let is_told = own.iter().any(|word| TOLD.contains(&word.as_str()));
    let applies = owner.because == "user application";
    is_kept && (applies || is_open && by_somebody && !is_told && !of_program(fields))
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
pub(super) fn is_sole_secret(det: &Detectors, owner: &Owner, fields: &[Vec<String>], roles: &Roles) -> bool {
    const SECRETS: [&str; 9] = ["token", "code", "secret", "ticket", "otp", "jwt", "totp", "password", "sub"];
    let is_kept = roles.contains_key(&RoleOf::Row) || roles.contains_key(&RoleOf::Insert);
    let has_other = || fields.iter().flatten().any(|word| SECRETS.contains(&word.as_str()));
    // `session_data { key, value }` keeps anything.
    let keeps_pairs = || has_any(fields, &["key"]) && has_any(fields, &["value", "data"]);
    // A key of an interface may be an organisation's.
    let is_keyed = || fields.iter().any(|field| is_person_key(det, field));
    let of_interface = owner.because.starts_with("api");
    let of_somebody = owner.has("session-of-person") && !owner.has("of-server") && (!of_interface || is_keyed());
    of_somebody && is_kept && !has_other() && !keeps_pairs()
}

/// `account_deletion_requests { user_id, encrypted_code }`: what is kept until somebody shows that they are meant.
pub(super) fn is_confirmed(det: &Detectors, own: &[String], fields: &[Vec<String>], roles: &Roles) -> bool {
    const CONFIRMED: [&str; 6] = ["deletion", "verification", "confirmation", "reset", "recovery", "activation"];
    let is_kept = roles.contains_key(&RoleOf::Row) || roles.contains_key(&RoleOf::Insert);
    let is_keyed = || fields.iter().any(|field| is_person_key(det, field));
    is_kept && own.iter().any(|word| CONFIRMED.contains(&word.as_str())) && is_keyed()
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
