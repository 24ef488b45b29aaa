//! `init` on a project that nobody annotated, as a user runs it: afterwards `check` is green, and fails on what is new.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use tempfile::TempDir;

/// Undeclared collection, and a password that goes to the log.
const CODE: &str = r#"//! Sign-up.

/// What a visitor sends.
#[derive(Debug, serde::Deserialize)]
pub struct SignUp {
    pub email: String,
    pub password: String,
}

/// Registers a visitor.
pub fn register(form: SignUp) {
    log::info!("new account {} {}", form.email, form.password);
}
"#;

const MORE: &str = "
/// Where they live.
#[derive(serde::Deserialize)]
pub struct UserProfile {
    pub date_of_birth: String,
}
";

fn project() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let manifest = "[package]\nname = \"shop\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\nlog = \"0.4\"\nserde = \"1\"\n";
    fs::write(folder.path().join("Cargo.toml"), manifest).expect("written");
    fs::create_dir(folder.path().join("src")).expect("made");
    fs::write(folder.path().join("src/lib.rs"), CODE).expect("written");
    folder
}

fn run(folder: &Path, args: &[&str]) -> (Option<i32>, String) {
    let Output { status, stdout, stderr } = Command::new(env!("CARGO_BIN_EXE_cargo-privacy-lint"))
        .args(args)
        .args(["--no-cache", "--today", "2026-06-01"])
        .current_dir(folder)
        .output()
        .expect("it runs");
    (status.code(), format!("{}{}", String::from_utf8_lossy(&stdout), String::from_utf8_lossy(&stderr)))
}

#[test]
fn the_next_check_is_green_and_fails_on_what_is_new() {
    let project = project();
    let (code, told) = run(project.path(), &["init"]);
    assert_eq!(code, Some(0), "{told}");
    let next: Vec<&str> = told.lines().filter(|line| line.starts_with("next: `cargo privacy-lint ")).collect();
    assert_eq!(next.len(), 3, "{told}");
    assert!(told.ends_with(&format!("{}\n", next[2])), "{told}");
    let known = fs::read_to_string(project.path().join("privacy.baseline")).expect("a baseline");
    assert!(known.contains("sensitive_log"), "{known}");

    let (code, told) = run(project.path(), &["check", "--deny-warnings"]);
    assert_eq!(code, Some(0), "{told}");
    assert!(told.contains("privacy.baseline"), "{told}");

    fs::write(project.path().join("src/lib.rs"), format!("{CODE}{MORE}")).expect("written");
    let (code, told) = run(project.path(), &["check"]);
    assert_eq!(code, Some(1), "{told}");
    assert!(told.contains("date_of_birth"), "{told}");
    assert!(!told.contains("form.password"), "what was there before is quiet: {told}");
}

#[test]
fn the_policy_holds_only_what_was_found() {
    let project = project();
    run(project.path(), &["init"]);
    let policy = fs::read_to_string(project.path().join("policy.toml")).expect("a policy");
    let covered: Vec<&str> = policy.lines().filter_map(|line| line.strip_prefix("covers = ")).collect();
    assert_eq!(covered, ["[\"user.authorization.password\"]", "[\"user.contact.email\"]"]);
}

#[test]
fn what_is_there_is_not_written_over() {
    let project = project();
    for name in ["policy.toml", "privacy.baseline"] {
        let file = project.path().join(name);
        fs::write(&file, "# mine\n").expect("written");
        let (code, told) = run(project.path(), &["init"]);
        assert_eq!(code, Some(2), "{told}");
        assert!(told.contains(&format!("{name} is there already")), "{told}");
        assert_eq!(fs::read_to_string(&file).expect("it is there"), "# mine\n");
        fs::remove_file(file).expect("removed");
    }
}

#[test]
fn with_a_statement_it_is_green_too() {
    let project = project();
    let statement = "# Privacy\n\n## The data we collect\n\n**Contact data.** Your name and email address.\n\n**Passwords.** What you sign in with.\n";
    fs::write(project.path().join("privacy.md"), statement).expect("written");
    let (code, told) = run(project.path(), &["init", "--statement", "privacy.md"]);
    assert_eq!(code, Some(0), "{told}");
    let (code, told) = run(project.path(), &["check"]);
    assert_eq!(code, Some(0), "{told}");
}

/// Fields of several kinds in a type of their own, a parameter and a statement that take data in.
const ENTRIES: &str = "
/// Who asks.
pub async fn guest(axum::extract::Path(email): axum::extract::Path<String>, headers: axum::http::HeaderMap) {
    let agent = headers.get(\"user-agent\");
    log::info!(\"{email} {agent:?}\");
}
";

#[test]
fn annotating_names_the_command_that_shrinks_the_baseline() {
    let project = project();
    run(project.path(), &["init"]);
    let (code, told) = run(project.path(), &["annotate", "--write"]);
    assert_eq!(code, Some(0), "{told}");
    let next = told.lines().filter_map(|line| line.strip_prefix("next: `cargo privacy-lint ")).next_back();
    let next = next.and_then(|rest| rest.split('`').next()).expect("a command");
    assert!(next.contains("--write-baseline"), "{told}");
    let code_now = fs::read_to_string(project.path().join("src/lib.rs")).expect("it is there");
    fs::write(project.path().join("src/lib.rs"), code_now.replace("TODO", "provide")).expect("written");
    run(project.path(), &next.split(' ').collect::<Vec<_>>());
    let (_, told) = run(project.path(), &["check"]);
    assert!(!told.contains("unused_waiver"), "{told}");
}

#[test]
fn annotating_tells_what_was_found_and_finds_nothing_more() {
    let project = project();
    let manifest = project.path().join("Cargo.toml");
    let with_axum = fs::read_to_string(&manifest).expect("it is there") + "axum = \"0.8\"\n";
    fs::write(manifest, with_axum).expect("written");
    fs::write(project.path().join("src/lib.rs"), format!("{CODE}{MORE}{ENTRIES}")).expect("written");
    run(project.path(), &["init"]);
    let inventory = || {
        let (_, told) = run(project.path(), &["check", "--format", "json", "-q"]);
        let report: serde_json::Value = serde_json::from_str(told.lines().collect::<String>().as_str()).expect("JSON");
        let points = report["points"].as_array().expect("points").clone();
        (points, report["flows"].as_array().expect("flows").len())
    };
    let (before, flows_before) = inventory();
    assert!(before.len() >= 5 && flows_before >= 4, "{} points, {flows_before} flows", before.len());
    let (code, told) = run(project.path(), &["annotate", "--write"]);
    assert_eq!(code, Some(0), "{told}");
    let (after, flows_after) = inventory();
    assert_eq!((after.len(), flows_after), (before.len(), flows_before));
    for point in after {
        assert_eq!(point["found_by"], serde_json::json!(["annotated", "detected"]), "{point}");
    }
}
