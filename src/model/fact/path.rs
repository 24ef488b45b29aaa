//! Paths, imports and types.

use super::{ItemId, Sym, TyId};
use crate::model::code::{code_enum, code_structs};
use crate::model::place::Span;

/// One imported name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Use {
    /// The mod or function it stands in.
    pub parent: Option<ItemId>,
    /// The path; for a glob, the path before `::*`.
    pub path: Path,
    /// The name it gets here; `None` for a glob. `_` imports have the name `_`.
    pub alias: Option<Sym>,
    /// `pub use` in any form.
    pub public: bool,
    /// Where.
    pub span: Span,
}

/// A path with its generic arguments.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Path {
    /// Leading `::`.
    pub global: bool,
    /// `<T as Trait>::x`: the type `T`; the segments are then the trait's path and what follows.
    pub qself: Option<TyId>,
    /// Its segments.
    pub segments: Box<[Segment]>,
    /// Where.
    pub span: Span,
}

impl Path {
    /// A path of one name.
    pub fn single(name: Sym, span: Span) -> Self {
        Self { segments: [Segment { name, args: Box::default() }].into(), span, ..Self::default() }
    }

    /// The types given to its last segment.
    pub fn generics(&self) -> &[TyId] {
        self.segments.last().map_or(&[], |segment| &segment.args)
    }

    /// The path before its last segment.
    pub fn without_last(&self) -> Self {
        let kept = self.segments.len().saturating_sub(1);
        Self { segments: self.segments[..kept].into(), ..self.clone() }
    }
}

/// A segment of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// Its name (`self`, `super`, `crate`, `Self` included; raw identifiers without `r#`).
    pub name: Sym,
    /// Generic type arguments (for `Fn(A) -> B`: the inputs, then the output); lifetimes dropped.
    pub args: Box<[TyId]>,
}

/// A type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ty {
    /// `a::B<C>`, `Self`.
    Path(Path),
    /// `&T`, `&mut T`, `*const T`: mutable?
    Ref(bool, TyId),
    /// `[T]`, `[T; n]`.
    Slice(TyId),
    /// `(A, B)`; `()` is empty.
    Tuple(Box<[TyId]>),
    /// `fn(A) -> B`: inputs, then the output if there is one.
    Fn(Box<[TyId]>, Option<TyId>),
    /// `dyn A + B`, `impl A + B`: its traits.
    Bounds(Box<[Path]>),
    /// `_`, `!`, macro types and what is not known.
    Other,
}

code_structs! {
    Use { parent, path, alias, public, span }
    Path { global, qself, segments, span }
    Segment { name, args }
}
code_enum!(Ty { 0 Path(path), 1 Ref(mutable, ty), 2 Slice(ty), 3 Tuple(list), 4 Fn(inputs, output), 5 Bounds(list), 6 Other });
