//! What the table says of a method or function of the standard library comes in; it is done to the values here.

use super::call::At;
use super::{Ev, Eval};
use crate::flow::path::Key;
use crate::flow::std_table;
use crate::flow::std_table::Sem;
use crate::flow::types::Type;
use crate::flow::value::{Origin, Place, Value};
use crate::model::inventory::SinkKind;

impl<'a> Eval<'_, 'a> {
    /// What a method of the table does.
    pub(super) fn semantics(&mut self, sem: Sem, name: &str, receiver: Ev, given: Vec<Ev>, at: At) -> Ev {
        let known = self.eng.paths.known;
        let first = given.first().cloned().unwrap_or_default();
        let closure = given.iter().find(|value| self.is_callable(value)).cloned();
        let option = |inner: Type| Type::external("std::option::Option", vec![inner]);
        match sem {
            Sem::Alias => {
                if matches!(name, "get_mut") && !given.is_empty() {
                    return self.semantics(Sem::ElementMut, name, receiver, given, at);
                }
                let mut node = receiver.v.0.as_deref().cloned().unwrap_or_default();
                for place in &mut node.refs {
                    place.mutable = true;
                }
                Ev::new(node.into(), receiver.t)
            }
            Sem::Copy | Sem::Iterate => {
                if name == "load" || name == "collect" && !receiver.v.refs().is_empty() {
                    return Ev::new(self.deref(&receiver.v), receiver.t);
                }
                let ty = match name {
                    "collect" | "into" | "sum" | "product" | "try_into" => match receiver.t {
                        Type::External(ref path, _) if path.ends_with("Vec") => receiver.t.clone(),
                        _ => Type::Unknown,
                    },
                    _ => receiver.t.clone(),
                };
                let content =
                    if matches!(name, "into_inner") { self.deref(&receiver.v) } else { self.snapshot(&receiver.v) };
                if name == "drain" && self.takes_all(at) {
                    let places = self.chase(receiver.v.refs().to_vec());
                    self.state.write_all(&places, &Value::CLEAN, false, &mut self.eng.paths);
                }
                Ev::new(content, ty)
            }
            Sem::Clone => Ev::new(self.snapshot(&receiver.v), receiver.t),
            Sem::Show => Ev::new(
                self.printed(&receiver.v, &receiver.t, false),
                Type::external("std::string::String", Vec::new()),
            ),
            Sem::Stop => {
                self.run_all(&given, Vec::new(), at);
                Ev::clean()
            }
            Sem::Piece => {
                let parts = self.flat(&receiver.v);
                self.run_all(&given, vec![Ev::untyped(parts.clone())], at);
                let ty = match std_table::parts_of_text(name, given.len()) {
                    true => Type::list_of(Type::external("str", Vec::new())),
                    false => Type::Unknown,
                };
                Ev::new(parts, ty)
            }
            Sem::Unwrap => {
                if name == "expect" && !first.v.is_clean() {
                    let message = self.flat(&first.v);
                    self.sink(message, SinkKind::Display, "std::expect", None, at);
                }
                Ev::new(self.unwrapped(&receiver, at), receiver.t.unwrapped())
            }
            Sem::UnwrapOr => {
                let inside = self.payload_of(&receiver);
                let content = self.deref(&receiver.v);
                let error = self.error_of(&content);
                let other = match closure {
                    Some(closure) => self.run(&closure, vec![Ev::untyped(error)], at).v,
                    None => first.v,
                };
                Ev::new(self.join(&inside, &other), receiver.t.unwrapped())
            }
            Sem::UnwrapErr => {
                let content = self.deref(&receiver.v);
                let error = self.error_of(&content);
                Ev::new(error, receiver.t.args().get(1).cloned().unwrap_or_default())
            }
            Sem::Ok => {
                let content = self.deref(&receiver.v);
                let is_result = content.kid(known.ok).is_some() || content.kid(known.err).is_some();
                let guard = if is_result { Value::CLEAN } else { self.unwrapped(&receiver, at) };
                let inside = if guard.refs().is_empty() { self.project(&content, known.ok) } else { guard };
                Ev::new(Value::wrapped(known.some, inside), option(receiver.t.unwrapped()))
            }
            Sem::Err => {
                let content = self.deref(&receiver.v);
                let error = self.error_of(&content);
                Ev::untyped(Value::wrapped(known.some, error))
            }
            Sem::OkOr => {
                let inside = self.payload_of(&receiver);
                let error = match closure {
                    Some(closure) => self.run(&closure, Vec::new(), at).v,
                    None => first.v,
                };
                let ty = Type::external("std::result::Result", vec![receiver.t.unwrapped()]);
                Ev::new(Value::with_kids(vec![(known.ok, inside), (known.err, error)]), ty)
            }
            Sem::Either => {
                let content = self.deref(&receiver.v);
                Ev::new(self.join(&content, &first.v), receiver.t)
            }
            Sem::Then => {
                let inside = self.payload_of(&receiver);
                let content = self.deref(&receiver.v);
                let result = match closure {
                    Some(closure) => self.run(&closure, vec![Ev::new(inside, receiver.t.unwrapped())], at),
                    None => first,
                };
                let error = content.kid(known.err).cloned().unwrap_or_default();
                let error = Value::wrapped(known.err, error);
                Ev::new(self.join(&result.v, &error), result.t)
            }
            Sem::Map => self.mapped(receiver, closure.unwrap_or(first), at),
            Sem::MapErr => {
                let content = self.deref(&receiver.v);
                let error = self.error_of(&content);
                let Some(closure) = closure else { return Ev::new(content, receiver.t) };
                let result = self.run(&closure, vec![Ev::untyped(error)], at);
                let inside = self.unwrapped(&receiver, at);
                if name == "or_else" {
                    let kept = content.kid(known.some).is_some();
                    let kept = Value::wrapped(if kept { known.some } else { known.ok }, inside);
                    return Ev::new(self.join(&kept, &result.v), receiver.t);
                }
                Ev::new(Value::with_kids(vec![(known.ok, inside), (known.err, result.v)]), receiver.t)
            }
            Sem::MapOr => {
                let inside = Ev::new(self.payload_of(&receiver), receiver.t.unwrapped());
                let content = self.deref(&receiver.v);
                let error = self.error_of(&content);
                let default =
                    if self.is_callable(&first) { self.run(&first, vec![Ev::untyped(error)], at) } else { first };
                let mapped = match given.get(1) {
                    Some(closure) => self.run(closure, vec![inside], at),
                    None => Ev::clean(),
                };
                Ev::new(self.join(&default.v, &mapped.v), if mapped.t.is_known() { mapped.t } else { default.t })
            }
            Sem::FlatMap => {
                let item = self.iterated(&receiver);
                let Some(closure) = closure else { return receiver };
                let result = self.run(&closure, vec![item], at);
                let elem = self.element(&result.v);
                let elem = if elem.is_clean() { self.payload(&result.v) } else { elem };
                let ty = result.t.element();
                if name == "find_map" {
                    return Ev::new(Value::wrapped(known.some, elem), option(ty));
                }
                Ev::new(Value::wrapped(Key::ELEM, elem), Type::list_of(ty))
            }
            Sem::Filter | Sem::Each | Sem::Test | Sem::Retain => {
                if name == "inspect_err" || name == "is_err_and" {
                    let content = self.deref(&receiver.v);
                    let error = self.error_of(&content);
                    self.run_all(&given, vec![Ev::untyped(error)], at);
                } else {
                    let item = self.iterated(&receiver);
                    let made = self.run_all(&given, vec![item.clone(), item], at);
                    if name == "try_for_each" {
                        return Ev::untyped(made);
                    }
                }
                match sem {
                    Sem::Filter if name.starts_with("sort") || name.starts_with("dedup") => Ev::clean(),
                    Sem::Filter => Ev::new(self.snapshot(&receiver.v), receiver.t),
                    _ => Ev::clean(),
                }
            }
            Sem::Find => {
                let item = self.iterated(&receiver);
                self.run_all(&given, vec![item.clone(), item.clone()], at);
                Ev::new(Value::wrapped(known.some, item.v), option(item.t))
            }
            Sem::Element => {
                if name == "get" && self.may_be_cell(&receiver) {
                    return Ev::new(self.deref(&receiver.v), receiver.t);
                }
                let ty = match receiver.t.is_of_library() {
                    true => self.type_after(&receiver.t, name),
                    false => receiver.t.indexed(),
                };
                let content = self.deref(&receiver.v);
                let item = match name {
                    "get" => {
                        let elem = self.project(&content, Key::ELEM);
                        let mapped = self.project(&content, Key::MAP_VALUE);
                        let cell = self.join(&elem, &mapped);
                        if cell.is_clean() { self.named_part(&content, at) } else { cell }
                    }
                    _ => self.iterated(&receiver).v,
                };
                let ty = if ty.is_some_of_crate() { ty } else { option(ty) };
                Ev::new(Value::wrapped(known.some, item), ty)
            }
            Sem::ElementMut => {
                let ty = receiver.t.indexed();
                let places = self.chase(receiver.v.refs().to_vec());
                let mut cells = Vec::new();
                for place in places {
                    let key = self.cell(place, &receiver.t);
                    cells.push(Place { mutable: true, ..self.below(place, key) });
                }
                Ev::new(Value::wrapped(known.some, Value::reference(cells)), option(ty))
            }
            Sem::Fold => {
                let item = self.iterated(&receiver);
                let mut sum = first;
                let Some(closure) = given.get(1) else { return sum };
                for _ in 0..2 {
                    let acc = if name == "scan" { Ev::untyped(self.borrowed(sum.v.clone())) } else { sum.clone() };
                    let next = self.run(closure, vec![acc, item.clone()], at);
                    sum.v = self.join(&sum.v, &next.v);
                }
                if name == "scan" {
                    let inside = self.payload(&sum.v);
                    sum = Ev::untyped(Value::wrapped(Key::ELEM, inside));
                }
                sum
            }
            Sem::Reduce => {
                let item = self.iterated(&receiver);
                let mut sum = item.clone();
                for _ in 0..2 {
                    let next = self.run(&first, vec![sum.clone(), item.clone()], at);
                    sum.v = self.join(&sum.v, &next.v);
                }
                Ev::new(Value::wrapped(known.some, sum.v), option(sum.t))
            }
            Sem::Enumerate => {
                let item = self.iterated(&receiver);
                let pair = Value::wrapped(known.one, item.v);
                let ty = Type::Tuple(vec![Type::external("usize", Vec::new()), item.t].into());
                Ev::new(Value::wrapped(Key::ELEM, pair), Type::list_of(ty))
            }
            Sem::Zip => {
                let (a, b) = (self.iterated(&receiver), self.iterated(&first));
                let pair = Value::with_kids(vec![(known.zero, a.v), (known.one, b.v)]);
                let ty = Type::Tuple(vec![a.t, b.t].into());
                let content = self.deref(&receiver.v);
                let is_option = content.kid(known.some).is_some();
                let key = if is_option { known.some } else { Key::ELEM };
                Ev::new(Value::wrapped(key, pair), if is_option { option(ty) } else { Type::list_of(ty) })
            }
            Sem::Chain => {
                let (a, b) = (self.iterated(&receiver), self.iterated(&first));
                Ev::new(Value::wrapped(Key::ELEM, self.join(&a.v, &b.v)), Type::list_of(a.t))
            }
            Sem::Flatten => {
                let outer = self.iterated(&receiver);
                let inner = self.iterated(&outer);
                let content = self.deref(&receiver.v);
                if content.kid(known.some).is_some() || content.kid(known.ok).is_some() {
                    return outer;
                }
                Ev::new(Value::wrapped(Key::ELEM, inner.v), Type::list_of(inner.t))
            }
            Sem::Unzip => {
                let item = self.iterated(&receiver);
                self.run_all(&given, vec![item.clone()], at);
                let (a, b) = match name {
                    "unzip" => (self.project(&item.v, known.zero), self.project(&item.v, known.one)),
                    _ => (item.v.clone(), item.v.clone()),
                };
                let list = |v| Value::wrapped(Key::ELEM, v);
                let pair = if name.starts_with("split_f") || name.starts_with("split_l") {
                    let pair = Value::with_kids(vec![(known.zero, a), (known.one, list(b))]);
                    Value::wrapped(known.some, pair)
                } else if receiver.t.external_path().is_some_and(|path| path == "str" || path.ends_with("String")) {
                    self.flat(&receiver.v)
                } else {
                    Value::with_kids(vec![(known.zero, list(a)), (known.one, list(b))])
                };
                Ev::untyped(pair)
            }
            Sem::Push => {
                let places = self.writable(&receiver.v);
                self.put(&places, Key::ELEM, first.v);
                self.learn_element(&receiver, Type::list_of(first.t));
                Ev::clean()
            }
            Sem::Insert => self.inserted(receiver, given),
            Sem::Extend => {
                let places = self.writable(&receiver.v);
                let item = self.iterated(&first);
                if matches!(receiver.t.external_path(), Some(path) if path.ends_with("String")) {
                    let data = self.flat(&first.v);
                    let places = self.chase(places);
                    self.state.write_all(&places, &data, true, &mut self.eng.paths);
                    return Ev::clean();
                }
                if receiver.t.is_map() {
                    let (key, value) = (self.project(&item.v, known.zero), self.project(&item.v, known.one));
                    self.put(&places, Key::MAP_KEY, key);
                    self.put(&places, Key::MAP_VALUE, value);
                } else {
                    self.put(&places, Key::ELEM, item.v);
                }
                if name == "append" {
                    let from = self.chase(first.v.refs().to_vec());
                    self.state.write_all(&from, &Value::CLEAN, false, &mut self.eng.paths);
                }
                Ev::clean()
            }
            Sem::Remove => {
                let content = self.deref(&receiver.v);
                let elem = self.project(&content, Key::ELEM);
                let mapped = self.project(&content, Key::MAP_VALUE);
                let item = self.join(&elem, &mapped);
                let ty = receiver.t.indexed();
                let plain = name == "swap_remove" || (name == "remove" && receiver.t.is_list());
                if plain { Ev::new(item, ty) } else { Ev::new(Value::wrapped(known.some, item), option(ty)) }
            }
            Sem::Clear => {
                let places = self.chase(receiver.v.refs().to_vec());
                self.state.write_all(&places, &Value::CLEAN, false, &mut self.eng.paths);
                Ev::clean()
            }
            Sem::Take => {
                let content = self.deref(&receiver.v);
                let places = self.chase(receiver.v.refs().to_vec());
                self.state.write_all(&places, &Value::CLEAN, false, &mut self.eng.paths);
                Ev::new(content, receiver.t)
            }
            Sem::Replace | Sem::Set => {
                let content = self.deref(&receiver.v);
                let places = self.chase(receiver.v.refs().to_vec());
                let is_option = matches!(receiver.t.external_path(), Some(path) if path.ends_with("Option"));
                let new = if is_option { Value::wrapped(known.some, first.v) } else { first.v };
                self.state.write_all(&places, &new, false, &mut self.eng.paths);
                if sem == Sem::Set { Ev::clean() } else { Ev::new(content, receiver.t) }
            }
            Sem::Keys => {
                let content = self.deref(&receiver.v);
                let mut key = self.project(&content, Key::MAP_KEY);
                if content.kid(Key::MAP_KEY).is_none() && !receiver.t.is_map() {
                    // Not seen to be filled: the keys of a form or of JSON are the names of its parts.
                    key = key.without(&|atom| !matches!(atom.origin, Origin::Input { flat: false, .. }));
                }
                let ty = receiver.t.args().first().cloned().unwrap_or_default();
                Ev::new(Value::wrapped(Key::ELEM, key), Type::list_of(ty))
            }
            Sem::Values => {
                let item = if name == "values_mut" {
                    let places = self.chase(receiver.v.refs().to_vec());
                    let cells = places.into_iter().map(|place| self.below(place, Key::MAP_VALUE)).collect();
                    Value::reference(cells)
                } else {
                    let content = self.deref(&receiver.v);
                    self.project(&content, Key::MAP_VALUE)
                };
                let ty = receiver.t.indexed();
                Ev::new(Value::wrapped(Key::ELEM, item), Type::list_of(ty))
            }
            Sem::Entry => {
                let places = self.writable(&receiver.v);
                self.put(&places, Key::MAP_KEY, first.v);
                let places = self.chase(receiver.v.refs().to_vec());
                let cells = places.into_iter().map(|place| self.below(place, Key::MAP_VALUE)).collect();
                Ev::new(Value::reference(cells), receiver.t.indexed())
            }
            Sem::OrInsert => {
                let new = match &closure {
                    Some(closure) => self.run(closure, Vec::new(), at),
                    None => first,
                };
                let places: Vec<Place> = self.chase(receiver.v.refs().to_vec());
                self.state.write_all(&places, &new.v, true, &mut self.eng.paths);
                if places.is_empty() {
                    return Ev::new(self.join(&receiver.v, &new.v), receiver.t);
                }
                let ty = if receiver.t.is_known() { receiver.t } else { new.t };
                Ev::new(Value::reference(places), ty)
            }
            Sem::Modify => {
                let places = receiver.v.refs().to_vec();
                let inner = Value::reference(places.iter().map(|&place| Place { mutable: true, ..place }).collect());
                let made = self.run_all(&given, vec![Ev::new(inner, receiver.t.clone())], at);
                if name == "update" {
                    let places = self.chase(places);
                    self.state.write_all(&places, &made, true, &mut self.eng.paths);
                }
                receiver
            }
            Sem::With => {
                let Some(closure) = closure else { return self.unknown(given, Some(receiver), at, None) };
                self.run(&closure, vec![receiver], at)
            }
            Sem::ReadInto => {
                let data = self.flat(&receiver.v);
                for value in &given {
                    let places: Vec<Place> = value.v.refs().iter().copied().filter(|place| place.mutable).collect();
                    let places = self.chase(places);
                    self.state.write_all(&places, &data, true, &mut self.eng.paths);
                }
                if given.is_empty() { Ev::untyped(data) } else { Ev::clean() }
            }
            Sem::Append => {
                let mut all = Value::CLEAN;
                for value in &given {
                    let flat = self.flat(&value.v);
                    all = self.join(&all, &flat);
                }
                let places = self.writable(&receiver.v);
                let places = self.chase(places);
                if !all.is_clean() {
                    self.state.write_all(&places, &all, true, &mut self.eng.paths);
                }
                // The pairs of an address are added one after the other.
                if matches!(name, "append_pair" | "append_key_only" | "extend_pairs") { receiver } else { Ev::clean() }
            }
            Sem::Send => {
                let refs = self.chase(receiver.v.refs().to_vec());
                self.put(&refs, Key::ELEM, first.v.clone());
                self.send_by_type(&receiver.t, &first);
                Ev::clean()
            }
            Sem::Receive => {
                let content = self.deref(&receiver.v);
                let item = self.project(&content, Key::ELEM);
                let by_type = self.received_by_type(&receiver.t);
                let item = self.join(&item, &by_type);
                let ty = receiver.t.args().first().cloned().unwrap_or_default();
                if name == "try_iter" {
                    return Ev::new(Value::wrapped(Key::ELEM, item), Type::list_of(ty));
                }
                Ev::new(Value::with_kids(vec![(known.some, item.clone()), (known.ok, item)]), option(ty))
            }
            Sem::BoolThen => {
                let made = match &closure {
                    Some(closure) => self.run(closure, Vec::new(), at),
                    None => first,
                };
                // Of a future or a task: `then` runs the closure with the result.
                if !receiver.v.is_clean() && closure.is_some() {
                    let content = self.deref(&receiver.v);
                    let more = self.run_all(&given, vec![Ev::untyped(content)], at);
                    return Ev::new(self.join(&Value::wrapped(known.some, made.v), &more), Type::Unknown);
                }
                Ev::new(Value::wrapped(known.some, made.v), option(made.t))
            }
        }
    }
}
