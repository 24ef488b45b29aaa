//! The minimum Rust version that is promised is one that every dependency keeps.

use std::process::Command;

#[test]
fn no_dependency_needs_a_newer_rust_than_ours() {
    let metadata = metadata();
    let packages = metadata["packages"].as_array().expect("packages");
    let ours = version(env!("CARGO_PKG_RUST_VERSION"));
    assert!(ours >= (1, 85, 0), "edition 2024 needs 1.85");
    let newer: Vec<String> = packages
        .iter()
        .filter_map(|package| Some((package["name"].as_str()?, package["rust_version"].as_str()?)))
        .filter(|(_, needs)| version(needs) > ours)
        .map(|(name, needs)| format!("{name} needs {needs}"))
        .collect();
    assert!(packages.len() > 50 && newer.is_empty(), "{newer:?}");
}

/// What cargo knows of all dependencies; of those of this platform, where the others were never downloaded.
fn metadata() -> serde_json::Value {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let ask = |more: &[&str]| {
        Command::new(&cargo)
            .args(["metadata", "--offline", "--locked", "--format-version", "1"])
            .args(more)
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .output()
            .expect("cargo metadata")
    };
    let mut output = ask(&[]);
    if !output.status.success() {
        let about = Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into())).arg("-vV").output();
        let about = String::from_utf8(about.expect("rustc").stdout).expect("UTF-8");
        let host = about.lines().find_map(|line| line.strip_prefix("host: ")).expect("the host");
        output = ask(&["--filter-platform", host]);
    }
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

fn version(text: &str) -> (u32, u32, u32) {
    let mut parts = text.split('.').map(|part| part.parse().unwrap_or(0));
    let mut next = || parts.next().unwrap_or(0);
    (next(), next(), next())
}
