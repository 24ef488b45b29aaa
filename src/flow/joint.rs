//! Summaries of functions that one call can mean come in; what all of them together do goes out, made anew only when one
//! of them changed.

use super::path::Paths;
use super::summary::Summary;
use crate::link::Def;
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// What was made last of each set of functions.
#[derive(Default)]
pub(super) struct Joint(FxHashMap<Vec<Def>, Made>);

struct Made {
    of: Vec<Arc<Summary>>,
    all: Arc<Summary>,
}

impl Joint {
    /// The functions and, in their order, what each does.
    pub(super) fn of(&mut self, functions: Vec<Def>, summaries: Vec<Arc<Summary>>, paths: &mut Paths) -> Arc<Summary> {
        if let Some(known) = self.0.get(&functions)
            && known.of.iter().zip(&summaries).all(|(known, one)| Arc::ptr_eq(known, one))
        {
            return known.all.clone();
        }
        let Some((first, rest)) = summaries.split_first() else { return Arc::default() };
        let all = Arc::new(rest.iter().fold((**first).clone(), |all, one| all.or(one, paths)));
        self.0.insert(functions, Made { of: summaries, all: all.clone() });
        all
    }
}
