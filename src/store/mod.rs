//! Facts and verdicts in, files out, and back: what is kept between runs (`Cache`, `verdict`) and what is carried
//! between machines (`shard`).
//!
//! Everything kept is sealed: a checksum over each entry, and the fingerprint of the build that wrote it. The
//! cache trusts nothing: an entry that does not verify is computed anew. A shard that does not verify is an error.
//! Checksums guard against accidents, not against someone who may write below `target/`: such a person may as
//! well change the sources, or the tool.

mod cache;
pub mod kept;
mod pack;
pub mod shard;
mod squeeze;
pub mod verdict;

pub use cache::Cache;

use std::fs::File;
use std::io::{BufWriter, Write};
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

/// A file that is written beside its place and moved there when it is whole, so that no reader sees half of it.
struct Draft {
    beside: PathBuf,
    file: BufWriter<File>,
}

impl Draft {
    /// Begins a file in a folder; `name` says of what kind it is.
    fn begin(folder: &Path, name: &str) -> std::io::Result<Self> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let beside = folder.join(format!("{name}.{}-{count}.tmp", std::process::id()));
        let file = BufWriter::new(File::create(&beside)?);
        Ok(Self { beside, file })
    }

    /// Moves what was written to its place.
    fn settle(mut self, place: &Path) -> std::io::Result<()> {
        self.file.flush()?;
        std::fs::rename(&self.beside, place)
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        // Nothing is there any more when it was settled.
        let _ = std::fs::remove_file(&self.beside);
    }
}

impl Write for Draft {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.file.write(bytes)
    }
    fn flush(&mut self) -> std::io::Result<()> {
        self.file.flush()
    }
}

/// Writes a whole file.
fn write_whole(place: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let name = place.file_name().unwrap_or_default().to_string_lossy();
    let mut draft = Draft::begin(&folder_of(place), &name)?;
    draft.write_all(bytes)?;
    draft.settle(place)
}

/// The folder that a file stands in; of a bare name, the current one.
fn folder_of(place: &Path) -> PathBuf {
    place.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new(".")).to_owned()
}
