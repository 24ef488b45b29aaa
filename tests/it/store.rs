//! What is kept between runs and carried between machines changes no result.

use crate::project::TODAY;
use privacy_lint::discover::{Options, discover};
use privacy_lint::extract;
use privacy_lint::gate::Settings;
use privacy_lint::pipeline::{Request, analyse};
use privacy_lint::store::{Cache, shard};
use proptest::prelude::*;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

pub(super) const TOOL: &str = env!("CARGO_BIN_EXE_cargo-privacy-lint");

const POLICY: &str = r#"
version = 1
[organisation]
name = "Example"
[categories.contact-data]
title = "Contact data"
internal = "for this test"
covers = ["user.contact"]
"#;

/// Two crates, one of which uses the other, with something to find in each.
pub(super) fn project() -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a folder");
    let put = |path: &str, text: &str| {
        let place = dir.path().join(path);
        fs::create_dir_all(place.parent().expect("below the folder")).expect("folders");
        fs::write(place, text).expect("a file");
    };
    put("Cargo.toml", "[workspace]\nmembers = [\"a\", \"b\"]\nresolver = \"2\"\n");
    put("policy.toml", POLICY);
    put("a/Cargo.toml", "[package]\nname = \"a\"\nversion = \"0.1.0\"\nedition = \"2021\"\n");
    put(
        "b/Cargo.toml",
        "[package]\nname = \"b\"\nversion = \"0.1.0\"\nedition = \"2021\"\n[dependencies]\na = { path = \"../a\" }\n",
    );
    put("a/src/lib.rs", "pub mod one;\npub mod two;\npub mod three;\n");
    for (name, field) in [("one", "email"), ("two", "phone_number"), ("three", "password")] {
        let text = format!(
            "use serde::Deserialize;\n\n#[derive(Deserialize)]\npub struct Sign{name} {{\n    pub {field}: String,\n}}\n\n\
             // PRIVACY: contact-data\npub fn take(form: Sign{name}) {{\n    println!(\"{{}}\", form.{field});\n}}\n"
        );
        put(&format!("a/src/{name}.rs"), &text);
    }
    put("b/src/main.rs", "mod inner;\nfn main() {\n    inner::go();\n}\n");
    put(
        "b/src/inner.rs",
        "pub fn go() {\n    let user = std::env::var(\"USER\").unwrap();\n    println!(\"{user}\");\n    broken!(;;);\n}\n",
    );
    put("b/migrations/1.sql", "CREATE TABLE users (id INT, email TEXT, birth_date DATE);\n");
    dir
}

fn outcome(root: &Path, no_cache: bool, facts: Vec<PathBuf>) -> String {
    let request = Request {
        discover: Options { start: root.to_owned(), ..Options::default() },
        policy: None,
        policy_optional: false,
        settings: Settings { flags: Vec::new(), deny_warnings: false, today: TODAY, tests: false },
        threads: Some(2),
        no_cache,
        flow: true,
        facts,
    };
    format!("{:#?}", analyse(&request).outcome)
}

fn tool(root: &Path, args: &[&str]) -> Output {
    Command::new(TOOL).arg("privacy-lint").args(args).current_dir(root).output().expect("the tool runs")
}

pub(super) fn json(root: &Path, args: &[&str]) -> (String, Option<i32>) {
    let output = tool(root, &[&["check", "--format", "json", "--today", "2030-01-01"], args].concat());
    (String::from_utf8(output.stdout).expect("UTF-8"), output.status.code())
}

fn packs(root: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(root.join("target/privacy-lint")) else { return Vec::new() };
    let mut places: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    places.retain(|place| place.extension().is_some_and(|ending| ending == "pack"));
    places.sort();
    places
}

#[test]
fn a_cached_run_is_a_fresh_one() {
    let project = project();
    let fresh = outcome(project.path(), true, Vec::new());
    assert!(fresh.contains("a/src/one.rs"), "there is something to compare");
    assert!(packs(project.path()).is_empty(), "--no-cache writes nothing");
    assert_eq!(outcome(project.path(), false, Vec::new()), fresh);
    assert_eq!(packs(project.path()).len(), 1);
    assert_eq!(outcome(project.path(), false, Vec::new()), fresh);

    fs::write(project.path().join("a/src/two.rs"), "pub struct Nothing;\n").expect("a file");
    let changed = outcome(project.path(), true, Vec::new());
    assert_ne!(changed, fresh);
    assert_eq!(outcome(project.path(), false, Vec::new()), changed);
}

#[test]
fn a_cache_stays_small() {
    let project = project();
    for round in 0..12 {
        let text = format!("pub struct Round{round} {{ pub email: String }}\n");
        fs::write(project.path().join("a/src/two.rs"), text).expect("a file");
        outcome(project.path(), false, Vec::new());
    }
    assert!(packs(project.path()).len() <= 9, "{:?}", packs(project.path()));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn damage_is_noticed(at in 0.0..1.0f64, byte: u8, cut: bool, noise in proptest::collection::vec(any::<u8>(), 0..600)) {
        let project = project();
        let fresh = outcome(project.path(), false, Vec::new());
        let pack = packs(project.path()).remove(0);
        let mut bytes = fs::read(&pack).expect("the pack");
        let place = ((bytes.len() as f64) * at) as usize;
        if cut { bytes.truncate(place) } else { bytes[place] ^= byte }
        fs::write(&pack, &bytes).expect("a damaged pack");
        fs::write(pack.with_file_name("facts-0000000000000000.pack"), &noise).expect("noise");
        prop_assert_eq!(outcome(project.path(), false, Vec::new()), fresh.clone());
        prop_assert_eq!(outcome(project.path(), false, Vec::new()), fresh);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn shards_are_the_whole(of in 1..6usize, turn in 0..6usize, backwards: bool) {
        let project = project();
        let root = project.path();
        let mut names = Vec::new();
        for part in 1..=of {
            let (name, partition) = (format!("part{part}.shard"), format!("hash:{part}/{of}"));
            let made = tool(root, &["extract", "--no-cache", "-o", &name, "--partition", &partition]);
            prop_assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
            names.push(name);
        }
        names.rotate_left(turn % of);
        if backwards { names.reverse() }
        let whole = json(root, &["--no-cache"]);
        let mut args = vec!["--facts"];
        args.extend(names.iter().map(String::as_str));
        prop_assert_eq!(&json(root, &args), &whole);

        // Without the tree: only the policy and the shards.
        let bare = tempfile::tempdir().expect("a folder");
        for name in names.iter().map(String::as_str).chain(["policy.toml"]) {
            fs::copy(root.join(name), bare.path().join(name)).expect("a copy");
        }
        prop_assert_eq!(&json(bare.path(), &args), &whole);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    /// Any file in any shard, some in two, the shards in any order.
    #[test]
    fn any_partition_is_the_whole(
        parts in proptest::collection::vec(0..5usize, 16),
        again in proptest::collection::vec(0..9usize, 16),
        order in Just([0, 1, 2, 3, 4]).prop_shuffle(),
    ) {
        let project = project();
        let options = Options { start: project.path().to_owned(), ..Options::default() };
        let discovered = discover(&options).expect("a project");
        let sealed = |at: usize| {
            let file = &discovered.project.files[at];
            let bytes = discovered.tree.read(&file.path).expect("a file");
            Cache::none().sealed(file.language, &bytes, || extract::one(file.language, &bytes))
        };
        let mut places = Vec::new();
        for part in order {
            let here = |at: &usize| parts[at % parts.len()] == part || again[at % again.len()] == part;
            let held: Vec<_> =
                (0..discovered.project.files.len()).filter(here).map(|at| (at, sealed(at))).collect();
            let place = project.path().join(format!("target-{part}.shard"));
            shard::write(&place, &discovered.project, &discovered.gaps, &held).expect("a shard");
            places.push(place);
        }
        prop_assert_eq!(outcome(project.path(), true, places), outcome(project.path(), true, Vec::new()));
    }
}

/// The lines of the matrix in `docs/ci`, run as they stand there.
#[test]
fn the_matrix_for_github_gives_what_a_whole_run_gives() {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/ci/github-matrix.yml")).unwrap();
    let lines = text.lines().filter_map(|line| line.trim().strip_prefix("- run: cargo privacy-lint "));
    let [extract, check] = lines.collect::<Vec<_>>().try_into().expect("a line that extracts and one that merges");
    let parts = text.lines().find_map(|line| line.trim().strip_prefix("part: [")?.strip_suffix(']'));
    let project = project();
    let root = project.path();
    for part in parts.expect("the parts").split(", ") {
        let line = extract.replace("${{ matrix.part }}", part);
        let made = tool(root, &line.split(' ').collect::<Vec<_>>());
        assert!(made.status.success(), "{line}: {}", String::from_utf8_lossy(&made.stderr));
    }
    let merged = tool(root, &check.split(' ').collect::<Vec<_>>());
    let whole = tool(root, &["check", "--no-cache", "--format", "github"]);
    assert!(!whole.stdout.is_empty());
    assert_eq!((merged.stdout, merged.status.code()), (whole.stdout, whole.status.code()));
}

#[test]
fn shards_by_package_join_and_lacking_or_foreign_ones_give_no_verdict() {
    let project = project();
    let root = project.path();
    let ok = |args: &[&str]| assert!(tool(root, args).status.success(), "{args:?}");
    ok(&["extract", "-p", "a", "-o", "a.shard"]);
    ok(&["extract", "-p", "b", "-o", "b.shard"]);
    let whole = json(root, &["--no-cache"]);
    assert_eq!(json(root, &["--facts", "b.shard", "a.shard"]), whole);

    let (text, code) = json(root, &["--facts", "a.shard"]);
    assert_eq!(code, Some(2), "a part is missing");
    assert!(text.contains("in no shard"), "{text}");
    assert_eq!(json(root, &["--facts", "a.shard", "gone.shard"]).1, Some(2));

    let bytes = fs::read(root.join("b.shard")).expect("the shard");
    fs::write(root.join("cut.shard"), &bytes[..bytes.len() - 1]).expect("a file");
    assert_eq!(json(root, &["--facts", "a.shard", "cut.shard"]).1, Some(2), "a shard was cut");

    let main = root.join("b/src/main.rs");
    let text = fs::read_to_string(&main).expect("the file").replace("inner::go();", "inner::no();");
    fs::write(&main, text).expect("a file");
    ok(&["extract", "-p", "b", "-o", "later.shard"]);
    let (text, code) = json(root, &["--facts", "a.shard", "b.shard", "later.shard"]);
    assert_eq!(code, Some(2), "one path has two contents");
    assert!(text.contains("two contents"), "{text}");
}

#[test]
fn ten_at_once_agree() {
    let project = project();
    let fresh = json(project.path(), &["--no-cache"]);
    let runs: Vec<_> = std::thread::scope(|scope| {
        let starts: Vec<_> = (0..10).map(|_| scope.spawn(|| json(project.path(), &[]))).collect();
        starts.into_iter().map(|run| run.join().expect("a run")).collect()
    });
    assert!(runs.iter().all(|run| *run == fresh));
    assert_eq!(json(project.path(), &[]), fresh);
}
