//! An expression that names a place comes in; the places it may mean go out, or what lies there.

use super::{Ev, Eval, Local};
use crate::flow::path::{Key, PathId};
use crate::flow::types::Type;
use crate::flow::value::{Place, Value};
use crate::link::{Def, Namespace, Resolved};
use crate::model::fact::{Expr, ExprId, ItemKind, Sym};

impl<'a> Eval<'_, 'a> {
    /// The places an expression stands for, when it is one; the last part is whether it was looked through a
    /// reference to get there.
    pub(super) fn places(&mut self, id: ExprId) -> Option<(Vec<Place>, Type)> {
        if !self.state.live {
            return None;
        }
        let facts = self.facts();
        match facts.expr(id) {
            Expr::Path(path) => {
                let local = match self.find_local(path) {
                    Some(local) => local,
                    None => {
                        let frame = self.frame();
                        match self.ws.resolve_in(Namespace::Value, frame.file as usize, frame.item, path) {
                            Resolved::Def(def) if matches!(self.ws.item(def).kind, ItemKind::Const { .. }) => {
                                self.static_local(def)
                            }
                            _ => return None,
                        }
                    }
                };
                let Local { ty, mutable } = self.locals[local as usize].clone();
                Some((vec![Place { local, path: PathId::ROOT, mutable, shared: false }], ty))
            }
            Expr::Field(base, name, _) => {
                let (bases, ty) = self.places(*base)?;
                let name = self.name(*name);
                let (bases, ty) = self.dereferenced(name, bases, ty);
                let key = self.eng.paths.field(name);
                let places = self.chase(bases).into_iter().map(|place| self.below(place, key)).collect();
                Some((places, self.eng.types.field(&ty, name)))
            }
            Expr::Index(base, index) => {
                let (bases, ty) = self.places(*base)?;
                if let Some(def) = ty.def() {
                    return self.indexed_by_hand(def, bases, ty, *index);
                }
                self.eval(*index);
                let bases = self.chase(bases);
                let mut places = Vec::new();
                for place in bases {
                    let key = self.named_cell(place, *index).unwrap_or_else(|| self.cell(place, &ty));
                    places.push(self.below(place, key));
                }
                Some((places, ty.indexed()))
            }
            Expr::Deref(inner) => {
                if let Some((places, ty)) = self.places(*inner) {
                    if ty.def().is_some_and(|def| self.dereferencing(def).is_some()) {
                        return None;
                    }
                    return Some((self.chase_once(places), ty));
                }
                let value = self.eval(*inner);
                let refs = value.v.refs().to_vec();
                (!refs.is_empty()).then_some((refs, value.t))
            }
            Expr::Hole(_) => {
                let (expr, frame) = self.hole(id)?;
                let back = std::mem::replace(&mut self.cur, frame);
                let found = self.places(expr);
                self.cur = back;
                found
            }
            Expr::Method(_) | Expr::Call(..) | Expr::Block(..) | Expr::Macro(_) | Expr::Try(_) | Expr::Await(_) => {
                let value = self.eval(id);
                let refs = value.v.refs().to_vec();
                (!refs.is_empty()).then_some((refs, value.t))
            }
            _ => None,
        }
    }

    /// Follows references stored in places until places of content are reached.
    pub(super) fn chase(&mut self, places: Vec<Place>) -> Vec<Place> {
        let mut places = places;
        for _ in 0..5 {
            let next = self.chase_once(places.clone());
            if next == places {
                break;
            }
            places = next;
        }
        places
    }

    fn chase_once(&mut self, places: Vec<Place>) -> Vec<Place> {
        let mut next = Vec::new();
        for place in places {
            let value = self.state.read(place, &mut self.eng.paths);
            match value.refs() {
                [] => next.push(place),
                refs => {
                    next.extend(refs.iter().copied());
                    if value.has_content() {
                        // A reference or something of its own, as after a branch.
                        next.push(place);
                    }
                }
            }
        }
        next.sort_unstable();
        next.dedup();
        next
    }

    /// `list[at]` of a type of the workspace: what its `index_mut` or `index` refers to.
    fn indexed_by_hand(&mut self, def: Def, bases: Vec<Place>, ty: Type, index: ExprId) -> Option<(Vec<Place>, Type)> {
        let methods = |name| self.ws.methods(def, name).first().copied();
        let method = methods("index_mut").or_else(|| methods("index"))?;
        let bases = bases.into_iter().map(|place| Place { mutable: true, ..place }).collect();
        let index = self.eval(index);
        let found = self.call_function(method, vec![Ev::new(Value::reference(bases), ty), index], None);
        let refs = found.v.refs().to_vec();
        (!refs.is_empty()).then_some((refs, found.t))
    }

    /// The places that have a field: where a type of the workspace does not, those that it dereferences to.
    fn dereferenced(&mut self, field: &str, bases: Vec<Place>, ty: Type) -> (Vec<Place>, Type) {
        let Some(deref) = self.dereferencing_to(field, &ty) else { return (bases, ty) };
        let bases: Vec<Place> = bases.into_iter().map(|place| Place { mutable: true, ..place }).collect();
        let found = self.call_function(deref, vec![Ev::new(Value::reference(bases.clone()), ty.clone())], None);
        match found.v.refs() {
            [] => (bases, ty),
            refs => (refs.to_vec(), found.t),
        }
    }

    /// How a type is dereferenced to get at a field that it has not.
    fn dereferencing_to(&self, field: &str, ty: &Type) -> Option<Def> {
        let def = ty.def().filter(|&def| !self.ws.has_field(def, field))?;
        self.dereferencing(def)
    }

    pub(super) fn below(&mut self, place: Place, key: Key) -> Place {
        Place { path: self.eng.paths.extend(place.path, key), shared: false, ..place }
    }

    /// The cell of a JSON object that a literal names.
    fn named_cell(&mut self, place: Place, index: ExprId) -> Option<Key> {
        let Expr::Lit(crate::model::fact::Lit::Str(name)) = self.facts().expr(index) else { return None };
        let key = self.eng.paths.field(self.name(*name));
        self.state.read(place, &mut self.eng.paths).kid(key).is_some().then_some(key)
    }

    /// The cell that indexing means: a map's values or a list's elements.
    pub(super) fn cell(&mut self, place: Place, ty: &Type) -> Key {
        let is_map = ty.is_map() || {
            let there = self.state.read(place, &mut self.eng.paths);
            !ty.is_list() && there.kid(Key::MAP_VALUE).is_some()
        };
        if is_map { Key::MAP_VALUE } else { Key::ELEM }
    }

    pub(super) fn eval_field(&mut self, id: ExprId, base: ExprId, name: Sym) -> Ev {
        let text = self.name(name);
        let (value, ty, base_ty) = match self.places(id) {
            Some((places, ty)) => {
                let mut value = Value::CLEAN;
                for place in places {
                    let there = self.state.read(place, &mut self.eng.paths);
                    value = self.join(&value, &there);
                }
                let base_ty = match self.facts().expr(base) {
                    Expr::Path(_) | Expr::Field(..) | Expr::Index(..) | Expr::Deref(_) | Expr::Hole(_) => {
                        self.places(base).map(|(_, ty)| ty).unwrap_or_default()
                    }
                    _ => Type::Unknown,
                };
                (value, ty, base_ty)
            }
            None => {
                let mut base = self.eval(base);
                if let Some(deref) = self.dereferencing_to(text, &base.t) {
                    let borrowed = self.borrowed(base.v);
                    base = self.call_function(deref, vec![Ev::new(borrowed, base.t)], None);
                }
                let key = self.eng.paths.field(text);
                let content = self.deref(&base.v);
                let ty = self.eng.types.field(&base.t, text);
                (self.project(&content, key), ty, base.t)
            }
        };
        let value = self.seeded_field(value, &base_ty, text, id);
        Ev::new(value, ty)
    }

    pub(super) fn eval_index(&mut self, base: ExprId, index: ExprId) -> Ev {
        let items = self.eval(base);
        if let Some(found) = self.operator(&items, "index", &[index]) {
            return found;
        }
        self.eval(index);
        let ranged = matches!(self.facts().expr(index), Expr::Range(..));
        let content = self.deref(&items.v);
        if ranged {
            return Ev::new(content, items.t);
        }
        if let Expr::Lit(crate::model::fact::Lit::Str(name)) = self.facts().expr(index) {
            // A JSON object: its keys are its fields.
            let key = self.eng.paths.field(self.name(*name));
            if let Some(part) = content.kid(key) {
                return Ev::new(part.clone(), items.t);
            }
        }
        let elem = self.project(&content, Key::ELEM);
        let mapped = self.project(&content, Key::MAP_VALUE);
        let item = self.join(&elem, &mapped);
        let is_object = content.0.as_ref().is_some_and(|node| {
            !node.kids.is_empty() && !node.kids.iter().any(|(key, _)| key.is_many() || key.is_variant())
        });
        let literal = matches!(self.facts().expr(index), Expr::Lit(_));
        let item = if item.is_clean() && is_object && !literal { self.flat(&content) } else { item };
        Ev::new(item, items.t.indexed())
    }

    pub(super) fn eval_ref(&mut self, id: ExprId, mutable: bool, inner: ExprId) -> Ev {
        if matches!(
            self.facts().expr(inner),
            Expr::Path(_) | Expr::Field(..) | Expr::Index(..) | Expr::Deref(_) | Expr::Hole(_)
        ) && let Some((places, ty)) = self.places(inner)
        {
            for &place in &places {
                let there = self.state.read(place, &mut self.eng.paths);
                self.seed_place(place, inner, there);
            }
            let places = places.into_iter().map(|place| Place { mutable, ..place }).collect();
            return Ev::new(Value::reference(places), ty);
        }
        let value = self.eval(inner);
        if mutable && value.v.refs().is_empty() {
            let local = self.temporary(id, value.v);
            let place = Place { local, path: PathId::ROOT, mutable, shared: false };
            return Ev::new(Value::reference(vec![place]), value.t);
        }
        value
    }

    pub(super) fn eval_deref(&mut self, inner: ExprId) -> Ev {
        let value = self.eval(inner);
        if value.t.def().is_some_and(|def| self.dereferencing(def).is_some())
            && let Some(found) = self.operator(&value, "deref", &[])
        {
            return found;
        }
        // One level: what a reference refers to; a box is its content.
        let refs = value.v.refs().to_vec();
        if refs.is_empty() {
            return value;
        }
        let mut out = Value::CLEAN;
        for place in refs {
            let there = self.state.read(place, &mut self.eng.paths);
            out = self.join(&out, &there);
        }
        Ev::new(out, value.t)
    }
}
