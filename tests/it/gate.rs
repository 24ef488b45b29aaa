//! The gate from outside: it cannot be passed by accident, its fingerprints hold, its fixes are safe, its stream reads.

use super::gate_repo::{LEGACY, Repo};
use cargo_metadata::diagnostic::{Applicability, DiagnosticLevel};
use cargo_metadata::{CompilerMessage, Message};
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
    repo.check(&["--exclude", "*"]).is_none("everything left out", "leave nothing to read");
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

/// A crash has no exit code of its own: 101 is cargo's, and 1 would be a finding.
#[test]
fn a_crash_is_no_verdict() {
    assert_eq!(privacy_lint::cli::never_without_verdict(|| panic!("on purpose")), 2);
    assert_eq!(privacy_lint::cli::never_without_verdict(|| 1), 1);
}

#[test]
fn a_day_that_cannot_be_read_is_no_verdict() {
    let repo = Repo::new();
    let run = |epoch: &str| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_cargo-privacy-lint"));
        let done = command.args(["check", "--format", "short"]).current_dir(&repo.root).env("SOURCE_DATE_EPOCH", epoch);
        let done = done.env_remove("PRIVACY_LINT_TODAY").output().expect("the program");
        (done.status.code(), String::from_utf8_lossy(&done.stderr).into_owned())
    };
    for wrong in ["tomorrow", "99999999999999999"] {
        let (code, text) = run(wrong);
        assert!(code == Some(2) && text.contains("SOURCE_DATE_EPOCH"), "{wrong}: {code:?} {text}");
    }
    assert_eq!(run("1767225600").0, Some(1));
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
    let messages = messages(&text);
    assert!(matches!(&messages[0], Message::TextLine(line) if line.contains("compiler-artifact")), "passed through");
    assert!(matches!(&messages[1], Message::TextLine(line) if line == "words"), "passed through");
    let ends: Vec<bool> = messages.iter().filter_map(success).collect();
    assert_eq!(ends, [false], "one end, that of both");
    assert!(messages.last().and_then(success).is_some());
    let [message] = compiled(&messages)[..] else { panic!("one finding: {text}") };
    assert_eq!(message.target.name, "app");
    let diagnostic = &message.message;
    assert_eq!(diagnostic.level, DiagnosticLevel::Error);
    assert_eq!(diagnostic.code.as_ref().expect("a code").code, "privacy::undeclared_category");
    let span = diagnostic.spans.iter().find(|span| span.is_primary).expect("a place");
    assert!(span.file_name.ends_with("src/legacy.rs") && span.line_start == 3, "{text}");
    let bytes = &LEGACY.as_bytes()[span.byte_start as usize..span.byte_end as usize];
    assert_eq!(bytes, b"legacy-data");
    assert_eq!((span.column_start, span.column_end), (13, 24));

    let (code, text) = repo.run_in(&repo.root, &["check", "--format", "cargo-json", "--with", "no-such-program-here"]);
    assert!(code == 2 && text.contains("cannot run"), "{text}");
    let (code, _) = repo.run_in(&repo.root, &["check", "--with", "cat other.json"]);
    assert_eq!(code, 2, "only for cargo-json");
}

/// Read by the types that cargo's tools and rust-analyzer read them with; what is no message is a line of text.
fn messages(text: &str) -> Vec<Message> {
    Message::parse_stream(text.as_bytes()).map(|message| message.expect("a line")).collect()
}

fn success(message: &Message) -> Option<bool> {
    match message {
        Message::BuildFinished(end) => Some(end.success),
        _ => None,
    }
}

fn compiled(messages: &[Message]) -> Vec<&CompilerMessage> {
    let mut found = Vec::new();
    for message in messages {
        if let Message::CompilerMessage(message) = message {
            found.push(message);
        }
    }
    found
}

/// Every kind of finding and problem, with and without a place, an edit, a line of the policy.
#[test]
fn every_line_of_the_stream_is_a_message_of_cargo() {
    let examples = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let repo = Repo::new();
    repo.write("src/legacy.rs", &LEGACY.replace("legacy-data", "contact-dta"));
    let read = |args: &[&str], folder: &std::path::Path| {
        let (_, text) = repo.run_in(folder, &[&["check", "--format", "cargo-json", "--no-cache"], args].concat());
        let messages = messages(&text);
        assert!(!messages.iter().any(|message| matches!(message, Message::TextLine(_))), "{text}");
        assert_eq!(messages.iter().filter_map(success).count(), 1, "{text}");
        assert_eq!(compiled(&messages).len() + 1, messages.len(), "{text}");
        messages
    };
    let many = read(&[], &examples.join("02_undeclared"));
    let all = compiled(&many);
    assert!(all.len() >= 14, "{}", all.len());
    assert!(all.iter().all(|one| one.message.spans.iter().filter(|span| span.is_primary).count() == 1));
    assert!(all.iter().any(|one| one.message.spans[0].file_name == "policy.toml"));
    assert_eq!(read(&["--policy", "gone.toml"], &repo.root).iter().filter_map(success).next(), Some(false));

    let misspelled = read(&[], &repo.root);
    let [finding] = compiled(&misspelled)[..] else { panic!("one finding: {misspelled:?}") };
    let edit = finding.message.children.iter().flat_map(|child| &child.spans).next().expect("an edit");
    assert_eq!(edit.suggested_replacement.as_deref(), Some("contact-data"));
    assert!(matches!(edit.suggestion_applicability, Some(Applicability::MachineApplicable)));
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

/// One piece of news is said once, and a wrong annotation lowers nothing.
#[test]
fn what_an_annotation_contradicts_is_said_once() {
    let repo = Repo::new();
    repo.replace("policy.toml", "unannotated_collection = \"allow\"\n", "");
    repo.replace("Cargo.toml", "edition = \"2021\"\n", "edition = \"2021\"\n\n[dependencies]\nclap = \"4\"\n");
    let start = "//! Old.\n\n#[derive(clap::Parser)]\npub struct Start {\n    // PRIVACY: other-data\n    pub email: String,\n    pub first_name: String,\n}\n";
    repo.write("src/legacy.rs", start);
    repo.replace(
        "policy.toml",
        "[[rules]]",
        "[categories.other-data]\ntitle = \"Other\"\ninternal = \"test\"\n\n[[rules]]",
    );
    let both = ["contradicting_annotation?", "unannotated_collection?"];
    let verdict = repo.check(&[]);
    verdict.is("one for the field that contradicts, one for the other", 0, &both);
    assert!(!verdict.text.contains("`email`, `first_name`"), "{}", verdict.text);
    let strict = ["contradicting_annotation?", "unannotated_collection", "unannotated_collection"];
    repo.check(&["-D", "unannotated_collection"]).is("a wrong annotation lowers nothing", 1, &strict);
}
