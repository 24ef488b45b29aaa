//! A folder, a map or a commit → the names of its files and their bytes. The only reader of scanned files;
//! no path given to it leads outside of its root.

use super::asked::Question;
use super::disk::Disk;
use super::git::Commit;
use super::path::{ancestors, file_name, join, parent, resolve, starts_with};
use crate::model::finding::Problem;
use crate::model::inventory::Gap;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// The files of a project, wherever they are kept. Paths are relative to its root and use `/`.
#[derive(Debug)]
pub struct Tree {
    store: Store,
    listing: OnceLock<Listing>,
}

#[derive(Debug)]
enum Store {
    Disk(Disk),
    Memory(BTreeMap<String, Vec<u8>>),
    Git(Commit),
}

/// What a walk found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listing {
    /// Rust files, SQL files and manifests, sorted by path, each once.
    pub files: Vec<Listed>,
    /// What was seen and cannot be read: links that lead outside, names that are not UTF-8.
    pub gaps: Vec<Gap>,
    /// What failed.
    pub problems: Vec<Problem>,
}

/// A file of a listing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Listed {
    /// Its path.
    pub path: String,
    /// Its size in bytes.
    pub size: u64,
}

impl Listing {
    /// The file with this path.
    pub fn get(&self, path: &str) -> Option<&Listed> {
        self.files.binary_search_by(|file| file.path.as_str().cmp(path)).ok().map(|at| &self.files[at])
    }

    pub(super) fn sorted(mut self) -> Self {
        self.files.sort();
        self.files.dedup_by(|later, first| later.path == first.path);
        self.gaps.sort();
        self
    }

    pub(super) fn gap(&mut self, path: impl Into<String>, reason: impl Into<String>) {
        self.gaps.push(Gap { path: path.into(), line: 1, reason: reason.into() });
    }
}

impl Tree {
    /// The files below a folder.
    pub fn disk(root: PathBuf) -> Tree {
        Tree::over(Store::Disk(Disk::new(root)))
    }

    /// Files held in memory: for tests, and for what is no folder.
    pub fn memory(files: BTreeMap<String, Vec<u8>>) -> Tree {
        Tree::over(Store::Memory(files))
    }

    /// The files of a commit below the folder `repo`, which may be any folder of the working copy. Their
    /// bytes are read from git's objects one by one, when they are asked for.
    pub fn git(repo: &Path, rev: &str) -> Result<Tree, Problem> {
        Commit::open(repo, rev).map(|commit| Tree::over(Store::Git(commit)))
    }

    fn over(store: Store) -> Tree {
        Tree { store, listing: OnceLock::new() }
    }

    /// The files that a scan reads, and the manifests: everything but hidden folders and build output.
    /// Walked once.
    pub fn list(&self) -> &Listing {
        self.listing.get_or_init(|| self.walk(""))
    }

    /// The same for one folder, which is entered even when it is hidden or holds build output.
    pub(super) fn walk(&self, dir: &str) -> Listing {
        match &self.store {
            Store::Disk(disk) => disk.walk(self, dir),
            Store::Memory(files) => {
                let sizes = files.iter().map(|(path, bytes)| (path.as_str(), bytes.len() as u64));
                self.filtered(dir, sizes, Listing::default())
            }
            Store::Git(commit) => {
                self.filtered(dir, commit.files().filter(|(path, _)| wanted(path)), commit.oddities(dir))
            }
        }
    }

    /// Picks from a list of paths what a walk of a disk would have met.
    fn filtered<'t>(&self, dir: &str, paths: impl Iterator<Item = (&'t str, u64)>, mut into: Listing) -> Listing {
        let mut judged: BTreeMap<String, bool> = BTreeMap::new();
        for (path, size) in paths.filter(|(path, _)| starts_with(path, dir) && wanted(path)) {
            let left_out = ancestors(parent(path))
                .take_while(|at| at.len() > dir.len())
                .any(|at| *judged.entry(at.to_owned()).or_insert_with(|| self.leaves_out(at)));
            if !left_out {
                into.files.push(Listed { path: path.to_owned(), size });
            }
        }
        into.sorted()
    }

    /// Whether a walk passes a folder by: hidden ones, and those that hold what cargo built.
    ///
    /// A cache tag alone is not enough: anyone can put one beside sources, and they would go unread.
    pub(super) fn leaves_out(&self, dir: &str) -> bool {
        let name = file_name(dir);
        if name.starts_with('.') {
            return true;
        }
        let beside = parent(dir);
        let is_module = || self.is_file(&join(dir, "mod.rs")) || self.is_file(&join(beside, "target.rs"));
        if name == "target" && (beside.is_empty() || self.is_file(&join(beside, "Cargo.toml"))) {
            return !is_module();
        }
        self.is_file(&join(dir, ".rustc_info.json")) && self.is_file(&join(dir, "CACHEDIR.TAG"))
    }

    /// The bytes of a file.
    pub fn read(&self, path: &str) -> Result<Vec<u8>, Problem> {
        let inside = resolve("", path).ok_or_else(|| outside(path))?;
        match &self.store {
            Store::Disk(disk) => {
                let listed = self.listing.get().is_some_and(|listing| listing.get(&inside).is_some());
                disk.read(&inside, listed)
            }
            Store::Memory(files) => files.get(&inside).cloned().ok_or_else(|| missing(path)),
            Store::Git(commit) => commit.read(&inside),
        }
    }

    /// The size of a file in bytes.
    pub fn size(&self, path: &str) -> Option<u64> {
        match &self.store {
            Store::Disk(disk) => disk.size(path),
            Store::Memory(files) => files.get(path).map(|bytes| bytes.len() as u64),
            Store::Git(commit) => commit.size(path),
        }
    }

    /// Whether a file is there and can be read as one.
    pub fn is_file(&self, path: &str) -> bool {
        match &self.store {
            Store::Disk(disk) => disk.is_file(path),
            Store::Memory(files) => files.contains_key(path),
            Store::Git(commit) => commit.size(path).is_some(),
        }
    }

    /// Whether a folder is there.
    pub fn is_dir(&self, path: &str) -> bool {
        match &self.store {
            Store::Disk(disk) => disk.is_dir(path),
            Store::Memory(files) => path.is_empty() || has_below(files, path),
            Store::Git(commit) => commit.is_dir(path),
        }
    }

    /// The path under which a file or folder is listed, links followed; `None` when it leads outside or is
    /// not there.
    pub fn real(&self, path: &str) -> Option<String> {
        match &self.store {
            Store::Disk(disk) => disk.real(path),
            Store::Memory(_) => (self.is_file(path) || self.is_dir(path)).then(|| path.to_owned()),
            Store::Git(commit) => commit.real(path),
        }
    }

    /// The names in a folder, sorted; those that are not UTF-8 are left out.
    pub fn children(&self, dir: &str) -> Vec<String> {
        match &self.store {
            Store::Disk(disk) => disk.children(dir),
            Store::Memory(files) => names_in(files, dir).into_iter().collect(),
            Store::Git(commit) => commit.children(dir),
        }
    }

    /// What the disk was asked; nothing for a tree that is not on it.
    pub fn asked(&self) -> Vec<(PathBuf, Question)> {
        match &self.store {
            Store::Disk(disk) => disk.questions(),
            Store::Memory(_) | Store::Git(_) => Vec::new(),
        }
    }

    /// The tree of one of its folders.
    pub(super) fn below(self, dir: &str) -> Tree {
        if dir.is_empty() {
            return self;
        }
        Tree::over(match self.store {
            Store::Disk(disk) => Store::Disk(disk.below(dir)),
            Store::Memory(files) => {
                let inside = files.into_iter().filter_map(|(path, bytes)| Some((strip(&path, dir)?.to_owned(), bytes)));
                Store::Memory(inside.collect())
            }
            Store::Git(commit) => Store::Git(commit.below(dir)),
        })
    }
}

/// What a path is called in one of its folders.
pub(super) fn strip<'p>(path: &'p str, dir: &str) -> Option<&'p str> {
    if dir.is_empty() { Some(path) } else { path.strip_prefix(dir)?.strip_prefix('/') }
}

/// The names that the keys have in a folder, sorted.
pub(super) fn names_in<V>(files: &BTreeMap<String, V>, dir: &str) -> BTreeSet<String> {
    let rests = below(files, dir).filter_map(|path| strip(path, dir));
    rests.filter_map(|rest| rest.split('/').next()).map(str::to_owned).collect()
}

/// Whether a key lies below a folder.
pub(super) fn has_below<V>(files: &BTreeMap<String, V>, dir: &str) -> bool {
    below(files, dir).next().is_some()
}

fn below<'f, V>(files: &'f BTreeMap<String, V>, dir: &str) -> impl Iterator<Item = &'f String> {
    let from = join(dir, "").trim_start_matches('/').to_owned();
    files.range(from.clone()..).map(|(path, _)| path).take_while(move |path| path.starts_with(&from))
}

/// Whether a walk lists a file of this name.
pub(super) fn wanted(path: &str) -> bool {
    let name = file_name(path);
    name == "Cargo.toml" || is_rust(name) || is_sql(name)
}

/// Whether the name is that of Rust.
pub(super) fn is_rust(path: &str) -> bool {
    path.ends_with(".rs")
}

/// Whether the name is that of SQL.
pub(super) fn is_sql(path: &str) -> bool {
    path.len() >= 4 && path.is_char_boundary(path.len() - 4) && path[path.len() - 4..].eq_ignore_ascii_case(".sql")
}

/// A path that leads outside.
pub(super) fn outside(path: &str) -> Problem {
    Problem::new(
        format!("`{path}` leads outside of the root"),
        "only files below the workspace root are read: start from a folder that holds both",
    )
    .at(path)
}

/// A file that is not there.
pub(super) fn missing(path: &str) -> Problem {
    Problem::new(format!("there is no file `{path}`"), "check the path; it is relative to the workspace root").at(path)
}
