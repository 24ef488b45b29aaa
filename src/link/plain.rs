//! Rust files that belong to no package come in; the crates that their `mod` items make of them go out.
//!
//! A `main.rs` or `lib.rs` is the root of a crate, and so is whatever no `mod` leads to. Names are told by the folder.

use super::modules::{Behind, Root, Sources, Tree, Visit, is_aside, parent_folder, walk_crate};
use crate::model::project::{Language, TargetKind};
use rustc_hash::FxHashSet;

/// What code without a package is called.
pub(super) const CRATE: &str = "code";

pub(super) fn walk(tree: &mut Tree, sources: &Sources) {
    let files = &sources.project.files;
    let plain = |at: &usize| files[*at].package.is_none() && files[*at].language == Language::Rust;
    let all: Vec<usize> = (0..files.len()).filter(plain).collect();
    let named_root = |at: &&usize| matches!(name(&files[**at].path), "main.rs" | "lib.rs");
    for &at in all.iter().filter(named_root) {
        let path = &files[at].path;
        let folder = parent_folder(path);
        let mut module = modules(folder);
        // Beside a library a program has names of its own.
        if name(path) == "main.rs" && all.iter().any(|&other| files[other].path == beside(path, "lib.rs")) {
            module.push("main".to_owned());
        }
        begin(
            tree,
            sources,
            Visit { file: at, module, folder: folder.to_owned(), beside: false, test: is_aside(folder) },
        );
    }
    let rest: Vec<usize> = all.into_iter().filter(|&at| tree.crate_of[at] == usize::MAX).collect();
    let reached: FxHashSet<usize> = rest.iter().flat_map(|&at| children(sources, at)).collect();
    for at in rest.into_iter().filter(|at| !reached.contains(at)) {
        begin(tree, sources, alone(sources, at));
    }
}

fn begin(tree: &mut Tree, sources: &Sources, start: Visit) {
    let krate = CRATE.to_owned();
    // What the name of a file makes the root need not be one: an earlier root may have reached it.
    if tree.crate_of[start.file] == usize::MAX {
        walk_crate(tree, sources, Root { krate, package: None, target: TargetKind::Lib, is_lib: false, start });
    }
}

/// A file that is called by its path: the root of a crate, or a module whose parent is not here.
fn alone(sources: &Sources, at: usize) -> Visit {
    let path = &sources.project.files[at].path;
    let stem = path.strip_suffix(".rs").unwrap_or(path);
    let folder = stem.strip_suffix("/mod").unwrap_or(stem);
    Visit {
        file: at,
        module: modules(folder),
        folder: folder.to_owned(),
        beside: true,
        test: is_aside(parent_folder(path)),
    }
}

fn children(sources: &Sources, at: usize) -> Vec<usize> {
    let visit = alone(sources, at);
    let behind = sources.files[at].items.iter().map(|item| sources.behind(&visit, item));
    let files = behind.filter_map(|behind| match behind {
        Behind::File(next) => Some(next.file),
        Behind::Missing(..) | Behind::Nothing => None,
    });
    files.filter(|&file| file != at).collect()
}

/// The modules that a folder stands for: `src` stands for none.
fn modules(folder: &str) -> Vec<String> {
    let parts = folder.split('/').filter(|part| !part.is_empty() && *part != "src");
    parts.map(str::to_owned).collect()
}

/// Another file of the same folder.
fn beside(path: &str, name: &str) -> String {
    path.rsplit_once('/').map_or(name.to_owned(), |(folder, _)| format!("{folder}/{name}"))
}

fn name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}
