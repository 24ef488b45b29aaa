//! The sources in, fingerprints out of what decides the facts of a file and the verdict of a run. What is
//! kept between runs carries them, so that another build never takes it for its own.

use std::fs;
use std::path::{Path, PathBuf};

fn main() {
    let facts = ["src/extract", "src/model", "Cargo.lock"];
    let verdicts = ["src", "rules", "Cargo.lock", "Cargo.toml"];
    for path in verdicts.iter().filter(|path| Path::new(path).exists()) {
        println!("cargo::rerun-if-changed={path}");
    }
    println!("cargo::rustc-env=PRIVACY_LINT_EXTRACTOR={:016x}", fingerprint(&facts));
    println!("cargo::rustc-env=PRIVACY_LINT_BUILD={:016x}", fingerprint(&verdicts));
}

/// FNV-1a over names and texts, in the order of the names; line ends count alike on every system.
fn fingerprint(paths: &[&str]) -> u64 {
    let mut files = Vec::new();
    paths.iter().for_each(|path| gather(Path::new(path), &mut files));
    files.sort();
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for file in files {
        let name = file.to_string_lossy().replace('\\', "/").into_bytes();
        let text = fs::read(&file).unwrap_or_default();
        for byte in name.into_iter().chain(text).filter(|byte| *byte != b'\r') {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    hash
}

fn gather(path: &Path, files: &mut Vec<PathBuf>) {
    match fs::read_dir(path) {
        Ok(entries) => entries.flatten().for_each(|entry| gather(&entry.path(), files)),
        Err(_) if path.is_file() => files.push(path.to_owned()),
        Err(_) => {}
    }
}
