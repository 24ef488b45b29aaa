//! A chain of calls that builds something of telemetry comes in; what its links are told goes out, each as a property.

use super::Detection;
use super::events::{called_on, property};
use super::telemetry::is_report_word;
use crate::link::{Def, Workspace};
use crate::model::fact::{Expr, ExprId, FileFacts};
use crate::packs::Detectors;
use crate::packs::words::words;

/// `Context::builder().client_id(id).os(OS).build()`: the links of a builder are what it is told. Those whose names mean
/// nothing to the packs steer it.
pub(super) fn built(ws: &Workspace, det: &Detectors, def: Def, mut chain: ExprId, found: &mut Vec<Detection>) {
    const OF_HTTP: [&str; 19] = [
        "header",
        "headers",
        "json",
        "body",
        "form",
        "timeout",
        "post",
        "get",
        "put",
        "query",
        "bearer_auth",
        "basic_auth",
        "uri",
        "connect_timeout",
        "with_timeout",
        "with_headers",
        "with_metadata",
        "with_endpoint",
        "endpoint",
    ];
    let facts = ws.facts(def);
    let mut links = Vec::new();
    while let Expr::Method(call) = facts.expr(chain) {
        if OF_HTTP.contains(&facts.name(call.name)) {
            return;
        }
        links.push((chain, call));
        chain = call.receiver;
    }
    // An exporter, a provider and a client carry events; they are none.
    // `client.post_metrics().os(OS)`: the operation that is built.
    let operation = links.last().filter(|(_, call)| call.args.is_empty()).map(|(_, call)| words(facts.name(call.name)));
    let root = builder_type(facts, chain).or(operation).unwrap_or_else(|| words(called_on(facts, chain)));
    if root.iter().any(|word| CARRIERS.contains(&word.as_str())) {
        return;
    }
    let told = links.iter().rev().filter(|(_, call)| call.args.len() == 1).filter_map(|(id, call)| {
        let name = facts.name(call.name);
        let name = name.strip_prefix("set_").or(name.strip_prefix("with_")).unwrap_or(name);
        let point = property(ws, det, def, *id, name.to_owned(), call.name_span);
        let known = point.evidence.iter().filter(|evidence| evidence.supports).count() > 1;
        (known || is_report_word(det, name)).then_some(point)
    });
    let told: Vec<Detection> = told.collect();
    // One link that sounds like a machine's may be any builder's.
    if told.len() > 1 {
        found.extend(told);
    }
}

const CARRIERS: [&str; 9] =
    ["exporter", "provider", "client", "layer", "subscriber", "processor", "reader", "transport", "request"];

/// `["span", "exporter"]` of `SpanExporter::builder()`.
fn builder_type(facts: &FileFacts, root: ExprId) -> Option<Vec<String>> {
    let Expr::Call(callee, _) = facts.expr(root) else { return None };
    let Expr::Path(path) = facts.expr(*callee) else { return None };
    let [.., ty, _] = &path.segments[..] else { return None };
    Some(words(facts.name(ty.name)))
}
