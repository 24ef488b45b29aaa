//! A function comes in, the places outside of tests that call it go out.

use super::{Def, Namespace, Resolved, Workspace};
use crate::model::fact::{Expr, ExprId, ItemId, ItemKind, Path};
use crate::model::place::Span;
use rustc_hash::{FxHashMap, FxHashSet};
use std::cell::RefCell;

/// An expression of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The file.
    pub file: usize,
    /// The expression.
    pub id: ExprId,
}

/// A function's name, and the type that it is of where it is called by that.
type Named = (String, Option<Def>);

/// Finds callers; what calls a name is looked for once.
#[derive(Debug)]
pub struct Calls<'a> {
    ws: &'a Workspace,
    named: RefCell<FxHashMap<Named, Vec<Place>>>,
}

impl<'a> Calls<'a> {
    /// None is looked for yet.
    pub fn new(ws: &'a Workspace) -> Self {
        Self { ws, named: RefCell::default() }
    }

    /// Where a function is called. A method call means every method of its name.
    pub fn of(&self, def: Def) -> Vec<Place> {
        let ws = self.ws;
        let name = ws.name_of(def);
        let is_method = matches!(&ws.item(def).kind, ItemKind::Fn(function) if function.receiver.is_some());
        let means = |place: &&Place| match ws.files[place.file].expr(place.id) {
            Expr::Call(callee, _) => matches!(ws.files[place.file].expr(*callee), Expr::Path(path)
                if self.means(place.file, path, def)),
            _ => is_method,
        };
        // `new` is called everywhere; that of a type only where the type is named.
        let owner = ws.owner(def).filter(|_| !is_method);
        let mut named = self.named.borrow_mut();
        let all = named.entry((name.to_owned(), owner)).or_insert_with(|| calls_named(ws, name, owner));
        all.iter().filter(means).copied().collect()
    }

    /// Whether a path that is called means a function.
    fn means(&self, file: usize, path: &Path, def: Def) -> bool {
        let around = self.ws.function_around(file, path.span).map(|def| def.item);
        match self.ws.resolve_in(Namespace::Value, file, around, path) {
            Resolved::Def(found) => found == def,
            // `Self::new`, `Client::new`: an associated function.
            _ => path.segments.len() > 1 && self.is_of(file, around, path, def),
        }
    }

    fn is_of(&self, file: usize, around: Option<ItemId>, path: &Path, def: Def) -> bool {
        let owner = self.ws.owner(def);
        owner.is_some() && owner == self.ws.item_named(file, around, &path.without_last())
    }
}

impl Workspace {
    /// The innermost function around a place.
    pub fn function_around(&self, file: usize, span: Span) -> Option<Def> {
        let items = &self.files[file].items;
        let after = items.partition_point(|item| item.span.start <= span.start);
        let mut at = after.checked_sub(1)?;
        loop {
            let item = &items[at];
            if matches!(item.kind, ItemKind::Fn(_)) && item.span.contains(span) {
                return Some(Def::new(file, ItemId(at as u32)));
            }
            // A neighbour without a parent: no function is around.
            at = item.parent?.at();
        }
    }

    /// Whether a place is test code.
    pub fn is_test_place(&self, file: usize, span: Span) -> bool {
        self.homes[file].test || self.function_around(file, span).is_some_and(|def| self.is_test(def))
    }
}

fn calls_named(ws: &Workspace, name: &str, owner: Option<Def>) -> Vec<Place> {
    let mut found = Vec::new();
    let of = owner.map(|owner| names_of(ws, owner));
    for (file, facts) in ws.files.iter().enumerate() {
        let Some(sym) = facts.names.find(name).filter(|_| !ws.homes[file].test) else { continue };
        if of.as_ref().is_some_and(|of| !facts.names.iter().any(|name| of.contains(name))) {
            continue;
        }
        for (id, expr, span) in facts.exprs_around(move |near| near == sym) {
            let calls = match expr {
                Expr::Method(call) => call.name == sym,
                Expr::Call(callee, _) => matches!(facts.expr(*callee), Expr::Path(path) if facts.last(path) == name),
                _ => false,
            };
            if calls && !ws.is_test_place(file, span) {
                found.push(Place { file, id });
            }
        }
    }
    found
}

/// The names that a type goes by: its own, and those that it is imported under.
fn names_of(ws: &Workspace, ty: Def) -> FxHashSet<&str> {
    let name = ws.name_of(ty);
    let uses = ws.files.iter().flat_map(|facts| facts.uses.iter().map(move |import| (facts, import)));
    let renamed = uses.filter(|(facts, import)| facts.last(&import.path) == name);
    renamed.filter_map(|(facts, import)| import.alias.map(|alias| facts.name(alias))).chain([name]).collect()
}
