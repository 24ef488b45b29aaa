//! Where data lies in the arguments of a call comes in; the entry a function is evaluated for goes out.

use super::path::{PathId, Paths};
use super::state::State;
use super::value::{Origin, Value};
use super::work;
use rustc_hash::FxHashSet;

/// How deep places of data are told apart; what lies deeper is one with its ancestor.
const DEPTH: usize = 3;
/// With more places than this in one input, its fields are told apart no deeper; with still more, not at all.
const PLACES: usize = 24;
/// After so many references what is behind further ones is taken for data.
const REFERENCES: usize = 256;

/// The places of a function's inputs that hold data: paths by input, sorted, none inside another.
/// Everything else of the inputs is known to hold none, so evaluation need not follow it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(super) struct Entry(Vec<Vec<PathId>>);

impl Entry {
    /// The entry of a call with these arguments.
    pub(super) fn of<'v>(given: impl Iterator<Item = &'v Value>, state: &State, paths: &mut Paths) -> Self {
        let inputs = given
            .map(|value| {
                let mut shape = Shape { state, found: Vec::new(), seen: FxHashSet::default() };
                shape.add(value, PathId::ROOT, paths);
                outermost(shape.found, paths)
            })
            .collect();
        Entry(inputs)
    }

    /// The places of one input.
    fn input(&self, root: usize) -> &[PathId] {
        self.0.get(root).map_or(&[], Vec::as_slice)
    }

    /// Whether data may lie at a place, inside it or around it.
    pub(super) fn touches(&self, root: u16, place: PathId, paths: &Paths) -> bool {
        let place = paths.shape(place);
        self.input(root.into()).iter().any(|&live| {
            let live = paths.keys(live);
            live.iter().zip(place).all(|(a, b)| a == b)
        })
    }

    /// Whether a place is data, or lies in data.
    pub(super) fn holds(&self, root: u16, place: PathId, paths: &Paths) -> bool {
        self.input(root.into()).iter().any(|&live| paths.shape(place).starts_with(paths.keys(live)))
    }

    /// Whether it holds every place of another.
    pub(super) fn covers(&self, other: &Entry, paths: &Paths) -> bool {
        other.0.iter().enumerate().all(|(root, places)| {
            places.iter().all(|&place| self.input(root).iter().any(|&live| paths.is_within(place, live)))
        })
    }

    /// Both.
    pub(super) fn union(&self, other: &Entry, paths: &mut Paths) -> Entry {
        let inputs = (0..self.0.len().max(other.0.len())).map(|root| {
            let both = self.input(root).iter().chain(other.input(root)).copied().collect();
            outermost(both, paths)
        });
        Entry(inputs.collect())
    }

    /// Every input that holds any data, as a whole.
    pub(super) fn whole(&self) -> Entry {
        Entry(self.0.iter().map(|places| places.first().map(|_| PathId::ROOT).into_iter().collect()).collect())
    }
}

/// The places without those inside others, at most `PLACES` of them.
fn outermost(mut places: Vec<PathId>, paths: &mut Paths) -> Vec<PathId> {
    for depth in (0..=DEPTH).rev() {
        for place in &mut places {
            *place = paths.ancestor(*place, depth);
        }
        places.sort_by(|&a, &b| paths.keys(a).cmp(paths.keys(b)));
        places.dedup();
        // An ancestor sorts before all that lies in it.
        let mut kept: Vec<PathId> = Vec::new();
        for &place in &places {
            if kept.last().is_none_or(|&last| !paths.is_within(place, last)) {
                kept.push(place);
            }
        }
        if kept.len() <= PLACES {
            return kept;
        }
    }
    vec![PathId::ROOT]
}

/// Collects the places of data in a value.
struct Shape<'s> {
    state: &'s State,
    found: Vec<PathId>,
    seen: FxHashSet<(u32, PathId, PathId)>,
}

impl Shape<'_> {
    fn add(&mut self, value: &Value, at: PathId, paths: &mut Paths) {
        let Some(node) = &value.0 else { return };
        work::charge(1 + node.atoms.len());
        if !node.calls.is_empty() {
            // What can be called is followed like data: what the function does with it is seen so.
            self.found.push(at);
        }
        for atom in &node.atoms {
            match atom.origin {
                Origin::Source(_) => self.found.push(at),
                Origin::Input { root, path, flat: true } => {
                    if paths.live(root, path).is_some() {
                        self.found.push(at);
                    }
                }
                Origin::Input { root, path, flat: false } => self.add_input(root, path, at, paths),
            }
        }
        for (key, kid) in &node.kids {
            let below = paths.extend_shape(at, *key);
            self.add(kid, below, paths);
        }
        for place in &node.refs {
            if self.seen.len() >= REFERENCES {
                self.found.push(at);
            } else if self.seen.insert((place.local, place.path, at)) {
                let there = self.state.read(*place, paths);
                self.add(&there, at, paths);
            }
        }
    }

    /// The places of this function's own input that a copy of a part of it holds.
    fn add_input(&mut self, root: u16, path: PathId, at: PathId, paths: &mut Paths) {
        let entry = paths.entry.clone();
        let part = paths.shape(path).to_vec();
        for &live in entry.input(root.into()) {
            let live = paths.keys(live).to_vec();
            if part.starts_with(&live) {
                self.found.push(at);
            } else if let Some(rest) = live.strip_prefix(&part[..]) {
                let below = rest.iter().fold(at, |below, &key| paths.extend_shape(below, key));
                self.found.push(below);
            }
        }
    }
}
