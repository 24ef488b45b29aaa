//! Operands that begin with a word or a bracket in; blocks, branches, loops, closures and sequences out.

use super::Read;
use super::cursor::Reader;
use super::expr::{Form, Parsed, Precedence};
use super::kind::Kind;
use crate::model::fact::{Arm, Closure, Expr, ExprId};

impl Reader<'_> {
    /// An operand without what may follow it.
    pub(super) fn atom(&mut self, structs: bool) -> Read<Parsed> {
        let block = |id| Ok(Parsed { id, form: Form::Block });
        let other = |id| Ok(Parsed { id, form: Form::Other });
        match self.kind() {
            Kind::Ident | Kind::SelfValue | Kind::SelfType | Kind::Super | Kind::Crate | Kind::Lt => {
                self.path_expr(structs)
            }
            Kind::Colon if self.is2(Kind::Colon, Kind::Colon) => self.path_expr(structs),
            kind if kind.is_literal() => other(self.literal()?),
            Kind::OpenParen => other(self.paren()?),
            Kind::OpenBracket => other(self.array()?),
            Kind::Or | Kind::Move => other(self.closure(structs)?),
            Kind::Async if matches!(self.next(), Kind::Or) => other(self.closure(structs)?),
            Kind::Async if self.next() == Kind::Move && self.after_next() == Kind::Or => other(self.closure(structs)?),
            Kind::Async => other(self.async_block()?),
            Kind::If => block(self.if_expr()?),
            Kind::Match => block(self.match_expr()?),
            Kind::OpenBrace => block(self.block(None, None)?),
            Kind::Unsafe | Kind::Const if self.next() == Kind::OpenBrace => {
                let first = self.at;
                self.at += 1;
                block(self.block(None, Some(first))?)
            }
            Kind::While | Kind::Loop => block(self.looping(None)?),
            Kind::For if self.next() != Kind::Lt => block(self.looping(None)?),
            Kind::Lifetime => block(self.labeled()?),
            Kind::Return | Kind::Yield => other(self.return_expr()?),
            Kind::Try if self.next() == Kind::OpenBrace => block(self.try_block()?),
            Kind::Break => other(self.break_expr(structs)?),
            Kind::Continue => other(self.continue_expr()?),
            Kind::Let => other(self.let_expr(structs)?),
            Kind::Dot if self.is2(Kind::Dot, Kind::Dot) => self.range(None, structs),
            Kind::Underscore => {
                self.at += 1;
                other(self.lower.push(Expr::Other(Box::default()), self.span_at(self.at - 1)))
            }
            _ => self.decline("an operand of a form that is seldom seen"),
        }
    }

    fn paren(&mut self) -> Read<ExprId> {
        let open = self.at;
        let close = self.enter(Kind::OpenParen)?;
        let mut elems = Vec::new();
        if !self.done() {
            let first = self.expr()?;
            if self.at == close {
                self.at += 1;
                self.lower.facts.expr_spans[first.at()] = self.since(open);
                return Ok(first);
            }
            elems.push(first);
            self.expect(Kind::Comma)?;
            self.exprs(&mut elems)?;
        }
        self.leave(close)?;
        Ok(self.lower.push(Expr::Tuple(elems.into()), self.since(open)))
    }

    fn array(&mut self) -> Read<ExprId> {
        let open = self.at;
        let close = self.enter(Kind::OpenBracket)?;
        let mut elems = Vec::new();
        if !self.done() {
            elems.push(self.expr()?);
            if self.take(Kind::Semi) {
                let count = self.expr()?;
                self.leave(close)?;
                return Ok(self.lower.push(Expr::Repeat(elems[0], count), self.since(open)));
            }
            self.comma()?;
            self.exprs(&mut elems)?;
        }
        self.leave(close)?;
        Ok(self.lower.push(Expr::Array(elems.into()), self.since(open)))
    }

    fn async_block(&mut self) -> Read<ExprId> {
        let first = self.at;
        self.at += 1;
        self.take(Kind::Move);
        let close = self.tokens[self.at].close as usize;
        let block = self.plain_block()?;
        let span = self.span_at(first).to(self.span_at(close));
        Ok(self.lower.push(Expr::Async(block), span))
    }

    fn closure(&mut self, structs: bool) -> Read<ExprId> {
        let first = self.at;
        let is_async = self.take(Kind::Async);
        self.take(Kind::Move);
        self.expect(Kind::Or)?;
        let mut params = Vec::new();
        while !self.is(Kind::Or) {
            if self.skip_attrs()? && !matches!(self.next(), Kind::Comma | Kind::Colon | Kind::Or) {
                return self.decline("an attribute that belongs to a place");
            }
            let pat = self.pat_single()?;
            let ty = if self.take(Kind::Colon) { Some(self.ty()?) } else { None };
            params.push((pat, ty));
            if !self.is(Kind::Or) {
                self.expect(Kind::Comma)?;
            }
        }
        self.at += 1;
        let body = if self.is2(Kind::Minus, Kind::Gt) {
            self.at += 2;
            // What it gives back is not kept.
            self.dry(|this| this.ty())?;
            self.plain_block()?
        } else {
            self.ambiguous(structs)?.id
        };
        let span = self.span_at(first).to(self.lower.span_of(body));
        let closure = Closure { params: params.into(), body, is_async };
        Ok(self.lower.push(Expr::Closure(Box::new(closure)), span))
    }

    pub(super) fn if_expr(&mut self) -> Read<ExprId> {
        let first = self.at;
        self.expect(Kind::If)?;
        let condition = self.expr_without_struct()?;
        let then = self.plain_block()?;
        let otherwise = if self.take(Kind::Else) {
            Some(if self.is(Kind::If) { self.if_expr()? } else { self.plain_block()? })
        } else {
            None
        };
        let span = self.span_at(first).to(self.lower.span_of(otherwise.unwrap_or(then)));
        Ok(self.lower.push(Expr::If(condition, then, otherwise), span))
    }

    pub(super) fn match_expr(&mut self) -> Read<ExprId> {
        let first = self.at;
        self.expect(Kind::Match)?;
        let on = self.expr_without_struct()?;
        let close = self.enter(Kind::OpenBrace)?;
        self.skip_inner_attrs()?;
        let mut arms = Vec::new();
        while !self.done() {
            arms.push(self.arm()?);
        }
        self.leave(close)?;
        let span = self.since(first);
        Ok(self.lower.push(Expr::Match(on, arms.into()), span))
    }

    fn arm(&mut self) -> Read<Arm> {
        self.skip_attrs()?;
        let pat = self.pat()?;
        let guard = if self.take(Kind::If) { Some(self.expr()?) } else { None };
        self.expect2(Kind::Eq, Kind::Gt)?;
        let body = self.early_bounded()?;
        if !self.take(Kind::Comma) && body.form != Form::Block && !self.done() {
            return self.decline("an arm without a comma");
        }
        Ok(Arm { pat, guard, body: body.id })
    }

    /// Where expressions end early: at the head of a statement, and after `=>`.
    pub(super) fn early_bounded(&mut self) -> Read<Parsed> {
        self.operand_attrs()?;
        let begins_block = match self.kind() {
            Kind::If | Kind::While | Kind::Loop | Kind::Match | Kind::OpenBrace | Kind::Lifetime | Kind::Unsafe => true,
            Kind::For => true,
            Kind::Const | Kind::Try => self.next() == Kind::OpenBrace,
            _ => false,
        };
        let mut read = if begins_block { self.atom(true)? } else { self.unary(true)? };
        if read.form != Form::Block {
            return self.climb(read, true, Precedence::Min);
        }
        if self.is(Kind::Question) || self.is(Kind::Dot) && !self.is2(Kind::Dot, Kind::Dot) {
            read = self.trailers(read)?;
            return self.climb(read, true, Precedence::Min);
        }
        Ok(read)
    }

    /// A loop; its label stands before it.
    fn looping(&mut self, label: Option<usize>) -> Read<ExprId> {
        let first = label.unwrap_or(self.at);
        let kind = self.kind();
        self.at += 1;
        let name = label.map(|label| self.label_at(label));
        let (lowered, body) = match kind {
            Kind::Loop => {
                let body = self.block(None, None)?;
                (Expr::Loop(name, body), body)
            }
            Kind::While => {
                let condition = self.expr_without_struct()?;
                let body = self.block(None, None)?;
                (Expr::While(name, condition, body), body)
            }
            Kind::For => {
                // What is gone over is read before the pattern.
                let pattern = self.at;
                while !self.is(Kind::In) {
                    if self.done() {
                        return self.decline("a loop without `in`");
                    }
                    self.at = self.past(self.at);
                }
                let after = self.at;
                self.at += 1;
                let over = self.expr_without_struct()?;
                let block = std::mem::replace(&mut self.at, pattern);
                let pat = self.pat()?;
                if self.at != after {
                    return self.decline("a loop of a form that is seldom seen");
                }
                self.at = block;
                let body = self.block(None, None)?;
                (Expr::For(name, pat, over, body), body)
            }
            _ => return self.decline("an unexpected token"),
        };
        let span = self.span_at(first).to(self.lower.span_of(body));
        Ok(self.lower.push(lowered, span))
    }

    fn labeled(&mut self) -> Read<ExprId> {
        let label = self.at;
        self.at += 1;
        self.expect(Kind::Colon)?;
        match self.kind() {
            Kind::OpenBrace => self.block(Some(label), Some(label)),
            _ => self.looping(Some(label)),
        }
    }

    /// The name of a label or lifetime, without `'`.
    pub(super) fn label_at(&mut self, at: usize) -> crate::model::fact::Sym {
        let text = self.text_at(at);
        self.lower.sym(&text[1..])
    }

    fn try_block(&mut self) -> Read<ExprId> {
        let first = self.at;
        self.at += 1;
        let block = self.plain_block()?;
        Ok(self.lower.push(Expr::TryBlock(block), self.since(first)))
    }

    /// `return`, `yield`.
    fn return_expr(&mut self) -> Read<ExprId> {
        let first = self.at;
        self.at += 1;
        let value = if self.at_expr() { Some(self.expr()?) } else { None };
        let span = self.span_at(first);
        let span = value.map_or(span, |value| span.to(self.lower.span_of(value)));
        let yields = self.kind_at(first) == Kind::Yield;
        Ok(self.lower.push(if yields { Expr::Yield(value) } else { Expr::Return(value) }, span))
    }

    fn break_expr(&mut self, structs: bool) -> Read<ExprId> {
        let first = self.at;
        self.at += 1;
        let mut label = None;
        if self.is(Kind::Lifetime) {
            if self.next() == Kind::Colon && !self.pair_at(self.at + 1, Kind::Colon, Kind::Colon) {
                return self.decline("a label that needs parentheses");
            }
            label = Some(self.label_at(self.at));
            self.at += 1;
        }
        let mut span = self.since(first);
        let has_value = self.at_expr() && (structs || !self.is(Kind::OpenBrace));
        let value = if has_value { Some(self.expr()?) } else { None };
        if let Some(value) = value {
            span = span.to(self.lower.span_of(value));
        }
        Ok(self.lower.push(Expr::Break(label, value), span))
    }

    fn continue_expr(&mut self) -> Read<ExprId> {
        let first = self.at;
        self.at += 1;
        let label = if self.take(Kind::Lifetime) { Some(self.label_at(self.at - 1)) } else { None };
        let span = self.since(first);
        Ok(self.lower.push(Expr::Continue(label), span))
    }

    /// `let p = e` in a condition.
    fn let_expr(&mut self, structs: bool) -> Read<ExprId> {
        let first = self.at;
        self.at += 1;
        let pat = self.pat()?;
        self.expect(Kind::Eq)?;
        let left = self.unary(structs)?;
        let value = self.climb(left, structs, Precedence::Compare)?.id;
        let span = self.span_at(first).to(self.lower.span_of(value));
        Ok(self.lower.push(Expr::Let(pat, value), span))
    }

    /// Whether an expression can begin here.
    fn at_expr(&self) -> bool {
        let pair = |second| self.is2(self.kind(), second);
        match self.kind() {
            Kind::As => false,
            Kind::OpenParen | Kind::OpenBracket | Kind::OpenBrace | Kind::Lifetime => true,
            Kind::Bang | Kind::Star | Kind::Or | Kind::And => !pair(Kind::Eq),
            Kind::Minus => !pair(Kind::Eq) && !pair(Kind::Gt),
            Kind::Dot => pair(Kind::Dot),
            Kind::Lt => !pair(Kind::Eq) && !self.is3(Kind::Lt, Kind::Lt, Kind::Eq),
            Kind::Colon => pair(Kind::Colon),
            kind => kind.is_word() || kind.is_literal(),
        }
    }
}
