//! Types of the workspace come in; what each is about and where its values come from goes out.

use super::asked::is_command_line;
use super::declared::declared;
use super::place::{attribute, derived, items, last_name, module_words};
use super::roles::{self, Roles};
use crate::link::{Def, Workspace};
use crate::model::fact::{Field, Item, ItemKind};
use crate::packs::words::words;
use crate::packs::{DeriveRule, Detectors, RoleOf};
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

/// What is known of a type, a table or another owner of names.
#[derive(Debug, Clone, Default)]
pub(super) struct Owner {
    /// What people read: `NewUser`, `table users`.
    pub title: String,
    /// What it is about: a class of the packs' vocabulary, or `unknown`.
    pub class: String,
    /// The words that decided.
    pub because: String,
    /// Contexts that hold for its fields, its class among them.
    pub contexts: BTreeSet<String>,
    /// Where its values come from: the rule that says so, and the sentence.
    pub roles: Roles,
    /// The table it is a row of.
    pub table: Option<String>,
    /// Item path; what groups its points.
    pub group: String,
}

impl Owner {
    /// Filled from outside or written to a table: its fields can be points.
    pub(super) fn collects(&self) -> bool {
        self.roles.keys().any(|role| *role != RoleOf::Output)
    }

    /// The strongest reason it is thought to be filled from outside.
    pub(super) fn role_because(&self) -> Option<(&str, &str)> {
        let strongest = self.roles.iter().find(|(role, _)| **role != RoleOf::Output);
        strongest.map(|(_, (rule, because))| (rule.as_str(), because.as_str()))
    }

    pub(super) fn has(&self, context: &str) -> bool {
        self.contexts.contains(context)
    }
}

/// Every struct and enum, by its place.
pub(super) fn collect(ws: &Workspace, det: &Detectors) -> BTreeMap<Def, Owner> {
    let mut owners: BTreeMap<Def, Owner> = BTreeMap::new();
    let mut found: BTreeMap<Def, Roles> = BTreeMap::new();
    let taken = OnceCell::new();
    let fits = |def: Def, rule: &DeriveRule| {
        carries(ws, def, rule) && (!rule.taken || taken.get_or_init(|| roles::taken(ws)).contains(&def))
    };
    for def in items(ws) {
        let item = ws.item(def);
        match &item.kind {
            ItemKind::Struct { .. } | ItemKind::Enum { .. } => {
                let roles = found.entry(def).or_default();
                for name in derived(ws.facts(def), &item.attrs) {
                    if let Some(rule) = det.derives.get(&name).filter(|rule| fits(def, rule)) {
                        roles.entry(rule.role).or_insert_with(|| (rule.id.clone(), role_sentence(rule.role, &name)));
                    }
                }
            }
            ItemKind::Impl { of: Some(path), .. } => {
                let (Some(ty), _) = ws.impl_of(def) else { continue };
                let facts = ws.facts(def);
                let name = facts.last(path);
                if let Some(rule) = det.derives.get(name).filter(|rule| rule.with.is_none() && !rule.taken) {
                    let because = || (rule.id.clone(), role_sentence(rule.role, name));
                    found.entry(ty).or_default().entry(rule.role).or_insert_with(because);
                } else if matches!(name, "From" | "TryFrom") {
                    let of_row = path.segments.last().into_iter().flat_map(|segment| &segment.args).any(|&arg| {
                        let names = declared(ws, def.file as usize, Some(def.item), arg).names;
                        names.iter().any(|name| name == "Row" || name.ends_with("Row") && name.len() <= 12)
                    });
                    if of_row {
                        let because = ("owner/role".to_owned(), role_sentence(RoleOf::Row, "From<Row>"));
                        found.entry(ty).or_default().entry(RoleOf::Row).or_insert(because);
                    }
                }
            }
            _ => {}
        }
    }
    roles::rows_of_macros(ws, &mut found);
    roles::rows_by_hand(ws, &mut found);
    roles::derived_by_macro(ws, &mut found);
    let received = roles::received(ws);
    for (def, mut roles) in found {
        if !received.contains(&def) {
            only_answers(ws, def, &mut roles);
        }
        let owner = owner_of(ws, det, def, roles);
        owners.insert(def, owner);
    }
    owners
}

/// Whether a field carries the attribute that tells a derive from its namesakes.
fn carries(ws: &Workspace, def: Def, rule: &DeriveRule) -> bool {
    let Some(with) = &rule.with else { return true };
    let facts = ws.facts(def);
    fields_of(ws.item(def)).iter().any(|field| field.attrs.iter().any(|attr| facts.last(&attr.path) == with))
}

pub(super) fn fields_of(item: &Item) -> Vec<&Field> {
    match &item.kind {
        ItemKind::Struct { fields, .. } => fields.list.iter().collect(),
        ItemKind::Enum { variants, .. } => variants.iter().flat_map(|variant| &variant.fields.list).collect(),
        _ => Vec::new(),
    }
}

pub(super) fn role_sentence(role: RoleOf, by: &str) -> String {
    match role {
        RoleOf::Input => format!("its values are read from outside ({by})"),
        RoleOf::Row => format!("its values are rows of a database ({by})"),
        RoleOf::Insert => format!("its values are written to a table ({by})"),
        RoleOf::Args => format!("its values come from the command line ({by})"),
        RoleOf::Extractor => format!("its values are taken from a request ({by})"),
        RoleOf::Output => format!("its values are only written out ({by})"),
    }
}

/// A type that is both read and written, is called a response and that nothing here reads, is read only by its clients.
fn only_answers(ws: &Workspace, def: Def, roles: &mut Roles) {
    let name = words(ws.facts(def).name(ws.item(def).name));
    let answers = name.last().is_some_and(|last| matches!(last.as_str(), "response" | "resp" | "reply"));
    if answers && roles.contains_key(&RoleOf::Output) && roles.contains_key(&RoleOf::Input) {
        roles.remove(&RoleOf::Input);
    }
}

fn owner_of(ws: &Workspace, det: &Detectors, def: Def, roles: Roles) -> Owner {
    let item = ws.item(def);
    let facts = ws.facts(def);
    let title = facts.name(item.name).to_owned();
    let table = table_of(ws, def, item);
    let mut names = vec![words(&title)];
    names.extend(table.iter().map(|table| words(last_name(table))));
    names.push(module_words(ws, def.file as usize));
    let home = &ws.homes[def.file as usize];
    let modules: Vec<String> = home.module.iter().flat_map(|module| words(module)).collect();
    let around = [names[0].clone(), modules, words(&home.krate)].concat();
    let fields: Vec<Vec<String>> = fields_of(item).iter().map(|field| words(facts.name(field.name))).collect();
    let mut owner = judge_owner(det, &names, &fields, &around, &roles);
    // What a program with a command line keeps in its settings is its user's.
    if is_settings(&owner) && roles.contains_key(&RoleOf::Input) && is_command_line(ws, def.file as usize) {
        let contexts = BTreeSet::from(["unknown", "unknown-row", "own-settings"].map(str::to_owned));
        owner = Owner { class: "unknown".to_owned(), because: String::new(), contexts, ..owner };
    }
    owner.title = title;
    owner.table = table;
    owner.group = ws.item_path(def);
    owner.roles = roles;
    owner
}

/// `#[diesel(table_name = users)]`, `#[sea_orm(table_name = "users")]`, `#[table_name = "users"]`.
fn table_of(ws: &Workspace, def: Def, item: &Item) -> Option<String> {
    let facts = ws.facts(def);
    let given = attribute(facts, &item.attrs, "diesel", "table_name")
        .or_else(|| attribute(facts, &item.attrs, "sea_orm", "table_name"))
        .or_else(|| attribute(facts, &item.attrs, "sqlx", "table_name"))
        .or_else(|| {
            let old = item.attrs.iter().find(|attr| facts.last(&attr.path) == "table_name")?;
            old.args.first().map(|arg| super::place::argument_text(facts, arg))
        })?;
    let name = last_name(&given).to_owned();
    (!name.is_empty()).then_some(name)
}

/// What an owner is about: the first of its names (its own, its table's, its module's) that says something.
pub(super) fn judge_owner(
    det: &Detectors,
    names: &[Vec<String>],
    fields: &[Vec<String>],
    around: &[String],
    roles: &Roles,
) -> Owner {
    let mut owner = Owner { class: "unknown".to_owned(), ..Owner::default() };
    for name in names {
        let (class, because, silent) = class_of(det, without_company(name));
        if let Some(class) = class {
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
    // A profile of a query, of a build or of a command line is no person's.
    const PROFILED: [&str; 16] = [
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
    let profiled = || names[0].iter().any(|word| PROFILED.contains(&word.as_str()));
    if owner.because == "profile" && (roles.contains_key(&RoleOf::Args) || profiled()) {
        owner.class = "thing".to_owned();
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
    let of_somebody = || fields.iter().any(|field| is_person_key(det, field) || is_act_of(det, field));
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
    // What stands in a module of settings is the program's, unless its own name says otherwise.
    const SETTINGS: [&str; 6] = ["setting", "config", "configuration", "conf", "cfg", "option"];
    let own = names.first().map_or(&[][..], Vec::as_slice);
    let of_settings = |said: &[String]| said.iter().any(|word| SETTINGS.contains(&word.as_str()));
    if owner.class == "unknown" && of_settings(around) || owner.class == "contact" && of_settings(own) {
        owner.class = "server".to_owned();
        owner.because = "settings".to_owned();
    }
    contexts(det, &mut owner, names, fields, around, roles);
    owner
}

/// Whether a type is about settings, and of nothing in particular.
fn is_settings(owner: &Owner) -> bool {
    owner.class == "server"
        && matches!(owner.because.as_str(), "config" | "configuration" | "setting" | "option" | "settings")
}

/// `Card { number, code }` of an enum of many kinds: what a variant is called says what its fields are about.
pub(super) fn of_variant(det: &Detectors, owner: &Owner, variant: &str, fields: &[Vec<String>]) -> Owner {
    const TOLD: [&str; 6] = ["person", "payment", "contact", "session", "location", "health"];
    if owner.class != "unknown" || owner.has("own-settings") {
        return owner.clone();
    }
    let name = words(variant);
    let around = [name.clone(), words(&owner.title)].concat();
    let told = judge_owner(det, std::slice::from_ref(&name), fields, &around, &owner.roles);
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

/// `ConnectionParams`, `JoinRequest`, read from outside.
fn is_request(name: &[String], roles: &Roles) -> bool {
    const WORDS: [&str; 8] = ["param", "parameter", "request", "req", "query", "form", "payload", "body"];
    roles.contains_key(&RoleOf::Input) && name.iter().rev().take(2).any(|word| WORDS.contains(&word.as_str()))
}

/// `GroupWithMembers` is a group, `UpdateUserFromGithub` a user: what follows the particle is company.
fn without_company(name: &[String]) -> &[String] {
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

/// The class of a name by its last telling word, the words that told, and whether all of its words are affixes.
fn class_of(det: &Detectors, name: &[String]) -> (Option<String>, String, bool) {
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

/// Whether a field is the key of a person: `user_id`, `author_uuid`.
pub(super) fn is_person_key(det: &Detectors, field: &[String]) -> bool {
    let Some((last, before)) = field.split_last() else { return false };
    matches!(last.as_str(), "id" | "uuid" | "guid" | "ulid" | "pk")
        && det.qualifiers.ending(before).is_some_and(|(_, class)| class == "person")
}

/// Whether a field names who did it: `created_by`, `author`.
fn is_act_of(det: &Detectors, field: &[String]) -> bool {
    field.last().is_some_and(|last| last == "by") && field.len() == 2
        || det.qualifiers.class(field) == Some("person") && field.len() == 1
}

/// Whether a field of a relation says what the relation is, so that the row's being there is not all it says.
fn states_fact(field: &[String]) -> bool {
    const FACTS: [&str; 9] = ["vote", "upvote", "downvote", "score", "reaction", "emoji", "rating", "liked", "star"];
    field.iter().any(|word| FACTS.contains(&word.as_str()))
        && field.last().is_none_or(|last| last != "id" && last != "at")
}

/// Signs in the names of siblings that a type is about a person.
fn tells_of_person(field: &[String]) -> bool {
    let joined = field.join(" ");
    [
        "first name",
        "last name",
        "firstname",
        "lastname",
        "username",
        "password",
        "password hash",
        "date of birth",
        "phone number",
        "full name",
        "surname",
    ]
    .contains(&joined.as_str())
}

fn has_any(fields: &[Vec<String>], any: &[&str]) -> bool {
    fields.iter().any(|field| any.contains(&field.join(" ").as_str()))
}

/// `follower`, `follows`, `requested_follow`: one side of a relation.
fn is_party(field: &[String]) -> bool {
    const ENDS: [&str; 10] = [
        "source id",
        "target id",
        "from id",
        "to id",
        "follower id",
        "followee id",
        "following id",
        "followed id",
        "blocked id",
        "blocker id",
    ];
    const PARTIES: [&str; 12] = [
        "follow",
        "follower",
        "following",
        "followed",
        "followee",
        "block",
        "blocked",
        "blocker",
        "mute",
        "muted",
        "friend",
        "target",
    ];
    ENDS.contains(&field.join(" ").as_str()) || field.last().is_some_and(|last| PARTIES.contains(&last.as_str()))
}

fn is_contact(field: &[String]) -> bool {
    field.iter().any(|word| matches!(word.as_str(), "email" | "mail" | "phone" | "password" | "address"))
}

fn contexts(
    det: &Detectors,
    owner: &mut Owner,
    names: &[Vec<String>],
    fields: &[Vec<String>],
    around: &[String],
    roles: &Roles,
) {
    let class = owner.class.clone();
    let because = owner.because.clone();
    let own = names.first().map_or(&[][..], Vec::as_slice);
    let mut add = |context: String| owner.contexts.insert(context);
    add(class.clone());
    let is_input = roles.contains_key(&RoleOf::Input) || roles.contains_key(&RoleOf::Extractor);
    if class == "unknown" {
        add(if is_input { "unknown-request" } else { "unknown-row" }.to_owned());
    }
    if roles.contains_key(&RoleOf::Extractor) {
        add("extractor".to_owned());
    }
    // What is also written out may be read back as it was: a program's own record, nothing that somebody filled in.
    if class == "unknown" && is_input && !roles.contains_key(&RoleOf::Output) {
        add("unknown-form".to_owned());
    }
    let subject = own.iter().rev().find_map(|word| match det.owners.class(std::slice::from_ref(word)) {
        Some(found @ ("person" | "thing" | "server")) => Some(found == "person"),
        _ => None,
    });
    let keyed = fields.iter().any(|field| is_person_key(det, field));
    // A comment that was `created_by` somebody is theirs; a project is not.
    let acted =
        matches!(class.as_str(), "content" | "relation" | "activity") && fields.iter().any(|f| is_act_of(det, f));
    let told = fields.iter().filter(|field| tells_of_person(field)).count();
    let not_thing = !matches!(class.as_str(), "thing" | "server");
    if class == "person" || keyed || acted || (not_thing && (subject == Some(true) || told >= 2)) {
        add("of-person".to_owned());
        add(format!("{class}-of-person"));
    }
    if class == "unknown" && told >= 2 {
        add("person".to_owned());
    }
    // What a client sends as a session, a message or a card is its own.
    let changes = roles.contains_key(&RoleOf::Insert) && !roles.contains_key(&RoleOf::Row);
    if is_input && matches!(class.as_str(), "session" | "content" | "contact") || changes && class == "content" {
        add(format!("{class}-of-person"));
    }
    let says = |list: &[&str]| own.iter().any(|word| list.contains(&word.as_str()));
    if class == "activity"
        && says(&["request", "access", "log", "visit", "page", "pageview", "hit", "http", "view", "browse"])
    {
        add("activity-request".to_owned());
    }
    if says(&["delete", "deleted", "deletion", "cancel", "cancellation", "close", "deactivate", "unsubscribe"]) {
        add("deletion".to_owned());
    }
    if says(&["ban", "report", "complain", "feedback", "abuse", "appeal", "contact"]) {
        add("act".to_owned());
    }
    const ORGANISED: [&str; 11] = [
        "org",
        "organization",
        "organisation",
        "team",
        "project",
        "tenant",
        "bot",
        "probe",
        "agent",
        "ingestion",
        "workspace",
    ];
    // `local_auth { user_id }` is somebody's, `SshAuth` opens another machine, an `OrgToken` is the organisation's.
    let opens = |word: &String| {
        det.qualifiers.class(std::slice::from_ref(word)) == Some("server")
            || because == "auth" && matches!(word.as_str(), "remote" | "target" | "ssh" | "upstream")
            || because == "token" && ORGANISED.contains(&word.as_str())
    };
    if class == "session" && !keyed && own.iter().any(opens) {
        add("of-server".to_owned());
    }
    if is_input && says(&["search", "autocomplete", "suggest"]) {
        add("search".to_owned());
    }
    const LETTERS: [&str; 9] =
        ["message", "mail", "email", "chat", "letter", "sms", "conversation", "transcript", "correspondence"];
    if class == "content" && names.iter().take(2).flatten().any(|word| LETTERS.contains(&word.as_str())) {
        add("message".to_owned());
        if keyed || acted || is_input {
            add("message-of-person".to_owned());
        }
    }
    if says(&["cipher", "vault", "keychain"]) && keyed && class == "content" {
        add("vault-of-person".to_owned());
    }
    let has = |any: &[&str]| has_any(fields, any);
    let of_shell = has(&["cmd", "command", "command line"]) && has(&["exit", "exit code", "cwd", "dir", "directory"]);
    if not_thing && has(&["city", "postal code", "postcode", "zip", "zip code", "street"]) {
        add("addressed".to_owned());
    }
    if own.windows(2).any(|pair| pair[0] == "ssh" && pair[1] == "key") {
        add("ssh-key".to_owned());
    }
    // Where a person's secret key stands, a `key` beside it is the one that wraps it.
    if class == "person" && has(&["private key", "encrypted private key"]) {
        add("keyed-person".to_owned());
    }
    if says(&["history"]) || of_shell && class != "server" {
        add("history".to_owned());
    }
    // A session that somebody signed in with, not one of a debugger, a window or a queue.
    const SIGNED: [&str; 14] = [
        "user",
        "login",
        "auth",
        "authentication",
        "code",
        "token",
        "jwt",
        "claim",
        "cookie",
        "web",
        "browser",
        "account",
        "oauth",
        "sso",
    ];
    let lets_in = has(&["access token", "refresh token", "token", "expires at", "expire at", "expiry", "expires"]);
    if class == "session" && (keyed || told >= 1 || lets_in || says(&SIGNED)) {
        add("signed-session".to_owned());
    }
    // An invitation beside a mail address is somebody's, and its code lets them in.
    if class == "session" && has(&["email", "mail", "phone", "phone number"]) {
        add("session-of-person".to_owned());
    }
    // Somebody wrote what is posted, whichever table says who.
    const POSTED: [&str; 9] =
        ["post", "comment", "reply", "toot", "tweet", "review", "direct message", "private message", "blog post"];
    let is_row = roles.contains_key(&RoleOf::Row) && !is_input;
    if class == "content" && is_row && POSTED.contains(&because.as_str()) {
        add("content-of-person".to_owned());
    }
    // `PipelinePost` is what posts a pipeline.
    let is_plain = |word: &String| {
        matches!(word.as_str(), "base" | "forum" | "blog" | "user" | "community" | "local" | "remote")
            || because.split(' ').any(|told| told == word)
            || det.owners.class(std::slice::from_ref(word)) == Some("affix")
    };
    if class == "content" && POSTED.contains(&because.as_str()) && own.iter().all(is_plain) {
        add("posted".to_owned());
    }
    // What a row keeps of somebody's words, what a form takes of them.
    let writes = matches!(
        own.first().map(String::as_str),
        Some("create" | "new" | "edit" | "update" | "post" | "submit" | "publish")
    );
    let is_form = own.last().is_some_and(|last| last == "form") && is_input && writes;
    // What a program tells somebody is the program's.
    let told_to = says(&["notification", "alert", "announcement"]);
    if class == "unknown" && !told_to && (keyed && is_row || is_form) {
        add("content-of-person".to_owned());
    }
    // A request to a model: what steers it stands beside what is asked.
    const STEERS: [&str; 11] = [
        "max token",
        "max new token",
        "temperature",
        "top p",
        "top k",
        "stream",
        "stop",
        "model",
        "parameter",
        "frequency penalty",
        "seed",
    ];
    let steered = fields.iter().filter(|field| STEERS.contains(&field.join(" ").as_str())).count();
    let asks_model = says(&["completion", "generate", "generation", "infill", "chat", "prompt", "llm"]);
    if is_input && not_thing && (steered > 1 || steered == 1 && asks_model) {
        add("to-model".to_owned());
    }
    // The tokens of a text, each with its likelihood or place.
    if has(&["logprob", "log prob", "prob", "logit", "special"]) {
        add("lexical".to_owned());
    }
    // Beside somebody's name, and without a password, a hash is the password's.
    if not_thing
        && has(&["username", "user name", "login", "email"])
        && has(&["hash"])
        && !has(&["password", "password hash", "size", "path", "url", "avatar", "content", "file"])
    {
        add("hashed-login".to_owned());
    }
    // Who follows whom, by keys that are called as what they do.
    let follows = says(&["follow", "follower", "following", "block", "mute", "friend", "friendship"]);
    let pairs = follows && fields.iter().filter(|field| is_party(field)).count() >= 2;
    if pairs && !roles.contains_key(&RoleOf::Output) {
        add("pair".to_owned());
    }
    // Who speaks to a model is told apart from it by a role.
    if class == "content" && has(&["role"]) && has(&["content", "text"]) {
        add("message-of-person".to_owned());
    }
    // What somebody says of themselves.
    let of_somebody = class == "person" || subject == Some(true);
    if of_somebody && own.iter().any(|word| matches!(word.as_str(), "profile" | "status" | "about")) {
        add("self-told".to_owned());
    }
    // `struct RefreshTokenRow { token }` needs no key to say whose it is: somebody signs in with it.
    if class == "session" && (owner.because.ends_with(" token") || owner.because.ends_with(" code")) {
        add("session-of-person".to_owned());
    }
    // `TopicFollower { user_id, topic_id }` says of somebody that they follow, `Member { user_id, name }` who they are.
    const JOINED: [&str; 9] = [
        "owner",
        "follower",
        "member",
        "subscriber",
        "moderator",
        "participant",
        "attendee",
        "collaborator",
        "maintainer",
    ];
    let is_key = |field: &&Vec<String>| field.len() > 1 && matches!(field[field.len() - 1].as_str(), "id" | "uuid");
    let keys = || fields.iter().filter(is_key);
    if JOINED.contains(&owner.because.as_str())
        && keys().any(|field| is_person_key(det, field))
        && keys().any(|field| !is_person_key(det, field))
        && !is_input
    {
        add("joined".to_owned());
    }
    // Where and with what a picture was taken.
    if has(&["camera make", "camera model", "lens model", "date taken", "taken at", "exif"]) || says(&["exif"]) {
        add("photo".to_owned());
    }
    if says(&["card"]) {
        add("card".to_owned());
    }
    if names
        .iter()
        .flatten()
        .any(|word| matches!(word.as_str(), "reserved" | "forbidden" | "blocked" | "banned" | "disallowed"))
    {
        add("reserved".to_owned());
    }
    const BRANDS: [&str; 19] = [
        "bitbucket",
        "gitea",
        "spotify",
        "github",
        "gitlab",
        "google",
        "facebook",
        "twitter",
        "oauth",
        "oauth2",
        "oidc",
        "discord",
        "slack",
        "steam",
        "apple",
        "microsoft",
        "azure",
        "keycloak",
        "okta",
    ];
    if not_thing && around.iter().any(|word| BRANDS.contains(&word.as_str())) {
        add("third-party".to_owned());
        if class == "person" && is_input {
            add("third-party-person".to_owned());
        }
    }
    if class == "relation" && (keyed || acted || is_input) {
        add("relation-of-person".to_owned());
        if fields.iter().any(|field| states_fact(field)) {
            add("stated".to_owned());
        }
    }
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
