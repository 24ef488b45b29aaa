//! What is handed to a function that sends telemetry comes in: an object, pairs, the name of an event, a variant that is one.
//! Each of its keys goes out as a property.

use super::events::{object, property, text_of};
use super::valued::Values;
use super::walk::below;
use super::Detection;
use crate::link::{Def, Resolved, Workspace};
use crate::model::fact::{Expr, ExprId, FileFacts, ItemKind, MacroValue};
use crate::model::place::Span;
use crate::packs::Detectors;

/// Through how many names and wrappers an object is looked for.
const DEPTH: usize = 4;

/// The properties in what is handed on.
pub(super) fn told(ws: &Workspace, det: &Detectors, def: Def, id: ExprId, found: &mut Vec<Detection>) {
    let ItemKind::Fn(function) = &ws.item(def).kind else { return };
    let (facts, Some(body)) = (ws.facts(def), function.body) else { return };
    let order = below(facts, body);
    let look = Look { ws, det, def, facts, order: &order, values: Values::of(ws, def, &order) };
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
    def: Def,
    facts: &'a FileFacts,
    order: &'a [(ExprId, Option<ExprId>)],
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
            Expr::Call(_, args) if args.len() == 1 => next(args[0]),
            Expr::Array(parts) => parts.iter().for_each(|part| self.pair(*part, found)),
            Expr::Macro(call) if self.facts.last(&call.path) == "json" => {
                object(self.ws, self.det, self.def, id, call, found);
            }
            Expr::Macro(call) if self.facts.last(&call.path) == "vec" => {
                let parts = call.args.iter().filter_map(|arg| match arg.value {
                    MacroValue::Expr(part) => Some(part),
                    _ => None,
                });
                parts.for_each(|part| self.pair(part, found));
            }
            Expr::Path(path) => match self.ws.resolve(self.def.file as usize, Some(self.def.item), path) {
                Resolved::Variant(of, variant) => {
                    let ItemKind::Enum { variants, .. } = &self.ws.item(of).kind else { return };
                    let name = self.facts.last(path).to_owned();
                    let span = Span { start: path.span.end.saturating_sub(name.len() as u32), end: path.span.end };
                    if variants.get(variant).is_some_and(|variant| variant.fields.list.is_empty()) {
                        found.push(property(self.ws, self.det, self.def, id, name, span));
                    }
                }
                _ if path.segments.len() == 1 => self.of_name(self.facts.last(path), depth, found),
                _ => {}
            },
            _ => {}
        }
    }

    /// What a name is given at first, and what is put into it later.
    fn of_name(&self, name: &str, depth: usize, found: &mut Vec<Detection>) {
        let Some((_, Some(init))) = self.values.bound_here(name) else { return };
        self.within(init, depth + 1, found);
        for (id, _) in self.order {
            let Expr::Method(call) = self.facts.expr(*id) else { continue };
            if !matches!(self.facts.expr(call.receiver), Expr::Path(path) if self.facts.last(path) == name) {
                continue;
            }
            match (self.facts.name(call.name), &call.args[..]) {
                ("insert", [key, _]) => self.key(*key, found),
                ("push", [part]) => self.pair(*part, found),
                _ => {}
            }
        }
    }

    /// `("version", VERSION)`.
    fn pair(&self, id: ExprId, found: &mut Vec<Detection>) {
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
