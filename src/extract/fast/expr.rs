//! Expressions in, `Expr` out, by precedence.

use super::Read;
use super::cursor::Reader;
use super::kind::Kind;
use crate::model::fact::{BinaryOp, Expr, ExprId, UnaryOp};

/// What an expression looks like to what is around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// `if`, `match`, loops and blocks: a statement without `;`, an arm without `,`.
    Block,
    Range,
    /// A comparison, which no other may follow.
    Compare,
    /// A macro call in parentheses or brackets.
    Macro,
    /// One in braces.
    BraceMacro,
    Other,
}

/// An expression that was read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Parsed {
    pub(super) id: ExprId,
    pub(super) form: Form,
}

/// How tightly an operator binds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Precedence {
    Min,
    Assign,
    Range,
    Or,
    And,
    Compare,
    BitOr,
    BitXor,
    BitAnd,
    Shift,
    Sum,
    Product,
    Cast,
}

/// An operator between two operands.
struct Operator {
    op: BinaryOp,
    assigns: bool,
    precedence: Precedence,
    tokens: usize,
}

impl Reader<'_> {
    pub(super) fn expr(&mut self) -> Read<ExprId> {
        Ok(self.ambiguous(true)?.id)
    }

    /// Where `{` begins what follows: conditions and the like.
    pub(super) fn expr_without_struct(&mut self) -> Read<ExprId> {
        Ok(self.ambiguous(false)?.id)
    }

    pub(super) fn ambiguous(&mut self, structs: bool) -> Read<Parsed> {
        let left = self.unary(structs)?;
        self.climb(left, structs, Precedence::Min)
    }

    fn operator(&self) -> Option<Operator> {
        use BinaryOp as B;
        use Precedence as P;
        let eq = |after: usize| {
            let at = self.at + after;
            self.kind_at(at) == Kind::Eq && self.tokens[at - 1].end == self.tokens[at].start
        };
        let some = |op, precedence| {
            let assigns = eq(1);
            let precedence = if assigns { P::Assign } else { precedence };
            Some(Operator { op, assigns, precedence, tokens: 1 + usize::from(assigns) })
        };
        let plain = |op, precedence, tokens| Some(Operator { op, assigns: false, precedence, tokens });
        match self.kind() {
            Kind::Plus => some(B::Add, P::Sum),
            Kind::Minus if self.is2(Kind::Minus, Kind::Gt) => None,
            Kind::Minus => some(B::Sub, P::Sum),
            Kind::Star => some(B::Mul, P::Product),
            Kind::Slash => some(B::Div, P::Product),
            Kind::Percent => some(B::Rem, P::Product),
            Kind::Caret => some(B::BitXor, P::BitXor),
            Kind::And if self.is2(Kind::And, Kind::And) => plain(B::And, P::And, 2),
            Kind::And => some(B::BitAnd, P::BitAnd),
            Kind::Or if self.is2(Kind::Or, Kind::Or) => plain(B::Or, P::Or, 2),
            Kind::Or => some(B::BitOr, P::BitOr),
            Kind::Lt if self.is2(Kind::Lt, Kind::Lt) => {
                let assigns = eq(2);
                let precedence = if assigns { P::Assign } else { P::Shift };
                Some(Operator { op: B::Shl, assigns, precedence, tokens: 2 + usize::from(assigns) })
            }
            Kind::Gt if self.is2(Kind::Gt, Kind::Gt) => {
                let assigns = eq(2);
                let precedence = if assigns { P::Assign } else { P::Shift };
                Some(Operator { op: B::Shr, assigns, precedence, tokens: 2 + usize::from(assigns) })
            }
            Kind::Lt if eq(1) => plain(B::Le, P::Compare, 2),
            Kind::Gt if eq(1) => plain(B::Ge, P::Compare, 2),
            Kind::Eq if eq(1) => plain(B::Eq, P::Compare, 2),
            Kind::Bang if eq(1) => plain(B::Ne, P::Compare, 2),
            Kind::Lt if self.is2(Kind::Lt, Kind::Minus) => None,
            Kind::Lt => plain(B::Lt, P::Compare, 1),
            Kind::Gt => plain(B::Gt, P::Compare, 1),
            _ => None,
        }
    }

    fn is_assign(&self) -> bool {
        self.is(Kind::Eq) && !self.is2(Kind::Eq, Kind::Gt)
    }

    fn next_precedence(&self) -> Precedence {
        match self.operator() {
            Some(operator) => operator.precedence,
            None if self.is_assign() => Precedence::Assign,
            None if self.is2(Kind::Dot, Kind::Dot) => Precedence::Range,
            None if self.is(Kind::As) => Precedence::Cast,
            None => Precedence::Min,
        }
    }

    /// Reads what binds to an operand at least as tightly as `base`.
    pub(super) fn climb(&mut self, mut left: Parsed, structs: bool, base: Precedence) -> Read<Parsed> {
        // A range is no left side of another operator.
        while left.form != Form::Range {
            left = if let Some(operator) = self.operator() {
                if operator.precedence < base {
                    break;
                }
                if operator.precedence == Precedence::Compare && left.form == Form::Compare {
                    return self.decline("chained comparisons");
                }
                self.binary(left, operator, structs)?
            } else if Precedence::Assign >= base && self.is_assign() {
                self.at += 1;
                let right = self.right_side(structs, Precedence::Assign)?;
                let span = self.lower.span_of(left.id).to(self.lower.span_of(right));
                let id = self.lower.push(Expr::Assign(left.id, right), span);
                Parsed { id, form: Form::Other }
            } else if Precedence::Range >= base && self.is2(Kind::Dot, Kind::Dot) {
                self.range(Some(left.id), structs)?
            } else if Precedence::Cast >= base && self.is(Kind::As) {
                self.cast(left.id)?
            } else if self.is2(Kind::Lt, Kind::Minus) {
                return self.decline("an arrow that is none");
            } else {
                break;
            };
        }
        Ok(left)
    }

    fn binary(&mut self, left: Parsed, operator: Operator, structs: bool) -> Read<Parsed> {
        self.at += operator.tokens;
        let right = self.right_side(structs, operator.precedence)?;
        let span = self.lower.span_of(left.id).to(self.lower.span_of(right));
        let lowered = match operator.assigns {
            true => Expr::AssignOp(operator.op, left.id, right),
            false => Expr::Binary(operator.op, left.id, right),
        };
        let id = self.lower.push(lowered, span);
        let compares = operator.precedence == Precedence::Compare;
        Ok(Parsed { id, form: if compares { Form::Compare } else { Form::Other } })
    }

    fn right_side(&mut self, structs: bool, precedence: Precedence) -> Read<ExprId> {
        let mut right = self.unary(structs)?;
        loop {
            let next = self.next_precedence();
            if !(next > precedence || next == precedence && precedence == Precedence::Assign) {
                break;
            }
            let before = self.at;
            right = self.climb(right, structs, next)?;
            if self.at == before {
                break;
            }
        }
        Ok(right.id)
    }

    fn cast(&mut self, inner: ExprId) -> Read<Parsed> {
        self.at += 1;
        let first = self.at;
        let ty = self.ty_without_plus()?;
        let span = self.lower.span_of(inner).to(self.since(first));
        let dot = self.is(Kind::Dot) && !self.is2(Kind::Dot, Kind::Dot);
        if dot || matches!(self.kind(), Kind::Question | Kind::OpenBracket | Kind::OpenParen) {
            return self.decline("a cast that goes on");
        }
        Ok(Parsed { id: self.lower.push(Expr::Cast(inner, ty), span), form: Form::Other })
    }

    /// `..`, `..=` and what follows.
    pub(super) fn range(&mut self, start: Option<ExprId>, structs: bool) -> Read<Parsed> {
        let first = self.at;
        if self.is3(Kind::Dot, Kind::Dot, Kind::Dot) {
            return self.decline("a range of a form that is seldom seen");
        }
        let closed = self.is3(Kind::Dot, Kind::Dot, Kind::Eq);
        self.at += if closed { 3 } else { 2 };
        let dots = self.since(first);
        let end = match !closed && self.range_ends(structs) {
            true => None,
            false => Some(self.right_side(structs, Precedence::Range)?),
        };
        let ends = [start, end].into_iter().flatten().map(|end| self.lower.span_of(end));
        let span = ends.fold(dots, crate::model::place::Span::to);
        Ok(Parsed { id: self.lower.push(Expr::Range(start, end), span), form: Form::Range })
    }

    fn range_ends(&self, structs: bool) -> bool {
        let pair = |second| self.kind_at(self.at + 1) == second && self.is2(self.kind(), second);
        match self.kind() {
            Kind::Comma | Kind::Semi | Kind::Question | Kind::Eq | Kind::Plus | Kind::Slash => true,
            Kind::Percent | Kind::Caret | Kind::Gt | Kind::As => true,
            Kind::Dot => !pair(Kind::Dot),
            Kind::OpenBrace => !structs,
            Kind::Lt => pair(Kind::Eq) || self.is3(Kind::Lt, Kind::Lt, Kind::Eq),
            Kind::Bang | Kind::Minus | Kind::Star | Kind::And | Kind::Or => pair(Kind::Eq),
            kind => kind.ends(),
        }
    }

    pub(super) fn unary(&mut self, structs: bool) -> Read<Parsed> {
        let attributed = self.operand_attrs()?;
        let first = self.at;
        let kind = self.kind();
        let mut mutable = false;
        match kind {
            Kind::And => mutable = self.borrow()?,
            Kind::Star | Kind::Bang | Kind::Minus => self.at += 1,
            _ => {
                let atom = self.atom(structs)?;
                let whole = self.trailers(atom)?;
                if attributed && whole.form == Form::Range {
                    return self.decline("an attribute on a range");
                }
                return Ok(whole);
            }
        }
        let inner = self.unary(structs)?.id;
        let span = self.span_at(first).to(self.lower.span_of(inner));
        let lowered = match kind {
            Kind::And => Expr::Ref(mutable, inner),
            Kind::Star => Expr::Deref(inner),
            Kind::Bang => Expr::Unary(UnaryOp::Not, inner),
            _ => Expr::Unary(UnaryOp::Neg, inner),
        };
        Ok(Parsed { id: self.lower.push(lowered, span), form: Form::Other })
    }

    /// `&`, `&mut`, `&raw const`, `&raw mut`: whether it is mutable.
    fn borrow(&mut self) -> Read<bool> {
        self.at += 1;
        let raw =
            self.is(Kind::Ident) && matches!(self.next(), Kind::Mut | Kind::Const) && self.text_at(self.at) == "raw";
        if raw {
            self.at += 1;
        }
        let mutable = self.take(Kind::Mut);
        if raw && !mutable {
            self.expect(Kind::Const)?;
        }
        Ok(mutable)
    }
}
