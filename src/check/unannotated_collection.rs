//! `unannotated_collection`: code collects what the policy covers, and the code does not say so.

use super::Input;
use super::draft::{Draft, at_point};
use super::undeclared_collection::{grouped, open_groups};
use crate::model::finding::Finding;

pub(super) fn run(input: &Input, findings: &mut Vec<Finding>) {
    let policy = input.survey.policy;
    for points in open_groups(input, true) {
        let point = points[0];
        let category = point.categories.first().map_or("", String::as_str);
        let names: Vec<String> = points.iter().take(4).map(|point| format!("`{}`", point.name)).collect();
        let more = if points.len() > 4 { format!(" and {} more", points.len() - 4) } else { String::new() };
        let verb = if points.len() == 1 { "is" } else { "are" };
        let message = format!("{}{more} {verb} `{category}`, and no annotation says so", names.join(", "));
        let help = format!("write above it: // PRIVACY: {category} from SOURCE for PURPOSE");
        let mut found = at_point("unannotated_collection", point, message).help(help);
        let id = category.split('.').next().unwrap_or(category);
        if let Some(category) = policy.categories.get(id) {
            found = found.policy(input, &category.entry, "covered by this category");
        }
        findings.push(grouped(found, &points));
    }
}
