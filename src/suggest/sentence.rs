//! Points that no annotation speaks of come in, the annotation to write and its place go out.

use super::{Context, indent, line_break};
use crate::model::fact::ItemKind;
use crate::model::finding::{Finding, Fix, Proposal};
use crate::model::inventory::{Confidence, FoundBy, Point, PointKind};
use crate::policy::{Allowed, Category, Policy};
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// What stands where a person has to decide.
const TODO: &str = "TODO";

/// The sentence with what the policy allows only one value of; the rest is for a person to say. What the activity
/// of the place says is left out.
pub fn sentence(policy: &Policy, category: &str, activity: Option<&str>) -> String {
    let declared = declared(policy, category);
    let activity = activity.and_then(|id| policy.activities.get(id));
    let only = |allowed: Option<&Allowed>, all: Vec<&String>| match (allowed, all.as_slice()) {
        (Some(Allowed::Ids(ids)), _) if ids.len() == 1 => ids[0].clone(),
        (_, [one]) => (*one).clone(),
        _ => TODO.to_owned(),
    };
    let mut text = format!("// PRIVACY: {category}");
    if !policy.sources.is_empty() {
        let _ = write!(text, " from {}", only(declared.map(|c| &c.sources), policy.sources.keys().collect()));
    }
    if !policy.purposes.is_empty() && activity.is_none_or(|activity| activity.purposes.is_empty()) {
        let _ = write!(text, " for {}", only(declared.map(|c| &c.purposes), policy.purposes.keys().collect()));
    }
    if !policy.bases.is_empty() && activity.is_none_or(|activity| activity.bases.is_empty()) {
        let _ = write!(text, " under {}", only(None, policy.bases.keys().collect()));
    }
    text
}

fn declared<'a>(policy: &'a Policy, category: &str) -> Option<&'a Category> {
    policy.categories.get(category.split('.').next().unwrap_or(category))
}

/// What to write above each of the finding's points, or once above their type when that says the same; `points` are
/// those of the file.
pub(super) fn proposed(finding: &Finding, points: &[Point], context: &Context) -> Option<Proposal> {
    let category = finding.category.as_deref()?;
    let all = points;
    let points = spoken_of(finding, category, all);
    let first = points.first().filter(|_| finding.path.ends_with(".rs"))?;
    let lines: BTreeSet<u32> = match whole_type(&points, all, context) {
        Some(line) => BTreeSet::from([line]),
        None => points.iter().map(|point| point.region.line).collect(),
    };
    let text = sentence(context.policy, category, first.activity.as_deref());
    Some(Proposal { text, above: lines.into_iter().collect() })
}

fn spoken_of<'a>(finding: &Finding, category: &str, points: &'a [Point]) -> Vec<&'a Point> {
    points.iter().filter(|point| is_of(point, finding, category)).collect()
}

/// Writes what the finding proposes into the text.
pub(super) fn missing(finding: &Finding, points: &[Point], text: &str, context: &Context) -> Option<Fix> {
    let category = finding.category.as_deref()?;
    let Proposal { text: sentence, above } = finding.annotation.as_ref()?;
    let lines: BTreeSet<u32> = above.iter().copied().collect();
    let points = spoken_of(finding, category, points);
    let alone = points.iter().all(|point| stands_alone(text, point));
    let sure = points.iter().all(|point| point.confidence != Confidence::Possible);
    let settled = !sentence.contains(TODO) && !asks(context.policy, category, sentence);
    let (start, end, replacement) = inserted(text, &lines, sentence)?;
    Some(Fix {
        title: format!("write `{sentence}`"),
        machine_applicable: alone && sure && settled,
        path: finding.path.clone(),
        start,
        end,
        replacement,
    })
}

fn is_of(point: &Point, finding: &Finding, category: &str) -> bool {
    let said = point.group == finding.group;
    said && point.found_by == [FoundBy::Detected] && point.categories.first().is_some_and(|first| first == category)
}

/// Whether the data may only be had with a permission, which the annotation would have to name.
fn asks(policy: &Policy, category: &str, sentence: &str) -> bool {
    let asks = |choice: Option<crate::policy::Choice>| choice.is_some_and(crate::policy::Choice::needs_gate);
    let source = sentence.split(" from ").nth(1).and_then(|rest| rest.split(' ').next()).unwrap_or_default();
    asks(declared(policy, category).and_then(|category| category.choice))
        || asks(policy.sources.get(source).and_then(|source| source.choice))
}

/// The line of the type that owns the points, when all that is detected in it is these, and nothing is annotated.
fn whole_type(points: &[&Point], all: &[Point], context: &Context) -> Option<u32> {
    let first = points.first()?;
    let (owner, _) = first.item.rsplit_once("::")?;
    let fields = points.iter().all(|point| point.kind == PointKind::Field);
    let in_type = all.iter().filter(|point| point.item.rsplit_once("::").is_some_and(|(of, _)| of == owner)).count();
    (fields && points.len() > 1 && in_type == points.len()).then(|| insertion_line(context.ws, &first.path, owner))?
}

/// The line above which an annotation of a type stands; none where something in the type is annotated.
pub fn insertion_line(ws: &crate::link::Workspace, path: &str, owner: &str) -> Option<u32> {
    let file = ws.project.files.iter().position(|file| file.path == path)?;
    let facts = &ws.files[file];
    (0..facts.items.len()).find_map(|at| {
        let def = crate::link::Def::new(file, crate::model::fact::ItemId(at as u32));
        let item = ws.item(def);
        let is_type = matches!(item.kind, ItemKind::Struct { .. }) && ws.item_path(def) == owner;
        let marked = || facts.marks.iter().any(|mark| item.span.contains(mark.span));
        (is_type && !marked()).then(|| facts.lines.line(item.span.start))
    })
}

/// Whether a line above the point speaks of it alone: nothing but attributes and visibility stands before its name.
fn stands_alone(text: &str, point: &Point) -> bool {
    let line = text.lines().nth(point.region.line as usize - 1).unwrap_or_default();
    let before: String = line.chars().take(point.region.column as usize - 1).collect();
    let mut rest = before.trim_start();
    while let Some(attribute) = rest.strip_prefix("#[") {
        let Some((inside, after)) = attribute.split_once(']') else { return false };
        if inside.contains('[') {
            return false;
        }
        rest = after.trim_start();
    }
    if let Some(after) = rest.strip_prefix("pub") {
        rest = after.trim_start();
        if let Some(scope) = rest.strip_prefix('(') {
            rest = scope.split_once(')').map_or(scope, |(_, after)| after).trim_start();
        }
    }
    point.kind == PointKind::Field && (rest.is_empty() || rest == "r#")
}

/// One edit that puts the sentence above each of the lines.
fn inserted(text: &str, lines: &BTreeSet<u32>, sentence: &str) -> Option<(u32, u32, String)> {
    let (first, last) = (*lines.first()?, *lines.last()?);
    let mut at = 0;
    let (mut start, mut replacement) = (None, String::new());
    for (line, number) in text.split_inclusive('\n').zip(1..) {
        if lines.contains(&number) {
            start.get_or_insert(at);
            let _ = write!(replacement, "{}{sentence}{}", indent(line), line_break(text));
        }
        if number >= last {
            return Some((start? as u32, at as u32, replacement));
        }
        if number >= first {
            replacement.push_str(line);
        }
        at += line.len();
    }
    None
}
