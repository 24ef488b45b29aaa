//! Bodies come in in which events of telemetry are sent; the events go out, each by its name and its properties: keys of
//! objects, of builders and of macros, fields of literals, positional arguments. And the types that are sent.

use super::asked::of_service;
use super::declared::Declared;
use super::event_macros::{by_macro, sends_by_macro};
use super::event_names::{made_by_name, names_of_events};
use super::owners::Owner;
use super::place::literal;
use super::senders::answers;
use super::telemetry::{holds_data, is_written, kind_of_report, module_says_telemetry, reported, says_telemetry};
use super::told::told;
use super::valued::Values;
use super::walk::below;
use super::{Detection, builders, keyed, links};
use crate::link::{Def, Resolved, Workspace};
use crate::model::fact::{
    Expr, ExprId, FileFacts, ItemKind, MacroArg, MacroCall, MacroValue, MethodCall, Path, StructLit,
};
use crate::model::place::Span;
use crate::packs::Detectors;
use crate::packs::words::words;
use std::collections::BTreeSet;

/// Verbs that send an event when what they are called on says telemetry.
pub(super) const SENDS: [&str; 9] =
    ["report", "track", "capture", "emit", "send", "record", "event", "log", "identify"];

/// Whether a call of this name sends an event, whatever it is called on.
pub(super) fn is_tracking(name: &str) -> bool {
    matches!(name, "track_event" | "capture_event" | "track_usage")
}

/// Whether a call of this name may send one: `track` also follows a mouse.
pub(super) fn may_track(name: &str) -> bool {
    let sends = |verb: &str| verb == "track" || SENDS.contains(&verb);
    is_tracking(name) || name == "track" || name.starts_with("track_") || name.strip_suffix("_event").is_some_and(sends)
}

/// A call that sends an event: its name, where the name stands, whether what it is called on says telemetry.
struct Sending<'a> {
    verb: &'a str,
    span: Span,
    by: Vec<String>,
    args: &'a [ExprId],
}

fn sending<'a>(det: &Detectors, facts: &'a FileFacts, id: ExprId) -> Option<Sending<'a>> {
    let (verb, span, by, args) = match facts.expr(id) {
        Expr::Call(callee, args) => {
            let Expr::Path(path) = facts.expr(*callee) else { return None };
            let (last, before) = path.segments.split_last()?;
            let verb = facts.name(last.name);
            let span = Span { start: path.span.end.saturating_sub(verb.len() as u32), end: path.span.end };
            let by = before.last().map(|segment| words(facts.name(segment.name))).unwrap_or_default();
            (verb, span, by, &args[..])
        }
        Expr::Method(call) => {
            (facts.name(call.name), call.name_span, words(called_on(facts, call.receiver)), &call.args[..])
        }
        _ => return None,
    };
    // `TelemetryError::SendError` makes something, and sends nothing.
    if verb.starts_with(char::is_uppercase) {
        return None;
    }
    let said = words(verb);
    let sends = SENDS.contains(&said.first()?.as_str());
    let telling = says_telemetry(det, &by) || (said.len() > 1 && says_telemetry(det, &said));
    // `usage::capture("opened", &state)`.
    let of_usage = by == ["usage"] && args.first().is_some_and(|arg| literal(facts, *arg).is_some());
    let telling = telling || of_usage;
    let of_event = || {
        let literals = args.iter().filter_map(|arg| event_literal(facts, *arg));
        verb == "track" && literals.into_iter().any(|literal| says_event(det, facts, &literal.path))
    };
    // `.report_error("Could not write", e)` tells the program's own log, in a sentence.
    let in_words = !says_telemetry(det, &by) && args.iter().any(|arg| literal(facts, *arg).is_some_and(is_sentence));
    let tells = telling && !in_words && !reports_mistake(facts, &by, args);
    (is_tracking(verb) || sends && tells || of_event()).then_some(Sending { verb, span, by, args })
}

/// `error_reporter.report(CheckError::Mismatch { … })`: a compiler or a linter tells whoever runs it of a mistake in
/// what it reads.
fn reports_mistake(facts: &FileFacts, by: &[String], args: &[ExprId]) -> bool {
    let is_mistake = |literal: &StructLit| {
        let last = |name: &str| words(name).pop().unwrap_or_default();
        literal.path.segments.iter().any(|segment| {
            matches!(last(facts.name(segment.name)).as_str(), "error" | "diagnostic" | "lint" | "warning")
        })
    };
    by.last().is_some_and(|last| last == "reporter")
        && args.iter().filter_map(|arg| event_literal(facts, *arg)).any(is_mistake)
}

pub(super) fn is_sentence(text: &str) -> bool {
    text.contains(' ')
}

/// The last name of what a method is called on, through calls that hand it on.
pub(super) fn called_on(facts: &FileFacts, id: ExprId) -> &str {
    match facts.expr(id) {
        Expr::Path(path) => facts.last(path),
        Expr::Field(_, name, _) => facts.name(*name),
        Expr::Method(call) => match facts.name(call.name) {
            "lock" | "read" | "write" | "clone" | "as_ref" | "as_mut" | "unwrap" | "expect" | "borrow" | "get_mut"
            | "borrow_mut" => called_on(facts, call.receiver),
            name => name,
        },
        Expr::Ref(_, inner) | Expr::Try(inner) | Expr::Await(inner) => called_on(facts, *inner),
        Expr::Call(callee, _) => called_on(facts, *callee),
        _ => "",
    }
}

/// The types of the workspace that a body sends: handed to a sending call, or written into a request where the body
/// speaks of telemetry.
/// And whether it sends events at all.
pub(super) fn sent(ws: &Workspace, det: &Detectors, def: Def, body: ExprId, telemetry: bool) -> (BTreeSet<Def>, bool) {
    let facts = ws.facts(def);
    let order = below(facts, body);
    let values = Values::of(ws, def, &order);
    let mut found = BTreeSet::new();
    let (mut posts, mut emits) = (false, false);
    let (mut written, mut enclosed) = (Vec::new(), Vec::new());
    let mut speaks = telemetry || facts.name(ws.item(def).name).starts_with("track_");
    for (id, _) in &order {
        if let Some(sending) = sending(det, facts, *id) {
            emits = true;
            found.extend(sending.args.iter().filter_map(|arg| event_literal(facts, *arg)).filter_map(|literal| {
                let ty = ws.item_named(def.file as usize, Some(def.item), &literal.path)?;
                (says_event(det, facts, &literal.path)).then_some(ty)
            }));
        }
        if telemetry {
            let told = kept(facts, *id).filter(|arg| !is_message(ws, det, def, *arg));
            found.extend(told.filter_map(|arg| values.type_of(arg)).filter(|ty| is_written(ws, *ty)));
        }
        match facts.expr(*id) {
            Expr::Method(call) => {
                emits |= adds_key(det, facts, call);
                // The request may be begun elsewhere.
                posts |= matches!(facts.name(call.name), "post" | "put" | "request" | "send");
                if matches!(facts.name(call.name), "json" | "form" | "send_json") && !answers(facts, *id) {
                    written.extend(call.args.first());
                }
            }
            Expr::Call(callee, args) => {
                emits |= made_by_name(det, facts, *id).is_some();
                // Who only asks a setting of telemetry writes other things down as well.
                if let Expr::Path(path) = facts.expr(*callee)
                    && (telemetry || !of_service(ws, def.file as usize))
                    && matches!(facts.last(path), "to_string" | "to_vec" | "to_value" | "to_string_pretty")
                    && args.len() == 1
                {
                    written.extend(args.first());
                }
            }
            Expr::Macro(call) => {
                emits |= sends_by_macro(det, facts, call);
                // `json!({ "variables": { "input": input } })`: an envelope around a record.
                if telemetry && facts.last(&call.path) == "json" {
                    written_in(&call.args, &mut enclosed);
                }
            }
            Expr::Field(_, name, _) => speaks |= says_telemetry(det, &words(facts.name(*name))),
            _ => {}
        }
    }
    let records = enclosed.into_iter().filter_map(|id| values.type_of(id));
    found.extend(records.filter(|ty| is_written(ws, *ty)));
    if posts && speaks {
        found.extend(written.into_iter().filter_map(|id| values.type_of(id)).filter(|ty| is_written(ws, *ty)));
    }
    (found, emits)
}

/// The values of an object, and of those inside it.
fn written_in(args: &[MacroArg], out: &mut Vec<ExprId>) {
    for arg in args {
        match &arg.value {
            MacroValue::Group(inner) => written_in(inner, out),
            MacroValue::Expr(value) if arg.key.is_some() => out.push(*value),
            _ => {}
        }
    }
}

/// What code of telemetry hands to something that keeps or sends records: `Self::append_record(&record)`.
fn kept(facts: &FileFacts, id: ExprId) -> impl Iterator<Item = ExprId> + '_ {
    let (verb, args) = match facts.expr(id) {
        Expr::Call(callee, args) => match facts.expr(*callee) {
            Expr::Path(path) => (facts.last(path), &args[..]),
            _ => ("", &[][..]),
        },
        Expr::Method(call) => (facts.name(call.name), &call.args[..]),
        _ => ("", &[][..]),
    };
    const KEEPS: [&str; 9] = ["append", "record", "send", "report", "submit", "publish", "emit", "enqueue", "upload"];
    let keeps = words(verb).first().is_some_and(|first| KEEPS.contains(&first.as_str()));
    args.iter().copied().filter(move |_| keeps)
}

/// `ClientMsg::StartTelemetry { … }`: one of many messages, of which the others say other things.
fn is_message(ws: &Workspace, det: &Detectors, def: Def, id: ExprId) -> bool {
    let facts = ws.facts(def);
    let Some(literal) = event_literal(facts, id) else { return false };
    let meant = ws.resolve(def.file as usize, Some(def.item), &literal.path);
    let of_event = |of: Def| {
        let said = words(ws.name_of(of));
        said.last().is_some_and(|last| last == "event") || says_telemetry(det, &said)
    };
    matches!(meant, Resolved::Variant(of, _) if !of_event(of))
}

fn event_literal(facts: &FileFacts, id: ExprId) -> Option<&StructLit> {
    match facts.expr(id) {
        Expr::Struct(literal) => Some(literal),
        Expr::Ref(_, inner) => event_literal(facts, *inner),
        _ => None,
    }
}

/// `SignedUpEvent`, `Event::SignedUp`, `telemetry::Report`.
fn says_event(det: &Detectors, facts: &FileFacts, path: &Path) -> bool {
    path.segments.iter().any(|segment| {
        let said = words(facts.name(segment.name));
        said.last().is_some_and(|last| last == "event") || says_telemetry(det, &said)
    })
}

/// `TelemetryEvent::ServerStop`; not the `TelemetryResult::Failed` that is told with it.
fn names_event(facts: &FileFacts, path: &Path) -> bool {
    let [.., ty, _] = &path.segments[..] else { return false };
    words(facts.name(ty.name)).last().is_some_and(|last| matches!(last.as_str(), "event" | "metric"))
}

/// What a body that gathers telemetry reports: keys of `json!` objects, of key-value builders, of events.
pub(super) fn properties(ws: &Workspace, det: &Detectors, def: Def, body: ExprId, found: &mut Vec<Detection>) {
    let facts = ws.facts(def);
    // What a report may hold is described here, nothing is reported.
    let describes = words(facts.name(ws.item(def).name)).ends_with(&["schema".to_owned()]);
    for (id, _) in below(facts, body) {
        match facts.expr(id) {
            Expr::Macro(_) if describes => {}
            Expr::Macro(call) if writes_object(facts, call) => object(ws, det, def, id, call, found),
            Expr::Macro(call) if facts.last(&call.path) == "format" => in_address(ws, det, def, id, call, found),
            Expr::Struct(literal) => found.extend(named_by_literal(ws, det, def, id, literal)),
            Expr::Method(call) if call.args.is_empty() && matches!(facts.name(call.name), "build" | "send") => {
                builders::built(ws, det, def, call.receiver, found);
            }
            Expr::Method(call)
                if call.args.len() == 2
                    && (sets_property(facts.name(call.name))
                        || fills_map(facts, call)
                        || facts.name(call.name) == "append_pair") =>
            {
                found.extend(key(ws, det, def, id, call.args[0]));
            }
            // `props.entry("version".into()).or_insert(version)`.
            Expr::Method(call) if facts.name(call.name).starts_with("or_insert") => {
                if let Expr::Method(entry) = facts.expr(call.receiver)
                    && facts.name(entry.name) == "entry"
                    && is_object(&words(called_on(facts, entry.receiver)))
                {
                    found.extend(entry.args.first().and_then(|arg| key(ws, det, def, id, *arg)));
                }
            }
            // `report["batch"] = …`.
            Expr::Assign(place, _) => {
                if let Expr::Index(_, at) = facts.expr(*place) {
                    found.extend(key(ws, det, def, id, *at));
                }
            }
            // `push_prop(&mut props, "hidden", n)`.
            Expr::Call(callee, args) if args.len() == 3 => {
                if let Expr::Path(path) = facts.expr(*callee)
                    && sets_property(facts.last(path))
                {
                    found.extend(key(ws, det, def, id, args[1]));
                }
            }
            _ => {}
        }
        if let Some(named) = keyed::key_of(ws, def, id) {
            found.extend(key(ws, det, def, id, named));
        }
    }
    names_of_events(ws, det, def, body, found);
    emissions(ws, det, def, body, found);
}

/// `format!("{URL}?version={version}&uptime={hours}")`: what is told in the query of an address.
fn in_address(ws: &Workspace, det: &Detectors, def: Def, id: ExprId, call: &MacroCall, found: &mut Vec<Detection>) {
    let facts = ws.facts(def);
    let Some(MacroValue::Str(text, _)) = call.args.first().map(|arg| &arg.value) else { return };
    let Some(said) = literal(facts, *text) else { return };
    let Some((before, query)) = said.split_once('?') else { return };
    let span = facts.expr_span(*text);
    // As far as no escape moved it, a key stands in the literal where it stands in its text, after the quote.
    let mut at = span.start + 1 + before.len() as u32 + 1;
    for part in query.split('&') {
        if let Some((key, value)) = part.split_once('=')
            && value.starts_with('{')
            && !key.is_empty()
            && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        {
            let place = Span { start: at.min(span.end), end: (at + key.len() as u32).min(span.end) };
            found.push(property(ws, det, def, id, key.to_owned(), place));
        }
        at += part.len() as u32 + 1;
    }
}

/// What a named value of an event is called.
const PROPERTIES: [&str; 7] = ["property", "prop", "attribute", "tag", "extra", "metric", "dimension"];

fn sets_property(name: &str) -> bool {
    words(name).iter().any(|word| PROPERTIES.contains(&word.as_str()))
        || matches!(name, "with_value" | "with_field" | "with_param" | "with_detail" | "add_value" | "add_field")
}

/// `properties.insert("version".to_owned(), version)`, on something that is called as what is sent or as an object.
fn fills_map(facts: &FileFacts, call: &MethodCall) -> bool {
    facts.name(call.name).starts_with("insert") && is_object(&words(called_on(facts, call.receiver)))
}

fn is_object(said: &[String]) -> bool {
    const RECORDS: [&str; 12] = [
        "event",
        "payload",
        "telemetry",
        "report",
        "body",
        "metadata",
        "obj",
        "object",
        "map",
        "data",
        "param",
        "field",
    ];
    let holds = |word: &str| PROPERTIES.contains(&word) || RECORDS.contains(&word);
    said.iter().any(|word| holds(word)) && !said.iter().any(|word| word == "header")
}

/// `analytics.add("is_ci", ci)`, `telemetry.get_mut().set("mode", mode)`: a key given to what is called telemetry, or in a
/// chain of calls that says so.
fn adds_key(det: &Detectors, facts: &FileFacts, call: &MethodCall) -> bool {
    const ADDS: [&str; 8] = ["add", "set", "insert", "put", "push", "with", "append", "record"];
    let name = facts.name(call.name);
    call.args.len() > 1
        && names_key(facts, call.args[0])
        && (call.args.len() == 2
            && ADDS.contains(&name)
            && says_telemetry(det, &words(called_on(facts, call.receiver)))
            || links::told_in_chain(det, facts, call))
}

/// The property that a literal names.
pub(super) fn key(ws: &Workspace, det: &Detectors, def: Def, id: ExprId, arg: ExprId) -> Option<Detection> {
    let facts = ws.facts(def);
    let (name, span) = text_of(facts, arg)?;
    Some(property(ws, det, def, id, name.to_owned(), span))
}

/// The events that a body sends, whatever else it does.
pub(super) fn emissions(ws: &Workspace, det: &Detectors, def: Def, body: ExprId, found: &mut Vec<Detection>) {
    let facts = ws.facts(def);
    let order = below(facts, body);
    for handed in links::handed_on(det, facts, &order) {
        told(ws, det, &BTreeSet::new(), (def, handed), found);
    }
    for (id, _) in order {
        match facts.expr(id) {
            Expr::Macro(call) if sends_by_macro(det, facts, call) => by_macro(ws, det, def, id, call, found),
            Expr::Method(call) if adds_key(det, facts, call) => found.extend(key(ws, det, def, id, call.args[0])),
            _ => {}
        }
        if let Some((arg, name, span)) = made_by_name(det, facts, id) {
            found.push(property(ws, det, def, arg, name.to_owned(), span));
        }
        if let Some(sending) = sending(det, facts, id) {
            by_call(ws, det, def, id, &sending, found);
        }
    }
}

/// `impl Event for Opened { const NAME: &str = "opened"; }` where telemetry is gathered.
pub(super) fn constants(ws: &Workspace, det: &Detectors, file: usize) -> Vec<Detection> {
    let facts = &ws.files[file];
    let is_name = |name: &str| matches!(name, "NAME" | "EVENT" | "EVENT_NAME" | "EVENT_TYPE");
    if ws.homes[file].test || !facts.names.iter().any(is_name) || !module_says_telemetry(ws, det, file) {
        return Vec::new();
    }
    let of_event = |def: &Def| {
        let parent = ws.item(*def).parent.map(|item| &facts.item(item).kind);
        matches!(parent, Some(ItemKind::Impl { of: Some(of), .. })
            if words(facts.last(of)).iter().any(|word| word == "event"))
    };
    let named = super::place::items_in(ws, file).filter(|def| is_name(facts.name(ws.item(*def).name)));
    let events = named.filter(|def| !ws.is_test(*def)).filter(of_event).filter_map(|def| {
        let ItemKind::Const { value: Some(value), .. } = ws.item(def).kind else { return None };
        let (name, span) = text_of(facts, value).filter(|(name, _)| name.starts_with(char::is_alphabetic))?;
        Some(property(ws, det, def, value, name.to_owned(), span))
    });
    events.collect()
}

fn by_call(ws: &Workspace, det: &Detectors, def: Def, id: ExprId, sending: &Sending, found: &mut Vec<Detection>) {
    let facts = ws.facts(def);
    let name = sending.args.first().and_then(|arg| Some((literal(facts, *arg)?, facts.expr_span(*arg))));
    // `record_event(user, "opened".into(), …)`: an event's name may stand after whose it is.
    let later = || {
        let of_event = words(sending.verb).last().is_some_and(|last| last == "event");
        sending.args.iter().take(3).find_map(|arg| text_of(facts, *arg)).filter(|_| of_event)
    };
    match name.or_else(later) {
        Some((name, span)) => found.push(property(ws, det, def, id, name.to_owned(), span)),
        // `ErrorReporter::report(…)`: a report leaves here.
        None if says_telemetry(det, &sending.by) && matches!(facts.expr(id), Expr::Call(..)) => {
            let mut event = property(ws, det, def, id, sending.verb.to_owned(), sending.span);
            event.keys = vec![kind_of_report(det, &sending.by, &sending.by).to_owned()];
            found.push(event);
        }
        None => {}
    }
    for &arg in sending.args {
        let arg = inside(facts, arg);
        match facts.expr(arg) {
            // `sender.send(TelemetryEvent::ServerStop)`: the variant names the event.
            Expr::Path(path) if names_event(facts, path) => {
                if let Some(segment) = path.segments.last() {
                    let name = facts.name(segment.name).to_owned();
                    let span = Span { start: path.span.end.saturating_sub(name.len() as u32), end: path.span.end };
                    found.push(property(ws, det, def, arg, name, span));
                }
            }
            Expr::Macro(call) if writes_object(facts, call) => object(ws, det, def, arg, call, found),
            _ => match event_literal(facts, arg) {
                // Where the literal names the event itself, its name is the point.
                Some(literal) if named_by_literal(ws, det, def, arg, literal).is_some() => {
                    found.extend(named_by_literal(ws, det, def, arg, literal));
                }
                // The fields of the workspace's own types are points where they are declared.
                Some(literal) if ws.item_named(def.file as usize, Some(def.item), &literal.path).is_none() => {
                    let fields = literal.fields.iter();
                    found.extend(
                        fields.map(|(name, span, _)| property(ws, det, def, arg, facts.name(*name).to_owned(), *span)),
                    );
                }
                Some(_) => {}
                None => found.extend(positional(ws, det, def, arg)),
            },
        }
    }
}

/// `Some(json!({ … }))`, `Some(Opened { … })`: what is handed on when there is something.
fn inside(facts: &FileFacts, id: ExprId) -> ExprId {
    match facts.expr(id) {
        Expr::Call(callee, args) if args.len() == 1 => match facts.expr(*callee) {
            Expr::Path(path) if facts.last(path) == "Some" => args[0],
            _ => id,
        },
        _ => id,
    }
}

/// An argument whose own name the packs know: `user.email`.
pub(super) fn positional(ws: &Workspace, det: &Detectors, def: Def, id: ExprId) -> Option<Detection> {
    let facts = ws.facts(def);
    let (name, span) = match facts.expr(id) {
        Expr::Field(_, name, span) => (*name, *span),
        Expr::Path(path) if path.segments.len() == 1 => (path.segments[0].name, facts.expr_span(id)),
        Expr::Ref(_, inner) | Expr::Try(inner) => return positional(ws, det, def, *inner),
        Expr::Method(call) if call.args.is_empty() => return positional(ws, det, def, call.receiver),
        _ => return None,
    };
    let name = facts.name(name);
    let point = property(ws, det, def, id, name.to_owned(), span);
    // Without a rule of its own the name would mean any use: that is the event, not its argument.
    (point.evidence.iter().filter(|evidence| evidence.supports).count() > 1).then_some(point)
}

/// `Event { key: "cpu_count", value }`: the literal is the name.
fn named_by_literal(ws: &Workspace, det: &Detectors, def: Def, id: ExprId, built: &StructLit) -> Option<Detection> {
    let facts = ws.facts(def);
    let says = built.path.segments.iter().any(|segment| {
        let said = words(facts.name(segment.name));
        said.last().is_some_and(|last| matches!(last.as_str(), "event" | "metric" | "property" | "measurement"))
    });
    if !says {
        return None;
    }
    let is_name = |name: &str| {
        matches!(name, "key" | "name" | "event" | "event_name" | "event_type" | "kind" | "metric" | "property")
    };
    let (_, _, value) = built.fields.iter().find(|(name, ..)| is_name(facts.name(*name)))?;
    let (name, span) = text_of(facts, *value)?;
    Some(property(ws, det, def, id, name.to_owned(), span))
}

/// Whether this is the name of a property: text of one's own writing.
pub(super) fn names_key(facts: &FileFacts, id: ExprId) -> bool {
    text_of(facts, id).is_some()
}

/// A literal, through `.to_string()`, `.into()`, `String::from(…)`.
pub(super) fn text_of(facts: &FileFacts, id: ExprId) -> Option<(&str, Span)> {
    if let Some(text) = literal(facts, id) {
        return Some((text, facts.expr_span(id)));
    }
    match facts.expr(id) {
        Expr::Method(call) if call.args.is_empty() => text_of(facts, call.receiver),
        Expr::Call(_, args) if args.len() == 1 => text_of(facts, args[0]),
        _ => None,
    }
}

/// `json!({ "kind": kind })`, `hashmap! { "kind" => kind }`.
pub(super) fn writes_object(facts: &FileFacts, call: &MacroCall) -> bool {
    match facts.last(&call.path) {
        "json" => true,
        "hashmap" | "hash_map" | "btreemap" | "btree_map" | "indexmap" | "map" | "object" => {
            call.args.iter().any(|arg| arg.key.is_some())
        }
        _ => false,
    }
}

pub(super) fn object(
    ws: &Workspace,
    det: &Detectors,
    def: Def,
    id: ExprId,
    call: &MacroCall,
    found: &mut Vec<Detection>,
) {
    let facts = ws.facts(def);
    let mut keys = Vec::new();
    json_keys(facts, &call.args, &mut keys);
    let order = match &ws.item(def).kind {
        ItemKind::Fn(function) => function.body.map(|body| below(facts, body)).unwrap_or_default(),
        _ => Vec::new(),
    };
    let values = Values::of(ws, def, &order);
    for (name, span, value) in keys {
        // The fields of a record are points where they are declared; the text of a query is the program's.
        let is_record = |value| values.type_of(value).is_some_and(|ty| is_written(ws, ty) && holds_data(ws, ty));
        let is_query = |value| literal(facts, value).is_some_and(is_graphql);
        // `"type": "track"` says what kind of message this is, `"properties": properties` holds what is told elsewhere.
        let is_constant = |value| name == "type" && literal(facts, value).is_some();
        let is_envelope = |value| ENVELOPES.contains(&name.as_str()) && !matches!(facts.expr(value), Expr::Lit(_));
        if !value.is_some_and(|value| is_record(value) || is_query(value) || is_constant(value) || is_envelope(value)) {
            found.push(property(ws, det, def, id, name, span));
        }
    }
}

/// Keys whose value is what the message carries.
const ENVELOPES: [&str; 6] = ["properties", "props", "payload", "traits", "context", "attributes"];

fn is_graphql(text: &str) -> bool {
    let text = text.trim_start();
    ["mutation", "query", "subscription"].iter().any(|verb| text.starts_with(verb)) && text.contains('{')
}

/// The leaves of an object: keys whose values are no objects themselves.
pub(super) fn json_keys(facts: &FileFacts, args: &[MacroArg], out: &mut Vec<(String, Span, Option<ExprId>)>) {
    for arg in args {
        match (&arg.value, arg.key) {
            (MacroValue::Group(inner), _) if !inner.is_empty() => json_keys(facts, inner, out),
            (MacroValue::Expr(value) | MacroValue::Str(value, _), Some(key)) => {
                out.push((facts.name(key).to_owned(), arg.key_span, Some(*value)));
            }
            (_, Some(key)) => out.push((facts.name(key).to_owned(), arg.key_span, None)),
            _ => {}
        }
    }
}

pub(super) fn property(ws: &Workspace, det: &Detectors, def: Def, id: ExprId, name: String, span: Span) -> Detection {
    let owner = Owner { title: ws.item_path(def), ..Owner::default() };
    let ty = Declared { class: "text", ..Declared::default() };
    let short = ws.name_of(def).to_owned();
    // A function of other business says nothing of the events it sends.
    let about = Some(words(&short)).filter(|said| says_telemetry(det, said)).unwrap_or_default();
    let verdict = reported(det, &owner, &name, &ty, &short, &about);
    Detection::of_event(ws, def, name, span, verdict, id)
}
