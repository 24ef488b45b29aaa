//! A linked workspace, the packs' API rules and the places where personal data starts come in; the ways it
//! takes to logs, stores, networks and screens go out, with what could not be followed.

mod address;
mod channels;
mod display;
mod engine;
mod entry;
mod eval;
mod fields;
mod hits;
mod inventory;
mod joint;
mod mentions;
mod path;
mod roots;
mod rules;
mod sinks;
mod state;
mod std_table;
mod steps;
mod summary;
mod turns;
mod types;
mod value;
mod work;

pub use inventory::inventory;
pub use rules::Rules;

use crate::link::{Def, Workspace};
use crate::model::inventory::SinkKind;
use crate::model::mark::Transform;
use crate::model::place::Span;

/// A place where personal data starts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seed {
    /// File, an index into the workspace's.
    pub file: usize,
    /// Its name token; for a call, that of the function or the whole expression.
    pub span: Span,
    /// Data keys, best first.
    pub keys: Vec<String>,
    /// Index of the inventory's point.
    pub point: Option<usize>,
    /// What it is.
    pub kind: SeedKind,
}

/// What a seed is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SeedKind {
    /// A parameter of a function, the receiver not counted.
    Param {
        /// The function.
        def: Def,
        /// Its position.
        index: usize,
    },
    /// A field of a type.
    Field {
        /// The struct or enum.
        ty: Def,
        /// The variant, by name.
        variant: Option<String>,
        /// The field.
        name: String,
    },
    /// A call or macro that stands at the seed's span.
    Call,
    /// A column of a table, as queries name it.
    Column {
        /// The table.
        table: String,
        /// The column.
        name: String,
    },
    /// Every value of a type.
    Type(Def),
}

/// A way of data from a seed or source to a sink.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct FlowFact {
    /// Where it ends.
    pub sink: SinkPlace,
    /// Where it starts.
    pub source: SourcePlace,
    /// What was done to it, in a fixed order.
    pub transforms: Vec<&'static str>,
    /// The way, source first, sink last.
    pub steps: Vec<FlowStep>,
}

/// Where a flow starts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SourcePlace {
    /// Index of the seed.
    pub seed: Option<usize>,
    /// Index of the rule.
    pub rule: Option<usize>,
    /// File.
    pub file: usize,
    /// The name token.
    pub span: (u32, u32),
    /// The function called.
    pub function: Option<String>,
    /// Position of the parameter.
    pub param: Option<usize>,
    /// The type.
    pub ty: Option<String>,
}

/// Where a flow ends.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SinkPlace {
    /// File.
    pub file: usize,
    /// The name token of the call or macro.
    pub span: (u32, u32),
    /// Where the call ends.
    pub end: u32,
    /// How.
    pub kind: SinkKind,
    /// `tracing::info!`, `reqwest::RequestBuilder::json`.
    pub api: String,
    /// Who is behind it, when the code says so.
    pub recipient: Option<String>,
}

/// A step of a flow.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct FlowStep {
    /// File.
    pub file: usize,
    /// Where.
    pub span: (u32, u32),
    /// What happens.
    pub what: String,
}

/// What could not be followed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct FlowGap {
    /// File.
    pub file: usize,
    /// Where.
    pub span: (u32, u32),
    /// One sentence.
    pub reason: String,
}

/// Everything that was seen to flow.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Flows {
    /// Sorted by sink, then source.
    pub flows: Vec<FlowFact>,
    /// Sorted by place.
    pub gaps: Vec<FlowGap>,
}

/// The names of transforms, in the order in which a taint's bits stand for them.
pub(crate) const TRANSFORMS: [(Transform, &str); 7] = [
    (Transform::Hash, "hash"),
    (Transform::Encrypt, "encrypt"),
    (Transform::Tokenize, "tokenize"),
    (Transform::Coarsen, "coarsen"),
    (Transform::Redact, "redact"),
    (Transform::Deidentify, "deidentify"),
    (Transform::Anonymize, "anonymize"),
];

/// The bit behind theirs: it passed through a number or a switch, which can hold no words.
const COUNTED: u8 = 1 << TRANSFORMS.len();

/// The stack of the thread that follows flows: calls are followed deep into each other.
const STACK: usize = 1 << 30;

/// Follows the data of all seeds and of the rules' sources; what starts in test code only with `tests`. `threads` at
/// once, as many as there are cores when none are said; the result is the same.
pub fn flows(ws: &Workspace, rules: &Rules, seeds: &[Seed], tests: bool, threads: Option<usize>) -> Flows {
    std::thread::scope(|scope| {
        let run = || engine::Engine::new(&types::Types::new(ws), rules, seeds).run(tests, threads);
        match std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, run) {
            Ok(thread) => thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
            Err(_) => run(),
        }
    })
}
