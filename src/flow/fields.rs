//! The names of fields come in, one by one, as what lies in them becomes one with what is around it; in which fields
//! of the whole a datum may lie goes out.

use super::path::Key;

/// The fields of a value on the way to a datum that lies somewhere inside, by hashed name: those it may lie in, and
/// those behind which it begins. All of them where the value is the datum itself, or made of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Fields {
    on_the_way: u128,
    last: u128,
}

/// The mark of whatever variant there is.
const VARIANTS: u128 = 1 << 127;

impl Fields {
    /// The value is the datum.
    pub(super) const WHOLE: Fields = Fields { on_the_way: !0, last: !0 };
    /// Variants were looked through: it may lie in any.
    pub(super) const OF_ANY_VARIANT: Fields = Fields { on_the_way: VARIANTS, last: 0 };

    /// The value's field is the datum.
    pub(super) fn of(key: Key) -> Self {
        let bit = bit_of(key);
        Self { on_the_way: bit, last: bit }
    }

    pub(super) fn is_whole(self) -> bool {
        self == Self::WHOLE
    }

    /// In these fields of what lies in those.
    pub(super) fn then(self, inner: Self) -> Self {
        if self.is_whole() {
            return inner;
        }
        if inner.is_whole() {
            return self;
        }
        Self { on_the_way: self.on_the_way | inner.on_the_way, last: inner.last }
    }

    /// In these fields or in those.
    pub(super) fn or(self, other: Self) -> Self {
        Self { on_the_way: self.on_the_way | other.on_the_way, last: self.last | other.last }
    }

    /// Whether all that may lie in those lies in these.
    pub(super) fn covers(self, other: Self) -> bool {
        self.or(other) == self
    }

    /// Where the datum lies in what is read from a field; none where it does not lie there.
    pub(super) fn within(self, key: Key) -> Option<Self> {
        let bit = bit_of(key);
        if self.last & bit != 0 {
            return Some(Self::WHOLE);
        }
        let is_on_the_way = self.on_the_way & bit != 0 || key.is_variant() && self.on_the_way & VARIANTS != 0;
        is_on_the_way.then_some(self)
    }
}

fn bit_of(key: Key) -> u128 {
    1 << (key.hashed() % 127)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::path::Paths;
    use proptest::prelude::*;

    fn keys(names: &[u8]) -> Vec<Key> {
        let mut paths = Paths::new();
        names.iter().map(|name| paths.field(&format!("f{name}"))).collect()
    }

    fn around(keys: &[Key]) -> Fields {
        keys.iter().fold(Fields::WHOLE, |around, &key| around.then(Fields::of(key)))
    }

    proptest! {
        /// What was put into fields is found behind them, whatever else was put there.
        #[test]
        fn a_datum_is_found_where_it_lies(path in prop::collection::vec(0u8..90, 1..5), other in prop::collection::vec(0u8..90, 0..5)) {
            let path = keys(&path);
            let fields = around(&path).or(if other.is_empty() { around(&path) } else { around(&keys(&other)) });
            let found = path.iter().try_fold(fields, |fields, &key| fields.within(key));
            prop_assert_eq!(found, Some(Fields::WHOLE));
        }

        /// More fields never hide what fewer show.
        #[test]
        fn both_cover_each(a in prop::collection::vec(0u8..90, 1..5), b in prop::collection::vec(0u8..90, 1..5), asked in 0u8..90) {
            let (a, b, key) = (around(&keys(&a)), around(&keys(&b)), keys(&[asked])[0]);
            prop_assert!(a.or(b).covers(a) && a.or(b).covers(b) && a.or(b) == b.or(a));
            if let Some(part) = a.within(key) {
                prop_assert!(a.or(b).within(key).is_some_and(|both| both.covers(part)));
            }
        }
    }

    #[test]
    fn what_lies_in_another_field_is_not_found() {
        let keys = keys(&[1, 2, 3]);
        assert_eq!(around(&keys[..2]).within(keys[2]), None);
        assert_eq!(Fields::WHOLE.within(keys[2]), Some(Fields::WHOLE));
    }
}
