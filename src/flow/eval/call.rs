//! A call and its arguments come in; rules, summaries, closures or a guess say what it gives and changes.

use super::query::changes_rows;
use super::{Ev, Eval, Frame, INLINE_DEPTH};
use crate::flow::entry::Entry;
use crate::flow::path::Key;
use crate::flow::summary::has_source;
use crate::flow::turns::Method;
use crate::flow::types::{self, Bound, Type};
use crate::flow::value::{Atom, Callable, Node, Origin, Place, Value};
use crate::link::{Def, Namespace, Resolved};
use crate::model::fact::{Expr, ExprId, FileFacts, Function, ItemKind, Path, Sym, Ty, TyId};
use crate::model::place::Span;
use std::sync::Arc;

/// Where a call stands: its name token and its end.
#[derive(Debug, Clone, Copy)]
pub(in crate::flow) struct At {
    pub(in crate::flow) expr: ExprId,
    pub(in crate::flow) span: Span,
    pub(in crate::flow) end: u32,
}

impl<'a> Eval<'_, 'a> {
    pub(super) fn eval_call(&mut self, id: ExprId, callee: ExprId, args: &'a [ExprId]) -> Ev {
        let facts = self.facts();
        let end = facts.expr_span(id).end;
        let out = match facts.expr(callee) {
            Expr::Path(path) => {
                let span = path.segments.last().map_or(path.span, |_| self.last_span(path));
                let at = At { expr: id, span, end };
                self.call_path(path, args, at)
            }
            _ => {
                let span = facts.expr_span(callee);
                let target = self.eval(callee);
                let given = self.eval_all(args);
                self.call_value(&target.v, given, At { expr: id, span, end })
            }
        };
        self.with_call_seed(id, out)
    }

    /// The span of the last name of a path (paths without arguments end with it).
    fn last_span(&self, path: &Path) -> Span {
        let name = path.segments.last().map_or("", |segment| self.name(segment.name));
        let no_args = path.segments.last().is_none_or(|segment| segment.args.is_empty());
        let length = name.len() as u32;
        if no_args && path.span.end - path.span.start >= length {
            Span { start: path.span.end - length, end: path.span.end }
        } else {
            path.span
        }
    }

    pub(super) fn eval_all(&mut self, args: &[ExprId]) -> Vec<Ev> {
        args.iter().map(|&arg| self.eval(arg)).collect()
    }

    fn call_path(&mut self, path: &'a Path, args: &'a [ExprId], at: At) -> Ev {
        if let Some(local) = self.find_local(path) {
            let target = self.state.local(local);
            let ty = self.locals[local as usize].ty.clone();
            let given = self.eval_all(args);
            let mut out = self.call_value(&target, given, at);
            if let (Type::Callable(ret), false) = (ty, out.t.is_known()) {
                out.t = (*ret).clone();
            }
            return out;
        }
        let frame = self.frame();
        match self.ws.resolve_in(Namespace::Value, frame.file as usize, frame.item, path) {
            Resolved::Def(def) => match &self.ws.item(def).kind {
                ItemKind::Fn(function) => {
                    let given = self.arguments_of(def, function.receiver.is_some(), args);
                    let in_trait = self.ws.is_in_trait(def);
                    let out = if in_trait && (function.receiver.is_some() || path.qself.is_some()) {
                        self.call_dispatched(def, path, given, at)
                    } else {
                        self.call_function(def, given, Some(at))
                    };
                    self.with_turbofish(out, path.generics(), args.len())
                }
                ItemKind::Struct { .. } => {
                    let given = self.eval_all(args);
                    let mut kids = Vec::new();
                    for (place, value) in given.iter().enumerate() {
                        kids.push((self.eng.paths.field(&place.to_string()), value.v.clone()));
                    }
                    let ty = self.lower_path(path);
                    let marked = self.marked_value(def);
                    let built = Value::with_kids(kids);
                    let built = self.join(&built, &marked);
                    let ty = match ty {
                        Type::Def(def, args) if args.is_empty() && given.len() == 1 => {
                            Type::Def(def, vec![given[0].t.clone()].into())
                        }
                        ty => ty,
                    };
                    Ev::new(built, ty)
                }
                ItemKind::Const { .. } => {
                    let local = self.static_local(def);
                    let target = self.state.local(local);
                    let given = self.eval_all(args);
                    self.call_value(&target, given, at)
                }
                _ => {
                    let given = self.eval_all(args);
                    self.unknown(given, None, at, None)
                }
            },
            Resolved::Variant(def, index) => {
                let given = self.eval_all(args);
                let ItemKind::Enum { variants, .. } = &self.ws.item(def).kind else { return Ev::clean() };
                let name = self.ws.facts(def).name(variants[index].name);
                let mut kids = Vec::new();
                for (place, value) in given.into_iter().enumerate() {
                    kids.push((self.eng.paths.variant(name, &place.to_string()), value.v));
                }
                Ev::new(Value::with_kids(kids), Type::Def(def, [].into()))
            }
            Resolved::External(name) => {
                let out = self.call_external(Some(&name), path, args, at);
                self.with_turbofish(out, path.generics(), args.len())
            }
            Resolved::Unknown => {
                let candidates = self.associated_functions(path);
                if !candidates.is_empty() {
                    let given = self.eval_all(args);
                    return self.call_any(&candidates, given, at);
                }
                let out = self.call_external(None, path, args, at);
                self.with_turbofish(out, path.generics(), args.len())
            }
        }
    }

    /// `from_str::<User>(text)`, `.json::<User>()`: the last type named at a call is what comes out, when no more than
    /// the crate is known of it. At a call with arguments a type of elsewhere may be that of one of them.
    pub(super) fn with_turbofish(&mut self, mut out: Ev, named: &[TyId], given: usize) -> Ev {
        let of_its_crate = out.t.is_some_of_crate() && !out.t.is_collection();
        if let Some(&ty) = named.last()
            && (of_its_crate || !out.t.is_known())
        {
            let ty = self.lower(ty);
            if !of_its_crate || given == 0 || ty.speaks_of_workspace() {
                if out.v.is_clean() {
                    out.v = self.template(&ty, 0);
                }
                out.v = self.as_declared(out.v, &ty);
                out.t = ty;
            }
        }
        out
    }

    /// `Trait::method(x)`, `<T as Trait>::method()`: the impl of the type, else every impl.
    fn call_dispatched(&mut self, def: Def, path: &'a Path, given: Vec<Ev>, at: At) -> Ev {
        let name = self.ws.name_of(def);
        let ty = match path.qself {
            Some(ty) => self.lower(ty),
            None => given.first().map(|first| first.t.clone()).unwrap_or_default(),
        };
        let found = match ty.def() {
            Some(ty) => self.ws.methods(ty, name),
            None => match self.ws.owner(def) {
                Some(of) => self.ws.implementors(of, name),
                None => Vec::new(),
            },
        };
        if found.is_empty() {
            return self.call_function(def, given, Some(at));
        }
        self.call_any(&found, given, at)
    }

    /// `T::name`, `Self::name`, `Vec::<T>::name` where the first part is no item: functions by bounds.
    pub(super) fn associated_functions(&mut self, path: &'a Path) -> Vec<Def> {
        let [.., _, last] = &path.segments[..] else { return Vec::new() };
        let name = self.name(last.name);
        let head = path.without_last();
        let ty = match path.qself {
            Some(ty) => self.lower(ty),
            None => self.lower_path(&head),
        };
        match &ty {
            Type::Def(def, _) => self.ws.methods(*def, name),
            Type::Bounds(bounds) => self.by_bounds(bounds, name),
            _ => Vec::new(),
        }
    }

    pub(super) fn by_bounds(&self, bounds: &[Bound], name: &str) -> Vec<Def> {
        let mut found = Vec::new();
        for bound in bounds {
            if let Bound::Def(of) = bound {
                found.extend(self.ws.implementors(*of, name));
                if found.is_empty() {
                    // A supertrait's method.
                    if let ItemKind::Trait { supertraits, .. } = &self.ws.item(*of).kind {
                        for path in supertraits {
                            let up = self.ws.resolve_in(Namespace::Type, of.file as usize, Some(of.item), path);
                            if let Resolved::Def(up) = up {
                                found.extend(self.ws.implementors(up, name));
                            }
                        }
                    }
                }
            }
        }
        found
    }

    /// Calls whatever a value can be.
    pub(super) fn call_value(&mut self, target: &Value, given: Vec<Ev>, at: At) -> Ev {
        let content = self.deref(target);
        let mut calls = content.calls().to_vec();
        if calls.is_empty()
            && let Some(node) = &content.0
            && let [(_, only)] = &node.kids[..]
        {
            calls = only.calls().to_vec();
        }
        if calls.is_empty() {
            self.feeds |= given.iter().any(|value| has_source(&value.v));
            if content.0.as_ref().is_some_and(|node| !node.atoms.is_empty()) {
                // What an input does when it is called is known to the caller alone.
                self.inline = true;
            }
            return self.unknown(given, Some(Ev::untyped(content)), at, None);
        }
        self.call_each(&calls, |eval, call| match call {
            Callable::Fn(def) => eval.call_function(*def, given.clone(), Some(at)),
            Callable::Closure(env) => eval.call_closure(env, given.clone(), Some(at.expr)),
            Callable::Wrap(key) => {
                let inner = given.first().map(|first| first.v.clone()).unwrap_or_default();
                Ev::untyped(Value::wrapped(*key, inner))
            }
            Callable::External(name) => eval.external(name, given.clone(), at),
        })
    }

    /// A value that can be called, given values: for functions that take closures.
    pub(super) fn run(&mut self, callable: &Ev, given: Vec<Ev>, at: At) -> Ev {
        self.call_value(&callable.v, given, at)
    }

    /// Calls a function of the workspace; the receiver is the first of `given`.
    pub(super) fn call_function(&mut self, def: Def, given: Vec<Ev>, at: Option<At>) -> Ev {
        let ItemKind::Fn(function) = &self.ws.item(def).kind else { return Ev::clean() };
        let rules = self.eng.rules_of(def);
        let name = self.ws.name_of(def);
        let at = at.unwrap_or(At { expr: ExprId(u32::MAX), span: self.ws.item(def).name_span, end: 0 });
        let ty = self.return_type(def, &given);
        if !rules.is_empty() {
            let (receiver, rest) = if function.receiver.is_some() {
                let mut given = given.into_iter();
                (given.next(), given.collect())
            } else {
                (None, given)
            };
            let api = self.ws.item_path(def);
            let out = self.apply_rules(&rules, receiver.as_ref(), &rest, at, &api, name);
            return Ev::new(out.unwrap_or_default(), ty);
        }
        if function.body.is_none() {
            let found = match self.ws.owner(def) {
                Some(of) if self.ws.is_in_trait(def) => self.ws.implementors(of, name),
                _ => Vec::new(),
            };
            if !found.is_empty() && !found.contains(&def) {
                return self.call_any(&found, given, at);
            }
            let mut out = self.unknown(given, None, at, None);
            out.t = ty;
            return out;
        }
        if self.is_quiet(def, function, &given) {
            return Ev::new(self.with_handles(def, function, Value::CLEAN, &ty, at), ty);
        }
        let guessed = std::mem::take(&mut self.guessed);
        let entry = self.entry_of(&given);
        let mut summary = self.eng.summary(self.method_of(def, &given), entry, self.owner);
        if guessed && summary.brings_data() {
            summary = Arc::new(summary.without_sources());
        }
        let v = if summary.inline && self.can_inline(def) {
            self.inline_call(def, &given, at)
        } else {
            self.inline |= summary.inline;
            self.apply(&summary, &given, at, name)
        };
        self.guessed = guessed;
        let via = self.eng.marked(def.file, self.ws.item(def).span, true);
        let v = v.via(via);
        let v = self.as_declared(v, &ty);
        Ev::new(self.with_handles(def, function, v, &ty, at), ty)
    }

    /// A function as the method of what it is called on.
    pub(super) fn method_of(&self, def: Def, given: &[Ev]) -> Method {
        let is_given_to_all = self.ws.is_in_trait(def)
            && matches!(&self.ws.item(def).kind, ItemKind::Fn(function) if function.receiver.is_some());
        let of = if is_given_to_all { given.first().and_then(|receiver| receiver.t.def()) } else { None };
        Method { def, of }
    }

    /// Whether nothing goes into a function and nothing starts in there.
    pub(super) fn is_quiet(&mut self, def: Def, function: &Function, given: &[Ev]) -> bool {
        if !self.guessed && self.eng.brings(def)
            || function.ret.is_some_and(|ty| gives_handle(self.ws.facts(def), ty, 0))
            || given.iter().any(|value| self.state.holds_data(&value.v, &mut self.eng.paths))
        {
            return false;
        }
        let carries = given.iter().any(|value| value.v.has_calls() || self.deep_calls(&value.v));
        !carries || self.all_idle(given) && !self.may_keep(def, given)
    }

    /// Where the arguments of a call hold data.
    pub(super) fn entry_of(&mut self, given: &[Ev]) -> Entry {
        Entry::of(given.iter().map(|value| &value.v), &self.state, &mut self.eng.paths)
    }

    fn deep_calls(&mut self, value: &Value) -> bool {
        let refs = value.refs();
        if refs.is_empty() || refs.iter().all(|place| place.local < self.inputs) {
            return false;
        }
        self.deref(value).has_calls()
    }

    pub(super) fn can_inline(&self, def: Def) -> bool {
        !self.one_of_many && self.inlined.len() < INLINE_DEPTH && !self.inlined.contains(&def)
    }

    /// What a function's declared return type is for these arguments.
    pub(super) fn return_type(&mut self, def: Def, given: &[Ev]) -> Type {
        let ItemKind::Fn(function) = &self.ws.item(def).kind else { return Type::Unknown };
        let Some(ret) = function.ret else { return Type::Unknown };
        if let Some(known) = self.eng.types.fixed(def, ret) {
            return known;
        }
        let facts = self.ws.facts(def);
        let mut generics: Vec<(Sym, Type)> = Vec::new();
        let offset = usize::from(function.receiver.is_some());
        for (index, param) in function.params.iter().enumerate() {
            let mut ty = facts.ty(param.ty);
            while let Ty::Ref(_, inner) = ty {
                ty = facts.ty(*inner);
            }
            if let (Ty::Path(path), Some(value)) = (ty, given.get(index + offset))
                && let [only] = &path.segments[..]
            {
                let generic = function.generics.params.iter().any(|(name, _)| *name == only.name);
                if generic && value.t.is_known() {
                    generics.push((only.name, value.t.clone()));
                }
            }
        }
        let mut this = self.eng.types.this_type(def);
        if let (Some(first), true) = (given.first(), offset == 1)
            && first.t.is_known()
            && (first.t.def() == this.def() || matches!(this, Type::Bounds(_)))
        {
            this = first.t.clone();
            if let Some(parent) = self.ws.item(def).parent
                && let ItemKind::Impl { generics: of, on, .. } = &facts.item(parent).kind
                && let Ty::Path(path) = facts.ty(*on)
            {
                let args = path.segments.last().map(|last| &last.args[..]).unwrap_or_default();
                for (&arg, given) in args.iter().zip(first.t.args()) {
                    if let Ty::Path(name) = facts.ty(arg)
                        && let [only] = &name.segments[..]
                        && of.params.iter().any(|(param, _)| *param == only.name)
                    {
                        generics.push((only.name, given.clone()));
                    }
                }
            }
        }
        let scope = types::Scope { file: def.file as usize, item: Some(def.item), this: &this, generics: &generics };
        self.eng.types.lower(scope, ret)
    }

    /// Evaluates a function's body here and now: it was given something to call.
    fn inline_call(&mut self, def: Def, given: &[Ev], at: At) -> Value {
        let ItemKind::Fn(function) = &self.ws.item(def).kind else { return Value::CLEAN };
        let Some(body) = function.body else { return Value::CLEAN };
        let id = self.child_frame(at.expr, def.item.0.wrapping_mul(37).wrapping_add(def.file) << 1 | 1);
        let this = match (given.first(), function.receiver) {
            (Some(first), Some(_)) if first.t.is_known() => first.t.clone(),
            _ => self.eng.types.this_type(def),
        };
        let frame = Frame { id, file: def.file, item: Some(def.item), this: this.clone(), ..Frame::default() };
        self.inlined.push(def);
        let loops = std::mem::take(&mut self.loops);
        let statement = self.statement.take();
        let doubts = std::mem::take(&mut self.doubts);
        let out = self.in_frame(frame, |eval| {
            let mut given = given.iter().cloned();
            if function.receiver.is_some() {
                let receiver = given.next().unwrap_or_default();
                let local = eval.slot(2, 0);
                eval.locals[local as usize].ty = this;
                eval.state.set_local(local, receiver.v, &mut eval.eng.paths);
                let cur = eval.cur;
                eval.frames[cur].receiver = Some(local);
            }
            for param in &function.params {
                let mut value = given.next().unwrap_or_default();
                let declared = eval.lower(param.ty);
                if declared.is_known()
                    && !(matches!(declared, Type::Bounds(_) | Type::Callable(_)) && value.t.is_known())
                {
                    value.t = declared;
                }
                eval.bind(param.pat, value);
            }
            eval.push_exit_of(function);
            let tail = eval.eval(body);
            eval.pop_exit(tail).0
        });
        self.doubts = doubts;
        self.statement = statement;
        self.loops = loops;
        self.inlined.pop();
        out
    }

    /// A call of something unknown: what it gives holds what went in, and it writes through `&mut`.
    pub(super) fn unknown(&mut self, given: Vec<Ev>, receiver: Option<Ev>, at: At, writes: Option<&[Place]>) -> Ev {
        let mut atoms: Vec<Vec<Atom>> = Vec::new();
        for value in receiver.iter().chain(&given) {
            let flat = self.flatten(&value.v);
            atoms.push(flat);
        }
        let data = |atoms: &[Vec<Atom>]| Value::atoms(atoms.iter().flatten().copied().collect());
        let all = data(&atoms);
        let skip = usize::from(receiver.is_some());
        let answers = receiver.as_ref().is_some_and(|receiver| self.answers(receiver, &given, at));
        let mut result = if answers { data(&atoms[..1]) } else { all.clone() };
        for value in &given {
            let content = self.deref(&value.v);
            if content.has_calls() {
                let registered = is_named_function(&content);
                let put_in = if registered { data(&atoms[skip..]) } else { all.clone() };
                if registered && put_in.is_clean() {
                    continue;
                }
                let params = (0..4).map(|_| Ev::untyped(put_in.clone())).collect();
                let out = self.call_value(&content, params, at);
                let out = self.state.resolve(&out.v, &mut self.eng.paths);
                let kept = Node { calls: Vec::new(), ..out.0.as_deref().cloned().unwrap_or_default() };
                result = self.join(&result, &kept.into());
            }
        }
        let mut written = false;
        for (index, value) in given.iter().enumerate() {
            let places: Vec<Place> = value.v.refs().iter().copied().filter(|place| place.mutable).collect();
            // What a connection is handed beside goes through it, and is not what it gives next.
            if places.is_empty() || self.owner_path(&value.t).is_some_and(|ty| self.eng.rules.is_of_store(&ty)) {
                continue;
            }
            written = true;
            let others: Vec<Vec<Atom>> = atoms
                .iter()
                .enumerate()
                .filter(|(other, _)| *other != index + skip)
                .map(|(_, atoms)| atoms.clone())
                .collect();
            let others = data(&others);
            if !others.is_clean() {
                let places = self.changing(places);
                self.state.write_all(&places, &others, true, &mut self.eng.paths);
            }
        }
        if let (Some(places), false) = (writes, given.is_empty()) {
            let others = data(&atoms[skip..]);
            if !others.is_clean() && !places.is_empty() {
                written = true;
                let places = self.changing(places.to_vec());
                self.state.write_all(&places, &others, true, &mut self.eng.paths);
            }
        }
        let swallowed = self.statement == Some(at.expr) && !written;
        let handed = if self.is_of_a_static(at.expr) { &atoms[skip..] } else { &atoms[..] };
        if swallowed && handed.iter().flatten().any(|atom| matches!(atom.origin, Origin::Source(_))) {
            let file = self.file();
            self.eng.gap(file, at.span, "personal data goes into a call that was not followed");
        }
        Ev::untyped(result)
    }

    /// `REQUESTS.with_labels(…).inc()`: what a static keeps was put there elsewhere.
    fn is_of_a_static(&self, mut expr: ExprId) -> bool {
        while let Expr::Method(call) = self.facts().expr(expr) {
            expr = call.receiver;
        }
        self.names_a_static(expr)
    }

    /// Whether a method that is not at hand gives something of its own and not what it was asked with, as what is
    /// awaited does: it comes from elsewhere.
    fn answers(&self, receiver: &Ev, given: &[Ev], at: At) -> bool {
        self.is_awaited(at) && receiver.t.def().is_none() && !changes_rows(given)
    }

    /// Whether a call stands before an `.await`.
    pub(super) fn is_awaited(&self, at: At) -> bool {
        self.awaiting == Some((self.file(), at.expr))
    }

    /// What places mean that can change: a constant does not keep what a method of it is given.
    fn changing(&mut self, places: Vec<Place>) -> Vec<Place> {
        let mut places = self.chase(places);
        places.retain(|place| !self.constants.contains(&place.local));
        places
    }

    /// `a + b`, `a[i]`, `*a` on a type of the workspace that implements the operator.
    pub(super) fn operator(&mut self, left: &Ev, name: &str, args: &[ExprId]) -> Option<Ev> {
        let def = left.t.def()?;
        let found = self.ws.methods(def, name);
        let &method = found.first()?;
        let mut given = vec![self.receiver_for(method, left.clone())];
        given.extend(self.eval_all(args));
        Some(self.call_function(method, given, None))
    }

    /// A receiver as a method takes it: borrowed when it takes `&self`.
    pub(super) fn receiver_for(&mut self, method: Def, value: Ev) -> Ev {
        let ItemKind::Fn(function) = &self.ws.item(method).kind else { return value };
        match function.receiver {
            Some(crate::model::fact::Receiver::Value) | None => {
                // Moved: what it holds, not where it was.
                let has_refs = !value.v.refs().is_empty();
                if has_refs && !value.v.refs().iter().all(|place| place.mutable) {
                    let content = self.deref(&value.v);
                    return Ev::new(content, value.t);
                }
                value
            }
            _ => Ev::new(self.borrowed(value.v), value.t),
        }
    }

    /// `source.await`: the value itself, or what a hand-written future gives.
    pub(super) fn awaited(&mut self, value: Ev) -> Ev {
        if let Some(def) = value.t.def() {
            for name in ["poll", "into_future"] {
                if let Some(&method) = self.ws.methods(def, name).first() {
                    let receiver = Ev::new(self.borrowed(value.v.clone()), value.t.clone());
                    let given = self.call_function(method, vec![receiver], None);
                    let ready = self.eng.paths.variant("Ready", "0");
                    let content = self.deref(&given.v);
                    let out = self.project(&content, ready);
                    return Ev::new(out, given.t.unwrapped());
                }
            }
        }
        value
    }

    /// A key of a map for one, an element of a list for the other.
    pub(super) fn put(&mut self, places: &[Place], key: Key, value: Value) {
        let places: Vec<Place> = self.chase(places.to_vec()).into_iter().map(|place| self.below(place, key)).collect();
        self.state.write_all(&places, &value, true, &mut self.eng.paths);
    }
}

/// Whether a value is but functions by their names: handed to a builder or a router, they are registered, not called
/// with what it holds, and it does not give what they give.
fn is_named_function(value: &Value) -> bool {
    value.0.as_ref().is_some_and(|node| {
        node.kids.is_empty() && node.calls.iter().all(|call| matches!(call, Callable::Fn(_) | Callable::External(_)))
    })
}

/// Whether what a function returns can be written through or called: then even a call without data matters.
fn gives_handle(facts: &FileFacts, ty: TyId, depth: u8) -> bool {
    match facts.ty(ty) {
        Ty::Ref(..) | Ty::Fn(..) => true,
        Ty::Path(path) if depth < 4 => {
            path.segments.last().is_some_and(|last| last.args.iter().any(|&arg| gives_handle(facts, arg, depth + 1)))
        }
        Ty::Tuple(list) => list.iter().any(|&ty| gives_handle(facts, ty, depth + 1)),
        Ty::Bounds(paths) => paths.iter().any(|path| matches!(facts.last(path), "Fn" | "FnMut" | "FnOnce")),
        _ => false,
    }
}
