//! `check`: the verdict, in the format asked for.

use super::super::args::Check;
use super::super::{Surroundings, request, terminal};
use super::remembered::Remembered;
use super::{fix, with, with_run};
use crate::check::LINTS;
use crate::gate::baseline;
use crate::model::finding::Problem;
use crate::pipeline::{Analysis, Ledger, Request, analyse_with, baseline_place};
use crate::policy::nearest_of;
use crate::render::{self, Format};
use std::io::Write;
use std::time::Instant;

pub(in crate::cli) fn run(args: &Check, around: &Surroundings) -> u8 {
    let begun = Instant::now();
    let kept = remembered(args, around);
    if let Some(said) = kept.as_ref().and_then(Remembered::recall) {
        say(args, &said.text);
        return said.code;
    }
    let mut request = request(&args.common, args.levels(), false, around);
    request.settings.deny_warnings = args.deny_warnings;
    let ledger = ledger(args);
    let other = args.with.as_deref().map(|command| other_checker(args, command));
    let mut analysis = analyse_with(&request, &ledger);
    analysis.outcome.errors.extend(unknown_lints(args));
    if let Some(Err(problem)) = &other {
        analysis.outcome.errors.push(problem.clone());
    }
    if args.fixing.fix || matches!(args.format, Format::Human | Format::CargoJson | Format::Sarif) {
        analysis.suggest_annotations();
    }
    if args.fixing.fix {
        analysis = fixed(args, &request, &ledger, analysis);
    }
    if args.ledger.write_baseline {
        write_baseline(args, &request, &mut analysis);
    }
    let look = terminal::look(&args.common, args.all, on_terminal(args), Some(begun.elapsed()));
    if args.format == Format::Github {
        analysis.outcome.notes.extend(write_job_summary(&analysis, &look));
    }
    let mut text = with_run(&analysis, &look, |run| render::check(args.format, run));
    if let Some(Ok(ended_well)) = other {
        text = with::joined(&text, ended_well);
    }
    say(args, &text);
    let code = analysis.outcome.exit_code();
    if let Some(kept) = &kept {
        let lasting = crate::render::Look { elapsed: None, ..look };
        kept.keep(&analysis, code, || with_run(&analysis, &lasting, |run| render::check(args.format, run)));
    }
    analysis.leave();
    // What was written into the baseline is agreed upon; only what kept it from being written counts.
    if args.ledger.write_baseline && code == 1 { 0 } else { code.max(u8::from(matches!(other, Some(Ok(false))))) }
}

/// Human text goes to standard error, all else to standard output.
fn say(args: &Check, text: &str) {
    match args.format {
        Format::Human => terminal::err(text),
        _ => terminal::out(text),
    }
}

fn on_terminal(args: &Check) -> bool {
    match args.format {
        Format::Human => terminal::err_is_terminal(),
        _ => terminal::out_is_terminal(),
    }
}

/// What this run is called among those whose words are kept; `None` for one that writes, or that asks git or
/// another program.
fn remembered(args: &Check, around: &Surroundings) -> Option<Remembered> {
    let alone = args.with.is_none() && !args.fixing.fix;
    let of_disk = args.ledger.since.is_none() && !args.ledger.write_baseline;
    let summarised = args.format == Format::Github && job_summary().is_some();
    if !alone || !of_disk || summarised {
        return None;
    }
    let look = terminal::look(&args.common, args.all, on_terminal(args), None);
    Remembered::of(&args.common, &format!("check {args:?} {look:?}"), around)
}

fn ledger(args: &Check) -> Ledger {
    Ledger {
        since: args.ledger.since.clone(),
        baseline: args.ledger.baseline.clone(),
        write_baseline: args.ledger.write_baseline,
        locked: args.ledger.locked,
    }
}

fn other_checker(args: &Check, command: &str) -> Result<bool, Problem> {
    if args.format != Format::CargoJson {
        let help = "add `--format cargo-json`, or run the two commands one after the other";
        return Err(Problem::new("`--with` joins the messages of two programs in cargo's JSON only", help));
    }
    with::stream(command)
}

/// The most rounds of fixes: an edit may make room for the next.
const MOST_ROUNDS: usize = 4;

/// Makes the edits that need no person, and looks again.
fn fixed(args: &Check, request: &Request, ledger: &Ledger, mut analysis: Analysis) -> Analysis {
    let refusal = |discovered| fix::refusal(&args.fixing, discovered, &analysis.outcome.findings);
    let refused = analysis.discovered.as_ref().and_then(refusal);
    if let Some(problem) = refused {
        analysis.outcome.errors.push(problem);
        return analysis;
    }
    let mut notes = Vec::new();
    let mut problems = Vec::new();
    for _ in 0..MOST_ROUNDS {
        let Some(discovered) = &analysis.discovered else { break };
        let done = fix::apply(discovered, &analysis.outcome.findings);
        notes.extend(done.left.into_iter().map(|(path, why)| format!("{path} was not fixed: {why}")));
        problems.extend(done.problems);
        if done.edits == 0 {
            break;
        }
        notes.push(format!("made {} edits in {}", done.edits, done.files.join(", ")));
        analysis = analyse_with(request, ledger);
        analysis.suggest_annotations();
        analysis.outcome.errors.extend(unknown_lints(args));
    }
    notes.dedup();
    analysis.outcome.notes.extend(notes);
    analysis.outcome.errors.extend(problems);
    analysis
}

/// Writes the baseline: everything when there is none yet, else only what it held and is still found.
fn write_baseline(args: &Check, request: &Request, analysis: &mut Analysis) {
    let (Some(path), Some(discovered)) = (&args.ledger.baseline, &analysis.discovered) else { return };
    if !analysis.outcome.errors.is_empty() {
        return;
    }
    let outcome = &mut analysis.outcome;
    if !outcome.inventory.scope.left_out.is_empty() {
        let help = "leave out `-p` and `--exclude`: the baseline speaks of the whole workspace";
        return outcome.errors.push(Problem::new("part of the workspace is no baseline", help));
    }
    let (place, shown) = baseline_place(path, &request.discover.start, discovered);
    let old = match std::fs::read_to_string(&place) {
        Ok(text) => match baseline::read(&shown, &text) {
            Ok(old) => Some(old),
            Err(mut problems) => return outcome.errors.append(&mut problems),
        },
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        Err(error) => {
            let problem = Problem::new(format!("cannot read the baseline: {error}"), "check the path and its rights");
            return outcome.errors.push(problem.at(shown));
        }
    };
    let until = args.ledger.baseline_until;
    let (text, outside) = baseline::write(old.as_ref(), &outcome.findings, until, request.settings.today);
    if let Err(problem) = super::write(&place, &text) {
        return outcome.errors.push(problem);
    }
    let entries = text.lines().filter(|line| line.contains('\t') && !line.starts_with('#')).count();
    outcome.notes.push(match outside {
        0 => format!("{shown} holds {entries} findings"),
        _ => format!("{shown} holds {entries} findings; {outside} stay outside, since a baseline may only shrink"),
    });
}

/// The page that GitHub shows for the job.
fn job_summary() -> Option<std::ffi::OsString> {
    std::env::var_os("GITHUB_STEP_SUMMARY").filter(|place| !place.is_empty())
}

/// Adds to the page that GitHub shows for the job, where its runner names one; a note when that fails.
fn write_job_summary(analysis: &Analysis, look: &render::Look) -> Option<String> {
    let place = job_summary()?;
    let plain = render::Look { color: false, ..look.clone() };
    let text = with_run(analysis, &plain, render::machine::github::job_summary);
    let file = std::fs::OpenOptions::new().append(true).create(true).open(&place);
    let written = file.and_then(|mut file| file.write_all(text.as_bytes()));
    written.err().map(|error| format!("the job summary could not be written: {error}"))
}

fn unknown_lints(args: &Check) -> Vec<Problem> {
    let known = |name: &str| name == "warnings" || LINTS.iter().any(|lint| lint.name == name);
    let unknown = args.levels().into_iter().filter(|(name, _)| !known(name));
    let problem = |(name, _): (String, _)| {
        let help = match nearest_of(&name, LINTS.iter().map(|lint| lint.name)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`cargo privacy-lint lints` lists them".to_owned(),
        };
        Problem::new(format!("there is no lint `{name}`"), help)
    };
    unknown.map(problem).collect()
}
