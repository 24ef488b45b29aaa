//! Branches and loops come in; the values and states of all their ways, joined, go out.

use super::{Ev, Eval, LOOP_ROUNDS, Loop};
use crate::flow::state::State;
use crate::flow::value::Value;
use crate::model::fact::{ExprId, Stmt, Sym};

impl<'a> Eval<'_, 'a> {
    pub(super) fn eval_if(&mut self, condition: ExprId, then: ExprId, otherwise: Option<ExprId>) -> Ev {
        let names = self.frame().names.len();
        let frame = self.cur;
        self.eval(condition);
        let before = self.state.clone();
        let first = self.eval(then);
        self.frames[frame].names.truncate(names);
        let after = std::mem::replace(&mut self.state, before);
        let second = otherwise.map_or_else(Ev::clean, |otherwise| self.eval(otherwise));
        self.merge(first, after, second)
    }

    /// Joins two branches, the second being the current one.
    fn merge(&mut self, first: Ev, state: State, second: Ev) -> Ev {
        let value = match (state.live, self.state.live) {
            (true, true) => self.join(&first.v, &second.v),
            (true, false) => first.v.clone(),
            _ => second.v.clone(),
        };
        self.state.join(&state, &mut self.eng.paths);
        Ev::new(value, if first.t.is_known() { first.t } else { second.t })
    }

    pub(super) fn eval_match(&mut self, scrutinee: ExprId, arms: &'a [crate::model::fact::Arm]) -> Ev {
        let pats: Vec<_> = arms.iter().map(|arm| arm.pat).collect();
        let value = self.eval_scrutinee(scrutinee, &pats);
        if !self.state.live {
            return Ev::clean();
        }
        let before = self.state.clone();
        let mut all: Option<(Ev, State)> = None;
        for arm in arms {
            self.state = before.clone();
            let result = self.scoped(|eval| {
                eval.bind(arm.pat, value.clone());
                if let Some(guard) = arm.guard {
                    eval.eval(guard);
                }
                eval.eval_marked(arm.body)
            });
            all = Some(match all {
                None => (result, std::mem::take(&mut self.state)),
                Some((first, state)) => {
                    let merged = self.merge(first, state, result);
                    (merged, std::mem::take(&mut self.state))
                }
            });
        }
        match all {
            Some((value, state)) => {
                self.state = state;
                value
            }
            None => {
                self.state = before;
                Ev::clean()
            }
        }
    }

    pub(super) fn eval_labelled(&mut self, label: Sym, stmts: &'a [Stmt]) -> Ev {
        let dead = State::dead();
        self.loops.push(Loop { label: Some(label), breaks: dead.clone(), continues: dead, value: Value::CLEAN });
        let value = self.eval_block(stmts);
        let Some(done) = self.loops.pop() else { return value };
        let joined = if self.state.live { self.join(&value.v, &done.value) } else { done.value };
        self.state.join(&done.breaks, &mut self.eng.paths);
        Ev::new(joined, value.t)
    }

    /// Runs a body until its state no longer grows; `body` tells whether the loop may be left before it.
    pub(super) fn eval_loop(&mut self, label: Option<Sym>, mut body: impl FnMut(&mut Self) -> bool) -> Ev {
        let dead = State::dead();
        let mut entry = self.state.clone();
        let mut out = Value::CLEAN;
        let mut exit = dead.clone();
        for _ in 0..LOOP_ROUNDS {
            self.state = entry.clone();
            self.loops.push(Loop { label, breaks: dead.clone(), continues: dead.clone(), value: Value::CLEAN });
            let may_skip = body(self);
            let Some(done) = self.loops.pop() else { break };
            out = self.join(&out, &done.value);
            exit.join(&done.breaks, &mut self.eng.paths);
            let mut end = std::mem::take(&mut self.state);
            end.join(&done.continues, &mut self.eng.paths);
            let grown = entry.join(&end, &mut self.eng.paths);
            if may_skip {
                exit.join(&entry, &mut self.eng.paths);
            }
            if !grown {
                break;
            }
        }
        self.state = exit;
        Ev::untyped(out)
    }

    pub(super) fn jump(&mut self, label: Option<Sym>, value: Option<Value>) {
        if !self.state.live {
            return;
        }
        let at = match label {
            Some(label) => self.loops.iter().rposition(|one| one.label == Some(label)),
            None => self.loops.len().checked_sub(1),
        };
        if let Some(at) = at {
            let target = &mut self.loops[at];
            match value {
                Some(value) => {
                    target.value = target.value.joined(&value, &mut self.eng.paths);
                    target.breaks.join(&self.state, &mut self.eng.paths);
                }
                None => {
                    target.continues.join(&self.state, &mut self.eng.paths);
                }
            }
        }
        self.state.live = false;
    }
}
