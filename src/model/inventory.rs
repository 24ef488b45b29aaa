//! The inventory: points, flows, marks, declarations, gaps. The shapes of the JSON contract.

use super::finding::AnchorRef;
use super::place::Region;
use serde::{Deserialize, Serialize};

/// Everything a run saw, before and beside any verdict.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Inventory {
    /// Points, sorted by path, line, column, name.
    pub points: Vec<Point>,
    /// Flows, sorted by sink.
    pub flows: Vec<Flow>,
    /// Clauses of marks, sorted by path and line.
    pub marks: Vec<MarkRow>,
    /// Declarations of the policy, in its order.
    pub declarations: Vec<Declaration>,
    /// Rules of the policy and how they stand.
    pub rules: Vec<RuleRow>,
    /// Waivers and silences.
    pub waivers: Vec<WaiverRow>,
    /// What could not be seen.
    pub gaps: Vec<Gap>,
    /// What was read.
    pub scope: Scope,
}

/// What was read.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Scope {
    /// Files read.
    pub files: usize,
    /// Their lines.
    pub lines: usize,
    /// Their bytes.
    pub bytes: u64,
    /// Packages in scope, by name.
    pub packages: Vec<String>,
    /// Packages left out by `-p` or `--exclude`.
    pub left_out: Vec<String>,
}

/// A place where personal data is collected.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Point {
    /// Stable within a run: `p1`, `p2` … in sorted order.
    pub id: String,
    /// File.
    pub path: String,
    /// The name token.
    #[serde(flatten)]
    pub region: Region,
    /// Item path: `package::mod::Type::field`, `…::function(param)`, `table.column`.
    pub item: String,
    /// The name: field, parameter, column, method, key.
    pub name: String,
    /// Kind of place.
    pub kind: PointKind,
    /// Categories of the policy, best first.
    pub categories: Vec<String>,
    /// Data keys, best first.
    pub keys: Vec<String>,
    /// Which of marks and packs found it.
    pub found_by: Vec<FoundBy>,
    /// How sure.
    pub confidence: Confidence,
    /// Sources said or inherited.
    pub sources: Vec<String>,
    /// Purposes said or inherited.
    pub purposes: Vec<String>,
    /// Legal bases said or inherited.
    pub bases: Vec<String>,
    /// Data subjects said or inherited.
    pub subjects: Vec<String>,
    /// The gate said with `when`.
    pub gate: Option<String>,
    /// Every way to it is seen to ask the gate first; else the gate is claimed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub gate_seen: bool,
    /// Retention said with `kept`.
    pub kept: Option<String>,
    /// Product it belongs to.
    pub product: Option<String>,
    /// Activity that claims it.
    pub activity: Option<String>,
    /// What is seen to happen to it.
    pub states: Vec<DatumState>,
    /// Owner type and category: points of one group make one finding.
    pub group: String,
    /// Crate (package, or `package@bin:NAME`).
    #[serde(rename = "crate")]
    pub krate: String,
    /// Kind of target.
    pub target: super::project::TargetKind,
    /// Only in test code.
    #[serde(default)]
    pub test: bool,
    /// Reasons for and against.
    pub evidence: Vec<Evidence>,
}

/// Kinds of place where data enters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PointKind {
    /// A field of a type filled from outside.
    #[default]
    Field,
    /// A parameter.
    Param,
    /// A call that reads it.
    Call,
    /// A column of a table.
    Column,
    /// A telemetry or audit event.
    Event,
    /// A whole type (marked).
    Type,
    /// A whole function (marked).
    Function,
}

/// Who found a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FoundBy {
    /// A mark.
    Annotated,
    /// A rule pack.
    Detected,
}

/// How sure a detection is, by the kinds of independent evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// One kind of evidence.
    Possible,
    /// Two independent kinds.
    Likely,
    /// Annotated, or three kinds.
    #[default]
    Certain,
}

/// What is seen to happen to a datum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DatumState {
    /// It enters.
    Collected,
    /// It reaches storage or a file.
    Kept,
    /// It leaves the machine.
    Sent,
}

/// One reason for or against a decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// Rule id: `PACK/RULE`.
    pub rule: String,
    /// One sentence.
    pub reason: String,
    /// For (true) or against.
    #[serde(rename = "for")]
    pub supports: bool,
}

/// A path from where data enters to where it leaves the function's hands.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Flow {
    /// `f1`, `f2` … in sorted order.
    pub id: String,
    /// The point it starts from.
    pub point: Option<String>,
    /// Where it starts.
    pub source: FlowSource,
    /// Where it ends.
    pub sink: Sink,
    /// Categories, best first.
    pub categories: Vec<String>,
    /// Data keys, best first.
    pub keys: Vec<String>,
    /// Transforms on the way.
    pub transforms: Vec<String>,
    /// What remains readable.
    pub state: FlowState,
    /// From source to sink.
    pub steps: Vec<Step>,
    /// Only in test code.
    #[serde(default)]
    pub test: bool,
}

/// Where a flow starts.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct FlowSource {
    /// File.
    pub path: String,
    /// Line.
    pub line: u32,
    /// The function called, for a call.
    pub function: Option<String>,
    /// The parameter's position, for a parameter of an entry point.
    pub param: Option<usize>,
    /// The type, for a datum that is known by its type or field.
    #[serde(rename = "type")]
    pub ty: Option<String>,
}

/// Where a flow ends.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Sink {
    /// File.
    pub path: String,
    /// Line of the macro or function name.
    pub line: u32,
    /// Its column.
    pub column: u32,
    /// Last line of the statement.
    pub end_line: u32,
    /// Kind.
    pub kind: SinkKind,
    /// The API: `tracing::info!`, `reqwest::RequestBuilder::json`.
    pub api: String,
    /// Who is behind it, when it is seen.
    pub recipient: Option<String>,
}

/// Kinds of sink.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SinkKind {
    /// Log.
    #[default]
    Log,
    /// Database, key-value store, cache.
    Storage,
    /// File.
    File,
    /// Another machine, whose owner is not known.
    Network,
    /// Another company's service by its SDK.
    ExternalService,
    /// Metrics, traces, crash reports, analytics.
    Telemetry,
    /// Another program on this machine.
    Process,
    /// Screen, standard output.
    Display,
    /// Back to the requester.
    Response,
}

impl SinkKind {
    /// The name in the contract.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Log => "log",
            Self::Storage => "storage",
            Self::File => "file",
            Self::Network => "network",
            Self::ExternalService => "external-service",
            Self::Telemetry => "telemetry",
            Self::Process => "process",
            Self::Display => "display",
            Self::Response => "response",
        }
    }

    /// Whether somebody else receives what goes there.
    pub fn leaves(self) -> bool {
        matches!(self, Self::Network | Self::ExternalService | Self::Telemetry)
    }
}

/// What remains readable at the end of a flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FlowState {
    /// Everything.
    #[default]
    Plain,
    /// Hashed, tokenised or encrypted.
    Pseudonymised,
    /// Coarsened or redacted.
    Reduced,
    /// Said to be anonymous.
    ClaimedAnonymous,
}

/// A step of a flow.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Step {
    /// File.
    pub path: String,
    /// Line.
    pub line: u32,
    /// What happens there.
    pub what: String,
}

/// A clause of a mark as the contract shows it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct MarkRow {
    /// `m1`, `m2` … in sorted order.
    pub id: String,
    /// `collects`, `stores`, `not-personal` ….
    pub verb: String,
    /// Its categories.
    pub categories: Vec<String>,
    /// Store, recipient, method, lint, reason.
    pub object: Option<String>,
    /// Options by keyword.
    pub options: std::collections::BTreeMap<String, Vec<String>>,
    /// Item path it speaks of.
    pub item: String,
    /// File.
    pub path: String,
    /// Line.
    pub line: u32,
    /// The point it makes or silences.
    pub point: Option<String>,
}

/// A declaration of the policy and whether the code has it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Declaration {
    /// `category`, `purpose`, `source`, `recipient`, ….
    pub kind: String,
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its line in the policy.
    pub line: u32,
    /// Points that use it.
    pub used_by: Vec<String>,
    /// `used`, `unannotated`, `unused`.
    pub state: Usage,
    /// The passage of a document that it rests on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub anchor: Option<AnchorRef>,
}

/// How a declaration stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Usage {
    /// By an annotated point outside tests.
    Used,
    /// Only by detected points.
    Unannotated,
    /// By none.
    #[default]
    Unused,
}

/// A rule of the policy and how it stands.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RuleRow {
    /// Its id.
    pub id: String,
    /// `held`, `broken`, `not-exercised`.
    pub state: String,
}

/// A waiver or silence.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct WaiverRow {
    /// The lint waived; `not-personal` for a silence.
    pub lint: String,
    /// Item path.
    pub at: String,
    /// File it is written in.
    pub path: String,
    /// Line.
    pub line: u32,
    /// Who answers.
    // PRIVACY: not personal: a team or role that policy.toml or a comment names
    pub owner: Option<String>,
    /// Last day.
    pub until: Option<String>,
    /// Why.
    pub reason: String,
    /// `used`, `unused`, `expired`.
    pub state: String,
}

/// Something that could not be seen.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub struct Gap {
    /// File.
    pub path: String,
    /// Line.
    pub line: u32,
    /// One sentence.
    pub reason: String,
}
