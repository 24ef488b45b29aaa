//! Rows of packs come in, tables by path and name go out, so that a call finds its rules at once.

use super::std_table;
use crate::link::{Def, Workspace};
use crate::model::inventory::SinkKind;
use crate::packs::{ApiRule, ApiTarget, Role};
use rustc_hash::{FxHashMap, FxHashSet};
use std::borrow::Cow;

/// The rules of all packs, ready for look-up.
#[derive(Debug, Default)]
pub struct Rules {
    pub(super) list: Vec<ApiRule>,
    functions: FxHashMap<String, Vec<u32>>,
    methods: FxHashMap<String, Vec<u32>>,
    macros: FxHashMap<String, Vec<u32>>,
    fields: FxHashMap<String, Vec<u32>>,
    types: FxHashMap<String, Vec<u32>>,
    items: FxHashMap<String, Vec<u32>>,
    patterns: Vec<u32>,
    /// The crates by which data is stored.
    stores: FxHashSet<String>,
}

/// `core` and `alloc` are `std`.
fn canonical(path: &str) -> Cow<'_, str> {
    match path.strip_prefix("core::").or_else(|| path.strip_prefix("alloc::")) {
        Some(rest) => Cow::Owned(format!("std::{rest}")),
        None => Cow::Borrowed(path),
    }
}

/// The same, of what a rule speaks of.
fn canonical_target(target: &mut ApiTarget) {
    if let ApiTarget::Function(path)
    | ApiTarget::Method(Some(path), _)
    | ApiTarget::Macro(path)
    | ApiTarget::Field(path, _)
    | ApiTarget::Type(path) = target
        && let Cow::Owned(known) = canonical(path)
    {
        *path = known;
    }
}

pub(super) fn last(path: &str) -> &str {
    path.rfind(':').map_or(path, |colon| &path[colon + 1..])
}

impl Rules {
    /// Sorts rules into tables.
    pub fn new(mut list: Vec<ApiRule>) -> Self {
        list.iter_mut().for_each(|rule| canonical_target(&mut rule.target));
        let mut rules = Self::default();
        for (at, rule) in list.iter().enumerate() {
            let at = at as u32;
            if matches!(rule.role, Role::Sink { kind: SinkKind::Storage, .. }) {
                rules.stores.insert(rule.krate.clone());
            }
            match &rule.target {
                ApiTarget::Function(path) => rules.functions.entry(path.clone()).or_default().push(at),
                ApiTarget::Method(_, name) => rules.methods.entry(name.clone()).or_default().push(at),
                ApiTarget::Macro(path) => rules.macros.entry(last(path).to_owned()).or_default().push(at),
                ApiTarget::Field(_, name) => rules.fields.entry(name.clone()).or_default().push(at),
                ApiTarget::Type(path) => rules.types.entry(last(path).to_owned()).or_default().push(at),
                ApiTarget::Item(path) if last(path).contains('*') => rules.patterns.push(at),
                ApiTarget::Item(path) => rules.items.entry(last(path).to_owned()).or_default().push(at),
            }
        }
        rules.list = list;
        rules
    }

    /// What the sources are: where to begin.
    pub(super) fn sources(&self) -> impl Iterator<Item = &ApiRule> {
        self.list.iter().filter(|rule| matches!(rule.role, Role::Source(_)))
    }

    /// Whether a function of elsewhere gives data.
    pub(super) fn is_source(&self, path: &str) -> bool {
        self.function(path).iter().any(|&at| matches!(self.list[at as usize].role, Role::Source(_)))
    }

    /// Whether a type is of a crate by which data is stored: a connection, a pool, a transaction.
    pub(super) fn is_of_store(&self, ty: &str) -> bool {
        ty.split_once("::").is_some_and(|(krate, _)| krate != "std" && self.stores.contains(krate))
    }

    /// Whether rules speak of values of types.
    pub(super) fn has_types(&self) -> bool {
        !self.types.is_empty()
    }

    /// Source rules that name a bare item.
    pub(super) fn bare(&self, name: &str) -> Vec<u32> {
        let is_source = |&&at: &&u32| matches!(self.list[at as usize].role, Role::Source(_));
        self.items.get(name).into_iter().flatten().filter(is_source).copied().collect()
    }

    /// Rules for a function of elsewhere.
    pub(super) fn function(&self, path: &str) -> Vec<u32> {
        let path = canonical(path);
        let mut found = self.functions.get(&*path).cloned().unwrap_or_default();
        if let Some((ty, name)) = path.rsplit_once("::") {
            for &at in self.methods.get(name).into_iter().flatten() {
                if let ApiTarget::Method(Some(owner), _) = &self.list[at as usize].target
                    && owner == ty
                {
                    found.push(at);
                }
            }
        }
        found
    }

    /// Rules for a method; `owner` is the path of the receiver's type, `depends` whether the code's package
    /// may use a rule's crate.
    pub(super) fn method(
        &self,
        name: &str,
        owner: Option<&str>,
        depends: impl Fn(&str) -> bool,
        brings: impl Fn(&str) -> bool,
    ) -> Vec<u32> {
        let Some(candidates) = self.methods.get(name) else { return Vec::new() };
        let fits = |&at: &u32| {
            let rule = &self.list[at as usize];
            let ApiTarget::Method(wanted, _) = &rule.target else { return false };
            match (wanted, owner) {
                (Some(wanted), _) if is_trait(wanted) && may_implement(owner, wanted, name) && brings(wanted) => true,
                (Some(_), Some(owner)) if is_pooled(owner) => {
                    matches!(rule.role, Role::Sink { kind: SinkKind::Storage, .. }) && depends(&rule.krate)
                }
                (Some(wanted), Some(owner)) => {
                    if let Some(krate) = wanted.strip_suffix("::*") {
                        return owner.split_once("::").is_some_and(|(of, _)| of == krate);
                    }
                    match owner.strip_suffix("::?") {
                        Some(krate) => wanted.split("::").next() == Some(krate),
                        None => {
                            same_type(wanted, owner)
                                || owner.strip_prefix("?::").is_some_and(|name| last(wanted) == name)
                        }
                    }
                }
                (None, owner) => {
                    let elsewhere = owner.is_some_and(|owner| {
                        let krate = owner.split("::").next().unwrap_or("");
                        !rule.krate.is_empty() && krate != rule.krate && krate != "?" && owner.contains("::")
                    });
                    !elsewhere && depends(&rule.krate)
                }
                (Some(_), None) => false,
            }
        };
        let mut found: Vec<u32> = candidates.iter().copied().filter(|at| fits(at)).collect();
        // What is said of a type itself goes before what is said of a trait that it has; the trait speaks for all
        // types of its crate where it is not known which one this is.
        let unknown = owner.is_some_and(|owner| owner.ends_with("::?"));
        let is_meant = |at: &u32| match (&self.list[*at as usize].target, owner) {
            (ApiTarget::Method(Some(wanted), _), Some(_)) if unknown => is_trait(wanted),
            (ApiTarget::Method(Some(wanted), _), Some(owner)) => !is_trait(wanted) && same_type(wanted, owner),
            _ => false,
        };
        if found.iter().any(is_meant) {
            found.retain(is_meant);
        }
        found
    }

    /// Rules for a macro: by its full path, or by its name when its origin is not known.
    pub(super) fn macros(&self, path: &str, resolved: bool) -> Vec<u32> {
        let Some(candidates) = self.macros.get(last(path)) else { return Vec::new() };
        let path = canonical(path);
        let fits = |&at: &u32| match &self.list[at as usize].target {
            ApiTarget::Macro(wanted) => *wanted == path || !resolved,
            _ => false,
        };
        candidates.iter().copied().filter(|at| fits(at)).collect()
    }

    /// Rules for a field of a type of elsewhere.
    pub(super) fn field(&self, owner: &str, name: &str) -> Option<u32> {
        self.fields.get(name)?.iter().copied().find(|&at| match &self.list[at as usize].target {
            ApiTarget::Field(wanted, _) => wanted == owner,
            _ => false,
        })
    }

    /// Rules for values of a type.
    pub(super) fn of_type(&self, path: &str) -> Option<u32> {
        self.types.get(last(path))?.iter().copied().find(|&at| match &self.list[at as usize].target {
            ApiTarget::Type(wanted) => wanted == path || path.starts_with("?::"),
            _ => false,
        })
    }

    /// Rules for a function of the workspace, by its path or last name.
    pub(super) fn item(&self, ws: &Workspace, def: Def) -> Vec<u32> {
        let name = ws.name_of(def);
        let exact = self.items.get(name);
        if exact.is_none() && self.patterns.is_empty() {
            return Vec::new();
        }
        let path = ws.item_path(def);
        let fits = |&at: &u32| match &self.list[at as usize].target {
            ApiTarget::Item(wanted) => fits_path(wanted, &path) || (!wanted.contains("::") && fits_glob(wanted, name)),
            _ => false,
        };
        exact.into_iter().flatten().chain(&self.patterns).copied().filter(|at| fits(at)).collect()
    }
}

/// Whether a path names a trait, as far as its name tells: the traits by which things are read, written and asked.
fn is_trait(path: &str) -> bool {
    let name = last(path);
    name.ends_with("Ext")
        || name.ends_with("Trait")
        || matches!(
            name,
            "Read"
                | "BufRead"
                | "Write"
                | "Queryable"
                | "Executor"
                | "Commands"
                | "AsyncCommands"
                | "Transport"
                | "AsyncTransport"
                | "GenericClient"
                | "WithParams"
                | "Row"
                | "ToSql"
                | "TypedCommands"
        )
}

/// Whether a type of elsewhere, or one that is not known, may have a method of a trait that is imported. Those of `std`
/// have only its own traits, and what is not known is more often what everybody knows.
fn may_implement(owner: Option<&str>, of_trait: &str, method: &str) -> bool {
    let holds_data = |owner: &str| matches!(last(owner), "Vec" | "String" | "HashMap" | "Option" | "Result" | "str");
    let of_std = of_trait.starts_with("std::");
    match owner {
        Some(owner) => !holds_data(owner) && (of_std || !owner.starts_with("std::")),
        None => of_std || std_table::method(method).is_none(),
    }
}

/// Whether a type is what a pool of connections hands out: a connection of whatever crate.
fn is_pooled(owner: &str) -> bool {
    matches!(owner.split("::").next(), Some("r2d2" | "bb8" | "deadpool" | "mobc")) && owner.ends_with("::?")
}

/// Whether a path begins with a crate: `core` and `alloc` are `std`.
pub(super) fn is_crate(first: &str, krate: &str) -> bool {
    first == krate || matches!(first, "core" | "alloc") && krate == "std"
}

/// Whether two paths name one type: a crate may hand it out under several (`sqlx::QueryBuilder`).
fn same_type(wanted: &str, owner: &str) -> bool {
    let of_one_crate = || wanted.split("::").next() == owner.split("::").next();
    wanted == owner || last(wanted) == last(owner) && !wanted.starts_with("std::") && of_one_crate()
}

/// A path or its end; `*` stands for any part of a name.
fn fits_path(wanted: &str, path: &str) -> bool {
    let tail = wanted.split("::").count();
    let names: Vec<&str> = path.split("::").collect();
    tail <= names.len()
        && wanted.split("::").zip(&names[names.len() - tail..]).all(|(wanted, name)| fits_glob(wanted, name))
}

fn fits_glob(wanted: &str, name: &str) -> bool {
    match wanted.split_once('*') {
        None => wanted == name,
        Some((head, tail)) => name.len() >= head.len() + tail.len() && name.starts_with(head) && name.ends_with(tail),
    }
}
