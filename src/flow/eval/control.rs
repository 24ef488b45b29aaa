//! Branches, loops and `?` come in; the values and states of all their ways, joined, go out.

use super::call::At;
use super::{Ev, Eval, LOOP_ROUNDS, Loop};
use crate::flow::state::State;
use crate::flow::types::{self, Type};
use crate::flow::value::{Origin, Value};
use crate::link::Def;
use crate::model::fact::{Expr, ExprId, ItemKind, Stmt, Sym};

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

    pub(super) fn eval_try(&mut self, id: ExprId, inner: ExprId) -> Ev {
        let value = self.eval(inner);
        let content = self.deref(&value.v);
        let known = self.eng.paths.known;
        if self.state.live && content.0.as_ref().is_some_and(|node| !node.atoms.is_empty() || !node.kids.is_empty()) {
            let error = match content.kid(known.err) {
                Some(error) => error.clone(),
                None => {
                    let atoms = content.0.as_ref().map(|node| node.atoms.clone()).unwrap_or_default();
                    // Only what is known to come by a `Result` of the caller can be its error.
                    let inputs =
                        atoms.into_iter().filter(|atom| matches!(atom.origin, Origin::Input { flat: false, .. }));
                    Value::atoms(inputs.collect()).project(known.err, &mut self.eng.paths)
                }
            };
            let error = self.converted(error, value.t.error(), id);
            self.leave(Ev::untyped(Value::wrapped(known.err, error)));
        } else if self.state.live {
            self.leave(Ev::clean());
        }
        let is_call = matches!(self.facts().expr(inner), Expr::Method(_) | Expr::Call(..));
        let inside = self.inside(&value, !is_call);
        Ev::new(inside, value.t.unwrapped())
    }

    /// An error as `?` hands it on: what `From` makes of it for the function's own error type.
    fn converted(&mut self, error: Value, of: Type, id: ExprId) -> Value {
        let to = self.exits.last().and_then(|exit| exit.declared.error().def());
        let Some(to) = to.filter(|to| !error.is_clean() && of.def() != Some(*to)) else {
            return error;
        };
        let known = self.ws.methods(to, "from");
        let takes = |from: &Def| match of.is_known() {
            true => self.parameter_types(*from).first() == Some(&of),
            // An error that is not known can only be what the one `From` takes.
            false => known.len() == 1 && self.is_of_elsewhere(&error, to),
        };
        let Some(from) = known.iter().copied().find(takes) else { return error };
        let span = self.facts().expr_span(id);
        let at = At { expr: id, span, end: span.end };
        self.call_function(from, vec![Ev::new(error, of)], Some(at)).v
    }

    /// Whether an error is not seen to be of a type: it was not built as one of its variants.
    fn is_of_elsewhere(&self, error: &Value, of: Def) -> bool {
        let is_enum = matches!(self.ws.item(of).kind, ItemKind::Enum { .. });
        let has_variant = error.0.as_ref().is_some_and(|node| node.kids.iter().any(|(key, _)| key.is_variant()));
        is_enum && !has_variant
    }

    /// `let made: T = given.into()`, `given.try_into()?`: what the `From` or `TryFrom` of the wanted type makes of it.
    pub(super) fn converted_to(&mut self, id: ExprId, wanted: &Type) -> Option<Ev> {
        let to = wanted.def()?;
        let (id, tried) = self.tried(id);
        let Expr::Method(call) = self.facts().expr(id) else { return None };
        let from = match (self.name(call.name), tried) {
            ("into", None) => "from",
            ("collect", None) => "from_iter",
            ("try_into", Some(_)) => "try_from",
            ("parse", Some(_)) => "from_str",
            _ => return None,
        };
        let found = self.ws.methods(to, from);
        if found.is_empty() || !call.args.is_empty() {
            return None;
        }
        let given = self.eval(call.receiver);
        if !self.state.live {
            return Some(Ev::clean());
        }
        let takes = |from: &&Def| self.parameter_types(**from).first() == Some(&given.t);
        let one = found.iter().find(takes).or_else(|| found.first().filter(|_| found.len() == 1));
        let Some(&one) = one.filter(|_| given.t.def() != Some(to)) else {
            return Some(Ev::new(self.deref(&given.v), wanted.clone()));
        };
        let at = At { expr: id, span: call.name_span, end: self.facts().expr_span(id).end };
        let made = self.call_function(one, vec![given], Some(at));
        let Some(leaves) = tried else { return Some(Ev::new(made.v, wanted.clone())) };
        if leaves {
            self.leave(Ev::clean());
        }
        Some(Ev::new(self.payload(&made.v), wanted.clone()))
    }

    /// What a `?`, an `unwrap` or an `expect` is of, and whether it may leave the function.
    fn tried(&self, id: ExprId) -> (ExprId, Option<bool>) {
        match self.facts().expr(id) {
            Expr::Try(inner) => (*inner, Some(true)),
            Expr::Method(call) if matches!(self.name(call.name), "unwrap" | "expect") => (call.receiver, Some(false)),
            _ => (id, None),
        }
    }

    /// Whether a value is converted to whatever type is wanted of it.
    pub(super) fn is_converted(&self, id: ExprId) -> bool {
        let converts = |name: &str| matches!(name, "into" | "try_into" | "collect" | "parse");
        matches!(self.facts().expr(self.tried(id).0), Expr::Method(call) if converts(self.name(call.name)))
    }

    /// The arguments of a function of the workspace; what is converted is so to the declared parameter.
    pub(super) fn arguments_of(&mut self, def: Def, has_receiver: bool, args: &'a [ExprId]) -> Vec<Ev> {
        if has_receiver || !args.iter().any(|&arg| self.is_converted(arg)) {
            return self.eval_all(args);
        }
        let wanted = self.parameter_types(def);
        let mut given = Vec::new();
        for (at, &arg) in args.iter().enumerate() {
            let wanted = wanted.get(at).cloned().unwrap_or_default();
            given.push(self.converted_to(arg, &wanted).unwrap_or_else(|| self.eval(arg)));
        }
        given
    }

    /// What the parameters of a function are declared to be.
    pub(super) fn parameter_types(&self, def: Def) -> Vec<Type> {
        let ItemKind::Fn(function) = &self.ws.item(def).kind else { return Vec::new() };
        let this = self.eng.types.this_type(def);
        let scope = types::Scope { file: def.file as usize, item: Some(def.item), this: &this, generics: &[] };
        function.params.iter().map(|param| self.eng.types.lower(scope, param.ty)).collect()
    }
}
