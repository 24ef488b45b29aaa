//! Where a mark stands decides what it speaks of, before and after rustfmt.

mod binding;
mod carriers;
mod grammar;

use privacy_lint::extract::marks::marks_of;
use privacy_lint::model::mark::{Binding, Mark, NodeKind};

/// A binding as a test writes it: `field email`, `module`, `dangling`.
fn speaks_of(text: &str, mark: &Mark) -> String {
    match &mark.binding {
        Binding::Module => "file".into(),
        Binding::Node { kind, name, .. } => format!("{} {}", kind_name(*kind), &text[name.range()]),
        Binding::Path(path) => format!("path {path}"),
        Binding::Dangling { .. } if mark.error.is_some() => "malformed".into(),
        Binding::Dangling { .. } => "dangling".into(),
    }
}

fn kind_name(kind: NodeKind) -> &'static str {
    match kind {
        NodeKind::Type => "type",
        NodeKind::Function => "function",
        NodeKind::Trait => "trait",
        NodeKind::Impl => "impl",
        NodeKind::Module => "module",
        NodeKind::Item => "item",
        NodeKind::Field => "field",
        NodeKind::Variant => "variant",
        NodeKind::Parameter => "parameter",
        NodeKind::Statement => "statement",
        NodeKind::Arm => "arm",
        NodeKind::Argument => "argument",
        NodeKind::ChainLink => "chain-link",
        NodeKind::Column => "column",
        NodeKind::Table => "table",
    }
}

/// What each mark of a text speaks of, in order.
fn bindings(text: &str) -> Vec<String> {
    marks_of(text).iter().map(|mark| speaks_of(text, mark)).collect()
}
