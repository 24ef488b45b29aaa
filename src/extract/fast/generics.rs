//! Generic parameters and `where` clauses in, `Generics` out.

use super::Read;
use super::cursor::Reader;
use super::kind::Kind;
use crate::model::fact::{Generics, Path, Sym};

/// Type parameters with their bounds, while they grow.
pub(super) type Params = Vec<(Sym, Vec<Path>)>;

/// What parameters become.
pub(super) fn finished(params: Params) -> Generics {
    Generics { params: params.into_iter().map(|(name, bounds)| (name, bounds.into())).collect() }
}

impl Reader<'_> {
    /// Whether `<` begins parameters and not a qualified path.
    pub(super) fn chooses_generics(&self) -> bool {
        if !self.is(Kind::Lt) {
            return false;
        }
        match self.next() {
            Kind::Gt | Kind::Pound | Kind::Doc | Kind::Const => true,
            Kind::Lifetime | Kind::Ident => match self.after_next() {
                Kind::Gt | Kind::Comma | Kind::Eq => true,
                Kind::Colon => !self.pair_at(self.at + 2, Kind::Colon, Kind::Colon),
                _ => false,
            },
            _ => false,
        }
    }

    /// `<…>` where there is one.
    pub(super) fn generics(&mut self) -> Read<Params> {
        let mut params = Params::new();
        if !self.take(Kind::Lt) {
            return Ok(params);
        }
        while !self.is(Kind::Gt) {
            self.skip_attrs()?;
            match self.kind() {
                Kind::Lifetime => self.lifetime_param()?,
                Kind::Ident => {
                    let param = self.type_param()?;
                    params.push(param);
                }
                Kind::Const => self.const_param()?,
                _ => return self.decline("a parameter of a form that is seldom seen"),
            }
            if !self.is(Kind::Gt) {
                self.expect(Kind::Comma)?;
            }
        }
        self.at += 1;
        Ok(params)
    }

    fn lifetime_param(&mut self) -> Read<()> {
        self.at += 1;
        if self.is(Kind::Colon) {
            self.at += 1;
            while self.take(Kind::Lifetime) && self.take(Kind::Plus) {}
        }
        Ok(())
    }

    fn type_param(&mut self) -> Read<(Sym, Vec<Path>)> {
        let at = self.ident()?;
        let name = self.sym_at(at);
        let mut bounds = Vec::new();
        if self.take(Kind::Colon) {
            while !matches!(self.kind(), Kind::Comma | Kind::Gt | Kind::Eq) {
                self.bound(&mut bounds)?;
                if !self.take(Kind::Plus) {
                    break;
                }
            }
        }
        if self.take(Kind::Eq) {
            self.dry(|this| this.ty())?;
        }
        Ok((name, bounds))
    }

    fn const_param(&mut self) -> Read<()> {
        self.at += 1;
        self.ident()?;
        self.expect(Kind::Colon)?;
        self.dry(|this| this.ty())?;
        if self.take(Kind::Eq) {
            self.const_argument()?;
        }
        Ok(())
    }

    /// `where …` where there is one; its bounds go to the parameters.
    pub(super) fn where_clause(&mut self, params: &mut Params) -> Read<()> {
        if !self.take(Kind::Where) {
            return Ok(());
        }
        if self.chooses_generics() {
            return self.decline("a `where` clause of a form that is seldom seen");
        }
        while !self.clause_ends() {
            self.skip_attrs()?;
            if self.is(Kind::Lifetime) {
                self.at += 1;
                self.expect(Kind::Colon)?;
                while self.take(Kind::Lifetime) && self.take(Kind::Plus) {}
            } else {
                self.predicate(params)?;
            }
            if !self.take(Kind::Comma) {
                break;
            }
        }
        Ok(())
    }

    fn clause_ends(&self) -> bool {
        match self.kind() {
            Kind::OpenBrace | Kind::Comma | Kind::Semi | Kind::Eq => true,
            Kind::Colon => !self.is2(Kind::Colon, Kind::Colon),
            kind => kind.ends(),
        }
    }

    fn predicate(&mut self, params: &mut Params) -> Read<()> {
        let before = self.lower.checkpoint();
        if self.is(Kind::For) {
            self.bound_lifetimes()?;
        }
        let bounded = self.at;
        // A parameter alone is looked up by its name; of any other type nothing is kept.
        self.ty()?;
        self.lower.rewind(before);
        let word = self.kind_at(bounded);
        let lone = self.at == bounded + 1 && word.is_word() && word != Kind::Underscore;
        self.expect(Kind::Colon)?;
        let mut found = None;
        if lone {
            let name = self.sym_at(bounded);
            found = params.iter().position(|(param, _)| *param == name);
        }
        let before = self.lower.checkpoint();
        let mut bounds = Vec::new();
        while !self.clause_ends() {
            self.bound(&mut bounds)?;
            if !self.take(Kind::Plus) {
                break;
            }
        }
        match found {
            Some(at) => params[at].1.extend(bounds),
            None => self.lower.rewind(before),
        }
        Ok(())
    }

    /// Where a `where` clause or the end of the header stands: the first `where`, `{` or `;` from a place on.
    pub(super) fn header_end(&self, at: usize) -> usize {
        self.first_beside_angles(at, |_, kind, angles| {
            angles == 0 && matches!(kind, Kind::Where | Kind::OpenBrace | Kind::Semi)
        })
    }

    /// Reads the `where` clause that stands at a place, and gives the place after it.
    pub(super) fn where_at(&mut self, at: usize, params: &mut Params) -> Read<usize> {
        let back = std::mem::replace(&mut self.at, at);
        self.where_clause(params)?;
        Ok(std::mem::replace(&mut self.at, back))
    }
}
