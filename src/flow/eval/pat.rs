//! A pattern and a value come in, variables bound to the parts of the value go out.

use super::{Ev, Eval};
use crate::flow::path::{Key, PathId};
use crate::flow::types::Type;
use crate::flow::value::{Place, Value};
use crate::link::{Namespace, Resolved};
use crate::model::fact::{Expr, ExprId, ItemKind, Pat, PatId, Path, Sym};

impl<'a> Eval<'_, 'a> {
    /// A value to be matched: a place stays a place where a pattern borrows from it.
    pub(super) fn eval_scrutinee(&mut self, id: ExprId, pats: &[PatId]) -> Ev {
        let is_place =
            matches!(self.facts().expr(id), Expr::Path(_) | Expr::Field(..) | Expr::Index(..) | Expr::Deref(_));
        if is_place
            && pats.iter().any(|&pat| self.borrows(pat))
            && let Some((places, ty)) = self.places(id)
        {
            let places = self.chase(places).into_iter().map(|place| Place { mutable: true, ..place }).collect();
            return Ev::new(Value::reference(places), ty);
        }
        self.eval(id)
    }

    fn borrows(&self, pat: PatId) -> bool {
        match self.facts().pat(pat) {
            Pat::Bind { by_ref, sub, .. } => *by_ref || sub.is_some_and(|sub| self.borrows(sub)),
            Pat::Tuple(list) | Pat::Slice(list) | Pat::TupleStruct(_, list) | Pat::Or(list) => {
                list.iter().any(|&pat| self.borrows(pat))
            }
            Pat::Struct(_, fields) => fields.iter().any(|&(_, pat)| self.borrows(pat)),
            Pat::Ref(inner) | Pat::Typed(inner, _) => self.borrows(*inner),
            _ => false,
        }
    }

    /// Binds the names of a pattern.
    pub(super) fn bind(&mut self, id: PatId, value: Ev) {
        let from = self.frame().names.len();
        self.bind_in(id, value, from, false);
    }

    /// `from` is where this pattern's names begin; `again` when a further alternative binds the same names.
    fn bind_in(&mut self, id: PatId, value: Ev, from: usize, again: bool) {
        let facts = self.facts();
        match facts.pat(id) {
            Pat::Wild | Pat::Rest | Pat::Path(_) | Pat::Lit(_) => {}
            Pat::Bind { name, mutable, sub, .. } => {
                if sub.is_none() && !again && self.names_a_constant(*name) {
                    return;
                }
                if let Some(sub) = sub {
                    self.bind_in(*sub, value.clone(), from, again);
                }
                self.bind_name(id, *name, *mutable, value, from, again);
            }
            Pat::Tuple(list) => {
                let content = self.opened(&value.v);
                let arity = value.t.args().len();
                let rest = list.iter().position(|&pat| matches!(facts.pat(pat), Pat::Rest));
                for (at, &pat) in list.iter().enumerate() {
                    let index = match rest {
                        Some(rest) if at > rest => {
                            let total = if arity > 0 { arity } else { self.width(&content, list.len()) };
                            (total + at).saturating_sub(list.len())
                        }
                        _ => at,
                    };
                    let name = index.to_string();
                    let key = self.eng.paths.field(&name);
                    let part = self.project(&content, key);
                    let ty = self.eng.types.field(&value.t, &name);
                    self.bind_in(pat, Ev::new(part, ty), from, again);
                }
            }
            Pat::Slice(list) => {
                let content = self.opened(&value.v);
                let part = self.project(&content, Key::ELEM);
                let ty = value.t.element();
                for &pat in list {
                    let whole = matches!(facts.pat(pat), Pat::Bind { sub: Some(sub), .. }
                        if matches!(facts.pat(*sub), Pat::Rest));
                    let part = if whole { value.clone() } else { Ev::new(part.clone(), ty.clone()) };
                    self.bind_in(pat, part, from, again);
                }
            }
            Pat::TupleStruct(path, list) => {
                let rest = list.iter().position(|&pat| matches!(facts.pat(pat), Pat::Rest));
                for (at, &pat) in list.iter().enumerate() {
                    let index = match rest {
                        Some(rest) if at > rest => {
                            let total = self.arity(path).unwrap_or(list.len());
                            (total + at).saturating_sub(list.len())
                        }
                        _ => at,
                    };
                    let part = self.part(path, &value, &index.to_string());
                    self.bind_in(pat, part, from, again);
                }
            }
            Pat::Struct(path, fields) => {
                for (name, pat) in fields {
                    let text = self.name(*name);
                    let part = self.part(path, &value, text);
                    self.bind_in(*pat, part, from, again);
                }
            }
            Pat::Or(list) => {
                for (at, &pat) in list.iter().enumerate() {
                    self.bind_in(pat, value.clone(), from, again || at > 0);
                }
            }
            Pat::Ref(inner) => {
                let refs = value.v.refs().to_vec();
                let mut content = if refs.is_empty() { value.v.clone() } else { Value::CLEAN };
                for place in refs {
                    let there = self.state.read(place, &mut self.eng.paths);
                    content = self.join(&content, &there);
                }
                self.bind_in(*inner, Ev::new(content, value.t), from, again);
            }
            Pat::Typed(inner, ty) => {
                let declared = self.lower(*ty);
                let mut value = value;
                if declared.is_known() {
                    if value.v.is_clean() {
                        value.v = self.template(&declared, 0);
                    }
                    value.t = declared;
                }
                self.bind_in(*inner, value, from, again);
            }
        }
    }

    fn bind_name(&mut self, id: PatId, name: Sym, mutable: bool, value: Ev, from: usize, again: bool) {
        let frame = self.cur;
        let known = self.frames[frame].names[from..].iter().find(|(known, _)| *known == name).map(|(_, local)| *local);
        match known {
            Some(local) if again => {
                let old = self.state.local(local);
                let joined = self.join(&old, &value.v);
                self.state.set_local(local, joined, &mut self.eng.paths);
            }
            _ => {
                let local = self.slot(0, id.0);
                self.locals[local as usize].mutable = mutable;
                let value = if mutable { self.moved(value) } else { value };
                if value.t.is_known() {
                    self.locals[local as usize].ty = value.t;
                }
                self.state.set_local(local, value.v, &mut self.eng.paths);
                self.frames[frame].names.push((name, local));
            }
        }
    }

    /// A parameter that is moved into a `mut` variable can be changed by that.
    fn moved(&self, value: Ev) -> Ev {
        let is_input = |place: &Place| place.path == PathId::ROOT && place.local < self.inputs;
        if value.v.refs().is_empty() || !value.v.refs().iter().all(is_input) {
            return value;
        }
        let mut node = value.v.0.as_deref().cloned().unwrap_or_default();
        node.refs.iter_mut().for_each(|place| place.mutable = true);
        Ev::new(node.into(), value.t)
    }

    /// What a pattern looks into: references to places stay lazy.
    fn opened(&mut self, value: &Value) -> Value {
        // A reference to a reference is looked through as default binding modes do.
        let refs = value.refs();
        if refs.is_empty() {
            return value.clone();
        }
        let places = refs.to_vec();
        let chased = self.chase(places);
        let mut node = value.0.as_ref().map(|node| (**node).clone()).unwrap_or_default();
        node.refs = chased;
        node.into()
    }

    fn width(&self, value: &Value, least: usize) -> usize {
        value.0.as_ref().map_or(0, |node| node.kids.len()).max(least)
    }

    /// Whether a bare name in a pattern is a unit variant or a const.
    fn names_a_constant(&self, name: Sym) -> bool {
        let text = self.name(name);
        if !text.starts_with(char::is_uppercase) {
            return false;
        }
        let path = Path::single(name, Default::default());
        let frame = self.frame();
        !matches!(self.ws.resolve_in(Namespace::Value, frame.file as usize, frame.item, &path), Resolved::Unknown)
    }

    fn resolve_pattern(&self, path: &Path) -> Resolved {
        let frame = self.frame();
        self.ws.resolve_in(Namespace::Any, frame.file as usize, frame.item, path)
    }

    fn arity(&self, path: &Path) -> Option<usize> {
        match self.resolve_pattern(path) {
            Resolved::Def(def) => match &self.ws.item(def).kind {
                ItemKind::Struct { fields, .. } => Some(fields.list.len()),
                _ => None,
            },
            Resolved::Variant(def, at) => match &self.ws.item(def).kind {
                ItemKind::Enum { variants, .. } => Some(variants[at].fields.list.len()),
                _ => None,
            },
            _ => None,
        }
    }

    /// The part of a value that a field of a struct or variant pattern names.
    fn part(&mut self, path: &'a Path, value: &Ev, field: &str) -> Ev {
        let content = self.opened(&value.v);
        match self.resolve_pattern(path) {
            Resolved::Variant(def, at) => {
                let ItemKind::Enum { variants, .. } = &self.ws.item(def).kind else { return Ev::clean() };
                let name = self.ws.facts(def).name(variants[at].name);
                let key = self.eng.paths.variant(name, field);
                let ty = self.eng.types.variant_field(&value.t, def, at, field);
                let part = self.project(&content, key);
                let part = self.seeded_variant(part, &content, def, at, field);
                Ev::new(part, ty)
            }
            Resolved::Def(def)
                if matches!(self.ws.item(def).kind, ItemKind::Struct { .. } | ItemKind::Alias { .. }) =>
            {
                let ty = if value.t.is_known() { value.t.clone() } else { self.lower_path(path) };
                let key = self.eng.paths.field(field);
                let part = self.project(&content, key);
                let part = self.seeded_part(part, &content, &ty, field);
                Ev::new(part, self.eng.types.field(&ty, field))
            }
            _ => {
                let name = self.facts().last(path);
                if name == "Self" {
                    let key = self.eng.paths.field(field);
                    let part = self.project(&content, key);
                    return Ev::new(part, self.eng.types.field(&value.t, field));
                }
                if matches!(name, "Occupied" | "Vacant") && field == "0" {
                    // An entry of a map is its cell, whether something is there or not.
                    return value.clone();
                }
                let key = self.eng.paths.variant(name, field);
                let part = self.project(&content, key);
                let ty = match name {
                    "Some" | "Ok" => value.t.unwrapped(),
                    "Err" => value.t.args().get(1).cloned().unwrap_or_default(),
                    _ if field == "0" => value.t.inner(),
                    _ => Type::Unknown,
                };
                Ev::new(part, ty)
            }
        }
    }

    /// The items that a `for` loop or an iterator goes through.
    pub(super) fn iterated(&mut self, items: &Ev) -> Ev {
        if let Some(def) = items.t.def() {
            for name in ["next", "into_iter", "iter"] {
                let found = self.ws.methods(def, name);
                if let Some(&method) = found.first() {
                    let receiver = self.borrowed(items.v.clone());
                    let given = self.call_function(method, vec![Ev::new(receiver, items.t.clone())], None);
                    if name == "next" {
                        let inside = self.payload(&given.v);
                        return Ev::new(inside, given.t.unwrapped());
                    }
                    let elem = self.element(&given.v);
                    return Ev::new(elem, given.t.element());
                }
            }
        }
        let mut element = self.element(&items.v);
        if items.t.is_receiver() {
            let by_type = self.received_by_type(&items.t);
            element = self.join(&element, &by_type);
        }
        Ev::new(element, items.t.element())
    }

    /// An element of a collection, iterator, map or option; references stay references.
    pub(super) fn element(&mut self, items: &Value) -> Value {
        let content = self.deref(items);
        let has = |key| content.kid(key).is_some();
        let known = self.eng.paths.known;
        if has(Key::MAP_VALUE) || has(Key::MAP_KEY) {
            let map = self.opened(items);
            let (key, value) = (self.project(&map, Key::MAP_KEY), self.project(&map, Key::MAP_VALUE));
            let pair = Value::with_kids(vec![(known.zero, key), (known.one, value)]);
            if !has(Key::ELEM) {
                return pair;
            }
            let elem = self.project(&content, Key::ELEM);
            return self.join(&pair, &elem);
        }
        if !has(Key::ELEM) && (has(known.some) || has(known.ok)) {
            return self.payload(items);
        }
        if !has(Key::ELEM)
            && let Some(node) = &content.0
            && !node.kids.is_empty()
        {
            // An iterator that was taken for the thing it goes over.
            return content;
        }
        let opened = self.opened(items);
        self.project(&opened, Key::ELEM)
    }

    /// A value as a receiver that is borrowed: a reference to a variable of its own.
    pub(super) fn borrowed(&mut self, value: Value) -> Value {
        if !value.refs().is_empty() {
            return value;
        }
        let local = self.slot(3, self.site.0);
        self.state.set_local(local, value, &mut self.eng.paths);
        Value::reference(vec![Place { local, path: PathId::ROOT, mutable: true, shared: false }])
    }
}
