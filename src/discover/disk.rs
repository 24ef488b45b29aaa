//! A folder of the disk → its files, walked without following links, and their bytes.

use super::asked::{Asked, Question};
use super::path::{from_system, join, starts_with};
use super::tree::{Listed, Listing, Tree, is_rust, is_sql, outside, wanted};
use crate::model::finding::Problem;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use walkdir::{DirEntry, WalkDir};

/// The files below a folder.
#[derive(Debug)]
pub(super) struct Disk {
    root: PathBuf,
    /// The root with its own links resolved: what a resolved path must begin with.
    canonical: PathBuf,
    asked: Arc<Asked>,
}

impl Disk {
    pub(super) fn new(root: PathBuf) -> Self {
        let canonical = fs::canonicalize(&root).unwrap_or_else(|_| root.clone());
        Self { root, canonical, asked: Arc::default() }
    }

    pub(super) fn below(self, dir: &str) -> Self {
        Self { asked: self.asked, ..Self::new(self.root.join(dir)) }
    }

    fn at(&self, path: &str) -> PathBuf {
        if path.is_empty() { self.root.clone() } else { self.root.join(path) }
    }

    /// The same, where the run's result may depend on the answer.
    fn asked(&self, path: &str, question: Question) -> PathBuf {
        let system = self.at(path);
        self.asked.note(&system, question);
        system
    }

    /// What this disk was asked.
    pub(super) fn questions(&self) -> Vec<(PathBuf, Question)> {
        self.asked.list()
    }

    pub(super) fn is_file(&self, path: &str) -> bool {
        self.asked(path, Question::Kind).is_file()
    }

    pub(super) fn is_dir(&self, path: &str) -> bool {
        self.asked(path, Question::Kind).is_dir()
    }

    pub(super) fn size(&self, path: &str) -> Option<u64> {
        fs::metadata(self.asked(path, Question::Bytes))
            .ok()
            .filter(fs::Metadata::is_file)
            .map(|metadata| metadata.len())
    }

    /// Where a path ends once links are followed; `None` outside of the root.
    pub(super) fn real(&self, path: &str) -> Option<String> {
        self.real_of(&self.asked(path, Question::Kind))
    }

    fn real_of(&self, path: &Path) -> Option<String> {
        from_system(fs::canonicalize(path).ok()?.strip_prefix(&self.canonical).ok()?)
    }

    pub(super) fn children(&self, dir: &str) -> Vec<String> {
        let Ok(entries) = fs::read_dir(self.asked(dir, Question::Names)) else { return Vec::new() };
        let mut names: Vec<String> = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect();
        names.sort();
        names
    }

    /// Reads a file. One that the walk listed has no link on its way, so only others are resolved.
    pub(super) fn read(&self, path: &str, listed: bool) -> Result<Vec<u8>, Problem> {
        let system = self.asked(path, Question::Bytes);
        let unreadable = |error: std::io::Error| unreadable(path, &error);
        // Opening a pipe would wait for a writer for ever.
        if !fs::metadata(&system).map_err(unreadable)?.is_file() {
            return Err(Problem::new(format!("`{path}` is no file"), "only plain files can be read").at(path));
        }
        if !listed && self.real(path).is_none() {
            return Err(outside(path));
        }
        fs::read(&system).map_err(unreadable)
    }

    /// Lists what a scan reads below `dir`.
    pub(super) fn walk(&self, tree: &Tree, dir: &str) -> Listing {
        let mut listing = Listing::default();
        let mut links = Vec::new();
        let start = self.at(dir);
        let mut walk = WalkDir::new(&start).follow_links(false).follow_root_links(true).into_iter();
        while let Some(entry) = walk.next() {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    self.failed(dir, &start, &error, &mut listing);
                    continue;
                }
            };
            let below = entry.path().strip_prefix(&start).unwrap_or(Path::new(""));
            let Some(path) =
                from_system(below).map(|path| if path.is_empty() { dir.to_owned() } else { join(dir, &path) })
            else {
                unspeakable(&entry, &self.root, &mut listing);
                if entry.file_type().is_dir() {
                    walk.skip_current_dir();
                }
                continue;
            };
            if entry.file_type().is_dir() || entry.depth() == 0 {
                if entry.depth() > 0 && tree.leaves_out(&path) {
                    walk.skip_current_dir();
                } else {
                    self.asked.note(entry.path(), Question::Names);
                }
            } else if entry.file_type().is_symlink() {
                links.push(path);
            } else if wanted(&path) {
                match entry.metadata() {
                    Ok(metadata) if metadata.is_file() => listing.files.push(Listed { path, size: metadata.len() }),
                    Ok(_) => listing.gap(path, "is no plain file and is not read"),
                    Err(error) => self.failed(dir, &start, &error, &mut listing),
                }
            }
        }
        let mut listing = listing.sorted();
        let mut added = Vec::new();
        let mut reals = BTreeSet::new();
        for link in links {
            added.extend(self.follow(&link, &mut reals, &mut listing));
        }
        listing.files.append(&mut added);
        listing.sorted()
    }

    /// A link inside the root stands for a file that is read once: under its own path when the walk met it,
    /// else under that of the first link to it.
    fn follow(&self, link: &str, reals: &mut BTreeSet<String>, listing: &mut Listing) -> Option<Listed> {
        let is_dir = self.is_dir(link);
        if !wanted(link) && !is_dir {
            return None;
        }
        let Some(real) = self.real(link) else {
            let leads = if fs::metadata(self.at(link)).is_ok() { "outside of the root" } else { "nowhere" };
            listing.gap(link, format!("is a link that leads {leads} and is not followed"));
            return None;
        };
        if is_dir {
            if !listing.files.iter().any(|file| starts_with(&file.path, &real)) {
                listing.gap(link, format!("is a link to `{real}`, where nothing is read"));
            }
            return None;
        }
        if listing.get(&real).is_some() || !reals.insert(real) {
            return None;
        }
        Some(Listed { path: link.to_owned(), size: self.size(link)? })
    }

    fn failed(&self, dir: &str, start: &Path, error: &walkdir::Error, listing: &mut Listing) {
        let below = error.path().and_then(|path| path.strip_prefix(start).ok());
        let path = below.map_or_else(|| dir.to_owned(), |below| join(dir, &below.to_string_lossy().replace('\\', "/")));
        let path = if path.is_empty() { ".".to_owned() } else { path };
        let cause = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
        listing.problems.push(
            Problem::new(
                format!("cannot read the folder `{path}`: {cause}"),
                "grant read access to it, or leave its package out with --exclude",
            )
            .at(path),
        );
    }
}

/// A name that is not UTF-8 cannot be named in a report, nor in a manifest or a `mod`.
fn unspeakable(entry: &DirEntry, root: &Path, listing: &mut Listing) {
    let shown = entry.path().strip_prefix(root).unwrap_or(entry.path()).to_string_lossy().replace('\\', "/");
    if entry.file_type().is_dir() || is_rust(&shown) || is_sql(&shown) {
        listing.gap(shown, "has a name that is not UTF-8 and is not read");
    }
}

pub(super) fn unreadable(path: &str, error: &std::io::Error) -> Problem {
    Problem::new(
        format!("cannot read `{path}`: {error}"),
        "grant read access to it, or leave its package out with --exclude",
    )
    .at(path)
}
