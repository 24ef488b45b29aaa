//! What the engine found comes in; it goes out as flows with their ways, sorted, and gaps.

use super::{Engine, FROM_ANYONE};
use crate::flow::{FlowFact, FlowStep, Flows, SinkPlace, TRANSFORMS};
use crate::model::place::Span;
use rustc_hash::FxHashSet;

impl Engine<'_> {
    pub(super) fn into_flows(mut self) -> Flows {
        let from_anyone: FxHashSet<(u32, Span)> = self.received_from_anyone().collect();
        for &(file, span) in &from_anyone {
            self.gap(file, span, FROM_ANYONE);
        }
        let mut flows: Vec<FlowFact> = Vec::new();
        for (&(site, source, via), &step) in &self.found {
            let way = self.steps.way(step);
            if way.iter().any(|step| from_anyone.contains(&(step.file, step.span))) {
                continue;
            }
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
            let mut steps: Vec<FlowStep> = way
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
