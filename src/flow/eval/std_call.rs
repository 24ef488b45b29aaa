//! Calls into the standard library and other crates: a table by name says what they do, else they are unknown.

use super::call::At;
use super::query::changes_rows;
use super::{Ev, Eval};
use crate::flow::path::{Key, PathId};
use crate::flow::rules;
use crate::flow::sinks;
use crate::flow::std_table::{self, Function, Sem};
use crate::flow::types::Type;
use crate::flow::value::{Place, Value};
use crate::link::Def;
use crate::model::fact::{Expr, ExprId, MethodCall, Path};

impl<'a> Eval<'_, 'a> {
    /// A function of elsewhere, named by a path; `full` is what that means, where its crate is known.
    pub(super) fn call_external(&mut self, full: Option<&str>, path: &'a Path, args: &'a [ExprId], at: At) -> Ev {
        let given = self.eval_all(args);
        let written = if full.is_none() { self.facts().path_text(path) } else { String::new() };
        let name = full.unwrap_or(&written);
        let rules = self.function_rules(name);
        let last = rules::last(name);
        if let Some(query) = self.query_call(name, path, given.len()) {
            self.apply_rules(&rules, None, &given, at, name, last);
            return Ev::new(Value::CLEAN, query);
        }
        if !rules.is_empty() {
            let known = match &given[..] {
                // `Read::read(&mut file, &mut buffer)`: the method of the first.
                [receiver, rest @ ..] if self.are_of_methods(&rules) => {
                    self.apply_rules(&rules, Some(receiver), rest, at, name, last)
                }
                _ => self.apply_rules(&rules, None, &given, at, name, last),
            };
            let ty = self.constructed(full, path, last);
            return Ev::new(known.unwrap_or_default(), ty);
        }
        let (_, given) = self.without_keys(last, Ev::clean(), given, args);
        let into = given.iter().map(|value| &value.t).find(|ty| sinks::behind(ty).is_some() || ty.is_memory()).cloned();
        let mut out = self.external(name, given, at);
        if !out.t.is_known() {
            out.t = self.constructed(full, path, last);
            if let (Type::External(path, args), Some(into)) = (&out.t, into)
                && args.is_empty()
            {
                // `GzEncoder::new(file)`: what is written to it goes there.
                out.t = Type::external(path, vec![into]);
            }
            out.v = self.as_declared(out.v, &out.t);
            out.v = self.with_shared_fields(out.v, &out.t, at.expr);
        }
        out
    }

    /// `Type::new(…)` gives a `Type`, as far as one can tell.
    fn constructed(&self, full: Option<&str>, path: &Path, last: &str) -> Type {
        let head = path.without_last();
        let names_type =
            head.segments.last().is_some_and(|segment| self.name(segment.name).starts_with(char::is_uppercase));
        if names_type {
            let ty = path.qself.map_or_else(|| self.lower_path(&head), |ty| self.lower(ty));
            let makes = matches!(
                last,
                "new"
                    | "default"
                    | "from"
                    | "with_capacity"
                    | "open"
                    | "create"
                    | "create_new"
                    | "from_writer"
                    | "from_reader"
                    | "from_path"
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
            if let Some(next) = ty.external_path().and_then(|path| std_table::gives(path, last)) {
                return Type::external(next, Vec::new());
            }
            return match ty {
                ty if makes => ty,
                Type::External(path, _) if !path.starts_with("std::") && path.contains("::") => {
                    Type::external(&format!("{}::?", path.split("::").next().unwrap_or("")), Vec::new())
                }
                _ => Type::Unknown,
            };
        }
        match full {
            Some("std::io::stdout") => Type::external("std::io::Stdout", Vec::new()),
            Some("std::io::stderr") => Type::external("std::io::Stderr", Vec::new()),
            Some("tempfile::tempfile" | "tempfile::tempfile_in") => Type::external("std::fs::File", Vec::new()),
            Some("std::io::stdin") => Type::external("std::io::Stdin", Vec::new()),
            Some(full) if !full.starts_with("std::") => {
                Type::external(&format!("{}::?", full.split("::").next().unwrap_or("")), Vec::new())
            }
            _ => Type::Unknown,
        }
    }

    /// A function of elsewhere with its arguments evaluated.
    pub(super) fn external(&mut self, name: &str, given: Vec<Ev>, at: At) -> Ev {
        let last = rules::last(name);
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
        if let ("Write" | "AsyncWriteExt" | "FileExt", [to, rest @ ..]) = (owner, &given[..]) {
            self.written_by(last, &to.t, rest, at);
        }
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
                | "iter"
                | "Rc"
                | "Arc"
                | "Weak"
                | "Cell"
                | "RefCell"
                | "Mutex"
                | "RwLock"
                | "HashMap"
                | "BTreeMap"
                | "HashSet"
                | "VecDeque"
                | "Path"
                | "slice"
        );
        if is_trait
            && let Some(sem) = std_table::method(last)
            && !given.is_empty()
        {
            let mut given = given.into_iter();
            let receiver = given.next().unwrap_or_default();
            return self.semantics(sem, last, receiver, given.collect(), at);
        }
        if std_table::asks(last, given.len(), false) || self.is_awaited(at) && std_table::acts(last, given.len()) {
            return self.answered(Ev::clean(), &given, at);
        }
        self.unknown(given, None, at, None)
    }

    /// A method that is not at hand: it asks what it is called on, or may do anything with what it is given.
    fn method_elsewhere(&mut self, name: &str, receiver: Ev, given: Vec<Ev>, at: At) -> Ev {
        if std_table::asks(name, given.len(), true) && !changes_rows(&given) {
            return self.answered(receiver, &given, at);
        }
        // A client sends what it is given, and keeps none of it.
        let sends = self.is_awaited(at) && receiver.t.external_path().is_some_and(|path| !path.starts_with("std::"));
        let places = if sends { Vec::new() } else { self.writable(&receiver.v) };
        let is_request = !given.is_empty() && std_table::sends(name);
        let answer = self.unknown(given, Some(receiver), at, Some(&places));
        if is_request { Ev::clean() } else { answer }
    }

    /// What something that is not at hand answers: something of its own, and not what it was asked with.
    fn answered(&mut self, place: Ev, given: &[Ev], at: At) -> Ev {
        let there = self.flat(&place.v);
        let made = self.run_all(given, vec![Ev::untyped(there.clone())], at);
        Ev::untyped(self.join(&there, &made))
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
            Function::Together => {
                let mut kids = Vec::new();
                for (at_place, value) in given.iter().enumerate() {
                    let one = if self.is_callable(value) { self.run(value, Vec::new(), at).v } else { value.v.clone() };
                    kids.push((self.eng.paths.field(&at_place.to_string()), one));
                }
                Ev::untyped(Value::with_kids(kids))
            }
            Function::OneOf => {
                let one = self.element(&first.v);
                let rest = Value::wrapped(Key::ELEM, one.clone());
                let third = self.eng.paths.field("2");
                let known = self.eng.paths.known;
                Ev::untyped(Value::with_kids(vec![(known.zero, one), (known.one, Value::CLEAN), (third, rest)]))
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
                    if let Some(kind) = sinks::behind(&to.t) {
                        self.sink(data.clone(), kind, "std::io::copy", None, at);
                    }
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
                if receiver.t.external_path().is_some_and(|path| path.ends_with("JoinSet")) {
                    let places = self.writable(&receiver.v);
                    self.put(&places, Key::ELEM, out.v.clone());
                }
                return out;
            }
            let ty = self.type_after(&receiver.t, name);
            return Ev { t: ty, ..self.method_elsewhere(name, receiver, given, at) };
        }
        let text = matches!(receiver.t.external_path(), Some(path) if path == "str" || path.ends_with("::String"));
        let sem = std_table::method(name);
        let given = self.eval_all(&call.args);
        self.written_by(name, &receiver.t, &given, at);
        if let Some(out) = self.debug_builder(name, &receiver, &given) {
            return out;
        }
        // A file or a process that is set up step by step.
        let sets_up = receiver.t.external_path().is_some_and(|path| std_table::gives(path, name).is_some());
        let sem = match sem {
            _ if sets_up => None,
            None if given.is_empty() && std_table::tells_whether(name) => Some(Sem::Stop),
            None if given.is_empty() && name.ends_with("_mut") => Some(Sem::Alias),
            Some(Sem::Element) if name == "get" && given.is_empty() && receiver.t.is_pool() => None,
            Some(Sem::Find) if text => Some(Sem::Stop),
            Some(Sem::Piece) if given.is_empty() || !text && !receiver.t.is_list() && receiver.t.is_known() => None,
            // `COMMA.split(text)`: a static whose type is not seen is more likely what splits than what is split.
            Some(Sem::Piece) if !text && self.names_a_static(call.receiver) => None,
            Some(Sem::Replace) if given.len() != 1 => None,
            Some(Sem::Take) if !given.is_empty() => Some(Sem::Copy),
            Some(Sem::Set) if given.is_empty() => None,
            // Of a hash: it takes what it is given in.
            Some(Sem::Modify) if !given.iter().any(|value| self.is_callable(value)) => None,
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
                let ty = match std_table::parts_of_text(name, given.len()) {
                    true => Type::list_of(Type::external("str", Vec::new())),
                    false => self.type_around(&receiver.t, name, &given),
                };
                if (name == "read" || name == "read_buf") && !sets_up {
                    if given.is_empty() {
                        return receiver;
                    }
                    return self.semantics(Sem::ReadInto, name, receiver, given, at);
                }
                if given.is_empty()
                    && let Some(part) = self.part_named(name, &receiver)
                {
                    return Ev::new(part, ty);
                }
                if let Some(rows) = self.asks_for_rows(&given, at) {
                    return Ev { t: ty, ..rows };
                }
                if name == "parse"
                    && let Some(from_str) = self.parser(call)
                {
                    return self.call_function(from_str, vec![receiver], Some(at));
                }
                let (receiver, given) = self.without_keys(name, receiver, given, &call.args);
                let out = self.method_elsewhere(name, receiver, given, at);
                Ev::new(self.as_output(out.v, &ty), ty)
            }
        }
    }

    /// Whether an expression is a name in capitals.
    pub(super) fn names_a_static(&self, id: ExprId) -> bool {
        let Expr::Path(path) = self.facts().expr(id) else { return false };
        self.facts().last(path).chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_')
    }

    /// What a method of another crate gives; what it is given to write into stands behind it: `connect(host, stream)`.
    fn type_around(&self, of: &Type, name: &str, given: &[Ev]) -> Type {
        let ty = self.type_after(of, name);
        let into = given.iter().map(|value| &value.t).find(|ty| sinks::behind(ty).is_some());
        match (&ty, into) {
            (Type::External(path, args), Some(into)) if args.is_empty() => Type::external(path, vec![into.clone()]),
            _ => ty,
        }
    }

    /// `text.parse::<T>()` is the `from_str` of a `T` of the workspace: its error holds what that puts into it.
    fn parser(&mut self, call: &MethodCall) -> Option<Def> {
        let wanted = self.lower(*call.generics.first()?);
        let found = self.ws.methods(wanted.def()?, "from_str");
        (call.args.is_empty() && found.len() == 1).then(|| found[0])
    }

    /// What a method that is not at hand gives when it is called like a part of the value: that part. What names a
    /// thing (`id`, `kind`) is none of its other parts.
    fn part_named(&mut self, name: &str, receiver: &Ev) -> Option<Value> {
        let content = self.deref(&receiver.v);
        let node = content.0.as_ref()?;
        let key = self.eng.paths.field(name);
        if matches!(name, "id" | "uid" | "kind" | "version") {
            return Some(self.project(&content, key));
        }
        if !node.atoms.is_empty() || node.kids.is_empty() {
            return None;
        }
        if let Some(part) = content.kid(key) {
            return Some(part.clone());
        }
        let known = self.eng.paths.known;
        let is_pair = node.kids.iter().all(|(key, _)| [known.zero, known.one].contains(key));
        match name {
            // The entry of a map that is iterated.
            "key" if is_pair => return Some(self.project(&content, known.zero)),
            "value" if is_pair => return Some(self.project(&content, known.one)),
            _ => {}
        }
        // `side.left()`: what the variant of that name holds.
        let named = |eval: &mut Self, name: &str| {
            let mut letters = name.chars();
            let first = letters.next().map(|first| first.to_ascii_uppercase());
            let variant: String = first.into_iter().chain(letters).collect();
            eval.eng.paths.variant(&variant, "0")
        };
        let variant = named(self, name);
        let is_variant = node.kids.iter().all(|(key, _)| key.is_variant());
        let opposite = match name {
            "left" => Some(named(self, "right")),
            "right" => Some(named(self, "left")),
            _ => None,
        };
        let is_one = |key: &Key| content.kid(*key).is_some();
        if is_variant && (is_one(&variant) || opposite.as_ref().is_some_and(is_one)) {
            let part = self.project(&content, variant);
            return Some(Value::wrapped(known.some, part));
        }
        None
    }
}
