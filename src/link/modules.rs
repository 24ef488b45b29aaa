//! Targets and the `mod` items of each file come in; the home of each file and the file behind each `mod` go out.

use super::{Def, Home};
use crate::model::fact::{Expr, FileFacts, Item, ItemId, ItemKind, Lit, MacroValue};
use crate::model::inventory::Gap;
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
    pub(super) gaps: Vec<Gap>,
}

pub(super) struct CrateRoot {
    pub(super) package: Option<usize>,
    pub(super) root: Option<usize>,
    pub(super) is_lib: bool,
}

struct Visit {
    file: usize,
    module: Vec<String>,
    /// The folder where `mod x;` is looked for.
    folder: String,
    test: bool,
}

pub(super) fn walk(project: &Project, files: &[FileFacts]) -> Tree {
    let by_path: FxHashMap<&str, usize> =
        project.files.iter().enumerate().map(|(at, file)| (file.path.as_str(), at)).collect();
    let mut tree = Tree {
        homes: vec![Home { target: TargetKind::Orphan, ..Home::default() }; files.len()],
        crate_of: vec![usize::MAX; files.len()],
        ..Tree::default()
    };
    for (at, package) in project.packages.iter().enumerate() {
        for target in &package.targets {
            walk_target(&mut tree, project, files, &by_path, at, package, target);
        }
    }
    place_the_rest(&mut tree, project);
    tree
}

fn walk_target(
    tree: &mut Tree,
    project: &Project,
    files: &[FileFacts],
    by_path: &FxHashMap<&str, usize>,
    package_at: usize,
    package: &Package,
    target: &Target,
) {
    let krate = tree.crates.len();
    let root = by_path.get(target.root.as_str()).copied();
    tree.crates.push(CrateRoot { package: Some(package_at), root, is_lib: target.kind == TargetKind::Lib });
    let Some(root) = root else { return };
    let start = Visit {
        file: root,
        module: Vec::new(),
        folder: parent_folder(&target.root).to_owned(),
        test: target.kind.is_test() || in_folder(&package.dir, &FOLDERS_OF_TESTS),
    };
    let mut queue = VecDeque::from([start]);
    while let Some(visit) = queue.pop_front() {
        let home = &mut tree.homes[visit.file];
        if tree.crate_of[visit.file] != usize::MAX && (tree.crate_of[visit.file] == krate || visit.test || !home.test) {
            continue;
        }
        // Reached before as test code only: this target makes it real.
        tree.crate_of[visit.file] = krate;
        *home = Home {
            krate: crate_name(package, target),
            package: Some(package_at),
            target: target.kind,
            module: visit.module.clone(),
            test: visit.test,
        };
        queue_children(tree, project, files, by_path, &visit, &mut queue);
    }
}

fn queue_children(
    tree: &mut Tree,
    project: &Project,
    files: &[FileFacts],
    by_path: &FxHashMap<&str, usize>,
    visit: &Visit,
    queue: &mut VecDeque<Visit>,
) {
    let facts = &files[visit.file];
    let own_folder = parent_folder(&project.files[visit.file].path);
    for (at, item) in facts.items.iter().enumerate() {
        let id = ItemId(at as u32);
        let inside = inline_modules(facts, item);
        let found = match &item.kind {
            ItemKind::Mod { inline: false, path } => {
                let name = facts.name(item.name);
                let folder = inside.iter().fold(visit.folder.clone(), |folder, name| join(&folder, name));
                let wanted = match path {
                    Some(path) if inside.is_empty() => vec![join(own_folder, facts.name(*path))],
                    Some(path) => vec![join(&folder, facts.name(*path))],
                    None => vec![join(&folder, &format!("{name}.rs")), join(&folder, &format!("{name}/mod.rs"))],
                };
                let found = wanted.iter().find_map(|path| by_path.get(path.as_str()));
                if found.is_none() && !item.test {
                    let reason = format!("module `{name}` has no file: neither {}", wanted.join(" nor "));
                    let line = facts.lines.line(item.name_span.start);
                    tree.gaps.push(Gap { path: project.files[visit.file].path.clone(), line, reason });
                }
                let mod_rs = path.is_some() || found.is_some_and(|&at| project.files[at].path.ends_with("/mod.rs"));
                found.map(|&at| {
                    let path = &project.files[at].path;
                    let folder = if mod_rs {
                        parent_folder(path).to_owned()
                    } else {
                        path.strip_suffix(".rs").unwrap_or(path).to_owned()
                    };
                    (at, folder, Some(name.to_owned()))
                })
            }
            ItemKind::MacroCall(call) if facts.last(&call.path) == "include" => call
                .args
                .first()
                .and_then(|arg| match arg.value {
                    MacroValue::Str(id, _) | MacroValue::Expr(id) => match facts.expr(id) {
                        Expr::Lit(Lit::Str(text)) => by_path.get(join(own_folder, facts.name(*text)).as_str()),
                        _ => None,
                    },
                    _ => None,
                })
                .map(|&at| (at, visit.folder.clone(), None)),
            _ => None,
        };
        if let Some((file, folder, name)) = found {
            tree.behind.insert(Def::new(visit.file, id), file);
            let mut module = visit.module.clone();
            module.extend(inside.iter().map(|name| (*name).to_owned()));
            module.extend(name);
            queue.push_back(Visit { file, module, folder, test: visit.test || item.test });
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
        let of_tests = in_folder(folder, &FOLDERS_OF_TESTS) || in_folder(folder, &FOLDERS_OF_SAMPLES);
        let module = inner.strip_prefix("src/").unwrap_or(inner).trim_end_matches(".rs").trim_end_matches("/mod");
        tree.crate_of[at] = tree.crates.len();
        tree.crates.push(CrateRoot { package: file.package, root: Some(at), is_lib: false });
        tree.homes[at] = Home {
            krate: package.map_or_else(|| "code".to_owned(), |package| package.name.clone()),
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

fn parent_folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// Joins and folds `.` and `..`; a path that leaves the root becomes one that no file has.
fn join(folder: &str, path: &str) -> String {
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
