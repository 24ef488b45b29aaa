//! `policy.toml` comes in, a checked `Policy` goes out: every id known, every place kept, all errors collected.
//!
//! Every declaration is an [`Entry`]; maps keep the order of the file.

mod consistency;
mod digest;
mod entries;
mod extends;
mod ledger;
mod load;
mod query;
mod read;
mod recipient;
mod rules;
mod tables;
mod tree;
mod whole;

pub use digest::{block_digest, normalised, sha256};
pub use entries::{kebab, read_retention};
pub use load::load;
pub use query::{Covered, Kind, nearest_of};

use crate::model::finding::{AnchorRef, Level};
use crate::model::place::Region;
use indexmap::IndexMap;
use std::sync::Arc;

/// A checked policy.
#[derive(Debug, Clone, Default)]
pub struct Policy {
    /// Path as shown in findings: under the root, or `policy:NAME`.
    pub path: String,
    /// Text of the file, for pictures.
    pub text: Arc<str>,
    /// SHA-256 of the file (and of what it extends), hex.
    pub digest: String,
    /// `[documents.*]`.
    pub documents: IndexMap<String, Document>,
    /// `[organisation]`.
    pub organisation: Organisation,
    /// `[lints]`: level by lint name, with its place.
    pub lints: IndexMap<String, (Level, Region)>,
    /// `[[levels]]`: levels for some crates or paths; a later one wins.
    pub levels: Vec<LevelFor>,
    /// `[waivers]`.
    pub waivers: Waivers,
    /// `[subjects.*]`.
    pub subjects: IndexMap<String, Entry>,
    /// `[sources.*]`.
    pub sources: IndexMap<String, Source>,
    /// `[purposes.*]`.
    pub purposes: IndexMap<String, Purpose>,
    /// `[bases.*]`.
    pub bases: IndexMap<String, Basis>,
    /// `[processing.*]`.
    pub processing: IndexMap<String, Processing>,
    /// `[recipients.*]`.
    pub recipients: IndexMap<String, Recipient>,
    /// `[stores.*]`.
    pub stores: IndexMap<String, Store>,
    /// `[products.*]`.
    pub products: IndexMap<String, Product>,
    /// `[categories.*]`.
    pub categories: IndexMap<String, Category>,
    /// `[activities.*]`.
    pub activities: IndexMap<String, Activity>,
    /// `[[rules]]`.
    pub rules: Vec<Rule>,
    /// `[[promises]]`.
    pub promises: Vec<Promise>,
    /// `[[marks]]`, parsed by the grammar of annotations; `Binding::Path`.
    pub marks: Vec<PolicyMark>,
    /// `[packs] paths`: folders or files under the root.
    pub packs: Vec<(String, Region)>,
    /// `[aliases]`: `Taxonomy::Variant` or variant → category id.
    pub aliases: IndexMap<String, String>,
    /// `[[outside]]`.
    pub outside: Vec<Outside>,
    /// `[[silences]]`: name patterns that are not personal.
    pub silences: Vec<Silence>,
}

/// What every declaration has.
#[derive(Debug, Clone, Default)]
pub struct Entry {
    /// Its id.
    pub id: String,
    /// Its title; the id where none is given.
    pub title: String,
    /// The id in the policy (the key of its table).
    pub region: Region,
    /// Where the documents say it.
    pub anchors: Vec<Anchor>,
    /// `internal = { purposes = "reason" }`, or `internal = "reason"` under key "".
    pub internal: IndexMap<String, String>,
    /// `status = "draft"`.
    pub draft: bool,
    /// It comes from the base named by `extends`: unused is silent.
    pub inherited: bool,
}

impl Entry {
    /// The first anchor as findings show it.
    pub fn anchor(&self) -> Option<AnchorRef> {
        self.anchors.first().map(Anchor::shown)
    }
}

/// A passage of a document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Anchor {
    /// Id of the document.
    pub document: String,
    /// A byte-exact piece of one raw line, ten words at most.
    pub quote: String,
    /// Line of the quote when it was anchored.
    pub line: u32,
    /// Digest of the normalised block around it (`statement::block_digest`).
    pub digest: Option<String>,
    /// Headings above it, joined by ` / `.
    pub heading: Option<String>,
    /// The colon sentence under which it stands.
    pub lead_in: Option<String>,
    /// Where the anchor stands in the policy.
    pub region: Region,
    /// The sentence around the quote, once the text was read.
    pub sentence: Option<String>,
}

impl Anchor {
    /// The anchor as findings show it.
    pub fn shown(&self) -> AnchorRef {
        AnchorRef {
            document: self.document.clone(),
            quote: self.quote.clone(),
            line: self.line,
            sentence: self.sentence.clone(),
        }
    }

    /// What a reader is shown: the sentence, or without the text the quote.
    pub fn words(&self) -> &str {
        self.sentence.as_deref().unwrap_or(&self.quote)
    }
}

/// `[documents.ID]`.
#[derive(Debug, Clone, Default)]
pub struct Document {
    /// Id, title, place.
    pub entry: Entry,
    /// `notice`, `contract`, `internal-record`.
    pub kind: String,
    /// `2020-11`, as written.
    pub updated: Option<String>,
    /// SHA-256 of the text, hex.
    pub sha256: Option<String>,
    /// Short digests of its sentences as they were read: where no entry is anchored, a change is told by them.
    pub passages: Option<String>,
    /// Its file, relative to the policy.
    pub path: Option<String>,
    /// False when the text ends early: what it does not say is "not stated", never "none".
    pub complete: bool,
    /// Why it is not complete.
    pub incomplete_because: Option<String>,
}

/// `[organisation]`: for the record.
#[derive(Debug, Clone, Default)]
#[allow(missing_docs)]
pub struct Organisation {
    pub name: Option<String>,
    pub contact: Option<String>,
    pub representative: Option<String>,
    pub dpo: Option<String>,
}

/// `[waivers]`.
#[derive(Debug, Clone)]
pub struct Waivers {
    /// Longest time a waiver may run from today, in days.
    pub max_days: Option<u32>,
    /// Whether waivers may be written in the code.
    pub inline: bool,
    /// `[[waivers.entries]]`.
    pub entries: Vec<Waiver>,
}

impl Default for Waivers {
    fn default() -> Self {
        Self { max_days: None, inline: true, entries: Vec::new() }
    }
}

/// `[[levels]]`: the level of a lint in some crates or files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LevelFor {
    /// The lint.
    pub lint: String,
    /// Its level there.
    pub level: Level,
    /// Patterns of package names; empty: any.
    pub crates: Vec<String>,
    /// Patterns of paths below the root; empty: any.
    pub paths: Vec<String>,
    /// Where it stands.
    pub region: Region,
}

/// `[[waivers.entries]]`.
#[derive(Debug, Clone, Default)]
pub struct Waiver {
    /// The lint waived.
    pub lint: String,
    /// Item path.
    pub at: String,
    /// Why.
    pub reason: String,
    /// Who answers.
    pub owner: String,
    /// Last day, `YYYY-MM-DD`.
    pub expires: String,
    /// Where it stands.
    pub region: Region,
}

/// `provided | observed | derived | inferred | third-party`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(missing_docs)]
pub enum SourceKind {
    #[default]
    Provided,
    Observed,
    Derived,
    Inferred,
    ThirdParty,
}

/// `opt-in | opt-out | os-permission | setting`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Choice {
    OptIn,
    OptOut,
    OsPermission,
    Setting,
}

impl Choice {
    /// Whether a point must name the gate that asked.
    pub fn needs_gate(self) -> bool {
        matches!(self, Self::OptIn | Self::OsPermission)
    }
}

/// `[sources.ID]`.
#[derive(Debug, Clone, Default)]
#[allow(missing_docs)]
pub struct Source {
    pub entry: Entry,
    pub kind: SourceKind,
    pub choice: Option<Choice>,
}

/// `[purposes.ID]`.
#[derive(Debug, Clone, Default)]
#[allow(missing_docs)]
pub struct Purpose {
    pub entry: Entry,
    pub parent: Option<String>,
    /// Ids of legal bases stated for this purpose; empty = not stated.
    pub bases: Vec<String>,
    /// What `bases = [{ id, article, assessment }]` says of each, by id.
    pub because: IndexMap<String, PurposeBasis>,
}

/// One of `[purposes.ID] bases`, where more than its id is said.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct PurposeBasis {
    pub article: Option<String>,
    /// The balancing of interests, or where it is kept.
    pub assessment: Option<String>,
}

/// `[bases.ID]`.
#[derive(Debug, Clone, Default)]
#[allow(missing_docs)]
pub struct Basis {
    pub entry: Entry,
    /// `6(1)(a)`, `9(2)(a)`.
    pub article: Option<String>,
    pub assessment: Option<String>,
}

/// `[processing.ID]`.
#[derive(Debug, Clone, Default)]
#[allow(missing_docs)]
pub struct Processing {
    pub entry: Entry,
    /// `automated | ai | human | training`.
    pub kind: String,
}

/// `[recipients.ID]`.
#[derive(Debug, Clone, Default)]
#[allow(missing_docs)]
pub struct Recipient {
    pub entry: Entry,
    /// `processor | controller | joint | group | authority`.
    pub role: Option<String>,
    pub countries: Vec<String>,
    pub safeguard: Option<String>,
    /// Host globs that mean this recipient.
    pub hosts: Vec<String>,
    /// SDK crates that mean this recipient.
    pub crates: Vec<String>,
}

/// How long data is kept.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Retention {
    /// Nothing is stated.
    #[default]
    NotStated,
    /// So many days.
    Days(u32),
    /// Until it is deleted.
    UntilDeletion,
}

/// `[stores.ID]`.
#[derive(Debug, Clone, Default)]
#[allow(missing_docs)]
pub struct Store {
    pub entry: Entry,
    pub retention: Retention,
}

/// `"*"`, a list, or nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Allowed {
    /// `"*"`: not allocated.
    #[default]
    All,
    /// `"not-stated"`.
    NotStated,
    /// `"none"`.
    None,
    /// These ids.
    Ids(Vec<String>),
}

impl Allowed {
    /// Whether the id is in; `All` and `NotStated` allow everything.
    pub fn allows(&self, id: &str) -> bool {
        match self {
            Self::All | Self::NotStated => true,
            Self::None => false,
            Self::Ids(ids) => ids.iter().any(|x| x == id),
        }
    }
}

/// `[products.ID]`.
#[derive(Debug, Clone, Default)]
pub struct Product {
    /// Id, title, place.
    pub entry: Entry,
    /// Globs of crate names.
    pub crates: Vec<String>,
    /// `None` = inherit.
    pub categories: Option<Vec<String>>,
    /// `None` = inherit.
    pub purposes: Option<Vec<String>>,
    /// `None` = inherit.
    pub recipients: Option<Vec<String>>,
}

/// `secret | high | personal`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
#[allow(missing_docs)]
pub enum Sensitivity {
    #[default]
    Personal,
    High,
    Secret,
}

/// `[categories.ID]`.
#[derive(Debug, Clone, Default)]
pub struct Category {
    /// Id, title, place.
    pub entry: Entry,
    /// The category above it.
    pub parent: Option<String>,
    /// Data keys, each with its place.
    pub covers: Vec<(String, Region)>,
    /// Sources.
    pub sources: Allowed,
    /// Purposes.
    pub purposes: Allowed,
    /// What the purposes were narrowed from.
    pub narrowed_from: Option<String>,
    /// `required-by-law | contract | voluntary`.
    pub provision: Option<String>,
    /// Choice, where stated.
    pub choice: Option<Choice>,
    /// Categories it may contain.
    pub may_contain: Vec<String>,
    /// Categories it may be inferred from; `None` = not inferred.
    pub inferred_from: Option<Allowed>,
    /// How long it is kept.
    pub retention: Retention,
    /// Who receives it.
    pub recipients: Allowed,
    /// `Some(true)` direct, `Some(false)` indirect.
    pub identifies_directly: Option<bool>,
    /// How sensitive.
    pub sensitivity: Sensitivity,
    /// Matches are "only by a general phrase".
    pub catch_all: bool,
    /// Nothing but its children.
    pub heading: bool,
    /// `elements.ID`.
    pub elements: IndexMap<String, Element>,
}

/// `[categories.ID.elements.EL]`.
#[derive(Debug, Clone, Default)]
pub struct Element {
    /// Id, title, place.
    pub entry: Entry,
    /// Data keys.
    pub covers: Vec<(String, Region)>,
    /// Overrides the category's.
    pub sensitivity: Option<Sensitivity>,
}

/// `[activities.ID]`.
#[derive(Debug, Clone, Default)]
#[allow(missing_docs)]
pub struct Activity {
    pub entry: Entry,
    /// Item-path globs, or `crate:NAME`.
    pub code: Vec<String>,
    pub owner: Option<String>,
    /// `controller | joint-controller | processor`.
    pub role: Option<String>,
    pub on_behalf_of: Option<String>,
    pub subjects: Vec<String>,
    pub purposes: Vec<String>,
    pub bases: Vec<String>,
    pub recipients: Vec<String>,
    pub retention: Retention,
    pub dpia: Option<String>,
    /// Art. 9 condition for special categories.
    pub special_condition: Option<String>,
}

/// A predicate of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Predicate {
    /// A category id with its descendants.
    Category(String),
    /// A data-key prefix.
    Key(String),
    /// `@unauthenticated`.
    Unauthenticated,
    /// `@identifies:direct` (true) or `indirect`.
    Identifies(bool),
    /// `@source:ID`.
    Source(String),
    /// `@special`.
    Special,
    /// Any of these.
    Any(Vec<Predicate>),
}

/// Where a combination is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum CombineAt {
    Type,
    Fn,
    Store,
    Sink,
}

/// What a rule denies.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Deny {
    Combine { of: Vec<Predicate>, at: Vec<CombineAt> },
    Flow { of: Predicate, kind: Option<String>, recipient: Option<String>, store: Option<String> },
    Processing { method: String, of: Predicate },
    Collect { of: Predicate },
}

/// An exception; it holds if all its keys match.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[allow(missing_docs)]
pub struct Except {
    pub basis: Option<String>,
    pub transform: Option<String>,
    pub purpose: Option<String>,
    pub product: Option<String>,
    pub choice: Option<Choice>,
    pub recipient: Option<String>,
}

/// `[[rules]]`.
#[derive(Debug, Clone)]
pub struct Rule {
    /// Id, title, place.
    pub entry: Entry,
    /// What it denies.
    pub deny: Deny,
    /// What narrows it.
    pub except: Vec<Except>,
    /// What the linter cannot decide; printed with the finding.
    pub condition: Option<String>,
}

/// `[[promises]]`.
#[derive(Debug, Clone, Default)]
pub struct Promise {
    /// Id, title (its text), place.
    pub entry: Entry,
    /// Ids of rules.
    pub checked_by: Vec<String>,
    /// `manual: …`.
    pub manual: Option<String>,
}

/// `[[marks]]`.
#[derive(Debug, Clone)]
pub struct PolicyMark {
    /// Item path, `table.column`.
    pub at: String,
    /// The parsed sentence.
    pub mark: crate::model::mark::Mark,
    /// Where it stands.
    pub region: Region,
}

/// `[[outside]]`: a system kept by hand in the record, never checked.
#[derive(Debug, Clone, Default)]
#[allow(missing_docs)]
pub struct Outside {
    pub entry: Entry,
    pub owner: Option<String>,
    pub categories: Vec<String>,
    pub purposes: Vec<String>,
    pub recipients: Vec<String>,
    pub retention: Option<String>,
    pub note: Option<String>,
}

/// `[[silences]]`: a name pattern that is not personal.
#[derive(Debug, Clone, Default)]
#[allow(missing_docs)]
pub struct Silence {
    /// Glob over item paths.
    pub at: String,
    pub reason: String,
    pub owner: String,
    pub region: Region,
}
