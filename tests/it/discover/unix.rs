//! What only Unix can name: links, names that are no text, files that nobody may read.

use super::git::{commit, from_git};
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
    commit(dir.path());
    let disk = from(dir.path());
    let git = from_git(dir.path(), "HEAD");
    assert_eq!(git.project, disk.project);
    assert_eq!(git.tree.read("a/src/t.rs").expect("a file"), b"fn t() {}");
    assert!(git.tree.read("a/src/out.rs").is_err());
    assert_eq!(git.gaps[0].path, disk.gaps[0].path);
}
