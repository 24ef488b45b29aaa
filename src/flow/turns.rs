//! Who calls whom comes in, and what changed for whom; which evaluation is due goes out. What data passes through
//! few calls is followed first, so that work that ends ends far from where data starts.

use super::work;
use crate::link::Def;
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;

/// How often a function is evaluated anew before its fix-point is given up and counted as a gap.
const ROUNDS: u8 = 6;
/// How many calls from where data starts are followed at first, and then the others.
pub(super) const REACHES: [u16; 2] = [3, u16::MAX];

/// A function, and the type whose method it is where a trait gives it to all that implement it: what it calls of
/// itself is then that type's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Method {
    pub(super) def: Def,
    pub(super) of: Option<Def>,
}

/// An evaluation of a function for one of its entries; the first stands for parameters that hold nothing but
/// their seeds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Run {
    pub(super) method: Method,
    pub(super) entry: u32,
}

impl Run {
    pub(super) fn root(def: Def) -> Self {
        Self { method: Method { def, of: None }, entry: 0 }
    }
    /// Whether its parameters hold nothing but their seeds.
    pub(super) fn is_root(self) -> bool {
        self.entry == 0
    }
    pub(super) fn def(self) -> Def {
        self.method.def
    }
}

/// The evaluations that wait, and what is known of each.
#[derive(Debug, Default)]
pub(super) struct Turns {
    callers: FxHashMap<Run, BTreeSet<Run>>,
    queue: BTreeSet<(u32, Run)>,
    /// In which order evaluations first ended: what is called before its callers.
    order: FxHashMap<Run, u32>,
    rounds: FxHashMap<Run, u8>,
    /// What the evaluations of a function cost so far, those inside them not counted.
    spent: FxHashMap<Method, u64>,
    /// How many calls away from where data starts; a root is where it does.
    distances: FxHashMap<Run, u16>,
    reach: u16,
    /// What is called from farther away.
    beyond: BTreeSet<Run>,
}

impl Turns {
    /// From now on calls are followed so far; every function may be evaluated as often as before. Gives what was
    /// called from farther away till now.
    pub(super) fn reach_to(&mut self, reach: u16) -> BTreeSet<Run> {
        self.reach = reach;
        self.rounds.clear();
        self.spent.clear();
        std::mem::take(&mut self.beyond)
    }

    /// A function calls another.
    pub(super) fn call(&mut self, run: Run, caller: Run) {
        self.callers.entry(run).or_default().insert(caller);
        let distance = self.distances.get(&caller).copied().unwrap_or(0).saturating_add(1);
        let known = self.distances.entry(run).or_insert(distance);
        *known = distance.min(*known);
    }

    /// Whether a function that is called is too far away by now; then it is remembered.
    pub(super) fn is_beyond(&mut self, run: Run) -> bool {
        let beyond = self.distances.get(&run).is_some_and(|&distance| distance > self.reach);
        if beyond {
            self.beyond.insert(run);
        }
        beyond
    }

    pub(super) fn callers(&self, run: Run) -> BTreeSet<Run> {
        self.callers.get(&run).cloned().unwrap_or_default()
    }

    /// These wait for another evaluation.
    pub(super) fn enqueue(&mut self, runs: impl IntoIterator<Item = Run>) {
        for run in runs {
            let place = self.order.get(&run).copied().unwrap_or(u32::MAX);
            self.queue.insert((place, run));
        }
    }

    /// An evaluation ended, for the first time or again.
    pub(super) fn ended(&mut self, run: Run) {
        let next = self.order.len() as u32;
        self.order.entry(run).or_insert(next);
    }

    /// The evaluation that is due.
    pub(super) fn next(&mut self) -> Option<Run> {
        self.queue.pop_first().map(|(_, run)| run)
    }

    /// Whether a function may be evaluated once more.
    pub(super) fn may_go_on(&mut self, run: Run) -> bool {
        let rounds = self.rounds.entry(run).or_default();
        *rounds += 1;
        *rounds <= ROUNDS && self.spent.get(&run.method).copied().unwrap_or_default() <= work::OF_ALL_ROUNDS
    }

    /// What an evaluation cost.
    pub(super) fn spend(&mut self, method: Method, cost: u64) {
        *self.spent.entry(method).or_default() += cost;
    }

    /// Whether the evaluations of a function cost much.
    pub(super) fn is_costly(&self, method: Method) -> bool {
        self.spent.get(&method).is_some_and(|&spent| spent > work::COSTLY)
    }
}
