//! Expressions, statements and literals.

use super::{ExprId, ItemId, MacroCall, PatId, Path, Sym, TyId};
use crate::model::code::{code_enum, code_structs};
use crate::model::place::Span;

/// An expression. Parentheses and attributes are dropped; `unsafe` and `const` blocks are blocks.
#[derive(Debug, Clone, PartialEq, Eq)]
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
#[derive(Debug, Clone, PartialEq, Eq)]
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StructLit {
    /// The type or variant.
    pub path: Path,
    /// Field name, its token, its value (for shorthand, a path).
    pub fields: Box<[(Sym, Span, ExprId)]>,
    /// `..rest`.
    pub rest: Option<ExprId>,
}

/// An arm of a `match`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arm {
    /// Its pattern.
    pub pat: PatId,
    /// `if …`.
    pub guard: Option<ExprId>,
    /// Its value.
    pub body: ExprId,
}

/// A closure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closure {
    /// Parameters with their declared types.
    pub params: Box<[(PatId, Option<TyId>)]>,
    /// Body.
    pub body: ExprId,
    /// `async |…|`.
    pub is_async: bool,
}

/// A statement.
#[derive(Debug, Clone, PartialEq, Eq)]
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
#[derive(Debug, Clone, PartialEq, Eq)]
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
#[derive(Debug, Clone, PartialEq, Eq)]
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
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
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

code_enum!(Expr {
    0 Path(path),
    1 Lit(lit),
    2 Field(base, name, span),
    3 Index(a, b),
    4 Ref(mutable, a),
    5 Deref(a),
    6 Unary(op, a),
    7 Binary(op, a, b),
    8 Assign(a, b),
    9 AssignOp(op, a, b),
    10 Call(function, args),
    11 Method(call),
    12 Macro(call),
    13 Struct(lit),
    14 Tuple(list),
    15 Array(list),
    16 Repeat(a, b),
    17 Block(label, stmts),
    18 Async(a),
    19 TryBlock(a),
    20 If(condition, then, otherwise),
    21 Let(pat, a),
    22 Match(a, arms),
    23 Loop(label, a),
    24 While(label, a, b),
    25 For(label, pat, a, b),
    26 Closure(closure),
    27 Return(a),
    28 Break(label, a),
    29 Continue(label),
    30 Yield(a),
    31 Await(a),
    32 Try(a),
    33 Cast(a, ty),
    34 Range(a, b),
    35 Hole(name),
    36 Other(list),
});
code_structs! {
    MethodCall { receiver, name, name_span, generics, args }
    StructLit { path, fields, rest }
    Arm { pat, guard, body }
    Closure { params, body, is_async }
    LetStmt { pat, ty, init, otherwise, span }
}
code_enum!(Stmt { 0 Let(of), 1 Expr(a), 2 Value(a), 3 Item(item) });
code_enum!(Lit { 0 Str(text), 1 Bytes(text), 2 Int(text), 3 Float, 4 Bool(value), 5 Char(value) });
code_enum!(UnaryOp { 0 Not, 1 Neg });
code_enum!(BinaryOp {
    0 Add, 1 Sub, 2 Mul, 3 Div, 4 Rem, 5 And, 6 Or, 7 BitXor, 8 BitAnd, 9 BitOr, 10 Shl, 11 Shr, 12 Eq, 13 Lt, 14 Le,
    15 Ne, 16 Ge, 17 Gt,
});
