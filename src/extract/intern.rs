//! Texts in, small numbers out: the names of one file, each stored once.

use crate::model::fact::{Names, Sym};
use rustc_hash::FxHasher;
use std::hash::Hasher;

/// The names of one file. Entry 0 is the empty string.
pub(super) struct Interner {
    text: String,
    /// Where each name ends in `text`.
    ends: Vec<u32>,
    /// Numbers of names plus one by hash, open-addressed; 0 where there is none. A power of two long.
    slots: Vec<u32>,
}

impl Interner {
    pub(super) fn new() -> Self {
        let mut empty = Self { text: String::new(), ends: Vec::new(), slots: vec![0; 256] };
        empty.sym("");
        empty
    }

    pub(super) fn sym(&mut self, text: &str) -> Sym {
        let slot = self.slot_of(text, |taken| taken == 0 || self.name(taken as usize - 1) == text);
        if self.slots[slot] != 0 {
            return Sym(self.slots[slot] - 1);
        }
        self.text.push_str(text);
        self.ends.push(self.text.len() as u32);
        self.slots[slot] = self.ends.len() as u32;
        if self.ends.len() * 2 > self.slots.len() {
            self.grow();
        }
        Sym(self.ends.len() as u32 - 1)
    }

    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Forgets the names after the first `len`. The last in goes first, so that no chain of slots is broken.
    pub(super) fn truncate(&mut self, len: usize) {
        while self.ends.len() > len {
            let last = self.ends.len() - 1;
            let slot = self.slot_of(self.name(last), |taken| taken == last as u32 + 1);
            self.slots[slot] = 0;
            self.text.truncate(self.start(last));
            self.ends.pop();
        }
    }

    pub(super) fn into_names(self) -> Names {
        Names::of_parts(self.text, self.ends)
    }

    fn start(&self, at: usize) -> usize {
        at.checked_sub(1).map_or(0, |before| self.ends[before] as usize)
    }

    pub(super) fn name(&self, at: usize) -> &str {
        &self.text[self.start(at)..self.ends[at] as usize]
    }

    /// The first slot for a text whose content is the one looked for.
    fn slot_of(&self, text: &str, wanted: impl Fn(u32) -> bool) -> usize {
        let mut hasher = FxHasher::default();
        hasher.write(text.as_bytes());
        let mut slot = hasher.finish() as usize & (self.slots.len() - 1);
        while !wanted(self.slots[slot]) {
            slot = (slot + 1) & (self.slots.len() - 1);
        }
        slot
    }

    fn grow(&mut self) {
        self.slots = vec![0; self.slots.len() * 2];
        for at in 0..self.ends.len() {
            let slot = self.slot_of(self.name(at), |taken| taken == 0);
            self.slots[slot] = at as u32 + 1;
        }
    }
}
