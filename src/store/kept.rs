//! What was computed from a commit goes in and comes back: a few results, found by everything they depend on.
//!
//! `base-<key>.kept` files: a checksum, then JSON. The key holds the build of the tool and all inputs, so that a result
//! is never older than what it was computed from; what does not verify is computed anew.

use super::{BUILD, make, write_whole};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::path::{Path, PathBuf};

/// More than these are not kept: each branch has one base.
const MOST: usize = 6;
/// A result larger than this is not kept.
const LARGEST: usize = 64 << 20;

/// The name under which a result is kept: a digest of all that it depends on.
pub fn key(parts: &[&str]) -> String {
    let mut hasher = blake3::Hasher::new();
    for part in std::iter::once(&BUILD).chain(parts) {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    hasher.finalize().to_hex()[..32].to_owned()
}

/// The result that is kept under a key.
pub fn recall<T: DeserializeOwned>(folder: &Path, key: &str) -> Option<T> {
    let bytes = std::fs::read(place(folder, key)).ok()?;
    let (check, json) = bytes.split_at_checked(32)?;
    (check == digest(key, json)).then(|| serde_json::from_slice(json).ok())?
}

/// Keeps a result. What cannot be kept is no error.
pub fn keep(folder: &Path, key: &str, result: &impl Serialize) {
    let Ok(json) = serde_json::to_vec(result) else { return };
    if json.len() > LARGEST || make(folder).is_err() {
        return;
    }
    let bytes = [digest(key, &json).as_slice(), &json].concat();
    if write_whole(&place(folder, key), &bytes).is_ok() {
        forget_oldest(folder);
    }
}

fn place(folder: &Path, key: &str) -> PathBuf {
    folder.join(format!("base-{key}.kept"))
}

fn digest(key: &str, json: &[u8]) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    hasher.update(key.as_bytes()).update(json);
    *hasher.finalize().as_bytes()
}

fn forget_oldest(folder: &Path) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    let kept = |entry: &std::fs::DirEntry| entry.file_name().to_string_lossy().ends_with(".kept");
    let mut all: Vec<_> = entries.flatten().filter(kept).collect();
    // Only what is worth keeping depends on the time, never a result.
    all.sort_by_key(|entry| std::cmp::Reverse(entry.metadata().and_then(|metadata| metadata.modified()).ok()));
    for old in all.iter().skip(MOST) {
        let _ = std::fs::remove_file(old.path());
    }
}
