//! Macro calls in, the one shape `MacroCall` out. What a macro means is not known here.

mod args;
mod captures;
mod code;
mod rules;

pub(super) use args::Style;
pub(super) use code::{ITEMS, STATEMENTS};

use super::lower::Lower;
use crate::model::fact::{MacroCall, Path};
use crate::model::place::Span;

impl Lower<'_> {
    pub(super) fn macro_call(&mut self, mac: &syn::Macro) -> MacroCall {
        let path: Path = self.path(None, &mac.path);
        let span = self.mac_span(mac);
        let braces = matches!(mac.delimiter, syn::MacroDelimiter::Brace(_));
        let args = self.macro_args(mac.tokens.clone(), braces);
        MacroCall { path, args: args.into(), span }
    }

    /// From the path to the closing delimiter.
    pub(super) fn mac_span(&self, mac: &syn::Macro) -> Span {
        self.path_span(None, &mac.path).to(self.at(mac.delimiter.span().join()))
    }
}
