//! Objects that a client posts to a service come in; the keys by which it tells of whoever runs it go out: what lets them in,
//! how they are called and reached.

use super::asked::{by_file, is_client, named};
use super::events::json_keys;
use super::judge::confidence;
use super::place::literal;
use super::sent;
use super::valued::Values;
use super::walk::below;
use super::{Detection, Seed};
use crate::link::{Def, Workspace};
use crate::model::fact::{Expr, ExprId, FileFacts, Function, ItemKind, Lit};
use crate::model::inventory::PointKind;
use crate::packs::{Detectors, RoleOf};

/// The points in `client.post(url).json(&json!({ "email": email, "password": password }))`.
pub(super) fn points(ws: &Workspace, det: &Detectors) -> Vec<Detection> {
    let posted = sent::posted(ws, &by_file(ws, is_client));
    let told = posted.told.into_iter().flat_map(|(def, id)| keys(ws, def, id));
    let point = |(def, name, span, value): (Def, String, _, ExprId)| {
        let reason = format!("a client sends it to a service as `{name}`");
        let (keys, sure, evidence) = named(det, &name, RoleOf::Input, &reason)?;
        let function = ws.item_path(def);
        Some(Detection {
            file: def.file as usize,
            span,
            item: format!("{function}::{name}"),
            name,
            kind: PointKind::Event,
            keys,
            confidence: confidence(sure),
            evidence,
            owner: function,
            test: ws.is_test(def),
            seed: Seed::Expr(def.file as usize, value),
        })
    };
    told.filter_map(point).collect()
}

/// The keys of an object that is written here, with their values; what the program itself says is nobody's.
fn keys(ws: &Workspace, def: Def, id: ExprId) -> Vec<(Def, String, crate::model::place::Span, ExprId)> {
    let facts = ws.facts(def);
    let ItemKind::Fn(Function { body: Some(body), .. }) = &ws.item(def).kind else { return Vec::new() };
    let order = below(facts, *body);
    let Some(object) = object_of(facts, Some(&Values::of(ws, def, &order)), id) else { return Vec::new() };
    let Expr::Macro(call) = facts.expr(object) else { return Vec::new() };
    let mut keys = Vec::new();
    json_keys(facts, &call.args, &mut keys);
    let said = |value: ExprId| literal(facts, value).is_some() || matches!(facts.expr(value), Expr::Lit(Lit::Bool(_)));
    let given = keys.into_iter().filter_map(|(name, span, value)| Some((def, name, span, value?)));
    given.filter(|(.., value)| !said(*value)).collect()
}

/// The `json!` that is written, or that a name was given.
fn object_of(facts: &FileFacts, values: Option<&Values<'_>>, id: ExprId) -> Option<ExprId> {
    match facts.expr(id) {
        Expr::Ref(_, inner) | Expr::Try(inner) => object_of(facts, values, *inner),
        Expr::Method(call) if call.args.is_empty() => object_of(facts, values, call.receiver),
        Expr::Call(callee, args) if args.len() == 1 => match facts.expr(*callee) {
            Expr::Path(path) if facts.last(path) == "Some" => object_of(facts, values, args[0]),
            _ => None,
        },
        Expr::Macro(call) if facts.last(&call.path) == "json" => Some(id),
        Expr::Path(path) if path.segments.len() == 1 => {
            let (_, init) = values?.bound_here(facts.last(path))?;
            object_of(facts, None, init?)
        }
        _ => None,
    }
}
