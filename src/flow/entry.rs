//! Where data lies in the arguments of a call comes in; the entry a function is evaluated for goes out.

use super::path::{Key, PathId, Paths};
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

/// A place of data in an input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Held {
    path: PathId,
    /// The data lies in some field of it, else it is the place itself.
    inside: bool,
}

impl Held {
    /// The data that is there in itself, put together with what is around it.
    fn up_to(self, depth: usize, paths: &mut Paths) -> Held {
        let keys: Vec<Key> = paths.keys(self.path).iter().skip(depth).copied().collect();
        if keys.is_empty() {
            return self;
        }
        for key in keys {
            paths.put_in(key);
        }
        Held { path: paths.ancestor(self.path, depth), inside: true }
    }

    /// What lies at a key of it.
    fn below(self, key: Key, paths: &mut Paths) -> Held {
        let path = paths.extend_shape(self.path, key);
        if path != self.path {
            return Held { path, ..self };
        }
        if key.is_variant() {
            // Looked through.
            return self;
        }
        paths.put_in(key);
        Held { inside: true, ..self }
    }

    /// Whether it says all that the other does.
    fn covers(self, other: Held, paths: &Paths) -> bool {
        paths.is_within(other.path, self.path) && (self.path != other.path || !self.inside || other.inside)
    }
}

/// The places of a function's inputs that hold data, by input, sorted, none inside another.
/// Everything else of the inputs is known to hold none, so evaluation need not follow it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(super) struct Entry(Vec<Vec<Held>>);

impl Entry {
    /// The entry of a call with these arguments.
    pub(super) fn of<'v>(given: impl Iterator<Item = &'v Value>, state: &State, paths: &mut Paths) -> Self {
        let inputs = given
            .map(|value| {
                let mut shape = Shape { state, found: Vec::new(), seen: FxHashSet::default() };
                shape.add(value, Held { path: PathId::ROOT, inside: false }, paths);
                outermost(shape.found, paths)
            })
            .collect();
        Entry(inputs)
    }

    /// The places of one input.
    fn input(&self, root: usize) -> &[Held] {
        self.0.get(root).map_or(&[], Vec::as_slice)
    }

    /// Whether data may lie at a place, inside it or around it.
    pub(super) fn touches(&self, root: u16, place: PathId, paths: &Paths) -> bool {
        let place = paths.shape(place);
        self.input(root.into()).iter().any(|held| {
            let live = paths.keys(held.path);
            live.iter().zip(place).all(|(a, b)| a == b)
        })
    }

    /// Whether a place is data, or lies in data.
    pub(super) fn holds(&self, root: u16, place: PathId, paths: &Paths) -> bool {
        self.input(root.into()).iter().any(|held| paths.shape(place).starts_with(paths.keys(held.path)))
    }

    /// Whether all data at a place is but somewhere inside it.
    pub(super) fn is_inside(&self, root: u16, place: PathId, paths: &Paths) -> bool {
        let around = |held: &&Held| paths.shape(place).starts_with(paths.keys(held.path));
        self.input(root.into()).iter().filter(around).all(|held| held.inside)
    }

    /// Whether it holds every place of another.
    pub(super) fn covers(&self, other: &Entry, paths: &Paths) -> bool {
        other.0.iter().enumerate().all(|(root, places)| {
            places.iter().all(|&place| self.input(root).iter().any(|held| held.covers(place, paths)))
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
    pub(super) fn whole(&self, paths: &mut Paths) -> Entry {
        Entry(self.0.iter().map(|places| up_to(0, places.clone(), paths)).collect())
    }
}

/// The places without those inside others, at most `PLACES` of them.
fn outermost(mut places: Vec<Held>, paths: &mut Paths) -> Vec<Held> {
    for depth in (0..=DEPTH).rev() {
        places = up_to(depth, places, paths);
        if places.len() <= PLACES {
            break;
        }
    }
    places
}

/// The places told apart no deeper than this, each once and none inside another.
fn up_to(depth: usize, mut places: Vec<Held>, paths: &mut Paths) -> Vec<Held> {
    for place in &mut places {
        *place = place.up_to(depth, paths);
    }
    places.sort_by(|a, b| paths.keys(a.path).cmp(paths.keys(b.path)).then(a.inside.cmp(&b.inside)));
    // An ancestor sorts before all that lies in it.
    let mut kept: Vec<Held> = Vec::new();
    for &place in &places {
        if kept.last().is_none_or(|&last| !paths.is_within(place.path, last.path)) {
            kept.push(place);
        }
    }
    kept
}

/// Collects the places of data in a value.
struct Shape<'s> {
    state: &'s State,
    found: Vec<Held>,
    seen: FxHashSet<(u32, PathId, PathId)>,
}

impl Shape<'_> {
    fn add(&mut self, value: &Value, at: Held, paths: &mut Paths) {
        let Some(node) = &value.0 else { return };
        work::charge(1 + node.atoms.len());
        if !node.calls.is_empty() {
            // What can be called is followed like data: what the function does with it is seen so.
            self.found.push(at);
        }
        for atom in &node.atoms {
            match atom.origin {
                Origin::Source(_) => self.found.push(Held { inside: at.inside || atom.inside, ..at }),
                Origin::Input { root, path, flat: true } => {
                    if paths.live(root, path).is_some() {
                        self.found.push(Held { inside: at.inside || atom.inside, ..at });
                    }
                }
                Origin::Input { root, path, flat: false } => self.add_input(root, path, at, paths),
            }
        }
        for (key, kid) in &node.kids {
            let below = at.below(*key, paths);
            self.add(kid, below, paths);
        }
        for place in &node.refs {
            if self.seen.len() >= REFERENCES {
                self.found.push(at);
            } else if self.seen.insert((place.local, place.path, at.path)) {
                let there = self.state.read(*place, paths);
                self.add(&there, at, paths);
            }
        }
    }

    /// The places of this function's own input that a copy of a part of it holds.
    fn add_input(&mut self, root: u16, path: PathId, at: Held, paths: &mut Paths) {
        let entry = paths.entry.clone();
        let part = paths.shape(path).to_vec();
        for held in entry.input(root.into()) {
            let live = paths.keys(held.path).to_vec();
            if part.starts_with(&live) {
                self.found.push(Held { inside: at.inside || held.inside, ..at });
            } else if let Some(rest) = live.strip_prefix(&part[..]) {
                let below = rest.iter().fold(at, |below, &key| below.below(key, paths));
                self.found.push(Held { inside: below.inside || held.inside, ..below });
            }
        }
    }
}
