//! Waivers, silences and declarations that nothing needs come in, their removal goes out.
//!
//! A waiver that waives nothing is removed without a person: the gate only becomes stricter, and nothing is said
//! for anybody. What a silence or a declaration says, somebody stated; to take it back is for them.

use super::{Context, toml_table};
use crate::model::finding::{Finding, Fix};
use crate::model::mark::{Clause, Verb};
use std::ops::Range;

/// Removes a waiver that waives nothing, from the policy or from the code.
pub(super) fn waiver(finding: &Finding, context: &Context) -> Option<Fix> {
    let range = match finding.path == context.policy.path {
        true => toml_table::element(&context.policy.text, finding.region.line, "waivers", "entries")?,
        false => clause(finding, context, |clause| match &clause.verb {
            Verb::Allow(allow) => Some(allow.lint.span),
            _ => None,
        })?,
    };
    Some(removal("remove the waiver", finding, range, true))
}

/// Removes a silence that silences nothing.
pub(super) fn silence(finding: &Finding, context: &Context) -> Option<Fix> {
    let range = match finding.path == context.policy.path {
        true => toml_table::element(&context.policy.text, finding.region.line, "silences", "")?,
        false => clause(finding, context, |clause| matches!(clause.verb, Verb::NotPersonal(_)).then_some(clause.span))?,
    };
    Some(removal("remove the silence", finding, range, false))
}

/// Removes a declaration to which nothing else in the policy refers.
pub(super) fn declaration(finding: &Finding, context: &Context) -> Option<Fix> {
    let (kind, id) = finding.item.split_once('.')?;
    if finding.path != context.policy.path {
        return None;
    }
    let table = match kind {
        "category" => "categories",
        "activity" => "activities",
        "basis" => "bases",
        "processing" => "processing",
        _ => &format!("{kind}s"),
    };
    let text = &context.policy.text;
    let range = toml_table::entry(text, table, id)?;
    let refers = |part: &str| part.match_indices(id).any(|(at, _)| is_word(part, at, id.len()));
    if refers(&text[..range.start]) || refers(&text[range.end..]) {
        return None;
    }
    Some(removal("remove the declaration", finding, range, false))
}

fn is_word(text: &str, at: usize, length: usize) -> bool {
    let inside = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
    !text[..at].ends_with(inside) && !text[at + length..].starts_with(inside)
}

fn removal(title: &str, finding: &Finding, range: Range<usize>, sure: bool) -> Fix {
    Fix {
        title: title.to_owned(),
        machine_applicable: sure,
        path: finding.path.clone(),
        start: range.start as u32,
        end: range.end as u32,
        replacement: String::new(),
    }
}

/// The range of a clause that stands where the finding points, with what joins it to its neighbours.
fn clause(
    finding: &Finding,
    context: &Context,
    place: impl Fn(&Clause) -> Option<crate::model::place::Span>,
) -> Option<Range<usize>> {
    let file = context.ws.project.files.iter().position(|file| file.path == finding.path)?;
    let facts = context.ws.files.get(file)?;
    let here = |clause: &Clause| place(clause).is_some_and(|span| facts.lines.region(span) == finding.region);
    let (mark, at) = facts.marks.iter().find_map(|mark| Some((mark, mark.clauses.iter().position(here)?)))?;
    match mark.clauses.len() {
        _ if mark.error.is_some() => None,
        1 => mark.takes.map(|span| span.range()),
        // Waivers and silences are the last clause, and run to the end of the sentence.
        many if at + 1 == many => {
            let span = crate::model::place::Span { start: mark.clauses[at - 1].span.end, end: mark.span.end };
            let one_line = facts.lines.line(span.start) == facts.lines.line(span.end);
            (mark.takes.is_some() && one_line).then(|| span.range())
        }
        _ => None,
    }
}
