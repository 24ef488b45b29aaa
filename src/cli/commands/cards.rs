//! `explain` and `lints`.

use super::super::args::{Common, Explain};
use super::super::{Surroundings, request, terminal};
use super::fail;
use crate::check::default_level;
use crate::model::finding::Problem;
use crate::policy::nearest_of;
use crate::render::human::cards;

pub(in crate::cli) fn explain(args: &Explain) -> u8 {
    let look = terminal::look(&Common::default(), false, terminal::out_is_terminal(), None);
    let all = crate::packs::cards();
    let name = args.lint.trim_start_matches("privacy::").replace('-', "_");
    match all.iter().find(|card| card.id == name) {
        Some(card) => {
            terminal::out(&cards::explain(card, &look));
            0
        }
        None => {
            let help = match nearest_of(&name, all.iter().map(|card| card.id.as_str())) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "`cargo privacy-lint lints` lists them".to_owned(),
            };
            fail(&[Problem::new(format!("there is no lint `{}`", args.lint), help)], &look)
        }
    }
}

pub(in crate::cli) fn list(common: &Common, around: &Surroundings) -> u8 {
    let look = terminal::look(common, false, terminal::out_is_terminal(), None);
    let levels = crate::pipeline::policy_alone(&request(common, Vec::new(), true, around)).map(|policy| policy.lints);
    let level = |card: &crate::model::card::Card| {
        let set = levels.as_ref().ok().and_then(|lints| lints.get(&card.id)).map(|&(level, _)| level);
        set.or(default_level(&card.id)).unwrap_or(card.default)
    };
    terminal::out(&cards::list(&crate::packs::cards(), &level, &look));
    0
}
