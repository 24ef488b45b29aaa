//! Functions of the workspace come in; those that write something into a request where telemetry goes, go out, with what
//! they write: the address says it, the function's own words say it, or it is done only where telemetry is switched on.

use super::each::of_files;
use super::place::{items_in, literal};
use super::telemetry::says_telemetry;
use super::valued::{calls_in, calls_of};
use super::walk::below;
use crate::link::{Def, Resolved, Workspace};
use crate::model::fact::{Expr, ExprId, FileFacts, ItemKind};
use crate::packs::Detectors;
use crate::packs::words::words;
use std::collections::BTreeSet;

/// A function that sends, and the values that it writes into requests.
#[derive(Debug)]
pub(super) struct Sender {
    pub def: Def,
    pub written: Vec<ExprId>,
}

/// How many names, fields and calls an address is read through, and how far behind a switch is looked.
const DEPTH: usize = 3;

/// The functions that send to where telemetry goes.
pub(super) fn senders(ws: &Workspace, det: &Detectors) -> Vec<Sender> {
    let requests = of_files(ws, |file| requests_in(ws, det, file));
    if requests.is_empty() {
        return Vec::new();
    }
    let switched = switched(ws, det);
    let sends = |(def, written): (Def, Vec<Written>)| {
        let behind = switched.contains(&def) || doc_says(ws, det, def);
        let written: Vec<ExprId> = written.iter().filter(|one| behind || one.says).map(|one| one.id).collect();
        (!written.is_empty()).then_some(Sender { def, written })
    };
    requests.into_iter().filter_map(sends).collect()
}

/// What the functions of a file write into requests, wherever these go.
pub(super) fn requested(ws: &Workspace, file: usize) -> Vec<(Def, ExprId)> {
    let facts = &ws.files[file];
    let has = |list: &[&str]| facts.names.iter().any(|name| list.contains(&name));
    if ws.homes[file].test || !has(&WRITES) || !has(&POSTS) {
        return Vec::new();
    }
    let written = |def: Def| {
        let ItemKind::Fn(function) = &ws.item(def).kind else { return Vec::new() };
        let Some(body) = function.body.filter(|_| !ws.is_test(def)) else { return Vec::new() };
        let written = Request::of(facts, &below(facts, body)).map(|request| request.written).unwrap_or_default();
        written.into_iter().map(|(id, _)| (def, id)).collect()
    };
    items_in(ws, file).flat_map(written).collect()
}

/// A value that is written into a request, and whether the request's address says telemetry.
struct Written {
    id: ExprId,
    says: bool,
}

/// The functions of a file that write into requests.
fn requests_in(ws: &Workspace, det: &Detectors, file: usize) -> Vec<(Def, Vec<Written>)> {
    let facts = &ws.files[file];
    let has = |list: &[&str]| facts.names.iter().any(|name| list.contains(&name));
    if ws.homes[file].test || !(has(&WRITES) || has(&["Body"])) || !has(&POSTS) {
        return Vec::new();
    }
    let request = |def: Def| {
        let ItemKind::Fn(function) = &ws.item(def).kind else { return None };
        let body = function.body.filter(|_| !ws.is_test(def))?;
        let order = below(facts, body);
        let found = Request::of(facts, &order)?;
        let look = Look { ws, det, def, order: &order };
        let say = |addresses: &[ExprId]| addresses.iter().any(|id| look.says(*id, 0));
        let of_body = say(&found.addresses);
        let judged = found.written.into_iter().map(|(id, own)| match &own[..] {
            [] => Written { id, says: of_body },
            own => Written { id, says: say(own) },
        });
        Some((def, judged.collect()))
    };
    items_in(ws, file).filter_map(request).collect()
}

/// `/// Sends the usage data to the vendor.`
fn doc_says(ws: &Workspace, det: &Detectors, def: Def) -> bool {
    says_telemetry(det, &words(ws.facts(def).name(ws.item(def).doc)))
}

/// Methods that write a value into a request.
const WRITES: [&str; 11] = [
    "json",
    "form",
    "body",
    "body_json",
    "send_json",
    "send_form",
    "send_string",
    "send_bytes",
    "query",
    "set_body",
    "append_pair",
];
/// What begins or sends a request that carries something.
const POSTS: [&str; 10] =
    ["post", "put", "patch", "request", "POST", "PUT", "execute", "get", "send", "query_pairs_mut"];
/// Calls whose argument is the address of a request.
const ADDRESSES: [&str; 10] = ["post", "put", "patch", "request", "uri", "url", "parse", "join", "set_path", "to"];

/// What a body writes into requests, each with the address that its own chain of calls says, and all addresses.
struct Request {
    written: Vec<(ExprId, Vec<ExprId>)>,
    addresses: Vec<ExprId>,
}

impl Request {
    fn of(facts: &FileFacts, order: &[(ExprId, Option<ExprId>)]) -> Option<Self> {
        let (mut written, mut addresses, mut posts) = (Vec::new(), Vec::new(), false);
        for (id, _) in order {
            let (name, args) = match facts.expr(*id) {
                Expr::Method(call) => (facts.name(call.name), &call.args[..]),
                Expr::Call(callee, args) => match facts.expr(*callee) {
                    // `reqwest::Body::from(text)`.
                    Expr::Path(path) if facts.path_text(path).ends_with("Body::from") => ("body", &args[..]),
                    Expr::Path(path) => (facts.last(path), &args[..]),
                    _ => continue,
                },
                Expr::Path(path) if path.segments.len() > 1 => (facts.last(path), &[][..]),
                _ => continue,
            };
            posts |= matches!(name, "post" | "put" | "patch" | "request" | "POST" | "PUT" | "query" | "append_pair");
            if WRITES.contains(&name) {
                written.extend(args.first().map(|arg| (*arg, own_address(facts, *id))));
            }
            if ADDRESSES.contains(&name) && args.len() <= 2 {
                addresses.extend(args);
            }
        }
        (posts && !written.is_empty()).then_some(Request { written, addresses })
    }
}

/// The address in the chain of calls that a request is built by.
fn own_address(facts: &FileFacts, mut chain: ExprId) -> Vec<ExprId> {
    while let Expr::Method(call) = facts.expr(chain) {
        if ADDRESSES.contains(&facts.name(call.name)) && !call.args.is_empty() {
            return call.args.to_vec();
        }
        chain = call.receiver;
    }
    match facts.expr(chain) {
        Expr::Call(callee, args) => match facts.expr(*callee) {
            Expr::Path(path) if ADDRESSES.contains(&facts.last(path)) => args.to_vec(),
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// Reads what an address says.
struct Look<'a> {
    ws: &'a Workspace,
    det: &'a Detectors,
    def: Def,
    order: &'a [(ExprId, Option<ExprId>)],
}

impl Look<'_> {
    /// Whether a literal, a name or what a name was given says telemetry.
    fn says(&self, id: ExprId, depth: usize) -> bool {
        let facts = self.ws.facts(self.def);
        let named = |name: &str| says_telemetry(self.det, &words(name));
        below(facts, id).into_iter().any(|(id, _)| match facts.expr(id) {
            Expr::Lit(_) => literal(facts, id).is_some_and(|text| address_says(self.det, text)),
            Expr::Method(call) => named(facts.name(call.name)),
            Expr::Field(base, name, _) => {
                named(facts.name(*name)) || depth < DEPTH && self.field_says(*base, facts.name(*name), depth + 1)
            }
            Expr::Path(path) => {
                named(facts.last(path))
                    || depth < DEPTH
                        && match self.ws.resolve(self.def.file as usize, Some(self.def.item), path) {
                            Resolved::Def(def) => self.item_says(def, depth + 1),
                            _ => self.bound(facts.last(path)).is_some_and(|init| self.says(init, depth + 1)),
                        }
            }
            _ => false,
        })
    }

    /// What the last `let` of the body gives to a name.
    fn bound(&self, name: &str) -> Option<ExprId> {
        let facts = self.ws.facts(self.def);
        let lets = super::roles::lets(facts, self.order);
        lets.filter(|(pat, _)| super::roles::bound(facts, *pat) == Some(name)).filter_map(|(_, init)| init).last()
    }

    /// A constant's text, and that of a function which is called as an address.
    fn item_says(&self, def: Def, depth: usize) -> bool {
        const ADDRESS: [&str; 6] = ["url", "uri", "endpoint", "address", "host", "base"];
        let name = words(self.ws.facts(def).name(self.ws.item(def).name));
        let value = match &self.ws.item(def).kind {
            ItemKind::Const { value, .. } => *value,
            ItemKind::Fn(function) if name.iter().any(|word| ADDRESS.contains(&word.as_str())) => function.body,
            _ => None,
        };
        value.is_some_and(|value| {
            let order = below(self.ws.facts(def), value);
            Look { def, order: &order, ..*self }.says(value, depth)
        })
    }

    /// What `self.base_url` is set to wherever its type is made.
    fn field_says(&self, base: ExprId, name: &str, depth: usize) -> bool {
        let facts = self.ws.facts(self.def);
        if !matches!(facts.expr(base), Expr::Path(path) if facts.last(path) == "self") {
            return false;
        }
        let Some(owner) = self.ws.owner(self.def) else { return false };
        self.ws.made(owner).into_iter().any(|place| {
            let facts = &self.ws.files[place.file];
            let Expr::Struct(made) = facts.expr(place.id) else { return false };
            let given = made.fields.iter().find(|(field, ..)| facts.name(*field) == name);
            let around = self.ws.function_around(place.file, facts.expr_span(place.id));
            given.zip(around).is_some_and(|((.., value), def)| Look { def, order: &[], ..*self }.says(*value, depth))
        })
    }
}

/// Whether an address is where telemetry goes: `https://telemetry.forge.dev/v1`, `https://eu.posthog.com/capture`.
pub(super) fn address_says(det: &Detectors, text: &str) -> bool {
    const SERVICES: [&str; 12] = [
        "posthog.com",
        "mixpanel.com",
        "amplitude.com",
        "segment.io",
        "rudderstack.com",
        "aptabase.com",
        "plausible.io",
        "umami.is",
        "matomo.cloud",
        "heap.io",
        "scarf.sh",
        "bugsnag.com",
    ];
    // Where the whole address is written, one word of it may say it.
    const PARTS: [&str; 6] = ["usage", "stats", "heartbeat", "phonehome", "crash", "crashes"];
    if text.contains(' ') {
        return false;
    }
    let lower = text.to_lowercase();
    let is_address = lower.contains("://") && !lower.contains("localhost") && !lower.contains("127.0.0.1");
    let mut parts = lower.split(['/', '.', '?', ':', '-']);
    says_telemetry(det, &words(text))
        || SERVICES.iter().any(|service| lower.contains(service))
        || is_address && parts.any(|part| PARTS.contains(&part))
}

/// The functions that run only where telemetry is switched on, and what they call.
fn switched(ws: &Workspace, det: &Detectors) -> BTreeSet<Def> {
    let behind = of_files(ws, |file| {
        let facts = &ws.files[file];
        let switches: Vec<bool> = facts.names.iter().map(|name| is_switch(det, name)).collect();
        if ws.homes[file].test || !switches.contains(&true) {
            return Vec::new();
        }
        items_in(ws, file).filter(|def| !ws.is_test(*def)).flat_map(|def| behind_switch(ws, &switches, def)).collect()
    });
    let mut found: BTreeSet<Def> = behind.into_iter().collect();
    let mut open: Vec<Def> = found.iter().copied().collect();
    for _ in 0..DEPTH {
        // What telemetry needs of the rest of the program is called from there too, and is not behind the switch.
        let beside = |def: Def| calls_of(ws, def).into_iter().filter(move |called| called.file == def.file);
        open = open.into_iter().flat_map(beside).filter(|called| found.insert(*called)).collect();
    }
    found
}

/// `DISABLE_USAGE_ANALYTICS`, `is_telemetry_enabled`, `DO_NOT_TRACK`: what is asked before telemetry is sent.
fn is_switch(det: &Detectors, name: &str) -> bool {
    // Most names are looked at no further.
    const PARTS: [&str; 8] = ["able", "opt", "allow", "consent", "send", "no_", "no-", "track"];
    let has = |part: &str| name.as_bytes().windows(part.len()).any(|at| at.eq_ignore_ascii_case(part.as_bytes()));
    if name.len() < 8 || !PARTS.iter().any(|part| has(part)) {
        return false;
    }
    let said = words(name);
    let any = |list: &[&str]| said.iter().any(|word| list.contains(&word.as_str()));
    let switches =
        any(&["disable", "disabled", "enable", "enabled", "opt", "no", "allow", "allowed", "consent", "send"]);
    switches && says_telemetry(det, &said) || said.join(" ").contains("do not track")
}

/// What a function calls where a switch lets it: in the branch, or after the branch that returns.
fn behind_switch(ws: &Workspace, switches: &[bool], def: Def) -> Vec<Def> {
    let ItemKind::Fn(function) = &ws.item(def).kind else { return Vec::new() };
    let (facts, Some(body)) = (ws.facts(def), function.body) else { return Vec::new() };
    let asks = |id: ExprId| {
        below(facts, id).into_iter().any(|(id, _)| match facts.expr(id) {
            Expr::Path(path) => path.segments.iter().any(|segment| switches[segment.name.at()]),
            Expr::Field(_, name, _) => switches[name.at()],
            Expr::Method(call) => switches[call.name.at()],
            Expr::Lit(crate::model::fact::Lit::Str(text)) => switches[text.at()],
            _ => false,
        })
    };
    let leaves = |id: ExprId| below(facts, id).into_iter().any(|(id, _)| matches!(facts.expr(id), Expr::Return(_)));
    let mut found = Vec::new();
    for (id, _) in below(facts, body) {
        if let Expr::If(condition, then, otherwise) = facts.expr(id)
            && asks(*condition)
        {
            if leaves(*then) {
                return calls_in(ws, def, body);
            }
            found.extend([Some(*then), *otherwise].into_iter().flatten().flat_map(|id| calls_in(ws, def, id)));
        }
    }
    found
}
