//! The module tree comes in; scopes with their names, and the table of impls, go out.

use super::functions::Functions;
use super::modules::Tree;
use super::names::{Crate, Impls, Name, Names, Scope};
use super::{Def, Namespace, Resolved, Workspace, outside};
use crate::model::fact::{FileFacts, ItemId, ItemKind, Ty, TyId};
use rustc_hash::FxHashMap;

pub(super) fn scopes(ws: &Workspace, tree: &Tree) -> Names {
    let mut names = Names { file_scope: vec![usize::MAX; ws.files.len()], ..Names::default() };
    for (at, root) in tree.crates.iter().enumerate() {
        names.crates.push(Crate { package: root.package, root: None });
        if let (true, Some(package)) = (root.is_lib, root.package) {
            names.libs.insert(package, at);
        }
        if let Some(file) = root.root.filter(|&file| tree.crate_of[file] == at) {
            open_file(&mut names, ws, tree, file, None, at);
            names.crates[at].root = Some(names.file_scope[file]);
        }
    }
    // Shared roots: a second target with the same root file uses the first one's scope.
    for (at, root) in tree.crates.iter().enumerate() {
        if let (None, Some(file)) = (names.crates[at].root, root.root)
            && names.file_scope[file] != usize::MAX
        {
            names.crates[at].root = Some(names.file_scope[file]);
        }
    }
    for file in 0..ws.files.len() {
        if names.file_scope[file] == usize::MAX {
            open_file(&mut names, ws, tree, file, None, tree.crate_of[file]);
        }
    }
    names.scopes.iter_mut().for_each(|scope| scope.names.settle());
    names.outside = outside::crates(&ws.project, &names);
    names
}

fn open_file(names: &mut Names, ws: &Workspace, tree: &Tree, file: usize, parent: Option<usize>, krate: usize) {
    if names.file_scope[file] != usize::MAX {
        return;
    }
    names.scopes.push(Scope { parent, krate, is_module: true, ..Scope::default() });
    names.file_scope[file] = names.scopes.len() - 1;
    fill_file(names, ws, tree, file, krate);
}

/// Enters a file's items and imports; scopes are opened for modules and for functions that hold items.
fn fill_file(names: &mut Names, ws: &Workspace, tree: &Tree, file: usize, krate: usize) {
    let facts = &ws.files[file];
    let holders = functions_with_names(facts);
    for (at, item) in facts.items.iter().enumerate() {
        let id = ItemId(at as u32);
        let def = Def::new(file, id);
        let around = names.scope_of(&ws.files, file, item.parent);
        if let Some(parent) = item.parent {
            names.children.entry(Def::new(file, parent)).or_default().push(id);
        }
        let behind = tree.behind.get(&def).copied();
        match &item.kind {
            ItemKind::Mod { inline, .. } => {
                enter(names, around, facts.name(item.name), Name::Item(def));
                if *inline {
                    names.scopes.push(Scope { parent: Some(around), krate, is_module: true, ..Scope::default() });
                    names.opened.insert(def, names.scopes.len() - 1);
                } else if let Some(other) = behind {
                    open_file(names, ws, tree, other, Some(around), krate);
                    names.opened.insert(def, names.file_scope[other]);
                }
            }
            ItemKind::MacroCall(_) => {
                if let Some(other) = behind.filter(|&other| names.file_scope[other] == usize::MAX) {
                    names.file_scope[other] = around;
                    fill_file(names, ws, tree, other, krate);
                }
            }
            ItemKind::MacroRules(_) => {
                let name = facts.name(item.name);
                names.macros.entry((krate, name.into())).or_default().push(def);
                let exported = item.attrs.iter().any(|attr| facts.last(&attr.path) == "macro_export");
                let scope = if exported { names.crates[krate].root.unwrap_or(root_of(names, around)) } else { around };
                enter(names, scope, name, Name::Item(def));
            }
            ItemKind::Impl { .. } | ItemKind::Foreign => {}
            _ if is_associated(facts, item.parent) => {}
            _ => enter(names, around, facts.name(item.name), Name::Item(def)),
        }
        if holders.contains(&id) && !names.opened.contains_key(&def) {
            names.scopes.push(Scope { parent: Some(around), krate, is_module: false, ..Scope::default() });
            names.opened.insert(def, names.scopes.len() - 1);
        }
    }
    for (at, import) in facts.uses.iter().enumerate() {
        let scope = names.scope_of(&ws.files, file, import.parent);
        match import.alias {
            Some(alias) => enter(names, scope, facts.name(alias), Name::Import(file as u32, at as u32)),
            None => names.scopes[scope].globs.push((file as u32, at as u32)),
        }
    }
}

fn enter(names: &mut Names, scope: usize, name: &str, what: Name) {
    names.scopes[scope].names.add(name, what);
}

fn root_of(names: &Names, mut scope: usize) -> usize {
    while let Some(parent) = names.scopes[scope].parent {
        scope = parent;
    }
    scope
}

fn is_associated(facts: &FileFacts, parent: Option<ItemId>) -> bool {
    parent.is_some_and(|id| matches!(facts.item(id).kind, ItemKind::Impl { .. } | ItemKind::Trait { .. }))
}

fn functions_with_names(facts: &FileFacts) -> rustc_hash::FxHashSet<ItemId> {
    let parents = facts.items.iter().map(|item| item.parent).chain(facts.uses.iter().map(|import| import.parent));
    parents.flatten().filter(|&id| matches!(facts.item(id).kind, ItemKind::Fn(_))).collect()
}

pub(super) fn impls(ws: &Workspace) -> Impls {
    let mut impls = Impls::default();
    let mut traits = Vec::new();
    for (file, facts) in ws.files.iter().enumerate() {
        for (at, item) in facts.items.iter().enumerate() {
            let def = Def::new(file, ItemId(at as u32));
            match &item.kind {
                ItemKind::Impl { of, on, .. } => {
                    let ty = resolve_type(ws, file, item.parent, *on);
                    let tr = of.as_ref().and_then(|path| match resolve_ty(ws, file, item.parent, path) {
                        Resolved::Def(def) => Some(def),
                        _ => None,
                    });
                    push(&mut impls.of_type, ty, def);
                    push(&mut impls.of_trait, tr, def);
                    impls.heads.insert(def, (ty, tr));
                }
                ItemKind::Fn(function) if function.receiver.is_some() => {
                    impls.by_name.entry(facts.name(item.name).into()).or_default().push(def);
                }
                ItemKind::Trait { .. } => traits.push(def),
                _ => {}
            }
        }
    }
    impls.of_types = Functions::of(ws, blocks(&impls.of_type));
    impls.of_traits = Functions::of(ws, blocks(&impls.of_trait));
    impls.declared = Functions::of(ws, traits.iter().map(|of| (*of, std::slice::from_ref(of))));
    impls
}

fn blocks(table: &FxHashMap<Def, Vec<Def>>) -> impl Iterator<Item = (Def, &[Def])> {
    table.iter().map(|(&owner, blocks)| (owner, blocks.as_slice()))
}

fn push(table: &mut FxHashMap<Def, Vec<Def>>, key: Option<Def>, value: Def) {
    if let Some(key) = key {
        table.entry(key).or_default().push(value);
    }
}

/// The workspace type behind a type expression, through references.
fn resolve_type(ws: &Workspace, file: usize, scope: Option<ItemId>, ty: TyId) -> Option<Def> {
    match ws.files[file].ty(ty) {
        Ty::Path(path) => match resolve_ty(ws, file, scope, path) {
            Resolved::Def(def) => Some(def),
            _ => None,
        },
        Ty::Ref(_, inner) => resolve_type(ws, file, scope, *inner),
        Ty::Bounds(paths) => match resolve_ty(ws, file, scope, paths.first()?) {
            Resolved::Def(def) => Some(def),
            _ => None,
        },
        _ => None,
    }
}

fn resolve_ty(ws: &Workspace, file: usize, scope: Option<ItemId>, path: &crate::model::fact::Path) -> Resolved {
    ws.resolve_in(Namespace::Type, file, scope, path)
}
