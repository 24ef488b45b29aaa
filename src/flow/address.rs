//! A place where data leaves and the way that led there come in; the host in the address it is sent to goes out,
//! where the code says one: as text, or by constants, variables, fields and the callers of a wrapper.

use super::{FlowStep, SinkPlace};
use crate::link::{Calls, Def, Namespace, Place, Resolved, Workspace, binds, variable};
use crate::model::fact::{
    Attr, Expr, ExprId, FileFacts, Function, ItemId, ItemKind, Lit, MacroArg, MacroValue, MethodCall, Path, Stmt, Sym,
};
use crate::model::place::Span;
use rustc_hash::FxHashMap;
use std::cell::RefCell;
use std::collections::BTreeSet;

/// How many names, fields and calls an address is looked for through.
const DEPTH: u8 = 6;
/// Methods whose argument is the address of a request.
const ADDRESSES: &[&str] = &["get", "post", "put", "patch", "delete", "head", "request", "uri", "url"];

/// Reads addresses.
pub(super) struct Addresses<'a> {
    ws: &'a Workspace,
    calls: Calls<'a>,
    holders: RefCell<FxHashMap<String, Option<Def>>>,
    made: RefCell<FxHashMap<Def, Vec<Place>>>,
}

/// What is looked at on the way to one address.
struct Look<'l> {
    steps: &'l [FlowStep],
    depth: u8,
}

impl Look<'_> {
    fn deeper(&self) -> Option<Self> {
        (self.depth < DEPTH).then_some(Self { steps: self.steps, depth: self.depth + 1 })
    }
}

impl<'a> Addresses<'a> {
    pub(super) fn new(ws: &'a Workspace) -> Self {
        Self { ws, calls: Calls::new(ws), holders: RefCell::default(), made: RefCell::default() }
    }

    /// The host that the data of a flow leaves for; nothing where none is said, or several.
    pub(super) fn of(&self, sink: &SinkPlace, steps: &[FlowStep]) -> Option<String> {
        let facts = &self.ws.files[sink.file];
        let name = Span { start: sink.span.0, end: sink.span.1 };
        let ends_here = |(_, expr, span): &(ExprId, &Expr, Span)| {
            span.end == sink.end && span.contains(name) && !matches!(expr, Expr::Block(..))
        };
        let (id, ..) = facts.exprs().find(ends_here)?;
        let host = self.hosts(Place { file: sink.file, id }, &Look { steps, depth: 0 });
        one(host).filter(|host| !is_this_machine(host))
    }

    fn facts(&self, at: Place) -> &'a FileFacts {
        &self.ws.files[at.file]
    }

    fn each(&self, file: usize, ids: impl IntoIterator<Item = ExprId>, look: &Look) -> BTreeSet<String> {
        ids.into_iter()
            .map(|id| self.hosts(Place { file, id }, look))
            .find(|hosts| !hosts.is_empty())
            .unwrap_or_default()
    }

    /// The hosts that an expression can name.
    fn hosts(&self, at: Place, look: &Look) -> BTreeSet<String> {
        let facts = self.facts(at);
        let inner = |id: ExprId| self.hosts(Place { id, ..at }, look);
        match facts.expr(at.id) {
            Expr::Lit(Lit::Str(text)) => host_of(facts.name(*text)).into_iter().collect(),
            Expr::Ref(_, id) | Expr::Await(id) | Expr::Try(id) | Expr::Deref(id) | Expr::Binary(_, id, _) => inner(*id),
            Expr::Method(call) => self.of_method(at, call, look),
            Expr::Call(callee, args) => {
                let found = self.each(at.file, args.iter().copied(), look);
                if found.is_empty() { self.of_call(at, *callee, look) } else { found }
            }
            Expr::Macro(call) => self.of_macro(at, &call.args, look),
            Expr::Path(path) => self.of_path(at, path, look),
            Expr::Field(base, name, _) => self.of_field(at, *base, *name, look),
            Expr::If(_, then, Some(otherwise)) => &inner(*then) | &inner(*otherwise),
            Expr::Block(_, stmts) => match stmts.last() {
                Some(Stmt::Value(id)) => inner(*id),
                _ => BTreeSet::new(),
            },
            _ => BTreeSet::new(),
        }
    }

    /// A request says its address where its method is said; what else the chain is given (a body) says nothing of it.
    fn of_method(&self, at: Place, call: &MethodCall, look: &Look) -> BTreeSet<String> {
        let facts = self.facts(at);
        let of_request = address_call(facts, at.id);
        let address = of_request.unwrap_or(call);
        let given = || self.each(at.file, address.args.iter().copied(), look);
        // `client.get("/path")`: a client that knows whom it speaks to.
        let mut found = if of_request.is_some() { given() } else { BTreeSet::new() };
        if found.is_empty() {
            found = self.hosts(Place { id: address.receiver, ..at }, look);
        }
        // What a transport sends is a message; the links in it are nobody's address.
        if found.is_empty() && of_request.is_none() && facts.name(call.name) != "send" {
            found = given();
        }
        match self.ws.methods_named(facts.name(call.name)) {
            [only] if found.is_empty() && std::ptr::eq(address, call) => self.of_body(*only, look),
            _ => found,
        }
    }

    fn of_macro(&self, at: Place, args: &[MacroArg], look: &Look) -> BTreeSet<String> {
        for arg in args {
            let found = match &arg.value {
                MacroValue::Expr(id) => self.hosts(Place { id: *id, ..at }, look),
                MacroValue::Str(id, captures) => {
                    let text = self.hosts(Place { id: *id, ..at }, look);
                    let captured = captures.iter().filter_map(|capture| capture.expr);
                    if text.is_empty() { self.each(at.file, captured, look) } else { text }
                }
                _ => BTreeSet::new(),
            };
            if !found.is_empty() {
                return found;
            }
        }
        BTreeSet::new()
    }

    /// A variable or parameter of the function, a constant or static.
    fn of_path(&self, at: Place, path: &Path, look: &Look) -> BTreeSet<String> {
        let Some(look) = look.deeper() else { return BTreeSet::new() };
        let facts = self.facts(at);
        let span = facts.expr_span(at.id);
        let around = self.ws.function_around(at.file, span);
        if let ([segment], Some(def)) = (&path.segments[..], around) {
            if let Some(init) = variable(facts, self.ws.item(def).span, segment.name, span) {
                return self.hosts(Place { id: init, ..at }, &look);
            }
            if let Some(index) = self.function(def).and_then(|function| parameter(facts, function, segment.name)) {
                return self.given(def, index, &look);
            }
        }
        match self.ws.resolve_in(Namespace::Value, at.file, around.map(|def| def.item), path) {
            Resolved::Def(def) => match &self.ws.item(def).kind {
                ItemKind::Const { value: Some(value), .. } => {
                    self.hosts(Place { file: def.file as usize, id: *value }, &look)
                }
                _ => BTreeSet::new(),
            },
            _ => BTreeSet::new(),
        }
    }

    /// What a function of the workspace gives.
    fn of_call(&self, at: Place, callee: ExprId, look: &Look) -> BTreeSet<String> {
        let facts = self.facts(at);
        let Expr::Path(path) = facts.expr(callee) else { return BTreeSet::new() };
        let around = self.ws.function_around(at.file, facts.expr_span(at.id)).map(|def| def.item);
        match self.ws.resolve_in(Namespace::Value, at.file, around, path) {
            Resolved::Def(def) => self.of_body(def, look),
            _ => BTreeSet::new(),
        }
    }

    fn of_body(&self, def: Def, look: &Look) -> BTreeSet<String> {
        let body = self.function(def).and_then(|function| function.body);
        match (body, look.deeper()) {
            (Some(id), Some(look)) => self.hosts(Place { file: def.file as usize, id }, &look),
            _ => BTreeSet::new(),
        }
    }

    /// What the callers of a function give for a parameter: those that the data came by, where it came by any.
    fn given(&self, def: Def, index: usize, look: &Look) -> BTreeSet<String> {
        let calls = self.calls.of(def);
        let passed = |call: &&Place| {
            let span = self.facts(**call).expr_span(call.id);
            look.steps.iter().any(|step| step.file == call.file && (span.start..span.end).contains(&step.span.0))
        };
        let on_the_way: Vec<Place> = calls.iter().filter(passed).copied().collect();
        let calls = if on_the_way.is_empty() { calls } else { on_the_way };
        let mut hosts = BTreeSet::new();
        for call in calls {
            let argument = match self.facts(call).expr(call.id) {
                Expr::Call(_, args) => args.get(index),
                Expr::Method(method) => method.args.get(index),
                _ => None,
            };
            let found = argument.map(|&id| self.hosts(Place { id, ..call }, look)).unwrap_or_default();
            if found.is_empty() {
                // Not every caller is seen to name the same one.
                return BTreeSet::new();
            }
            hosts.extend(found);
        }
        hosts
    }

    /// What a field is set to wherever its struct is made; its default where it is read from a configuration.
    fn of_field(&self, at: Place, base: ExprId, name: Sym, look: &Look) -> BTreeSet<String> {
        let Some(look) = look.deeper() else { return BTreeSet::new() };
        let facts = self.facts(at);
        let name = facts.name(name);
        let around = self.ws.function_around(at.file, facts.expr_span(at.id));
        let is_self = matches!(facts.expr(base), Expr::Path(path) if facts.last(path) == "self");
        let owner = if is_self { around.and_then(|def| self.ws.owner(def)) } else { self.only_holder(name) };
        let Some(owner) = owner else { return BTreeSet::new() };
        let mut hosts = self.default_of(owner, name, &look);
        for place in self.given_to_field(owner, name) {
            let found = self.hosts(place, &look);
            if found.is_empty() {
                // It can be set to something that is not seen.
                return found;
            }
            hosts.extend(found);
        }
        hosts
    }

    fn only_holder(&self, field: &str) -> Option<Def> {
        let mut holders = self.holders.borrow_mut();
        *holders.entry(field.to_owned()).or_insert_with(|| only_holder(self.ws, field))
    }

    /// The values given to a field where its struct is made outside of tests.
    fn given_to_field(&self, owner: Def, name: &str) -> Vec<Place> {
        let mut made = self.made.borrow_mut();
        let made = made.entry(owner).or_insert_with(|| self.ws.made(owner));
        let given = |place: &Place| {
            let facts = self.facts(*place);
            let Expr::Struct(lit) = facts.expr(place.id) else { return None };
            let (.., value) = lit.fields.iter().find(|(field, ..)| facts.name(*field) == name)?;
            Some(Place { id: *value, ..*place })
        };
        made.iter().filter_map(given).collect()
    }

    /// `#[serde(default = "function")]`, `#[arg(default_value = "https://…")]`.
    fn default_of(&self, owner: Def, name: &str, look: &Look) -> BTreeSet<String> {
        let facts = self.ws.facts(owner);
        let ItemKind::Struct { fields, .. } = &self.ws.item(owner).kind else { return BTreeSet::new() };
        let Some(field) = fields.list.iter().find(|field| facts.name(field.name) == name) else {
            return BTreeSet::new();
        };
        let said = field.attrs.iter().flat_map(|attr: &Attr| &attr.args).filter(|arg| {
            arg.key.is_some_and(|key| matches!(facts.name(key), "default" | "default_value" | "default_value_t"))
        });
        let mut hosts = BTreeSet::new();
        for arg in said {
            let (MacroValue::Str(id, _) | MacroValue::Expr(id)) = &arg.value else { continue };
            let file = owner.file as usize;
            let text = match facts.expr(*id) {
                Expr::Lit(Lit::Str(text)) => facts.name(*text),
                _ => "",
            };
            hosts.extend(self.hosts(Place { file, id: *id }, look));
            let functions = self.ws.files[file].items.iter().enumerate();
            for (at, item) in functions.filter(|(_, item)| !text.is_empty() && facts.name(item.name) == text) {
                if matches!(item.kind, ItemKind::Fn(_)) {
                    hosts.extend(self.of_body(Def::new(file, ItemId(at as u32)), look));
                }
            }
        }
        hosts
    }

    fn function(&self, def: Def) -> Option<&'a Function> {
        match &self.ws.item(def).kind {
            ItemKind::Fn(function) => Some(function),
            _ => None,
        }
    }
}

fn one(hosts: BTreeSet<String>) -> Option<String> {
    let mut hosts = hosts.into_iter();
    hosts.next().filter(|_| hosts.next().is_none())
}

/// The call of a chain that says a request's address.
fn address_call(facts: &FileFacts, id: ExprId) -> Option<&MethodCall> {
    let mut at = id;
    loop {
        match facts.expr(at) {
            Expr::Method(call) if ADDRESSES.contains(&facts.name(call.name)) && !call.args.is_empty() => {
                return Some(call);
            }
            Expr::Method(call) => at = call.receiver,
            Expr::Await(inner) | Expr::Try(inner) => at = *inner,
            _ => return None,
        }
    }
}

fn parameter(facts: &FileFacts, function: &Function, name: Sym) -> Option<usize> {
    function.params.iter().position(|param| binds(facts, param.pat, name))
}

/// The only struct of the workspace that has a field of this name.
fn only_holder(ws: &Workspace, name: &str) -> Option<Def> {
    let mut holders = ws.files.iter().enumerate().flat_map(|(file, facts)| {
        let items = facts.items.iter().enumerate();
        items.map(move |(at, _)| Def::new(file, ItemId(at as u32))).filter(|&def| ws.has_field(def, name))
    });
    holders.next().filter(|_| holders.next().is_none())
}

/// The host in a literal address.
fn host_of(text: &str) -> Option<String> {
    let (scheme, rest) = text.split_once("://")?;
    let plain = !scheme.is_empty() && scheme.chars().all(|c| c.is_ascii_alphanumeric() || c == '+');
    let authority = rest.split(['/', '?', '#']).next().unwrap_or("");
    let host = authority.rsplit('@').next().unwrap_or("").split(':').next().unwrap_or("");
    let real = !host.is_empty() && host.chars().all(|c| c.is_ascii_alphanumeric() || c == '.' || c == '-');
    (plain && real).then(|| host.to_ascii_lowercase())
}

/// What stays on the machine has no recipient.
fn is_this_machine(host: &str) -> bool {
    host == "localhost" || host == "0.0.0.0" || host.starts_with("127.")
}
