//! `forbidden_combination`: data that the statement keeps apart stands together in a type, a function, a store or a
//! sink.

use super::Input;
use super::draft::{Draft, at_point};
use super::predicate::{Circumstance, Datum, condition, excepted, holds};
use crate::model::finding::{Finding, Related};
use crate::model::inventory::{Point, PointKind};
use crate::policy::{CombineAt, Deny, Predicate, Rule};
use std::collections::BTreeMap;

pub(super) fn run(input: &Input, findings: &mut Vec<Finding>) {
    for rule in &input.survey.policy.rules {
        let Deny::Combine { of, at } = &rule.deny else { continue };
        for (place, points) in places(input, at) {
            findings.extend(judge(input, rule, of, &place, &points));
        }
    }
}

/// Points by the type, function, store or sink that they stand in together.
fn places<'a>(input: &Input<'a>, at: &[CombineAt]) -> BTreeMap<String, Vec<&'a Point>> {
    let mut places: BTreeMap<String, Vec<&Point>> = BTreeMap::new();
    for point in input.survey.points.iter().filter(|point| input.tests || !point.test) {
        let owner = owner(point);
        let in_function =
            matches!(point.kind, PointKind::Param | PointKind::Call | PointKind::Function | PointKind::Event);
        if at.contains(&CombineAt::Type) && !in_function {
            places.entry(format!("type {owner}")).or_default().push(point);
        }
        if at.contains(&CombineAt::Fn) && in_function {
            places.entry(format!("function {owner}")).or_default().push(point);
        }
        if at.contains(&CombineAt::Store) && point.kind == PointKind::Column {
            places.entry(format!("store {owner}")).or_default().push(point);
        }
    }
    if at.contains(&CombineAt::Sink) || at.contains(&CombineAt::Store) {
        for flow in input.flows {
            let point = flow.point.as_ref().and_then(|id| input.survey.points.iter().find(|point| point.id == *id));
            let place = format!("sink {}:{}", flow.sink.path, flow.sink.line);
            let entry = places.entry(place).or_default();
            entry.extend(point.filter(|point| !entry.iter().any(|other| other.id == point.id)));
        }
    }
    places
}

fn owner(point: &Point) -> String {
    match point.kind {
        PointKind::Type | PointKind::Function | PointKind::Call | PointKind::Event => point.item.clone(),
        PointKind::Param => point.item.split('(').next().unwrap_or_default().to_owned(),
        PointKind::Column => point.item.rsplit_once('.').map_or("", |(table, _)| table).to_owned(),
        PointKind::Field => point.item.rsplit_once("::").map_or("", |(owner, _)| owner).to_owned(),
    }
}

fn judge(input: &Input, rule: &Rule, of: &[Predicate], place: &str, points: &[&Point]) -> Option<Finding> {
    let found: Option<Vec<&Point>> = of
        .iter()
        .map(|p| points.iter().copied().find(|point| holds(input, p, &Datum::of_point(input, point))))
        .collect();
    let found = found?;
    // One datum that is both is no combination, unless one side is how the whole place is marked.
    let whole_place = of.contains(&Predicate::Unauthenticated);
    if found.len() < 2 || (!whole_place && found.iter().all(|point| point.id == found[0].id)) {
        return None;
    }
    let told = found.iter().flat_map(|point| input.survey.points.iter().position(|p| p.id == point.id));
    let told = told.flat_map(|at| input.survey.backing[at].iter()).next();
    let now = told.map(|&at| Circumstance::of_told(input, &input.survey.told[at])).unwrap_or_default();
    if excepted(input.survey.policy, rule, &now) {
        return None;
    }
    let last = *found.last()?;
    let message = format!("rule `{}` forbids this combination in {place}{}", rule.entry.id, condition(rule));
    let mut finding = at_point("forbidden_combination", last, message)
        .label(format!("`{}` stands together with the other", last.name))
        .help("keep them in separate types and stores, or state the exception")
        .policy(input, &rule.entry, "the rule");
    let others = found.iter().filter(|point| point.id != last.id);
    finding.related.extend(others.map(|point| Related {
        path: point.path.clone(),
        line: point.region.line,
        region: point.region,
        message: format!("`{}`", point.name),
    }));
    Some(finding)
}
