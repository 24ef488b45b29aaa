//! Attributes in, `Attr`, doc text and whether they mark test code out.

use super::Read;
use super::cursor::Reader;
use super::kind::Kind;
use crate::extract::lower::{are_test, names_a_test};
use crate::extract::macros::Style;
use crate::model::fact::{Attr, MacroArg, MacroValue, Separator, Sym};
use crate::model::place::Span;
use std::borrow::Cow;
use syn::parse::Parser;

impl Reader<'_> {
    /// Gathers the attributes that stand here, and says from where on they are in `attrs`.
    pub(super) fn outer_attrs(&mut self) -> Read<usize> {
        let base = self.attrs.len();
        loop {
            match self.kind() {
                Kind::Doc => {
                    self.attrs.push(self.at);
                    self.at += 1;
                }
                Kind::Pound if self.next() == Kind::OpenBracket => {
                    self.attrs.push(self.at);
                    self.at = self.past(self.at + 1);
                }
                Kind::Pound | Kind::InnerDoc => return self.decline("an attribute that is seldom seen"),
                _ => return Ok(base),
            }
        }
    }

    /// Gathers `#![…]` from a place on, and gives the place after them.
    pub(super) fn inner_attrs(&mut self, mut at: usize) -> Read<usize> {
        loop {
            match self.kind_at(at) {
                Kind::InnerDoc => {
                    self.attrs.push(at);
                    at += 1;
                }
                Kind::Pound if self.kind_at(at + 1) == Kind::Bang => {
                    if self.kind_at(at + 2) != Kind::OpenBracket {
                        return self.decline("an attribute that is seldom seen");
                    }
                    self.attrs.push(at);
                    at = self.past(at + 2);
                }
                _ => return Ok(at),
            }
        }
    }

    /// Takes attributes of which nothing is kept; says whether there were any.
    pub(super) fn skip_attrs(&mut self) -> Read<bool> {
        if !matches!(self.kind(), Kind::Pound | Kind::Doc | Kind::InnerDoc) {
            return Ok(false);
        }
        let base = self.outer_attrs()?;
        self.check_attrs(base)?;
        self.attrs.truncate(base);
        Ok(true)
    }

    /// The same before an operand. `syn` takes them for a part of the place of `_`.
    pub(super) fn operand_attrs(&mut self) -> Read<bool> {
        let some = self.skip_attrs()?;
        if some && self.is(Kind::Underscore) {
            return self.decline("an attribute that belongs to a place");
        }
        Ok(some)
    }

    /// Makes sure that the attributes from `base` on are ones.
    pub(super) fn check_attrs(&mut self, base: usize) -> Read<()> {
        let back = self.at;
        for index in base..self.attrs.len() {
            let at = self.attrs[index];
            if self.kind_at(at) != Kind::Pound {
                continue;
            }
            let close = self.enter_attr(at);
            self.mod_path()?;
            if self.kind().opens() {
                self.at = self.past(self.at);
            } else if self.take(Kind::Eq) {
                if self.kind().is_literal() && self.at + 1 == close {
                    self.at += 1;
                } else {
                    self.dry(|this| this.expr())?;
                }
            }
            self.leave(close)?;
        }
        self.at = back;
        Ok(())
    }

    /// Stands inside the brackets of an attribute, and says where they close.
    fn enter_attr(&mut self, at: usize) -> usize {
        let open = if self.kind_at(at + 1) == Kind::Bang { at + 2 } else { at + 1 };
        self.at = open + 1;
        self.tokens[open].close as usize
    }

    /// Whether the attributes from `base` on mark test code.
    pub(super) fn are_test(&mut self, base: usize) -> Read<bool> {
        let back = self.at;
        let mut test = false;
        for index in base..self.attrs.len() {
            let at = self.attrs[index];
            if self.kind_at(at) == Kind::Pound {
                test |= self.is_test(at)?;
            }
        }
        self.at = back;
        Ok(test)
    }

    fn is_test(&mut self, at: usize) -> Read<bool> {
        let close = self.enter_attr(at);
        if self.is(Kind::Unsafe) {
            return Ok(false);
        }
        self.mod_path()?;
        let name = self.text_at(self.at - 1);
        if name != "cfg" || !self.kind().opens() {
            return Ok(names_a_test(name));
        }
        let open = self.at;
        match self.requires_test(open, false, 0) {
            Some(test) => Ok(test),
            None => self.attr_through_syn(at, close, |_, attrs| are_test(attrs)),
        }
    }

    /// Whether the condition in these parentheses needs `test`; `None` where its form is seldom seen.
    fn requires_test(&self, open: usize, any: bool, depth: usize) -> Option<bool> {
        let close = self.tokens[open].close as usize;
        let mut at = open + 1;
        let (mut some, mut all, mut none) = (false, true, true);
        while at < close {
            if self.kind_at(at) != Kind::Ident || depth > 20 {
                return None;
            }
            let word = self.text_at(at);
            at += 1;
            let needs = match self.kind_at(at) {
                Kind::OpenParen => {
                    let inner = at;
                    at = self.past(at);
                    match word {
                        "all" | "cfg" | "any" => self.requires_test(inner, word == "any", depth + 1)?,
                        "not" => false,
                        _ => return None,
                    }
                }
                Kind::Eq if self.kind_at(at + 1).is_literal() => {
                    at += 2;
                    false
                }
                _ => word == "test",
            };
            (some, all, none) = (some | needs, all & needs, false);
            match self.kind_at(at) {
                Kind::Comma => at += 1,
                _ if at == close => {}
                _ => return None,
            }
        }
        Some(if any { all && !none } else { some })
    }

    fn attr_through_syn<T>(
        &mut self,
        at: usize,
        close: usize,
        read: impl FnOnce(&mut crate::extract::lower::Lower<'_>, &[syn::Attribute]) -> T,
    ) -> Read<T> {
        let inner = self.kind_at(at + 1) == Kind::Bang;
        self.through_syn(at, close + 1, |lower, tokens| {
            let attrs = match inner {
                true => syn::Attribute::parse_inner.parse2(tokens),
                false => syn::Attribute::parse_outer.parse2(tokens),
            };
            attrs.ok().map(|attrs| read(lower, &attrs))
        })
    }

    /// The attributes from `base` on, and their doc text. They are let go.
    pub(super) fn lower_attrs(&mut self, base: usize) -> Read<(Box<[Attr]>, Sym)> {
        if base == self.attrs.len() {
            return Ok((Box::default(), Sym(0)));
        }
        let lowered = self.only_attrs(base)?;
        let doc = self.doc(base);
        self.attrs.truncate(base);
        Ok((lowered, doc))
    }

    pub(super) fn only_attrs(&mut self, base: usize) -> Read<Box<[Attr]>> {
        let back = self.at;
        let mut out = Vec::new();
        for index in base..self.attrs.len() {
            let at = self.attrs[index];
            if self.kind_at(at) != Kind::Pound {
                continue;
            }
            let close = self.enter_attr(at);
            let before = self.lower.checkpoint();
            match self.attr(at, close) {
                Ok(None) => {}
                Ok(Some(attr)) => out.push(attr),
                Err(_) => {
                    self.lower.rewind(before);
                    let attrs = self.attr_through_syn(at, close, |lower, attrs| lower.attrs(attrs))?;
                    out.extend(attrs);
                }
            }
        }
        self.at = back;
        Ok(out.into())
    }

    fn attr(&mut self, at: usize, close: usize) -> Read<Option<Attr>> {
        let span = Span { start: self.tokens[at].start, end: self.tokens[close].end };
        let first = self.text_at(self.at);
        let lone = self.next();
        if first == "doc" && lone == Kind::Eq && self.kind_at(self.at + 2).is_literal() && self.at + 3 == close {
            return Ok(None);
        }
        if first == "cfg_attr" || first == "doc" && lone == Kind::Eq {
            return self.decline("an attribute that is seldom seen");
        }
        let path = self.kept_mod_path()?;
        let mut args: Box<[MacroArg]> = Box::default();
        if self.kind().opens() {
            let end = self.tokens[self.at].close as usize;
            self.at += 1;
            args = self.args(Style::Attribute)?.into();
            self.lower.spell_derives(&path, &mut args);
            self.leave(end)?;
        } else if self.is(Kind::Eq) {
            self.expect(Kind::Eq)?;
            if self.is(Kind::Minus) {
                return self.decline("an attribute that is seldom seen");
            }
            let key_span = Span { start: path.span.end, end: path.span.end };
            let value = self.value_of_expr()?;
            let span = match &value {
                MacroValue::Expr(id) | MacroValue::Str(id, _) => self.lower.span_of(*id),
                _ => path.span,
            };
            args = [MacroArg { key: None, key_span, separator: Separator::Equals, sigil: None, value, span }].into();
        }
        self.leave(close)?;
        Ok(Some(Attr { path, args, span, conditional: false }))
    }

    /// The first paragraph of the doc comments among the attributes from `base` on.
    fn doc(&mut self, base: usize) -> Sym {
        let found = self.attrs[base..].to_vec();
        let (tokens, text) = (self.tokens, self.lower.text);
        let texts = found.into_iter().filter_map(|at| doc_text(tokens, text, at));
        self.lower.doc_of(texts)
    }
}

/// What a doc comment or `#[doc = "…"]` says.
fn doc_text<'t>(tokens: &[super::lex::Token], text: &'t str, at: usize) -> Option<Cow<'t, str>> {
    let written = |at: usize| text.get(tokens[at].start as usize..tokens[at].end as usize).unwrap_or_default();
    if matches!(tokens[at].kind, Kind::Doc | Kind::InnerDoc) {
        let whole = written(at);
        let inside = &whole[3..];
        let inside = if whole.starts_with("/*") { inside.strip_suffix("*/").unwrap_or(inside) } else { inside };
        return Some(Cow::Borrowed(inside));
    }
    let open = if tokens[at + 1].kind == Kind::Bang { at + 2 } else { at + 1 };
    let close = tokens[open].close as usize;
    let value = open + 3;
    let is_text = close == value + 1
        && written(open + 1) == "doc"
        && tokens[open + 2].kind == Kind::Eq
        && matches!(tokens[value].kind, Kind::Str | Kind::RawStr);
    is_text.then(|| super::literal::value(tokens[value].kind, written(value)))
}
