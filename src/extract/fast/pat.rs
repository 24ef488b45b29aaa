//! Patterns in, `Pat` out.

use super::Read;
use super::cursor::Reader;
use super::kind::Kind;
use crate::model::fact::{Lit, Pat, PatId};
use crate::model::place::Span;

impl<'a> Reader<'a> {
    /// A pattern with cases, and a `|` before the first.
    pub(super) fn pat(&mut self) -> Read<PatId> {
        let leading = self.take(Kind::Or);
        let first = self.pat_single()?;
        if !(leading || self.at_case()) {
            return Ok(first);
        }
        let mut cases = vec![first];
        while self.at_case() {
            self.at += 1;
            cases.push(self.pat_single()?);
        }
        let spans = cases.iter().map(|&case| self.lower.pat_span(case));
        let span = spans.reduce(Span::to).unwrap_or_default();
        Ok(self.lower.push_pat(Pat::Or(cases.into()), span))
    }

    fn at_case(&self) -> bool {
        self.is(Kind::Or) && !self.is2(Kind::Or, Kind::Or) && !self.is2(Kind::Or, Kind::Eq)
    }

    pub(super) fn pat_single(&mut self) -> Read<PatId> {
        match self.kind() {
            Kind::Ident => match self.next() {
                Kind::OpenBrace | Kind::OpenParen | Kind::Bang => self.pat_path(),
                Kind::Colon if self.pair_at(self.at + 1, Kind::Colon, Kind::Colon) => self.pat_path(),
                Kind::Dot if self.pair_at(self.at + 1, Kind::Dot, Kind::Dot) => self.pat_path(),
                _ => self.pat_ident(),
            },
            Kind::SelfType | Kind::Super | Kind::Crate | Kind::Lt => self.pat_path(),
            Kind::SelfValue if self.pair_at(self.at + 1, Kind::Colon, Kind::Colon) => self.pat_path(),
            Kind::Colon if self.is2(Kind::Colon, Kind::Colon) => self.pat_path(),
            Kind::Underscore => {
                self.at += 1;
                Ok(self.lower.push_pat(Pat::Wild, self.span_at(self.at - 1)))
            }
            Kind::Minus => self.pat_lit(),
            kind if kind.is_literal() => self.pat_lit(),
            Kind::Ref | Kind::Mut | Kind::SelfValue => self.pat_ident(),
            Kind::And => {
                let first = self.at;
                self.at += 1;
                // The inner pattern is all that counts; `&mut` reads like `&`.
                self.take(Kind::Mut);
                let inner = self.pat_single()?;
                let span = self.span_at(first).to(self.lower.pat_span(inner));
                Ok(self.lower.push_pat(Pat::Ref(inner), span))
            }
            Kind::OpenParen => self.pat_paren(),
            Kind::OpenBracket => self.pat_slice(),
            Kind::Dot if self.is2(Kind::Dot, Kind::Dot) => self.pat_dots(),
            Kind::Reserved if self.text_at(self.at) == "box" => {
                let first = self.at;
                self.at += 1;
                self.dry(|this| this.pat_single())?;
                Ok(self.lower.push_pat(Pat::Wild, self.since(first)))
            }
            _ => self.decline("a pattern of a form that is seldom seen"),
        }
    }

    fn pat_path(&mut self) -> Read<PatId> {
        let first = self.at;
        let before = self.lower.checkpoint();
        let read = self.qpath(true)?;
        if self.is(Kind::Bang) {
            if read.path.qself.is_some() || !read.mod_style || !self.next().opens() {
                return self.decline("a pattern of a form that is seldom seen");
            }
            self.at += 1;
            self.at = self.past(self.at);
            self.lower.rewind(before);
            return Ok(self.lower.push_pat(Pat::Wild, self.since(first)));
        }
        let path = read.path;
        match self.kind() {
            Kind::OpenBrace => self.pat_struct(path),
            Kind::OpenParen => {
                let close = self.enter(Kind::OpenParen)?;
                let elems = self.pat_list()?;
                self.leave(close)?;
                let span = path.span.to(self.span_at(close));
                Ok(self.lower.push_pat(Pat::TupleStruct(path, elems.into()), span))
            }
            Kind::Dot if self.is2(Kind::Dot, Kind::Dot) => {
                self.lower.rewind(before);
                self.range_from(first)
            }
            _ => {
                let span = path.span;
                Ok(self.lower.push_pat(Pat::Path(path), span))
            }
        }
    }

    /// `a..`, `a..=b`: what stands before the dots is behind, and nothing of it is kept.
    fn range_from(&mut self, first: usize) -> Read<PatId> {
        if self.is3(Kind::Dot, Kind::Dot, Kind::Dot) {
            return self.decline("a range of a form that is seldom seen");
        }
        let closed = self.is3(Kind::Dot, Kind::Dot, Kind::Eq);
        self.at += if closed { 3 } else { 2 };
        if !self.range_bound()? && closed {
            return self.decline("a range without an end");
        }
        Ok(self.lower.push_pat(Pat::Lit(None), self.since(first)))
    }

    /// The end of a range, where there is one.
    fn range_bound(&mut self) -> Read<bool> {
        match self.kind() {
            Kind::Or | Kind::Eq | Kind::Comma | Kind::Semi | Kind::If => Ok(false),
            Kind::Colon if !self.is2(Kind::Colon, Kind::Colon) => Ok(false),
            kind if kind.ends() => Ok(false),
            Kind::Minus if matches!(self.next(), Kind::Int | Kind::Float) => {
                self.at += 2;
                Ok(true)
            }
            kind if kind.is_literal() => {
                self.at += 1;
                Ok(true)
            }
            _ if self.at_path() => self.dry(|this| this.qpath(true).map(|_| true)),
            _ => self.decline("a range of a form that is seldom seen"),
        }
    }

    fn pat_lit(&mut self) -> Read<PatId> {
        let first = self.at;
        let negative = self.take(Kind::Minus);
        if negative && !matches!(self.kind(), Kind::Int | Kind::Float) {
            return self.decline("a literal of a form that is seldom seen");
        }
        self.at += 1;
        if self.is2(Kind::Dot, Kind::Dot) {
            return self.range_from(first);
        }
        let at = self.at - 1;
        let lit = match (negative, self.kind_at(at)) {
            (true, Kind::Int) => {
                let digits = format!("-{}", super::number::digits(self.text_at(at)).replace('_', ""));
                Lit::Int(self.lower.sym(&digits))
            }
            _ => self.lit_at(at)?,
        };
        Ok(self.lower.push_pat(Pat::Lit(Some(lit)), self.since(first)))
    }

    fn pat_ident(&mut self) -> Read<PatId> {
        let first = self.at;
        let by_ref = self.take(Kind::Ref);
        let mutable = self.take(Kind::Mut);
        let name_at = self.at;
        if !matches!(self.kind(), Kind::Ident | Kind::SelfValue) {
            return self.decline("a pattern of a form that is seldom seen");
        }
        self.at += 1;
        let mut span = self.since(first);
        let sub = if self.take(Kind::At) { Some(self.pat_single()?) } else { None };
        if let Some(sub) = sub {
            span = span.to(self.lower.pat_span(sub));
        }
        let name = self.sym_at(name_at);
        Ok(self.lower.push_pat(Pat::Bind { name, by_ref, mutable, sub }, span))
    }

    fn pat_list(&mut self) -> Read<Vec<PatId>> {
        let mut elems = Vec::new();
        self.listed(&mut elems, Self::pat)?;
        Ok(elems)
    }

    fn pat_paren(&mut self) -> Read<PatId> {
        let open = self.at;
        let close = self.enter(Kind::OpenParen)?;
        let lone_rest = self.is2(Kind::Dot, Kind::Dot) && self.at + 2 == close;
        let elems = self.pat_list()?;
        let trailing = self.kind_at(close - 1) == Kind::Comma;
        self.leave(close)?;
        if let ([inner], false, false) = (&elems[..], trailing, lone_rest) {
            return Ok(*inner);
        }
        Ok(self.lower.push_pat(Pat::Tuple(elems.into()), self.since(open)))
    }

    fn pat_slice(&mut self) -> Read<PatId> {
        let open = self.at;
        let close = self.enter(Kind::OpenBracket)?;
        let mut elems = Vec::new();
        while !self.done() {
            let first = self.at;
            let elem = self.pat()?;
            let dots = |at: usize| self.pair_at(at, Kind::Dot, Kind::Dot);
            // An open range must stand in parentheses here.
            let is_range = matches!(self.lower.facts.pats[elem.at()], Pat::Lit(None));
            if is_range && (dots(first) || dots(self.at - 2)) {
                return self.decline("a range of a form that is seldom seen");
            }
            elems.push(elem);
            self.comma()?;
        }
        self.leave(close)?;
        Ok(self.lower.push_pat(Pat::Slice(elems.into()), self.since(open)))
    }

    /// `..`, `..=a`.
    fn pat_dots(&mut self) -> Read<PatId> {
        let first = self.at;
        if self.is3(Kind::Dot, Kind::Dot, Kind::Dot) {
            return self.decline("a range of a form that is seldom seen");
        }
        let closed = self.is3(Kind::Dot, Kind::Dot, Kind::Eq);
        self.at += if closed { 3 } else { 2 };
        let bound = self.range_bound()?;
        match (bound, closed) {
            (true, _) => Ok(self.lower.push_pat(Pat::Lit(None), self.since(first))),
            (false, false) => Ok(self.lower.push_pat(Pat::Rest, self.since(first))),
            (false, true) => self.decline("a range without an end"),
        }
    }

    fn pat_struct(&mut self, path: crate::model::fact::Path) -> Read<PatId> {
        let close = self.enter(Kind::OpenBrace)?;
        let span = path.span.to(self.span_at(close));
        let mut fields = Vec::new();
        while !self.done() {
            self.skip_attrs()?;
            if self.is2(Kind::Dot, Kind::Dot) {
                self.at += 2;
                break;
            }
            fields.push(self.field_pat()?);
            self.comma()?;
        }
        self.leave(close)?;
        Ok(self.lower.push_pat(Pat::Struct(path, fields.into()), span))
    }

    fn field_pat(&mut self) -> Read<(crate::model::fact::Sym, PatId)> {
        let first = self.at;
        let boxed = self.is(Kind::Reserved) && self.text_at(first) == "box";
        if boxed {
            self.at += 1;
        }
        let by_ref = self.take(Kind::Ref);
        let mutable = self.take(Kind::Mut);
        if boxed {
            let at = self.ident()?;
            let name = self.sym_at(at);
            return Ok((name, self.lower.push_pat(Pat::Wild, self.since(first))));
        }
        let at = self.at;
        if self.is(Kind::Int) && !(by_ref || mutable) {
            let index = self.index_at(at)?;
            let name = self.lower.sym(index);
            self.at += 1;
            self.expect(Kind::Colon)?;
            return Ok((name, self.pat()?));
        }
        self.ident()?;
        let name = self.sym_at(at);
        if !(by_ref || mutable) && self.take(Kind::Colon) {
            return Ok((name, self.pat()?));
        }
        let pat = Pat::Bind { name, by_ref, mutable, sub: None };
        let span = self.since(first);
        Ok((name, self.lower.push_pat(pat, span)))
    }

    /// The text of an index: digits without frills.
    pub(super) fn index_at(&self, at: usize) -> Read<&'a str> {
        let text = self.text_at(at);
        match text == "0" || !text.starts_with('0') && text.len() < 10 && text.bytes().all(|byte| byte.is_ascii_digit())
        {
            true => Ok(text),
            false => self.decline("an index of a form that is seldom seen"),
        }
    }
}
