//! Names that data starts at come in, the functions that mention them go out: where evaluation begins.

use super::SeedKind;
use super::engine::Engine;
use crate::link::Def;
use crate::model::fact::{Expr, FileFacts, ItemKind, MacroValue, Pat, Ty};
use crate::model::place::Span;
use rustc_hash::FxHashSet;
use std::collections::BTreeSet;

/// The names of sources, of fields and types that hold seeds.
pub(super) fn names(engine: &Engine<'_>) -> Vec<String> {
    let mut names: BTreeSet<String> = engine.rules.source_names().into_iter().map(str::to_owned).collect();
    for seed in engine.seeds {
        match &seed.kind {
            SeedKind::Param { .. } | SeedKind::Call => {}
            SeedKind::Column { name, .. } => {
                names.insert(name.clone());
            }
            SeedKind::Field { ty, name, .. } => {
                names.insert(name.clone());
                names.insert(engine.ws.facts(*ty).name(engine.ws.item(*ty).name).to_owned());
            }
            SeedKind::Type(ty) => {
                names.insert(engine.ws.facts(*ty).name(engine.ws.item(*ty).name).to_owned());
            }
        }
    }
    // Types that hold such types hold the data too.
    loop {
        let before = names.len();
        for facts in &engine.ws.files {
            for item in &facts.items {
                let fields: Vec<&crate::model::fact::Field> = match &item.kind {
                    ItemKind::Struct { fields, .. } => fields.list.iter().collect(),
                    ItemKind::Enum { variants, .. } => variants.iter().flat_map(|v| &v.fields.list).collect(),
                    _ => continue,
                };
                if fields.iter().any(|field| mentions(facts, field.ty, &names)) {
                    names.insert(facts.name(item.name).to_owned());
                }
            }
        }
        if names.len() == before {
            break;
        }
    }
    names.into_iter().collect()
}

fn mentions(facts: &FileFacts, ty: crate::model::fact::TyId, names: &BTreeSet<String>) -> bool {
    match facts.ty(ty) {
        Ty::Path(path) => path.segments.iter().any(|segment| {
            (facts.name(segment.name).starts_with(char::is_uppercase) && names.contains(facts.name(segment.name)))
                || segment.args.iter().any(|&arg| mentions(facts, arg, names))
        }),
        Ty::Ref(_, inner) | Ty::Slice(inner) => mentions(facts, *inner, names),
        Ty::Tuple(list) => list.iter().any(|&ty| mentions(facts, ty, names)),
        _ => false,
    }
}

/// The functions with a body that mention one of the names, and those that seeds stand in.
pub(super) fn functions_that_name(engine: &mut Engine<'_>, names: &[String]) -> BTreeSet<Def> {
    let wanted: FxHashSet<&str> = names.iter().map(String::as_str).collect();
    let operators = Operators::among(&wanted);
    let mut found = BTreeSet::new();
    let ws = engine.ws;
    for (file, facts) in ws.files.iter().enumerate() {
        let hit: Vec<bool> = facts.names.iter().map(|name| wanted.contains(name)).collect();
        if !hit.contains(&true) && operators == Operators::default() {
            continue;
        }
        let mut spans = Vec::new();
        for (expr, span) in facts.exprs().iter().zip(facts.expr_spans()) {
            let named = match expr {
                Expr::Path(path) => path.segments.iter().any(|segment| hit[segment.name.at()]),
                Expr::Field(_, name, _) => hit[name.at()],
                Expr::Method(call) => hit[call.name.at()] || !call.generics.is_empty(),
                Expr::Macro(call) => {
                    call.path.segments.last().is_some_and(|segment| hit[segment.name.at()])
                        || call.args.iter().any(|arg| matches!(&arg.value, MacroValue::Tokens(name) if hit[name.at()]))
                }
                Expr::Struct(lit) => {
                    lit.path.segments.iter().any(|segment| hit[segment.name.at()])
                        || lit.fields.iter().any(|(name, ..)| hit[name.at()])
                }
                _ => operators.means(expr),
            };
            if named {
                spans.push(*span);
            }
        }
        for (pat, span) in facts.pats().iter().zip(facts.pat_spans()) {
            let named = match pat {
                Pat::TupleStruct(path, _) => path.segments.iter().any(|segment| hit[segment.name.at()]),
                Pat::Struct(path, fields) => {
                    path.segments.iter().any(|segment| hit[segment.name.at()])
                        || fields.iter().any(|(name, _)| hit[name.at()])
                }
                _ => false,
            };
            if named {
                spans.push(*span);
            }
        }
        for ty in &facts.types {
            if let Ty::Path(path) = ty
                && path.segments.iter().any(|segment| hit[segment.name.at()])
            {
                spans.push(path.span);
            }
        }
        engine.mentions.add(file, &spans);
        for span in spans {
            found.extend(function_around(facts, file, span));
        }
        for (at, item) in facts.items.iter().enumerate() {
            if matches!(item.kind, ItemKind::Fn(_)) && hit[item.name.at()] {
                found.insert(Def { file: file as u32, item: crate::model::fact::ItemId(at as u32) });
            }
        }
    }
    for seed in engine.seeds {
        match &seed.kind {
            SeedKind::Param { def, .. } => {
                found.insert(*def);
            }
            SeedKind::Call => found.extend(function_around(&engine.ws.files[seed.file], seed.file, seed.span)),
            _ => {}
        }
    }
    found.retain(|&def| matches!(&engine.ws.item(def).kind, ItemKind::Fn(function) if function.body.is_some()));
    found
}

/// The innermost function around a span.
pub(super) fn function_around(facts: &FileFacts, file: usize, span: Span) -> Option<Def> {
    let after = facts.items.partition_point(|item| item.span.start <= span.start);
    let mut at = after.checked_sub(1)?;
    loop {
        let item = &facts.items[at];
        if matches!(item.kind, ItemKind::Fn(_)) && item.span.contains(span) {
            return Some(Def { file: file as u32, item: crate::model::fact::ItemId(at as u32) });
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
    fn among(names: &FxHashSet<&str>) -> Self {
        let any = |list: &[&str]| list.iter().any(|name| names.contains(name));
        Self {
            deref: any(&["deref", "deref_mut"]),
            index: any(&["index", "index_mut"]),
            iterates: any(&["next", "into_iter"]),
            polls: any(&["poll", "into_future"]),
            computes: any(&["add", "sub", "mul", "div", "rem", "bitxor", "bitand", "bitor", "shl", "shr"])
                || names.iter().any(|name| name.ends_with("_assign")),
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
