//! The findings and points of a base and of now come in; those that the change brought go out.

use super::pairing::{Known, pair};
use crate::model::finding::{Finding, Level};
use crate::model::inventory::Point;

/// Lints whose findings time brings, not a change: shown as warnings where the change does not touch them.
const BROUGHT_BY_TIME: &[&str] = &["expired_waiver", "statement_drift"];

/// Keeps what is new against the findings of the base.
pub fn only_new(base: &[Finding], now: Vec<Finding>) -> Vec<Finding> {
    let known: Vec<Known> = base.iter().map(Known::of).collect();
    let these: Vec<Known> = now.iter().map(Known::of).collect();
    let pairs = pair(&known, &these);
    let kept = now.into_iter().zip(pairs).filter_map(|(mut finding, pair)| match pair {
        None => Some(finding),
        Some(_) if BROUGHT_BY_TIME.contains(&finding.lint.as_str()) => {
            finding.level = finding.level.min(Level::Warn);
            finding.help.push_str("; this change did not bring it, a full run denies it");
            Some(finding)
        }
        Some(_) => None,
    });
    kept.collect()
}

/// The points that are new, by index.
pub fn new_points(base: &[Point], now: &[Point]) -> Vec<usize> {
    let now: Vec<&Point> = now.iter().collect();
    let pairs = same_points(&base.iter().collect::<Vec<_>>(), &now);
    pairs.iter().enumerate().filter(|(_, pair)| pair.is_none()).map(|(at, _)| at).collect()
}

/// For each point of now, the point of the base that it is, moved or renamed code included.
pub fn same_points(base: &[&Point], now: &[&Point]) -> Vec<Option<usize>> {
    let known: Vec<Known> = base.iter().map(|point| as_known(point)).collect();
    let these: Vec<Known> = now.iter().map(|point| as_known(point)).collect();
    pair(&known, &these)
}

fn as_known(point: &Point) -> Known {
    let what = point.categories.first().or(point.keys.first()).cloned().unwrap_or_default();
    let moved = format!("{} {what}", super::fingerprint::without_place(&point.item));
    Known {
        lint: String::new(),
        path: point.path.clone(),
        fingerprint: format!("{} {what}", point.item),
        item: point.item.clone(),
        words: vec![point.name.clone(), what],
        moved,
    }
}
