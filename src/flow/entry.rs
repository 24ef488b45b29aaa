//! Where data lies in the arguments of a call comes in; the entry a function is evaluated for goes out.

use super::fields::Fields;
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
    /// In which fields of it the data lies, when it is not the place itself.
    fields: Fields,
}

impl Held {
    /// The data that is there in itself, put together with what is around it.
    fn up_to(self, depth: usize, paths: &Paths) -> Held {
        let keys = paths.keys(self.path).get(depth..).unwrap_or_default();
        let around = keys.iter().fold(Fields::WHOLE, |around, &key| around.then(paths.around(key)));
        Held { path: paths.ancestor(self.path, depth), fields: around }.holding(self.fields)
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
        self.holding(paths.around(key))
    }

    /// With what lies in its fields. Variants are no places of their own here: it may lie in those of any.
    fn holding(self, inner: Fields) -> Held {
        let fields = self.fields.then(inner);
        Held { fields: if fields.is_whole() { fields } else { fields.or(Fields::OF_ANY_VARIANT) }, ..self }
    }

    /// Whether it says all that the other does.
    fn covers(self, other: Held, paths: &Paths) -> bool {
        let depth = paths.keys(self.path).len();
        paths.is_within(other.path, self.path) && self.fields.covers(other.up_to(depth, paths).fields)
    }

    /// Where the data lies in a place that is it or lies in it; none where it lies elsewhere.
    fn within(self, place: &[Key], paths: &Paths) -> Option<Fields> {
        let rest = place.strip_prefix(paths.keys(self.path))?;
        rest.iter().try_fold(self.fields, |fields, &key| paths.within(fields, key))
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
                shape.add(value, Held { path: PathId::ROOT, fields: Fields::WHOLE }, paths);
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
        let may_hold = |held: &Held| paths.keys(held.path).starts_with(place) || held.within(place, paths).is_some();
        self.input(root.into()).iter().any(may_hold)
    }

    /// Whether a place is data, or part of a datum.
    pub(super) fn is_datum(&self, root: u16, place: PathId, paths: &Paths) -> bool {
        let place = paths.shape(place);
        self.input(root.into()).iter().any(|held| held.within(place, paths).is_some_and(Fields::is_whole))
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
    places.sort_by(|a, b| paths.keys(a.path).cmp(paths.keys(b.path)));
    // An ancestor sorts before all that lies in it.
    let mut kept: Vec<Held> = Vec::new();
    for &place in &places {
        match kept.last_mut() {
            Some(last) if paths.is_within(place.path, last.path) => {
                let inner = place.up_to(paths.keys(last.path).len(), paths);
                last.fields = last.fields.or(inner.fields);
            }
            _ => kept.push(place),
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
                Origin::Source(_) => self.found.push(at.holding(atom.fields)),
                Origin::Input { root, path, flat: true } => {
                    if paths.live(root, path).is_some() {
                        self.found.push(at.holding(atom.fields));
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
                let inner = held.within(&part, paths);
                self.found.extend(inner.map(|inner| at.holding(inner)));
            } else if let Some(rest) = live.strip_prefix(&part[..]) {
                let below = rest.iter().fold(at, |below, &key| below.below(key, paths));
                self.found.push(below.holding(held.fields));
            }
        }
    }
}
