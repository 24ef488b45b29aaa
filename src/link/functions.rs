//! Impl blocks and traits come in; the functions of a type or a trait by their names go out.

use super::hashed::Hashed;
use super::{Def, Workspace};
use crate::model::fact::ItemKind;
use rustc_hash::{FxHashMap, FxHashSet};

/// Functions by their owner; of one name in the order of the blocks.
#[derive(Debug, Clone, Default)]
pub(super) struct Functions(FxHashMap<Def, Hashed<Def>>);

impl Functions {
    /// The functions that stand in each owner's blocks; of several in one block with the same name the first.
    pub(super) fn of<'a>(ws: &Workspace, owners: impl Iterator<Item = (Def, &'a [Def])>) -> Self {
        let of_owner = |(owner, blocks): (Def, &[Def])| {
            let mut all = Hashed::default();
            for &block in blocks {
                add_block(ws, block, &mut all);
            }
            all.settle();
            (owner, all)
        };
        Self(owners.map(of_owner).filter(|(_, functions)| !functions.is_empty()).collect())
    }

    /// Those of an owner that have a name.
    pub(super) fn named<'a>(&'a self, ws: &'a Workspace, owner: Def, name: &'a str) -> impl Iterator<Item = Def> + 'a {
        let all = self.0.get(&owner).into_iter();
        all.flat_map(move |all| all.perhaps(name)).filter(move |&def| ws.name_of(def) == name)
    }
}

fn add_block(ws: &Workspace, block: Def, all: &mut Hashed<Def>) {
    let facts = ws.facts(block);
    let functions = ws.children(block).iter().copied().filter(|&id| matches!(facts.item(id).kind, ItemKind::Fn(_)));
    let mut known = FxHashSet::default();
    for def in functions.map(|item| Def { file: block.file, item }) {
        let name = ws.name_of(def);
        if known.insert(name) {
            all.add(name, def);
        }
    }
}
