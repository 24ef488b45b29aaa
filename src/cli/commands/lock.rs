//! `lock`: writes `privacy.lock`, to be committed and read in reviews.

use super::super::args::Lock;
use super::super::{Surroundings, request, terminal};
use super::{fail, write};
use crate::gate::lock;
use crate::model::finding::Problem;
use crate::pipeline::{analyse, lock_lines};

pub(in crate::cli) fn run(args: &Lock, around: &Surroundings) -> u8 {
    let look = terminal::look(&args.common, false, terminal::err_is_terminal(), None);
    let mut analysis = analyse(&request(&args.common, Vec::new(), false, around));
    let outcome = &mut analysis.outcome;
    if !outcome.inventory.scope.left_out.is_empty() {
        let help = "leave out `-p` and `--exclude`: the lock speaks of the whole workspace";
        outcome.errors.push(Problem::new("part of the workspace cannot be locked", help));
    }
    if !outcome.errors.is_empty() {
        return fail(&outcome.errors, &look);
    }
    let lines = lock_lines(&analysis);
    let text = lock::text(&lines);
    if args.print {
        return super::print(&text);
    }
    let Some(discovered) = &analysis.discovered else { return 2 };
    if let Err(problem) = write(&discovered.root.join(lock::NAME), &text) {
        return fail(&[problem], &look);
    }
    if !args.common.quiet {
        terminal::err(&format!("{}: {} lines; commit it, and read its changes in reviews\n", lock::NAME, lines.len()));
    }
    0
}
