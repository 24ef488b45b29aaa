//! Marks, detections, flows and the policy come in; the inventory goes out, with every clause in its place.
//!
//! Nothing is judged here: `check` reads the survey and finds what is wrong with it.

mod gates;
mod options;
mod place;
mod points;
mod rows;
mod states;

use crate::detect::Detection;
use crate::link::Workspace;
use crate::model::inventory::Point;
use crate::model::mark::{Clause, Mark, NodeKind};
use crate::model::place::{LineTable, Region, Span};
use crate::model::project::TargetKind;
use crate::policy::Policy;
pub use options::{Effective, Said};

/// One clause of one mark, with all that is known about its place.
#[derive(Debug, Clone)]
pub struct Told<'a> {
    /// File index; `None` for `[[marks]]` of the policy.
    pub file: Option<usize>,
    /// File as shown.
    pub path: String,
    /// The mark.
    pub mark: &'a Mark,
    /// The clause.
    pub clause: &'a Clause,
    /// Kind of node it speaks of; `None` for a module default and for a path.
    pub node: Option<NodeKind>,
    /// The node; the whole file for a module default; empty for a path.
    pub span: Span,
    /// The node's name token.
    pub name_span: Span,
    /// Item path it speaks of.
    pub item: String,
    /// Name of what it speaks of.
    pub name: String,
    /// Its options, those inherited included.
    pub options: Effective,
    /// Test code.
    pub test: bool,
    /// Crate in item paths.
    pub krate: String,
    /// Package name.
    pub package: String,
    /// Kind of target.
    pub target: TargetKind,
    /// Product that the crate belongs to.
    pub product: Option<String>,
    /// Activity that claims the item, or that the clause names.
    pub activity: Option<String>,
    /// The point it makes: index into `Survey::points`.
    pub point: Option<usize>,
}

/// A detection that no mark covers, or that one contradicts.
#[derive(Debug, Clone)]
pub struct Open {
    /// Index into `Survey::points`.
    pub point: usize,
    /// The clause that is there but says another category: index into `Survey::told`.
    pub contradicts: Option<usize>,
}

/// A silence and what it silences.
#[derive(Debug, Clone)]
pub struct Silenced {
    /// The clause `not personal`: index into `Survey::told`; `None` for `[[silences]]`.
    pub told: Option<usize>,
    /// Index into the policy's silences.
    pub entry: Option<usize>,
    /// Item paths of the detections it covers.
    pub covers: Vec<String>,
}

/// Everything the lints read.
#[derive(Debug)]
pub struct Survey<'a> {
    /// The workspace.
    pub ws: &'a Workspace,
    /// The policy.
    pub policy: &'a Policy,
    /// Every clause.
    pub told: Vec<Told<'a>>,
    /// Every point, sorted by path, line, column, name.
    pub points: Vec<Point>,
    /// The clauses behind each point, parallel to `points`.
    pub backing: Vec<Vec<usize>>,
    /// Detections left open.
    pub open: Vec<Open>,
    /// Silences.
    pub silenced: Vec<Silenced>,
    policy_lines: LineTable,
}

impl Survey<'_> {
    /// The region of a span in the place of a clause.
    pub fn region(&self, told: &Told, span: Span) -> Region {
        match told.file {
            Some(file) => self.ws.files[file].lines.region(span),
            None => self.policy_lines.region(span),
        }
    }

    /// Whether findings about a clause count: code in scope and not of a test.
    pub fn counts(&self, told: &Told, with_tests: bool) -> bool {
        with_tests || !told.test
    }
}

/// Surveys a workspace against a policy (an empty one when there is none).
pub fn survey<'a>(ws: &'a Workspace, policy: &'a Policy, detections: &[Detection]) -> Survey<'a> {
    let mut survey = Survey {
        ws,
        policy,
        told: place::tell(ws, policy),
        points: Vec::new(),
        backing: Vec::new(),
        open: Vec::new(),
        silenced: Vec::new(),
        policy_lines: LineTable::new(&policy.text),
    };
    options::inherit(&mut survey);
    points::gather(&mut survey, detections);
    gates::look(&mut survey);
    survey
}

pub(crate) use place::{activity_of, matches};
pub(crate) use rows::category_text;
pub use rows::{declarations, mark_rows, waiver_rows};
pub use states::states;
