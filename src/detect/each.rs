//! A look at one file, item or type comes in; what it gives for all of them, in their order, goes out: many are looked at
//! at once.

use super::place::items_in;
use crate::link::{Def, Workspace};
use rayon::prelude::*;

/// What a look at each file gives.
pub(super) fn of_files<T: Send>(ws: &Workspace, look: impl Fn(usize) -> Vec<T> + Sync + Send) -> Vec<T> {
    let of: Vec<Vec<T>> = (0..ws.files.len()).into_par_iter().map(look).collect();
    of.into_iter().flatten().collect()
}

/// What a look at each item gives.
pub(super) fn of_items<T: Send, I: IntoIterator<Item = T>>(
    ws: &Workspace,
    look: impl Fn(Def) -> I + Sync + Send,
) -> Vec<T> {
    of_files(ws, |file| items_in(ws, file).flat_map(&look).collect())
}
