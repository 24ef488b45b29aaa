//! A request and a revision come in; an analysis of what the change brought goes out.
//!
//! Both trees are analysed: the working tree on disk, and the merge base from git's objects, without touching the
//! working tree. The code of now is held against the policy and packs of both, so that a change cannot lower the
//! bar that it is judged by.

use super::ledger::{Ledger, baseline_in_force, baseline_place, read_baseline};
use super::read::{self, Reading, Rules, Source, Trees};
use super::{Analysis, Held, Request, conclude, hold};
use crate::discover::{self, MergeBase, Tree};
use crate::gate::{self, loosened, since};
use crate::model::finding::{Finding, Level, Problem};
use crate::model::inventory::{Inventory, Point, WaiverRow};
use crate::model::project::Package;
use crate::policy::{LevelFor, Policy};
use crate::store::kept;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Analyses the working tree against its merge base with a revision.
pub(super) fn analyse(request: &Request, rev: &str, ledger: &Ledger) -> Analysis {
    let discovered = match discover::discover(&request.discover) {
        Ok(discovered) => discovered,
        Err(problem) => return Analysis::nothing(problem),
    };
    let place = discover::merge_base(&discovered.root, rev);
    let mut head = read::all(discovered, &Source::disk(), request, Trees::Several);
    let base = place.and_then(|place| Ok((Base::read(request, &head, &place)?, place)));
    let (base, place) = match base {
        Ok((Some(base), place)) => (base, place),
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
    if let (None, Some(old)) = (&head.policy, &base.rules.policy) {
        head.errors.retain(|problem| !problem.message.starts_with("there is no policy"));
        head.errors.insert(0, deleted(old, &place));
    }
    let mut notes = Vec::new();
    if base.rules.policy.is_none() {
        notes.push(format!(
            "there is no policy at {} that can be read: its code is held against the one of now",
            place.shown()
        ));
    }
    let mut held = hold(&head, head.policy.as_ref(), &head.detectors, request);
    let old_bar = OldBar { policy: base.rules.policy.as_ref().or(head.policy.as_ref()), base: &base };
    let quieted = old_bar.quieted(&held, &head, request);
    old_bar.hold(&mut held, &head, request);
    if let (Some(old), Some(new)) = (&base.rules.policy, &head.policy) {
        let about = loosenings((old, &base), (new, &head, &held), &quieted, request, ledger);
        gate::admit(&mut held.findings, about, new, &request.settings);
        raise(&mut held.findings, old, request);
    }
    if head.policy.is_some() {
        notes.push(what_is_new(&base.before, &held, &place));
    }
    let mut analysis = conclude(head, held, request);
    analysis.outcome.notes.extend(notes);
    analysis
}

/// The merge base: what its code was held against, and what came of it.
struct Base {
    rules: Rules,
    source: Source,
    before: Before,
    packages: Vec<Package>,
}

/// What is needed of the base's own analysis; it depends on the commit, the rules and the settings alone, so it is kept.
#[derive(Serialize, Deserialize)]
struct Before {
    findings: Vec<Finding>,
    points: Vec<Point>,
    waivers: Vec<WaiverRow>,
}

impl Base {
    /// Reads the merge base; `None` when it has no Rust code where the project of now is.
    fn read(request: &Request, head: &Reading, place: &MergeBase) -> Result<Option<Self>, Problem> {
        let start = match head.discovered.root.strip_prefix(&place.top) {
            Ok(start) => start.to_string_lossy().replace('\\', "/"),
            Err(_) => String::new(),
        };
        // A pattern that matches a package of now need not match one of then.
        let options = discover::Options::default();
        let tree = Tree::git(&place.top, &place.commit)?;
        let Ok(mut discovered) = discover::discover_tree(tree, place.top.clone(), &start, &options) else {
            return Ok(None);
        };
        if discovered.project.files.is_empty() {
            return Ok(None);
        }
        // What was wrong with the base is no fault of the change, and what it hides counts as new.
        discovered.problems.clear();
        let packages = discovered.project.packages.clone();
        let source = Source::Commit { tree: Box::new(Tree::git(&place.top, &place.commit)?), top: place.top.clone() };
        let request = Request { policy_optional: true, ..request.clone() };
        let mut errors = Vec::new();
        let rules = read::rules(&discovered, &source, &request, &mut errors);
        let key = key(&rules, head, place, &start, &request);
        let folder = read::kept_in(&request, &head.discovered);
        if let Some(before) = folder.as_ref().and_then(|folder| kept::recall(folder, &key)) {
            return Ok(Some(Self { rules, source, before, packages }));
        }
        let ws = read::code(&request, &discovered, Trees::Several, &mut errors);
        if let Some(lost) = errors.iter().find(|problem| problem.message.starts_with("git cannot read")) {
            // Without its files everything would be new, and a shallow clone would drown the change in old findings.
            return Err(lost.clone());
        }
        let reading = Reading::new(discovered, rules, ws, errors);
        let policy = reading.policy.as_ref().or(head.policy.as_ref());
        let held = hold(&reading, policy, &reading.detectors, &request);
        let Inventory { points, waivers, .. } = held.inventory;
        let before = Before { findings: held.findings, points, waivers };
        if let Some(folder) = &folder {
            kept::keep(folder, &key, &before);
        }
        let Reading { policy, detectors, statements, .. } = reading;
        Ok(Some(Self { rules: Rules { policy, detectors, statements }, source, before, packages }))
    }
}

/// Everything that the analysis of a base depends on.
fn key(rules: &Rules, head: &Reading, place: &MergeBase, start: &str, request: &Request) -> String {
    let policy = rules.policy.as_ref().or(head.policy.as_ref());
    let policy = policy.map(|policy| format!("{} {}", policy.path, policy.digest)).unwrap_or_default();
    let texts: Vec<String> = rules.statements.iter().map(|(id, text)| format!("{id} {}", text.sha256)).collect();
    let settings = format!("{:?}", request.settings);
    kept::key(&[&place.commit, start, &policy, &rules.detectors.digest, &texts.join("\n"), &settings])
}

fn deleted(old: &Policy, place: &MergeBase) -> Problem {
    Problem::new(
        format!("this change removes the policy: {} was there at {}", old.path, place.shown()),
        "take it back, or name the new one in `[workspace.metadata.privacy-lint] policy`",
    )
}

/// The policy and packs of the merge base, to which the code of now is held as well.
struct OldBar<'a> {
    policy: Option<&'a Policy>,
    base: &'a Base,
}

impl OldBar<'_> {
    /// Keeps of the findings those that the change brought, adds what only the old packs see, raises levels.
    fn hold(&self, held: &mut Held, head: &Reading, request: &Request) {
        let old_packs = &self.base.rules.detectors;
        if head.detectors.digest != old_packs.digest {
            let seen = hold(head, head.policy.as_ref(), old_packs, request);
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
        let switched_off = self.switched_off(held, head, request);
        held.findings.extend(switched_off);
        gate::sort(&mut held.findings);
        held.findings = since::only_new(&self.base.before.findings, std::mem::take(&mut held.findings));
        if let Some(policy) = self.policy {
            raise(&mut held.findings, policy, request);
        }
    }

    /// Findings that the levels of now leave out and those of the base do not: `allow` cannot be raised once it is gone.
    fn switched_off(&self, held: &Held, head: &Reading, request: &Request) -> Vec<Finding> {
        let (Some(old), Some(new)) = (&self.base.rules.policy, &head.policy) else { return Vec::new() };
        let levels = |policy: &Policy| policy.lints.iter().map(|(lint, (level, _))| (lint.clone(), *level)).collect();
        let (was, is): (BTreeMap<_, _>, BTreeMap<_, _>) = (levels(old), levels(new));
        let places = |policy: &Policy| {
            let of = |here: &LevelFor| (here.lint.clone(), here.level, here.crates.clone(), here.paths.clone());
            policy.levels.iter().map(of).collect::<Vec<_>>()
        };
        if was == is && places(old) == places(new) {
            return Vec::new();
        }
        let strict = Policy { lints: old.lints.clone(), levels: old.levels.clone(), ..new.clone() };
        since::only_new(&held.findings, hold(head, Some(&strict), &head.detectors, request).findings)
    }

    /// What the code of now has under the old policy and packs, neither before the change nor now.
    fn quieted(&self, held: &Held, head: &Reading, request: &Request) -> Vec<Finding> {
        let rules = &self.base.rules;
        let digest = |policy: &Option<Policy>| policy.as_ref().map(|policy| policy.digest.clone());
        if digest(&head.policy) == digest(&rules.policy) && head.detectors.digest == rules.detectors.digest {
            return Vec::new();
        }
        let old = hold(head, self.policy, &rules.detectors, request);
        since::only_new(&held.findings, since::only_new(&self.base.before.findings, old.findings))
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
    (old, base): (&Policy, &Base),
    (new, head, held): (&Policy, &Reading, &Held),
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
    let (was, is) = (baseline(&base.source), baseline(&Source::disk()));
    let before = loosened::Side {
        policy: old,
        detectors: &base.rules.detectors,
        waivers: &base.before.waivers,
        baseline: was.as_ref(),
    };
    let after = loosened::Side {
        policy: new,
        detectors: &head.detectors,
        waivers: &held.inventory.waivers,
        baseline: is.as_ref(),
    };
    // What the base's baseline knew is old; what a baseline that comes with the change knows may be its own.
    let today = request.settings.today;
    let brought = match (&was, &is) {
        (None, Some(is)) => crate::gate::baseline::hold(is, held.findings.clone(), today).known.len(),
        _ => 0,
    };
    loosened::compare(before, after, quieted, brought, &dropped(base, head))
}

/// The packages of the base that the change leaves on the disk and takes out of what is read.
fn dropped(base: &Base, head: &Reading) -> Vec<loosened::Dropped> {
    let packages = &head.discovered.project.packages;
    let gone = base.packages.iter().filter(|old| packages.iter().all(|new| new.manifest != old.manifest));
    let there = gone.filter(|old| head.discovered.tree.is_file(&old.manifest));
    there.map(|old| loosened::Dropped { name: old.name.clone(), manifest: old.manifest.clone() }).collect()
}

/// The most new points that the note names.
const MOST_POINTS: usize = 12;

/// The points that the change brought, for the closing lines.
fn what_is_new(before: &Before, held: &Held, place: &MergeBase) -> String {
    let points = &held.inventory.points;
    let new = since::new_points(&before.points, points);
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
