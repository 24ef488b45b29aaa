//! `sensitive_log`: credentials, payment data, content, anything secret, high or directly identifying reaches a log or
//! telemetry, by what is claimed or by what is seen.

use super::Input;
use super::draft::{Draft, finding};
use crate::model::dotted::is_within;
use crate::model::finding::{Finding, Level, Related};
use crate::model::inventory::{Flow, FlowState, SinkKind, Step};
use crate::model::mark::Verb;
use crate::model::place::Region;
use crate::policy::Sensitivity;
use std::collections::BTreeSet;

pub(super) fn run(input: &Input, findings: &mut Vec<Finding>) {
    let mut seen = BTreeSet::new();
    for flow in input.flows.iter().filter(|flow| input.tests || !flow.test) {
        let readable = !matches!(flow.state, FlowState::Pseudonymised);
        let logged = matches!(flow.sink.kind, SinkKind::Log | SinkKind::Telemetry);
        if !logged || !readable || is_marked(input, flow) {
            continue;
        }
        let Some(grade) = grade(input, flow) else { continue };
        let what = flow.categories.first().or(flow.keys.first()).cloned().unwrap_or_default();
        if seen.insert((flow.sink.path.clone(), flow.sink.line, what.clone())) {
            findings.push(write(flow, &what, grade));
        }
    }
}

enum Grade {
    Worst,
    Sensitive,
}

/// How bad it is to log this; `None` when it is not.
fn grade(input: &Input, flow: &Flow) -> Option<Grade> {
    let policy = input.survey.policy;
    let key = |prefix: &str| flow.keys.iter().any(|key| is_within(key, prefix));
    if key("user.authorization") || key("user.payment") || key("user.financial") {
        return Some(Grade::Worst);
    }
    let mut sensitive = false;
    for id in &flow.categories {
        let (base, element) = id.split_once('.').unwrap_or((id, ""));
        let Some(category) = policy.categories.get(base) else { continue };
        let sensitivity = category.elements.get(element).and_then(|e| e.sensitivity).unwrap_or(category.sensitivity);
        if sensitivity == Sensitivity::Secret {
            return Some(Grade::Worst);
        }
        sensitive |= sensitivity >= Sensitivity::High || category.identifies_directly == Some(true);
    }
    let identifying = [
        "user.name",
        "user.contact",
        "user.content",
        "user.unique_id",
        "user.government_id",
        "user.biometric",
        "user.health_and_medical",
        "user.location.precise",
    ];
    (sensitive || flow.keys.iter().any(|k| (input.special)(k).is_some()) || identifying.iter().any(|p| key(p)))
        .then_some(Grade::Sensitive)
}

/// A `logs` mark on the statement or around it says that it is meant.
fn is_marked(input: &Input, flow: &Flow) -> bool {
    let policy = input.survey.policy;
    input.survey.told.iter().any(|told| {
        let region = input.survey.region(told, told.span);
        matches!(told.clause.verb, Verb::Logs)
            && told.path == flow.sink.path
            && (told.node.is_none() || (region.line <= flow.sink.line && flow.sink.line <= region.end_line))
            && told.clause.categories.iter().any(|reference| {
                let id = &reference.id.text;
                id == "everything"
                    || flow.categories.iter().any(|c| policy.is_below(c.split('.').next().unwrap_or(c), id))
            })
    })
}

fn write(flow: &Flow, what: &str, grade: Grade) -> Finding {
    let region = Region {
        line: flow.sink.line,
        column: flow.sink.column,
        end_line: flow.sink.line,
        end_column: flow.sink.column + 1,
    };
    let place = if flow.sink.kind == SinkKind::Log { "a log" } else { "telemetry" };
    let mut found = finding("sensitive_log", &flow.sink.path, region, format!("`{what}` reaches {place}"))
        .label(format!("written by {}", flow.sink.api))
        .help(format!("leave it out, hash or redact it, or write `// PRIVACY: logs {what}` above it if it is meant"));
    if let Grade::Worst = grade {
        found.level = Level::Deny;
    }
    found.category = flow.categories.first().cloned();
    found.key = flow.keys.first().cloned();
    found.item = flow.source.function.clone().unwrap_or_else(|| flow.sink.path.clone());
    found.group = format!("{} {what} log", flow.sink.path);
    found.related = flow.steps.iter().map(step).collect();
    found
}

/// A step of a flow as a further place of a finding.
pub(super) fn step(step: &Step) -> Related {
    let region = Region { line: step.line, column: 1, end_line: step.line, end_column: 1 };
    Related { path: step.path.clone(), line: step.line, region, message: step.what.clone() }
}
