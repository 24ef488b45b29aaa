//! A request and a revision come in; an analysis of what the change brought goes out.
//!
//! Both trees are analysed: the working tree on disk, and the merge base from git's objects, without touching the
//! working tree. The code of now is held against the policy and packs of both, so that a change cannot lower the
//! bar that it is judged by.

use super::ledger::{Ledger, baseline_in_force, baseline_place, read_baseline};
use super::read::{self, Reading, Source};
use super::{Analysis, Held, Request, conclude, hold};
use crate::discover::{self, MergeBase, Tree};
use crate::gate::{self, loosened, since};
use crate::model::finding::{Finding, Level, Problem};
use crate::policy::Policy;

/// Analyses the working tree against its merge base with a revision.
pub(super) fn analyse(request: &Request, rev: &str, ledger: &Ledger) -> Analysis {
    let discovered = match discover::discover(&request.discover) {
        Ok(discovered) => discovered,
        Err(problem) => return Analysis::nothing(problem),
    };
    let base = discover::merge_base(&discovered.root, rev);
    let mut head = read::all(discovered, &Source::Disk, request);
    let base = base.and_then(|base| Ok((read_base(request, &head, &base)?, base)));
    let ((base, source), place) = match base {
        Ok((Some(read), place)) => (read, place),
        Ok((None, place)) => {
            // The project begins with this change: all of it is new.
            let held = hold(&head, head.policy.as_ref(), &head.detectors, request);
            let mut analysis = conclude(head, held, request);
            analysis.outcome.notes.push(format!("there is no Rust code at {}: everything is new", place.shown()));
            return analysis;
        }
        Err(problem) => {
            head.errors.push(problem);
            let held = hold(&head, head.policy.as_ref(), &head.detectors, request);
            return conclude(head, held, request);
        }
    };
    if head.policy.is_none() && base.policy.is_some() {
        head.errors.retain(|problem| !problem.message.starts_with("there is no policy"));
        head.errors.insert(0, deleted(&base, &place));
    }
    let mut notes = Vec::new();
    if base.policy.is_none() {
        notes.push(format!(
            "there is no policy at {} that can be read: its code is held against the one of now",
            place.shown()
        ));
    }
    let old_policy = base.policy.as_ref().or(head.policy.as_ref());
    let before = hold(&base, old_policy, &base.detectors, request);
    let mut held = hold(&head, head.policy.as_ref(), &head.detectors, request);
    let old_bar = OldBar { policy: old_policy, base: &base, same: same_bar(&head, &base) };
    old_bar.hold(&mut held, &before, &head, request);
    if let (Some(old), Some(new)) = (&base.policy, &head.policy) {
        let quieted = old_bar.quieted(&held, &before, &head, request);
        let about = loosenings((old, &base, &before), (new, &head, &held), &source, &quieted, request, ledger);
        gate::admit(&mut held.findings, about, new, &request.settings);
        raise(&mut held.findings, old, request);
    }
    if head.policy.is_some() {
        notes.push(what_is_new(&before, &held, &place));
    }
    let mut analysis = conclude(head, held, request);
    analysis.outcome.notes.extend(notes);
    analysis
}

/// Reads the merge base; `None` when it has no Rust code where the project of now is.
fn read_base(request: &Request, head: &Reading, base: &MergeBase) -> Result<Option<(Reading, Source)>, Problem> {
    let start = match head.discovered.root.strip_prefix(&base.top) {
        Ok(start) => start.to_string_lossy().replace('\\', "/"),
        Err(_) => String::new(),
    };
    // A pattern that matches a package of now need not match one of then.
    let options = discover::Options::default();
    let tree = Tree::git(&base.top, &base.commit)?;
    let Ok(mut discovered) = discover::discover_tree(tree, base.top.clone(), &start, &options) else { return Ok(None) };
    if discovered.project.files.is_empty() {
        return Ok(None);
    }
    // What was wrong with the base is no fault of the change, and what it hides counts as new.
    discovered.problems.clear();
    let source = Source::Commit { tree: Box::new(Tree::git(&base.top, &base.commit)?), top: base.top.clone() };
    let request = Request { policy_optional: true, ..request.clone() };
    let reading = read::all(discovered, &source, &request);
    let lost = reading.errors.iter().find(|problem| problem.message.starts_with("git cannot read"));
    match lost {
        // Without its files everything would be new, and a shallow clone would drown the change in old findings.
        Some(problem) => Err(problem.clone()),
        None => Ok(Some((reading, source))),
    }
}

fn deleted(base: &Reading, place: &MergeBase) -> Problem {
    let path = base.policy.as_ref().map(|policy| policy.path.clone()).unwrap_or_default();
    Problem::new(
        format!("this change removes the policy: {path} was there at {}", place.shown()),
        "take it back, or name the new one in `[workspace.metadata.privacy-lint] policy`",
    )
}

fn same_bar(head: &Reading, base: &Reading) -> bool {
    let digest = |reading: &Reading| reading.policy.as_ref().map(|policy| policy.digest.clone());
    digest(head) == digest(base) && head.detectors.digest == base.detectors.digest
}

/// The policy and packs of the merge base, to which the code of now is held as well.
struct OldBar<'a> {
    policy: Option<&'a Policy>,
    base: &'a Reading,
    same: bool,
}

impl OldBar<'_> {
    /// Keeps of the findings those that the change brought, adds what only the old packs see, raises levels.
    fn hold(&self, held: &mut Held, before: &Held, head: &Reading, request: &Request) {
        if head.detectors.digest != self.base.detectors.digest {
            let seen = hold(head, head.policy.as_ref(), &self.base.detectors, request);
            // What the old packs see and the new ones do not; the reverse is in `held` already.
            let missed = since::only_new(&held.findings, seen.findings);
            let about_code = |finding: &Finding| {
                !matches!(
                    finding.lint.as_str(),
                    "unused_declaration" | "unused_waiver" | "expired_waiver" | "unneeded_silence"
                )
            };
            held.findings.extend(missed.into_iter().filter(about_code));
            gate::sort(&mut held.findings);
        }
        held.findings = since::only_new(&before.findings, std::mem::take(&mut held.findings));
        if let Some(policy) = self.policy {
            raise(&mut held.findings, policy, request);
        }
    }

    /// What the code of now has under the old policy and packs, neither before the change nor now.
    fn quieted(&self, held: &Held, before: &Held, head: &Reading, request: &Request) -> Vec<Finding> {
        if self.same {
            return Vec::new();
        }
        let old = hold(head, self.policy, &self.base.detectors, request);
        since::only_new(&held.findings, since::only_new(&before.findings, old.findings))
    }
}

/// Levels of the base hold too: a change cannot lower the level at which it is judged.
fn raise(findings: &mut [Finding], policy: &Policy, request: &Request) {
    for finding in findings {
        let shown_only = finding.help.ends_with("a full run denies it");
        if !shown_only && finding.level > Level::Allow {
            let default = crate::check::default_level(&finding.lint).unwrap_or_default();
            let as_found = Finding { level: finding.level.max(default), ..finding.clone() };
            finding.level = finding.level.max(gate::level(policy, &request.settings, &as_found));
        }
    }
}

fn loosenings(
    (old, base, before): (&Policy, &Reading, &Held),
    (new, head, held): (&Policy, &Reading, &Held),
    source: &Source,
    quieted: &[Finding],
    request: &Request,
    ledger: &Ledger,
) -> Vec<Finding> {
    let place = baseline_in_force(ledger, &head.discovered)
        .map(|path| baseline_place(&path, &request.discover.start, &head.discovered));
    let baseline = |source: &Source| {
        let (path, shown) = place.as_ref()?;
        read_baseline(source, path, shown).ok()
    };
    let (was, is) = (baseline(source), baseline(&Source::Disk));
    let before = loosened::Side {
        policy: old,
        detectors: &base.detectors,
        waivers: &before.inventory.waivers,
        baseline: was.as_ref(),
    };
    let after = loosened::Side {
        policy: new,
        detectors: &head.detectors,
        waivers: &held.inventory.waivers,
        baseline: is.as_ref(),
    };
    loosened::compare(before, after, quieted)
}

/// The most new points that the note names.
const MOST_POINTS: usize = 12;

/// The points that the change brought, for the closing lines.
fn what_is_new(before: &Held, held: &Held, place: &MergeBase) -> String {
    let points = &held.inventory.points;
    let new = since::new_points(&before.inventory.points, points);
    let named: Vec<String> = new.iter().take(MOST_POINTS).map(|&at| points[at].item.clone()).collect();
    let more = new.len().saturating_sub(MOST_POINTS);
    let mut note = match new.len() {
        0 => format!("since {}: no new collection point", place.shown()),
        1 => format!("since {}: one new collection point: {}", place.shown(), named.join(", ")),
        n => format!("since {}: {n} new collection points: {}", place.shown(), named.join(", ")),
    };
    if more > 0 {
        note.push_str(&format!(" and {more} more"));
    }
    note
}
