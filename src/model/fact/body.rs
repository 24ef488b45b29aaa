//! The bodies of one file: its expressions and patterns with their places.

use super::{Expr, Pat};
use crate::model::place::Span;
use serde::{Deserialize, Serialize};

/// Arenas that `ExprId` and `PatId` index.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Bodies {
    /// Expressions of every body, const and template.
    pub exprs: Box<[Expr]>,
    /// Span of each expression.
    pub expr_spans: Box<[Span]>,
    /// Patterns.
    pub pats: Box<[Pat]>,
    /// Span of each pattern.
    pub pat_spans: Box<[Span]>,
}
