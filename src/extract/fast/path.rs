//! Paths and their generic arguments in, `Path` out.

use super::Read;
use super::cursor::Reader;
use super::kind::Kind;
use crate::model::fact::{Path, Segment, TyId};
use crate::model::place::Span;

/// A path, and what may follow it depends on.
pub(super) struct ReadPath {
    pub(super) path: Path,
    /// No segment has arguments.
    pub(super) mod_style: bool,
}

impl Reader<'_> {
    /// `input.peek(Ident) || :: || < || self || Self || super || crate`.
    pub(super) fn at_path(&self) -> bool {
        match self.kind() {
            Kind::Ident | Kind::SelfValue | Kind::SelfType | Kind::Super | Kind::Crate | Kind::Lt => true,
            Kind::Colon => self.is2(Kind::Colon, Kind::Colon),
            _ => false,
        }
    }

    /// A path, with a qualified self where there is one. In expressions, arguments need `::` before them.
    pub(super) fn qpath(&mut self, in_expr: bool) -> Read<ReadPath> {
        if !self.is(Kind::Lt) {
            return self.path(in_expr);
        }
        let first = self.at;
        self.at += 1;
        let on = self.ty()?;
        let mut segments = Vec::new();
        let mut global = true;
        if self.take(Kind::As) {
            let of = self.path(false)?;
            global = of.path.global;
            segments = of.path.segments.into_vec();
        }
        self.expect(Kind::Gt)?;
        self.expect2(Kind::Colon, Kind::Colon)?;
        loop {
            let segment = self.segment(in_expr)?;
            segments.push(segment);
            if !self.is2(Kind::Colon, Kind::Colon) {
                break;
            }
            self.at += 2;
        }
        let path = Path { global, qself: Some(on), segments: segments.into(), span: self.since(first) };
        Ok(ReadPath { path, mod_style: false })
    }

    pub(super) fn path(&mut self, in_expr: bool) -> Read<ReadPath> {
        let first = self.at;
        let global = self.is2(Kind::Colon, Kind::Colon);
        if global {
            self.at += 2;
        }
        let segment = self.segment(in_expr)?;
        let mut mod_style = segment.args.is_empty() && !self.ended_arguments();
        if !self.is2(Kind::Colon, Kind::Colon) {
            let path = Path { global, qself: None, segments: [segment].into(), span: self.since(first) };
            return Ok(ReadPath { path, mod_style });
        }
        let mut segments = Vec::with_capacity(4);
        segments.push(segment);
        while self.is2(Kind::Colon, Kind::Colon) && self.kind_at(self.at + 2) != Kind::OpenParen {
            self.at += 2;
            segments.push(self.segment(in_expr)?);
            mod_style &= !self.ended_arguments();
        }
        let path = Path { global, qself: None, segments: segments.into(), span: self.since(first) };
        Ok(ReadPath { path, mod_style })
    }

    /// Whether the last token taken closed generic arguments.
    pub(super) fn ended_arguments(&self) -> bool {
        self.kind_at(self.at - 1) == Kind::Gt
    }

    fn segment(&mut self, in_expr: bool) -> Read<Segment> {
        let at = self.at;
        match self.kind() {
            Kind::Super | Kind::SelfValue | Kind::Crate => {
                self.at += 1;
                return Ok(Segment { name: self.sym_at(at), args: Box::default() });
            }
            Kind::Ident | Kind::SelfType => self.at += 1,
            _ => return self.decline("not a path"),
        }
        let name = self.sym_at(at);
        let direct = !in_expr && self.is(Kind::Lt) && !self.is2(Kind::Lt, Kind::Eq) && !self.is_shl_eq();
        if direct || self.is2(Kind::Colon, Kind::Colon) && self.kind_at(self.at + 2) == Kind::Lt {
            self.at += if direct { 0 } else { 2 };
            return Ok(Segment { name, args: self.generic_args()?.into() });
        }
        Ok(Segment { name, args: Box::default() })
    }

    fn is_shl_eq(&self) -> bool {
        self.is3(Kind::Lt, Kind::Lt, Kind::Eq)
    }

    /// `<…>`: the types in order.
    pub(super) fn generic_args(&mut self) -> Read<Vec<TyId>> {
        self.expect(Kind::Lt)?;
        let mut types = Vec::new();
        while !self.is(Kind::Gt) {
            self.generic_arg(&mut types)?;
            if !self.is(Kind::Gt) {
                self.expect(Kind::Comma)?;
            }
        }
        self.at += 1;
        Ok(types)
    }

    fn generic_arg(&mut self, types: &mut Vec<TyId>) -> Read<()> {
        match self.kind() {
            Kind::Lifetime if self.next() != Kind::Plus => {
                self.at += 1;
                return Ok(());
            }
            Kind::Minus | Kind::OpenBrace => return self.const_argument(),
            kind if kind.is_literal() => return self.const_argument(),
            // `Item = T`: the name is not kept.
            Kind::Ident if self.next() == Kind::Eq => self.at += 1,
            // `Item: Bound`.
            Kind::Ident if self.next() == Kind::Colon && !self.pair_at(self.at + 1, Kind::Colon, Kind::Colon) => {
                self.at += 1;
            }
            _ => {
                let before = self.lower.checkpoint();
                let first = self.at;
                let ty = self.ty()?;
                if !(self.is(Kind::Eq) || self.is(Kind::Colon)) {
                    types.push(ty);
                    return Ok(());
                }
                // `Item<'a> = T`.
                let named = self.kind_at(first) == Kind::Ident && self.kind_at(first + 1) == Kind::Lt;
                let plain = self.span_of_one_segment(first);
                if !(named && plain) {
                    return self.decline("an argument of a form that is seldom seen");
                }
                self.lower.rewind(before);
            }
        }
        if self.take(Kind::Colon) {
            return self.dry(|this| this.constraint());
        }
        self.expect(Kind::Eq)?;
        match self.kind() {
            Kind::Minus | Kind::OpenBrace => self.const_argument(),
            kind if kind.is_literal() => self.const_argument(),
            _ => {
                types.push(self.ty()?);
                Ok(())
            }
        }
    }

    /// Whether what was read since is a path of one segment with arguments.
    fn span_of_one_segment(&self, first: usize) -> bool {
        let mut depth = 0usize;
        for at in first..self.at {
            match self.kind_at(at) {
                Kind::Lt => depth += 1,
                Kind::Gt if self.kind_at(at - 1) == Kind::Minus => {}
                Kind::Gt => depth = depth.saturating_sub(1),
                Kind::Colon | Kind::Plus | Kind::Bang if depth == 0 => return false,
                _ => {}
            }
        }
        true
    }

    fn constraint(&mut self) -> Read<()> {
        while !(self.is(Kind::Comma) || self.is(Kind::Gt)) {
            self.bound(&mut Vec::new())?;
            if !self.take(Kind::Plus) {
                break;
            }
        }
        Ok(())
    }

    /// A literal or a block where a type could stand; nothing of it is kept.
    pub(super) fn const_argument(&mut self) -> Read<()> {
        match self.kind() {
            Kind::OpenBrace => self.dry(|this| this.block(None, None).map(|_| ())),
            Kind::Minus if matches!(self.next(), Kind::Int | Kind::Float) => {
                self.at += 2;
                Ok(())
            }
            Kind::Ident => {
                self.at += 1;
                Ok(())
            }
            kind if kind.is_literal() => {
                self.at += 1;
                Ok(())
            }
            _ => self.decline("a constant of a form that is seldom seen"),
        }
    }

    /// A path without arguments: its last token is behind. Nothing of it is kept.
    pub(super) fn mod_path(&mut self) -> Read<()> {
        if self.is2(Kind::Colon, Kind::Colon) {
            self.at += 2;
        }
        loop {
            match self.kind() {
                Kind::Ident | Kind::Super | Kind::SelfValue | Kind::SelfType | Kind::Crate => self.at += 1,
                _ => return self.decline("not a path"),
            }
            if !self.is2(Kind::Colon, Kind::Colon) {
                return Ok(());
            }
            self.at += 2;
        }
    }

    /// The same, kept.
    pub(super) fn kept_mod_path(&mut self) -> Read<Path> {
        let first = self.at;
        self.mod_path()?;
        let span: Span = self.since(first);
        let mut segments = Vec::new();
        for at in first..self.at {
            if self.kind_at(at) != Kind::Colon {
                segments.push(Segment { name: self.sym_at(at), args: Box::default() });
            }
        }
        Ok(Path { global: self.kind_at(first) == Kind::Colon, qself: None, segments: segments.into(), span })
    }
}
