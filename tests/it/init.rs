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
