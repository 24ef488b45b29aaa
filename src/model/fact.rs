//! What `extract` reads off one file: items, types, bodies, macro calls, literals, marks. Depends on the
//! text alone. Trees are arenas with `u32` ids, names are interned per file; nothing here knows a rule.

use super::mark::Mark;
use super::place::{LineTable, Span};
use serde::{Deserialize, Serialize};

/// The facts of one file.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct FileFacts {
    /// Interned strings; `Sym` indexes it. Entry 0 is the empty string.
    pub names: Vec<Box<str>>,
    /// Items in source order, a parent before its children.
    pub items: Vec<Item>,
    /// `use` declarations, flattened to one path each.
    pub uses: Vec<Use>,
    /// Expressions, patterns of every body, const and template of the file.
    pub exprs: Vec<Expr>,
    /// Span of each expression.
    pub expr_spans: Vec<Span>,
    /// Patterns.
    pub pats: Vec<Pat>,
    /// Span of each pattern.
    pub pat_spans: Vec<Span>,
    /// Types.
    pub types: Vec<Ty>,
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactGap {
    /// Where.
    pub span: Span,
    /// One sentence.
    pub reason: String,
    /// True when nothing of the file could be read.
    pub whole_file: bool,
}

macro_rules! id {
    ($(#[$doc:meta] $name:ident),* $(,)?) => {$(
        #[$doc]
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
        pub struct $name(pub u32);
        impl $name {
            /// As an index into its arena.
            pub fn at(self) -> usize {
                self.0 as usize
            }
        }
    )*};
}
id! {
    /// Index into `FileFacts::names`.
    Sym,
    /// Index into `FileFacts::items`.
    ItemId,
    /// Index into `FileFacts::exprs`.
    ExprId,
    /// Index into `FileFacts::pats`.
    PatId,
    /// Index into `FileFacts::types`.
    TyId,
}

impl FileFacts {
    /// The text of an interned name.
    pub fn name(&self, sym: Sym) -> &str {
        &self.names[sym.at()]
    }
    /// An expression.
    pub fn expr(&self, id: ExprId) -> &Expr {
        &self.exprs[id.at()]
    }
    /// The span of an expression.
    pub fn expr_span(&self, id: ExprId) -> Span {
        self.expr_spans[id.at()]
    }
    /// A pattern.
    pub fn pat(&self, id: PatId) -> &Pat {
        &self.pats[id.at()]
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

/// An item: anything with a name and a place in the module tree, also inside functions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// What it is.
    pub kind: ItemKind,
    /// Its name; empty for impls, macro calls, unnamed consts as `_`.
    pub name: Sym,
    /// Its name token (for an `impl`, the self type; for a macro call, the macro's path).
    pub name_span: Span,
    /// The whole item, without its attributes and doc comments.
    pub span: Span,
    /// The mod, impl, trait or function around it.
    pub parent: Option<ItemId>,
    /// Attributes, those inside `cfg_attr` included.
    pub attrs: Vec<Attr>,
    /// The first paragraph of its doc comment, at most 200 characters.
    pub doc: Sym,
    /// `pub` in any form.
    pub public: bool,
    /// Under `#[cfg(test)]`, `#[test]` or the like, itself or by a parent in this file.
    pub test: bool,
}

/// The kinds of item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ItemKind {
    /// `mod x;` or `mod x { … }`; `path` is its `#[path]`.
    Mod {
        /// Has a body here.
        inline: bool,
        /// The value of `#[path = "…"]`.
        path: Option<Sym>,
    },
    /// `struct` or `union`.
    Struct {
        /// Generic parameters.
        generics: Generics,
        /// Its fields.
        fields: Fields,
    },
    /// `enum`.
    Enum {
        /// Generic parameters.
        generics: Generics,
        /// Its variants.
        variants: Vec<Variant>,
    },
    /// `trait`; its functions are items with this parent.
    Trait {
        /// Generic parameters.
        generics: Generics,
        /// Supertraits.
        supertraits: Vec<Path>,
    },
    /// `impl`; its functions are items with this parent.
    Impl {
        /// Generic parameters.
        generics: Generics,
        /// The implemented trait.
        of: Option<Path>,
        /// The self type.
        on: TyId,
    },
    /// A function, method, trait method or foreign function.
    Fn(Function),
    /// `const` or `static`, associated ones included.
    Const {
        /// Declared type.
        ty: Option<TyId>,
        /// Initialiser.
        value: Option<ExprId>,
        /// `static`.
        is_static: bool,
    },
    /// `type X = …;`, associated ones included.
    Alias {
        /// Generic parameters.
        generics: Generics,
        /// What it stands for.
        ty: Option<TyId>,
    },
    /// `macro_rules!`.
    MacroRules(Vec<MacroArm>),
    /// A macro call in item position. Items found in its body are items with this parent.
    MacroCall(MacroCall),
    /// `extern crate a as b`: the original name.
    ExternCrate(Sym),
    /// `extern { … }`.
    Foreign,
}

/// Generic parameters: type parameters with their bounds (`where` clauses merged in).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Generics {
    /// Name and bounds.
    pub params: Vec<(Sym, Vec<Path>)>,
}

/// The fields of a struct or variant.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Fields {
    /// `( … )` rather than `{ … }`; names are then "0", "1", ….
    pub tuple: bool,
    /// In order.
    pub list: Vec<Field>,
}

/// A field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    /// Name, or its position as a decimal.
    pub name: Sym,
    /// The name token; the type for tuple fields.
    pub name_span: Span,
    /// The whole field without attributes.
    pub span: Span,
    /// Declared type.
    pub ty: TyId,
    /// Attributes.
    pub attrs: Vec<Attr>,
    /// First paragraph of the doc comment.
    pub doc: Sym,
}

/// A variant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Variant {
    /// Name.
    pub name: Sym,
    /// The name token.
    pub name_span: Span,
    /// The whole variant without attributes.
    pub span: Span,
    /// Its fields.
    pub fields: Fields,
    /// Attributes.
    pub attrs: Vec<Attr>,
    /// First paragraph of the doc comment.
    pub doc: Sym,
}

/// A function's signature and body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Function {
    /// Generic parameters.
    pub generics: Generics,
    /// `self` parameter.
    pub receiver: Option<Receiver>,
    /// The other parameters.
    pub params: Vec<Param>,
    /// Return type; `None` for `()`.
    pub ret: Option<TyId>,
    /// `async`.
    pub is_async: bool,
    /// The body, a `Expr::Block`; `None` in traits and foreign blocks.
    pub body: Option<ExprId>,
}

/// How a method takes `self`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Receiver {
    /// `self`, `self: Box<Self>` and the like.
    Value,
    /// `&self`.
    Ref,
    /// `&mut self`.
    RefMut,
}

/// A parameter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Param {
    /// Its pattern.
    pub pat: PatId,
    /// Its type.
    pub ty: TyId,
    /// Its attributes.
    pub attrs: Vec<Attr>,
    /// The whole parameter without attributes.
    pub span: Span,
}

/// An attribute in the one shape of macro calls. `#[serde(rename = "x")]` has path `serde` and one argument
/// with key `rename`; `#[path = "x"]` has path `path` and one argument without key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attr {
    /// `derive`, `serde`, `tracing::instrument`.
    pub path: Path,
    /// Its arguments.
    pub args: Vec<MacroArg>,
    /// From `#` to `]`.
    pub span: Span,
    /// It stood inside a `cfg_attr`.
    pub conditional: bool,
}

/// One imported name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Path {
    /// Leading `::`.
    pub global: bool,
    /// `<T as Trait>::x`: the type `T`; the segments are then the trait's path and what follows.
    pub qself: Option<TyId>,
    /// Its segments.
    pub segments: Vec<Segment>,
    /// Where.
    pub span: Span,
}

/// A segment of a path.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Segment {
    /// Its name (`self`, `super`, `crate`, `Self` included; raw identifiers without `r#`).
    pub name: Sym,
    /// Generic type arguments (for `Fn(A) -> B`: the inputs, then the output); lifetimes dropped.
    pub args: Vec<TyId>,
}

/// A type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Ty {
    /// `a::B<C>`, `Self`.
    Path(Path),
    /// `&T`, `&mut T`, `*const T`: mutable?
    Ref(bool, TyId),
    /// `[T]`, `[T; n]`.
    Slice(TyId),
    /// `(A, B)`; `()` is empty.
    Tuple(Vec<TyId>),
    /// `fn(A) -> B`: inputs, then the output if there is one.
    Fn(Vec<TyId>, Option<TyId>),
    /// `dyn A + B`, `impl A + B`: its traits.
    Bounds(Vec<Path>),
    /// `_`, `!`, macro types and what is not known.
    Other,
}

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
    Call(ExprId, Vec<ExprId>),
    /// `a.f::<T>(b)`.
    Method(Box<MethodCall>),
    /// `m!(…)`.
    Macro(Box<MacroCall>),
    /// `S { a: x, ..rest }`.
    Struct(Box<StructLit>),
    /// `(a, b)`.
    Tuple(Vec<ExprId>),
    /// `[a, b]`.
    Array(Vec<ExprId>),
    /// `[a; n]`.
    Repeat(ExprId, ExprId),
    /// `{ … }`: label, statements; the value is the last statement if it is `Stmt::Value`.
    Block(Option<Sym>, Vec<Stmt>),
    /// `async { … }`, `gen { … }`: the block.
    Async(ExprId),
    /// `try { … }`: the block.
    TryBlock(ExprId),
    /// `if c { … } else …`; `c` may hold `Expr::Let`.
    If(ExprId, ExprId, Option<ExprId>),
    /// `let p = e` inside a condition.
    Let(PatId, ExprId),
    /// `match e { … }`.
    Match(ExprId, Vec<Arm>),
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
    Other(Vec<ExprId>),
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
    pub generics: Vec<TyId>,
    /// Arguments without the receiver.
    pub args: Vec<ExprId>,
}

/// A struct literal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StructLit {
    /// The type or variant.
    pub path: Path,
    /// Field name, its token, its value (for shorthand, a path).
    pub fields: Vec<(Sym, Span, ExprId)>,
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
    pub params: Vec<(PatId, Option<TyId>)>,
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
    Tuple(Vec<PatId>),
    /// `[a, b]`.
    Slice(Vec<PatId>),
    /// `S(a, b)`.
    TupleStruct(Path, Vec<PatId>),
    /// `S { a, b: p }`.
    Struct(Path, Vec<(Sym, PatId)>),
    /// `a::B`.
    Path(Path),
    /// A literal or a range.
    Lit(Option<Lit>),
    /// `a | b`.
    Or(Vec<PatId>),
    /// `&p`, `box p`.
    Ref(PatId),
    /// `p: T` (closure parameters).
    Typed(PatId, TyId),
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

/// A macro call in the one shape: every macro reads like this, whatever it means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MacroCall {
    /// `tracing::info`.
    pub path: Path,
    /// Its arguments, split at top-level commas, semicolons or `=>`-rows.
    pub args: Vec<MacroArg>,
    /// From the path to the closing delimiter.
    pub span: Span,
}

/// An argument of a macro call or attribute: `target: "x"`, `user.email = %mail`, `"{name}"`, `?err`, `name`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum MacroValue {
    /// Parses as an expression (paths included).
    Expr(ExprId),
    /// A string literal with the captures `{name}` of a format string: each the name, its span, and its
    /// spec after `:`. `{}` and `{0}` are listed too, with an empty or numeric name.
    Str(ExprId, Vec<Capture>),
    /// A bracketed list that is no expression: `{ "a": 1 }` of `json!`, `(a, b = c)` of attributes.
    Group(Vec<MacroArg>),
    /// A type: the value of `->` in `table!`, and what parses as a type and not as an expression.
    Ty(TyId),
    /// Statements or items: their expressions, in order (items are in `FileFacts::items`).
    Code(Vec<Stmt>),
    /// Nothing (a bare key) or what was not read, as compact text of at most 200 characters.
    Tokens(Sym),
}

/// One `{…}` of a format string.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MacroArm {
    /// Metavariables in order: name, fragment (`expr`, `ident`, `tt` …), inside a repetition.
    pub holes: Vec<(Sym, Sym, bool)>,
    /// Literal tokens of the matcher at the top level, to choose the arm (identifiers, keys).
    pub literals: Vec<Sym>,
    /// The transcriber.
    pub template: Option<ExprId>,
    /// The whole arm.
    pub span: Span,
}

/// A table read from SQL.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SqlTable {
    /// Its name, without schema and quotes.
    pub name: Sym,
    /// The name token.
    pub name_span: Span,
    /// `CREATE TABLE` (false: `ALTER TABLE … ADD`).
    pub created: bool,
    /// Columns added.
    pub columns: Vec<SqlColumn>,
}

/// A column of SQL.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SqlColumn {
    /// Its name, without quotes.
    pub name: Sym,
    /// The name token.
    pub name_span: Span,
    /// The whole definition.
    pub span: Span,
    /// Its type, lower-cased.
    pub ty: Sym,
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
