//! What a function does with what it is given: the effects that a call of it has, in terms of its inputs.

use super::steps::Steps;
use super::value::{Atom, Node, Origin, Value};

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

impl PartialEq for Reach {
    fn eq(&self, other: &Self) -> bool {
        (self.site, self.atom.origin, self.atom.via) == (other.site, other.atom.origin, other.atom.via)
    }
}

impl Summary {
    /// Whether a caller gets data from it that it did not give, or what it gives to be called does.
    pub(super) fn brings_data(&self) -> bool {
        self.feeds || has_source(&self.ret) || self.outs.iter().any(|(_, value)| has_source(value))
    }

    /// Without the data whose way is as long as one may be; whether there was any.
    pub(super) fn cut(&mut self, steps: &Steps) -> bool {
        let mut cut = false;
        for value in std::iter::once(&mut self.ret).chain(self.outs.iter_mut().map(|(_, value)| value)) {
            if has_long_way(value, steps) {
                *value = without_long_ways(value, steps);
                cut = true;
            }
        }
        cut
    }
}

fn has_long_way(value: &Value, steps: &Steps) -> bool {
    let Some(node) = &value.0 else { return false };
    node.atoms.iter().any(|atom| steps.is_full(atom.step)) || node.kids.iter().any(|(_, kid)| has_long_way(kid, steps))
}

fn without_long_ways(value: &Value, steps: &Steps) -> Value {
    let Some(node) = &value.0 else { return Value::CLEAN };
    let atoms = node.atoms.iter().copied().filter(|atom| !steps.is_full(atom.step)).collect();
    let kids = node.kids.iter().map(|(key, kid)| (*key, without_long_ways(kid, steps))).collect();
    Node { atoms, kids, ..(**node).clone() }.into()
}

/// Whether a value holds data of a source.
pub(super) fn has_source(value: &Value) -> bool {
    let Some(node) = &value.0 else { return false };
    node.atoms.iter().any(|atom| matches!(atom.origin, Origin::Source(_)))
        || node.kids.iter().any(|(_, kid)| has_source(kid))
}
