//! Names and what they mean come in; what a name may mean goes out. Names themselves are not kept: they stand in the
//! facts, where whoever asks holds them against the one that is meant.

use rustc_hash::FxHasher;
use std::hash::Hasher;

/// What is called by names, sorted by what these hash to; of one name in the order it was added.
#[derive(Debug, Clone)]
pub(super) struct Hashed<T>(Vec<(u32, T)>);

impl<T> Default for Hashed<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: Copy> Hashed<T> {
    /// Adds what a name means. Nothing is found before `settle`.
    pub(super) fn add(&mut self, name: &str, what: T) {
        self.0.push((hash(name), what));
    }

    /// Sorts what was added.
    pub(super) fn settle(&mut self) {
        self.0.sort_by_key(|(hash, _)| *hash);
        self.0.shrink_to_fit();
    }

    /// What a name means, and perhaps what others do that hash alike.
    pub(super) fn perhaps(&self, name: &str) -> impl Iterator<Item = T> {
        let wanted = hash(name);
        let from = self.0.partition_point(|(hash, _)| *hash < wanted);
        self.0[from..].iter().take_while(move |(hash, _)| *hash == wanted).map(|(_, what)| *what)
    }

    /// Whether nothing was added.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

fn hash(name: &str) -> u32 {
    let mut hasher = FxHasher::default();
    hasher.write(name.as_bytes());
    (hasher.finish() >> 20) as u32
}
