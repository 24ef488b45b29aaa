//! Tokens of macro calls come in, the nodes inside them go out: what parses as items, statements, fields or
//! arguments is walked as such, the rest is split at its commas.

use super::nodes::{Collector, expr_name, join};
use crate::model::mark::NodeKind;
use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::visit::Visit;
use syn::{Block, Expr, Token};

/// The nodes inside a macro call.
pub(super) fn arguments(collector: &mut Collector<'_>, call: &syn::Macro) {
    let is_table = call.path.segments.last().is_some_and(|segment| segment.ident == "table");
    if is_table && table(collector, &call.tokens) {
        return;
    }
    match &call.delimiter {
        syn::MacroDelimiter::Brace(_) => braces(collector, call.tokens.clone()),
        _ => list(collector, call.tokens.clone()),
    }
}

/// The nodes inside the arms of a `macro_rules!`: each right-hand side, its `$names` read as plain names.
pub(super) fn templates(collector: &mut Collector<'_>, call: &syn::Macro) {
    let trees: Vec<TokenTree> = call.tokens.clone().into_iter().collect();
    for (at, tree) in trees.iter().enumerate() {
        if let TokenTree::Group(body) = tree
            && at > 0
            && is_punct(&trees[at - 1], '>')
        {
            braces(collector, plain(body.stream()));
        }
    }
}

/// A template as code: `$name` and `$( … ),*` lose what only a macro understands.
fn plain(tokens: TokenStream) -> TokenStream {
    let mut trees = tokens.into_iter().peekable();
    let mut out: Vec<TokenTree> = Vec::new();
    while let Some(tree) = trees.next() {
        match tree {
            TokenTree::Punct(dollar) if dollar.as_char() == '$' => match trees.next() {
                Some(TokenTree::Ident(name)) if name == "crate" => out.push(name.into()),
                // A keyword such as `$type` is no name without its `$`.
                Some(TokenTree::Ident(name)) => {
                    let whole = join(dollar.span(), name.span());
                    let name = name.to_string();
                    let name = name.strip_prefix("r#").unwrap_or(&name);
                    out.push(Ident::new(&format!("of_{name}"), whole).into());
                }
                Some(TokenTree::Group(repeated)) => {
                    out.extend(plain(repeated.stream()));
                    let separator = trees.next_if(|tree| !is_repetition(tree));
                    out.extend(separator);
                    trees.next_if(is_repetition);
                }
                other => out.extend(other),
            },
            TokenTree::Group(group) => {
                let mut inner = Group::new(group.delimiter(), plain(group.stream()));
                inner.set_span(group.span());
                out.push(inner.into());
            }
            other => out.push(other),
        }
    }
    out.into_iter().collect()
}

fn is_repetition(tree: &TokenTree) -> bool {
    ['*', '+', '?'].iter().any(|&c| is_punct(tree, c))
}

fn is_punct(tree: &TokenTree, c: char) -> bool {
    matches!(tree, TokenTree::Punct(punct) if punct.as_char() == c)
}

/// What stands between `{` and `}`: items, statements, fields, or a list.
fn braces(collector: &mut Collector<'_>, tokens: TokenStream) {
    if let Ok(file) = syn::parse2::<syn::File>(tokens.clone()) {
        file.items.iter().for_each(|item| collector.visit_item(item));
        return;
    }
    if let Ok(statements) = Block::parse_within.parse2(tokens.clone()) {
        statements.iter().for_each(|statement| collector.visit_stmt(statement));
        return;
    }
    let group: TokenTree = Group::new(Delimiter::Brace, tokens.clone()).into();
    if let Ok(fields) = syn::parse2::<syn::FieldsNamed>(group.into()) {
        fields.named.iter().for_each(|field| collector.visit_field(field));
        return;
    }
    list(collector, tokens);
}

/// Arguments: expressions joined by commas, else pieces.
fn list(collector: &mut Collector<'_>, tokens: TokenStream) {
    if let Ok(arguments) = Punctuated::<Expr, Token![,]>::parse_terminated.parse2(tokens.clone()) {
        for argument in &arguments {
            collector.push(NodeKind::Argument, syn::spanned::Spanned::span(argument), expr_name(argument));
            collector.visit_expr(argument);
        }
        return;
    }
    pieces(tokens).iter().for_each(|part| piece(collector, part));
}

/// Cuts at `,` and `;`, and after the block of an arm `… => { … }`.
fn pieces(tokens: TokenStream) -> Vec<Vec<TokenTree>> {
    let mut parts = vec![Vec::new()];
    for tree in tokens {
        let last = parts.len() - 1;
        if is_punct(&tree, ',') || is_punct(&tree, ';') {
            parts.push(Vec::new());
            continue;
        }
        let block = matches!(&tree, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace);
        let arm_body = block && parts[last].last().is_some_and(|tree| is_punct(tree, '>'));
        parts[last].push(tree);
        if arm_body {
            parts.push(Vec::new());
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}

fn piece(collector: &mut Collector<'_>, part: &[TokenTree]) {
    let part = without_attributes(part);
    let [first, .., last] = part else {
        return lone_token(collector, part);
    };
    let value = value_of(part);
    let expr = syn::parse2::<Expr>(value.iter().cloned().collect()).ok();
    let arm = part.windows(2).any(|pair| is_punct(&pair[0], '=') && is_punct(&pair[1], '>'));
    let name = match (&expr, value.len() < part.len()) {
        (Some(expr), false) => expr_name(expr),
        _ => first.span(),
    };
    let kind = if arm { NodeKind::Arm } else { NodeKind::Argument };
    collector.push(kind, join(first.span(), last.span()), name);
    match expr {
        Some(expr) => collector.visit_expr(&expr),
        None => groups(collector, part),
    }
}

fn lone_token(collector: &mut Collector<'_>, part: &[TokenTree]) {
    for tree in part {
        collector.push(NodeKind::Argument, tree.span(), tree.span());
        groups(collector, part);
    }
}

fn groups(collector: &mut Collector<'_>, part: &[TokenTree]) {
    for tree in part {
        if let TokenTree::Group(group) = tree {
            match group.delimiter() {
                Delimiter::Brace => braces(collector, group.stream()),
                _ => list(collector, group.stream()),
            }
        }
    }
}

fn without_attributes(mut part: &[TokenTree]) -> &[TokenTree] {
    while let [hash, TokenTree::Group(_), rest @ ..] = part
        && is_punct(hash, '#')
    {
        part = rest;
    }
    part
}

/// `x` of `key = x`, `"key": x`, `%x`, `?x`.
fn value_of(part: &[TokenTree]) -> &[TokenTree] {
    let is_key = |tree: &TokenTree| match tree {
        TokenTree::Ident(_) | TokenTree::Literal(_) => true,
        TokenTree::Punct(punct) => punct.as_char() == '.',
        TokenTree::Group(_) => false,
    };
    let key = part.iter().take_while(|tree| is_key(tree)).count();
    let mut value = part;
    if key > 0
        && part.get(key).is_some_and(|tree| is_punct(tree, '=') || is_punct(tree, ':'))
        && !part.get(key + 1).is_some_and(|tree| is_punct(tree, '=') || is_punct(tree, '>') || is_punct(tree, ':'))
    {
        value = &part[key + 1..];
    }
    while let [sigil, rest @ ..] = value
        && !rest.is_empty()
        && (is_punct(sigil, '%') || is_punct(sigil, '?'))
    {
        value = rest;
    }
    value
}

/// `table! { users (id) { id -> Int4, email -> Text, } }`. False when it is some other macro of that name.
fn table(collector: &mut Collector<'_>, tokens: &TokenStream) -> bool {
    let trees: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let is_braces = |tree: &TokenTree| matches!(tree, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace);
    let Some(body_at) = trees.iter().position(is_braces) else { return false };
    let TokenTree::Group(body) = &trees[body_at] else { return false };
    let imports = trees[..body_at].iter().rposition(|tree| is_punct(tree, ';')).map_or(0, |at| at + 1);
    let head = without_attributes(&trees[imports..body_at]);
    let name: Option<Span> = head.iter().rev().find_map(|tree| match tree {
        TokenTree::Ident(ident) => Some(ident.span()),
        _ => None,
    });
    let (Some(first), Some(name)) = (head.first(), name) else { return false };
    collector.push(NodeKind::Table, join(first.span(), body.span()), name);
    for part in pieces(body.stream()) {
        if let [first, .., last] = without_attributes(&part) {
            collector.push(NodeKind::Column, join(first.span(), last.span()), first.span());
        }
    }
    true
}
