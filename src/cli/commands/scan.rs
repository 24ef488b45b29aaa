//! `scan`: what the code collects and where it goes, without a policy.

use super::super::args::{Scan, ScanFormat};
use super::super::{Surroundings, request, terminal};
use super::remembered::Remembered;
use super::with_run;
use crate::pipeline::{Request, analyse};
use crate::render::{self, Format, Look, Run};
use std::time::Instant;

pub(in crate::cli) fn run(args: &Scan, around: &Surroundings) -> u8 {
    let begun = Instant::now();
    let kept = remembered(args, around);
    if let Some(said) = kept.as_ref().and_then(Remembered::recall) {
        terminal::out(&said.text);
        return said.code;
    }
    let request = Request { flow: !args.no_flow, ..request(&args.common, Vec::new(), true, around) };
    let analysis = analyse(&request);
    let look = terminal::look(&args.common, args.all, terminal::out_is_terminal(), Some(begun.elapsed()));
    terminal::out(&with_run(&analysis, &look, |run| text(args, run)));
    let code = if analysis.outcome.errors.is_empty() { 0 } else { 2 };
    if let Some(kept) = &kept {
        let lasting = Look { elapsed: None, ..look };
        kept.keep(&analysis, code, || with_run(&analysis, &lasting, |run| text(args, run)));
    }
    analysis.leave();
    code
}

fn text(args: &Scan, run: &Run) -> String {
    match args.format {
        ScanFormat::Human => render::human::scan::scan(run),
        ScanFormat::Json => render::check(Format::Json, run),
    }
}

/// What this run is called among those whose words are kept.
fn remembered(args: &Scan, around: &Surroundings) -> Option<Remembered> {
    let look = terminal::look(&args.common, args.all, terminal::out_is_terminal(), None);
    Remembered::of(&args.common, &format!("scan {args:?} {look:?}"), around)
}
