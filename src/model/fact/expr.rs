//! Expressions, statements and literals.

use super::{ExprId, ItemId, MacroCall, PatId, Path, Sym, TyId};
use crate::model::place::Span;
use serde::{Deserialize, Serialize};

/// An expression. Parentheses and attributes are dropped; `unsafe` and `const` blocks are blocks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Expr {
    /// A local, a function, a const, a constructor. One segment may be a local.
    Path(Path),
    /// A literal.
    Lit(Lit),
    /// `a.b`, `a.0`: base, name, the name token.
    Field(ExprId, Sym, Span),
    /// `a[b]`.
    Index(ExprId, ExprId),
    /// `&a`, `&mut a`, `&raw a`: mutable?
    Ref(bool, ExprId),
    /// `*a`.
    Deref(ExprId),
    /// `!a`, `-a`.
    Unary(UnaryOp, ExprId),
    /// `a + b`.
    Binary(BinaryOp, ExprId, ExprId),
    /// `a = b`.
    Assign(ExprId, ExprId),
    /// `a += b`.
    AssignOp(BinaryOp, ExprId, ExprId),
    /// `f(a, b)`.
    Call(ExprId, Box<[ExprId]>),
    /// `a.f::<T>(b)`.
    Method(Box<MethodCall>),
    /// `m!(…)`.
    Macro(Box<MacroCall>),
    /// `S { a: x, ..rest }`.
    Struct(Box<StructLit>),
    /// `(a, b)`.
    Tuple(Box<[ExprId]>),
    /// `[a, b]`.
    Array(Box<[ExprId]>),
    /// `[a; n]`.
    Repeat(ExprId, ExprId),
    /// `{ … }`: label, statements; the value is the last statement if it is `Stmt::Value`.
    Block(Option<Sym>, Box<[Stmt]>),
    /// `async { … }`, `gen { … }`: the block.
    Async(ExprId),
    /// `try { … }`: the block.
    TryBlock(ExprId),
    /// `if c { … } else …`; `c` may hold `Expr::Let`.
    If(ExprId, ExprId, Option<ExprId>),
    /// `let p = e` inside a condition.
    Let(PatId, ExprId),
    /// `match e { … }`.
    Match(ExprId, Box<[Arm]>),
    /// `loop { … }`.
    Loop(Option<Sym>, ExprId),
    /// `while c { … }`.
    While(Option<Sym>, ExprId, ExprId),
    /// `for p in e { … }`.
    For(Option<Sym>, PatId, ExprId, ExprId),
    /// `|a, b| e`.
    Closure(Box<Closure>),
    /// `return e`.
    Return(Option<ExprId>),
    /// `break 'a e`.
    Break(Option<Sym>, Option<ExprId>),
    /// `continue 'a`.
    Continue(Option<Sym>),
    /// `yield e`.
    Yield(Option<ExprId>),
    /// `e.await`.
    Await(ExprId),
    /// `e?`.
    Try(ExprId),
    /// `e as T`.
    Cast(ExprId, TyId),
    /// `a..b`.
    Range(Option<ExprId>, Option<ExprId>),
    /// A hole of a macro template: the metavariable's name without `$`.
    Hole(Sym),
    /// Anything else, with the expressions inside it.
    Other(Box<[ExprId]>),
}

/// A method call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MethodCall {
    /// What it is called on.
    pub receiver: ExprId,
    /// Its name.
    pub name: Sym,
    /// The name token.
    pub name_span: Span,
    /// Turbofish types.
    pub generics: Box<[TyId]>,
    /// Arguments without the receiver.
    pub args: Box<[ExprId]>,
}

/// A struct literal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StructLit {
    /// The type or variant.
    pub path: Path,
    /// Field name, its token, its value (for shorthand, a path).
    pub fields: Box<[(Sym, Span, ExprId)]>,
    /// `..rest`.
    pub rest: Option<ExprId>,
}

/// An arm of a `match`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Arm {
    /// Its pattern.
    pub pat: PatId,
    /// `if …`.
    pub guard: Option<ExprId>,
    /// Its value.
    pub body: ExprId,
}

/// A closure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closure {
    /// Parameters with their declared types.
    pub params: Box<[(PatId, Option<TyId>)]>,
    /// Body.
    pub body: ExprId,
    /// `async |…|`.
    pub is_async: bool,
}

/// A statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stmt {
    /// `let p: T = e else { … };`
    Let(Box<LetStmt>),
    /// An expression with `;`, or whose value is not the block's.
    Expr(ExprId),
    /// The block's value.
    Value(ExprId),
    /// An item.
    Item(ItemId),
}

/// A `let`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LetStmt {
    /// Its pattern.
    pub pat: PatId,
    /// Declared type.
    pub ty: Option<TyId>,
    /// Initialiser.
    pub init: Option<ExprId>,
    /// `else { … }`.
    pub otherwise: Option<ExprId>,
    /// From `let` to `;`.
    pub span: Span,
}

/// A literal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Lit {
    /// Text (`""`, `r""`, `c""`), unescaped. Of a text over 4 KiB, the first 4 KiB and an ellipsis with its digest.
    Str(Sym),
    /// Bytes as lossy text.
    Bytes(Sym),
    /// An integer, digits as written without suffix and underscores.
    Int(Sym),
    /// A float.
    Float,
    /// `true`, `false`.
    Bool(bool),
    /// A character.
    Char(char),
}

macro_rules! ops {
    ($(#[$doc:meta] $name:ident { $($(#[$vdoc:meta])* $variant:ident),* $(,)? })*) => {$(
        #[$doc]
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[allow(missing_docs)]
        pub enum $name { $($(#[$vdoc])* $variant),* }
    )*};
}
ops! {
    /// Unary operators.
    UnaryOp { Not, Neg }
    /// Binary operators.
    BinaryOp { Add, Sub, Mul, Div, Rem, And, Or, BitXor, BitAnd, BitOr, Shl, Shr, Eq, Lt, Le, Ne, Ge, Gt }
}
