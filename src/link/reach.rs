//! The packages of a project come in; which of them can use what which other offers goes out.

use crate::model::project::Package;

/// For each package, those that it depends on, itself and through others, as bits.
#[derive(Debug, Clone, Default)]
pub(super) struct Reach(Vec<Vec<u64>>);

impl Reach {
    pub(super) fn of(packages: &[Package]) -> Self {
        Self((0..packages.len()).map(|package| reached(packages, package)).collect())
    }

    pub(super) fn holds(&self, from: usize, to: usize) -> bool {
        self.0.get(from).is_none_or(|bits| bits[to / 64] & (1 << (to % 64)) != 0)
    }
}

/// The tests of a package see what is there for tests; those of its dependencies are not compiled.
fn reached(packages: &[Package], from: usize) -> Vec<u64> {
    let mut bits = vec![0; packages.len().div_ceil(64)];
    let mut waiting = vec![from];
    while let Some(package) = waiting.pop() {
        if bits[package / 64] & (1 << (package % 64)) != 0 {
            continue;
        }
        bits[package / 64] |= 1 << (package % 64);
        let dependencies = packages[package].dependencies.iter();
        waiting.extend(dependencies.filter(|one| !one.dev || package == from).filter_map(|one| one.local));
    }
    bits
}
