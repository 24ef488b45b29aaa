//! Items with items inside, and those of one line, in; `Item` and `Use` out.

use super::Read;
use super::cursor::Reader;
use super::generics::{Params, finished};
use super::kind::Kind;
use crate::model::fact::{ItemId, ItemKind, Path, Segment, Sym, Use};
use crate::model::place::Span;

impl Reader<'_> {
    pub(super) fn module(&mut self, base: usize, first: usize, public: bool) -> Read<ItemId> {
        self.at += 1;
        let name = self.ident()?;
        let inline = self.is(Kind::OpenBrace);
        let open = self.at;
        let inside = if inline { self.inner_attrs(open + 1)? } else { open + 1 };
        let path = self.path_attr(base);
        let opened = self.open_item(base, first, Some(name), public)?;
        let path = path.map(|at| {
            let token = self.tokens[at];
            let written = &self.lower.text[token.start as usize..token.end as usize];
            let text = super::literal::value(token.kind, written);
            self.lower.sym(&text)
        });
        if inline {
            self.at = inside;
            self.items_within(open)?;
        } else {
            self.expect(Kind::Semi)?;
        }
        Ok(self.close_item(opened, ItemKind::Mod { inline, path }))
    }

    fn items_within(&mut self, open: usize) -> Read<()> {
        let close = self.tokens[open].close as usize;
        while !self.done() {
            let base = self.outer_attrs()?;
            self.rest_of_item(base)?;
        }
        self.leave(close)
    }

    /// The text of `#[path = "…"]`.
    fn path_attr(&self, base: usize) -> Option<usize> {
        let first = self.attrs[base..].iter().copied().find(|&at| {
            let open = if self.kind_at(at + 1) == Kind::Bang { at + 2 } else { at + 1 };
            self.kind_at(at) == Kind::Pound && self.text_at(open + 1) == "path" && self.kind_at(open + 2) == Kind::Eq
        })?;
        let open = if self.kind_at(first + 1) == Kind::Bang { first + 2 } else { first + 1 };
        let lone = self.tokens[open].close as usize == open + 4;
        (lone && matches!(self.kind_at(open + 3), Kind::Str | Kind::RawStr)).then_some(open + 3)
    }

    pub(super) fn implementation(&mut self, base: usize, first: usize) -> Read<ItemId> {
        self.take(Kind::Unsafe);
        self.expect(Kind::Impl)?;
        let has_generics = self.chooses_generics();
        let after = if has_generics { self.after_generics(self.at) } else { self.at };
        let clause = self.header_end(after);
        let end = if self.kind_at(clause) == Kind::Where { self.clause_end(clause) } else { clause };
        if self.kind_at(end) != Kind::OpenBrace {
            return self.decline("an `impl` of a form that is seldom seen");
        }
        let inside = self.inner_attrs(end + 1)?;
        let opened = self.open_item(base, first, None, false)?;
        let mut generics = if has_generics { self.generics()? } else { Params::new() };
        if self.at != after || clause != end && self.where_at(clause, &mut generics)? != end {
            return self.decline("an `impl` of a form that is seldom seen");
        }
        let negative = self.is(Kind::Bang) && self.next() != Kind::OpenBrace;
        if negative {
            self.at += 1;
        }
        let (of, on, on_at) = self.trait_and_type(negative)?;
        if self.at != clause {
            return self.decline("an `impl` of a form that is seldom seen");
        }
        let name_span = self.since(on_at);
        self.at = inside;
        let close = self.tokens[end].close as usize;
        while !self.done() {
            self.impl_member()?;
        }
        self.leave(close)?;
        self.lower.facts.items[opened.id.at()].name_span = name_span;
        Ok(self.close_item(opened, ItemKind::Impl { generics: finished(generics), of, on }))
    }

    /// `Trait for Type`, or `Type` alone, and where the type begins.
    fn trait_and_type(&mut self, negative: bool) -> Read<(Option<Path>, crate::model::fact::TyId, usize)> {
        let before = self.lower.checkpoint();
        let first = self.at;
        let ty = self.ty()?;
        if !self.is(Kind::For) {
            return if negative { self.decline("a negative `impl`") } else { Ok((None, ty, first)) };
        }
        // What stands before `for` is a path, not a type.
        self.lower.rewind(before);
        let end = std::mem::replace(&mut self.at, first);
        if !matches!(
            self.kind(),
            Kind::Ident | Kind::Colon | Kind::Crate | Kind::Super | Kind::SelfValue | Kind::SelfType
        ) {
            return self.decline("an `impl` of a form that is seldom seen");
        }
        let of = self.path(false)?.path;
        if self.at != end {
            return self.decline("an `impl` of a form that is seldom seen");
        }
        self.at += 1;
        let on_at = self.at;
        let on = self.ty()?;
        Ok((Some(of), on, on_at))
    }

    fn impl_member(&mut self) -> Read<()> {
        let base = self.outer_attrs()?;
        let first = self.at;
        let public = self.visibility()?;
        if let Some(keyword) = self.signature_ahead(false) {
            self.function(base, first, public, keyword, true, false)?;
            return Ok(());
        }
        match self.kind() {
            Kind::Const => self.constant(base, first, public, true)?,
            Kind::Type => self.member_alias(base, first, public, false)?,
            _ if public => return self.decline("a member of a form that is seldom seen"),
            _ => self.member_macro(base)?,
        };
        Ok(())
    }

    /// A macro call among members or items. In parentheses or brackets, a `;` follows.
    fn member_macro(&mut self, base: usize) -> Read<ItemId> {
        let first = self.at;
        self.mod_path()?;
        let end = self.at;
        self.expect(Kind::Bang)?;
        if !self.kind().opens() {
            return self.decline("an item of a form that is seldom seen");
        }
        let braces = self.is(Kind::OpenBrace);
        let opened = self.open_item(base, first, None, false)?;
        self.at = first;
        let path = self.kept_mod_path()?;
        let name_span = path.span;
        self.at = end + 1;
        let call = self.macro_call(path)?;
        self.lower.facts.items[opened.id.at()].name_span = name_span;
        let id = self.close_item(opened, ItemKind::MacroCall(call));
        if !braces {
            self.expect(Kind::Semi)?;
        }
        Ok(id)
    }

    pub(super) fn macro_item(&mut self, base: usize) -> Read<ItemId> {
        let named = self.next() == Kind::Bang && self.kind_at(self.at + 2) == Kind::Ident;
        if !named {
            return self.member_macro(base);
        }
        if self.text_at(self.at) != "macro_rules" {
            return self.decline("a macro with a name");
        }
        let first = self.at;
        let name = self.at + 2;
        let open = self.at + 3;
        if !self.kind_at(open).opens() {
            return self.decline("an item of a form that is seldom seen");
        }
        let braces = self.kind_at(open) == Kind::OpenBrace;
        let close = self.tokens[open].close as usize;
        let opened = self.open_item(base, first, Some(name), false)?;
        let arms = match open + 1 == close {
            true => Vec::new(),
            false => self.through_syn(open + 1, close, |lower, tokens| Some(lower.macro_rules(&tokens)))?,
        };
        self.at = close + 1;
        let id = self.close_item(opened, ItemKind::MacroRules(arms.into()));
        if !braces {
            self.expect(Kind::Semi)?;
        }
        Ok(id)
    }

    pub(super) fn trait_item(&mut self, base: usize, first: usize, public: bool) -> Read<ItemId> {
        self.take(Kind::Unsafe);
        self.expect(Kind::Trait)?;
        let name = self.ident()?;
        let after = self.after_generics(self.at);
        let clause = self.header_end(after);
        let end = if self.kind_at(clause) == Kind::Where { self.clause_end(clause) } else { clause };
        if self.kind_at(end) != Kind::OpenBrace {
            return self.decline("a trait of a form that is seldom seen");
        }
        let inside = self.inner_attrs(end + 1)?;
        let opened = self.open_item(base, first, Some(name), public)?;
        let mut generics = self.generics()?;
        if self.at != after || clause != end && self.where_at(clause, &mut generics)? != end {
            return self.decline("a trait of a form that is seldom seen");
        }
        let mut supertraits = Vec::new();
        if self.take(Kind::Colon) {
            while self.at != clause {
                self.bound(&mut supertraits)?;
                if self.at != clause {
                    self.expect(Kind::Plus)?;
                }
            }
        }
        if self.at != clause {
            return self.decline("a trait of a form that is seldom seen");
        }
        self.at = inside;
        let close = self.tokens[end].close as usize;
        while !self.done() {
            self.trait_member()?;
        }
        self.leave(close)?;
        let kind = ItemKind::Trait { generics: finished(generics), supertraits: supertraits.into() };
        Ok(self.close_item(opened, kind))
    }

    fn trait_member(&mut self) -> Read<()> {
        let base = self.outer_attrs()?;
        let first = self.at;
        if let Some(keyword) = self.signature_ahead(false) {
            self.function(base, first, false, keyword, true, true)?;
            return Ok(());
        }
        match self.kind() {
            Kind::Const => self.constant(base, first, false, false)?,
            Kind::Type => self.member_alias(base, first, false, true)?,
            _ => self.member_macro(base)?,
        };
        Ok(())
    }

    /// `const X: T = e;`; of a trait, without a value too.
    pub(super) fn constant(&mut self, base: usize, first: usize, public: bool, valued: bool) -> Read<ItemId> {
        self.at += 1;
        let name = self.at;
        if !matches!(self.kind(), Kind::Ident | Kind::Underscore) || self.next() == Kind::Trait {
            return self.decline("a constant of a form that is seldom seen");
        }
        self.at += 1;
        let opened = self.open_item(base, first, Some(name), public)?;
        self.expect(Kind::Colon)?;
        let ty = Some(self.ty()?);
        let value = if valued || self.is(Kind::Eq) {
            self.expect(Kind::Eq)?;
            Some(self.expr()?)
        } else {
            None
        };
        self.expect(Kind::Semi)?;
        Ok(self.close_item(opened, ItemKind::Const { ty, value, is_static: false }))
    }

    pub(super) fn static_item(&mut self, base: usize, first: usize, public: bool) -> Read<ItemId> {
        self.at += 1;
        self.take(Kind::Mut);
        let name = self.ident()?;
        let opened = self.open_item(base, first, Some(name), public)?;
        self.expect(Kind::Colon)?;
        let ty = Some(self.ty()?);
        self.expect(Kind::Eq)?;
        let value = Some(self.expr()?);
        self.expect(Kind::Semi)?;
        Ok(self.close_item(opened, ItemKind::Const { ty, value, is_static: true }))
    }

    pub(super) fn alias(&mut self, base: usize, first: usize, public: bool) -> Read<ItemId> {
        self.at += 1;
        let name = self.ident()?;
        let opened = self.open_item(base, first, Some(name), public)?;
        let mut generics = self.generics()?;
        self.where_clause(&mut generics)?;
        self.expect(Kind::Eq)?;
        let ty = Some(self.ty()?);
        self.expect(Kind::Semi)?;
        Ok(self.close_item(opened, ItemKind::Alias { generics: finished(generics), ty }))
    }

    /// `type X: Bound = T where …;` of a trait or `impl`.
    fn member_alias(&mut self, base: usize, first: usize, public: bool, of_trait: bool) -> Read<ItemId> {
        self.at += 1;
        let name = self.ident()?;
        let opened = self.open_item(base, first, Some(name), public)?;
        let mut generics = self.generics()?;
        let clause = self.header_end(self.at);
        let end = if self.kind_at(clause) == Kind::Where { self.where_at(clause, &mut generics)? } else { clause };
        if self.take(Kind::Colon) {
            if !of_trait {
                return self.decline("a type of a form that is seldom seen");
            }
            self.dry(|this| this.alias_bounds())?;
        }
        let ty = match !of_trait || self.is(Kind::Eq) {
            true => {
                self.expect(Kind::Eq)?;
                Some(self.ty()?)
            }
            false => None,
        };
        if self.at != clause {
            return self.decline("a type of a form that is seldom seen");
        }
        self.at = end;
        self.expect(Kind::Semi)?;
        Ok(self.close_item(opened, ItemKind::Alias { generics: finished(generics), ty }))
    }

    fn alias_bounds(&mut self) -> Read<()> {
        let ends = |this: &Self| matches!(this.kind(), Kind::Where | Kind::Eq | Kind::Semi);
        while !ends(self) {
            self.bound(&mut Vec::new())?;
            if !ends(self) {
                self.expect(Kind::Plus)?;
            }
        }
        Ok(())
    }

    pub(super) fn extern_crate(&mut self, base: usize, first: usize, public: bool) -> Read<ItemId> {
        self.at += 2;
        let of = self.at;
        if !matches!(self.kind(), Kind::Ident | Kind::SelfValue) {
            return self.decline("an unexpected token");
        }
        self.at += 1;
        let mut name = of;
        if self.take(Kind::As) {
            if !matches!(self.kind(), Kind::Ident | Kind::Underscore) {
                return self.decline("an unexpected token");
            }
            name = self.at;
            self.at += 1;
        }
        let opened = self.open_item(base, first, Some(name), public)?;
        self.expect(Kind::Semi)?;
        let original = self.sym_at(of);
        Ok(self.close_item(opened, ItemKind::ExternCrate(original)))
    }

    pub(super) fn foreign(&mut self, base: usize, first: usize) -> Read<ItemId> {
        self.take(Kind::Unsafe);
        self.expect(Kind::Extern)?;
        if matches!(self.kind(), Kind::Str | Kind::RawStr) {
            self.at += 1;
        }
        let open = self.at;
        let close = self.enter(Kind::OpenBrace)?;
        let inside = self.inner_attrs(open + 1)?;
        let opened = self.open_item(base, first, None, false)?;
        self.at = inside;
        while !self.done() {
            let base = self.outer_attrs()?;
            let first = self.at;
            let public = self.visibility()?;
            if let Some(keyword) = self.signature_ahead(true) {
                self.function(base, first, public, keyword, false, true)?;
            } else {
                self.foreign_static(base, first, public)?;
            }
        }
        self.leave(close)?;
        let id = opened.id;
        let id = {
            self.close_item(opened, ItemKind::Foreign);
            id
        };
        let item = &mut self.lower.facts.items[id.at()];
        item.name_span = item.span;
        Ok(id)
    }

    fn foreign_static(&mut self, base: usize, first: usize, public: bool) -> Read<()> {
        let safe = self.is(Kind::Ident) && self.text_at(self.at) == "safe" && self.next() == Kind::Static;
        if safe || self.is(Kind::Unsafe) {
            self.at += 1;
        }
        self.expect(Kind::Static)?;
        self.take(Kind::Mut);
        let name = self.ident()?;
        let opened = self.open_item(base, first, Some(name), public)?;
        self.expect(Kind::Colon)?;
        let ty = Some(self.ty()?);
        self.expect(Kind::Semi)?;
        self.close_item(opened, ItemKind::Const { ty, value: None, is_static: true });
        Ok(())
    }

    /// `use` is behind.
    pub(super) fn use_item(&mut self, public: bool) -> Read<()> {
        let global = self.is2(Kind::Colon, Kind::Colon);
        if global {
            self.at += 2;
        }
        let mut prefix = Vec::new();
        self.use_tree(global, public, &mut prefix)?;
        self.expect(Kind::Semi)
    }

    fn use_tree(&mut self, global: bool, public: bool, prefix: &mut Vec<(Sym, Span)>) -> Read<()> {
        match self.kind() {
            Kind::Star => {
                let span = self.span_at(self.at);
                self.at += 1;
                self.push_use(prefix, global, None, public, span);
                Ok(())
            }
            Kind::OpenBrace => {
                let close = self.enter(Kind::OpenBrace)?;
                while !self.done() {
                    self.use_tree(global, public, prefix)?;
                    self.comma()?;
                }
                self.leave(close)
            }
            Kind::Ident | Kind::SelfValue | Kind::Super | Kind::Crate => {
                let at = self.at;
                self.at += 1;
                if self.is2(Kind::Colon, Kind::Colon) {
                    self.at += 2;
                    let segment = (self.sym_at(at), self.span_at(at));
                    prefix.push(segment);
                    self.use_tree(global, public, prefix)?;
                    prefix.pop();
                    return Ok(());
                }
                self.use_name(at, global, public, prefix)
            }
            _ => self.decline("an import of a form that is seldom seen"),
        }
    }

    fn use_name(&mut self, at: usize, global: bool, public: bool, prefix: &mut Vec<(Sym, Span)>) -> Read<()> {
        let own = self.span_at(at);
        let mut span = own;
        let mut alias = None;
        if self.take(Kind::As) {
            if !matches!(self.kind(), Kind::Ident | Kind::Underscore) {
                return self.decline("an unexpected token");
            }
            alias = Some(self.sym_at(self.at));
            span = span.to(self.span_at(self.at));
            self.at += 1;
        }
        // `use a::b::{self}` imports `a::b` under the name `b`.
        if self.kind_at(at) == Kind::SelfValue && !prefix.is_empty() {
            let alias = alias.or(prefix.last().map(|&(name, _)| name));
            self.push_use(prefix, global, alias, public, span);
            return Ok(());
        }
        let name = self.sym_at(at);
        prefix.push((name, own));
        self.push_use(prefix, global, Some(alias.unwrap_or(name)), public, span);
        prefix.pop();
        Ok(())
    }

    fn push_use(&mut self, path: &[(Sym, Span)], global: bool, alias: Option<Sym>, public: bool, span: Span) {
        let path_span = path.iter().map(|&(_, span)| span).reduce(Span::to).unwrap_or(span);
        let segments = path.iter().map(|&(name, _)| Segment { name, args: Box::default() }).collect();
        let path = Path { global, qself: None, segments, span: path_span };
        self.lower.facts.uses.push(Use { parent: self.lower.parent, path, alias, public, span });
    }
}
