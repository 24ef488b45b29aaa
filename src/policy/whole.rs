//! A policy comes in, all its declarations go out, whatever their table.

use super::*;

macro_rules! every_entry {
    ($policy:expr, $values:ident, $iter:ident, $($borrow:tt)+) => {{
        let mut all = Vec::new();
        all.extend($policy.documents.$values().map(|x| $($borrow)+ x.entry));
        all.extend($policy.subjects.$values());
        all.extend($policy.sources.$values().map(|x| $($borrow)+ x.entry));
        all.extend($policy.purposes.$values().map(|x| $($borrow)+ x.entry));
        all.extend($policy.bases.$values().map(|x| $($borrow)+ x.entry));
        all.extend($policy.processing.$values().map(|x| $($borrow)+ x.entry));
        all.extend($policy.recipients.$values().map(|x| $($borrow)+ x.entry));
        all.extend($policy.stores.$values().map(|x| $($borrow)+ x.entry));
        all.extend($policy.products.$values().map(|x| $($borrow)+ x.entry));
        for category in $policy.categories.$values() {
            all.push($($borrow)+ category.entry);
            all.extend(category.elements.$values().map(|x| $($borrow)+ x.entry));
        }
        all.extend($policy.activities.$values().map(|x| $($borrow)+ x.entry));
        all.extend($policy.rules.$iter().map(|x| $($borrow)+ x.entry));
        all.extend($policy.promises.$iter().map(|x| $($borrow)+ x.entry));
        all.extend($policy.outside.$iter().map(|x| $($borrow)+ x.entry));
        all
    }};
}

impl Policy {
    /// Every declaration, table by table, elements after their category.
    pub fn entries(&self) -> Vec<&Entry> {
        every_entry!(self, values, iter, &)
    }

    pub(super) fn entries_mut(&mut self) -> Vec<&mut Entry> {
        every_entry!(self, values_mut, iter_mut, &mut)
    }

    /// Every anchor, table by table.
    pub fn anchors(&self) -> Vec<&Anchor> {
        self.entries().into_iter().flat_map(|entry| &entry.anchors).collect()
    }

    /// Every anchor, to give it the sentence around its quote.
    pub fn anchors_mut(&mut self) -> Vec<&mut Anchor> {
        self.entries_mut().into_iter().flat_map(|entry| &mut entry.anchors).collect()
    }
}
