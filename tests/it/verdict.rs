//! A run that finds everything as it was says what it said before, and one that does not, does not.

use crate::store::{TOOL, json, project};
use proptest::prelude::*;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, SystemTime};

/// Where verdicts lie, with the time each was written.
fn verdicts(root: &Path) -> Vec<(PathBuf, SystemTime)> {
    let Ok(entries) = fs::read_dir(root.join("target/privacy-lint")) else { return Vec::new() };
    let mut places: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    places.retain(|place| place.file_name().is_some_and(|name| name.to_string_lossy().starts_with("verdict-")));
    places.sort();
    places.into_iter().map(|place| (place.clone(), fs::metadata(&place).unwrap().modified().unwrap())).collect()
}

/// The project with a verdict kept: all of it changed some time before the run.
fn settled() -> tempfile::TempDir {
    let project = project();
    fs::create_dir_all(project.path().join("target")).expect("a folder");
    settle();
    json(project.path(), &[]);
    assert_eq!(verdicts(project.path()).len(), 1, "the verdict is kept");
    project
}

/// Waits out the clock's grain.
fn settle() {
    std::thread::sleep(Duration::from_millis(80));
}

/// Whether a run takes its words from the verdict kept: a run that does not writes it anew.
fn is_remembered(root: &Path) -> bool {
    let before = verdicts(root);
    settle();
    json(root, &[]);
    verdicts(root) == before
}

#[test]
fn nothing_changed_nothing_is_done() {
    let project = settled();
    let fresh = json(project.path(), &["--no-cache"]);
    assert!(fresh.0.contains("a/src/one.rs"), "there is something to say");
    assert_eq!(json(project.path(), &[]), fresh);
    assert!(is_remembered(project.path()));
    // From another folder, with other flags, on another day: other runs.
    for args in [&["--all"][..], &["-D", "warnings"], &["--tests"], &["-p", "a"]] {
        assert_eq!(json(project.path(), args), json(project.path(), &[args, &["--no-cache"]].concat()), "{args:?}");
    }
    assert_eq!(json(&project.path().join("b/src"), &[]), fresh);
    assert!(is_remembered(project.path()));
}

#[test]
fn a_scan_is_remembered_until_something_it_asked_for_changes() {
    let project = project();
    let root = project.path();
    fs::create_dir_all(root.join("target")).expect("a folder");
    fs::remove_file(root.join("policy.toml")).expect("a policy");
    settle();
    let scan = || {
        let out = Command::new(TOOL).args(["scan", "--format", "json"]).current_dir(root).output().expect("the tool");
        (String::from_utf8(out.stdout).expect("text"), out.status.code())
    };
    let first = scan();
    assert_eq!(first.1, Some(0));
    let kept = verdicts(root);
    assert_eq!(kept.len(), 1, "what it said is kept");
    settle();
    assert_eq!(scan(), first);
    assert_eq!(verdicts(root), kept, "and said again");
    edit(&root.join("a/src/one.rs"), "email", "phone");
    let second = scan();
    assert_ne!(second.0, first.0);
    fs::write(root.join("policy.toml"), "privacy-lint = \"nonsense\"").expect("a policy");
    assert_eq!(scan().1, Some(2), "a policy that appeared is read");
}

#[test]
fn every_change_is_seen() {
    type Change = (&'static str, fn(&Path));
    let changes: &[Change] = &[
        ("a file edited", |root| edit(&root.join("a/src/one.rs"), "email", "phone")),
        ("a file edited and its time put back", |root| {
            let place = root.join("a/src/one.rs");
            let time = fs::metadata(&place).unwrap().modified().unwrap();
            edit(&place, "email", "phone");
            fs::File::options().write(true).open(&place).unwrap().set_modified(time).unwrap();
        }),
        ("a file added", |root| fs::write(root.join("a/src/bin.rs"), "struct S { email: String }").unwrap()),
        ("a file added in a new folder", |root| {
            fs::create_dir(root.join("b/src/deep")).unwrap();
            fs::write(root.join("b/src/deep/mod.rs"), "struct S { email: String }").unwrap();
        }),
        ("a file removed", |root| fs::remove_file(root.join("a/src/three.rs")).unwrap()),
        ("a file renamed", |root| fs::rename(root.join("a/src/three.rs"), root.join("a/src/four.rs")).unwrap()),
        ("the policy edited", |root| edit(&root.join("policy.toml"), "user.contact", "user.contact.email")),
        ("the policy removed", |root| fs::remove_file(root.join("policy.toml")).unwrap()),
        ("a manifest edited", |root| edit(&root.join("Cargo.toml"), "\"a\", \"b\"", "\"b\"")),
        ("a member's manifest edited", |root| edit(&root.join("b/Cargo.toml"), "\"b\"", "\"bee\"")),
        ("a migration edited", |root| edit(&root.join("b/migrations/1.sql"), "email", "phone")),
    ];
    for (what, change) in changes {
        let project = settled();
        change(project.path());
        let now = json(project.path(), &[]);
        assert_eq!(now, json(project.path(), &["--no-cache"]), "{what}");
        settle();
        assert_eq!(json(project.path(), &[]), now, "{what}, once more");
    }
}

fn edit(place: &Path, from: &str, to: &str) {
    let text = fs::read_to_string(place).expect("a file");
    assert!(text.contains(from), "{from} is in {}", place.display());
    fs::write(place, text.replace(from, to)).expect("a file");
}

#[test]
fn a_base_policy_beside_the_project_is_watched() {
    let project = settled();
    let base = project.path().join("base.toml");
    fs::write(&base, fs::read_to_string(project.path().join("policy.toml")).unwrap()).unwrap();
    fs::write(project.path().join("policy.toml"), "version = 1\nextends = \"base.toml\"\n").unwrap();
    settle();
    json(project.path(), &[]);
    assert!(is_remembered(project.path()));
    edit(&base, "user.contact", "user.location");
    assert_eq!(json(project.path(), &[]), json(project.path(), &["--no-cache"]));
}

#[test]
fn a_workspace_that_appears_above_is_seen() {
    let above = tempfile::tempdir().expect("a folder");
    let root = above.path().join("inner");
    let put = |path: &str, text: &str| {
        let place = above.path().join(path);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(place, text).unwrap();
    };
    put("inner/Cargo.toml", "[package]\nname = \"inner\"\nversion = \"0.1.0\"\nedition = \"2021\"\n");
    put("inner/src/lib.rs", "pub struct Form { pub email: String }\n");
    put("inner/policy.toml", "version = 1\n[organisation]\nname = \"Example\"\n");
    put("inner/target/x", "");
    settle();
    json(&root, &[]);
    assert!(is_remembered(&root));
    put("Cargo.toml", "[workspace]\nmembers = [\"inner\"]\n");
    assert_eq!(json(&root, &[]), json(&root, &["--no-cache"]));
}

#[test]
fn where_times_are_lost_the_bytes_serve() {
    let project = settled();
    let said = json(project.path(), &[]);
    let root = project.path();
    // As a checkout does it: the same bytes as new files, in folders made anew.
    for folder in ["a/src", "b/src", "b/migrations"] {
        let (old, new) = (root.join(folder), root.join(format!("{folder}.new")));
        fs::create_dir(&new).unwrap();
        for entry in fs::read_dir(&old).unwrap().flatten() {
            fs::write(new.join(entry.file_name()), fs::read(entry.path()).unwrap()).unwrap();
        }
        fs::remove_dir_all(&old).unwrap();
        fs::rename(&new, &old).unwrap();
    }
    settle();
    let before = fs::read(&verdicts(root)[0].0).unwrap();
    assert_eq!(json(root, &[]), said);
    let after = fs::read(&verdicts(root)[0].0).unwrap();
    assert_ne!(before, after, "the new times are noted");
    assert!(is_remembered(root));
    edit(&root.join("a/src/one.rs"), "email", "phone");
    assert_ne!(json(root, &[]).0, said.0);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_damaged_verdict_is_none(at in 0.0..1.0f64, byte in 1..=255u8, cut: bool, noise: bool, bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let project = settled();
        let fresh = json(project.path(), &["--no-cache"]);
        let place = verdicts(project.path()).remove(0).0;
        let mut kept = fs::read(&place).expect("the verdict");
        let spot = ((kept.len() as f64) * at) as usize;
        if noise { kept = bytes } else if cut { kept.truncate(spot) } else { kept[spot] ^= byte }
        fs::write(&place, &kept).expect("a damaged verdict");
        prop_assert_eq!(json(project.path(), &[]), fresh.clone());
        prop_assert_eq!(json(project.path(), &[]), fresh);
    }
}

/// Kills runs that write, a hundred times, each at another moment.
#[test]
fn a_hundred_runs_killed_leave_nothing_wrong() {
    let project = project();
    let root = project.path();
    let begun = std::time::Instant::now();
    let fresh = json(root, &["--no-cache"]);
    let whole = begun.elapsed();
    let mut killed = 0;
    for round in 0..100_u32 {
        // Every other run has something new to keep.
        if round % 2 == 0 {
            fs::write(root.join("a/src/two.rs"), format!("pub struct Round{round} {{ pub email: String }}\n")).unwrap();
        }
        let mut run = Command::new(TOOL);
        run.args(["privacy-lint", "check", "--format", "json", "--today", "2030-01-01"]).current_dir(root);
        let mut run = run.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the tool runs");
        // Within the first half of what a fresh run takes: a kept one is quicker.
        std::thread::sleep(whole * (round % 50) / 100);
        killed += u32::from(run.try_wait().expect("a process").is_none());
        let _ = run.kill();
        let _ = run.wait();
        if round % 10 == 9 {
            assert_eq!(json(root, &[]), json(root, &["--no-cache"]), "after {round} kills");
        }
    }
    assert!(killed > 30, "most runs were killed: {killed}");
    let two = "use serde::Deserialize;\n\n#[derive(Deserialize)]\npub struct Signtwo {\n    pub phone_number: String,\n}\n\n\
               // PRIVACY: contact-data\npub fn take(form: Signtwo) {\n    println!(\"{}\", form.phone_number);\n}\n";
    fs::write(root.join("a/src/two.rs"), two).unwrap();
    assert_eq!(json(root, &[]), fresh);
}

/// Ten runs over and over, while the tree changes under them.
#[test]
fn ten_at_once_over_a_changing_tree() {
    let project = project();
    let root = project.path();
    for round in 0..3 {
        fs::write(root.join("a/src/two.rs"), format!("pub struct Round{round} {{ pub email: String }}\n")).unwrap();
        let fresh = json(root, &["--no-cache"]);
        std::thread::scope(|scope| {
            let runs: Vec<_> = (0..10).map(|_| scope.spawn(|| json(root, &[]))).collect();
            for run in runs {
                assert_eq!(run.join().expect("a run"), fresh);
            }
        });
    }
}
