//! A request and the files that keep account of earlier runs come in (base commit, baseline, lock); an analysis in
//! which they have had their say goes out.

use super::read::Source;
use super::{Analysis, Request, analyse, since};
use crate::discover::Discovered;
use crate::gate::{self, baseline, lock};
use crate::model::finding::Problem;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// What earlier runs and commits say about this one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ledger {
    /// `--since`: only what the change against the merge base with this revision brought.
    pub since: Option<String>,
    /// `--baseline`.
    pub baseline: Option<PathBuf>,
    /// The baseline is to be written, so it may be missing and quiets nothing.
    pub write_baseline: bool,
    /// `--locked`.
    pub locked: bool,
}

/// Runs the staircase and lets the ledger have its say.
pub fn analyse_with(request: &Request, ledger: &Ledger) -> Analysis {
    let mut analysis = match &ledger.since {
        Some(rev) => since::analyse(request, rev, ledger),
        None => analyse(request),
    };
    if ledger.locked {
        hold_lock(&mut analysis, request);
    }
    let baseline = analysis.discovered.as_ref().and_then(|discovered| baseline_in_force(ledger, discovered));
    if let Some(path) = baseline.filter(|_| !ledger.write_baseline) {
        hold_baseline(&mut analysis, request, &path, ledger.since.is_none());
    }
    analysis.suggest();
    analysis
}

/// The baseline that counts: that of the flag, else that of `[workspace.metadata.privacy-lint]`, else the one at the
/// root, where there is one.
pub(super) fn baseline_in_force(ledger: &Ledger, discovered: &Discovered) -> Option<PathBuf> {
    ledger.baseline.clone().or_else(|| standing_baseline(discovered).map(|path| discovered.root.join(path)))
}

/// The baseline that counts where no flag names one, below the root.
pub fn standing_baseline(discovered: &Discovered) -> Option<String> {
    let at_root = || discovered.tree.is_file(baseline::NAME).then(|| baseline::NAME.to_owned());
    discovered.baseline.clone().or_else(at_root)
}

/// Where a baseline is, and how findings name it.
pub fn baseline_place(path: &Path, start: &Path, discovered: &Discovered) -> (PathBuf, String) {
    let place = start.join(path);
    let real = place.canonicalize().unwrap_or_else(|_| place.clone());
    let shown = match real.strip_prefix(&discovered.root) {
        Ok(inside) => inside.to_string_lossy().replace('\\', "/"),
        Err(_) => format!("baseline:{}", place.file_name().unwrap_or_default().to_string_lossy()),
    };
    (place, shown)
}

/// Reads a baseline from the disk or a commit.
pub(super) fn read_baseline(source: &Source, place: &Path, shown: &str) -> Result<baseline::Baseline, Vec<Problem>> {
    match source.text(place) {
        Ok(text) => baseline::read(shown, &text),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Err(vec![Problem::new(
            format!("there is no baseline {shown}"),
            "write it with `check --baseline FILE --write-baseline`",
        )]),
        Err(error) => {
            let problem = Problem::new(format!("cannot read the baseline: {error}"), "check the path and its rights");
            Err(vec![problem.at(shown)])
        }
    }
}

fn hold_baseline(analysis: &mut Analysis, request: &Request, path: &Path, all: bool) {
    let Some(discovered) = &analysis.discovered else { return };
    let (place, shown) = baseline_place(path, &request.discover.start, discovered);
    let source = Source::disk();
    let read = read_baseline(&source, &place, &shown);
    analysis.asked.extend(source.asked());
    let baseline = match read {
        Ok(baseline) => baseline,
        Err(mut problems) => return analysis.outcome.errors.append(&mut problems),
    };
    let Some(policy) = &analysis.policy else { return };
    let outcome = &mut analysis.outcome;
    let held = baseline::hold(&baseline, std::mem::take(&mut outcome.findings), request.settings.today);
    outcome.findings = held.findings;
    // Findings that a run leaves out on purpose are not gone.
    let whole = all && outcome.inventory.scope.left_out.is_empty() && outcome.errors.is_empty();
    let about = held.about.into_iter().filter(|finding| whole || finding.lint != "unused_waiver").collect();
    gate::admit(&mut outcome.findings, about, policy, &request.settings);
    if !held.known.is_empty() {
        outcome.notes.push(format!("{} findings are in the baseline {shown}", held.known.len()));
    }
    outcome.waived.extend(held.known);
}

/// The lines that `privacy.lock` has when it is right.
pub fn lock_lines(analysis: &Analysis) -> BTreeSet<String> {
    lock::lines(&analysis.outcome.inventory, &analysis.detectors.packs, &analysis.detectors.digest)
}

fn hold_lock(analysis: &mut Analysis, request: &Request) {
    let (Some(discovered), Some(policy)) = (&analysis.discovered, &analysis.policy) else { return };
    let text = match discovered.tree.is_file(lock::NAME) {
        true => discovered.tree.read(lock::NAME),
        false => return analysis.outcome.errors.push(lock::missing()),
    };
    let read = text.and_then(|bytes| lock::read(&String::from_utf8_lossy(&bytes)));
    let lock = match read {
        Ok(lock) => lock,
        Err(problem) => return analysis.outcome.errors.push(problem),
    };
    if !analysis.outcome.inventory.scope.left_out.is_empty() {
        let help = "leave out `-p` and `--exclude`: the lock speaks of the whole workspace";
        return analysis.outcome.errors.push(Problem::new("`--locked` holds the whole workspace only", help));
    }
    let now = lock_lines(analysis);
    let outcome = &mut analysis.outcome;
    lock::forgive_new_packs(&lock, &now, &mut outcome.findings);
    let about = lock::stale(&lock, &now).into_iter().collect();
    gate::admit(&mut outcome.findings, about, policy, &request.settings);
}
