//! The workspace's types and methods come in; the clients' methods whose answer is a person known to another
//! service go out, by name.

use super::calls::Read;
use super::declared::declared;
use super::judge::yes;
use super::owners::Owner;
use super::place::items;
use crate::link::{Def, Workspace};
use crate::model::fact::{FileFacts, Function, ItemKind, Ty};
use crate::packs::RoleOf;
use crate::packs::words::words;
use std::collections::BTreeMap;

/// Methods of clients that answer with a person, with the file they stand in.
pub(super) fn methods(ws: &Workspace, owners: &BTreeMap<Def, Owner>) -> BTreeMap<String, (usize, Read)> {
    let mut found = BTreeMap::new();
    for def in items(ws) {
        let item = ws.item(def);
        let ItemKind::Fn(function) = &item.kind else { continue };
        if function.receiver.is_none() || ws.is_test(def) || writes(ws.facts(def).name(item.name)) {
            continue;
        }
        if let Some(read) = answers_person(ws, owners, def, function) {
            found.entry(ws.facts(def).name(item.name).to_owned()).or_insert((def.file as usize, read));
        }
    }
    found
}

/// What creates or changes somebody there answers with what it was told.
fn writes(name: &str) -> bool {
    const VERBS: [&str; 14] = [
        "create", "update", "add", "delete", "set", "put", "invite", "register", "remove", "send", "init", "reset",
        "change", "accept",
    ];
    words(name).iter().take(2).any(|word| VERBS.contains(&word.as_str()))
}

fn answers_person(ws: &Workspace, owners: &BTreeMap<Def, Owner>, method: Def, function: &Function) -> Option<Read> {
    if !function.is_async && !returns_future(ws, method, function) {
        return None;
    }
    let client = ws.owner(method)?;
    let client_name = ws.name_of(client).to_owned();
    let called_so = words(&client_name)
        .iter()
        .any(|word| ["client", "github", "gitlab", "api", "oauth", "oidc"].contains(&word.as_str()));
    let is_trait = matches!(ws.item(client).kind, ItemKind::Trait { .. });
    // What stands in a file without an HTTP client asks a database or a cache.
    if !(called_so || is_trait) || !uses_http(ws.facts(client)) {
        return None;
    }
    let returned = declared(ws, method.file as usize, Some(method.item), function.ret?);
    let person = person_inside(ws, owners, returned.local?, 0)?;
    let reason = format!("`{client_name}` answers with `{person}`, a person known to another service");
    let keys = ["user.account.username", "user.account.external_id"].map(str::to_owned).to_vec();
    Some((keys, 2, vec![yes("call/identity-service", reason)]))
}

/// A type that is read from outside and is about a person, itself or one field below.
fn person_inside(ws: &Workspace, owners: &BTreeMap<Def, Owner>, ty: Def, depth: usize) -> Option<String> {
    let owner = owners.get(&ty)?;
    let only_read = owner.roles.contains_key(&RoleOf::Input)
        && !owner.roles.contains_key(&RoleOf::Row)
        && !owner.roles.contains_key(&RoleOf::Insert);
    if !only_read {
        return None;
    }
    // What lets somebody in says who they are no more than a key does.
    if owner.class == "person" && !matches!(owner.because.as_str(), "credential" | "password" | "avatar") {
        return Some(owner.title.clone());
    }
    let ItemKind::Struct { fields, .. } = &ws.item(ty).kind else { return None };
    // `Issue { author: User }` is about the issue, whoever wrote it.
    const WRITTEN: [&str; 7] = ["issue", "pull request", "comment", "commit", "question", "repository", "repo"];
    if depth > 0 || owner.class == "content" || WRITTEN.contains(&owner.because.as_str()) {
        return None;
    }
    // `Calendar { owner }` is about the calendar, `Permission { people }` about those who have it.
    let of_thing = matches!(owner.class.as_str(), "thing" | "server");
    fields.list.iter().find_map(|field| {
        let held = declared(ws, ty.file as usize, Some(ty.item), field.ty);
        let inner = held.local.filter(|_| held.many || !of_thing)?;
        person_inside(ws, owners, inner, depth + 1)
    })
}

/// Whether a file names a client of HTTP.
pub(super) fn uses_http(facts: &FileFacts) -> bool {
    facts.uses.iter().any(|import| {
        let first = import.path.segments.first().map_or("", |segment| facts.name(segment.name));
        matches!(first, "reqwest" | "hyper" | "ureq" | "isahc" | "surf" | "awc" | "http")
    })
}

fn returns_future(ws: &Workspace, method: Def, function: &Function) -> bool {
    let facts = ws.facts(method);
    function.ret.is_some_and(|ty| match facts.ty(ty) {
        Ty::Bounds(paths) => paths.iter().any(|path| facts.last(path) == "Future"),
        Ty::Path(path) => matches!(facts.last(path), "BoxFuture" | "Pin" | "LocalBoxFuture"),
        _ => false,
    })
}
