//! Receivers and arguments of the standard library's calls come in; what is in them, or is put there, goes out.

use super::call::At;
use super::{Ev, Eval};
use crate::flow::engine::Shared;
use crate::flow::path::{Key, PathId};
use crate::flow::rules;
use crate::flow::std_table;
use crate::flow::steps::BY_MESSAGE;
use crate::flow::types::Type;
use crate::flow::value::{Callable, Node, Value};
use crate::model::fact::{Expr, Lit};

impl<'a> Eval<'_, 'a> {
    /// `opt.unwrap()`: from a place, what it holds; a reference in it stays one.
    pub(super) fn payload_of(&mut self, receiver: &Ev) -> Value {
        self.payload(&receiver.v)
    }

    /// The same, where the receiver is what another call gave: a guard or `&mut` inside stays a place.
    pub(super) fn unwrapped(&mut self, receiver: &Ev, at: At) -> Value {
        let of_place = match self.facts().expr(at.expr) {
            Expr::Method(call) => matches!(
                self.facts().expr(call.receiver),
                Expr::Path(_) | Expr::Field(..) | Expr::Index(..) | Expr::Deref(_) | Expr::Hole(_)
            ),
            _ => true,
        };
        self.inside(receiver, of_place)
    }

    /// What a value wraps: of what a call gave, a guard or `&mut` inside stays a place.
    pub(super) fn inside(&mut self, receiver: &Ev, of_place: bool) -> Value {
        if of_place || receiver.v.refs().is_empty() {
            return self.payload_of(receiver);
        }
        let known = self.eng.paths.known;
        let content = self.deref(&receiver.v);
        let is = |name: &str| receiver.t.external_path().is_some_and(|path| path.ends_with(name));
        if is("::Option") || content.kid(known.some).is_some() {
            return self.project(&receiver.v, known.some);
        }
        if is("::Result") || content.kid(known.ok).is_some() {
            return self.project(&receiver.v, known.ok);
        }
        receiver.v.clone()
    }

    pub(super) fn error_of(&mut self, content: &Value) -> Value {
        let known = self.eng.paths.known;
        match content.kid(known.err) {
            Some(error) => error.clone(),
            None => {
                let atoms = content.0.as_ref().map(|node| node.atoms.clone()).unwrap_or_default();
                Value::atoms(atoms).project(known.err, &mut self.eng.paths)
            }
        }
    }

    /// What a value holds, handles to shared cells kept.
    pub(super) fn snapshot(&mut self, value: &Value) -> Value {
        let mut value = value.clone();
        for _ in 0..6 {
            let refs = value.refs();
            if refs.is_empty() || refs.iter().any(|place| place.shared) {
                break;
            }
            let refs = refs.to_vec();
            let mut own = value.0.as_deref().cloned().unwrap_or_default();
            own.refs.clear();
            value = own.into();
            for place in refs {
                let there = self.state.read(place, &mut self.eng.paths);
                value = self.join(&value, &there);
            }
        }
        value
    }

    pub(super) fn is_callable(&mut self, value: &Ev) -> bool {
        !value.v.calls().is_empty() || (!value.v.refs().is_empty() && !self.deref(&value.v).calls().is_empty())
    }

    pub(super) fn run_all(&mut self, given: &[Ev], params: Vec<Ev>, at: At) -> Value {
        let mut out = Value::CLEAN;
        for value in given {
            if self.is_callable(value) {
                let one = self.run(value, params.clone(), at).v;
                out = self.join(&out, &one);
            }
        }
        out
    }

    /// `map`: the closure's result stands where its argument stood.
    pub(super) fn mapped(&mut self, receiver: Ev, closure: Ev, at: At) -> Ev {
        let known = self.eng.paths.known;
        let content = self.deref(&receiver.v);
        let has = |key| content.kid(key).is_some();
        let named = |ty: &Type, name: &str| ty.external_path().is_some_and(|path| rules::last(path) == name);
        let is_option = named(&receiver.t, "Option") || has(known.some);
        let is_result = named(&receiver.t, "Result") || has(known.ok) || has(known.err);
        if is_option || is_result {
            let inside = self.payload(&content);
            let made = self.run(&closure, vec![Ev::new(inside, receiver.t.unwrapped())], at);
            let (key, ty) =
                if is_option { (known.some, "std::option::Option") } else { (known.ok, "std::result::Result") };
            let mut kids = vec![(key, made.v)];
            if let Some(error) = content.kid(known.err) {
                kids.push((known.err, error.clone()));
            } else if !is_option && content.0.as_ref().is_some_and(|node| !node.atoms.is_empty()) {
                kids.push((known.err, self.error_of(&content)));
            }
            return Ev::new(Value::with_kids(kids), Type::external(ty, vec![made.t]));
        }
        let listed = receiver.t.is_list()
            || receiver.t.is_map()
            || has(Key::ELEM)
            || has(Key::MAP_VALUE)
            || receiver.t.def().is_some();
        let item = self.iterated(&receiver);
        let item = if listed {
            item
        } else {
            // Not known what is mapped over: an option, a result or an iterator.
            let inside = self.payload(&content);
            let ty = if item.t.is_known() { item.t } else { receiver.t.unwrapped() };
            Ev::new(self.join(&item.v, &inside), ty)
        };
        let made = self.run(&closure, vec![item], at);
        if listed {
            return Ev::new(Value::wrapped(Key::ELEM, made.v), Type::list_of(made.t));
        }
        // Bare: projections look through what is not there.
        let elem = Value::wrapped(Key::ELEM, made.v.clone());
        if made.v.0.as_ref().is_some_and(|node| node.kids.is_empty() && node.refs.is_empty()) {
            return Ev::new(made.v, Type::list_of(made.t));
        }
        Ev::new(
            Value::with_kids(vec![
                (known.some, made.v.clone()),
                (known.ok, made.v),
                (Key::ELEM, elem.kid(Key::ELEM).cloned().unwrap_or_default()),
            ]),
            Type::list_of(made.t),
        )
    }

    pub(super) fn inserted(&mut self, receiver: Ev, given: Vec<Ev>) -> Ev {
        let places = self.writable(&receiver.v);
        let known = self.eng.paths.known;
        match &given[..] {
            [one] => {
                if matches!(receiver.t.external_path(), Some(path) if path.ends_with("Option")) {
                    let places = self.chase(places);
                    let new = Value::wrapped(known.some, one.v.clone());
                    self.state.write_all(&places, &new, false, &mut self.eng.paths);
                } else {
                    self.put(&places, Key::ELEM, one.v.clone());
                }
                Ev::clean()
            }
            [key, value, ..] => {
                let list = receiver.t.is_list() || {
                    let content = self.deref(&receiver.v);
                    !receiver.t.is_map() && content.kid(Key::ELEM).is_some()
                };
                if list {
                    self.put(&places, Key::ELEM, value.v.clone());
                    return Ev::clean();
                }
                let content = self.deref(&receiver.v);
                let old = self.project(&content, Key::MAP_VALUE);
                self.put(&places, Key::MAP_KEY, key.v.clone());
                self.put(&places, Key::MAP_VALUE, value.v.clone());
                if places.is_empty() && !receiver.v.refs().is_empty() {
                    let places = receiver.v.refs().to_vec();
                    self.put(&places, Key::MAP_KEY, key.v.clone());
                    self.put(&places, Key::MAP_VALUE, value.v.clone());
                }
                Ev::new(Value::wrapped(known.some, old), Type::Unknown)
            }
            [] => Ev::clean(),
        }
    }

    /// A list that was not known to be one, or of what.
    pub(super) fn learn_element(&mut self, receiver: &Ev, ty: Type) {
        let weak = matches!(&receiver.t, Type::External(_, args) if args.first().is_none_or(|arg| !arg.is_known()));
        if receiver.t.is_known() && !weak {
            return;
        }
        for place in receiver.v.refs().to_vec() {
            if place.path == PathId::ROOT && ty.args().first().is_some_and(Type::is_known) {
                self.locals[place.local as usize].ty = ty.clone();
            }
        }
    }

    /// Whether `drain` leaves nothing: of a map, or by `..`.
    pub(super) fn takes_all(&self, at: At) -> bool {
        match self.facts().expr(at.expr) {
            Expr::Method(call) => {
                call.args.iter().all(|&arg| matches!(self.facts().expr(arg), Expr::Range(None, None)))
            }
            _ => false,
        }
    }

    /// What was collected as its declared type holds it: in a map the first of each pair is a key, and a `Result` of
    /// results holds what all of them hold, or an error of theirs.
    pub(super) fn as_declared(&mut self, value: Value, ty: &Type) -> Value {
        let Some(items) = value.kid(Key::ELEM).filter(|_| value.kid(Key::MAP_VALUE).is_none()) else { return value };
        let known = self.eng.paths.known;
        if ty.is_map() {
            let pairs = self.deref(&items.clone());
            let (key, mapped) = (self.project(&pairs, known.zero), self.project(&pairs, known.one));
            return Value::with_kids(vec![(Key::MAP_KEY, key), (Key::MAP_VALUE, mapped)]);
        }
        if !ty.wraps() {
            return value;
        }
        let items = self.deref(&items.clone());
        let inside = self.payload(&items);
        let inside = Value::wrapped(Key::ELEM, inside);
        let inside = self.as_declared(inside, &ty.unwrapped());
        let errors = items.kid(known.err).cloned().unwrap_or_default();
        Value::with_kids(vec![(known.some, inside.clone()), (known.ok, inside), (known.err, errors)])
    }

    /// What a process gave: in what it printed, and not in how it ended.
    pub(super) fn as_output(&mut self, value: Value, ty: &Type) -> Value {
        if value.is_clean() || ty.external_path() != Some(std_table::OUTPUT) {
            return value;
        }
        let mut part = |name: &str, value: Value| (self.eng.paths.field(name), value);
        Value::with_kids(vec![part("stdout", value.clone()), part("stderr", value), part("status", Value::CLEAN)])
    }

    /// `object.get("name")`: the field of that name of what is no list and no map; any where the name is not written.
    fn named_part_of(&mut self, content: &Value, name: Option<&str>) -> Value {
        let is_object = content.0.as_ref().is_some_and(|node| {
            !node.kids.is_empty() && !node.kids.iter().any(|(key, _)| key.is_many() || key.is_variant())
        });
        match name {
            _ if !is_object => Value::CLEAN,
            Some(name) => {
                let key = self.eng.paths.field(name);
                content.kid(key).cloned().unwrap_or_default()
            }
            None => self.flat(content),
        }
    }

    pub(super) fn named_part(&mut self, content: &Value, at: At) -> Value {
        let name = match self.facts().expr(at.expr) {
            Expr::Method(call) => match call.args.first().map(|&arg| self.facts().expr(arg)) {
                Some(Expr::Lit(Lit::Str(name))) => Some(self.name(*name)),
                _ => None,
            },
            _ => None,
        };
        self.named_part_of(content, name)
    }

    /// `Cell::get` and the like take no argument and give the whole.
    pub(super) fn may_be_cell(&self, receiver: &Ev) -> bool {
        matches!(receiver.t.external_path(), Some(path) if path.ends_with("Cell"))
    }

    /// A message that goes out by the type of its channel.
    pub(super) fn send_by_type(&mut self, channel: &Type, message: &Ev) {
        let ty = if channel.args().is_empty() { &message.t } else { &channel.args()[0] };
        if let Some(shared) = self.channel_of(ty) {
            let local = self.shared_local(shared);
            let old = self.state.local(local);
            let content = self.state.resolve(&message.v, &mut self.eng.paths);
            let data = Value::from(Node { calls: Vec::new(), ..content.0.as_deref().cloned().unwrap_or_default() });
            let joined = self.join(&old, &data);
            self.state.set_local(local, joined, &mut self.eng.paths);
        }
    }

    pub(super) fn received_by_type(&mut self, channel: &Type) -> Value {
        let Some(ty) = channel.args().first().cloned() else { return Value::CLEAN };
        match self.channel_of(&ty) {
            Some(shared) => {
                let channel = self.eng.shared_id(shared, Some(self.owner));
                let local = self.local_of(channel);
                let message = self.state.local(local);
                let span = self.facts().expr_span(self.site);
                if message.is_clean() || !self.eng.receive(channel, self.file(), span) {
                    return Value::CLEAN;
                }
                let doubts = std::mem::replace(&mut self.doubts, BY_MESSAGE);
                let received = self.stepped(message, span, "is received here");
                self.doubts = doubts;
                received
            }
            None => Value::CLEAN,
        }
    }

    fn channel_of(&self, ty: &Type) -> Option<Shared> {
        Some(Shared::Channel(crate::flow::channels::message_name(self.ws, ty)?))
    }

    /// A function value as an argument of a rule (`ClosureParam`).
    pub(super) fn closure_of(&mut self, value: &Ev) -> Option<Callable> {
        let content = self.deref(&value.v);
        content.calls().first().cloned()
    }
}
