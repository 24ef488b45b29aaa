//! A body of other business comes in; whether it builds a record that is sent goes out, and what it does for telemetry where
//! the program panics.

use super::walk::below;
use crate::link::{Def, Resolved, Workspace};
use crate::model::fact::{Expr, ExprId};
use std::collections::BTreeSet;

/// Whether a body builds a type that is sent.
pub(super) fn builds_report(ws: &Workspace, def: Def, body: ExprId, said: &[bool], types: &BTreeSet<Def>) -> bool {
    let facts = ws.facts(def);
    below(facts, body).into_iter().any(|(id, _)| match facts.expr(id) {
        Expr::Struct(literal) if literal.path.segments.iter().any(|segment| said[segment.name.at()]) => {
            let built = ws.resolve(def.file as usize, Some(def.item), &literal.path);
            matches!(built, Resolved::Def(ty) if types.contains(&ty))
        }
        // `TelemetryEvent::new("opened").with_value("kind", kind)`.
        Expr::Call(callee, _) => {
            if let Expr::Path(path) = facts.expr(*callee)
                && let [.., ty, _] = &path.segments[..]
                && said[ty.name.at()]
                && let Resolved::Def(new) = ws.resolve(def.file as usize, Some(def.item), path)
            {
                ws.owner(new).is_some_and(|ty| types.contains(&ty) && ws.owner(def) != Some(ty))
            } else {
                false
            }
        }
        _ => false,
    })
}

/// `panic::set_hook(…)` in a body that mentions telemetry: the hook.
pub(super) fn hook_in(ws: &Workspace, def: Def, body: ExprId, said: &[bool]) -> Option<ExprId> {
    let facts = ws.facts(def);
    let order = below(facts, body);
    let hooks = |id: ExprId| matches!(facts.expr(id), Expr::Path(path) if facts.last(path) == "set_hook");
    let hook = order.iter().find_map(|(id, _)| match facts.expr(*id) {
        Expr::Call(callee, _) if hooks(*callee) => Some(*id),
        _ => None,
    })?;
    let mentions = |id: ExprId| match facts.expr(id) {
        Expr::Path(path) => path.segments.iter().any(|segment| said[segment.name.at()]),
        _ => false,
    };
    order.iter().any(|(id, _)| mentions(*id)).then_some(hook)
}
