//! A history of pull requests on an example repository, each with the verdict that a reviewer would want.

use super::gate_repo::{LEGACY, POLICY, Repo};

const WAIVER: &str = "
[[waivers.entries]]
lint = \"undeclared_category\"
at = \"app::fresh::*\"
reason = \"the statement follows\"
owner = \"team\"
expires = \"2027-03-01\"
";

const FRESH: &str =
    "// PRIVACY: fresh-data from you for accounts under contract\npub struct Fresh {\n    pub x: u8,\n}\n";

fn add_fresh(repo: &Repo) {
    repo.write("src/fresh.rs", FRESH);
    repo.replace("src/lib.rs", "pub mod legacy;", "pub mod fresh;\npub mod legacy;");
}

#[test]
fn what_the_change_brings() {
    let repo = Repo::new();
    repo.check(&[]).is("the old finding alone", 1, &["undeclared_category"]);

    repo.branch("1-readme");
    repo.write("README.md", "words\n");
    repo.commit("words");
    repo.check(&["--since", "main"]).is("words only", 0, &[]);

    repo.branch("2-new-category");
    add_fresh(&repo);
    repo.commit("fresh");
    for format in ["short", "github"] {
        let (_, text) = repo.run_in(&repo.root, &["check", "--since", "main", "--format", format, "--color", "never"]);
        assert!(
            text.contains("note: since ") && text.contains("one new collection point: app::fresh::Fresh"),
            "{text}"
        );
    }
    repo.check(&["--since", "main"]).is("a new undeclared category", 1, &["undeclared_category"]);

    repo.branch("3-new-field");
    repo.replace(
        "src/account.rs",
        "    pub email: String,\n",
        "    pub email: String,\n    // PRIVACY: hobby-data\n    pub hobby: String,\n",
    );
    repo.commit("hobby");
    repo.check(&["--since", "main"]).is("a new undeclared field", 1, &["undeclared_category"]);

    repo.branch("4-new-purpose");
    repo.replace("src/account.rs", "for accounts", "for advertising");
    repo.commit("adverts");
    repo.check(&["--since", "main"]).is("a purpose the category has not", 1, &["undeclared_purpose"]);

    repo.branch("5-uncommitted");
    add_fresh(&repo);
    repo.check(&["--since", "main"]).is("not committed yet", 1, &["undeclared_category"]);
    repo.git(&["reset", "--quiet", "--hard"]);
    repo.git(&["clean", "--quiet", "-fd"]);

    repo.branch("6-twin");
    let twin = "\n#[cfg(unix)]\n// PRIVACY: legacy-data from you for accounts under contract\npub struct Import {\n    pub row: u8,\n}\n";
    repo.write("src/legacy.rs", &format!("{LEGACY}{twin}"));
    repo.commit("twin");
    repo.check(&["--since", "main"]).is("a twin of an old finding is new", 1, &["undeclared_category"]);
}

#[test]
fn what_moves_brings_nothing() {
    let repo = Repo::new();

    repo.branch("7-insert-above");
    repo.write("src/legacy.rs", &LEGACY.replace("// PRIVACY", "/// Before.\npub fn before() {}\n\n// PRIVACY"));
    repo.commit("above");
    repo.check(&["--since", "main"]).is("lines above", 0, &[]);

    repo.branch("8-rename-file");
    repo.git(&["mv", "src/legacy.rs", "src/old.rs"]);
    repo.replace("src/lib.rs", "pub mod legacy;", "#[path = \"old.rs\"]\npub mod legacy;");
    repo.commit("file");
    repo.check(&["--since", "main"]).is("a renamed file", 0, &[]);

    repo.branch("9-move-module");
    std::fs::create_dir(repo.root.join("src/attic")).expect("a folder");
    repo.git(&["mv", "src/legacy.rs", "src/attic/import.rs"]);
    repo.write("src/attic/mod.rs", "pub mod import;\n");
    repo.replace("src/lib.rs", "pub mod legacy;", "pub mod attic;");
    repo.commit("module");
    repo.check(&["--since", "main"]).is("a moved module", 0, &[]);

    repo.branch("10-reformat");
    repo.write(
        "src/legacy.rs",
        &LEGACY.replace("pub struct Import {\n    pub row: String,\n}", "pub struct Import { pub row: String }"),
    );
    repo.commit("format");
    repo.check(&["--since", "main"]).is("reformatted", 0, &[]);

    repo.branch("11-rename-type");
    repo.replace("src/legacy.rs", "Import", "Intake");
    repo.commit("type");
    repo.check(&["--since", "main"]).is("a renamed type", 0, &[]);

    repo.branch("12-rename-package");
    repo.replace("Cargo.toml", "\"app\"", "\"product\"");
    repo.commit("package");
    repo.check(&["--since", "main"]).is("a renamed package", 0, &[]);

    repo.branch("13-move-and-add");
    repo.git(&["mv", "src/legacy.rs", "src/old.rs"]);
    repo.replace("src/lib.rs", "pub mod legacy;", "pub mod old;");
    repo.replace(
        "src/old.rs",
        "    pub row: String,\n",
        "    pub row: String,\n    // PRIVACY: more-data\n    pub more: u8,\n",
    );
    repo.commit("both");
    repo.check(&["--since", "main"]).is("moved, and one more", 1, &["undeclared_category"]);
}

#[test]
fn quiet_loosenings_are_shown() {
    let repo = Repo::new();
    let policy = |name: &str, old: &str, new: &str| {
        repo.branch(name);
        repo.replace("policy.toml", old, new);
        repo.commit(name);
        repo.check(&["--since", "main"])
    };
    let wider =
        policy("14-wider-purposes", "purposes = [\"accounts\"]\n", "purposes = [\"accounts\", \"advertising\"]\n");
    wider.is("wider purposes", 0, &["loosened_policy?"]);
    assert!(wider.text.contains("may be used for `advertising`; no code needs it yet"), "{}", wider.text);
    policy("15-retention", "\"P30D\"", "\"P90D\"").is("longer retention", 0, &["loosened_policy?"]);
    policy("16-recipients", "recipients = \"none\"", "recipients = \"not-stated\"").is("nothing said", 0, &[]);
    let rule = &POLICY[POLICY.find("[[rules]]").expect("the rule")..];
    policy("17-rule", rule, "").is("a removed rule", 0, &["loosened_policy?"]);
    policy("18-level", "undeclared_recipient = \"forbid\"", "undeclared_recipient = \"warn\"").is(
        "a lowered level",
        0,
        &["loosened_policy?"],
    );
    policy("19-days", "max_days = 180", "max_days = 900").is("longer waivers", 0, &["loosened_policy?"]);
    policy(
        "20-recipient",
        "[bases.contract]",
        "[recipients.mailer]\ntitle = \"M\"\ninternal = \"test\"\n\n[bases.contract]",
    )
    .is("a new recipient", 0, &["loosened_policy?"]);

    repo.branch("21-lowered-and-used");
    repo.replace("policy.toml", "[lints]\n", "[lints]\nundeclared_category = \"warn\"\n");
    add_fresh(&repo);
    repo.commit("both");
    let verdict = repo.check(&["--since", "main"]);
    verdict.is("the level of the base holds", 1, &["loosened_policy?", "undeclared_category"]);
    repo.check(&["--since", "main", "-D", "loosened_policy"]).is(
        "by flag",
        1,
        &["loosened_policy", "undeclared_category"],
    );

    // To `allow` as well: the finding would not be there to be raised.
    for (name, switched) in [
        ("21-off", "[lints]\nundeclared_category = \"allow\"\n"),
        (
            "21-off-here",
            "[[levels]]\nlint = \"undeclared_category\"\nlevel = \"allow\"\npaths = [\"src/**\"]\n\n[lints]\n",
        ),
    ] {
        repo.git(&["checkout", "--quiet", "main"]);
        repo.branch(name);
        repo.replace("policy.toml", "[lints]\n", switched);
        add_fresh(&repo);
        repo.commit(name);
        repo.check(&["--since", "main"]).is(name, 1, &["loosened_policy?", "undeclared_category"]);
    }

    repo.branch("22-purpose-with-code");
    repo.replace("policy.toml", "purposes = [\"accounts\"]\n", "purposes = [\"accounts\", \"advertising\"]\n");
    repo.replace("src/account.rs", "for accounts", "for advertising");
    repo.commit("both");
    let verdict = repo.check(&["--since", "main"]);
    verdict.is("shown with the code that needs it", 0, &["loosened_policy?"]);
    assert!(verdict.text.contains("one place of the code needs it"), "{}", verdict.text);
    assert!(verdict.text.contains("src/account.rs"), "{}", verdict.text);

    repo.branch("23-waiver");
    add_fresh(&repo);
    repo.write("policy.toml", &format!("{POLICY}{WAIVER}"));
    repo.commit("waiver");
    repo.check(&["--since", "main"]).is("a waiver for its own code", 0, &["loosened_policy?"]);

    repo.branch("24-inline-waiver");
    add_fresh(&repo);
    let allow = "// PRIVACY: allow undeclared_category by team until 2027-01-01: soon\npub mod inner {\n";
    repo.write("src/fresh.rs", &format!("{allow}{FRESH}}}\n"));
    repo.commit("inline");
    repo.check(&["--since", "main"]).is("a waiver in the code", 0, &["loosened_policy?"]);

    repo.branch("25-tightened");
    repo.replace("policy.toml", "purposes = [\"accounts\"]\n", "purposes = [\"advertising\"]\n");
    repo.commit("tight");
    let verdict = repo.check(&["--since", "main"]);
    verdict.is("a finding elsewhere that the change causes", 1, &["loosened_policy?", "undeclared_purpose"]);

    repo.branch("26-pack");
    repo.replace("policy.toml", "[bases.contract]", "[packs]\npaths = [\"packs\"]\n\n[bases.contract]");
    repo.write("packs/own.toml", include_str!("gate_pack.toml"));
    repo.commit("pack");
    repo.check(&["--since", "main"]).is("a pack with a transform", 0, &["loosened_policy?"]);
}

#[test]
fn time_brings_warnings_to_a_change_and_denies_on_the_full_run() {
    let repo = Repo::new();
    add_fresh(&repo);
    repo.write("policy.toml", &format!("{POLICY}{WAIVER}"));
    repo.commit("waived");

    repo.branch("27-soon");
    repo.write("README.md", "words\n");
    repo.commit("words");
    let soon = ["--since", "main", "--today", "2027-02-20"];
    repo.check(&soon).is("known in the base: time brings it", 0, &["expired_waiver?"]);

    let after = ["--since", "main", "--today", "2027-03-02"];
    let verdict = repo.check(&after);
    verdict.is("expired, not by this change", 0, &["expired_waiver?"]);
    let full = repo.check(&["--today", "2027-03-02"]);
    assert!(full.lints.contains(&"expired_waiver".to_owned()), "{}", full.text);
    assert_eq!(full.code, 1);

    repo.branch("28-touches-the-waiver");
    repo.replace("policy.toml", "the statement follows", "next year");
    repo.replace("policy.toml", "app::fresh::*", "app::fresh::F*");
    repo.commit("waiver");
    let verdict = repo.check(&after);
    assert_eq!(verdict.code, 1, "an expired waiver that the change writes: {}", verdict.text);
}

#[test]
fn histories_that_are_not_a_line() {
    let repo = Repo::new();

    // A merge of main into a branch: what main brought is not the branch's.
    repo.branch("29-merge");
    repo.write("src/account.rs", &repo.read("src/account.rs").replace("Accounts", "People"));
    repo.commit("branch");
    repo.git(&["switch", "--quiet", "main"]);
    add_fresh(&repo);
    repo.commit("an override on main");
    repo.git(&["switch", "--quiet", "29-merge"]);
    repo.git(&["merge", "--quiet", "--no-edit", "main"]);
    repo.check(&["--since", "main"]).is("a merge", 0, &[]);

    // A revert of what main should not have.
    repo.branch("30-revert");
    repo.git(&["revert", "--no-edit", "HEAD"]);
    repo.check(&["--since", "main"]).is("a revert", 0, &[]);

    // main is pushed anew with other commits: the base is where the two part.
    repo.branch("31-forced");
    repo.replace("src/account.rs", "for accounts", "for advertising");
    repo.commit("adverts");
    repo.git(&["branch", "--force", "main", "main~1"]);
    repo.git(&["switch", "--quiet", "main"]);
    repo.write("README.md", "rewritten\n");
    repo.commit("rewritten");
    repo.git(&["switch", "--quiet", "31-forced"]);
    let verdict = repo.check(&["--since", "main"]);
    verdict.is("a forced base", 1, &["undeclared_purpose", "undeclared_category"]);

    // A worktree beside the clone.
    let beside = repo.root.parent().expect("a folder").join("beside");
    repo.git(&["worktree", "add", "--quiet", "-b", "32-worktree", beside.to_str().expect("a path"), "main"]);
    std::fs::write(beside.join("src/legacy.rs"), LEGACY.replace("legacy-data", "other-data")).expect("written");
    repo.check_in(&beside, &["--since", "main"]).is("a worktree", 1, &["undeclared_category"]);

    // A history of its own.
    repo.git(&["switch", "--quiet", "--orphan", "33-orphan"]);
    for path in ["Cargo.toml", "src", "policy.toml"] {
        repo.git(&["checkout", "--quiet", "main", "--", path]);
    }
    repo.commit("orphan");
    repo.check(&["--since", "main"]).is_none("no history in common", "no history in common");
}

/// What is kept of a base is what would be computed, however it is damaged and whatever changes around it.
#[test]
fn a_base_that_is_kept_is_one_that_is_read() {
    let repo = Repo::new();
    repo.branch("kept");
    add_fresh(&repo);
    repo.commit("fresh");
    let fresh = |args: &[&str]| repo.check(&[&["--since", "main", "--no-cache"], args].concat()).text;
    let kept = |args: &[&str]| repo.check(&[&["--since", "main"], args].concat()).text;
    let files = || {
        let all = std::fs::read_dir(repo.root.join("target/privacy-lint")).into_iter().flatten().flatten();
        let mut all: Vec<_> = all.map(|entry| entry.path()).collect();
        all.retain(|place| place.extension().is_some_and(|ending| ending == "kept"));
        all
    };
    let whole = fresh(&[]);
    assert!(files().is_empty(), "--no-cache writes nothing");
    assert_eq!(kept(&[]), whole);
    assert_eq!(files().len(), 1);
    assert_eq!(kept(&[]), whole);
    assert_eq!(files().len(), 1, "the same base");
    for later in [&["--today", "2027-03-02"][..], &["-W", "undeclared_category"], &["--tests"], &["--deny-warnings"]] {
        assert_eq!(kept(later), fresh(later), "{later:?}");
    }
    let place = files().remove(0);
    let mut bytes = std::fs::read(&place).expect("the file");
    let last = bytes.len() - 10;
    bytes[last] ^= 1;
    std::fs::write(&place, bytes).expect("damaged");
    assert_eq!(kept(&[]), whole);

    // Another base, other rules.
    repo.git(&["switch", "--quiet", "main"]);
    repo.replace("policy.toml", "\"P30D\"", "\"P20D\"");
    repo.commit("shorter");
    repo.git(&["switch", "--quiet", "kept"]);
    repo.git(&["merge", "--quiet", "--no-edit", "main"]);
    assert_eq!(kept(&[]), fresh(&[]));
    repo.replace("policy.toml", "\"P20D\"", "\"P90D\"");
    assert_eq!(kept(&[]), fresh(&[]));
    assert!(kept(&[]).contains("loosened_policy"));
}

/// Two trees that share little: what the one needs is no dead weight of the other's.
#[test]
fn neither_tree_throws_out_the_others_facts() {
    let large = |name: &str| -> String {
        let fields: String = (0..20_000).map(|at| format!("    pub {name}_{at}: String,\n")).collect();
        format!("//! Old.\n\npub struct {name} {{\n{fields}}}\n")
    };
    let repo = Repo::new();
    repo.write("src/legacy.rs", &large("Base"));
    repo.commit("large");
    repo.branch("other");
    repo.write("src/legacy.rs", &large("Head"));
    repo.commit("other");
    let packs = || {
        let all = std::fs::read_dir(repo.root.join("target/privacy-lint")).expect("the folder").flatten();
        let mut all: Vec<_> = all.map(|entry| entry.path()).collect();
        all.retain(|place| place.extension().is_some_and(|ending| ending == "pack"));
        all.sort();
        all
    };
    repo.check(&["--since", "main"]).is("first", 0, &[]);
    let first = packs();
    for day in ["2026-11-23", "2026-11-24"] {
        // Another day: the base is analysed anew, from its facts.
        repo.check(&["--since", "main", "--today", day]).is("again", 0, &[]);
        assert_eq!(packs(), first, "nothing had to be read again");
    }
}

#[test]
fn a_missing_base_is_no_verdict() {
    let repo = Repo::new();
    repo.branch("34-unknown");
    repo.check(&["--since", "nowhere"]).is_none("an unknown revision", "git knows no commit `nowhere`");

    add_fresh(&repo);
    repo.commit("fresh");
    let shallow = repo.root.parent().expect("a folder").join("shallow");
    let from = format!("file://{}", repo.root.display());
    let to = shallow.to_str().expect("a path").to_owned();
    repo.git(&["clone", "--quiet", "--depth", "1", "--branch", "34-unknown", &from, &to]);
    repo.check_in(&shallow, &["--since", "origin/main"]).is_none("a shallow clone", "fetch-depth: 0");
    repo.git_in(&shallow, &["fetch", "--quiet", "--depth", "1", "origin", "main:refs/remotes/origin/main"]);
    repo.check_in(&shallow, &["--since", "origin/main"]).is_none("two shallow ends", "fetch-depth: 0");
    repo.git_in(&shallow, &["fetch", "--quiet", "--unshallow", "origin"]);
    repo.check_in(&shallow, &["--since", "origin/main"]).is("the whole history", 1, &["undeclared_category"]);

    repo.branch("35-no-policy");
    repo.git(&["rm", "--quiet", "policy.toml"]);
    repo.commit("gone");
    repo.check(&["--since", "main"]).is_none("the policy is removed", "this change removes the policy");
}

#[test]
fn the_lock_in_a_history() {
    let repo = Repo::new();
    repo.write("src/legacy.rs", "//! Empty.\n");
    let lock = |repo: &Repo| assert_eq!(repo.run_in(&repo.root, &["lock", "-q"]).0, 0);
    lock(&repo);
    repo.commit("locked");
    repo.check(&["--locked"]).is("just locked", 0, &[]);
    let first = repo.read("privacy.lock");
    lock(&repo);
    assert_eq!(first, repo.read("privacy.lock"), "the same code gives the same bytes");

    let other =
        "// PRIVACY: contact-data from you for accounts under contract\npub struct Other {\n    pub x: u8,\n}\n";
    repo.write("src/legacy.rs", "#[path = \"od\u{202e}d.rs\"]\npub mod odd;\n");
    repo.write("src/od\u{202e}d.rs", "// PRIVACY: not personal: \u{2066}words\npub fn f() {}\n");
    lock(&repo);
    let text = repo.read("privacy.lock");
    assert!(text.contains("silence app::legacy::odd::f"), "{text}");
    assert!(!text.contains(['\u{202e}', '\u{2066}']), "what turns the reading direction is not in the lock: {text}");
    repo.git(&["reset", "--quiet", "--hard"]);
    repo.git(&["clean", "--quiet", "-fd"]);

    repo.branch("36-not-locked");
    repo.write("src/legacy.rs", other);
    repo.commit("other");
    let verdict = repo.check(&["--locked", "--since", "main"]);
    verdict.is("not locked anew", 1, &["stale_lock"]);
    assert!(verdict.text.contains("+ point app::legacy::Other"), "the exact edit: {}", verdict.text);
    lock(&repo);
    repo.commit("locked");
    repo.check(&["--locked", "--since", "main"]).is("locked anew", 0, &[]);

    // Two branches add a point at the same place of the lock.
    repo.branch("37-conflict");
    repo.write("src/legacy.rs", &other.replace("Other", "Othmar"));
    lock(&repo);
    repo.commit("othmar");
    let (merged, _) = repo.try_git(&repo.root, &["merge", "--quiet", "--no-edit", "36-not-locked"]);
    assert!(!merged, "the code itself conflicts");
    repo.write("src/legacy.rs", other);
    repo.check(&["--locked"]).is_none("a conflict in the lock", "a conflict that was not settled");
    lock(&repo);
    repo.check(&["--locked"]).is("settled by locking", 0, &[]);

    repo.git(&["rm", "--quiet", "--force", "privacy.lock"]);
    repo.check(&["--locked"]).is_none("no lock", "there is no privacy.lock");
}

/// Code that leaves the workspace and stays in the repository is no longer read, and that is shown.
#[test]
fn a_package_that_is_taken_out_of_the_workspace() {
    let repo = Repo::new();
    let manifest = repo.read("Cargo.toml");
    repo.write("Cargo.toml", &format!("{manifest}\n[workspace]\nmembers = [\"extra\"]\n"));
    repo.write("extra/Cargo.toml", "[package]\nname = \"extra\"\nversion = \"0.1.0\"\nedition = \"2024\"\n");
    repo.write("extra/src/lib.rs", "pub fn nothing() {}\n");
    repo.commit("a second package");
    repo.branch("out");
    repo.write("Cargo.toml", &format!("{manifest}\n[workspace]\nexclude = [\"extra\"]\n"));
    repo.commit("out");
    repo.check(&["--since", "main"]).is("taken out", 0, &["loosened_policy?"]);
    repo.git(&["rm", "--quiet", "-r", "extra"]);
    repo.commit("gone");
    repo.check(&["--since", "main"]).is("deleted", 0, &[]);
    // A product that is built of it cannot do without it.
    repo.git(&["checkout", "--quiet", "main"]);
    let needs = "\n[dependencies]\nextra = { path = \"extra\" }\n\n[workspace]\nexclude = [\"extra\"]\n";
    repo.write("Cargo.toml", &format!("{manifest}{needs}"));
    let document: serde_json::Value = serde_json::from_str(&repo.check(&[]).text).expect("a document");
    let gaps = document["gaps"].as_array().expect("gaps");
    assert!(
        gaps.iter().any(|gap| gap["reason"] == "the dependency `extra` is excluded from the workspace and is not read"),
        "{gaps:?}"
    );
}

#[test]
fn the_baseline_in_a_history() {
    let repo = Repo::new();
    let write = ["--baseline", "baseline.txt", "--write-baseline"];
    let held = ["--baseline", "baseline.txt"];
    repo.check(&held).is_none("no baseline yet", "there is no baseline");
    assert_eq!(repo.check(&write).code, 0);
    repo.commit("adopted");
    repo.check(&held).is("what is known is quiet", 0, &[]);

    // The same by the manifest: the flag cannot be forgotten.
    let manifest = repo.read("Cargo.toml");
    repo.write("Cargo.toml", &format!("{manifest}\n[package.metadata.privacy-lint]\nbaseline = \"baseline.txt\"\n"));
    repo.check(&[]).is("by the manifest", 0, &[]);
    repo.write("Cargo.toml", &format!("{manifest}\n[package.metadata.privacy-lint]\nbaseline = \"gone.txt\"\n"));
    repo.check(&[]).is_none("one that is gone", "there is no baseline");
    repo.write("Cargo.toml", &manifest);

    repo.branch("38-worse");
    add_fresh(&repo);
    repo.commit("fresh");
    repo.check(&held).is("what is new is not", 1, &["undeclared_category"]);
    let before = repo.read("baseline.txt");
    repo.check(&write);
    assert_eq!(before, repo.read("baseline.txt"), "a baseline only shrinks");

    repo.branch("39-grown-by-hand");
    add_fresh(&repo);
    std::fs::remove_file(repo.root.join("baseline.txt")).expect("removed");
    repo.check(&write);
    repo.commit("grown");
    let since = ["--since", "main", "--baseline", "baseline.txt"];
    repo.check(&since).is("a grown baseline", 0, &["loosened_policy?"]);

    // One that comes with the change may hold what was there, and not what the change brings without its being seen.
    repo.git(&["checkout", "--quiet", "main"]);
    repo.git(&["rm", "--quiet", "baseline.txt"]);
    repo.commit("no baseline");
    repo.branch("39-adopted");
    assert_eq!(repo.check(&write).code, 0);
    repo.commit("adopted");
    repo.check(&since).is("adopting is no loosening", 0, &[]);
    repo.git(&["checkout", "--quiet", "main"]);
    repo.branch("39-brought");
    add_fresh(&repo);
    assert_eq!(repo.check(&write).code, 0);
    repo.commit("fresh, with a baseline for it");
    repo.check(&since).is("a baseline for what the change brings", 0, &["loosened_policy?"]);
    repo.git(&["checkout", "--quiet", "main"]);
    assert_eq!(repo.check(&write).code, 0);
    repo.commit("adopted again");

    repo.branch("40-better");
    repo.write("src/legacy.rs", "//! Empty.\n");
    repo.commit("better");
    repo.check(&held).is("an entry that is gone", 0, &["unused_waiver?"]);
    repo.check(&write);
    repo.check(&held).is("shrunk", 0, &[]);
    repo.git(&["reset", "--quiet", "--hard"]);

    repo.branch("41-moved");
    repo.git(&["mv", "src/legacy.rs", "src/old.rs"]);
    repo.replace("src/lib.rs", "legacy", "old");
    repo.commit("moved");
    repo.check(&held).is("moved code is still known", 0, &[]);

    repo.branch("42-deadline");
    let text = repo.read("baseline.txt");
    repo.write("baseline.txt", &text.replacen("# fingerprint", "until 2026-12-01\n# fingerprint", 1));
    repo.check(&held).is("ends soon", 0, &["expired_waiver?"]);
    let over = repo.check(&["--baseline", "baseline.txt", "--today", "2026-12-02"]);
    over.is("over", 1, &["expired_waiver", "undeclared_category"]);

    repo.write("baseline.txt", &format!("{text}<<<<<<< HEAD\n"));
    repo.check(&held).is_none("a conflict", "a conflict that was not settled");
    repo.write("baseline.txt", &text.replace("undeclared_category", "undeclared_category\t"));
    repo.check(&held).is_none("a broken line", "no line of a baseline");
}
