//! The names of one file: each text once, in one piece of memory.

use super::Sym;
use crate::model::code::{Code, In, Out};

/// Interned strings; entry 0 is the empty string.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Names {
    text: Box<str>,
    /// Where each name ends in `text`.
    ends: Box<[u32]>,
}

impl Names {
    /// Puts texts together.
    pub fn new<'t>(names: impl IntoIterator<Item = &'t str>) -> Self {
        let (mut text, mut ends) = (String::new(), Vec::new());
        for name in names {
            text.push_str(name);
            ends.push(text.len() as u32);
        }
        Self { text: text.into(), ends: ends.into() }
    }

    /// Names that stand in one text already; `ends` says where each ends.
    pub(crate) fn of_parts(text: String, ends: Vec<u32>) -> Self {
        Self { text: text.into(), ends: ends.into() }
    }

    /// The text of a name; empty where there is none.
    pub fn get(&self, sym: Sym) -> &str {
        let Some(&end) = self.ends.get(sym.at()) else { return "" };
        let start = sym.at().checked_sub(1).map_or(0, |before| self.ends[before]);
        self.text.get(start as usize..end as usize).unwrap_or_default()
    }

    /// All names in the order of their symbols.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &str> {
        (0..self.ends.len()).map(|at| self.get(Sym(at as u32)))
    }

    /// The symbol of a name.
    pub fn find(&self, name: &str) -> Option<Sym> {
        self.iter().position(|known| known == name).map(|at| Sym(at as u32))
    }

    /// Those of the names that are of a kind: names are interned, so each is asked about once.
    pub fn choose(&self, is_it: impl FnMut(&str) -> bool) -> Chosen {
        self.iter().map(is_it).collect()
    }

    /// How many names there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }
}

/// Some of the names of one file.
#[derive(Debug, Clone, Default)]
pub struct Chosen {
    names: Box<[bool]>,
    any: bool,
}

impl FromIterator<bool> for Chosen {
    /// Of each name in turn, whether it is among them.
    fn from_iter<I: IntoIterator<Item = bool>>(names: I) -> Self {
        let names: Box<[bool]> = names.into_iter().collect();
        Self { any: names.contains(&true), names }
    }
}

impl Chosen {
    /// Whether a name is among them.
    pub fn has(&self, name: Sym) -> bool {
        self.names.get(name.at()).is_some_and(|&chosen| chosen)
    }

    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        !self.any
    }
}

impl Code for Names {
    fn put(&self, out: &mut Out) {
        out.number(self.ends.len() as u32);
        let mut before = 0;
        for &end in &self.ends {
            out.number(end - before);
            before = end;
        }
        self.text.put(out);
    }

    fn take(input: &mut In<'_>) -> Option<Self> {
        let mut ends = Vec::new();
        let mut before: u32 = 0;
        for _ in 0..input.number()? {
            before = before.checked_add(input.number()?)?;
            ends.push(before);
        }
        let text = Box::<str>::take(input)?;
        (before as usize == text.len()).then(|| Self { text, ends: ends.into() })
    }
}
