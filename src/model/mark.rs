//! Annotations: the sentences people write, as parsed clauses with a span for every word.

use super::code::{code_enum, code_structs};
use super::place::Span;
use serde::{Deserialize, Serialize};

/// A word of a mark and where it stands in the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Word {
    /// The word as written.
    pub text: String,
    /// Where.
    pub span: Span,
}

/// One annotation: a carrier that was found, what it is bound to, and what it says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// The sentence, from its first to its last word.
    pub span: Span,
    /// The sentence, carriers and line breaks removed.
    pub text: String,
    /// How it was written.
    pub carrier: Carrier,
    /// What it speaks of.
    pub binding: Binding,
    /// Its clauses; those before the first error when it does not parse.
    pub clauses: Vec<Clause>,
    /// Why it does not parse, at the word.
    pub error: Option<GrammarError>,
    /// What goes when a comment goes: its lines, or itself and the blanks before it.
    pub takes: Option<Span>,
    /// Where a comment that speaks of nothing would speak.
    pub moved: Option<Move>,
}

/// A comment put in another place: an edit of the text around it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Move {
    /// What is replaced.
    pub span: Span,
    /// By what.
    pub replacement: String,
    /// Whether the comment can have meant nothing else.
    pub sure: bool,
}

/// How a mark is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Carrier {
    /// `// PRIVACY: …`, `/* PRIVACY: … */`, `/// PRIVACY: …`.
    Comment,
    /// `//! PRIVACY: …`.
    InnerComment,
    /// `#[cfg_attr(false, privacy("…"))]`.
    Attribute,
    /// `#![cfg_attr(false, privacy("…"))]`.
    InnerAttribute,
    /// `#[classified(T::Variant)]`, `Sensitive<T>` and other forms of the `data_privacy` crate.
    DataPrivacy,
    /// `-- PRIVACY: …` in SQL.
    Sql,
    /// `[[marks]]` of the policy.
    Policy,
}

/// What a mark speaks of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Binding {
    /// Everything in the file's module: a crate or module default.
    Module,
    /// A node of the code. `span` is the whole node (attributes excluded), `name` its name token.
    Node {
        /// What kind of node.
        kind: NodeKind,
        /// The node.
        span: Span,
        /// Its name token; the node's first token where it has no name.
        name: Span,
    },
    /// A path given in the policy: `users.email`, `package::module::Type::field`.
    Path(String),
    /// Nothing: why, and where the mark could stand instead when that is clear.
    Dangling {
        /// One sentence.
        reason: String,
        /// Byte offset of the line before which the mark would speak.
        move_to: Option<u32>,
    },
}

/// Kinds of node a mark can speak of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NodeKind {
    /// struct, enum, union, type alias.
    Type,
    /// Function, method, trait method.
    Function,
    /// Trait.
    Trait,
    /// `impl` block.
    Impl,
    /// `mod` (inline or not).
    Module,
    /// const, static, use, macro call in item position and other items.
    Item,
    /// Field of a struct or variant, named or not.
    Field,
    /// Variant of an enum.
    Variant,
    /// Parameter of a function or closure.
    Parameter,
    /// Statement or `let`.
    Statement,
    /// Match arm.
    Arm,
    /// Argument of a call, element of an array or tuple, field of a struct literal, macro argument.
    Argument,
    /// Link of a method chain.
    ChainLink,
    /// Column of a table in SQL or `table!`.
    Column,
    /// Table in SQL or `table!`.
    Table,
}

/// One clause of a mark.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clause {
    /// What it says.
    pub verb: Verb,
    /// The clause's words, first to last.
    pub span: Span,
    /// The categories spoken of; empty for the closing forms.
    pub categories: Vec<CategoryRef>,
    /// Its options.
    pub options: Options,
}

/// A category with an optional element: `location-data.precise`; `everything` stands as such.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CategoryRef {
    /// The category id (or `everything`).
    pub id: Word,
    /// The element after the dot.
    pub element: Option<Word>,
}

/// What a clause does with its categories.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Verb {
    /// `[collects] cats`.
    Collects,
    /// `infers cats from cats`: the second list.
    Infers(Vec<CategoryRef>),
    /// `stores cats in store`.
    Stores(Word),
    /// `discloses cats to recipient`.
    Discloses(Word),
    /// `logs cats`.
    Logs,
    /// `reviews cats`.
    Reviews,
    /// `trains on cats`.
    TrainsOn,
    /// `processes cats by method`.
    Processes(Word),
    /// `hashes`, `encrypts`, `tokenizes`, `coarsens`, `redacts`, `deidentifies`, `anonymizes`.
    Transforms(Transform),
    /// `deletes cats from store`.
    Deletes(Word),
    /// `unauthenticated`.
    Unauthenticated,
    /// `not personal: reason`.
    NotPersonal(Word),
    /// `allow lint by owner until date: reason`.
    Allow(Allow),
}

/// A waiver written in the code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allow {
    /// The lint.
    pub lint: Word,
    /// Who answers for it.
    pub owner: Word,
    /// Last day, `YYYY-MM-DD`, checked to be a date.
    pub until: Word,
    /// Why.
    pub reason: Word,
}

/// What can be done to data so that less of it can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Transform {
    /// One-way digest.
    Hash,
    /// Encryption.
    Encrypt,
    /// Replaced by a token.
    Tokenize,
    /// Made less precise.
    Coarsen,
    /// Cut or masked.
    Redact,
    /// Stripped of direct identifiers.
    Deidentify,
    /// Claimed to be anonymous.
    Anonymize,
}

impl Transform {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::Hash, Self::Encrypt, Self::Tokenize, Self::Coarsen, Self::Redact, Self::Deidentify, Self::Anonymize];

    /// The verb that says it in an annotation.
    pub fn verb(self) -> &'static str {
        match self {
            Self::Hash => "hashes",
            Self::Encrypt => "encrypts",
            Self::Tokenize => "tokenizes",
            Self::Coarsen => "coarsens",
            Self::Redact => "redacts",
            Self::Deidentify => "deidentifies",
            Self::Anonymize => "anonymizes",
        }
    }

    /// The transform that a verb says.
    pub fn of_verb(verb: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|transform| transform.verb() == verb)
    }
}

/// The options of a clause. Empty lists and `None` mean "not said", so inherited.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Options {
    /// `from`.
    pub sources: Vec<Word>,
    /// `for`.
    pub purposes: Vec<Word>,
    /// `under`.
    pub bases: Vec<Word>,
    /// `when`: a Rust path.
    pub gate: Option<Word>,
    /// `of`.
    pub subjects: Vec<Word>,
    /// `kept`: a duration such as `P30D`, or `until-deletion`.
    pub kept: Option<Word>,
    /// `on`.
    pub product: Option<Word>,
    /// `in`.
    pub activity: Option<Word>,
}

/// Why a sentence does not parse.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GrammarError {
    /// At which word.
    pub span: Span,
    /// What is wrong.
    pub message: String,
    /// What to write instead.
    pub help: String,
    /// True when the first word is neither verb nor id nor near one: warned about as not read.
    pub not_a_mark: bool,
    /// The word that was meant, where one is near.
    pub meant: Option<String>,
}

code_structs! {
    Word { text, span }
    Mark { span, text, carrier, binding, clauses, error, takes, moved }
    Move { span, replacement, sure }
    Clause { verb, span, categories, options }
    CategoryRef { id, element }
    Allow { lint, owner, until, reason }
    Options { sources, purposes, bases, gate, subjects, kept, product, activity }
    GrammarError { span, message, help, not_a_mark, meant }
}
code_enum!(Carrier { 0 Comment, 1 InnerComment, 2 Attribute, 3 InnerAttribute, 4 DataPrivacy, 5 Sql, 6 Policy });
code_enum!(Binding { 0 Module, 1 Node { kind, span, name }, 2 Path(path), 3 Dangling { reason, move_to } });
code_enum!(NodeKind {
    0 Type, 1 Function, 2 Trait, 3 Impl, 4 Module, 5 Item, 6 Field, 7 Variant, 8 Parameter, 9 Statement, 10 Arm,
    11 Argument, 12 ChainLink, 13 Column, 14 Table,
});
code_enum!(Verb {
    0 Collects,
    1 Infers(from),
    2 Stores(store),
    3 Discloses(to),
    4 Logs,
    5 Reviews,
    6 TrainsOn,
    7 Processes(by),
    8 Transforms(how),
    9 Deletes(from),
    10 Unauthenticated,
    11 NotPersonal(reason),
    12 Allow(waiver),
});
code_enum!(Transform { 0 Hash, 1 Encrypt, 2 Tokenize, 3 Coarsen, 4 Redact, 5 Deidentify, 6 Anonymize });
