//! Targets and the `mod` items of each file come in; the home of each file and the file behind each `mod` go out.

use super::{Absent, Def, Home, plain};
use crate::model::fact::{Expr, FileFacts, Item, ItemId, ItemKind, Lit, MacroValue};
use crate::model::project::{Language, Package, Project, Target, TargetKind};
use rustc_hash::FxHashMap;
use std::collections::VecDeque;

/// The module tree of all crates.
#[derive(Default)]
pub(super) struct Tree {
    pub(super) homes: Vec<Home>,
    /// The file behind an out-of-line `mod` or an `include!`.
    pub(super) behind: FxHashMap<Def, usize>,
    /// Crates in the order of their packages and targets: name in code, package, root file.
    pub(super) crates: Vec<CrateRoot>,
    /// Crate of each file.
    pub(super) crate_of: Vec<usize>,
    pub(super) absent: Vec<Absent>,
}

pub(super) struct CrateRoot {
    pub(super) package: Option<usize>,
    pub(super) root: Option<usize>,
    pub(super) is_lib: bool,
}

/// What the walk looks things up in.
pub(super) struct Sources<'a> {
    pub(super) project: &'a Project,
    pub(super) files: &'a [FileFacts],
    by_path: FxHashMap<&'a str, usize>,
}

/// A file on the way through a crate.
pub(super) struct Visit {
    pub(super) file: usize,
    pub(super) module: Vec<String>,
    /// The folder where `mod x;` is looked for.
    pub(super) folder: String,
    /// Whether it may lie beside the file as well: nobody says whether the file is the root of a crate.
    pub(super) beside: bool,
    pub(super) test: bool,
}

/// A crate to walk.
pub(super) struct Root {
    pub(super) krate: String,
    pub(super) package: Option<usize>,
    pub(super) target: TargetKind,
    pub(super) is_lib: bool,
    /// Where the walk begins.
    pub(super) start: Visit,
}

pub(super) fn walk(project: &Project, files: &[FileFacts]) -> Tree {
    let by_path = project.files.iter().enumerate().map(|(at, file)| (file.path.as_str(), at)).collect();
    let sources = Sources { project, files, by_path };
    let mut tree = Tree {
        homes: vec![Home { target: TargetKind::Orphan, ..Home::default() }; files.len()],
        crate_of: vec![usize::MAX; files.len()],
        ..Tree::default()
    };
    for (at, package) in project.packages.iter().enumerate() {
        for target in &package.targets {
            walk_target(&mut tree, &sources, at, package, target);
        }
    }
    plain::walk(&mut tree, &sources);
    place_the_rest(&mut tree, project);
    tree
}

fn walk_target(tree: &mut Tree, sources: &Sources, package_at: usize, package: &Package, target: &Target) {
    let is_lib = target.kind == TargetKind::Lib;
    let Some(&file) = sources.by_path.get(target.root.as_str()) else {
        return tree.crates.push(CrateRoot { package: Some(package_at), root: None, is_lib });
    };
    let start = Visit {
        file,
        module: Vec::new(),
        folder: parent_folder(&target.root).to_owned(),
        beside: false,
        test: target.kind.is_test() || in_folder(&package.dir, &FOLDERS_OF_TESTS),
    };
    let krate = crate_name(package, target);
    walk_crate(tree, sources, Root { krate, package: Some(package_at), target: target.kind, is_lib, start });
}

/// Follows the `mod` items of a crate from its root.
pub(super) fn walk_crate(tree: &mut Tree, sources: &Sources, root: Root) {
    let krate = tree.crates.len();
    tree.crates.push(CrateRoot { package: root.package, root: Some(root.start.file), is_lib: root.is_lib });
    let mut queue = VecDeque::from([root.start]);
    while let Some(visit) = queue.pop_front() {
        let home = &mut tree.homes[visit.file];
        if tree.crate_of[visit.file] != usize::MAX && (tree.crate_of[visit.file] == krate || visit.test || !home.test) {
            continue;
        }
        // Reached before as test code only: this target makes it real.
        tree.crate_of[visit.file] = krate;
        *home = Home {
            krate: root.krate.clone(),
            package: root.package,
            target: root.target,
            module: visit.module.clone(),
            test: visit.test,
        };
        for (at, item) in sources.files[visit.file].items.iter().enumerate() {
            let next = match sources.behind(&visit, item) {
                Behind::File(next) => next,
                Behind::Nothing => continue,
                Behind::Missing(places, reason) => {
                    tree.absent.push(Absent { file: visit.file, span: item.name_span, places, reason });
                    continue;
                }
            };
            tree.behind.insert(Def::new(visit.file, ItemId(at as u32)), next.file);
            queue.push_back(next);
        }
    }
}

/// What an item of a file leads to.
pub(super) enum Behind {
    File(Visit),
    /// A file that is not there: where it was looked for, and what is to be said.
    Missing(Vec<String>, String),
    Nothing,
}

impl Sources<'_> {
    /// The file behind an out-of-line `mod` or an `include!`. Only files that discovery found are looked among, so that
    /// no path that is written in code leads out of the root.
    pub(super) fn behind(&self, visit: &Visit, item: &Item) -> Behind {
        let facts = &self.files[visit.file];
        let own_folder = parent_folder(&self.project.files[visit.file].path);
        let test = visit.test || item.test;
        let module = || {
            let inside = inline_modules(facts, item).into_iter().map(str::to_owned);
            visit.module.iter().cloned().chain(inside).collect::<Vec<_>>()
        };
        match &item.kind {
            ItemKind::Mod { inline: false, path } => {
                let name = facts.name(item.name);
                let wanted = self.places_of(visit, item, name, path.map(|path| facts.name(path)));
                let Some(&file) = wanted.iter().find_map(|path| self.by_path.get(path.as_str())) else {
                    let reason = format!("module `{name}` has no file: neither {}", wanted.join(" nor "));
                    return if item.test { Behind::Nothing } else { Behind::Missing(wanted, reason) };
                };
                let found = &self.project.files[file].path;
                let mod_rs = path.is_some() || found.ends_with("/mod.rs");
                let folder = if mod_rs { parent_folder(found) } else { found.strip_suffix(".rs").unwrap_or(found) };
                let mut module = module();
                module.push(name.to_owned());
                Behind::File(Visit { file, module, folder: folder.to_owned(), beside: false, test })
            }
            ItemKind::MacroCall(call) if facts.last(&call.path) == "include" => {
                let path = call.args.first().and_then(|arg| match arg.value {
                    MacroValue::Str(id, _) | MacroValue::Expr(id) => match facts.expr(id) {
                        Expr::Lit(Lit::Str(text)) => Some(join(own_folder, facts.name(*text))),
                        _ => None,
                    },
                    _ => None,
                });
                let found = path.as_ref().and_then(|path| self.by_path.get(path.as_str()));
                match (found, path) {
                    (Some(&file), _) => Behind::File(Visit {
                        file,
                        module: module(),
                        folder: visit.folder.clone(),
                        beside: visit.beside,
                        test,
                    }),
                    (None, _) if item.test => Behind::Nothing,
                    (None, Some(path)) => {
                        let reason = format!("`include!` has no file: no {path}");
                        Behind::Missing(vec![path], reason)
                    }
                    (None, None) => {
                        Behind::Missing(Vec::new(), "what `include!` takes in is made by the build".to_owned())
                    }
                }
            }
            _ => Behind::Nothing,
        }
    }

    /// Where the file of an out-of-line module may be.
    fn places_of(&self, visit: &Visit, item: &Item, name: &str, path: Option<&str>) -> Vec<String> {
        let own_folder = parent_folder(&self.project.files[visit.file].path);
        let inside = inline_modules(&self.files[visit.file], item);
        let within = |folder: &str| inside.iter().fold(folder.to_owned(), |folder, name| join(&folder, name));
        let both = |folder: String| [join(&folder, &format!("{name}.rs")), join(&folder, &format!("{name}/mod.rs"))];
        match path {
            Some(path) if inside.is_empty() => vec![join(own_folder, path)],
            Some(path) => vec![join(&within(&visit.folder), path)],
            None => {
                let mut places = both(within(&visit.folder)).to_vec();
                if visit.beside {
                    places.extend(both(within(own_folder)));
                }
                places
            }
        }
    }
}

/// The inline modules around an item, outermost first.
fn inline_modules<'a>(facts: &'a FileFacts, item: &Item) -> Vec<&'a str> {
    let mut names = Vec::new();
    let mut parent = item.parent;
    while let Some(id) = parent {
        let item = facts.item(id);
        if matches!(item.kind, ItemKind::Mod { inline: true, .. }) {
            names.push(facts.name(item.name));
        }
        parent = item.parent;
    }
    names.reverse();
    names
}

/// Folders below the root whose files only test, whatever their kind. A package in one is a test program.
const FOLDERS_OF_TESTS: [&str; 7] = ["tests", "test", "benches", "fuzz", "e2e", "testdata", "fixtures"];
/// Folders whose files no target reaches because they only show.
const FOLDERS_OF_SAMPLES: [&str; 9] =
    ["examples", "example", "samples", "demo", "demos", "docs", "benchmark", "benchmarks", "bench"];

/// Whether the files of a folder only test or show.
pub(super) fn is_aside(folder: &str) -> bool {
    in_folder(folder, &FOLDERS_OF_TESTS) || in_folder(folder, &FOLDERS_OF_SAMPLES)
}

fn in_folder(path: &str, folders: &[&str]) -> bool {
    let is_one = |part: &str| folders.contains(&part) || folders.iter().any(|folder| is_called_so(part, folder));
    path.split('/').any(is_one)
}

/// `benchmarks/src/shop.sql`, `bench_data/1.sql`: no target reaches an SQL file, so that only its folders tell that it is
/// loaded to try a program out.
fn is_sample_data(path: &str) -> bool {
    let said = |part: &str| {
        let lists = [&FOLDERS_OF_TESTS[..], &FOLDERS_OF_SAMPLES, &["mock", "mocks", "quickstart"]];
        lists.iter().any(|list| list.contains(&part))
    };
    parent_folder(path).split('/').any(|folder| folder.split(['_', '-']).any(said))
}

/// `e2e_test`, `integration-tests`.
fn is_called_so(part: &str, folder: &str) -> bool {
    part.strip_suffix(folder).is_some_and(|before| before.ends_with(['_', '-']))
}

/// Orphans, SQL files, and everything in a plain folder.
fn place_the_rest(tree: &mut Tree, project: &Project) {
    for at in 0..project.files.len() {
        if tree.crate_of[at] != usize::MAX {
            continue;
        }
        let file = &project.files[at];
        let package = file.package.and_then(|package| project.packages.get(package));
        let dir = package.map_or("", |package| package.dir.as_str());
        let inner = file.path.strip_prefix(dir).unwrap_or(&file.path).trim_start_matches('/');
        let folder = parent_folder(inner);
        let of_tests = is_aside(folder);
        let module = inner.strip_prefix("src/").unwrap_or(inner).trim_end_matches(".rs").trim_end_matches("/mod");
        tree.crate_of[at] = tree.crates.len();
        tree.crates.push(CrateRoot { package: file.package, root: Some(at), is_lib: false });
        tree.homes[at] = Home {
            krate: package.map_or_else(|| plain::CRATE.to_owned(), |package| package.name.clone()),
            package: file.package,
            target: match (package, file.language) {
                (Some(package), Language::Sql) => package.targets.first().map_or(TargetKind::Orphan, |t| t.kind),
                (None, _) => TargetKind::Lib,
                _ => TargetKind::Orphan,
            },
            module: module.split('/').map(str::to_owned).collect(),
            test: of_tests
                || in_folder(&file.path, &FOLDERS_OF_TESTS)
                || file.language == Language::Sql && is_sample_data(&file.path),
        };
    }
}

fn crate_name(package: &Package, target: &Target) -> String {
    match target.kind {
        TargetKind::Lib => package.name.clone(),
        kind => format!("{}@{}:{}", package.name, kind_name(kind), target.name),
    }
}

fn kind_name(kind: TargetKind) -> &'static str {
    match kind {
        TargetKind::Lib => "lib",
        TargetKind::Bin => "bin",
        TargetKind::Example => "example",
        TargetKind::Test => "test",
        TargetKind::Bench => "bench",
        TargetKind::Build => "build",
        TargetKind::Orphan => "orphan",
    }
}

pub(super) fn parent_folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// Joins and folds `.` and `..`; a path that leaves the root becomes one that no file has.
fn join(folder: &str, path: &str) -> String {
    if path.starts_with('/') {
        return String::from("/outside");
    }
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.pop().is_none() => return String::from("/outside"),
            ".." => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}
