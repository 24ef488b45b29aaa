//! The text of a file in, its facts out without a syntax tree: what most files are made of, read straight from
//! tokens. `syn` stays the judge: what this reader does not know for certain it declines, and the file, or the
//! piece of it, is read by `syn`. On what both read they give the same facts, place for place.
//!
//! Facts are numbered in the order in which the lowering of `syn`'s trees meets them. Where that is not the order
//! of the text (a `where` clause comes before the parameters, an initialiser before its pattern), the reader looks
//! for the place, reads there first, and comes back; that it ends where the search did is checked.

mod args;
mod attr;
mod block;
mod control;
mod cursor;
mod data;
mod depth;
mod expr;
mod function;
mod generics;
mod item;
mod kind;
mod lex;
mod line;
mod literal;
mod macros;
mod member;
mod number;
mod operand;
mod pat;
mod path;
mod ty;
mod uses;

use crate::model::fact::FileFacts;
use cursor::Reader;
use lex::Token;
use std::cell::RefCell;

/// Not read here; why, for those who count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Declined(pub(super) &'static str);

/// What a reader gives.
type Read<T> = Result<T, Declined>;

/// Most tokens whose room is kept for the next file.
const ROOM: usize = 1 << 18;

thread_local! {
    /// The tokens of the last file, kept for their room.
    static TOKENS: RefCell<Vec<Token>> = const { RefCell::new(Vec::new()) };
}

/// Reads a whole file. `text` has its head blanked.
pub(super) fn file(text: &str) -> Read<FileFacts> {
    let mut tokens = TOKENS.take();
    let read = lex::lex(text, &mut tokens).and_then(|()| of_tokens(text, &tokens));
    if tokens.capacity() <= ROOM {
        TOKENS.set(tokens);
    }
    read
}

fn of_tokens(text: &str, tokens: &[Token]) -> Read<FileFacts> {
    if depth::too_deep(tokens) {
        return Err(Declined("nested deep"));
    }
    let mut reader = Reader::new(text, tokens);
    reader.file()?;
    Ok(reader.lower.finish())
}
