//! Files in, their facts out in the same order, read by several threads with deep stacks.

use super::{depth, rust, sql};
use crate::model::fact::FileFacts;
use crate::model::project::{Language, SourceFile};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

/// Stack of each thread: deep trees are read by recursion.
pub(super) const STACK: usize = 64 << 20;

/// Reads every file. `reader` gives the bytes of a path; its error takes the place of the facts. The largest
/// files come first because the last one to finish sets the time; results are in the order of `files`.
pub fn all<E: Send>(
    files: &[SourceFile],
    threads: Option<usize>,
    reader: &(dyn Fn(&str) -> Result<Vec<u8>, E> + Sync),
) -> Vec<Result<FileFacts, E>> {
    each(files, threads, reader, &|file, bytes| one(file.language, bytes))
}

/// Reads one file.
pub fn one(language: Language, bytes: &[u8]) -> FileFacts {
    match language {
        Language::Rust => rust(bytes),
        Language::Sql => sql(bytes),
    }
}

/// The same as `all`, where `of` may know the facts of some files already, or makes something else of them.
pub fn each<T: Send, E: Send>(
    files: &[SourceFile],
    threads: Option<usize>,
    reader: &(dyn Fn(&str) -> Result<Vec<u8>, E> + Sync),
    of: &(dyn Fn(&SourceFile, &[u8]) -> T + Sync),
) -> Vec<Result<T, E>> {
    let mut order: Vec<usize> = (0..files.len()).collect();
    order.sort_by_key(|&at| (std::cmp::Reverse(files[at].size), at));
    let read = |&at: &usize| {
        let file = &files[at];
        (at, reader(&file.path).map(|bytes| of(file, &bytes)))
    };
    let mut done: Vec<(usize, Result<T, E>)> =
        side_by_side(threads, || order.par_iter().with_max_len(1).map(read).collect());
    done.sort_by_key(|&(at, _)| at);
    done.into_iter().map(|(_, done)| done).collect()
}

/// Runs with so many threads for what rayon does at once, as many as there are cores when none are said; their stacks
/// are deep enough for what the extractor lets through.
pub fn side_by_side<T: Send>(threads: Option<usize>, run: impl FnOnce() -> T + Send) -> T {
    match pool(threads.unwrap_or(0)) {
        Some(pool) => pool.install(run),
        // No threads to be had: those of rayon itself, or the one at hand.
        None => run(),
    }
}

/// The threads of a run, as many as asked for: the same at every step, so that each finds the memory that it had.
fn pool(threads: usize) -> Option<Arc<rayon::ThreadPool>> {
    static POOLS: Mutex<BTreeMap<usize, Arc<rayon::ThreadPool>>> = Mutex::new(BTreeMap::new());
    let mut pools = POOLS.lock().ok()?;
    if let Some(pool) = pools.get(&threads) {
        return Some(pool.clone());
    }
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).stack_size(STACK);
    let pool = Arc::new(pool.start_handler(|_| depth::mark_roomy()).build().ok()?);
    pools.insert(threads, pool.clone());
    Some(pool)
}
