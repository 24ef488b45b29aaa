//! Reads and writes of places come in, the values of all variables at one point of the program go out.

use super::fields::Fields;
use super::path::{DEPTH, Key, PathId, Paths};
use super::value::{Atom, Node, Place, Value, sort_atoms};
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::Arc;

/// The variables at one point; `live` is false after `return`, `break` and the like.
#[derive(Debug, Clone, Default)]
pub(super) struct State {
    /// Shared by the states of points between which nothing was written.
    values: Arc<Vec<Value>>,
    pub(super) live: bool,
}

impl State {
    pub(super) fn new() -> Self {
        Self { values: Arc::default(), live: true }
    }

    /// A point that is never reached.
    pub(super) fn dead() -> Self {
        Self { values: Arc::default(), live: false }
    }

    pub(super) fn local(&self, local: u32) -> Value {
        self.values.get(local as usize).cloned().unwrap_or_default()
    }

    pub(super) fn set_local(&mut self, local: u32, value: Value, paths: &mut Paths) {
        let at = local as usize;
        if at >= self.values.len() && value.is_clean() {
            return;
        }
        *self.slot(at) = value.limited(paths);
    }

    fn slot(&mut self, at: usize) -> &mut Value {
        let values = Arc::make_mut(&mut self.values);
        if at >= values.len() {
            values.resize(at + 1, Value::CLEAN);
        }
        &mut values[at]
    }

    /// What a place holds, references in it left as they are.
    pub(super) fn read(&self, place: Place, paths: &mut Paths) -> Value {
        let mut value = self.local(place.local);
        for key in paths.keys(place.path).to_vec() {
            value = value.project(key, paths);
        }
        value
    }

    /// A value with the content of the places it refers to in the place of references.
    pub(super) fn resolve(&self, value: &Value, paths: &mut Paths) -> Value {
        self.resolve_in(value, paths, &mut FxHashMap::default())
    }

    fn resolve_in(&self, value: &Value, paths: &mut Paths, done: &mut FxHashMap<(u32, PathId), Value>) -> Value {
        let Some(node) = &value.0 else { return Value::CLEAN };
        if node.refs.is_empty() && node.kids.is_empty() {
            return value.clone();
        }
        let mut own = Node { refs: Vec::new(), ..(**node).clone() };
        for (_, kid) in &mut own.kids {
            *kid = self.resolve_in(kid, paths, done);
        }
        let mut out = Value::from(own);
        for place in &node.refs {
            let id = (place.local, place.path);
            let there = match done.get(&id) {
                Some(known) => known.clone(),
                None => {
                    // What refers to itself ends here.
                    done.insert(id, Value::CLEAN);
                    let there = self.read(*place, paths);
                    let there = self.resolve_in(&there, paths, done);
                    done.insert(id, there.clone());
                    there
                }
            };
            out = out.joined(&there, paths);
        }
        out
    }

    /// One level: what the value is, references at its top replaced by what they refer to.
    pub(super) fn deref(&self, value: &Value, paths: &mut Paths) -> Value {
        let mut value = value.clone();
        for _ in 0..6 {
            let refs = value.refs().to_vec();
            if refs.is_empty() {
                break;
            }
            let mut own = value.0.as_ref().map(|node| (**node).clone()).unwrap_or_default();
            own.refs.clear();
            let mut next = Value::from(own);
            for place in refs {
                next = next.joined(&self.read(place, paths), paths);
            }
            value = next;
        }
        value
    }

    /// Whether any data can be reached from a value.
    pub(super) fn holds_data(&self, value: &Value, paths: &mut Paths) -> bool {
        let mut todo = vec![value.clone()];
        let mut seen: FxHashSet<(u32, PathId)> = FxHashSet::default();
        while let Some(value) = todo.pop() {
            let Some(node) = &value.0 else { continue };
            if node.atoms.iter().any(|atom| atom.live(paths).is_some()) {
                return true;
            }
            todo.extend(node.kids.iter().map(|(_, kid)| kid.clone()));
            for place in &node.refs {
                if seen.insert((place.local, place.path)) {
                    todo.push(self.read(*place, paths));
                }
            }
        }
        false
    }

    /// Every atom that can be reached from a value, flattened.
    pub(super) fn flatten(&self, value: &Value, paths: &mut Paths) -> Vec<Atom> {
        let (mut atoms, mut places, mut todo) = (Vec::new(), Vec::new(), Vec::new());
        let mut seen: FxHashMap<(u32, PathId), Fields> = FxHashMap::default();
        let mut next = Some((value.clone(), Fields::WHOLE));
        while let Some((value, around)) = next {
            let before = atoms.len();
            value.collect(&mut atoms, &mut places, paths);
            atoms[before..].iter_mut().for_each(|atom| atom.fields = around.then(atom.fields));
            todo.extend(places.drain(..).map(|(place, fields)| (place, around.then(fields))));
            next = loop {
                let Some((place, around)) = todo.pop() else { break None };
                let known = seen.get(&(place.local, place.path)).copied();
                if known.is_none_or(|known| !known.covers(around)) {
                    seen.insert((place.local, place.path), known.map_or(around, |known| known.or(around)));
                    break Some((self.read(place, paths), around));
                }
            };
        }
        let mut atoms: Vec<Atom> = atoms.into_iter().filter_map(|atom| atom.live(paths)).collect();
        sort_atoms(&mut atoms);
        atoms
    }

    /// Writes to a place.
    pub(super) fn write(&mut self, place: Place, value: Value, weak: bool, paths: &mut Paths) {
        let keys: Vec<Key> = paths.keys(place.path).to_vec();
        let full = keys.len() >= DEPTH;
        let old = self.local(place.local);
        let new = old.set(&keys, value, weak || full, paths);
        self.set_local(place.local, new, paths);
    }

    /// Writes to what may be any of several places.
    pub(super) fn write_all(&mut self, places: &[Place], value: &Value, weak: bool, paths: &mut Paths) {
        for place in places {
            self.write(*place, value.clone(), weak || places.len() > 1, paths);
        }
    }

    /// Both, as after a branch; true when something was added.
    pub(super) fn join(&mut self, other: &State, paths: &mut Paths) -> bool {
        if !other.live {
            return false;
        }
        if !self.live {
            *self = other.clone();
            return true;
        }
        if Arc::ptr_eq(&self.values, &other.values) {
            return false;
        }
        let mut changed = false;
        for (at, value) in other.values.iter().enumerate() {
            let known = self.values.get(at).unwrap_or(&Value::CLEAN);
            if value.is_clean() || known == value {
                continue;
            }
            let joined = known.joined(value, paths).limited(paths);
            if joined != *known {
                *self.slot(at) = joined;
                changed = true;
            }
        }
        changed
    }
}
