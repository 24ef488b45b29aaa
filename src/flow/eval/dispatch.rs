//! A call that can mean several functions comes in; what any of them gives and changes goes out.

use super::call::At;
use super::{Ev, Eval};
use crate::flow::entry::Entry;
use crate::flow::steps::ONE_OF_SEVERAL;
use crate::flow::summary::Summary;
use crate::flow::types::Type;
use crate::link::Def;
use crate::model::fact::ItemKind;
use std::sync::Arc;

/// Functions of one call that are looked at.
const MEANINGS: usize = 24;
/// Where a call can mean more functions than this, none is evaluated anew for what it is given to call: what they do
/// with it is taken from their summaries.
const FOLLOWED_ANEW: usize = 3;

/// What a call can mean.
enum Meaning {
    /// A function that is followed by itself.
    One(Def),
    /// Functions that are nothing but their summaries: what all of them together do, and what they return.
    Together(Arc<Summary>, Type),
}

impl<'a> Eval<'_, 'a> {
    /// Calls one of several functions.
    pub(super) fn call_any(&mut self, found: &[Def], given: Vec<Ev>, at: At) -> Ev {
        // What tests put in the place of the real thing is not called when the program runs.
        let there: Vec<Def> = found.iter().copied().filter(|&def| self.is_there(def)).collect();
        let found = if there.is_empty() { found } else { &there };
        let fitting = if found.len() > 1 { self.fitting(found, &given) } else { Vec::new() };
        let found = if fitting.is_empty() { found } else { &fitting };
        let found = &found[..found.len().min(MEANINGS)];
        let [first, _, ..] = found else {
            return found.first().map_or_else(Ev::clean, |only| self.call_function(*only, given, Some(at)));
        };
        let name = self.ws.name_of(*first);
        let many = self.one_of_many;
        self.one_of_many |= found.len() > FOLLOWED_ANEW;
        let meanings = self.meanings(found, &given);
        let doubts = std::mem::replace(&mut self.doubts, ONE_OF_SEVERAL);
        let out = self.call_each(&meanings, |eval, meaning| match meaning {
            Meaning::One(def) => eval.call_function(*def, given.clone(), Some(at)),
            Meaning::Together(summary, ty) => {
                let guessed = std::mem::take(&mut eval.guessed);
                eval.inline |= summary.inline;
                let v = eval.apply(summary, &given, at, name);
                eval.guessed = guessed;
                Ev::new(v, ty.clone())
            }
        });
        self.doubts = doubts;
        self.one_of_many = many;
        out
    }

    /// Those functions that take what is given, as far as types of the workspace are known: `Handle<Opened>` takes
    /// no `Closed`.
    fn fitting(&self, found: &[Def], given: &[Ev]) -> Vec<Def> {
        let takes = |def: &Def| {
            let ItemKind::Fn(function) = &self.ws.item(*def).kind else { return true };
            let rest = given.iter().skip(usize::from(function.receiver.is_some()));
            self.parameter_types(*def).iter().zip(rest).all(|(declared, value)| match (declared.def(), value.t.def()) {
                (Some(declared), Some(of)) => declared == of,
                _ => true,
            })
        };
        found.iter().copied().filter(takes).collect()
    }

    fn meanings(&mut self, found: &[Def], given: &[Ev]) -> Vec<Meaning> {
        let entry = self.entry_of(given);
        let (mut meanings, mut functions, mut summaries, mut ty) = (Vec::new(), Vec::new(), Vec::new(), Type::Unknown);
        for &def in found {
            match self.as_summary(def, given, &entry) {
                Some(summary) => {
                    if !ty.is_known() {
                        ty = self.return_type(def, given);
                    }
                    functions.push(def);
                    summaries.push(summary);
                }
                None => meanings.push(Meaning::One(def)),
            }
        }
        if functions.is_empty() {
            return meanings;
        }
        let mut summary = self.eng.together(functions, summaries);
        if self.guessed && summary.brings_data() {
            summary = Arc::new(summary.without_sources());
        }
        meanings.push(Meaning::Together(summary, ty));
        meanings
    }

    /// What a function does, where its summary tells all of it.
    fn as_summary(&mut self, def: Def, given: &[Ev], entry: &Entry) -> Option<Arc<Summary>> {
        let ItemKind::Fn(function) = &self.ws.item(def).kind else { return None };
        let is_marked = self.eng.marked(def.file, self.ws.item(def).span, true) != 0;
        if function.body.is_none() || is_marked || !self.eng.rules_of(def).is_empty() {
            return None;
        }
        if self.is_quiet(def, function, given) {
            return Some(self.eng.nothing());
        }
        let summary = self.eng.summary(self.method_of(def, given), entry.clone(), self.owner);
        (!summary.inline || !self.can_inline(def)).then_some(summary)
    }

    pub(super) fn call_each<T>(&mut self, list: &[T], mut call: impl FnMut(&mut Self, &T) -> Ev) -> Ev {
        let [first, rest @ ..] = list else { return Ev::clean() };
        if rest.is_empty() {
            return call(self, first);
        }
        let before = self.state.clone();
        let doubts = std::mem::replace(&mut self.doubts, ONE_OF_SEVERAL);
        let mut all = call(self, first);
        for one in rest {
            let after = std::mem::replace(&mut self.state, before.clone());
            let value = call(self, one);
            all.v = self.join(&all.v, &value.v);
            if !all.t.is_known() {
                all.t = value.t;
            }
            self.state.join(&after, &mut self.eng.paths);
        }
        self.doubts = doubts;
        all
    }
}
