//! `use` declarations in, `Use` out: one for each name.

use super::Read;
use super::cursor::Reader;
use super::kind::Kind;
use crate::model::fact::Sym;
use crate::model::place::Span;

impl Reader<'_> {
    /// `use` is behind.
    pub(super) fn use_item(&mut self, public: bool) -> Read<()> {
        let global = self.is2(Kind::Colon, Kind::Colon);
        if global {
            self.at += 2;
        }
        let mut prefix = Vec::new();
        self.use_tree(global, public, &mut prefix)?;
        self.expect(Kind::Semi)
    }

    fn use_tree(&mut self, global: bool, public: bool, prefix: &mut Vec<(Sym, Span)>) -> Read<()> {
        match self.kind() {
            Kind::Star => {
                let span = self.span_at(self.at);
                self.at += 1;
                self.lower.push_use(prefix, global, None, public, span);
                Ok(())
            }
            Kind::OpenBrace => {
                let close = self.enter(Kind::OpenBrace)?;
                while !self.done() {
                    self.use_tree(global, public, prefix)?;
                    self.comma()?;
                }
                self.leave(close)
            }
            Kind::Ident | Kind::SelfValue | Kind::Super | Kind::Crate => {
                let at = self.at;
                self.at += 1;
                if self.is2(Kind::Colon, Kind::Colon) {
                    self.at += 2;
                    let segment = (self.sym_at(at), self.span_at(at));
                    prefix.push(segment);
                    self.use_tree(global, public, prefix)?;
                    prefix.pop();
                    return Ok(());
                }
                self.use_name(at, global, public, prefix)
            }
            _ => self.decline("an import of a form that is seldom seen"),
        }
    }

    fn use_name(&mut self, at: usize, global: bool, public: bool, prefix: &mut Vec<(Sym, Span)>) -> Read<()> {
        let own = self.span_at(at);
        let mut span = own;
        let mut alias = None;
        if self.take(Kind::As) {
            if !matches!(self.kind(), Kind::Ident | Kind::Underscore) {
                return self.decline("an unexpected token");
            }
            alias = Some(self.sym_at(self.at));
            span = span.to(self.span_at(self.at));
            self.at += 1;
        }
        // `use a::b::{self}` imports `a::b` under the name `b`.
        if self.kind_at(at) == Kind::SelfValue && !prefix.is_empty() {
            let alias = alias.or(prefix.last().map(|&(name, _)| name));
            self.lower.push_use(prefix, global, alias, public, span);
            return Ok(());
        }
        let name = self.sym_at(at);
        prefix.push((name, own));
        self.lower.push_use(prefix, global, Some(alias.unwrap_or(name)), public, span);
        prefix.pop();
        Ok(())
    }
}
