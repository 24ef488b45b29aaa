//! A package's manifest and folder → the crates that cargo would compile, by its rules of autodiscovery.

use super::manifest::{Build, Manifest, TargetTable};
use super::path::{file_name, join, resolve, stem};
use super::tree::{Tree, is_rust};
use crate::model::finding::Problem;
use crate::model::project::{Target, TargetKind};
use std::ops::Range;

/// The targets of a package, by kind and name, and what is wrong with them.
pub(super) fn targets(tree: &Tree, manifest: &Manifest, package: &str, edition: u16) -> (Vec<Target>, Vec<Problem>) {
    let mut search =
        Search { tree, manifest, dir: manifest.dir(), package, edition, targets: Vec::new(), problems: Vec::new() };
    let auto = manifest.package.clone().unwrap_or_default();
    search.lib(auto.autolib);
    let mut bins: Vec<Found> = search.main().into_iter().collect();
    bins.extend(search.infer("src/bin"));
    search.many(TargetKind::Bin, &manifest.bins, bins, auto.autobins);
    search.many(TargetKind::Example, &manifest.examples, search.infer("examples"), auto.autoexamples);
    search.many(TargetKind::Test, &manifest.tests, search.infer("tests"), auto.autotests);
    search.many(TargetKind::Bench, &manifest.benches, search.infer("benches"), auto.autobenches);
    search.build(&auto.build);
    let mut targets = search.targets;
    targets.sort_by(|a, b| (a.kind, &a.name, &a.root).cmp(&(b.kind, &b.name, &b.root)));
    (targets, search.problems)
}

/// A name and a root file.
type Found = (String, String);

struct Search<'a> {
    tree: &'a Tree,
    manifest: &'a Manifest,
    dir: &'a str,
    package: &'a str,
    edition: u16,
    targets: Vec<Target>,
    problems: Vec<Problem>,
}

impl Search<'_> {
    fn lib(&mut self, auto: Option<bool>) {
        let table = self.manifest.lib.as_ref();
        let name = table.and_then(|table| table.name.clone()).unwrap_or_else(|| self.package.replace('-', "_"));
        let usual = join(self.dir, "src/lib.rs");
        match table {
            Some(TargetTable { path: Some(path), .. }) => self.explicit(TargetKind::Lib, name, &path.value, &path.span),
            Some(table) => match self.first_file([usual, join(self.dir, &format!("src/{name}.rs"))]) {
                Some(root) => self.push(TargetKind::Lib, name, root),
                None => self.not_found(TargetKind::Lib, &name, &table.span, "src/lib.rs"),
            },
            None if auto != Some(false) && self.tree.is_file(&usual) => self.push(TargetKind::Lib, name, usual),
            None => {}
        }
    }

    fn main(&self) -> Option<Found> {
        let main = join(self.dir, "src/main.rs");
        self.tree.is_file(&main).then(|| (self.package.to_owned(), main))
    }

    /// `x.rs` and `x/main.rs` in a folder.
    fn infer(&self, folder: &str) -> Vec<Found> {
        let folder = join(self.dir, folder);
        let mut found = Vec::new();
        for name in self.tree.children(&folder).into_iter().filter(|name| !name.starts_with('.')) {
            let path = join(&folder, &name);
            if is_rust(&name) && self.tree.is_file(&path) {
                found.push((stem(&name).to_owned(), path));
            } else {
                let main = join(&path, "main.rs");
                if self.tree.is_file(&main) {
                    found.push((name, main));
                }
            }
        }
        found
    }

    /// The targets of a kind that can have many: those of the manifest, then those found, which a name or a
    /// root of the former hides.
    fn many(&mut self, kind: TargetKind, tables: &[TargetTable], found: Vec<Found>, auto: Option<bool>) {
        let before = self.targets.len();
        for table in tables {
            let Some(name) = table.name.clone() else {
                let message = format!("a [[{}]] has no name", key(kind));
                let problem = self.manifest.problem_at(table.span.clone(), message, "give it one: name = \"…\"");
                self.problems.push(problem);
                continue;
            };
            match &table.path {
                Some(path) => self.explicit(kind, name, &path.value, &path.span),
                None => match self.by_name(kind, &name, &found) {
                    Some(root) => self.push(kind, name, root),
                    None => {
                        let usual = format!("{0}/{name}.rs or {0}/{name}/main.rs", folder(kind));
                        self.not_found(kind, &name, &table.span, &usual);
                    }
                },
            }
        }
        // In edition 2015, a table of a kind turns the search for that kind off.
        if auto.unwrap_or(self.edition > 2015 || tables.is_empty()) {
            for (name, root) in found {
                if !self.targets[before..].iter().any(|target| target.name == name || target.root == root) {
                    self.push(kind, name, root);
                }
            }
        }
    }

    fn by_name(&self, kind: TargetKind, name: &str, found: &[Found]) -> Option<String> {
        if let Some((_, root)) = found.iter().find(|(known, _)| known == name) {
            return Some(root.clone());
        }
        // Where edition 2015 looked for programs.
        let old = [format!("src/{name}.rs"), "src/bin/main.rs".to_owned(), "src/main.rs".to_owned()];
        let is_old = kind == TargetKind::Bin && self.edition == 2015;
        is_old.then(|| self.first_file(old.map(|path| join(self.dir, &path)))).flatten()
    }

    fn build(&mut self, build: &Build) {
        let usual = join(self.dir, "build.rs");
        match build {
            Build::Never => {}
            Build::Auto if self.tree.is_file(&usual) => {
                self.push(TargetKind::Build, "build-script-build".into(), usual)
            }
            Build::Auto => {}
            Build::At(paths) => {
                for path in paths {
                    let name = format!("build-script-{}", stem(file_name(&path.value)));
                    self.explicit(TargetKind::Build, name, &path.value, &path.span);
                }
            }
        }
    }

    /// A target whose root the manifest names.
    fn explicit(&mut self, kind: TargetKind, name: String, written: &str, span: &Range<usize>) {
        let (message, help) = match resolve(self.dir, written) {
            Some(root) if self.tree.is_file(&root) && self.tree.real(&root).is_some() => {
                self.push(kind, name, root);
                return;
            }
            Some(root) if !self.tree.is_file(&root) => {
                let nature = if self.tree.is_dir(&root) { "is a folder" } else { "is not there" };
                (format!("the root of {} `{name}` {nature}: `{written}`", key(kind)), "correct the path".to_owned())
            }
            _ => (
                format!("the root of {} `{name}` lies outside of the workspace: `{written}`", key(kind)),
                "only files below the workspace root are read".to_owned(),
            ),
        };
        self.problems.push(self.manifest.problem_at(span.clone(), message, help));
    }

    fn not_found(&mut self, kind: TargetKind, name: &str, span: &Range<usize>, usual: &str) {
        let message = format!("the root of {} `{name}` is not there: {usual}", key(kind));
        self.problems.push(self.manifest.problem_at(
            span.clone(),
            message,
            "add the file, or say where it is: path = \"…\"",
        ));
    }

    fn first_file<const N: usize>(&self, paths: [String; N]) -> Option<String> {
        paths.into_iter().find(|path| self.tree.is_file(path))
    }

    fn push(&mut self, kind: TargetKind, name: String, root: String) {
        self.targets.push(Target { kind, name, root });
    }
}

fn key(kind: TargetKind) -> &'static str {
    match kind {
        TargetKind::Lib => "lib",
        TargetKind::Bin => "bin",
        TargetKind::Example => "example",
        TargetKind::Test => "test",
        TargetKind::Bench => "bench",
        TargetKind::Build => "build script",
        TargetKind::Orphan => "orphan",
    }
}

fn folder(kind: TargetKind) -> &'static str {
    match kind {
        TargetKind::Example => "examples",
        TargetKind::Test => "tests",
        TargetKind::Bench => "benches",
        _ => "src/bin",
    }
}
