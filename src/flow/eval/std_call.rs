//! Calls into the standard library and other crates: a table by name says what they do, else they are unknown.

use super::call::At;
use super::{Ev, Eval};
use crate::flow::engine::Shared;
use crate::flow::path::{Key, PathId};
use crate::flow::std_table::{self, Function, Sem};
use crate::flow::types::Type;
use crate::flow::value::{Callable, Node, Place, Value};
use crate::model::fact::{Expr, ExprId, MethodCall, Path};

impl<'a> Eval<'_, 'a> {
    /// A function of elsewhere, named by a path.
    pub(super) fn call_external(&mut self, name: &str, path: &'a Path, args: &'a [ExprId], at: At) -> Ev {
        let given = self.eval_all(args);
        let rules = self.function_rules(name);
        let last = name.rsplit("::").next().unwrap_or(name);
        if !rules.is_empty() {
            let known = self.apply_rules(&rules, None, &given, args, at, name, last);
            let ty = self.constructed(path, last);
            return Ev::new(known.unwrap_or_default(), ty);
        }
        let mut out = self.external(name, given, at);
        if !out.t.is_known() {
            out.t = self.constructed(path, last);
        }
        out
    }

    /// `Type::new(…)` gives a `Type`, as far as one can tell.
    fn constructed(&self, path: &Path, last: &str) -> Type {
        if path.segments.len() < 2 && path.qself.is_none() {
            return Type::Unknown;
        }
        let head = path.without_last();
        let names_type =
            head.segments.last().is_some_and(|segment| self.name(segment.name).starts_with(char::is_uppercase));
        if names_type {
            let ty = self.lower_path(&head);
            let makes = matches!(
                last,
                "new"
                    | "default"
                    | "from"
                    | "with_capacity"
                    | "open"
                    | "create"
                    | "connect"
                    | "init"
                    | "build"
                    | "builder"
                    | "from_env"
                    | "try_new"
                    | "bind"
                    | "from_iter"
                    | "stdout"
                    | "local"
                    | "current"
                    | "options"
                    | "from_str"
                    | "now"
                    | "from_utf8"
                    | "parse"
            );
            return match ty {
                ty if makes => ty,
                Type::External(path, _) if !path.starts_with("std::") && path.contains("::") => {
                    Type::external(&format!("{}::?", path.split("::").next().unwrap_or("")), Vec::new())
                }
                _ => Type::Unknown,
            };
        }
        let frame = self.frame();
        match self.ws.resolve_in(crate::link::Namespace::Any, frame.file as usize, frame.item, path) {
            crate::link::Resolved::External(full) => match (full.as_str(), last) {
                ("std::io::stdout", _) => Type::external("std::io::Stdout", Vec::new()),
                ("std::io::stderr", _) => Type::external("std::io::Stderr", Vec::new()),
                ("std::io::stdin", _) => Type::external("std::io::Stdin", Vec::new()),
                (full, _) if full.starts_with("std::") => Type::Unknown,
                (full, _) => Type::external(&format!("{}::?", full.split("::").next().unwrap_or("")), Vec::new()),
            },
            _ => Type::Unknown,
        }
    }

    /// A function of elsewhere with its arguments evaluated.
    pub(super) fn external(&mut self, name: &str, given: Vec<Ev>, at: At) -> Ev {
        let last = name.rsplit("::").next().unwrap_or(name);
        let known = self.eng.paths.known;
        let wrap = match last {
            "Some" => Some((known.some, "std::option::Option")),
            "Ok" => Some((known.ok, "std::result::Result")),
            "Err" => Some((known.err, "")),
            _ => None,
        };
        if let (Some((key, ty)), Some(first)) = (wrap, given.first()) {
            let ty = if ty.is_empty() { Type::Unknown } else { Type::external(ty, vec![first.t.clone()]) };
            return Ev::new(Value::wrapped(key, first.v.clone()), ty);
        }
        if let Some(function) = std_table::function(name) {
            return self.std_function(function, given, at);
        }
        if last.starts_with(char::is_uppercase) && !given.is_empty() {
            // A tuple constructor of elsewhere: `Json(user)`.
            let mut kids = Vec::new();
            for (place, value) in given.iter().enumerate() {
                kids.push((self.eng.paths.variant(last, &place.to_string()), value.v.clone()));
            }
            let ty = if given.len() == 1 {
                Type::external(name, vec![given[0].t.clone()])
            } else {
                Type::external(name, Vec::new())
            };
            return Ev::new(Value::with_kids(kids), ty);
        }
        if matches!(last, "default" | "with_capacity") || (last == "new" && given.is_empty()) {
            return Ev::clean();
        }
        // `Clone::clone(&x)`, `Iterator::map(items, f)`: a method by another road.
        let owner = name.rsplit("::").nth(1).unwrap_or("");
        let is_trait = matches!(
            owner,
            "Clone"
                | "Iterator"
                | "ToString"
                | "ToOwned"
                | "AsRef"
                | "Into"
                | "Option"
                | "Result"
                | "IntoIterator"
                | "Borrow"
                | "AsMut"
                | "BorrowMut"
                | "String"
                | "Vec"
                | "Deref"
                | "Extend"
                | "str"
        );
        if is_trait
            && let Some(sem) = std_table::method(last)
            && !given.is_empty()
        {
            let mut given = given.into_iter();
            let receiver = given.next().unwrap_or_default();
            return self.semantics(sem, last, receiver, given.collect(), at);
        }
        self.unknown(given, None, at, None)
    }

    fn std_function(&mut self, function: Function, given: Vec<Ev>, at: At) -> Ev {
        let first = given.first().cloned().unwrap_or_default();
        match function {
            Function::Same => first,
            Function::Nothing => Ev::clean(),
            Function::Cell => {
                let local = self.temporary(at.expr, first.v);
                let place = Place { local, path: PathId::ROOT, mutable: true, shared: true };
                Ev::new(Value::reference(vec![place]), first.t)
            }
            Function::Channel => {
                let local = self.slot(1, at.expr.0);
                let place = Place { local, path: PathId::ROOT, mutable: true, shared: true };
                let known = self.eng.paths.known;
                let end = Value::reference(vec![place]);
                Ev::untyped(Value::with_kids(vec![(known.zero, end.clone()), (known.one, end)]))
            }
            Function::Swap => {
                if let [a, b] = &given[..] {
                    let (left, right) = (self.deref(&a.v), self.deref(&b.v));
                    let (a, b) = (self.chase(a.v.refs().to_vec()), self.chase(b.v.refs().to_vec()));
                    self.state.write_all(&a, &right, false, &mut self.eng.paths);
                    self.state.write_all(&b, &left, false, &mut self.eng.paths);
                }
                Ev::clean()
            }
            Function::Replace | Function::Take => {
                let old = self.deref(&first.v);
                let new = match function {
                    Function::Replace => given.get(1).map(|value| value.v.clone()).unwrap_or_default(),
                    _ => Value::CLEAN,
                };
                let places = self.chase(first.v.refs().to_vec());
                self.state.write_all(&places, &new, false, &mut self.eng.paths);
                Ev::new(old, first.t)
            }
            Function::Write => {
                let new = given.get(1).map(|value| value.v.clone()).unwrap_or_default();
                let places = self.chase(first.v.refs().to_vec());
                self.state.write_all(&places, &new, false, &mut self.eng.paths);
                Ev::clean()
            }
            Function::Run | Function::Spawn => {
                let mut out = Ev::clean();
                for value in &given {
                    let content = self.deref(&value.v);
                    let one = if content.calls().is_empty() {
                        value.clone()
                    } else {
                        self.run(&Ev::untyped(content), Vec::new(), at)
                    };
                    out.v = self.join(&out.v, &one.v);
                    if one.t.is_known() {
                        out.t = one.t;
                    }
                }
                out
            }
            Function::Once => Ev::new(Value::wrapped(Key::ELEM, first.v), Type::list_of(first.t)),
            Function::FromFn => {
                let seed = given.iter().find(|value| value.v.calls().is_empty()).cloned().unwrap_or_default();
                let mut out = seed.v.clone();
                for value in &given {
                    if !value.v.calls().is_empty() {
                        let inside = self.payload(&seed.v);
                        let made = self.run(value, vec![Ev::untyped(inside)], at);
                        let made = self.payload(&made.v);
                        out = self.join(&out, &made);
                    }
                }
                Ev::untyped(Value::wrapped(Key::ELEM, out))
            }
            Function::Scope => self.run(&first, vec![Ev::clean()], at),
            Function::CopyInto => {
                let data = self.flat(&first.v);
                if let Some(to) = given.get(1) {
                    let places = self.chase(to.v.refs().to_vec());
                    self.state.write_all(&places, &data, true, &mut self.eng.paths);
                }
                Ev::clean()
            }
        }
    }

    /// A method that no function of the workspace is meant by.
    pub(super) fn std_method(&mut self, name: &str, receiver: Ev, call: &'a MethodCall, at: At) -> Ev {
        if matches!(name, "spawn" | "spawn_blocking" | "spawn_local" | "block_on" | "install" | "scope" | "execute") {
            let given = self.eval_all(&call.args);
            let mut out = Ev::clean();
            let mut ran = false;
            for value in &given {
                let content = self.deref(&value.v);
                if !content.calls().is_empty() {
                    ran = true;
                    let one = self.run(&Ev::untyped(content), vec![receiver.clone()], at);
                    out.v = self.join(&out.v, &one.v);
                    out.t = one.t;
                } else if name != "execute" && !value.v.is_clean() {
                    ran = true;
                    out = value.clone();
                }
            }
            if ran {
                return out;
            }
            let places = self.writable(&receiver.v);
            return self.unknown(given, Some(receiver), at, Some(&places));
        }
        let text = matches!(receiver.t.external_path(), Some(path) if path == "str" || path.ends_with("::String"));
        let sem = std_table::method(name);
        let given = self.eval_all(&call.args);
        let sem = match sem {
            Some(Sem::Find) if text => Some(Sem::Stop),
            Some(Sem::Replace) if given.len() != 1 => None,
            Some(Sem::Take) if !given.is_empty() => Some(Sem::Copy),
            Some(Sem::Set) if given.is_empty() => None,
            Some(Sem::Push) if text => Some(Sem::Append),
            Some(Sem::Insert) if text => Some(Sem::Append),
            Some(Sem::Alias) if matches!(name, "write") && !given.is_empty() => Some(Sem::Append),
            Some(Sem::Element) if name == "get" && given.is_empty() => Some(Sem::Copy),
            Some(Sem::Element) if matches!(name, "min" | "max") && !given.is_empty() => None,
            Some(Sem::Stop) if name == "count" && !given.is_empty() => None,
            Some(Sem::Map) if given.first().is_none_or(|f| f.v.calls().is_empty() && f.v.refs().is_empty()) => None,
            Some(Sem::Test | Sem::Filter | Sem::Each | Sem::With) if given.is_empty() => None,
            Some(Sem::Send) if given.is_empty() => None,
            Some(Sem::Append) if text || given.len() <= 1 => Some(Sem::Append),
            Some(Sem::Copy) if matches!(name, "load" | "stream" | "sum" | "product") && !given.is_empty() => None,
            sem => sem,
        };
        match sem {
            Some(sem) => self.semantics(sem, name, receiver, given, at),
            None => {
                let ty = self.type_after(&receiver.t, name);
                if name == "read" || name == "read_buf" {
                    if given.is_empty() {
                        return receiver;
                    }
                    return self.semantics(Sem::ReadInto, name, receiver, given, at);
                }
                let places = self.writable(&receiver.v);
                let mut out = self.unknown(given, Some(receiver), at, Some(&places));
                out.t = ty;
                out
            }
        }
    }

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
            Sem::Copy => {
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
                if name == "drain" {
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
            Sem::Unwrap => Ev::new(self.unwrapped(&receiver, at), receiver.t.unwrapped()),
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
                let inside = self.project(&content, known.ok);
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
                let inside = self.payload(&content);
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
                    self.run_all(&given, vec![item.clone(), item], at);
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
                let ty = receiver.t.indexed();
                let content = self.deref(&receiver.v);
                let item = match name {
                    "get" => {
                        let elem = self.project(&content, Key::ELEM);
                        let mapped = self.project(&content, Key::MAP_VALUE);
                        self.join(&elem, &mapped)
                    }
                    _ => self.iterated(&receiver).v,
                };
                Ev::new(Value::wrapped(known.some, item), option(ty))
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
                let key = self.project(&content, Key::MAP_KEY);
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
                Ev::clean()
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

    /// `opt.unwrap()`: from a place, what it holds; a reference in it stays one.
    fn payload_of(&mut self, receiver: &Ev) -> Value {
        self.payload(&receiver.v)
    }

    /// The same, where the receiver is what another call gave: a guard or `&mut` inside stays a place.
    fn unwrapped(&mut self, receiver: &Ev, at: At) -> Value {
        let of_place = match self.facts().exprs().get(at.expr.at()) {
            Some(Expr::Method(call)) => matches!(
                self.facts().expr(call.receiver),
                Expr::Path(_) | Expr::Field(..) | Expr::Index(..) | Expr::Deref(_) | Expr::Hole(_)
            ),
            _ => true,
        };
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
    fn snapshot(&mut self, value: &Value) -> Value {
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

    fn is_callable(&mut self, value: &Ev) -> bool {
        !value.v.calls().is_empty() || (!value.v.refs().is_empty() && !self.deref(&value.v).calls().is_empty())
    }

    fn run_all(&mut self, given: &[Ev], params: Vec<Ev>, at: At) -> Value {
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
    fn mapped(&mut self, receiver: Ev, closure: Ev, at: At) -> Ev {
        let known = self.eng.paths.known;
        let content = self.deref(&receiver.v);
        let has = |key| content.kid(key).is_some();
        let named =
            |ty: &Type, name: &str| ty.external_path().is_some_and(|path| path.rsplit("::").next() == Some(name));
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

    fn inserted(&mut self, receiver: Ev, given: Vec<Ev>) -> Ev {
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
    fn learn_element(&mut self, receiver: &Ev, ty: Type) {
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

    /// `Cell::get` and the like take no argument and give the whole.
    fn may_be_cell(&self, receiver: &Ev) -> bool {
        matches!(receiver.t.external_path(), Some(path) if path.ends_with("Cell"))
    }

    /// A message that goes out by the type of its channel.
    fn send_by_type(&mut self, channel: &Type, message: &Ev) {
        let ty = if channel.args().is_empty() { &message.t } else { &channel.args()[0] };
        if let Some(shared) = self.channel_of(ty) {
            let local = self.shared_local(shared);
            let old = self.state.local(local);
            let content = self.state.resolve(&message.v, &mut self.eng.paths);
            let data = Value::from(Node { calls: Vec::new(), ..content.0.as_deref().cloned().unwrap_or_default() });
            let joined = self.join(&old, &data);
            self.state.set_local(local, joined);
        }
    }

    fn received_by_type(&mut self, channel: &Type) -> Value {
        let Some(ty) = channel.args().first().cloned() else { return Value::CLEAN };
        match self.channel_of(&ty) {
            Some(shared) => {
                let local = self.shared_local(shared);
                self.state.local(local)
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
