//! Names of fields, positions, variants and elements come in, small interned keys and access paths go out.

use rustc_hash::FxHashMap;

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
    /// One cell stands for many places, so writes there never replace.
    pub(super) fn is_many(self) -> bool {
        self.0 <= 2
    }
}

/// An interned access path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub(super) struct PathId(u32);

impl PathId {
    /// The empty path.
    pub(super) const ROOT: PathId = PathId(0);
}

/// The interner of keys and paths.
#[derive(Debug)]
pub(super) struct Paths {
    keys: FxHashMap<Box<str>, Key>,
    names: Vec<Box<str>>,
    next: FxHashMap<(PathId, Key), PathId>,
    paths: Vec<Vec<Key>>,
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
        let id = PathId(self.paths.len() as u32);
        self.paths.push(keys);
        self.next.insert((path, key), id);
        id
    }
}
