//! What `extract` reads off one file: items, types, bodies, macro calls, literals, marks. Depends on the
//! text alone. Trees are arenas with `u32` ids, names are interned per file; nothing here knows a rule.
//!
//! Facts of all files are held at once, so they are kept small: lists have no spare room, names are one text.

mod body;
mod call;
mod expr;
mod item;
mod names;
mod pat;
mod path;
mod sql;

pub use body::{Bodies, Nodes};
pub use call::{Attr, Capture, MacroArg, MacroArm, MacroCall, MacroValue, Separator};
pub use expr::{Arm, BinaryOp, Closure, Expr, LetStmt, Lit, MethodCall, Stmt, StructLit, UnaryOp};
pub use item::{Field, Fields, Function, Generics, Item, ItemKind, Param, Receiver, Variant};
pub use names::{Chosen, Names};
pub use pat::Pat;
pub use path::{Path, Segment, Ty, Use};
pub use sql::{SqlColumn, SqlTable};

use super::code::{Code, Element, In, Out, code_structs};
use super::mark::Mark;
use super::place::{LineTable, Span};
use std::ops::Range;

/// The facts of one file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FileFacts {
    /// Interned strings; `Sym` indexes it.
    pub names: Names,
    /// Items in source order, a parent before its children.
    pub items: Box<[Item]>,
    /// `use` declarations, flattened to one path each.
    pub uses: Box<[Use]>,
    /// Types.
    pub types: Box<[Ty]>,
    /// Expressions and patterns of every function, const and template of the file.
    pub bodies: Bodies,
    /// Annotations, in source order.
    pub marks: Vec<Mark>,
    /// SQL tables (of `.sql` files; SQL in string literals is read by detection).
    pub tables: Vec<SqlTable>,
    /// What could not be read.
    pub gaps: Vec<FactGap>,
    /// Where the lines begin.
    pub lines: LineTable,
    /// BLAKE3 of the bytes, in hex: the file's identity for caches and shards.
    pub digest: String,
}

/// Something in a file that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactGap {
    /// Where.
    pub span: Span,
    /// One sentence.
    pub reason: String,
    /// True when nothing of the file could be read.
    pub whole_file: bool,
}

code_structs! {
    FactGap { span, reason, whole_file }
    FileFacts { names, types, items, uses, bodies, marks, tables, gaps, lines, digest }
}

macro_rules! id {
    ($($(#[$doc:meta])* $name:ident $($near:ident)?),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
        pub struct $name(pub u32);
        impl $name {
            /// As an index into its arena.
            pub fn at(self) -> usize {
                self.0 as usize
            }
        }
        impl Element for $name {}
        id!(@code $name $($near)?);
    )*};
    (@code $name:ident) => {
        impl Code for $name {
            fn put(&self, out: &mut Out) {
                out.name(self.0);
            }
            fn take(input: &mut In<'_>) -> Option<Self> {
                Some(Self(input.number()?))
            }
        }
    };
    (@code $name:ident $near:ident) => {
        impl Code for $name {
            fn put(&self, out: &mut Out) {
                out.step(out.near.$near, self.0);
                out.near.$near = self.0;
            }
            fn take(input: &mut In<'_>) -> Option<Self> {
                let id = input.step(input.near.$near)?;
                input.near.$near = id;
                Some(Self(id))
            }
        }
    };
}
id! {
    /// Index into `FileFacts::names`.
    Sym,
    /// Index into `FileFacts::items`.
    ItemId item,
    /// Index into `FileFacts::exprs()`.
    ExprId expr,
    /// Index into `FileFacts::pats()`.
    PatId pat,
    /// Index into `FileFacts::types`.
    TyId ty,
}

impl FileFacts {
    /// The text of an interned name.
    pub fn name(&self, sym: Sym) -> &str {
        self.names.get(sym)
    }
    /// All expressions with their places, in the order of their ids.
    pub fn exprs(&self) -> impl Iterator<Item = (ExprId, &Expr, Span)> {
        self.bodies.exprs().map(|(at, (expr, span))| (ExprId(at), expr, *span))
    }
    /// The expressions that have a name of the kind, among others near them.
    pub fn exprs_near<'f>(
        &'f self,
        named: impl Fn(Sym) -> bool + 'f,
    ) -> impl Iterator<Item = (ExprId, &'f Expr, Span)> {
        self.bodies.exprs_near(named).map(|(at, (expr, span))| (ExprId(at), expr, *span))
    }
    /// The expressions of a function's body, of functions inside it too, that have one of the names, among others near them.
    pub fn exprs_in<'f>(&'f self, function: &Function, named: &'f Chosen) -> impl Iterator<Item = ExprId> + 'f {
        let exprs = function.exprs().into_iter();
        let near = exprs.flat_map(|exprs| self.bodies.exprs_among(exprs, |name| named.has(name)));
        near.map(|at| ExprId(at as u32))
    }
    /// All patterns with their places, in the order of their ids.
    pub fn pats(&self) -> impl Iterator<Item = (&Pat, Span)> {
        self.bodies.pats().map(|(pat, span)| (pat, *span))
    }
    /// The patterns that have a name of the kind, among others near them.
    pub fn pats_near<'f>(&'f self, named: impl Fn(Sym) -> bool + 'f) -> impl Iterator<Item = (&'f Pat, Span)> {
        self.bodies.pats_near(named).map(|(_, (pat, span))| (pat, *span))
    }
    /// The expressions of the functions in whose bodies a name of the kind may stand, and of what lies between functions
    /// where one may.
    pub fn exprs_around<'f>(
        &'f self,
        named: impl Fn(Sym) -> bool + 'f,
    ) -> impl Iterator<Item = (ExprId, &'f Expr, Span)> {
        let stretches = self.stretches().into_iter().filter(move |exprs| self.bodies.names_near(exprs, &named));
        stretches.flatten().map(|at| ExprId(at as u32)).map(|id| (id, self.expr(id), self.expr_span(id)))
    }
    /// Whether a name of the kind stands in a function's body, or near it.
    pub fn names_near(&self, function: &Function, named: &Chosen) -> bool {
        function.exprs().is_some_and(|exprs| self.bodies.names_near(&exprs, |name| named.has(name)))
    }
    /// The expressions of each outermost function, and those between them.
    fn stretches(&self) -> Vec<Range<usize>> {
        let (mut stretches, mut done) = (Vec::new(), 0);
        for item in &self.items {
            let ItemKind::Fn(function) = &item.kind else { continue };
            if let Some(exprs) = function.exprs().filter(|exprs| done <= exprs.start) {
                stretches.push(done..exprs.start);
                done = exprs.end;
                stretches.push(exprs);
            }
        }
        stretches.push(done..self.bodies.exprs_len());
        stretches
    }
    /// An expression.
    pub fn expr(&self, id: ExprId) -> &Expr {
        &self.bodies.expr(id.at()).0
    }
    /// The span of an expression.
    pub fn expr_span(&self, id: ExprId) -> Span {
        self.bodies.expr(id.at()).1
    }
    /// The span of a pattern.
    pub fn pat_span(&self, id: PatId) -> Span {
        self.bodies.pat(id.at()).1
    }
    /// A pattern.
    pub fn pat(&self, id: PatId) -> &Pat {
        &self.bodies.pat(id.at()).0
    }
    /// A type.
    pub fn ty(&self, id: TyId) -> &Ty {
        &self.types[id.at()]
    }
    /// An item.
    pub fn item(&self, id: ItemId) -> &Item {
        &self.items[id.at()]
    }
    /// The last segment of a path.
    pub fn last(&self, path: &Path) -> &str {
        path.segments.last().map_or("", |segment| self.name(segment.name))
    }
    /// A path as `a::b::C`, without generic arguments.
    pub fn path_text(&self, path: &Path) -> String {
        let names: Vec<&str> = path.segments.iter().map(|segment| self.name(segment.name)).collect();
        format!("{}{}", if path.global { "::" } else { "" }, names.join("::"))
    }
}
