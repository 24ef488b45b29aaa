//! Discovery as a user meets it: synthetic workspaces on disk, compared with what cargo itself says.

mod faults;
mod git;
#[cfg(unix)]
mod unix;

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
