//! A commit as a tree, beside the disk it was made from.

use super::*;

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

pub(super) fn commit(dir: &Path) {
    git(dir, &["init", "-q"]);
    git(dir, &["add", "-A", "-f", "."]);
    git(dir, &["commit", "-q", "-m", "x"]);
}

pub(super) fn from_git(dir: &Path, rev: &str) -> Discovered {
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
