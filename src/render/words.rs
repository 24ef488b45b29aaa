//! Enumerations come in, the words for them in sentences go out.

use crate::model::inventory::{Confidence, DatumState, FlowState, FoundBy, PointKind, SinkKind};
use crate::policy::{Allowed, Choice, Retention, Sensitivity, SourceKind, read_retention};

/// What remains readable.
pub fn flow_state(state: FlowState) -> &'static str {
    match state {
        FlowState::Plain => "plain",
        FlowState::Pseudonymised => "pseudonymised",
        FlowState::Reduced => "reduced",
        FlowState::ClaimedAnonymous => "claimed anonymous",
    }
}

/// Where data leaves, as a noun.
pub fn sink(kind: SinkKind) -> &'static str {
    match kind {
        SinkKind::Log => "a log",
        SinkKind::Storage => "storage",
        SinkKind::File => "a file",
        SinkKind::Network => "the network",
        SinkKind::ExternalService => "an external service",
        SinkKind::Telemetry => "telemetry",
        SinkKind::Process => "another program",
        SinkKind::Display => "the screen",
        SinkKind::Response => "the response",
    }
}

/// Kind of place.
pub fn point_kind(kind: PointKind) -> &'static str {
    match kind {
        PointKind::Field => "field",
        PointKind::Param => "parameter",
        PointKind::Call => "call",
        PointKind::Column => "column",
        PointKind::Event => "event",
        PointKind::Type => "type",
        PointKind::Function => "function",
    }
}

/// How sure.
pub fn confidence(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::Possible => "possible",
        Confidence::Likely => "likely",
        Confidence::Certain => "certain",
    }
}

/// Who found it.
pub fn found_by(found: &[FoundBy]) -> &'static str {
    match (found.contains(&FoundBy::Annotated), found.contains(&FoundBy::Detected)) {
        (true, true) => "annotated, detected",
        (true, false) => "annotated",
        (false, true) => "detected",
        (false, false) => "not seen",
    }
}

/// What happens to a datum.
pub fn datum_state(state: DatumState) -> &'static str {
    match state {
        DatumState::Collected => "collected",
        DatumState::Kept => "kept",
        DatumState::Sent => "sent",
    }
}

/// How data comes.
pub fn source_kind(kind: SourceKind) -> &'static str {
    match kind {
        SourceKind::Provided => "provided",
        SourceKind::Observed => "observed",
        SourceKind::Derived => "derived",
        SourceKind::Inferred => "inferred",
        SourceKind::ThirdParty => "from a third party",
    }
}

/// A choice of the person.
pub fn choice(choice: Choice) -> &'static str {
    match choice {
        Choice::OptIn => "opt-in",
        Choice::OptOut => "opt-out",
        Choice::OsPermission => "permission of the operating system",
        Choice::Setting => "a setting",
    }
}

/// How sensitive.
pub fn sensitivity(sensitivity: Sensitivity) -> &'static str {
    match sensitivity {
        Sensitivity::Personal => "personal",
        Sensitivity::High => "high",
        Sensitivity::Secret => "secret",
    }
}

/// How long.
pub fn retention(retention: &Retention) -> String {
    match retention {
        Retention::NotStated => "not stated".to_string(),
        Retention::Days(1) => "1 day".to_string(),
        // The policy's own reckoning: a year is 365 days.
        Retention::Days(365) => "1 year".to_string(),
        Retention::Days(days) if *days > 0 && days % 365 == 0 => format!("{} years", days / 365),
        Retention::Days(days) => format!("{days} days"),
        Retention::UntilDeletion => "until it is deleted".to_string(),
    }
}

/// How long, as an annotation says it.
pub fn kept(said: &str) -> String {
    read_retention(said).map_or_else(|| said.to_string(), |read| retention(&read))
}

/// What the policy allows, where `"*"` is never shown as a list: it is not allocated.
pub fn allowed(allowed: &Allowed, noun: &str, total: usize, title: &dyn Fn(&str) -> String) -> String {
    match allowed {
        // A policy that declares none leaves nothing to allocate.
        Allowed::All if total == 0 => "not stated".to_string(),
        Allowed::All => format!("not allocated (the statement gives {total} {noun} for all data)"),
        Allowed::NotStated => "not stated".to_string(),
        Allowed::None => "none".to_string(),
        Allowed::Ids(ids) if ids.is_empty() => "not stated".to_string(),
        Allowed::Ids(ids) => ids.iter().map(|id| title(id)).collect::<Vec<_>>().join(", "),
    }
}
