//! Macro bodies that hold statements or items.

use super::args::Style;
use crate::extract::lower::Lower;
use crate::model::fact::MacroArg;
use proc_macro2::TokenStream;

impl Lower<'_> {
    pub(super) fn macro_args(&mut self, tokens: TokenStream, _braces: bool) -> Vec<MacroArg> {
        self.args(tokens, Style::Call)
    }
}
