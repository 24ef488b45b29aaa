//! Where to start and what to leave out → the packages, their targets, the files to read, and the tree that
//! reads them. Manifests are read here and nothing of what they name is ever run.

mod asked;
mod base;
mod disk;
mod files;
mod git;
mod manifest;
mod past;
mod path;
mod select;
mod targets;
mod tree;
mod workspace;

use crate::model::finding::Problem;
use crate::model::inventory::Gap;
use crate::model::project::{Dependency, Language, Package, Project, SourceFile, TargetKind};
pub use asked::{Asked, Question};
pub use base::{MergeBase, differs_from, merge_base, working_tree_changes};
pub use past::{Past, past};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
pub use tree::{Listed, Listing, Tree};
use workspace::{Place, Workspace};

/// What the command line says about where to look.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// The current folder.
    pub start: PathBuf,
    /// `--manifest-path`.
    pub manifest_path: Option<PathBuf>,
    /// `-p`: names and patterns; empty for every member.
    pub packages: Vec<String>,
    /// `--exclude`: names and patterns.
    pub exclude: Vec<String>,
}

/// What was found.
#[derive(Debug)]
pub struct Discovered {
    /// The folder that every path is relative to, links resolved.
    pub root: PathBuf,
    /// Packages and files.
    pub project: Project,
    /// `[workspace.metadata.privacy-lint] baseline`, as written: a path below the root.
    pub baseline: Option<String>,
    /// Reads the files.
    pub tree: Tree,
    /// What is wrong with the manifests, the folders and the patterns. Exit 2, but the rest is here.
    pub problems: Vec<Problem>,
    /// What is there and is not read.
    pub gaps: Vec<Gap>,
    /// What the disk was asked above the root, to find it.
    pub above: Vec<(PathBuf, Question)>,
}

impl Discovered {
    /// Takes in a file that was left out and that a `mod` reaches after all: in a hidden folder, say. False
    /// when there is no such file below the root, or when it was in already.
    pub fn admit(&mut self, path: &str, package: Option<usize>) -> bool {
        let Some(path) = path::resolve("", path).and_then(|inside| self.tree.real(&inside)) else { return false };
        let (Some(size), true) = (self.tree.size(&path), tree::is_rust(&path)) else { return false };
        let Err(at) = self.project.files.binary_search_by(|file| file.path.cmp(&path)) else { return false };
        self.project.files.insert(at, SourceFile { path, package, language: Language::Rust, size });
        true
    }
}

/// Finds the project around the current folder, or that of `--manifest-path`. Fails only when there is no
/// place to start from.
pub fn discover(options: &Options) -> Result<Discovered, Problem> {
    let start = start(options)?;
    let top = start.ancestors().last().unwrap_or(Path::new("/")).to_owned();
    // The search goes upward, so it sees the whole disk; the scan then sees nothing above the root.
    let inside = start.strip_prefix(&top).ok().and_then(path::from_system);
    let disk = Tree::disk(top.clone());
    let root = match inside {
        Some(inside) => top.join(workspace::find_root(&disk, &inside).0),
        None => start,
    };
    Ok(Discovered { above: disk.asked(), ..assemble(Tree::disk(root.clone()), root, options) })
}

/// The same over a tree: `start` is a folder in it, `root` is what the tree's root is called on disk. Of the
/// options, only the patterns count.
pub fn discover_tree(tree: Tree, root: PathBuf, start: &str, options: &Options) -> Result<Discovered, Problem> {
    let Some(inside) = path::resolve("", start).filter(|inside| tree.is_dir(inside)) else {
        return Err(Problem::new(format!("there is no folder `{start}`"), "check the path"));
    };
    let (dir, _) = workspace::find_root(&tree, &inside);
    let root = if dir.is_empty() { root } else { root.join(&dir) };
    Ok(assemble(tree.below(&dir), root, options))
}

/// The folder to search from.
fn start(options: &Options) -> Result<PathBuf, Problem> {
    let folder = match &options.manifest_path {
        None => options.start.clone(),
        Some(written) => {
            let path = options.start.join(written);
            let shown = written.display();
            if path.is_dir() {
                let help = format!("name the file: --manifest-path {}", written.join("Cargo.toml").display());
                return Err(Problem::new(format!("`--manifest-path {shown}` is a folder"), help));
            }
            if path.file_name().is_none_or(|name| name != "Cargo.toml") {
                let help = "name a file that is called Cargo.toml";
                return Err(Problem::new(format!("`--manifest-path {shown}` is no Cargo.toml"), help));
            }
            if !path.is_file() {
                return Err(Problem::new(format!("`--manifest-path {shown}` is not there"), "check the path"));
            }
            path.parent().map_or_else(|| options.start.clone(), Path::to_owned)
        }
    };
    let problem = |error: std::io::Error| {
        Problem::new(format!("cannot read the folder `{}`: {error}", folder.display()), "start from another folder")
    };
    let real = std::fs::canonicalize(&folder).map_err(problem)?;
    std::fs::read_dir(&real).map_err(problem)?;
    Ok(real)
}

/// Everything below the root of a tree.
fn assemble(tree: Tree, root: PathBuf, options: &Options) -> Discovered {
    let workspaces = workspaces(&tree);
    let mut problems = Vec::new();
    let mut gaps = Vec::new();
    let mut members = BTreeMap::new();
    for workspace in &workspaces {
        problems.extend(workspace.problems.iter().cloned());
        gaps.extend(workspace.gaps.iter().cloned());
        for (dir, manifest) in &workspace.members {
            members.entry(dir.as_str()).or_insert((workspace, manifest));
        }
    }
    let mut packages = Vec::new();
    for (&dir, &(workspace, manifest)) in &members {
        let written = manifest.package.as_ref().and_then(|package| package.name.clone());
        let name = written.unwrap_or_else(|| folder_name(dir, &root));
        let edition = workspace.edition(manifest);
        let (targets, wrong) = targets::targets(&tree, manifest, &name, edition);
        problems.extend(wrong);
        packages.push(Package {
            name,
            dir: dir.to_owned(),
            manifest: manifest.path.clone(),
            edition,
            targets,
            dependencies: Vec::new(),
            selected: true,
        });
    }
    for (at, (workspace, manifest)) in members.values().enumerate() {
        packages[at].dependencies = dependencies(workspace, manifest, &packages);
    }
    problems.extend(select::select(&mut packages, &options.packages, &options.exclude));
    let at_root = workspaces.iter().find(|workspace| workspace.dir.is_empty());
    let (policy, baseline) = (at_root.and_then(policy), at_root.and_then(baseline));
    drop(members);
    let mut found = files::files(&tree, &mut packages, options.packages.is_empty());
    problems.append(&mut found.problems);
    gaps.append(&mut found.gaps);
    gaps.sort();
    gaps.dedup();
    if found.files.is_empty() && problems.is_empty() {
        let help = "start from a folder with a Cargo.toml or with Rust files, or give --manifest-path";
        problems.push(Problem::new(format!("there is no Rust file below `{}`", root.display()), help));
    }
    // Flags first, then manifest by manifest, each from top to bottom.
    problems.sort_by(|a, b| (&a.path, a.region).cmp(&(&b.path, b.region)));
    Discovered {
        root,
        project: Project { packages, files: found.files, outsiders: found.outsiders.into_iter().collect(), policy },
        baseline,
        tree,
        problems,
        gaps,
        above: Vec::new(),
    }
}

/// The workspace at the root; without one that can be read, those of the outermost manifests below.
fn workspaces(tree: &Tree) -> Vec<Workspace> {
    let mut found = Vec::new();
    if workspace::has_manifest(tree, "") {
        let root = Workspace::load(tree, "");
        if !root.root.broken || root.root.workspace.is_some() {
            return vec![root];
        }
        found.push(root);
    }
    let mut taken: Vec<String> = Vec::new();
    for file in tree.list().files.iter().filter(|file| path::file_name(&file.path) == "Cargo.toml") {
        let dir = path::parent(&file.path);
        if !dir.is_empty() && !taken.iter().any(|above| path::starts_with(dir, above)) {
            taken.push(dir.to_owned());
            found.push(Workspace::load(tree, dir));
        }
    }
    found
}

fn baseline(workspace: &Workspace) -> Option<String> {
    let of_workspace = workspace.root.workspace.as_ref().and_then(|table| table.baseline.clone());
    of_workspace.or_else(|| workspace.root.package.as_ref().and_then(|table| table.baseline.clone()))
}

fn policy(workspace: &Workspace) -> Option<String> {
    let of_workspace = workspace.root.workspace.as_ref().and_then(|table| table.policy.clone());
    of_workspace.or_else(|| workspace.root.package.as_ref().and_then(|table| table.policy.clone()))
}

/// A package whose manifest does not say its name is called after its folder.
fn folder_name(dir: &str, root: &Path) -> String {
    match path::file_name(dir) {
        "" => root.file_name().map_or_else(|| "root".to_owned(), |name| name.to_string_lossy().into_owned()),
        name => name.to_owned(),
    }
}

/// The dependencies of a package by the names that its code uses.
fn dependencies(workspace: &Workspace, manifest: &manifest::Manifest, packages: &[Package]) -> Vec<Dependency> {
    let mut by_name: BTreeMap<(String, String), Dependency> = BTreeMap::new();
    for entry in &manifest.dependencies {
        let settled = workspace.settle(manifest, entry);
        let local = match &settled.place {
            Place::Inside(dir, _) => packages.iter().position(|package| package.dir == *dir),
            _ => None,
        };
        let lib = local.and_then(|at| packages[at].targets.iter().find(|target| target.kind == TargetKind::Lib));
        // A library may have another name than its package; a renamed dependency has the name given here.
        let name = match lib.filter(|_| !settled.renamed) {
            Some(lib) => lib.name.replace('-', "_"),
            None => settled.entry.key.replace('-', "_"),
        };
        let package = settled.package.to_owned();
        let dependency = by_name.entry((name.clone(), package.clone())).or_insert_with(|| Dependency {
            name,
            package,
            local,
            dev: true,
        });
        dependency.dev &= entry.dev;
        dependency.local = dependency.local.or(local);
    }
    by_name.into_values().collect()
}
