//! Items in, `Item` and `Use` out: a parent before its children.

use super::Read;
use super::cursor::Reader;
use super::kind::Kind;
use crate::model::fact::{Item, ItemId, ItemKind, Sym};
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
}
