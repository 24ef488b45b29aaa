//! A project and the facts of its files come in, one workspace with every name resolved goes out.

use crate::model::fact::{FileFacts, ItemId, Path};
use crate::model::project::{Project, TargetKind};

/// An item anywhere in the workspace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Def {
    /// Index into `Workspace::files`.
    pub file: u32,
    /// The item in it.
    pub item: ItemId,
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

/// What a path means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resolved {
    /// An item of the workspace.
    Def(Def),
    /// A variant of an enum of the workspace: its position.
    Variant(Def, usize),
    /// A method or associated function: type path known by the caller, see `Workspace::methods`.
    /// Something of another crate, as `crate::path::Name` (`std` for `core` and `alloc`).
    External(String),
    /// Not found: a local, a generic parameter, a primitive type, or a name that comes through a glob.
    Unknown,
}

/// The whole workspace.
#[derive(Debug, Clone, Default)]
pub struct Workspace {
    /// What was discovered.
    pub project: Project,
    /// Facts, parallel to `project.files`.
    pub files: Vec<FileFacts>,
    /// Homes, parallel to `files`.
    pub homes: Vec<Home>,
    names: names::Names,
}

mod names;

/// Joins the facts of a project's files.
pub fn link(project: Project, files: Vec<FileFacts>) -> Workspace {
    names::link(project, files)
}

impl Workspace {
    /// What a path means in the scope of an item (its nearest mod, fn, impl) of a file; types, values and
    /// macros share one lookup, since Rust programs seldom give two meanings to one name.
    pub fn resolve(&self, file: usize, scope: Option<ItemId>, path: &Path) -> Resolved {
        self.names.resolve(self, file, scope, path)
    }

    /// Item path: `package[@bin:NAME]::mod::Type::method`.
    pub fn item_path(&self, def: Def) -> String {
        names::item_path(self, def)
    }

    /// The functions called `name` in inherent and trait impls of a type of the workspace.
    pub fn methods(&self, ty: Def, name: &str) -> Vec<Def> {
        self.names.methods(ty, name)
    }

    /// Every function of the workspace called `name` that has a receiver.
    pub fn methods_named(&self, name: &str) -> &[Def] {
        self.names.methods_named(name)
    }

    /// The impl blocks of a type of the workspace.
    pub fn impls(&self, ty: Def) -> &[Def] {
        self.names.impls(ty)
    }

    /// The functions called `name` in impls of a trait of the workspace, and its default body.
    pub fn implementors(&self, tr: Def, name: &str) -> Vec<Def> {
        self.names.implementors(tr, name)
    }
}
