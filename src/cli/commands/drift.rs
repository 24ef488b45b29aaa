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
        if !args.accept.is_empty() {
            let accepted = statement::accept(&policy, &derived, &statement, &document, &args.accept);
            left.retain(|id| accepted.refused.iter().any(|(refused, _)| refused == id));
            if !accepted.renewed.is_empty() {
                match anchored(&accepted.text, &policy, &place, &document, &statement) {
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
        semantic += report(&policy, &document, &statement, &path, args.common.verbose, &mut out);
    }
    terminal::out(&out);
    u8::from(semantic > 0 || !left.is_empty())
}

/// Writes the policy with its renewed anchors and reads it again; its document's digest is renewed once nothing drifts.
fn anchored(
    text: &str,
    old: &Policy,
    place: &Path,
    document: &str,
    statement: &Statement,
) -> Result<Policy, Vec<Problem>> {
    let read = |text: &str| super::derive::load(place, text);
    let mut policy = read(text)?;
    let drifts = statement::drift(&policy, document, statement);
    let stale = drifts.iter().any(|drift| !drift.verdict.is_cosmetic() && drift.verdict != Verdict::NewCandidate);
    let digest = old.documents.get(document).and_then(|document| document.sha256.clone());
    let mut text = text.to_owned();
    if let Some(digest) = digest.filter(|digest| !stale && *digest != statement.sha256) {
        text = text.replacen(&digest, &statement.sha256, 1);
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
    path: &Path,
    verbose: bool,
    out: &mut String,
) -> usize {
    let found = statement::drift(policy, document, statement);
    let shown: Vec<&statement::Drift> = found
        .iter()
        .filter(|drift| drift.verdict != Verdict::Exact && (verbose || !drift.verdict.is_cosmetic()))
        .collect();
    let old = old_words(&shown, path);
    for (drift, old) in shown.iter().zip(old) {
        let line = drift.line.map_or(String::new(), |line| format!(", line {line}"));
        let _ = writeln!(out, "{}: {}.{}{line}: {}", word(drift.verdict), drift.table, drift.id, inert(&drift.reason));
        let _ = writeln!(out, "    policy: {}", inert(&drift.quote));
        if let Some((when, words)) = old {
            let _ = writeln!(out, "    before: {} ({})", inert(&words), inert(&when));
        }
        if let Some(now) = &drift.now {
            let _ = writeln!(out, "    today:  {}", inert(now));
        }
    }
    let same = found.iter().filter(|drift| drift.verdict == Verdict::Exact).count();
    let semantic = found.iter().filter(|drift| !drift.verdict.is_cosmetic()).count();
    let _ = writeln!(
        out,
        "{document}: {same} of {} passages stand as they were, {semantic} changed in meaning",
        found.len()
    );
    note_unanchored(policy, document, statement, path, &found, out);
    semantic
}

/// Most lines that a note names.
const MOST_LINES: usize = 12;

/// What changed where no entry is anchored: a note, where git has the text that the policy was derived of.
fn note_unanchored(
    policy: &Policy,
    document: &str,
    statement: &Statement,
    path: &Path,
    found: &[statement::Drift],
    out: &mut String,
) {
    let derived_of = policy.documents.get(document).and_then(|document| document.sha256.as_ref());
    let Some(digest) = derived_of.filter(|digest| **digest != statement.sha256) else { return };
    let name = path.display().to_string();
    let earlier = past(path, MOST_VERSIONS)
        .filter_map(|past| statement::read(&name, &past.bytes).ok())
        .find(|earlier| earlier.sha256 == *digest);
    let Some(earlier) = earlier else { return };
    let changed = statement::unanchored(&earlier, statement, found);
    if !changed.lines.is_empty() {
        let shown: Vec<String> = changed.lines.iter().take(MOST_LINES).map(u32::to_string).collect();
        let more = if changed.lines.len() > MOST_LINES { ", …" } else { "" };
        let count = changed.lines.len();
        let _ = writeln!(
            out,
            "{document}: {count} more {} differently where no entry is anchored: line {}{more}",
            if count == 1 { "passage reads" } else { "passages read" },
            shown.join(", ")
        );
    }
    if changed.gone > 0 {
        let _ = writeln!(out, "{document}: {} gone where no entry was anchored", passages(changed.gone));
    }
}

fn passages(count: usize) -> String {
    if count == 1 { "1 more passage is".to_owned() } else { format!("{count} more passages are") }
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
