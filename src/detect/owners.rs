//! Types of the workspace come in; what each is about and where its values come from goes out.

use super::about::judge_owner;
use super::asked::{by_file, hears, is_command_line, is_quiet_command, of_clients, serves_nobody};
use super::columns;
use super::contexts::{OPENED, has_any, is_person_key};
use super::declared::declared;
use super::each::of_items;
use super::made;
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
    for ty in sent::posted(ws, &by_file(ws, is_quiet_command)).types {
        let because = ("owner/sent".to_owned(), "the program sends it to a service for whoever runs it".to_owned());
        found.entry(ty).or_default().entry(RoleOf::Input).or_insert(because);
    }
    for (ty, roles) in found.iter_mut().filter(|(ty, roles)| is_asked_of_service(ws, **ty, roles)) {
        let because = format!("`{}` is what a client asks a service with", ws.name_of(*ty));
        roles.insert(RoleOf::Input, ("owner/sent".to_owned(), because));
    }
    let received = roles::received(ws);
    let keys = columns::keys_of_tables(ws);
    let answered = made::only_answered(ws, &found, &received, || taken.get_or_init(|| roles::taken(ws)));
    let owner = |(def, mut roles): (Def, Roles)| {
        if !received.contains(&def) {
            only_answers(ws, def, &mut roles);
        }
        if answered.contains(&def) {
            roles.remove(&RoleOf::Input);
        }
        let is_taken = || taken.get_or_init(|| roles::taken(ws)).contains(&def);
        (def, owner_of(ws, det, def, roles, &is_taken, &keys))
    };
    found.into_par_iter().map(owner).collect()
}

/// `SendCodeRequest { email }` that programs which serve nobody only write.
fn is_asked_of_service(ws: &Workspace, ty: Def, roles: &Roles) -> bool {
    let name = words(ws.name_of(ty));
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
    let name = words(ws.name_of(def));
    let is_answer = |word: &String| matches!(word.as_str(), "response" | "resp" | "reply");
    // `ResponseBody`, `LoginResponseDto`.
    let wraps = |word: &String| matches!(word.as_str(), "body" | "data" | "dto" | "payload" | "json" | "inner");
    let answers = name.iter().rposition(is_answer).is_some_and(|at| name[at + 1..].iter().all(wraps));
    if answers && roles.contains_key(&RoleOf::Output) && roles.contains_key(&RoleOf::Input) {
        roles.remove(&RoleOf::Input);
    }
}

fn owner_of(
    ws: &Workspace,
    det: &Detectors,
    def: Def,
    roles: Roles,
    is_taken: &dyn Fn() -> bool,
    keys: &BTreeMap<String, BTreeSet<Vec<String>>>,
) -> Owner {
    let item = ws.item(def);
    let facts = ws.facts(def);
    let title = facts.name(item.name).to_owned();
    let table = table_of(ws, def, item);
    let mut names = vec![words(&title)];
    names.extend(table.iter().map(|table| words(last_name(table))));
    names.extend(inner_module(ws, def));
    if names.len() < 2 || table.is_some() && names.len() < 3 {
        names.push(module_words(ws, def.file as usize));
    }
    let home = &ws.homes[def.file as usize];
    let modules: Vec<String> = home.module.iter().flat_map(|module| words(module)).collect();
    let mut around = [names[0].clone(), modules, words(&home.krate)].concat();
    // The credentials that a handler takes are those of whoever asks, whatever the module is called.
    if names[0].last().is_some_and(|last| last == "credential") && is_taken() {
        around.truncate(names[0].len());
    }
    let mut fields = names_of_fields(ws, def);
    // A struct that takes a part of a row is about whoever the row's key names.
    if let Some(of_table) = table.as_ref().and_then(|table| keys.get(&table.to_lowercase())) {
        fields.extend(of_table.iter().filter(|key| is_person_key(det, key)).cloned());
    }
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

/// The words of the module inside its file that an item stands in: `create_user` of `mod create_user { … }`.
fn inner_module(ws: &Workspace, def: Def) -> Option<Vec<String>> {
    let parent = ws.facts(def).item(ws.item(def).parent?);
    matches!(parent.kind, ItemKind::Mod { .. }).then(|| words(ws.facts(def).name(parent.name)))
}
