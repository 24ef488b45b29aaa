//! Waivers of the policy and of the code: which findings they cover, which have expired, which cover nothing.

use super::Settings;
use crate::model::finding::{Finding, Level};
use crate::model::inventory::WaiverRow;
use crate::model::mark::Verb;
use crate::model::place::Region;
use crate::survey::{Survey, matches};
use jiff::ToSpan;
use jiff::civil::Date;

struct Waiver {
    row: WaiverRow,
    region: Region,
    scope: Scope,
    expired: bool,
    /// Why it does not count at all.
    refused: Option<String>,
    covers: usize,
}

enum Scope {
    /// A glob over item paths.
    Items(String),
    /// A region of a file, everything when it is a module default; and what is said of the item there, since
    /// annotations stand above it.
    Code { path: String, region: Region, item: String },
}

pub(super) struct Waivers(Vec<Waiver>);

pub(super) fn collect(survey: &Survey, settings: &Settings) -> Waivers {
    let policy = survey.policy;
    let mut all = Vec::new();
    for entry in &policy.waivers.entries {
        let row = WaiverRow {
            lint: entry.lint.clone(),
            at: entry.at.clone(),
            path: policy.path.clone(),
            line: entry.region.line,
            owner: Some(entry.owner.clone()),
            until: Some(entry.expires.clone()),
            reason: entry.reason.clone(),
            state: String::new(),
        };
        all.push(waiver(row, entry.region, Scope::Items(entry.at.clone()), policy.waivers.max_days, settings.today));
    }
    for told in survey.told.iter().filter(|told| survey.counts(told, settings.tests)) {
        let Verb::Allow(allow) = &told.clause.verb else { continue };
        let region = survey.region(told, allow.lint.span);
        let row = WaiverRow {
            lint: allow.lint.text.clone(),
            at: told.item.clone(),
            path: told.path.clone(),
            line: region.line,
            owner: Some(allow.owner.text.clone()),
            until: Some(allow.until.text.clone()),
            reason: allow.reason.text.clone(),
            state: String::new(),
        };
        let scope = match told.file {
            Some(_) => {
                Scope::Code { path: told.path.clone(), region: survey.region(told, told.span), item: told.item.clone() }
            }
            None => Scope::Items(told.item.clone()),
        };
        let mut waiver = waiver(row, region, scope, policy.waivers.max_days, settings.today);
        if !policy.waivers.inline {
            waiver.refused =
                Some("the policy does not take waivers in the code (`[waivers] inline = false`)".to_owned());
        }
        all.push(waiver);
    }
    for waiver in &mut all {
        if crate::check::default_level(&waiver.row.lint).is_none() {
            waiver.refused = Some(format!("there is no lint `{}`", waiver.row.lint));
        }
        if policy.lints.get(&waiver.row.lint).is_some_and(|&(level, _)| level == Level::Forbid) {
            waiver.refused = Some(format!("the policy forbids `{}`, and no waiver can lower it", waiver.row.lint));
        }
    }
    Waivers(all)
}

fn waiver(row: WaiverRow, region: Region, scope: Scope, max_days: Option<u32>, today: Date) -> Waiver {
    let until: Option<Date> = row.until.as_ref().and_then(|day| day.parse().ok());
    let last = max_days.and_then(|days| today.checked_add(i64::from(days).days()).ok());
    let refused = match (until, last) {
        (Some(until), Some(last)) if until > last => Some(format!(
            "it runs until {until}, longer than the {} days of `[waivers] max_days`",
            max_days.unwrap_or(0)
        )),
        _ => None,
    };
    Waiver { expired: until.is_none_or(|until| until < today), row, region, scope, refused, covers: 0 }
}

impl Waivers {
    /// The reason of the waiver that covers a finding; expired and refused ones cover nothing.
    pub(super) fn cover(&mut self, finding: &Finding, level: Level) -> Option<String> {
        if level == Level::Forbid {
            return None;
        }
        let mut reason = None;
        for waiver in self.0.iter_mut().filter(|waiver| waiver.row.lint == finding.lint && waiver.holds(finding)) {
            waiver.covers += 1;
            if !waiver.expired && waiver.refused.is_none() && reason.is_none() {
                reason = Some(waiver.row.reason.clone());
            }
        }
        reason
    }

    /// Findings about the waivers themselves, and their rows. What a part of the workspace does not need, the rest may.
    pub(super) fn report(self, today: Date, is_part: bool) -> (Vec<Finding>, Vec<WaiverRow>) {
        let mut findings = Vec::new();
        let mut rows = Vec::new();
        for mut waiver in self.0 {
            let lint = waiver.row.lint.clone();
            let (name, state, message, help) = if let Some(refused) = &waiver.refused {
                (
                    "expired_waiver",
                    "expired",
                    format!("this waiver of `{lint}` does not count: {refused}"),
                    "mend or remove it",
                )
            } else if waiver.covers == 0 {
                let message = format!("this waiver of `{lint}` waives nothing");
                ("unused_waiver", "unused", message, "remove it: what it waived is gone")
            } else if waiver.expired {
                let until = waiver.row.until.clone().unwrap_or_default();
                let message = format!("this waiver of `{lint}` ended on {until}");
                ("expired_waiver", "expired", message, "settle what it waived, or have its owner renew it")
            } else {
                findings.extend(waiver.ends_soon(today));
                waiver.row.state = "used".to_owned();
                rows.push(waiver.row);
                continue;
            };
            if !(is_part && name == "unused_waiver" && matches!(waiver.scope, Scope::Items(_))) {
                findings.push(waiver.finding(name, message, help));
            }
            waiver.row.state = state.to_owned();
            rows.push(waiver.row);
        }
        (findings, rows)
    }
}

/// How many days before its end a waiver is warned about.
const DAYS_AHEAD: i32 = 14;

/// "in 3 days", when that is soon.
pub(super) fn soon(until: Date, today: Date) -> Option<String> {
    let days = today.until(until).ok()?.get_days();
    match days {
        0 => Some("today".to_owned()),
        1 => Some("tomorrow".to_owned()),
        2..=DAYS_AHEAD => Some(format!("in {days} days")),
        _ => None,
    }
}

impl Waiver {
    /// A warning, however strictly `expired_waiver` is held: it still counts.
    fn ends_soon(&self, today: Date) -> Option<Finding> {
        let until: Date = self.row.until.as_ref()?.parse().ok()?;
        let message = format!("this waiver of `{}` ends on {until}, {}", self.row.lint, soon(until, today)?);
        let mut found = self.finding("expired_waiver", message, "settle what it waives, or have its owner renew it");
        found.at_most = Some(Level::Warn);
        Some(found)
    }

    fn finding(&self, lint: &str, message: String, help: &str) -> Finding {
        Finding {
            lint: lint.to_owned(),
            level: crate::check::default_level(lint).unwrap_or_default(),
            path: self.row.path.clone(),
            region: self.region,
            message,
            label: format!("owned by {}", self.row.owner.as_deref().unwrap_or("nobody")),
            help: help.to_owned(),
            item: self.row.at.clone(),
            group: format!("{lint} {}", self.row.at),
            ..Finding::default()
        }
    }

    fn holds(&self, finding: &Finding) -> bool {
        match &self.scope {
            Scope::Items(glob) => matches(glob, &finding.item),
            Scope::Code { path, region, item } => {
                let place = &finding.region;
                let inside = (region.line, region.column) <= (place.line, place.column)
                    && (place.line, place.column) <= (region.end_line, region.end_column);
                *path == finding.path && (inside || finding.item == *item)
            }
        }
    }
}
