//! A link of a chain of calls comes in that gives a value by a key; whether the chain tells telemetry goes out: it begins at a
//! type that says so, or another of its links switches it on.

use super::telemetry::says_telemetry;
use crate::model::fact::{Expr, ExprId, FileFacts, MethodCall, UnaryOp};
use crate::packs::Detectors;
use crate::packs::words::words;

/// `Properties::new().insert_with("offline", offline, …)` where the type says telemetry;
/// `builder().enable(!no_telemetry).fact("offline", offline)`.
pub(super) fn told_in_chain(det: &Detectors, facts: &FileFacts, call: &MethodCall) -> bool {
    let first = words(facts.name(call.name)).into_iter().next().unwrap_or_default();
    const TELLS: [&str; 13] = [
        "add",
        "set",
        "insert",
        "put",
        "push",
        "with",
        "append",
        "record",
        "fact",
        "property",
        "prop",
        "attribute",
        "tag",
    ];
    if !TELLS.contains(&first.as_str()) || is_of_request(facts.name(call.name)) {
        return false;
    }
    let mut chain = call.receiver;
    loop {
        match facts.expr(chain) {
            Expr::Method(link) => {
                if link.args.len() == 1 && !is_of_request(facts.name(link.name)) && is_switch(det, facts, link.args[0])
                {
                    return true;
                }
                chain = link.receiver;
            }
            Expr::Try(inner) | Expr::Await(inner) => chain = *inner,
            Expr::Call(callee, _) => {
                let Expr::Path(path) = facts.expr(*callee) else { return false };
                let of = path.segments.len().checked_sub(2).map(|at| words(facts.name(path.segments[at].name)));
                return of.is_some_and(|of| says_telemetry(det, &of) && !sets_up(&of));
            }
            _ => return false,
        }
    }
}

/// `!no_telemetry`, `args.telemetry_enabled`.
fn is_switch(det: &Detectors, facts: &FileFacts, arg: ExprId) -> bool {
    match facts.expr(arg) {
        Expr::Unary(UnaryOp::Not, inner) => is_switch(det, facts, *inner),
        Expr::Path(path) => says_telemetry(det, &words(facts.last(path))),
        Expr::Field(_, name, _) => says_telemetry(det, &words(facts.name(*name))),
        _ => false,
    }
}

/// What a request is made of is told apart.
fn is_of_request(name: &str) -> bool {
    ["header", "headers", "with_header", "append_header", "insert_header", "set_header", "query", "post", "url", "uri"]
        .contains(&name)
}

/// `TelemetryConfig::builder()`, `AnalyticsClient::new()`: machinery that is steered by names.
fn sets_up(said: &[String]) -> bool {
    const MACHINERY: [&str; 8] =
        ["config", "setting", "option", "client", "layer", "provider", "subscriber", "service"];
    said.last().is_some_and(|last| MACHINERY.contains(&last.as_str()))
}
