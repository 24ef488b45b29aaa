//! Whether a gate is asked before data is collected, through the program itself.

use crate::project::Project;
use serde_json::Value;
use std::process::Command;

const POLICY: &str = "version = 1\n\n[bases.consent]\ninternal = \"test\"\n\n[categories.usage-data]\ninternal = \"test\"\nchoice = \"opt-in\"\n";
const GATE: &str = "pub mod settings {\n    pub fn allowed() -> bool {\n        std::env::var(\"ALLOWED\").is_ok()\n    }\n}\n\
    // PRIVACY: usage-data when settings::allowed\npub struct Click {\n    pub at: u32,\n}\n\
    pub fn send(click: Click) {\n    drop(click);\n}\n";

/// Whether the gate of the only point is seen to be asked.
fn is_seen(code: &str) -> bool {
    let project = Project::new();
    project.put("Cargo.toml", "[package]\nname = \"app\"\nversion = \"0.1.0\"\nedition = \"2024\"\n");
    project.put("policy.toml", POLICY);
    project.put("src/lib.rs", &format!("{GATE}{code}"));
    let mut tool = Command::new(env!("CARGO_BIN_EXE_cargo-privacy-lint"));
    let said = tool.args(["scan", "--no-cache", "--format", "json"]).current_dir(project.path()).output().unwrap();
    let report: Value = serde_json::from_slice(&said.stdout).expect("JSON");
    let mut gates = report["points"].as_array().unwrap().iter().filter(|point| point["gate"] == "settings::allowed");
    gates.next().expect("the point names its gate")["gate_seen"] == true
}

#[test]
fn a_gate_that_every_way_asks_first_is_seen() {
    for code in [
        "pub fn f() { if !settings::allowed() { return; } send(Click { at: 1 }); }",
        "pub fn f() { if settings::allowed() { send(Click { at: 1 }); } }",
        "use settings::allowed; pub fn f(on: bool) { if on && allowed() { send(Click { at: 1 }); } }",
        "pub fn f() { let ok = settings::allowed(); if ok { send(Click { at: 1 }); } }",
        "pub fn f() { match settings::allowed() { true => send(Click { at: 1 }), false => {} } }",
        "pub fn f() -> Option<()> { settings::allowed().then_some(())?; let ok = settings::allowed(); if !ok { return None; } send(Click { at: 1 }); None }",
        "pub fn f() { settings::allowed().then(|| send(Click { at: 1 })); }",
        "pub fn f() { let _ = settings::allowed() && { send(Click { at: 1 }); true }; }",
        "pub fn f() { if !settings::allowed() { return; } g(); } fn g() { h(); } fn h() { send(Click { at: 1 }); }",
        "pub fn f() { for at in 0..3 { if !settings::allowed() { continue; } send(Click { at }); } }",
    ] {
        assert!(is_seen(code), "{code}");
    }
}

#[test]
fn a_gate_that_some_way_does_not_ask_is_claimed() {
    for code in [
        "pub fn f() { send(Click { at: 1 }); }",
        "pub fn f() { send(Click { at: 1 }); if !settings::allowed() { return; } }",
        "pub fn f() { settings::allowed(); send(Click { at: 1 }); }",
        "pub fn f() { if settings::allowed() { return; } send(Click { at: 1 }); }",
        "pub fn f() { if !settings::allowed() { send(Click { at: 1 }); } }",
        "pub fn f(on: bool) { if on || settings::allowed() { send(Click { at: 1 }); } }",
        "pub fn f(on: bool) { if on { if !settings::allowed() { return; } } send(Click { at: 1 }); }",
        "pub fn f() { if !settings::allowed() { return; } g(); } pub fn other() { g(); } fn g() { send(Click { at: 1 }); }",
        "pub fn f() { match settings::allowed() { true => {} false => send(Click { at: 1 }) } }",
        "fn allowed() -> bool { true } pub fn f() { if allowed() { send(Click { at: 1 }); } }",
        "#[cfg(test)] mod tests { fn f() { if super::settings::allowed() { super::send(super::Click { at: 1 }); } } }",
    ] {
        assert!(!is_seen(code), "{code}");
    }
}
