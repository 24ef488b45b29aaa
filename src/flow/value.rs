//! What the evaluator knows of one value comes in and goes out: a tree of taints, references and callables.

use super::fields::Fields;
use super::path::{Key, PathId, Paths};
use super::work;
use crate::link::Def;
use crate::model::fact::{ExprId, Sym};
use std::sync::Arc;

/// Where a taint comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Origin {
    /// A source: index into the engine's list.
    Source(u32),
    /// What the caller passes at a path of a parameter; `flat`: some of what lies there, not a copy of it.
    Input { root: u16, path: PathId, flat: bool },
}

/// A taint: where it comes from, what was done to it, how it came here.
#[derive(Debug, Clone, Copy)]
pub(super) struct Atom {
    pub(super) origin: Origin,
    /// Transforms on the way, a bit each.
    pub(super) via: u8,
    /// In which fields of the value it lies, when it is not the value itself.
    pub(super) fields: Fields,
    /// The last step of its way; no part of its identity.
    pub(super) step: u32,
}

impl Atom {
    /// What a function is given as an input.
    pub(super) fn given(root: u16) -> Self {
        let origin = Origin::Input { root, path: PathId::ROOT, flat: false };
        Self { origin, via: 0, fields: Fields::WHOLE, step: 0 }
    }

    /// Its identity as one number, quick to compare.
    fn id(self) -> u64 {
        let origin = match self.origin {
            Origin::Source(source) => u64::from(source) << 1,
            Origin::Input { root, path, flat } => {
                1 << 54 | u64::from(root) << 33 | u64::from(path.number()) << 1 | u64::from(flat)
            }
        };
        origin << 8 | u64::from(self.via)
    }
    /// What of it may be data: of an input, only what the call puts there.
    pub(super) fn live(mut self, paths: &mut Paths) -> Option<Self> {
        if let Origin::Input { root, path, flat } = &mut self.origin {
            let live = paths.live(*root, *path)?;
            // Of a place that is data as a whole, a part is but some of it.
            (*path, *flat) = (live, *flat || live != *path);
        }
        Some(self)
    }
    /// The same datum, no longer a copy of the place it was read from.
    fn flattened(mut self) -> Self {
        if let Origin::Input { flat, .. } = &mut self.origin {
            *flat = true;
        }
        self
    }
}

/// A variable, or a place inside one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Place {
    pub(super) local: u32,
    pub(super) path: PathId,
    /// It may be written through.
    pub(super) mutable: bool,
    /// `clone` gives another handle to the same place (`Rc`, `Arc`, channels).
    pub(super) shared: bool,
}

/// Something that can be called.
#[derive(Debug, Clone)]
pub(super) enum Callable {
    /// A function of the workspace.
    Fn(Def),
    /// A tuple constructor: the key of its first field.
    Wrap(Key),
    /// A function of elsewhere, by its path.
    External(Arc<str>),
    /// A closure and what its names mean.
    Closure(Arc<Env>),
}

/// A closure with the scope it was written in.
#[derive(Debug)]
pub(super) struct Env {
    pub(super) file: u32,
    pub(super) expr: ExprId,
    pub(super) frame: u32,
    pub(super) names: Vec<(Sym, u32)>,
    pub(super) receiver: Option<u32>,
    pub(super) this: super::types::Type,
    pub(super) item: Option<crate::model::fact::ItemId>,
}

impl PartialEq for Callable {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Fn(a), Self::Fn(b)) => a == b,
            (Self::Wrap(a), Self::Wrap(b)) => a == b,
            (Self::External(a), Self::External(b)) => a == b,
            (Self::Closure(a), Self::Closure(b)) => (a.file, a.expr, a.frame) == (b.file, b.expr, b.frame),
            _ => false,
        }
    }
}

/// The inside of a value. A kid stands for its path alone; where there is none, the node's atoms speak.
#[derive(Debug, Clone, Default)]
pub(super) struct Node {
    pub(super) atoms: Vec<Atom>,
    pub(super) kids: Vec<(Key, Value)>,
    pub(super) refs: Vec<Place>,
    pub(super) calls: Vec<Callable>,
    /// How many nodes there are and how deep they go; kept by `Value::from`.
    pub(super) extent: (u32, u32),
}

/// A value; `None` holds nothing of interest.
#[derive(Debug, Clone, Default)]
pub(super) struct Value(pub(super) Option<Arc<Node>>);

impl PartialEq for Value {
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (None, None) => true,
            (Some(a), Some(b)) => {
                Arc::ptr_eq(a, b)
                    || (a.atoms.len() == b.atoms.len()
                        && a.refs == b.refs
                        && a.calls == b.calls
                        && a.atoms.iter().zip(&b.atoms).all(|(a, b)| a.id() == b.id() && a.fields == b.fields)
                        && a.kids == b.kids)
            }
            _ => false,
        }
    }
}

impl From<Node> for Value {
    fn from(mut node: Node) -> Self {
        work::charge(1 + node.atoms.len() + node.refs.len() + node.kids.len());
        let clean = node.atoms.is_empty()
            && node.refs.is_empty()
            && node.calls.is_empty()
            && node.kids.iter().all(|(_, kid)| kid.is_clean());
        let below = node.kids.iter().fold((1, 0), |(nodes, depth), (_, kid)| {
            let (more, deep) = kid.extent();
            (nodes + more, deep.max(depth))
        });
        node.extent = (below.0, below.1 + 1);
        few_places(&mut node.refs);
        Value((!clean).then(|| Arc::new(node)))
    }
}

impl Value {
    pub(super) const CLEAN: Value = Value(None);

    pub(super) fn is_clean(&self) -> bool {
        self.0.is_none()
    }
    pub(super) fn atoms(mut atoms: Vec<Atom>) -> Self {
        sort_atoms(&mut atoms);
        Node { atoms, ..Node::default() }.into()
    }
    pub(super) fn reference(places: Vec<Place>) -> Self {
        let mut refs = places;
        refs.sort_unstable();
        refs.dedup();
        Node { refs, ..Node::default() }.into()
    }
    pub(super) fn callable(call: Callable) -> Self {
        Node { calls: vec![call], ..Node::default() }.into()
    }
    /// A value whose only content is at a key.
    pub(super) fn wrapped(key: Key, inner: Value) -> Self {
        if inner.is_clean() { inner } else { Node { kids: vec![(key, inner)], ..Node::default() }.into() }
    }
    pub(super) fn with_kids(mut kids: Vec<(Key, Value)>) -> Self {
        kids.sort_by_key(|(key, _)| *key);
        Node { kids, ..Node::default() }.into()
    }
    pub(super) fn refs(&self) -> &[Place] {
        self.0.as_ref().map_or(&[], |node| &node.refs)
    }
    /// The taints of the value as a whole.
    pub(super) fn own_atoms(&self) -> &[Atom] {
        self.0.as_ref().map_or(&[], |node| &node.atoms)
    }
    /// Whether it holds more than references.
    pub(super) fn has_content(&self) -> bool {
        self.0.as_ref().is_some_and(|node| !node.atoms.is_empty() || !node.kids.is_empty())
    }
    pub(super) fn calls(&self) -> &[Callable] {
        self.0.as_ref().map_or(&[], |node| &node.calls)
    }
    pub(super) fn kid(&self, key: Key) -> Option<&Value> {
        self.0.as_ref()?.kids.iter().find(|(k, _)| *k == key).map(|(_, kid)| kid)
    }
    /// Whether it or anything in it can be called.
    pub(super) fn has_calls(&self) -> bool {
        self.0.as_ref().is_some_and(|node| !node.calls.is_empty() || node.kids.iter().any(|(_, kid)| kid.has_calls()))
    }

    /// What lies at a key, as far as it may be data.
    pub(super) fn project(&self, key: Key, paths: &mut Paths) -> Value {
        self.place(key, paths).live(paths).of_field(key, paths)
    }

    /// Without the data that lies in other fields of the whole.
    fn of_field(self, key: Key, paths: &Paths) -> Value {
        let Some(node) = &self.0 else { return self };
        if node.atoms.iter().all(|atom| atom.fields.is_whole()) {
            return self;
        }
        let there = |atom: &Atom| Some(Atom { fields: paths.within(atom.fields, key)?, ..*atom });
        let atoms = node.atoms.iter().filter_map(there).collect();
        Node { atoms, ..(**node).clone() }.into()
    }

    /// Without the marks of places that hold no data; those inside stay.
    fn live(self, paths: &mut Paths) -> Value {
        let Some(node) = &self.0 else { return self };
        if node.atoms.is_empty() {
            return self;
        }
        let mut atoms: Vec<Atom> = node.atoms.iter().filter_map(|atom| atom.live(paths)).collect();
        sort_atoms(&mut atoms);
        if atoms.iter().map(|atom| atom.origin).eq(node.atoms.iter().map(|atom| atom.origin)) {
            return self;
        }
        Node { atoms, ..(**node).clone() }.into()
    }

    /// What lies at a key, places without data included.
    fn place(&self, key: Key, paths: &mut Paths) -> Value {
        let Some(node) = &self.0 else { return Value::CLEAN };
        let refs: Vec<Place> = node
            .refs
            .iter()
            .map(|place| Place { path: paths.extend(place.path, key), shared: false, ..*place })
            .collect();
        if let Some(kid) = self.kid(key) {
            // A kid replaces what the atoms say of its path.
            if node.refs.is_empty() {
                return kid.clone();
            }
            return Value::from(Node { refs, ..Node::default() }).joined(kid, paths);
        }
        let mut atoms = node.atoms.clone();
        if key == paths.known.err {
            // What came out of a call that was not followed is its result: its error is not the datum.
            atoms.retain(|atom| matches!(atom.origin, Origin::Input { flat: false, .. }));
        }
        for atom in &mut atoms {
            if let Origin::Input { path, flat: flat @ false, .. } = &mut atom.origin {
                if paths.is_full(*path) {
                    *flat = true;
                } else {
                    *path = paths.extend(*path, key);
                }
            }
        }
        sort_atoms(&mut atoms);
        let here = Value::from(Node { atoms, refs, ..Node::default() });
        if key == paths.known.err {
            return here;
        }
        if key.is_variant() && !node.kids.is_empty() && !node.kids.iter().any(|(k, _)| k.is_variant()) {
            // Not built as an enum as far as was seen: a wrapper that was looked through.
            let through = Value::from(Node { kids: node.kids.clone(), calls: node.calls.clone(), ..Node::default() });
            return here.joined(&through, paths);
        }
        if key.is_variant() && node.kids.is_empty() && !node.calls.is_empty() {
            return here.joined(&Value::from(Node { calls: node.calls.clone(), ..Node::default() }), paths);
        }
        if !key.is_variant()
            && let [(wrapper, kid)] = &node.kids[..]
            && wrapper.is_wrapped()
        {
            let inner = kid.place(key, paths);
            return here.joined(&inner, paths);
        }
        here
    }

    /// Both, as after a branch.
    pub(super) fn joined(&self, other: &Value, paths: &mut Paths) -> Value {
        let (Some(a), Some(b)) = (&self.0, &other.0) else {
            // A value that is clean on one side still has what the other has.
            return if self.is_clean() { other.clone() } else { self.clone() };
        };
        if Arc::ptr_eq(a, b) || self == other {
            return self.clone();
        }
        let mut node = Node { atoms: a.atoms.clone(), refs: a.refs.clone(), calls: a.calls.clone(), ..Node::default() };
        node.atoms.extend(b.atoms.iter().copied());
        sort_atoms(&mut node.atoms);
        node.refs.extend(b.refs.iter().copied());
        node.refs.sort_unstable();
        node.refs.dedup();
        for call in &b.calls {
            if !node.calls.contains(call) {
                node.calls.push(call.clone());
            }
        }
        let mut keys: Vec<Key> = a.kids.iter().chain(&b.kids).map(|(key, _)| *key).collect();
        keys.sort_unstable();
        keys.dedup();
        for key in keys {
            let left = self.own_at(key, paths);
            let right = other.own_at(key, paths);
            node.kids.push((key, left.joined(&right, paths)));
        }
        node.into()
    }

    /// What the tree itself says of a key, without looking through references or wrappers.
    fn own_at(&self, key: Key, paths: &mut Paths) -> Value {
        match self.kid(key) {
            Some(kid) => kid.clone(),
            None => {
                let atoms = self.0.as_ref().map(|node| node.atoms.clone()).unwrap_or_default();
                Value::atoms(atoms).place(key, paths).of_field(key, paths)
            }
        }
    }

    /// With another value written at a path; `weak` adds instead of replacing.
    pub(super) fn set(&self, keys: &[Key], value: Value, weak: bool, paths: &mut Paths) -> Value {
        let Some((&key, rest)) = keys.split_first() else {
            return if weak { self.joined(&value, paths) } else { value };
        };
        let mut node = self.0.as_ref().map(|node| (**node).clone()).unwrap_or_default();
        let looked_through =
            key.is_variant() && !node.kids.is_empty() && !node.kids.iter().any(|(k, _)| k.is_variant());
        if looked_through {
            return self.set(rest, value, weak, paths);
        }
        if !key.is_variant()
            && let [(wrapper, kid)] = &node.kids[..]
            && wrapper.is_wrapped()
        {
            let inner = kid.set(keys, value, weak, paths);
            node.kids = vec![(*wrapper, inner)];
            return node.into();
        }
        let old = self.own_at(key, paths);
        let new = old.set(rest, value, weak || key.is_many(), paths);
        match node.kids.binary_search_by_key(&key, |(key, _)| *key) {
            Ok(at) => node.kids[at].1 = new,
            Err(at) => node.kids.insert(at, (key, new)),
        }
        node.into()
    }

    /// The tree cut to a size that stays small when data holds itself: what lies deeper or too wide is one with
    /// its ancestor.
    pub(super) fn limited(&self, paths: &mut Paths) -> Value {
        let (nodes, depth) = self.extent();
        match (depth, nodes) {
            (0..=LEVELS, 0..=NODES) => self.clone(),
            (_, 0..=NODES) => self.cut(LEVELS as usize - 1, paths),
            (_, ..=WIDE) => self.cut(2, paths),
            _ => self.cut(1, paths),
        }
    }

    /// How many nodes it has and how deep they go.
    pub(super) fn extent(&self) -> (u32, u32) {
        self.0.as_ref().map_or((0, 0), |node| node.extent)
    }

    fn cut(&self, levels: usize, paths: &mut Paths) -> Value {
        let Some(node) = &self.0 else { return Value::CLEAN };
        let mut out = (**node).clone();
        if levels == 0 {
            let (mut atoms, mut refs) = (Vec::new(), Vec::new());
            self.collect(&mut atoms, &mut refs, paths);
            sort_atoms(&mut atoms);
            let mut refs: Vec<Place> = refs.into_iter().map(|(place, _)| place).collect();
            refs.sort_unstable();
            refs.dedup();
            out = Node { atoms, refs, calls: out.calls, ..Node::default() };
        } else {
            for (_, kid) in &mut out.kids {
                *kid = kid.cut(levels - 1, paths);
            }
        }
        out.into()
    }

    /// Applies a change to every atom of the tree.
    pub(super) fn map_atoms(&self, change: &mut dyn FnMut(&mut Atom)) -> Value {
        let Some(node) = &self.0 else { return Value::CLEAN };
        let mut node = (**node).clone();
        node.atoms.iter_mut().for_each(&mut *change);
        sort_atoms(&mut node.atoms);
        for (_, kid) in &mut node.kids {
            *kid = kid.map_atoms(change);
        }
        node.into()
    }

    /// After what the bits stand for.
    pub(super) fn via(&self, bits: u8) -> Value {
        if bits == 0 { self.clone() } else { self.map_atoms(&mut |atom| atom.via |= bits) }
    }

    /// Whether an atom of the tree is such.
    pub(super) fn any_atom(&self, such: &dyn Fn(&Atom) -> bool) -> bool {
        let Some(node) = &self.0 else { return false };
        node.atoms.iter().any(such) || node.kids.iter().any(|(_, kid)| kid.any_atom(such))
    }

    /// Without the atoms that are such.
    pub(super) fn without(&self, such: &dyn Fn(&Atom) -> bool) -> Value {
        if !self.any_atom(such) {
            return self.clone();
        }
        let Some(node) = &self.0 else { return Value::CLEAN };
        let atoms = node.atoms.iter().copied().filter(|atom| !such(atom)).collect();
        let kids = node.kids.iter().map(|(key, kid)| (*key, kid.without(such))).collect();
        Node { atoms, kids, ..(**node).clone() }.into()
    }

    /// What is said of it without reading other places: data where it lies, and those references.
    pub(super) fn itself(&self, kept: &dyn Fn(&Place) -> bool) -> Value {
        let Some(node) = &self.0 else { return Value::CLEAN };
        let refs = node.refs.iter().copied().filter(kept).collect();
        let kids = node.kids.iter().map(|(key, kid)| (*key, kid.itself(kept))).collect();
        Node { atoms: node.atoms.clone(), kids, refs, ..Node::default() }.into()
    }

    /// Collects every atom of the tree, flattened; references are left to the state.
    pub(super) fn collect(&self, atoms: &mut Vec<Atom>, refs: &mut Vec<(Place, Fields)>, paths: &Paths) {
        let Some(node) = &self.0 else { return };
        work::charge(1 + node.atoms.len());
        atoms.extend(node.atoms.iter().map(|atom| atom.flattened()));
        refs.extend(node.refs.iter().map(|&place| (place, Fields::WHOLE)));
        for (key, kid) in &node.kids {
            let (before, places) = (atoms.len(), refs.len());
            kid.collect(atoms, refs, paths);
            if (atoms.len(), refs.len()) == (before, places) {
                continue;
            }
            let around = paths.around(*key);
            atoms[before..].iter_mut().for_each(|atom| atom.fields = around.then(atom.fields));
            refs[places..].iter_mut().for_each(|(_, fields)| *fields = around.then(*fields));
        }
    }
}

/// More places than this in one value are told apart less deep.
const NODES: u32 = 64;
/// More places than this are told apart at the top alone.
const WIDE: u32 = 512;
/// How deep a value is told apart.
const LEVELS: u32 = 6;

/// More parts of inputs than this in one value are told apart no longer: they become their inputs.
const PARTS: usize = 16;

/// More places than this in one value are told apart by their variable alone.
const REFERENCES: usize = 12;

fn few_places(places: &mut Vec<Place>) {
    if places.len() > REFERENCES {
        for place in places.iter_mut() {
            place.path = PathId::ROOT;
        }
        places.sort_unstable();
        places.dedup();
    }
}

/// Sorted, each once, the first way kept.
pub(super) fn sort_atoms(atoms: &mut Vec<Atom>) {
    if atoms.len() < 2 {
        return;
    }
    work::charge(atoms.len());
    once_each(atoms);
    let is_part = |atom: &Atom| matches!(atom.origin, Origin::Input { .. });
    if atoms.len() > PARTS && atoms.iter().filter(|atom| is_part(atom)).count() > PARTS {
        for atom in atoms.iter_mut() {
            if let Origin::Input { path, flat, .. } = &mut atom.origin {
                (*path, *flat) = (PathId::ROOT, true);
            }
        }
        once_each(atoms);
    }
}

fn once_each(atoms: &mut Vec<Atom>) {
    if !atoms.is_sorted_by(|a, b| a.id() < b.id()) {
        // The way by which the value became the datum, rather than one by which it lies in a field.
        atoms.sort_by_key(|atom| (atom.id(), !atom.fields.is_whole()));
        atoms.dedup_by(|again, first| {
            let same = again.id() == first.id();
            if same {
                first.fields = first.fields.or(again.fields);
            }
            same
        });
    }
}
