//! `check`: the verdict, in the format asked for.

use super::super::args::{Check, CheckFormat};
use super::super::{Surroundings, request, terminal};
use super::with_run;
use crate::check::LINTS;
use crate::model::finding::Problem;
use crate::pipeline::analyse;
use crate::policy::nearest_of;
use crate::render::{self, Format};
use std::time::Instant;

pub(in crate::cli) fn run(args: &Check, around: &Surroundings) -> u8 {
    let begun = Instant::now();
    let mut request = request(&args.common, args.levels(), false, around);
    request.settings.deny_warnings = args.deny_warnings;
    let mut analysis = analyse(&request);
    analysis.outcome.errors.extend(unknown_lints(args));
    let human = args.format == CheckFormat::Human;
    let on_terminal = if human { terminal::err_is_terminal() } else { terminal::out_is_terminal() };
    let look = terminal::look(&args.common, args.all, on_terminal, Some(begun.elapsed()));
    let text = with_run(&analysis, &look, |run| render::check(format(args.format), run));
    if human {
        terminal::err(&text)
    } else {
        terminal::out(&text)
    }
    analysis.outcome.exit_code()
}

fn format(format: CheckFormat) -> Format {
    match format {
        CheckFormat::Human => Format::Human,
        CheckFormat::Short => Format::Short,
        CheckFormat::Json => Format::Json,
        CheckFormat::Sarif => Format::Sarif,
        CheckFormat::Github => Format::Github,
        CheckFormat::Gitlab => Format::Gitlab,
        CheckFormat::CargoJson => Format::CargoJson,
    }
}

fn unknown_lints(args: &Check) -> Vec<Problem> {
    let known = |name: &str| name == "warnings" || LINTS.iter().any(|lint| lint.name == name);
    let unknown = args.levels().into_iter().filter(|(name, _)| !known(name));
    let problem = |(name, _): (String, _)| {
        let help = match nearest_of(&name, LINTS.iter().map(|lint| lint.name)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`cargo privacy-lint lints` lists them".to_owned(),
        };
        Problem::new(format!("there is no lint `{name}`"), help)
    };
    unknown.map(problem).collect()
}
