//! Tokens in, a verdict out: whether `syn` would be kept from them because they nest too deep.

use super::kind::Kind;
use super::lex::Token;
use crate::extract::depth::{CHAIN, GENERICS};

/// Counts as `extract::depth` does; both must say the same of a file.
pub(super) fn too_deep(tokens: &[Token]) -> bool {
    let mut open: Vec<(usize, usize)> = Vec::new();
    let (mut here, mut generics, mut chain) = ((0, 0), 0, 0);
    let mut at = 0;
    while at < tokens.len() {
        let token = tokens[at];
        let before = here;
        match token.kind {
            Kind::CloseParen | Kind::CloseBracket | Kind::CloseBrace => {
                (generics, chain) = (generics - here.0, chain - here.1);
                here = open.pop().unwrap_or_default();
                at += 1;
                continue;
            }
            Kind::Semi => here = (0, 0),
            Kind::Comma => here.1 = 0,
            Kind::Lt => here.0 += 1,
            Kind::Gt => here.0 = here.0.saturating_sub(1),
            Kind::Eq | Kind::Minus if is_arrow(tokens, at) => {
                at += 1;
                here = (0, 0);
            }
            Kind::Doc | Kind::InnerDoc => {}
            Kind::Pound => at += usize::from(tokens.get(at + 1).is_some_and(|next| next.kind == Kind::Bang)),
            Kind::Else | Kind::Return | Kind::Break => here.1 += 1,
            Kind::OpenBrace if !continues(tokens[token.close as usize + 1].kind) => here = (0, 0),
            kind if kind.is_punct() => here.1 += 1,
            _ => {}
        }
        generics = generics + here.0 - before.0;
        chain = chain + here.1 - before.1;
        if generics > GENERICS || chain > CHAIN {
            return true;
        }
        if token.kind.opens() {
            open.push(here);
            here = (0, 0);
        }
        at += 1;
    }
    false
}

fn is_arrow(tokens: &[Token], at: usize) -> bool {
    tokens.get(at + 1).is_some_and(|next| next.kind == Kind::Gt && next.start == tokens[at].end)
}

/// Whether what follows a block still belongs to the same expression.
fn continues(next: Kind) -> bool {
    matches!(next, Kind::Else | Kind::As) || next.is_punct() && next != Kind::Pound
}
