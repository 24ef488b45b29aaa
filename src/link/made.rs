//! A type comes in, the places outside of tests that make one by a literal go out.

use super::{Def, Namespace, Place, Resolved, Workspace};
use crate::model::fact::Expr;

impl Workspace {
    /// Where `Type { … }`, `Self { … }` or `Type::Variant { … }` of a type stands.
    pub fn made(&self, ty: Def) -> Vec<Place> {
        let name = self.name_of(ty);
        let mut found = Vec::new();
        for (file, facts) in self.files.iter().enumerate() {
            if self.homes[file].test || !facts.names.iter().any(|known| known == name) {
                continue;
            }
            for (id, expr, span) in facts.exprs() {
                let Expr::Struct(lit) = expr else { continue };
                let around = self.function_around(file, span);
                let means = self.resolve_in(Namespace::Type, file, around.map(|def| def.item), &lit.path);
                let is_it = matches!(means, Resolved::Def(def) | Resolved::Variant(def, _) if def == ty);
                if is_it && !around.is_some_and(|def| self.is_test(def)) {
                    found.push(Place { file, id });
                }
            }
        }
        found
    }
}
