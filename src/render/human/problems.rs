//! Problems come in, pictures of what keeps the run from a verdict go out.

use super::picture::{Report, drawn};
use super::sources::Sources;
use crate::model::finding::Problem;
use crate::render::Look;
use crate::render::text::{inert, inert_lines};
use miette::{LabeledSpan, Severity};

/// All of them, each followed by an empty line.
pub fn all(problems: &[Problem], look: &Look) -> String {
    problems.iter().map(|problem| one(problem, look) + "\n").collect()
}

fn one(problem: &Problem, look: &Look) -> String {
    let mut sources = Sources::default();
    let mut labels = Vec::new();
    if let (Some(path), Some(region), Some(text)) = (&problem.path, problem.region, &problem.text) {
        let excerpt = sources.add(path, text, &[region]);
        if let Some(span) = sources.span(excerpt, region) {
            labels.push(LabeledSpan::new_primary_with_span(Some("here".to_string()), span));
        }
    }
    let place = match (&problem.path, problem.region) {
        (Some(path), Some(region)) if labels.is_empty() => {
            format!(" ({}:{}:{})", inert(path), region.line, region.column)
        }
        (Some(path), None) => format!(" ({})", inert(path)),
        _ => String::new(),
    };
    let report = Report {
        code: "error: no verdict".to_string(),
        message: format!("{}{place}", inert(&problem.message)),
        severity: Severity::Error,
        cause: None,
        help: (!problem.help.is_empty()).then(|| inert_lines(&problem.help).into_owned()),
        sources,
        labels,
    };
    drawn(report, look)
}
