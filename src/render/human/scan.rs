//! A run without verdict comes in, a screen goes out: leaks first, then points by data key and owner type.

use super::leaks::leaks;
use super::paint::Paint;
use super::{problems, summary};
use crate::model::inventory::{Confidence, FoundBy, Point};
use crate::render::Run;
use crate::render::text::{count, inert, shortened};
use indexmap::IndexMap;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Owner types shown per data key without `--all`.
const OWNERS: usize = 4;
/// Data keys shown without `--all`.
const KEYS: usize = 15;

/// The view of `scan`.
pub fn scan(run: &Run) -> String {
    let inventory = &run.outcome.inventory;
    let paint = Paint::new(run.look);
    let mut out = String::new();
    out.push_str(&leaks(&inventory.flows, run.look));
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
    let room = width.saturating_sub(place.chars().count() + sure.len() + 10).max(24);
    let words = named(&inert(owner), &names.join(", "), room);
    format!("    {}  {} {}\n", shortened(&words, room), paint.dim(&place), paint.dim(&format!("[{sure}]")))
}

/// An owner and its names, in so much room: modules are left out first, then the owner, since the place says where it
/// is.
fn named(owner: &str, names: &str, room: usize) -> String {
    let mut rest = owner;
    let mut words = format!("{owner}: {names}");
    while words.chars().count() > room
        && let Some((_, inner)) = rest.split_once("::")
    {
        rest = inner;
        words = format!("…{rest}: {names}");
    }
    if words.chars().count() > room { names.to_owned() } else { words }
}
