//! A workspace of a thousand crates through the whole tool: every file is read, every datum and its way is found.

use serde_json::Value;
use std::fs;
use std::process::Command;

const CRATES: usize = 1000;

#[test]
fn a_thousand_crates_are_held_against_a_policy() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    fs::write(root.join("Cargo.toml"), "[workspace]\nmembers = [\"c*\"]\nresolver = \"3\"\n").unwrap();
    fs::write(root.join("policy.toml"), "version = 1\n").unwrap();
    for at in 0..CRATES {
        let crate_root = root.join(format!("c{at:03}"));
        fs::create_dir_all(crate_root.join("src")).unwrap();
        let next = (at + 1) % CRATES;
        let manifest = format!(
            "[package]\nname = \"c{at:03}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\nlog = \"0.4\"\n{}",
            if next == 0 { String::new() } else { format!("c{next:03} = {{ path = \"../c{next:03}\" }}\n") }
        );
        fs::write(crate_root.join("Cargo.toml"), manifest).unwrap();
        // Each hands what it is given to the next; the last of all writes it into the log.
        let pass = match next {
            0 => "log::info!(\"{email}\")".to_owned(),
            _ => format!("c{next:03}::hand_on(email)"),
        };
        let source = format!(
            "#[derive(serde::Deserialize)]\npub struct SignUp {{\n    pub email: String,\n}}\n\npub fn sign_up(form: SignUp) {{\n    \
             hand_on(&form.email);\n}}\n\npub fn hand_on(email: &str) {{\n    {pass};\n}}\n"
        );
        fs::write(crate_root.join("src/lib.rs"), source).unwrap();
    }
    let run = |threads: &str| {
        let mut tool = Command::new(env!("CARGO_BIN_EXE_cargo-privacy-lint"));
        let args = ["check", "--no-cache", "--format", "json", "--today", "2030-01-01", "-j", threads];
        let out = tool.arg("privacy-lint").args(args).current_dir(root).output().expect("the tool runs");
        assert_eq!(out.status.code(), Some(1), "{}", String::from_utf8_lossy(&out.stderr));
        out.stdout
    };
    let said = run("2");
    let found: Value = serde_json::from_slice(&said).unwrap();
    assert_eq!(found["summary"]["files"], CRATES);
    assert_eq!(found["summary"]["points"], CRATES);
    assert_eq!(found["errors"], Value::Array(Vec::new()));
    let flows = found["flows"].as_array().unwrap();
    let last = format!("c{:03}/src/lib.rs", CRATES - 1);
    assert!(flows.iter().all(|flow| flow["sink"]["path"] == last), "only the last one logs");
    assert!(said == run("1"), "the same from one thread");
    assert_eq!(flows.len(), CRATES);
}

/// Modules that take each other's names through globs, each importing what another may have: every name has an answer, and
/// the answer comes soon.
#[test]
fn modules_that_import_from_each_other_are_read() {
    const MODULES: usize = 24;
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    fs::create_dir_all(root.join("src")).unwrap();
    fs::write(root.join("Cargo.toml"), "[package]\nname = \"ring\"\nversion = \"0.1.0\"\nedition = \"2024\"\n")
        .unwrap();
    let names = || (0..MODULES).map(|at| format!("m{at}"));
    let root_file: String = names().map(|name| format!("mod {name};\npub use {name}::*;\n")).collect();
    fs::write(root.join("src/lib.rs"), root_file).unwrap();
    for name in names() {
        let text = "use crate::{Absent, Missing};\npub fn ask(first: Absent) -> Missing {\n    Missing::of(first)\n}\n";
        fs::write(root.join(format!("src/{name}.rs")), text).unwrap();
    }
    fs::write(
        root.join("src/m0.rs"),
        "#[derive(serde::Deserialize)]\npub struct SignUp {\n    pub email: String,\n}\n",
    )
    .unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_cargo-privacy-lint"))
        .args(["scan", "--no-cache", "--format", "json", "--manifest-path"])
        .arg(root.join("Cargo.toml"))
        .output()
        .unwrap();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let points = report["points"].as_array().unwrap();
    assert_eq!(points.iter().map(|point| point["name"].as_str().unwrap()).collect::<Vec<_>>(), ["email"]);
}
