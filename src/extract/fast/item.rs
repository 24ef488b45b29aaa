//! Items in, `Item` and `Use` out: a parent before its children.

use super::Read;
use super::cursor::Reader;
use super::generics::{Params, finished};
use super::kind::Kind;
use crate::model::fact::{ExprId, Field, Fields, Function, Item, ItemId, ItemKind, Param, Receiver, Sym, Variant};
use crate::model::place::Span;

/// An item whose inside is being read.
pub(super) struct Opened {
    pub(super) id: ItemId,
    parent: Option<ItemId>,
    test: bool,
    /// Its first token.
    pub(super) first: usize,
}

impl Reader<'_> {
    /// A whole file.
    pub(super) fn file(&mut self) -> Read<()> {
        self.at = self.inner_attrs(0)?;
        self.lower.test = self.are_test(0)?;
        self.check_attrs(0)?;
        self.attrs.clear();
        self.items()?;
        if self.is(Kind::End) { Ok(()) } else { self.decline("tokens left over") }
    }

    fn items(&mut self) -> Read<()> {
        while !self.done() {
            let base = self.outer_attrs()?;
            self.rest_of_item(base)?;
        }
        Ok(())
    }

    /// An item whose outer attributes are behind; `use` gives none.
    pub(super) fn rest_of_item(&mut self, base: usize) -> Read<Option<ItemId>> {
        let first = self.at;
        let public = self.visibility()?;
        if let Some(kind) = self.signature_ahead(false) {
            return self.function(base, first, public, kind, true, false).map(Some);
        }
        let made = match self.kind() {
            Kind::Use => {
                self.check_attrs(base)?;
                self.attrs.truncate(base);
                self.at += 1;
                self.use_item(public)?;
                return Ok(None);
            }
            Kind::Struct => self.struct_item(base, first, public)?,
            Kind::Enum => self.enum_item(base, first, public)?,
            Kind::Mod => self.module(base, first, public)?,
            Kind::Impl if !public => self.implementation(base, first)?,
            Kind::Unsafe if !public && self.next() == Kind::Impl => self.implementation(base, first)?,
            Kind::Trait => self.trait_item(base, first, public)?,
            Kind::Unsafe if self.next() == Kind::Trait => self.trait_item(base, first, public)?,
            Kind::Unsafe if self.next() == Kind::Extern && !public => self.foreign(base, first)?,
            Kind::Const => self.constant(base, first, public, true)?,
            Kind::Static => self.static_item(base, first, public)?,
            Kind::Type => self.alias(base, first, public)?,
            Kind::Extern if self.next() == Kind::Crate => self.extern_crate(base, first, public)?,
            Kind::Extern if !public => self.foreign(base, first)?,
            Kind::Ident if self.next() == Kind::Ident && self.text_at(self.at) == "union" => {
                self.union_item(base, first, public)?
            }
            Kind::Ident if public => return self.decline("an item of a form that is seldom seen"),
            Kind::Ident if self.next() == Kind::Bang || self.next() == Kind::Colon => self.macro_item(base)?,
            Kind::SelfValue | Kind::Super | Kind::Crate | Kind::Colon if !public => self.macro_item(base)?,
            _ => return self.decline("an item of a form that is seldom seen"),
        };
        Ok(Some(made))
    }

    /// `pub` in any form.
    pub(super) fn visibility(&mut self) -> Read<bool> {
        if !self.take(Kind::Pub) {
            return Ok(false);
        }
        if self.is(Kind::OpenParen) {
            let close = self.tokens[self.at].close as usize;
            match self.kind_at(self.at + 1) {
                Kind::Crate | Kind::SelfValue | Kind::Super if self.at + 2 == close => self.at = close + 1,
                Kind::In => {
                    self.at += 2;
                    self.mod_path()?;
                    self.leave(close)?;
                }
                _ => {}
            }
        }
        Ok(true)
    }

    /// Adds an item whose name is known; what it holds is read before `close_item`.
    pub(super) fn open_item(&mut self, base: usize, first: usize, name: Option<usize>, public: bool) -> Read<Opened> {
        let sym = name.map_or(Sym(0), |name| self.sym_at(name));
        let test = self.lower.test || self.are_test(base)?;
        let name_span = name.map_or_else(Span::default, |name| self.span_at(name));
        let id = ItemId(self.lower.facts.items.len() as u32);
        let parent = self.lower.parent.replace(id);
        let outer = std::mem::replace(&mut self.lower.test, test);
        self.lower.facts.items.push(Item {
            kind: ItemKind::Foreign,
            name: sym,
            name_span,
            span: Span::default(),
            parent,
            attrs: Box::default(),
            doc: Sym(0),
            public,
            test,
        });
        let (attrs, doc) = self.lower_attrs(base)?;
        // No attributes still have the empty text for a doc.
        let item = &mut self.lower.facts.items[id.at()];
        (item.attrs, item.doc) = (attrs, doc);
        Ok(Opened { id, parent, test: outer, first })
    }

    /// The item ends with the last token taken.
    pub(super) fn close_item(&mut self, opened: Opened, kind: ItemKind) -> ItemId {
        let span = self.since(opened.first);
        let item = &mut self.lower.facts.items[opened.id.at()];
        (item.kind, item.span) = (kind, span);
        (self.lower.parent, self.lower.test) = (opened.parent, opened.test);
        opened.id
    }

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
        let body = if has_body { Some(self.fn_body(end)?) } else { None };
        if !has_body {
            self.at += 1;
        }
        let generics = finished(generics);
        let function = Function { generics, receiver, params: params.into(), ret, is_async, body };
        Ok(self.close_item(opened, ItemKind::Fn(function)))
    }

    fn fn_body(&mut self, open: usize) -> Read<ExprId> {
        let close = self.tokens[open].close as usize;
        let stmts = self.stmts()?;
        self.leave(close)?;
        let block = crate::model::fact::Expr::Block(None, stmts.into());
        Ok(self.lower.push(block, self.since(open)))
    }

    /// Past `<…>` where it stands.
    pub(super) fn after_generics(&self, mut at: usize) -> usize {
        if self.kind_at(at) != Kind::Lt {
            return at;
        }
        let mut angles = 0usize;
        loop {
            match self.kind_at(at) {
                Kind::Lt => angles += 1,
                Kind::Gt if self.kind_at(at - 1) == Kind::Minus => {}
                Kind::Gt => angles -= 1,
                kind if kind.ends() => return at,
                _ => {}
            }
            at = self.past(at);
            if angles == 0 {
                return at;
            }
        }
    }

    /// The `{` or `;` after a `where` clause.
    pub(super) fn clause_end(&self, clause: usize) -> usize {
        self.header_end(clause + 1)
    }

    fn params(&mut self) -> Read<(Option<Receiver>, Vec<Param>)> {
        let close = self.enter(Kind::OpenParen)?;
        let mut params = Vec::new();
        let mut receiver = None;
        while !self.done() {
            let base = self.outer_attrs()?;
            let first = self.at;
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
            let ty = self.ty()?;
            let span = self.since(first);
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

    fn struct_item(&mut self, base: usize, first: usize, public: bool) -> Read<ItemId> {
        self.at += 1;
        let name = self.ident()?;
        let opened = self.open_item(base, first, Some(name), public)?;
        let mut generics = self.generics()?;
        let fields = if self.is(Kind::OpenParen) {
            let body = self.at;
            let clause = self.past(body);
            let end = self.where_at(clause, &mut generics)?;
            let fields = self.tuple_fields()?;
            if self.at != clause {
                return self.decline("a struct of a form that is seldom seen");
            }
            self.at = end;
            self.expect(Kind::Semi)?;
            fields
        } else {
            self.where_clause(&mut generics)?;
            match self.take(Kind::Semi) {
                true => Fields::default(),
                false => self.named_fields()?,
            }
        };
        Ok(self.close_item(opened, ItemKind::Struct { generics: finished(generics), fields }))
    }

    /// A `union` without parameters.
    fn union_item(&mut self, base: usize, first: usize, public: bool) -> Read<ItemId> {
        self.at += 1;
        let name = self.ident()?;
        let opened = self.open_item(base, first, Some(name), public)?;
        let fields = self.named_fields()?;
        Ok(self.close_item(opened, ItemKind::Struct { generics: finished(Params::new()), fields }))
    }

    fn named_fields(&mut self) -> Read<Fields> {
        let close = self.enter(Kind::OpenBrace)?;
        let mut list = Vec::new();
        while !self.done() {
            let base = self.outer_attrs()?;
            let first = self.at;
            self.visibility()?;
            let name_at = self.ident()?;
            let name = self.sym_at(name_at);
            let (attrs, doc) = self.lower_attrs(base)?;
            self.expect(Kind::Colon)?;
            let ty = self.ty()?;
            let span = self.since(first);
            list.push(Field { name, name_span: self.span_at(name_at), span, ty, attrs, doc });
            self.comma()?;
        }
        self.leave(close)?;
        Ok(Fields { tuple: false, list: list.into() })
    }

    fn tuple_fields(&mut self) -> Read<Fields> {
        let close = self.enter(Kind::OpenParen)?;
        let mut list = Vec::new();
        while !self.done() {
            let base = self.outer_attrs()?;
            let first = self.at;
            self.visibility()?;
            let name = self.lower.sym(&list.len().to_string());
            let (attrs, doc) = self.lower_attrs(base)?;
            let ty_at = self.at;
            let ty = self.ty()?;
            list.push(Field { name, name_span: self.since(ty_at), span: self.since(first), ty, attrs, doc });
            self.comma()?;
        }
        self.leave(close)?;
        Ok(Fields { tuple: true, list: list.into() })
    }

    fn enum_item(&mut self, base: usize, first: usize, public: bool) -> Read<ItemId> {
        self.at += 1;
        let name = self.ident()?;
        let opened = self.open_item(base, first, Some(name), public)?;
        let mut generics: Params = self.generics()?;
        self.where_clause(&mut generics)?;
        let close = self.enter(Kind::OpenBrace)?;
        let mut variants = Vec::new();
        while !self.done() {
            variants.push(self.variant()?);
            self.comma()?;
        }
        self.leave(close)?;
        let kind = ItemKind::Enum { generics: finished(generics), variants: variants.into() };
        Ok(self.close_item(opened, kind))
    }

    fn variant(&mut self) -> Read<Variant> {
        let base = self.outer_attrs()?;
        let (attrs, doc) = self.lower_attrs(base)?;
        if self.is(Kind::Pub) {
            return self.decline("a variant of a form that is seldom seen");
        }
        let name_at = self.ident()?;
        let name = self.sym_at(name_at);
        let fields = match self.kind() {
            Kind::OpenBrace => self.named_fields()?,
            Kind::OpenParen => self.tuple_fields()?,
            _ => Fields::default(),
        };
        let span = self.since(name_at);
        if self.take(Kind::Eq) {
            self.dry(|this| this.expr())?;
        }
        Ok(Variant { name, name_span: self.span_at(name_at), span, fields, attrs, doc })
    }
}
