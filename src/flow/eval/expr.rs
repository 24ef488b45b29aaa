//! An expression comes in, its value goes out; assignments and control flow change the state.

use super::{Ev, Eval, NESTING, query};
use crate::flow::engine::Shared;
use crate::flow::path::{Key, PathId};
use crate::flow::types::{self, Type};
use crate::flow::value::{Callable, Place, Value};
use crate::flow::work;
use crate::link::{Def, Namespace, Resolved};
use crate::model::fact::{BinaryOp, Expr, ExprId, ItemKind, LetStmt, Lit, Path, Stmt, StructLit, UnaryOp};

impl<'a> Eval<'_, 'a> {
    /// The value of an expression; references in it are not looked through.
    pub(super) fn eval(&mut self, id: ExprId) -> Ev {
        if !self.state.live {
            return Ev::clean();
        }
        if self.fuel == 0 {
            return Ev::clean();
        }
        self.fuel -= 1;
        if self.fuel == 0 || self.has_spent() {
            self.fuel = 0;
            let (file, span) = (self.file(), self.facts().expr_span(id));
            self.eng.gap(file, span, "what this function does with data was not followed to its end");
        }
        self.nesting += 1;
        let around = std::mem::replace(&mut self.site, id);
        let out = if self.nesting > NESTING { Ev::clean() } else { self.eval_kind(id) };
        self.site = around;
        self.nesting -= 1;
        out
    }

    /// Whether this evaluation, without those inside it, cost as much as one may.
    pub(super) fn has_spent(&self) -> bool {
        work::done() - self.began > self.eng.nested + work::OF_A_FUNCTION
    }

    fn eval_kind(&mut self, id: ExprId) -> Ev {
        let facts = self.facts();
        match facts.expr(id) {
            Expr::Path(path) => self.eval_path(path),
            Expr::Lit(Lit::Str(text)) => Ev::new(Value::CLEAN, query::type_of_text(self.name(*text))),
            Expr::Lit(_) => Ev::clean(),
            Expr::Field(base, name, _) => self.eval_field(id, *base, *name).counted(),
            Expr::Index(base, index) => self.eval_index(*base, *index),
            Expr::Ref(mutable, inner) => self.eval_ref(id, *mutable, *inner),
            Expr::Deref(inner) => self.eval_deref(*inner),
            Expr::Unary(op, inner) => {
                let inner = self.eval(*inner);
                let name = if *op == UnaryOp::Not { "not" } else { "neg" };
                if let Some(found) = self.operator(&inner, name, &[]) {
                    return found;
                }
                Ev::new(self.flat(&inner.v), inner.t)
            }
            Expr::Binary(op, left, right) => self.eval_binary(*op, *left, *right),
            Expr::Assign(left, right) => self.eval_assign(*left, *right),
            Expr::AssignOp(op, left, right) => self.eval_assign_op(*op, *left, *right),
            // Words that are taken for a number by a method, `parse`, are meant to be one.
            Expr::Call(callee, args) => self.eval_call(id, *callee, args).counted(),
            Expr::Method(call) => self.eval_method(id, call),
            Expr::Macro(call) => self.eval_macro(id, call),
            Expr::Struct(lit) => self.eval_struct(id, lit),
            Expr::Tuple(list) => self.eval_tuple(list),
            Expr::Array(list) => {
                let mut all = Ev::clean();
                for &item in list {
                    let item = self.eval(item);
                    all.v = self.join(&all.v, &item.v);
                    all.t = item.t;
                }
                Ev::new(Value::wrapped(Key::ELEM, all.v), Type::list_of(all.t))
            }
            Expr::Repeat(item, _) => {
                let item = self.eval(*item);
                Ev::new(Value::wrapped(Key::ELEM, item.v), Type::list_of(item.t))
            }
            Expr::Block(label, stmts) => match label {
                Some(label) => self.eval_labelled(*label, stmts),
                None => self.eval_block(stmts),
            },
            Expr::Async(block) | Expr::TryBlock(block) => {
                self.push_exit();
                let tail = self.eval(*block);
                let (v, t) = self.pop_exit(tail);
                Ev::new(v, t)
            }
            Expr::If(condition, then, otherwise) => self.eval_if(*condition, *then, *otherwise),
            Expr::Let(pat, scrutinee) => {
                let value = self.eval_scrutinee(*scrutinee, &[*pat]);
                self.bind(*pat, value);
                Ev::clean()
            }
            Expr::Match(scrutinee, arms) => self.eval_match(*scrutinee, arms),
            Expr::Loop(label, body) => self.eval_loop(*label, |eval| {
                eval.eval(*body);
                false
            }),
            Expr::While(label, condition, body) => self.eval_loop(*label, |eval| {
                eval.scoped(|eval| {
                    eval.eval(*condition);
                    eval.eval(*body);
                });
                true
            }),
            Expr::For(label, pat, iterable, body) => {
                let items = self.eval(*iterable);
                let item = self.iterated(&items);
                self.eval_loop(*label, |eval| {
                    eval.scoped(|eval| {
                        eval.bind(*pat, item.clone());
                        eval.eval(*body);
                    });
                    true
                })
            }
            Expr::Closure(_) => self.make_closure(id),
            Expr::Return(value) => {
                let value = value.map_or_else(Ev::clean, |value| self.eval(value));
                if self.state.live {
                    self.leave(value);
                    self.state.live = false;
                }
                Ev::clean()
            }
            Expr::Break(label, value) => {
                let value = value.map_or_else(Ev::clean, |value| self.eval(value));
                self.jump(*label, Some(value.v));
                Ev::clean()
            }
            Expr::Continue(label) => {
                self.jump(*label, None);
                Ev::clean()
            }
            Expr::Yield(value) => {
                let value = value.map_or_else(Ev::clean, |value| self.eval(value));
                self.leave(Ev::untyped(Value::wrapped(Key::ELEM, value.v)));
                Ev::clean()
            }
            Expr::Await(inner) => {
                let around = self.awaiting.replace((self.file(), *inner));
                let given = self.eval(*inner);
                self.awaiting = around;
                self.awaited(given)
            }
            Expr::Try(inner) => self.eval_try(id, *inner),
            Expr::Cast(inner, ty) => {
                let inner = self.eval(*inner);
                let ty = self.lower(*ty);
                Ev::new(inner.v, if inner.t.is_known() && !ty.is_known() { inner.t } else { ty }).counted()
            }
            Expr::Range(from, to) => self.eval_range(*from, *to),
            Expr::Hole(name) => self.eval_hole(*name),
            Expr::Other(list) => {
                let mut all = Value::CLEAN;
                for &item in list {
                    let item = self.eval(item).v;
                    all = self.join(&all, &item);
                }
                Ev::untyped(all)
            }
        }
    }

    /// A range has its ends as fields and what lies between as elements.
    fn eval_range(&mut self, from: Option<ExprId>, to: Option<ExprId>) -> Ev {
        let (mut kids, mut all) = (Vec::new(), Value::CLEAN);
        for (name, end) in [("start", from), ("end", to)] {
            let Some(end) = end else { continue };
            let end = self.eval(end).v;
            let end = self.flat(&end);
            all = self.join(&all, &end);
            kids.push((self.eng.paths.field(name), end));
        }
        if all.is_clean() {
            return Ev::clean();
        }
        kids.push((Key::ELEM, all));
        Ev::untyped(Value::with_kids(kids))
    }

    /// Names bound inside are gone afterwards.
    pub(super) fn scoped<T>(&mut self, run: impl FnOnce(&mut Self) -> T) -> T {
        let (frame, names) = (self.cur, self.frame().names.len());
        let out = run(self);
        self.frames[frame].names.truncate(names);
        out
    }

    fn eval_path(&mut self, path: &'a Path) -> Ev {
        if let Some(local) = self.find_local(path) {
            return Ev::new(self.state.local(local), self.locals[local as usize].ty.clone());
        }
        if let Some(query) = self.query_path(path) {
            return Ev::new(Value::CLEAN, query);
        }
        let frame = self.frame();
        match self.ws.resolve_in(Namespace::Value, frame.file as usize, frame.item, path) {
            Resolved::Def(def) => self.eval_item(def),
            Resolved::Variant(def, at) => {
                let ItemKind::Enum { variants, .. } = &self.ws.item(def).kind else { return Ev::clean() };
                let name = self.ws.facts(def).name(variants[at].name);
                if variants[at].fields.tuple && !variants[at].fields.list.is_empty() {
                    let key = self.eng.paths.variant(name, "0");
                    return Ev::untyped(Value::callable(Callable::Wrap(key)));
                }
                Ev::new(self.marked_value(def), Type::Def(def, [].into()))
            }
            Resolved::External(name) => {
                let key = match name.rsplit("::").next() {
                    Some("None") => return Ev::new(Value::CLEAN, Type::external("std::option::Option", Vec::new())),
                    Some("Some") => self.eng.paths.known.some,
                    Some("Ok") => self.eng.paths.known.ok,
                    Some("Err") => self.eng.paths.known.err,
                    _ => return Ev::untyped(Value::callable(Callable::External(name))),
                };
                Ev::untyped(Value::callable(Callable::Wrap(key)))
            }
            Resolved::Unknown => {
                let text = self.facts().path_text(path);
                if path.segments.len() > 1 || text.starts_with(char::is_uppercase) {
                    if let Some(found) = self.associated(path) {
                        return found;
                    }
                    return Ev::untyped(Value::callable(Callable::External(text.as_str().into())));
                }
                self.named_source(path)
            }
        }
    }

    /// `T::name` where `T` is a generic parameter or a type that is no item.
    fn associated(&mut self, path: &'a Path) -> Option<Ev> {
        let candidates = self.associated_functions(path);
        let mut value = Value::CLEAN;
        for def in &candidates {
            value = self.join(&value, &Value::callable(Callable::Fn(*def)));
        }
        (!candidates.is_empty()).then(|| Ev::untyped(value))
    }

    /// A name that is no local and no item: a rule may call it a source (`source` in a snippet).
    fn named_source(&mut self, path: &'a Path) -> Ev {
        let name = self.facts().last(path);
        let value = self.rule_source_by_name(name, path.span);
        Ev::untyped(value)
    }

    fn eval_item(&mut self, def: Def) -> Ev {
        let item = self.ws.item(def);
        match &item.kind {
            ItemKind::Fn(_) => Ev::untyped(Value::callable(Callable::Fn(def))),
            ItemKind::Struct { fields, .. } => {
                let ty = Type::Def(def, [].into());
                if fields.tuple && !fields.list.is_empty() {
                    let key = self.eng.paths.known.zero;
                    return Ev::new(Value::callable(Callable::Wrap(key)), Type::Callable(ty.into()));
                }
                Ev::new(self.marked_value(def), ty)
            }
            ItemKind::Const { ty, .. } => {
                let declared = ty.map(|ty| self.lower_in(def, ty)).unwrap_or_default();
                let local = self.static_local(def);
                Ev::new(self.state.local(local), declared)
            }
            _ => Ev::clean(),
        }
    }

    /// A type as written beside an item of another file.
    pub(super) fn lower_in(&self, def: Def, ty: crate::model::fact::TyId) -> Type {
        let this = Type::Unknown;
        let scope = types::Scope { file: def.file as usize, item: Some(def.item), this: &this, generics: &[] };
        self.eng.types.lower(scope, ty)
    }

    /// The variable of a static or const, its initialiser evaluated when it is first named.
    pub(super) fn static_local(&mut self, def: Def) -> u32 {
        let known = self.shared_locals.len();
        let local = self.shared_local(Shared::Item(def));
        if !types::keeps(self.ws, def) {
            self.constants.insert(local);
        }
        if self.shared_locals.len() > known
            && let ItemKind::Const { value: Some(value), ty, .. } = &self.ws.item(def).kind
        {
            if let Some(ty) = ty {
                self.locals[local as usize].ty = self.lower_in(def, *ty);
            }
            if self.inlined.contains(&def) || self.inlined.len() > super::INLINE_DEPTH {
                return local;
            }
            self.inlined.push(def);
            let id = self.child_frame(*value, 7);
            let frame = super::Frame { id, file: def.file, item: Some(def.item), ..super::Frame::default() };
            let value = self.in_frame(frame, |eval| {
                eval.push_exit();
                let tail = eval.eval(*value);
                eval.pop_exit(tail).0
            });
            self.inlined.pop();
            let value = self.state.resolve(&value, &mut self.eng.paths);
            let old = self.state.local(local);
            let joined = self.join(&old, &value);
            self.state.set_local(local, joined, &mut self.eng.paths);
        }
        local
    }

    fn eval_binary(&mut self, op: BinaryOp, left: ExprId, right: ExprId) -> Ev {
        let lhs = self.eval(left);
        if matches!(op, BinaryOp::And | BinaryOp::Or) {
            // Names bound by `let` in a chain of `&&` stay; the other way is decided by `if`.
            let before = (op == BinaryOp::Or).then(|| self.state.clone());
            let rhs = self.eval(right);
            if let Some(before) = before {
                self.state.join(&before, &mut self.eng.paths);
            }
            let both = (self.flat(&lhs.v), self.flat(&rhs.v));
            return Ev::untyped(self.join(&both.0, &both.1));
        }
        let name = match op {
            BinaryOp::Add => "add",
            BinaryOp::Sub => "sub",
            BinaryOp::Mul => "mul",
            BinaryOp::Div => "div",
            BinaryOp::Rem => "rem",
            BinaryOp::BitXor => "bitxor",
            BinaryOp::BitAnd => "bitand",
            BinaryOp::BitOr => "bitor",
            BinaryOp::Shl => "shl",
            BinaryOp::Shr => "shr",
            BinaryOp::Eq => "eq",
            BinaryOp::Ne => "ne",
            BinaryOp::Lt | BinaryOp::Le | BinaryOp::Ge | BinaryOp::Gt => "partial_cmp",
            BinaryOp::And | BinaryOp::Or => "",
        };
        let compares = matches!(name, "eq" | "ne" | "partial_cmp");
        if let Some(found) = self.operator(&lhs, name, &[right]) {
            return if compares { Ev::clean() } else { found };
        }
        let rhs = self.eval(right);
        if compares {
            return Ev::clean();
        }
        let both = (self.flat(&lhs.v), self.flat(&rhs.v));
        Ev::new(self.join(&both.0, &both.1), lhs.t)
    }

    fn eval_assign(&mut self, left: ExprId, right: ExprId) -> Ev {
        let value = self.eval(right);
        if self.state.live {
            self.assign(left, value);
        }
        Ev::clean()
    }

    /// Writes to what stands on the left of `=`, destructuring included.
    fn assign(&mut self, left: ExprId, value: Ev) {
        let facts = self.facts();
        match facts.expr(left) {
            Expr::Tuple(list) => {
                for (at, &item) in list.iter().enumerate() {
                    let key = self.eng.paths.field(&at.to_string());
                    let part = self.project(&value.v, key);
                    self.assign(item, Ev::untyped(part));
                }
                return;
            }
            Expr::Array(list) => {
                let part = self.project(&value.v, Key::ELEM);
                for &item in list {
                    self.assign(item, Ev::untyped(part.clone()));
                }
                return;
            }
            Expr::Struct(lit) => {
                for (name, _, item) in &lit.fields {
                    let key = self.eng.paths.field(self.name(*name));
                    let part = self.project(&value.v, key);
                    self.assign(*item, Ev::untyped(part));
                }
                return;
            }
            Expr::Call(_, args) => {
                for (at, &item) in args.iter().enumerate() {
                    let key = self.eng.paths.field(&at.to_string());
                    let part = self.project(&value.v, key);
                    self.assign(item, Ev::untyped(part));
                }
                return;
            }
            _ => {}
        }
        let span = facts.expr_span(left);
        let stepped = self.stepped(value.v, span, "is kept here");
        if let Some((places, _)) = self.places(left) {
            let places = match facts.expr(left) {
                Expr::Deref(_) => self.chase(places),
                _ => places,
            };
            self.state.write_all(&places, &stepped, false, &mut self.eng.paths);
            if let [Place { local, path: PathId::ROOT, .. }] = places[..]
                && value.t.is_known()
                && !self.locals[local as usize].ty.is_known()
            {
                self.locals[local as usize].ty = value.t;
            }
        } else if let Expr::Index(base, index) = facts.expr(left) {
            // `index_mut` of a type of the workspace, not followed: into the whole of it.
            self.eval(*index);
            if let Some((places, _)) = self.places(*base) {
                let places = self.chase(places);
                self.state.write_all(&places, &stepped, true, &mut self.eng.paths);
            }
        }
    }

    fn eval_assign_op(&mut self, op: BinaryOp, left: ExprId, right: ExprId) -> Ev {
        let old = self.eval(left);
        let name = match op {
            BinaryOp::Add => "add_assign",
            BinaryOp::Sub => "sub_assign",
            BinaryOp::Mul => "mul_assign",
            BinaryOp::Div => "div_assign",
            BinaryOp::Rem => "rem_assign",
            BinaryOp::BitXor => "bitxor_assign",
            BinaryOp::BitAnd => "bitand_assign",
            BinaryOp::BitOr => "bitor_assign",
            BinaryOp::Shl => "shl_assign",
            BinaryOp::Shr => "shr_assign",
            _ => "",
        };
        if old.t.def().is_some()
            && let Some((places, ty)) = self.places(left)
        {
            let places = places.into_iter().map(|place| Place { mutable: true, ..place }).collect();
            if self.operator(&Ev::new(Value::reference(places), ty), name, &[right]).is_some() {
                return Ev::clean();
            }
        }
        let new = self.eval(right).v;
        let new = self.flat(&new);
        if let Some((places, _)) = self.places(left) {
            let places = self.chase(places);
            self.state.write_all(&places, &new, true, &mut self.eng.paths);
        }
        Ev::clean()
    }

    fn eval_struct(&mut self, id: ExprId, lit: &'a StructLit) -> Ev {
        let frame = self.frame();
        let resolved = self.ws.resolve_in(Namespace::Type, frame.file as usize, frame.item, &lit.path);
        let variant = match &resolved {
            Resolved::Variant(def, at) => match &self.ws.item(*def).kind {
                ItemKind::Enum { variants, .. } => Some(self.ws.facts(*def).name(variants[*at].name)),
                _ => None,
            },
            _ => None,
        };
        let ty = self.lower_path(&lit.path);
        let mut kids = Vec::new();
        for (name, span, value) in &lit.fields {
            let wanted = match &resolved {
                _ if !self.is_converted(*value) => Type::Unknown,
                Resolved::Variant(def, at) => self.eng.types.variant_field(&ty, *def, *at, self.name(*name)),
                _ => self.eng.types.field(&ty, self.name(*name)),
            };
            let value = self.converted_to(*value, &wanted).unwrap_or_else(|| self.eval(*value));
            let value = self.as_declared(value.v, &wanted);
            let value = self.stepped(value, *span, "is put into a field");
            let name = self.name(*name);
            let key = match variant {
                Some(variant) => self.eng.paths.variant(variant, name),
                None => self.eng.paths.field(name),
            };
            kids.push((key, value));
        }
        let mut value = match lit.rest {
            Some(rest) => {
                let rest = self.eval(rest).v;
                let mut base = self.deref(&rest);
                for (key, kid) in kids {
                    base = base.set(&[key], kid, false, &mut self.eng.paths);
                }
                base
            }
            None => Value::with_kids(kids),
        };
        if let Some(def) = ty.def() {
            let marked = self.marked_value(def);
            value = self.join(&value, &marked);
        }
        let value = self.with_shared_fields(value, &ty, id);
        Ev::new(value, ty)
    }

    fn eval_tuple(&mut self, list: &'a [ExprId]) -> Ev {
        let mut kids = Vec::new();
        let mut kinds = Vec::new();
        for (at, &item) in list.iter().enumerate() {
            let item = self.eval(item);
            kids.push((self.eng.paths.field(&at.to_string()), item.v));
            kinds.push(item.t);
        }
        Ev::new(Value::with_kids(kids), Type::Tuple(kinds.into()))
    }

    pub(super) fn eval_block(&mut self, stmts: &'a [Stmt]) -> Ev {
        self.scoped(|eval| {
            let mut value = Ev::clean();
            for stmt in stmts {
                value = Ev::clean();
                match stmt {
                    Stmt::Let(stmt) => eval.eval_let(stmt),
                    Stmt::Expr(expr) => {
                        eval.statement = Some(*expr);
                        eval.eval_marked(*expr);
                        eval.statement = None;
                    }
                    Stmt::Value(expr) => {
                        let returned = eval.exits.last().filter(|exit| exit.tail == Some(*expr));
                        let wanted = returned.map(|exit| exit.declared.clone()).unwrap_or_default();
                        value = match eval.converted_to(*expr, &wanted) {
                            Some(made) => made,
                            None => eval.eval_marked(*expr),
                        };
                    }
                    Stmt::Item(_) => {}
                }
            }
            value
        })
    }

    /// A statement whose value a mark says is transformed.
    pub(super) fn eval_marked(&mut self, expr: ExprId) -> Ev {
        let mut value = self.eval(expr);
        let via = self.eng.marked(self.file(), self.facts().expr_span(expr), false);
        value.v = value.v.via(via);
        value
    }

    pub(super) fn eval_let(&mut self, stmt: &'a LetStmt) {
        let declared = stmt.ty.map(|ty| self.lower(ty)).unwrap_or_default();
        let Some(init) = stmt.init else {
            self.bind(stmt.pat, Ev::new(Value::CLEAN, declared));
            return;
        };
        let mut value = match self.converted_to(init, &declared) {
            Some(made) => made,
            None => self.eval_scrutinee(init, &[stmt.pat]),
        };
        let via = self.eng.marked(self.file(), stmt.span, false);
        if via != 0 {
            value.v = self.deref(&value.v).via(via);
        }
        if declared.is_known() {
            if value.v.is_clean() && !matches!(self.facts().expr(init), Expr::Lit(_) | Expr::Struct(_)) {
                value.v = self.template(&declared, 0);
            }
            value.v = self.as_declared(value.v, &declared);
            // A parameterless wrapper such as `Vec<_>` says less than what was found.
            value.t = declared;
        }
        if let Some(otherwise) = stmt.otherwise {
            let before = self.state.clone();
            self.scoped(|eval| eval.eval(otherwise));
            self.state = before;
        }
        if self.state.live {
            let span = self.facts().pat_span(stmt.pat);
            value.v = self.stepped(value.v, span, "is kept here");
        }
        self.bind(stmt.pat, value);
    }

    /// What an `Option` or `Result` holds.
    pub(super) fn payload(&mut self, value: &Value) -> Value {
        let known = self.eng.paths.known;
        let content = if value.refs().is_empty() { value.clone() } else { self.deref(value) };
        let some = self.project(&content, known.some);
        let ok = self.project(&content, known.ok);
        self.join(&some, &ok)
    }
}
