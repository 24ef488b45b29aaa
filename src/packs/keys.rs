//! Data keys (`rules/keys.toml`) come in, a table of titles, classes and parents goes out.

use std::collections::BTreeMap;

/// What is known of a data key.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Key {
    /// What people call it.
    pub title: String,
    /// `fideslang`, or why an own leaf was needed.
    pub source: String,
    /// `art-9` or `art-10`, its own or inherited.
    pub special: Option<String>,
    /// Class of the CCPA, its own or inherited.
    pub ccpa: Option<String>,
    /// The value itself opens something.
    pub secret: bool,
}

/// All data keys, by their dotted name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct KeyTable {
    pub(super) keys: BTreeMap<String, Key>,
}

impl KeyTable {
    /// A key by its dotted name.
    pub fn get(&self, key: &str) -> Option<&Key> {
        self.keys.get(key)
    }

    /// The title of a key; the key itself where it is not known.
    pub fn title<'a>(&'a self, key: &'a str) -> &'a str {
        self.get(key).map_or(key, |known| known.title.as_str())
    }

    /// The article of the GDPR that makes a key a special category (`art-9`, `art-10`).
    pub fn special(&self, key: &str) -> Option<&str> {
        self.get(key)?.special.as_deref()
    }

    /// The class of the CCPA.
    pub fn ccpa(&self, key: &str) -> Option<&str> {
        self.get(key)?.ccpa.as_deref()
    }

    /// The key and the keys above it, nearest first.
    pub fn chain<'a>(&self, key: &'a str) -> Vec<&'a str> {
        let mut chain = vec![key];
        let mut rest = key;
        while let Some(dot) = rest.rfind('.') {
            rest = &rest[..dot];
            chain.push(rest);
        }
        chain
    }

    /// All keys with what is known of them, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Key)> {
        self.keys.iter().map(|(key, known)| (key.as_str(), known))
    }

    /// The key most like a wrong one.
    pub fn nearest(&self, wrong: &str) -> Option<&str> {
        self.keys
            .keys()
            .map(|key| (strsim::damerau_levenshtein(key, wrong), key.as_str()))
            .min()
            .filter(|(distance, key)| *distance <= key.len() / 3)
            .map(|(_, key)| key)
    }

    /// Hands special, CCPA class and secrecy down from the parents.
    pub(super) fn inherit(&mut self) {
        let names: Vec<String> = self.keys.keys().cloned().collect();
        for name in names {
            let Some(parent) = name.rfind('.').and_then(|dot| self.keys.get(&name[..dot])).cloned() else { continue };
            let Some(key) = self.keys.get_mut(&name) else { continue };
            key.special = key.special.take().or(parent.special);
            key.ccpa = key.ccpa.take().or(parent.ccpa);
            key.secret |= parent.secret;
        }
    }
}
