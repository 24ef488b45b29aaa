//! The workspace example under an engine: one action a crate and one test that merges; an edit in one crate runs that
//! crate's action and the merge again, and nothing else.
//!
//! `PRIVACY_LINT_BAZEL` names a Bazel binary; `.ci/run` sets it. Without one there is nothing to run.

use crate::store::TOOL;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What a build did: its actions by label, and what the test printed.
struct Built {
    actions: BTreeSet<String>,
    json: String,
}

struct Engine {
    bazel: PathBuf,
    root: PathBuf,
    out: PathBuf,
    coverage: PathBuf,
}

impl Engine {
    fn test(&self) -> Built {
        let run = Command::new(&self.bazel)
            .arg(format!("--output_user_root={}", self.out.display()))
            .args(["--batch", "test", "//:privacy", "--subcommands", "--color=no", "--curses=no"])
            .args(["--test_arg=--format=json", "--test_arg=--today=2030-01-01"])
            // Every test depends on the tools that measure coverage, which would be fetched.
            .arg(format!("--override_repository=remote_coverage_tools={}", self.coverage.display()))
            // A sandbox needs rights that not every machine gives; without them the actions run in place.
            .args(["--spawn_strategy=sandboxed,local", "--strategy=TestRunner=standalone"])
            .current_dir(&self.root)
            .output()
            .expect("Bazel runs");
        let said = String::from_utf8_lossy(&run.stderr).into_owned();
        let log = fs::read_to_string(self.root.join("bazel-testlogs/privacy/test.log"));
        let log = log.unwrap_or_else(|error| panic!("no test was run: {error}\n{said}"));
        let json = log.find("{\"version\"").map_or("", |at| &log[at..]);
        let label = |line: &str| Some(line.strip_prefix("SUBCOMMAND: # ")?.split(' ').next()?.to_owned());
        Built { actions: said.lines().filter_map(label).collect(), json: json.trim().to_owned() }
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder").flatten() {
        let name = entry.file_name();
        let (from, to) = (entry.path(), to.join(&name));
        match entry.file_type().expect("a kind").is_dir() {
            true if name == "target" => {}
            true => copy(&from, &to),
            false => drop(fs::copy(from, to).expect("a copy")),
        }
    }
}

/// What a run over the whole tree says.
fn whole(root: &Path) -> String {
    let mut tool = Command::new(TOOL);
    tool.args(["privacy-lint", "check", "--no-cache", "--format", "json", "--today", "2030-01-01"]).current_dir(root);
    String::from_utf8(tool.output().expect("the tool runs").stdout).expect("UTF-8").trim().to_owned()
}

#[test]
fn an_edit_in_one_crate_reads_that_crate_again_and_merges() {
    let Some(bazel) = std::env::var_os("PRIVACY_LINT_BAZEL").map(PathBuf::from) else {
        eprintln!("NOTICE: no Bazel here (PRIVACY_LINT_BAZEL), so the Bazel example was not run");
        return;
    };
    let dir = tempfile::tempdir().expect("a folder");
    let engine = Engine {
        bazel,
        root: dir.path().join("tree"),
        out: dir.path().join("out"),
        coverage: dir.path().join("coverage"),
    };
    fs::create_dir_all(&engine.coverage).expect("a folder");
    fs::write(engine.coverage.join("WORKSPACE"), "").expect("a file");
    let nothing = "filegroup(name = \"coverage_report_generator\", visibility = [\"//visibility:public\"])\n";
    fs::write(engine.coverage.join("BUILD"), nothing).expect("a file");
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/03_workspace"), &engine.root);
    fs::copy(TOOL, engine.root.join("bazel/cargo-privacy-lint")).expect("the tool");
    // Bazel leaves links beside the sources that lead out of the tree, which a run over it would speak of.
    let plain = dir.path().join("plain");
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/03_workspace"), &plain);

    let first = engine.test();
    for crate_action in ["//accounts:accounts", "//hike-map:hike-map", "//hike-shop:hike-shop", "//:privacy"] {
        assert!(first.actions.contains(crate_action), "{crate_action} in {:?}", first.actions);
    }
    assert!(first.json.contains("\"findings\""), "{}", first.json);
    let whole_run = whole(&plain);
    for (merged, whole) in first.json.lines().zip(whole_run.lines()) {
        assert_eq!(merged, whole);
    }
    assert_eq!(blake3::hash(first.json.as_bytes()), blake3::hash(whole_run.as_bytes()));

    for root in [&engine.root, &plain] {
        let place = root.join("hike-shop/src/main.rs");
        let text = fs::read_to_string(&place).expect("a file");
        fs::write(&place, format!("{text}\npub struct Late {{\n    pub email: String,\n}}\n")).expect("a file");
    }
    let second = engine.test();
    let expected = ["//:privacy", "//hike-shop:hike-shop"].map(str::to_owned);
    assert_eq!(second.actions, BTreeSet::from(expected));
    assert_eq!(second.json, whole(&plain));

    // Bazel's output is written without the right to write.
    let _ = Command::new("chmod").args(["-R", "u+w"]).arg(dir.path()).status();
}
