//! `derive`: a draft policy from the text of a statement.

use super::super::args::{Common, Derive, DeriveFormat};
use super::super::{Surroundings, terminal};
use super::{fail, write};
use crate::check::LINTS;
use crate::model::finding::Problem;
use crate::policy::{self, Policy};
use crate::statement::{self, Derived, Statement};
use std::path::Path;

pub(in crate::cli) fn run(args: &Derive, around: &Surroundings) -> u8 {
    let look = terminal::look(&Common::default(), false, terminal::err_is_terminal(), None);
    match draft(args, &around.folder) {
        Ok((text, said)) => {
            if args.output.is_none() || args.format == DeriveFormat::Json {
                terminal::out(&text);
            }
            terminal::err(&said);
            0
        }
        Err(problems) => fail(&problems, &look),
    }
}

/// The draft, and a closing line about it.
fn draft(args: &Derive, folder: &Path) -> Result<(String, String), Vec<Problem>> {
    let (statement, derived) = read(&folder.join(&args.statement)).map_err(|problem| vec![problem])?;
    let said = format!(
        "{} categories, {} purposes, {} sources, {} rules drafted from {}; every entry is a draft until you review it\n",
        derived.categories.len(),
        derived.purposes.len(),
        derived.sources.len(),
        derived.prohibitions.len(),
        args.statement.display()
    );
    if args.format == DeriveFormat::Json {
        let json = serde_json::to_string_pretty(&statement::to_json(&derived)).unwrap_or_default();
        return Ok((json + "\n", said));
    }
    let Some(output) = args.output.as_ref().map(|path| folder.join(path)) else {
        return Ok((statement::to_toml(&derived, &statement, "notice"), said));
    };
    let standing = std::fs::read_to_string(&output).ok();
    let text = match (standing, args.update) {
        (None, _) => statement::to_toml(&derived, &statement, "notice"),
        (Some(old), true) => {
            let policy = load(&output, &old)?;
            let document = policy.documents.keys().next().cloned().unwrap_or_else(|| "notice".to_owned());
            statement::update(&old, &policy, &derived, &statement, &document).text
        }
        (Some(_), false) => {
            let shown = output.display();
            let help = "`--update` proposes changes to it; another `-o` writes beside it";
            return Err(vec![Problem::new(format!("{shown} is there already"), help)]);
        }
    };
    write(&output, &text).map_err(|problem| vec![problem])?;
    Ok((text, said))
}

/// Reads a policy's text as if it stood in a file.
pub(super) fn load(place: &Path, text: &str) -> Result<Policy, Vec<Problem>> {
    let known: Vec<&str> = LINTS.iter().map(|lint| lint.name).collect();
    let beside = place.parent().map(Path::to_owned).unwrap_or_default();
    let base = |path: &str| {
        std::fs::read_to_string(beside.join(path))
            .map_err(|error| Problem::new(format!("cannot read `{path}`: {error}"), "check `extends`"))
    };
    policy::load(&place.to_string_lossy(), text, &base, &known)
}

/// A statement and what is derived from it.
pub(super) fn read(path: &Path) -> Result<(Statement, Derived), Problem> {
    let shown = path.display().to_string();
    let bytes = std::fs::read(path)
        .map_err(|error| Problem::new(format!("cannot read the statement {shown}: {error}"), "check the path"))?;
    let statement = statement::read(&shown, &bytes)?;
    let derived = statement::derive(&statement);
    Ok((statement, derived))
}
