//! The text of a TOML file comes in, a tree of values with the span of every key and value goes out, in the order
//! of the file; syntax errors come out with their spans.

use crate::model::place::Span;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A value and where it stands.
#[derive(Debug, Clone)]
pub(super) struct Node {
    pub value: Value,
    pub span: Span,
}

/// The values that a policy can hold.
#[derive(Debug, Clone)]
pub(super) enum Value {
    Text(String),
    Whole(i64),
    Truth(bool),
    /// A date as written.
    Date(String),
    /// A fraction, or a whole number out of range: nowhere allowed.
    Other,
    List(Vec<Node>),
    Table(Entries),
}

/// The entries of a table, in the order of the file.
pub(super) type Entries = Vec<(Key, Node)>;

/// A key and where it stands.
#[derive(Debug, Clone)]
pub(super) struct Key {
    pub name: String,
    pub span: Span,
}

impl Node {
    /// What kind of value it is, for messages.
    pub(super) fn is_a(&self) -> &'static str {
        match self.value {
            Value::Text(_) => "a string",
            Value::Whole(_) | Value::Other => "a number",
            Value::Truth(_) => "true or false",
            Value::Date(_) => "a date",
            Value::List(_) => "a list",
            Value::Table(_) => "a table",
        }
    }
}

/// Reads a whole document, or says everything that keeps it from being TOML.
pub(super) fn parse(text: &str) -> Result<Entries, Vec<(String, Span)>> {
    let (table, errors) = DeTable::parse_recoverable(text);
    if errors.is_empty() {
        return Ok(entries(table.get_ref(), text));
    }
    Err(errors.iter().map(|e| (e.message().to_owned(), span(e.span().unwrap_or(0..0), text))).collect())
}

fn entries(table: &DeTable<'_>, text: &str) -> Entries {
    let mut entries: Entries = table
        .iter()
        .map(|(key, value)| (Key { name: key.get_ref().to_string(), span: span(key.span(), text) }, node(value, text)))
        .collect();
    entries.sort_by_key(|(key, _)| key.span.start);
    entries
}

fn node(value: &Spanned<DeValue<'_>>, text: &str) -> Node {
    let read = match value.get_ref() {
        DeValue::String(s) => Value::Text(s.to_string()),
        DeValue::Integer(i) => i64::from_str_radix(i.as_str(), i.radix()).map_or(Value::Other, Value::Whole),
        DeValue::Float(_) => Value::Other,
        DeValue::Boolean(b) => Value::Truth(*b),
        DeValue::Datetime(d) => Value::Date(d.to_string()),
        DeValue::Array(items) => Value::List(items.iter().map(|item| node(item, text)).collect()),
        DeValue::Table(table) => Value::Table(entries(table, text)),
    };
    Node { value: read, span: span(value.span(), text) }
}

/// Keeps a span inside the text, whatever the parser says of an unexpected end.
fn span(range: std::ops::Range<usize>, text: &str) -> Span {
    let start = range.start.min(text.len());
    Span::new(start, range.end.clamp(start, text.len()))
}
