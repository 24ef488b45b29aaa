//! The names of a type or a table and of its fields come in; what it is about goes out: a person, a thing, a server.

use super::beside::is_liked;
use super::contexts::{contexts, has_any, is_act_of, is_contact, is_person_key, tells_of_person};
use super::owners::Owner;
use super::roles::{Roles, is_kept};
use crate::packs::words::words;
use crate::packs::{Detectors, RoleOf};

/// What an owner is about: the first of its names (its own, its table's, its module's) that says something.
pub(super) fn judge_owner(
    det: &Detectors,
    names: &[Vec<String>],
    fields: &[Vec<String>],
    around: &[String],
    roles: &Roles,
) -> Owner {
    let mut owner = Owner { class: "unknown".to_owned(), ..Owner::default() };
    for (at, name) in names.iter().enumerate() {
        let (class, because, silent) = class_of(det, without_second(det, without_company(name)));
        // Every program has a module `app`; `server` and `handlers` say how it is built.
        let says_nothing = at > 0 && at + 1 == names.len() && BUILT.contains(&because.as_str());
        if let Some(class) = class.filter(|_| !says_nothing) {
            owner.class = class;
            owner.because = because;
            break;
        }
        // A name that says something we do not know is not overruled by the module it stands in.
        if !silent {
            break;
        }
    }
    // `ClientScim`: the head is not known, but what stands before it is a thing's or a program's.
    if owner.class == "unknown" {
        let own = names.first().map_or(&[][..], Vec::as_slice);
        let last = own.iter().rev().find_map(|word| {
            let class = det.owners.class(std::slice::from_ref(word)).filter(|class| *class != "affix")?;
            Some((class.to_owned(), word.clone()))
        });
        // Every type of a program may be called App….
        let last = last.filter(|(_, word)| word != "app" && word != "application");
        if let Some((class @ ("server" | "thing"), word)) = last.as_ref().map(|(class, word)| (class.as_str(), word)) {
            owner.class = class.to_owned();
            owner.because = word.clone();
        }
    }
    // `TokenQuery { token }` asks for nothing.
    const LETS_IN: [&str; 8] = ["token", "login", "callback", "verify", "verification", "confirm", "reset", "invite"];
    if owner.class == "search" && names[0].first().is_some_and(|first| LETS_IN.contains(&first.as_str())) {
        owner.class = "session".to_owned();
        owner.because = "token".to_owned();
    }
    // What opens a connection is a request, whatever the connection is.
    if owner.class == "server"
        && is_request(&names[0], roles)
        && matches!(owner.because.as_str(), "connection" | "context")
        && !fields
            .iter()
            .any(|field| matches!(field.join(" ").as_str(), "host" | "port" | "database" | "db" | "dbname"))
    {
        owner.class = "unknown".to_owned();
    }
    // `LoginConnection { url, token }` is what somebody's sign-in is kept as.
    if owner.because == "connection" && names[0].iter().any(|word| matches!(word.as_str(), "login" | "signin" | "auth"))
    {
        owner.class = "session".to_owned();
    }
    // A row of somebody's connection is their account at another service, or that they are connected.
    let keyed = || fields.iter().any(|field| is_person_key(det, field));
    let is_row = is_kept(roles);
    if owner.because == "connection" && is_row && keyed() {
        owner.class = "session".to_owned();
    }
    // `chat_state { account_id }` is how somebody's chat stands, no state of the program.
    let says_person = |word: &String| det.qualifiers.class(std::slice::from_ref(word)) == Some("person");
    let of_person = || names[0].iter().any(says_person);
    if owner.because == "state" && is_row && (keyed() || of_person()) {
        owner.class = "unknown".to_owned();
    }
    // `peers { user_id, ip, agent }` are people's clients that are connected to each other, no servers of a cluster.
    let of_client = has_any(fields, &["agent", "user agent", "client version"]);
    if owner.because == "peer" && (of_client || is_row && keyed()) {
        owner.class = "device".to_owned();
    }
    // `UserApplication { email, body }` is what somebody applies with.
    const APPLIES: [&str; 6] = ["referral", "cover letter", "motivation", "resume", "applied at", "reason"];
    let is_reached = || has_any(fields, &["email", "email address", "phone", "phone number"]);
    let of_applicant = names[0].windows(2).any(|pair| pair[1] == "application" && says_person(&pair[0]));
    let by_form = !roles.contains_key(&RoleOf::Args);
    let applies = || is_reached() && (of_applicant && by_form || has_any(fields, &APPLIES));
    if owner.because == "application" && applies() {
        owner.class = "person".to_owned();
        owner.because = "user application".to_owned();
    }
    // `favorite_maps { user_id, map_id }` says of somebody that they like one, whatever a map is.
    let likes = |name: &&Vec<String>| {
        name.len() > 1 && (is_liked(&name[0]) || ["followed", "pinned"].contains(&name[0].as_str()))
    };
    if matches!(owner.class.as_str(), "unknown" | "thing")
        && is_row
        && keyed()
        && let Some(name) = names.iter().take(2).find(likes)
    {
        owner.class = "relation".to_owned();
        owner.because = name[0].clone();
    }
    // `Event { name, starts_at, lat, lon }` takes place; what somebody does has no name and no end.
    let takes_place = has_any(fields, &["name", "title"])
        && has_any(fields, &["start", "starts at", "start at", "start date", "start time", "ends at", "cron schedule"]);
    if owner.because == "event" && owner.class == "activity" && takes_place && !keyed() {
        owner.class = "happening".to_owned();
    }
    // `ResetPasswordPost { token }` is what is posted there: a post has something to read.
    const READ: [&str; 9] = ["body", "content", "text", "title", "html", "caption", "message", "excerpt", "slug"];
    let verb = names[0].len() > 1 && names[0].last().is_some_and(|last| last == "post");
    if owner.because == "post" && verb && roles.contains_key(&RoleOf::Input) && !has_any(fields, &READ) {
        let before = &names[0][..names[0].len() - 1];
        let (class, because, _) = class_of(det, without_company(before));
        owner.class = class.unwrap_or_else(|| "unknown".to_owned());
        owner.because = because;
    }
    // An account of a ledger is nobody's who signs in.
    const BOOKED: [&str; 8] = [
        "normal balance type",
        "normal balance",
        "debit",
        "debit balance",
        "ledger id",
        "journal id",
        "chart id",
        "chart of accounts id",
    ];
    if owner.because == "account" && has_any(fields, &BOOKED) {
        owner.class = "thing".to_owned();
    }
    // What opens a cloud is the service's.
    if owner.because == "credential" && has_any(fields, &["access key id", "secret access key"]) {
        owner.class = "server".to_owned();
    }
    if matches!(owner.class.as_str(), "unknown" | "thing") && connects(fields) && !is_request(&names[0], roles) {
        owner.class = "server".to_owned();
        owner.because = "port".to_owned();
    }
    // A message of a queue is a program's, whatever it carries.
    const CARRIES: [&str; 10] = ["sqs", "sns", "kafka", "amqp", "rabbitmq", "nats", "mqtt", "pubsub", "queue", "rpc"];
    if owner.because == "message" && names[0].iter().any(|word| CARRIES.contains(&word.as_str())) {
        owner.class = "thing".to_owned();
    }
    // Who plays in a film is told by the part.
    let plays = has_any(fields, &["character"]) || names[0].iter().any(|word| word == "cast");
    if owner.because == "actor" && plays {
        owner.class = "thing".to_owned();
    }
    // A telephone has a number, a device a model.
    if owner.because == "phone"
        && has_any(fields, &["number"])
        && !has_any(fields, &["model", "os", "imei", "platform"])
    {
        owner.class = "contact".to_owned();
    }
    // `GetPublicKeyRequest { username }` asks for somebody's.
    if owner.because.split(' ').any(|word| word == "key")
        && owner.class == "server"
        && roles.contains_key(&RoleOf::Input)
        && names[0].last().is_some_and(|last| last == "request")
        && has_any(fields, &["username", "email"])
        && !has_any(fields, &["password", "secret", "host", "port", "url", "endpoint"])
    {
        owner.class = "unknown".to_owned();
    }
    if owner.because == "profile" && is_profile_of_thing(det, &names[0], fields, roles) {
        owner.class = "thing".to_owned();
    }
    // Who a node or an environment is, or which column is meant, says nothing of anybody.
    const NAMED: [&str; 20] = [
        "env",
        "environment",
        "node",
        "peer",
        "server",
        "service",
        "workload",
        "machine",
        "cluster",
        "package",
        "crate",
        "repo",
        "column",
        "table",
        "field",
        "schema",
        "index",
        "partition",
        "segment",
        "shard",
    ];
    if owner.because == "identity" && names[0].iter().any(|word| NAMED.contains(&word.as_str())) {
        owner.class = "thing".to_owned();
    }
    // What somebody wrote to a tracker of issues is theirs, whatever it is about.
    const TRACKED: [&str; 3] = ["issue", "pull request", "question"];
    if TRACKED.contains(&owner.because.as_str())
        && has_any(fields, &["user", "author", "creator", "reporter", "author id", "user id"])
        && has_any(fields, &["body", "content", "text"])
    {
        owner.class = "content".to_owned();
    }
    // What is registered may be a handler or a process, a candidate a row: a person's says something of a person.
    const AMBIGUOUS: [&str; 9] =
        ["registration", "register", "onboarding", "candidate", "parent", "child", "caller", "holder", "driver"];
    if AMBIGUOUS.contains(&owner.because.as_str())
        && !fields.iter().any(|field| tells_of_person(field) || is_person_key(det, field) || is_contact(field))
    {
        owner.class = "unknown".to_owned();
    }
    // A message with a level or an error is what a program tells of itself.
    const SIGNS: [&str; 9] = [
        "level",
        "log level",
        "severity",
        "error",
        "error code",
        "error type",
        "stack trace",
        "exit code",
        "backtrace",
    ];
    let tells_itself = || fields.iter().any(|field| SIGNS.contains(&field.join(" ").as_str()));
    let of_somebody =
        || fields.iter().any(|field| is_person_key(det, field) || is_act_of(det, field)) || has_any(fields, &["from"]);
    if owner.because == "message" && tells_itself() && !of_somebody() {
        owner.class = "thing".to_owned();
        owner.because = "message of a program".to_owned();
    }
    // What a program both writes and reads as its message is its own, unless somebody is on it.
    const CORRESPONDS: [&str; 11] = [
        "content",
        "from",
        "to",
        "sender",
        "recipient",
        "role",
        "subject",
        "channel",
        "channel id",
        "thread id",
        "attachment",
    ];
    let is_both = roles.contains_key(&RoleOf::Input) && roles.contains_key(&RoleOf::Output);
    if owner.because == "message" && is_both && !has_any(fields, &CORRESPONDS) && !of_somebody() {
        owner.class = "unknown".to_owned();
    }
    // `struct GetPath { token }` is a request's path, no file's.
    if owner.class == "thing" && owner.because == "path" && roles.contains_key(&RoleOf::Input) {
        owner.class = "unknown".to_owned();
    }
    // The credentials that stand beside a mail server's client are the server's.
    if owner.because == "credential"
        && around.iter().any(|word| det.qualifiers.class(std::slice::from_ref(word)) == Some("server"))
    {
        owner.class = "server".to_owned();
    }
    // The login of a mail server among the settings; the addresses that a server listens on.
    const SETTINGS: [&str; 6] = ["setting", "config", "configuration", "conf", "cfg", "option"];
    let own = names.first().map_or(&[][..], Vec::as_slice);
    let of_settings = |said: &[String]| said.iter().any(|word| SETTINGS.contains(&word.as_str()));
    let is_plain = own.len() == 1 && owner.because == "credential";
    const LISTENS: [&str; 10] =
        ["listen", "bind", "listener", "pod", "node", "server", "host", "peer", "socket", "cluster"];
    let listens = || own.iter().any(|word| LISTENS.contains(&word.as_str()));
    if is_plain && of_settings(around) || owner.class == "contact" && listens() {
        owner.class = "server".to_owned();
        owner.because = "settings".to_owned();
    }
    // What stands in a module of settings is the program's, unless its own name says otherwise.
    if owner.class == "unknown" && of_settings(around) || owner.class == "contact" && of_settings(own) {
        owner.class = "server".to_owned();
        owner.because = "settings".to_owned();
    }
    contexts(det, &mut owner, names, fields, around, roles);
    owner
}

/// A profile of a query, of a build or of a command line, and one that says much and nothing of a person: of a game that is
/// installed, of a service's address.
fn is_profile_of_thing(det: &Detectors, name: &[String], fields: &[Vec<String>], roles: &Roles) -> bool {
    const PROFILED: [&str; 18] = [
        "group",
        "team",
        "plan",
        "cpu",
        "heap",
        "memory",
        "query",
        "desc",
        "runtime",
        "build",
        "compile",
        "release",
        "opt",
        "performance",
        "connection",
        "network",
        "color",
        "compression",
    ];
    let profiled = || name.iter().any(|word| PROFILED.contains(&word.as_str()));
    const OF_PERSON: [&str; 20] = [
        "avatar",
        "avatar url",
        "bio",
        "birthday",
        "birthdate",
        "gender",
        "email",
        "phone",
        "location",
        "website",
        "about",
        "nickname",
        "display name",
        "given name",
        "family name",
        "picture",
        "image",
        "photo",
        "job title",
        "locale",
    ];
    let of_somebody = |field: &Vec<String>| {
        tells_of_person(field)
            || is_contact(field)
            || is_person_key(det, field)
            || OF_PERSON.contains(&field.join(" ").as_str())
    };
    let of_other = || fields.len() > 4 && !fields.iter().any(of_somebody);
    roles.contains_key(&RoleOf::Args) || profiled() || of_other()
}

/// `Card { number, code }` of an enum of many kinds: what a variant is called says what its fields are about.
pub(super) fn of_variant(det: &Detectors, owner: &Owner, variant: &str, fields: &[Vec<String>]) -> Owner {
    const TOLD: [&str; 6] = ["person", "payment", "contact", "session", "location", "health"];
    // `enum ClientAction { Authenticate { token } }` is told by what is done.
    if !matches!(owner.class.as_str(), "unknown" | "activity") || owner.has("own-settings") {
        return owner.clone();
    }
    let name = words(variant);
    let around = [name.clone(), words(&owner.title)].concat();
    let told = judge_owner(det, std::slice::from_ref(&name), fields, &around, &owner.roles);
    if owner.class == "activity" && told.because != "authenticate" {
        return owner.clone();
    }
    if !TOLD.contains(&told.class.as_str()) || told.because != name.join(" ") {
        let mut untold = owner.clone();
        // The address is another variant's.
        if !told.has("addressed") {
            untold.contexts.remove("addressed");
        }
        return untold;
    }
    Owner { class: told.class, because: told.because, contexts: told.contexts, ..owner.clone() }
}

/// Whether fields are by what a program connects to another: `Store { host, port, username, pool_size }`.
fn connects(fields: &[Vec<String>]) -> bool {
    let tunes = |field: &Vec<String>| {
        let ends = field.last().is_some_and(|last| matches!(last.as_str(), "timeout" | "connection" | "reconnect"));
        let begins = field.first().is_some_and(|first| matches!(first.as_str(), "pool" | "timeout" | "tls"));
        field.len() > 1 && (ends || begins)
    };
    let at = has_any(fields, &["host", "hostname", "endpoint", "addresses", "address", "url"]);
    at && (has_any(fields, &["database", "db", "dbname"]) || fields.iter().any(tunes))
}

/// `ConnectionParams`, `JoinRequest`, read from outside.
pub(super) fn is_request(name: &[String], roles: &Roles) -> bool {
    const WORDS: [&str; 10] =
        ["param", "parameter", "request", "req", "query", "form", "payload", "body", "arg", "argument"];
    roles.contains_key(&RoleOf::Input) && name.iter().rev().take(2).any(|word| WORDS.contains(&word.as_str()))
}

/// `GroupWithMembers` is a group, `UpdateUserFromGithub` a user: what follows the particle is company.
pub(super) fn without_company(name: &[String]) -> &[String] {
    let particle =
        |word: &String| matches!(word.as_str(), "with" | "from" | "for" | "by" | "as" | "in" | "via" | "using");
    // Who signs in is no sign; what signs in with another is that other's.
    const VERBS: [&str; 6] = ["sign", "log", "check", "opt", "logged", "signed"];
    let verb = |at: usize| VERBS.contains(&name[at - 1].as_str()) && !name.get(at + 1).is_some_and(particle);
    match (1..name.len()).find(|&at| particle(&name[at]) && !verb(at)) {
        Some(at) => &name[..at],
        _ => name,
    }
}

/// `PostAndThreadName` is a post first, where that says something of people.
fn without_second<'a>(det: &Detectors, name: &'a [String]) -> &'a [String] {
    let first = |at: usize| class_of(det, &name[..at]).0;
    match (1..name.len()).find(|&at| name[at] == "and") {
        Some(at) if matches!(first(at).as_deref(), Some("person" | "content" | "relation")) => &name[..at],
        _ => name,
    }
}

/// What modules are called after that say how a program is built, not what it is about.
pub(super) const BUILT: [&str; 18] = [
    "admin",
    "app",
    "application",
    "server",
    "service",
    "backend",
    "handler",
    "controller",
    "route",
    "router",
    "endpoint",
    "middleware",
    "util",
    "helper",
    "schema",
    "type",
    "table",
    "repository",
];

/// Whether a name says only what a type is used for: `RequestBody`.
pub(super) fn says_nothing(det: &Detectors, name: &[String]) -> bool {
    matches!(class_of(det, name), (None, _, true))
}

/// The class of a name by its last telling word, the words that told, and whether all of its words are affixes.
pub(super) fn class_of(det: &Detectors, name: &[String]) -> (Option<String>, String, bool) {
    let mut end = name.len();
    let mut silent = true;
    while end > 0 {
        match det.owners.ending(&name[..end]) {
            Some((n, "affix")) => end -= n,
            Some((n, class)) => return (Some(class.to_owned()), name[end - n..end].join(" "), silent),
            None => {
                silent = false;
                break;
            }
        }
    }
    (None, String::new(), silent)
}

/// What a name that stands alone (a table, an event) is about.
pub(super) fn owner_named(det: &Detectors, name: &str, fields: &[Vec<String>], roles: &[RoleOf]) -> Owner {
    let words = words(name.trim_end_matches(|c: char| c.is_ascii_digit()));
    let roles: Roles =
        roles.iter().map(|role| (*role, ("owner/role".to_owned(), "it is a column of a table".to_owned()))).collect();
    let mut owner = judge_owner(det, std::slice::from_ref(&words), fields, &words, &roles);
    owner.roles = roles;
    owner.title = name.to_owned();
    owner.group = name.to_owned();
    owner
}
