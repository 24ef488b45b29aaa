//! `impl`, `trait`, `extern` blocks and macro calls among items in; items with their members as children out.

use super::Lower;
use super::item::{Head, is_public, vis_token};
use crate::model::fact::{ItemId, ItemKind};
use syn::Visibility::Inherited;
use syn::spanned::Spanned;

impl Lower<'_> {
    pub(super) fn implementation(&mut self, of: &syn::ItemImpl) -> ItemId {
        let first = of.modifiers.defaultness.map(|token| token.span).or(of.unsafety.map(|token| token.span));
        let first = first.unwrap_or(of.impl_token.span);
        let span = self.at(first).to(self.at(of.brace_token.span.join()));
        let name_span = self.ty_span(&of.self_ty);
        let id = self.add(Head { name: None, span, attrs: &of.attrs, public: false }, |this, _| {
            let generics = this.generics(&of.generics);
            let of_trait = of.trait_.as_ref().map(|(path, _)| this.path(None, path));
            let on = this.ty(&of.self_ty);
            for item in &of.items {
                this.impl_item(item);
            }
            ItemKind::Impl { generics, of: of_trait, on }
        });
        self.facts.items[id.at()].name_span = name_span;
        id
    }

    fn impl_item(&mut self, item: &syn::ImplItem) {
        match item {
            syn::ImplItem::Fn(of) => {
                let first = of.modifiers.defaultness.map(|token| token.span);
                let span = self.fn_span(&of.vis, first, &of.sig).to(self.at(of.block.brace_token.span.join()));
                let head = Head { name: Some(&of.sig.ident), span, attrs: &of.attrs, public: is_public(&of.vis) };
                self.function(head, &of.sig, Some(&of.block));
            }
            syn::ImplItem::Const(of) => {
                let first = vis_token(&of.vis).unwrap_or(of.const_token.span);
                let span = self.at(first).to(self.at(of.semi_token.spans[0]));
                let head = Head { name: Some(&of.ident), span, attrs: &of.attrs, public: is_public(&of.vis) };
                self.constant(head, Some(&of.ty), Some(&of.expr), false);
            }
            syn::ImplItem::Type(of) => {
                let first = vis_token(&of.vis).unwrap_or(of.type_token.span);
                let span = self.at(first).to(self.at(of.semi_token.spans[0]));
                let head = Head { name: Some(&of.ident), span, attrs: &of.attrs, public: is_public(&of.vis) };
                self.alias(head, &of.generics, Some(&of.ty));
            }
            syn::ImplItem::Macro(of) => {
                self.member_macro(&of.mac, &of.attrs);
            }
            syn::ImplItem::Verbatim(tokens) if self.bodiless(tokens) => {}
            other => {
                let span = self.at(other.span());
                self.gap(span, "a member of a form that is not understood");
            }
        }
    }

    pub(super) fn trait_item(&mut self, of: &syn::ItemTrait) -> ItemId {
        let first = of.unsafety.map(|token| token.span).or(of.modifiers.auto_token.map(|token| token.span));
        let first = vis_token(&of.vis).or(first).unwrap_or(of.trait_token.span);
        let span = self.at(first).to(self.at(of.brace_token.span.join()));
        let head = Head { name: Some(&of.ident), span, attrs: &of.attrs, public: is_public(&of.vis) };
        self.add(head, |this, _| {
            let generics = this.generics(&of.generics);
            let supertraits = this.bounds(&of.supertraits);
            for item in &of.items {
                this.trait_member(item);
            }
            ItemKind::Trait { generics, supertraits: supertraits.into() }
        })
    }

    fn trait_member(&mut self, item: &syn::TraitItem) {
        match item {
            syn::TraitItem::Fn(of) => {
                let end = match (&of.default, &of.semi_token) {
                    (Some(block), _) => block.brace_token.span.join(),
                    (None, Some(semi)) => semi.spans[0],
                    (None, None) => of.sig.ident.span(),
                };
                let span = self.fn_span(&Inherited, None, &of.sig).to(self.at(end));
                let head = Head { name: Some(&of.sig.ident), span, attrs: &of.attrs, public: false };
                self.function(head, &of.sig, of.default.as_ref());
            }
            syn::TraitItem::Const(of) => {
                let span = self.at(of.const_token.span).to(self.at(of.semi_token.spans[0]));
                let head = Head { name: Some(&of.ident), span, attrs: &of.attrs, public: false };
                self.constant(head, Some(&of.ty), of.default.as_ref().map(|(_, value)| value), false);
            }
            syn::TraitItem::Type(of) => {
                let span = self.at(of.type_token.span).to(self.at(of.semi_token.spans[0]));
                let head = Head { name: Some(&of.ident), span, attrs: &of.attrs, public: false };
                self.alias(head, &of.generics, of.default.as_ref().map(|(_, ty)| ty));
            }
            syn::TraitItem::Macro(of) => {
                self.member_macro(&of.mac, &of.attrs);
            }
            other => {
                let span = self.at(other.span());
                self.gap(span, "a member of a form that is not understood");
            }
        }
    }

    /// `fn f();` and `type T;` where Rust wants a body, as attribute macros allow: read like a foreign item.
    pub(super) fn bodiless(&mut self, tokens: &proc_macro2::TokenStream) -> bool {
        match syn::parse2::<syn::ForeignItem>(tokens.clone()) {
            Ok(syn::ForeignItem::Verbatim(_)) | Err(_) => false,
            Ok(item) => {
                self.foreign_item(&item);
                true
            }
        }
    }

    pub(super) fn foreign(&mut self, of: &syn::ItemForeignMod) -> ItemId {
        let first = of.unsafety.map_or(of.abi.extern_token.span, |token| token.span);
        let span = self.at(first).to(self.at(of.brace_token.span.join()));
        self.add(Head { name: None, span, attrs: &of.attrs, public: false }, |this, _| {
            for item in &of.items {
                this.foreign_item(item);
            }
            ItemKind::Foreign
        })
    }

    fn foreign_item(&mut self, item: &syn::ForeignItem) {
        match item {
            syn::ForeignItem::Fn(of) => {
                let span = self.fn_span(&of.vis, None, &of.sig).to(self.at(of.semi_token.spans[0]));
                let head = Head { name: Some(&of.sig.ident), span, attrs: &of.attrs, public: is_public(&of.vis) };
                self.function(head, &of.sig, None);
            }
            syn::ForeignItem::Static(of) => {
                let first = vis_token(&of.vis).unwrap_or(of.static_token.span);
                let span = self.at(first).to(self.at(of.semi_token.spans[0]));
                let head = Head { name: Some(&of.ident), span, attrs: &of.attrs, public: is_public(&of.vis) };
                self.constant(head, Some(&of.ty), None, true);
            }
            syn::ForeignItem::Type(of) => {
                let first = vis_token(&of.vis).unwrap_or(of.type_token.span);
                let span = self.at(first).to(self.at(of.semi_token.spans[0]));
                let head = Head { name: Some(&of.ident), span, attrs: &of.attrs, public: is_public(&of.vis) };
                self.alias(head, &of.generics, None);
            }
            syn::ForeignItem::Macro(of) => {
                self.member_macro(&of.mac, &of.attrs);
            }
            other => {
                let span = self.at(other.span());
                self.gap(span, "a foreign item of a form that is not understood");
            }
        }
    }

    pub(super) fn macro_item(&mut self, of: &syn::ItemMacro) -> ItemId {
        let Some(ident) = of.ident.as_ref().filter(|_| of.mac.path.is_ident("macro_rules")) else {
            return self.member_macro(&of.mac, &of.attrs);
        };
        let span = self.mac_span(&of.mac);
        let head = Head { name: Some(ident), span, attrs: &of.attrs, public: false };
        self.add(head, |this, _| ItemKind::MacroRules(this.macro_rules(&of.mac.tokens).into()))
    }

    fn member_macro(&mut self, mac: &syn::Macro, attrs: &[syn::Attribute]) -> ItemId {
        let span = self.mac_span(mac);
        let name_span = self.path_span(None, &mac.path);
        let id = self
            .add(Head { name: None, span, attrs, public: false }, |this, _| ItemKind::MacroCall(this.macro_call(mac)));
        self.facts.items[id.at()].name_span = name_span;
        id
    }
}
