//! The way of a datum comes in one step at a time; the steps from source to sink go out. What can't be shown step by
//! step is not claimed: a way that is longer is followed no further.

use crate::model::place::Span;
use rustc_hash::FxHashMap;

/// How many steps a way may have.
const LONGEST: u16 = 20;

/// One step: where and what.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Step {
    pub(super) file: u32,
    pub(super) span: Span,
    pub(super) what: String,
}

/// Steps as a forest: each knows the one before it.
#[derive(Debug, Default)]
pub(super) struct Steps {
    steps: Vec<(u32, u16, Step)>,
    known: FxHashMap<(u32, u32, Span), u32>,
}

impl Steps {
    /// A step after another; 0 is the beginning.
    pub(super) fn push(&mut self, before: u32, file: u32, span: Span, what: &str) -> u32 {
        if let Some(&known) = self.known.get(&(before, file, span)) {
            return known;
        }
        let length = self.length(before);
        if length >= LONGEST {
            return before;
        }
        let id = self.steps.len() as u32 + 1;
        self.steps.push((before, length + 1, Step { file, span, what: what.to_owned() }));
        self.known.insert((before, file, span), id);
        id
    }

    fn length(&self, id: u32) -> u16 {
        if id == 0 { 0 } else { self.steps[id as usize - 1].1 }
    }

    /// Whether no further step fits, so that the way may be longer than it tells.
    pub(super) fn is_full(&self, id: u32) -> bool {
        self.length(id) >= LONGEST
    }

    /// The steps that lead to one, first to last.
    pub(super) fn way(&self, mut id: u32) -> Vec<Step> {
        let mut way = Vec::new();
        while id != 0 {
            let (before, _, step) = &self.steps[id as usize - 1];
            way.push(step.clone());
            id = *before;
        }
        way.reverse();
        way
    }

    /// One way after another.
    pub(super) fn append(&mut self, first: u32, then: u32) -> u32 {
        let way = self.way(then);
        way.iter().fold(first, |at, step| self.push(at, step.file, step.span, &step.what))
    }
}
