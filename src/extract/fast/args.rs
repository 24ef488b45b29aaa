//! The tokens of a macro call or attribute in, its arguments out: the same as `extract::macros::args` gives.

use super::Read;
use super::cursor::Reader;
use super::kind::Kind;
use crate::extract::macros::Style;
use crate::model::fact::{Expr, ExprId, MacroArg, MacroValue, Separator, Sym};
use crate::model::place::Span;

/// What stands before a value.
struct Key {
    name: Option<Sym>,
    span: Span,
    separator: Separator,
}

impl Reader<'_> {
    /// Arguments up to the end of a group.
    pub(super) fn args(&mut self, style: Style) -> Read<Vec<MacroArg>> {
        let mut args = Vec::new();
        self.arg_list(style, &mut args)?;
        Ok(args)
    }

    fn arg_list(&mut self, style: Style, out: &mut Vec<MacroArg>) -> Read<()> {
        while !self.done() {
            if self.at_separator() {
                self.at += 1;
                continue;
            }
            loop {
                match self.kind() {
                    Kind::Doc | Kind::InnerDoc => self.at += 1,
                    Kind::Pound if self.next() == Kind::OpenBracket => self.at = self.past(self.at + 1),
                    Kind::Pound if self.after_next() == Kind::OpenBracket => {
                        self.at = self.past(self.past(self.at + 1));
                    }
                    _ => break,
                }
            }
            if !self.done() && !self.at_separator() {
                let arg = self.arg(style)?;
                out.push(arg);
            }
        }
        Ok(())
    }

    fn at_separator(&self) -> bool {
        matches!(self.kind(), Kind::Comma | Kind::Semi)
    }

    fn at_boundary(&self) -> bool {
        self.done() || self.at_separator()
    }

    fn ends_value(&self) -> bool {
        self.at_boundary() || self.is2(Kind::Eq, Kind::Gt)
    }

    /// The place of the next token; of a group or lifetime, that of its first byte.
    fn here(&self) -> Span {
        let span = self.span_at(self.at);
        match self.kind() {
            Kind::Lifetime => Span { start: span.start, end: span.start + 1 },
            _ => span,
        }
    }

    /// One argument; takes at least one token.
    fn arg(&mut self, style: Style) -> Read<MacroArg> {
        let start = self.here();
        let key = self.key(style);
        let mut sigil = None;
        if key.separator != Separator::Parens && key.separator != Separator::Arrow {
            sigil = match self.kind() {
                Kind::Percent => Some('%'),
                Kind::Question => Some('?'),
                _ => None,
            };
            if sigil.is_some() {
                self.at += 1;
            }
        }
        let first = if self.done() { start } else { self.here() };
        if key.name.is_none() {
            return self.keyless(style, sigil, start, key);
        }
        let (value, end) = self.value(style, key.separator, first)?;
        Ok(finish(key, sigil, value, start.to(end)))
    }

    fn keyless(&mut self, style: Style, sigil: Option<char>, start: Span, none: Key) -> Read<MacroArg> {
        if sigil.is_none()
            && let Some(table) = self.braces_key(style, start)?
        {
            return Ok(table);
        }
        let (value, end) = self.value(style, Separator::None, start)?;
        if !self.is2(Kind::Eq, Kind::Gt) {
            return Ok(finish(none, sigil, value, start.to(end)));
        }
        // `pattern => value`: the pattern is the key as text.
        let span = start.to(end);
        let name = self.lower.compact(span);
        self.at += 2;
        let first = if self.done() { end } else { self.here() };
        let (value, end) = self.value(style, Separator::FatArrow, first)?;
        let key = Key { name: Some(name), span, separator: Separator::FatArrow };
        Ok(finish(key, sigil, value, start.to(end)))
    }

    /// `a.b =`, `"a":`, `a =>`, `a ->`, and `a(` in attributes. Takes the separator, but not a group.
    fn key(&mut self, style: Style) -> Key {
        let at = self.tokens[self.at].start;
        let none = Key { name: None, span: Span { start: at, end: at }, separator: Separator::None };
        let back = self.at;
        let (name, span) = if matches!(self.kind(), Kind::Str | Kind::RawStr) {
            let (tokens, text) = (self.tokens, self.lower.text);
            let token = tokens[self.at];
            let written = &text[token.start as usize..token.end as usize];
            let name = self.lower.sym(&super::literal::value(token.kind, written));
            self.at += 1;
            (name, self.span_at(back))
        } else if let Some(found) = self.dotted() {
            found
        } else {
            return none;
        };
        let separator = match self.separator() {
            Separator::None if style == Style::Attribute && self.is(Kind::OpenParen) => Separator::Parens,
            separator => separator,
        };
        self.at += match separator {
            Separator::None => {
                self.at = back;
                return none;
            }
            Separator::FatArrow | Separator::Arrow => 2,
            Separator::Equals | Separator::Colon => 1,
            _ => 0,
        };
        Key { name: Some(name), span, separator }
    }

    /// `a.b.c` as one text.
    fn dotted(&mut self) -> Option<(Sym, Span)> {
        if !self.kind().is_word() {
            return None;
        }
        let first = self.at;
        self.at += 1;
        if !(self.is(Kind::Dot) && self.next().is_word()) {
            return Some((self.sym_at(first), self.span_at(first)));
        }
        let plain = |text: &str| text.strip_prefix("r#").unwrap_or(text).to_string();
        let mut text = plain(self.text_at(first));
        while self.is(Kind::Dot) && self.next().is_word() {
            self.at += 2;
            text.push('.');
            text.push_str(&plain(self.text_at(self.at - 1)));
        }
        Some((self.lower.sym(&text), self.since(first)))
    }

    fn separator(&self) -> Separator {
        match self.kind() {
            Kind::Eq if self.is2(Kind::Eq, Kind::Gt) => Separator::FatArrow,
            Kind::Eq if self.is2(Kind::Eq, Kind::Eq) => Separator::None,
            Kind::Eq => Separator::Equals,
            Kind::Minus if self.is2(Kind::Minus, Kind::Gt) => Separator::Arrow,
            Kind::Colon if !self.is2(Kind::Colon, Kind::Colon) => Separator::Colon,
            _ => Separator::None,
        }
    }

    /// `users (id) { … }` or `users { … }` where it is no struct literal.
    fn braces_key(&mut self, style: Style, start: Span) -> Read<Option<MacroArg>> {
        let back = self.at;
        let Some((name, span)) = self.dotted() else { return Ok(None) };
        let after = if self.is(Kind::OpenParen) { self.past(self.at) } else { self.at };
        self.at = back;
        if self.kind_at(after) != Kind::OpenBrace {
            return Ok(None);
        }
        let is_expr = self.dry(|this| {
            this.expr()?;
            Ok(this.at_boundary())
        })?;
        self.at = back;
        if is_expr {
            return Ok(None);
        }
        let mut inner = Vec::new();
        let mut end = span;
        while !self.done() {
            if self.is(Kind::OpenBrace) {
                end = self.here();
                self.group(style, &mut inner)?;
                break;
            }
            self.at = self.past(self.at);
        }
        let key = Key { name: Some(name), span, separator: Separator::Braces };
        Ok(Some(finish(key, None, MacroValue::Group(inner.into()), start.to(end))))
    }

    /// A value up to the next separator, and where it ends.
    fn value(&mut self, style: Style, after: Separator, first: Span) -> Read<(MacroValue, Span)> {
        if after == Separator::Parens {
            return self.grouped(style);
        }
        if after == Separator::Arrow
            && let Some(found) = self.type_ahead()?
        {
            return Ok(found);
        }
        if self.is_object() {
            return self.grouped(style);
        }
        // `pattern => { … } pattern => { … }`: a block ends the row.
        if after == Separator::FatArrow && self.is(Kind::OpenBrace) {
            let id = self.plain_block()?;
            return Ok((MacroValue::Expr(id), self.lower.span_of(id)));
        }
        if self.done() {
            return self.decline("a macro of a form of its own");
        }
        let (before, back) = (self.lower.checkpoint(), self.at);
        let value = self.value_of_expr()?;
        if self.ends_value() {
            let span = match &value {
                MacroValue::Expr(id) | MacroValue::Str(id, _) => self.lower.span_of(*id),
                _ => first,
            };
            return Ok((value, span));
        }
        self.lower.rewind(before);
        self.at = back;
        if self.kind().opens() {
            self.at = self.past(self.at);
            let alone = self.at_boundary();
            self.at = back;
            if alone {
                return self.grouped(style);
            }
        }
        match self.type_ahead()? {
            Some(found) => Ok(found),
            None => self.unread(style, first),
        }
    }

    /// A type that goes up to the next boundary.
    fn type_ahead(&mut self) -> Read<Option<(MacroValue, Span)>> {
        let (before, back) = (self.lower.checkpoint(), self.at);
        let ty = self.ty()?;
        if self.ends_value() {
            return Ok(Some((MacroValue::Ty(ty), self.since(back))));
        }
        self.lower.rewind(before);
        self.at = back;
        Ok(None)
    }

    /// Tokens that are no value: the expressions in their groups, or their text.
    fn unread(&mut self, style: Style, first: Span) -> Read<(MacroValue, Span)> {
        let mut span = first;
        let mut inner = Vec::new();
        while !self.ends_value() {
            if self.kind().opens() {
                span = span.to(self.here());
                self.group(style, &mut inner)?;
            } else if matches!(self.kind(), Kind::Doc | Kind::InnerDoc) {
                return self.decline("a macro of a form of its own");
            } else {
                span = span.to(self.span_at(self.at));
                self.at += 1;
            }
        }
        let found = inner.iter().any(|arg| !matches!(arg.value, MacroValue::Tokens(_)));
        let value = match found {
            true => MacroValue::Group(inner.into()),
            false => MacroValue::Tokens(self.lower.compact(span)),
        };
        Ok((value, span))
    }

    fn grouped(&mut self, style: Style) -> Read<(MacroValue, Span)> {
        let span = self.here();
        let mut inner = Vec::new();
        self.group(style, &mut inner)?;
        Ok((MacroValue::Group(inner.into()), span))
    }

    /// Takes the group that opens here, and reads what is in it.
    fn group(&mut self, style: Style, out: &mut Vec<MacroArg>) -> Read<()> {
        if !self.kind().opens() {
            return self.decline("a macro of a form of its own");
        }
        let close = self.tokens[self.at].close as usize;
        self.at += 1;
        self.arg_list(style, out)?;
        self.leave(close)
    }

    /// An expression as a value: a string literal with its captures.
    pub(super) fn value_of_expr(&mut self) -> Read<MacroValue> {
        if matches!(self.kind(), Kind::Pound | Kind::Doc) {
            return self.decline("an attribute before a value");
        }
        let first = self.at;
        let id: ExprId = self.expr()?;
        if self.at != first + 1 || !matches!(self.kind_at(first), Kind::Str | Kind::RawStr) {
            return Ok(MacroValue::Expr(id));
        }
        debug_assert!(matches!(self.lower.facts.exprs[id.at()], Expr::Lit(_)));
        let text = self.text_at(first);
        let start = self.tokens[first].start;
        Ok(MacroValue::Str(id, self.lower.captures(text, start).into()))
    }

    /// A brace group that holds keys: an object of `json!`, fields of `tracing`, columns of `table!`.
    fn is_object(&self) -> bool {
        if !self.is(Kind::OpenBrace) {
            return false;
        }
        let inside = self.at + 1;
        let mut at = inside;
        match self.kind_at(at) {
            kind if kind.ends() => return true,
            Kind::Str | Kind::RawStr => return self.separator_at(at + 1) != Separator::None,
            kind if kind.is_word() => at += 1,
            _ => return false,
        }
        while self.kind_at(at) == Kind::Dot && self.kind_at(at + 1).is_word() {
            at += 2;
        }
        match self.separator_at(at) {
            Separator::None => false,
            Separator::Equals => {
                let mut at = inside;
                while !self.kind_at(at).ends() {
                    if self.kind_at(at) == Kind::Semi {
                        return false;
                    }
                    at = self.past(at);
                }
                true
            }
            _ => true,
        }
    }

    fn separator_at(&self, at: usize) -> Separator {
        match self.kind_at(at) {
            Kind::Eq if self.pair_at(at, Kind::Eq, Kind::Gt) => Separator::FatArrow,
            Kind::Eq if self.pair_at(at, Kind::Eq, Kind::Eq) => Separator::None,
            Kind::Eq => Separator::Equals,
            Kind::Minus if self.pair_at(at, Kind::Minus, Kind::Gt) => Separator::Arrow,
            Kind::Colon if !self.pair_at(at, Kind::Colon, Kind::Colon) => Separator::Colon,
            _ => Separator::None,
        }
    }
}

fn finish(key: Key, sigil: Option<char>, value: MacroValue, span: Span) -> MacroArg {
    MacroArg { key: key.name, key_span: key.span, separator: key.separator, sigil, value, span }
}
