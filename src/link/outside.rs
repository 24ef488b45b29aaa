//! The packages of a project come in; by which names each crate calls others goes out.

use super::names::{Crate, Names};
use super::{Resolved, resolve};
use crate::model::project::{Project, TargetKind};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// What the first name of a path means that leads out of a crate.
pub(super) type Outside = FxHashMap<Box<str>, Resolved>;

/// By crate, in their order; the many crates of a package that are no library share theirs.
pub(super) fn crates(project: &Project, names: &Names) -> Vec<Arc<Outside>> {
    let mut known: FxHashMap<(Option<usize>, bool), Arc<Outside>> = FxHashMap::default();
    let of_crate = |(at, krate): (usize, &Crate)| {
        let is_library = krate.package.is_some_and(|package| names.libs.get(&package) == Some(&at));
        let outside = known.entry((krate.package, is_library));
        outside.or_insert_with(|| Arc::new(of_crate(project, names, krate.package, is_library))).clone()
    };
    names.crates.iter().enumerate().map(of_crate).collect()
}

fn of_crate(project: &Project, names: &Names, package: Option<usize>, is_library: bool) -> Outside {
    let mut outside = Outside::default();
    if let Some(at) = package {
        let package = &project.packages[at];
        for dependency in &package.dependencies {
            let means = match dependency.local {
                Some(local) => library(names, local),
                None => Resolved::External(dependency.package.replace('-', "_").into()),
            };
            outside.entry(dependency.name.as_str().into()).or_insert(means);
        }
        if !is_library && names.libs.contains_key(&at) {
            let libs =
                package.targets.iter().filter(|target| target.kind == TargetKind::Lib).map(|target| &target.name);
            for name in libs.chain([&package.name]) {
                outside.insert(name.replace('-', "_").into(), library(names, at));
            }
        }
    }
    outside.extend(["std", "core", "alloc"].map(|name| (name.into(), Resolved::External("std".into()))));
    outside
}

/// The root of a package's library.
fn library(names: &Names, package: usize) -> Resolved {
    let scope = names.libs.get(&package).and_then(|&lib| names.crates[lib].root);
    scope.map_or(Resolved::Unknown, resolve::root)
}
