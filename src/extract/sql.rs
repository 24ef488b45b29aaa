//! SQL text in, its tables and columns out: `CREATE TABLE` and `ALTER TABLE … ADD` of any dialect.

mod lex;
mod table;

use crate::extract::intern::Interner;
use crate::model::fact::{FileFacts, SqlColumn, SqlTable};
use crate::model::place::{LineTable, Span};

pub use table::tables_in;

/// A table of an SQL text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Its name, without schema and quotes.
    pub name: String,
    /// The name token.
    pub name_span: Span,
    /// `CREATE TABLE` (false: `ALTER TABLE … ADD`).
    pub created: bool,
    /// Columns added.
    pub columns: Vec<Column>,
}

/// A column of an SQL text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name, without quotes.
    pub name: String,
    /// The name token.
    pub name_span: Span,
    /// The whole definition.
    pub span: Span,
    /// Its type, lower-cased; empty where it has none.
    pub ty: String,
}

/// Reads an SQL file.
pub fn sql(bytes: &[u8]) -> FileFacts {
    let (text, gaps) = super::text_of(bytes);
    let mut names = Interner::new();
    let tables: Vec<SqlTable> = tables_in(&text).into_iter().map(|table| interned(table, &mut names)).collect();
    FileFacts {
        names: names.into_names(),
        marks: super::marks::read_sql(&text, &tables),
        tables,
        gaps,
        lines: LineTable::new(&text),
        digest: blake3::hash(bytes).to_hex().to_string(),
        ..FileFacts::default()
    }
}

fn interned(table: Table, names: &mut Interner) -> SqlTable {
    let columns = table.columns.into_iter().map(|column| SqlColumn {
        name: names.sym(&column.name),
        name_span: column.name_span,
        span: column.span,
        ty: names.sym(&column.ty),
    });
    let columns = columns.collect();
    SqlTable { name: names.sym(&table.name), name_span: table.name_span, created: table.created, columns }
}
