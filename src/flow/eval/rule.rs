//! A call that packs have rules for comes in with its arguments; sources start, sinks are reached, data passes.

use super::call::At;
use super::{Ev, Eval};
use crate::flow::engine::{Site, transform_bit};
use crate::flow::path::Key;
use crate::flow::sinks;
use crate::flow::types::Type;
use crate::flow::value::{Callable, Value};
use crate::flow::{SourcePlace, rules};
use crate::link::Def;
use crate::model::fact::{ExprId, Function, ItemId};
use crate::model::inventory::SinkKind;
use crate::model::place::Span;
use crate::packs::{Access, ApiTarget, Role, Root};

impl<'a> Eval<'_, 'a> {
    pub(super) fn function_rules(&self, path: &str) -> Vec<u32> {
        self.eng.rules.function(path)
    }

    pub(super) fn method_rules(&self, name: &str, owner: Option<&str>) -> Vec<u32> {
        let depends = |krate: &str| self.ws.may_use(self.file() as usize, krate);
        let brings = |of_trait: &str| self.is_imported(of_trait);
        self.eng.rules.method(name, owner, depends, brings)
    }

    /// Whether a file imports a trait of elsewhere, by its name or with all that stands beside it.
    fn is_imported(&self, of_trait: &str) -> bool {
        let facts = self.facts();
        let (home, name) = of_trait.rsplit_once("::").unwrap_or(("", of_trait));
        let krate = home.split("::").next().unwrap_or(home);
        let item = self.frame().item;
        let is_around = |of: Option<ItemId>| {
            of.is_none() || std::iter::successors(item, |&at| facts.item(at).parent).any(|at| Some(at) == of)
        };
        facts.uses.iter().filter(|import| is_around(import.parent)).any(|import| {
            let [first, rest @ ..] = &import.path.segments[..] else { return false };
            rules::is_crate(facts.name(first.name), krate)
                && match (import.alias, facts.last(&import.path)) {
                    (Some(_), last) => last == name,
                    (None, "prelude") => true,
                    (None, _) => rest.iter().map(|segment| facts.name(segment.name)).eq(home.split("::").skip(1)),
                }
        })
    }

    /// Whether rules are of methods, which a path may name as functions.
    pub(super) fn are_of_methods(&self, found: &[u32]) -> bool {
        found.iter().all(|&at| matches!(self.eng.rules.list[at as usize].target, ApiTarget::Method(..)))
    }

    pub(super) fn macro_rules(&self, path: &str, resolved: bool) -> Vec<u32> {
        self.eng.rules.macros(path, resolved)
    }

    /// A name without meaning that a rule for items calls a source.
    pub(super) fn rule_source_by_name(&mut self, name: &str, span: Span) -> Value {
        let found = self.eng.rules.bare(name);
        let mut value = Value::CLEAN;
        for at in found {
            let atom = self.source_atom(at, name, span);
            value = self.join(&value, &atom);
        }
        value
    }

    fn source_atom(&mut self, rule: u32, name: &str, span: Span) -> Value {
        let place = SourcePlace {
            seed: None,
            rule: Some(rule as usize),
            file: self.file() as usize,
            span: (span.start, span.end),
            function: Some(name.to_owned()),
            param: None,
            ty: None,
        };
        let source = self.eng.source(place);
        Value::atoms(vec![self.eng.start(source, &format!("is read by `{name}`"))])
    }

    /// Applies rules to a call; `None` when they are silent about what it gives.
    #[allow(clippy::too_many_arguments)]
    pub(super) fn apply_rules(
        &mut self,
        found: &[u32],
        receiver: Option<&Ev>,
        given: &[Ev],
        at: At,
        api: &str,
        name: &str,
    ) -> Option<Value> {
        let mut out: Option<Value> = None;
        let mut add = |eval: &mut Self, value: Value| {
            let old = out.take().unwrap_or_default();
            out = Some(eval.join(&old, &value));
        };
        for value in given {
            // A closure that no rule speaks of runs with what goes in.
            if !value.v.calls().is_empty() && !self.speaks_of_closures(found) {
                let mut data = Value::CLEAN;
                for other in receiver.into_iter().chain(given) {
                    let flat = self.flat(&other.v);
                    data = self.join(&data, &flat);
                }
                self.run(value, vec![Ev::untyped(data)], at);
            }
        }
        for &index in found {
            let rules = self.eng.rules;
            let rule = &rules.list[index as usize];
            match &rule.role {
                Role::Source(_) => {
                    let atom = self.source_atom(index, name, at.span);
                    let everywhere = [Access { root: Root::Return, path: Vec::new() }];
                    let to = if rule.to.is_empty() { &everywhere[..] } else { &rule.to[..] };
                    for access in to {
                        if let Some(value) = self.put_at(access, atom.clone(), receiver, given, at) {
                            add(self, value);
                        }
                    }
                }
                Role::Sink { kind, recipient } => {
                    let anything = [Access { root: Root::AnyArg, path: Vec::new() }];
                    let from = if rule.from.is_empty() { &anything[..] } else { &rule.from[..] };
                    let mut data = Value::CLEAN;
                    for access in from {
                        for value in self.taken(access, receiver, given) {
                            let shown = self.sunk(&value);
                            data = self.join(&data, &shown);
                        }
                    }
                    let writes = name.contains("writer") || name.ends_with("_into");
                    if writes && given.len() > 1 && given[0].t.is_memory() {
                        // Into a buffer: what it holds goes nowhere yet.
                        self.write_argument(given.first(), &data);
                        continue;
                    }
                    if *kind == SinkKind::File
                        && let Some(writer) =
                            receiver.filter(|writer| writer.t.args().first().is_some_and(Type::is_memory))
                    {
                        // A writer into a buffer: the same.
                        self.write_argument(Some(writer), &data);
                        continue;
                    }
                    self.sink(data, *kind, api, recipient.clone(), at);
                }
                Role::Pass => {
                    for from in &rule.from {
                        for value in self.taken(from, receiver, given) {
                            let content = self.deref(&value.v);
                            self.put_all(&rule.to, content, receiver, given, at, &mut add);
                        }
                    }
                }
                Role::Transform(transform) => {
                    let bit = transform_bit(*transform);
                    let anything = [
                        Access { root: Root::AnyArg, path: Vec::new() },
                        Access { root: Root::Receiver, path: Vec::new() },
                    ];
                    let from = if rule.from.is_empty() { &anything[..] } else { &rule.from[..] };
                    let mut data = Value::CLEAN;
                    for access in from {
                        for value in self.taken(access, receiver, given) {
                            let flat = self.flat(&value.v);
                            data = self.join(&data, &flat);
                        }
                    }
                    let data = data.via(bit);
                    self.put_all(&rule.to, data, receiver, given, at, &mut add);
                }
                Role::Stop => add(self, Value::CLEAN),
            }
        }
        out
    }

    fn speaks_of_closures(&self, found: &[u32]) -> bool {
        found.iter().any(|&index| {
            self.eng.rules.list[index as usize].to.iter().any(|access| matches!(access.root, Root::ClosureParam(..)))
        })
    }

    fn put_all(
        &mut self,
        to: &[Access],
        value: Value,
        receiver: Option<&Ev>,
        given: &[Ev],
        at: At,
        add: &mut impl FnMut(&mut Self, Value),
    ) {
        let everywhere = [Access { root: Root::Return, path: Vec::new() }];
        let to = if to.is_empty() { &everywhere[..] } else { to };
        for access in to {
            if let Some(value) = self.put_at(access, value.clone(), receiver, given, at) {
                add(self, value);
            }
        }
    }

    fn key_of(&mut self, name: &str) -> Key {
        match name {
            "*" => Key::ELEM,
            _ => match name.split_once('.') {
                Some((variant, field)) => self.eng.paths.variant(variant, field),
                None => self.eng.paths.field(name),
            },
        }
    }

    /// The values that an access path names at a call.
    fn taken(&mut self, access: &Access, receiver: Option<&Ev>, given: &[Ev]) -> Vec<Ev> {
        let roots: Vec<Ev> = match &access.root {
            Root::Receiver => receiver.cloned().into_iter().collect(),
            Root::Arg(index) => given.get(*index).cloned().into_iter().collect(),
            Root::AnyArg => given.to_vec(),
            Root::Key(key) => given
                .iter()
                .zip(&self.macro_keys)
                .filter(|(_, known)| known.as_deref() == Some(key))
                .map(|(value, _)| value.clone())
                .collect(),
            Root::Return | Root::ClosureParam(..) => Vec::new(),
        };
        let mut out = Vec::new();
        for root in roots {
            let mut value = root;
            for name in &access.path {
                let key = self.key_of(name);
                let content = self.deref(&value.v);
                let ty = self.eng.types.field(&value.t, name);
                value = Ev { v: self.project(&content, key), t: ty };
            }
            out.push(value);
        }
        out
    }

    /// Puts a value where an access path says; gives it back when that is the call's result.
    fn put_at(&mut self, access: &Access, value: Value, receiver: Option<&Ev>, given: &[Ev], at: At) -> Option<Value> {
        let mut value = value;
        for name in access.path.iter().rev() {
            let key = self.key_of(name);
            value = Value::wrapped(key, value);
        }
        match &access.root {
            Root::Return => return Some(value),
            Root::ClosureParam(arg, param) => {
                if let Some(closure) = given.get(*arg) {
                    let mut params = vec![Ev::clean(); *param];
                    params.push(Ev::untyped(value));
                    if let Some(Callable::Closure(_) | Callable::Fn(_)) = self.closure_of(closure) {
                        self.run(closure, params, at);
                    }
                }
            }
            Root::Receiver => {
                let places = receiver.map(|receiver| receiver.v.refs().to_vec()).unwrap_or_default();
                let places = self.chase(places);
                self.state.write_all(&places, &value, true, &mut self.eng.paths);
            }
            Root::Arg(index) => self.write_argument(given.get(*index), &value),
            Root::AnyArg => {
                for argument in given {
                    if argument.v.refs().iter().any(|place| place.mutable) {
                        self.write_argument(Some(argument), &value);
                    }
                }
            }
            Root::Key(_) => {}
        }
        None
    }

    fn write_argument(&mut self, argument: Option<&Ev>, value: &Value) {
        let places = argument.map(|argument| argument.v.refs().to_vec()).unwrap_or_default();
        let places = self.chase(places);
        self.state.write_all(&places, value, true, &mut self.eng.paths);
    }

    /// What of a value a sink gets: all of it; a value of a seeded type of which nothing is known, its fields.
    fn sunk(&mut self, value: &Ev) -> Value {
        let flat = self.flat(&value.v);
        if flat.is_clean() && value.t.is_known() && value.v.refs().is_empty() {
            let seeded = self.template(&value.t, 0);
            return self.flat(&seeded);
        }
        flat
    }

    /// Data reaches a sink.
    pub(super) fn sink(&mut self, data: Value, kind: SinkKind, api: &str, recipient: Option<String>, at: At) {
        if data.is_clean() || !self.state.live {
            return;
        }
        let atoms = self.flatten(&data);
        let request = if kind.leaves() { sinks::request(self.facts(), at.expr) } else { None };
        let span = request.unwrap_or(at.span);
        let site = Site { file: self.file(), span, end: at.end, kind, api: api.to_owned(), recipient };
        let site = self.eng.site(site);
        for atom in atoms {
            self.reach(site, atom);
        }
    }

    /// What a handler returns goes back to the requester.
    pub(super) fn respond(&mut self, def: Def, function: &'a Function, body: ExprId, ret: &Value) {
        if ret.is_clean() || !sinks::answers(self.ws, def, function) {
            return;
        }
        let facts = self.ws.facts(def);
        let span = match facts.expr(body) {
            crate::model::fact::Expr::Block(_, stmts) => match stmts.last() {
                Some(crate::model::fact::Stmt::Value(expr)) => facts.expr_span(*expr),
                _ => self.ws.item(def).name_span,
            },
            _ => self.ws.item(def).name_span,
        };
        let name = facts.name(self.ws.item(def).name).to_owned();
        let at = At { expr: body, span, end: span.end };
        let data = self.flat(ret);
        self.sink(data, SinkKind::Response, &name, None, at);
    }

    /// Data that starts at a call by a seed.
    pub(super) fn with_call_seed(&mut self, id: ExprId, out: Ev) -> Ev {
        let facts = self.facts();
        let Some(seeds) = self.eng.call_seeds.get(&self.file()) else { return out };
        let span = facts.expr_span(id);
        let mut spans = vec![span];
        match facts.expr(id) {
            crate::model::fact::Expr::Method(call) => spans.push(call.name_span),
            crate::model::fact::Expr::Call(callee, _) => {
                spans.push(facts.expr_span(*callee));
                if let crate::model::fact::Expr::Path(path) = facts.expr(*callee)
                    && let Some(last) = path.segments.last()
                {
                    let length = facts.name(last.name).len() as u32;
                    spans.push(Span { start: path.span.end.saturating_sub(length), end: path.span.end });
                }
            }
            crate::model::fact::Expr::Macro(call) => spans.push(call.path.span),
            _ => {}
        }
        match spans.iter().find_map(|span| seeds.get(span).copied()) {
            Some(source) => {
                let atom = self.eng.start(source, "is read here");
                Ev { v: self.join(&out.v, &Value::atoms(vec![atom])), t: out.t }
            }
            None => out,
        }
    }

    /// A value that a type alone makes personal data.
    pub(super) fn marked_value(&mut self, def: Def) -> Value {
        match self.eng.type_seeds.get(&def).copied() {
            Some(source) => Value::atoms(vec![self.eng.start(source, "is made here")]),
            None => Value::CLEAN,
        }
    }

    /// A source that is a field or a value of a type of elsewhere.
    pub(super) fn external_source(&mut self, path: &str) -> Value {
        match self.eng.rules.of_type(path) {
            Some(rule) if matches!(self.eng.rules.list[rule as usize].role, Role::Source(_)) => {
                let span = self.ws.item(self.owner.def()).name_span;
                self.source_atom(rule, rules::last(path), span)
            }
            _ => Value::CLEAN,
        }
    }

    pub(super) fn external_field(&mut self, ty: &Type, name: &str, id: ExprId) -> Value {
        let Type::External(path, _) = ty else { return Value::CLEAN };
        match self.eng.rules.field(path, name) {
            Some(rule) if matches!(self.eng.rules.list[rule as usize].role, Role::Source(_)) => {
                let span = self.facts().expr_span(id);
                self.source_atom(rule, name, span)
            }
            _ => Value::CLEAN,
        }
    }
}
