//! What a run said and all it had asked the disk comes in; the next run asks only whether that is still so, and if
//! it is, says the same.
//!
//! A path is as it was if its times, size and inode are; where those are lost, as in a fresh checkout, if its
//! bytes or names are. Whatever cannot be told for certain is no match, and the run is done anew.

use super::pack::check;
use super::squeeze::{squeeze, unsqueeze};
use super::{BUILD, folder, make, write_whole};
use crate::discover::Question;
use crate::extract::side_by_side;
use crate::model::code::{self, code_enum, code_structs};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

const MAGIC: &[u8; 8] = b"plverd\x001";
/// Most verdicts kept: each is for other flags.
const MOST: usize = 8;
/// A path changed this shortly before the run began may change again within the clock's grain.
const GRAIN: Duration = Duration::from_millis(50);

/// What a run said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// Its text.
    pub text: String,
    /// The exit code.
    pub code: u8,
}

/// What a run is called: a digest of its flags, its day, its folder, its look.
pub type Name = [u8; 16];

/// A verdict on disk.
#[derive(Debug)]
struct Kept {
    said: Said,
    watched: Vec<Watched>,
}

/// A path and what was known of it.
#[derive(Debug)]
struct Watched {
    path: String,
    known: Known,
}

#[derive(Debug)]
enum Known {
    Absent,
    File,
    Folder,
    /// By stamp, by digest of the names.
    Names([u8; 16], [u8; 16]),
    /// By stamp, by digest of the bytes.
    Bytes([u8; 16], [u8; 16]),
}

code_structs! {
    Said { text, code }
    Kept { said, watched }
    Watched { path, known }
}
code_enum!(Known { 0 Absent, 1 File, 2 Folder, 3 Names(stamp, digest), 4 Bytes(stamp, digest) });

/// The name of a run whose result depends on these words and on what it asks the disk.
pub fn name(words: &str) -> Name {
    check(BUILD.as_bytes(), words.as_bytes())
}

/// What the same run said before, if nothing that it asked has changed. The verdict lies in the workspace around
/// the folder; `threads` as elsewhere.
pub fn recall(start: &Path, name: Name, threads: Option<usize>) -> Option<Said> {
    let place = start.ancestors().map(|root| place(root, name)).find(|place| place.is_file())?;
    let mut kept = read(&place)?;
    let as_it_was: Option<Vec<bool>> =
        side_by_side(threads, || kept.watched.par_iter_mut().with_min_len(64).map(|watched| watched.holds()).collect());
    // Times were lost and the rest is the same: the next run need not read it all again.
    if as_it_was?.contains(&false) {
        write(&place, &kept);
    }
    Some(kept.said)
}

/// Keeps what a run said. `asked` is all it asked the disk, `read` the BLAKE3 of what it read, by path.
pub fn keep(root: &Path, name: Name, begun: SystemTime, asked: &[(PathBuf, Question)], read: &Digests, said: Said) {
    let settled = begun.checked_sub(GRAIN).unwrap_or(SystemTime::UNIX_EPOCH);
    let names: Vec<&Path> =
        asked.iter().filter(|(_, q)| *q == Question::Names).map(|(path, _)| path.as_path()).collect();
    let listed = |path: &Path| path.parent().is_some_and(|parent| names.binary_search(&parent).is_ok());
    let mut watched = Vec::with_capacity(asked.len());
    for (path, question) in asked {
        let Some(text) = path.to_str() else { return };
        let known = match (std::fs::metadata(path), question) {
            // The folder's names tell of it.
            (Err(_), _) if listed(path) => continue,
            (Err(_), _) => Known::Absent,
            (Ok(metadata), Question::Names) if metadata.is_dir() => {
                if !is_settled(&metadata, settled) {
                    return;
                }
                let Some(digest) = names_in(path) else { return };
                Known::Names(stamp(&metadata), digest)
            }
            (Ok(metadata), Question::Bytes) if metadata.is_file() => {
                let settled = is_settled(&metadata, settled);
                let digest = match read.get(path) {
                    Some(digest) => *digest,
                    None if !settled => return,
                    None => match digest_of(path) {
                        Some(digest) => digest,
                        None => return,
                    },
                };
                // What changed while it was read is known by the bytes that were read.
                Known::Bytes(if settled { stamp(&metadata) } else { [0; 16] }, digest)
            }
            (Ok(metadata), Question::Kind) if metadata.is_dir() => Known::Folder,
            (Ok(metadata), Question::Kind) if metadata.is_file() => Known::File,
            _ => return,
        };
        watched.push(Watched { path: text.to_owned(), known });
    }
    let folder = folder(root);
    if make(&folder).is_ok() {
        write(&place(root, name), &Kept { said, watched });
        forget_old(&folder);
    }
}

/// BLAKE3 of the bytes of files, the first half.
pub type Digests = BTreeMap<PathBuf, [u8; 16]>;

fn place(root: &Path, name: Name) -> PathBuf {
    let hex: String = name.iter().map(|byte| format!("{byte:02x}")).collect();
    folder(root).join(format!("verdict-{hex}.bin"))
}

fn read(place: &Path) -> Option<Kept> {
    let bytes = std::fs::read(place).ok()?;
    let (sum, rest) = bytes.strip_prefix(MAGIC)?.split_first_chunk::<16>()?;
    if *sum != check(BUILD.as_bytes(), rest) {
        return None;
    }
    code::decode(&unsqueeze(rest)?)
}

/// A verdict that cannot be written is none, and no error.
fn write(place: &Path, kept: &Kept) {
    let squeezed = squeeze(&code::encode(kept));
    let mut bytes = MAGIC.to_vec();
    bytes.extend(check(BUILD.as_bytes(), &squeezed));
    bytes.extend(squeezed);
    let _ = write_whole(place, &bytes);
}

/// Removes the oldest verdicts, so that flags tried once are not kept for ever.
fn forget_old(folder: &Path) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    let mut places: Vec<(SystemTime, PathBuf)> = entries
        .flatten()
        .filter(|entry| entry.file_name().to_string_lossy().starts_with("verdict-"))
        .filter_map(|entry| Some((entry.metadata().ok()?.modified().ok()?, entry.path())))
        .collect();
    places.sort();
    let surplus = places.len().saturating_sub(MOST);
    for (_, old) in places.into_iter().take(surplus) {
        let _ = std::fs::remove_file(old);
    }
}

impl Watched {
    /// `None` if the path is not what it was; false if only its times were lost.
    fn holds(&mut self) -> Option<bool> {
        let path = Path::new(&self.path);
        let metadata = std::fs::metadata(path);
        match (&mut self.known, metadata) {
            (Known::Absent, Err(_)) => Some(true),
            (Known::File, Ok(metadata)) if metadata.is_file() => Some(true),
            (Known::Folder, Ok(metadata)) if metadata.is_dir() => Some(true),
            (Known::Names(known, digest), Ok(metadata)) if metadata.is_dir() => {
                same(known, &metadata, || names_in(path) == Some(*digest))
            }
            (Known::Bytes(known, digest), Ok(metadata)) if metadata.is_file() => {
                same(known, &metadata, || digest_of(path) == Some(*digest))
            }
            _ => None,
        }
    }
}

fn same(known: &mut [u8; 16], metadata: &Metadata, by_content: impl FnOnce() -> bool) -> Option<bool> {
    let now = stamp(metadata);
    if *known == now {
        return Some(true);
    }
    if !by_content() {
        return None;
    }
    // Read just now: it may change again within the clock's grain, and would then be taken for this.
    let settled = SystemTime::now().checked_sub(GRAIN).is_some_and(|settled| is_settled(metadata, settled));
    if settled {
        *known = now;
    }
    Some(!settled)
}

fn digest_of(path: &Path) -> Option<[u8; 16]> {
    let bytes = std::fs::read(path).ok()?;
    blake3::hash(&bytes).as_bytes().first_chunk().copied()
}

/// The names in a folder and of what kind each is.
fn names_in(folder: &Path) -> Option<[u8; 16]> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder).ok()? {
        let entry = entry.ok()?;
        let kind = entry.file_type().ok()?;
        names.push((entry.file_name(), kind.is_dir(), kind.is_symlink()));
    }
    names.sort();
    let mut hasher = blake3::Hasher::new();
    for (name, is_dir, is_link) in names {
        let bytes = name.as_encoded_bytes();
        hasher.update(&(bytes.len() as u64).to_le_bytes());
        hasher.update(bytes);
        hasher.update(&[u8::from(is_dir), u8::from(is_link)]);
    }
    hasher.finalize().as_bytes().first_chunk().copied()
}

/// Whether a path last changed before a time.
fn is_settled(metadata: &Metadata, before: SystemTime) -> bool {
    let changed = metadata.modified().is_ok_and(|modified| modified < before);
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let status = u64::try_from(metadata.ctime()).unwrap_or(u64::MAX / 2);
        let at = SystemTime::UNIX_EPOCH.checked_add(Duration::new(status, metadata.ctime_nsec() as u32));
        changed && at.is_some_and(|at| at < before)
    }
    #[cfg(not(unix))]
    changed
}

/// What a change would change, without reading.
fn stamp(metadata: &Metadata) -> [u8; 16] {
    let mut parts = vec![metadata.len()];
    let modified = metadata.modified().ok().and_then(|at| at.duration_since(SystemTime::UNIX_EPOCH).ok());
    parts.extend(modified.map(|at| at.as_nanos() as u64));
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let status = (metadata.ctime() as u64).wrapping_mul(1_000_000_000).wrapping_add(metadata.ctime_nsec() as u64);
        parts.extend([metadata.ino(), metadata.dev(), u64::from(metadata.mode()), status]);
    }
    let bytes: Vec<u8> = parts.iter().flat_map(|part| part.to_le_bytes()).collect();
    check(b"stamp", &bytes)
}
