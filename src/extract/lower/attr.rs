//! Attributes in, `Attr` out: `cfg_attr` opened, doc comments gathered, test code told.

use super::Lower;
use crate::extract::macros::Style;
use crate::model::fact::{Attr, Expr, MacroArg, MacroValue, Path, Separator, Sym};
use crate::model::place::Span;
use syn::parse::Parser;
use syn::punctuated::Punctuated;

/// Longest doc text kept, in characters.
const DOC: usize = 200;

impl Lower<'_> {
    pub(in crate::extract) fn attrs(&mut self, attrs: &[syn::Attribute]) -> Vec<Attr> {
        let mut lowered = Vec::new();
        for attr in attrs {
            let span = self.at(attr.pound_token.spans[0]).to(self.at(attr.bracket_token.span.join()));
            self.meta(&attr.meta, span, false, &mut lowered);
        }
        lowered
    }

    fn meta(&mut self, meta: &syn::Meta, span: Span, conditional: bool, out: &mut Vec<Attr>) {
        match meta {
            syn::Meta::List(list) if list.path.is_ident("cfg_attr") => {
                let inner = Punctuated::<CfgPart, syn::Token![,]>::parse_terminated.parse2(list.tokens.clone());
                // The first part is the condition.
                for part in inner.into_iter().flatten().skip(1) {
                    self.meta(&part.0, span, true, out);
                }
            }
            // Doc comments are kept as `doc` only.
            syn::Meta::NameValue(pair) if pair.path.is_ident("doc") => {}
            syn::Meta::Path(path) => {
                let path = self.path(None, path);
                out.push(Attr { path, args: Box::default(), span, conditional });
            }
            syn::Meta::List(list) => {
                let path = self.path(None, &list.path);
                let mut args = self.args(list.tokens.clone(), Style::Attribute);
                self.spell_derives(&path, &mut args);
                out.push(Attr { path, args: args.into(), span, conditional });
            }
            syn::Meta::NameValue(pair) => {
                let path = self.path(None, &pair.path);
                let value = self.value_of(&pair.value);
                let key_span = Span { start: path.span.end, end: path.span.end };
                let span_of_value = match &value {
                    MacroValue::Expr(id) | MacroValue::Str(id, _) => self.span_of(*id),
                    _ => path.span,
                };
                let separator = Separator::Equals;
                let arg = MacroArg { key: None, key_span, separator, sigil: None, value, span: span_of_value };
                out.push(Attr { path, args: [arg].into(), span, conditional });
            }
        }
    }

    /// Writes what an attribute derives as text: whoever asks what a type derives need not open a body.
    pub(in crate::extract) fn spell_derives(&mut self, of: &Path, args: &mut [MacroArg]) {
        let name = of.segments.last().map_or("", |last| self.names.name(last.name.at()));
        if !matches!(name, "derive" | "derive_where") {
            return;
        }
        for arg in args.iter_mut().filter(|arg| arg.key.is_none()) {
            if let MacroValue::Expr(id) = arg.value
                && let Expr::Path(path) = &self.facts.exprs[id.at()]
            {
                let names: Vec<&str> = path.segments.iter().map(|one| self.names.name(one.name.at())).collect();
                let text = names.join("::");
                arg.value = MacroValue::Tokens(self.sym(&text));
            }
        }
    }

    /// The first paragraph of the doc comments, on one line.
    pub(in crate::extract) fn doc(&mut self, attrs: &[syn::Attribute]) -> Sym {
        let texts = attrs.iter().filter_map(|attr| {
            let syn::Meta::NameValue(pair) = &attr.meta else { return None };
            let syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) = &pair.value else { return None };
            pair.path.is_ident("doc").then(|| text.value())
        });
        self.doc_of(texts)
    }

    /// The first paragraph of these texts, on one line.
    pub(in crate::extract) fn doc_of(&mut self, texts: impl Iterator<Item = impl AsRef<str>>) -> Sym {
        let mut doc = String::new();
        'lines: for text in texts {
            for line in text.as_ref().split('\n') {
                let line = line.trim().trim_start_matches("* ").trim();
                if line.is_empty() || line == "*" {
                    match doc.is_empty() {
                        true => continue,
                        false => break 'lines,
                    }
                }
                if !doc.is_empty() {
                    doc.push(' ');
                }
                doc.push_str(line);
            }
        }
        if let Some((cut, _)) = doc.char_indices().nth(DOC) {
            doc.truncate(cut);
        }
        self.sym(&doc)
    }
}

/// One part of a `cfg_attr`: `test` and `false` are conditions, the others attributes.
struct CfgPart(syn::Meta);

impl syn::parse::Parse for CfgPart {
    fn parse(input: syn::parse::ParseStream) -> syn::Result<Self> {
        if input.peek(syn::LitBool) {
            let value: syn::LitBool = input.parse()?;
            let name = syn::Ident::new(if value.value { "always" } else { "never" }, value.span);
            return Ok(Self(syn::Meta::Path(name.into())));
        }
        let _ = input.parse::<Option<syn::Token![unsafe]>>()?;
        input.parse().map(Self)
    }
}

/// Whether these attributes mark test code.
pub(in crate::extract) fn are_test(attrs: &[syn::Attribute]) -> bool {
    attrs.iter().any(|attr| is_test(&attr.meta))
}

fn is_test(meta: &syn::Meta) -> bool {
    let Some(last) = meta.path().segments.last() else { return false };
    match meta {
        syn::Meta::List(list) if last.ident == "cfg" => requires_test(list),
        _ => names_a_test(&last.ident.to_string()),
    }
}

/// Whether an attribute of this name marks test code.
pub(in crate::extract) fn names_a_test(name: &str) -> bool {
    name == "test" || name == "rstest" || name == "test_case" || name == "bench" || name.ends_with("_test")
}

/// `test`, `all(test, …)`: without `test` it is not compiled.
fn requires_test(list: &syn::MetaList) -> bool {
    let parts = Punctuated::<CfgPart, syn::Token![,]>::parse_terminated.parse2(list.tokens.clone());
    let mut parts = parts.into_iter().flatten();
    match list.path.segments.last().map(|last| last.ident.to_string()).as_deref() {
        Some("cfg" | "all") => parts.any(|part| needs_test(&part.0)),
        Some("any") => {
            let parts: Vec<CfgPart> = parts.collect();
            !parts.is_empty() && parts.iter().all(|part| needs_test(&part.0))
        }
        _ => false,
    }
}

fn needs_test(meta: &syn::Meta) -> bool {
    match meta {
        syn::Meta::Path(path) => path.is_ident("test"),
        syn::Meta::List(list) => requires_test(list),
        syn::Meta::NameValue(_) => false,
    }
}
