//! A link of a chain of calls comes in that gives a value by a key; whether the chain tells telemetry goes out: it begins at a
//! type that says so, or another of its links switches it on.

use super::events::{SENDS, called_on, names_key};
use super::roles::{bound, lets};
use super::telemetry::says_telemetry;
use super::walk::Order;
use crate::model::fact::{Expr, ExprId, FileFacts, MethodCall, Pat, UnaryOp};
use crate::packs::Detectors;
use crate::packs::words::words;

const TELLS: [&str; 13] =
    ["add", "set", "insert", "put", "push", "with", "append", "record", "fact", "property", "prop", "attribute", "tag"];

/// `Properties::new().insert_with("offline", offline, …)` where the type says telemetry;
/// `builder().enable(!no_telemetry).fact("offline", offline)`.
pub(super) fn told_in_chain(det: &Detectors, facts: &FileFacts, call: &MethodCall) -> bool {
    let first = words(facts.name(call.name)).into_iter().next().unwrap_or_default();
    if !TELLS.contains(&first.as_str()) || is_of_request(facts.name(call.name)) {
        return false;
    }
    says_telemetry_in(det, facts, call.receiver)
}

/// Whether a chain of calls begins at a type that says telemetry, or one of its links switches it on.
fn says_telemetry_in(det: &Detectors, facts: &FileFacts, mut chain: ExprId) -> bool {
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

/// `let (reporter, worker) = builder().enable(!no_telemetry).build(); reporter.record("opened", properties)`: what is handed on
/// by a name that such a chain gave.
pub(super) fn handed_on(det: &Detectors, facts: &FileFacts, order: &Order) -> Vec<ExprId> {
    let given = lets(facts, order).filter_map(|(pat, init)| Some((pat, init?)));
    let mut names = Vec::new();
    for (pat, _) in given.filter(|(_, init)| links(facts, *init) > 1 && says_telemetry_in(det, facts, *init)) {
        match facts.pat(pat) {
            Pat::Tuple(parts) => names.extend(parts.iter().filter_map(|part| bound(facts, *part))),
            _ => names.extend(bound(facts, pat)),
        }
    }
    if names.is_empty() {
        return Vec::new();
    }
    let handed = order.iter().filter_map(|(id, _)| match facts.expr(*id) {
        Expr::Method(call) if names_key(facts, *call.args.first()?) && tells(facts.name(call.name)) => {
            let by = called_on(facts, call.receiver);
            names.contains(&by).then_some(&call.args)
        }
        _ => None,
    });
    handed.flatten().copied().collect()
}

fn tells(name: &str) -> bool {
    let first = words(name).into_iter().next().unwrap_or_default();
    TELLS.contains(&first.as_str()) || SENDS.contains(&first.as_str())
}

/// How many calls a chain has.
fn links(facts: &FileFacts, mut chain: ExprId) -> usize {
    let mut count = 0;
    loop {
        chain = match facts.expr(chain) {
            Expr::Method(link) => link.receiver,
            Expr::Try(inner) | Expr::Await(inner) => {
                chain = *inner;
                continue;
            }
            _ => return count,
        };
        count += 1;
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
