//! Calls of macros come in that send events: of telemetry, of a project's own, records of the log that a layer sends; their
//! names and keys go out.

use super::Detection;
use super::events::{SENDS, is_tracking, json_keys, positional, property};
use super::place::literal;
use super::telemetry::says_telemetry;
use crate::link::{Def, Workspace};
use crate::model::fact::{Expr, ExprId, FileFacts, MacroArg, MacroCall, MacroValue};
use crate::packs::Detectors;
use crate::packs::words::words;

/// `telemetry::event!`, `track_event!`, `analytics!`; not the `info!` of a crate that logs.
pub(super) fn sends_by_macro(det: &Detectors, facts: &FileFacts, call: &MacroCall) -> bool {
    let Some((last, before)) = call.path.segments.split_last() else { return false };
    let name = facts.name(last.name);
    let said = words(name);
    let telling = before.iter().any(|segment| says_telemetry(det, &words(facts.name(segment.name))));
    let sends = said.first().is_some_and(|verb| verb != "log" && SENDS.contains(&verb.as_str()));
    is_tracking(name)
        || says_telemetry(det, &said)
        || telling && sends
        || is_named_event(facts, call, &said)
        || aims_at_telemetry(det, facts, call, name)
}

/// `info!(target: "telemetry", duration_ms = seconds)`: a record of the log that a layer sends.
fn aims_at_telemetry(det: &Detectors, facts: &FileFacts, call: &MacroCall, name: &str) -> bool {
    let is_target = |arg: &&MacroArg| arg.key.is_some_and(|key| facts.name(key) == "target");
    let said = |arg: &MacroArg| match &arg.value {
        MacroValue::Str(text, _) => literal(facts, *text).map(words),
        MacroValue::Expr(value) => match facts.expr(*value) {
            Expr::Path(path) => Some(words(facts.last(path))),
            _ => literal(facts, *value).map(words),
        },
        _ => None,
    };
    matches!(name, "event" | "info" | "debug" | "trace" | "warn" | "error")
        && call.args.iter().find(is_target).and_then(said).is_some_and(|said| says_telemetry(det, &said))
}

/// `log_event!("job_created", { "parallelism": n })`: a name, and what is told with it.
fn is_named_event(facts: &FileFacts, call: &MacroCall, said: &[String]) -> bool {
    let [verb, event] = said else { return false };
    let Some((MacroValue::Str(name, _), told)) = call.args.split_first().map(|(first, rest)| (&first.value, rest))
    else {
        return false;
    };
    let is_name = literal(facts, *name).is_some_and(|name| !name.contains([' ', '{', '%']));
    let tells = told.iter().any(|arg| arg.key.is_some() || matches!(arg.value, MacroValue::Group(_)));
    event == "event" && SENDS.contains(&verb.as_str()) && is_name && tells
}

/// `telemetry::event!("opened", kind = kind)`, `analytics!("signup", user.email)`.
pub(super) fn by_macro(
    ws: &Workspace,
    det: &Detectors,
    def: Def,
    id: ExprId,
    call: &MacroCall,
    found: &mut Vec<Detection>,
) {
    let facts = ws.facts(def);
    for (at, arg) in call.args.iter().enumerate() {
        if let (None, MacroValue::Group(inner)) = (arg.key, &arg.value) {
            let mut keys = Vec::new();
            json_keys(facts, inner, &mut keys);
            found.extend(keys.into_iter().map(|(name, span, _)| property(ws, det, def, id, name, span)));
            continue;
        }
        let value = match &arg.value {
            MacroValue::Expr(value) | MacroValue::Str(value, _) => Some(*value),
            _ => None,
        };
        match (arg.key, value.and_then(|value| literal(facts, value)), value) {
            (Some(key), ..) if matches!(facts.name(key), "target" | "parent") => {}
            (Some(key), ..) => found.push(property(ws, det, def, id, facts.name(key).to_owned(), arg.key_span)),
            (None, Some(name), Some(value)) if at == 0 => {
                found.push(property(ws, det, def, id, name.to_owned(), facts.expr_span(value)));
            }
            (None, None, Some(value)) => found.extend(positional(ws, det, def, value)),
            _ => {}
        }
    }
}
