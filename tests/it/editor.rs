//! rust-analyzer itself, driven over LSP: findings at their places, fixes applied. Skipped with a notice where there is none.

use std::path::Path;
use std::process::Command;

#[test]
fn rust_analyzer_shows_findings_and_applies_their_fixes() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let server = std::env::var("RUST_ANALYZER").unwrap_or_else(|_| "rust-analyzer".to_owned());
    let mut script = Command::new("python3");
    script.arg(root.join("tests/editor/rust_analyzer.py")).args([&server, env!("CARGO_BIN_EXE_cargo-privacy-lint")]);
    let Ok(done) = script.output() else { return eprintln!("NOTICE: no python3, so rust-analyzer was not driven") };
    let text = String::from_utf8_lossy(&done.stdout).into_owned() + &String::from_utf8_lossy(&done.stderr);
    match done.status.code() {
        Some(0) => {}
        Some(77) => eprintln!("NOTICE: {}", text.trim()),
        _ => panic!("{text}"),
    }
}
