//! Expressions, blocks and literals in; `Expr`, `Stmt` and `Lit` out, each with its place.
//!
//! Places are put together from the tokens at both ends: `syn`'s own `span()` prints the whole node,
//! which is quadratic in nested code.

use super::Lower;
use crate::model::fact::{
    Arm, BinaryOp, Closure, Expr, ExprId, LetStmt, Lit, MethodCall, Stmt, StructLit, Sym, UnaryOp,
};
use crate::model::place::Span;
use proc_macro2::Span as Token;
use syn::spanned::Spanned;

/// Literals longer than this are kept by prefix and digest.
const LONG_TEXT: usize = 4096;

impl Lower<'_> {
    pub(in crate::extract) fn expr(&mut self, expr: &syn::Expr) -> ExprId {
        match expr {
            syn::Expr::Paren(paren) => {
                let inner = self.expr(&paren.expr);
                let span = self.at(paren.paren_token.span.join());
                self.facts.expr_spans[inner.at()] = span;
                inner
            }
            syn::Expr::Group(group) => self.expr(&group.expr),
            syn::Expr::Path(path) => self.path_expr(path),
            syn::Expr::Lit(lit) => {
                let span = self.at(lit.lit.span());
                let lit = self.lit(&lit.lit);
                self.push(Expr::Lit(lit), span)
            }
            syn::Expr::MethodCall(call) => self.method_call(call),
            syn::Expr::Call(call) => {
                let function = self.expr(&call.func);
                let args = self.exprs(&call.args);
                let span = self.span_of(function).to(self.at(call.paren_token.span.join()));
                self.push(Expr::Call(function, args.into()), span)
            }
            syn::Expr::Field(field) => {
                let base = self.expr(&field.base);
                let (name, name_span) = self.member(&field.member);
                let span = self.span_of(base).to(name_span);
                self.push(Expr::Field(base, name, name_span), span)
            }
            syn::Expr::Macro(of) => {
                let call = self.macro_call(&of.mac);
                let span = call.span;
                self.push(Expr::Macro(Box::new(call)), span)
            }
            syn::Expr::Binary(binary) => self.binary(binary),
            syn::Expr::Block(block) => self.block(block.label.as_ref(), &block.block),
            syn::Expr::Unsafe(of) => self.keyword_block(of.unsafe_token.span, &of.block),
            syn::Expr::Const(of) => self.keyword_block(of.const_token.span, &of.block),
            syn::Expr::If(_) | syn::Expr::Match(_) | syn::Expr::Let(_) => self.choice(expr),
            syn::Expr::Loop(_) | syn::Expr::While(_) | syn::Expr::ForLoop(_) => self.looping(expr),
            syn::Expr::Return(_) | syn::Expr::Break(_) | syn::Expr::Continue(_) | syn::Expr::Yield(_) => {
                self.leaving(expr)
            }
            syn::Expr::Closure(closure) => self.closure(closure),
            syn::Expr::Struct(of) => self.struct_lit(of),
            _ => self.wrapping(expr),
        }
    }

    fn exprs<'e>(&mut self, exprs: impl IntoIterator<Item = &'e syn::Expr>) -> Vec<ExprId> {
        exprs.into_iter().map(|expr| self.expr(expr)).collect()
    }

    fn some(&mut self, expr: Option<&syn::Expr>) -> Option<ExprId> {
        expr.map(|expr| self.expr(expr))
    }

    /// From a token to the end of an expression.
    fn from(&self, first: Token, last: ExprId) -> Span {
        self.at(first).to(self.span_of(last))
    }

    fn path_expr(&mut self, of: &syn::ExprPath) -> ExprId {
        if let Some(ident) = of.path.get_ident()
            && let Some(hole) = self.hole(ident)
        {
            let span = self.at(ident.span());
            return self.push(Expr::Hole(hole), span);
        }
        let path = self.path(of.qself.as_ref(), &of.path);
        let span = path.span;
        self.push(Expr::Path(path), span)
    }

    fn method_call(&mut self, call: &syn::ExprMethodCall) -> ExprId {
        let receiver = self.expr(&call.receiver);
        let name = self.ident(&call.method);
        let name_span = self.at(call.method.span());
        let generics = call.turbofish.as_ref().map_or_else(Vec::new, |types| self.generic_args(types));
        let args = self.exprs(&call.args);
        let span = self.span_of(receiver).to(self.at(call.paren_token.span.join()));
        self.push(
            Expr::Method(Box::new(MethodCall {
                receiver,
                name,
                name_span,
                generics: generics.into(),
                args: args.into(),
            })),
            span,
        )
    }

    /// One operand and a token before or after it, sequences, ranges, and what is not known.
    fn wrapping(&mut self, expr: &syn::Expr) -> ExprId {
        match expr {
            syn::Expr::Reference(of) => {
                let inner = self.expr(&of.expr);
                let span = self.from(of.and_token.spans[0], inner);
                self.push(Expr::Ref(of.mutability.is_some(), inner), span)
            }
            syn::Expr::RawAddr(of) => {
                let inner = self.expr(&of.expr);
                let span = self.from(of.and_token.spans[0], inner);
                self.push(Expr::Ref(matches!(of.mutability, syn::PointerMutability::Mut(_)), inner), span)
            }
            syn::Expr::Unary(of) => {
                let inner = self.expr(&of.expr);
                let span = self.at(of.op.span()).to(self.span_of(inner));
                let lowered = match of.op {
                    syn::UnOp::Deref(_) => Expr::Deref(inner),
                    syn::UnOp::Not(_) => Expr::Unary(UnaryOp::Not, inner),
                    syn::UnOp::Neg(_) => Expr::Unary(UnaryOp::Neg, inner),
                    _ => Expr::Other([inner].into()),
                };
                self.push(lowered, span)
            }
            syn::Expr::Try(of) => {
                let inner = self.expr(&of.expr);
                let span = self.from(of.question_token.spans[0], inner);
                self.push(Expr::Try(inner), span)
            }
            syn::Expr::Await(of) => {
                let inner = self.expr(&of.base);
                let span = self.from(of.await_token.span, inner);
                self.push(Expr::Await(inner), span)
            }
            syn::Expr::Cast(of) => {
                let inner = self.expr(&of.expr);
                let span = self.span_of(inner).to(self.ty_span(&of.ty));
                let ty = self.ty(&of.ty);
                self.push(Expr::Cast(inner, ty), span)
            }
            syn::Expr::Index(of) => {
                let base = self.expr(&of.expr);
                let index = self.expr(&of.index);
                let span = self.span_of(base).to(self.at(of.bracket_token.span.join()));
                self.push(Expr::Index(base, index), span)
            }
            syn::Expr::Assign(of) => {
                let left = self.expr(&of.left);
                let right = self.expr(&of.right);
                let span = self.span_of(left).to(self.span_of(right));
                self.push(Expr::Assign(left, right), span)
            }
            syn::Expr::Tuple(of) => {
                let elems = self.exprs(&of.elems);
                let span = self.at(of.paren_token.span.join());
                self.push(Expr::Tuple(elems.into()), span)
            }
            syn::Expr::Array(of) => {
                let elems = self.exprs(&of.elems);
                let span = self.at(of.bracket_token.span.join());
                self.push(Expr::Array(elems.into()), span)
            }
            syn::Expr::Repeat(of) => {
                let elem = self.expr(&of.expr);
                let count = self.expr(&of.len);
                let span = self.at(of.bracket_token.span.join());
                self.push(Expr::Repeat(elem, count), span)
            }
            syn::Expr::Range(of) => {
                let start = self.some(of.start.as_deref());
                let end = self.some(of.end.as_deref());
                let dots = match &of.limits {
                    syn::RangeLimits::HalfOpen(dots) => self.at(dots.spans[0]).to(self.at(dots.spans[1])),
                    syn::RangeLimits::Closed(dots) => self.at(dots.spans[0]).to(self.at(dots.spans[2])),
                };
                let ends = [start, end].into_iter().flatten().map(|end| self.span_of(end));
                let span = ends.fold(dots, Span::to);
                self.push(Expr::Range(start, end), span)
            }
            syn::Expr::Async(of) => {
                let block = self.block(None, &of.block);
                let span = self.from(of.async_token.span, block);
                self.push(Expr::Async(block), span)
            }
            syn::Expr::TryBlock(of) => {
                let block = self.block(None, &of.block);
                let span = self.from(of.try_token.span, block);
                self.push(Expr::TryBlock(block), span)
            }
            other => {
                let span = self.at(other.span());
                self.push(Expr::Other(Box::default()), span)
            }
        }
    }

    fn binary(&mut self, of: &syn::ExprBinary) -> ExprId {
        use BinaryOp as B;
        use syn::BinOp as S;
        let left = self.expr(&of.left);
        let right = self.expr(&of.right);
        let span = self.span_of(left).to(self.span_of(right));
        let (op, assigns) = match of.op {
            S::Add(_) => (B::Add, false),
            S::Sub(_) => (B::Sub, false),
            S::Mul(_) => (B::Mul, false),
            S::Div(_) => (B::Div, false),
            S::Rem(_) => (B::Rem, false),
            S::And(_) => (B::And, false),
            S::Or(_) => (B::Or, false),
            S::BitXor(_) => (B::BitXor, false),
            S::BitAnd(_) => (B::BitAnd, false),
            S::BitOr(_) => (B::BitOr, false),
            S::Shl(_) => (B::Shl, false),
            S::Shr(_) => (B::Shr, false),
            S::Eq(_) => (B::Eq, false),
            S::Lt(_) => (B::Lt, false),
            S::Le(_) => (B::Le, false),
            S::Ne(_) => (B::Ne, false),
            S::Ge(_) => (B::Ge, false),
            S::Gt(_) => (B::Gt, false),
            S::AddAssign(_) => (B::Add, true),
            S::SubAssign(_) => (B::Sub, true),
            S::MulAssign(_) => (B::Mul, true),
            S::DivAssign(_) => (B::Div, true),
            S::RemAssign(_) => (B::Rem, true),
            S::BitXorAssign(_) => (B::BitXor, true),
            S::BitAndAssign(_) => (B::BitAnd, true),
            S::BitOrAssign(_) => (B::BitOr, true),
            S::ShlAssign(_) => (B::Shl, true),
            S::ShrAssign(_) => (B::Shr, true),
            _ => return self.push(Expr::Other([left, right].into()), span),
        };
        let lowered = if assigns { Expr::AssignOp(op, left, right) } else { Expr::Binary(op, left, right) };
        self.push(lowered, span)
    }

    fn label(&mut self, label: Option<&syn::Lifetime>) -> Option<Sym> {
        label.map(|label| self.ident(&label.ident))
    }

    fn choice(&mut self, expr: &syn::Expr) -> ExprId {
        match expr {
            syn::Expr::If(of) => {
                let condition = self.expr(&of.cond);
                let then = self.block(None, &of.then_branch);
                let otherwise = self.some(of.else_branch.as_ref().map(|(_, otherwise)| &**otherwise));
                let span = self.from(of.if_token.span, otherwise.unwrap_or(then));
                self.push(Expr::If(condition, then, otherwise), span)
            }
            syn::Expr::Match(of) => {
                let on = self.expr(&of.expr);
                let arms = of.arms.iter().map(|arm| self.arm(arm)).collect();
                let span = self.at(of.match_token.span).to(self.at(of.brace_token.span.join()));
                self.push(Expr::Match(on, arms), span)
            }
            syn::Expr::Let(of) => {
                let pat = self.pat(&of.pat);
                let value = self.expr(&of.expr);
                let span = self.from(of.let_token.span, value);
                self.push(Expr::Let(pat, value), span)
            }
            _ => self.wrapping(expr),
        }
    }

    fn arm(&mut self, arm: &syn::Arm) -> Arm {
        let pat = self.pat(&arm.pat);
        let guard = match &arm.pat {
            syn::Pat::Guard(guarded) => Some(self.expr(&guarded.guard)),
            _ => None,
        };
        Arm { pat, guard, body: self.expr(&arm.body) }
    }

    fn looping(&mut self, expr: &syn::Expr) -> ExprId {
        let (label, first, lowered, last) = match expr {
            syn::Expr::Loop(of) => {
                let label = self.label(of.label.as_ref().map(|label| &label.name));
                let body = self.block(None, &of.body);
                (of.label.as_ref(), of.loop_token.span, Expr::Loop(label, body), body)
            }
            syn::Expr::While(of) => {
                let label = self.label(of.label.as_ref().map(|label| &label.name));
                let condition = self.expr(&of.cond);
                let body = self.block(None, &of.body);
                (of.label.as_ref(), of.while_token.span, Expr::While(label, condition, body), body)
            }
            syn::Expr::ForLoop(of) => {
                let label = self.label(of.label.as_ref().map(|label| &label.name));
                let over = self.expr(&of.expr);
                let pat = self.pat(&of.pat);
                let body = self.block(None, &of.body);
                (of.label.as_ref(), of.for_token.span, Expr::For(label, pat, over, body), body)
            }
            _ => return self.wrapping(expr),
        };
        let span = self.from(label.map_or(first, |label| label.name.apostrophe), last);
        self.push(lowered, span)
    }

    fn leaving(&mut self, expr: &syn::Expr) -> ExprId {
        let (first, label, value) = match expr {
            syn::Expr::Return(of) => (of.return_token.span, None, of.expr.as_deref()),
            syn::Expr::Break(of) => (of.break_token.span, of.label.as_ref(), of.expr.as_deref()),
            syn::Expr::Continue(of) => (of.continue_token.span, of.label.as_ref(), None),
            syn::Expr::Yield(of) => (of.yield_token.span, None, of.expr.as_deref()),
            _ => return self.wrapping(expr),
        };
        let name = self.label(label);
        let value = self.some(value);
        let mut span = label.map_or(self.at(first), |label| self.at(first).to(self.at(label.ident.span())));
        if let Some(value) = value {
            span = span.to(self.span_of(value));
        }
        let lowered = match expr {
            syn::Expr::Return(_) => Expr::Return(value),
            syn::Expr::Break(_) => Expr::Break(name, value),
            syn::Expr::Continue(_) => Expr::Continue(name),
            _ => Expr::Yield(value),
        };
        self.push(lowered, span)
    }

    fn closure(&mut self, of: &syn::ExprClosure) -> ExprId {
        let mut params = Vec::with_capacity(of.inputs.len());
        for input in &of.inputs {
            params.push(match input {
                syn::Pat::Type(typed) => (self.pat(&typed.pat), Some(self.ty(&typed.ty))),
                other => (self.pat(other), None),
            });
        }
        let body = self.expr(&of.body);
        let first = [
            of.lifetimes.as_ref().map(|lifetimes| lifetimes.for_token.span),
            of.constness.map(|token| token.span),
            of.asyncness.map(|token| token.span),
            of.capture.map(|token| token.span),
        ];
        let first = first.into_iter().flatten().next().unwrap_or(of.inputs_begin.spans[0]);
        let span = self.from(first, body);
        self.push(
            Expr::Closure(Box::new(Closure { params: params.into(), body, is_async: of.asyncness.is_some() })),
            span,
        )
    }

    fn struct_lit(&mut self, of: &syn::ExprStruct) -> ExprId {
        let path = self.path(of.qself.as_ref(), &of.path);
        let span = path.span.to(self.at(of.brace_token.span.join()));
        let mut fields = Vec::with_capacity(of.fields.len());
        for field in &of.fields {
            let (name, name_span) = self.member(&field.member);
            fields.push((name, name_span, self.expr(&field.expr)));
        }
        let rest = self.some(of.rest.as_deref());
        self.push(Expr::Struct(Box::new(StructLit { path, fields: fields.into(), rest })), span)
    }

    pub(in crate::extract) fn member(&mut self, member: &syn::Member) -> (Sym, Span) {
        match member {
            syn::Member::Named(ident) => (self.ident(ident), self.at(ident.span())),
            syn::Member::Unnamed(index) => (self.sym(&index.index.to_string()), self.at(index.span)),
        }
    }

    fn keyword_block(&mut self, keyword: Token, block: &syn::Block) -> ExprId {
        let id = self.block(None, block);
        let span = self.from(keyword, id);
        self.facts.expr_spans[id.at()] = span;
        id
    }

    pub(in crate::extract) fn block(&mut self, label: Option<&syn::Label>, block: &syn::Block) -> ExprId {
        let braces = self.at(block.brace_token.span.join());
        let span = label.map_or(braces, |label| self.at(label.name.apostrophe).to(braces));
        let name = self.label(label.map(|label| &label.name));
        let stmts = self.stmts(&block.stmts);
        self.push(Expr::Block(name, stmts.into()), span)
    }

    pub(in crate::extract) fn stmts(&mut self, stmts: &[syn::Stmt]) -> Vec<Stmt> {
        let mut lowered = Vec::with_capacity(stmts.len());
        for (at, stmt) in stmts.iter().enumerate() {
            let last = at + 1 == stmts.len();
            self.stmt(stmt, last, &mut lowered);
        }
        lowered
    }

    fn stmt(&mut self, stmt: &syn::Stmt, last: bool, out: &mut Vec<Stmt>) {
        match stmt {
            syn::Stmt::Local(local) => out.push(Stmt::Let(Box::new(self.local(local)))),
            syn::Stmt::Item(item) => out.extend(self.item(item).map(Stmt::Item)),
            syn::Stmt::Expr(expr, semi) => {
                let id = self.expr(expr);
                out.push(if last && semi.is_none() { Stmt::Value(id) } else { Stmt::Expr(id) });
            }
            syn::Stmt::Macro(of) => {
                let call = self.macro_call(&of.mac);
                let span = call.span;
                let id = self.push(Expr::Macro(Box::new(call)), span);
                out.push(if last && of.semi_token.is_none() { Stmt::Value(id) } else { Stmt::Expr(id) });
            }
        }
    }

    fn local(&mut self, local: &syn::Local) -> LetStmt {
        // The initialiser does not see the pattern's names, so it is read first.
        let init = self.some(local.init.as_ref().map(|init| &*init.expr));
        let diverge = local.init.as_ref().and_then(|init| init.diverge.as_ref());
        let otherwise = self.some(diverge.map(|(_, diverge)| &**diverge));
        let (pat, ty) = match &local.pat {
            syn::Pat::Type(typed) => (self.pat(&typed.pat), Some(self.ty(&typed.ty))),
            pat => (self.pat(pat), None),
        };
        let span = self.at(local.let_token.span).to(self.at(local.semi_token.spans[0]));
        LetStmt { pat, ty, init, otherwise, span }
    }

    pub(in crate::extract) fn lit(&mut self, lit: &syn::Lit) -> Lit {
        match lit {
            syn::Lit::Str(text) => Lit::Str(self.long_text(&text.value())),
            syn::Lit::CStr(text) => Lit::Str(self.long_text(&text.value().to_string_lossy())),
            syn::Lit::ByteStr(bytes) => Lit::Bytes(self.long_text(&String::from_utf8_lossy(&bytes.value()))),
            syn::Lit::Byte(byte) => Lit::Bytes(self.sym(&char::from(byte.value()).to_string())),
            syn::Lit::Char(c) => Lit::Char(c.value()),
            syn::Lit::Int(int) => {
                let written = int.token().to_string();
                let digits = written.strip_suffix(int.suffix()).unwrap_or(&written).replace('_', "");
                Lit::Int(self.sym(&digits))
            }
            syn::Lit::Bool(value) => Lit::Bool(value.value),
            _ => Lit::Float,
        }
    }

    pub(in crate::extract) fn long_text(&mut self, text: &str) -> Sym {
        if text.len() <= LONG_TEXT {
            return self.sym(text);
        }
        let cut = (0..=LONG_TEXT).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
        let digest = blake3::hash(text.as_bytes()).to_hex();
        self.sym(&format!("{}…{digest}", &text[..cut]))
    }
}
