//! Patterns.

use super::{Lit, PatId, Path, Sym, TyId};
use crate::model::code::code_enum;

/// A pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pat {
    /// `_`, literals, ranges, const paths of more than one segment without fields, `..`.
    Wild,
    /// `..` in a tuple or slice pattern.
    Rest,
    /// `x`, `ref mut x @ p`: one name, which may also be a const or a unit variant.
    Bind {
        /// Its name.
        name: Sym,
        /// `ref` or `ref mut`.
        by_ref: bool,
        /// `mut`.
        mutable: bool,
        /// `@ p`.
        sub: Option<PatId>,
    },
    /// `(a, b)`.
    Tuple(Box<[PatId]>),
    /// `[a, b]`.
    Slice(Box<[PatId]>),
    /// `S(a, b)`.
    TupleStruct(Path, Box<[PatId]>),
    /// `S { a, b: p }`.
    Struct(Path, Box<[(Sym, PatId)]>),
    /// `a::B`.
    Path(Path),
    /// A literal or a range.
    Lit(Option<Lit>),
    /// `a | b`.
    Or(Box<[PatId]>),
    /// `&p`, `box p`.
    Ref(PatId),
    /// `p: T` (closure parameters).
    Typed(PatId, TyId),
}

code_enum!(Pat {
    0 Wild,
    1 Rest,
    2 Bind { name, by_ref, mutable, sub },
    3 Tuple(list),
    4 Slice(list),
    5 TupleStruct(path, list),
    6 Struct(path, fields),
    7 Path(path),
    8 Lit(lit),
    9 Or(list),
    10 Ref(of),
    11 Typed(of, ty),
});
