//! Functions of the workspace come in; those that write something into a request where telemetry goes, go out, with what
//! they write: the address says it, the function's own words say it, or it is done only where telemetry is switched on.
//! And what a program writes by its own clock.

use super::address::Look;
use super::asked::{by_file, is_client};
use super::clocks::{Unasked, answers_nothing};
use super::describes::Describes;
use super::each::of_files;
use super::identity::uses_http;
use super::place::{items_in, literal};
use super::switches::switched;
use super::telemetry::{module_says_telemetry, says_telemetry};
use super::walk::below;
use crate::link::{Def, Workspace};
use crate::model::fact::{Expr, ExprId, FileFacts, ItemKind};
use crate::packs::Detectors;
use crate::packs::words::words;

/// A function that sends, and the values that it writes into requests.
#[derive(Debug)]
pub(super) struct Sender {
    pub def: Def,
    pub written: Vec<ExprId>,
    /// All that it does is telemetry; else only what is written.
    pub whole: bool,
    /// What else it writes, again and again by the clock, reading no answer: telemetry if it tells how the program runs.
    pub by_clock: Vec<ExprId>,
}

/// The functions that send to where telemetry goes.
pub(super) fn senders(ws: &Workspace, det: &Detectors, unasked: &Unasked<'_>) -> Vec<Sender> {
    let describes = Describes::of(ws, det);
    let clients = by_file(ws, is_client);
    // What a service tells of its machine is told in its answers, and beside them where nobody waits for it.
    let may_describe = |def: Def| clients[def.file as usize] || answers_nothing(ws, def) && unasked.is_aside(def);
    let requests = of_files(ws, |file| requests_in(ws, det, &describes, clients[file], file));
    if requests.is_empty() {
        return Vec::new();
    }
    let switched = switched(ws, det);
    let sends = |(def, written): (Def, Vec<Written>)| {
        let behind = switched.contains(&def) || doc_says(ws, det, def);
        // What code of telemetry posts, wherever it is told to post it.
        let behind =
            behind || written.iter().any(|one| one.posted) && module_says_telemetry(ws, det, def.file as usize);
        let whole = behind || written.iter().any(|one| one.says);
        let is_told = |one: &&Written| behind || one.says || one.describes && may_describe(def);
        let more = written.iter().any(|one| !is_told(&one)) && answers_nothing(ws, def);
        let more = more && unasked.by_clock().contains(&def);
        let by_clock = written.iter().filter(|one| more && !is_told(one)).map(|one| one.id).collect();
        let written: Vec<ExprId> = written.iter().filter(is_told).map(|one| one.id).collect();
        (more || !written.is_empty()).then_some(Sender { def, written, whole, by_clock })
    };
    requests.into_iter().filter_map(sends).collect()
}

/// What the functions of a file write into requests, wherever these go.
pub(super) fn requested(ws: &Workspace, file: usize) -> Vec<(Def, ExprId)> {
    let facts = &ws.files[file];
    if !speaks_of(facts, &WRITES) && !facts.names.iter().any(writes_body) {
        return Vec::new();
    }
    let written = |(def, _, request): (Def, Order, Request)| request.written.into_iter().map(move |(id, _)| (def, id));
    requests_of(ws, file).flat_map(written).collect()
}

/// A value that is written into a request, whether the request's address says telemetry, and whether a client tells of its
/// machine by it.
struct Written {
    id: ExprId,
    says: bool,
    describes: bool,
    /// By a request that is begun here.
    posted: bool,
}

/// The functions of a file that write into requests, and where these go; `describes` judges those of clients, and those of
/// services that read no answer.
fn requests_in(
    ws: &Workspace,
    det: &Detectors,
    describes: &Describes<'_>,
    of_client: bool,
    file: usize,
) -> Vec<(Def, Vec<Written>)> {
    let facts = &ws.files[file];
    let addressed = || facts.names.iter().any(|name| name.starts_with("https://"));
    if !speaks_of(facts, &WRITES) && !speaks_of(facts, &["Body", "multipart"]) && !addressed() {
        return Vec::new();
    }
    let judged = |(def, order, request): (Def, Order, Request)| {
        let look = Look { ws, det, def, order: &order };
        let may_describe = of_client || answers_nothing(ws, def);
        let parts_tell = may_describe && describes.pairs_tell(def, &order, &request.parts_of(facts));
        let tells = |id| may_describe && describes.tells(def, &order, id);
        let say = |addresses: &[ExprId]| addresses.iter().any(|id| look.says(*id, 0));
        let (of_body, begun) = (say(&request.addresses), !request.addresses.is_empty());
        let judged = request.written.into_iter().map(|(id, own)| {
            let says = if own.is_empty() { of_body } else { say(&own) };
            Written { id, says, describes: !says && tells(id), posted: !own.is_empty() || begun }
        });
        let parts = request.parts.iter().flat_map(|(key, value)| {
            let key = Written { id: *key, says: of_body, describes: parts_tell, posted: false };
            [key, Written { id: *value, says: of_body, describes: tells(*value), posted: begun }]
        });
        (def, judged.chain(parts).collect())
    };
    requests_of(ws, file).map(judged).collect()
}

/// The expressions of a body, in the order of the text.
type Order = Vec<(ExprId, Option<ExprId>)>;

/// What each function of a file that is no test's writes into requests.
fn requests_of(ws: &Workspace, file: usize) -> impl Iterator<Item = (Def, Order, Request)> + '_ {
    let facts = &ws.files[file];
    let posts =
        !ws.homes[file].test && facts.names.iter().any(|name| POSTS.contains(&name) || name.starts_with("https://"));
    let begins = |name: &str| BEGINS.contains(&name) || name.starts_with("https://");
    let (begin, crates) = match posts {
        true => (facts.names.choose(begins), Crates::of(facts)),
        false => Default::default(),
    };
    let request = move |def: Def| {
        let ItemKind::Fn(function) = &ws.item(def).kind else { return None };
        let body = function.body.filter(|_| facts.names_near(function, &begin) && !ws.is_test(def))?;
        let order = below(facts, body);
        let request = Request::of(facts, crates, &order)?;
        Some((def, order, request))
    };
    items_in(ws, file).filter(move |_| posts).filter_map(request)
}

/// By what a file makes its requests.
#[derive(Clone, Copy, Default)]
struct Crates {
    parts: bool,
    http: bool,
}

impl Crates {
    fn of(facts: &FileFacts) -> Self {
        Self { parts: speaks_of(facts, &["multipart"]), http: uses_http(facts) }
    }
}

fn speaks_of(facts: &FileFacts, names: &[&str]) -> bool {
    facts.names.iter().any(|name| names.contains(&name))
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
/// `with_json_body(release)` of a client of one's own.
fn writes_body(name: &str) -> bool {
    // Most names are none by their first letters.
    let starts = |with: &str| name.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with));
    let is_plain = name.starts_with(char::is_alphanumeric);
    if is_plain && !["with", "set", "send", "json"].into_iter().any(starts) {
        return false;
    }
    let said = words(name);
    let begins = said.first().is_some_and(|first| matches!(first.as_str(), "with" | "set" | "send" | "json"));
    let has = |word: &str| said.iter().any(|said| said == word);
    begins && (has("body") || has("json") || has("form")) && !has("format")
}

/// What begins or sends a request that carries something.
const POSTS: [&str; 10] =
    ["post", "put", "patch", "request", "POST", "PUT", "execute", "get", "send", "query_pairs_mut"];
/// Calls that a request begins with, or that write into its address.
const BEGINS: [&str; 8] = ["post", "put", "patch", "request", "POST", "PUT", "query", "append_pair"];
/// Calls whose argument is the address of a request.
const ADDRESSES: [&str; 10] = ["post", "put", "patch", "request", "uri", "url", "parse", "join", "set_path", "to"];

/// What a body writes into requests, each with the address that its own chain of calls says, and all addresses.
struct Request {
    written: Vec<(ExprId, Vec<ExprId>)>,
    /// Parts of a form and headers of one's own: key and value.
    parts: Vec<(ExprId, ExprId)>,
    addresses: Vec<ExprId>,
}

impl Request {
    fn of(facts: &FileFacts, by: Crates, order: &Order) -> Option<Self> {
        let (mut written, mut parts, mut addresses, mut posts) = (Vec::new(), Vec::new(), Vec::new(), false);
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
            // `world.query(filter)`: much is asked for so that is no request.
            if name == "query" && !by.http && !begins(facts, *id) {
                continue;
            }
            posts |= BEGINS.contains(&name);
            if (WRITES.contains(&name) || writes_body(name)) && !answers(facts, *id) {
                written.extend(args.first().map(|arg| (*arg, own_address(facts, *id))));
            }
            // `post_json("https://forge.dev/analytics", value)`: a function of one's own that is told where and what.
            if matches!(facts.expr(*id), Expr::Call(..))
                && let [to, told @ ..] = args
                && posts_to(facts, name, *to)
            {
                posts = true;
                written.extend(told.iter().map(|arg| (*arg, vec![*to])));
            }
            if let [key, value] = args
                && (by.parts && name == "text" || name == "header" && is_own_header(facts, *key))
            {
                parts.push((*key, *value));
            }
            if ADDRESSES.contains(&name) && args.len() <= 2 {
                addresses.extend(args);
            }
        }
        (posts && !(written.is_empty() && parts.is_empty())).then_some(Request { written, parts, addresses })
    }

    fn parts_of(&self, facts: &FileFacts) -> Vec<(String, ExprId)> {
        let named = self.parts.iter().filter_map(|(key, value)| Some((literal(facts, *key)?.to_owned(), *value)));
        named.collect()
    }
}

/// Whether a chain of calls begins a request: `client.get(url).query(&pairs)`.
fn begins(facts: &FileFacts, chain: ExprId) -> bool {
    match facts.expr(chain) {
        Expr::Method(call) => {
            let name = facts.name(call.name);
            let is_begun = matches!(name, "delete" | "head") || POSTS.contains(&name);
            is_begun && !call.args.is_empty() || begins(facts, call.receiver)
        }
        _ => false,
    }
}

/// `HttpResponse::Ok().json(found)`: what is written is the answer to somebody, no request.
pub(super) fn answers(facts: &FileFacts, chain: ExprId) -> bool {
    match facts.expr(chain) {
        Expr::Method(call) => answers(facts, call.receiver),
        Expr::Call(callee, _) => answers(facts, *callee),
        Expr::Path(path) => path.segments.iter().any(|segment| facts.name(segment.name).contains("Response")),
        _ => false,
    }
}

fn posts_to(facts: &FileFacts, name: &str, to: ExprId) -> bool {
    let posts = words(name).iter().any(|word| matches!(word.as_str(), "post" | "put" | "send" | "submit" | "upload"));
    posts && literal(facts, to).is_some_and(|to| to.starts_with("https://"))
}

/// `X-Forge-Platform`.
fn is_own_header(facts: &FileFacts, key: ExprId) -> bool {
    // What lets a program in is no property of its machine.
    const LETS_IN: [&str; 7] = ["auth", "authorization", "token", "key", "signature", "secret", "csrf"];
    literal(facts, key).is_some_and(|key| {
        let lets_in = || words(&key.to_lowercase()).iter().any(|word| LETS_IN.contains(&word.as_str()));
        (key.starts_with("X-") || key.starts_with("x-")) && !lets_in()
    })
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
