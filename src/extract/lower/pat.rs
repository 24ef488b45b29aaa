//! Patterns in, `Pat` out, each with its place.

use super::Lower;
use crate::model::fact::{Pat, PatId};
use crate::model::place::Span;
use syn::spanned::Spanned;

impl Lower<'_> {
    pub(in crate::extract) fn pat(&mut self, pat: &syn::Pat) -> PatId {
        match pat {
            syn::Pat::Paren(paren) => self.pat(&paren.pat),
            syn::Pat::Guard(guard) => self.pat(&guard.pat),
            syn::Pat::Ident(bind) => self.bind(bind),
            syn::Pat::Wild(wild) => {
                let span = self.at(wild.underscore_token.spans[0]);
                self.push_pat(Pat::Wild, span)
            }
            syn::Pat::Rest(rest) => {
                let span = self.at(rest.dot2_token.spans[0]).to(self.at(rest.dot2_token.spans[1]));
                self.push_pat(Pat::Rest, span)
            }
            syn::Pat::Tuple(tuple) => {
                let span = self.at(tuple.paren_token.span.join());
                let elems = self.pats(&tuple.elems);
                self.push_pat(Pat::Tuple(elems.into()), span)
            }
            syn::Pat::Slice(slice) => {
                let span = self.at(slice.bracket_token.span.join());
                let elems = self.pats(&slice.elems);
                self.push_pat(Pat::Slice(elems.into()), span)
            }
            syn::Pat::TupleStruct(of) => {
                let path = self.path(of.qself.as_ref(), &of.path);
                let span = path.span.to(self.at(of.paren_token.span.join()));
                let elems = self.pats(&of.elems);
                self.push_pat(Pat::TupleStruct(path, elems.into()), span)
            }
            syn::Pat::Struct(of) => self.struct_pat(of),
            syn::Pat::Path(of) => {
                let path = self.path(of.qself.as_ref(), &of.path);
                let span = path.span;
                self.push_pat(Pat::Path(path), span)
            }
            syn::Pat::Or(or) => {
                let cases = self.pats(&or.cases);
                let span = self.pats_span(&cases);
                self.push_pat(Pat::Or(cases.into()), span)
            }
            syn::Pat::Reference(of) => {
                let inner = self.pat(&of.pat);
                let span = self.at(of.and_token.spans[0]).to(self.pat_span(inner));
                self.push_pat(Pat::Ref(inner), span)
            }
            syn::Pat::Type(typed) => {
                let inner = self.pat(&typed.pat);
                let span = self.pat_span(inner).to(self.ty_span(&typed.ty));
                let ty = self.ty(&typed.ty);
                self.push_pat(Pat::Typed(inner, ty), span)
            }
            syn::Pat::Lit(lit) => {
                let span = self.at(lit.lit.span());
                let lit = self.lit(&lit.lit);
                self.push_pat(Pat::Lit(Some(lit)), span)
            }
            syn::Pat::Range(_) => {
                let span = self.at(pat.span());
                self.push_pat(Pat::Lit(None), span)
            }
            other => {
                let span = self.at(other.span());
                self.push_pat(Pat::Wild, span)
            }
        }
    }

    fn pats<'p>(&mut self, pats: impl IntoIterator<Item = &'p syn::Pat>) -> Vec<PatId> {
        pats.into_iter().map(|pat| self.pat(pat)).collect()
    }

    fn pats_span(&self, pats: &[PatId]) -> Span {
        let spans = pats.iter().map(|&pat| self.pat_span(pat));
        spans.reduce(Span::to).unwrap_or_default()
    }

    fn bind(&mut self, bind: &syn::PatIdent) -> PatId {
        let name_span = self.at(bind.ident.span());
        let first = bind.by_ref.map(|by_ref| by_ref.span).or(bind.mutability.map(|mutable| mutable.span));
        let sub = bind.subpat.as_ref().map(|(_, sub)| self.pat(sub));
        let mut span = first.map_or(name_span, |first| self.at(first).to(name_span));
        if let Some(sub) = sub {
            span = span.to(self.pat_span(sub));
        }
        let name = self.ident(&bind.ident);
        self.push_pat(Pat::Bind { name, by_ref: bind.by_ref.is_some(), mutable: bind.mutability.is_some(), sub }, span)
    }

    fn struct_pat(&mut self, of: &syn::PatStruct) -> PatId {
        let path = self.path(of.qself.as_ref(), &of.path);
        let span = path.span.to(self.at(of.brace_token.span.join()));
        let mut fields = Vec::with_capacity(of.fields.len());
        for field in &of.fields {
            let name = self.member(&field.member).0;
            fields.push((name, self.pat(&field.pat)));
        }
        self.push_pat(Pat::Struct(path, fields.into()), span)
    }
}
