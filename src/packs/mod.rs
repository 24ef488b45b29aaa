//! Rule packs and lint cards (`rules/**.toml`, the user's packs) come in, `Detectors` go out.

use crate::model::inventory::SinkKind;
use crate::model::mark::Transform;

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
