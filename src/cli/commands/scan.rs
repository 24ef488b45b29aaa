//! `scan`: what the code collects and where it goes, without a policy.

use super::super::args::{Scan, ScanFormat};
use super::super::{Surroundings, request, terminal};
use super::with_run;
use crate::pipeline::{Request, analyse};
use crate::render::{self, Format};
use std::time::Instant;

pub(in crate::cli) fn run(args: &Scan, around: &Surroundings) -> u8 {
    let begun = Instant::now();
    let request = Request { flow: !args.no_flow, ..request(&args.common, Vec::new(), true, around) };
    let analysis = analyse(&request);
    let look = terminal::look(&args.common, args.all, terminal::out_is_terminal(), Some(begun.elapsed()));
    let text = with_run(&analysis, &look, |run| match args.format {
        ScanFormat::Human => render::human::scan::scan(run),
        ScanFormat::Json => render::check(Format::Json, run),
    });
    terminal::out(&text);
    if analysis.outcome.errors.is_empty() { 0 } else { 2 }
}
