//! Functions come in; the fields that their spans record of a person go out: `#[instrument(fields(email = %form.email))]`,
//! `info_span!("request", client.ip = %addr)`. A span's field is written with every event inside it.

use super::Detection;
use super::declared::Declared;
use super::each::of_items;
use super::judge::{Place, judge};
use super::owners::Owner;
use crate::link::{Def, Workspace};
use crate::model::fact::{Expr, ItemKind, MacroArg, MacroValue};
use crate::packs::{Detectors, RoleOf};

pub(super) fn points(ws: &Workspace, det: &Detectors) -> Vec<Detection> {
    of_items(ws, |def| {
        let mut found = Vec::new();
        let item = ws.item(def);
        if !matches!(item.kind, ItemKind::Fn(_)) {
            return found;
        }
        let facts = ws.facts(def);
        let instrumented = item.attrs.iter().filter(|attr| facts.last(&attr.path) == "instrument");
        for arg in instrumented.flat_map(|attr| &attr.args) {
            if let (Some(key), MacroValue::Group(fields)) = (arg.key, &arg.value)
                && facts.name(key) == "fields"
            {
                found.extend(fields.iter().filter_map(|field| recorded(ws, det, def, field)));
            }
        }
        found
    })
}

/// A field with a value; one without is filled later, where it is recorded.
fn recorded(ws: &Workspace, det: &Detectors, def: Def, field: &MacroArg) -> Option<Detection> {
    let facts = ws.facts(def);
    let name = facts.name(field.key?).to_owned();
    let value = match &field.value {
        MacroValue::Expr(value) if !is_empty(facts.expr(*value)) => *value,
        _ => return None,
    };
    let mut owner = Owner { title: ws.item_path(def), class: "activity".to_owned(), ..Owner::default() };
    owner.contexts.extend(["activity", "unknown-request"].map(str::to_owned));
    owner
        .roles
        .insert(RoleOf::Input, ("tracing/span".to_owned(), "it is recorded with every event of the span".to_owned()));
    let ty = Declared { class: "text", ..Declared::default() };
    let verdict = judge(det, &Place { name: &name, declared: &ty, owner: &owner, what: "span field" });
    // `user_email.id`, `session.id`: which row a span is about, not what stands in it.
    let of_row = name.ends_with(".id") || name.ends_with("_id");
    if verdict.keys.first().is_none_or(|key| of_row && !key.starts_with("user.device")) {
        return None;
    }
    Some(Detection::of_event(ws, def, name, field.key_span, verdict, value))
}

/// `tracing::field::Empty`, or a literal.
fn is_empty(value: &Expr) -> bool {
    match value {
        Expr::Lit(_) => true,
        Expr::Path(path) => path.segments.len() > 1,
        _ => false,
    }
}
