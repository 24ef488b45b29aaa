//! What data starts at comes in; the names by which code speaks of it go out.

use super::engine::Engine;
use super::eval::is_told;
use super::rules::last;
use super::{Rules, SeedKind};
use crate::link::{Def, Namespace, Resolved, Workspace};
use crate::model::fact::{Expr, Field, FileFacts, ItemId, ItemKind, Path, Ty, TyId, Variant};
use crate::packs::ApiTarget;
use rustc_hash::FxHashSet;
use std::collections::{BTreeMap, BTreeSet};

/// What data starts at or comes by, by what it is called.
#[derive(Debug, Default)]
pub(super) struct Speaks {
    /// Functions of elsewhere that give data, by their last name.
    pub(super) calls: BTreeSet<String>,
    /// Methods of elsewhere that do, and the crates they come with.
    pub(super) methods: BTreeMap<String, BTreeSet<String>>,
    /// Functions of the workspace that do.
    pub(super) functions: BTreeMap<String, Vec<Def>>,
    /// Those of them that are called without being named, and functions that rules speak of.
    operators: Vec<(Operator, Option<Def>)>,
    /// Macros that give data.
    pub(super) macros: BTreeSet<String>,
    /// Fields that hold some, and their types; none where a rule says so of any.
    pub(super) fields: BTreeMap<String, BTreeSet<Option<Def>>>,
    /// Types that hold some, by name; of the workspace only those in `holders`.
    pub(super) types: BTreeSet<String>,
    pub(super) holders: FxHashSet<Def>,
    /// Variants that hold some, by name, and their enums: a value of those need not be one of them.
    pub(super) variants: BTreeMap<String, BTreeSet<Def>>,
    /// Columns that hold some, with their tables.
    pub(super) columns: BTreeMap<String, BTreeSet<String>>,
    /// Statics, constants and channels that hold some.
    pub(super) values: BTreeSet<String>,
    /// Functions of the workspace that rules speak of.
    pub(super) items: BTreeSet<String>,
    /// Functions that seeds stand in.
    pub(super) seeded: BTreeSet<Def>,
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
                ApiTarget::Field(_, name) => drop(speaks.fields.entry(name.clone()).or_default().insert(None)),
                ApiTarget::Type(path) => drop(speaks.types.insert(last(path).to_owned())),
                ApiTarget::Item(path) => {
                    speaks.operators.extend(Operator::named(last(path)).map(|operator| (operator, None)));
                    speaks.items.insert(last(path).to_owned());
                }
            }
        }
        for seed in engine.seeds {
            match &seed.kind {
                SeedKind::Param { def, .. } => drop(speaks.seeded.insert(*def)),
                SeedKind::Call => {
                    speaks.seeded.extend(engine.ws.function_around(seed.file, seed.span));
                }
                SeedKind::Column { table, name } => {
                    speaks.columns.entry(name.clone()).or_default().insert(table.clone());
                }
                SeedKind::Field { ty, name, .. } => {
                    speaks.fields.entry(name.clone()).or_default().insert(Some(*ty));
                }
                SeedKind::Type(ty) => drop(speaks.holders.insert(*ty)),
            }
        }
        let names = speaks.holders.iter().map(|&ty| engine.ws.name_of(ty).to_owned());
        speaks.types.extend(names);
        speaks.add_holders(engine);
        speaks
    }

    /// Types with fields that hold data hold it too, and types that hold such types.
    fn add_holders(&mut self, engine: &Engine<'_>) {
        loop {
            let before = self.how_many_hold();
            for (file, facts) in engine.ws.files.iter().enumerate() {
                for (at, item) in facts.items.iter().enumerate() {
                    let def = Def { file: file as u32, item: ItemId(at as u32) };
                    if !self.holders.contains(&def) && self.now_holds(engine, def, &item.kind) {
                        self.holders.insert(def);
                        self.types.insert(facts.name(item.name).to_owned());
                    }
                }
            }
            if self.how_many_hold() == before {
                return;
            }
        }
    }

    /// How many types and variants hold data, as far as is known.
    fn how_many_hold(&self) -> usize {
        self.holders.len() + self.variants.values().map(BTreeSet::len).sum::<usize>()
    }

    /// Whether a value of a type holds data by what its fields hold; variants that do are added.
    fn now_holds(&mut self, engine: &Engine<'_>, def: Def, kind: &ItemKind) -> bool {
        let facts = engine.ws.facts(def);
        match kind {
            ItemKind::Struct { fields, .. } => {
                engine.field_seeds.contains_key(&def)
                    || fields.list.iter().any(|field| self.mentions(engine, def, field.ty))
            }
            ItemKind::Enum { variants, .. } => {
                let holds = |variant: &&Variant| {
                    let of = facts.name(variant.name);
                    let is_seed = |field: &Field| engine.is_seed(def, Some(of), facts.name(field.name));
                    let mut fields = variant.fields.list.iter();
                    fields.any(|field| is_seed(field) || self.mentions(engine, def, field.ty))
                };
                let holding: Vec<&str> = variants.iter().filter(holds).map(|of| facts.name(of.name)).collect();
                for name in &holding {
                    self.variants.entry((*name).to_owned()).or_default().insert(def);
                }
                is_told(engine.ws, def, variants.len(), holding.len())
            }
            _ => false,
        }
    }

    fn mentions(&self, engine: &Engine<'_>, def: Def, ty: TyId) -> bool {
        let facts = engine.ws.facts(def);
        match facts.ty(ty) {
            Ty::Path(path) => {
                path.segments.iter().any(|segment| segment.args.iter().any(|&arg| self.mentions(engine, def, arg)))
                    || path.segments.iter().any(|segment| self.types.contains(facts.name(segment.name)))
                        && self.is_holder(engine.ws, engine.rules, def.file as usize, Some(def.item), path)
            }
            Ty::Ref(_, inner) | Ty::Slice(inner) => self.mentions(engine, def, *inner),
            Ty::Tuple(list) => list.iter().any(|&ty| self.mentions(engine, def, ty)),
            _ => false,
        }
    }

    /// Whether a type that has the name of one that holds data is that type, as far as can be known.
    pub(super) fn is_holder(
        &self,
        ws: &Workspace,
        rules: &Rules,
        file: usize,
        item: Option<ItemId>,
        path: &Path,
    ) -> bool {
        match ws.resolve_in(Namespace::Type, file, item, path) {
            Resolved::Def(def) | Resolved::Variant(def, _) => self.holders.contains(&def),
            Resolved::External(path) => rules.of_type(&path).is_some(),
            Resolved::Unknown => true,
        }
    }

    /// A function that gives data is called by its name; one that an operator means, where values of its type are.
    fn add_function(&mut self, ws: &Workspace, def: Def) {
        let name = ws.name_of(def);
        self.functions.entry(name.to_owned()).or_default().push(def);
        self.operators.extend(Operator::of(ws, def).map(|operator| (operator, Some(def))));
    }

    /// The operators that can mean, in a file, a function that gives data.
    pub(super) fn operators_in(&self, ws: &Workspace, file: usize) -> Vec<Operator> {
        let mut here = Vec::new();
        for &(operator, def) in &self.operators {
            if !here.contains(&operator) && def.is_none_or(|def| ws.may_call(file, def)) {
                here.push(operator);
            }
        }
        here
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

/// What calls a function without naming it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    Deref,
    Index,
    Iterates,
    Polls,
    Computes,
}

impl Operator {
    /// The one that calls what a trait asks for, by the name of the trait or of the function.
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "Deref" | "deref" | "DerefMut" | "deref_mut" => Self::Deref,
            "Index" | "index" | "IndexMut" | "index_mut" => Self::Index,
            "Iterator" | "next" | "IntoIterator" | "into_iter" => Self::Iterates,
            "Future" | "poll" | "IntoFuture" | "into_future" => Self::Polls,
            "Add" | "add" | "Sub" | "sub" | "Mul" | "mul" | "Div" | "div" | "Rem" | "rem" | "BitXor" | "bitxor"
            | "BitAnd" | "bitand" | "BitOr" | "bitor" | "Shl" | "shl" | "Shr" | "shr" => Self::Computes,
            _ if name.ends_with("Assign") || name.ends_with("_assign") => Self::Computes,
            _ => return None,
        })
    }

    /// The one that calls a function of the workspace: that of the trait it is implemented for.
    fn of(ws: &Workspace, def: Def) -> Option<Self> {
        let facts = ws.facts(def);
        let ItemKind::Impl { of: Some(of), .. } = &facts.item(ws.item(def).parent?).kind else { return None };
        Self::named(facts.last(of))
    }

    /// The one that an expression is, when it is none of the language's own.
    pub(super) fn in_place(expr: &Expr, facts: &FileFacts) -> Option<Self> {
        Some(match expr {
            Expr::Deref(_) => Self::Deref,
            Expr::Index(..) => Self::Index,
            Expr::For(_, _, over, _) => match facts.expr(*over) {
                Expr::Range(..) | Expr::Array(_) | Expr::Lit(_) => return None,
                _ => Self::Iterates,
            },
            Expr::Await(_) => Self::Polls,
            Expr::Binary(..) | Expr::AssignOp(..) => Self::Computes,
            _ => return None,
        })
    }
}
