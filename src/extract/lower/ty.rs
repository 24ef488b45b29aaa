//! Types, paths and generics in; `Ty`, `Path` and `Generics` out.

use super::Lower;
use crate::model::fact::{Generics, Path, Segment, Sym, Ty, TyId};
use crate::model::place::Span;
use syn::spanned::Spanned;

impl Lower<'_> {
    pub(in crate::extract) fn ty(&mut self, ty: &syn::Type) -> TyId {
        let lowered = match ty {
            syn::Type::Group(group) => return self.ty(&group.elem),
            syn::Type::Paren(paren) => return self.ty(&paren.elem),
            syn::Type::Path(path) => Ty::Path(self.path(path.qself.as_ref(), &path.path)),
            syn::Type::Reference(of) => Ty::Ref(of.mutability.is_some(), self.ty(&of.elem)),
            syn::Type::Ptr(of) => Ty::Ref(matches!(of.mutability, syn::PointerMutability::Mut(_)), self.ty(&of.elem)),
            syn::Type::Slice(slice) => Ty::Slice(self.ty(&slice.elem)),
            syn::Type::Array(array) => Ty::Slice(self.ty(&array.elem)),
            syn::Type::Tuple(tuple) => Ty::Tuple(tuple.elems.iter().map(|elem| self.ty(elem)).collect()),
            syn::Type::FnPtr(f) => {
                let inputs = f.inputs.iter().map(|input| self.ty(&input.ty)).collect();
                Ty::Fn(inputs, self.return_ty(&f.output))
            }
            syn::Type::ImplTrait(of) => Ty::Bounds(self.bounds(&of.bounds).into()),
            syn::Type::TraitObject(of) => Ty::Bounds(self.bounds(&of.bounds).into()),
            _ => Ty::Other,
        };
        self.push_ty(lowered)
    }

    pub(in crate::extract) fn return_ty(&mut self, output: &syn::ReturnType) -> Option<TyId> {
        match output {
            syn::ReturnType::Default => None,
            syn::ReturnType::Type(_, ty) => Some(self.ty(ty)),
        }
    }

    /// The place of a type. Printing it is dear, so the common form is read off its ends.
    pub(in crate::extract) fn ty_span(&self, ty: &syn::Type) -> Span {
        match ty {
            syn::Type::Path(path) => self.path_span(path.qself.as_ref(), &path.path),
            syn::Type::Reference(of) => self.at(of.and_token.spans[0]).to(self.ty_span(&of.elem)),
            syn::Type::Tuple(tuple) => self.at(tuple.paren_token.span.join()),
            syn::Type::Paren(paren) => self.at(paren.paren_token.span.join()),
            syn::Type::Slice(slice) => self.at(slice.bracket_token.span.join()),
            syn::Type::Array(array) => self.at(array.bracket_token.span.join()),
            other => self.at(other.span()),
        }
    }

    pub(in crate::extract) fn path(&mut self, qself: Option<&syn::QSelf>, path: &syn::Path) -> Path {
        let span = self.path_span(qself, path);
        let qself = qself.map(|of| self.ty(&of.ty));
        let segments = path.segments.iter().map(|segment| self.segment(segment)).collect();
        Path { global: path.leading_colon.is_some(), qself, segments, span }
    }

    pub(in crate::extract) fn path_span(&self, qself: Option<&syn::QSelf>, path: &syn::Path) -> Span {
        let first = match (qself, &path.leading_colon, path.segments.first()) {
            (Some(of), _, _) => of.lt_token.spans[0],
            (_, Some(colons), _) => colons.spans[0],
            (_, _, Some(segment)) => segment.ident.span(),
            _ => return Span::default(),
        };
        let Some(last) = path.segments.last() else { return self.at(first) };
        let end = match &last.arguments {
            syn::PathArguments::None => self.at(last.ident.span()),
            syn::PathArguments::AngleBracketed(args) => self.at(args.gt_token.spans[0]),
            syn::PathArguments::Parenthesized(args) => {
                let inputs = self.at(args.paren_token.span.join());
                match &args.output {
                    syn::ReturnType::Default => inputs,
                    syn::ReturnType::Type(_, ty) => inputs.to(self.ty_span(ty)),
                }
            }
        };
        self.at(first).to(end)
    }

    fn segment(&mut self, segment: &syn::PathSegment) -> Segment {
        let name = self.ident(&segment.ident);
        let args = match &segment.arguments {
            syn::PathArguments::None => Vec::new(),
            syn::PathArguments::AngleBracketed(args) => self.generic_args(args),
            syn::PathArguments::Parenthesized(args) => {
                let mut all: Vec<TyId> = args.inputs.iter().map(|input| self.ty(&input.ty)).collect();
                all.extend(self.return_ty(&args.output));
                all
            }
        };
        Segment { name, args: args.into() }
    }

    /// Type arguments in order; `Item = T` counts with its type, lifetimes and consts do not.
    pub(in crate::extract) fn generic_args(&mut self, args: &syn::AngleBracketedGenericArguments) -> Vec<TyId> {
        let mut types = Vec::new();
        for arg in &args.args {
            match arg {
                syn::GenericArgument::Type(ty) => types.push(self.ty(ty)),
                syn::GenericArgument::AssocType(assoc) => types.push(self.ty(&assoc.ty)),
                _ => {}
            }
        }
        types
    }

    pub(in crate::extract) fn bounds<'b>(
        &mut self,
        bounds: impl IntoIterator<Item = &'b syn::TypeParamBound>,
    ) -> Vec<Path> {
        let traits = bounds.into_iter().filter_map(|bound| match bound {
            syn::TypeParamBound::Trait(bound) => Some(&bound.path),
            _ => None,
        });
        traits.map(|path| self.path(None, path)).collect()
    }

    pub(in crate::extract) fn generics(&mut self, generics: &syn::Generics) -> Generics {
        let mut params: Vec<(Sym, Vec<Path>)> = Vec::new();
        for param in &generics.params {
            if let syn::GenericParam::Type(param) = param {
                let name = self.ident(&param.ident);
                params.push((name, self.bounds(&param.bounds)));
            }
        }
        for predicate in generics.where_clause.iter().flat_map(|clause| &clause.predicates) {
            let syn::WherePredicate::Type(predicate) = predicate else { continue };
            let syn::Type::Path(bounded) = &predicate.bounded_ty else { continue };
            let Some(ident) = bounded.path.get_ident() else { continue };
            let name = self.ident(ident);
            if let Some(at) = params.iter().position(|(param, _)| *param == name) {
                let bounds = self.bounds(&predicate.bounds);
                params[at].1.extend(bounds);
            }
        }
        Generics { params: params.into_iter().map(|(name, bounds)| (name, bounds.into())).collect() }
    }
}
