//! The gate from outside: it cannot be passed by accident, its fingerprints hold, its fixes are safe, its stream reads.

use super::gate_repo::{LEGACY, Repo};
use serde_json::Value;

fn fingerprints(repo: &Repo) -> Vec<String> {
    let document: Value = serde_json::from_str(&repo.check(&[]).text).expect("a document");
    let all = document["findings"].as_array().expect("findings").iter();
    all.map(|finding| finding["fingerprint"].as_str().expect("a fingerprint").to_owned()).collect()
}

/// Which edits keep the exact fingerprint; those that do not keep it are paired by the second one: see the history.
#[test]
fn edits_that_keep_the_fingerprint() {
    let repo = Repo::new();
    let before = fingerprints(&repo);
    assert_eq!(before.len(), 1);
    let keeps = |what: &str, text: &str, keeps: bool| {
        repo.write("src/legacy.rs", text);
        let same = fingerprints(&repo).contains(&before[0]);
        assert_eq!(same, keeps, "{what}");
    };
    keeps("lines above", &format!("//! More.\n\n{LEGACY}"), true);
    keeps("reformat", &LEGACY.replace("{\n    pub row: String,\n}", "{ pub row: String }"), true);
    keeps("another field", &LEGACY.replace("    pub row", "    pub other: u8,\n    pub row"), true);
    keeps("a twin below", &format!("{LEGACY}\n#[cfg(unix)]\n// PRIVACY: legacy-data\npub struct Import;\n"), true);
    keeps("another category", &LEGACY.replace("legacy-data", "other-data"), false);
    keeps("another type", &LEGACY.replace("Import", "Intake"), false);
    let local = |name: &str| {
        format!(
            "//! Old.\npub fn f() {{\n    // PRIVACY: legacy-data from you for accounts under contract\n    let {name} = 1;\n}}\n"
        )
    };
    repo.write("src/legacy.rs", &local("first"));
    let first = fingerprints(&repo);
    repo.write("src/legacy.rs", &local("second"));
    assert_eq!(first, fingerprints(&repo), "a renamed local");
    repo.write("src/legacy.rs", LEGACY);
    repo.git(&["mv", "src/legacy.rs", "src/old.rs"]);
    repo.replace("src/lib.rs", "pub mod legacy;", "#[path = \"old.rs\"]\npub mod legacy;");
    assert_eq!(before, fingerprints(&repo), "a renamed file");
}

#[test]
fn the_gate_is_not_passed_by_accident() {
    let repo = Repo::new();
    repo.check(&["-p", "nothing"]).is_none("a pattern that matches nothing", "matches no package");
    repo.check(&["--policy", "other.toml"]).is_none("a policy that is not there", "cannot read the policy");
    repo.check(&["-D", "nonsense"]).is_none("an unknown lint", "there is no lint `nonsense`");
    repo.check(&["--manifest-path", "sub/Cargo.toml"]).is_none("a manifest that is not there", "is not there");

    let policy = repo.read("policy.toml");
    repo.write("policy.toml", "version = 1\n[categories.x\n");
    repo.check(&[]).is_none("a broken policy", "not TOML");
    std::fs::remove_file(repo.root.join("policy.toml")).expect("removed");
    repo.check(&[]).is_none("no policy", "there is no policy");
    repo.write("policy.toml", &policy);

    let text = repo.read("src/account.rs");
    std::fs::write(repo.root.join("src/account.rs"), [b"pub fn a() { \"".as_slice(), &[0xff; 9]].concat())
        .expect("written");
    let verdict = repo.check(&[]);
    assert_eq!(verdict.code, 2, "a file that cannot be read whole: {}", verdict.text);
    repo.write("src/account.rs", &text);

    let empty = repo.root.parent().expect("a folder").join("empty");
    std::fs::create_dir(&empty).expect("a folder");
    let verdict = repo.check_in(&empty, &[]);
    assert_eq!(verdict.code, 2, "an empty folder: {}", verdict.text);
    let (code, _) = repo.run_in(&repo.root, &["check", "--no-such-flag"]);
    assert_eq!(code, 2);
    let (code, _) = repo.run_in(&repo.root, &["lock", "-p", "nothing"]);
    assert_eq!(code, 2);
    assert!(!repo.root.join("privacy.lock").exists(), "nothing is locked without a verdict");
}

#[test]
fn no_flag_lowers_what_is_forbidden() {
    let repo = Repo::new();
    repo.replace("policy.toml", "[lints]\n", "[lints]\nundeclared_category = \"forbid\"\n");
    repo.check(&["-A", "undeclared_category"]).is("by flag", 1, &["undeclared_category"]);
    repo.check(&["--baseline", "b.txt", "--write-baseline"]);
    repo.check(&["--baseline", "b.txt"]).is("by baseline", 1, &["undeclared_category"]);
}

#[test]
fn fixes_are_made_once_and_keep_the_rest() {
    let repo = Repo::new();
    repo.replace("src/account.rs", "contact-data", "contact-dta");
    repo.replace("src/account.rs", "for accounts", "for acounts");
    let (code, _) = repo.run_in(&repo.root, &["check", "--fix", "--format", "json"]);
    assert_eq!(code, 2, "files that are not committed are not touched");
    assert!(repo.read("src/account.rs").contains("contact-dta"));

    repo.commit("misspelled");
    repo.check(&["--fix"]).is("fixed; the old finding has no fix", 1, &["undeclared_category"]);
    let fixed = repo.read("src/account.rs");
    assert!(fixed.contains("// PRIVACY: contact-data from you for accounts under contract\n"), "{fixed}");
    repo.check(&["--fix", "--allow-dirty"]);
    assert_eq!(fixed, repo.read("src/account.rs"), "a second time changes nothing");
}

#[test]
fn the_stream_for_editors_reads_as_cargo_s() {
    let repo = Repo::new();
    repo.write(
        "other.json",
        "{\"reason\":\"compiler-artifact\",\"x\":1}\nwords\n{\"reason\":\"build-finished\",\"success\":true}\n",
    );
    let with = ["check", "--format", "cargo-json", "--with", "cat other.json"];
    let (code, text) = repo.run_in(&repo.root, &with);
    assert_eq!(code, 1, "{text}");
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(&lines[..2], ["{\"reason\":\"compiler-artifact\",\"x\":1}", "words"], "passed through, first");
    let messages: Vec<Value> = lines[2..].iter().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let ends = messages.iter().filter(|message| message["reason"] == "build-finished");
    assert_eq!(ends.count(), 1, "one end");
    assert_eq!(messages.last().expect("an end")["success"], false);
    let message = messages.iter().find(|message| message["reason"] == "compiler-message").expect("a finding");
    let read: CompilerMessage = serde_json::from_value(message.clone()).expect("cargo's own shape");
    assert_eq!(read.message.code.expect("a code").code, "privacy::undeclared_category");
    let span = read.message.spans.iter().find(|span| span.is_primary).expect("a place");
    assert!(span.file_name.ends_with("src/legacy.rs") && span.line_start == 3, "{text}");
    let bytes = &LEGACY.as_bytes()[span.byte_start as usize..span.byte_end as usize];
    assert_eq!(bytes, b"legacy-data");

    let (code, text) = repo.run_in(&repo.root, &["check", "--format", "cargo-json", "--with", "no-such-program-here"]);
    assert!(code == 2 && text.contains("cannot run"), "{text}");
    let (code, _) = repo.run_in(&repo.root, &["check", "--with", "cat other.json"]);
    assert_eq!(code, 2, "only for cargo-json");
}

/// What `cargo_metadata::Message::CompilerMessage` asks of a message: the fields that it does not default.
#[derive(serde::Deserialize)]
#[allow(dead_code)]
struct CompilerMessage {
    package_id: String,
    target: Target,
    message: Diagnostic,
}

#[derive(serde::Deserialize)]
#[allow(dead_code)]
struct Target {
    name: String,
    kind: Vec<String>,
    src_path: String,
}

#[derive(serde::Deserialize)]
#[allow(dead_code)]
struct Diagnostic {
    message: String,
    code: Option<Code>,
    level: String,
    spans: Vec<Span>,
    children: Vec<Diagnostic>,
    rendered: Option<String>,
}

#[derive(serde::Deserialize)]
#[allow(dead_code)]
struct Code {
    code: String,
    explanation: Option<String>,
}

#[derive(serde::Deserialize)]
#[allow(dead_code)]
struct Span {
    file_name: String,
    byte_start: u32,
    byte_end: u32,
    line_start: usize,
    line_end: usize,
    column_start: usize,
    column_end: usize,
    is_primary: bool,
    text: Vec<Value>,
    label: Option<String>,
    suggested_replacement: Option<String>,
    suggestion_applicability: Option<String>,
    expansion: Option<Value>,
}

#[test]
fn levels_for_some_crates_and_files() {
    let repo = Repo::new();
    let level = |level: &str, place: &str| {
        repo.git(&["checkout", "--quiet", "--", "policy.toml"]);
        let entry = format!("[[levels]]\nlint = \"undeclared_category\"\nlevel = \"{level}\"\n{place}\n\n[waivers]");
        repo.replace("policy.toml", "[waivers]", &entry);
        repo.check(&[])
    };
    level("warn", "paths = [\"src/leg*.rs\"]").is("by path", 0, &["undeclared_category?"]);
    level("warn", "paths = [\"src/account.rs\"]").is("another path", 1, &["undeclared_category"]);
    level("allow", "crates = [\"a*\"]").is("by crate", 0, &[]);
    level("allow", "crates = [\"b*\"]").is("another crate", 1, &["undeclared_category"]);
    level("allow", "").is_none("for nothing", "for nothing in particular");
    let verdict = {
        repo.git(&["checkout", "--quiet", "--", "policy.toml"]);
        let entry = "[[levels]]\nlint = \"undeclared_category\"\nlevel = \"allow\"\ncrates = [\"app\"]\n\n[waivers]";
        repo.replace("policy.toml", "[waivers]", entry);
        repo.check(&["--since", "main"])
    };
    verdict.is("a level that is lowered somewhere", 0, &["loosened_policy?"]);
}

/// What one package of a workspace does not need, another may.
#[test]
fn a_part_of_a_workspace_leaves_nothing_unused() {
    let repo = Repo::new();
    repo.write("src/legacy.rs", "//! Empty.\n");
    repo.replace("policy.toml", "unused_declaration = \"allow\"\n", "");
    let waiver = "\n[[waivers.entries]]\nlint = \"undeclared_category\"\nat = \"app::gone\"\nreason = \"r\"\nowner = \"o\"\nexpires = \"2027-01-01\"\n";
    repo.write("policy.toml", &(repo.read("policy.toml") + waiver));
    let manifest = repo.read("Cargo.toml");
    repo.write("Cargo.toml", &format!("{manifest}\n[workspace]\nmembers = [\"other\"]\n"));
    repo.write("other/Cargo.toml", "[package]\nname = \"other\"\nversion = \"0.1.0\"\nedition = \"2021\"\n");
    repo.write("other/src/lib.rs", "//! Nothing.\n");
    let all = repo.check(&[]);
    all.is("the whole", 0, &["unused_declaration?", "unused_declaration?", "unused_waiver?"]);
    repo.check(&["-p", "other"]).is("a part", 0, &[]);
    repo.check(&["--exclude", "other"]).is("the rest", 0, &[]);
}
