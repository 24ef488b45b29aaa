//! What is known before anything is evaluated comes in: the fields of types, the seeds, the marks; where data starts and what
//! a mark states of a place goes out.

use super::{Engine, transform_bit};
use crate::flow::types::Type;
use crate::flow::{SeedKind, SourcePlace};
use crate::link::Def;
use crate::model::dotted::is_within;
use crate::model::fact::ItemKind;
use crate::model::mark::{Binding, NodeKind, Verb};
use crate::model::place::Span;
use std::sync::Arc;

/// What only words can tell, by data key. A telephone's number, an age and a place can be numbers.
const WORDS: [&str; 7] = [
    "user.content",
    "user.name",
    "user.contact.email",
    "user.account.username",
    "user.authorization.password",
    "user.behavior.search_history",
    "user.device.user_agent",
];

impl Engine<'_> {
    /// Learns which fields the types of the workspace have.
    pub(super) fn declare(&mut self) {
        let ws = self.ws;
        for facts in &ws.files {
            for item in &facts.items {
                match &item.kind {
                    ItemKind::Struct { fields, .. } => {
                        for field in fields.list.iter().filter(|field| !is_position(facts.name(field.name))) {
                            let key = self.paths.field(facts.name(field.name));
                            self.paths.declare(key);
                        }
                    }
                    ItemKind::Enum { variants, .. } => {
                        for variant in variants {
                            for field in &variant.fields.list {
                                let key = self.paths.variant(facts.name(variant.name), facts.name(field.name));
                                self.paths.declare(key);
                            }
                        }
                    }
                    _ => {}
                }
            }
        }
    }

    /// Sorts the seeds by what they are.
    pub(super) fn plant(&mut self) {
        for (index, seed) in self.seeds.iter().enumerate() {
            let place = SourcePlace {
                seed: Some(index),
                rule: None,
                file: seed.file,
                span: (seed.span.start, seed.span.end),
                function: None,
                param: None,
                ty: None,
            };
            match &seed.kind {
                SeedKind::Param { def, index } => {
                    let source = self.source(SourcePlace { param: Some(*index), ..place });
                    self.param_seeds.entry(*def).or_default().push((*index, source));
                }
                SeedKind::Field { ty, variant, name } => {
                    let owner = Some(self.ws.item_path(*ty));
                    let source = self.source(SourcePlace { ty: owner, ..place });
                    self.field_seeds.entry(*ty).or_default().push((name.clone(), variant.clone(), source));
                }
                SeedKind::Call => {
                    let source = self.source(place);
                    self.call_seeds.entry(seed.file as u32).or_default().insert(seed.span, source);
                }
                SeedKind::Column { table, name } => {
                    let source = self.source(place);
                    self.column_seeds.entry(name.clone()).or_default().push((table.clone(), source));
                }
                SeedKind::Type(ty) => {
                    let owner = Some(self.ws.item_path(*ty));
                    let source = self.source(SourcePlace { ty: owner, ..place });
                    self.type_seeds.insert(*ty, source);
                }
            }
        }
    }

    /// Whether data starts at a field of a type, or of a variant of it.
    pub(in crate::flow) fn is_seed(&self, ty: Def, variant: Option<&str>, field: &str) -> bool {
        self.seeds_of(ty, variant, field).next().is_some()
    }

    /// The sources that a field of a type, or of a variant of it, is.
    pub(in crate::flow) fn seeds_of<'e>(
        &'e self,
        ty: Def,
        variant: Option<&'e str>,
        field: &'e str,
    ) -> impl Iterator<Item = u32> {
        let seeds = self.field_seeds.get(&ty).map(Vec::as_slice).unwrap_or_default();
        let is_it = move |known: &str, of: Option<&str>| known == field && (of.is_none() || of == variant);
        seeds.iter().filter(move |(known, of, _)| is_it(known, of.as_deref())).map(|(.., source)| *source)
    }

    /// Whether only words can tell what starts there: a field that is no number itself.
    pub(super) fn is_worded(&self, source: u32) -> bool {
        let Some(seed) = self.sources[source as usize].seed.map(|at| &self.seeds[at]) else { return false };
        let SeedKind::Field { ty, variant: None, name } = &seed.kind else { return false };
        let tells = seed.keys.first().is_some_and(|key| WORDS.iter().any(|words| is_within(key, words)));
        tells && !self.types.field(&Type::Def(*ty, Arc::default()), name).counts()
    }

    /// Transforms that marks state of functions and statements.
    pub(super) fn read_marks(&mut self) {
        for (file, facts) in self.ws.files.iter().enumerate() {
            for mark in &facts.marks {
                let Binding::Node { kind, span, .. } = &mark.binding else { continue };
                let bits = mark.clauses.iter().fold(0, |bits, clause| match clause.verb {
                    Verb::Transforms(transform) => bits | transform_bit(transform),
                    _ => bits,
                });
                if bits != 0 {
                    let is_fn = *kind == NodeKind::Function;
                    self.marks.entry(file as u32).or_default().push((*span, is_fn, bits));
                }
            }
        }
    }

    /// The transforms a mark states of a function or of a statement.
    pub(in crate::flow) fn marked(&self, file: u32, span: Span, function: bool) -> u8 {
        let Some(marks) = self.marks.get(&file) else { return 0 };
        let fits = |marked: &Span| if function { *marked == span } else { marked.start == span.start };
        marks
            .iter()
            .filter(|(marked, is_fn, _)| *is_fn == function && fits(marked))
            .fold(0, |all, (.., bits)| all | bits)
    }
}

/// Whether a field is one of a tuple.
fn is_position(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_digit())
}
