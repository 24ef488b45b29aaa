//! Closures and macro templates: bodies that are evaluated where they are called, with the names of where
//! they were written.

use super::{Ev, Eval, Frame, INLINE_DEPTH};
use crate::flow::types::Type;
use crate::flow::value::{Callable, Env, Value};
use crate::model::fact::{Expr, ExprId, MacroArm, MacroCall, MacroValue, Sym};
use std::sync::Arc;

impl<'a> Eval<'_, 'a> {
    pub(super) fn make_closure(&mut self, id: ExprId) -> Ev {
        let frame = self.frame();
        let env = Env {
            file: frame.file,
            expr: id,
            frame: frame.id,
            names: frame.names.clone(),
            receiver: frame.receiver,
            this: frame.this.clone(),
            item: frame.item,
        };
        let value = Value::callable(Callable::Closure(Arc::new(env)));
        self.pending.push(value.clone());
        Ev::new(value, Type::Callable(Arc::default()))
    }

    /// Calls a closure with values for its parameters.
    pub(super) fn call_closure(&mut self, env: &Arc<Env>, args: Vec<Ev>, site: Option<ExprId>) -> Ev {
        let facts = &self.ws.files[env.file as usize];
        let Expr::Closure(closure) = facts.expr(env.expr) else { return Ev::clean() };
        self.ran.insert((env.file, env.expr, env.frame));
        let open = self.frames.iter().filter(|frame| frame.closure == Some((env.file, env.expr))).count();
        if open > 1 || self.frames.len() > INLINE_DEPTH * 3 {
            return Ev::clean();
        }
        let id = match site {
            Some(site) => self.child_frame(site, env.expr.0.wrapping_mul(31).wrapping_add(env.file)),
            None => self.child_frame(env.expr, 3),
        };
        let frame = Frame {
            id,
            file: env.file,
            item: env.item,
            names: env.names.clone(),
            receiver: env.receiver,
            this: env.this.clone(),
            closure: Some((env.file, env.expr)),
            ..Frame::default()
        };
        let saved = std::mem::take(&mut self.loops);
        let out = self.in_frame(frame, |eval| {
            let mut args = args.into_iter();
            for &(pat, ty) in &closure.params {
                let mut value = args.next().unwrap_or_default();
                if let Some(ty) = ty {
                    let declared = eval.lower(ty);
                    if declared.is_known() {
                        if value.v.is_clean() {
                            value.v = eval.template(&declared, 0);
                        }
                        value.t = declared;
                    }
                }
                eval.bind(pat, value);
            }
            eval.push_exit();
            let tail = eval.eval(closure.body);
            let (v, t) = eval.pop_exit(tail);
            Ev::new(v, t)
        });
        self.loops = saved;
        out
    }

    /// Whether calling what these values hold can neither bring nor move data: closures that speak of none.
    pub(super) fn all_idle(&mut self, given: &[Ev]) -> bool {
        given.iter().all(|value| {
            let content = self.deref(&value.v);
            self.is_idle(&content)
        })
    }

    fn is_idle(&mut self, value: &Value) -> bool {
        let Some(node) = value.0.clone() else { return true };
        let calls = node.calls.iter().all(|call| match call {
            Callable::Closure(env) => self.is_idle_closure(env),
            Callable::Fn(def) => !self.eng.brings(*def) && !self.eng.is_root(*def),
            Callable::Wrap(_) => true,
            Callable::External(name) => self.eng.rules.function(name).is_empty(),
        });
        calls && node.kids.iter().all(|(_, kid)| self.is_idle(kid))
    }

    fn is_idle_closure(&mut self, env: &Env) -> bool {
        let facts = &self.ws.files[env.file as usize];
        let span = facts.expr_span(env.expr);
        if self.eng.mentions.names_data(env.file as usize, span) {
            return false;
        }
        let spoken = self.eng.mentions.names(env.file as usize, facts, span);
        let captured: Vec<u32> = spoken
            .iter()
            .filter_map(|&(_, name)| match facts.name(name) {
                "self" => env.receiver,
                _ => env.names.iter().rev().find(|(known, _)| *known == name).map(|(_, local)| *local),
            })
            .collect();
        captured.into_iter().all(|local| {
            let value = self.state.local(local);
            !value.has_calls() && !self.state.holds_data(&value, &mut self.eng.paths)
        })
    }

    /// Closures that nobody was seen to call run once, so that what they capture is followed.
    pub(super) fn run_pending(&mut self) {
        let mut at = 0;
        while at < self.pending.len() && at < 256 {
            let value = self.pending[at].clone();
            at += 1;
            for call in value.calls().to_vec() {
                if let Callable::Closure(env) = call
                    && !self.ran.contains(&(env.file, env.expr, env.frame))
                {
                    self.call_closure(&env, Vec::new(), None);
                }
            }
        }
    }

    /// The argument that a metavariable stands for, and the frame it is written in.
    pub(super) fn hole(&self, id: ExprId) -> Option<(ExprId, usize)> {
        let Expr::Hole(name) = self.facts().expr(id) else { return None };
        let (_, exprs, frame) = self.frame().holes.iter().find(|(hole, ..)| hole == name)?;
        match exprs[..] {
            [one] => Some((one, *frame)),
            _ => None,
        }
    }

    pub(super) fn eval_hole(&mut self, name: Sym) -> Ev {
        let Some((_, exprs, frame)) = self.frame().holes.iter().find(|(hole, ..)| *hole == name).cloned() else {
            return Ev::clean();
        };
        let back = std::mem::replace(&mut self.cur, frame);
        let mut all = Ev::clean();
        for expr in exprs {
            let one = self.eval(expr);
            all.v = self.join(&all.v, &one.v);
            all.t = one.t;
        }
        self.cur = back;
        all
    }

    /// A call of a `macro_rules!` of the workspace: the template of the arm that fits.
    pub(super) fn instantiate(
        &mut self,
        site: ExprId,
        file: u32,
        item: crate::model::fact::ItemId,
        arms: &'a [MacroArm],
        call: &'a MacroCall,
    ) -> Option<Ev> {
        if self.frames.len() > INLINE_DEPTH * 2 {
            return None;
        }
        let arm = self.choose(file, arms, call)?;
        let template = arm.template?;
        let exprs: Vec<Vec<ExprId>> = call.args.iter().map(|arg| self.argument_exprs(&arg.value)).collect();
        let mut holes: Vec<(Sym, Vec<ExprId>, usize)> = Vec::new();
        let mut next = 0;
        let repeated = arm.holes.iter().filter(|hole| hole.2).count();
        let single = arm.holes.len() - repeated;
        for (at, (name, _, repeats)) in arm.holes.iter().enumerate() {
            if *repeats {
                let left = exprs.len().saturating_sub(next);
                let after = arm.holes[at + 1..].iter().filter(|hole| !hole.2).count();
                let mine = left.saturating_sub(after);
                let of: Vec<ExprId> = if repeated > 1 {
                    // `$($k:expr => $v:expr),*`: every repeated name may be any of them.
                    exprs[single.min(exprs.len())..].iter().flatten().copied().collect()
                } else {
                    exprs.iter().skip(next).take(mine).flatten().copied().collect()
                };
                if repeated == 1 {
                    next += mine;
                }
                holes.push((*name, of, self.cur));
            } else {
                holes.push((*name, exprs.get(next).cloned().unwrap_or_default(), self.cur));
                next += 1;
            }
        }
        let id = self.child_frame(site, 11);
        let frame = Frame { id, file, item: self.ws.files[file as usize].item(item).parent, holes, ..Frame::default() };
        Some(self.in_frame(frame, |eval| eval.eval(template)))
    }

    fn choose(&self, file: u32, arms: &'a [MacroArm], call: &'a MacroCall) -> Option<&'a MacroArm> {
        let there = &self.ws.files[file as usize];
        let here = self.facts();
        let keys: Vec<&str> = call.args.iter().filter_map(|arg| arg.key.map(|key| here.name(key))).collect();
        let fits = |arm: &&MacroArm| {
            let repeats = arm.holes.iter().any(|hole| hole.2);
            let fixed = arm.holes.iter().filter(|hole| !hole.2).count();
            let count = call.args.len();
            let literals = arm
                .literals
                .iter()
                .map(|&name| there.name(name))
                .filter(|name| name.starts_with(|c: char| c.is_alphabetic()));
            let mut literals = literals.peekable();
            let has_words = literals.peek().is_some();
            let words = literals.all(|word| {
                keys.iter().any(|key| key.split(' ').any(|part| part == word))
                    || call.args.iter().any(|arg| match &arg.value {
                        MacroValue::Expr(expr) => {
                            matches!(here.expr(*expr), Expr::Path(path) if here.path_text(path) == word)
                        }
                        MacroValue::Tokens(text) => here.name(*text).contains(word),
                        _ => false,
                    })
            });
            words && (has_words || if repeats { count >= fixed } else { count == fixed })
        };
        arms.iter().find(fits).or_else(|| arms.first())
    }

    /// The expressions of a macro argument.
    pub(super) fn argument_exprs(&self, value: &'a MacroValue) -> Vec<ExprId> {
        match value {
            MacroValue::Expr(expr) | MacroValue::Str(expr, _) => vec![*expr],
            MacroValue::Group(list) => list.iter().flat_map(|arg| self.argument_exprs(&arg.value)).collect(),
            _ => Vec::new(),
        }
    }
}
