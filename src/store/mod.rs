//! Facts in, files out, and back: what is kept between runs (`Cache`) and what is carried between machines
//! (`shard`).
//!
//! Everything kept is sealed: a checksum over each entry, and the fingerprint of the build that wrote it. The
//! cache trusts nothing: an entry that does not verify is computed anew. A shard that does not verify is an error.
//! Checksums guard against accidents, not against someone who may write below `target/`: such a person may as
//! well change the sources, or the tool.

mod cache;
pub mod kept;
mod pack;
pub mod shard;

pub use cache::Cache;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

/// What decides the facts of a file: the extractor, the model, the parser's version.
pub const EXTRACTOR: &str = env!("PRIVACY_LINT_EXTRACTOR");

/// What decides what a run says of the same input: the whole of the sources and rules.
pub const BUILD: &str = env!("PRIVACY_LINT_BUILD");

/// The folder of everything kept for a workspace; `cargo clean` removes it.
pub fn folder(root: &Path) -> PathBuf {
    root.join("target").join("privacy-lint")
}

/// Whether anything may be kept below a root: a folder of Rust files that no cargo builds gets no `target`.
pub fn may_keep(root: &Path) -> bool {
    root.join("target").is_dir() || root.join("Cargo.toml").is_file()
}

/// Makes the folder, tagged so that backups leave it out, and git too where `target` is not ignored.
fn make(folder: &Path) -> std::io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    std::fs::create_dir_all(folder)?;
    std::fs::write(folder.join(".gitignore"), "*\n")?;
    let tag = "Signature: 8a477f597d28d172789f06886806bc55\n# Made by cargo-privacy-lint; safe to delete.\n";
    std::fs::write(folder.join("CACHEDIR.TAG"), tag)
}

/// Writes a whole file beside its place and moves it there, so that no reader sees half of it.
fn write_whole(place: &Path, bytes: &[u8]) -> std::io::Result<()> {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let name = place.file_name().unwrap_or_default().to_string_lossy();
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let beside = place.with_file_name(format!("{name}.{}-{count}.tmp", std::process::id()));
    let written = std::fs::File::create(&beside).and_then(|mut file| file.write_all(bytes));
    let moved = written.and_then(|()| std::fs::rename(&beside, place));
    if moved.is_err() {
        let _ = std::fs::remove_file(&beside);
    }
    moved
}
