//! Tokens in, a verdict out: whether they nest too deep to be parsed on the stack there is.
//!
//! `syn` recurses and overflows the stack on 300 to 1,000 nested parentheses in 2 MiB, which nothing can catch.

use super::pool::STACK;
use proc_macro2::{Spacing, TokenStream, TokenTree};
use std::cell::Cell;

/// Most nested delimiters.
const DELIMITERS: usize = 512;
/// Most nested `<`.
pub(super) const GENERICS: usize = 256;
/// Most operators, links of a chain or `else` in one statement: each is one level of the tree.
pub(super) const CHAIN: usize = 4096;

thread_local! {
    static ROOMY: Cell<bool> = const { Cell::new(false) };
}

/// Marks the current thread as one with a stack of `STACK` bytes.
pub(super) fn mark_roomy() {
    ROOMY.with(|roomy| roomy.set(true));
}

/// Runs `work` on a stack of `STACK` bytes.
pub(super) fn on_enough_stack<T: Send>(work: impl Fn() -> T + Sync) -> T {
    if ROOMY.with(Cell::get) {
        return work();
    }
    std::thread::scope(|scope| {
        let roomy = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, || {
            mark_roomy();
            work()
        });
        match roomy.map(|thread| thread.join()) {
            Ok(Ok(done)) => done,
            Ok(Err(panic)) => std::panic::resume_unwind(panic),
            // No thread to be had: the stack there is will do for all but the deepest files.
            Err(_) => work(),
        }
    })
}

/// One open delimiter.
#[derive(Default)]
struct Level {
    generics: usize,
    chain: usize,
}

/// The place where tokens nest too deep, if they do. Does not recurse itself.
pub(super) fn too_deep(tokens: &TokenStream) -> Option<proc_macro2::Span> {
    let mut open = vec![(tokens.clone().into_iter().peekable(), Level::default())];
    let (mut generics, mut chain) = (0, 0);
    while let Some((rest, level)) = open.last_mut() {
        let Some(token) = rest.next() else {
            (generics, chain) = (generics - level.generics, chain - level.chain);
            open.pop();
            continue;
        };
        let before = (level.generics, level.chain);
        match &token {
            TokenTree::Punct(punct) => match punct.as_char() {
                ';' => *level = Level::default(),
                ',' => level.chain = 0,
                // An attribute or a line of documentation: those stand side by side, however many there are.
                '#' => {
                    rest.next_if(|next| matches!(next, TokenTree::Punct(mark) if mark.as_char() == '!'));
                }
                '<' => level.generics += 1,
                '>' => level.generics = level.generics.saturating_sub(1),
                '=' | '-' if punct.spacing() == Spacing::Joint && is_arrow(rest.peek()) => {
                    rest.next();
                    *level = Level::default();
                }
                _ => level.chain += 1,
            },
            TokenTree::Ident(ident) if ident == "else" || ident == "return" || ident == "break" => level.chain += 1,
            TokenTree::Group(group)
                if group.delimiter() == proc_macro2::Delimiter::Brace && !continues(rest.peek()) =>
            {
                *level = Level::default();
            }
            _ => {}
        }
        generics = generics + level.generics - before.0;
        chain = chain + level.chain - before.1;
        if generics > GENERICS || chain > CHAIN || open.len() > DELIMITERS {
            return Some(token.span());
        }
        if let TokenTree::Group(group) = token {
            open.push((group.stream().into_iter().peekable(), Level::default()));
        }
    }
    None
}

fn is_arrow(next: Option<&TokenTree>) -> bool {
    matches!(next, Some(TokenTree::Punct(punct)) if punct.as_char() == '>')
}

/// Whether what follows a block still belongs to the same expression.
fn continues(next: Option<&TokenTree>) -> bool {
    match next {
        Some(TokenTree::Punct(punct)) => punct.as_char() != '#',
        Some(TokenTree::Ident(ident)) => ident == "else" || ident == "as",
        _ => false,
    }
}
