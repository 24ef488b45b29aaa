//! The packages of a project come in; by which names each crate calls others goes out.

use super::names::Names;
use super::{Resolved, resolve};
use crate::model::project::{Project, TargetKind};
use rustc_hash::FxHashMap;

/// What the first name of a path means that leads out of a crate.
pub(super) type Outside = FxHashMap<Box<str>, Resolved>;

/// By crate, in their order.
pub(super) fn crates(project: &Project, names: &Names) -> Vec<Outside> {
    (0..names.crates.len()).map(|krate| of_crate(project, names, krate)).collect()
}

fn of_crate(project: &Project, names: &Names, krate: usize) -> Outside {
    let mut outside = Outside::default();
    if let Some(at) = names.crates[krate].package {
        let package = &project.packages[at];
        for dependency in &package.dependencies {
            let means = match dependency.local {
                Some(local) => library(names, local),
                None => Resolved::External(dependency.package.replace('-', "_").into()),
            };
            outside.entry(dependency.name.as_str().into()).or_insert(means);
        }
        if names.libs.get(&at).is_some_and(|&lib| lib != krate) {
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
