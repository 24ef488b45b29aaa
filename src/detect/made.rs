//! Types that are written and read alike come in; those that a program only makes from what it has, to answer with, go
//! out.

use super::asked::answers_requests;
use super::declared::declared;
use super::owners::fields_of;
use super::place::items;
use super::roles::Roles;
use crate::link::{Def, Workspace};
use crate::model::fact::ItemKind;
use crate::packs::RoleOf;
use std::collections::{BTreeMap, BTreeSet};

/// `impl From<User> for UserDto`, where nothing in the workspace reads a `UserDto`, makes nothing else of it and no type
/// that is read holds one.
pub(super) fn only_answered<'a>(
    ws: &Workspace,
    roles: &BTreeMap<Def, Roles>,
    received: &BTreeSet<Def>,
    taken: impl FnOnce() -> &'a BTreeSet<Def>,
) -> BTreeSet<Def> {
    let read = |ty: &Def| roles.get(ty).is_some_and(|roles| has(roles, RoleOf::Input));
    let (made, unmade) = conversions(ws, &read);
    let reads_alike = |ty: &Def| {
        let roles = roles.get(ty);
        roles.is_some_and(|roles| roles.len() == 2 && has(roles, RoleOf::Input) && has(roles, RoleOf::Output))
    };
    let mut answered: BTreeSet<Def> = made.difference(&unmade).copied().filter(reads_alike).collect();
    if answered.is_empty() {
        return answered;
    }
    let taken = taken();
    // What a library of clients makes of its own may be read by whatever it is handed to.
    answered.retain(|ty| !received.contains(ty) && !taken.contains(ty) && answers_requests(ws, ty.file as usize));
    // What stands in a type that is read is read with it.
    loop {
        let mut read = BTreeSet::new();
        for (&holder, _) in roles.iter().filter(|(holder, roles)| {
            roles.keys().any(|role| *role != RoleOf::Output) && !answered.contains(holder) && !answers(ws, **holder)
        }) {
            read.extend(held(ws, holder).filter(|ty| answered.contains(ty)));
        }
        if read.is_empty() {
            return answered;
        }
        answered.retain(|ty| !read.contains(ty));
    }
}

fn has(roles: &Roles, role: RoleOf) -> bool {
    roles.contains_key(&role)
}

/// Whether a type is called as an answer: `LoginResponse`.
fn answers(ws: &Workspace, ty: Def) -> bool {
    let name = ws.name_of(ty);
    ["Response", "Resp", "Reply"].iter().any(|word| name.contains(word))
}

/// The types of the workspace that a type's fields hold.
fn held(ws: &Workspace, ty: Def) -> impl Iterator<Item = Def> + '_ {
    let of = move |field: &crate::model::fact::Field| declared(ws, ty.file as usize, Some(ty.item), field.ty).local;
    fields_of(ws.item(ty)).into_iter().filter_map(of)
}

/// What is made from a type of the workspace that is not read itself, and what one is made from.
fn conversions(ws: &Workspace, read: &dyn Fn(&Def) -> bool) -> (BTreeSet<Def>, BTreeSet<Def>) {
    let (mut made, mut unmade) = (BTreeSet::new(), BTreeSet::new());
    for def in items(ws) {
        let ItemKind::Impl { of: Some(path), .. } = &ws.item(def).kind else { continue };
        let facts = ws.facts(def);
        if !matches!(facts.last(path), "From" | "TryFrom") {
            continue;
        }
        let source = path.segments.last().and_then(|segment| segment.args.first());
        let source = source.and_then(|&ty| declared(ws, def.file as usize, Some(def.item), ty).local);
        let Some(source) = source else { continue };
        unmade.insert(source);
        if facts.last(path) == "From" && !read(&source) {
            made.extend(ws.impl_of(def).0);
        }
    }
    (made, unmade)
}
