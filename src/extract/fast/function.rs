//! Functions of all kinds in, `Function` out.

use super::Read;
use super::cursor::Reader;
use super::generics::finished;
use super::kind::Kind;
use crate::model::fact::{Expr, ExprId, Function, ItemId, ItemKind, Param, Receiver};

impl Reader<'_> {
    /// Where `fn` stands, if a signature begins here.
    pub(super) fn signature_ahead(&self, or_safe: bool) -> Option<usize> {
        let mut at = self.at;
        at += usize::from(self.kind_at(at) == Kind::Const);
        at += usize::from(self.kind_at(at) == Kind::Async);
        let safe = or_safe && self.kind_at(at) == Kind::Ident && self.text_at(at) == "safe";
        at += usize::from(safe || self.kind_at(at) == Kind::Unsafe);
        if self.kind_at(at) == Kind::Extern {
            at += 1;
            at += usize::from(matches!(self.kind_at(at), Kind::Str | Kind::RawStr));
        }
        (self.kind_at(at) == Kind::Fn).then_some(at)
    }

    /// A function whose `fn` stands at a place. It has a body, ends with `;`, or either.
    pub(super) fn function(
        &mut self,
        base: usize,
        first: usize,
        public: bool,
        keyword: usize,
        body: bool,
        semi: bool,
    ) -> Read<ItemId> {
        let is_async = (self.at..keyword).any(|at| self.kind_at(at) == Kind::Async);
        self.at = keyword + 1;
        let name = self.ident()?;
        // The body is looked for first: its inner attributes belong to the function.
        let params_at = self.after_generics(self.at);
        if self.kind_at(params_at) != Kind::OpenParen {
            return self.decline("a function of a form that is seldom seen");
        }
        let clause = self.header_end(self.past(params_at));
        let end = if self.kind_at(clause) == Kind::Where { self.clause_end(clause) } else { clause };
        let has_body = self.kind_at(end) == Kind::OpenBrace;
        if !(if has_body { body } else { semi && self.kind_at(end) == Kind::Semi }) {
            return self.decline("a function of a form that is seldom seen");
        }
        let inside = if has_body { self.inner_attrs(end + 1)? } else { end };
        let opened = self.open_item(base, first, Some(name), public)?;
        let mut generics = self.generics()?;
        if self.at != params_at {
            return self.decline("a function of a form that is seldom seen");
        }
        if clause != end && self.where_at(clause, &mut generics)? != end {
            return self.decline("a function of a form that is seldom seen");
        }
        let (receiver, params) = self.params()?;
        let ret = self.return_ty(true)?;
        if self.at != clause {
            return self.decline("a function of a form that is seldom seen");
        }
        self.at = inside;
        let first = self.lower.next_expr();
        let body = if has_body { Some(self.fn_body(end)?) } else { None };
        if !has_body {
            self.at += 1;
        }
        let generics = finished(generics);
        let function = Function { generics, receiver, params: params.into(), ret, is_async, first, body };
        Ok(self.close_item(opened, ItemKind::Fn(function)))
    }

    fn fn_body(&mut self, open: usize) -> Read<ExprId> {
        let close = self.tokens[open].close as usize;
        let stmts = self.stmts()?;
        self.leave(close)?;
        let block = Expr::Block(None, stmts.into());
        Ok(self.lower.push(block, self.since(open)))
    }

    fn params(&mut self) -> Read<(Option<Receiver>, Vec<Param>)> {
        let close = self.enter(Kind::OpenParen)?;
        let mut params = Vec::new();
        let mut receiver = None;
        while !self.done() {
            let base = self.outer_attrs()?;
            if let Some(found) = self.receiver()? {
                if receiver.is_some() || !params.is_empty() {
                    return self.decline("a second receiver");
                }
                receiver = Some(found);
                self.check_attrs(base)?;
                self.attrs.truncate(base);
                self.comma()?;
                continue;
            }
            if self.is3(Kind::Dot, Kind::Dot, Kind::Dot) {
                self.check_attrs(base)?;
                self.attrs.truncate(base);
                self.variadic()?;
                break;
            }
            if self.is(Kind::SelfValue) || self.is(Kind::Ident) && self.next() == Kind::Lt {
                return self.decline("a parameter of a form that is seldom seen");
            }
            let attrs = if base == self.attrs.len() { Box::default() } else { self.only_attrs(base)? };
            self.attrs.truncate(base);
            let pat = self.pat_single()?;
            self.expect(Kind::Colon)?;
            if self.is(Kind::Dot) {
                return self.decline("a parameter of a form that is seldom seen");
            }
            let ty_at = self.at;
            let ty = self.ty()?;
            let span = self.lower.pat_span(pat).to(self.since(ty_at));
            params.push(Param { pat, ty, attrs, span });
            self.comma()?;
        }
        self.leave(close)?;
        Ok((receiver, params))
    }

    /// The `...` that a C function ends with; nothing of it is kept.
    fn variadic(&mut self) -> Read<()> {
        self.at += 3;
        self.comma()
    }

    /// `self`, `&self`, `&'a mut self`, `mut self: T`.
    fn receiver(&mut self) -> Read<Option<Receiver>> {
        let mut at = self.at;
        let reference = self.kind_at(at) == Kind::And;
        if reference {
            at += 1;
            at += usize::from(self.kind_at(at) == Kind::Lifetime);
        }
        let mutable = self.kind_at(at) == Kind::Mut;
        at += usize::from(mutable);
        if self.kind_at(at) != Kind::SelfValue || self.pair_at(at + 1, Kind::Colon, Kind::Colon) {
            return Ok(None);
        }
        self.at = at + 1;
        if reference {
            return Ok(Some(if mutable { Receiver::RefMut } else { Receiver::Ref }));
        }
        if !self.take(Kind::Colon) {
            return Ok(Some(Receiver::Value));
        }
        // `self: &Self` and `self: &mut Self` read like the short forms.
        let first = self.at;
        self.dry(|this| this.ty())?;
        if self.kind_at(first) != Kind::And {
            return Ok(Some(Receiver::Value));
        }
        let lifetime = usize::from(self.kind_at(first + 1) == Kind::Lifetime);
        let mutable = self.kind_at(first + 1 + lifetime) == Kind::Mut;
        Ok(Some(if mutable { Receiver::RefMut } else { Receiver::Ref }))
    }
}
