//! Items of one line in: constants, statics, types and crates.

use super::Read;
use super::cursor::Reader;
use super::generics::finished;
use super::kind::Kind;
use crate::model::fact::{ItemId, ItemKind};

impl Reader<'_> {
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
    pub(super) fn member_alias(&mut self, base: usize, first: usize, public: bool, of_trait: bool) -> Read<ItemId> {
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

    pub(super) fn foreign_static(&mut self, base: usize, first: usize, public: bool) -> Read<()> {
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
}
