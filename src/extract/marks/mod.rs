//! One file's text and items come in; its annotations go out, parsed and bound to what they speak of.
//!
//! Carriers are found in the text, not in the tree: syn drops comments, macros hide attributes, and a mark in code
//! that does not parse is still a mark. The tree only says which nodes there are to bind to.

mod attributes;
mod bind;
mod comments;
mod edit;
mod lexer;
mod macros;
mod nodes;
mod sentence;
mod sql;

pub use sql::read_sql;

use crate::model::mark::{Binding, Carrier, GrammarError, Mark};
use crate::model::place::Span;
use bind::Binder;
use memchr::memmem;

/// Reads the annotations of a Rust file, in the order of their places.
///
/// `text` is the file as it is on disk; `to_span` turns a token's place into bytes of it. A file without any
/// carrier costs a few searches.
pub fn read(text: &str, items: &[syn::Item], to_span: &dyn Fn(proc_macro2::Span) -> Span) -> Vec<Mark> {
    let Some(Carriers { tokens, sentences, classes, sensitive }) = carriers(text) else { return Vec::new() };
    let nodes = nodes::collect(items, to_span);
    let wrapped = if sensitive { nodes::sensitive_fields(items, to_span) } else { Vec::new() };
    let binder = Binder::new(text, &tokens, nodes);

    let mut marks: Vec<Mark> = Vec::new();
    for sentence in sentences {
        let binding = binder.bind(&sentence.whole, sentence.carrier);
        let comment = sentence.whole.clone();
        marks.push(with_binding_error(edit::complete(sentence.into_mark(binding), text, &comment)));
    }
    for class in classes {
        let binding = binder.bind(&class.whole, Carrier::DataPrivacy);
        marks.push(data_privacy(text, Span::new(class.path.start, class.path.end), vec![class.clause], binding));
    }
    for node in wrapped {
        let clause = attributes::collects(Vec::new(), node.ty);
        let binding = Binding::Node { kind: crate::model::mark::NodeKind::Field, span: node.field, name: node.name };
        marks.push(data_privacy(text, node.ty, vec![clause], binding));
    }
    marks.sort_by_key(|mark| (mark.span.start, mark.span.end));
    marks
}

/// What of a text annotates, before it is known what it speaks of.
struct Carriers {
    tokens: Vec<lexer::Token>,
    sentences: Vec<sentence::Sentence>,
    classes: Vec<attributes::Class>,
    /// There may be fields that `data_privacy` wraps.
    sensitive: bool,
}

/// Whether there is an annotation in a text, so that its nodes are needed.
pub(super) fn any(text: &str) -> bool {
    carriers(text).is_some()
}

fn carriers(text: &str) -> Option<Carriers> {
    let has = |needle: &str| memmem::find(text.as_bytes(), needle.as_bytes()).is_some();
    let sensitive = has("data_privacy") && has("Sensitive<");
    if !(has(comments::MARKER) || has("privacy(") || has("classified") || sensitive) {
        return None;
    }
    let tokens = lexer::lex(text);
    let mut sentences = comments::sentences(text, &tokens);
    sentences.extend(attributes::sentences(text, &tokens));
    let classes = attributes::classes(text, &tokens);
    let some = sensitive || !(sentences.is_empty() && classes.is_empty());
    some.then_some(Carriers { tokens, sentences, classes, sensitive })
}

/// The annotations of a text that parses as a Rust file; for tests and for tools that have no facts at hand.
pub fn marks_of(text: &str) -> Vec<Mark> {
    let shift = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let code = &text[shift..];
    // syn takes a `#!` line off before it parses, so that the bytes it counts begin after it.
    let shebang = match code.strip_prefix("#!") {
        Some(rest) if !rest.trim_start().starts_with('[') => code.find('\n').unwrap_or(code.len()),
        _ => 0,
    };
    let shift = shift + shebang;
    let items = syn::parse_file(&text[shift..]).map(|file| file.items).unwrap_or_default();
    let marks = read(text, &items, &|place| {
        let range = place.byte_range();
        Span::new(range.start + shift, range.end + shift)
    });
    proc_macro2::extra::invalidate_current_thread_spans();
    marks
}

fn data_privacy(text: &str, span: Span, clauses: Vec<crate::model::mark::Clause>, binding: Binding) -> Mark {
    let text = text.get(span.range()).unwrap_or("").to_owned();
    Mark { span, text, carrier: Carrier::DataPrivacy, binding, clauses, error: None, takes: None, moved: None }
}

/// A mark that could speak of two things does not say anything: an error like one of the grammar.
fn with_binding_error(mut mark: Mark) -> Mark {
    let ambiguous = matches!(&mark.binding, Binding::Dangling { reason, .. } if reason == bind::TWO_END);
    if ambiguous && mark.error.is_none() {
        mark.error = Some(GrammarError {
            span: mark.span,
            message: bind::TWO_END.into(),
            help: "put the annotation on a line of its own above the one it speaks of".into(),
            not_a_mark: false,
            meant: None,
        });
    }
    mark
}
