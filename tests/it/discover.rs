//! Discovery as a user meets it: synthetic workspaces on disk, compared with what cargo itself says.

use privacy_lint::discover::{Discovered, Options, Tree, discover, discover_tree};
use privacy_lint::model::finding::Problem;
use privacy_lint::model::project::{Language, Package, TargetKind};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

fn put(root: &Path, files: &[(&str, &str)]) {
    for (path, text) in files {
        let path = root.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
        fs::write(path, text).expect("a file");
    }
}

fn project(files: &[(&str, &str)]) -> TempDir {
    let dir = TempDir::new().expect("a folder");
    put(dir.path(), files);
    dir
}

fn from(start: &Path) -> Discovered {
    discover(&Options { start: start.to_owned(), ..Options::default() }).expect("something to find")
}

fn paths(found: &Discovered) -> Vec<&str> {
    found.project.files.iter().map(|file| file.path.as_str()).collect()
}

fn names(found: &Discovered) -> Vec<&str> {
    found.project.packages.iter().map(|package| package.name.as_str()).collect()
}

fn package<'d>(found: &'d Discovered, name: &str) -> &'d Package {
    found.project.packages.iter().find(|package| package.name == name).expect("the package")
}

/// `path:line:column: message` of each problem.
fn shown(problems: &[Problem]) -> Vec<String> {
    let place = |problem: &Problem| match (&problem.path, problem.region) {
        (Some(path), Some(region)) => format!("{path}:{}:{}: ", region.line, region.column),
        (Some(path), None) => format!("{path}: "),
        _ => String::new(),
    };
    problems.iter().map(|problem| format!("{}{}", place(problem), problem.message)).collect()
}

/// Name, folder, edition and targets (kind, name, root) of a package.
type Row = (String, String, String, BTreeSet<(String, String, String)>);

fn ours(found: &Discovered) -> BTreeSet<Row> {
    let row = |package: &Package| {
        let targets = package.targets.iter().map(|target| {
            let kind = match target.kind {
                TargetKind::Build => "custom-build".to_owned(),
                kind => format!("{kind:?}").to_lowercase(),
            };
            (kind, target.name.clone(), target.root.clone())
        });
        (package.name.clone(), package.dir.clone(), package.edition.to_string(), targets.collect())
    };
    found.project.packages.iter().map(row).collect()
}

/// The same from `cargo metadata --no-deps --offline`.
fn cargos(root: &Path) -> BTreeSet<Row> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1"])
        .current_dir(root)
        .output()
        .expect("cargo");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let root = fs::canonicalize(root).expect("a folder");
    let relative = |path: &str| {
        let path = fs::canonicalize(path).expect("a file");
        path.strip_prefix(&root).expect("below the root").to_string_lossy().replace('\\', "/")
    };
    let text = |value: &serde_json::Value| value.as_str().expect("a string").to_owned();
    let row = |package: &serde_json::Value| {
        let targets = package["targets"].as_array().expect("targets").iter().map(|target| {
            let kind = match target["kind"][0].as_str().expect("a kind") {
                "proc-macro" | "cdylib" | "rlib" | "dylib" | "staticlib" => "lib".to_owned(),
                kind => kind.to_owned(),
            };
            (kind, text(&target["name"]), relative(&text(&target["src_path"])))
        });
        let manifest = relative(&text(&package["manifest_path"]));
        let dir = manifest.trim_end_matches("Cargo.toml").trim_end_matches('/').to_owned();
        (text(&package["name"]), dir, text(&package["edition"]), targets.collect())
    };
    json["packages"].as_array().expect("packages").iter().map(row).collect()
}

#[track_caller]
fn agrees_with_cargo(files: &[(&str, &str)]) -> TempDir {
    let dir = project(files);
    let found = from(dir.path());
    assert_eq!(shown(&found.problems), Vec::<String>::new());
    assert_eq!(ours(&found), cargos(dir.path()));
    dir
}

fn manifest(name: &str) -> String {
    format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2021\"\n")
}

#[test]
fn a_package_with_every_kind_of_target() {
    agrees_with_cargo(&[
        ("Cargo.toml", &manifest("all-kinds")),
        ("src/lib.rs", ""),
        ("src/main.rs", "fn main() {}"),
        ("src/bin/one.rs", "fn main() {}"),
        ("src/bin/two/main.rs", "fn main() {}"),
        ("src/bin/two/helper.rs", ""),
        ("src/bin/not-a-target/other.rs", ""),
        ("src/bin/.hidden.rs", ""),
        ("examples/show.rs", "fn main() {}"),
        ("examples/big/main.rs", "fn main() {}"),
        ("examples/big/part.rs", ""),
        ("tests/it.rs", ""),
        ("tests/common/mod.rs", ""),
        ("tests/more/main.rs", ""),
        ("benches/fast.rs", ""),
        ("build.rs", "fn main() {}"),
    ]);
}

#[test]
fn autodiscovery_off_and_explicit_paths() {
    agrees_with_cargo(&[
        (
            "Cargo.toml",
            &format!(
                "{}autobins = false\nautoexamples = false\nautotests = false\nbuild = \"tools/make.rs\"\n\
                 [lib]\nname = \"other_name\"\npath = \"lib/root.rs\"\nproc-macro = true\n\
                 [[bin]]\nname = \"run\"\npath = \"app/run.rs\"\n\
                 [[bin]]\nname = \"named\"\n\
                 [[example]]\nname = \"deep\"\npath = \"examples/a/b/deep.rs\"\n\
                 [[test]]\nname = \"slow\"\npath = \"checks/slow.rs\"\n\
                 [[bench]]\nname = \"quick\"\n",
                manifest("explicit")
            ),
        ),
        ("lib/root.rs", ""),
        ("src/main.rs", "fn main() {}"),
        ("src/bin/named/main.rs", "fn main() {}"),
        ("src/bin/ignored.rs", "fn main() {}"),
        ("app/run.rs", "fn main() {}"),
        ("examples/a/b/deep.rs", "fn main() {}"),
        ("examples/ignored.rs", "fn main() {}"),
        ("checks/slow.rs", ""),
        ("tests/ignored.rs", ""),
        ("benches/quick.rs", ""),
        ("benches/found.rs", ""),
        ("tools/make.rs", "fn main() {}"),
        ("build.rs", "fn main() {}"),
    ]);
}

#[test]
fn tables_and_search_together() {
    agrees_with_cargo(&[
        (
            "Cargo.toml",
            &format!(
                "{}build = false\n[[bin]]\nname = \"renamed\"\npath = \"src/main.rs\"\n\
                 [[bin]]\nname = \"moved\"\npath = \"src/elsewhere.rs\"\n[[test]]\nname = \"it\"\nharness = false\n",
                manifest("mixed")
            ),
        ),
        ("src/main.rs", "fn main() {}"),
        ("src/elsewhere.rs", "fn main() {}"),
        ("src/bin/moved.rs", "fn main() {}"),
        ("src/bin/extra.rs", "fn main() {}"),
        ("tests/it.rs", ""),
        ("tests/also.rs", ""),
        ("build.rs", "fn main() {}"),
    ]);
}

#[test]
fn edition_2015_stops_searching_for_a_kind_with_tables() {
    agrees_with_cargo(&[
        (
            "Cargo.toml",
            "[package]\nname = \"old\"\nversion = \"0.1.0\"\n[[bin]]\nname = \"a\"\n[[bin]]\nname = \"c\"\npath = \"src/c.rs\"\n",
        ),
        ("src/lib.rs", ""),
        ("src/main.rs", "fn main() {}"),
        ("src/bin/a.rs", "fn main() {}"),
        ("src/bin/b.rs", "fn main() {}"),
        ("src/c.rs", "fn main() {}"),
        ("tests/x.rs", ""),
    ]);
}

#[test]
fn autolib_off() {
    agrees_with_cargo(&[
        ("Cargo.toml", &format!("{}autolib = false\n", manifest("nolib"))),
        ("src/lib.rs", ""),
        ("src/main.rs", "fn main() {}"),
    ]);
}

/// Globs, exclude, inheritance, path dependencies, nested packages.
fn large() -> Vec<(&'static str, String)> {
    let inheriting = |name: &str, rest: &str| {
        format!("[package]\nname = \"{name}\"\nversion.workspace = true\nedition.workspace = true\n{rest}")
    };
    vec![
        (
            "Cargo.toml",
            "[workspace]\nresolver = \"2\"\nmembers = [\"crates/*\", \"tools/?-tool\", \"deep/**/leaf\", \"./exact\"]\n\
             exclude = [\"crates/old\", \"crates/attic\"]\ndefault-members = [\"exact\"]\n\
             [workspace.package]\nversion = \"1.0.0\"\nedition = \"2024\"\n\
             [workspace.dependencies]\nstore = { path = \"crates/store\" }\n\
             books = { path = \"crates/ledger\", package = \"ledger\" }\nserde = \"1\"\n\
             [workspace.metadata.privacy-lint]\npolicy = \"legal/privacy.toml\"\n"
                .into(),
        ),
        (
            "crates/api/Cargo.toml",
            inheriting(
                "api",
                "[dependencies]\nstore.workspace = true\nbooks.workspace = true\nserde.workspace = true\n\
                 json = { package = \"serde_json\", version = \"1\" }\nhidden-dep = { path = \"../../linked\" }\n\
                 [dev-dependencies]\nstore.workspace = true\nfake-it = \"1\"\n\
                 [target.'cfg(unix)'.dependencies]\nnix = \"0.27\"\n[build-dependencies]\ncc = \"1\"\n",
            ),
        ),
        ("crates/api/src/main.rs", "fn main() {}".into()),
        ("crates/api/migrations/1.sql", "CREATE TABLE t (x TEXT);".into()),
        ("crates/store/Cargo.toml", inheriting("store", "[lib]\nname = \"the_store\"\n")),
        ("crates/store/src/lib.rs", String::new()),
        ("crates/ledger/Cargo.toml", inheriting("ledger", "")),
        ("crates/ledger/src/lib.rs", String::new()),
        ("crates/ledger/tests/fixtures/inner/Cargo.toml", manifest("inner")),
        ("crates/ledger/tests/fixtures/inner/src/lib.rs", String::new()),
        ("crates/old/Cargo.toml", manifest("old")),
        ("crates/old/src/lib.rs", String::new()),
        ("crates/attic/x/Cargo.toml", manifest("attic-x")),
        ("crates/attic/x/src/lib.rs", String::new()),
        ("crates/README.md", String::new()),
        ("tools/a-tool/Cargo.toml", manifest("a-tool")),
        ("tools/a-tool/src/main.rs", "fn main() {}".into()),
        ("tools/stray/Cargo.toml", manifest("stray")),
        ("tools/stray/src/main.rs", "fn main() {}".into()),
        ("deep/er/leaf/Cargo.toml", manifest("leaf")),
        ("deep/er/leaf/src/lib.rs", String::new()),
        ("exact/Cargo.toml", manifest("exact")),
        ("exact/src/lib.rs", String::new()),
        ("linked/Cargo.toml", format!("{}[dependencies]\nfurther = {{ path = \"further\" }}\n", manifest("hidden-dep"))),
        ("linked/src/lib.rs", String::new()),
        ("linked/further/Cargo.toml", manifest("further")),
        ("linked/further/src/lib.rs", String::new()),
        ("migrations/0.sql", "CREATE TABLE u (y TEXT);".into()),
        ("scripts/stray.rs", String::new()),
        (".hidden/x.rs", String::new()),
        ("target/debug/build/out.rs", String::new()),
        ("crates/api/target/debug/out.rs", String::new()),
    ]
}

fn borrowed<'f>(files: &'f [(&'static str, String)]) -> Vec<(&'static str, &'f str)> {
    files.iter().map(|(path, text)| (*path, text.as_str())).collect()
}

#[test]
fn a_virtual_workspace_as_cargo_sees_it() {
    let files = large();
    let dir = agrees_with_cargo(&borrowed(&files));
    let found = from(dir.path());
    assert_eq!(names(&found), ["api", "ledger", "store", "leaf", "exact", "hidden-dep", "further", "a-tool"]);
    assert_eq!(found.project.policy.as_deref(), Some("legal/privacy.toml"));
    assert!(found.project.packages.iter().all(|package| package.selected));
    assert_eq!(
        paths(&found),
        [
            "crates/api/migrations/1.sql",
            "crates/api/src/main.rs",
            "crates/ledger/src/lib.rs",
            "crates/store/src/lib.rs",
            "deep/er/leaf/src/lib.rs",
            "exact/src/lib.rs",
            "linked/further/src/lib.rs",
            "linked/src/lib.rs",
            "migrations/0.sql",
            "tools/a-tool/src/main.rs",
        ]
    );
    let owner = |path: &str| found.project.files.iter().find(|file| file.path == path).expect("a file").package;
    assert_eq!(owner("migrations/0.sql"), None);
    assert_eq!(owner("linked/further/src/lib.rs").map(|at| &*found.project.packages[at].name), Some("further"));
    assert_eq!(found.project.files[0].language, Language::Sql);
    assert_eq!(found.project.files[0].size, 24);
}

#[test]
fn dependencies_have_the_names_that_code_uses() {
    let files = large();
    let dir = project(&borrowed(&files));
    let found = from(dir.path());
    let local = |at: Option<usize>| at.map(|at| found.project.packages[at].name.as_str());
    let list: Vec<_> = package(&found, "api")
        .dependencies
        .iter()
        .map(|dependency| (&*dependency.name, &*dependency.package, local(dependency.local), dependency.dev))
        .collect();
    assert_eq!(
        list,
        [
            ("books", "ledger", Some("ledger"), false),
            ("cc", "cc", None, false),
            ("fake_it", "fake-it", None, true),
            ("hidden_dep", "hidden-dep", Some("hidden-dep"), false),
            ("json", "serde_json", None, false),
            ("nix", "nix", None, false),
            ("serde", "serde", None, false),
            ("the_store", "store", Some("store"), false),
        ]
    );
}

#[test]
fn the_same_from_any_folder_inside() {
    let files = large();
    let dir = project(&borrowed(&files));
    let top = from(dir.path());
    for start in ["crates", "crates/api", "crates/api/src", "linked/further/src", "scripts", ".hidden"] {
        let found = from(&dir.path().join(start));
        assert_eq!((&found.root, &found.project), (&top.root, &top.project), "from {start}");
    }
    let by_flag = |path: &str| {
        let options =
            Options { start: dir.path().join("scripts"), manifest_path: Some(path.into()), ..Options::default() };
        discover(&options)
    };
    assert_eq!(by_flag("../crates/api/Cargo.toml").expect("a manifest").project, top.project);
}

#[test]
fn a_package_that_is_no_member_stands_alone() {
    let files = large();
    let dir = project(&borrowed(&files));
    for (start, name) in
        [("crates/old/src", "old"), ("tools/stray", "stray"), ("crates/ledger/tests/fixtures/inner", "inner")]
    {
        let found = from(&dir.path().join(start));
        assert_eq!(names(&found), [name]);
        assert!(paths(&found)[0].starts_with("src/"), "{:?}", paths(&found));
    }
}

#[test]
fn a_member_that_names_its_workspace() {
    let dir = agrees_with_cargo(&[
        ("Cargo.toml", &format!("{}[workspace]\nmembers = [\"a/b/c\"]\n", manifest("top"))),
        ("src/lib.rs", ""),
        ("a/b/c/Cargo.toml", &format!("{}workspace = \"../../..\"\n", manifest("c"))),
        ("a/b/c/src/lib.rs", ""),
    ]);
    assert_eq!(names(&from(&dir.path().join("a/b/c"))), ["top", "c"]);
}

#[test]
fn patterns_narrow_and_a_pattern_without_match_is_a_problem() {
    let files = large();
    let dir = project(&borrowed(&files));
    let select = |packages: &[&str], exclude: &[&str]| {
        let owned = |list: &[&str]| list.iter().map(|&text| text.to_owned()).collect();
        let options = Options {
            start: dir.path().to_owned(),
            packages: owned(packages),
            exclude: owned(exclude),
            ..Options::default()
        };
        let found = discover(&options).expect("a workspace");
        let selected: Vec<String> = found
            .project
            .packages
            .iter()
            .filter(|package| package.selected)
            .map(|package| package.name.clone())
            .collect();
        (selected, found.problems)
    };
    assert_eq!(select(&["api"], &[]).0, ["api"]);
    assert_eq!(select(&["l*", "api@1.0.0"], &["leaf"]).0, ["api", "ledger"]);
    assert_eq!(select(&[], &["*e*"]).0, ["api", "a-tool"]);
    let (selected, problems) = select(&["ledgre", "api"], &["zzz*"]);
    assert_eq!(selected, ["api"]);
    assert_eq!(shown(&problems), ["`-p ledgre` matches no package", "`--exclude zzz*` matches no package"]);
    assert_eq!(problems[0].help, "did you mean `ledger`?");
    assert_eq!(problems[1].help, "the packages are a-tool, api, exact, further, hidden-dep, leaf, ledger, store");
}

#[test]
fn a_plain_folder_is_one_project_without_a_package() {
    let dir = project(&[("a.rs", ""), ("sub/b.rs", ""), ("schema.sql", ""), (".git/x.rs", ""), ("notes.md", "")]);
    let found = from(dir.path());
    assert_eq!(paths(&found), ["a.rs", "schema.sql", "sub/b.rs"]);
    assert!(found.project.packages.is_empty());
    assert!(found.project.files.iter().all(|file| file.package.is_none()));
    assert!(found.problems.is_empty());
}

#[test]
fn a_folder_of_several_projects_reads_them_all() {
    let dir = project(&[
        ("one/Cargo.toml", &format!("{}[workspace]\nmembers = [\"m\"]\n", manifest("one"))),
        ("one/src/lib.rs", ""),
        ("one/m/Cargo.toml", &manifest("m")),
        ("one/m/src/lib.rs", ""),
        ("one/tests/data/Cargo.toml", &manifest("data")),
        ("one/tests/data/src/lib.rs", ""),
        ("two/Cargo.toml", &manifest("two")),
        ("two/src/main.rs", ""),
    ]);
    let found = from(dir.path());
    assert_eq!(names(&found), ["one", "m", "two"]);
    assert_eq!(paths(&found), ["one/m/src/lib.rs", "one/src/lib.rs", "two/src/main.rs"]);
}

#[test]
fn a_target_outside_of_its_package_brings_its_modules() {
    let dir = agrees_with_cargo(&[
        ("Cargo.toml", "[workspace]\nmembers = [\"app\"]\n"),
        (
            "app/Cargo.toml",
            &format!(
                "{}[[bin]]\nname = \"app\"\npath = \"../shared/app.rs\"\n[lib]\npath = \".gen/lib.rs\"\n",
                manifest("app")
            ),
        ),
        ("shared/app.rs", "mod part; fn main() {}"),
        ("shared/part.rs", ""),
        ("app/.gen/lib.rs", "mod deep;"),
        ("app/.gen/deep.rs", ""),
        ("loose.rs", ""),
    ]);
    let found = from(dir.path());
    assert_eq!(paths(&found), ["app/.gen/deep.rs", "app/.gen/lib.rs", "shared/app.rs", "shared/part.rs"]);
    assert!(found.project.files.iter().all(|file| file.package == Some(0)));
}

#[test]
fn an_ignored_file_is_read() {
    let dir =
        project(&[("Cargo.toml", &manifest("p")), (".gitignore", "*.rs\n"), ("src/lib.rs", ""), ("src/secret.rs", "")]);
    assert_eq!(paths(&from(dir.path())), ["src/lib.rs", "src/secret.rs"]);
}

#[test]
fn build_output_is_left_out_and_sources_cannot_pose_as_it() {
    let tag = "Signature: 8a477f597d28d172789f06886806bc55\n";
    let dir = project(&[
        ("Cargo.toml", &manifest("p")),
        ("src/lib.rs", ""),
        ("src/target/mod.rs", ""),
        ("src/tagged/CACHEDIR.TAG", tag),
        ("src/tagged/mod.rs", ""),
        ("out/CACHEDIR.TAG", tag),
        ("out/.rustc_info.json", "{}"),
        ("out/debug/x.rs", ""),
        ("target/y.rs", ""),
    ]);
    assert_eq!(paths(&from(dir.path())), ["src/lib.rs", "src/tagged/mod.rs", "src/target/mod.rs"]);
}

#[test]
fn a_missing_member_is_shown_at_its_place_and_the_rest_is_kept() {
    let dir = project(&[
        ("Cargo.toml", "[workspace]\nmembers = [\n    \"crates/api\",\n    \"crates/stroe\",\n    \"none/*\",\n]\n"),
        ("crates/api/Cargo.toml", &format!("{}[dependencies]\nx = {{ path = \"../x\" }}\n", manifest("api"))),
        ("crates/api/src/lib.rs", ""),
        ("crates/store/Cargo.toml", &manifest("store")),
    ]);
    let found = from(dir.path());
    assert_eq!(
        shown(&found.problems),
        [
            "Cargo.toml:4:5: the workspace member `crates/stroe` has no Cargo.toml",
            "Cargo.toml:5:5: the workspace members `none/*` match no folder with a Cargo.toml",
            "crates/api/Cargo.toml:6:14: the dependency `x` has no Cargo.toml at `../x`",
        ]
    );
    assert!(found.problems[0].help.starts_with("did you mean `crates/store`?"));
    assert!(found.problems[0].text.as_deref().is_some_and(|text| text.contains("crates/stroe")));
    assert_eq!(paths(&found), ["crates/api/src/lib.rs"]);
}

#[test]
fn a_broken_manifest_is_a_problem_and_its_files_are_read() {
    let dir = project(&[
        ("Cargo.toml", "[workspace]\nmembers = [\"good\", \"bad\"]\n"),
        ("good/Cargo.toml", &manifest("good")),
        ("good/src/lib.rs", ""),
        ("bad/Cargo.toml", "[package]\nname = \"bad-one\"\nversion = = \"1\"\n"),
        ("bad/src/main.rs", "fn main() {}"),
    ]);
    let found = from(dir.path());
    assert_eq!(found.problems.len(), 1);
    assert!(shown(&found.problems)[0].starts_with("bad/Cargo.toml:3:"), "{:?}", shown(&found.problems));
    assert_eq!(paths(&found), ["bad/src/main.rs", "good/src/lib.rs"]);
    assert_eq!(package(&found, "bad-one").targets[0].root, "bad/src/main.rs");
}

#[test]
fn a_broken_root_manifest_still_finds_the_packages_below() {
    let dir = project(&[
        ("Cargo.toml", "[workspace\nmembers = [\"a\"]\n"),
        ("a/Cargo.toml", &manifest("a")),
        ("a/src/lib.rs", ""),
    ]);
    let found = from(dir.path());
    assert!(shown(&found.problems)[0].starts_with("Cargo.toml:1:"), "{:?}", shown(&found.problems));
    assert_eq!(paths(&found), ["a/src/lib.rs"]);
}

#[test]
fn values_of_the_wrong_kind_are_problems_at_their_place() {
    let dir = project(&[
        (
            "Cargo.toml",
            "[package]\nname = 7\nedition = \"next\"\n[lib]\npath = \"nowhere.rs\"\n[[bin]]\npath = \"src/a.rs\"\n[[bin]]\nname = \"b\"\n",
        ),
        ("src/a.rs", ""),
    ]);
    let found = from(dir.path());
    assert_eq!(
        shown(&found.problems),
        [
            "Cargo.toml:2:8: expected a string, found integer",
            "Cargo.toml:3:11: `next` is no edition",
            "Cargo.toml:5:8: the root of lib `PLACE` is not there: `nowhere.rs`",
            "Cargo.toml:6:1: a [[bin]] has no name",
            "Cargo.toml:8:1: the root of bin `b` is not there: src/bin/b.rs or src/bin/b/main.rs",
        ]
        .map(|line| line.replace("PLACE", &found.project.packages[0].name.replace('-', "_")))
    );
    assert_eq!(paths(&found), ["src/a.rs"]);
}

#[test]
fn no_such_place_is_an_error() {
    let dir = project(&[("Cargo.toml", &manifest("p")), ("src/lib.rs", ""), ("other.toml", "")]);
    let error = |start: &Path, manifest_path: Option<&str>| {
        let options =
            Options { start: start.to_owned(), manifest_path: manifest_path.map(Into::into), ..Options::default() };
        let problem = discover(&options).expect_err("no project");
        (problem.message, problem.help)
    };
    assert!(error(&dir.path().join("gone"), None).0.starts_with("cannot read the folder"));
    assert!(error(&dir.path().join("other.toml"), None).0.starts_with("cannot read the folder"));
    assert_eq!(error(dir.path(), Some("src")).0, "`--manifest-path src` is a folder");
    assert!(error(dir.path(), Some(".")).1.contains("Cargo.toml"));
    assert_eq!(error(dir.path(), Some("other.toml")).0, "`--manifest-path other.toml` is no Cargo.toml");
    assert_eq!(error(dir.path(), Some("gone/Cargo.toml")).0, "`--manifest-path gone/Cargo.toml` is not there");
}

#[test]
fn an_empty_folder_is_a_problem() {
    let dir = project(&[("notes.md", "")]);
    let found = from(dir.path());
    assert!(found.problems[0].message.starts_with("there is no Rust file below"), "{:?}", found.problems);
}

#[test]
fn a_folder_with_the_name_of_a_file() {
    let dir = agrees_with_cargo(&[
        ("Cargo.toml", &manifest("p")),
        ("src/lib.rs", ""),
        ("src/x.rs/inner.rs", ""),
        ("tests/y.rs/main.rs", ""),
    ]);
    let found = from(dir.path());
    assert_eq!(paths(&found), ["src/lib.rs", "src/x.rs/inner.rs", "tests/y.rs/main.rs"]);
    assert_eq!(found.tree.read("src/x.rs").expect_err("a folder").message, "`src/x.rs` is no file");
}

#[cfg(unix)]
mod unix {
    use super::*;
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;

    #[test]
    fn links_are_read_once_and_never_outside() {
        let outside = project(&[("secret.rs", "")]);
        let dir = project(&[
            ("Cargo.toml", &manifest("p")),
            ("src/lib.rs", ""),
            ("src/real.rs", "mod a;"),
            ("src/generated.txt", "fn g() {}"),
        ]);
        let at = |path: &str| dir.path().join(path);
        symlink("real.rs", at("src/alias.rs")).expect("a link");
        symlink("generated.txt", at("src/one.rs")).expect("a link");
        symlink("generated.txt", at("src/two.rs")).expect("a link");
        symlink(dir.path(), at("src/loop")).expect("a link");
        symlink("self.rs", at("src/self.rs")).expect("a link");
        symlink(outside.path().join("secret.rs"), at("src/secret.rs")).expect("a link");
        symlink(outside.path(), at("src/elsewhere")).expect("a link");
        let found = from(dir.path());
        assert_eq!(paths(&found), ["src/lib.rs", "src/one.rs", "src/real.rs"]);
        let gaps: Vec<String> = found.gaps.iter().map(|gap| format!("{}: {}", gap.path, gap.reason)).collect();
        assert_eq!(
            gaps,
            [
                "src/elsewhere: is a link that leads outside of the root and is not followed",
                "src/secret.rs: is a link that leads outside of the root and is not followed",
                "src/self.rs: is a link that leads nowhere and is not followed",
            ]
        );
        assert!(found.problems.is_empty(), "{:?}", found.problems);
        for path in ["src/secret.rs", "src/elsewhere/secret.rs", "../x.rs", "/etc/passwd"] {
            let problem = found.tree.read(path).expect_err("outside");
            assert!(problem.message.contains("outside of the root"), "{path}: {}", problem.message);
        }
        assert_eq!(found.tree.read("src/one.rs").expect("a file"), b"fn g() {}");
    }

    #[test]
    fn a_target_that_is_a_link_has_the_root_it_leads_to() {
        let dir = project(&[
            ("Cargo.toml", "[workspace]\nmembers = [\"a\", \"b\"]\n"),
            ("a/Cargo.toml", &manifest("a")),
            ("a/src/lib.rs", "mod m;"),
            ("a/src/m.rs", ""),
            ("b/Cargo.toml", &manifest("b")),
        ]);
        symlink("../a/src", dir.path().join("b/src")).expect("a link");
        let found = from(dir.path());
        assert_eq!(package(&found, "b").targets[0].root, "a/src/lib.rs");
        assert_eq!(paths(&found), ["a/src/lib.rs", "a/src/m.rs"]);
    }

    #[test]
    fn names_that_are_no_utf8_are_gaps() {
        let dir = project(&[("Cargo.toml", &manifest("p")), ("src/lib.rs", "")]);
        fs::write(dir.path().join(OsStr::from_bytes(b"src/b\xffd.rs")), "").expect("a file");
        fs::create_dir(dir.path().join(OsStr::from_bytes(b"src/d\xff"))).expect("a folder");
        fs::write(dir.path().join(OsStr::from_bytes(b"src/d\xff/x.rs")), "").expect("a file");
        let found = from(dir.path());
        assert_eq!(paths(&found), ["src/lib.rs"]);
        let gaps: Vec<&str> = found.gaps.iter().map(|gap| gap.path.as_str()).collect();
        assert_eq!(gaps, ["src/b\u{fffd}d.rs", "src/d\u{fffd}"]);
    }

    #[test]
    fn a_pipe_is_a_gap_and_does_not_hang() {
        let dir = project(&[("Cargo.toml", &manifest("p")), ("src/lib.rs", "")]);
        let made = Command::new("mkfifo").arg(dir.path().join("src/pipe.rs")).status().expect("mkfifo");
        assert!(made.success());
        let found = from(dir.path());
        assert_eq!(found.gaps[0].path, "src/pipe.rs");
        assert_eq!(found.tree.read("src/pipe.rs").expect_err("a pipe").message, "`src/pipe.rs` is no file");
    }

    /// A superuser reads everything: there is nothing to see then.
    #[test]
    fn an_unreadable_folder_is_a_problem() {
        use std::os::unix::fs::PermissionsExt;
        let dir = project(&[("Cargo.toml", &manifest("p")), ("src/lib.rs", ""), ("src/shut/x.rs", "")]);
        let shut = dir.path().join("src/shut");
        fs::set_permissions(&shut, fs::Permissions::from_mode(0o000)).expect("permissions");
        if fs::read_dir(&shut).is_err() {
            let found = from(dir.path());
            assert!(found.problems[0].message.starts_with("cannot read the folder `src/shut`"), "{:?}", found.problems);
            assert_eq!(paths(&found), ["src/lib.rs"]);
        }
        fs::set_permissions(&shut, fs::Permissions::from_mode(0o755)).expect("permissions");
    }

    #[test]
    fn a_commit_with_links_reads_like_the_disk() {
        let dir = project(&[
            ("Cargo.toml", "[workspace]\nmembers = [\"a\", \"b\"]\n"),
            ("a/Cargo.toml", &manifest("a")),
            ("a/src/lib.rs", "mod m;"),
            ("a/src/m.rs", ""),
            ("a/src/text", "fn t() {}"),
            ("b/Cargo.toml", &manifest("b")),
        ]);
        symlink("../a/src", dir.path().join("b/src")).expect("a link");
        symlink("text", dir.path().join("a/src/t.rs")).expect("a link");
        symlink("../../../x.rs", dir.path().join("a/src/out.rs")).expect("a link");
        super::commit(dir.path());
        let disk = from(dir.path());
        let git = super::from_git(dir.path(), "HEAD");
        assert_eq!(git.project, disk.project);
        assert_eq!(git.tree.read("a/src/t.rs").expect("a file"), b"fn t() {}");
        assert!(git.tree.read("a/src/out.rs").is_err());
        assert_eq!(git.gaps[0].path, disk.gaps[0].path);
    }
}

fn git(dir: &Path, args: &[&str]) {
    let mut command = Command::new("git");
    command.current_dir(dir).args([
        "-c",
        "user.name=t",
        "-c",
        "user.email=t@example.org",
        "-c",
        "commit.gpgsign=false",
    ]);
    let output = command.args(args).output().expect("git");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

fn commit(dir: &Path) {
    git(dir, &["init", "-q"]);
    git(dir, &["add", "-A", "-f", "."]);
    git(dir, &["commit", "-q", "-m", "x"]);
}

fn from_git(dir: &Path, rev: &str) -> Discovered {
    let tree = Tree::git(dir, rev).expect("a commit");
    discover_tree(tree, fs::canonicalize(dir).expect("a folder"), "", &Options::default()).expect("a root")
}

#[test]
fn a_commit_reads_like_the_disk() {
    let files = large();
    let dir = project(&borrowed(&files));
    commit(dir.path());
    let disk = from(dir.path());
    put(dir.path(), &[("exact/src/lib.rs", "pub fn later() {}"), ("exact/src/new.rs", "")]);
    let git = from_git(dir.path(), "HEAD");
    assert_eq!(git.project, disk.project);
    assert_eq!((shown(&git.problems), &git.root), (shown(&disk.problems), &disk.root));
    assert_eq!(git.tree.list(), disk.tree.list());
    assert_eq!(git.tree.read("exact/src/lib.rs").expect("a file"), b"");
    assert_eq!(git.tree.read("crates/api/migrations/1.sql").expect("a file"), b"CREATE TABLE t (x TEXT);");
    assert_eq!(git.tree.read("crates/README.md").expect("a file"), b"");
    assert_eq!(git.tree.read("exact/src/new.rs").expect_err("later").message, "there is no file `exact/src/new.rs`");
}

#[test]
fn a_workspace_in_a_folder_of_its_repository() {
    let dir = project(&[("README.md", ""), ("backend/Cargo.toml", &manifest("p")), ("backend/src/lib.rs", "//")]);
    commit(dir.path());
    let below = dir.path().join("backend");
    assert_eq!(from_git(&below, "HEAD").project, from(&below).project);
    let tree = Tree::git(dir.path(), "HEAD").expect("a commit");
    let found = discover_tree(tree, dir.path().to_owned(), "backend/src", &Options::default()).expect("a root");
    assert_eq!(paths(&found), ["src/lib.rs"]);
    assert_eq!(found.root, below);
    assert_eq!(found.tree.read("src/lib.rs").expect("a file"), b"//");
}

#[test]
fn a_revision_is_never_a_flag() {
    let dir = project(&[("Cargo.toml", &manifest("p")), ("src/lib.rs", "")]);
    commit(dir.path());
    for rev in ["nope", "--help", "-h", "", "HEAD:src"] {
        let problem = Tree::git(dir.path(), rev).expect_err("no commit");
        assert!(problem.message.starts_with(&format!("git knows no commit `{rev}` here")), "{}", problem.message);
        assert!(problem.help.contains("fetch-depth: 0"));
    }
    let plain = project(&[("a.rs", "")]);
    assert!(Tree::git(plain.path(), "HEAD").is_err());
}

/// A partial clone fetches what it lacks by a program that its configuration names.
#[cfg(unix)]
#[test]
fn a_missing_object_is_a_problem_and_nothing_is_run_to_fetch_it() {
    let dir = project(&[("Cargo.toml", &manifest("p")), ("src/lib.rs", "pub fn lost() {}")]);
    commit(dir.path());
    let proof = dir.path().join("ran");
    let trap = format!("ext::touch {}", proof.display());
    for (key, value) in [
        ("core.repositoryFormatVersion", "1"),
        ("extensions.partialClone", "trap"),
        ("remote.trap.promisor", "true"),
        ("remote.trap.url", trap.as_str()),
        ("protocol.ext.allow", "always"),
    ] {
        git(dir.path(), &["config", key, value]);
    }
    let object = Command::new("git").current_dir(dir.path()).args(["rev-parse", "HEAD:src/lib.rs"]).output();
    let object = String::from_utf8(object.expect("git").stdout).expect("a hash");
    let (folder, file) = object.trim().split_at(2);
    fs::remove_file(dir.path().join(".git/objects").join(folder).join(file)).expect("the object");
    let tree = Tree::git(dir.path(), "HEAD");
    let problem = tree.and_then(|tree| tree.read("src/lib.rs")).expect_err("a lost object");
    assert!(problem.message.starts_with("git cannot "), "{}", problem.message);
    assert!(!proof.exists(), "the configuration's program was run");
}

#[test]
fn a_map_is_a_tree_too() {
    let files: BTreeMap<String, Vec<u8>> =
        large().into_iter().map(|(path, text)| (path.to_owned(), text.into_bytes())).collect();
    let found =
        discover_tree(Tree::memory(files), "/nowhere".into(), "crates/api", &Options::default()).expect("a root");
    let listed = large();
    let dir = project(&borrowed(&listed));
    assert_eq!(found.project, from(dir.path()).project);
}

#[test]
fn a_file_that_a_module_reaches_can_be_admitted() {
    let dir = project(&[("Cargo.toml", &manifest("p")), ("src/lib.rs", ""), (".gen/x.rs", "fn x() {}")]);
    let mut found = from(dir.path());
    assert!(found.admit("src/../.gen/x.rs", Some(0)));
    assert!(!found.admit(".gen/x.rs", Some(0)), "it is in already");
    assert!(!found.admit("../x.rs", Some(0)));
    assert!(!found.admit("Cargo.toml", Some(0)));
    assert_eq!(paths(&found), [".gen/x.rs", "src/lib.rs"]);
    assert_eq!(found.project.files[0].size, 9);
}

#[test]
fn a_thousand_crates_are_found_quickly() {
    let dir = TempDir::new().expect("a folder");
    put(dir.path(), &[("Cargo.toml", "[workspace]\nmembers = [\"crates/*\"]\n")]);
    for at in 0..1000 {
        let folder = format!("crates/c{at:04}");
        let dependency = format!("[dependencies]\nc{0:04} = {{ path = \"../c{0:04}\" }}\n", (at + 1) % 1000);
        let text = format!("{}{dependency}", manifest(&format!("c{at:04}")));
        put(dir.path(), &[(&format!("{folder}/Cargo.toml"), &text), (&format!("{folder}/src/lib.rs"), "")]);
    }
    let started = std::time::Instant::now();
    let found = from(&dir.path().join("crates/c0500/src"));
    assert_eq!(found.project.packages.len(), 1000);
    assert_eq!(found.project.packages[999].dependencies[0].local, Some(0));
    assert_eq!(found.project.files.len(), 1000);
    // Generous: a debug build on a busy machine takes a second.
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
    eprintln!("{:?}", started.elapsed());
}
