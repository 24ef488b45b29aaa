//! `special_category`: data of a special category (GDPR Art. 9, 10) without an Art. 9 condition on its activity.

use super::Input;
use super::draft::{Draft, at_point};
use crate::model::finding::{Finding, Level};
use crate::model::inventory::{Confidence, Point};

pub(super) fn run(input: &Input, findings: &mut Vec<Finding>) {
    let mut seen = std::collections::BTreeSet::new();
    for point in input.survey.points.iter().filter(|point| input.tests || !point.test) {
        let Some((key, special)) =
            keys(input, point).into_iter().find_map(|key| (input.special)(&key).map(|s| (key, s)))
        else {
            continue;
        };
        let policy = input.survey.policy;
        let activity = point.activity.as_ref().and_then(|id| policy.activities.get(id));
        if activity.is_some_and(|activity| activity.special_condition.is_some())
            || !seen.insert((point.group.clone(), key.clone()))
        {
            continue;
        }
        let message = format!("`{}` is {special}, and its activity states no condition of Art. 9", point.name);
        let mut found = at_point("special_category", point, message)
            .label(special.clone())
            .help("claim the code with an activity that has `special_condition = \"9(2)(…)\"`, or stop collecting it");
        found.key = Some(key);
        if let Some(activity) = activity {
            found = found.policy(input, &activity.entry, "the activity states no condition");
        }
        if point.confidence == Confidence::Possible {
            found = found.at_most(Level::Warn);
        }
        findings.push(found);
    }
}

/// The detected keys, and for annotated points the keys that the category or its element covers.
fn keys(input: &Input, point: &Point) -> Vec<String> {
    let mut keys = point.keys.clone();
    if keys.is_empty() {
        for id in &point.categories {
            let (category, element) = id.split_once('.').unwrap_or((id, ""));
            let Some(category) = input.survey.policy.categories.get(category) else { continue };
            match category.elements.get(element) {
                Some(element) => keys.extend(element.covers.iter().map(|(key, _)| key.clone())),
                // A broad category may cover special keys among others: only one that is all special counts.
                None if category.covers.iter().all(|(key, _)| (input.special)(key).is_some()) => {
                    keys.extend(category.covers.iter().map(|(key, _)| key.clone()));
                }
                None => {}
            }
        }
    }
    keys
}
