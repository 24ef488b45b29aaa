//! Findings at their default levels come in; the levels that hold, and what waivers cover, go out.
//!
//! The only stage that knows today's date.

pub mod baseline;
mod fingerprint;
pub mod fix;
mod levels;
pub mod lock;
pub mod loosened;
mod pairing;
pub mod since;
mod waivers;

use crate::model::finding::{Finding, Level};
use crate::model::inventory::WaiverRow;
use crate::model::place::Region;
use crate::policy::Policy;
use crate::survey::Survey;
pub use fingerprint::{moved, stamp};
use jiff::civil::Date;
pub use pairing::{Known, pair};
use rustc_hash::FxHashMap;

/// What the command line says about levels and dates.
#[derive(Debug, Clone)]
pub struct Settings {
    /// `-A/-W/-D/-F LINT`, in the order given; the last one wins.
    pub flags: Vec<(String, Level)>,
    /// `--deny-warnings`.
    pub deny_warnings: bool,
    /// Today.
    pub today: Date,
    /// Whether test code counts.
    pub tests: bool,
}

/// The findings that remain, and what was waived.
#[derive(Debug, Clone, Default)]
pub struct Verdict {
    /// At warn or above, sorted.
    pub findings: Vec<Finding>,
    /// With the reason of the waiver.
    pub waived: Vec<(Finding, String)>,
    /// Waivers and how they stand.
    pub waivers: Vec<WaiverRow>,
}

/// Decides. `findings` are those of `check` and `statement`.
pub fn judge(survey: &Survey, mut findings: Vec<Finding>, settings: &Settings) -> Verdict {
    fingerprint::stamp(&mut findings);
    let mut waivers = waivers::collect(survey, settings);
    let mut waived = Vec::new();
    findings.retain(|finding| {
        let level = levels::decide(survey.policy, settings, finding);
        match waivers.cover(finding, level) {
            Some(reason) => {
                waived.push((finding.clone(), reason));
                false
            }
            None => true,
        }
    });
    let (mut bookkeeping, rows) = waivers.report(settings.today, survey.ws.is_part());
    fingerprint::stamp(&mut bookkeeping);
    findings.extend(bookkeeping);
    for finding in &mut findings {
        finding.level = levels::decide(survey.policy, settings, finding);
    }
    findings.retain(|finding| finding.level > Level::Allow);
    drop_said_twice(&mut findings);
    sort(&mut findings);
    Verdict { findings, waived, waivers: rows }
}

/// An annotation that says another category is said to contradict; that none says the right one is then the same
/// news. It stays where it is held more strictly, so that a wrong annotation lowers nothing.
fn drop_said_twice(findings: &mut Vec<Finding>) {
    let contradicted: FxHashMap<(String, Region), Level> = findings
        .iter()
        .filter(|finding| finding.lint == "contradicting_annotation")
        .map(|finding| ((finding.path.clone(), finding.region), finding.level))
        .collect();
    findings.retain(|finding| {
        let said = contradicted.get(&(finding.path.clone(), finding.region));
        finding.lint != "unannotated_collection" || said.is_none_or(|level| *level < finding.level)
    });
}

/// Takes findings about the bookkeeping in among the others, at the levels that hold.
pub fn admit(findings: &mut Vec<Finding>, mut about: Vec<Finding>, policy: &Policy, settings: &Settings) {
    fingerprint::stamp(&mut about);
    for finding in &mut about {
        finding.level = levels::decide(policy, settings, finding);
    }
    findings.extend(about.into_iter().filter(|finding| finding.level > Level::Allow));
    sort(findings);
}

/// The level that a policy and the flags give to a finding at its default level.
pub fn level(policy: &Policy, settings: &Settings, finding: &Finding) -> Level {
    levels::decide(policy, settings, finding)
}

/// By path, line, column, lint.
pub fn sort(findings: &mut [Finding]) {
    findings.sort_by(|a, b| {
        let key = |f: &Finding| (f.path.clone(), f.region, f.lint.clone(), f.message.clone());
        key(a).cmp(&key(b))
    });
}
