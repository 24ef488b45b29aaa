//! Rule packs and lint cards (`rules/**.toml`, the user's packs) come in, `Detectors` go out.

use crate::model::finding::Problem;
use crate::model::inventory::SinkKind;
use crate::model::mark::Transform;
use crate::model::place::Region;
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

mod cards;
pub mod keys;
mod load;
mod measured;
mod raw;
pub mod words;

pub use cards::cards;
pub use keys::{Key, KeyTable};
pub use measured::recall;

static RULES: include_dir::Dir<'_> = include_dir::include_dir!("$CARGO_MANIFEST_DIR/rules");

/// The files of a folder under `rules/` (`data`, `crates`, `lints`) as they are built in: name and text, by name.
pub fn built_in(folder: &str) -> Vec<(String, &'static str)> {
    let files = RULES.get_dir(folder).map(|dir| dir.files().collect::<Vec<_>>()).unwrap_or_default();
    let mut texts: Vec<(String, &'static str)> = files
        .into_iter()
        .filter(|file| file.path().extension().is_some_and(|extension| extension == "toml"))
        .filter_map(|file| Some((format!("rules/{}", file.path().to_str()?), file.contents_utf8()?)))
        .collect();
    texts.sort();
    texts
}

/// Everything that recognises personal data: the built-in packs and the user's, through one loader.
#[derive(Debug, Clone, Default)]
pub struct Detectors {
    /// Data keys.
    pub keys: KeyTable,
    /// What crates' APIs do.
    pub apis: Vec<ApiRule>,
    /// Ids of `apis` that speak only in telemetry code.
    pub telemetry_only: BTreeSet<String>,
    /// What names mean, by the last word of what they match.
    pub names: Vec<NameRule>,
    /// What types are called and what that makes them: word sequence to class.
    pub owners: Vocabulary,
    /// What stands before a name's head and what that makes it: word sequence to class.
    pub qualifiers: Vocabulary,
    /// What words of reported names mean: word sequence to data key.
    pub reports: BTreeMap<Vec<String>, String>,
    /// What derives and traits say about where a type's values come from: last name of the path to role.
    pub derives: BTreeMap<String, DeriveRule>,
    /// Request headers, lower-case.
    pub headers: BTreeMap<String, ValueRule>,
    /// Environment variables.
    pub variables: BTreeMap<String, ValueRule>,
    /// Files and folders of the machine.
    pub files: BTreeMap<String, ValueRule>,
    /// Declared types that mean a datum by themselves: last name of the path.
    pub types: BTreeMap<String, TypeRule>,
    /// Every entry with an id, and the place of the id.
    pub entries: BTreeMap<String, Place>,
    /// The examples of every pack.
    pub examples: Vec<Example>,
    /// The packs by name.
    pub packs: Vec<PackInfo>,
    /// BLAKE3 of everything that was loaded, in hex.
    pub digest: String,
    by_last_word: BTreeMap<String, Vec<(usize, usize)>>,
}

/// Loads the built-in packs and the user's (name and text of each). All errors are collected.
pub fn load(user: &[(String, String)]) -> Result<Detectors, Vec<Problem>> {
    load::load(user)
}

/// A pack that was loaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackInfo {
    /// Its name: the file's, without `.toml`.
    pub name: String,
    /// What it covers.
    pub title: String,
    /// Its version.
    pub version: u32,
    /// Crates it speaks of.
    pub crates: Vec<String>,
    /// False for a user's pack.
    pub built_in: bool,
}

/// Word sequences and the class each means. Words are in the singular.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Vocabulary {
    /// Sequences and their classes, by the word they begin with: most words begin none.
    classes: FxHashMap<String, BTreeMap<Vec<String>, String>>,
}

/// By three letters as one number, whether a sequence of some class begins with them.
pub struct Beginnings(Box<[bool]>);

impl Beginnings {
    /// The letters as one number, whatever their case.
    fn number(letters: &[u8]) -> usize {
        letters.iter().fold(0, |number, letter| number << 5 | usize::from(letter & 31))
    }

    /// Whether a name may have a sequence among its words: most names have not, and need not be split.
    pub fn may_be_in(&self, name: &str) -> bool {
        name.as_bytes().windows(3).any(|letters| self.0[Self::number(letters)])
    }
}

impl Vocabulary {
    /// Adds a sequence; gives the class it had.
    fn insert(&mut self, sequence: Vec<String>, class: String) -> Option<String> {
        let first = sequence.first().cloned().unwrap_or_default();
        self.classes.entry(first).or_default().insert(sequence, class)
    }

    /// Whether any sequence begins with a word.
    pub fn begins(&self, word: &str) -> bool {
        self.classes.contains_key(word)
    }

    /// The letters that sequences of a class begin with.
    pub fn beginnings(&self, class: &str) -> Beginnings {
        let mut begins = vec![false; 1 << 15];
        let of_class = |sequences: &BTreeMap<Vec<String>, String>| sequences.values().any(|of| of == class);
        for (first, _) in self.classes.iter().filter(|(_, sequences)| of_class(sequences)) {
            match first.as_bytes().get(..3) {
                Some(letters) => begins[Beginnings::number(letters)] = true,
                None => begins.fill(true),
            }
        }
        Beginnings(begins.into())
    }

    /// The class of exactly these words.
    pub fn class(&self, words: &[String]) -> Option<&str> {
        self.classes.get(words.first()?)?.get(words).map(String::as_str)
    }

    /// The longest sequence (three words at most) that ends these words, and its class.
    pub fn ending(&self, words: &[String]) -> Option<(usize, &str)> {
        (1..=words.len().min(3)).rev().find_map(|n| Some((n, self.class(&words[words.len() - n..])?)))
    }

    /// The longest sequence that begins these words, and its class.
    pub fn beginning(&self, words: &[String]) -> Option<(usize, &str)> {
        (1..=words.len().min(3)).rev().find_map(|n| Some((n, self.class(&words[..n])?)))
    }
}

/// What a name means, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameRule {
    /// `PACK/ID`.
    pub id: String,
    /// The data key.
    pub key: String,
    /// Word sequences that end the identifier (or, with `head`, begin it).
    pub words: Vec<Vec<String>>,
    /// Classes of owner or context in which it holds; empty: any.
    pub owners: Vec<String>,
    /// Classes of owner that speak against it.
    pub unless: Vec<String>,
    /// Classes of declared type it accepts.
    pub accepts: Vec<String>,
    /// Roles of the owner in which it holds; empty: any.
    pub roles: Vec<String>,
    /// Words that may stand before it although their meaning is not known.
    pub qualifiers: Vec<String>,
    /// Nothing but neutral words may stand before it.
    pub bare: bool,
    /// It matches at the beginning rather than the end.
    pub head: bool,
    /// The identifier must be these words and no others.
    pub whole: bool,
}

/// What a derive or trait says about where a type's values come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeriveRule {
    /// `PACK/ID`.
    pub id: String,
    /// What it says.
    pub role: RoleOf,
    /// An attribute that a field must carry: other crates have a derive of this name.
    pub with: Option<String>,
    /// It holds only of what a handler takes: the derive reads and writes alike, and most types are answers.
    pub taken: bool,
}

/// Where a type's values come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RoleOf {
    /// Deserialised from a request, a message or a file.
    Input,
    /// Read from a row of a database.
    Row,
    /// Written to a table.
    Insert,
    /// Read from the command line.
    Args,
    /// Taken from a request by an extractor or guard.
    Extractor,
    /// Only written out.
    Output,
}

/// A header, variable or file whose value is personal data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValueRule {
    /// `PACK/ID`.
    pub id: String,
    /// The data key.
    pub key: String,
    /// It speaks only in telemetry code.
    pub telemetry_only: bool,
}

/// A declared type that means a datum by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypeRule {
    /// `PACK/ID`.
    pub id: String,
    /// The data key.
    pub key: String,
    /// A parameter of this type is a point of its own.
    pub param: bool,
}

/// A place in a pack's file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file.
    pub path: String,
    /// Where in it.
    pub region: Region,
    /// Its text.
    pub text: Arc<str>,
}

impl Place {
    /// A problem at this place.
    pub fn problem(&self, message: String, help: &str) -> Problem {
        Problem::new(message, help).at(self.path.as_str()).within(&self.text, self.region)
    }
}

/// A proof of a pack's entries: Rust text whose marked places must be found, and no others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// The pack's name.
    pub pack: String,
    /// The crates the text may name.
    pub crates: Vec<String>,
    /// The text.
    pub rust: String,
    /// The string in the pack's file.
    pub place: Place,
    /// Nothing must be found.
    pub quiet: bool,
}

impl Detectors {
    /// Every data key that some entry can find.
    pub fn found_keys(&self) -> BTreeSet<&str> {
        let of_apis = self.apis.iter().flat_map(|rule| match &rule.role {
            Role::Source(keys) => keys.as_slice(),
            _ => &[],
        });
        let values = [&self.headers, &self.variables, &self.files].into_iter().flat_map(|rules| rules.values());
        of_apis
            .chain(self.names.iter().map(|rule| &rule.key))
            .chain(self.reports.values())
            .chain(values.map(|rule| &rule.key))
            .chain(self.types.values().map(|rule| &rule.key))
            .map(String::as_str)
            .collect()
    }

    /// The name rules whose words end (or begin) these words: rule, first and one past the last word matched; longest first.
    pub fn naming(&self, words: &[String]) -> Vec<(&NameRule, usize, usize)> {
        let mut found = Vec::new();
        for (at, word) in words.iter().enumerate() {
            for &(rule, sequence) in self.by_last_word.get(words::unnumbered(word)).map_or(&[][..], Vec::as_slice) {
                let rule = &self.names[rule];
                let sequence = &rule.words[sequence];
                let Some(from) = (at + 1).checked_sub(sequence.len()) else { continue };
                let Some((last, before_last)) = sequence.split_last() else { continue };
                // `card_last4` is named with its number, `email2` without.
                let is_last = last == word || last == words::unnumbered(word);
                if is_last && words[from..at] == *before_last && (!rule.head || from == 0) {
                    found.push((rule, from, at + 1));
                }
            }
        }
        found.sort_by(|a, b| (b.2 - b.1).cmp(&(a.2 - a.1)).then(b.2.cmp(&a.2)).then(a.0.id.cmp(&b.0.id)));
        found
    }
}

/// What a crate's API does with data: one row of a pack under `rules/crates/` (or of a user's pack).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiRule {
    /// `PACK/ID`, for evidence.
    pub id: String,
    /// The crate the path begins with; `std`, `core` and `alloc` are one. Empty for code of the workspace.
    pub krate: String,
    /// What is named.
    pub target: ApiTarget,
    /// What it does.
    pub role: Role,
    /// The access paths data is taken from (sinks, passes, transforms).
    pub from: Vec<Access>,
    /// The access paths data is put into (sources, passes, transforms).
    pub to: Vec<Access>,
}

/// What a rule names. Paths are canonical (`reqwest::RequestBuilder::json`), after `use` and renames.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ApiTarget {
    /// A free function or an associated function without receiver: its path.
    Function(String),
    /// A method: the path of its type or trait (`None`: any receiver in a package that depends on the crate,
    /// for names that are telling by themselves), and its name.
    Method(Option<String>, String),
    /// A macro: its path without `!`.
    Macro(String),
    /// A field: type path and name.
    Field(String, String),
    /// A value of this type, wherever it stands (extractors: `axum::extract::ConnectInfo`).
    Type(String),
    /// A function of the scanned code by item path or last name (annotations and user packs), `*` allowed.
    Item(String),
}

/// What an API does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Role {
    /// It reads personal data: these data keys come out.
    Source(Vec<String>),
    /// Data leaves here.
    Sink {
        /// How.
        kind: SinkKind,
        /// Who is behind it, when the API alone says so (an SDK): a name or host.
        recipient: Option<String>,
    },
    /// Data goes through.
    Pass,
    /// Less can be read afterwards.
    Transform(Transform),
    /// Nothing goes through (length, comparison, presence test).
    Stop,
}

/// An access path at a call: where it starts and which fields it follows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Access {
    /// Where it starts.
    pub root: Root,
    /// Field names, tuple positions, `*` for an element.
    pub path: Vec<String>,
}

/// Where an access path starts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Root {
    /// The receiver.
    Receiver,
    /// Argument N, from 0, the receiver not counted.
    Arg(usize),
    /// Every argument.
    AnyArg,
    /// The argument of a macro with this key.
    Key(String),
    /// What the call returns.
    Return,
    /// Parameter P of the closure that is argument N.
    ClosureParam(usize, usize),
}
