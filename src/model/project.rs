//! What `discover` found: packages, their targets, and the files to read. Paths are relative to the
//! root and use `/`.

use serde::{Deserialize, Serialize};

/// A workspace (or a plain folder of Rust files) as its manifests describe it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Project {
    /// Packages in the order of their directories.
    pub packages: Vec<Package>,
    /// Files to read, sorted by path; each once.
    pub files: Vec<SourceFile>,
    /// Folders of packages below the root that are no members of its workspace, and whose files are not read.
    pub outsiders: Vec<String>,
    /// `[workspace.metadata.privacy-lint] policy`, as written.
    pub policy: Option<String>,
}

/// One package of the workspace that is in scope or that a package in scope may name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Package {
    /// `[package] name`, as written.
    pub name: String,
    /// Folder of its manifest; empty for the root.
    pub dir: String,
    /// Its manifest.
    pub manifest: String,
    /// Edition as a number (2015, 2018, 2021, 2024).
    pub edition: u16,
    /// Library, binaries, examples, tests, benches, build script: in that order, then by name.
    pub targets: Vec<Target>,
    /// Every dependency of every kind, by the name that code uses.
    pub dependencies: Vec<Dependency>,
    /// False when `-p` or `--exclude` left it out: read for its names, not reported.
    pub selected: bool,
}

/// A dependency as code names it.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Dependency {
    /// The crate name in code (`-` as `_`, after renaming).
    pub name: String,
    /// The package it stands for.
    pub package: String,
    /// Index into `Project::packages` when it is a package of this workspace.
    pub local: Option<usize>,
    /// Only for tests (`[dev-dependencies]`).
    pub dev: bool,
}

/// A crate that cargo would compile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// What it is.
    pub kind: TargetKind,
    /// Its name as in the manifest.
    pub name: String,
    /// Root file.
    pub root: String,
}

/// The kinds of target, in the order in which a file shared by several is given its owner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TargetKind {
    /// Library, proc-macro included.
    #[default]
    Lib,
    /// Program.
    Bin,
    /// Example.
    Example,
    /// Integration test.
    Test,
    /// Benchmark.
    Bench,
    /// Build script.
    Build,
    /// Reached by no target.
    Orphan,
}

impl TargetKind {
    /// Whether code of this kind is left out unless tests are asked for.
    pub fn is_test(self) -> bool {
        matches!(self, Self::Example | Self::Test | Self::Bench)
    }
}

/// A file to read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SourceFile {
    /// Path under the root.
    pub path: String,
    /// Index into `Project::packages`; `None` in a plain folder.
    pub package: Option<usize>,
    /// What it holds.
    pub language: Language,
    /// Size in bytes when it was listed: large files are read first.
    pub size: u64,
}

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Rust.
    Rust,
    /// SQL: migrations and schemas.
    Sql,
}
