//! Flows come in; what leaves the program goes out, one entry for each place where it leaves.

use super::paint::Paint;
use crate::model::inventory::{Flow, FlowState, SinkKind};
use crate::render::Look;
use crate::render::text::{count, inert, listed_first};
use crate::render::words;
use indexmap::{IndexMap, IndexSet};

/// Places shown without `--all`.
const PLACES: usize = 8;
/// Data keys named of one place.
const KEYS: usize = 3;

/// The entries under their headline; nothing where nothing leaves.
pub(super) fn leaks(flows: &[Flow], look: &Look) -> String {
    let paint = Paint::new(look);
    let places = places(flows);
    if places.is_empty() {
        return String::new();
    }
    let total: usize = places.iter().map(Vec::len).sum();
    let to = if places.len() < total { format!(" to {}", count(places.len(), "place")) } else { String::new() };
    let mut out = paint.bold(&format!("Leaves the program ({}{to})", count(total, "flow"))) + "\n";
    let shown = if look.all { places.len() } else { places.len().min(PLACES) };
    for flows in &places[..shown] {
        out.push_str(&place(flows, look.all, paint));
    }
    if shown < places.len() {
        out.push_str(&format!("  {} more: `--all`\n", count(places.len() - shown, "place")));
    }
    out + "\n"
}

/// Flows whose data others can read, by where it leaves: what goes out unaltered first, and of that what goes the
/// shortest way. The response to the requester is none.
fn places(flows: &[Flow]) -> Vec<Vec<&Flow>> {
    let mut leaking: Vec<&Flow> = flows
        .iter()
        .filter(|flow| !flow.test && !matches!(flow.sink.kind, SinkKind::Response | SinkKind::Storage))
        .collect();
    leaking.sort_by_key(|flow| {
        let kind = match flow.sink.kind {
            SinkKind::Log | SinkKind::Telemetry => 0,
            SinkKind::ExternalService | SinkKind::Network => 1,
            SinkKind::Process | SinkKind::File => 2,
            _ => 3,
        };
        (flow.state != FlowState::Plain, kind, flow.steps.len())
    });
    let mut places: IndexMap<_, Vec<&Flow>> = IndexMap::new();
    for flow in leaking {
        let sink = &flow.sink;
        let place = (&sink.path, sink.line, sink.kind, &sink.api, &sink.recipient, flow.state);
        places.entry(place).or_default().push(flow);
    }
    places.into_values().collect()
}

fn place(flows: &[&Flow], all: bool, paint: Paint) -> String {
    let first = flows[0];
    let sink = &first.sink;
    let to = sink.recipient.as_deref().map(|name| format!(" of {}", inert(name))).unwrap_or_default();
    let state = match first.state {
        FlowState::Plain => String::new(),
        _ => format!(" ({})", words::flow_state(first.state)),
    };
    let api = inert(&sink.api);
    let mut out = format!("  {} → {}{to} by {api}{state}\n", inert(&what(flows)), paint.red(words::sink(sink.kind)));
    let way = |flow: &Flow, others: &str| {
        let (source, sink) = (&flow.source, &flow.sink);
        let way = format!("{}:{}{others} → {}:{}", inert(&source.path), source.line, inert(&sink.path), sink.line);
        format!("    {}\n", paint.dim(&way))
    };
    if all {
        out.extend(flows.iter().map(|flow| way(flow, "")));
    } else {
        let others = match flows.len() {
            1 => String::new(),
            flows => format!(" and {} more", flows - 1),
        };
        out.push_str(&way(first, &others));
    }
    out
}

/// The data of flows that leave at one place.
fn what(flows: &[&Flow]) -> String {
    let named = flows.iter().flat_map(|flow| if flow.keys.is_empty() { &flow.categories } else { &flow.keys });
    let names: IndexSet<&str> = named.map(String::as_str).collect();
    listed_first(&names.into_iter().collect::<Vec<_>>(), KEYS)
}
