//! `unneeded_silence`: `not personal` where nothing was taken for personal.

use super::Input;
use super::draft::{Draft, at_span, finding};
use crate::model::finding::Finding;

pub(super) fn run(input: &Input, findings: &mut Vec<Finding>) {
    let survey = input.survey;
    for silenced in survey.silenced.iter().filter(|silenced| silenced.covers.is_empty()) {
        let help = "remove it: a silence that silences nothing may one day hide something";
        match (silenced.told, silenced.entry) {
            (Some(at), _) if survey.counts(&survey.told[at], input.tests) => {
                let told = &survey.told[at];
                let message = format!("nothing in `{}` was taken for personal data", told.item);
                findings.push(
                    at_span(input, "unneeded_silence", told, told.clause.span, message)
                        .label("silences nothing")
                        .help(help),
                );
            }
            (None, Some(entry)) if !survey.ws.is_part() => {
                let silence = &survey.policy.silences[entry];
                let message = format!("nothing that matches `{}` was taken for personal data", silence.at);
                findings.push(
                    finding("unneeded_silence", &survey.policy.path, silence.region, message)
                        .label("silences nothing")
                        .help(help),
                );
            }
            _ => {}
        }
    }
}
