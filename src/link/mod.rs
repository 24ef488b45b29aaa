//! A project and the facts of its files come in, one workspace with every name resolved goes out.

mod build;
mod calls;
mod functions;
mod hashed;
mod made;
mod modules;
mod names;
mod outside;
mod plain;
mod prelude;
mod reach;
mod recent;
mod resolve;
mod variable;

use crate::model::fact::{FileFacts, ItemId, ItemKind, Path};
use crate::model::inventory::Gap;
use crate::model::place::Span;
use crate::model::project::{Project, TargetKind};
pub use calls::{Calls, Place};
pub use resolve::Namespace;
use std::sync::{Arc, OnceLock};
pub(crate) use variable::{binds, variable};

/// An item anywhere in the workspace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Def {
    /// Index into `Workspace::files`.
    pub file: u32,
    /// The item in it.
    pub item: ItemId,
}

impl Def {
    pub(crate) fn new(file: usize, item: ItemId) -> Self {
        Self { file: file as u32, item }
    }
}

/// Where a file belongs.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Home {
    /// Crate in item paths: `package`, `package@bin:NAME`; the folder's name in a plain folder.
    pub krate: String,
    /// Package, as in the project.
    pub package: Option<usize>,
    /// Kind of target.
    pub target: TargetKind,
    /// Module path inside the crate.
    pub module: Vec<String>,
    /// Reached only through `#[cfg(test)]`, or of a test target.
    pub test: bool,
}

/// A file that code names and that is not among those that were read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Absent {
    /// The file that names it.
    pub file: usize,
    /// Where.
    pub span: Span,
    /// Where it was looked for; a path that leads out of the root begins with `/`.
    pub places: Vec<String>,
    /// What is to be said of it.
    pub reason: String,
}

/// What a path means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resolved {
    /// An item of the workspace.
    Def(Def),
    /// A variant of an enum of the workspace: its position.
    Variant(Def, usize),
    /// Something of another crate, as `crate::path::Name` (`std` for `core` and `alloc`).
    External(Arc<str>),
    /// Not found: a local, a generic parameter, a primitive type, or a name that comes through a glob.
    Unknown,
}

/// The whole workspace.
#[derive(Debug, Default)]
pub struct Workspace {
    /// What was discovered.
    pub project: Project,
    /// Facts, parallel to `project.files`.
    pub files: Vec<FileFacts>,
    /// Homes, parallel to `files`.
    pub homes: Vec<Home>,
    /// Files that modules and `include!` name and that were not read.
    pub absent: Vec<Absent>,
    names: names::Names,
    reach: reach::Reach,
    recent: recent::Recent,
    services: OnceLock<Vec<bool>>,
}

/// Joins the facts of a project's files (parallel to `project.files`).
pub fn link(project: Project, files: Vec<FileFacts>) -> Workspace {
    let mut ws = Workspace { project, files, ..Workspace::default() };
    let tree = modules::walk(&ws.project, &ws.files);
    ws.names = build::scopes(&ws, &tree);
    ws.homes = tree.homes;
    ws.absent = tree.absent;
    resolve::glob_targets(&mut ws);
    let impls = build::impls(&ws);
    ws.names.impls = impls;
    ws.reach = reach::Reach::of(&ws.project.packages);
    ws.recent = recent::Recent::open();
    ws
}

impl Workspace {
    /// What a path means in the scope of an item (its nearest mod, fn, impl) of a file.
    pub fn resolve(&self, file: usize, scope: Option<ItemId>, path: &Path) -> Resolved {
        self.resolve_in(Namespace::Any, file, scope, path)
    }

    /// The same, where it is known whether a type, a value or a macro is meant.
    pub fn resolve_in(&self, wanted: Namespace, file: usize, scope: Option<ItemId>, path: &Path) -> Resolved {
        let asked = recent::Asked::new(wanted, file, scope, path);
        if let Some(found) = self.recent.get(&asked) {
            return found;
        }
        let found = resolve::path(self, wanted, file, scope, path);
        self.recent.put(asked, &found);
        found
    }

    /// The type of that name beside what a path means there.
    pub fn resolve_beside(&self, file: usize, scope: Option<ItemId>, path: &Path, name: &str) -> Resolved {
        resolve::beside(self, file, scope, path, name)
    }

    /// The item of the workspace that a path means there, if it means one.
    pub fn item_named(&self, file: usize, scope: Option<ItemId>, path: &Path) -> Option<Def> {
        match self.resolve(file, scope, path) {
            Resolved::Def(def) => Some(def),
            _ => None,
        }
    }

    /// Item path: `package[@bin:NAME]::mod::Type::method`.
    pub fn item_path(&self, def: Def) -> String {
        names::item_path(self, def)
    }

    /// What was named and not read, for the inventory.
    pub fn gaps(&self) -> impl Iterator<Item = Gap> + '_ {
        self.absent.iter().map(|absent| Gap {
            path: self.project.files[absent.file].path.clone(),
            line: self.files[absent.file].lines.line(absent.span.start),
            reason: absent.reason.clone(),
        })
    }

    /// The functions called `name` in inherent and trait impls of a type of the workspace.
    pub fn methods(&self, ty: Def, name: &str) -> Vec<Def> {
        self.names.impls.methods(self, ty, name)
    }

    /// Every function of the workspace called `name` that has a receiver.
    pub fn methods_named(&self, name: &str) -> &[Def] {
        self.names.impls.by_name.get(name).map_or(&[], Vec::as_slice)
    }

    /// Whether a file can call a method: its package depends on the one that declares it, or the trait of it, itself
    /// or through others.
    pub fn may_call(&self, file: usize, method: Def) -> bool {
        let declared =
            self.item(method).parent.and_then(|block| self.impl_of(Def { file: method.file, item: block }).1);
        self.may_see(file, method) || declared.is_some_and(|block| self.may_see(file, block))
    }

    /// Whether a file can name an item: its package is that of the item or depends on it, itself or through others.
    pub fn may_see(&self, file: usize, def: Def) -> bool {
        match (self.homes[file].package, self.homes[def.file as usize].package) {
            (Some(from), Some(to)) => self.reach.holds(from, to),
            _ => true,
        }
    }

    /// Whether a package is another one, or depends on it, itself or through others.
    pub fn uses(&self, package: usize, other: usize) -> bool {
        self.reach.holds(package, other)
    }

    /// The impl blocks of a type of the workspace.
    pub fn impls(&self, ty: Def) -> &[Def] {
        self.names.impls.of_type.get(&ty).map_or(&[], Vec::as_slice)
    }

    /// The impl blocks of a trait of the workspace.
    pub fn impls_of_trait(&self, tr: Def) -> &[Def] {
        self.names.impls.of_trait.get(&tr).map_or(&[], Vec::as_slice)
    }

    /// The functions called `name` in impls of a trait of the workspace, and its default body.
    pub fn implementors(&self, tr: Def, name: &str) -> Vec<Def> {
        self.names.impls.implementors(self, tr, name)
    }

    /// The items directly inside a mod, impl, trait, function or macro call.
    pub fn children(&self, def: Def) -> &[ItemId] {
        self.names.children(def)
    }

    /// The type that an `impl` block is for, and the trait it implements, when they are of the workspace.
    pub fn impl_of(&self, block: Def) -> (Option<Def>, Option<Def>) {
        self.names.impls.heads.get(&block).copied().unwrap_or_default()
    }

    /// The type or trait around a method.
    pub fn owner(&self, def: Def) -> Option<Def> {
        let parent = Def { file: def.file, item: self.item(def).parent? };
        match self.item(parent).kind {
            ItemKind::Impl { .. } => self.impl_of(parent).0,
            ItemKind::Trait { .. } => Some(parent),
            _ => None,
        }
    }

    /// Which packages serve others, as `tell` says when this is first asked.
    pub(crate) fn services(&self, tell: impl Fn(usize) -> bool) -> &[bool] {
        self.services.get_or_init(|| (0..self.project.packages.len()).map(tell).collect())
    }

    /// Whether a file's package names a crate among its dependencies; a file without a package depends on all.
    pub fn depends_on(&self, file: usize, krate: &str) -> bool {
        let package = self.homes[file].package.and_then(|package| self.project.packages.get(package));
        package.is_none_or(|package| {
            let mut dependencies = package.dependencies.iter();
            dependencies.any(|one| one.name == krate || is_library_of(&one.package, krate))
        })
    }

    /// Whether what a crate offers may stand in a file: of any crate that the package depends on, of none and of `std`.
    pub fn may_use(&self, file: usize, krate: &str) -> bool {
        krate.is_empty() || krate == "std" || self.depends_on(file, krate)
    }

    /// Whether a function is declared by a trait.
    pub fn is_in_trait(&self, def: Def) -> bool {
        let facts = self.facts(def);
        let is_trait = |parent| matches!(facts.item(parent).kind, ItemKind::Trait { .. });
        facts.item(def.item).parent.is_some_and(is_trait)
    }

    /// The item itself.
    pub fn item(&self, def: Def) -> &crate::model::fact::Item {
        self.files[def.file as usize].item(def.item)
    }

    /// The facts of an item's file.
    pub fn facts(&self, def: Def) -> &FileFacts {
        &self.files[def.file as usize]
    }

    /// How an item is called; nothing where it has no name.
    pub fn name_of(&self, def: Def) -> &str {
        self.facts(def).name(self.item(def).name)
    }

    /// Whether an item is a struct that has a field of this name.
    pub fn has_field(&self, def: Def, name: &str) -> bool {
        match &self.item(def).kind {
            ItemKind::Struct { fields, .. } => fields.list.iter().any(|field| self.facts(def).name(field.name) == name),
            _ => false,
        }
    }

    /// Whether an item is test code, by itself or by its file.
    pub fn is_test(&self, def: Def) -> bool {
        self.homes[def.file as usize].test || self.item(def).test
    }

    /// Whether a file's findings count: its package was not left out by `-p` or `--exclude`.
    pub fn in_scope(&self, file: usize) -> bool {
        let package = self.project.files[file].package.and_then(|at| self.project.packages.get(at));
        package.is_none_or(|package| package.selected)
    }

    /// Whether `-p` or `--exclude` left a package out: then what the rest does not do, it may do.
    pub fn is_part(&self) -> bool {
        self.project.packages.iter().any(|package| !package.selected)
    }

    /// Whether a path written at a place names something of the workspace, as rustc would resolve it or from the
    /// crate's root: an item, a variant, an associated function, a field of a type.
    pub fn path_exists(&self, file: usize, at: crate::model::place::Span, names: &[&str]) -> bool {
        let scope = self.files[file].items.iter().rposition(|item| item.span.contains(at));
        let scope = scope.map(|index| ItemId(index as u32));
        resolve::exists(self, file, scope, names)
    }
}

/// Whether a package's library is called so in code.
pub(crate) fn is_library_of(package: &str, krate: &str) -> bool {
    let in_code = package.bytes().map(|byte| if byte == b'-' { b'_' } else { byte });
    in_code.eq(krate.bytes())
}
