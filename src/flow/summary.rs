//! What a function does with what it is given: the effects that a call of it has, in terms of its inputs.

use super::path::Paths;
use super::steps::Steps;
use super::value::{Atom, Origin, Value};

/// The effects of a function. Inputs are numbered, the receiver first; references in values are to inputs.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Summary {
    /// What it returns.
    pub(super) ret: Value,
    /// What lies behind each input afterwards, where that is not what was there.
    pub(super) outs: Vec<(u16, Value)>,
    /// What is left in statics and channels.
    pub(super) globals: Vec<(u32, Value)>,
    /// Inputs that reach a sink: site and input.
    pub(super) sinks: Vec<Reach>,
    /// Which inputs are references: what is copied of them is what they refer to.
    pub(super) by_ref: Vec<bool>,
    /// It returns something that can be called, or calls what it is given: followed at each call anew.
    pub(super) inline: bool,
    /// It hands data that starts in it to what it is given to call.
    pub(super) feeds: bool,
}

/// An input that reaches a sink.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reach {
    /// Index into the engine's sites.
    pub(super) site: u32,
    /// The input.
    pub(super) atom: Atom,
}

impl Reach {
    pub(super) fn id(&self) -> (u32, Origin, u8) {
        (self.site, self.atom.origin, self.atom.via)
    }
}

impl PartialEq for Reach {
    fn eq(&self, other: &Self) -> bool {
        self.id() == other.id()
    }
}

impl Summary {
    /// Whether a caller gets data from it that it did not give, or what it gives to be called does.
    pub(super) fn brings_data(&self) -> bool {
        self.feeds || has_source(&self.ret) || self.outs.iter().any(|(_, value)| has_source(value))
    }

    /// What either of two functions does that a call can mean.
    pub(super) fn or(&self, other: &Self, paths: &mut Paths) -> Self {
        let mut roots: Vec<u16> = self.outs.iter().chain(&other.outs).map(|(root, _)| *root).collect();
        roots.sort_unstable();
        roots.dedup();
        let mut outs = Vec::new();
        for root in roots {
            let both = self.out(root).joined(&other.out(root), paths);
            outs.push((root, both.limited(paths)));
        }
        let mut both = Self {
            ret: self.ret.joined(&other.ret, paths).limited(paths),
            outs,
            globals: self.globals.clone(),
            sinks: self.sinks.iter().chain(&other.sinks).copied().collect(),
            by_ref: if self.by_ref.is_empty() { other.by_ref.clone() } else { self.by_ref.clone() },
            inline: self.inline || other.inline,
            feeds: self.feeds || other.feeds,
        };
        for (id, value) in &other.globals {
            match both.globals.iter_mut().find(|(known, _)| known == id) {
                Some((_, known)) => *known = known.joined(value, paths),
                None => both.globals.push((*id, value.clone())),
            }
        }
        both.sinks.sort_by_key(Reach::id);
        both.sinks.dedup();
        both
    }

    /// What lies behind an input afterwards.
    fn out(&self, root: u16) -> Value {
        let unchanged = || Value::atoms(vec![Atom::given(root)]);
        self.outs.iter().find(|(of, _)| *of == root).map_or_else(unchanged, |(_, value)| value.clone())
    }

    /// Without the data that starts in it.
    pub(super) fn without_sources(&self) -> Self {
        let outs = self.outs.iter().map(|(input, value)| (*input, value.without(&is_source))).collect();
        Self { ret: self.ret.without(&is_source), outs, ..self.clone() }
    }

    /// Drops the data whose way is doubtful; whether there was any.
    pub(super) fn drop_doubtful(&mut self, steps: &Steps) -> bool {
        let doubtful = |atom: &Atom| steps.is_doubtful(atom.step);
        let mut dropped = false;
        for value in std::iter::once(&mut self.ret).chain(self.outs.iter_mut().map(|(_, value)| value)) {
            if value.any_atom(&doubtful) {
                *value = value.without(&doubtful);
                dropped = true;
            }
        }
        dropped
    }
}

fn is_source(atom: &Atom) -> bool {
    matches!(atom.origin, Origin::Source(_))
}

/// Whether a value holds data of a source.
pub(super) fn has_source(value: &Value) -> bool {
    value.any_atom(&is_source)
}
