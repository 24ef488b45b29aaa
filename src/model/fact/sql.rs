//! Tables and columns read from SQL.

use super::Sym;
use crate::model::code::code_structs;
use crate::model::place::Span;

/// A table read from SQL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SqlTable {
    /// Its name, without schema and quotes.
    pub name: Sym,
    /// The name token.
    pub name_span: Span,
    /// `CREATE TABLE` (false: `ALTER TABLE … ADD`).
    pub created: bool,
    /// Columns added.
    pub columns: Box<[SqlColumn]>,
}

/// A column of SQL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SqlColumn {
    /// Its name, without quotes.
    pub name: Sym,
    /// The name token.
    pub name_span: Span,
    /// The whole definition.
    pub span: Span,
    /// Its type, lower-cased.
    pub ty: Sym,
}

code_structs! {
    SqlTable { name, name_span, created, columns }
    SqlColumn { name, name_span, span, ty }
}
