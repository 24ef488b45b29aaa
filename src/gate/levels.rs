//! The level of a finding: its default, the policy's `[lints]`, the flags, and what caps it.

use super::Settings;
use crate::check::default_level;
use crate::model::finding::{Finding, Level};
use crate::policy::Policy;

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
