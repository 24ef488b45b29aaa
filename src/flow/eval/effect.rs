//! A summary and the arguments of a call come in; what the call gives goes out, and what it writes is written.

use super::call::At;
use super::{Ev, Eval};
use crate::flow::path::PathId;
use crate::flow::state::State;
use crate::flow::steps::AGAIN;
use crate::flow::summary::{Reach, Summary};
use crate::flow::types::Type;
use crate::flow::value::{Atom, Node, Origin, Place, Value};
use rustc_hash::FxHashMap;

/// The caller's state before a call's effects, the arguments, and what was already read of them there.
struct Before<'s> {
    state: State,
    args: &'s [Value],
    by_ref: &'s [bool],
    /// What lies at a path of an argument, and what of it is data, as often as the summary speaks of it.
    parts: FxHashMap<(u16, PathId, bool), Value>,
}

impl<'a> Eval<'_, 'a> {
    /// Applies a summary to the arguments of a call.
    pub(super) fn apply(&mut self, summary: &Summary, given: &[Ev], at: At, name: &str) -> Value {
        let args: Vec<Value> = given.iter().map(|value| value.v.clone()).collect();
        let file = self.file();
        let mut before =
            Before { state: self.state.clone(), args: &args, by_ref: &summary.by_ref, parts: FxHashMap::default() };
        let passed = if summary.sinks.is_empty() { String::new() } else { format!("is passed to `{name}`") };
        for reach in &summary.sinks {
            let Origin::Input { root, path, .. } = reach.atom.origin else { continue };
            let there = self.given_part(root, path, true, &mut before);
            if there.own_atoms().is_empty() {
                continue;
            }
            let again = if self.eng.steps.passes(reach.atom.step, file, at.span) { AGAIN } else { 0 };
            let doubts = self.doubts.max(again);
            for atom in there.own_atoms() {
                let step = self.eng.steps.push(atom.step, file, at.span, &passed, doubts);
                let step = self.eng.steps.append(step, reach.atom.step);
                let atom = Atom { via: atom.via | reach.atom.via, step, ..*atom };
                self.reach(reach.site, atom);
            }
        }
        let ret = self.instance(&summary.ret, &mut before);
        for (root, out) in &summary.outs {
            let Some(arg) = args.get(*root as usize) else { continue };
            self.write_back(*root, out, arg.clone(), PathId::ROOT, &mut before, 0);
        }
        for (id, value) in &summary.globals {
            let value = self.instance(value, &mut before);
            let known = self.shared_locals.iter().find(|(known, _)| known == id).map(|(_, local)| *local);
            let local = known.unwrap_or_else(|| {
                let local = self.new_local(Type::Unknown, true);
                self.shared_locals.push((*id, local));
                local
            });
            let old = self.state.local(local);
            let joined = self.join(&old, &value);
            self.state.set_local(local, joined, &mut self.eng.paths);
        }
        if ret.is_clean() { ret } else { self.stepped(ret, at.span, &format!("is returned by `{name}`")) }
    }

    /// What lies at a path of an argument, or what of it is data; read once for a call.
    fn given_part(&mut self, root: u16, path: PathId, flat: bool, before: &mut Before<'_>) -> Value {
        let id = (root, path, flat);
        if let Some(known) = before.parts.get(&id) {
            return known.clone();
        }
        let Some(arg) = before.args.get(root as usize) else { return Value::CLEAN };
        let keys = self.eng.paths.keys(path).to_vec();
        let mut value = arg.clone();
        for key in keys {
            value = self.deref(&value);
            value = self.project(&value, key);
        }
        if flat {
            value = Value::atoms(self.flatten(&value));
        } else if !value.refs().is_empty() && before.by_ref.get(root as usize) != Some(&false) {
            value = self.deref(&value);
        }
        before.parts.insert(id, value.clone());
        value
    }

    /// A value of a summary in terms of the caller, as the caller's state was before the call.
    fn instance(&mut self, value: &Value, before: &mut Before<'_>) -> Value {
        std::mem::swap(&mut self.state, &mut before.state);
        let out = self.instance_in(value, before);
        std::mem::swap(&mut self.state, &mut before.state);
        out
    }

    fn instance_in(&mut self, value: &Value, before: &mut Before<'_>) -> Value {
        let Some(node) = &value.0 else { return Value::CLEAN };
        if self.has_spent() {
            return Value::CLEAN;
        }
        let mut out = Value::from(Node { calls: node.calls.clone(), ..Node::default() });
        let mut own = Vec::new();
        for atom in &node.atoms {
            match atom.origin {
                Origin::Source(_) => own.push(*atom),
                Origin::Input { root, path, flat } => {
                    let there = self.given_part(root, path, flat, before);
                    let (via, fields) = (atom.via, atom.fields);
                    let there = if via == 0 && !flat {
                        there
                    } else {
                        there.map_atoms(&mut |atom| {
                            atom.via |= via;
                            atom.fields = if flat { fields } else { atom.fields };
                        })
                    };
                    out = self.join(&out, &there);
                }
            }
        }
        if !own.is_empty() {
            out = self.join(&out, &Value::atoms(own));
        }
        for place in &node.refs {
            let Some(arg) = before.args.get(place.local as usize) else { continue };
            let keys = self.eng.paths.keys(place.path).to_vec();
            let mut at = arg.clone();
            for key in keys {
                let refs = at.refs().to_vec();
                if !refs.is_empty() {
                    let chased = self.chase(refs);
                    let below = chased.into_iter().map(|place| self.below(place, key)).collect();
                    at = Value::reference(below);
                } else {
                    at = self.project(&at, key);
                }
            }
            out = self.join(&out, &at);
        }
        if !node.kids.is_empty() && !out.refs().is_empty() {
            out = self.deref(&out);
        }
        if out.is_clean() {
            let kids = node.kids.iter().map(|(key, kid)| (*key, self.instance_in(kid, before)));
            return Value::with_kids(kids.collect()).limited(&mut self.eng.paths);
        }
        for (key, kid) in &node.kids {
            let kid = self.instance_in(kid, before);
            if !kid.is_clean() || !out.is_clean() {
                out = out.set(&[*key], kid, key.is_many(), &mut self.eng.paths);
            }
        }
        out.limited(&mut self.eng.paths)
    }

    /// Writes what a call left behind a reference it was given.
    fn write_back(&mut self, root: u16, out: &Value, target: Value, path: PathId, before: &mut Before<'_>, depth: u8) {
        if self.has_spent() {
            return;
        }
        let places = if target.refs().is_empty() { Vec::new() } else { self.chase(target.refs().to_vec()) };
        let node = out.0.as_deref();
        let same = |atom: &Atom| atom.origin == Origin::Input { root, path, flat: false } && atom.via == 0;
        let unchanged = node.is_some_and(|node| node.atoms.iter().any(same));
        if !unchanged {
            if !places.is_empty() {
                let value = self.instance(out, before);
                self.state.write_all(&places, &value, false, &mut self.eng.paths);
            } else if depth > 0 {
                return;
            }
        }
        let Some(node) = node else { return };
        if unchanged {
            let rest = Node {
                atoms: node.atoms.iter().copied().filter(|atom| !same(atom)).collect(),
                refs: node.refs.clone(),
                ..Node::default()
            };
            let rest = Value::from(rest);
            if !rest.is_clean() && !places.is_empty() {
                let value = self.instance(&rest, before);
                self.state.write_all(&places, &value, true, &mut self.eng.paths);
            }
        } else if !places.is_empty() {
            return;
        }
        for (key, kid) in &node.kids {
            let below = if places.is_empty() {
                self.project(&target, *key)
            } else {
                let below: Vec<Place> = places.iter().map(|&place| self.below(place, *key)).collect();
                Value::reference(below)
            };
            let path = self.eng.paths.extend(path, *key);
            self.write_back(root, kid, below, path, before, depth + 1);
        }
    }

    /// A datum is handed to a sink.
    pub(super) fn reach(&mut self, site: u32, atom: Atom) {
        match atom.origin {
            Origin::Source(source) => self.eng.reach(source, site, atom),
            Origin::Input { .. } => {
                if self.reached.insert((site, atom.origin, atom.via)) && self.sinks.len() < 512 {
                    self.sinks.push(Reach { site, atom });
                }
            }
        }
    }
}
