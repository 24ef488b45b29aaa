//! An expression of a body comes in; the struct or enum of the workspace that it is, or that is written in it, goes out.

use super::called::called_by_path;
use super::declared::declared;
use super::events::writes_object;
use super::owners::fields_of;
use super::roles::bound;
use super::walk::{Order, below, children};
use crate::link::{Def, Resolved, Workspace};
use crate::model::fact::{
    Expr, ExprId, FileFacts, Function, ItemKind, MacroCall, MacroValue, MethodCall, Param, Pat, Path, Stmt, TyId,
};
use std::collections::BTreeMap;

/// How far a value is followed.
const DEPTH: usize = 12;

/// A body of a function.
pub(super) struct Values<'a> {
    ws: &'a Workspace,
    facts: &'a FileFacts,
    def: Def,
    order: &'a Order,
}

impl<'a> Values<'a> {
    pub(super) fn of(ws: &'a Workspace, def: Def, order: &'a Order) -> Self {
        Values { ws, facts: ws.facts(def), def, order }
    }

    /// The struct or enum that a value is, is a list of, or is the text of.
    pub(super) fn type_of(&self, id: ExprId) -> Option<Def> {
        self.look(id, 0)
    }

    /// The positions of the function's parameters that a value is made of, and whether they are in it whole: `true` where a
    /// parameter is the value, its text or a part of an object, `false` where something is only taken from it.
    pub(super) fn parameters_in(&self, id: ExprId) -> BTreeMap<usize, bool> {
        let mut found = BTreeMap::new();
        self.gather(id, true, 0, &mut found);
        found
    }

    fn gather(&self, id: ExprId, whole: bool, depth: usize, found: &mut BTreeMap<usize, bool>) {
        let facts = self.facts;
        let mut parts = Vec::new();
        children(facts, id, &mut parts);
        let stays = match facts.expr(id) {
            Expr::Path(path) if path.segments.len() == 1 => {
                self.gather_name(facts.last(path), whole, depth, found);
                return;
            }
            Expr::Ref(..) | Expr::Try(_) | Expr::Await(_) | Expr::Deref(_) => true,
            Expr::Method(call) => {
                let name = facts.name(call.name);
                let explains = matches!(name, "context" | "with_context" | "map_err" | "expect");
                hands_on(name) && (explains || call.args.is_empty())
            }
            Expr::Call(callee, _) if writes(facts, *callee) => true,
            Expr::Call(callee, args) => {
                let back = self.given_back(*callee, depth);
                for (position, arg) in args.iter().enumerate() {
                    self.gather(*arg, whole && back.contains(&position), depth, found);
                }
                return;
            }
            Expr::Macro(call) => writes_object(facts, call),
            Expr::Struct(literal) => self.type_named(&literal.path).is_none(),
            _ => false,
        };
        for part in parts {
            self.gather(part, whole && stays, depth, found);
        }
    }

    fn gather_name(&self, name: &str, whole: bool, depth: usize, found: &mut BTreeMap<usize, bool>) {
        if let Some((_, Some(init))) = self.bound_here(name)
            && depth < 3
        {
            return self.gather(init, whole, depth + 1, found);
        }
        let Some(function) = self.function() else { return };
        let is_it = |param: &Param| bound(self.facts, param.pat) == Some(name);
        if let Some(position) = function.params.iter().position(is_it) {
            *found.entry(position).or_default() |= whole;
        }
    }

    fn look(&self, id: ExprId, depth: usize) -> Option<Def> {
        if depth > DEPTH {
            return None;
        }
        let next = |id| self.look(id, depth + 1);
        match self.facts.expr(id) {
            Expr::Ref(_, inner) | Expr::Try(inner) | Expr::Await(inner) | Expr::Deref(inner) => next(*inner),
            Expr::Struct(literal) => self.type_named(&literal.path),
            Expr::Path(path) if path.segments.len() == 1 => self.of_name(id, self.facts.last(path), depth),
            Expr::Path(path) => self.type_named(path),
            Expr::Call(callee, args) => self.of_call(*callee, args, depth),
            Expr::Method(call) => self.of_method(call, depth),
            Expr::Field(base, name, _) => {
                let holder = next(*base)?;
                let facts = self.ws.facts(holder);
                let is_it = |name_there| facts.name(name_there) == self.facts.name(*name);
                let field = fields_of(self.ws.item(holder)).into_iter().find(|field| is_it(field.name))?;
                declared(self.ws, holder.file as usize, Some(holder.item), field.ty).local
            }
            Expr::Index(base, _) => next(*base),
            Expr::Array(parts) => next(*parts.first()?),
            Expr::Block(_, statements) => match statements.last()? {
                Stmt::Value(value) => next(*value),
                _ => None,
            },
            Expr::If(_, then, otherwise) => next(*then).or_else(|| next((*otherwise)?)),
            Expr::Match(_, arms) => arms.iter().find_map(|arm| next(arm.body)),
            // `json!(command)` is what it writes down.
            Expr::Macro(call) if self.writes_one(call) => match call.args.first()?.value {
                MacroValue::Expr(value) => next(value),
                _ => None,
            },
            Expr::Macro(call) if self.facts.last(&call.path) == "vec" => match call.args.first()?.value {
                MacroValue::Expr(value) => next(value),
                _ => None,
            },
            _ => None,
        }
    }

    /// A type or a variant of one, by its path.
    fn type_named(&self, path: &Path) -> Option<Def> {
        match self.ws.resolve(self.def.file as usize, Some(self.def.item), path) {
            Resolved::Def(def) => match self.ws.item(def).kind {
                ItemKind::Struct { .. } | ItemKind::Enum { .. } => Some(def),
                ItemKind::Const { ty: Some(ty), .. } => self.declared_in(def, ty),
                _ => None,
            },
            Resolved::Variant(def, _) => Some(def),
            _ => None,
        }
    }

    fn of_name(&self, id: ExprId, name: &str, depth: usize) -> Option<Def> {
        if name == "self" {
            return self.ws.owner(self.def);
        }
        if let Some(held) = self.of_arm(id, name) {
            return self.declared_in(held.0, held.1);
        }
        if let Some(held) = self.of_wrapper(id, name) {
            return self.look(held, depth + 1);
        }
        if let Some((ty, init)) = self.bound_here(name) {
            let given = ty.and_then(|ty| self.declared_in(self.def, ty)).or_else(|| self.look(init?, depth + 1));
            return given.or_else(|| self.pushed(name, depth));
        }
        let param = self.function()?.params.iter().find(|param| bound(self.facts, param.pat) == Some(name))?;
        self.declared_in(self.def, param.ty)
    }

    /// `let mut all = Vec::new(); … all.push(report)`: what a list is filled with.
    fn pushed(&self, name: &str, depth: usize) -> Option<Def> {
        self.order.iter().find_map(|(id, _)| match self.facts.expr(*id) {
            Expr::Method(call) if self.facts.name(call.name) == "push" && self.is_named(call.receiver, name) => {
                self.look(*call.args.first()?, depth + 1)
            }
            _ => None,
        })
    }

    /// `Self::Opened(event) => …`: what the variant holds that an arm around a name binds it to.
    fn of_arm(&self, id: ExprId, name: &str) -> Option<(Def, TyId)> {
        let at = self.facts.expr_span(id);
        let arms = self.order.iter().filter_map(|(id, _)| match self.facts.expr(*id) {
            Expr::Match(_, arms) => Some(arms),
            _ => None,
        });
        let around = arms.flatten().filter(|arm| {
            let body = self.facts.expr_span(arm.body);
            body.start <= at.start && at.end <= body.end
        });
        around.into_iter().find_map(|arm| {
            let Pat::TupleStruct(path, parts) = self.facts.pat(arm.pat) else { return None };
            let position = parts.iter().position(|part| bound(self.facts, *part) == Some(name))?;
            let meant = self.ws.resolve(self.def.file as usize, Some(self.def.item), path);
            let Resolved::Variant(of, variant) = meant else { return None };
            let ItemKind::Enum { variants, .. } = &self.ws.item(of).kind else { return None };
            Some((of, variants.get(variant)?.fields.list.get(position)?.ty))
        })
    }

    /// `match Cli::try_parse() { Ok(cli) => … }`: what an arm around a name takes out of its wrapper.
    fn of_wrapper(&self, id: ExprId, name: &str) -> Option<ExprId> {
        let at = self.facts.expr_span(id);
        self.order.iter().find_map(|(id, _)| {
            let Expr::Match(matched, arms) = self.facts.expr(*id) else { return None };
            let takes = |pat| match self.facts.pat(pat) {
                Pat::TupleStruct(path, parts) => {
                    matches!(self.facts.last(path), "Ok" | "Some")
                        && parts.first().is_some_and(|part| bound(self.facts, *part) == Some(name))
                }
                _ => false,
            };
            let around = arms.iter().any(|arm| {
                let body = self.facts.expr_span(arm.body);
                body.start <= at.start && at.end <= body.end && takes(arm.pat)
            });
            around.then_some(*matched)
        })
    }

    /// What a `let` or a `for` of the body gives to a name.
    pub(super) fn bound_here(&self, name: &str) -> Option<(Option<TyId>, Option<ExprId>)> {
        let is_it = |pat| bound(self.facts, pat) == Some(name);
        self.order.iter().find_map(|(id, _)| match self.facts.expr(*id) {
            Expr::Block(_, statements) => statements.iter().find_map(|statement| match statement {
                Stmt::Let(binding) if is_it(binding.pat) => Some((binding.ty, binding.init)),
                _ => None,
            }),
            Expr::For(_, pat, list, _) if is_it(*pat) => Some((None, Some(*list))),
            // `if let Some(body) = body`.
            Expr::Let(pat, init) => match self.facts.pat(*pat) {
                Pat::TupleStruct(_, parts) if parts.len() == 1 && is_it(parts[0]) && !self.is_named(*init, name) => {
                    Some((None, Some(*init)))
                }
                _ => None,
            },
            _ => None,
        })
    }

    fn writes_one(&self, call: &MacroCall) -> bool {
        self.facts.last(&call.path) == "json" && call.args.len() == 1 && call.args[0].key.is_none()
    }

    /// The positions of the arguments that a function of the workspace gives back whole, as parts of what it makes.
    fn given_back(&self, callee: ExprId, depth: usize) -> Vec<usize> {
        let Expr::Path(path) = self.facts.expr(callee) else { return Vec::new() };
        let called = called_by_path(self.ws, self.def, path).filter(|called| *called != self.def && depth < 2);
        let Some(called) = called else { return Vec::new() };
        let ItemKind::Fn(Function { body: Some(body), .. }) = &self.ws.item(called).kind else { return Vec::new() };
        let facts = self.ws.facts(called);
        let Expr::Block(_, statements) = facts.expr(*body) else { return Vec::new() };
        let Some(Stmt::Value(value)) = statements.last() else { return Vec::new() };
        let order = below(facts, *body);
        let mut found = BTreeMap::new();
        Values::of(self.ws, called, &order).gather(*value, true, depth + 1, &mut found);
        found.into_iter().filter(|(_, whole)| *whole).map(|(position, _)| position).collect()
    }

    /// `name`, `&name`, `name.as_ref()`: what it is called before it is taken out of its wrapper.
    fn is_named(&self, id: ExprId, name: &str) -> bool {
        match self.facts.expr(id) {
            Expr::Path(path) => path.segments.len() == 1 && self.facts.last(path) == name,
            Expr::Ref(_, inner) => self.is_named(*inner, name),
            Expr::Method(call) => call.args.is_empty() && self.is_named(call.receiver, name),
            _ => false,
        }
    }

    fn of_call(&self, callee: ExprId, args: &[ExprId], depth: usize) -> Option<Def> {
        let Expr::Path(path) = self.facts.expr(callee) else { return None };
        if args.len() == 1 && writes(self.facts, callee) {
            return self.look(args[0], depth + 1);
        }
        if let Resolved::Def(called) = self.ws.resolve(self.def.file as usize, Some(self.def.item), path)
            && matches!(self.ws.item(called).kind, ItemKind::Fn(_))
        {
            return self.returned(called);
        }
        // `Report::new(…)`; a derive or a macro may have written the function.
        let of = || (path.segments.len() > 1).then(|| self.type_named(&path.without_last())).flatten();
        self.type_named(path).or_else(|| {
            let of = of()?;
            let makers = self.ws.methods(of, self.facts.last(path));
            makers.first().map_or(Some(of), |maker| self.returned(*maker))
        })
    }

    fn of_method(&self, call: &MethodCall, depth: usize) -> Option<Def> {
        let name = self.facts.name(call.name);
        let of = self.look(call.receiver, depth + 1);
        let method = of.and_then(|of| self.ws.methods(of, name).first().copied());
        match method {
            Some(method) => self.returned(method),
            None if hands_on(name) => of,
            // The one method of this name that the workspace has.
            None => match self.ws.methods_named(name) {
                [only] if self.ws.may_call(self.def.file as usize, *only) => self.returned(*only),
                _ => None,
            },
        }
    }

    /// What a function returns.
    fn returned(&self, called: Def) -> Option<Def> {
        let ItemKind::Fn(function) = &self.ws.item(called).kind else { return None };
        self.declared_in(called, function.ret?)
    }

    fn declared_in(&self, def: Def, ty: TyId) -> Option<Def> {
        let found = declared(self.ws, def.file as usize, Some(def.item), ty);
        found.local.or_else(|| found.names.iter().any(|name| name == "Self").then(|| self.ws.owner(def)).flatten())
    }

    fn function(&self) -> Option<&'a Function> {
        match &self.ws.item(self.def).kind {
            ItemKind::Fn(function) => Some(function),
            _ => None,
        }
    }
}

/// A call that gives what it is called on, or what it holds, or its text.
fn hands_on(name: &str) -> bool {
    const HANDS_ON: [&str; 25] = [
        "clone",
        "cloned",
        "to_owned",
        "as_ref",
        "as_slice",
        "as_bytes",
        "into",
        "into_bytes",
        "into_inner",
        "unwrap",
        "expect",
        "unwrap_or_default",
        "unwrap_or_else",
        "unwrap_or",
        "ok",
        "ok_or",
        "ok_or_else",
        "iter",
        "into_iter",
        "lock",
        "read",
        "borrow",
        "map_err",
        "context",
        "with_context",
    ];
    HANDS_ON.contains(&name)
}

/// A call that wraps what it is given, or writes it down.
fn writes(facts: &FileFacts, callee: ExprId) -> bool {
    const WRITES: [&str; 12] = [
        "to_string",
        "to_vec",
        "to_value",
        "to_string_pretty",
        "to_vec_pretty",
        "to_vec_named",
        "from",
        "Some",
        "Ok",
        "Json",
        "from_ref",
        "encode",
    ];
    let Expr::Path(path) = facts.expr(callee) else { return false };
    let of = |at: usize| path.segments.iter().rev().nth(at).map_or("", |segment| facts.name(segment.name));
    match of(0) {
        "new" => matches!(of(1), "Arc" | "Box" | "Rc" | "Cow" | "Mutex" | "Cursor"),
        "from" => matches!(of(1), "Body" | "Bytes" | "Vec" | "String" | "Arc" | "Box" | "Full"),
        name => WRITES.contains(&name),
    }
}
