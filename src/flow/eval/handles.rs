//! What a call or a literal makes comes in; what of it is behind `Rc` or `Arc` goes out as a place that clones share.

use super::Eval;
use super::call::At;
use crate::flow::path::{Key, PathId};
use crate::flow::types::Type;
use crate::flow::value::{Place, Value};
use crate::link::Def;
use crate::model::fact::{ExprId, FileFacts, Function, ItemKind, Ty, TyId};

impl Eval<'_, '_> {
    /// What a function returns behind `Rc` or `Arc`, by itself or in a field, is a place that all clones share.
    pub(super) fn with_handles(&mut self, def: Def, function: &Function, value: Value, ty: &Type, at: At) -> Value {
        if at.expr.0 == u32::MAX {
            return value;
        }
        let facts = self.ws.facts(def);
        if function.ret.is_some_and(|ret| is_counted(facts, ret)) {
            if !value.refs().is_empty() {
                return value;
            }
            let local = self.temporary(at.expr, value);
            return Value::reference(vec![Place { local, path: PathId::ROOT, mutable: true, shared: true }]);
        }
        self.with_shared_fields(value, ty, at.expr)
    }

    /// The fields of a struct that are behind `Rc` or `Arc` are places that all its clones share.
    pub(super) fn with_shared_fields(&mut self, value: Value, ty: &Type, expr: ExprId) -> Value {
        let Some(of) = ty.def() else { return value };
        let ItemKind::Struct { fields, .. } = &self.ws.item(of).kind else { return value };
        let facts = self.ws.facts(of);
        let counted = fields.list.iter().filter(|field| is_counted(facts, field.ty));
        let keys = counted.map(|field| self.eng.paths.field(facts.name(field.name)));
        let keys: Vec<Key> = keys.filter(|&key| value.kid(key).is_none_or(|kid| kid.refs().is_empty())).collect();
        if keys.is_empty() || !value.refs().is_empty() {
            return value;
        }
        let local = self.temporary(expr, value.clone());
        keys.into_iter().fold(value, |value, key| {
            let path = self.eng.paths.extend(PathId::ROOT, key);
            let handle = Value::reference(vec![Place { local, path, mutable: true, shared: true }]);
            value.set(&[key], handle, false, &mut self.eng.paths)
        })
    }
}

/// Whether a type is counted: its clones share one place.
fn is_counted(facts: &FileFacts, ty: TyId) -> bool {
    matches!(facts.ty(ty), Ty::Path(path) if matches!(facts.last(path), "Rc" | "Arc"))
}
