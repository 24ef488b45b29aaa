//! Questions to a checked policy: what covers a key, what lies below what, what an id could have meant.

use super::*;
use crate::model::place::Region;

/// The tables whose ids others name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Kind {
    Document,
    Subject,
    Source,
    Purpose,
    Basis,
    Processing,
    Recipient,
    Store,
    Product,
    Category,
    Activity,
    Rule,
}

impl Kind {
    /// Its name in messages.
    pub fn noun(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Subject => "subject",
            Self::Source => "source",
            Self::Purpose => "purpose",
            Self::Basis => "legal basis",
            Self::Processing => "processing method",
            Self::Recipient => "recipient",
            Self::Store => "store",
            Self::Product => "product",
            Self::Category => "category",
            Self::Activity => "activity",
            Self::Rule => "rule",
        }
    }

    /// Where it is declared.
    pub fn table(self) -> &'static str {
        match self {
            Self::Document => "[documents.*]",
            Self::Subject => "[subjects.*]",
            Self::Source => "[sources.*]",
            Self::Purpose => "[purposes.*]",
            Self::Basis => "[bases.*]",
            Self::Processing => "[processing.*]",
            Self::Recipient => "[recipients.*]",
            Self::Store => "[stores.*]",
            Self::Product => "[products.*]",
            Self::Category => "[categories.*]",
            Self::Activity => "[activities.*]",
            Self::Rule => "[[rules]]",
        }
    }
}

/// What covers a data key.
#[derive(Debug, Clone, Copy)]
pub struct Covered<'p> {
    /// The category.
    pub category: &'p Category,
    /// Its element, when that covers the key.
    pub element: Option<&'p Element>,
    /// True when the very key is named, false when a prefix of it is.
    pub exact: bool,
}

impl Policy {
    /// What covers a data key: the longest prefix wins. `user.contact` covers `user.contact.email`, never
    /// `user.contacts`.
    pub fn category_of_key(&self, key: &str) -> Option<Covered<'_>> {
        let mut prefix = key;
        loop {
            for category in self.categories.values() {
                let covers = |keys: &[(String, Region)]| keys.iter().any(|(covered, _)| covered == prefix);
                let exact = prefix.len() == key.len();
                if covers(&category.covers) {
                    return Some(Covered { category, element: None, exact });
                }
                if let Some(element) = category.elements.values().find(|element| covers(&element.covers)) {
                    return Some(Covered { category, element: Some(element), exact });
                }
            }
            prefix = prefix.rsplit_once('.')?.0;
        }
    }

    /// The categories above one, nearest first. Ends even on a ring.
    pub fn ancestors<'p>(&'p self, id: &str) -> Vec<&'p str> {
        let mut way: Vec<&str> = Vec::new();
        let mut at = self.categories.get(id);
        while let Some(above) = at.and_then(|category| category.parent.as_deref()) {
            if way.contains(&above) {
                break;
            }
            way.push(above);
            at = self.categories.get(above);
        }
        way
    }

    /// Whether a category is another or lies below it.
    pub fn is_below(&self, category: &str, ancestor: &str) -> bool {
        category == ancestor || self.ancestors(category).contains(&ancestor)
    }

    /// A category and everything below it, in the order of the file.
    pub fn descendants<'p>(&'p self, id: &str) -> Vec<&'p str> {
        self.categories.keys().map(String::as_str).filter(|below| self.is_below(below, id)).collect()
    }

    /// The direct children of a category, in the order of the file.
    pub fn children<'p>(&'p self, id: &str) -> Vec<&'p Category> {
        self.categories.values().filter(|category| category.parent.as_deref() == Some(id)).collect()
    }

    /// Whether a purpose is another or lies below it.
    pub fn is_purpose_below(&self, purpose: &str, ancestor: &str) -> bool {
        let mut way = vec![purpose];
        while let Some(above) = way.last().and_then(|id| self.purposes.get(*id)).and_then(|p| p.parent.as_deref()) {
            if way.contains(&above) {
                break;
            }
            way.push(above);
        }
        way.contains(&ancestor)
    }

    /// Whether a category may be used for a purpose: it is allowed itself, or a purpose above it is.
    pub fn allows_purpose(&self, category: &Category, purpose: &str) -> bool {
        match &category.purposes {
            Allowed::Ids(ids) => ids.iter().any(|id| self.is_purpose_below(purpose, id)),
            other => other.allows(purpose),
        }
    }

    /// Every id of a kind, in the order of the file.
    pub fn ids(&self, kind: Kind) -> Vec<&str> {
        fn keys<T>(map: &IndexMap<String, T>) -> Vec<&str> {
            map.keys().map(String::as_str).collect()
        }
        match kind {
            Kind::Document => keys(&self.documents),
            Kind::Subject => keys(&self.subjects),
            Kind::Source => keys(&self.sources),
            Kind::Purpose => keys(&self.purposes),
            Kind::Basis => keys(&self.bases),
            Kind::Processing => keys(&self.processing),
            Kind::Recipient => keys(&self.recipients),
            Kind::Store => keys(&self.stores),
            Kind::Product => keys(&self.products),
            Kind::Category => keys(&self.categories),
            Kind::Activity => keys(&self.activities),
            Kind::Rule => self.rules.iter().map(|rule| rule.entry.id.as_str()).collect(),
        }
    }

    /// The entry of a declaration, by the word for its kind and its id; an element's is `category.element`.
    pub fn entry(&self, kind: &str, id: &str) -> Option<&Entry> {
        Some(match kind {
            "category" => &self.categories.get(id)?.entry,
            "element" => {
                let (category, element) = id.split_once('.')?;
                &self.categories.get(category)?.elements.get(element)?.entry
            }
            "purpose" => &self.purposes.get(id)?.entry,
            "source" => &self.sources.get(id)?.entry,
            "basis" => &self.bases.get(id)?.entry,
            "subject" => self.subjects.get(id)?,
            "processing" => &self.processing.get(id)?.entry,
            "recipient" => &self.recipients.get(id)?.entry,
            "store" => &self.stores.get(id)?.entry,
            "product" => &self.products.get(id)?.entry,
            "activity" => &self.activities.get(id)?.entry,
            _ => return None,
        })
    }

    /// Whether an id is declared.
    pub fn declares(&self, kind: Kind, id: &str) -> bool {
        self.ids(kind).contains(&id)
    }

    /// The declared id that somebody may have meant.
    pub fn nearest(&self, kind: Kind, id: &str) -> Option<&str> {
        nearest_of(id, self.ids(kind).into_iter())
    }
}

/// The word nearest to one that is not known, when it is near: a third of its letters may differ, or it is a part.
pub fn nearest_of<'w>(word: &str, words: impl Iterator<Item = &'w str>) -> Option<&'w str> {
    let mut best: Option<(usize, &str)> = None;
    for other in words {
        let distance = strsim::damerau_levenshtein(&word.to_lowercase(), other);
        let longest = word.chars().count().max(other.chars().count());
        let near = distance * 3 <= longest.max(3);
        if near && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, other));
        }
    }
    best.map(|(_, word)| word)
}
