//! A function comes in, the places outside of tests that call it go out.

use super::{Def, Namespace, Resolved, Workspace};
use crate::model::fact::{Expr, ExprId, ItemId, ItemKind, Path};
use crate::model::place::Span;
use rustc_hash::FxHashMap;
use std::cell::RefCell;

/// An expression of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The file.
    pub file: usize,
    /// The expression.
    pub id: ExprId,
}

/// Finds callers; what calls a name is looked for once.
#[derive(Debug)]
pub struct Calls<'a> {
    ws: &'a Workspace,
    named: RefCell<FxHashMap<String, Vec<Place>>>,
}

impl<'a> Calls<'a> {
    /// None is looked for yet.
    pub fn new(ws: &'a Workspace) -> Self {
        Self { ws, named: RefCell::default() }
    }

    /// Where a function is called. A method call means every method of its name.
    pub fn of(&self, def: Def) -> Vec<Place> {
        let ws = self.ws;
        let name = ws.facts(def).name(ws.item(def).name);
        let is_method = matches!(&ws.item(def).kind, ItemKind::Fn(function) if function.receiver.is_some());
        let means = |place: &&Place| match ws.files[place.file].expr(place.id) {
            Expr::Call(callee, _) => matches!(ws.files[place.file].expr(*callee), Expr::Path(path)
                if self.means(place.file, path, def)),
            _ => is_method,
        };
        let mut named = self.named.borrow_mut();
        let all = named.entry(name.to_owned()).or_insert_with(|| calls_named(ws, name));
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

fn calls_named(ws: &Workspace, name: &str) -> Vec<Place> {
    let mut found = Vec::new();
    for (file, facts) in ws.files.iter().enumerate() {
        if ws.homes[file].test || !facts.names.iter().any(|known| known == name) {
            continue;
        }
        for (at, expr) in facts.exprs().iter().enumerate() {
            let calls = match expr {
                Expr::Method(call) => facts.name(call.name) == name,
                Expr::Call(callee, _) => matches!(facts.expr(*callee), Expr::Path(path) if facts.last(path) == name),
                _ => false,
            };
            if calls && !ws.is_test_place(file, facts.expr_spans()[at]) {
                found.push(Place { file, id: ExprId(at as u32) });
            }
        }
    }
    found
}
