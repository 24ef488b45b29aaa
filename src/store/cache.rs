//! The bytes of a file in, its facts out: from an earlier run where there was one, else computed and kept.
//!
//! `facts-<digest>.pack` files, found by the content of the sources alone, so that a fresh checkout with an old
//! `target/` is as good as a second run. A run that learnt little adds a small pack; a run that learnt much, or
//! that finds many packs or much dead weight, writes one pack of what it used and removes those it had read.

use super::pack::{Key, Reader, Writer};
use super::squeeze::{squeeze, unsqueeze};
use super::{Draft, EXTRACTOR, make};
use crate::model::code;
use crate::model::fact::FileFacts;
use crate::model::project::Language;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

/// More packs than this are made one.
const MOST_PACKS: usize = 8;
/// A pack may be this much larger than the sources it is for before it is not even opened.
const LARGEST: u64 = 4;
/// Below this size nothing is too large.
const SMALL: u64 = 64 << 20;

/// Facts kept between runs.
#[derive(Default)]
pub struct Cache {
    folder: Option<PathBuf>,
    /// Whether other trees of this run need what this one does not.
    one_of_several: bool,
    packs: Vec<(PathBuf, Reader)>,
    /// Files that are no pack of this build: removed at the next writing.
    stale: Vec<PathBuf>,
    used: Mutex<Used>,
}

/// What a run used and what it learnt.
#[derive(Default)]
struct Used {
    keys: BTreeSet<Key>,
    /// Begun with the first thing learnt; `Some(None)` when nothing can be written.
    writer: Option<Option<Writer>>,
    /// Bytes learnt.
    fresh: u64,
}

impl Cache {
    /// Keeps nothing and knows nothing.
    pub fn none() -> Self {
        Self::default()
    }

    /// For one of several trees: what the others need is no dead weight.
    pub fn one_of_several(self) -> Self {
        Self { one_of_several: true, ..self }
    }

    /// What is kept in a folder for sources of so many bytes.
    pub fn open(folder: &Path, source_bytes: u64) -> Self {
        let mut cache = Self { folder: Some(folder.to_owned()), ..Self::default() };
        let Ok(entries) = std::fs::read_dir(folder) else { return cache };
        let mut places: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
        places.sort();
        for place in places {
            let name = place.file_name().unwrap_or_default().to_string_lossy();
            let leftover = name.starts_with("facts-") && name.ends_with(".tmp") && is_old(&place);
            let is_pack = name.starts_with("facts-") && name.ends_with(".pack");
            if leftover {
                cache.stale.push(place);
            } else if is_pack {
                match Reader::open(&place, EXTRACTOR) {
                    Ok(pack) if pack.size <= SMALL.max(source_bytes.saturating_mul(LARGEST)) => {
                        cache.packs.push((place, pack))
                    }
                    _ => cache.stale.push(place),
                }
            }
        }
        cache
    }

    /// The encoded facts of a file with these bytes.
    pub fn encoded(&self, language: Language, bytes: &[u8], compute: impl FnOnce() -> FileFacts) -> Vec<u8> {
        // Those of all files wait for each other: none keeps the room it grew in.
        let fresh = || code::encode(&compute()).as_slice().to_vec();
        if self.folder.is_none() {
            return fresh();
        }
        let key = key(language, bytes);
        if let Some(encoded) = self.recall(&key).and_then(|sealed| unsqueeze(&sealed)) {
            self.note(key, None);
            return encoded;
        }
        let encoded = fresh();
        self.note(key, Some(&squeeze(&encoded)));
        encoded
    }

    /// The same as they are kept, for those who only carry them.
    pub fn sealed(&self, language: Language, bytes: &[u8], compute: impl FnOnce() -> FileFacts) -> Vec<u8> {
        let seal = || squeeze(&code::encode(&compute()));
        if self.folder.is_none() {
            return seal();
        }
        let key = key(language, bytes);
        if let Some(sealed) = self.recall(&key).filter(|sealed| unsqueeze(sealed).is_some()) {
            self.note(key, None);
            return sealed;
        }
        let sealed = seal();
        self.note(key, Some(&sealed));
        sealed
    }

    fn recall(&self, key: &Key) -> Option<Vec<u8>> {
        self.packs.iter().find_map(|(_, pack)| pack.get(key))
    }

    /// Notes what was used, and writes what is fresh at once: nothing waits in memory for the end of the run.
    fn note(&self, key: Key, fresh: Option<&[u8]>) {
        let (Ok(mut used), Some(folder)) = (self.used.lock(), &self.folder) else { return };
        let Used { keys, writer, fresh: written } = &mut *used;
        keys.insert(key);
        if let Some(payload) = fresh {
            let open = writer.get_or_insert_with(|| writer_in(folder).ok());
            if open.as_mut().is_some_and(|writer| writer.add(&key, payload).is_ok()) {
                *written += payload.len() as u64;
            } else {
                *open = None;
            }
        }
    }

    /// Closes what this run learnt. A cache that cannot be written is no cache, and no error.
    pub fn save(self) {
        let Some(folder) = &self.folder else { return };
        let Used { keys, writer, fresh } = self.used.into_inner().unwrap_or_default();
        let held: u64 = self.packs.iter().map(|(_, pack)| pack.size).sum();
        let live: u64 =
            keys.iter().map(|key| self.packs.iter().map(|(_, pack)| pack.len_of(key)).max().unwrap_or(0)).sum();
        let wasteful = self.packs.len() > MOST_PACKS || held > 2 * (live + fresh) + (1 << 20);
        if writer.is_none() && (!wasteful || self.one_of_several) && self.stale.is_empty() {
            return;
        }
        let many = self.packs.len() > 2 * MOST_PACKS;
        let rewrite = if self.one_of_several { many } else { wasteful || fresh > held / 4 };
        let Some(mut writer) = writer.unwrap_or_else(|| writer_in(folder).ok()) else { return };
        if rewrite {
            for key in &keys {
                let kept = self.packs.iter().filter(|(_, pack)| pack.has(key)).find_map(|(_, pack)| pack.get(key));
                if kept.is_some_and(|payload| writer.add(key, &payload).is_err()) {
                    return;
                }
            }
        }
        let name = |check: &[u8; 16]| folder.join(format!("facts-{:016x}.pack", u128::from_le_bytes(*check) >> 64));
        let Ok(place) = writer.finish(name) else { return };
        let read = self.packs.into_iter().map(|(place, _)| place).filter(|_| rewrite);
        for old in self.stale.iter().cloned().chain(read).filter(|old| *old != place) {
            let _ = std::fs::remove_file(old);
        }
    }
}

fn writer_in(folder: &Path) -> std::io::Result<Writer> {
    make(folder)?;
    Writer::begin(Draft::begin(folder, "facts-new")?, EXTRACTOR)
}

/// Left by a run that was killed, not by one that is writing now.
fn is_old(place: &Path) -> bool {
    let modified = std::fs::metadata(place).and_then(|metadata| metadata.modified());
    modified.is_ok_and(|modified| modified.elapsed().is_ok_and(|age| age.as_secs() > 600))
}

/// Found by content; the same bytes mean other facts in another language.
fn key(language: Language, bytes: &[u8]) -> Key {
    let mut key = *blake3::hash(bytes).as_bytes();
    key[0] ^= match language {
        Language::Rust => 0,
        Language::Sql => 1,
    };
    key
}
