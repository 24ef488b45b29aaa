//! The workspace and the detectors come in; detected collection points go out.

use crate::model::inventory::{Confidence, Evidence, PointKind};
use crate::model::place::Span;

/// A point that a pack found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Detection {
    /// File index.
    pub file: usize,
    /// Name token.
    pub span: Span,
    /// Item path.
    pub item: String,
    /// Name.
    pub name: String,
    /// Kind of place.
    pub kind: PointKind,
    /// Data keys, best first.
    pub keys: Vec<String>,
    /// How sure.
    pub confidence: Confidence,
    /// Why.
    pub evidence: Vec<Evidence>,
    /// Owner type: points of one owner and category make one finding.
    pub owner: String,
    /// Test code.
    pub test: bool,
}

/// Finds the points that nobody annotated.
pub fn detect(_ws: &crate::link::Workspace, _detectors: &crate::packs::Detectors) -> Vec<Detection> {
    Vec::new()
}
