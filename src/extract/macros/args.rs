//! The tokens of a macro call or attribute in, its arguments out: keys, sigils, values, nested groups.

use crate::extract::lower::{HOLE, Lower};
use crate::model::fact::{MacroArg, MacroValue, Separator, Sym};
use crate::model::place::Span;
use proc_macro2::{TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::parse::discouraged::Speculative;
use syn::parse::{ParseStream, Parser};
use syn::token::{Brace, Bracket, Paren};

/// Longest text kept of tokens that were not read, in characters.
const TOKENS: usize = 200;

/// Where the arguments stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::extract) enum Style {
    /// In a macro call: `f(x)` is an expression.
    Call,
    /// In an attribute: `f(x)` is a key with a group.
    Attribute,
}

/// What stands before a value.
struct Key {
    name: Option<Sym>,
    span: Span,
    separator: Separator,
}

impl Lower<'_> {
    pub(in crate::extract) fn args(&mut self, tokens: TokenStream, style: Style) -> Vec<MacroArg> {
        let mut args = Vec::new();
        let read = |input: ParseStream| {
            self.arg_list(input, style, &mut args);
            Ok(())
        };
        // `arg_list` takes every token, so there is nothing to fail.
        let _ = read.parse2(tokens);
        args
    }

    pub(super) fn arg_list(&mut self, input: ParseStream, style: Style, out: &mut Vec<MacroArg>) {
        while !input.is_empty() {
            if is_separator(input) {
                skip(input);
                continue;
            }
            while input.peek(syn::Token![#]) && (input.peek2(Bracket) || input.peek3(Bracket)) {
                skip(input);
                while !input.peek(Bracket) && !input.is_empty() {
                    skip(input);
                }
                skip(input);
            }
            if !input.is_empty() && !is_separator(input) {
                let arg = self.arg(input, style);
                out.push(arg);
            }
        }
    }

    /// One argument; takes at least one token.
    fn arg(&mut self, input: ParseStream, style: Style) -> MacroArg {
        let start = self.at(input.span());
        let key = self.key(input, style);
        let mut sigil = None;
        if key.separator != Separator::Parens && key.separator != Separator::Arrow {
            let mark = if input.peek(syn::Token![%]) {
                Some('%')
            } else if input.peek(syn::Token![?]) {
                Some('?')
            } else {
                None
            };
            if let Some(mark) = mark {
                sigil = Some(mark);
                skip(input);
            }
        }
        let first = if input.is_empty() { start } else { self.at(input.span()) };
        match key.name {
            Some(_) => {
                let (value, end) = self.value(input, style, key.separator, first);
                self.finish_arg(key, sigil, value, start.to(end))
            }
            None => self.keyless(input, style, sigil, start, key),
        }
    }

    fn finish_arg(&mut self, key: Key, sigil: Option<char>, value: MacroValue, span: Span) -> MacroArg {
        MacroArg { key: key.name, key_span: key.span, separator: key.separator, sigil, value, span }
    }

    fn keyless(&mut self, input: ParseStream, style: Style, sigil: Option<char>, start: Span, none: Key) -> MacroArg {
        if sigil.is_none()
            && let Some(table) = self.braces_key(input, style, start)
        {
            return table;
        }
        let (value, end) = self.value(input, style, Separator::None, start);
        // `pattern => value`: the pattern is the key as text.
        if input.peek(syn::Token![=>]) {
            let span = start.to(end);
            let name = self.compact(span);
            skip(input);
            skip(input);
            let first = if input.is_empty() { end } else { self.at(input.span()) };
            let (value, end) = self.value(input, style, Separator::FatArrow, first);
            let key = Key { name: Some(name), span, separator: Separator::FatArrow };
            return self.finish_arg(key, sigil, value, start.to(end));
        }
        self.finish_arg(none, sigil, value, start.to(end))
    }

    /// `a.b =`, `"a":`, `a =>`, `a ->`, and `a(` in attributes. Takes the separator, but not a group.
    fn key(&mut self, input: ParseStream, style: Style) -> Key {
        let at = self.at(input.span());
        let none = Key { name: None, span: Span { start: at.start, end: at.start }, separator: Separator::None };
        let ahead = input.fork();
        let (name, span) = if let Some(text) = literal(&ahead) {
            (self.sym(&text.value()), self.at(text.span()))
        } else if let Some((name, span)) = self.dotted(&ahead) {
            (name, span)
        } else {
            return none;
        };
        let separator = match separator(&ahead) {
            Separator::None if style == Style::Attribute && ahead.peek(Paren) => Separator::Parens,
            Separator::None => return none,
            separator => separator,
        };
        for _ in 0..separator_len(separator) {
            skip(&ahead);
        }
        input.advance_to(&ahead);
        Key { name: Some(name), span, separator }
    }

    /// `a.b.c` as one text.
    fn dotted(&mut self, input: ParseStream) -> Option<(Sym, Span)> {
        let first = input.call(syn::Ident::parse_any).ok()?;
        let mut span = self.at(first.span());
        let mut text = plain(&first);
        while input.peek(syn::Token![.]) && input.peek2(syn::Ident::peek_any) {
            skip(input);
            let Ok(next) = input.call(syn::Ident::parse_any) else { break };
            text.push('.');
            text.push_str(&plain(&next));
            span = span.to(self.at(next.span()));
        }
        Some((self.sym(&text), span))
    }

    /// `users (id) { … }` or `users { … }` where it is no struct literal.
    fn braces_key(&mut self, input: ParseStream, style: Style, start: Span) -> Option<MacroArg> {
        let ahead = input.fork();
        let (name, span) = self.dotted(&ahead)?;
        if ahead.peek(Paren) {
            skip(&ahead);
        }
        if !ahead.peek(Brace) || is_expr(input) {
            return None;
        }
        let mut inner = Vec::new();
        let mut end = span;
        while !input.is_empty() {
            if input.peek(Brace) {
                end = self.at(input.span());
                self.group(input, style, &mut inner);
                break;
            }
            skip(input);
        }
        let key = Key { name: Some(name), span, separator: Separator::Braces };
        Some(self.finish_arg(key, None, MacroValue::Group(inner.into()), start.to(end)))
    }

    /// A value up to the next separator, and where it ends.
    fn value(&mut self, input: ParseStream, style: Style, after: Separator, first: Span) -> (MacroValue, Span) {
        if after == Separator::Parens {
            return self.grouped(input, style);
        }
        if after == Separator::Arrow
            && let Some(ty) = ahead::<syn::Type>(input)
        {
            let span = self.ty_span(&ty);
            return (MacroValue::Ty(self.ty(&ty)), span);
        }
        if is_object(input) {
            return self.grouped(input, style);
        }
        // `pattern => { … } pattern => { … }`: a block ends the row.
        if after == Separator::FatArrow
            && input.peek(Brace)
            && let Ok(block) = input.fork().parse::<syn::Block>()
        {
            skip(input);
            let id = self.block(None, &block);
            return (MacroValue::Expr(id), self.span_of(id));
        }
        if let Some(expr) = ahead::<syn::Expr>(input) {
            let value = self.value_of(&expr);
            let span = match &value {
                MacroValue::Expr(id) | MacroValue::Str(id, _) => self.span_of(*id),
                _ => first,
            };
            return (value, span);
        }
        if (input.peek(Brace) || input.peek(Bracket) || input.peek(Paren)) && ends_after_one(input) {
            return self.grouped(input, style);
        }
        if let Some(ty) = ahead::<syn::Type>(input) {
            let span = self.ty_span(&ty);
            return (MacroValue::Ty(self.ty(&ty)), span);
        }
        self.unread(input, style, first)
    }

    /// Tokens that are no value: the expressions in their groups, or their text.
    fn unread(&mut self, input: ParseStream, style: Style, first: Span) -> (MacroValue, Span) {
        let mut span = first;
        let mut inner = Vec::new();
        while !input.is_empty() && !is_separator(input) && !input.peek(syn::Token![=>]) {
            span = span.to(self.at(input.span()));
            if input.peek(Brace) || input.peek(Bracket) || input.peek(Paren) {
                self.group(input, style, &mut inner);
            } else {
                skip(input);
            }
        }
        let found = inner.iter().any(|arg| !matches!(arg.value, MacroValue::Tokens(_)));
        let value = if found { MacroValue::Group(inner.into()) } else { MacroValue::Tokens(self.compact(span)) };
        (value, span)
    }

    fn grouped(&mut self, input: ParseStream, style: Style) -> (MacroValue, Span) {
        let span = self.at(input.span());
        let mut inner = Vec::new();
        self.group(input, style, &mut inner);
        (MacroValue::Group(inner.into()), span)
    }

    /// Takes the next token, which is a group, and reads what is in it.
    fn group(&mut self, input: ParseStream, style: Style, out: &mut Vec<MacroArg>) {
        if let Ok(TokenTree::Group(group)) = input.parse::<TokenTree>() {
            out.extend(self.args(group.stream(), style));
        }
    }

    /// An expression as a value: a string literal with its captures.
    pub(in crate::extract) fn value_of(&mut self, expr: &syn::Expr) -> MacroValue {
        let id = self.expr(expr);
        match expr {
            syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) => {
                let start = self.span_of(id).start;
                let captures = self.captures(&text.token().to_string(), start);
                MacroValue::Str(id, captures.into())
            }
            _ => MacroValue::Expr(id),
        }
    }

    /// The text of a place on one line, at most 200 characters.
    pub(in crate::extract) fn compact(&mut self, span: Span) -> Sym {
        let text = self.text.get(span.range()).unwrap_or_default();
        let mut short = String::new();
        for word in text.split_whitespace() {
            if !short.is_empty() {
                short.push(' ');
            }
            short.push_str(word);
            if short.len() > TOKENS * 4 {
                break;
            }
        }
        if let Some((cut, _)) = short.char_indices().nth(TOKENS) {
            short.truncate(cut);
        }
        self.sym(&short)
    }
}

/// An identifier as key text: without `r#`, holes with `$`.
fn plain(ident: &syn::Ident) -> String {
    let text = ident.to_string();
    match text.strip_prefix(HOLE) {
        Some(hole) => format!("${hole}"),
        None => text.strip_prefix("r#").unwrap_or(&text).to_string(),
    }
}

/// Takes a string literal; any other literal stays, which a failed `parse` would take.
fn literal(input: ParseStream) -> Option<syn::LitStr> {
    input.peek(syn::LitStr).then(|| input.parse().ok())?
}

fn separator(input: ParseStream) -> Separator {
    // The long tokens first: `peek` of a short one also sees the beginning of a long one.
    if input.peek(syn::Token![=>]) {
        Separator::FatArrow
    } else if input.peek(syn::Token![->]) {
        Separator::Arrow
    } else if input.peek(syn::Token![==]) || input.peek(syn::Token![::]) {
        Separator::None
    } else if input.peek(syn::Token![=]) {
        Separator::Equals
    } else if input.peek(syn::Token![:]) {
        Separator::Colon
    } else {
        Separator::None
    }
}

/// Length of a separator in tokens.
fn separator_len(separator: Separator) -> usize {
    match separator {
        Separator::FatArrow | Separator::Arrow => 2,
        Separator::Equals | Separator::Colon => 1,
        _ => 0,
    }
}

fn is_separator(input: ParseStream) -> bool {
    input.peek(syn::Token![,]) || input.peek(syn::Token![;])
}

fn at_boundary(input: ParseStream) -> bool {
    input.is_empty() || is_separator(input)
}

/// Takes one token.
pub(super) fn skip(input: ParseStream) {
    let _ = input.parse::<TokenTree>();
}

/// Reads a node if it goes up to the next boundary; takes nothing otherwise.
fn ahead<T: syn::parse::Parse>(input: ParseStream) -> Option<T> {
    let ahead = input.fork();
    let node = ahead.parse::<T>().ok()?;
    if !(at_boundary(&ahead) || ahead.peek(syn::Token![=>])) {
        return None;
    }
    input.advance_to(&ahead);
    Some(node)
}

fn is_expr(input: ParseStream) -> bool {
    let ahead = input.fork();
    ahead.parse::<syn::Expr>().is_ok() && at_boundary(&ahead)
}

fn ends_after_one(input: ParseStream) -> bool {
    let ahead = input.fork();
    skip(&ahead);
    at_boundary(&ahead)
}

/// A brace group that holds keys: an object of `json!`, fields of `tracing`, columns of `table!`.
fn is_object(input: ParseStream) -> bool {
    if !input.peek(Brace) {
        return false;
    }
    let inside = |input: ParseStream| -> syn::Result<bool> {
        let content;
        syn::braced!(content in input);
        let found = content.is_empty() || begins_with_key(&content);
        let _ = content.parse::<TokenStream>();
        Ok(found)
    };
    inside(&input.fork()).unwrap_or(false)
}

fn begins_with_key(input: ParseStream) -> bool {
    let statements = || {
        let ahead = input.fork();
        while !ahead.is_empty() {
            if ahead.peek(syn::Token![;]) {
                return true;
            }
            skip(&ahead);
        }
        false
    };
    let ahead = input.fork();
    if literal(&ahead).is_some() {
        return separator(&ahead) != Separator::None;
    }
    if ahead.call(syn::Ident::parse_any).is_err() {
        return false;
    }
    while ahead.peek(syn::Token![.]) && ahead.peek2(syn::Ident::peek_any) {
        skip(&ahead);
        skip(&ahead);
    }
    match separator(&ahead) {
        Separator::None => false,
        Separator::Equals => !statements(),
        _ => true,
    }
}
