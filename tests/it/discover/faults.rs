//! What is missing, broken or of the wrong kind: shown at its place, and the rest is kept.

use super::*;

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
