//! `drift`: the policy's anchors against the statement's text as it reads today.

use super::super::args::Drift;
use super::super::{Surroundings, request, terminal};
use super::fail;
use crate::model::finding::Problem;
use crate::policy::Policy;
use crate::render::text::inert;
use crate::statement::{self, Verdict};
use std::fmt::Write;
use std::path::PathBuf;

pub(in crate::cli) fn run(args: &Drift, around: &Surroundings) -> u8 {
    let look = terminal::look(&args.common, false, terminal::out_is_terminal(), None);
    let request = request(&args.common, Vec::new(), false, around);
    let (policy, place) = match crate::pipeline::policy_and_place(&request) {
        Ok(found) => found,
        Err(problems) => return fail(&problems, &look),
    };
    let texts = match texts(args, &policy, place.parent().map(PathBuf::from).unwrap_or_default(), around) {
        Ok(texts) => texts,
        Err(problem) => return fail(&[problem], &look),
    };
    let mut out = String::new();
    let mut semantic = 0;
    for (document, path) in texts {
        let (statement, _) = match super::derive::read(&path) {
            Ok(read) => read,
            Err(problem) => return fail(&[problem], &look),
        };
        let found = statement::drift(&policy, &document, &statement);
        let same = found.iter().filter(|drift| drift.verdict == Verdict::Exact).count();
        for drift in found.iter().filter(|drift| drift.verdict != Verdict::Exact) {
            if drift.verdict.is_cosmetic() && !args.common.verbose {
                continue;
            }
            semantic += usize::from(!drift.verdict.is_cosmetic());
            let line = drift.line.map_or(String::new(), |line| format!(", line {line}"));
            let _ =
                writeln!(out, "{}: {}.{}{line}: {}", word(drift.verdict), drift.table, drift.id, inert(&drift.reason));
            let _ = writeln!(out, "    policy: {}", inert(&drift.quote));
            if let Some(now) = &drift.now {
                let _ = writeln!(out, "    today:  {}", inert(now));
            }
        }
        let _ = writeln!(
            out,
            "{document}: {same} of {} passages stand as they were, {semantic} changed in meaning",
            found.len()
        );
    }
    terminal::out(&out);
    u8::from(semantic > 0)
}

/// The documents to hold against: the one given, or those of the policy that have a path.
fn texts(
    args: &Drift,
    policy: &Policy,
    beside: PathBuf,
    around: &Surroundings,
) -> Result<Vec<(String, PathBuf)>, Problem> {
    if let Some(path) = &args.statement {
        let document = policy.documents.keys().next().cloned().unwrap_or_default();
        return Ok(vec![(document, around.folder.join(path))]);
    }
    let with_path =
        policy.documents.iter().filter_map(|(id, document)| Some((id.clone(), beside.join(document.path.as_ref()?))));
    let found: Vec<(String, PathBuf)> = with_path.collect();
    if found.is_empty() {
        let help = "give it with `--statement FILE`, or set `path` on the policy's document";
        return Err(Problem::new("the statement's text is not at hand", help));
    }
    Ok(found)
}

fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Exact => "exact",
        Verdict::Moved => "moved",
        Verdict::Reflowed => "reflowed",
        Verdict::Reworded => "reworded",
        Verdict::Lost => "lost",
        Verdict::ContextChanged => "context changed",
        Verdict::NewCandidate => "new",
    }
}
