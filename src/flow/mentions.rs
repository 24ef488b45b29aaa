//! A file and a span come in; whether the code there names data, and which variables it speaks of, go out.

use crate::model::fact::{Expr, FileFacts, Sym};
use crate::model::place::Span;

/// What the code of each file speaks of, by place.
#[derive(Debug, Default)]
pub(super) struct Mentions {
    /// Where a name stands that data starts at or comes by; sorted, by file.
    data: Vec<Vec<u32>>,
    /// Where single names stand, sorted; by file, read when first asked for.
    names: Vec<Option<Vec<(u32, Sym)>>>,
}

impl Mentions {
    /// Of so many files, nothing known yet.
    pub(super) fn new(files: usize) -> Self {
        Self { data: vec![Vec::new(); files], names: vec![None; files] }
    }

    /// Data is named at these places of a file.
    pub(super) fn add(&mut self, file: usize, spans: &[Span]) {
        self.data[file].extend(spans.iter().map(|span| span.start));
        self.data[file].sort_unstable();
        self.data[file].dedup();
    }

    /// Whether data is named within a span.
    pub(super) fn names_data(&self, file: usize, span: Span) -> bool {
        let known = &self.data[file];
        known.get(known.partition_point(|&at| at < span.start)).is_some_and(|&at| at < span.end)
    }

    /// The single names within a span.
    pub(super) fn names(&mut self, file: usize, facts: &FileFacts, span: Span) -> &[(u32, Sym)] {
        let known = self.names[file].get_or_insert_with(|| single_names(facts));
        let from = known.partition_point(|&(at, _)| at < span.start);
        let to = known.partition_point(|&(at, _)| at < span.end);
        &known[from..to]
    }
}

fn single_names(facts: &FileFacts) -> Vec<(u32, Sym)> {
    let paths = facts.exprs().filter_map(|(_, expr, span)| match expr {
        Expr::Path(path) => match &path.segments[..] {
            [only] => Some((span.start, only.name)),
            _ => None,
        },
        _ => None,
    });
    let mut names: Vec<(u32, Sym)> = paths.collect();
    names.sort_unstable();
    names
}
