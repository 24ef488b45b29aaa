//! Events come in that are named apart from where they are sent: by a method of theirs, or where they are made; the names go
//! out.

use super::declared::Declared;
use super::events::{is_sentence, key, text_of};
use super::owners::Owner;
use super::telemetry::{reported, says_telemetry};
use super::walk::below;
use super::{Detection, Seed};
use crate::link::{Def, Workspace};
use crate::model::fact::{Expr, ExprId, FileFacts, ItemKind, Stmt};
use crate::model::inventory::PointKind;
use crate::model::place::Span;
use crate::packs::Detectors;
use crate::packs::words::words;

/// `fn name(&self) -> &str { match self { Self::Opened => "opened" } }` of an event of telemetry: what each is called.
pub(super) fn names_of_events(ws: &Workspace, det: &Detectors, def: Def, body: ExprId, found: &mut Vec<Detection>) {
    const NAMES: [&str; 6] = ["name", "event", "event_name", "event_type", "event_kind", "as_str"];
    let facts = ws.facts(def);
    let says_event = |name: &str| words(name).iter().any(|word| word == "event");
    let of = ws.item(def).parent.map(|parent| &facts.item(parent).kind);
    let of_trait = matches!(of, Some(ItemKind::Impl { of: Some(of), .. }) if says_event(facts.last(of)));
    let of_event = || ws.owner(def).is_some_and(|owner| says_event(ws.name_of(owner)));
    if !(of_trait || of_event()) || !NAMES.contains(&facts.name(ws.item(def).name)) {
        return;
    }
    for (id, _) in below(facts, body) {
        let Expr::Match(_, arms) = facts.expr(id) else { continue };
        let told = arms.iter().map(|arm| last_of(facts, arm.body));
        found.extend(told.filter_map(|value| key(ws, det, def, value, value)).filter(|told| !is_sentence(&told.name)));
    }
}

/// The value of a block, or the value itself.
fn last_of(facts: &FileFacts, id: ExprId) -> ExprId {
    match facts.expr(id) {
        Expr::Block(_, statements) => match statements.last() {
            Some(Stmt::Value(value)) => *value,
            _ => id,
        },
        _ => id,
    }
}

/// `AnalyticsPayload::builder("opened")`, `TelemetryEvent::new("opened")`: an event is made by its name.
pub(super) fn made_by_name<'a>(det: &Detectors, facts: &'a FileFacts, id: ExprId) -> Option<(ExprId, &'a str, Span)> {
    let Expr::Call(callee, args) = facts.expr(id) else { return None };
    let Expr::Path(path) = facts.expr(*callee) else { return None };
    let [.., ty, new] = &path.segments[..] else { return None };
    const MAKES: [&str; 6] = ["new", "builder", "create", "named", "build", "event"];
    let said = words(facts.name(ty.name));
    let is_record = matches!(said.last()?.as_str(), "event" | "payload" | "report" | "ping" | "message");
    let makes = MAKES.contains(&facts.name(new.name)) && is_record && says_telemetry(det, &said);
    let (name, span) = text_of(facts, *args.first().filter(|_| makes)?)?;
    (!is_sentence(name)).then_some((args[0], name, span))
}

/// `enum TelemetryEventName { Opened, Closed }`: a vocabulary of events, each word of which is told when it happens.
pub(super) fn variants(ws: &Workspace, det: &Detectors, ty: Def) -> Vec<Detection> {
    let ItemKind::Enum { variants, .. } = &ws.item(ty).kind else { return Vec::new() };
    let facts = ws.facts(ty);
    let title = facts.name(ws.item(ty).name);
    let said = words(title);
    let of_events = said.iter().any(|word| word == "event") && says_telemetry(det, &said);
    if !of_events || variants.iter().any(|variant| !variant.fields.list.is_empty()) {
        return Vec::new();
    }
    let owner = Owner { title: title.to_owned(), ..Owner::default() };
    let text = Declared { class: "text", ..Declared::default() };
    let told = variants.iter().map(|variant| {
        let name = facts.name(variant.name).to_owned();
        let verdict = reported(det, &owner, &name, &text, title, &said);
        Detection {
            file: ty.file as usize,
            span: variant.name_span,
            item: format!("{}::{name}", ws.item_path(ty)),
            name,
            kind: PointKind::Event,
            keys: verdict.keys,
            confidence: verdict.confidence,
            evidence: verdict.evidence,
            owner: title.to_owned(),
            test: ws.is_test(ty),
            seed: Seed::Column,
        }
    });
    told.collect()
}
