//! Macro calls and attributes, in the one shape that all of them are read in.

use super::{ExprId, Path, Stmt, Sym, TyId};
use crate::model::code::{code_enum, code_structs};
use crate::model::place::Span;

/// An attribute in the one shape of macro calls. `#[serde(rename = "x")]` has path `serde` and one argument
/// with key `rename`; `#[path = "x"]` has path `path` and one argument without key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attr {
    /// `derive`, `serde`, `tracing::instrument`.
    pub path: Path,
    /// Its arguments.
    pub args: Box<[MacroArg]>,
    /// From `#` to `]`.
    pub span: Span,
    /// It stood inside a `cfg_attr`.
    pub conditional: bool,
}

/// A macro call in the one shape: every macro reads like this, whatever it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MacroCall {
    /// `tracing::info`.
    pub path: Path,
    /// Its arguments, split at top-level commas, semicolons or `=>`-rows.
    pub args: Box<[MacroArg]>,
    /// From the path to the closing delimiter.
    pub span: Span,
}

/// An argument of a macro call or attribute: `target: "x"`, `user.email = %mail`, `"{name}"`, `?err`, `name`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MacroArg {
    /// What stands before `=`, `:`, `=>`, `->`: dotted names and string literals as text.
    pub key: Option<Sym>,
    /// The key's tokens.
    pub key_span: Span,
    /// Separator of key and value.
    pub separator: Separator,
    /// `%` or `?` before the value (or before a bare name, as tracing has it).
    pub sigil: Option<char>,
    /// The value.
    pub value: MacroValue,
    /// The whole argument.
    pub span: Span,
}

/// What stands between key and value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Separator {
    /// No key.
    #[default]
    None,
    /// `=`.
    Equals,
    /// `:`.
    Colon,
    /// `=>`.
    FatArrow,
    /// `->`.
    Arrow,
    /// `key(args)` in attributes: the value is a group.
    Parens,
    /// `key { … }` in `table!` and the like.
    Braces,
}

/// The value of a macro argument.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MacroValue {
    /// Parses as an expression (paths included).
    Expr(ExprId),
    /// A string literal with the captures `{name}` of a format string: each the name, its span, and its
    /// spec after `:`. `{}` and `{0}` are listed too, with an empty or numeric name.
    Str(ExprId, Box<[Capture]>),
    /// A bracketed list that is no expression: `{ "a": 1 }` of `json!`, `(a, b = c)` of attributes.
    Group(Box<[MacroArg]>),
    /// A type: the value of `->` in `table!`, and what parses as a type and not as an expression.
    Ty(TyId),
    /// Statements or items: their expressions, in order (items are in `FileFacts::items`).
    Code(Box<[Stmt]>),
    /// Nothing (a bare key), the path that a `derive` names, or what was not read, as compact text of at most 200
    /// characters.
    Tokens(Sym),
}

/// One `{…}` of a format string.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Capture {
    /// Name, position as a decimal, or empty.
    pub name: Sym,
    /// What follows `:`, such as `?` or `#?`.
    pub spec: Sym,
    /// Where the name stands (the braces' inside).
    pub span: Span,
    /// For an inline capture of an identifier: the expression `Path(name)`; names in the spec (`{x:width$}`)
    /// are captures of their own.
    pub expr: Option<ExprId>,
}

/// An arm of `macro_rules!`. A simple one has a template: the transcriber lowered as a block whose holes are
/// `Expr::Hole`, repetitions read once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MacroArm {
    /// Metavariables in order: name, fragment (`expr`, `ident`, `tt` …), inside a repetition.
    pub holes: Box<[(Sym, Sym, bool)]>,
    /// Literal tokens of the matcher at the top level, to choose the arm (identifiers, keys).
    pub literals: Box<[Sym]>,
    /// The transcriber.
    pub template: Option<ExprId>,
    /// The whole arm.
    pub span: Span,
}

code_structs! {
    Attr { path, args, span, conditional }
    MacroCall { path, args, span }
    MacroArg { key, key_span, separator, sigil, value, span }
    Capture { name, spec, span, expr }
    MacroArm { holes, literals, template, span }
}
code_enum!(Separator { 0 None, 1 Equals, 2 Colon, 3 FatArrow, 4 Arrow, 5 Parens, 6 Braces });
code_enum!(MacroValue { 0 Expr(of), 1 Str(of, captures), 2 Group(args), 3 Ty(ty), 4 Code(stmts), 5 Tokens(text) });
