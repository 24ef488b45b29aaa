//! Items: what has a name and a place in the module tree, with their fields, signatures and attributes.

use super::{Attr, ExprId, ItemId, MacroArm, MacroCall, PatId, Path, Sym, TyId};
use crate::model::code::{code_enum, code_structs};
use crate::model::place::Span;

/// An item: anything with a name and a place in the module tree, also inside functions.
#[derive(Debug, Clone, PartialEq, Eq)]
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
    pub attrs: Box<[Attr]>,
    /// The first paragraph of its doc comment, at most 200 characters.
    pub doc: Sym,
    /// `pub` in any form.
    pub public: bool,
    /// Under `#[cfg(test)]`, `#[test]` or the like, itself or by a parent in this file.
    pub test: bool,
}

/// The kinds of item.
#[derive(Debug, Clone, PartialEq, Eq)]
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
        variants: Box<[Variant]>,
    },
    /// `trait`; its functions are items with this parent.
    Trait {
        /// Generic parameters.
        generics: Generics,
        /// Supertraits.
        supertraits: Box<[Path]>,
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
    MacroRules(Box<[MacroArm]>),
    /// A macro call in item position. Items found in its body are items with this parent.
    MacroCall(MacroCall),
    /// `extern crate a as b`: the original name.
    ExternCrate(Sym),
    /// `extern { … }`.
    Foreign,
}

/// Generic parameters: type parameters with their bounds (`where` clauses merged in).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Generics {
    /// Name and bounds.
    pub params: Box<[(Sym, Box<[Path]>)]>,
}

/// The fields of a struct or variant.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Fields {
    /// `( … )` rather than `{ … }`; names are then "0", "1", ….
    pub tuple: bool,
    /// In order.
    pub list: Box<[Field]>,
}

/// A field.
#[derive(Debug, Clone, PartialEq, Eq)]
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
    pub attrs: Box<[Attr]>,
    /// First paragraph of the doc comment.
    pub doc: Sym,
}

/// A variant.
#[derive(Debug, Clone, PartialEq, Eq)]
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
    pub attrs: Box<[Attr]>,
    /// First paragraph of the doc comment.
    pub doc: Sym,
}

/// A function's signature and body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Function {
    /// Generic parameters.
    pub generics: Generics,
    /// `self` parameter.
    pub receiver: Option<Receiver>,
    /// The other parameters.
    pub params: Box<[Param]>,
    /// Return type; `None` for `()`.
    pub ret: Option<TyId>,
    /// `async`.
    pub is_async: bool,
    /// The first expression of the body; all of them stand between it and the body itself.
    pub first: ExprId,
    /// The body, a `Expr::Block`; `None` in traits and foreign blocks.
    pub body: Option<ExprId>,
}

impl Function {
    /// The numbers of the expressions of its body, the body itself the last.
    pub(super) fn exprs(&self) -> Option<std::ops::Range<usize>> {
        self.body.map(|body| self.first.at()..body.at() + 1)
    }
}

/// How a method takes `self`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Receiver {
    /// `self`, `self: Box<Self>` and the like.
    Value,
    /// `&self`.
    Ref,
    /// `&mut self`.
    RefMut,
}

/// A parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Param {
    /// Its pattern.
    pub pat: PatId,
    /// Its type.
    pub ty: TyId,
    /// Its attributes.
    pub attrs: Box<[Attr]>,
    /// The whole parameter without attributes.
    pub span: Span,
}

code_structs! {
    Item { kind, name, name_span, span, parent, attrs, doc, public, test }
    Generics { params }
    Fields { tuple, list }
    Field { name, name_span, span, ty, attrs, doc }
    Variant { name, name_span, span, fields, attrs, doc }
    Function { generics, receiver, params, ret, is_async, first, body }
    Param { pat, ty, attrs, span }
}
code_enum!(ItemKind {
    0 Mod { inline, path },
    1 Struct { generics, fields },
    2 Enum { generics, variants },
    3 Trait { generics, supertraits },
    4 Impl { generics, of, on },
    5 Fn(function),
    6 Const { ty, value, is_static },
    7 Alias { generics, ty },
    8 MacroRules(arms),
    9 MacroCall(call),
    10 ExternCrate(name),
    11 Foreign,
});
code_enum!(Receiver { 0 Value, 1 Ref, 2 RefMut });
