//! Names that data starts at come in, the functions that mention them go out: where evaluation begins.

use super::SeedKind;
use super::engine::Engine;
use super::rules::last;
use super::types::{self, Type};
use crate::link::{Def, Namespace, Resolved, Workspace};
use crate::model::fact::{Expr, Field, FileFacts, ItemId, ItemKind, MacroValue, Pat, Path, Sym, Ty, TyId};
use crate::model::place::Span;
use crate::packs::ApiTarget;
use rustc_hash::FxHashSet;
use std::collections::{BTreeMap, BTreeSet};

/// What data starts at or comes by, by what it is called.
#[derive(Debug, Default)]
pub(super) struct Speaks {
    /// Functions of elsewhere that give data, by their last name.
    calls: BTreeSet<String>,
    /// Methods of elsewhere that do, and the crates they come with.
    methods: BTreeMap<String, BTreeSet<String>>,
    /// Functions of the workspace that do.
    functions: BTreeSet<String>,
    operators: Operators,
    /// Macros that give data.
    macros: BTreeSet<String>,
    /// Fields that hold some.
    fields: BTreeSet<String>,
    /// Types that hold some, by name; of the workspace only those in `holders`.
    types: BTreeSet<String>,
    holders: FxHashSet<Def>,
    /// Columns that hold some, with their tables.
    columns: BTreeMap<String, BTreeSet<String>>,
    /// Statics, constants and channels that hold some.
    values: BTreeSet<String>,
    /// Functions of the workspace that rules speak of.
    items: BTreeSet<String>,
    /// Functions that seeds stand in.
    seeded: BTreeSet<Def>,
}

impl Speaks {
    /// The names of sources, of fields and types that hold seeds.
    pub(super) fn at_first(engine: &Engine<'_>) -> Self {
        let mut speaks = Self::default();
        for rule in engine.rules.sources() {
            match &rule.target {
                ApiTarget::Function(path) => drop(speaks.calls.insert(last(path).to_owned())),
                ApiTarget::Method(_, name) => {
                    speaks.calls.insert(name.clone());
                    speaks.methods.entry(name.clone()).or_default().insert(rule.krate.clone());
                }
                ApiTarget::Macro(path) => drop(speaks.macros.insert(last(path).to_owned())),
                ApiTarget::Field(_, name) => drop(speaks.fields.insert(name.clone())),
                ApiTarget::Type(path) => drop(speaks.types.insert(last(path).to_owned())),
                ApiTarget::Item(path) => {
                    speaks.operators.add(last(path));
                    speaks.items.insert(last(path).to_owned());
                }
            }
        }
        for seed in engine.seeds {
            match &seed.kind {
                SeedKind::Param { def, .. } => drop(speaks.seeded.insert(*def)),
                SeedKind::Call => {
                    speaks.seeded.extend(function_around(&engine.ws.files[seed.file], seed.file, seed.span));
                }
                SeedKind::Column { table, name } => {
                    speaks.columns.entry(name.clone()).or_default().insert(table.clone());
                }
                SeedKind::Field { ty, name, .. } => {
                    speaks.fields.insert(name.clone());
                    speaks.holders.insert(*ty);
                }
                SeedKind::Type(ty) => drop(speaks.holders.insert(*ty)),
            }
        }
        let names = speaks.holders.iter().map(|&ty| engine.ws.facts(ty).name(engine.ws.item(ty).name).to_owned());
        speaks.types.extend(names);
        speaks.add_holders(engine);
        speaks
    }

    /// Types that hold such types hold the data too.
    fn add_holders(&mut self, engine: &Engine<'_>) {
        let ws = engine.ws;
        loop {
            let before = self.holders.len();
            for (file, facts) in ws.files.iter().enumerate() {
                for (at, item) in facts.items.iter().enumerate() {
                    let def = Def { file: file as u32, item: ItemId(at as u32) };
                    let fields: Vec<&Field> = match &item.kind {
                        ItemKind::Struct { fields, .. } => fields.list.iter().collect(),
                        ItemKind::Enum { variants, .. } => variants.iter().flat_map(|v| &v.fields.list).collect(),
                        _ => continue,
                    };
                    if !self.holders.contains(&def) && fields.iter().any(|field| self.mentions(engine, def, field.ty)) {
                        self.holders.insert(def);
                        self.types.insert(facts.name(item.name).to_owned());
                    }
                }
            }
            if self.holders.len() == before {
                return;
            }
        }
    }

    fn mentions(&self, engine: &Engine<'_>, def: Def, ty: TyId) -> bool {
        let facts = engine.ws.facts(def);
        match facts.ty(ty) {
            Ty::Path(path) => {
                path.segments.iter().any(|segment| segment.args.iter().any(|&arg| self.mentions(engine, def, arg)))
                    || path.segments.iter().any(|segment| self.types.contains(facts.name(segment.name)))
                        && self.is_holder(engine, def.file as usize, Some(def.item), path)
            }
            Ty::Ref(_, inner) | Ty::Slice(inner) => self.mentions(engine, def, *inner),
            Ty::Tuple(list) => list.iter().any(|&ty| self.mentions(engine, def, ty)),
            _ => false,
        }
    }

    /// Whether a type that has the name of one that holds data is that type, as far as can be known.
    fn is_holder(&self, engine: &Engine<'_>, file: usize, item: Option<ItemId>, path: &Path) -> bool {
        match engine.ws.resolve_in(Namespace::Type, file, item, path) {
            Resolved::Def(def) | Resolved::Variant(def, _) => self.holders.contains(&def),
            Resolved::External(path) => engine.rules.of_type(&path).is_some(),
            Resolved::Unknown => true,
        }
    }

    /// A function that gives data is called by its name; one that an operator means, where values of its type are.
    fn add_function(&mut self, ws: &Workspace, def: Def) {
        let name = ws.facts(def).name(ws.item(def).name);
        self.functions.insert(name.to_owned());
        self.operators.add(name);
    }

    /// Whether nothing new came to be known since the functions that speak of it were looked for.
    pub(super) fn is_empty(&self) -> bool {
        self.functions.is_empty() && self.values.is_empty()
    }
}

/// What the functions that speak of it were looked for already.
#[derive(Debug, Default)]
pub(super) struct Said {
    functions: FxHashSet<Def>,
    values: FxHashSet<String>,
}

impl Said {
    /// What came to be known since.
    pub(super) fn more(&mut self, engine: &Engine<'_>) -> Speaks {
        let mut speaks = Speaks::default();
        for def in engine.bringing().filter(|&def| self.functions.insert(def)) {
            speaks.add_function(engine.ws, def);
        }
        let values = engine.shared_names().into_iter();
        speaks.values = values.filter(|name| self.values.insert(name.clone())).collect();
        speaks
    }
}

/// What a name may mean.
const CALL: u16 = 1;
const METHOD: u16 = 2;
const FUNCTION: u16 = 4;
const MACRO: u16 = 8;
const FIELD: u16 = 16;
const TYPE: u16 = 32;
const VALUE: u16 = 64;
const ITEM: u16 = 128;

/// The names of one file that speak of data.
struct Hits<'s> {
    speaks: &'s Speaks,
    file: usize,
    facts: &'s FileFacts,
    /// By number of the name: what it may mean.
    marks: Vec<u16>,
}

impl<'s> Hits<'s> {
    fn of(speaks: &'s Speaks, ws: &'s Workspace, file: usize) -> Self {
        let facts = &ws.files[file];
        let here: FxHashSet<&str> = facts.names.iter().collect();
        let mark = |name: &str| {
            let comes = |crates: &BTreeSet<String>| crates.iter().any(|krate| ws.may_use(file, krate));
            let known = |tables: &BTreeSet<String>| {
                here.contains("dsl") || tables.iter().any(|table| table.is_empty() || here.contains(table.as_str()))
            };
            [
                (CALL, speaks.calls.contains(name)),
                (METHOD, speaks.methods.get(name).is_some_and(comes)),
                (FUNCTION, speaks.functions.contains(name)),
                (MACRO, speaks.macros.contains(name)),
                (FIELD, speaks.fields.contains(name)),
                (TYPE, speaks.types.contains(name)),
                (VALUE, speaks.values.contains(name) || speaks.columns.get(name).is_some_and(known)),
                (ITEM, speaks.items.contains(name)),
            ]
            .into_iter()
            .fold(0, |all, (bit, is)| if is { all | bit } else { all })
        };
        let marks = facts.names.iter().map(mark).collect();
        Self { speaks, file, facts, marks }
    }

    fn none(&self) -> bool {
        self.speaks.operators == Operators::default() && self.marks.iter().all(|&mark| mark == 0)
    }

    fn is(&self, name: Sym, bits: u16) -> bool {
        self.marks[name.at()] & bits != 0
    }

    fn any(&self, path: &Path, bits: u16) -> bool {
        path.segments.iter().any(|segment| self.is(segment.name, bits))
    }

    fn around(&self, span: Span) -> Option<Def> {
        function_around(self.facts, self.file, span)
    }

    fn expr(&self, engine: &Engine<'_>, expr: &Expr, span: Span) -> bool {
        match expr {
            Expr::Path(path) => self.path(engine, path, span),
            Expr::Field(_, name, _) => self.is(*name, FIELD | ITEM),
            Expr::Method(call) => self.is(call.name, METHOD | FUNCTION | ITEM),
            Expr::Macro(call) => {
                call.path.segments.last().is_some_and(|segment| self.is(segment.name, MACRO | ITEM))
                    || call.args.iter().any(|arg| {
                        let bits = METHOD | FUNCTION | FIELD | VALUE | ITEM;
                        matches!(&arg.value, MacroValue::Tokens(name) if self.is(*name, bits))
                    })
            }
            Expr::Struct(lit) => {
                self.holds(engine, &lit.path, span) || lit.fields.iter().any(|(name, ..)| self.is(*name, FIELD))
            }
            _ => self.speaks.operators.means(expr),
        }
    }

    fn pat(&self, engine: &Engine<'_>, pat: &Pat, span: Span) -> bool {
        match pat {
            Pat::TupleStruct(path, _) => self.holds(engine, path, span),
            Pat::Struct(path, fields) => {
                self.holds(engine, path, span) || fields.iter().any(|(name, _)| self.is(*name, FIELD))
            }
            _ => false,
        }
    }

    /// Whether a type, a constructor or a variant is of a type that holds data.
    fn holds(&self, engine: &Engine<'_>, path: &Path, span: Span) -> bool {
        self.any(path, TYPE) && {
            let item = self.around(span).map(|def| def.item);
            let named = |path: &Path| self.speaks.is_holder(engine, self.file, item, path);
            let ends = path.segments.last().is_some_and(|last| self.is(last.name, TYPE));
            ends && named(path) || !ends && named(&path.without_last())
        }
    }

    /// Whether a path in an expression means something that holds or gives data, as far as can be known.
    fn path(&self, engine: &Engine<'_>, path: &Path, span: Span) -> bool {
        let Some(last) = path.segments.last() else { return false };
        if self.any(path, VALUE) || self.is(last.name, ITEM) || self.holds(engine, path, span) {
            return true;
        }
        if !self.is(last.name, CALL | FUNCTION) {
            return false;
        }
        let (ws, around) = (engine.ws, self.around(span));
        let item = around.map(|def| def.item);
        let gives = |def: &Def| engine.brings(*def) || ws.is_in_trait(*def);
        match ws.resolve_in(Namespace::Value, self.file, item, path) {
            Resolved::Def(def) => gives(&def),
            Resolved::Variant(..) => false,
            Resolved::External(name) => engine.rules.is_source(&name),
            // A variable, or a name that comes through a glob of elsewhere.
            Resolved::Unknown if path.segments.len() == 1 => false,
            Resolved::Unknown => {
                let this = around.map(|def| types::this_type(ws, def)).unwrap_or_default();
                let scope = types::Scope { file: self.file, item, this: &this, generics: &[] };
                let name = self.facts.name(last.name);
                match types::lower_path(ws, scope, &path.without_last(), 0) {
                    Type::Def(def, _) => {
                        let methods = ws.methods(def, name);
                        methods.is_empty() || methods.iter().any(gives)
                    }
                    Type::External(owner, _) => engine.rules.is_source(&format!("{owner}::{name}")),
                    _ => true,
                }
            }
        }
    }
}

/// The functions with a body that speak of data, and those that seeds stand in.
pub(super) fn functions_that_speak(engine: &mut Engine<'_>, speaks: &Speaks) -> BTreeSet<Def> {
    let mut found = speaks.seeded.clone();
    let ws = engine.ws;
    for (file, facts) in ws.files.iter().enumerate() {
        let hits = Hits::of(speaks, ws, file);
        if hits.none() {
            continue;
        }
        let exprs = facts.exprs().iter().zip(facts.expr_spans());
        let exprs = exprs.filter(|(expr, span)| hits.expr(engine, expr, **span)).map(|(_, span)| *span);
        let pats = facts.pats().iter().zip(facts.pat_spans());
        let pats = pats.filter(|(pat, span)| hits.pat(engine, pat, **span)).map(|(_, span)| *span);
        let types = facts.types.iter().filter_map(|ty| match ty {
            Ty::Path(path) if hits.any(path, VALUE) || hits.holds(engine, path, path.span) => Some(path.span),
            _ => None,
        });
        let spans: Vec<Span> = exprs.chain(pats).chain(types).collect();
        found.extend(spans.iter().filter_map(|&span| hits.around(span)));
        engine.mentions.add(file, &spans);
        for (at, item) in facts.items.iter().enumerate() {
            let ItemKind::Fn(function) = &item.kind else { continue };
            let def = Def { file: file as u32, item: ItemId(at as u32) };
            let of_holder = || ws.owner(def).is_some_and(|owner| speaks.holders.contains(&owner));
            if hits.is(item.name, ITEM) || function.receiver.is_some() && of_holder() {
                found.insert(def);
            }
        }
    }
    found.retain(|&def| matches!(&ws.item(def).kind, ItemKind::Fn(function) if function.body.is_some()));
    found
}

/// The innermost function around a span.
pub(super) fn function_around(facts: &FileFacts, file: usize, span: Span) -> Option<Def> {
    let after = facts.items.partition_point(|item| item.span.start <= span.start);
    let mut at = after.checked_sub(1)?;
    loop {
        let item = &facts.items[at];
        if matches!(item.kind, ItemKind::Fn(_)) && item.span.contains(span) {
            return Some(Def { file: file as u32, item: ItemId(at as u32) });
        }
        match item.parent {
            Some(parent) => at = parent.at(),
            None if at > 0 && !item.span.contains(span) => {
                // A neighbour without a parent: no function is around.
                return None;
            }
            None => return None,
        }
    }
}

/// Functions that are called without being named.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Operators {
    deref: bool,
    index: bool,
    iterates: bool,
    polls: bool,
    computes: bool,
}

impl Operators {
    fn add(&mut self, name: &str) {
        match name {
            "deref" | "deref_mut" => self.deref = true,
            "index" | "index_mut" => self.index = true,
            "next" | "into_iter" => self.iterates = true,
            "poll" | "into_future" => self.polls = true,
            "add" | "sub" | "mul" | "div" | "rem" | "bitxor" | "bitand" | "bitor" | "shl" | "shr" => {
                self.computes = true
            }
            _ => self.computes |= name.ends_with("_assign"),
        }
    }

    fn means(self, expr: &Expr) -> bool {
        match expr {
            Expr::Deref(_) => self.deref,
            Expr::Index(..) => self.index,
            Expr::For(..) => self.iterates,
            Expr::Await(_) => self.polls,
            Expr::Binary(..) | Expr::AssignOp(..) => self.computes,
            _ => false,
        }
    }
}
