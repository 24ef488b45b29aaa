//! Paths that were resolved come in and what they mean; the same path asked again goes out without a search. Of the
//! many only the latest are kept, so that the memory it takes does not grow with the code.

use super::{Namespace, Resolved};
use crate::model::fact::{ItemId, Path};
use rustc_hash::FxHasher;
use std::hash::{Hash, Hasher};
use std::sync::Mutex;

/// How many are kept, and in how many parts: whoever looks into one does not keep others from the rest.
const SLOTS: usize = 1 << 16;
const PARTS: usize = 64;

/// A path at its place: file, scope, where it is written, how much of it, its last name, what is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Asked {
    file: u32,
    scope: Option<ItemId>,
    span: (u32, u32),
    segments: u32,
    last: u32,
    wanted: Namespace,
}

impl Asked {
    pub(super) fn new(wanted: Namespace, file: usize, scope: Option<ItemId>, path: &Path) -> Self {
        let last = path.segments.last().map_or(0, |segment| segment.name.0);
        let (file, segments) = (file as u32, path.segments.len() as u32);
        Self { file, scope, span: (path.span.start, path.span.end), segments, last, wanted }
    }

    fn slot(&self) -> usize {
        let mut hasher = FxHasher::default();
        self.hash(&mut hasher);
        (hasher.finish() >> 40) as usize % SLOTS
    }
}

type Slot = Option<(Asked, Resolved)>;

/// The latest answers, each in the slot of its question.
#[derive(Debug, Default)]
pub(super) struct Recent(Vec<Mutex<Vec<Slot>>>);

impl Recent {
    /// Ready to remember: from when every name of the workspace is known.
    pub(super) fn open() -> Self {
        Self((0..PARTS).map(|_| Mutex::default()).collect())
    }

    /// The answer, if it is still there and nobody else is looking.
    pub(super) fn get(&self, asked: &Asked) -> Option<Resolved> {
        let slot = asked.slot();
        let slots = self.0.get(slot % PARTS)?.try_lock().ok()?;
        let (known, found) = slots.get(slot / PARTS)?.as_ref()?;
        (known == asked).then(|| found.clone())
    }

    /// Remembers an answer in the place of an older one.
    pub(super) fn put(&self, asked: Asked, found: &Resolved) {
        let slot = asked.slot();
        if let Some(part) = self.0.get(slot % PARTS)
            && let Ok(mut slots) = part.try_lock()
        {
            // Room for a part is made where it is first needed, by whichever thread needs it.
            slots.resize(SLOTS / PARTS, None);
            slots[slot / PARTS] = Some((asked, found.clone()));
        }
    }
}
