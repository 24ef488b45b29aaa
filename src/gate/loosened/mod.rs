//! Two policies, their packs, waivers and baselines come in; what the new ones allow that the old ones did not
//! goes out, each with the code that needs it.

mod entries;
mod rules;

use super::baseline::Baseline;
use super::pairing::{Known, pair};
use crate::model::finding::{Finding, Related};
use crate::model::inventory::WaiverRow;
use crate::model::place::Region;
use crate::packs::{ApiRule, Detectors, Role};
use crate::policy::Policy;

/// One side of the comparison.
#[derive(Clone, Copy)]
pub struct Side<'a> {
    /// Its policy.
    pub policy: &'a Policy,
    /// Its rule packs.
    pub detectors: &'a Detectors,
    /// Its waivers and silences.
    pub waivers: &'a [WaiverRow],
    /// Its baseline.
    pub baseline: Option<&'a Baseline>,
}

/// A package that the workspace had, whose manifest is still there.
#[derive(Debug, Clone)]
pub struct Dropped {
    /// Its name.
    pub name: String,
    /// Its manifest.
    pub manifest: String,
}

/// One thing that is allowed now and was not.
struct Loosening {
    path: String,
    region: Region,
    /// What it is called, so that it can be known again: `categories.voice-data.purposes`.
    item: String,
    /// One sentence that begins with what is loosened.
    message: String,
    /// Lints that it quiets; empty where no finding can show the need.
    lints: Vec<&'static str>,
    /// A word that such findings name.
    word: Option<String>,
}

/// Collects what is looser, in the order of the policy.
struct Looser<'a> {
    path: &'a str,
    found: Vec<Loosening>,
}

impl Looser<'_> {
    fn note(&mut self, region: Region, item: &str, message: String) -> &mut Loosening {
        let path = self.path.to_owned();
        self.found.push(Loosening { path, region, item: item.to_owned(), message, lints: Vec::new(), word: None });
        let at = self.found.len() - 1;
        &mut self.found[at]
    }
}

impl Loosening {
    fn quiets(&mut self, lints: &[&'static str], word: Option<&str>) {
        self.lints = lints.to_vec();
        self.word = word.map(str::to_owned);
    }
}

/// Compares. `quieted` are the findings that the code of now has under the old policy and not under the new one;
/// `brought` those of the change itself that a baseline of now knows, `dropped` packages that are no longer read.
pub fn compare(before: Side, after: Side, quieted: &[Finding], brought: usize, dropped: &[Dropped]) -> Vec<Finding> {
    let mut looser = Looser { path: &after.policy.path, found: Vec::new() };
    rules::compare(before.policy, after.policy, &mut looser);
    entries::compare(before.policy, after.policy, &mut looser);
    transforms(before, after, &mut looser);
    waivers(before.waivers, after.waivers, &mut looser);
    baseline(before.baseline, after.baseline, brought, &mut looser);
    for Dropped { name, manifest } in dropped {
        let message =
            format!("the package `{name}` is no longer part of the workspace, and its code is no longer read");
        looser.note(first_line(), &format!("packages.{name}"), message).path.clone_from(manifest);
    }
    looser.found.into_iter().map(|loosening| finding(loosening, quieted)).collect()
}

/// The most places of code that one finding shows.
const MOST_PLACES: usize = 10;

fn finding(loosening: Loosening, quieted: &[Finding]) -> Finding {
    let needs = |finding: &&Finding| {
        let named = loosening.word.as_ref().is_none_or(|word| {
            finding.category.as_ref() == Some(word)
                || finding.key.as_ref() == Some(word)
                || super::fingerprint::words(&finding.message).contains(&word.as_str())
        });
        loosening.lints.contains(&finding.lint.as_str()) && named
    };
    let needs: Vec<&Finding> = quieted.iter().filter(needs).collect();
    let mut message = loosening.message;
    if !loosening.lints.is_empty() {
        let more = needs.len();
        message += &match more {
            0 => "; no code needs it yet".to_owned(),
            1 => "; one place of the code needs it".to_owned(),
            _ => format!("; {more} places of the code need it"),
        };
    }
    let related = needs.iter().take(MOST_PLACES).map(|finding| Related {
        path: finding.path.clone(),
        line: finding.region.line,
        region: finding.region,
        message: format!("needs it: {}", finding.message),
    });
    Finding {
        lint: "loosened_policy".to_owned(),
        level: crate::check::default_level("loosened_policy").unwrap_or_default(),
        path: loosening.path,
        region: loosening.region,
        message,
        label: "looser than before this change".to_owned(),
        help: "have the owner of the policy agree to it in the review".to_owned(),
        group: "loosened_policy".to_owned(),
        related: related.collect(),
        item: loosening.item,
        ..Finding::default()
    }
}

/// A transform lets data leave in another state, so a pack that adds one opens what the rules close.
fn transforms(before: Side, after: Side, looser: &mut Looser) {
    let opens = |api: &&ApiRule| matches!(api.role, Role::Transform(_) | Role::Stop);
    let old: Vec<&ApiRule> = before.detectors.apis.iter().filter(opens).collect();
    let region = after.policy.packs.first().map_or_else(first_line, |&(_, region)| region);
    for api in after.detectors.apis.iter().filter(opens).filter(|api| !old.contains(api)) {
        let pack = api.id.split('/').next().unwrap_or_default();
        if after.detectors.packs.iter().any(|info| info.name == pack && !info.built_in) {
            let message = format!("the pack `{pack}` says by `{}` that less can be read after a call", api.id);
            looser.note(region, &format!("packs.{}", api.id), message);
        }
    }
    for pack in before.detectors.packs.iter().filter(|pack| !pack.built_in) {
        if !after.detectors.packs.iter().any(|now| !now.built_in && now.name == pack.name) {
            let message = format!("the pack `{}` is no longer used, and what it detects is no longer seen", pack.name);
            looser
                .note(region, &format!("packs.{}", pack.name), message)
                .quiets(&["undeclared_collection", "unannotated_collection"], None);
        }
    }
}

fn first_line() -> Region {
    Region { line: 1, column: 1, end_line: 1, end_column: 2 }
}

/// Waivers and silences, in the policy and in the code: new ones, and those that run longer.
fn waivers(before: &[WaiverRow], after: &[WaiverRow], looser: &mut Looser) {
    let known = |row: &WaiverRow| Known {
        lint: row.lint.clone(),
        path: row.path.clone(),
        item: row.at.clone(),
        words: vec![row.reason.clone()],
        fingerprint: format!("{} {}", row.at, row.reason),
        moved: format!("{} {}", super::fingerprint::without_place(&row.at), row.reason),
    };
    let old: Vec<Known> = before.iter().map(known).collect();
    let new: Vec<Known> = after.iter().map(known).collect();
    for (row, pair) in after.iter().zip(pair(&old, &new)) {
        // The same waiver with a new reason is one that was there.
        let same = || before.iter().position(|old| old.lint == row.lint && old.at == row.at);
        let (lint, at) = (&row.lint, &row.at);
        let message = match pair.or_else(same).map(|at| &before[at]) {
            None if lint == "not-personal" => format!("a new silence: `{at}` is said to be not personal"),
            None => {
                let until = row.until.as_deref().unwrap_or("for ever");
                let owner = row.owner.as_deref().unwrap_or("nobody");
                format!("a new waiver: `{lint}` is allowed at `{at}` by {owner} until {until}")
            }
            Some(old) if old.until < row.until => {
                format!(
                    "a waiver of `{lint}` at `{at}` runs longer: until {}",
                    row.until.as_deref().unwrap_or_default()
                )
            }
            Some(_) => continue,
        };
        let region = Region { line: row.line, column: 1, end_line: row.line, end_column: 2 };
        looser.note(region, &format!("waivers.{lint}.{at}"), message).path.clone_from(&row.path);
    }
}

fn baseline(before: Option<&Baseline>, after: Option<&Baseline>, brought: usize, looser: &mut Looser) {
    let (Some(after), old) = (after, before.map(|old| old.entries.as_slice()).unwrap_or_default()) else { return };
    // The change that brings the baseline adopts the tool, with the findings of before.
    if before.is_none() && brought > 0 {
        let message = format!("the change brings a baseline, and {brought} findings of its own are in it");
        looser.note(first_line(), "baseline", message).path.clone_from(&after.path);
    }
    let known: Vec<Known> = old.iter().map(|entry| entry.known.clone()).collect();
    let now: Vec<Known> = after.entries.iter().map(|entry| entry.known.clone()).collect();
    let grown = pair(&known, &now).into_iter().filter(Option::is_none).count();
    if before.is_some() && grown > 0 {
        let message = format!("the baseline grew by {grown} findings; it may only shrink");
        looser.note(first_line(), "baseline", message).path.clone_from(&after.path);
    }
    let (was, is) = (before.and_then(|old| old.until), after.until);
    if let Some((was, _)) = was.filter(|(was, _)| is.is_none_or(|(is, _)| is > *was)) {
        let message = format!("the baseline ended on {was} and now runs longer");
        looser
            .note(is.map_or(first_line(), |(_, region)| region), "baseline.until", message)
            .path
            .clone_from(&after.path);
    }
}
