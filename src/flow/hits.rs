//! Names that speak of data come in, the functions that mention them go out: where evaluation begins.

use super::roots::{Operator, Speaks};
use super::types::{self, Type, Types};
use super::{Rules, mentions::Mentions};
use crate::link::{Def, Namespace, Resolved, Workspace, binds};
use crate::model::fact::{Expr, ExprId, FileFacts, Item, ItemId, ItemKind, MacroValue, MethodCall, Pat, Path, Sym, Ty};
use crate::model::place::Span;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use std::cell::RefCell;
use std::collections::BTreeSet;

/// What a name may mean.
const CALL: u16 = 1;
const METHOD: u16 = 2;
const FUNCTION: u16 = 4;
const MACRO: u16 = 8;
const FIELD: u16 = 16;
const TYPE: u16 = 32;
const VALUE: u16 = 64;
const ITEM: u16 = 128;
/// A value where its table is known.
const COLUMN: u16 = 256;
const VARIANT: u16 = 512;

/// What is known when names are looked for.
#[derive(Clone, Copy)]
pub(super) struct Known<'a> {
    pub(super) ws: &'a Workspace,
    pub(super) rules: &'a Rules,
    /// Functions whose calls give data.
    pub(super) brings: &'a FxHashSet<Def>,
}

/// The functions with a body that speak of data, those that seeds stand in, and statics whose first value speaks of some.
/// Where data is named is added to `mentions`.
pub(super) fn functions_that_speak(known: Known<'_>, speaks: &Speaks, mentions: &mut Mentions) -> BTreeSet<Def> {
    let ws = known.ws;
    let names = names_of(speaks);
    let look = |file: usize| Hits::of(known, speaks, &names, file).map(|hits| hits.look()).unwrap_or_default();
    let in_files: Vec<(Vec<Span>, Vec<Def>)> = (0..ws.files.len()).into_par_iter().map(look).collect();
    let mut found = speaks.seeded.clone();
    for (file, (spans, functions)) in in_files.into_iter().enumerate() {
        if !spans.is_empty() {
            mentions.add(file, &spans);
        }
        found.extend(functions);
    }
    found.retain(|&def| match &ws.item(def).kind {
        ItemKind::Fn(function) => function.body.is_some(),
        kind => matches!(kind, ItemKind::Const { .. }),
    });
    found
}

/// What each name may mean.
fn names_of(speaks: &Speaks) -> FxHashMap<&str, u16> {
    let sets = [
        (CALL, &speaks.calls),
        (MACRO, &speaks.macros),
        (TYPE, &speaks.types),
        (VALUE, &speaks.values),
        (ITEM, &speaks.items),
    ];
    let plain = sets.into_iter().flat_map(|(bit, names)| names.iter().map(move |name| (name, bit)));
    let methods = speaks.methods.keys().map(|name| (name, METHOD));
    let functions = speaks.functions.keys().map(|name| (name, FUNCTION));
    let fields = speaks.fields.keys().map(|name| (name, FIELD));
    let columns = speaks.columns.keys().map(|name| (name, COLUMN));
    let variants = speaks.variants.keys().map(|name| (name, VARIANT));
    let mut names: FxHashMap<&str, u16> = FxHashMap::default();
    for (name, bit) in plain.chain(methods).chain(functions).chain(fields).chain(columns).chain(variants) {
        *names.entry(name).or_default() |= bit;
    }
    names
}

/// The names of one file that speak of data.
struct Hits<'s> {
    known: Known<'s>,
    speaks: &'s Speaks,
    file: usize,
    facts: &'s FileFacts,
    /// By number of the name: what it may mean.
    marks: Vec<u16>,
    /// What can call here, without naming it, a function that gives data.
    operators: Vec<Operator>,
    types: Types<'s>,
    /// Where a name is bound, read when first asked for.
    bound: RefCell<FxHashMap<Sym, Vec<u32>>>,
}

impl<'s> Hits<'s> {
    /// None where nothing speaks of data.
    fn of(known: Known<'s>, speaks: &'s Speaks, names: &FxHashMap<&str, u16>, file: usize) -> Option<Self> {
        let facts = &known.ws.files[file];
        let may_mean = |name: &str| names.get(name).copied().unwrap_or_default();
        let operators = speaks.operators_in(known.ws, file);
        if operators.is_empty() && facts.names.iter().all(|name| may_mean(name) == 0) {
            return None;
        }
        let here = |wanted: &str| facts.names.iter().any(|name| name == wanted);
        let marks = facts.names.iter().map(|name| {
            let mut mark = may_mean(name);
            let comes = |crates: &BTreeSet<String>| crates.iter().any(|krate| known.ws.may_use(file, krate));
            if mark & METHOD != 0 && !comes(&speaks.methods[name]) {
                mark &= !METHOD;
            }
            if mark & FUNCTION != 0 && !speaks.functions[name].iter().any(|def| known.ws.may_call(file, *def)) {
                mark &= !FUNCTION;
            }
            let has_type = |ty: &Option<Def>| ty.is_none_or(|ty| known.ws.may_see(file, ty));
            if mark & FIELD != 0 && !speaks.fields[name].iter().any(has_type) {
                mark &= !FIELD;
            }
            let is_known =
                |tables: &BTreeSet<String>| here("dsl") || tables.iter().any(|table| table.is_empty() || here(table));
            if mark & COLUMN != 0 && is_known(&speaks.columns[name]) {
                mark |= VALUE;
            }
            mark & !COLUMN
        });
        let marks: Vec<u16> = marks.collect();
        let silent = operators.is_empty() && marks.iter().all(|&mark| mark == 0);
        let types = Types::new(known.ws);
        (!silent).then_some(Self { known, speaks, file, facts, marks, operators, types, bound: RefCell::default() })
    }

    /// Where data is named, and the functions that speak of it.
    fn look(&self) -> (Vec<Span>, Vec<Def>) {
        let facts = self.facts;
        let speaks = |name: Sym| self.marks[name.at()] != 0;
        let of_expr = |(_, expr, span): (ExprId, &Expr, Span)| self.expr(expr, span).then_some(span);
        let mut spans: Vec<Span> = match self.operators.is_empty() {
            true => facts.exprs_near(speaks).filter_map(of_expr).collect(),
            // An operator has no name.
            false => facts.exprs().filter_map(of_expr).collect(),
        };
        let pats = facts.pats_near(speaks).filter(|(pat, span)| self.pat(pat, *span)).map(|(_, span)| span);
        let types = facts.types.iter().filter_map(|ty| match ty {
            Ty::Path(path) if self.any(path, VALUE) || self.holds(path, path.span) => Some(path.span),
            _ => None,
        });
        spans.extend(pats.chain(types));
        let mut functions: Vec<Def> =
            spans.iter().filter_map(|&span| self.around(span).or_else(|| self.static_around(span))).collect();
        for (at, item) in facts.items.iter().enumerate() {
            let ItemKind::Fn(function) = &item.kind else { continue };
            let def = Def { file: self.file as u32, item: ItemId(at as u32) };
            let of_holder = || self.known.ws.owner(def).is_some_and(|owner| self.speaks.holders.contains(&owner));
            if self.is(item.name, ITEM) || function.receiver.is_some() && of_holder() {
                functions.push(def);
            }
        }
        (spans, functions)
    }

    fn is(&self, name: Sym, bits: u16) -> bool {
        self.marks[name.at()] & bits != 0
    }

    fn any(&self, path: &Path, bits: u16) -> bool {
        path.segments.iter().any(|segment| self.is(segment.name, bits))
    }

    fn around(&self, span: Span) -> Option<Def> {
        self.known.ws.function_around(self.file, span)
    }

    /// The static or constant that a place stands in the value of.
    fn static_around(&self, span: Span) -> Option<Def> {
        let is_around = |item: &&Item| matches!(item.kind, ItemKind::Const { .. }) && item.span.contains(span);
        let at = self.facts.items.iter().position(|item| is_around(&item))?;
        Some(Def { file: self.file as u32, item: ItemId(at as u32) })
    }

    fn expr(&self, expr: &Expr, span: Span) -> bool {
        match expr {
            Expr::Path(path) => self.path(path, span),
            Expr::Field(base, name, _) => {
                self.is(*name, ITEM) || self.is(*name, FIELD) && self.field(*base, *name, span)
            }
            Expr::Method(call) => {
                self.is(call.name, METHOD | ITEM) || self.is(call.name, FUNCTION) && self.method(call, span)
            }
            Expr::Macro(call) => {
                call.path.segments.last().is_some_and(|segment| self.is(segment.name, MACRO | ITEM))
                    || call.args.iter().any(|arg| {
                        let bits = METHOD | FUNCTION | FIELD | VALUE | ITEM;
                        matches!(&arg.value, MacroValue::Tokens(name) if self.is(*name, bits))
                    })
            }
            Expr::Struct(lit) => {
                self.holds(&lit.path, span)
                    || self.names_field(&lit.path, lit.fields.iter().map(|(name, ..)| *name), span)
            }
            _ => Operator::in_place(expr, self.facts).is_some_and(|operator| self.operators.contains(&operator)),
        }
    }

    /// Whether a field may be one that holds data, by the type of what it is read of.
    fn field(&self, base: ExprId, name: Sym, span: Span) -> bool {
        self.declared(base, span).is_none_or(|owner| self.may_be_field(owner, name))
    }

    /// Whether a literal or pattern names a field that may hold data, by the type it is of.
    fn names_field(&self, path: &Path, names: impl Iterator<Item = Sym>, span: Span) -> bool {
        let mut names = names.filter(|&name| self.is(name, FIELD)).peekable();
        if names.peek().is_none() {
            return false;
        }
        let item = self.around(span).map(|def| def.item);
        let owner = match self.known.ws.resolve_in(Namespace::Type, self.file, item, path) {
            Resolved::Def(owner) if !matches!(self.known.ws.item(owner).kind, ItemKind::Alias { .. }) => owner,
            Resolved::Variant(owner, _) => owner,
            _ => return true,
        };
        names.any(|name| self.holds_field(owner, name))
    }

    /// Whether a field that is read of a type may be one that holds data; one that the type does not declare itself may.
    fn may_be_field(&self, owner: Def, name: Sym) -> bool {
        !self.known.ws.has_field(owner, self.facts.name(name)) || self.holds_field(owner, name)
    }

    /// Whether a field of a type holds data, by a seed or by a rule that says so of any.
    fn holds_field(&self, owner: Def, name: Sym) -> bool {
        let holds = |of: &BTreeSet<Option<Def>>| of.contains(&None) || of.contains(&Some(owner));
        self.speaks.fields.get(self.facts.name(name)).is_some_and(holds)
    }

    /// Whether a method may be a function that gives data: by how many it takes, and by the type it is called on.
    fn method(&self, call: &MethodCall, span: Span) -> bool {
        let (ws, name) = (self.known.ws, self.facts.name(call.name));
        let takes = |def: &Def| match &ws.item(*def).kind {
            ItemKind::Fn(function) => function.receiver.is_some() && function.params.len() == call.args.len(),
            _ => false,
        };
        if !self.speaks.functions.get(name).is_some_and(|functions| functions.iter().any(takes)) {
            return false;
        }
        let Some(owner) = self.declared(call.receiver, span) else { return true };
        !ws.methods(owner, "deref").is_empty() || self.may_have(owner, name)
    }

    /// Whether a function of a type may be one that gives data: one of its own, or one that a trait gives to all.
    fn may_have(&self, owner: Def, name: &str) -> bool {
        let ws = self.known.ws;
        let methods = ws.methods(owner, name);
        if !methods.is_empty() {
            return methods.iter().any(|def| self.gives(def));
        }
        let is_given_to_all = |def: &Def| ws.owner(*def).is_none() || ws.is_in_trait(*def);
        // What a trait asks for is that of any type.
        matches!(ws.item(owner).kind, ItemKind::Alias { .. } | ItemKind::Trait { .. })
            || self.speaks.functions.get(name).is_some_and(|functions| functions.iter().any(is_given_to_all))
    }

    /// Whether a call of a function gives data, or may.
    fn gives(&self, def: &Def) -> bool {
        self.known.brings.contains(def) || self.known.ws.is_in_trait(*def)
    }

    /// The type of `self`, of a parameter, or of a field of one, as it is declared.
    fn declared(&self, id: ExprId, span: Span) -> Option<Def> {
        match self.facts.expr(id) {
            Expr::Path(path) => {
                let [only] = &path.segments[..] else { return None };
                let function = self.around(span)?;
                match self.facts.name(only.name) {
                    "self" => self.known.ws.owner(function),
                    _ => self.parameter(function, only.name),
                }
            }
            Expr::Field(base, name, _) => {
                let of = Type::Def(self.declared(*base, span)?, [].into());
                self.types.field(&of, self.facts.name(*name)).def()
            }
            _ => None,
        }
    }

    /// The type of the workspace that a parameter is declared with, where nothing else in the function has its name.
    fn parameter(&self, function: Def, name: Sym) -> Option<Def> {
        let item = self.facts.item(function.item);
        let ItemKind::Fn(of) = &item.kind else { return None };
        let param = of.params.iter().find(|param| binds(self.facts, param.pat, name))?;
        let mut bound = self.bound.borrow_mut();
        let places = bound.entry(name).or_insert_with(|| bindings_of(self.facts, name));
        let within = places.iter().filter(|&&at| item.span.start <= at && at < item.span.end);
        if within.count() != 1 {
            return None;
        }
        let this = self.types.this_type(function);
        let scope = types::Scope { file: self.file, item: Some(function.item), this: &this, generics: &[] };
        self.types.lower(scope, param.ty).def()
    }

    fn pat(&self, pat: &Pat, span: Span) -> bool {
        match pat {
            Pat::TupleStruct(path, _) => self.holds(path, span),
            Pat::Struct(path, fields) => {
                self.holds(path, span) || self.names_field(path, fields.iter().map(|(name, _)| *name), span)
            }
            _ => false,
        }
    }

    /// Whether a type, a constructor or a variant is of a type that holds data, or a variant that does.
    fn holds(&self, path: &Path, span: Span) -> bool {
        self.is_holding_variant(path, span)
            || self.any(path, TYPE) && {
                let item = self.around(span).map(|def| def.item);
                let named = |path: &Path| self.speaks.is_holder(self.known.ws, self.known.rules, self.file, item, path);
                let ends = path.segments.last().is_some_and(|last| self.is(last.name, TYPE));
                ends && named(path) || !ends && named(&path.without_last())
            }
    }

    /// Whether a path names a variant that holds data, as far as can be known.
    fn is_holding_variant(&self, path: &Path, span: Span) -> bool {
        let Some(last) = path.segments.last().filter(|last| self.is(last.name, VARIANT)) else { return false };
        let (ws, name) = (self.known.ws, self.facts.name(last.name));
        let item = self.around(span).map(|def| def.item);
        let holds = |of: Def| self.speaks.variants.get(name).is_some_and(|enums| enums.contains(&of));
        if path.segments.len() == 1 {
            return match ws.resolve_in(Namespace::Value, self.file, item, path) {
                Resolved::Variant(of, _) => holds(of),
                _ => false,
            };
        }
        match ws.resolve_in(Namespace::Type, self.file, item, &path.without_last()) {
            Resolved::Def(of) => holds(of) || matches!(ws.item(of).kind, ItemKind::Alias { .. }),
            Resolved::Unknown => true,
            _ => false,
        }
    }

    /// Whether a path in an expression means something that holds or gives data, as far as can be known.
    fn path(&self, path: &Path, span: Span) -> bool {
        let Some(last) = path.segments.last() else { return false };
        if self.any(path, VALUE) || self.is(last.name, ITEM) || self.holds(path, span) {
            return true;
        }
        if !self.is(last.name, CALL | FUNCTION) {
            return false;
        }
        let (Known { ws, rules, .. }, around) = (self.known, self.around(span));
        let item = around.map(|def| def.item);
        match ws.resolve_in(Namespace::Value, self.file, item, path) {
            Resolved::Def(def) => self.gives(&def),
            Resolved::Variant(..) => false,
            Resolved::External(name) => rules.is_source(&name),
            // A variable, or a name that comes through a glob of elsewhere.
            Resolved::Unknown if path.segments.len() == 1 => false,
            Resolved::Unknown => {
                let this = around.map(|def| self.types.this_type(def)).unwrap_or_default();
                let scope = types::Scope { file: self.file, item, this: &this, generics: &[] };
                let name = self.facts.name(last.name);
                match self.types.lower_path(scope, &path.without_last(), 0) {
                    Type::Def(owner, _) => self.may_have(owner, name),
                    Type::External(owner, _) => rules.is_source(&format!("{owner}::{name}")),
                    _ => true,
                }
            }
        }
    }
}

/// Where a name is bound by a pattern.
fn bindings_of(facts: &FileFacts, name: Sym) -> Vec<u32> {
    let is_it = |pat: &Pat| matches!(pat, Pat::Bind { name: bound, .. } if *bound == name);
    facts.pats_near(|near| near == name).filter(|(pat, _)| is_it(pat)).map(|(_, span)| span.start).collect()
}
