//! Ids come in, what people call them goes out: titles of the policy, recipients with role and country, quotes, and who says so.

use super::doc::{Inline, Line, Origin, said, slug, stacked, t};
use super::view::{View, whole};
use crate::policy::{Anchor, Entry, Policy};

impl View<'_> {
    /// An activity by its title, with the way to its record, where it has one.
    pub(super) fn activity(&self, id: Option<&str>) -> Line {
        let Some(id) = id else {
            return vec![Inline::Ref("activity-unallocated".into(), "unallocated".into())];
        };
        match self.activity_place(id) {
            Some(place) => vec![Inline::Ref(place, self.title("activity", id))],
            None => vec![t(id)],
        }
    }

    /// Where the record has an activity; only what the policy declares has a row.
    pub(super) fn activity_place(&self, id: &str) -> Option<String> {
        let declared = self.policy()?.activities.values().any(|activity| activity.entry.id == id);
        declared.then(|| slug("activity", id))
    }

    /// A recipient with its role and countries, from the policy.
    pub(super) fn recipient(&self, id: &str, origin: Origin) -> Line {
        let Some(recipient) = self.policy().and_then(|policy| policy.recipients.get(id)) else {
            let mut line = said(id, origin);
            if self.policy().is_some() {
                line.push(t(" (not declared)"));
            }
            return line;
        };
        let place =
            if recipient.countries.is_empty() { "country not stated".into() } else { recipient.countries.join(", ") };
        let role = recipient.role.as_deref().unwrap_or("role not stated");
        let mut line = vec![t(format!("{} ({role}, {place})", recipient.entry.title))];
        line.push(Inline::Origin(origin));
        line
    }

    /// The title of a category or element, purpose, basis, subject, recipient or store of the policy, or of a data
    /// key; its id where it has none.
    pub(super) fn title(&self, kind: &str, id: &str) -> String {
        if let ("category", Some((category, element))) = (kind, id.split_once('.')) {
            let declared = self.policy().and_then(|policy| policy.categories.get(category));
            if let Some(element) = declared.and_then(|category| category.elements.get(element)) {
                return format!("{}: {}", self.title(kind, category), element.entry.title);
            }
        }
        if kind == "key" {
            return self.options.key_titles.get(id).cloned().unwrap_or_else(|| id.to_string());
        }
        let entry = self.policy().and_then(|policy| policy.entry(kind, id));
        entry.map_or_else(|| id.to_string(), |entry| entry.title.clone())
    }

    /// Titles of ids, joined.
    pub(super) fn titles<'i>(&self, kind: &str, ids: impl IntoIterator<Item = &'i String>) -> String {
        ids.into_iter().map(|id| self.title(kind, id)).collect::<Vec<_>>().join(", ")
    }

    /// The name of what a point or flow is: its best category, else its best key.
    pub(super) fn datum(&self, categories: &[String], keys: &[String]) -> String {
        match (categories.first(), keys.first()) {
            (Some(category), _) => self.title("category", category),
            (None, Some(key)) => self.title("key", key),
            (None, None) => "not known".into(),
        }
    }

    /// Whether the policy declares an id of a kind.
    pub(super) fn declares(&self, kind: &str, id: &str) -> bool {
        self.policy().is_some_and(|policy| match kind {
            "category" => policy.categories.contains_key(whole(id)),
            "purpose" => policy.purposes.contains_key(id),
            "source" => policy.sources.contains_key(id),
            "basis" => policy.bases.contains_key(id),
            _ => true,
        })
    }
}

/// Whether a document or policy.toml alone says an entry's `key`.
pub(super) fn origin(entry: &Entry, key: &str) -> Origin {
    if entry.anchors.is_empty() || entry.internal.contains_key(key) || entry.internal.contains_key("") {
        Origin::Claimed
    } else {
        Origin::Stated
    }
}

/// An anchor as a line: the quote and where it stands.
pub(super) fn quoted(anchor: &Anchor, policy: &Policy) -> Line {
    let document = policy.documents.get(&anchor.document);
    let title = document.map_or(anchor.document.as_str(), |document| document.entry.title.as_str());
    let under = anchor.heading.as_deref().map(|heading| format!(", under {heading}")).unwrap_or_default();
    vec![Inline::Quote(readable(anchor.words())), t(format!(" {title}, line {}{under}", anchor.line))]
}

/// What the documents say of an entry: each sentence, or without the text each quote, and where it stands.
pub(super) fn passages(entry: &Entry, policy: &Policy) -> Line {
    stacked(entry.anchors.iter().map(|anchor| quoted(anchor, policy)).collect(), "no document says it")
}

/// A quote without the marks of Markdown around its words.
pub(super) fn readable(quote: &str) -> String {
    quote.replace("**", "").replace("__", "").trim_matches(['*', '_', '#', '`', ' ']).to_string()
}
