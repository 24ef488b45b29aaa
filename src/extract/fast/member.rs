//! Items with items inside, and those of one line, in; `Item` and `Use` out.

use super::Read;
use super::cursor::Reader;
use super::generics::{Params, finished};
use super::kind::Kind;
use crate::model::fact::{ItemId, ItemKind, Path};

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
}
