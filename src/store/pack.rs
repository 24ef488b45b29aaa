//! Entries in, one file's bytes out, and back: `magic, build, entries, index, its place and checksum`.
//!
//! An index at the end lets a reader fetch what it needs and no more; a file that was cut has none and is refused.

use super::Draft;
use std::collections::HashMap;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

/// What an entry is found by: a digest of what it was computed from.
pub(super) type Key = [u8; 32];

const MAGIC: &[u8; 8] = b"plpack\x001";
/// Key, offset, length, checksum.
const ROW: usize = 32 + 8 + 4 + 16;
/// Offset of the index, number of rows, checksum of both and of the index.
const FOOTER: usize = 8 + 4 + 16;

/// Where an entry lies and what it must hash to.
#[derive(Debug, Clone, Copy)]
struct Row {
    offset: u64,
    len: u32,
    check: [u8; 16],
}

/// A pack being written.
pub(super) struct Writer {
    out: Draft,
    written: u64,
    rows: Vec<(Key, Row)>,
}

impl Writer {
    /// An empty pack of the given build.
    pub(super) fn begin(mut out: Draft, build: &str) -> std::io::Result<Self> {
        out.write_all(MAGIC)?;
        out.write_all(&head(build))?;
        Ok(Self { out, written: (MAGIC.len() + 16) as u64, rows: Vec::new() })
    }

    pub(super) fn add(&mut self, key: &Key, payload: &[u8]) -> std::io::Result<()> {
        let Ok(len) = u32::try_from(payload.len()) else { return Ok(()) };
        self.out.write_all(payload)?;
        self.rows.push((*key, Row { offset: self.written, len, check: check(key, payload) }));
        self.written += u64::from(len);
        Ok(())
    }

    /// Closes the pack and moves it to the place that its index decides.
    pub(super) fn finish(mut self, place: impl FnOnce(&[u8; 16]) -> PathBuf) -> std::io::Result<PathBuf> {
        self.rows.sort_by_key(|(key, _)| *key);
        let mut tail = Vec::with_capacity(self.rows.len() * ROW + FOOTER);
        for (key, row) in &self.rows {
            tail.extend(key);
            tail.extend(row.offset.to_le_bytes());
            tail.extend(row.len.to_le_bytes());
            tail.extend(row.check);
        }
        tail.extend(self.written.to_le_bytes());
        tail.extend((self.rows.len() as u32).to_le_bytes());
        let check = check(b"index", &tail);
        self.out.write_all(&tail)?;
        self.out.write_all(&check)?;
        let place = place(&check);
        self.out.settle(&place)?;
        Ok(place)
    }
}

/// A pack on disk: its index in memory, its entries read when asked for.
pub(super) struct Reader {
    file: Mutex<File>,
    rows: HashMap<Key, Row>,
    /// Size of the file.
    pub(super) size: u64,
}

/// Why a pack cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refused {
    /// Not there, or not to be read.
    Unreadable,
    /// No pack, or one that was cut or changed.
    Damaged,
    /// Written by another build.
    OtherBuild,
}

impl Reader {
    /// Opens a pack written by this build.
    pub(super) fn open(place: &Path, build: &str) -> Result<Self, Refused> {
        let mut file = File::open(place).map_err(|_| Refused::Unreadable)?;
        let size = file.metadata().map_err(|_| Refused::Unreadable)?.len();
        let front = MAGIC.len() + 16;
        if size < (front + FOOTER) as u64 {
            return Err(Refused::Damaged);
        }
        let begins = read_at(&mut file, 0, front).ok_or(Refused::Damaged)?;
        if !begins.starts_with(MAGIC) {
            return Err(Refused::Damaged);
        }
        if begins[MAGIC.len()..] != head(build) {
            return Err(Refused::OtherBuild);
        }
        let footer = read_at(&mut file, size - FOOTER as u64, FOOTER).ok_or(Refused::Damaged)?;
        let offset = u64::from_le_bytes(part(&footer, 0));
        let rows = u32::from_le_bytes(part(&footer, 8)) as u64;
        if offset.checked_add(rows * ROW as u64).and_then(|end| end.checked_add(FOOTER as u64)) != Some(size) {
            return Err(Refused::Damaged);
        }
        let tail = read_at(&mut file, offset, rows as usize * ROW + FOOTER - 16).ok_or(Refused::Damaged)?;
        if footer[12..] != check(b"index", &tail) {
            return Err(Refused::Damaged);
        }
        let row = |bytes: &[u8]| {
            let key: Key = part(bytes, 0);
            let row = Row {
                offset: u64::from_le_bytes(part(bytes, 32)),
                len: u32::from_le_bytes(part(bytes, 40)),
                check: part(bytes, 44),
            };
            (key, row)
        };
        let rows = tail[..rows as usize * ROW].chunks_exact(ROW).map(row).collect();
        Ok(Self { file: Mutex::new(file), rows, size })
    }

    pub(super) fn has(&self, key: &Key) -> bool {
        self.rows.contains_key(key)
    }

    /// Bytes of an entry in the file.
    pub(super) fn len_of(&self, key: &Key) -> u64 {
        self.rows.get(key).map_or(0, |row| u64::from(row.len))
    }

    /// The entry, if it is there and is what was written.
    pub(super) fn get(&self, key: &Key) -> Option<Vec<u8>> {
        let row = self.rows.get(key)?;
        if row.offset.checked_add(u64::from(row.len))? > self.size {
            return None;
        }
        let bytes = read_at(&mut *self.file.lock().ok()?, row.offset, row.len as usize)?;
        (check(key, &bytes) == row.check).then_some(bytes)
    }
}

fn read_at(file: &mut File, offset: u64, len: usize) -> Option<Vec<u8>> {
    file.seek(SeekFrom::Start(offset)).ok()?;
    let mut bytes = vec![0; len];
    file.read_exact(&mut bytes).ok()?;
    Some(bytes)
}

fn part<const N: usize>(bytes: &[u8], at: usize) -> [u8; N] {
    bytes.get(at..at + N).and_then(|slice| slice.try_into().ok()).unwrap_or([0; N])
}

fn head(build: &str) -> [u8; 16] {
    check(b"build", build.as_bytes())
}

/// Sixteen bytes of BLAKE3 over what something is called and what it is.
pub(super) fn check(name: &[u8], payload: &[u8]) -> [u8; 16] {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&(name.len() as u64).to_le_bytes());
    hasher.update(name);
    hasher.update(payload);
    part(hasher.finalize().as_bytes(), 0)
}
