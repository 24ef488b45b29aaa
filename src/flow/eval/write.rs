//! A method on a writer comes in; what it writes reaches the file, the socket or the formatter behind it.

use super::call::At;
use super::{Ev, Eval};
use crate::flow::sinks;
use crate::flow::types::Type;
use crate::flow::value::Value;

/// The type of what `f.debug_struct(…)` and its kind give.
const BUILDER: &str = "std::fmt::builders::?";

impl<'a> Eval<'_, 'a> {
    /// What a method of a file, a stream or a socket writes leaves by it.
    pub(super) fn written_by(&mut self, name: &str, writer: &Type, given: &[Ev], at: At) {
        let Some(owner) = writer.external_path().filter(|_| sinks::writes(name)) else { return };
        let kind = if name.starts_with("write") { sinks::behind(writer) } else { sinks::writer(owner) };
        let (Some(kind), Some(data)) = (kind, given.first()) else { return };
        let data = self.flat(&data.v);
        self.sink(data, kind, &format!("{owner}::{name}"), None, at);
    }

    /// `f.debug_struct("User").field("name", &self.name).finish()`: what the fields show is written to the formatter.
    pub(super) fn debug_builder(&mut self, name: &str, receiver: &Ev, given: &[Ev]) -> Option<Ev> {
        let owner = receiver.t.external_path()?;
        let starts = owner.ends_with("::Formatter")
            && matches!(name, "debug_struct" | "debug_tuple" | "debug_list" | "debug_set" | "debug_map");
        if !starts && owner != BUILDER {
            return None;
        }
        if matches!(name, "finish" | "finish_non_exhaustive") {
            return Some(Ev::clean());
        }
        let mut shown = Value::CLEAN;
        for value in given {
            let one = self.printed(&value.v, &value.t, true);
            shown = self.join(&shown, &one);
        }
        if !shown.is_clean() {
            let places = self.chase(receiver.v.refs().to_vec());
            self.state.write_all(&places, &shown, true, &mut self.eng.paths);
        }
        Some(Ev::new(receiver.v.clone(), Type::external(BUILDER, Vec::new())))
    }
}
