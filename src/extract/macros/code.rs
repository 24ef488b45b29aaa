//! Macro bodies that hold statements or items in, their statements out; other bodies are arguments.

use super::args::{Style, skip};
use crate::extract::fallback;
use crate::extract::lower::Lower;
use crate::model::fact::{Expr, LetStmt, MacroArg, MacroValue, Separator, Stmt};
use crate::model::place::Span;
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::parse::{ParseStream, Parser};

/// Words that only an item or a `let` begins with.
pub(in crate::extract) const ITEMS: &[&str] = &[
    "let", "fn", "struct", "enum", "union", "trait", "impl", "mod", "pub", "use", "static", "const", "type", "extern",
];
/// Words that a statement and an expression begin with.
pub(in crate::extract) const STATEMENTS: &[&str] =
    &["if", "for", "while", "loop", "match", "return", "unsafe", "async", "yield"];

impl Lower<'_> {
    /// The arguments of a macro call; `braces` when its body stands in `{ … }`.
    pub(in crate::extract) fn macro_args(&mut self, tokens: TokenStream, braces: bool) -> Vec<MacroArg> {
        if tokens.is_empty() {
            return Vec::new();
        }
        let shape = Shape::of(&tokens);
        let span = shape.ends.map_or_else(Span::default, |(first, last)| self.at(first).to(self.at(last)));
        match self.without_gaps(|this| this.code(&shape, &tokens, braces)) {
            Some(stmts) => vec![MacroArg {
                key: None,
                key_span: Span { start: span.start, end: span.start },
                separator: Separator::None,
                sigil: None,
                value: MacroValue::Code(stmts.into()),
                span,
            }],
            None => self.args(tokens, Style::Call),
        }
    }

    fn code(&mut self, shape: &Shape, tokens: &TokenStream, braces: bool) -> Option<Vec<Stmt>> {
        if shape.rows
            && let Some(stmts) = self.select(tokens)
        {
            return Some(stmts);
        }
        if shape.conditional_items {
            return Some(self.branches(tokens));
        }
        let word = shape.first.as_deref().unwrap_or_default();
        let items = ITEMS.contains(&word);
        if !(items || STATEMENTS.contains(&word) && (braces || shape.semicolon) || braces && shape.semicolon) {
            return None;
        }
        let tokens = plain_statics(tokens);
        if let Ok(stmts) = syn::Block::parse_within.parse2(tokens.clone()) {
            return Some(self.stmts(&stmts));
        }
        if !items {
            return None;
        }
        // A language of its own: the items that are Rust are read, the rest is the macro's affair.
        let found = fallback::items(tokens, &mut |_, _| {});
        // Imports alone are a preamble: diesel's `table!` begins with them, and the rest are its arguments.
        if found.iter().all(|item| matches!(item, syn::Item::Use(_))) {
            return None;
        }
        Some(found.iter().filter_map(|item| self.item(item)).map(Stmt::Item).collect())
    }

    /// `cfg_if!`: `if #[cfg(…)] { items } else { items }`.
    fn branches(&mut self, tokens: &TokenStream) -> Vec<Stmt> {
        let mut stmts = Vec::new();
        for token in tokens.clone() {
            let TokenTree::Group(group) = token else { continue };
            if group.delimiter() != Delimiter::Brace {
                continue;
            }
            match syn::Block::parse_within.parse2(group.stream()) {
                Ok(found) => stmts.extend(self.stmts(&found)),
                Err(_) => {
                    let found = fallback::items(group.stream(), &mut |_, _| {});
                    stmts.extend(found.iter().filter_map(|item| self.item(item)).map(Stmt::Item));
                }
            }
        }
        stmts
    }

    /// `select!`: rows `pattern = future, if condition => handler`, each as a block with a `let`.
    fn select(&mut self, tokens: &TokenStream) -> Option<Vec<Stmt>> {
        let rows = |input: ParseStream| {
            let mut rows = Vec::new();
            while !input.is_empty() {
                rows.push(input.parse::<Row>()?);
            }
            Ok(rows)
        };
        let rows = rows.parse2(tokens.clone()).ok()?;
        if !rows.iter().any(|row| row.wait.is_some()) {
            return None;
        }
        Some(rows.iter().map(|row| self.row(row)).collect())
    }

    fn row(&mut self, row: &Row) -> Stmt {
        let mut stmts = Vec::new();
        if let Some((pat, future)) = &row.wait {
            let future = self.expr(future);
            let future_span = self.span_of(future);
            let init = self.push(Expr::Await(future), future_span);
            let pat = self.pat(pat);
            let span = self.pat_span(pat).to(future_span);
            stmts.push(Stmt::Let(Box::new(LetStmt { pat, ty: None, init: Some(init), otherwise: None, span })));
        }
        if let Some(condition) = &row.condition {
            let id = self.expr(condition);
            stmts.push(Stmt::Expr(id));
        }
        let handler = self.expr(&row.handler);
        let span = self.span_of(handler);
        stmts.push(Stmt::Value(handler));
        Stmt::Expr(self.push(Expr::Block(None, stmts.into()), span))
    }
}

/// A row of `select!`.
struct Row {
    wait: Option<(syn::Pat, syn::Expr)>,
    condition: Option<syn::Expr>,
    handler: syn::Expr,
}

impl syn::parse::Parse for Row {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        use syn::ext::IdentExt;
        // `biased;` says how, not what.
        if input.peek(syn::Ident) && input.peek2(syn::Token![;]) {
            skip(input);
            skip(input);
        }
        let named = input.peek(syn::Ident::peek_any) && input.peek2(syn::Token![=>]);
        let mut wait = None;
        if named {
            skip(input);
        } else {
            let pat = syn::Pat::parse_multi_with_leading_vert(input)?;
            input.parse::<syn::Token![=]>()?;
            wait = Some((pat, input.parse()?));
        }
        let mut condition = None;
        if input.peek(syn::Token![,]) && input.peek2(syn::Token![if]) {
            skip(input);
            skip(input);
            condition = Some(input.parse()?);
        }
        input.parse::<syn::Token![=>]>()?;
        let handler = match input.peek(syn::token::Brace) {
            true => syn::Expr::Block(syn::ExprBlock { attrs: Vec::new(), label: None, block: input.parse()? }),
            false => input.parse()?,
        };
        let _ = input.parse::<Option<syn::Token![,]>>()?;
        Ok(Self { wait, condition, handler })
    }
}

/// What the top level of a body looks like.
#[derive(Default)]
struct Shape {
    /// The first word after attributes.
    first: Option<String>,
    /// A `;`.
    semicolon: bool,
    /// A `=` and a `=>`.
    rows: bool,
    /// `if #[…]`.
    conditional_items: bool,
    /// The first token and the last.
    ends: Option<(proc_macro2::Span, proc_macro2::Span)>,
}

impl Shape {
    fn of(tokens: &TokenStream) -> Self {
        let mut shape = Self::default();
        let (mut assigns, mut arrows) = (false, false);
        let mut begun = false;
        let mut previous = ' ';
        // Each walk over tokens copies them, so that this one gathers all there is to know.
        for (at, token) in tokens.clone().into_iter().enumerate() {
            let span = token.span();
            shape.ends = Some((shape.ends.map_or(span, |(first, _)| first), span));
            match &token {
                TokenTree::Ident(ident) => {
                    if !begun {
                        shape.first = Some(ident.to_string());
                    }
                    begun = true;
                    previous = ' ';
                }
                TokenTree::Punct(punct) => {
                    let c = punct.as_char();
                    let first_is_if = shape.first.as_deref() == Some("if");
                    shape.conditional_items |= at == 1 && c == '#' && first_is_if;
                    shape.semicolon |= c == ';';
                    arrows |= c == '>' && previous == '=';
                    assigns |= c == '=' && punct.spacing() == proc_macro2::Spacing::Alone;
                    begun |= !matches!(c, '#' | '!');
                    previous = c;
                }
                TokenTree::Group(group) => begun |= group.delimiter() != Delimiter::Bracket,
                TokenTree::Literal(_) => begun = true,
            }
        }
        shape.rows = assigns && arrows;
        shape
    }
}

/// `static ref` of `lazy_static!` as `static`; a last item without `;` gets one; `fn f(x in strategy)` of
/// `proptest!` without its parameters.
fn plain_statics(tokens: &TokenStream) -> TokenStream {
    let mut out: Vec<TokenTree> = Vec::new();
    let (mut is_static, mut open, mut quoted) = (false, false, false);
    for token in tokens.clone() {
        // `'static` is a lifetime.
        let lifetime = std::mem::replace(&mut quoted, false);
        match &token {
            TokenTree::Ident(ident) if ident == "ref" && is_static => continue,
            TokenTree::Ident(ident) => {
                is_static = ident == "static" && !lifetime;
                open |= is_static;
            }
            TokenTree::Punct(punct) if punct.as_char() == ';' => open = false,
            TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis && has_in(group) => {
                let mut empty = proc_macro2::Group::new(Delimiter::Parenthesis, TokenStream::new());
                empty.set_span(group.span());
                out.push(TokenTree::Group(empty));
                continue;
            }
            TokenTree::Punct(punct) => (is_static, quoted) = (false, punct.as_char() == '\''),
            _ => is_static = false,
        }
        out.push(token);
    }
    if open {
        let mut semicolon = proc_macro2::Punct::new(';', proc_macro2::Spacing::Alone);
        if let Some(last) = out.last() {
            semicolon.set_span(last.span());
        }
        out.push(TokenTree::Punct(semicolon));
    }
    out.into_iter().collect()
}

fn has_in(group: &proc_macro2::Group) -> bool {
    group.stream().into_iter().any(|token| matches!(&token, TokenTree::Ident(ident) if ident == "in"))
}
