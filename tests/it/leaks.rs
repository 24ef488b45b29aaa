//! Where data leaves a program by the crates that programs use: each line of `tests/leaks` that says `//~ KIND` is
//! a sink of that kind, and no other line is one. `//~ missed KIND` and `//~ false KIND` are known limits: once one
//! is lifted, the mark has to say so.

use crate::project::Project;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

const CRATES: &[&str] = &[
    "actix-rt",
    "actix-web",
    "anyhow",
    "arboard",
    "argon2",
    "async-nats",
    "async-std",
    "async-stream",
    "awc",
    "aws-sdk-dynamodb",
    "aws-sdk-s3",
    "axum",
    "base64",
    "bcrypt",
    "bincode",
    "bytes",
    "clap",
    "confy",
    "cookie",
    "crossbeam",
    "crossbeam-channel",
    "csv",
    "dashmap",
    "deadpool-postgres",
    "diesel",
    "env_logger",
    "fjall",
    "flate2",
    "flume",
    "fs-err",
    "futures",
    "heed",
    "hex",
    "http",
    "hyper",
    "hyper-util",
    "indexmap",
    "isahc",
    "itertools",
    "keyring",
    "lapin",
    "lettre",
    "libc",
    "log",
    "mail-send",
    "md5",
    "memmap2",
    "mongodb",
    "mysql",
    "mysql_async",
    "native-tls",
    "once_cell",
    "parking_lot",
    "plist",
    "poem",
    "postgres",
    "quinn",
    "rand",
    "rayon",
    "rdkafka",
    "redb",
    "redis",
    "regex",
    "reqwest",
    "rocket",
    "rocksdb",
    "ron",
    "rpassword",
    "rumqttc",
    "rusqlite",
    "rustls",
    "sea-orm",
    "serde",
    "serde_json",
    "serde_yaml",
    "sha1",
    "sha2",
    "sled",
    "slog",
    "sqlx",
    "surf",
    "tar",
    "tempfile",
    "thiserror",
    "tokio",
    "tokio-postgres",
    "tokio-rustls",
    "tokio-tungstenite",
    "tokio-util",
    "toml",
    "tonic",
    "tower",
    "tracing",
    "tungstenite",
    "ureq",
    "url",
    "uuid",
    "warp",
    "zip",
    "zstd",
];
const FORM: &str = "#[derive(serde::Deserialize, Debug, Clone)]\n\
    pub struct SignUp { pub email: String, pub password: String, pub card_number: String }\n";

/// The kinds of the sinks that data reaches in each line.
fn found(text: &str) -> BTreeMap<usize, BTreeSet<String>> {
    let project = Project::new();
    let manifest = "[package]\nname = \"leaks\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[dependencies]\n";
    let crates: String = CRATES.iter().map(|name| format!("{name} = \"*\"\n")).collect();
    project.put("Cargo.toml", &format!("{manifest}{crates}"));
    project.put("src/lib.rs", &format!("mod cases;\n{FORM}"));
    project.put("src/cases.rs", text);
    let mut tool = Command::new(env!("CARGO_BIN_EXE_cargo-privacy-lint"));
    let done = tool.args(["scan", "--no-cache", "--format", "json"]).current_dir(project.path()).output();
    let report: Value = serde_json::from_slice(&done.expect("the tool runs").stdout).expect("JSON");
    let mut lines: BTreeMap<usize, BTreeSet<String>> = BTreeMap::new();
    for flow in report["flows"].as_array().unwrap() {
        let (line, kind) = (flow["sink"]["line"].as_u64().unwrap(), flow["sink"]["kind"].as_str().unwrap());
        lines.entry(line as usize).or_default().insert(kind.to_owned());
    }
    lines
}

/// What a line says must be found there.
fn expected(line: &str) -> BTreeSet<String> {
    match line.split_once("//~ ").map(|(_, mark)| mark.trim()) {
        None => BTreeSet::new(),
        Some(mark) if mark.starts_with("missed ") => BTreeSet::new(),
        Some(mark) => mark.trim_start_matches("false ").split(' ').map(str::to_owned).collect(),
    }
}

fn holds(name: &str) {
    let path = format!("{}/tests/leaks/{name}.rs", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).expect("the cases are there");
    let found = found(&text);
    let wrong: Vec<String> = text
        .lines()
        .enumerate()
        .map(|(at, line)| (at + 1, expected(line), found.get(&(at + 1)).cloned().unwrap_or_default(), line))
        .filter(|(_, expected, found, _)| expected != found)
        .map(|(at, expected, found, line)| format!("{name}.rs:{at}: {expected:?} expected, {found:?} found: {line}"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_logged_and_shown() {
    holds("logging");
}

#[test]
fn what_is_logged_in_further_ways() {
    holds("logged");
}

#[test]
fn what_is_kept_in_further_ways() {
    holds("kept");
}

#[test]
fn what_services_do_with_it() {
    holds("services");
}

#[test]
fn what_is_done_with_it_further() {
    holds("further");
}

#[test]
fn what_is_done_with_it_at_last() {
    holds("last");
}

#[test]
fn what_small_things_do_with_it() {
    holds("small");
}

#[test]
fn by_which_ways_data_goes() {
    holds("ways");
}

#[test]
fn what_is_kept() {
    holds("storage");
}

#[test]
fn what_is_sent() {
    holds("sending");
}

#[test]
fn where_data_comes_from() {
    holds("sources");
}

#[test]
fn what_the_language_does_with_values() {
    holds("shapes");
}
