//! Texts in, small numbers out: the names of one file, each stored once.

use crate::model::fact::{Names, Sym};
use indexmap::IndexSet;
use rustc_hash::FxBuildHasher;

/// The names of one file. Entry 0 is the empty string.
pub(super) struct Interner {
    names: IndexSet<Box<str>, FxBuildHasher>,
}

impl Interner {
    pub(super) fn new() -> Self {
        let mut names = IndexSet::default();
        names.insert(Box::from(""));
        Self { names }
    }

    pub(super) fn sym(&mut self, text: &str) -> Sym {
        let at = match self.names.get_index_of(text) {
            Some(at) => at,
            None => self.names.insert_full(Box::from(text)).0,
        };
        Sym(at as u32)
    }

    pub(super) fn into_names(self) -> Names {
        Names::new(self.names.iter().map(|name| &**name))
    }
}
