//! A run without verdict comes in, a screen goes out: leaks first, then points by data key and owner type.

use super::paint::Paint;
use super::{problems, summary};
use crate::model::inventory::{Confidence, Flow, FlowState, FoundBy, Point, SinkKind};
use crate::render::Run;
use crate::render::text::{count, inert, listed, shortened};
use crate::render::words;
use indexmap::IndexMap;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Leaks shown without `--all`.
const LEAKS: usize = 8;
/// Owner types shown per data key without `--all`.
const OWNERS: usize = 4;
/// Data keys shown without `--all`.
const KEYS: usize = 15;

/// The view of `scan`.
pub fn scan(run: &Run) -> String {
    let inventory = &run.outcome.inventory;
    let paint = Paint::new(run.look);
    let mut out = String::new();
    let leaks = leaks(&inventory.flows);
    if !leaks.is_empty() {
        let _ = writeln!(out, "{}", paint.bold(&format!("Leaves the program ({})", count(leaks.len(), "flow"))));
        let shown = if run.look.all { leaks.len() } else { leaks.len().min(LEAKS) };
        for flow in &leaks[..shown] {
            out.push_str(&leak(flow, paint));
        }
        if shown < leaks.len() {
            let _ = writeln!(out, "  {} more: `--all`", leaks.len() - shown);
        }
        out.push('\n');
    }
    let points: Vec<&Point> = inventory.points.iter().filter(|point| !point.test || run.look.all).collect();
    if points.is_empty() {
        out.push_str("No point was found where personal data is collected.\n\n");
    } else {
        let _ = writeln!(out, "{}", paint.bold(&format!("Collected ({})", count(points.len(), "point"))));
        out.push_str(&by_key(&points, run));
        out.push('\n');
    }
    out.push_str(&problems::all(&run.outcome.errors, run.look));
    if !run.look.quiet {
        out.push_str(&summary::notes(run));
        let _ = writeln!(out, "{}", summary::read(run));
        if run.policy.is_none() {
            let _ = writeln!(out, "no policy yet: `cargo privacy-lint init` writes one from this");
        }
    }
    out
}

/// Flows whose data others can read: what goes out unaltered first, the response to the requester never.
fn leaks(flows: &[Flow]) -> Vec<&Flow> {
    let mut leaks: Vec<&Flow> = flows
        .iter()
        .filter(|flow| !flow.test && !matches!(flow.sink.kind, SinkKind::Response | SinkKind::Storage))
        .collect();
    leaks.sort_by_key(|flow| {
        let kind = match flow.sink.kind {
            SinkKind::Log | SinkKind::Telemetry => 0,
            SinkKind::ExternalService | SinkKind::Network => 1,
            SinkKind::Process | SinkKind::File => 2,
            _ => 3,
        };
        (flow.state != FlowState::Plain, kind)
    });
    leaks
}

fn leak(flow: &Flow, paint: Paint) -> String {
    let what =
        if flow.keys.is_empty() { listed(&flow.categories) } else { listed(&flow.keys[..flow.keys.len().min(3)]) };
    let to = flow.sink.recipient.as_deref().map(|name| format!(" of {}", inert(name))).unwrap_or_default();
    let state = match flow.state {
        FlowState::Plain => String::new(),
        _ => format!(" ({})", words::flow_state(flow.state)),
    };
    format!(
        "  {} → {}{to} by {}{state}\n    {}\n",
        inert(&what),
        paint.red(words::sink(flow.sink.kind)),
        inert(&flow.sink.api),
        paint.dim(&format!(
            "{}:{} → {}:{}",
            inert(&flow.source.path),
            flow.source.line,
            inert(&flow.sink.path),
            flow.sink.line
        )),
    )
}

fn by_key(points: &[&Point], run: &Run) -> String {
    let paint = Paint::new(run.look);
    let mut keys: BTreeMap<&str, IndexMap<String, Vec<&Point>>> = BTreeMap::new();
    for point in points {
        let key = point.keys.first().or(point.categories.first()).map_or("not known", String::as_str);
        keys.entry(key).or_default().entry(owner(point)).or_default().push(point);
    }
    let mut out = String::new();
    let shown = if run.look.all { keys.len() } else { KEYS };
    for (key, owners) in keys.iter().take(shown) {
        let total: usize = owners.values().map(Vec::len).sum();
        let _ = writeln!(out, "  {} {}", paint.yellow(&inert(key)), paint.dim(&format!("· {}", count(total, "point"))));
        let most = if run.look.all { owners.len() } else { OWNERS };
        for (owner, points) in owners.iter().take(most) {
            out.push_str(&row(owner, points, run.look.width, paint));
        }
        if owners.len() > most {
            let _ = writeln!(out, "    {} more: `--all`", count(owners.len() - most, "owner"));
        }
    }
    if keys.len() > shown {
        let _ = writeln!(out, "  {} more: `--all`", count(keys.len() - shown, "data key"));
    }
    out
}

fn owner(point: &Point) -> String {
    match point.kind {
        crate::model::inventory::PointKind::Param => point.item.split('(').next().unwrap_or("").to_string(),
        crate::model::inventory::PointKind::Column => point.item.rsplit_once('.').map_or("", |(table, _)| table).into(),
        _ => point.item.rsplit_once("::").map_or(point.item.as_str(), |(owner, _)| owner).to_string(),
    }
}

fn row(owner: &str, points: &[&Point], width: usize, paint: Paint) -> String {
    let names: Vec<_> = points.iter().map(|point| inert(&point.name).into_owned()).collect();
    let marked = points.iter().filter(|point| point.found_by.contains(&FoundBy::Annotated)).count();
    let best = points.iter().map(|point| point.confidence).max().unwrap_or_default();
    let sure = match (marked, best) {
        (marked, _) if marked == points.len() => "annotated",
        (0, Confidence::Possible) => "possible",
        (0, Confidence::Likely) => "likely",
        (0, Confidence::Certain) => "certain",
        _ => "partly annotated",
    };
    let place = format!("{}:{}", inert(&points[0].path), points[0].region.line);
    let words = format!("{}: {}", inert(owner), names.join(", "));
    let room = width.saturating_sub(place.chars().count() + sure.len() + 10).max(24);
    format!("    {}  {} {}\n", shortened(&words, room), paint.dim(&place), paint.dim(&format!("[{sure}]")))
}
