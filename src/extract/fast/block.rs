//! Blocks and statements in, `Stmt` out.

use super::Read;
use super::cursor::Reader;
use super::expr::Form;
use super::kind::Kind;
use crate::model::fact::{Expr, ExprId, LetStmt, Stmt};
use crate::model::place::Span;

impl Reader<'_> {
    /// A block without label and inner attributes.
    pub(super) fn plain_block(&mut self) -> Read<ExprId> {
        let open = self.at;
        let close = self.enter(Kind::OpenBrace)?;
        let stmts = self.stmts()?;
        self.leave(close)?;
        Ok(self.lower.push(Expr::Block(None, stmts.into()), self.since(open)))
    }

    /// A block; it begins at `first` where a label or keyword stands before it.
    pub(super) fn block(&mut self, label: Option<usize>, first: Option<usize>) -> Read<ExprId> {
        let open = self.at;
        let close = self.enter(Kind::OpenBrace)?;
        self.skip_inner_attrs()?;
        let name = label.map(|label| self.label_at(label));
        let stmts = self.stmts()?;
        self.leave(close)?;
        let span = self.since(first.unwrap_or(open));
        Ok(self.lower.push(Expr::Block(name, stmts.into()), span))
    }

    pub(super) fn skip_inner_attrs(&mut self) -> Read<()> {
        if !matches!(self.kind(), Kind::Pound | Kind::InnerDoc) {
            return Ok(());
        }
        let base = self.attrs.len();
        self.at = self.inner_attrs(self.at)?;
        self.check_attrs(base)?;
        self.attrs.truncate(base);
        Ok(())
    }

    /// Statements up to the end of a group.
    pub(super) fn stmts(&mut self) -> Read<Vec<Stmt>> {
        let mut stmts = Vec::new();
        loop {
            while self.take(Kind::Semi) {
                let id = self.lower.push(Expr::Other(Box::default()), Span::default());
                stmts.push(Stmt::Expr(id));
            }
            if self.done() {
                return Ok(stmts);
            }
            self.stmt(&mut stmts)?;
        }
    }

    fn stmt(&mut self, out: &mut Vec<Stmt>) -> Read<()> {
        let base = self.outer_attrs()?;
        let kind = self.kind();
        if kind == Kind::Let {
            self.check_attrs(base)?;
            self.attrs.truncate(base);
            out.push(Stmt::Let(Box::new(self.local()?)));
            return Ok(());
        }
        let call = if self.may_be_macro() { self.macro_stmt() } else { MacroStmt::No };
        if call == MacroStmt::Item || self.at_item() {
            let item = self.rest_of_item(base)?;
            out.extend(item.map(Stmt::Item));
            return Ok(());
        }
        if base != self.attrs.len() && kind == Kind::Underscore {
            return self.decline("an attribute that belongs to a place");
        }
        self.check_attrs(base)?;
        self.attrs.truncate(base);
        let (id, needs_semi) = if call == MacroStmt::Braces {
            let path = self.kept_mod_path()?;
            self.expect(Kind::Bang)?;
            let call = self.macro_call(path)?;
            let span = call.span;
            (self.lower.push(Expr::Macro(Box::new(call)), span), false)
        } else {
            let read = self.early_bounded()?;
            (read.id, !matches!(read.form, Form::Block | Form::BraceMacro))
        };
        let semi = self.take(Kind::Semi);
        let last = self.done();
        if !semi && needs_semi && !last {
            return self.decline("a statement without `;`");
        }
        out.push(if last && !semi { Stmt::Value(id) } else { Stmt::Expr(id) });
        Ok(())
    }

    fn may_be_macro(&self) -> bool {
        match self.kind() {
            Kind::Ident | Kind::Super | Kind::SelfValue | Kind::SelfType | Kind::Crate => {
                matches!(self.next(), Kind::Bang | Kind::Colon)
            }
            Kind::Colon => true,
            _ => false,
        }
    }

    /// Whether a path and `!` stand here, with a name or braces after them.
    fn macro_stmt(&self) -> MacroStmt {
        let mut at = self.at;
        if self.pair_at(at, Kind::Colon, Kind::Colon) {
            at += 2;
        }
        loop {
            match self.kind_at(at) {
                Kind::Ident | Kind::Super | Kind::SelfValue | Kind::SelfType | Kind::Crate => at += 1,
                _ => return MacroStmt::No,
            }
            if !self.pair_at(at, Kind::Colon, Kind::Colon) {
                break;
            }
            at += 2;
        }
        if self.kind_at(at) != Kind::Bang {
            return MacroStmt::No;
        }
        match self.kind_at(at + 1) {
            Kind::Ident | Kind::Try => MacroStmt::Item,
            Kind::OpenBrace => {
                let after = self.past(at + 1);
                let dot = self.kind_at(after) == Kind::Dot && !self.pair_at(after, Kind::Dot, Kind::Dot);
                if dot || self.kind_at(after) == Kind::Question { MacroStmt::No } else { MacroStmt::Braces }
            }
            _ => MacroStmt::No,
        }
    }

    /// Whether an item begins here, its attributes behind.
    fn at_item(&self) -> bool {
        let next = || self.next();
        match self.kind() {
            Kind::Pub | Kind::Extern | Kind::Use | Kind::Fn | Kind::Mod | Kind::Type | Kind::Struct => true,
            Kind::Enum | Kind::Trait | Kind::Impl => true,
            Kind::Crate => !self.pair_at(self.at + 1, Kind::Colon, Kind::Colon),
            Kind::Static => matches!(next(), Kind::Mut | Kind::Ident),
            Kind::Const => match next() {
                Kind::OpenBrace | Kind::Static | Kind::Move | Kind::Or => false,
                Kind::Async => matches!(self.after_next(), Kind::Unsafe | Kind::Extern | Kind::Fn),
                _ => true,
            },
            Kind::Unsafe => next() != Kind::OpenBrace,
            Kind::Async => matches!(next(), Kind::Unsafe | Kind::Extern | Kind::Fn),
            Kind::Ident => match self.text_at(self.at) {
                "union" => next() == Kind::Ident,
                "auto" => next() == Kind::Trait,
                "default" => matches!(next(), Kind::Unsafe | Kind::Impl),
                _ => false,
            },
            Kind::Reserved => self.text_at(self.at) == "macro",
            _ => false,
        }
    }

    fn local(&mut self) -> Read<LetStmt> {
        let first = self.at;
        self.at += 1;
        let pattern = self.at;
        // The initialiser does not see the pattern's names, so it is read first.
        self.at = self.let_end(pattern);
        let after = self.at;
        let init = if self.take(Kind::Eq) { Some(self.expr()?) } else { None };
        let mut otherwise = None;
        if init.is_some() && self.kind_at(self.at - 1) != Kind::CloseBrace && self.take(Kind::Else) {
            otherwise = Some(self.plain_block()?);
        }
        let end = std::mem::replace(&mut self.at, pattern);
        let pat = self.pat_single()?;
        let ty = if self.take(Kind::Colon) { Some(self.ty()?) } else { None };
        if self.at != after {
            return self.decline("a `let` of a form that is seldom seen");
        }
        self.at = end;
        self.expect(Kind::Semi)?;
        Ok(LetStmt { pat, ty, init, otherwise, span: self.since(first) })
    }

    /// Where the initialiser of a `let` begins: the first `=` or `;` outside of `<…>`.
    fn let_end(&self, at: usize) -> usize {
        self.first_beside_angles(at, |at, kind, angles| match kind {
            Kind::Semi => true,
            Kind::Eq => angles == 0 && !self.pair_at(at - 1, Kind::Dot, Kind::Eq),
            _ => false,
        })
    }
}

/// What a path at the head of a statement may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum MacroStmt {
    No,
    /// `m! name …`.
    Item,
    /// `m! { … }`.
    Braces,
}
