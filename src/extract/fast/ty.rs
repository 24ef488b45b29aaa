//! Types and bounds in, `Ty` out.

use super::Read;
use super::cursor::Reader;
use super::kind::Kind;
use crate::model::fact::{Path, Ty, TyId};

impl Reader<'_> {
    pub(super) fn ty(&mut self) -> Read<TyId> {
        self.ambiguous_ty(true)
    }

    /// Where `+` belongs to what is around.
    pub(super) fn ty_without_plus(&mut self) -> Read<TyId> {
        self.ambiguous_ty(false)
    }

    fn ambiguous_ty(&mut self, plus: bool) -> Read<TyId> {
        let lowered = match self.kind() {
            Kind::Ident if self.next() == Kind::Pound => return self.decline("a type of the compiler"),
            Kind::Ident | Kind::SelfType | Kind::SelfValue | Kind::Super | Kind::Crate | Kind::Lt | Kind::Colon => {
                return self.path_ty(plus);
            }
            Kind::And => {
                self.at += 1;
                self.take(Kind::Lifetime);
                let mutable = self.take(Kind::Mut);
                Ty::Ref(mutable, self.ty_without_plus()?)
            }
            Kind::Star => {
                self.at += 1;
                let mutable = self.is(Kind::Mut);
                if !mutable && !self.is(Kind::Const) {
                    return self.decline("an unexpected token");
                }
                self.at += 1;
                Ty::Ref(mutable, self.ty_without_plus()?)
            }
            Kind::OpenParen => return self.paren_ty(plus),
            Kind::OpenBracket => {
                let close = self.enter(Kind::OpenBracket)?;
                let of = self.ty()?;
                if self.take(Kind::Semi) {
                    self.dry(|this| this.expr())?;
                }
                self.leave(close)?;
                Ty::Slice(of)
            }
            Kind::Dyn => {
                self.at += 1;
                Ty::Bounds(self.object_bounds(plus, false)?.into())
            }
            Kind::Impl => {
                self.at += 1;
                Ty::Bounds(self.object_bounds(plus, true)?.into())
            }
            Kind::Underscore => {
                self.at += 1;
                Ty::Other
            }
            Kind::Bang if !self.is2(Kind::Bang, Kind::Eq) => {
                self.at += 1;
                Ty::Other
            }
            Kind::Fn | Kind::Extern => self.fn_ty()?,
            Kind::Unsafe if self.next() != Kind::Lt => self.fn_ty()?,
            Kind::For => {
                self.bound_lifetimes()?;
                match self.kind() {
                    Kind::Fn | Kind::Extern | Kind::Unsafe => self.fn_ty()?,
                    _ => return self.decline("a type of a form that is seldom seen"),
                }
            }
            _ => return self.decline("a type of a form that is seldom seen"),
        };
        Ok(self.lower.push_ty(lowered))
    }

    fn path_ty(&mut self, plus: bool) -> Read<TyId> {
        let before = self.lower.checkpoint();
        let read = self.qpath(false)?;
        if read.path.qself.is_some() {
            return Ok(self.lower.push_ty(Ty::Path(read.path)));
        }
        if self.is(Kind::Bang) && !self.is2(Kind::Bang, Kind::Eq) && read.mod_style {
            if !self.next().opens() {
                return self.decline("a macro without a body");
            }
            self.at = self.past(self.at + 1);
            self.lower.rewind(before);
            return Ok(self.lower.push_ty(Ty::Other));
        }
        if !(plus && self.is(Kind::Plus)) {
            return Ok(self.lower.push_ty(Ty::Path(read.path)));
        }
        let mut bounds = vec![read.path];
        while self.take(Kind::Plus) {
            if !self.at_bound(false) {
                break;
            }
            self.bound(&mut bounds)?;
        }
        Ok(self.lower.push_ty(Ty::Bounds(bounds.into())))
    }

    fn paren_ty(&mut self, plus: bool) -> Read<TyId> {
        let close = self.enter(Kind::OpenParen)?;
        if self.at == close {
            self.at += 1;
            return Ok(self.lower.push_ty(Ty::Tuple(Box::default())));
        }
        if matches!(self.kind(), Kind::Lifetime | Kind::Question) {
            return self.decline("a type of a form that is seldom seen");
        }
        let first = self.ty()?;
        if !self.is(Kind::Comma) {
            self.leave(close)?;
            if plus && self.is(Kind::Plus) {
                return self.decline("a type of a form that is seldom seen");
            }
            return Ok(first);
        }
        let mut elems = vec![first];
        while self.take(Kind::Comma) && !self.done() {
            elems.push(self.ty()?);
        }
        self.leave(close)?;
        Ok(self.lower.push_ty(Ty::Tuple(elems.into())))
    }

    /// `unsafe extern "C" fn(a: A, B) -> C`.
    fn fn_ty(&mut self) -> Read<Ty> {
        self.take(Kind::Unsafe);
        if self.take(Kind::Extern) && matches!(self.kind(), Kind::Str | Kind::RawStr) {
            self.at += 1;
        }
        self.expect(Kind::Fn)?;
        let close = self.enter(Kind::OpenParen)?;
        let mut inputs = Vec::new();
        while !self.done() {
            if matches!(self.kind(), Kind::Pound | Kind::Doc | Kind::Dot | Kind::Mut | Kind::SelfValue) {
                return self.decline("a parameter of a form that is seldom seen");
            }
            let colon = self.next() == Kind::Colon && !self.pair_at(self.at + 1, Kind::Colon, Kind::Colon);
            if matches!(self.kind(), Kind::Ident | Kind::Underscore) && colon {
                self.at += 2;
            }
            inputs.push(self.ty()?);
            self.comma()?;
        }
        self.leave(close)?;
        let output = self.return_ty(false)?;
        Ok(Ty::Fn(inputs.into(), output))
    }

    pub(super) fn return_ty(&mut self, plus: bool) -> Read<Option<TyId>> {
        if !self.is2(Kind::Minus, Kind::Gt) {
            return Ok(None);
        }
        self.at += 2;
        Ok(Some(self.ambiguous_ty(plus)?))
    }

    /// The bounds of `dyn` or `impl`: at least one is a trait.
    fn object_bounds(&mut self, plus: bool, captures: bool) -> Read<Vec<Path>> {
        let mut bounds = Vec::new();
        loop {
            if captures && self.is(Kind::Use) {
                self.precise_capture()?;
            } else {
                self.bound(&mut bounds)?;
            }
            if !(plus && self.take(Kind::Plus) && self.at_bound(captures)) {
                break;
            }
        }
        if bounds.is_empty() { self.decline("bounds without a trait") } else { Ok(bounds) }
    }

    /// Whether a bound follows a `+`.
    fn at_bound(&self, or_const: bool) -> bool {
        match self.kind() {
            Kind::Question | Kind::Lifetime | Kind::OpenParen => true,
            Kind::Colon => self.is2(Kind::Colon, Kind::Colon),
            Kind::OpenBracket => or_const,
            kind => kind.is_word(),
        }
    }

    /// `use<'a, T>`.
    fn precise_capture(&mut self) -> Read<()> {
        self.at += 1;
        self.expect(Kind::Lt)?;
        while !self.is(Kind::Gt) {
            match self.kind() {
                Kind::Lifetime | Kind::Ident | Kind::SelfType => self.at += 1,
                _ => return self.decline("a capture of a form that is seldom seen"),
            }
            if !self.is(Kind::Gt) {
                self.expect(Kind::Comma)?;
            }
        }
        self.at += 1;
        Ok(())
    }

    /// One bound; a trait is kept.
    pub(super) fn bound(&mut self, out: &mut Vec<Path>) -> Read<()> {
        match self.kind() {
            Kind::Lifetime => {
                self.at += 1;
                Ok(())
            }
            Kind::OpenParen => {
                let close = self.enter(Kind::OpenParen)?;
                self.trait_bound(out)?;
                self.leave(close)
            }
            _ => self.trait_bound(out),
        }
    }

    fn trait_bound(&mut self, out: &mut Vec<Path>) -> Read<()> {
        if self.take(Kind::Question) {
            if self.is(Kind::For) {
                return self.decline("a bound of a form that is seldom seen");
            }
        } else if self.is(Kind::For) {
            self.bound_lifetimes()?;
            if self.is(Kind::Question) {
                return self.decline("a bound of a form that is seldom seen");
            }
        }
        let first = self.at;
        let mut path = self.path(false)?.path;
        let parens = self.is(Kind::OpenParen)
            || self.is2(Kind::Colon, Kind::Colon) && self.kind_at(self.at + 2) == Kind::OpenParen;
        if parens && self.ended_arguments() {
            return self.decline("a bound of a form that is seldom seen");
        }
        if parens {
            if self.is(Kind::Colon) {
                self.at += 2;
            }
            let close = self.enter(Kind::OpenParen)?;
            let mut args = Vec::new();
            self.listed(&mut args, Self::ty)?;
            self.leave(close)?;
            args.extend(self.return_ty(false)?);
            if let Some(last) = path.segments.last_mut() {
                last.args = args.into();
            }
            path.span = self.since(first);
        }
        out.push(path);
        Ok(())
    }

    /// `for<'a, 'b>`.
    pub(super) fn bound_lifetimes(&mut self) -> Read<()> {
        self.expect(Kind::For)?;
        self.expect(Kind::Lt)?;
        while !self.is(Kind::Gt) {
            self.expect(Kind::Lifetime)?;
            if !self.is(Kind::Gt) {
                self.expect(Kind::Comma)?;
            }
        }
        self.at += 1;
        Ok(())
    }
}
