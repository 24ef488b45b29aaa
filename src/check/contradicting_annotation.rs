//! `contradicting_annotation`: the mark says one category, the code looks like another.

use super::Input;
use super::draft::{Draft, any_of, at_point};
use crate::model::finding::{Finding, Related};

pub(super) fn run(input: &Input, findings: &mut Vec<Finding>) {
    for open in &input.survey.open {
        let point = &input.survey.points[open.point];
        let (Some(at), false) = (open.contradicts, point.test && !input.tests) else { continue };
        let told = &input.survey.told[at];
        let marked: Vec<&str> = told.clause.categories.iter().map(|category| category.id.text.as_str()).collect();
        let looks = point.categories.first().or(point.keys.first()).map_or("", String::as_str);
        let message = format!("annotated as {}, but `{}` looks like `{looks}`", any_of(&marked), point.name);
        let mut found = at_point("contradicting_annotation", point, message)
            .label(format!("looks like `{looks}`"))
            .help(format!("annotate it as `{looks}`, or `// PRIVACY: not personal: REASON`"));
        found.related.push(Related {
            path: told.path.clone(),
            line: input.survey.region(told, told.clause.span).line,
            region: input.survey.region(told, told.clause.span),
            message: "the annotation".to_owned(),
        });
        findings.push(found);
    }
}
