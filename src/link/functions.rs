//! Impl blocks and traits come in; the functions of a type or a trait by their names go out.

use super::{Def, Workspace};
use crate::model::fact::ItemKind;
use rustc_hash::{FxHashMap, FxHasher};
use std::hash::Hasher;

/// Functions by their owner, each owner's sorted by what their names hash to; of one name in the order of the blocks.
#[derive(Debug, Clone, Default)]
pub(super) struct Functions(FxHashMap<Def, Box<[(u32, Def)]>>);

impl Functions {
    /// The functions that stand in each owner's blocks; of several in one block with the same name the first.
    pub(super) fn of<'a>(ws: &Workspace, owners: impl Iterator<Item = (Def, &'a [Def])>) -> Self {
        let of_owner = |(owner, blocks): (Def, &[Def])| {
            let mut all: Vec<(u32, Def)> = blocks.iter().flat_map(|&block| in_block(ws, block)).collect();
            all.sort_by_key(|(hash, _)| *hash);
            (owner, all.into_boxed_slice())
        };
        Self(owners.map(of_owner).filter(|(_, functions)| !functions.is_empty()).collect())
    }

    /// Those of an owner that have a name.
    pub(super) fn named<'a>(&'a self, ws: &'a Workspace, owner: Def, name: &'a str) -> impl Iterator<Item = Def> + 'a {
        let all = self.0.get(&owner).map_or(&[][..], |all| all);
        let wanted = hash(name);
        let from = all.partition_point(|(hash, _)| *hash < wanted);
        let same = all[from..].iter().take_while(move |(hash, _)| *hash == wanted);
        same.map(|(_, def)| *def).filter(move |&def| name_of(ws, def) == name)
    }
}

fn in_block(ws: &Workspace, block: Def) -> Vec<(u32, Def)> {
    let facts = ws.facts(block);
    let functions = ws.children(block).iter().copied().filter(|&id| matches!(facts.item(id).kind, ItemKind::Fn(_)));
    let mut found: Vec<(u32, Def)> = Vec::new();
    for def in functions.map(|item| Def { file: block.file, item }) {
        let name = name_of(ws, def);
        let hash = hash(name);
        if !found.iter().any(|&(known, one)| known == hash && name_of(ws, one) == name) {
            found.push((hash, def));
        }
    }
    found
}

fn name_of(ws: &Workspace, def: Def) -> &str {
    ws.facts(def).name(ws.item(def).name)
}

fn hash(name: &str) -> u32 {
    let mut hasher = FxHasher::default();
    hasher.write(name.as_bytes());
    (hasher.finish() >> 20) as u32
}
