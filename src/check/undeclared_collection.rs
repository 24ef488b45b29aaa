//! `undeclared_collection`: code collects what no category of the policy covers, and nobody annotated it.

use super::Input;
use super::draft::{Draft, at_point};
use crate::model::finding::{Finding, Level, Related};
use crate::model::inventory::{Confidence, Point};
use std::collections::BTreeMap;

pub(super) fn run(input: &Input, findings: &mut Vec<Finding>) {
    for points in open_groups(input, false) {
        let point = points[0];
        let key = point.keys.first().map_or("personal data", String::as_str);
        let message = format!("`{}` collects `{key}`, which no category of the policy covers", point.name);
        let help = format!(
            "have a category of {} cover `{key}` once the statement says it, stop collecting it, or write `// PRIVACY: not personal: REASON` above it",
            input.survey.policy.path
        );
        findings.push(grouped(at_point("undeclared_collection", point, message).help(help), &points));
    }
}

/// Open points by owner type and category (or key), those with (`covered`) or without a category; the place of entry
/// first. Points that an annotation contradicts stand apart from those that have none.
pub(super) fn open_groups<'a>(input: &Input<'a>, covered: bool) -> Vec<Vec<&'a Point>> {
    let mut groups: BTreeMap<(&str, bool), Vec<&Point>> = BTreeMap::new();
    for open in &input.survey.open {
        let point = &input.survey.points[open.point];
        if point.categories.is_empty() != covered && (input.tests || !point.test) {
            groups.entry((&point.group, open.contradicts.is_some())).or_default().push(point);
        }
    }
    let mut groups: Vec<Vec<&Point>> = groups.into_values().collect();
    groups.sort_by(|a, b| (&a[0].path, a[0].region).cmp(&(&b[0].path, b[0].region)));
    groups
}

/// One finding for a group: the first point is its place, the others are related.
pub(super) fn grouped(mut found: Finding, points: &[&Point]) -> Finding {
    let reason = points[0].evidence.iter().find(|evidence| evidence.supports).map(|evidence| evidence.reason.clone());
    found = found.label(reason.unwrap_or_else(|| "collected here".to_owned()));
    if points.iter().all(|point| point.confidence == Confidence::Possible) {
        found = found.at_most(Level::Warn);
    }
    found.related.extend(points[1..].iter().map(|point| Related {
        path: point.path.clone(),
        line: point.region.line,
        region: point.region,
        message: format!("also `{}`", point.name),
    }));
    found
}
