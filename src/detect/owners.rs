//! Types of the workspace come in; what each is about and where its values come from goes out.

use super::asked::{hears, is_command_line, of_clients, serves_nobody};
use super::contexts::{OPENED, contexts, has_any, is_act_of, is_contact, is_person_key, tells_of_person};
use super::declared::declared;
use super::each::of_items;
use super::place::{attribute, derived, last_name, module_words};
use super::roles::{self, Roles};
use super::sent;
use crate::link::{Def, Workspace};
use crate::model::fact::{Field, Item, ItemKind};
use crate::packs::words::words;
use crate::packs::{DeriveRule, Detectors, RoleOf};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

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
    let mut found: BTreeMap<Def, Roles> = BTreeMap::new();
    let taken = OnceLock::new();
    let fits = |def: Def, rule: &DeriveRule| {
        carries(ws, def, rule) && (!rule.taken || taken.get_or_init(|| roles::taken(ws)).contains(&def))
    };
    let said = of_items(ws, |def| {
        let mut said: Vec<(Def, Option<Reason>)> = Vec::new();
        let item = ws.item(def);
        match &item.kind {
            ItemKind::Struct { .. } | ItemKind::Enum { .. } => {
                said.push((def, None));
                for name in derived(ws.facts(def), &item.attrs) {
                    if let Some(rule) = det.derives.get(&name).filter(|rule| fits(def, rule)) {
                        let because = (rule.id.clone(), role_sentence(rule.role, &name));
                        said.push((def, Some((rule.role, because))));
                    }
                }
            }
            ItemKind::Impl { of: Some(path), .. } => {
                let (Some(ty), _) = ws.impl_of(def) else { return said };
                let facts = ws.facts(def);
                let name = facts.last(path);
                if let Some(rule) = det.derives.get(name).filter(|rule| rule.with.is_none() && !rule.taken) {
                    said.push((ty, Some((rule.role, (rule.id.clone(), role_sentence(rule.role, name))))));
                } else if matches!(name, "From" | "TryFrom") {
                    let of_row = path.segments.last().into_iter().flat_map(|segment| &segment.args).any(|&arg| {
                        let names = declared(ws, def.file as usize, Some(def.item), arg).names;
                        names.iter().any(|name| name == "Row" || name.ends_with("Row") && name.len() <= 12)
                    });
                    if of_row {
                        let because = ("owner/role".to_owned(), role_sentence(RoleOf::Row, "From<Row>"));
                        said.push((ty, Some((RoleOf::Row, because))));
                    }
                }
            }
            _ => {}
        }
        said
    });
    for (def, reason) in said {
        let roles = found.entry(def).or_default();
        if let Some((role, because)) = reason {
            roles.entry(role).or_insert(because);
        }
    }
    roles::rows_of_macros(ws, &mut found);
    roles::rows_by_hand(ws, &mut found);
    roles::derived_by_macro(ws, &mut found);
    // A program with a command line that serves nobody tells its services of whoever runs it.
    for ty in sent::posted(ws, &|file| serves_nobody(ws, file)).types {
        let because = ("owner/sent".to_owned(), "the program sends it to a service for whoever runs it".to_owned());
        found.entry(ty).or_default().entry(RoleOf::Input).or_insert(because);
    }
    for (ty, roles) in found.iter_mut().filter(|(ty, roles)| is_asked_of_service(ws, **ty, roles)) {
        let because = format!("`{}` is what a client asks a service with", ws.facts(*ty).name(ws.item(*ty).name));
        roles.insert(RoleOf::Input, ("owner/sent".to_owned(), because));
    }
    let received = roles::received(ws);
    let owner = |(def, mut roles): (Def, Roles)| {
        if !received.contains(&def) {
            only_answers(ws, def, &mut roles);
        }
        (def, owner_of(ws, det, def, roles))
    };
    found.into_par_iter().map(owner).collect()
}

/// `SendCodeRequest { email }` that programs which serve nobody only write.
fn is_asked_of_service(ws: &Workspace, ty: Def, roles: &Roles) -> bool {
    let name = words(ws.facts(ty).name(ws.item(ty).name));
    let is_request = name.last().is_some_and(|last| last == "request");
    is_request && roles.contains_key(&RoleOf::Output) && roles.len() == 1 && of_clients(ws, ty.file as usize)
}

/// A role of a type, and why it is thought to have it.
type Reason = (RoleOf, (String, String));

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
    let fields = names_of_fields(ws, def);
    let mut owner = judge_owner(det, &names, &fields, &around, &roles);
    // What a program with a command line keeps in its settings is its user's.
    // `DatabaseConfig` is a server's, whoever runs the program that connects to it.
    let of_server = names[0].iter().any(|word| OPENED.contains(&word.as_str()));
    let is_kept = is_settings(&owner) && roles.contains_key(&RoleOf::Input) && !of_server;
    // `Config { user_id, email }` says who its user is, whatever program keeps it.
    let names_user = has_any(&fields, &["user id", "username", "account id"])
        && has_any(&fields, &["email", "user email", "installation id", "device id"]);
    if is_kept && (names_user || serves_nobody(ws, def.file as usize)) {
        let mut contexts = BTreeSet::from(["unknown", "unknown-row", "own-settings"].map(str::to_owned));
        if names_user {
            contexts.extend(["of-person", "person"].map(str::to_owned));
        }
        owner = Owner { class: "unknown".to_owned(), because: String::new(), contexts, ..owner };
    }
    // Somebody is signed in with a pair of tokens, whatever their program keeps it in.
    let pair = || has_any(&fields, &["access token"]) && has_any(&fields, &["refresh token"]);
    if matches!(owner.class.as_str(), "server" | "thing") && pair() && serves_nobody(ws, def.file as usize) {
        let contexts = BTreeSet::from(["unknown", "unknown-row", "own-settings"].map(str::to_owned));
        owner = Owner { class: "unknown".to_owned(), because: String::new(), contexts, ..owner };
    }
    // Documents and reports that an editor is told of by another program are nobody's words.
    if owner.has("content-of-person") && !owner.has("of-person") && !hears(ws, def.file as usize) {
        owner.contexts.remove("content-of-person");
    }
    // What a subcommand is called says what it does, not whose its token is.
    let opens = of_server || has_any(&fields, &["host", "port", "database", "db", "dbname", "hostname", "addr"]);
    let is_args = roles.contains_key(&RoleOf::Args) && is_command_line(ws, def.file as usize);
    if is_args && (owner.class == "unknown" || matches!(owner.class.as_str(), "thing" | "server") && !opens) {
        owner.contexts.insert("command-line".to_owned());
    }
    if is_args && owner.class == "unknown" {
        // `Login { user, password }`, and not what opens a database.
        let signs_in = has_any(&fields, &["password", "otp", "passphrase"]) && has_any(&fields, &["user"]);
        if signs_in && !opens {
            owner.contexts.insert("signing-in".to_owned());
        }
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
    for (at, name) in names.iter().enumerate() {
        let (class, because, silent) = class_of(det, without_company(name));
        // Every program has a module `app`.
        let says_nothing = at > 0 && at + 1 == names.len() && matches!(because.as_str(), "app" | "application");
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
    // A profile of a query, of a build or of a command line is no person's.
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
    let profiled = || names[0].iter().any(|word| PROFILED.contains(&word.as_str()));
    // Nor is one that says much and nothing of a person: of a game that is installed, of a service's address.
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
    if owner.because == "profile" && (roles.contains_key(&RoleOf::Args) || profiled() || of_other()) {
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
    let listens = || own.iter().any(|word| matches!(word.as_str(), "listen" | "bind" | "listener"));
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

/// The words of a type's fields. A number called `uid` is the key of a user's row, unless an operating system's stand beside
/// it; others call any object so.
fn names_of_fields(ws: &Workspace, def: Def) -> Vec<Vec<String>> {
    const OF_SYSTEM: [&str; 6] = ["gid", "pid", "mode", "euid", "inode", "ppid"];
    let facts = ws.facts(def);
    let fields = fields_of(ws.item(def));
    let of_system = fields.iter().any(|field| OF_SYSTEM.contains(&facts.name(field.name)));
    let name = |field: &&Field| {
        let name = facts.name(field.name);
        let is_key =
            name == "uid" && !of_system && declared(ws, def.file as usize, Some(def.item), field.ty).class == "number";
        words(if is_key { "user_id" } else { name })
    };
    fields.iter().map(name).collect()
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
