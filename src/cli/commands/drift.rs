//! `drift`: the policy's anchors against the statement's text as it reads today.

use super::super::args::Drift;
use super::super::{Surroundings, request, terminal};
use super::{fail, write};
use crate::discover::past;
use crate::model::finding::Problem;
use crate::policy::Policy;
use crate::render::text::inert;
use crate::statement::{self, Statement, Verdict};
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// How many earlier versions of a statement are looked through for the old words.
const MOST_VERSIONS: usize = 100;

pub(in crate::cli) fn run(args: &Drift, around: &Surroundings) -> u8 {
    let look = terminal::look(&args.common, false, terminal::out_is_terminal(), None);
    let request = request(&args.common, Vec::new(), false, around);
    let (mut policy, place) = match crate::pipeline::policy_and_place(&request) {
        Ok(found) => found,
        Err(problems) => return fail(&problems, &look),
    };
    let texts = match texts(args, &policy, place.parent().map(PathBuf::from).unwrap_or_default(), around) {
        Ok(texts) => texts,
        Err(problem) => return fail(&[problem], &look),
    };
    let mut out = String::new();
    let mut semantic = 0;
    let mut left = args.accept.clone();
    for (document, path) in texts {
        let (statement, derived) = match super::derive::read(&path) {
            Ok(read) => read,
            Err(problem) => return fail(&[problem], &look),
        };
        let earlier = derived_of(&policy, &document, &statement, &path);
        if !args.accept.is_empty() {
            let accepted = statement::accept(&policy, &derived, &statement, &document, &args.accept, earlier.as_ref());
            left.retain(|id| accepted.refused.iter().any(|(refused, _)| refused == id));
            if !accepted.renewed.is_empty() {
                match anchored(&accepted, &policy, &place, &document, &statement, earlier.as_ref()) {
                    Ok(renewed) => policy = renewed,
                    Err(problems) => return fail(&problems, &look),
                }
            }
            for name in &accepted.renewed {
                let _ = writeln!(out, "{name}: anchored anew");
            }
            for id in &accepted.unchanged {
                let _ = writeln!(out, "{id}: its anchor stands as it did");
            }
            for (id, why) in accepted.refused.iter().filter(|(id, _)| left.contains(id)) {
                let _ = writeln!(out, "{id}: not accepted: {}", inert(why));
            }
        }
        semantic += report(&policy, &document, &statement, earlier.as_ref(), &path, args.common.verbose, &mut out);
    }
    terminal::out(&out);
    u8::from(semantic > 0 || !left.is_empty())
}

/// Writes the policy with its renewed anchors and reads it again; its document's digest is renewed once nothing drifts.
fn anchored(
    accepted: &statement::Accepted,
    old: &Policy,
    place: &Path,
    document: &str,
    statement: &Statement,
    earlier: Option<&Statement>,
) -> Result<Policy, Vec<Problem>> {
    let read = |text: &str| super::derive::load(place, text);
    let is_lost = |drift: &statement::Drift| drift.table == "documents" && drift.verdict == Verdict::Lost;
    // What stood in a passage that was read again is no longer missed.
    let missed = statement::drift_since(old, document, statement, earlier).iter().any(is_lost);
    let mut text = accepted.text.clone();
    let mut policy = read(&text)?;
    let stale = statement::drift_since(&policy, document, statement, earlier)
        .iter()
        .filter(|drift| missed || !is_lost(drift))
        .any(|drift| !drift.verdict.is_cosmetic() && drift.verdict != Verdict::NewCandidate);
    let digest = old.documents.get(document).and_then(|document| document.sha256.clone());
    if let Some(digest) = digest.filter(|digest| !stale && *digest != statement.sha256) {
        text = text.replacen(&digest, &statement.sha256, 1);
        text = statement::read_again(&text, &policy, document, statement);
        policy = read(&text)?;
    }
    write(place, &text).map_err(|problem| vec![problem])?;
    Ok(policy)
}

/// Says what became of each passage, and counts those that changed in meaning.
fn report(
    policy: &Policy,
    document: &str,
    statement: &Statement,
    earlier: Option<&Statement>,
    path: &Path,
    verbose: bool,
    out: &mut String,
) -> usize {
    let found = statement::drift_since(policy, document, statement, earlier);
    let shown: Vec<&statement::Drift> = found
        .iter()
        .filter(|drift| drift.verdict != Verdict::Exact && (verbose || !drift.verdict.is_cosmetic()))
        .collect();
    let old = old_words(&shown, path);
    for (drift, old) in shown.iter().zip(old) {
        let line = drift.line.map_or(String::new(), |line| format!(", line {line}"));
        let _ = writeln!(out, "{}: {}.{}{line}: {}", word(drift.verdict), drift.table, drift.id, inert(&drift.reason));
        if drift.table != "documents" {
            let _ = writeln!(out, "    policy: {}", inert(&drift.quote));
        }
        if let Some((when, words)) = old {
            let _ = writeln!(out, "    before: {} ({})", inert(&words), inert(&when));
        }
        if let Some(now) = drift.now.as_deref().filter(|now| !now.is_empty()) {
            let when = if drift.verdict == Verdict::Lost { "before:" } else { "today: " };
            let _ = writeln!(out, "    {when} {}", inert(now));
        }
    }
    let same = found.iter().filter(|drift| drift.verdict == Verdict::Exact).count();
    let semantic = found.iter().filter(|drift| !drift.verdict.is_cosmetic()).count();
    let _ = writeln!(
        out,
        "{document}: {same} of {} passages stand as they were, {semantic} changed in meaning",
        found.len()
    );
    semantic
}

/// The text that the policy was derived of, where git has it.
fn derived_of(policy: &Policy, document: &str, statement: &Statement, path: &Path) -> Option<Statement> {
    let digest = policy.documents.get(document)?.sha256.as_ref().filter(|digest| **digest != statement.sha256)?;
    let name = path.display().to_string();
    past(path, MOST_VERSIONS)
        .filter_map(|past| statement::read(&name, &past.bytes).ok())
        .find(|earlier| earlier.sha256 == *digest)
}

/// The words that each drifting anchor was taken of, from the history of the statement's file where git has it.
fn old_words(drifts: &[&statement::Drift], path: &Path) -> Vec<Option<(String, String)>> {
    let mut found: Vec<Option<(String, String)>> = vec![None; drifts.len()];
    let wanted = |drift: &statement::Drift| !drift.verdict.is_cosmetic() && drift.digest.is_some();
    let mut open: Vec<usize> = (0..drifts.len()).filter(|&at| wanted(drifts[at])).collect();
    if open.is_empty() {
        return found;
    }
    let name = path.display().to_string();
    for past in past(path, MOST_VERSIONS) {
        let Ok(earlier) = statement::read(&name, &past.bytes) else { continue };
        open.retain(|&at| {
            let words = drifts[at].digest.as_deref().and_then(|digest| statement::words_of(&earlier, digest));
            found[at] = words.map(|words| (format!("{} of {}", past.commit, past.day), words));
            found[at].is_none()
        });
        if open.is_empty() {
            break;
        }
    }
    found
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
