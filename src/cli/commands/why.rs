//! `why FILE:LINE`: the evidence for and against what stands on a line, reported or not.

use super::super::args::Why;
use super::super::{Surroundings, request, terminal};
use super::fail;
use crate::detect;
use crate::model::finding::Problem;
use crate::pipeline::analyse;
use crate::render::text::inert;
use crate::render::words;
use std::fmt::Write;

pub(in crate::cli) fn run(args: &Why, around: &Surroundings) -> u8 {
    let look = terminal::look(&args.common, false, terminal::out_is_terminal(), None);
    let Some((path, line)) = args.place.rsplit_once(':').and_then(|(path, line)| Some((path, line.parse().ok()?)))
    else {
        let help = "write `cargo privacy-lint why src/main.rs:12`";
        return fail(&[Problem::new(format!("`{}` is no FILE:LINE", args.place), help)], &look);
    };
    let analysis = analyse(&request(&args.common, Vec::new(), true, around));
    let path = path.trim_start_matches("./");
    if !analysis.ws.project.files.iter().any(|file| file.path == path) {
        let help = "paths are relative to the workspace's root";
        return fail(&[Problem::new(format!("the scan does not read `{path}`"), help)], &look);
    }
    let mut text = String::new();
    for found in detect::why(&analysis.ws, &analysis.detectors, path, line) {
        let verdict = match found.keys.first() {
            Some(key) => format!("{key}, {}", words::confidence(found.confidence)),
            None => "not taken for personal data".to_owned(),
        };
        let _ = writeln!(text, "{} ({}): {verdict}", inert(&found.item), words::point_kind(found.kind));
        for evidence in &found.evidence {
            let sign = if evidence.supports { '+' } else { '-' };
            let _ = writeln!(text, "  {sign} {} [{}]", inert(&evidence.reason), evidence.rule);
        }
    }
    for point in analysis.outcome.inventory.points.iter().filter(|p| p.path == path && p.region.line == line) {
        let _ = writeln!(
            text,
            "in the inventory as {} {}: {}",
            point.id,
            words::found_by(&point.found_by),
            point.categories.join(", ")
        );
    }
    for flow in analysis.outcome.inventory.flows.iter().filter(|f| f.sink.path == path && f.sink.line == line) {
        let _ = writeln!(text, "a sink ({}) of {}:", flow.sink.api, flow.keys.join(", "));
        for step in &flow.steps {
            let _ = writeln!(text, "  {}:{}  {}", step.path, step.line, inert(&step.what));
        }
    }
    if text.is_empty() {
        let _ = writeln!(text, "nothing on {path}:{line} has the shape of a collection point, and no flow ends there");
    }
    terminal::out(&text);
    0
}
