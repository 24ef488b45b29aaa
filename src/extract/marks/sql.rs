//! SQL text and its tables come in, the `-- PRIVACY:` annotations go out, bound to columns and tables.

use super::sentence::Sentence;
use crate::model::fact::{SqlColumn, SqlTable};
use crate::model::mark::{Binding, Carrier, Mark, NodeKind};
use memchr::memmem;
use std::ops::Range;

/// Reads the annotations of an SQL file, in the order of their places.
pub fn read_sql(text: &str, tables: &[SqlTable]) -> Vec<Mark> {
    if memmem::find(text.as_bytes(), super::comments::MARKER.as_bytes()).is_none() {
        return Vec::new();
    }
    let (comments, code) = split(text);
    let mut found: Vec<Sentence> = Vec::new();
    let mut last: Option<Line> = None;
    for at in comments {
        let line = Line::new(text, &at);
        let follows = last.filter(|last| last.end + 1 + line.margin == at.start && line.alone);
        last = None;
        if let Some(said) = line.said {
            let mut sentence = Sentence::new(at.clone(), Carrier::Sql);
            sentence.add(said, at.end - said.len());
            match found.last_mut() {
                Some(before)
                    if follows.is_some_and(|last| last.alone) && !before.is_prose() && !sentence.is_prose() =>
                {
                    before.append(sentence);
                }
                _ => found.push(sentence),
            }
            last = Some(Line { end: at.end, ..line });
        } else if let (Some(first), Some(before)) = (follows, found.last_mut())
            && line.indent >= first.indent + 2
        {
            before.join(' ');
            before.add(&text[at.start + 2..at.end], at.start + 2);
            before.whole.end = at.end;
            last = Some(Line { end: at.end, ..first });
        }
    }
    let bound = |sentence: Sentence| {
        let binding = bind(text, &sentence.whole, tables, &code);
        super::with_binding_error(sentence.into_mark(binding))
    };
    found.into_iter().map(bound).collect()
}

#[derive(Clone, Copy)]
struct Line<'a> {
    alone: bool,
    margin: usize,
    indent: usize,
    end: usize,
    said: Option<&'a str>,
}

impl<'a> Line<'a> {
    fn new(text: &'a str, at: &Range<usize>) -> Self {
        let line_start = text[..at.start].rfind('\n').map_or(0, |newline| newline + 1);
        let body = text[at.clone()].get(2..).unwrap_or("");
        let trimmed = body.trim_start();
        Self {
            alone: text[line_start..at.start].trim().is_empty(),
            margin: at.start - line_start,
            indent: body.len() - trimmed.len(),
            end: at.end,
            said: trimmed.strip_prefix(super::comments::MARKER),
        }
    }
}

/// The `--` comments, and the places of everything else that is neither blank nor comment, word by word.
fn split(text: &str) -> (Vec<Range<usize>>, Vec<Range<usize>>) {
    let (mut comments, mut code) = (Vec::new(), Vec::new());
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        let from_quote = |quote: char| rest[1..].find(quote).map_or(rest.len(), |end| end + 2);
        let len = match c {
            _ if rest.starts_with("--") => rest.find('\n').unwrap_or(rest.len()),
            _ if rest.starts_with("/*") => rest[2..].find("*/").map_or(rest.len(), |end| end + 4),
            '\'' | '"' | '`' => from_quote(c),
            '$' => dollar_quoted(rest).unwrap_or(1),
            c if c.is_alphanumeric() || c == '_' => {
                rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len())
            }
            c => c.len_utf8(),
        };
        if rest.starts_with("--") {
            comments.push(at..at + rest[..len].trim_end().len());
        } else if !c.is_whitespace() && !rest.starts_with("/*") {
            code.push(at..at + len);
        }
        at += len;
    }
    (comments, code)
}

/// `$$ … $$`, `$tag$ … $tag$`.
fn dollar_quoted(rest: &str) -> Option<usize> {
    let end = rest[1..].find('$')? + 2;
    let tag = &rest[..end];
    if !tag[1..end - 1].chars().all(|c| c.is_alphanumeric() || c == '_') {
        return None;
    }
    Some(rest[end..].find(tag).map_or(rest.len(), |close| end + close + tag.len()))
}

fn bind(text: &str, whole: &Range<usize>, tables: &[SqlTable], code: &[Range<usize>]) -> Binding {
    let next = code.partition_point(|word| word.start < whole.start);
    let before = next.checked_sub(1).map(|index| code[index].clone());
    match before.filter(|before| !text[before.end..whole.start].contains('\n')) {
        Some(before) if &text[before.clone()] == "(" => {
            let line = text[..before.start].rfind('\n').map_or(0, |newline| newline + 1);
            dangling("it follows an opening `(`", Some(line as u32))
        }
        Some(_) => trailing(text, whole, tables, code),
        None => following(text, whole, tables, code, next),
    }
}

fn trailing(text: &str, whole: &Range<usize>, tables: &[SqlTable], code: &[Range<usize>]) -> Binding {
    let ends_here = |column: &&SqlColumn| {
        // A definition may reach over a comment; its last word counts.
        let last = code.partition_point(|word| word.end <= column.span.end as usize);
        let end = last.checked_sub(1).map_or(0, |index| code[index].end);
        end <= whole.start && end >= column.name_span.end as usize && !text[end..whole.start].contains('\n')
    };
    let columns: Vec<&SqlColumn> = tables.iter().flat_map(|table| &table.columns).filter(ends_here).collect();
    match columns[..] {
        [column] => bound_column(column),
        [] => dangling("no column ends on this line", None),
        _ => dangling(super::bind::TWO_END, None),
    }
}

fn following(text: &str, whole: &Range<usize>, tables: &[SqlTable], code: &[Range<usize>], next: usize) -> Binding {
    let Some(word) = code.get(next) else { return dangling("nothing follows it", None) };
    let between = &text[whole.end..word.start];
    if blank_line(between) {
        let line = text[..word.start].rfind('\n').map_or(0, |newline| newline + 1);
        return dangling("a blank line separates it from what follows", Some(line as u32));
    }
    let words = code[next..].iter().take_while(|word| ![";", ")"].contains(&&text[(*word).clone()]));
    for word in words {
        let at = word.start as u32;
        if let Some(column) = tables.iter().flat_map(|table| &table.columns).find(|column| column.name_span.start == at)
        {
            return bound_column(column);
        }
        if let Some(table) = tables.iter().find(|table| table.name_span.start == at) {
            return match &table.columns[..] {
                // `ALTER TABLE users ADD email text` is about the column it adds.
                [column] if !table.created => bound_column(column),
                columns => {
                    let end = columns.iter().fold(table.name_span, |span, column| span.to(column.span));
                    Binding::Node { kind: NodeKind::Table, span: end, name: table.name_span }
                }
            };
        }
        // Only words lead to a name: `CREATE TABLE IF NOT EXISTS public.users`, `ADD COLUMN email`.
        if !text[word.clone()].starts_with(|c: char| c.is_alphanumeric() || "_\"`.".contains(c)) {
            break;
        }
    }
    dangling("no table or column follows it", None)
}

fn blank_line(between: &str) -> bool {
    let lines: Vec<&str> = between.split('\n').collect();
    lines.len() > 2 && lines[1..lines.len() - 1].iter().any(|line| line.trim().is_empty())
}

fn bound_column(column: &SqlColumn) -> Binding {
    Binding::Node { kind: NodeKind::Column, span: column.span, name: column.name_span }
}

fn dangling(reason: &str, move_to: Option<u32>) -> Binding {
    Binding::Dangling { reason: reason.to_owned(), move_to }
}
