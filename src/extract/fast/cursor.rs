//! Tokens in, a reader that stands on one of them out: what is next, taking it, looking past it.

use super::kind::Kind;
use super::lex::Token;
use super::{Declined, Read};
use crate::extract::lower::Lower;
use crate::model::fact::Sym;
use crate::model::place::Span;
use proc_macro2::TokenStream;

/// Reads one file's tokens into facts.
pub(super) struct Reader<'a> {
    pub(super) lower: Lower<'a>,
    pub(super) tokens: &'a [Token],
    pub(super) at: usize,
    /// The attributes of the items being read; the inner ones last.
    pub(super) attrs: Vec<usize>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(text: &'a str, tokens: &'a [Token]) -> Self {
        Self { lower: Lower::without_places(text), tokens, at: 0, attrs: Vec::new() }
    }

    pub(super) fn kind(&self) -> Kind {
        self.tokens[self.at].kind
    }

    pub(super) fn kind_at(&self, at: usize) -> Kind {
        self.tokens.get(at).map_or(Kind::End, |token| token.kind)
    }

    /// The kind of the token after this one. Not across the end of a group: what ends one is no sibling.
    pub(super) fn next(&self) -> Kind {
        match self.tokens.get(self.past(self.at)) {
            Some(token) if !self.kind().ends() => token.kind,
            _ => Kind::End,
        }
    }

    /// The kind of the token after the next.
    pub(super) fn after_next(&self) -> Kind {
        let next = self.past(self.at);
        match self.next().ends() {
            true => Kind::End,
            false => self.kind_at(self.past(next)),
        }
    }

    /// Past a token, or past the group that it opens.
    pub(super) fn past(&self, at: usize) -> usize {
        let token = &self.tokens[at];
        if token.kind.opens() { token.close as usize + 1 } else { at + 1 }
    }

    pub(super) fn is(&self, kind: Kind) -> bool {
        self.kind() == kind
    }

    /// Whether two characters of punctuation stand here with nothing between.
    pub(super) fn is2(&self, first: Kind, second: Kind) -> bool {
        self.pair_at(self.at, first, second)
    }

    pub(super) fn pair_at(&self, at: usize, first: Kind, second: Kind) -> bool {
        self.kind_at(at) == first && self.kind_at(at + 1) == second && self.tokens[at].end == self.tokens[at + 1].start
    }

    pub(super) fn is3(&self, first: Kind, second: Kind, third: Kind) -> bool {
        self.is2(first, second) && self.pair_at(self.at + 1, second, third)
    }

    /// Whether the group or file ends here.
    pub(super) fn done(&self) -> bool {
        self.kind().ends()
    }

    pub(super) fn take(&mut self, kind: Kind) -> bool {
        if self.kind() != kind {
            return false;
        }
        self.at += 1;
        true
    }

    pub(super) fn expect(&mut self, kind: Kind) -> Read<()> {
        if self.take(kind) { Ok(()) } else { self.decline("an unexpected token") }
    }

    pub(super) fn expect2(&mut self, first: Kind, second: Kind) -> Read<()> {
        if !self.is2(first, second) {
            return self.decline("an unexpected token");
        }
        self.at += 2;
        Ok(())
    }

    pub(super) fn decline<T>(&self, why: &'static str) -> Read<T> {
        Err(Declined(why))
    }

    /// Where a token begins and ends.
    pub(super) fn span_at(&self, at: usize) -> Span {
        let token = &self.tokens[at];
        Span { start: token.start, end: token.end }
    }

    /// From a token to the last one taken.
    pub(super) fn since(&self, first: usize) -> Span {
        Span { start: self.tokens[first].start, end: self.tokens[self.at - 1].end }
    }

    pub(super) fn text_at(&self, at: usize) -> &'a str {
        let token = &self.tokens[at];
        &self.lower.text[token.start as usize..token.end as usize]
    }

    /// The name of the word at a place.
    pub(super) fn sym_at(&mut self, at: usize) -> Sym {
        let text = self.text_at(at);
        let text = if self.tokens[at].kind == Kind::Ident { text.strip_prefix("r#").unwrap_or(text) } else { text };
        self.lower.sym(text)
    }

    /// Takes an identifier that is no keyword.
    pub(super) fn ident(&mut self) -> Read<usize> {
        self.expect(Kind::Ident)?;
        Ok(self.at - 1)
    }

    /// Enters the group that opens here, and says where it closes.
    pub(super) fn enter(&mut self, open: Kind) -> Read<usize> {
        self.expect(open)?;
        Ok(self.tokens[self.at - 1].close as usize)
    }

    /// Leaves a group, of which everything was read.
    pub(super) fn leave(&mut self, close: usize) -> Read<()> {
        if self.at != close {
            return self.decline("tokens left over");
        }
        self.at += 1;
        Ok(())
    }

    /// Takes the comma between two of a list, or stands at its end.
    pub(super) fn comma(&mut self) -> Read<()> {
        if self.take(Kind::Comma) || self.done() { Ok(()) } else { self.decline("an unexpected token") }
    }

    /// Reads one after another, with commas between, up to the end of a group.
    pub(super) fn listed<T>(&mut self, out: &mut Vec<T>, one: impl Fn(&mut Self) -> Read<T>) -> Read<()> {
        while !self.done() {
            out.push(one(self)?);
            self.comma()?;
        }
        Ok(())
    }

    /// The first token from a place on that is asked for, with the number of `<` that are open there; else where the
    /// group ends.
    pub(super) fn first_beside_angles(&self, mut at: usize, wanted: impl Fn(usize, Kind, usize) -> bool) -> usize {
        let mut angles = 0usize;
        loop {
            match self.kind_at(at) {
                kind if kind.ends() || wanted(at, kind, angles) => return at,
                Kind::Lt => angles += 1,
                Kind::Gt if self.kind_at(at - 1) == Kind::Minus => {}
                Kind::Gt => angles = angles.saturating_sub(1),
                _ => {}
            }
            at = self.past(at);
        }
    }

    /// Reads something of which nothing is kept.
    pub(super) fn dry<T>(&mut self, read: impl FnOnce(&mut Self) -> Read<T>) -> Read<T> {
        let before = self.lower.checkpoint();
        let done = read(self);
        self.lower.rewind(before);
        done
    }

    /// Gives the tokens from one up to another to `syn`.
    pub(super) fn through_syn<T>(
        &mut self,
        from: usize,
        to: usize,
        read: impl FnOnce(&mut Lower<'a>, TokenStream) -> Option<T>,
    ) -> Read<T> {
        let piece = self.tokens[from].start as usize..self.tokens[to - 1].end as usize;
        let Ok(tokens) = self.lower.text[piece.clone()].parse::<TokenStream>() else {
            return self.decline("a piece that does not lex by itself");
        };
        let read = self.lower.in_piece(piece, |lower| read(lower, tokens));
        read.ok_or(Declined("a piece that does not parse by itself"))
    }
}
