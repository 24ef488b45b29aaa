//! A type or a field comes in, what it holds of seeds goes out.

use super::{Ev, Eval};
use crate::flow::path::{Key, PathId};
use crate::flow::rules;
use crate::flow::types::Type;
use crate::flow::value::{Place, Value};
use crate::link::{Def, Workspace};
use crate::model::fact::{ExprId, ItemKind, LetStmt};

/// How deep types are looked into for seeds.
const DEEPEST: u8 = 4;
/// A value of an enum is taken to hold what its variants do when one in so many does.
const FEW: usize = 8;

impl<'a> Eval<'_, 'a> {
    /// What a value of a type holds by itself.
    pub(in crate::flow) fn template(&mut self, ty: &Type, depth: u8) -> Value {
        if depth > DEEPEST {
            return Value::CLEAN;
        }
        match ty {
            Type::Def(def, _) => {
                if let Some(known) = self.eng.templates.get(def) {
                    return known.clone();
                }
                if self.eng.field_seeds.is_empty() && self.eng.type_seeds.is_empty() && !self.eng.rules.has_types() {
                    return Value::CLEAN;
                }
                self.eng.templates.insert(*def, Value::CLEAN);
                let value = self.template_of(*def, ty, depth);
                self.eng.templates.insert(*def, value.clone());
                value
            }
            Type::External(path, args) => {
                let own = self.external_source(path);
                if args.is_empty() {
                    return own;
                }
                let known = self.eng.paths.known;
                let name = rules::last(path);
                let inner = if ty.is_map() {
                    let (key, value) = (self.template(&args[0], depth + 1), self.template(&args[1], depth + 1));
                    Value::with_kids(vec![(Key::MAP_KEY, key), (Key::MAP_VALUE, value)])
                } else {
                    let key = match name {
                        "Option" => Some(known.some),
                        "Result" => Some(known.ok),
                        _ if ty.is_list() => Some(Key::ELEM),
                        _ => None,
                    };
                    let inner = self.template(&args[0], depth + 1);
                    match key {
                        Some(key) => Value::wrapped(key, inner),
                        None if names_only(name) => Value::CLEAN,
                        // A wrapper that derefs to its content.
                        None => inner,
                    }
                };
                self.join(&own, &inner)
            }
            Type::Tuple(list) => {
                let mut kids = Vec::new();
                for (index, ty) in list.iter().enumerate() {
                    let value = self.template(ty, depth + 1);
                    if !value.is_clean() {
                        kids.push((self.eng.paths.field(&index.to_string()), value));
                    }
                }
                Value::with_kids(kids)
            }
            _ => Value::CLEAN,
        }
    }

    /// What a field of a variant holds by itself.
    fn template_of_variant(&mut self, def: Def, ty: &Type, at: usize, name: &str, depth: u8) -> Value {
        let ItemKind::Enum { variants, .. } = &self.ws.item(def).kind else { return Value::CLEAN };
        let of = self.ws.facts(def).name(variants[at].name);
        let inner = self.eng.types.variant_field(ty, def, at, name);
        let value = self.template(&inner, depth + 1);
        self.with_seeds(value, def, Some(of), name)
    }

    /// With the data that starts at a field.
    fn with_seeds(&mut self, value: Value, ty: Def, variant: Option<&str>, field: &str) -> Value {
        let sources: Vec<u32> = self.eng.seeds_of(ty, variant, field).collect();
        sources.into_iter().fold(value, |value, source| {
            let atom = self.eng.start(source, "is a field of a collected type");
            self.join(&value, &Value::atoms(vec![atom]))
        })
    }

    /// Whether the type of an enum says what a value of it holds when it is printed: no error, and of many variants
    /// more than a few hold data.
    pub(in crate::flow) fn is_told_by_type(&mut self, ty: &Type, def: Def, variants: usize) -> bool {
        !is_error(self.ws, def) && (variants <= FEW || !self.template(ty, 0).is_clean())
    }

    fn template_of(&mut self, def: Def, ty: &Type, depth: u8) -> Value {
        let mut kids: Vec<(Key, Value)> = Vec::new();
        let facts = self.ws.facts(def);
        match &self.ws.item(def).kind {
            ItemKind::Struct { fields, .. } => {
                for field in &fields.list {
                    let name = facts.name(field.name);
                    let inner = self.eng.types.field(ty, name);
                    let value = self.template(&inner, depth + 1);
                    let value = self.with_seeds(value, def, None, name);
                    if !value.is_clean() {
                        kids.push((self.eng.paths.field(name), value));
                    }
                }
            }
            ItemKind::Enum { variants, .. } => {
                let mut holding = 0;
                for (at, variant) in variants.iter().enumerate() {
                    let of = facts.name(variant.name);
                    let before = kids.len();
                    for field in &variant.fields.list {
                        let name = facts.name(field.name);
                        let value = self.template_of_variant(def, ty, at, name, depth);
                        if !value.is_clean() {
                            kids.push((self.eng.paths.variant(of, name), value));
                        }
                    }
                    holding += usize::from(kids.len() > before);
                }
                if !is_told(self.ws, def, variants.len(), holding) {
                    kids.clear();
                }
            }
            _ => {}
        }
        let marked = self.marked_value(def);
        let built = Value::with_kids(kids);
        self.join(&built, &marked)
    }

    /// What a field holds by its type's seeds, when nothing else is known of it.
    pub(super) fn seeded_field(&mut self, value: Value, base: &Type, name: &str, id: ExprId) -> Value {
        let content = if value.refs().is_empty() { value.clone() } else { self.deref(&value) };
        if content.is_clean() {
            if let Some(seed) = self.seed_of(base, name) {
                return seed;
            }
            return self.external_field(base, name, id);
        }
        value
    }

    fn seed_of(&mut self, base: &Type, name: &str) -> Option<Value> {
        let base = if base.def().is_some() { base.clone() } else { base.inner() };
        base.def()?;
        let template = self.template(&base, 0);
        let key = self.eng.paths.field(name);
        template.kid(key).cloned()
    }

    pub(super) fn seeded_part(&mut self, part: Value, whole: &Value, ty: &Type, name: &str) -> Value {
        if part.is_clean() && whole.is_clean() {
            return self.seed_of(ty, name).unwrap_or_default();
        }
        part
    }

    /// The same for a variant, which its value need not be by its type alone.
    pub(super) fn seeded_variant(&mut self, part: Value, whole: &Value, def: Def, at: usize, name: &str) -> Value {
        let ty = Type::Def(def, [].into());
        let ItemKind::Enum { variants, .. } = &self.ws.item(def).kind else { return part };
        // Where the type tells of it, a value of it holds that already.
        if !(part.is_clean() && whole.is_clean()) && self.is_told_by_type(&ty, def, variants.len()) {
            return part;
        }
        let seed = self.template_of_variant(def, &ty, at, name, 0);
        if seed.is_clean() || self.state.holds_data(whole, &mut self.eng.paths) {
            return part;
        }
        self.join(&part, &seed)
    }

    /// A `let` among the tokens of a macro.
    pub(super) fn let_statement(&mut self, stmt: &'a LetStmt) {
        self.eval_let(stmt);
    }

    /// A value borrowed for printing.
    pub(in crate::flow) fn borrow_for_print(&mut self, value: Value) -> Value {
        self.borrowed(value)
    }

    /// A variable that stands for a `Formatter`.
    pub(in crate::flow) fn formatter_place(&mut self) -> (u32, Value) {
        let local = self.slot(2, self.site.0 | 1 << 31);
        self.state.set_local(local, Value::CLEAN, &mut self.eng.paths);
        let place = Place { local, path: PathId::ROOT, mutable: true, shared: false };
        (local, Value::reference(vec![place]))
    }

    /// A call whose own place does not matter.
    pub(in crate::flow) fn call_silently(&mut self, def: Def, given: Vec<Ev>) {
        self.call_function(def, given, None);
    }
}

/// Whether the type of an enum with so many variants, of which so many hold data, says that a value of it does: which
/// variant it is the type does not say, and what an error holds is what was put there.
pub(in crate::flow) fn is_told(ws: &Workspace, def: Def, variants: usize, holding: usize) -> bool {
    holding > 0 && variants <= holding * FEW && !is_error(ws, def)
}

/// Whether a type is an error, by its name or by what it implements.
fn is_error(ws: &Workspace, def: Def) -> bool {
    let is_of_error = |block: &Def| match &ws.item(*block).kind {
        ItemKind::Impl { of: Some(path), .. } => ws.facts(*block).last(path) == "Error",
        _ => false,
    };
    ws.name_of(def).ends_with("Error") || ws.impls(def).iter().any(is_of_error)
}

/// Whether a generic type of elsewhere only speaks of what its argument is (`ObjectId<User>`, `PhantomData<User>`).
fn names_only(name: &str) -> bool {
    ["Id", "Key", "Handle", "PhantomData", "Marker", "Sender"].iter().any(|end| name.ends_with(end))
}
