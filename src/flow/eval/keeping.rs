//! A function and what it is given come in; whether it may put away what can be called, to be called later, goes out.

use super::{Ev, Eval};
use crate::flow::types::Type;
use crate::link::{Def, Workspace};
use crate::model::fact::{Generics, ItemKind, Path, Sym, Ty, TyId};

/// How deep types are looked into.
const DEPTH: usize = 4;

impl Eval<'_, '_> {
    /// Whether a function is given something to call, and what it is lent to change, or what it returns, can hold that.
    pub(super) fn may_keep(&mut self, def: Def, given: &[Ev]) -> bool {
        if given.iter().all(|value| value.v.calls().is_empty()) {
            return false;
        }
        let lent = given.iter().filter(|value| value.v.refs().iter().any(|place| place.mutable));
        lent.map(|value| &value.t).any(|ty| keeps_calls(self.ws, ty))
            || keeps_calls(self.ws, &self.return_type(def, given))
    }
}

fn keeps_calls(ws: &Workspace, ty: &Type) -> bool {
    ty.def().is_some_and(|def| holds_calls(ws, def, 0)) || ty.args().iter().any(|arg| keeps_calls(ws, arg))
}

/// Whether a field of a type may hold a closure or a function.
fn holds_calls(ws: &Workspace, def: Def, depth: usize) -> bool {
    let holds = |generics: &Generics, ty: TyId| may_call(ws, def, generics, ty, depth);
    match &ws.item(def).kind {
        ItemKind::Struct { generics, fields } => fields.list.iter().any(|field| holds(generics, field.ty)),
        ItemKind::Enum { generics, variants } => {
            variants.iter().flat_map(|variant| &variant.fields.list).any(|field| holds(generics, field.ty))
        }
        ItemKind::Alias { generics, ty } => ty.is_some_and(|ty| holds(generics, ty)),
        _ => false,
    }
}

fn may_call(ws: &Workspace, def: Def, generics: &Generics, ty: TyId, depth: usize) -> bool {
    let facts = ws.facts(def);
    let inside = |&ty: &TyId| may_call(ws, def, generics, ty, depth);
    let is_call = |path: &Path| matches!(facts.last(path), "Fn" | "FnMut" | "FnOnce" | "AsyncFn");
    let is_parameter = |name: Sym| generics.params.iter().any(|(param, _)| *param == name);
    match facts.ty(ty) {
        Ty::Fn(..) => true,
        Ty::Bounds(paths) => paths.iter().any(is_call),
        Ty::Ref(_, of) | Ty::Slice(of) => inside(of),
        Ty::Tuple(list) => list.iter().any(inside),
        Ty::Path(path) => {
            let [.., last] = &path.segments[..] else { return false };
            let named = || ws.item_named(def.file as usize, Some(def.item), path);
            path.segments.len() == 1 && is_parameter(last.name)
                || last.args.iter().any(inside)
                || depth < DEPTH && named().is_some_and(|of| of != def && holds_calls(ws, of, depth + 1))
        }
        Ty::Other => false,
    }
}
