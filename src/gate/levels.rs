//! The level of a finding: its default, the policy's `[lints]`, the flags, and what caps it.

use super::Settings;
use crate::check::default_level;
use crate::model::finding::{Finding, Level};
use crate::policy::{LevelFor, Policy};
use globset::GlobBuilder;

pub(super) fn decide(policy: &Policy, settings: &Settings, finding: &Finding) -> Level {
    let mut level = finding.level;
    if let Some(&(set, _)) = policy.lints.get(&finding.lint) {
        if set == Level::Forbid {
            // What caps a finding is what is known of it; flags, waivers and marks are not asked.
            return finding.at_most.map_or(Level::Forbid, |most| most.min(Level::Forbid));
        }
        // A finding that is graver than its lint (a logged password) stays so, unless the lint is switched off.
        let graver = Some(finding.level) > default_level(&finding.lint) && set != Level::Allow;
        level = if graver { finding.level.max(set) } else { set };
    }
    for here in policy.levels.iter().filter(|here| here.lint == finding.lint && speaks_of(here, finding)) {
        if here.level == Level::Forbid {
            return finding.at_most.map_or(Level::Forbid, |most| most.min(Level::Forbid));
        }
        level = here.level;
    }
    for (lint, set) in &settings.flags {
        if lint == &finding.lint || lint == "warnings" && level == Level::Warn {
            level = *set;
        }
    }
    if settings.deny_warnings && level == Level::Warn {
        level = Level::Deny;
    }
    match finding.at_most {
        Some(most) if !(settings.deny_warnings && most == Level::Warn) => level.min(most),
        _ => level,
    }
}

/// Whether a level for some crates or paths holds for a finding.
fn speaks_of(here: &LevelFor, finding: &Finding) -> bool {
    let krate = finding.item.split("::").next().unwrap_or_default();
    let krate = krate.split('@').next().unwrap_or_default();
    let any = |patterns: &[String], text: &str| {
        let holds = |pattern: &String| {
            let glob = GlobBuilder::new(pattern).literal_separator(true).build();
            glob.is_ok_and(|glob| glob.compile_matcher().is_match(text))
        };
        patterns.is_empty() || patterns.iter().any(holds)
    };
    any(&here.crates, krate) && any(&here.paths, &finding.path)
}
