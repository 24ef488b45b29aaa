//! A method call comes in; the method it means is chosen by the receiver's type, else by its name.

use super::call::At;
use super::{Ev, Eval};
use crate::flow::path::{Key, PathId};
use crate::flow::sinks;
use crate::flow::std_table;
use crate::flow::types::{self, Type};
use crate::flow::value::{Place, Value};
use crate::link::{Def, Namespace, Resolved};
use crate::model::fact::{Expr, ExprId, ItemKind, MethodCall};

/// More functions of one name than this are not one call's meaning.
const CANDIDATES: usize = 12;

impl<'a> Eval<'_, 'a> {
    pub(super) fn eval_method(&mut self, id: ExprId, call: &'a MethodCall) -> Ev {
        let at = At { expr: id, span: call.name_span, end: self.facts().expr_span(id).end };
        let receiver = self.receiver(call.receiver);
        if !self.state.live {
            return Ev::clean();
        }
        let out = self.call_method(call, receiver, at);
        let out = self.with_call_seed(id, out);
        let of_rows = out.t.external_path().is_some_and(|path| path.starts_with("csv::"));
        if of_rows && self.name(call.name).ends_with("deserialize") && !call.generics.is_empty() {
            // One after the other: each is such a row.
            let row = self.with_turbofish(out, &call.generics, call.args.len());
            return Ev::new(Value::wrapped(Key::ELEM, row.v), Type::list_of(row.t));
        }
        self.with_turbofish(out, &call.generics, call.args.len())
    }

    /// A receiver: a place is borrowed, anything else is a value.
    fn receiver(&mut self, id: ExprId) -> Ev {
        let is_place = matches!(
            self.facts().expr(id),
            Expr::Path(_) | Expr::Field(..) | Expr::Index(..) | Expr::Deref(_) | Expr::Hole(_)
        );
        if is_place && let Some((places, ty)) = self.places(id) {
            // A place that holds a reference is a receiver by that reference.
            let mut all: Vec<Place> = Vec::new();
            let mut rest = Value::CLEAN;
            for place in places {
                let there = self.state.read(place, &mut self.eng.paths);
                if there.refs().is_empty() {
                    self.seed_place(place, id, there);
                    all.push(place);
                } else {
                    rest = self.join(&rest, &Value::reference(there.refs().to_vec()));
                    all.extend(there.refs().iter().filter(|place| !place.shared));
                    all.extend(there.refs().iter().filter(|place| place.shared));
                }
            }
            return Ev::new(Value::reference(all), ty);
        }
        self.eval(id)
    }

    /// A field of a seeded type that is a receiver: what it holds by its type is put there.
    pub(super) fn seed_place(&mut self, place: Place, id: ExprId, there: Value) {
        let Expr::Field(base, name, _) = self.facts().expr(id) else { return };
        let Some((_, base_ty)) = self.places(*base) else { return };
        let name = self.name(*name);
        let seeded = self.seeded_field(there.clone(), &base_ty, name, id);
        if seeded != there {
            self.state.write(place, seeded, true, &mut self.eng.paths);
        }
    }

    fn call_method(&mut self, call: &'a MethodCall, receiver: Ev, at: At) -> Ev {
        let name = self.name(call.name);
        if let Some(out) = self.query_method(name, &receiver, call, at) {
            return out;
        }
        // Rules on methods of elsewhere come first.
        let owner = self.owner_path(&receiver.t);
        if receiver.t.def().is_none() {
            let found = self.method_rules(name, owner.as_deref());
            if !found.is_empty() {
                return self.by_rules(&found, owner.as_deref(), call, &receiver, at);
            }
        }
        let found = self.candidates(&receiver, name, call);
        if !found.is_empty() {
            let given_receiver = self.receiver_for(found[0], receiver.clone());
            let mut given = vec![given_receiver];
            given.extend(self.eval_all(&call.args));
            // What everybody calls so (`ok`, `get`) is seldom the one function of that name here.
            let common = found.len() > 1 || std_table::method(name).is_some();
            let guessed = !receiver.t.is_known() && common;
            let around = std::mem::replace(&mut self.guessed, guessed);
            let out = self.call_any(&found, given, at);
            self.guessed = around;
            return out;
        }
        // A field that holds a closure is called by `(self.f)(…)`, so a method of a known type that is not
        // there comes through `Deref`; that of a guard or a handle (`State<Database>`) through what it holds.
        let held = if std_table::method(name).is_none() { receiver.t.inner() } else { receiver.t.clone() };
        if let Some(deref) = held.def().and_then(|def| self.dereferencing(def)) {
            let def = held.def();
            let borrowed = self.receiver_for(deref, Ev::new(receiver.v.clone(), held));
            let inner = self.call_function(deref, vec![borrowed], None);
            if inner.t.def() != def {
                return self.call_method(call, inner, at);
            }
        }
        if let Some(def) = receiver.t.def() {
            if !self.ws.methods(def, "next").is_empty() && std_table::method(name).is_some() {
                let item = self.iterated(&receiver);
                let list = Ev::new(Value::wrapped(crate::flow::path::Key::ELEM, item.v), Type::list_of(item.t));
                return self.std_method(name, list, call, at);
            }
            for krate in self.crates_implemented(def) {
                let owner = format!("{krate}::?");
                let found = self.method_rules(name, Some(&owner));
                if !found.is_empty() {
                    return self.by_rules(&found, Some(&owner), call, &receiver, at);
                }
            }
        }
        self.std_method(name, receiver, call, at)
    }

    /// What rules say of a method.
    fn by_rules(&mut self, found: &[u32], owner: Option<&str>, call: &'a MethodCall, receiver: &Ev, at: At) -> Ev {
        let name = self.name(call.name);
        let given = self.eval_all(&call.args);
        let api = match owner {
            Some(owner) if !owner.ends_with('?') => format!("{owner}::{name}"),
            _ => name.to_owned(),
        };
        let ty = self.type_after(&receiver.t, name);
        match self.apply_rules(found, Some(receiver), &given, at, &api, name) {
            Some(v) => Ev::new(self.as_output(v, &ty), ty),
            // Only a sink: a builder goes on with what it had.
            None => Ev::new(self.deref(&receiver.v), ty),
        }
    }

    /// How a type of the workspace is dereferenced: other traits have functions of that name too.
    pub(super) fn dereferencing(&self, of: Def) -> Option<Def> {
        let is_method = |def: &Def| match &self.ws.item(*def).kind {
            ItemKind::Fn(function) => function.receiver.is_some() && function.params.is_empty(),
            _ => false,
        };
        self.ws.methods(of, "deref").into_iter().find(is_method)
    }

    /// The crates whose traits a type of the workspace implements: their extension traits give it methods.
    fn crates_implemented(&self, of: Def) -> Vec<String> {
        let mut crates = Vec::new();
        for &block in self.ws.impls(of) {
            let item = self.ws.item(block);
            let ItemKind::Impl { of: Some(path), .. } = &item.kind else { continue };
            let file = block.file as usize;
            if let Resolved::External(path) = self.ws.resolve_in(Namespace::Type, file, item.parent, path)
                && let Some((krate, _)) = path.split_once("::")
                && krate != "std"
                && !crates.iter().any(|known| known == krate)
            {
                crates.push(krate.to_owned());
            }
        }
        crates
    }

    /// The functions of the workspace that a method call can mean.
    fn candidates(&mut self, receiver: &Ev, name: &str, call: &'a MethodCall) -> Vec<Def> {
        match &receiver.t {
            Type::Def(def, _) => return self.ws.methods(*def, name),
            Type::Bounds(bounds) => {
                let found = self.by_bounds(bounds, name);
                if !found.is_empty() {
                    return found;
                }
                if std_table::method(name).is_some() || bounds.iter().all(|b| matches!(b, types::Bound::External(_))) {
                    return self.extensions(name, call);
                }
                return Vec::new();
            }
            Type::External(_, args) => {
                let found = self.extensions(name, call);
                if !found.is_empty() || args.len() != 1 {
                    return found;
                }
                // `Json<User>`, `MutexGuard<T>`: through the wrapper.
                if std_table::method(name).is_none()
                    && let Type::Def(def, _) = &args[0]
                {
                    return self.ws.methods(*def, name);
                }
                return Vec::new();
            }
            Type::Tuple(_) | Type::Callable(_) => return self.extensions(name, call),
            Type::Unknown => {}
        }
        let all = self.ws.methods_named(name);
        let is_std = std_table::method(name).is_some();
        if all.is_empty() || all.len() > CANDIDATES || is_std && (all.len() > 3 || self.is_iterator(call.receiver)) {
            return Vec::new();
        }
        let arity = call.args.len();
        let file = self.frame().file as usize;
        let fits = |def: &&Def| match &self.ws.item(**def).kind {
            ItemKind::Fn(function) => {
                function.params.len() == arity
                    && function.body.is_some()
                    && self.ws.may_call(file, **def)
                    && self.is_there(**def)
            }
            _ => false,
        };
        let found: Vec<Def> = all.iter().filter(fits).copied().collect();
        let shaped = {
            let content = self.deref(&receiver.v);
            is_std
                && content.0.as_ref().is_some_and(|node| {
                    node.kids.iter().any(|(key, _)| key.is_many() || key.is_variant()) || !node.calls.is_empty()
                })
        };
        if shaped { Vec::new() } else { found }
    }

    /// Whether an expression gives an iterator, by the method that it ends with.
    fn is_iterator(&self, id: ExprId) -> bool {
        matches!(self.facts().expr(id), Expr::Method(call) if std_table::iterates(self.name(call.name)))
    }

    /// Whether a function is there when the program runs that the caller is part of: those of tests are only in tests.
    pub(super) fn is_there(&self, def: Def) -> bool {
        let frame = self.frame();
        let in_test = || frame.item.is_some_and(|item| self.ws.is_test(Def { file: frame.file, item }));
        !self.ws.is_test(def) || in_test()
    }

    /// Methods that traits of the workspace give to types of elsewhere.
    fn extensions(&self, name: &str, call: &MethodCall) -> Vec<Def> {
        let all = self.ws.methods_named(name);
        if all.is_empty() || std_table::method(name).is_some() {
            return Vec::new();
        }
        let fits = |def: &&Def| {
            let item = self.ws.item(**def);
            let ItemKind::Fn(function) = &item.kind else { return false };
            let Some(parent) = item.parent else { return false };
            let block = Def { file: def.file, item: parent };
            let foreign = match &self.ws.item(block).kind {
                ItemKind::Impl { of, .. } => of.is_some() && self.ws.impl_of(block).0.is_none(),
                ItemKind::Trait { .. } => true,
                _ => false,
            };
            foreign && function.params.len() == call.args.len() && function.body.is_some() && self.is_there(**def)
        };
        all.iter().filter(fits).copied().take(CANDIDATES).collect()
    }

    /// The path by which rules know the receiver's type.
    pub(super) fn owner_path(&self, ty: &Type) -> Option<String> {
        match ty {
            Type::External(path, _) => Some(path.to_string()),
            Type::Bounds(bounds) => bounds.iter().find_map(|bound| match bound {
                types::Bound::External(path) => Some(path.to_string()),
                types::Bound::Def(_) => None,
            }),
            Type::Tuple(_) | Type::Callable(_) => Some("?".to_owned()),
            _ => None,
        }
    }

    /// What a method of a type of another crate gives: some type of that crate.
    pub(super) fn type_after(&self, ty: &Type, name: &str) -> Type {
        let Type::External(path, _) = ty else { return Type::Unknown };
        if let Some(next) = std_table::gives(path, name) {
            return Type::external(next, Vec::new());
        }
        if matches!(name, "split" | "into_split") && sinks::writer(path).is_some() {
            return Type::Tuple(vec![ty.clone(), ty.clone()].into());
        }
        if path.starts_with("std::") || !path.contains("::") {
            return Type::Unknown;
        }
        if name.starts_with("expose") || matches!(name, "into_inner" | "declassify" | "unseal" | "reveal") {
            // Out of a wrapper that redacts.
            return Type::Unknown;
        }
        if matches!(name, "unwrap" | "expect" | "clone" | "await") {
            return ty.clone();
        }
        let krate = path.split("::").next().unwrap_or("");
        let next = if name == "collection" { "Collection" } else { "?" };
        Type::external(&format!("{krate}::{next}"), Vec::new())
    }

    /// Places that a method may write to: those of a mutable receiver.
    pub(super) fn writable(&self, receiver: &Value) -> Vec<Place> {
        receiver.refs().iter().copied().filter(|place| self.may_write(*place)).collect()
    }

    fn may_write(&self, place: Place) -> bool {
        place.mutable
            || (place.path == PathId::ROOT && self.locals[place.local as usize].mutable && place.local >= self.inputs)
    }
}
