//! The workspace and the detectors come in, the collection points that nobody annotated go out, each with its
//! evidence for and against. A name is never judged alone: its owner, its type and its role are heard too.

mod about;
mod address;
mod apis;
mod asked;
mod beside;
mod builders;
mod builds;
mod called;
mod calls;
mod clocks;
mod columns;
mod contexts;
mod cookies;
mod declared;
mod describes;
mod each;
mod event_macros;
mod event_names;
mod events;
mod fields;
mod headers;
mod helpers;
mod identity;
mod judge;
mod keyed;
mod links;
mod machines;
mod made;
mod measures;
mod meters;
mod origins;
mod own;
mod owners;
mod params;
mod place;
mod posted;
mod prove;
mod report_names;
mod roles;
mod rooms;
mod senders;
mod sent;
mod spans;
mod switches;
mod telemetry;
mod told;
mod valued;
mod vendors;
mod walk;

pub use prove::prove;

use crate::link::{Def, Workspace};
use crate::model::fact::{ExprId, Field};
use crate::model::inventory::{Confidence, Evidence, PointKind};
use crate::model::place::Span;
use crate::packs::Detectors;
use judge::Verdict;

/// A point, or a place that was looked at and refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Detection {
    /// Index into `Workspace::files`.
    pub file: usize,
    /// The name token.
    pub span: Span,
    /// Item path: `package::mod::Type::field`, `…::function(param)`, `table.column`.
    pub item: String,
    /// The name.
    pub name: String,
    /// Kind of place.
    pub kind: PointKind,
    /// Data keys, best first; empty when the place was refused.
    pub keys: Vec<String>,
    /// By how many kinds of independent evidence.
    pub confidence: Confidence,
    /// What spoke for and against.
    pub evidence: Vec<Evidence>,
    /// The owner type, table or function: points of one group and category make one finding.
    pub owner: String,
    /// Test code.
    pub test: bool,
    /// Where the value stands, for data flow.
    pub seed: Seed,
}

impl Detection {
    /// What was decided of a field.
    fn of_field(
        ws: &Workspace,
        def: Def,
        field: &Field,
        name: &str,
        group: &str,
        verdict: Verdict,
        seed: Seed,
    ) -> Self {
        Detection {
            file: def.file as usize,
            span: field.name_span,
            item: format!("{}::{name}", ws.item_path(def)),
            name: name.to_owned(),
            kind: PointKind::Field,
            keys: verdict.keys,
            confidence: verdict.confidence,
            evidence: verdict.evidence,
            owner: group.to_owned(),
            test: ws.is_test(def),
            seed,
        }
    }

    /// What was decided of an event or a span's field that a function names.
    fn of_event(ws: &Workspace, def: Def, name: String, span: Span, verdict: Verdict, value: ExprId) -> Self {
        let function = ws.item_path(def);
        Detection {
            file: def.file as usize,
            span,
            item: format!("{function}::{name}"),
            name,
            kind: PointKind::Event,
            keys: verdict.keys,
            confidence: verdict.confidence,
            evidence: verdict.evidence,
            owner: function,
            test: ws.is_test(def),
            seed: Seed::Expr(def.file as usize, value),
        }
    }
}

/// What a detection speaks of, so that flow can start from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Seed {
    /// A field of a struct: the type and the field's position.
    Field(Def, usize),
    /// A field of a variant: the enum, the variant, the field.
    VariantField(Def, usize, usize),
    /// A parameter of a function: its position, the receiver not counted.
    Param(Def, usize),
    /// A call that reads.
    Expr(usize, ExprId),
    /// A column, which is nothing of Rust's, or a place that flow does not start from.
    Column,
}

/// All points of the workspace, test code included, by file and place.
pub fn detect(ws: &Workspace, detectors: &Detectors) -> Vec<Detection> {
    considered(ws, detectors).into_iter().filter(|place| !place.keys.is_empty()).collect()
}

/// What was considered on a line (1-based) of a file, found or refused.
pub fn why(ws: &Workspace, detectors: &Detectors, path: &str, line: u32) -> Vec<Detection> {
    let Some(file) = ws.project.files.iter().position(|file| file.path == path) else { return Vec::new() };
    let on_line = |place: &Detection| place.file == file && ws.files[file].lines.line(place.span.start) == line;
    considered(ws, detectors).into_iter().filter(on_line).collect()
}

/// All places that were looked at, found or refused, by file and place.
pub fn considered(ws: &Workspace, detectors: &Detectors) -> Vec<Detection> {
    let owners = owners::collect(ws, detectors);
    let mut found = fields::points(ws, detectors, &owners);
    found.extend(columns::points(ws, detectors));
    found.extend(params::points(ws, detectors, &owners));
    let telemetry = telemetry::find(ws, detectors, &owners);
    found.extend(calls::points(ws, detectors, &owners, &telemetry));
    telemetry::add(ws, detectors, &owners, &telemetry, &mut found);
    found.extend(posted::points(ws, detectors));
    found.extend(headers::points(ws, detectors));
    found.extend(spans::points(ws, detectors));
    found.sort_by(|a, b| {
        let place = |d: &Detection| (d.file, d.span.start, d.keys.is_empty(), d.kind);
        place(a).cmp(&place(b)).then_with(|| a.item.cmp(&b.item))
    });
    // One place, one point: what was found first in the order above stays.
    found.dedup_by(|later, kept| {
        let same = later.file == kept.file && later.span == kept.span;
        if same && later.keys != kept.keys {
            kept.evidence.extend(later.evidence.iter().filter(|evidence| !evidence.supports).cloned());
        }
        same
    });
    found
}
