//! A statement comes in; everything a draft policy can say of it goes out, each entry with its anchors and its cue.

mod adopt;
mod aims;
mod barred;
mod bases;
mod bullets;
mod categories;
mod context;
mod coordinated;
mod facts;
mod headings;
mod kinds;
mod links;
mod means;
mod naming;
mod object;
mod parties;
mod phrase;
mod promises;
mod prose;
mod purposes;
mod relations;
mod tables;
mod titles;
mod use_prose;

use super::block::Quote;
use super::read::Statement;
pub use barred::{Barred, BarredAct};
use context::Context;

/// A passage that an entry rests on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Passage {
    /// The quote, ten words at most, byte for byte on its line.
    pub quote: Quote,
    /// The block it stands in.
    pub block: usize,
    /// Headings over it.
    pub heading: Option<String>,
    /// The sentence that introduces it.
    pub lead_in: Option<String>,
    /// Digest of its block.
    pub digest: String,
}

/// What every derived entry has.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// Its id.
    pub id: String,
    /// Its title, as written.
    pub title: String,
    /// Passages, the first one first.
    pub passages: Vec<Passage>,
    /// Which cue found it.
    pub cue: &'static str,
}

/// To what an entry is linked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Links {
    /// The text does not say.
    #[default]
    NotStated,
    /// The text says it of all data.
    All,
    /// The text says it of these.
    Ids(Vec<String>),
}

/// A part of a category that the text names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Part {
    /// Its id.
    pub id: String,
    /// Its words.
    pub title: String,
    /// Data keys its words propose.
    pub covers: Vec<String>,
}

/// A category of personal data.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Category {
    /// Id, title, passages, cue.
    pub found: Found,
    /// The category it stands under.
    pub parent: Option<String>,
    /// Elements and examples that the text names.
    pub elements: Vec<Part>,
    /// Data keys that its words propose.
    pub covers: Vec<String>,
    /// Sources.
    pub sources: Links,
    /// Purposes.
    pub purposes: Links,
    /// Recipients.
    pub recipients: Links,
    /// Retention: `P30D`, `until-deletion`.
    pub retention: Option<String>,
    /// `opt-in`, `opt-out`, `os-permission`, `setting`.
    pub choice: Option<&'static str>,
    /// Categories it may contain.
    pub may_contain: Vec<String>,
    /// It may be inferred from other data.
    pub inferred: bool,
    /// Categories from which the text says that it is inferred.
    pub inferred_from: Vec<String>,
    /// It is a general phrase.
    pub catch_all: bool,
    /// It is nothing but what stands under it.
    pub heading: bool,
}

/// A purpose.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Purpose {
    /// Id, title, passages, cue.
    pub found: Found,
    /// The purpose it is part of.
    pub parent: Option<String>,
    /// Bases that the text links to it.
    pub bases: Vec<String>,
}

/// A source of data.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Source {
    /// Id, title, passages, cue.
    pub found: Found,
    /// `provided`, `observed`, `third-party`.
    pub kind: &'static str,
    /// `opt-in` where the text says "with your permission".
    pub choice: Option<&'static str>,
}

/// A legal basis.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Basis {
    /// Id, title, passages, cue.
    pub found: Found,
    /// Its article of the GDPR.
    pub article: &'static str,
}

/// How long data is kept.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Retention {
    /// Id, title, passages, cue.
    pub found: Found,
    /// `P30D`, `until-deletion`.
    pub period: String,
    /// The category spoken of; `None` for all data.
    pub category: Option<String>,
}

/// A denial.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Prohibition {
    /// Id, title (the sentence), passages, cue.
    pub found: Found,
    /// Data keys that it names: what may not be collected; empty where only a person can check it.
    pub keys: Vec<String>,
    /// It denies that data is collected at all (and not that it is shared, sold, kept).
    pub collection: bool,
    /// What narrows it: "without your consent".
    pub condition: Option<String>,
    /// What is not brought together: two categories, or a category and `@identifies:direct`.
    pub apart: Option<(String, String)>,
    /// Whom data does not go to, or what is not done with it.
    pub barred: Option<Barred>,
}

impl Prohibition {
    /// Whether it is a rule about what is collected or brought together.
    pub fn is_of_collection(&self) -> bool {
        self.apart.is_some() || self.collection && !self.keys.is_empty()
    }
}

/// What the text promises and no linter can check.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Promise {
    /// Id, title, passages, cue.
    pub found: Found,
    /// What a person looks at.
    pub checks: &'static str,
}

/// A method of processing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Method {
    /// Id, title, passages, cue.
    pub found: Found,
    /// `automated`, `ai`, `human`, `training`.
    pub kind: &'static str,
}

/// Everything derived of a statement.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Derived {
    /// Title of the text.
    pub title: Option<String>,
    /// `2020-11`, as far as the text says it.
    pub updated: Option<String>,
    /// False when the text ends in the middle of a sentence.
    pub complete: bool,
    /// Why it is not complete.
    pub incomplete_because: Option<String>,
    /// Categories.
    pub categories: Vec<Category>,
    /// Sources.
    pub sources: Vec<Source>,
    /// Purposes.
    pub purposes: Vec<Purpose>,
    /// Recipients.
    pub recipients: Vec<Found>,
    /// Legal bases.
    pub bases: Vec<Basis>,
    /// Retention.
    pub retention: Vec<Retention>,
    /// Methods of processing.
    pub processing: Vec<Method>,
    /// Denials that a linter can check.
    pub prohibitions: Vec<Prohibition>,
    /// What is promised besides.
    pub promises: Vec<Promise>,
    /// Products that have a section of their own.
    pub products: Vec<Found>,
    /// Categories that a product may have, where the text sets some of them apart for one product.
    pub product_categories: Vec<(String, Vec<String>)>,
    /// Passages of one entry that say it differently: id, first passage, other passage.
    pub disagreements: Vec<(String, Passage, Passage)>,
}

/// Derives a draft policy.
pub fn derive(statement: &Statement) -> Derived {
    let mut context = Context::new(statement);
    kinds::recast(&mut context);
    if !context.denies_all {
        adopt::adopt(&mut context);
    }
    let context = context;
    let mut derived = Derived { complete: true, ..Derived::default() };
    facts::document(&context, &mut derived);
    let tables = tables::read(&context);
    categories::derive(&context, &tables, &mut derived);
    purposes::derive(&context, &tables, &mut derived);
    parties::sources(&context, &mut derived);
    parties::recipients(&context, &tables, &mut derived);
    bases::derive(&context, &tables, &mut derived);
    facts::retention(&context, &mut derived);
    facts::processing(&context, &mut derived);
    facts::prohibitions(&context, &mut derived);
    links::link(&context, &tables, &mut derived);
    links::allocate(&mut derived);
    relations::derive(&context, &mut derived);
    promises::derive(&context, &mut derived);
    derived.products = relations::products(&context);
    derived.product_categories = relations::product_categories(&context, &derived);
    let lengths =
        [derived.categories.len(), derived.purposes.len(), derived.prohibitions.len(), derived.recipients.len()];
    if lengths.into_iter().any(|length| length >= MOST) {
        derived.complete = false;
        derived.incomplete_because =
            Some(format!("it names more than {MOST} entries of one kind; the rest was left out"));
    }
    derived
}

/// The cue of purposes that a sentence in running text gives.
pub(super) const SENTENCE: &str = "sentence about use";

/// The cue of entries that say how long data is kept.
pub(super) const RETENTION: &str = "sentence about retention";

/// Most entries of a kind: a text that names more is no statement, and looking each up would take quadratic time.
const MOST: usize = 2_000;

/// Most passages of an entry: more are no help to a reader, and looking through them would take quadratic time.
const MOST_PASSAGES: usize = 100;

/// Adds an entry, or its passages to the entry of the same id.
fn merge<T>(entries: &mut Vec<T>, entry: T, found: impl Fn(&mut T) -> &mut Found) -> (usize, bool) {
    let mut entry = entry;
    let id = found(&mut entry).id.clone();
    match entries.iter_mut().position(|known| found(known).id == id) {
        Some(at) => {
            let passages = std::mem::take(&mut found(&mut entry).passages);
            let known = found(&mut entries[at]);
            for passage in passages.into_iter().take(MOST_PASSAGES.saturating_sub(known.passages.len())) {
                if !known.passages.iter().any(|p| p.block == passage.block && p.quote == passage.quote) {
                    known.passages.push(passage);
                }
            }
            (at, false)
        }
        None if entries.len() >= MOST => (entries.len() - 1, false),
        None => {
            entries.push(entry);
            (entries.len() - 1, true)
        }
    }
}
