//! What follows an operand, and operands that begin with a path, in; calls, fields, macro calls and struct literals
//! out.

use super::Read;
use super::cursor::Reader;
use super::expr::{Form, Parsed};
use super::kind::Kind;
use crate::model::fact::{Expr, ExprId, MethodCall, Path, StructLit};
use crate::model::place::Span;

impl Reader<'_> {
    /// Calls, fields, indices and `?` after an operand.
    pub(super) fn trailers(&mut self, mut of: Parsed) -> Read<Parsed> {
        loop {
            let range = of.form == Form::Range;
            let base = of.id;
            let id = match self.kind() {
                Kind::OpenParen => {
                    let close = self.at_close();
                    let args = self.call_args()?;
                    let span = self.lower.span_of(base).to(self.span_at(close));
                    self.lower.push(Expr::Call(base, args), span)
                }
                Kind::Dot if !range && !self.is2(Kind::Dot, Kind::Dot) => {
                    self.at += 1;
                    self.member(base)?
                }
                Kind::OpenBracket => {
                    let close = self.enter(Kind::OpenBracket)?;
                    let index = self.expr()?;
                    self.leave(close)?;
                    let span = self.lower.span_of(base).to(self.span_at(close));
                    self.lower.push(Expr::Index(base, index), span)
                }
                Kind::Question if !range => {
                    self.at += 1;
                    let span = self.span_at(self.at - 1).to(self.lower.span_of(base));
                    self.lower.push(Expr::Try(base), span)
                }
                _ => return Ok(of),
            };
            of = Parsed { id, form: Form::Other };
        }
    }

    fn at_close(&self) -> usize {
        self.tokens[self.at].close as usize
    }

    fn call_args(&mut self) -> Read<Box<[ExprId]>> {
        let close = self.enter(Kind::OpenParen)?;
        if self.at == close {
            self.at += 1;
            return Ok(Box::default());
        }
        let first = self.expr()?;
        if self.at == close {
            self.at += 1;
            return Ok([first].into());
        }
        let mut args = vec![first];
        self.comma()?;
        self.exprs(&mut args)?;
        self.leave(close)?;
        Ok(args.into())
    }

    /// Expressions up to the end of a group.
    pub(super) fn exprs(&mut self, out: &mut Vec<ExprId>) -> Read<()> {
        self.listed(out, Self::expr)
    }

    /// What follows a `.`.
    fn member(&mut self, base: ExprId) -> Read<ExprId> {
        let at = self.at;
        self.at += 1;
        match self.kind_at(at) {
            Kind::Ident => {}
            Kind::Await => {
                let span = self.span_at(at).to(self.lower.span_of(base));
                return Ok(self.lower.push(Expr::Await(base), span));
            }
            Kind::Int => {
                let index = self.index_at(at)?;
                return Ok(self.index_field(base, index, self.tokens[at].start));
            }
            Kind::Float => return self.nested_index(base, at),
            _ => return self.decline("a member of a form that is seldom seen"),
        }
        let name = self.sym_at(at);
        let name_span = self.span_at(at);
        let mut generics = Vec::new();
        let turbofish = self.is2(Kind::Colon, Kind::Colon);
        if turbofish {
            self.at += 2;
            generics = self.generic_args()?;
        }
        if !turbofish && !self.is(Kind::OpenParen) {
            let span = self.lower.span_of(base).to(name_span);
            return Ok(self.lower.push(Expr::Field(base, name, name_span), span));
        }
        let close = self.at_close();
        let args = self.call_args()?;
        let span = self.lower.span_of(base).to(self.span_at(close));
        let call = MethodCall { receiver: base, name, name_span, generics: generics.into(), args };
        Ok(self.lower.push(Expr::Method(Box::new(call)), span))
    }

    fn index_field(&mut self, base: ExprId, index: &str, start: u32) -> ExprId {
        let name = self.lower.sym(index);
        let name_span = Span { start, end: start + index.len() as u32 };
        let span = self.lower.span_of(base).to(name_span);
        self.lower.push(Expr::Field(base, name, name_span), span)
    }

    /// `.0.1`, which lexes as a float.
    fn nested_index(&mut self, base: ExprId, at: usize) -> Read<ExprId> {
        let plain =
            |text: &str| text == "0" || !text.starts_with('0') && text.bytes().all(|byte| byte.is_ascii_digit());
        let text = self.text_at(at);
        match text.split_once('.') {
            Some((outer, inner))
                if text.len() < 10 && !outer.is_empty() && !inner.is_empty() && plain(outer) && plain(inner) =>
            {
                let start = self.tokens[at].start;
                let base = self.index_field(base, outer, start);
                Ok(self.index_field(base, inner, start + outer.len() as u32 + 1))
            }
            _ => self.decline("an index of a form that is seldom seen"),
        }
    }

    /// A path, a macro call or a struct literal.
    pub(super) fn path_expr(&mut self, structs: bool) -> Read<Parsed> {
        if self.is(Kind::Ident) && self.next() == Kind::Pound && self.text_at(self.at) == "builtin" {
            return self.decline("a word of the compiler");
        }
        let read = self.qpath(true)?;
        let bang = self.is(Kind::Bang) && !self.is2(Kind::Bang, Kind::Eq);
        if bang && read.path.qself.is_none() && read.mod_style {
            self.at += 1;
            let braces = self.is(Kind::OpenBrace);
            let call = self.macro_call(read.path)?;
            let span = call.span;
            let id = self.lower.push(Expr::Macro(Box::new(call)), span);
            return Ok(Parsed { id, form: if braces { Form::BraceMacro } else { Form::Macro } });
        }
        if structs && self.is(Kind::OpenBrace) {
            return self.struct_lit(read.path);
        }
        let span = read.path.span;
        Ok(Parsed { id: self.lower.push(Expr::Path(read.path), span), form: Form::Other })
    }

    fn struct_lit(&mut self, path: Path) -> Read<Parsed> {
        let close = self.enter(Kind::OpenBrace)?;
        let mut fields = Vec::new();
        let mut rest = None;
        while !self.done() {
            if self.is2(Kind::Dot, Kind::Dot) {
                self.at += 2;
                rest = if self.done() { None } else { Some(self.expr()?) };
                break;
            }
            self.skip_attrs()?;
            let at = self.at;
            self.at += 1;
            let (name, short) = match self.kind_at(at) {
                Kind::Ident => (self.sym_at(at), !self.is(Kind::Colon)),
                Kind::Int => {
                    let index = self.index_at(at)?;
                    (self.lower.sym(index), false)
                }
                _ => return self.decline("a field of a form that is seldom seen"),
            };
            let span = self.span_at(at);
            let value = if short {
                self.lower.push(Expr::Path(Path::single(name, span)), span)
            } else {
                self.expect(Kind::Colon)?;
                self.expr()?
            };
            fields.push((name, span, value));
            self.comma()?;
        }
        self.leave(close)?;
        let span = path.span.to(self.span_at(close));
        let lit = StructLit { path, fields: fields.into(), rest };
        Ok(Parsed { id: self.lower.push(Expr::Struct(Box::new(lit)), span), form: Form::Other })
    }
}
