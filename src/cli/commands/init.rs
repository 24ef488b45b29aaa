//! `init`: a policy that holds only what was found, a baseline of what it still denies, so that the next `check` is
//! green, and what to do next.

use super::super::args::Init;
use super::super::{Surroundings, request, terminal};
use super::{fail, write};
use crate::discover::Discovered;
use crate::gate::baseline;
use crate::model::dotted::is_within;
use crate::model::finding::Problem;
use crate::pipeline::{Analysis, Request, analyse, baseline_place, policy_place};
use crate::policy::kebab;
use crate::render::text::count;
use crate::statement;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::{Path, PathBuf};

pub(in crate::cli) fn run(args: &Init, around: &Surroundings) -> u8 {
    let look = terminal::look(&args.common, false, terminal::err_is_terminal(), None);
    match begin(args, around) {
        Ok(told) => {
            terminal::out(&told);
            0
        }
        Err(problems) => fail(&problems, &look),
    }
}

/// Writes policy and baseline; what was done and what comes next.
fn begin(args: &Init, around: &Surroundings) -> Result<String, Vec<Problem>> {
    let request = request(&args.common, Vec::new(), true, around);
    let analysis = analyse(&request);
    let Some(discovered) = &analysis.discovered else { return Err(analysis.outcome.errors) };
    let (policy, shown) = policy_place(args.common.policy.as_deref(), &around.folder, discovered);
    let (known, known_shown) = known_place(discovered, &around.folder);
    if !args.force {
        refuse_to_overwrite(&[(&policy, &shown), (&known, &known_shown)])?;
    }
    if !analysis.outcome.inventory.scope.left_out.is_empty() {
        let help = "leave out `-p` and `--exclude`: policy and baseline speak of the whole workspace";
        return Err(vec![Problem::new("part of the workspace is no beginning", help)]);
    }
    let derived = args.statement.as_deref().map(|path| super::derive::read(&around.folder.join(path)));
    let derived = derived.transpose().map_err(|problem| vec![problem])?;
    let drafted = found_keys(&analysis, &derived.as_ref().map(|(_, derived)| covers(derived)).unwrap_or_default());
    let mut text = match &derived {
        Some((statement, derived)) => statement::to_toml(derived, statement, "notice"),
        None => HEAD.to_owned(),
    };
    let mut taken = categories_of(&text);
    for (key, points) in &drafted {
        text.push_str(&category(&analysis, key, *points, &mut taken));
    }
    write(&policy, &text).map_err(|problem| vec![problem])?;
    let held = hold(&request, &known)?;
    let points = analysis.outcome.inventory.points.iter().filter(|point| !point.test).count();
    let (points, categories) = (count(points, "collection point"), counted(drafted.len(), "category", "categories"));
    let mut told = format!("{shown} written: {points} found in the code, {categories} drafted from them\n");
    if held > 0 {
        let held = count(held, "finding");
        let _ = writeln!(told, "{known_shown} written: {held} of today that later runs leave aside");
    }
    told.push_str(
        "next: `cargo privacy-lint check` is green now, and fails on what is new\n\
         next: `cargo privacy-lint annotate` proposes the annotations\n",
    );
    let _ = match held {
        0 => writeln!(
            told,
            "next: `cargo privacy-lint report -o inventory.html` shows what is collected and where it goes"
        ),
        _ => writeln!(
            told,
            "next: `cargo privacy-lint check --baseline {known_shown} --write-baseline` after settling some of {known_shown}"
        ),
    };
    Ok(told)
}

/// Where the baseline goes: where the manifest says, else beside the lock.
fn known_place(discovered: &Discovered, folder: &Path) -> (PathBuf, String) {
    let name = discovered.baseline.as_deref().unwrap_or(baseline::NAME);
    baseline_place(&discovered.root.join(name), folder, discovered)
}

fn refuse_to_overwrite(files: &[(&Path, &str)]) -> Result<(), Vec<Problem>> {
    let help = "`check` holds the code against it; `init --force` writes over it";
    let there = files.iter().filter(|(place, _)| place.exists());
    let problems: Vec<Problem> =
        there.map(|(_, shown)| Problem::new(format!("{shown} is there already"), help)).collect();
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

/// Holds the code against the new policy and keeps what it finds in the baseline: how many findings.
fn hold(request: &Request, place: &Path) -> Result<usize, Vec<Problem>> {
    let outcome = analyse(&Request { policy_optional: false, ..request.clone() }).outcome;
    if !outcome.errors.is_empty() {
        return Err(outcome.errors);
    }
    // One of an earlier beginning would speak of another policy.
    if outcome.findings.is_empty() {
        let _ = std::fs::remove_file(place);
        return Ok(0);
    }
    let (text, outside) = baseline::write(None, &outcome.findings, None, request.settings.today);
    write(place, &text).map_err(|problem| vec![problem])?;
    Ok(outcome.findings.len() - outside)
}

fn counted(n: usize, one: &str, many: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {many}") }
}

const HEAD: &str = "version = 1

# Written by `cargo privacy-lint init` from what the code collects. Nothing here is stated to anybody yet: give the
# privacy statement as a document, anchor each category in it, and remove `status` once a person has reviewed an entry.
[documents.notice]
kind = \"notice\"
title = \"Privacy statement\"
complete = false
";

/// Data keys of detected points outside tests that no drafted category covers, with their numbers.
fn found_keys(analysis: &Analysis, covered: &[String]) -> BTreeMap<String, usize> {
    let mut keys = BTreeMap::new();
    for point in analysis.outcome.inventory.points.iter().filter(|point| !point.test) {
        let Some(key) = point.keys.first() else { continue };
        if !covered.iter().any(|prefix| is_within(key, prefix)) {
            *keys.entry(key.clone()).or_default() += 1;
        }
    }
    keys
}

fn covers(derived: &statement::Derived) -> Vec<String> {
    derived.categories.iter().flat_map(|category| category.covers.iter().cloned()).collect()
}

/// Ids of the categories that a policy's text has.
fn categories_of(text: &str) -> BTreeSet<String> {
    let table = text.parse::<toml::Table>().unwrap_or_default();
    table.get("categories").and_then(toml::Value::as_table).into_iter().flat_map(|ids| ids.keys().cloned()).collect()
}

fn category(analysis: &Analysis, key: &str, points: usize, taken: &mut BTreeSet<String>) -> String {
    let title = analysis.detectors.keys.title(key);
    let mut id = kebab(title);
    if crate::model::grammar::is_keyword(&id) || id.is_empty() || taken.contains(&id) {
        id = kebab(&key.replace('.', " "));
    }
    taken.insert(id.clone());
    let mut text = String::new();
    let _ = writeln!(text, "\n[categories.{id}]");
    let _ = writeln!(text, "title = {}", toml::Value::from(title));
    let _ = writeln!(text, "covers = [{}]", toml::Value::from(key));
    let _ = writeln!(text, "internal = \"found in the code in {}, not yet in the statement\"", count(points, "place"));
    let _ = writeln!(text, "status = \"draft\"");
    text
}
