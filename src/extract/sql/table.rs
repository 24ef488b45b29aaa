//! SQL tokens in, tables out.

use super::lex::{Kind, Token, lex};
use super::{Column, Table};
use crate::model::place::Span;

/// Words with which an entry of a table is no column, whatever follows.
const CONSTRAINTS: &[&str] = &["constraint", "primary", "foreign", "unique", "check", "exclude"];
/// Words that begin an index in MySQL, but are column names elsewhere.
const INDEXES: &[&str] = &["key", "index", "fulltext", "spatial", "like", "period"];
/// Words that end a column's type.
const AFTER_TYPE: &[&str] = &[
    "not",
    "null",
    "default",
    "primary",
    "unique",
    "references",
    "check",
    "constraint",
    "collate",
    "generated",
    "as",
    "auto_increment",
    "autoincrement",
    "comment",
    "on",
    "identity",
    "encode",
    "key",
    "first",
    "after",
    "virtual",
    "stored",
    "using",
    "visible",
    "invisible",
    "sparse",
    "hidden",
    "if",
];
/// Types, to tell the column `key varchar(9)` from the index `KEY name (column)`.
const TYPES: &[&str] = &[
    "char",
    "varchar",
    "nvarchar",
    "character",
    "text",
    "binary",
    "varbinary",
    "bit",
    "int",
    "integer",
    "decimal",
    "numeric",
    "float",
    "double",
    "timestamp",
    "datetime",
    "time",
    "number",
    "varchar2",
];
/// What else `ALTER TABLE` does.
const ACTIONS: &[&str] = &[
    "add",
    "alter",
    "drop",
    "rename",
    "modify",
    "change",
    "set",
    "owner",
    "enable",
    "disable",
    "attach",
    "detach",
    "convert",
    "order",
    "comment",
    "engine",
    "auto_increment",
    "algorithm",
    "lock",
    "with",
    "validate",
    "cluster",
    "inherit",
    "no",
    "partition",
    "default",
    "character",
    "collate",
];

/// The tables that an SQL text creates or adds columns to. Also for SQL in string literals.
pub fn tables_in(text: &str) -> Vec<Table> {
    let tokens = lex(text);
    let mut reader = Reader { text, tokens: &tokens, at: 0 };
    let mut tables = Vec::new();
    while reader.at < tokens.len() {
        if reader.word("create") {
            tables.extend(reader.create());
        } else if reader.word("alter") {
            tables.extend(reader.alter());
        } else {
            reader.at += 1;
        }
    }
    tables
}

struct Reader<'t> {
    text: &'t str,
    tokens: &'t [Token],
    at: usize,
}

impl<'t> Reader<'t> {
    fn token(&self) -> Option<Token> {
        self.tokens.get(self.at).copied()
    }

    fn text_of(&self, token: Token) -> &'t str {
        self.text.get(token.span.range()).unwrap_or_default()
    }

    fn is_word(&self, at: usize, word: &str) -> bool {
        self.tokens
            .get(at)
            .is_some_and(|token| token.kind == Kind::Word && self.text_of(*token).eq_ignore_ascii_case(word))
    }

    /// Takes a keyword if it comes next.
    fn word(&mut self, word: &str) -> bool {
        let found = self.is_word(self.at, word);
        self.at += usize::from(found);
        found
    }

    fn words(&mut self, words: &[&str]) -> bool {
        let found = words.iter().enumerate().all(|(ahead, word)| self.is_word(self.at + ahead, word));
        self.at += if found { words.len() } else { 0 };
        found
    }

    fn sign(&mut self, sign: u8) -> bool {
        let found = self.token().is_some_and(|token| token.kind == Kind::Sign(sign));
        self.at += usize::from(found);
        found
    }

    /// `schema.name`: the last part, without quotes.
    fn name(&mut self) -> Option<(String, Span)> {
        let mut name = None;
        while let Some(token) = self.token().filter(|token| matches!(token.kind, Kind::Word | Kind::Quoted)) {
            self.at += 1;
            name = Some((unquoted(self.text_of(token), token.kind), token.span));
            if !self.sign(b'.') {
                break;
            }
        }
        name
    }

    /// After `CREATE`.
    fn create(&mut self) -> Option<Table> {
        let kinds =
            ["or", "replace", "global", "local", "temp", "temporary", "unlogged", "external", "virtual", "foreign"];
        while kinds.iter().any(|kind| self.word(kind)) {}
        if !self.word("table") {
            return None;
        }
        let _ = self.words(&["if", "not", "exists"]);
        let (name, name_span) = self.name()?;
        let mut columns = Vec::new();
        while let Some(token) = self.token() {
            match token.kind {
                Kind::Sign(b';') => break,
                Kind::Sign(b'(') => {
                    columns = self.list().into_iter().filter_map(|entry| self.column(entry)).collect();
                    break;
                }
                // A query or another table says what the columns are.
                Kind::Word
                    if ["as", "select", "partition", "like", "create", "alter"]
                        .iter()
                        .any(|word| self.is_word(self.at, word)) =>
                {
                    break;
                }
                _ => self.at += 1,
            }
        }
        Some(Table { name, name_span, created: true, columns })
    }

    /// After `ALTER`.
    fn alter(&mut self) -> Option<Table> {
        let _ = self.word("foreign");
        if !self.word("table") {
            return None;
        }
        let _ = self.words(&["if", "exists"]);
        let _ = self.word("only");
        let (name, name_span) = self.name()?;
        self.sign(b'*');
        let mut columns = Vec::new();
        let mut adding = false;
        while let Some(token) = self.token() {
            if token.kind == Kind::Sign(b';') {
                break;
            }
            let entry = self.entry();
            if entry.is_empty() {
                // A `,`, or a `)` that closes nothing.
                self.at += 1;
                continue;
            }
            let first = self.tokens.get(entry.start).copied();
            if self.is_word(entry.start, "add") {
                adding = self.added(entry.start + 1..entry.end, &mut columns);
            } else if adding && !first.is_some_and(|first| ACTIONS.iter().any(|action| self.is_this(first, action))) {
                // `ADD a int, b int` of SQL Server.
                columns.extend(self.column(entry));
            }
        }
        if columns.is_empty() {
            return None;
        }
        Some(Table { name, name_span, created: false, columns })
    }

    /// `ADD [COLUMN] [IF NOT EXISTS] column` or `ADD (column, …)`: whether columns may follow.
    fn added(&mut self, entry: std::ops::Range<usize>, columns: &mut Vec<Column>) -> bool {
        let after = self.at;
        self.at = entry.start;
        let _ = self.word("column");
        let _ = self.words(&["if", "not", "exists"]);
        let added: Vec<Column> = if self.token().is_some_and(|token| token.kind == Kind::Sign(b'(')) {
            self.list().into_iter().filter_map(|entry| self.column(entry)).collect()
        } else {
            self.column(self.at..entry.end).into_iter().collect()
        };
        self.at = after;
        let any = !added.is_empty();
        columns.extend(added);
        any
    }

    /// The entries of `( …, … )`; takes the list.
    fn list(&mut self) -> Vec<std::ops::Range<usize>> {
        let mut entries = Vec::new();
        self.at += 1;
        while self.at < self.tokens.len() {
            entries.push(self.entry());
            if !self.sign(b',') {
                break;
            }
        }
        self.sign(b')');
        entries
    }

    /// Goes to the next `,`, `)` or `;` of this level.
    fn entry(&mut self) -> std::ops::Range<usize> {
        let start = self.at;
        let mut open = 0usize;
        while let Some(token) = self.token() {
            match token.kind {
                Kind::Sign(b'(') => open += 1,
                Kind::Sign(b')') if open == 0 => break,
                Kind::Sign(b')') => open -= 1,
                Kind::Sign(b',') if open == 0 => break,
                Kind::Sign(b';') => break,
                _ => {}
            }
            self.at += 1;
        }
        start..self.at
    }

    fn is_this(&self, token: Token, word: &str) -> bool {
        token.kind == Kind::Word && self.text_of(token).eq_ignore_ascii_case(word)
    }

    fn column(&self, entry: std::ops::Range<usize>) -> Option<Column> {
        let first = *self.tokens.get(entry.clone())?.first()?;
        if !matches!(first.kind, Kind::Word | Kind::Quoted) || self.is_constraint(&entry) {
            return None;
        }
        let rest = &self.tokens[entry.start + 1..entry.end];
        let mut open = 0usize;
        let ends = |token: &Token| AFTER_TYPE.iter().any(|word| self.is_this(*token, word));
        let mut length = rest.len();
        for (at, token) in rest.iter().enumerate() {
            let set =
                self.is_this(*token, "character") && rest.get(at + 1).is_some_and(|next| self.is_this(*next, "set"));
            if open == 0 && (ends(token) || set) {
                length = at;
                break;
            }
            match token.kind {
                Kind::Sign(b'(') => open += 1,
                Kind::Sign(b')') => open = open.saturating_sub(1),
                _ => {}
            }
        }
        let ty = match rest[..length] {
            [] => String::new(),
            [from, .., to] => self.one_line(from.span.to(to.span)),
            [one] => self.one_line(one.span),
        };
        let last = rest.last().unwrap_or(&first);
        let name = unquoted(self.text_of(first), first.kind);
        Some(Column { name, name_span: first.span, span: first.span.to(last.span), ty })
    }

    fn is_constraint(&self, entry: &std::ops::Range<usize>) -> bool {
        let Some(&first) = self.tokens.get(entry.start) else { return true };
        let next = self.tokens[entry.start + 1..entry.end].first().copied();
        if CONSTRAINTS.iter().any(|word| self.is_this(first, word)) {
            return true;
        }
        if !INDEXES.iter().any(|word| self.is_this(first, word)) {
            return false;
        }
        let Some(next) = next else { return false };
        let second_is_type = TYPES.iter().any(|ty| self.is_this(next, ty));
        let has_list = self.tokens[entry.clone()].iter().any(|token| token.kind == Kind::Sign(b'('));
        self.is_this(first, "like") || has_list && !second_is_type
    }

    fn one_line(&self, span: Span) -> String {
        let text = self.text.get(span.range()).unwrap_or_default().to_lowercase();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

fn unquoted(text: &str, kind: Kind) -> String {
    if kind != Kind::Quoted || text.len() < 2 {
        return text.to_string();
    }
    let quote = &text[..1];
    let inner = text[1..].strip_suffix(if quote == "[" { "]" } else { quote }).unwrap_or(&text[1..]);
    if quote == "[" { inner.to_string() } else { inner.replace(&quote.repeat(2), quote) }
}
