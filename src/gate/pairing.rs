//! What was known before and the findings of now come in; which finding is which, and what is new, goes out.
//!
//! Pairs are taken in rounds, each over what the rounds before left: the exact fingerprint; the second one, for
//! moved code; a finding of several names that lost some of them; and, where the old place is known, a type or
//! function renamed in its file. A finding takes one known entry and an entry one finding, so that a second
//! violation never hides behind the first.

use super::fingerprint::{moved, words};
use crate::model::finding::Finding;
use std::collections::{BTreeMap, BTreeSet};

/// What is kept of a finding to know it again.
#[derive(Debug, Clone, PartialEq, Eq, Default, PartialOrd, Ord)]
pub struct Known {
    /// The lint.
    pub lint: String,
    /// File, for people, and for the last round.
    pub path: String,
    /// Item path.
    pub item: String,
    /// The words that its message quotes.
    pub words: Vec<String>,
    /// Exact fingerprint.
    pub fingerprint: String,
    /// The fingerprint without place.
    pub moved: String,
}

impl Known {
    /// What there is to keep.
    pub fn of(finding: &Finding) -> Self {
        Self {
            lint: finding.lint.clone(),
            path: finding.path.clone(),
            item: finding.item.clone(),
            words: words(&finding.message).into_iter().map(str::to_owned).collect(),
            fingerprint: finding.fingerprint.clone(),
            moved: moved(finding),
        }
    }
}

/// For each finding of now, the known entry that it is.
pub fn pair(known: &[Known], now: &[Known]) -> Vec<Option<usize>> {
    let mut pairs = Pairs { known, now, of: vec![None; now.len()], free: vec![true; known.len()] };
    let any = |_: &Known, _: &Known| true;
    pairs.round(|it| vec![&it.fingerprint], any);
    pairs.round(|it| vec![&it.moved], any);
    pairs.round(
        |it| vec![owner(&it.item)],
        |old, new| !new.words.is_empty() && new.words.iter().all(|word| old.words.contains(word)),
    );
    let before: BTreeSet<&str> = known.iter().map(|old| old.item.as_str()).collect();
    let after: BTreeSet<&str> = now.iter().map(|new| new.item.as_str()).collect();
    pairs.round(
        |it| vec![&it.path, last(&it.item)],
        |old, new| old.words == new.words && !after.contains(old.item.as_str()) && !before.contains(new.item.as_str()),
    );
    pairs.of
}

struct Pairs<'a> {
    known: &'a [Known],
    now: &'a [Known],
    of: Vec<Option<usize>>,
    free: Vec<bool>,
}

impl<'a> Pairs<'a> {
    /// Pairs what is left where lint and key are equal and `fits` agrees, each in its order.
    fn round(&mut self, key: impl Fn(&'a Known) -> Vec<&'a str>, fits: impl Fn(&Known, &Known) -> bool) {
        let mut by_key: BTreeMap<(&str, Vec<&str>), Vec<usize>> = BTreeMap::new();
        for (at, old) in self.known.iter().enumerate().filter(|&(at, _)| self.free[at]) {
            by_key.entry((&old.lint, key(old))).or_default().push(at);
        }
        for (at, new) in self.now.iter().enumerate() {
            let Some(olds) = by_key.get(&(new.lint.as_str(), key(new))).filter(|_| self.of[at].is_none()) else {
                continue;
            };
            let free = olds.iter().copied().find(|&old| self.free[old] && fits(&self.known[old], new));
            self.of[at] = free;
            if let Some(old) = free {
                self.free[old] = false;
            }
        }
    }
}

fn owner(item: &str) -> &str {
    item.rsplit_once("::").or_else(|| item.rsplit_once('.')).map_or(item, |(owner, _)| owner)
}

fn last(item: &str) -> &str {
    item.rsplit("::").next().unwrap_or(item)
}
