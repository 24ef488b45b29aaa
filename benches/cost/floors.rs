//! The name of a floor and a tree in, the work done: what any tool of this kind must at least do, with the same
//! allocator, profile and threads.

use crate::trees::files_of;
use privacy_lint::extract;
use privacy_lint::model::project::{Language, SourceFile};
use rayon::prelude::*;
use std::path::{Path, PathBuf};

const STACK: usize = 64 << 20;

/// One measured process.
pub(crate) fn child(what: &str, tree: &Path, threads: usize) {
    let files = files_of(tree);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).stack_size(STACK).build();
    let pool = pool.expect("threads to measure with");
    let mut order: Vec<&(PathBuf, u64)> = files.iter().collect();
    order.sort_by_key(|(path, size)| (std::cmp::Reverse(*size), path));
    let over = |work: &(dyn Fn(&[u8]) -> u64 + Sync)| -> u64 {
        let one = |(path, _): &&(PathBuf, u64)| std::fs::read(path).map_or(0, |bytes| work(&bytes));
        pool.install(|| order.par_iter().with_max_len(1).map(one).sum())
    };
    let done = match what {
        "stat" => files.iter().map(|(_, size)| size).sum(),
        "read" => over(&|bytes| bytes.len() as u64),
        "syn" => over(&|bytes| {
            let Ok(text) = std::str::from_utf8(bytes) else { return 0 };
            let items = syn::parse_file(text).map_or(0, |file| file.items.len());
            proc_macro2::extra::invalidate_current_thread_spans();
            items as u64
        }),
        "extract" => {
            let source = |(path, size): &(PathBuf, u64)| SourceFile {
                path: path.to_string_lossy().into_owned(),
                package: None,
                language: Language::Rust,
                size: *size,
            };
            let sources: Vec<SourceFile> = files.iter().map(source).collect();
            let read = |path: &str| std::fs::read(path);
            let facts = extract::all(&sources, Some(threads), &read);
            facts.iter().flatten().map(|facts| facts.exprs().count() as u64).sum()
        }
        other => panic!("no such competitor: {other}"),
    };
    std::hint::black_box(done);
}
