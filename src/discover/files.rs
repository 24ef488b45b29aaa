//! Packages and a tree → the files to read, each with the package that owns it.

use super::path::{ancestors, file_name, parent, starts_with};
use super::tree::{Listed, Listing, Tree, is_rust, is_sql};
use crate::model::finding::Problem;
use crate::model::inventory::Gap;
use crate::model::project::{Language, Package, SourceFile};
use std::collections::{BTreeMap, BTreeSet};

/// What is to be read, and what cannot be.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) files: Vec<SourceFile>,
    pub(super) problems: Vec<Problem>,
    pub(super) gaps: Vec<Gap>,
    /// Folders of packages with Rust files that are not part of the project.
    pub(super) outsiders: BTreeSet<String>,
}

/// Lists the files of the packages; with none, those of the plain folder. `strays` asks for what belongs to
/// no package too: the migrations beside a workspace's members.
pub(super) fn files(tree: &Tree, packages: &mut [Package], strays: bool) -> Found {
    // Without a manifest at the root, Rust files that lie about are the project, or part of it.
    let plain = tree.list().get("Cargo.toml").is_none();
    let mut search = Search { owners: owners(tree, packages), ..Search::default() };
    search.take_notes(tree.list());
    for file in &tree.list().files {
        match search.owner(&file.path) {
            Some(Owner::Package(at)) => search.add(file, Some(at)),
            Some(Owner::Nobody) if is_rust(&file.path) => search.outsiders.extend(search.package_around(&file.path)),
            Some(Owner::Nobody) => {}
            None if !is_rust(&file.path) && strays => search.add(file, None),
            None if plain => search.add(file, None),
            None => {}
        }
    }
    for (at, package) in packages.iter_mut().enumerate() {
        // A hidden package, which the walk passed by.
        if !package.dir.is_empty() && tree.list().get(&package.manifest).is_none() {
            let listing = tree.walk(&package.dir);
            search.take_notes(&listing);
            let mine = listing.files.iter().filter(|file| search.owner(&file.path) == Some(Owner::Package(at)));
            for file in mine.cloned().collect::<Vec<_>>() {
                search.add(&file, Some(at));
            }
        }
        for target in &mut package.targets {
            search.reach(tree, at, &mut target.root);
        }
    }
    let files = search.files.into_values().collect();
    Found { files, problems: search.problems, gaps: search.gaps, outsiders: search.outsiders }
}

/// Who the files below a folder with a manifest belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Owner {
    Package(usize),
    /// A package that is not part of the project.
    Nobody,
}

fn owners(tree: &Tree, packages: &[Package]) -> BTreeMap<String, Owner> {
    let mut owners = BTreeMap::new();
    for file in tree.list().files.iter().filter(|file| file_name(&file.path) == "Cargo.toml") {
        owners.insert(parent(&file.path).to_owned(), Owner::Nobody);
    }
    // The manifest of a workspace without a package of its own owns nothing.
    owners.remove("");
    for (at, package) in packages.iter().enumerate() {
        owners.insert(package.dir.clone(), Owner::Package(at));
    }
    owners
}

#[derive(Default)]
struct Search {
    owners: BTreeMap<String, Owner>,
    files: BTreeMap<String, SourceFile>,
    problems: Vec<Problem>,
    gaps: Vec<Gap>,
    outsiders: BTreeSet<String>,
}

impl Search {
    /// The innermost package around a file.
    fn owner(&self, path: &str) -> Option<Owner> {
        self.owners.get(&self.package_around(path)?).copied()
    }

    /// The folder of the innermost manifest around a file.
    fn package_around(&self, path: &str) -> Option<String> {
        ancestors(parent(path)).find(|dir| self.owners.contains_key(*dir)).map(str::to_owned)
    }

    fn add(&mut self, file: &Listed, package: Option<usize>) {
        let language = match () {
            () if is_rust(&file.path) => Language::Rust,
            () if is_sql(&file.path) => Language::Sql,
            () => return,
        };
        let entry = SourceFile { path: file.path.clone(), package, language, size: file.size };
        self.files.entry(file.path.clone()).or_insert(entry);
    }

    fn take_notes(&mut self, listing: &Listing) {
        self.problems.extend(listing.problems.iter().cloned());
        self.gaps.extend(listing.gaps.iter().cloned());
    }

    /// Takes in the root of a target that the walk did not meet, and the files beside and below it that nobody
    /// owns: its modules.
    fn reach(&mut self, tree: &Tree, package: usize, root: &mut String) {
        if self.files.contains_key(root) {
            return;
        }
        // A root that is a link, or lies behind one, is read under its own path.
        if let Some(real) = tree.real(root).filter(|real| is_rust(real)) {
            *root = real;
        }
        if self.files.contains_key(root) {
            return;
        }
        let size = tree.size(root).unwrap_or(0);
        let entry = SourceFile { path: root.clone(), package: Some(package), language: Language::Rust, size };
        self.files.insert(root.clone(), entry);
        let dir = parent(root).to_owned();
        if dir.is_empty() {
            return;
        }
        let listing = tree.walk(&dir);
        self.take_notes(&listing);
        for file in listing.files.iter().filter(|file| is_rust(&file.path)) {
            let unowned = match self.owner(&file.path) {
                None => true,
                Some(Owner::Package(at)) => at == package,
                // The root stands in a package of nobody: what is with it there goes with it.
                Some(Owner::Nobody) => self.owner(root) == Some(Owner::Nobody) && starts_with(&file.path, &dir),
            };
            if unowned {
                self.add(file, Some(package));
            }
        }
    }
}
