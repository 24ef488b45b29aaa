//! `#[tracing::instrument]` on a function comes in; what its span records of the arguments reaches the log.

use super::call::At;
use super::{Ev, Eval};
use crate::flow::path::PathId;
use crate::flow::value::{Place, Value};
use crate::link::Def;
use crate::model::fact::{Attr, Expr, ExprId, FileFacts, Function, MacroArg, MacroValue, Pat, PatId, Separator};
use crate::model::inventory::SinkKind;

impl<'a> Eval<'_, 'a> {
    /// Every argument that is not skipped is recorded by `Debug`, and the fields that are written out.
    pub(super) fn instrumented(&mut self, def: Def, function: &'a Function, body: ExprId) {
        let attrs = &self.ws.item(def).attrs;
        let Some(attr) = attrs.iter().find(|attr| self.facts().last(&attr.path) == "instrument") else { return };
        let facts = self.facts();
        let mut recorded = Value::CLEAN;
        if !attr.args.iter().any(|arg| word(facts, arg) == Some("skip_all")) {
            recorded = self.unskipped(function, &names_after(facts, attr, "skip"));
        }
        // A field that is only named stands empty until the body records it.
        let has_value = |field: &&MacroArg| field.sigil.is_some() || field.separator != Separator::None;
        for field in arguments_of(facts, attr, "fields").iter().filter(has_value) {
            let one = self.field_of_log(field);
            recorded = self.join(&recorded, &one);
        }
        let span = attr.path.span;
        self.sink(recorded, SinkKind::Log, "tracing::instrument", None, At { expr: body, span, end: span.end });
    }

    fn unskipped(&mut self, function: &'a Function, skipped: &[&str]) -> Value {
        let facts = self.facts();
        let mut bound: Vec<Vec<&str>> = function.receiver.iter().map(|_| vec!["self"]).collect();
        bound.extend(function.params.iter().map(|param| bound_by(facts, param.pat)));
        let mut all = Value::CLEAN;
        for (root, names) in bound.into_iter().enumerate() {
            if names.iter().all(|name| skipped.contains(name)) {
                continue;
            }
            let place = Place { local: root as u32, path: PathId::ROOT, mutable: false, shared: false };
            let ty = self.locals[root].ty.clone();
            let value = Ev::new(Value::reference(vec![place]), ty);
            let shown = self.printed(&value.v, &value.t, true);
            all = self.join(&all, &shown);
        }
        all
    }
}

/// The names that a parameter's pattern binds: `State(app): State<App>` is recorded as `app`.
fn bound_by(facts: &FileFacts, pat: PatId) -> Vec<&str> {
    match facts.pat(pat) {
        Pat::Bind { name, .. } => vec![facts.name(*name)],
        Pat::Tuple(list) | Pat::Slice(list) | Pat::TupleStruct(_, list) => {
            list.iter().flat_map(|&pat| bound_by(facts, pat)).collect()
        }
        Pat::Struct(_, fields) => fields.iter().flat_map(|&(_, pat)| bound_by(facts, pat)).collect(),
        Pat::Ref(inner) | Pat::Typed(inner, _) => bound_by(facts, *inner),
        _ => Vec::new(),
    }
}

/// The arguments in the parentheses after a word: `fields(user = %user.name)`.
fn arguments_of<'f>(facts: &'f FileFacts, attr: &'f Attr, wanted: &str) -> &'f [MacroArg] {
    let found = attr.args.iter().find_map(|arg| match &arg.value {
        MacroValue::Group(list) if arg.key.is_some_and(|key| facts.name(key) == wanted) => Some(&list[..]),
        _ => None,
    });
    found.unwrap_or_default()
}

fn names_after<'f>(facts: &'f FileFacts, attr: &'f Attr, wanted: &str) -> Vec<&'f str> {
    arguments_of(facts, attr, wanted).iter().filter_map(|arg| word(facts, arg)).collect()
}

/// A bare name.
fn word<'f>(facts: &'f FileFacts, arg: &MacroArg) -> Option<&'f str> {
    match &arg.value {
        MacroValue::Expr(expr) => match facts.expr(*expr) {
            Expr::Path(path) => Some(facts.last(path)),
            _ => None,
        },
        MacroValue::Tokens(text) => Some(facts.name(*text)),
        _ => arg.key.map(|key| facts.name(key)),
    }
}
