//! The way of a datum comes in one step at a time; the steps from source to sink go out. A way that passes too many
//! calls that can each mean several functions is none: it is followed no further.

use crate::model::place::Span;
use rustc_hash::FxHashMap;

/// From so many doubts on a way is doubtful, as with so many calls that can mean several functions. Of sixteen ways
/// with three and more that were judged in five public codebases none is taken by data; services behind traits have
/// three: handler, service, storage.
const DOUBTS: u16 = 4;
/// A call that can mean several functions,
pub(super) const ONE_OF_SEVERAL: u16 = 1;
/// one that the way passes again farther on: it led to the sink the first time, or with other data,
pub(super) const AGAIN: u16 = 2;
/// and what is received from whatever sends messages of a type: it may send others, or by another channel.
pub(super) const BY_MESSAGE: u16 = 2;

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
    steps: Vec<Link>,
    known: FxHashMap<(u32, u32, Span, u16), u32>,
}

#[derive(Debug)]
struct Link {
    before: u32,
    /// How doubtful this step is,
    own: u16,
    /// and all up to here.
    doubts: u16,
    step: Step,
}

impl Steps {
    /// A step after another; 0 is the beginning. It is as doubtful as `doubts` says.
    pub(super) fn push(&mut self, before: u32, file: u32, span: Span, what: &str, doubts: u16) -> u32 {
        if let Some(&known) = self.known.get(&(before, file, span, doubts)) {
            return known;
        }
        if self.is_doubtful(before) {
            return before;
        }
        let id = self.steps.len() as u32 + 1;
        let step = Step { file, span, what: what.to_owned() };
        self.steps.push(Link { before, own: doubts, doubts: self.doubts(before) + doubts, step });
        self.known.insert((before, file, span, doubts), id);
        id
    }

    fn doubts(&self, id: u32) -> u16 {
        if id == 0 { 0 } else { self.steps[id as usize - 1].doubts }
    }

    /// Whether a way passes too many calls that can mean several functions.
    pub(super) fn is_doubtful(&self, id: u32) -> bool {
        self.doubts(id) >= DOUBTS
    }

    /// Whether a way passes a place.
    pub(super) fn passes(&self, id: u32, file: u32, span: Span) -> bool {
        self.links(id)
            .iter()
            .map(|&id| &self.steps[id as usize - 1].step)
            .any(|step| (step.file, step.span) == (file, span))
    }

    /// The steps that lead to one, first to last.
    pub(super) fn way(&self, id: u32) -> Vec<Step> {
        self.links(id).iter().map(|&id| self.steps[id as usize - 1].step.clone()).collect()
    }

    fn links(&self, mut id: u32) -> Vec<u32> {
        let mut links = Vec::new();
        while id != 0 {
            links.push(id);
            id = self.steps[id as usize - 1].before;
        }
        links.reverse();
        links
    }

    /// One way after another.
    pub(super) fn append(&mut self, first: u32, then: u32) -> u32 {
        self.links(then).into_iter().fold(first, |at, id| {
            let Link { own, step, .. } = &self.steps[id as usize - 1];
            let (own, step) = (*own, step.clone());
            self.push(at, step.file, step.span, &step.what, own)
        })
    }
}
