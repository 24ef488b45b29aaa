//! `dangling_annotation`: a mark with nothing to speak of.

use super::Input;
use super::draft::{Draft, finding};
use crate::model::finding::{Finding, Fix};
use crate::model::mark::Binding;

pub(super) fn run(input: &Input, findings: &mut Vec<Finding>) {
    let ws = input.survey.ws;
    for (file, facts) in ws.files.iter().enumerate() {
        for mark in &facts.marks {
            let Binding::Dangling { reason, move_to } = &mark.binding else { continue };
            if mark.error.as_ref().is_some_and(|error| error.not_a_mark) {
                continue;
            }
            let path = &ws.project.files[file].path;
            let help = match move_to {
                Some(at) => format!("move it to its own line before line {}", facts.lines.line(*at)),
                None => "put it on its own line directly above what it speaks of".to_owned(),
            };
            let message = format!("this annotation speaks of nothing: {reason}");
            let mut found = finding("dangling_annotation", path, facts.lines.region(mark.span), message)
                .label("bound to nothing")
                .help(help);
            found.item.clone_from(path);
            found.group.clone_from(path);
            found.fix = mark.moved.as_ref().map(|moved| Fix {
                title: "move the annotation above what it speaks of".to_owned(),
                machine_applicable: moved.sure,
                path: path.clone(),
                start: moved.span.start,
                end: moved.span.end,
                replacement: moved.replacement.clone(),
            });
            findings.push(found);
        }
    }
}
