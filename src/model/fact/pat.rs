//! Patterns.

use super::{Lit, PatId, Path, Sym, TyId};
use serde::{Deserialize, Serialize};

/// A pattern.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
