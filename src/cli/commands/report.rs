//! `report`: the data-flow inventory.

use super::super::args::Report;
use super::super::{Surroundings, request, terminal};
use super::{fail, with_run, write};
use crate::discover::differs_from;
use crate::model::finding::Problem;
use crate::packs;
use crate::pipeline::{Analysis, analyse};
use crate::render::report::{self, ReportFormat, ReportOptions};
use std::path::Path;

pub(in crate::cli) fn run(args: &Report, around: &Surroundings) -> u8 {
    let look = terminal::look(&args.common, true, false, None);
    let against = match args.against.as_deref().map(|path| read_old(&around.folder.join(path))).transpose() {
        Ok(against) => against,
        Err(problem) => return fail(&[problem], &look),
    };
    let mut analysis = analyse(&request(&args.common, Vec::new(), true, around));
    let options = ReportOptions {
        commit: args.commit.clone(),
        dirty: args.commit.as_deref().and_then(|commit| differs(&analysis, commit)),
        date: args.date.clone(),
        link_template: args.link.clone(),
        against,
        special: special_keys(&analysis),
        key_titles: analysis.detectors.keys.iter().map(|(key, known)| (key.to_owned(), known.title.clone())).collect(),
        packs_digest: Some(analysis.detectors.digest.clone()),
        recall: packs::recall(),
    };
    let text = with_run(&analysis, &look, |run| report::report(format(args), run, &options));
    match &args.output {
        Some(path) => match write(&around.folder.join(path), &text) {
            Ok(()) => {}
            Err(problem) => analysis.outcome.errors.push(problem),
        },
        None => terminal::out(&text),
    }
    if analysis.outcome.errors.is_empty() { 0 } else { fail(&analysis.outcome.errors, &look) }
}

fn format(args: &Report) -> ReportFormat {
    let ending = args.output.as_deref().and_then(Path::extension).and_then(|ending| ending.to_str());
    args.format.unwrap_or(match ending {
        Some("html" | "htm") => ReportFormat::Html,
        Some("csv") => ReportFormat::Csv,
        Some("json") => ReportFormat::Json,
        Some("mmd" | "mermaid") => ReportFormat::Mermaid,
        _ => ReportFormat::Markdown,
    })
}

fn read_old(path: &Path) -> Result<report::Old, Problem> {
    let shown = path.display().to_string();
    let text = std::fs::read_to_string(path)
        .map_err(|error| Problem::new(format!("cannot read {shown}: {error}"), "check the path of `--against`"))?;
    report::old(&shown, &text)
}

/// Whether the files that were read differ from a commit; `None` where git cannot say.
fn differs(analysis: &Analysis, commit: &str) -> Option<bool> {
    let root = &analysis.discovered.as_ref()?.root;
    differs_from(root, commit)
}

fn special_keys(analysis: &Analysis) -> Vec<String> {
    let keys = analysis.detectors.keys.iter().filter(|(_, key)| key.special.is_some());
    keys.map(|(name, _)| name.to_owned()).collect()
}
