//! `macro_rules!` arms in, holes and templates out.

use crate::extract::lower::{HOLE, Lower};
use crate::model::fact::{Expr, ExprId, MacroArm, Sym};
use proc_macro2::{Delimiter, Group, Ident, Punct, Spacing, TokenStream, TokenTree};
use std::collections::BTreeMap;
use syn::parse::Parser;

/// Fragment of each metavariable of an arm.
type Fragments = BTreeMap<String, String>;

impl Lower<'_> {
    pub(in crate::extract) fn macro_rules(&mut self, tokens: &TokenStream) -> Vec<MacroArm> {
        let mut arms = Vec::new();
        let mut matcher: Option<Group> = None;
        for token in tokens.clone() {
            let TokenTree::Group(group) = token else { continue };
            match matcher.take() {
                None => matcher = Some(group),
                Some(matcher) => arms.push(self.macro_arm(&matcher, &group)),
            }
        }
        arms
    }

    fn macro_arm(&mut self, matcher: &Group, transcriber: &Group) -> MacroArm {
        let mut holes = Vec::new();
        let mut literals = Vec::new();
        let mut fragments = Fragments::new();
        self.matcher(matcher.stream(), false, true, &mut holes, &mut literals, &mut fragments);
        let template = self.without_gaps(|this| this.template(transcriber, &fragments));
        MacroArm {
            holes: holes.into(),
            literals: literals.into(),
            template,
            span: self.at(matcher.span()).to(self.at(transcriber.span())),
        }
    }

    fn matcher(
        &mut self,
        tokens: TokenStream,
        repeated: bool,
        top: bool,
        holes: &mut Vec<(Sym, Sym, bool)>,
        literals: &mut Vec<Sym>,
        fragments: &mut Fragments,
    ) {
        let mut rest = tokens.into_iter().peekable();
        while let Some(token) = rest.next() {
            match token {
                TokenTree::Punct(punct) if punct.as_char() == '$' => match rest.next() {
                    Some(TokenTree::Ident(name)) => {
                        rest.next_if(|next| matches!(next, TokenTree::Punct(punct) if punct.as_char() == ':'));
                        let fragment = match rest.next() {
                            Some(TokenTree::Ident(fragment)) => fragment.to_string(),
                            _ => String::new(),
                        };
                        let hole = (self.ident(&name), self.sym(&fragment), repeated);
                        holes.push(hole);
                        fragments.insert(name.to_string(), fragment);
                    }
                    Some(TokenTree::Group(group)) => {
                        self.matcher(group.stream(), true, false, holes, literals, fragments);
                        end_of_repetition(&mut rest);
                    }
                    _ => {}
                },
                TokenTree::Group(group) => {
                    self.matcher(group.stream(), repeated, false, holes, literals, fragments);
                }
                TokenTree::Ident(ident) if top => {
                    let literal = self.ident(&ident);
                    literals.push(literal);
                }
                TokenTree::Literal(literal) if top => {
                    let literal = self.sym(&literal.to_string());
                    literals.push(literal);
                }
                _ => {}
            }
        }
    }

    /// The transcriber as a block with holes; `None` where it is neither statements, items nor an expression.
    fn template(&mut self, transcriber: &Group, fragments: &Fragments) -> Option<ExprId> {
        let tokens = substitute(transcriber.stream(), fragments);
        let span = self.at(transcriber.span());
        if let Ok(stmts) = syn::Block::parse_within.parse2(tokens.clone()) {
            let stmts = self.stmts(&stmts);
            return Some(self.push(Expr::Block(None, stmts.into()), span));
        }
        let expr = syn::parse2::<syn::Expr>(tokens).ok()?;
        Some(self.expr(&expr))
    }
}

/// Takes the separator and the operator of a `$( … ) sep op`.
fn end_of_repetition(rest: &mut std::iter::Peekable<proc_macro2::token_stream::IntoIter>) {
    for _ in 0..3 {
        match rest.next() {
            Some(TokenTree::Punct(punct)) if matches!(punct.as_char(), '*' | '+' | '?') => return,
            Some(_) => {}
            None => return,
        }
    }
}

/// A transcriber as plain Rust: metavariables as identifiers, repetitions once, `$crate` as `crate`.
fn substitute(tokens: TokenStream, fragments: &Fragments) -> TokenStream {
    let mut out: Vec<TokenTree> = Vec::new();
    let mut rest = tokens.into_iter().peekable();
    while let Some(token) = rest.next() {
        match token {
            TokenTree::Punct(punct) if punct.as_char() == '$' => match rest.next() {
                Some(TokenTree::Ident(name)) if name == "crate" => out.push(TokenTree::Ident(name)),
                Some(TokenTree::Ident(name)) => {
                    let span = punct.span().join(name.span()).unwrap_or_else(|| name.span());
                    let text = name.to_string();
                    let hole = Ident::new(&format!("{HOLE}{}", text.strip_prefix("r#").unwrap_or(&text)), span);
                    put_hole(hole, fragments.get(&text).map_or("", String::as_str), &mut out);
                }
                Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis => {
                    out.extend(substitute(group.stream(), fragments));
                    end_of_repetition(&mut rest);
                }
                _ => {}
            },
            TokenTree::Group(group) => {
                let mut filled = Group::new(group.delimiter(), substitute(group.stream(), fragments));
                filled.set_span(group.span());
                out.push(TokenTree::Group(filled));
            }
            other => out.push(other),
        }
    }
    out.into_iter().collect()
}

/// A metavariable as the tokens that parse where its fragment may stand.
fn put_hole(hole: Ident, fragment: &str, out: &mut Vec<TokenTree>) {
    let span = hole.span();
    let punct = |c: char, spacing: Spacing| {
        let mut punct = Punct::new(c, spacing);
        punct.set_span(span);
        TokenTree::Punct(punct)
    };
    match fragment {
        "vis" => {}
        "lifetime" => out.extend([punct('\'', Spacing::Joint), TokenTree::Ident(hole)]),
        "item" | "stmt" => out.extend([TokenTree::Ident(hole), punct(';', Spacing::Alone)]),
        "block" => {
            let mut block = Group::new(Delimiter::Brace, TokenTree::Ident(hole).into());
            block.set_span(span);
            out.push(TokenTree::Group(block));
        }
        _ => out.push(TokenTree::Ident(hole)),
    }
}
