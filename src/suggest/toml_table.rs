//! A TOML text and the name of a table in it come in; the lines that hold it, and nothing else, go out.
//!
//! Lines are judged by how they look, and the result by what it does: without them the text must say the same
//! except for that one table, else there is no answer.

use toml::{Table, Value};

use super::{line_end, line_start};
use std::ops::Range;

/// The element of an array of tables (`[[table.key]]`, `[[table]]` where `key` is empty) that a line is in.
pub(super) fn element(text: &str, line: u32, table: &str, key: &str) -> Option<Range<usize>> {
    let name = if key.is_empty() { table.to_owned() } else { format!("{table}.{key}") };
    let headers: Vec<usize> = heads(text).filter(|&at| header(text, at) == Some((true, name.clone()))).collect();
    let on_line = text.split_inclusive('\n').take(line as usize).map(str::len).sum::<usize>();
    let number = headers.iter().rposition(|&at| at < on_line)?;
    let range = with_its_comments(text, headers[number], &name);
    let mut without = text.parse::<Table>().ok()?;
    let list = match key {
        "" => without.get_mut(table)?,
        _ => without.get_mut(table)?.get_mut(key)?,
    };
    list.as_array_mut().filter(|list| list.len() == headers.len())?.remove(number);
    says(text, &range, without).then_some(range)
}

/// A table `[table.id]` with the tables below it.
pub(super) fn entry(text: &str, table: &str, id: &str) -> Option<Range<usize>> {
    let name = format!("{table}.{id}");
    let head = heads(text).find(|&at| header(text, at) == Some((false, name.clone())))?;
    let range = with_its_comments(text, head, &name);
    let mut without = text.parse::<Table>().ok()?;
    without.get_mut(table)?.as_table_mut()?.remove(id)?;
    says(text, &range, without).then_some(range)
}

/// Where the lines begin that look like a header.
fn heads(text: &str) -> impl Iterator<Item = usize> {
    let mut at = 0;
    text.split_inclusive('\n').filter_map(move |line| {
        let start = at;
        at += line.len();
        line.starts_with('[').then_some(start)
    })
}

/// Whether it is one of several, and the name.
fn header(text: &str, at: usize) -> Option<(bool, String)> {
    let line = text[at..line_end(text, at)].split('#').next()?.trim();
    let several = line.starts_with("[[");
    let name = line.trim_start_matches('[').trim_end_matches(']');
    Some((several, name.split('.').map(str::trim).collect::<Vec<_>>().join(".")))
}

fn with_its_comments(text: &str, head: usize, name: &str) -> Range<usize> {
    let below = format!("{name}.");
    let next =
        heads(text).find(|&at| at > head && header(text, at).is_none_or(|(_, other)| !other.starts_with(&below)));
    let mut start = head;
    while start > 0 && is_comment(text, line_start(text, start - 1)) {
        start = line_start(text, start - 1);
    }
    let mut end = next.unwrap_or(text.len());
    // Comments above the next table, and those that stand for themselves, stay.
    let mut line = end;
    while line > line_end(text, head) {
        line = line_start(text, line - 1);
        match text[line..line_end(text, line)].trim() {
            "" => {}
            comment if comment.starts_with('#') => end = line,
            _ => break,
        }
    }
    if end == text.len() {
        // The last one takes the blank lines before it along.
        start = text[..start].trim_end().len();
        start = if start == 0 { 0 } else { line_end(text, start) };
    }
    start..end
}

fn is_comment(text: &str, line: usize) -> bool {
    text[line..line_end(text, line)].trim_start().starts_with('#')
}

/// Whether the text without a range says what is expected; tables and lists that became empty are as good as none.
fn says(text: &str, range: &Range<usize>, mut expected: Table) -> bool {
    let Ok(mut found) = format!("{}{}", &text[..range.start], &text[range.end..]).parse::<Table>() else {
        return false;
    };
    drop_empty(&mut expected);
    drop_empty(&mut found);
    expected == found
}

fn drop_empty(table: &mut Table) {
    table.retain(|_, value| match value {
        Value::Table(inner) => {
            drop_empty(inner);
            !inner.is_empty()
        }
        Value::Array(list) => !list.is_empty(),
        _ => true,
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn without(text: &str, range: Option<Range<usize>>) -> String {
        let range = range.expect("a range");
        format!("{}{}", &text[..range.start], &text[range.end..])
    }

    const TEXT: &str = "version = 1\n\n# About a.\n[categories.a]\ntitle = \"A\"\n\n[categories.a.elements.x]\ntitle = \"X\"\n\n# About b.\n[categories.b]\ntitle = \"B\"\n";

    #[test]
    fn a_table_goes_with_its_comment_and_what_is_below() {
        let rest = without(TEXT, entry(TEXT, "categories", "a"));
        assert_eq!(rest, "version = 1\n\n# About b.\n[categories.b]\ntitle = \"B\"\n");
    }

    #[test]
    fn the_last_one_takes_the_blank_line_before_it_along() {
        let rest = without(TEXT, entry(TEXT, "categories", "b"));
        assert!(rest.ends_with("title = \"X\"\n"), "{rest}");
    }

    #[test]
    fn one_of_several() {
        let text = "[[w.entries]]\nlint = \"a\"\n\n[[w.entries]]\nlint = \"b\"\n";
        assert_eq!(without(text, element(text, 5, "w", "entries")), "[[w.entries]]\nlint = \"a\"\n");
        assert_eq!(without(text, element(text, 2, "w", "entries")), "[[w.entries]]\nlint = \"b\"\n");
    }

    #[test]
    fn what_does_not_look_as_expected_is_left_alone() {
        let inline = "[w]\nentries = [\n{ lint = \"a\" },\n]\n";
        assert_eq!(element(inline, 3, "w", "entries"), None);
        let text = "[categories]\na = { title = \"A\" }\n";
        assert_eq!(entry(text, "categories", "a"), None);
        // A line of a text that looks like a header.
        let text = "[categories.a]\ntitle = '''\n[categories.b]\n'''\n";
        assert_eq!(entry(text, "categories", "a"), None);
    }
}
