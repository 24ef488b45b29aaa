//! Tokens that do not parse as a whole in, the items that do out; each loss is told with its place.
//!
//! `syn` gives up a whole file for one construct it does not know.

use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use syn::parse::discouraged::Speculative;
use syn::parse::{Parse, ParseStream, Parser};

/// Told of each piece that was lost: where, and why.
pub(super) type Lost<'l> = &'l mut dyn FnMut(Span, String);

/// The items that parse.
pub(super) fn items(tokens: TokenStream, lost: Lost) -> Vec<syn::Item> {
    pieces(tokens, lost, rescue_item)
}

/// Parses piece by piece; what fails goes up to the next boundary and is given to `rescue`.
fn pieces<T: Parse>(tokens: TokenStream, lost: Lost, rescue: fn(Vec<TokenTree>, Lost) -> Option<T>) -> Vec<T> {
    let mut found = Vec::new();
    let read = |input: ParseStream| {
        while !input.is_empty() {
            let ahead = input.fork();
            match ahead.parse::<T>() {
                Ok(piece) => {
                    input.advance_to(&ahead);
                    found.push(piece);
                }
                Err(error) => {
                    let skipped = up_to_boundary(input);
                    let place = join(&skipped);
                    let mut inner = Vec::new();
                    match rescue(skipped, &mut |span, reason| inner.push((span, reason))) {
                        Some(piece) => {
                            found.push(piece);
                            inner.into_iter().for_each(|(span, reason)| lost(span, reason));
                        }
                        None => lost(place, format!("skipped, it does not parse: {error}")),
                    }
                }
            }
        }
        Ok(())
    };
    let _ = read.parse2(tokens);
    found
}

/// Takes at least one token: up to `;`, or up to a brace group where no `;` must follow.
fn up_to_boundary(input: ParseStream) -> Vec<TokenTree> {
    let mut taken: Vec<TokenTree> = Vec::new();
    let mut to_semicolon = false;
    while let Ok(token) = input.parse::<TokenTree>() {
        let (mut ends, mut braces) = (false, false);
        match &token {
            TokenTree::Punct(punct) => ends = punct.as_char() == ';',
            TokenTree::Group(group) => braces = group.delimiter() == Delimiter::Brace,
            TokenTree::Ident(ident) => {
                to_semicolon |= ["use", "static", "type", "let"].iter().any(|word| ident == word);
                to_semicolon |= ident == "const" && !input.peek(syn::Token![fn]) && !input.peek(syn::Token![unsafe]);
                to_semicolon &= ident != "fn" && ident != "impl";
            }
            TokenTree::Literal(_) => {}
        }
        taken.push(token);
        if ends {
            break;
        }
        if braces && !to_semicolon {
            if input.peek(syn::Token![;]) {
                taken.extend(input.parse::<TokenTree>());
            }
            break;
        }
    }
    taken
}

fn join(tokens: &[TokenTree]) -> Span {
    let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else { return Span::call_site() };
    first.span().join(last.span()).unwrap_or_else(|| first.span())
}

/// Splits `header { body }` and puts an empty body in its place.
fn emptied(tokens: &mut Vec<TokenTree>) -> Option<Group> {
    if matches!(tokens.last(), Some(TokenTree::Punct(_))) {
        tokens.pop();
    }
    let Some(TokenTree::Group(body)) = tokens.pop() else { return None };
    if body.delimiter() != Delimiter::Brace {
        return None;
    }
    let mut empty = Group::new(Delimiter::Brace, TokenStream::new());
    empty.set_span(body.span());
    tokens.push(TokenTree::Group(empty));
    Some(body)
}

/// `pub impl` of extension-trait macros reads as `impl`.
fn without_pub_impl(tokens: &mut Vec<TokenTree>) {
    let is = |token: Option<&TokenTree>, word: &str| matches!(token, Some(TokenTree::Ident(ident)) if ident == word);
    let at = (0..tokens.len()).find(|&at| is(tokens.get(at), "pub"));
    if let Some(at) = at {
        let group = usize::from(matches!(tokens.get(at + 1), Some(TokenTree::Group(_))));
        if is(tokens.get(at + 1 + group), "impl") {
            tokens.drain(at..=at + group);
        }
    }
}

/// A block whose header parses is kept with those of its members that parse.
fn rescue_item(mut tokens: Vec<TokenTree>, lost: Lost) -> Option<syn::Item> {
    without_pub_impl(&mut tokens);
    let body = emptied(&mut tokens)?;
    let mut item = syn::parse2::<syn::Item>(tokens.into_iter().collect()).ok()?;
    match &mut item {
        syn::Item::Mod(of) => {
            let (_, content) = of.content.as_mut()?;
            *content = items(body.stream(), lost);
        }
        syn::Item::Impl(of) => of.items = pieces(body.stream(), lost, rescue_impl_item),
        syn::Item::Trait(of) => of.items = pieces(body.stream(), lost, rescue_trait_item),
        syn::Item::Fn(of) => {
            of.block.stmts = pieces(body.stream(), lost, no_rescue).into_iter().map(Line::into).collect()
        }
        _ => return None,
    }
    Some(item)
}

fn rescue_impl_item(mut tokens: Vec<TokenTree>, lost: Lost) -> Option<syn::ImplItem> {
    let body = emptied(&mut tokens)?;
    match syn::parse2::<syn::ImplItem>(tokens.into_iter().collect()).ok()? {
        syn::ImplItem::Fn(mut of) => {
            of.block.stmts = pieces(body.stream(), lost, no_rescue).into_iter().map(Line::into).collect();
            Some(syn::ImplItem::Fn(of))
        }
        _ => None,
    }
}

fn rescue_trait_item(mut tokens: Vec<TokenTree>, lost: Lost) -> Option<syn::TraitItem> {
    let body = emptied(&mut tokens)?;
    match syn::parse2::<syn::TraitItem>(tokens.into_iter().collect()).ok()? {
        syn::TraitItem::Fn(mut of) => {
            let block = of.default.as_mut()?;
            block.stmts = pieces(body.stream(), lost, no_rescue).into_iter().map(Line::into).collect();
            Some(syn::TraitItem::Fn(of))
        }
        _ => None,
    }
}

fn no_rescue(_: Vec<TokenTree>, _: Lost) -> Option<Line> {
    None
}

/// A statement, or the expression that a block ends with.
struct Line(syn::Stmt);

impl Line {
    fn into(self) -> syn::Stmt {
        self.0
    }
}

impl Parse for Line {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let ahead = input.fork();
        if let Ok(expr) = ahead.parse::<syn::Expr>()
            && ahead.is_empty()
        {
            input.advance_to(&ahead);
            return Ok(Self(syn::Stmt::Expr(expr, None)));
        }
        input.parse().map(Self)
    }
}
