//! Items come in, the nodes a mark can speak of go out, in source order of their parents.
//!
//! Only files with a carrier get here, so the walk favours completeness over speed.

use super::macros;
use crate::model::mark::NodeKind;
use crate::model::place::Span;
use proc_macro2::Span as Place;
use std::collections::BTreeSet;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Expr, FnArg, ImplItem, Item, Pat, Stmt, TraitItem};

/// A place in the code that can carry a mark.
#[derive(Debug, Clone, Copy)]
pub(super) struct Node {
    pub(super) kind: NodeKind,
    /// With attributes; `bind` finds where the node itself begins.
    pub(super) span: Span,
    pub(super) name: Span,
    /// A call in a chain, unlike `.field`, `.await`: only these take a mark at the end of a line.
    pub(super) call: bool,
}

/// The nodes of a file, and where operands begin that are no node of their own.
#[derive(Default)]
pub(super) struct Nodes {
    pub(super) list: Vec<Node>,
    /// First byte of each expression and each binary operator: a mark there speaks of the node around.
    pub(super) operands: BTreeSet<usize>,
}

/// Walks the items.
pub(super) fn collect(items: &[Item], to_span: &dyn Fn(Place) -> Span) -> Nodes {
    let mut collector = Collector { nodes: Nodes::default(), to_span };
    items.iter().for_each(|item| collector.visit_item(item));
    collector.nodes
}

pub(super) struct Collector<'a> {
    nodes: Nodes,
    to_span: &'a dyn Fn(Place) -> Span,
}

impl Collector<'_> {
    pub(super) fn push(&mut self, kind: NodeKind, whole: Place, name: Place) {
        let (span, name) = ((self.to_span)(whole), (self.to_span)(name));
        self.nodes.list.push(Node { kind, span, name, call: true });
    }

    fn link(&mut self, whole: Place, name: Place, call: bool) {
        let (span, name) = ((self.to_span)(whole), (self.to_span)(name));
        self.nodes.list.push(Node { kind: NodeKind::ChainLink, span, name, call });
    }

    fn operand(&mut self, place: Place) {
        self.nodes.operands.insert((self.to_span)(place).start as usize);
    }

    fn arguments<'e>(&mut self, list: impl IntoIterator<Item = &'e Expr>) {
        for argument in list {
            self.push(NodeKind::Argument, argument.span(), expr_name(argument));
        }
    }
}

/// From one place to another; the first alone where they cannot be joined.
pub(super) fn join(from: Place, to: Place) -> Place {
    from.join(to).unwrap_or(from)
}

impl<'ast> Visit<'ast> for Collector<'_> {
    fn visit_item(&mut self, item: &'ast Item) {
        let (kind, name) = item_node(item);
        self.push(kind, item.span(), name);
        match item {
            Item::Macro(item) if item.mac.path.is_ident("macro_rules") => macros::templates(self, &item.mac),
            _ => visit::visit_item(self, item),
        }
    }

    fn visit_impl_item(&mut self, item: &'ast ImplItem) {
        let (kind, name) = match item {
            ImplItem::Fn(function) => (NodeKind::Function, function.sig.ident.span()),
            ImplItem::Const(constant) => (NodeKind::Item, constant.ident.span()),
            ImplItem::Type(alias) => (NodeKind::Type, alias.ident.span()),
            ImplItem::Macro(call) => (NodeKind::Item, call.mac.path.span()),
            other => (NodeKind::Item, other.span()),
        };
        self.push(kind, item.span(), name);
        visit::visit_impl_item(self, item);
    }

    fn visit_trait_item(&mut self, item: &'ast TraitItem) {
        let (kind, name) = match item {
            TraitItem::Fn(function) => (NodeKind::Function, function.sig.ident.span()),
            TraitItem::Const(constant) => (NodeKind::Item, constant.ident.span()),
            TraitItem::Type(alias) => (NodeKind::Type, alias.ident.span()),
            TraitItem::Macro(call) => (NodeKind::Item, call.mac.path.span()),
            other => (NodeKind::Item, other.span()),
        };
        self.push(kind, item.span(), name);
        visit::visit_trait_item(self, item);
    }

    fn visit_foreign_item(&mut self, item: &'ast syn::ForeignItem) {
        let (kind, name) = match item {
            syn::ForeignItem::Fn(function) => (NodeKind::Function, function.sig.ident.span()),
            syn::ForeignItem::Static(item) => (NodeKind::Item, item.ident.span()),
            syn::ForeignItem::Type(item) => (NodeKind::Type, item.ident.span()),
            other => (NodeKind::Item, other.span()),
        };
        self.push(kind, item.span(), name);
        visit::visit_foreign_item(self, item);
    }

    fn visit_field(&mut self, field: &'ast syn::Field) {
        let name = field.ident.as_ref().map_or_else(|| field.ty.span(), |ident| ident.span());
        self.push(NodeKind::Field, field.span(), name);
        visit::visit_field(self, field);
    }

    fn visit_variant(&mut self, variant: &'ast syn::Variant) {
        self.push(NodeKind::Variant, variant.span(), variant.ident.span());
        visit::visit_variant(self, variant);
    }

    fn visit_fn_arg(&mut self, parameter: &'ast FnArg) {
        let name = match parameter {
            FnArg::Receiver(receiver) => receiver.self_token.span(),
            FnArg::Typed(typed) => pat_name(&typed.pat),
        };
        self.push(NodeKind::Parameter, parameter.span(), name);
        visit::visit_fn_arg(self, parameter);
    }

    fn visit_expr_closure(&mut self, closure: &'ast syn::ExprClosure) {
        for parameter in &closure.inputs {
            self.push(NodeKind::Parameter, parameter.span(), pat_name(parameter));
        }
        visit::visit_expr_closure(self, closure);
    }

    fn visit_stmt(&mut self, statement: &'ast Stmt) {
        let name = match statement {
            Stmt::Item(_) => None,
            Stmt::Local(local) => Some(pat_name(&local.pat)),
            Stmt::Expr(expr, _) => Some(expr_name(expr)),
            Stmt::Macro(call) => Some(call.mac.path.span()),
        };
        if let Some(name) = name {
            self.push(NodeKind::Statement, statement.span(), name);
        }
        visit::visit_stmt(self, statement);
    }

    fn visit_arm(&mut self, arm: &'ast syn::Arm) {
        self.push(NodeKind::Arm, arm.span(), pat_name(&arm.pat));
        visit::visit_arm(self, arm);
    }

    fn visit_field_value(&mut self, field: &'ast syn::FieldValue) {
        self.push(NodeKind::Argument, field.span(), field.member.span());
        visit::visit_field_value(self, field);
    }

    fn visit_field_pat(&mut self, field: &'ast syn::FieldPat) {
        let name = if field.colon_token.is_some() { field.member.span() } else { pat_name(&field.pat) };
        self.push(NodeKind::Argument, field.span(), name);
        visit::visit_field_pat(self, field);
    }

    fn visit_expr_binary(&mut self, binary: &'ast syn::ExprBinary) {
        self.operand(binary.op.span());
        visit::visit_expr_binary(self, binary);
    }

    fn visit_expr(&mut self, expr: &'ast Expr) {
        self.operand(expr.span());
        match expr {
            Expr::Call(call) => self.arguments(&call.args),
            Expr::Array(array) => self.arguments(&array.elems),
            Expr::Tuple(tuple) => self.arguments(&tuple.elems),
            Expr::MethodCall(call) => {
                let whole = join(call.dot_token.span(), call.paren_token.span.close());
                self.link(whole, call.method.span(), true);
                self.arguments(&call.args);
            }
            Expr::Await(wait) => {
                self.link(join(wait.dot_token.span(), wait.await_token.span()), wait.await_token.span(), false);
            }
            Expr::Field(field) => {
                self.link(join(field.dot_token.span(), field.member.span()), field.member.span(), false);
            }
            _ => {}
        }
        visit::visit_expr(self, expr);
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        macros::arguments(self, call);
    }
}

fn item_node(item: &Item) -> (NodeKind, Place) {
    match item {
        Item::Struct(item) => (NodeKind::Type, item.ident.span()),
        Item::Enum(item) => (NodeKind::Type, item.ident.span()),
        Item::Union(item) => (NodeKind::Type, item.ident.span()),
        Item::Type(item) => (NodeKind::Type, item.ident.span()),
        Item::Fn(item) => (NodeKind::Function, item.sig.ident.span()),
        Item::Trait(item) => (NodeKind::Trait, item.ident.span()),
        Item::TraitAlias(item) => (NodeKind::Trait, item.ident.span()),
        Item::Impl(item) => (NodeKind::Impl, item.self_ty.span()),
        Item::Mod(item) => (NodeKind::Module, item.ident.span()),
        Item::Const(item) => (NodeKind::Item, item.ident.span()),
        Item::Static(item) => (NodeKind::Item, item.ident.span()),
        Item::ExternCrate(item) => (NodeKind::Item, item.ident.span()),
        Item::Use(item) => (NodeKind::Item, item.tree.span()),
        Item::Macro(item) => {
            (NodeKind::Item, item.ident.as_ref().map_or_else(|| item.mac.path.span(), |ident| ident.span()))
        }
        other => (NodeKind::Item, other.span()),
    }
}

/// The bound name of a pattern, or what it matches.
fn pat_name(pat: &Pat) -> Place {
    match pat {
        Pat::Ident(pat) => pat.ident.span(),
        Pat::Type(pat) => pat_name(&pat.pat),
        Pat::Reference(pat) => pat_name(&pat.pat),
        Pat::Paren(pat) => pat_name(&pat.pat),
        Pat::Struct(pat) => pat.path.span(),
        Pat::TupleStruct(pat) => pat.path.span(),
        Pat::Or(pat) => pat.cases.first().map_or_else(|| pat.span(), pat_name),
        other => other.span(),
    }
}

/// What an expression is called after: the function or method it calls last, else its last name.
pub(super) fn expr_name(expr: &Expr) -> Place {
    let last_segment = |path: &syn::Path| path.segments.last().map_or_else(|| path.span(), |s| s.ident.span());
    match expr {
        Expr::Path(expr) => last_segment(&expr.path),
        Expr::Call(call) => expr_name(&call.func),
        Expr::MethodCall(call) => call.method.span(),
        Expr::Field(field) => field.member.span(),
        Expr::Await(wait) => expr_name(&wait.base),
        Expr::Try(expr) => expr_name(&expr.expr),
        Expr::Reference(expr) => expr_name(&expr.expr),
        Expr::Paren(expr) => expr_name(&expr.expr),
        Expr::Cast(expr) => expr_name(&expr.expr),
        Expr::Unary(expr) => expr_name(&expr.expr),
        Expr::Assign(assign) => expr_name(&assign.left),
        Expr::Macro(call) => last_segment(&call.mac.path),
        Expr::Struct(literal) => last_segment(&literal.path),
        Expr::Return(expr) => expr.expr.as_ref().map_or_else(|| expr.return_token.span(), |inner| expr_name(inner)),
        Expr::Lit(literal) => literal.span(),
        // Whatever else has no name: its first token.
        other => first_token(other),
    }
}

fn first_token(expr: &Expr) -> Place {
    match expr {
        Expr::Binary(binary) => first_token(&binary.left),
        Expr::Index(index) => expr_name(&index.expr),
        Expr::If(branch) => branch.if_token.span(),
        Expr::Match(branch) => branch.match_token.span(),
        Expr::ForLoop(each) => each.for_token.span(),
        Expr::While(each) => each.while_token.span(),
        Expr::Loop(each) => each.loop_token.span(),
        Expr::Closure(closure) => closure.inputs_begin.span(),
        Expr::Path(_) | Expr::Lit(_) | Expr::MethodCall(_) | Expr::Field(_) => expr_name(expr),
        other => other.span(),
    }
}

/// A field whose type is `Sensitive<T>` of the `data_privacy` crate.
pub(super) struct SensitiveField {
    pub(super) field: Span,
    pub(super) name: Span,
    pub(super) ty: Span,
}

/// Finds them; the caller has made sure that the file speaks of `data_privacy`.
pub(super) fn sensitive_fields(items: &[Item], to_span: &dyn Fn(Place) -> Span) -> Vec<SensitiveField> {
    let mut finder = SensitiveFields { found: Vec::new(), to_span };
    items.iter().for_each(|item| finder.visit_item(item));
    finder.found
}

struct SensitiveFields<'a> {
    found: Vec<SensitiveField>,
    to_span: &'a dyn Fn(Place) -> Span,
}

impl<'ast> Visit<'ast> for SensitiveFields<'_> {
    fn visit_field(&mut self, field: &'ast syn::Field) {
        let syn::Type::Path(ty) = &field.ty else { return };
        let Some(last) = ty.path.segments.last() else { return };
        if last.ident == "Sensitive" && !last.arguments.is_none() {
            let name = field.ident.as_ref().map_or_else(|| field.ty.span(), |ident| ident.span());
            let first = if matches!(field.vis, syn::Visibility::Inherited) { name } else { field.vis.span() };
            let (first, ty) = ((self.to_span)(first), (self.to_span)(field.ty.span()));
            self.found.push(SensitiveField { field: first.to(ty), name: (self.to_span)(name), ty });
        }
    }
}
