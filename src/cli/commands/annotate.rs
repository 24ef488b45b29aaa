//! `annotate`: proposes the annotation of each detected point, one for a type, with overrides where fields differ.

use super::super::args::Annotate;
use super::super::{Surroundings, request, terminal};
use super::{fail, write};
use crate::model::inventory::{FoundBy, Point, PointKind};
use crate::pipeline::{Analysis, analyse, standing_baseline};
use crate::policy::Policy;
use crate::render::text;
use crate::suggest::{insertion_line, sentence};
use std::collections::BTreeMap;
use std::fmt::Write;

pub(in crate::cli) fn run(args: &Annotate, around: &Surroundings) -> u8 {
    let look = terminal::look(&args.common, false, terminal::err_is_terminal(), None);
    let analysis = analyse(&request(&args.common, Vec::new(), false, around));
    let (Some(policy), Some(discovered)) = (&analysis.policy, &analysis.discovered) else {
        return fail(&analysis.outcome.errors, &look);
    };
    let proposals = proposals(&analysis, policy);
    let mut problems = Vec::new();
    let mut out = String::new();
    for (path, lines) in &proposals {
        let bytes = discovered.tree.read(path);
        let Some(text) = bytes.ok().and_then(|bytes| String::from_utf8(bytes).ok()) else { continue };
        let _ = write!(out, "{}", diff(path, &text, lines));
        if args.write {
            problems.extend(write(&discovered.root.join(path), &insert(&text, lines)).err());
        }
    }
    let count: usize = proposals.values().map(BTreeMap::len).sum();
    let verb = if args.write { "written into" } else { "proposed for" };
    let _ = writeln!(out, "{} {verb} {}", text::count(count, "annotation"), text::count(proposals.len(), "file"));
    if out.contains("TODO") {
        out.push_str("replace each TODO: it is no source, purpose or legal basis, and `check` denies it\n");
    }
    if !args.write && count > 0 {
        out.push_str("next: `cargo privacy-lint annotate --write`, then `cargo privacy-lint check`\n");
    }
    if let Some(baseline) = standing_baseline(discovered).filter(|_| args.write && count > 0) {
        let takes = format!("cargo privacy-lint check --baseline {baseline} --write-baseline");
        let _ = writeln!(out, "next: `{takes}` takes out of the baseline what this settles");
    }
    terminal::out(&out);
    if problems.is_empty() { 0 } else { fail(&problems, &look) }
}

/// Lines to insert, by file and by the line they come before.
type Proposals = BTreeMap<String, BTreeMap<u32, String>>;

fn proposals(analysis: &Analysis, policy: &Policy) -> Proposals {
    let points = &analysis.outcome.inventory.points;
    let open = |point: &&Point| {
        !point.test
            && point.found_by == [FoundBy::Detected]
            && !point.categories.is_empty()
            && point.path.ends_with(".rs")
    };
    let mut by_owner: BTreeMap<(&str, String), Vec<&Point>> = BTreeMap::new();
    for point in points.iter().filter(open) {
        let owner = point.item.rsplit_once("::").map_or(point.item.as_str(), |(owner, _)| owner);
        by_owner.entry((point.path.as_str(), owner.to_owned())).or_default().push(point);
    }
    let mut proposals = Proposals::new();
    for ((path, owner), points) in by_owner {
        let lines = proposals.entry(path.to_owned()).or_default();
        let fields: Vec<&&Point> = points.iter().filter(|point| point.kind == PointKind::Field).collect();
        let shared = most_common(&fields).filter(|_| fields.len() > 1);
        let type_line = shared.as_ref().and_then(|_| insertion_line(&analysis.ws, path, &owner));
        if let (Some(category), Some(line)) = (&shared, type_line) {
            lines.insert(line, sentence(policy, category, points[0].activity.as_deref()));
        }
        for point in points {
            let of_type =
                type_line.is_some() && point.kind == PointKind::Field && point.categories.first() == shared.as_ref();
            if !of_type {
                let activity = point.activity.as_deref();
                lines.entry(point.region.line).or_insert_with(|| sentence(policy, &point.categories[0], activity));
            }
        }
    }
    proposals.retain(|_, lines| !lines.is_empty());
    proposals
}

/// The category of most fields; the first in the alphabet where several are equal.
fn most_common(fields: &[&&Point]) -> Option<String> {
    let mut counts: BTreeMap<&String, usize> = BTreeMap::new();
    for field in fields {
        *counts.entry(&field.categories[0]).or_default() += 1;
    }
    counts
        .iter()
        .max_by_key(|(category, count)| (**count, std::cmp::Reverse(**category)))
        .map(|(category, _)| (*category).clone())
}

fn indent(line: &str) -> &str {
    &line[..line.len() - line.trim_start().len()]
}

fn insert(text: &str, lines: &BTreeMap<u32, String>) -> String {
    let mut out = String::with_capacity(text.len() + lines.len() * 60);
    for (at, line) in text.split_inclusive('\n').enumerate() {
        if let Some(sentence) = lines.get(&(at as u32 + 1)) {
            let ending = if line.ends_with("\r\n") { "\r\n" } else { "\n" };
            out.push_str(&format!("{}{sentence}{ending}", indent(line)));
        }
        out.push_str(line);
    }
    out
}

/// A unified diff with one line of context, which `git apply --unidiff-zero` and people can read.
fn diff(path: &str, text: &str, lines: &BTreeMap<u32, String>) -> String {
    let source: Vec<&str> = text.lines().collect();
    let mut out = format!("--- a/{path}\n+++ b/{path}\n");
    for (added, (&line, sentence)) in lines.iter().enumerate() {
        let context = source.get(line as usize - 1).copied().unwrap_or_default();
        let _ =
            write!(out, "@@ -{line},1 +{},2 @@\n+{}{sentence}\n {context}\n", line as usize + added, indent(context));
    }
    out
}
