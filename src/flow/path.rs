//! Names of fields, positions, variants and elements come in, small interned keys and access paths go out.

use super::entry::Entry;
use super::fields::Fields;
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::Arc;

/// How many keys a path keeps; what lies deeper is one with its ancestor.
pub(super) const DEPTH: usize = 5;

/// One step of an access path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Key(u32);

const VARIANT: u32 = 1 << 31;
const FIRST: u32 = 1 << 30;

impl Key {
    /// Any element of a collection.
    pub(super) const ELEM: Key = Key(0);
    /// Any key of a map.
    pub(super) const MAP_KEY: Key = Key(1);
    /// Any value of a map.
    pub(super) const MAP_VALUE: Key = Key(2);

    /// A field of a variant (`Some.0`), as opposed to a struct's.
    pub(super) fn is_variant(self) -> bool {
        self.0 & VARIANT != 0
    }
    /// The first field of a tuple variant: what a wrapper wraps.
    pub(super) fn is_wrapped(self) -> bool {
        self.0 & FIRST != 0
    }
    /// A number that says little of other keys'.
    pub(super) fn hashed(self) -> u32 {
        self.0.wrapping_mul(0x9E37_79B9) >> 16
    }
    /// One cell stands for many places, so writes there never replace.
    pub(super) fn is_many(self) -> bool {
        self.0 <= 2
    }
    /// The key as it counts for where data lies: a wrapper is looked through, elements are all one.
    fn shape(self) -> Option<Key> {
        if self.is_variant() {
            None
        } else if self.is_many() {
            Some(Key::ELEM)
        } else {
            Some(self)
        }
    }
}

/// An interned access path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub(super) struct PathId(u32);

impl PathId {
    /// The empty path.
    pub(super) const ROOT: PathId = PathId(0);
    /// Its number.
    pub(super) fn number(self) -> u32 {
        self.0
    }
}

/// The evaluation that another one interrupts.
#[derive(Debug)]
pub(super) struct Interrupted {
    entry: Arc<Entry>,
    known_live: FxHashMap<(u16, PathId), Option<PathId>>,
}

/// The interner of keys and paths.
#[derive(Debug)]
pub(super) struct Paths {
    keys: FxHashMap<Box<str>, Key>,
    names: Vec<Box<str>>,
    next: FxHashMap<(PathId, Key), PathId>,
    paths: Vec<Vec<Key>>,
    parents: Vec<PathId>,
    /// Each path as it counts for where data lies.
    shapes: Vec<PathId>,
    /// Where the inputs of the function that is being evaluated hold data.
    pub(super) entry: Arc<Entry>,
    known_live: FxHashMap<(u16, PathId), Option<PathId>>,
    /// Keys that types of the workspace declare.
    declared: FxHashSet<Key>,
    /// Keys used all the time.
    pub(super) known: Known,
}

/// Keys used all the time.
#[derive(Debug, Clone, Copy)]
pub(super) struct Known {
    pub(super) some: Key,
    pub(super) ok: Key,
    pub(super) err: Key,
    pub(super) zero: Key,
    pub(super) one: Key,
}

impl Paths {
    pub(super) fn new() -> Self {
        let first = Key(3);
        let known = Known { some: first, ok: first, err: first, zero: first, one: first };
        let mut paths = Self {
            keys: FxHashMap::default(),
            names: vec!["*".into(), "*key".into(), "*value".into()],
            next: FxHashMap::default(),
            paths: vec![Vec::new()],
            parents: vec![PathId::ROOT],
            shapes: vec![PathId::ROOT],
            entry: Arc::default(),
            known_live: FxHashMap::default(),
            declared: FxHashSet::default(),
            known,
        };
        paths.known = Known {
            some: paths.variant("Some", "0"),
            ok: paths.variant("Ok", "0"),
            err: paths.variant("Err", "0"),
            zero: paths.field("0"),
            one: paths.field("1"),
        };
        paths
    }

    fn intern(&mut self, text: &str, flags: u32) -> Key {
        if let Some(&key) = self.keys.get(text) {
            return key;
        }
        let key = Key(self.names.len() as u32 | flags);
        self.names.push(text.into());
        self.keys.insert(text.into(), key);
        key
    }

    /// The key of a struct's field or a tuple's position.
    pub(super) fn field(&mut self, name: &str) -> Key {
        self.intern(name, 0)
    }

    /// The key of a field inside a variant.
    pub(super) fn variant(&mut self, variant: &str, field: &str) -> Key {
        let flags = if field == "0" { VARIANT | FIRST } else { VARIANT };
        self.intern(&format!("{variant}.{field}"), flags)
    }

    /// A type of the workspace has such a field.
    pub(super) fn declare(&mut self, key: Key) {
        self.declared.insert(key);
    }

    /// Where the data of a field lies in what is around it, as far as fields are told apart.
    pub(super) fn around(&self, key: Key) -> Fields {
        if self.is_told(key) { Fields::of(key) } else { Fields::WHOLE }
    }

    /// Where data that lies in such fields lies in what is read from one of them; none where it lies in others.
    pub(super) fn within(&self, fields: Fields, key: Key) -> Option<Fields> {
        if self.is_told(key) { fields.within(key) } else { Some(fields) }
    }

    /// Whether it is told which data lies in a field: types of elsewhere are looked through.
    fn is_told(&self, key: Key) -> bool {
        let Known { some, ok, err, .. } = self.known;
        self.declared.contains(&key) && ![some, ok, err].contains(&key)
    }

    /// The keys of a path.
    pub(super) fn keys(&self, path: PathId) -> &[Key] {
        &self.paths[path.0 as usize]
    }

    /// Whether nothing more fits.
    pub(super) fn is_full(&self, path: PathId) -> bool {
        self.keys(path).len() >= DEPTH
    }

    /// A path one key longer; the same path when it is full.
    pub(super) fn extend(&mut self, path: PathId, key: Key) -> PathId {
        if self.is_full(path) {
            return path;
        }
        if let Some(&known) = self.next.get(&(path, key)) {
            return known;
        }
        let mut keys = self.keys(path).to_vec();
        keys.push(key);
        let above = self.shapes[path.0 as usize];
        let shape = match key.shape() {
            None => Some(above),
            Some(plain) if (above, plain) == (path, key) => None,
            Some(plain) => Some(self.extend(above, plain)),
        };
        let id = PathId(self.paths.len() as u32);
        self.paths.push(keys);
        self.parents.push(path);
        self.shapes.push(shape.unwrap_or(id));
        self.next.insert((path, key), id);
        id
    }

    /// A path one key longer, as it counts for where data lies.
    pub(super) fn extend_shape(&mut self, path: PathId, key: Key) -> PathId {
        key.shape().map_or(path, |key| self.extend(path, key))
    }

    /// The keys of a path as they count for where data lies.
    pub(super) fn shape(&self, path: PathId) -> &[Key] {
        self.keys(self.shapes[path.0 as usize])
    }

    /// The beginning of a path.
    pub(super) fn ancestor(&self, mut path: PathId, depth: usize) -> PathId {
        while self.keys(path).len() > depth {
            path = self.parents[path.0 as usize];
        }
        path
    }

    /// Whether a place is another one or lies in it.
    pub(super) fn is_within(&self, place: PathId, outer: PathId) -> bool {
        self.keys(place).starts_with(self.keys(outer))
    }

    /// Begins the evaluation of a function for an entry; gives back what it interrupts.
    pub(super) fn enter(&mut self, entry: Arc<Entry>) -> Interrupted {
        let known_live = std::mem::take(&mut self.known_live);
        Interrupted { entry: std::mem::replace(&mut self.entry, entry), known_live }
    }

    /// Goes on with what was interrupted.
    pub(super) fn leave(&mut self, back: Interrupted) {
        (self.entry, self.known_live) = (back.entry, back.known_live);
    }

    /// The data that may lie at a place of an input. Inside a place that holds data its parts are told apart no
    /// longer: the caller has nothing to say of them one by one.
    pub(super) fn live(&mut self, root: u16, path: PathId) -> Option<PathId> {
        if let Some(&known) = self.known_live.get(&(root, path)) {
            return known;
        }
        let live = self.live_part(root, path);
        self.known_live.insert((root, path), live);
        live
    }

    /// The place itself, as far as callers tell it apart: inside a datum its first two parts, and those of what a
    /// variant wraps or a list holds.
    /// A function may be evaluated for more data than a caller gives, and what a caller gives may be but one part.
    fn live_part(&mut self, root: u16, path: PathId) -> Option<PathId> {
        if !self.entry.touches(root, path, self) {
            return None;
        }
        let keys = self.keys(path).len();
        let datum = (0..keys).find(|&depth| self.entry.is_datum(root, self.ancestor(path, depth), self));
        let Some(datum) = datum else { return Some(path) };
        let parts = self.keys(path)[datum..].iter().scan(0, |parts, key| {
            *parts += usize::from(!key.is_wrapped() && !key.is_many());
            Some(*parts)
        });
        Some(self.ancestor(path, datum + parts.take_while(|&parts| parts <= 2).count()))
    }
}
