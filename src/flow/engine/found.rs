//! What the engine found comes in; it goes out as flows with their ways, sorted, and gaps.

use super::Engine;
use crate::flow::{FlowFact, FlowStep, Flows, SinkPlace, TRANSFORMS};

impl Engine<'_> {
    pub(super) fn into_flows(self) -> Flows {
        let mut flows: Vec<FlowFact> = Vec::new();
        for (&(site, source, via), &step) in &self.found {
            let at = &self.sites[site as usize];
            let sink = SinkPlace {
                file: at.file as usize,
                span: (at.span.start, at.span.end),
                end: at.end,
                kind: at.kind,
                api: at.api.clone(),
                recipient: at.recipient.clone(),
            };
            let transforms = TRANSFORMS.iter().enumerate().filter(|(bit, _)| via & (1 << bit) != 0);
            let mut steps: Vec<FlowStep> = self
                .steps
                .way(step)
                .into_iter()
                .map(|step| FlowStep {
                    file: step.file as usize,
                    span: (step.span.start, step.span.end),
                    what: step.what,
                })
                .collect();
            steps.push(FlowStep { file: sink.file, span: sink.span, what: format!("reaches `{}`", sink.api) });
            flows.push(FlowFact {
                transforms: transforms.map(|(_, (_, name))| *name).collect(),
                source: self.sources[source as usize].clone(),
                sink,
                steps,
            });
        }
        flows.sort_unstable();
        Flows { flows, gaps: self.gaps.into_iter().collect() }
    }
}
