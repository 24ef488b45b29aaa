//! `init`: a policy that holds what was found, so that the next `check` is green, and what to do next.

use super::super::args::Init;
use super::super::{Surroundings, request, terminal};
use super::{fail, write};
use crate::model::finding::Problem;
use crate::pipeline::{Analysis, analyse, policy_place};
use crate::policy::kebab;
use crate::render::text::count;
use crate::statement;
use std::collections::BTreeMap;
use std::fmt::Write;

pub(in crate::cli) fn run(args: &Init, around: &Surroundings) -> u8 {
    let look = terminal::look(&args.common, false, terminal::err_is_terminal(), None);
    let analysis = analyse(&request(&args.common, Vec::new(), true, around));
    let Some(discovered) = &analysis.discovered else { return fail(&analysis.outcome.errors, &look) };
    let (place, shown) = policy_place(args.common.policy.as_deref(), &around.folder, discovered);
    if place.exists() && !args.force {
        let help = "`check` holds the code against it; `init --force` writes over it";
        return fail(&[Problem::new(format!("{shown} is there already"), help)], &look);
    }
    let derived = match args.statement.as_deref().map(|path| super::derive::read(&around.folder.join(path))).transpose()
    {
        Ok(derived) => derived,
        Err(problem) => return fail(&[problem], &look),
    };
    let covered = derived.as_ref().map(|(_, derived)| covers(derived)).unwrap_or_default();
    let mut text = match &derived {
        Some((statement, derived)) => statement::to_toml(derived, statement, "notice"),
        None => HEAD.to_owned(),
    };
    let found = found_keys(&analysis, &covered);
    for (key, points) in &found {
        text.push_str(&category(&analysis, key, *points));
    }
    if let Err(problem) = write(&place, &text) {
        return fail(&[problem], &look);
    }
    let points = analysis.outcome.inventory.points.iter().filter(|point| !point.test).count();
    terminal::out(&format!(
        "{shown} written: {} found in the code, {} drafted from them\n\
         next: read {shown}, and make each entry what your privacy statement says\n\
         next: `cargo privacy-lint check`\n\
         next: `cargo privacy-lint annotate` proposes the annotations\n",
        count(points, "collection point"),
        match found.len() {
            1 => "1 category".to_owned(),
            n => format!("{n} categories"),
        }
    ));
    if analysis.outcome.errors.is_empty() { 0 } else { fail(&analysis.outcome.errors, &look) }
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
        let is_covered =
            |prefix: &String| key == prefix || key.strip_prefix(prefix.as_str()).is_some_and(|r| r.starts_with('.'));
        if !covered.iter().any(is_covered) {
            *keys.entry(key.clone()).or_default() += 1;
        }
    }
    keys
}

fn covers(derived: &statement::Derived) -> Vec<String> {
    derived.categories.iter().flat_map(|category| category.covers.iter().cloned()).collect()
}

fn category(analysis: &Analysis, key: &str, points: usize) -> String {
    let title = analysis.detectors.keys.title(key);
    let mut id = kebab(title);
    if crate::model::grammar::is_keyword(&id) || id.is_empty() {
        id = kebab(&key.replace('.', " "));
    }
    let mut text = String::new();
    let _ = writeln!(text, "\n[categories.{id}]");
    let _ = writeln!(text, "title = {}", toml::Value::from(title));
    let _ = writeln!(text, "covers = [{}]", toml::Value::from(key));
    let _ = writeln!(text, "internal = \"found in the code in {}, not yet in the statement\"", count(points, "place"));
    let _ = writeln!(text, "status = \"draft\"");
    text
}
