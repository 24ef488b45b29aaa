//! `extract`: the facts of the code, or of a part of it, in a file.

use super::super::args::Extract;
use super::super::{Surroundings, request, terminal};
use super::fail;
use crate::model::finding::Problem;
use crate::pipeline::extract_shard;
use crate::store::shard::Partition;

pub(in crate::cli) fn run(args: &Extract, around: &Surroundings) -> u8 {
    let look = terminal::look(&args.common, true, terminal::err_is_terminal(), None);
    let partition = match args.partition.as_deref().map(Partition::parse).transpose() {
        Ok(partition) => partition,
        Err(message) => return fail(&[Problem::new(message, "parts are counted from 1")], &look),
    };
    let request = request(&args.common, Vec::new(), true, around);
    match extract_shard(&request, partition, &around.folder.join(&args.output)) {
        Ok(()) => 0,
        Err(problems) => fail(&problems, &look),
    }
}
