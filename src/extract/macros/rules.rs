//! `macro_rules!` arms in, holes and templates out.

use crate::extract::lower::Lower;
use crate::model::fact::MacroArm;
use proc_macro2::TokenStream;

impl Lower<'_> {
    pub(in crate::extract) fn macro_rules(&mut self, _tokens: &TokenStream) -> Vec<MacroArm> {
        Vec::new()
    }
}
