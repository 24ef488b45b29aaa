//! What is handed to a function that sends telemetry comes in: an object, pairs, the name of an event, a variant that is one.
//! Each of its keys goes out as a property.

use super::Detection;
use super::events::{object, property, text_of, writes_object};
use super::origins::origins;
use super::roles::bound;
use super::valued::Values;
use super::walk::{Order, below};
use crate::link::{Def, Resolved, Workspace};
use crate::model::fact::{Expr, ExprId, FileFacts, ItemKind, MacroValue, Pat, Path, Stmt, StructLit};
use crate::model::place::Span;
use crate::packs::Detectors;
use std::collections::BTreeSet;

/// Through how many names and wrappers an object is looked for.
const DEPTH: usize = 4;

/// The properties in what is handed on.
pub(super) fn told(
    ws: &Workspace,
    det: &Detectors,
    types: &BTreeSet<Def>,
    (def, id): (Def, ExprId),
    found: &mut Vec<Detection>,
) {
    let ItemKind::Fn(function) = &ws.item(def).kind else { return };
    let (facts, Some(body)) = (ws.facts(def), function.body) else { return };
    let order = below(facts, body);
    let look = Look { ws, det, types, def, facts, order: &order, values: Values::of(ws, def, &order) };
    if let Some((name, span)) = text_of(facts, id).filter(|(name, _)| is_name(name)) {
        found.push(property(ws, det, def, id, name.to_owned(), span));
    }
    look.within(id, 0, found);
}

/// `opened`, `project:opened`; no sentence, no address, no number.
fn is_name(text: &str) -> bool {
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ':' | '$');
    text.starts_with(|c: char| c.is_alphabetic() || c == '$') && text.len() < 60 && text.chars().all(fits)
}

struct Look<'a> {
    ws: &'a Workspace,
    det: &'a Detectors,
    types: &'a BTreeSet<Def>,
    def: Def,
    facts: &'a FileFacts,
    order: &'a Order,
    values: Values<'a>,
}

impl Look<'_> {
    fn within(&self, id: ExprId, depth: usize, found: &mut Vec<Detection>) {
        if depth > DEPTH {
            return;
        }
        let mut next = |id: ExprId| self.within(id, depth + 1, found);
        match self.facts.expr(id) {
            Expr::Ref(_, inner) | Expr::Try(inner) | Expr::Await(inner) => next(*inner),
            Expr::Method(call) => next(call.receiver),
            Expr::Call(callee, args) if args.len() == 1 => {
                next(args[0]);
                // `Kind::Command(name)` of what is no report itself names the event.
                if let Expr::Path(path) = self.facts.expr(*callee) {
                    self.variant(path, false, id, found);
                }
            }
            Expr::Struct(literal) => self.literal(literal, depth, found),
            Expr::Array(parts) => parts.iter().for_each(|part| self.pair(*part, found)),
            Expr::Macro(call) if writes_object(self.facts, call) => {
                object(self.ws, self.det, self.def, id, call, found);
            }
            Expr::Macro(call) if self.facts.last(&call.path) == "vec" => {
                let parts = call.args.iter().filter_map(|arg| match arg.value {
                    MacroValue::Expr(part) => Some(part),
                    _ => None,
                });
                parts.for_each(|part| self.pair(part, found));
            }
            Expr::Path(path) if path.segments.len() == 1 => self.of_name(id, self.facts.last(path), depth, found),
            Expr::Path(path) => self.variant(path, true, id, found),
            Expr::Block(_, statements) => {
                if let Some(Stmt::Value(value)) = statements.last() {
                    next(*value);
                }
            }
            _ => {}
        }
    }

    /// The variant that a path means, where its name is all that is told: the fields of a report are points where they are
    /// declared.
    fn variant(&self, path: &Path, bare: bool, id: ExprId, found: &mut Vec<Detection>) {
        let meant = self.ws.resolve(self.def.file as usize, Some(self.def.item), path);
        let Resolved::Variant(of, variant) = meant else { return };
        let ItemKind::Enum { variants, .. } = &self.ws.item(of).kind else { return };
        let is_bare = variants.get(variant).is_some_and(|variant| variant.fields.list.is_empty());
        if is_bare == bare && (bare || !self.types.contains(&of)) {
            let name = self.facts.last(path).to_owned();
            let span = Span { start: path.span.end.saturating_sub(name.len() as u32), end: path.span.end };
            found.push(property(self.ws, self.det, self.def, id, name, span));
        }
    }

    /// `Track { event: "opened".into(), properties: json!({ … }), .. }` of a vendor's crate.
    fn literal(&self, literal: &StructLit, depth: usize, found: &mut Vec<Detection>) {
        if self.ws.item_named(self.def.file as usize, Some(self.def.item), &literal.path).is_some() {
            return;
        }
        for (name, span, value) in &literal.fields {
            let name = self.facts.name(*name);
            match text_of(self.facts, *value) {
                Some((text, span)) if matches!(name, "event" | "name" | "event_name") && is_name(text) => {
                    found.push(property(self.ws, self.det, self.def, *value, text.to_owned(), span));
                }
                Some(_) => {}
                None => {
                    let before = found.len();
                    self.within(*value, depth + 1, found);
                    let field = property(self.ws, self.det, self.def, *value, name.to_owned(), *span);
                    // Without a rule of its own a field of another's type is part of the envelope; whose the event is, is
                    // told by an identifier.
                    let known = field.evidence.iter().filter(|evidence| evidence.supports).count() > 1
                        || name == "id" && self.facts.last(&literal.path) == "User";
                    if found.len() == before && known {
                        found.push(field);
                    }
                }
            }
        }
    }

    /// What a name is given at first, and what is put into it later.
    fn of_name(&self, id: ExprId, name: &str, depth: usize, found: &mut Vec<Detection>) {
        let Some((_, Some(init))) = self.values.bound_here(name) else {
            // `for (name, properties) in events`: what each of them has at its place.
            let in_loop = self.order.iter().any(|(id, _)| match self.facts.expr(*id) {
                Expr::For(_, pat, ..) => match self.facts.pat(*pat) {
                    Pat::Tuple(parts) => parts.iter().any(|part| bound(self.facts, *part) == Some(name)),
                    _ => false,
                },
                _ => false,
            });
            if !in_loop {
                return;
            }
            let here = origins(self.ws, (self.def, id)).into_iter().filter(|(def, of)| *def == self.def && *of != id);
            return here.for_each(|(_, of)| match text_of(self.facts, of).filter(|(name, _)| is_name(name)) {
                Some((name, span)) => found.push(property(self.ws, self.det, self.def, of, name.to_owned(), span)),
                None => self.within(of, depth + 1, found),
            });
        };
        self.within(init, depth + 1, found);
        for (id, _) in self.order {
            let Expr::Method(call) = self.facts.expr(*id) else { continue };
            if !matches!(self.facts.expr(call.receiver), Expr::Path(path) if self.facts.last(path) == name) {
                continue;
            }
            match (self.facts.name(call.name), &call.args[..]) {
                ("insert", [key, value]) => match text_of(self.facts, *key) {
                    Some(_) => self.key(*key, found),
                    // `by_project.insert(id, record)`.
                    None => self.within(*value, depth + 1, found),
                },
                ("push", [part]) => self.pair(*part, found),
                _ => {}
            }
        }
    }

    /// `("version", VERSION)`; `"opened"` in a list of names.
    fn pair(&self, id: ExprId, found: &mut Vec<Detection>) {
        if let Some((name, span)) = text_of(self.facts, id).filter(|(name, _)| is_name(name)) {
            found.push(property(self.ws, self.det, self.def, id, name.to_owned(), span));
        }
        if let Expr::Tuple(parts) = self.facts.expr(id)
            && let [key, _] = parts[..]
        {
            self.key(key, found);
        }
    }

    fn key(&self, id: ExprId, found: &mut Vec<Detection>) {
        if let Some((name, span)) = text_of(self.facts, id) {
            found.push(property(self.ws, self.det, self.def, id, name.to_owned(), span));
        }
    }
}
