//! The text of a Cargo.toml → the tables of it that say what is compiled from where, each value with its
//! place. What is wrong in it is collected; what is right is kept.

use super::path::parent;
use crate::model::finding::Problem;
use crate::model::place::{LineTable, Region, Span};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A manifest as written.
#[derive(Debug, Clone, Default)]
pub(super) struct Manifest {
    pub(super) path: String,
    pub(super) text: Arc<str>,
    /// Not TOML: what is here is what could be saved.
    pub(super) broken: bool,
    pub(super) package: Option<PackageTable>,
    pub(super) workspace: Option<WorkspaceTable>,
    pub(super) lib: Option<TargetTable>,
    pub(super) bins: Vec<TargetTable>,
    pub(super) examples: Vec<TargetTable>,
    pub(super) tests: Vec<TargetTable>,
    pub(super) benches: Vec<TargetTable>,
    pub(super) dependencies: Vec<DependencyTable>,
    pub(super) problems: Vec<Problem>,
}

/// A string and where it stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Text {
    pub(super) value: String,
    pub(super) span: Range<usize>,
}

/// `[package]`.
#[derive(Debug, Clone, Default)]
pub(super) struct PackageTable {
    pub(super) name: Option<String>,
    pub(super) edition: Edition,
    /// Where it says its workspace is.
    pub(super) workspace: Option<Text>,
    pub(super) build: Build,
    pub(super) autolib: Option<bool>,
    pub(super) autobins: Option<bool>,
    pub(super) autoexamples: Option<bool>,
    pub(super) autotests: Option<bool>,
    pub(super) autobenches: Option<bool>,
    /// `[package.metadata.privacy-lint] policy`.
    pub(super) policy: Option<String>,
    /// `[package.metadata.privacy-lint] baseline`.
    pub(super) baseline: Option<String>,
}

/// `edition`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Edition {
    /// Cargo then takes 2015.
    #[default]
    Absent,
    /// `edition.workspace = true`.
    Inherited,
    Given(u16),
}

/// `build`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) enum Build {
    /// `build.rs` if there is one.
    #[default]
    Auto,
    Never,
    At(Vec<Text>),
}

/// `[workspace]`.
#[derive(Debug, Clone, Default)]
pub(super) struct WorkspaceTable {
    pub(super) members: Vec<Text>,
    pub(super) exclude: Vec<String>,
    pub(super) edition: Option<u16>,
    pub(super) dependencies: BTreeMap<String, DependencyTable>,
    /// `[workspace.metadata.privacy-lint] policy`.
    pub(super) policy: Option<String>,
    /// `[workspace.metadata.privacy-lint] baseline`.
    pub(super) baseline: Option<String>,
}

/// `[lib]`, `[[bin]]` and their like.
#[derive(Debug, Clone, Default)]
pub(super) struct TargetTable {
    pub(super) name: Option<String>,
    pub(super) path: Option<Text>,
    /// Where the table stands.
    pub(super) span: Range<usize>,
}

/// An entry of a dependency table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct DependencyTable {
    pub(super) key: String,
    /// The package's name, when the key is another.
    pub(super) package: Option<String>,
    pub(super) path: Option<Text>,
    /// `workspace = true`.
    pub(super) inherited: bool,
    pub(super) dev: bool,
}

type Value<'t> = Spanned<DeValue<'t>>;

impl Manifest {
    /// Reads a manifest. Never fails: problems are in the result.
    pub(super) fn parse(path: &str, bytes: &[u8]) -> Self {
        let (text, utf8) = match std::str::from_utf8(bytes) {
            Ok(text) => (text.to_owned(), true),
            Err(_) => (String::from_utf8_lossy(bytes).into_owned(), false),
        };
        let mut this = Self { path: path.to_owned(), text: text.as_str().into(), ..Self::default() };
        if !utf8 {
            this.broken = true;
            let problem = Problem::new("the manifest is not UTF-8", "save it as UTF-8");
            this.problems.push(problem.at(path));
        }
        let (root, errors) = DeTable::parse_recoverable(&text);
        // Later errors of a broken text are mostly echoes of the first.
        if let Some(error) = errors.first() {
            this.broken = true;
            let span = error.span().unwrap_or(0..0);
            let message = error.message().lines().next().unwrap_or_default().to_owned();
            this.problem(
                span,
                format!("the manifest is not TOML: {message}"),
                "correct the line; cargo cannot read it either",
            );
        }
        this.take(root.get_ref());
        this
    }

    /// Folder of the manifest.
    pub(super) fn dir(&self) -> &str {
        parent(&self.path)
    }

    /// Lines and columns of a span.
    pub(super) fn region(&self, span: Range<usize>) -> Region {
        let end = span.end.min(self.text.len());
        LineTable::new(&self.text).region(Span::new(span.start.min(end), end))
    }

    /// A problem at a place of this manifest.
    pub(super) fn problem_at(
        &self,
        span: Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Problem {
        Problem::new(message, help).at(self.path.clone()).within(&self.text, self.region(span))
    }

    fn problem(&mut self, span: Range<usize>, message: impl Into<String>, help: impl Into<String>) {
        let problem = self.problem_at(span, message, help);
        self.problems.push(problem);
    }

    fn take(&mut self, root: &DeTable) {
        // `[project]` is what `[package]` was called once.
        if let Some(package) = self.table(root, "package").or_else(|| self.table(root, "project")) {
            self.package = Some(self.package_table(package));
        }
        if let Some(workspace) = self.table(root, "workspace") {
            self.workspace = Some(self.workspace_table(workspace));
        }
        self.lib = root.get("lib").and_then(|value| self.target(value));
        self.bins = self.targets(root, "bin");
        self.examples = self.targets(root, "example");
        self.tests = self.targets(root, "test");
        self.benches = self.targets(root, "bench");
        self.dependencies = self.dependency_tables(root);
        for (_, value) in self.table(root, "target").into_iter().flatten() {
            if let Some(platform) = value.get_ref().as_table() {
                let mut more = self.dependency_tables(platform);
                self.dependencies.append(&mut more);
            }
        }
    }

    fn package_table(&mut self, table: &DeTable) -> PackageTable {
        let edition = match table.get("edition") {
            None => Edition::Absent,
            Some(value) if inherits(value) => Edition::Inherited,
            Some(value) => self.edition(value).map_or(Edition::Absent, Edition::Given),
        };
        let build = match table.get("build").map(|value| (value, value.get_ref())) {
            Some((_, DeValue::Boolean(false))) => Build::Never,
            Some((value, DeValue::String(_))) => Build::At(self.text(value).into_iter().collect()),
            Some((value, DeValue::Array(_))) => Build::At(self.texts(value)),
            _ => Build::Auto,
        };
        let flag = |name: &str| table.get(name).and_then(|value| value.get_ref().as_bool());
        PackageTable {
            edition,
            build,
            autolib: flag("autolib"),
            autobins: flag("autobins"),
            autoexamples: flag("autoexamples"),
            autotests: flag("autotests"),
            autobenches: flag("autobenches"),
            name: self.string(table, "name").map(|name| name.value),
            workspace: self.string(table, "workspace"),
            policy: self.ours(table, "policy"),
            baseline: self.ours(table, "baseline"),
        }
    }

    fn workspace_table(&mut self, table: &DeTable) -> WorkspaceTable {
        let members = table.get("members").map(|value| self.texts(value)).unwrap_or_default();
        let exclude = table.get("exclude").map(|value| self.texts(value)).unwrap_or_default();
        let inherited = self.table(table, "package");
        let dependencies = self.dependency_table(table, "dependencies", false);
        WorkspaceTable {
            members,
            exclude: exclude.into_iter().map(|text| text.value).collect(),
            edition: inherited.and_then(|table| table.get("edition")).and_then(|value| self.edition(value)),
            dependencies: dependencies.into_iter().map(|entry| (entry.key.clone(), entry)).collect(),
            policy: self.ours(table, "policy"),
            baseline: self.ours(table, "baseline"),
        }
    }

    /// A setting of `[….metadata.privacy-lint]`.
    fn ours(&mut self, table: &DeTable, key: &str) -> Option<String> {
        let metadata = self.table(table, "metadata")?;
        let ours = self.table(metadata, "privacy-lint")?;
        self.string(ours, key).map(|text| text.value)
    }

    fn edition(&mut self, value: &Value) -> Option<u16> {
        let text = self.text(value)?;
        let number = text.value.parse().ok();
        if number.is_none() {
            self.problem(text.span, format!("`{}` is no edition", text.value), "the newest known here is \"2024\"");
        }
        number
    }

    fn targets(&mut self, table: &DeTable, key: &str) -> Vec<TargetTable> {
        let Some(value) = table.get(key) else { return Vec::new() };
        let Some(array) = value.get_ref().as_array() else {
            self.problem(value.span(), format!("`{key}` is no list of tables"), format!("write it as [[{key}]]"));
            return Vec::new();
        };
        array.iter().filter_map(|value| self.target(value)).collect()
    }

    fn target(&mut self, value: &Value) -> Option<TargetTable> {
        let table = value.get_ref().as_table()?;
        let name = self.string(table, "name").map(|name| name.value);
        Some(TargetTable { name, path: self.string(table, "path"), span: value.span() })
    }

    /// The dependencies of every kind that stand in a table.
    fn dependency_tables(&mut self, table: &DeTable) -> Vec<DependencyTable> {
        let kinds = [
            ("dependencies", false),
            ("build-dependencies", false),
            ("build_dependencies", false),
            ("dev-dependencies", true),
            ("dev_dependencies", true),
        ];
        kinds.iter().flat_map(|&(key, dev)| self.dependency_table(table, key, dev)).collect()
    }

    fn dependency_table(&mut self, table: &DeTable, key: &str, dev: bool) -> Vec<DependencyTable> {
        let Some(entries) = self.table(table, key) else { return Vec::new() };
        let mut list = Vec::new();
        for (name, value) in entries {
            let mut entry = DependencyTable { key: name.get_ref().to_string(), dev, ..DependencyTable::default() };
            if let Some(details) = value.get_ref().as_table() {
                entry.package = self.string(details, "package").map(|text| text.value);
                entry.path = self.string(details, "path");
                entry.inherited = inherits(value);
            }
            list.push(entry);
        }
        list
    }

    fn table<'t, 'i>(&mut self, table: &'t DeTable<'i>, key: &str) -> Option<&'t DeTable<'i>> {
        let value = table.get(key)?;
        let inner = value.get_ref().as_table();
        if inner.is_none() {
            self.problem(value.span(), format!("`{key}` is no table"), format!("write it as [{key}]"));
        }
        inner
    }

    fn string(&mut self, table: &DeTable, key: &str) -> Option<Text> {
        table.get(key).and_then(|value| self.text(value))
    }

    fn text(&mut self, value: &Value) -> Option<Text> {
        let text = value.get_ref().as_str();
        if text.is_none() {
            let found = value.get_ref().type_str();
            self.problem(value.span(), format!("expected a string, found {found}"), "put it between quotes");
        }
        Some(Text { value: text?.to_owned(), span: value.span() })
    }

    fn texts(&mut self, value: &Value) -> Vec<Text> {
        let Some(array) = value.get_ref().as_array() else {
            let found = value.get_ref().type_str();
            self.problem(value.span(), format!("expected a list of strings, found {found}"), "write it as [\"…\"]");
            return Vec::new();
        };
        array.iter().filter_map(|value| self.text(value)).collect()
    }
}

/// `x.workspace = true`.
fn inherits(value: &Value) -> bool {
    let flag = value.get_ref().as_table().and_then(|table| table.get("workspace"));
    flag.and_then(|flag| flag.get_ref().as_bool()) == Some(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_order_mark_and_carriage_returns_move_no_place() {
        let text = "\u{feff}[package]\r\nname = \"é\"\r\nbuild = [\"a.rs\", 1]\r\n";
        let manifest = Manifest::parse("Cargo.toml", text.as_bytes());
        let package = manifest.package.as_ref().expect("a package");
        assert_eq!(package.name.as_deref(), Some("é"));
        let places: Vec<_> = manifest.problems.iter().filter_map(|problem| problem.region).collect();
        assert_eq!(places, [Region { line: 3, column: 18, end_line: 3, end_column: 19 }]);
        assert!(!manifest.broken);
    }

    #[test]
    fn bytes_that_are_no_text_are_a_problem_and_the_rest_is_read() {
        let manifest = Manifest::parse("Cargo.toml", b"[package]\nname = \"a\"\ndescription = \"\xff\"\n");
        assert_eq!(manifest.problems[0].message, "the manifest is not UTF-8");
        assert_eq!(manifest.package.and_then(|package| package.name).as_deref(), Some("a"));
    }

    #[test]
    fn nonsense_is_survived() {
        for text in
            ["", "[[package]]", "package = 1", "[package]\nname", "[workspace]\nmembers = 3", "\0", "[a.b]\n[a]\nb=1"]
        {
            Manifest::parse("Cargo.toml", text.as_bytes());
        }
        assert_eq!(Manifest::parse("Cargo.toml", b"package = 1").problems[0].message, "`package` is no table");
    }
}
