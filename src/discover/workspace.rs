//! A folder with a Cargo.toml → the packages that cargo would build there, by the rules of cargo's
//! workspaces: members with globs, exclude, path dependencies, inheritance.

use super::manifest::{DependencyTable, Edition, Manifest, Text};
use super::path::{ancestors, file_name, join, parent, resolve, starts_with};
use super::tree::Tree;
use crate::model::finding::Problem;
use crate::model::inventory::Gap;
use globset::GlobBuilder;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

/// A workspace, or a package that stands alone.
#[derive(Debug)]
pub(super) struct Workspace {
    pub(super) dir: String,
    pub(super) root: Arc<Manifest>,
    /// The packages, by folder.
    pub(super) members: BTreeMap<String, Arc<Manifest>>,
    pub(super) problems: Vec<Problem>,
    pub(super) gaps: Vec<Gap>,
}

/// A dependency with inheritance settled.
#[derive(Debug)]
pub(super) struct Settled<'m> {
    pub(super) entry: &'m DependencyTable,
    pub(super) package: &'m str,
    /// The key is not the package's name.
    pub(super) renamed: bool,
    pub(super) place: Place<'m>,
}

/// Where a dependency comes from.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Place<'m> {
    /// A registry or git.
    Elsewhere,
    /// A folder below the root.
    Inside(String, &'m Text),
    /// A folder that is not below the root.
    Outside(&'m Text),
}

impl Workspace {
    /// Reads the manifest in `dir` and those of its members.
    pub(super) fn load(tree: &Tree, dir: &str) -> Self {
        let (root, problems) = read_manifest(tree, dir);
        let mut this =
            Self { dir: dir.to_owned(), root, members: BTreeMap::new(), problems: Vec::new(), gaps: Vec::new() };
        this.problems.extend(problems);
        if this.root.package.is_some() || this.root.workspace.is_none() {
            this.enter(tree, this.root.clone());
        } else {
            this.problems.extend(this.root.problems.iter().cloned());
        }
        let members = this.root.workspace.as_ref().map(|table| table.members.clone()).unwrap_or_default();
        for member in &members {
            this.enter_member(tree, member);
        }
        this.gaps.sort();
        this.gaps.dedup();
        let mut seen = BTreeSet::new();
        this.problems.retain(|problem| seen.insert((problem.path.clone(), problem.region, problem.message.clone())));
        this
    }

    /// One entry of `members`.
    fn enter_member(&mut self, tree: &Tree, member: &Text) {
        let Some(pattern) = resolve(&self.dir, &member.value) else {
            self.leads_outside(&self.root.clone(), &member.span, format!("the member `{}`", member.value));
            return;
        };
        if !is_glob(&pattern) {
            if !has_manifest(tree, &pattern) {
                let help = self.help_for_missing(tree, &pattern, "take the entry out of `members`");
                let message = format!("the workspace member `{}` has no Cargo.toml", member.value);
                self.problems.push(self.root.problem_at(member.span.clone(), message, help));
            } else if !self.members.contains_key(&pattern) {
                let (manifest, problems) = read_manifest(tree, &pattern);
                if manifest.package.is_none() && !manifest.broken && problems.is_none() {
                    let message = format!("the workspace member `{}` has no [package]", member.value);
                    let help = "workspaces do not nest: take the entry out of `members`, or list its packages";
                    self.problems.push(self.root.problem_at(member.span.clone(), message, help));
                }
                self.problems.extend(problems);
                self.enter(tree, manifest);
            }
            return;
        }
        let matches: Vec<String> = match expand(tree, &pattern) {
            Ok(dirs) => dirs.into_iter().filter(|dir| has_manifest(tree, dir)).collect(),
            Err(cause) => {
                let message = format!("`{}` is no pattern: {cause}", member.value);
                self.problems.push(self.root.problem_at(member.span.clone(), message, "correct the pattern"));
                return;
            }
        };
        if matches.is_empty() {
            let message = format!("the workspace members `{}` match no folder with a Cargo.toml", member.value);
            let help = "take the entry out of `members`, or correct it";
            self.problems.push(self.root.problem_at(member.span.clone(), message, help));
        }
        for dir in matches {
            if !self.excludes(&dir) && !self.members.contains_key(&dir) {
                let (manifest, problems) = read_manifest(tree, &dir);
                self.problems.extend(problems);
                self.enter(tree, manifest);
            }
        }
    }

    /// Takes a package in, and the packages that it depends on by path.
    fn enter(&mut self, tree: &Tree, manifest: Arc<Manifest>) {
        let mut waiting = vec![manifest];
        while let Some(manifest) = waiting.pop() {
            let dir = manifest.dir().to_owned();
            if self.members.contains_key(&dir) {
                continue;
            }
            self.problems.extend(manifest.problems.iter().cloned());
            let is_package = manifest.package.is_some() || manifest.broken || manifest.workspace.is_none();
            let mut found = Vec::new();
            for entry in &manifest.dependencies {
                let settled = self.settle(&manifest, entry);
                let home = if entry.inherited { &self.root } else { &manifest };
                match settled.place {
                    Place::Elsewhere => {}
                    Place::Inside(to, _) if self.members.contains_key(&to) => {}
                    Place::Outside(text) => found.push((home.clone(), text.clone(), entry.key.clone(), None)),
                    Place::Inside(to, text) => found.push((home.clone(), text.clone(), entry.key.clone(), Some(to))),
                }
            }
            if is_package {
                self.members.insert(dir, manifest);
            }
            for (home, text, key, to) in found {
                match to {
                    None => self.leads_outside(&home, &text.span, format!("the dependency `{key}`")),
                    Some(to) => waiting.extend(self.depended_on(tree, &home, &text, &key, &to)),
                }
            }
        }
    }

    /// The manifest of a path dependency that belongs to this workspace.
    fn depended_on(
        &mut self,
        tree: &Tree,
        home: &Manifest,
        text: &Text,
        key: &str,
        dir: &str,
    ) -> Option<Arc<Manifest>> {
        if self.members.contains_key(dir) {
            return None;
        }
        if self.excludes(dir) {
            let line = home.region(text.span.clone()).line;
            let reason = format!("the dependency `{key}` is excluded from the workspace and is not read");
            self.gaps.push(Gap { path: home.path.clone(), line, reason });
            return None;
        }
        if !has_manifest(tree, dir) {
            let help = self.help_for_missing(tree, dir, "correct the path");
            let message = format!("the dependency `{key}` has no Cargo.toml at `{}`", text.value);
            self.problems.push(home.problem_at(text.span.clone(), message, help));
            return None;
        }
        let (manifest, problems) = read_manifest(tree, dir);
        self.problems.extend(problems);
        // The root of another workspace: cargo refuses it as a member of this one.
        (manifest.workspace.is_none() || dir == self.dir).then_some(manifest)
    }

    fn leads_outside(&mut self, home: &Manifest, span: &Range<usize>, what: String) {
        let line = home.region(span.clone()).line;
        let reason = format!("{what} lies outside of the root and is not read");
        self.gaps.push(Gap { path: home.path.clone(), line, reason });
    }

    /// Cargo's rule: what `exclude` says, unless `members` names it or a folder above it by the letter.
    fn excludes(&self, dir: &str) -> bool {
        let Some(table) = &self.root.workspace else { return false };
        let above = |written: &str| resolve(&self.dir, written).is_some_and(|above| starts_with(dir, &above));
        let named = table.members.iter().filter(|member| !is_glob(&member.value)).any(|member| above(&member.value));
        !named && table.exclude.iter().any(|written| above(written))
    }

    /// What a dependency is, once `workspace = true` is followed.
    pub(super) fn settle<'m>(&'m self, manifest: &'m Manifest, entry: &'m DependencyTable) -> Settled<'m> {
        let shared = self.root.workspace.as_ref().and_then(|table| table.dependencies.get(&entry.key));
        let (source, dir) = match shared.filter(|_| entry.inherited) {
            Some(shared) => (shared, self.dir.as_str()),
            None => (entry, manifest.dir()),
        };
        let place = match &source.path {
            None => Place::Elsewhere,
            Some(text) => match resolve(dir, &text.value) {
                Some(inside) => Place::Inside(inside, text),
                None => Place::Outside(text),
            },
        };
        let package = source.package.as_deref().unwrap_or(&entry.key);
        Settled { entry, package, renamed: source.package.is_some(), place }
    }

    /// The edition of a package, as a number.
    pub(super) fn edition(&self, manifest: &Manifest) -> u16 {
        match manifest.package.as_ref().map_or(Edition::Absent, |package| package.edition) {
            Edition::Given(edition) => edition,
            Edition::Inherited => self.root.workspace.as_ref().and_then(|table| table.edition).unwrap_or(2015),
            // A manifest that cannot be read says nothing about its edition: that of most code is the better guess.
            Edition::Absent if manifest.broken => 2021,
            Edition::Absent => 2015,
        }
    }

    fn help_for_missing(&self, tree: &Tree, dir: &str, otherwise: &str) -> String {
        let beside = parent(dir);
        let names: Vec<String> =
            tree.children(beside).into_iter().filter(|name| has_manifest(tree, &join(beside, name))).collect();
        match super::select::nearest(file_name(dir), names.iter().map(String::as_str)) {
            Some(near) => format!("did you mean `{}`? Else {otherwise}", join(beside, near)),
            None => format!("add `{}`, or {otherwise}", join(dir, "Cargo.toml")),
        }
    }
}

/// The root of the project that a folder lies in, and whether it has a manifest. What stands above the nearest
/// manifest counts only if it has that package for a member.
pub(super) fn find_root(tree: &Tree, start: &str) -> (String, bool) {
    let Some(nearest) = ancestors(start).find(|dir| has_manifest(tree, dir)) else { return (start.to_owned(), false) };
    let (manifest, _) = read_manifest(tree, nearest);
    if manifest.workspace.is_some() {
        return (nearest.to_owned(), true);
    }
    let has_it = |dir: &str| Workspace::load(tree, dir).members.contains_key(nearest);
    if let Some(written) = manifest.package.as_ref().and_then(|package| package.workspace.as_ref()) {
        let root = resolve(nearest, &written.value).filter(|dir| starts_with(nearest, dir) && has_manifest(tree, dir));
        return (root.unwrap_or_else(|| nearest.to_owned()), true);
    }
    let mut above = ancestors(nearest).skip(1).filter(|dir| has_manifest(tree, dir));
    let root = above.find(|dir| read_manifest(tree, dir).0.workspace.is_some() && has_it(dir));
    (root.unwrap_or(nearest).to_owned(), true)
}

pub(super) fn has_manifest(tree: &Tree, dir: &str) -> bool {
    tree.is_file(&join(dir, "Cargo.toml"))
}

fn read_manifest(tree: &Tree, dir: &str) -> (Arc<Manifest>, Option<Problem>) {
    let path = join(dir, "Cargo.toml");
    match tree.read(&path) {
        Ok(bytes) => (Arc::new(Manifest::parse(&path, &bytes)), None),
        Err(problem) => (Arc::new(Manifest { path, broken: true, ..Manifest::default() }), Some(problem)),
    }
}

fn is_glob(pattern: &str) -> bool {
    pattern.contains(['*', '?', '['])
}

/// The folders that a pattern names. `*` stays within one component and takes hidden names too, as cargo's does.
fn expand(tree: &Tree, pattern: &str) -> Result<Vec<String>, String> {
    let mut dirs = vec![String::new()];
    for part in pattern.split('/') {
        let mut next = Vec::new();
        if part == "**" {
            dirs.iter().for_each(|dir| below(tree, dir, &mut next));
        } else if is_glob(part) {
            let glob =
                GlobBuilder::new(part).literal_separator(true).build().map_err(|error| error.kind().to_string())?;
            let matcher = glob.compile_matcher();
            for dir in &dirs {
                let names = tree.children(dir).into_iter().filter(|name| matcher.is_match(name));
                next.extend(names.map(|name| join(dir, &name)).filter(|path| tree.is_dir(path)));
            }
        } else {
            next.extend(dirs.iter().map(|dir| join(dir, part)).filter(|path| tree.is_dir(path)));
        }
        dirs = next;
    }
    dirs.sort();
    dirs.dedup();
    Ok(dirs)
}

/// A folder and all below it, without build output and without folders that are links.
fn below(tree: &Tree, dir: &str, into: &mut Vec<String>) {
    into.push(dir.to_owned());
    for name in tree.children(dir) {
        let path = join(dir, &name);
        if tree.is_dir(&path) && !tree.leaves_out(&path) && tree.real(&path).as_deref() == Some(&*path) {
            below(tree, &path, into);
        }
    }
}
