//! Structs, unions and enums in, their fields and variants out.

use super::Read;
use super::cursor::Reader;
use super::generics::{Params, finished};
use super::kind::Kind;
use crate::model::fact::{Field, Fields, ItemId, ItemKind, Variant};

impl Reader<'_> {
    pub(super) fn struct_item(&mut self, base: usize, first: usize, public: bool) -> Read<ItemId> {
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
    pub(super) fn union_item(&mut self, base: usize, first: usize, public: bool) -> Read<ItemId> {
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

    pub(super) fn enum_item(&mut self, base: usize, first: usize, public: bool) -> Read<ItemId> {
        self.at += 1;
        let name = self.ident()?;
        let opened = self.open_item(base, first, Some(name), public)?;
        let mut generics: Params = self.generics()?;
        self.where_clause(&mut generics)?;
        let close = self.enter(Kind::OpenBrace)?;
        let mut variants = Vec::new();
        self.listed(&mut variants, Self::variant)?;
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
