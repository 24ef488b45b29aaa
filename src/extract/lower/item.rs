//! Items in, `Item` and `Use` out: a parent before its children.

use super::{Lower, attr};
use crate::model::fact::{
    ExprId, Field, Fields, Function, Generics, Item, ItemId, ItemKind, Param, Path, Receiver, Segment, Sym, Use,
    Variant,
};
use crate::model::place::Span;
use proc_macro2::Span as Token;
use syn::spanned::Spanned;

/// What all items have: where they begin and end, and what stands before them.
pub(super) struct Head<'s> {
    pub(super) name: Option<&'s proc_macro2::Ident>,
    pub(super) span: Span,
    pub(super) attrs: &'s [syn::Attribute],
    pub(super) public: bool,
}

impl Lower<'_> {
    /// Reads the items of a file or module.
    pub(in crate::extract) fn items(&mut self, items: &[syn::Item]) {
        for item in items {
            self.item(item);
        }
    }

    /// Reads one item; `use` gives no item.
    pub(in crate::extract) fn item(&mut self, item: &syn::Item) -> Option<ItemId> {
        match item {
            syn::Item::Use(of) => {
                self.uses(of);
                None
            }
            syn::Item::Fn(of) => {
                let first = of.modifiers.defaultness.map(|token| token.span);
                let span = self.fn_span(&of.vis, first, &of.sig).to(self.at(of.block.brace_token.span.join()));
                let public = is_public(&of.vis);
                let head = Head { name: Some(&of.sig.ident), span, attrs: &of.attrs, public };
                Some(self.function(head, &of.sig, Some(&of.block)))
            }
            syn::Item::Struct(of) => {
                let end = match (&of.fields, &of.semi_token) {
                    (syn::Fields::Named(fields), _) => fields.brace_token.span.join(),
                    (_, Some(semi)) => semi.spans[0],
                    _ => of.ident.span(),
                };
                let head = self.head(&of.vis, of.struct_token.span, end, &of.ident, &of.attrs);
                Some(self.add(head, |this, _| ItemKind::Struct {
                    generics: this.generics(&of.generics),
                    fields: this.fields(&of.fields),
                }))
            }
            syn::Item::Union(of) => {
                let end = of.fields.brace_token.span.join();
                let head = self.head(&of.vis, of.union_token.span, end, &of.ident, &of.attrs);
                Some(self.add(head, |this, _| {
                    let list = of.fields.named.iter().enumerate().map(|(at, field)| this.field(at, field)).collect();
                    ItemKind::Struct { generics: this.generics(&of.generics), fields: Fields { tuple: false, list } }
                }))
            }
            syn::Item::Enum(of) => {
                let end = of.brace_token.span.join();
                let head = self.head(&of.vis, of.enum_token.span, end, &of.ident, &of.attrs);
                Some(self.add(head, |this, _| ItemKind::Enum {
                    generics: this.generics(&of.generics),
                    variants: of.variants.iter().map(|variant| this.variant(variant)).collect(),
                }))
            }
            syn::Item::Mod(of) => Some(self.module(of)),
            syn::Item::Impl(of) => Some(self.implementation(of)),
            syn::Item::Trait(of) => Some(self.trait_item(of)),
            syn::Item::Macro(of) => Some(self.macro_item(of)),
            syn::Item::Const(of) => {
                let end = of.semi_token.spans[0];
                let head = self.head(&of.vis, of.const_token.span, end, &of.ident, &of.attrs);
                Some(self.constant(head, Some(&of.ty), Some(&of.expr), false))
            }
            syn::Item::Static(of) => {
                let end = of.semi_token.spans[0];
                let head = self.head(&of.vis, of.static_token.span, end, &of.ident, &of.attrs);
                Some(self.constant(head, Some(&of.ty), Some(&of.expr), true))
            }
            syn::Item::Type(of) => {
                let end = of.semi_token.spans[0];
                let head = self.head(&of.vis, of.type_token.span, end, &of.ident, &of.attrs);
                Some(self.alias(head, &of.generics, Some(&of.ty)))
            }
            syn::Item::TraitAlias(of) => {
                let end = of.semi_token.spans[0];
                let head = self.head(&of.vis, of.trait_token.span, end, &of.ident, &of.attrs);
                Some(self.add(head, |this, _| ItemKind::Trait {
                    generics: this.generics(&of.generics),
                    supertraits: this.bounds(&of.bounds).into(),
                }))
            }
            syn::Item::ExternCrate(of) => {
                let name = of.rename.as_ref().map_or(&of.ident, |(_, name)| name);
                let head = self.head(&of.vis, of.extern_token.span, of.semi_token.spans[0], name, &of.attrs);
                Some(self.add(head, |this, _| ItemKind::ExternCrate(this.ident(&of.ident))))
            }
            syn::Item::ForeignMod(of) => Some(self.foreign(of)),
            syn::Item::Verbatim(tokens) if self.bodiless(tokens) => None,
            other => {
                let span = self.at(other.span());
                self.gap(span, "an item of a form that is not understood");
                None
            }
        }
    }

    /// Adds an item; `fill` reads what it is, with the item as parent.
    pub(super) fn add(&mut self, head: Head<'_>, fill: impl FnOnce(&mut Self, ItemId) -> ItemKind) -> ItemId {
        let name = head.name.map_or(Sym(0), |name| self.ident(name));
        let name_span = head.name.map_or(head.span, |name| self.at(name.span()));
        let test = self.test || attr::are_test(head.attrs);
        let id = ItemId(self.facts.items.len() as u32);
        let (outer_parent, outer_test) = (self.parent.replace(id), std::mem::replace(&mut self.test, test));
        self.facts.items.push(Item {
            kind: ItemKind::Foreign,
            name,
            name_span,
            span: head.span,
            parent: outer_parent,
            attrs: Box::default(),
            doc: Sym(0),
            public: head.public,
            test,
        });
        let attrs = self.attrs(head.attrs);
        let doc = self.doc(head.attrs);
        let kind = fill(self, id);
        let item = &mut self.facts.items[id.at()];
        (item.attrs, item.doc, item.kind) = (attrs.into(), doc, kind);
        (self.parent, self.test) = (outer_parent, outer_test);
        id
    }

    fn head<'s>(
        &self,
        vis: &syn::Visibility,
        first: Token,
        end: Token,
        name: &'s proc_macro2::Ident,
        attrs: &'s [syn::Attribute],
    ) -> Head<'s> {
        let span = self.at(vis_token(vis).unwrap_or(first)).to(self.at(end));
        Head { name: Some(name), span, attrs, public: is_public(vis) }
    }

    /// From the first token of a function to the end of its parameters.
    pub(super) fn fn_span(&self, vis: &syn::Visibility, first: Option<Token>, sig: &syn::Signature) -> Span {
        let safety = match &sig.safety {
            syn::Safety::Safe(token) => Some(token.span),
            syn::Safety::Unsafe(token) => Some(token.span),
            syn::Safety::Default => None,
        };
        let firsts = [
            vis_token(vis),
            first,
            sig.constness.map(|token| token.span),
            sig.asyncness.map(|token| token.span),
            safety,
            sig.abi.as_ref().map(|abi| abi.extern_token.span),
        ];
        let first = firsts.into_iter().flatten().next().unwrap_or(sig.fn_token.span);
        self.at(first).to(self.at(sig.paren_token.span.join()))
    }

    pub(super) fn function(&mut self, head: Head<'_>, sig: &syn::Signature, block: Option<&syn::Block>) -> ItemId {
        self.add(head, |this, _| {
            let generics = this.generics(&sig.generics);
            let mut receiver = None;
            let mut params = Vec::with_capacity(sig.inputs.len());
            for input in &sig.inputs {
                match input {
                    syn::FnArg::Receiver(of) => receiver = Some(receiver_kind(of)),
                    syn::FnArg::Typed(of) => params.push(this.param(of)),
                }
            }
            let ret = this.return_ty(&sig.output);
            let first = this.next_expr();
            let body: Option<ExprId> = block.map(|block| this.block(None, block));
            ItemKind::Fn(Function {
                generics,
                receiver,
                params: params.into(),
                ret,
                is_async: sig.asyncness.is_some(),
                first,
                body,
            })
        })
    }

    fn param(&mut self, of: &syn::PatType) -> Param {
        let attrs = self.attrs(&of.attrs);
        let pat = self.pat(&of.pat);
        let span = self.pat_span(pat).to(self.ty_span(&of.ty));
        Param { pat, ty: self.ty(&of.ty), attrs: attrs.into(), span }
    }

    pub(super) fn constant(
        &mut self,
        head: Head<'_>,
        ty: Option<&syn::Type>,
        value: Option<&syn::Expr>,
        is_static: bool,
    ) -> ItemId {
        self.add(head, |this, _| {
            let ty = ty.map(|ty| this.ty(ty));
            ItemKind::Const { ty, value: value.map(|value| this.expr(value)), is_static }
        })
    }

    pub(super) fn alias(&mut self, head: Head<'_>, generics: &syn::Generics, ty: Option<&syn::Type>) -> ItemId {
        self.add(head, |this, _| {
            let generics: Generics = this.generics(generics);
            ItemKind::Alias { generics, ty: ty.map(|ty| this.ty(ty)) }
        })
    }

    fn module(&mut self, of: &syn::ItemMod) -> ItemId {
        let end = match (&of.content, &of.semi) {
            (Some((brace, _)), _) => brace.span.join(),
            (None, Some(semi)) => semi.spans[0],
            (None, None) => of.ident.span(),
        };
        let first = of.unsafety.map_or(of.mod_token.span, |token| token.span);
        let head = self.head(&of.vis, first, end, &of.ident, &of.attrs);
        self.add(head, |this, _| {
            let path = of.attrs.iter().find_map(|attr| match &attr.meta {
                syn::Meta::NameValue(pair) if pair.path.is_ident("path") => Some(&pair.value),
                _ => None,
            });
            let path = match path {
                Some(syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. })) => Some(this.sym(&text.value())),
                _ => None,
            };
            if let Some((_, items)) = &of.content {
                this.items(items);
            }
            ItemKind::Mod { inline: of.content.is_some(), path }
        })
    }

    pub(super) fn fields(&mut self, fields: &syn::Fields) -> Fields {
        let tuple = matches!(fields, syn::Fields::Unnamed(_));
        let list = fields.iter().enumerate().map(|(at, field)| self.field(at, field)).collect();
        Fields { tuple, list }
    }

    fn field(&mut self, at: usize, field: &syn::Field) -> Field {
        let ty_span = self.ty_span(&field.ty);
        let (name, name_span) = match &field.ident {
            Some(ident) => (self.ident(ident), self.at(ident.span())),
            None => (self.sym(&at.to_string()), ty_span),
        };
        let first = vis_token(&field.vis).map_or(name_span, |token| self.at(token));
        let attrs = self.attrs(&field.attrs);
        let doc = self.doc(&field.attrs);
        Field {
            name,
            name_span,
            span: first.to(name_span).to(ty_span),
            ty: self.ty(&field.ty),
            attrs: attrs.into(),
            doc,
        }
    }

    fn variant(&mut self, variant: &syn::Variant) -> Variant {
        let name_span = self.at(variant.ident.span());
        let span = match &variant.fields {
            syn::Fields::Named(fields) => name_span.to(self.at(fields.brace_token.span.join())),
            syn::Fields::Unnamed(fields) => name_span.to(self.at(fields.paren_token.span.join())),
            syn::Fields::Unit => name_span,
        };
        let attrs = self.attrs(&variant.attrs);
        let doc = self.doc(&variant.attrs);
        Variant {
            name: self.ident(&variant.ident),
            name_span,
            span,
            fields: self.fields(&variant.fields),
            attrs: attrs.into(),
            doc,
        }
    }

    fn uses(&mut self, of: &syn::ItemUse) {
        let mut prefix = Vec::new();
        let public = is_public(&of.vis);
        self.use_tree(&of.tree, of.leading_colon.is_some(), &mut prefix, public);
    }

    fn use_tree(&mut self, tree: &syn::UseTree, global: bool, prefix: &mut Vec<(Sym, Span)>, public: bool) {
        match tree {
            syn::UseTree::Path(of) => {
                let segment = (self.ident(&of.ident), self.at(of.ident.span()));
                prefix.push(segment);
                self.use_tree(&of.tree, global, prefix, public);
                prefix.pop();
            }
            syn::UseTree::Group(of) => {
                for tree in &of.items {
                    self.use_tree(tree, global, prefix, public);
                }
            }
            syn::UseTree::Name(of) => self.use_name(&of.ident, None, global, prefix, public),
            syn::UseTree::Rename(of) => self.use_name(&of.ident, Some(&of.rename), global, prefix, public),
            syn::UseTree::Glob(of) => {
                let span = self.at(of.star_token.spans[0]);
                self.push_use(prefix, global, None, public, span);
            }
        }
    }

    fn use_name(
        &mut self,
        ident: &proc_macro2::Ident,
        rename: Option<&proc_macro2::Ident>,
        global: bool,
        prefix: &mut Vec<(Sym, Span)>,
        public: bool,
    ) {
        let ident_span = self.at(ident.span());
        let span = rename.map_or(ident_span, |rename| ident_span.to(self.at(rename.span())));
        let alias = rename.map(|rename| self.ident(rename));
        // `use a::b::{self}` imports `a::b` under the name `b`.
        if ident == "self" && !prefix.is_empty() {
            let alias = alias.or(prefix.last().map(|&(name, _)| name));
            return self.push_use(prefix, global, alias, public, span);
        }
        let name = self.ident(ident);
        prefix.push((name, ident_span));
        self.push_use(prefix, global, Some(alias.unwrap_or(name)), public, span);
        prefix.pop();
    }

    /// One imported name.
    pub(in crate::extract) fn push_use(
        &mut self,
        path: &[(Sym, Span)],
        global: bool,
        alias: Option<Sym>,
        public: bool,
        span: Span,
    ) {
        let path_span = path.iter().map(|&(_, span)| span).reduce(Span::to).unwrap_or(span);
        let segments = path.iter().map(|&(name, _)| Segment { name, args: Box::default() }).collect();
        let path = Path { global, qself: None, segments, span: path_span };
        self.facts.uses.push(Use { parent: self.parent, path, alias, public, span });
    }
}

pub(super) fn vis_token(vis: &syn::Visibility) -> Option<Token> {
    match vis {
        syn::Visibility::Public(token) => Some(token.span),
        syn::Visibility::Restricted(of) => Some(of.pub_token.span),
        syn::Visibility::Inherited => None,
    }
}

pub(super) fn is_public(vis: &syn::Visibility) -> bool {
    !matches!(vis, syn::Visibility::Inherited)
}

fn receiver_kind(of: &syn::Receiver) -> Receiver {
    match &of.kind {
        syn::ReceiverKind::Reference(_, _, Some(_)) => Receiver::RefMut,
        syn::ReceiverKind::Reference(..) => Receiver::Ref,
        // `self: &Self` and `self: &mut Self` read like the short forms.
        syn::ReceiverKind::Typed(_, ty) => match &**ty {
            syn::Type::Reference(of) if of.mutability.is_some() => Receiver::RefMut,
            syn::Type::Reference(_) => Receiver::Ref,
            _ => Receiver::Value,
        },
        _ => Receiver::Value,
    }
}
