//! The tables behind `Workspace`: scopes with their names, and what each type and trait has for impls.

use super::functions::Functions;
use super::hashed::Hashed;
use super::{Def, Workspace};
use crate::model::fact::{FileFacts, ItemId, ItemKind, Ty};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// A module, or the body of a function with items of its own.
#[derive(Debug, Clone, Default)]
pub(super) struct Scope {
    pub(super) parent: Option<usize>,
    pub(super) krate: usize,
    /// False for function bodies: `super` and `self` skip them.
    pub(super) is_module: bool,
    pub(super) names: Hashed<Name>,
    /// Globs: file, index into its `uses`.
    pub(super) globs: Vec<(u32, u32)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Name {
    Item(Def),
    Import(u32, u32),
}

impl Name {
    /// How it is called.
    fn text(self, ws: &Workspace) -> &str {
        match self {
            Name::Item(def) => ws.name_of(def),
            Name::Import(file, at) => {
                let facts = &ws.files[file as usize];
                facts.uses[at as usize].alias.map_or("", |alias| facts.name(alias))
            }
        }
    }
}

impl Scope {
    /// What a name means here, in the order of the source.
    pub(super) fn named<'a>(&'a self, ws: &'a Workspace, name: &'a str) -> impl Iterator<Item = Name> + 'a {
        self.names.perhaps(name).filter(move |found| found.text(ws) == name)
    }
}

#[derive(Debug, Clone, Default)]
pub(super) struct Crate {
    pub(super) package: Option<usize>,
    pub(super) root: Option<usize>,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Names {
    pub(super) scopes: Vec<Scope>,
    pub(super) crates: Vec<Crate>,
    /// Scope of each file's top level.
    pub(super) file_scope: Vec<usize>,
    /// Scope opened by a `mod` or by a function with items.
    pub(super) opened: FxHashMap<Def, usize>,
    /// By which names each crate calls others.
    pub(super) outside: Vec<Arc<super::outside::Outside>>,
    /// Library crate of each package.
    pub(super) libs: FxHashMap<usize, usize>,
    /// Macros by crate and name, for textual scope.
    pub(super) macros: FxHashMap<(usize, Box<str>), Vec<Def>>,
    /// What each glob imports from, by file and index into its `uses`; see `resolve::glob_targets`.
    pub(super) glob_targets: FxHashMap<(u32, u32), super::Resolved>,
    pub(super) children: FxHashMap<Def, Vec<ItemId>>,
    pub(super) impls: Impls,
}

impl Names {
    pub(super) fn children(&self, def: Def) -> &[ItemId] {
        self.children.get(&def).map_or(&[], Vec::as_slice)
    }

    /// The innermost scope around an item (or opened by it).
    pub(super) fn scope_of(&self, files: &[FileFacts], file: usize, mut item: Option<ItemId>) -> usize {
        while let Some(id) = item {
            if let Some(&scope) = self.opened.get(&Def::new(file, id)) {
                return scope;
            }
            item = files[file].item(id).parent;
        }
        self.file_scope[file]
    }
}

/// Who implements what.
#[derive(Debug, Clone, Default)]
pub(super) struct Impls {
    pub(super) of_type: FxHashMap<Def, Vec<Def>>,
    pub(super) of_trait: FxHashMap<Def, Vec<Def>>,
    pub(super) heads: FxHashMap<Def, (Option<Def>, Option<Def>)>,
    pub(super) by_name: FxHashMap<Box<str>, Vec<Def>>,
    /// The functions in the impl blocks of each type,
    pub(super) of_types: Functions,
    /// in those of each trait,
    pub(super) of_traits: Functions,
    /// and in the traits themselves.
    pub(super) declared: Functions,
}

impl Impls {
    /// The functions called `name` of a type: those of its impl blocks, else what their traits declare.
    pub(super) fn methods(&self, ws: &Workspace, ty: Def, name: &str) -> Vec<Def> {
        let found: Vec<Def> = self.of_types.named(ws, ty, name).collect();
        if !found.is_empty() {
            return found;
        }
        let blocks = self.of_type.get(&ty).into_iter().flatten();
        let traits = blocks.filter_map(|block| self.heads.get(block).and_then(|&(_, of)| of));
        traits.filter_map(|of| self.declared.named(ws, of, name).next()).collect()
    }

    pub(super) fn implementors(&self, ws: &Workspace, tr: Def, name: &str) -> Vec<Def> {
        let mut found: Vec<Def> = self.of_traits.named(ws, tr, name).collect();
        found.extend(self.declared.named(ws, tr, name).next().filter(|&def| has_body(ws, def)));
        found
    }
}

fn has_body(ws: &Workspace, def: Def) -> bool {
    matches!(&ws.item(def).kind, ItemKind::Fn(function) if function.body.is_some())
}

pub(super) fn item_path(ws: &Workspace, def: Def) -> String {
    let facts = ws.facts(def);
    let mut names = Vec::new();
    let mut at = Some(def.item);
    while let Some(id) = at {
        let item = facts.item(id);
        match &item.kind {
            ItemKind::Impl { on, .. } => names.push(type_name(facts, *on)),
            ItemKind::MacroCall(_) | ItemKind::Foreign => {}
            _ => names.push(facts.name(item.name)),
        }
        at = item.parent;
    }
    let home = &ws.homes[def.file as usize];
    let mut parts = vec![home.krate.as_str()];
    parts.extend(home.module.iter().map(String::as_str));
    parts.extend(names.iter().rev().filter(|name| !name.is_empty()));
    parts.join("::")
}

/// The last name of a type, through references and boxes of the language.
fn type_name(facts: &FileFacts, ty: crate::model::fact::TyId) -> &str {
    match facts.ty(ty) {
        Ty::Path(path) => facts.last(path),
        Ty::Ref(_, inner) | Ty::Slice(inner) => type_name(facts, *inner),
        Ty::Bounds(paths) => paths.first().map_or("", |path| facts.last(path)),
        _ => "",
    }
}
