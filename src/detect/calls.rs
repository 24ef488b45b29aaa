//! Bodies of the workspace come in; the calls that read personal data from the connection, the machine or an
//! identity service go out. A header's name, a variable's name or a path decides where the call alone does not.

mod form;
mod project;
mod receiver;

use self::project::is_guard_call;
use super::apis::{Apis, function_fits};
use super::declared::declared;
use super::each::of_files;
use super::judge::{confidence, no, yes};
use super::owners::Owner;
use super::place::{constant, items_in, locals};
use super::telemetry::Telemetry;
use super::walk::{Order, below};
use super::{Detection, Seed};
use super::{asked, cookies, own};
use crate::link::{Def, Resolved, Workspace};
use crate::model::fact::{Chosen, Expr, ExprId, FileFacts, Function, ItemKind, MacroCall, MethodCall, Path, Sym, Ty};
use crate::model::inventory::{Evidence, PointKind};
use crate::model::place::Span;
use crate::packs::words::words;
use crate::packs::{ApiRule, Detectors, Role, ValueRule};
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

/// One body and what is known around it.
struct Body<'a> {
    ws: &'a Workspace,
    det: &'a Detectors,
    owners: &'a BTreeMap<Def, Owner>,
    facts: &'a FileFacts,
    file: usize,
    def: Def,
    function: Option<&'a Function>,
    telemetry: bool,
    /// It says itself that it gathers telemetry.
    named: bool,
    root: ExprId,
    order: &'a OnceCell<Vec<(ExprId, Option<ExprId>)>>,
    parents: OnceCell<BTreeMap<ExprId, ExprId>>,
    /// Last name of the declared type of each local that declares one.
    locals: OnceCell<BTreeMap<String, Vec<String>>>,
    apis: &'a Apis<'a>,
}

/// What a read yields: keys, how many kinds of evidence, reasons.
pub(super) type Read = (Vec<String>, usize, Vec<Evidence>);

pub(super) fn points(
    ws: &Workspace,
    det: &Detectors,
    owners: &BTreeMap<Def, Owner>,
    telemetry: &Telemetry,
) -> Vec<Detection> {
    let apis = Apis::of(ws, det, owners);
    of_files(ws, |file| {
        let telling = apis.telling(ws, det, file);
        items_in(ws, file).flat_map(|def| reads_of(ws, det, owners, telemetry, &apis, &telling, def)).collect()
    })
}

/// The points in the body of an item.
fn reads_of(
    ws: &Workspace,
    det: &Detectors,
    owners: &BTreeMap<Def, Owner>,
    telemetry: &Telemetry,
    apis: &Apis<'_>,
    telling: &Chosen,
    def: Def,
) -> Vec<Detection> {
    let (root, function) = match &ws.item(def).kind {
        ItemKind::Fn(function) => match function.body {
            Some(body) => (body, Some(function)),
            None => return Vec::new(),
        },
        ItemKind::Const { value: Some(value), .. } => (*value, None),
        _ => return Vec::new(),
    };
    let facts = ws.facts(def);
    let in_telemetry = telemetry.functions.contains(&def) || telemetry.fillers.contains(&def);
    let is_elsewhere = !in_telemetry && !telemetry.hooks.contains_key(&def);
    if is_elsewhere && telling.is_empty() {
        return Vec::new();
    }
    let order = OnceCell::new();
    let body = |telemetry: bool, named: bool| Body {
        ws,
        det,
        owners,
        facts,
        file: def.file as usize,
        def,
        function,
        telemetry,
        named,
        root,
        order: &order,
        parents: OnceCell::new(),
        locals: OnceCell::new(),
        apis,
    };
    let (outside, in_hook) = (body(in_telemetry, telemetry.named.contains(&def)), body(true, false));
    let hook: BTreeSet<ExprId> =
        telemetry.hooks.get(&def).map(|hook| below(facts, *hook)).into_iter().flatten().map(|(id, _)| id).collect();
    let mut found = BTreeMap::new();
    let own = || outside.order().iter().map(|(id, _)| *id);
    let near = || match function {
        Some(function) if is_elsewhere => calls_near(facts, function, telling),
        _ => None,
    };
    for id in near().unwrap_or_else(|| own().collect()) {
        let body = if hook.contains(&id) { &in_hook } else { &outside };
        let in_telemetry = body.telemetry;
        let named = match facts.expr(id) {
            Expr::Call(callee, _) => name_at(facts.expr(*callee)),
            Expr::Path(path) if !in_telemetry || path.segments.len() < 2 => None,
            other => name_at(other),
        };
        if named.is_some_and(|name| in_telemetry || telling.has(name)) {
            found.extend(body.point(id).map(|point| (id, point)));
        }
    }
    if found.is_empty() {
        return Vec::new();
    }
    // What stands in functions inside this one is theirs.
    own().filter_map(|id| found.remove(&id)).collect()
}

/// The calls in a function that have one of the names, so that nothing else of it is opened. None where a path has
/// one: it may stand far before the call.
fn calls_near(facts: &FileFacts, function: &Function, telling: &Chosen) -> Option<Vec<ExprId>> {
    let tells = |id: &ExprId| name_at(facts.expr(*id)).is_some_and(|name| telling.has(name));
    let near: Vec<ExprId> = facts.exprs_in(function, telling).filter(tells).collect();
    let is_path = |id: &ExprId| matches!(facts.expr(*id), Expr::Path(_));
    (!near.iter().any(is_path)).then_some(near)
}

/// How a method or a macro is called, or the last name of a path.
fn name_at(expr: &Expr) -> Option<Sym> {
    let path = match expr {
        Expr::Method(call) => return Some(call.name),
        Expr::Macro(call) => &call.path,
        Expr::Path(path) => path,
        _ => return None,
    };
    path.segments.last().map(|segment| segment.name)
}

impl Body<'_> {
    /// Every expression of the body with the one around it.
    fn order(&self) -> &Order {
        self.order.get_or_init(|| below(self.facts, self.root))
    }

    fn parents(&self) -> &BTreeMap<ExprId, ExprId> {
        let pairs = || self.order().iter().filter_map(|(id, parent)| Some((*id, (*parent)?))).collect();
        self.parents.get_or_init(pairs)
    }

    fn locals(&self) -> &BTreeMap<String, Vec<String>> {
        self.locals.get_or_init(|| locals(self.ws, self.def, self.function, self.order()))
    }

    fn point(&self, id: ExprId) -> Option<Detection> {
        let (read, name, span) = match self.facts.expr(id) {
            Expr::Method(call) => {
                let name = self.facts.name(call.name);
                (self.method(call, name)?, name.to_owned(), call.name_span)
            }
            Expr::Call(callee, args) => {
                let Expr::Path(path) = self.facts.expr(*callee) else { return None };
                let last = path.segments.last()?;
                let name = self.facts.name(last.name).to_owned();
                // The name token ends the path, unless generic arguments follow.
                let span = if last.args.is_empty() {
                    Span { start: path.span.end.saturating_sub(name.len() as u32), end: path.span.end }
                } else {
                    path.span
                };
                (self.call(path, &name, args)?, name, span)
            }
            // `std::env::consts::OS`; what is called is seen as a call.
            Expr::Path(path) => {
                let parent = self.parents().get(&id).map(|parent| self.facts.expr(*parent));
                let of_workspace = || self.ws.resolve(self.file, Some(self.def.item), path);
                if matches!(parent, Some(Expr::Call(callee, _)) if *callee == id)
                    || matches!(of_workspace(), Resolved::Def(_))
                    || self.fills_field(id)
                {
                    return None;
                }
                let name = self.facts.last(path).to_owned();
                (self.call(path, &name, &[])?, name, path.span)
            }
            Expr::Macro(call) => {
                let name = self.facts.last(&call.path).to_owned();
                (self.macro_read(call, &name)?, name, call.path.span)
            }
            _ => return None,
        };
        let (mut keys, sure, mut evidence) = read;
        if self.hands_on(&name, &keys) {
            keys.clear();
            evidence.push(no("call/delegation", format!("`{name}` only hands on what it calls")));
        }
        if let Some((rule, reason)) = own::why(self.ws, self.def, &|| self.order(), self.telemetry, &name, &keys) {
            keys.clear();
            evidence.push(no(rule, reason));
        }
        if let Some(reason) = self.only_tested(id) {
            keys.clear();
            evidence.push(no("call/presence", reason));
        }
        let function = self.ws.item_path(self.def);
        Some(Detection {
            file: self.file,
            span,
            item: format!("{function}::{name}"),
            name,
            kind: PointKind::Call,
            keys,
            confidence: confidence(sure),
            evidence,
            owner: function,
            test: self.ws.is_test(self.def),
            seed: Seed::Expr(self.file, id),
        })
    }

    /// `fn peer_addr(&self) { self.0.peer_addr() }` is no read: where it is called is. What a device records is read
    /// nowhere but in its wrapper.
    fn hands_on(&self, name: &str, keys: &[String]) -> bool {
        let called_so = self.facts.name(self.ws.item(self.def).name) == name;
        let of_self = self.function.is_some_and(|function| function.receiver.is_some());
        called_so && of_self && keys.first().is_some_and(|key| key == "user.device.ip_address" || key == "user.name")
    }

    /// `Event { os: std::env::consts::OS }`: the field of the workspace's own type is the point.
    fn fills_field(&self, id: ExprId) -> bool {
        let Some(&parent) = self.parents().get(&id) else { return false };
        match self.facts.expr(parent) {
            Expr::Struct(literal) => {
                matches!(self.ws.resolve(self.file, Some(self.def.item), &literal.path), Resolved::Def(_))
            }
            Expr::Method(call) => call.receiver == id && call.args.is_empty() && self.fills_field(parent),
            Expr::Ref(..) => self.fills_field(parent),
            _ => false,
        }
    }

    /// Why what is read is not kept: only its presence is asked.
    fn only_tested(&self, id: ExprId) -> Option<String> {
        let mut at = id;
        for _ in 0..6 {
            let parent = *self.parents().get(&at)?;
            match self.facts.expr(parent) {
                Expr::Method(call) if call.receiver == at => match self.facts.name(call.name) {
                    name @ ("is_some" | "is_none" | "is_ok" | "is_err" | "is_empty" | "len" | "count") => {
                        return Some(format!("only its presence is asked (`{name}`)"));
                    }
                    "as_ref" | "ok" | "as_deref" | "unwrap_or_default" | "trim" | "to_str" | "iter" => {}
                    _ => return None,
                },
                Expr::Ref(..) | Expr::Try(_) | Expr::Await(_) => {}
                _ => return None,
            }
            at = parent;
        }
        None
    }

    fn method(&self, call: &MethodCall, name: &str) -> Option<Read> {
        let receiver = self.receiver(call.receiver);
        if matches!(
            name,
            "get"
                | "get_all"
                | "get_one"
                | "header"
                | "remove"
                | "get_pending"
                | "get_private"
                | "typed_get"
                | "header_value"
        ) && call.args.len() == 1
            && let Some(read) = self.by_name(call, &receiver)
        {
            return Some(read);
        }
        // `request.cookie("token")`; a response's takes a cookie, which no name is.
        if name == "cookie"
            && let [arg] = &call.args[..]
        {
            let named = constant(self.ws, self.file, Some(self.def.item), *arg);
            let of_request = receiver.iter().any(|word| matches!(word.as_str(), "request" | "req" | "http" | "part"));
            if named.is_some() && of_request {
                return cookies::cookie(named.as_deref());
            }
        }
        if matches!(name, "typed_get" | "typed_try_get") && call.args.is_empty() {
            return self.typed_header(call);
        }
        if name == "get" && call.args.is_empty() && receiver.iter().any(|word| word == "extension") {
            return self.extension(call);
        }
        // `parts.extract::<ClientIp>()`: a guard taken by hand.
        if matches!(name, "extract" | "extract_parts" | "extract_with_state" | "extract_parts_with_state")
            && let Some(read) = self.extension(call)
        {
            return Some(read);
        }
        // `home.join(".netrc")`: a file that is read below some folder.
        if matches!(name, "join" | "push")
            && let Some(path) = call.args.first().and_then(|arg| super::place::literal(self.facts, *arg))
            && let Some(rule) = self.det.files.get(path).filter(|_| !path.starts_with('/'))
        {
            return self.value(rule, format!("`{path}` is opened"));
        }
        // A builder of secrets is seen where it is made.
        if asked::may_ask(name)
            && !self.receiver_types(root(self.facts, call.receiver)).iter().any(|ty| ty.starts_with("Password"))
            && let Some(read) = asked::prompted(self.det, self.facts, &call.args)
        {
            return Some(read);
        }
        if name == "read_line"
            && let Some(read) = asked::line(self.det, self.facts, &call.args)
        {
            return Some(read);
        }
        if let Some(read) = asked::git_setting(self.facts, name, &call.args) {
            return Some(read);
        }
        if let Some(read) = asked::argument(self.ws, self.det, self.file, name, &call.args) {
            return Some(read);
        }
        for rule in self.apis.methods.get(name).into_iter().flatten() {
            if self.method_fits(rule, call, &receiver) {
                return self.source(rule);
            }
        }
        self.identity_service(name)
    }

    /// `headers.get(USER_AGENT)`, `jar.get("session")`, `session.get("user_id")`.
    fn by_name(&self, call: &MethodCall, receiver: &[String]) -> Option<Read> {
        let text = constant(self.ws, self.file, Some(self.def.item), call.args[0]);
        let says = |any: &[&str]| receiver.iter().any(|word| any.contains(&word.as_str()));
        if let Some(text) = &text
            && let Some(rule) = self.det.headers.get(&text.to_lowercase())
        {
            let literal_alone = super::place::literal(self.facts, call.args[0]).is_some();
            if !literal_alone || says(&["header", "request", "req", "part", "metadata", "map"]) {
                return self.value(rule, format!("the request header `{}` is read", text.to_lowercase()));
            }
        }
        if let Some(text) = &text
            && says(&["header", "request", "req"])
            && let Some(read) = cookies::own_header(self.det, text)
        {
            return Some(read);
        }
        if let Some(read) = text.as_deref().and_then(|name| self.of_form(call.receiver, name)) {
            return Some(read);
        }
        if says(&["cookie", "jar", "cookiejar"]) && !says(&["consent"]) {
            return cookies::cookie(text.as_deref());
        }
        if says(&["session"]) && !says(&["db", "database", "pool", "manager", "ssh", "store"]) {
            return match self.asks_number(call) {
                true => None,
                false => cookies::session(text.as_deref()),
            };
        }
        None
    }

    /// `session.get::<u64>("seen_at")`: a time or a count.
    fn asks_number(&self, call: &MethodCall) -> bool {
        call.generics.first().is_some_and(|&ty| {
            matches!(declared(self.ws, self.file, Some(self.def.item), ty).class, "number" | "bool" | "time")
        })
    }

    /// `headers.typed_get::<AcceptLanguage>()`: the type is called as the header.
    fn typed_header(&self, call: &MethodCall) -> Option<Read> {
        let ty = declared(self.ws, self.file, Some(self.def.item), *call.generics.first()?);
        // `Authorization<Bearer>` is the header of its first name.
        let named = ty.names.iter().rev().map(|name| words(name).join("-"));
        let (header, rule) = named.into_iter().find_map(|name| Some((name.clone(), self.det.headers.get(&name)?)))?;
        self.value(rule, format!("the request header `{header}` is read"))
    }

    /// `extensions.get::<RealIp>()`.
    fn extension(&self, call: &MethodCall) -> Option<Read> {
        let ty = declared(self.ws, self.file, Some(self.def.item), *call.generics.first()?);
        let known = ty.names.iter().find_map(|name| self.det.types.get(name).filter(|rule| rule.param));
        if let Some(rule) = known {
            let reason = format!("`{}` is taken from the request", ty.names.first()?);
            return Some((vec![rule.key.clone()], 2, vec![yes(&rule.id, reason)]));
        }
        let owner = self.owners.get(&ty.local?)?;
        let place = super::judge::Place { name: &owner.title, declared: &ty, owner, what: "extension" };
        let verdict = super::judge::judge(self.det, &place);
        (ty.class == "text" && !verdict.keys.is_empty()).then_some((verdict.keys, 2, verdict.evidence))
    }

    fn call(&self, path: &Path, name: &str, args: &[ExprId]) -> Option<Read> {
        let scope = Some(self.def.item);
        let resolved = self.ws.resolve(self.file, scope, path);
        if asked::may_ask(name)
            && let Some(read) = asked::prompted(self.det, self.facts, args)
        {
            return Some(read);
        }
        if let Resolved::Def(def) = resolved {
            if self.apis.of_variables.contains(&def) {
                return self.variable(args);
            }
            return self.wrapper(def, name).or_else(|| self.machine_reading(def, name, args));
        }
        let full = match &resolved {
            Resolved::External(full) => full.to_string(),
            _ => self.facts.path_text(path),
        };
        if name == "new" && full.ends_with("Command::new") {
            return asked::program(self.facts, args);
        }
        if matches!(name, "var" | "var_os") && full.contains("env") {
            return self.variable(args);
        }
        if matches!(name, "read_to_string" | "read" | "open" | "read_dir")
            && let Some(path) = args.first().and_then(|arg| constant(self.ws, self.file, scope, *arg))
            && let Some(rule) = self.det.files.get(&path)
        {
            return self.value(rule, format!("`{path}` is read"));
        }
        let mut rules = self.apis.functions.get(name).into_iter().flatten();
        if let Some(rule) = rules.find(|rule| function_fits(rule, &full)) {
            return self.source(rule);
        }
        self.guard_of_crate(path, name)
    }

    /// `std::env::var("USER")`, and what a function of the workspace hands on to it.
    fn variable(&self, args: &[ExprId]) -> Option<Read> {
        let variable = args.first().and_then(|arg| constant(self.ws, self.file, Some(self.def.item), *arg))?;
        match self.det.variables.get(&variable) {
            Some(rule) => self.value(rule, format!("the environment variable `{variable}` is read")),
            None if self.telemetry && asked::names_identifier(&variable) => {
                let reason = format!("telemetry reads an identifier from the environment variable `{variable}`");
                Some((vec!["user.device.device_id".to_owned()], 2, vec![yes("asked/identifier", reason)]))
            }
            None => asked::variable(self.ws, self.det, self.file, &variable),
        }
    }

    /// `ClientIp::from_request_parts(&mut parts, &())`: a guard of another crate, called by hand.
    fn guard_of_crate(&self, path: &Path, name: &str) -> Option<Read> {
        let [.., ty, _] = &path.segments[..] else { return None };
        let ty = self.facts.name(ty.name);
        let rule = self.det.types.get(ty).filter(|rule| rule.param && is_guard_call(name))?;
        Some((vec![rule.key.clone()], 2, vec![yes(&rule.id, format!("`{ty}` is taken from the request"))]))
    }

    fn macro_read(&self, call: &MacroCall, name: &str) -> Option<Read> {
        if matches!(name, "print" | "eprint")
            && let Some(read) = asked::printed(self.det, self.facts, &|| self.order(), &call.args)
        {
            return Some(read);
        }
        let rule = self.apis.macros.get(name)?.first()?;
        self.source(rule)
    }

    fn source(&self, rule: &ApiRule) -> Option<Read> {
        let Role::Source(keys) = &rule.role else { return None };
        if self.det.telemetry_only.contains(&rule.id) && !self.telemetry {
            return Some((
                Vec::new(),
                0,
                vec![no(&rule.id, "it is a datum only where telemetry is gathered".to_owned())],
            ));
        }
        if self.det.telemetry_only.contains(&rule.id) && self.answers_yes_or_no() {
            return Some((Vec::new(), 0, vec![no(&rule.id, "the function keeps no more than a yes or no".to_owned())]));
        }
        let is_time = keys.first().is_some_and(|key| key == "user.behavior.feature_usage");
        if self.det.telemetry_only.contains(&rule.id) && is_time && !self.named {
            return Some((Vec::new(), 0, vec![no(&rule.id, "the time may be asked for other business".to_owned())]));
        }
        let titles: Vec<String> = keys.iter().map(|key| self.det.keys.title(key).to_lowercase()).collect();
        Some((keys.clone(), 2, vec![yes(&rule.id, format!("this call reads: {}", titles.join(", ")))]))
    }

    /// `fn is_due() -> Result<bool>`.
    fn answers_yes_or_no(&self) -> bool {
        let is_bool = |ty| matches!(self.facts.ty(ty), Ty::Path(path) if self.facts.last(path) == "bool");
        self.function.and_then(|function| function.ret).is_some_and(|ret| match self.facts.ty(ret) {
            Ty::Path(path) => {
                is_bool(ret) || path.segments.last().is_some_and(|last| last.args.iter().any(|&arg| is_bool(arg)))
            }
            _ => false,
        })
    }

    fn value(&self, rule: &ValueRule, reason: String) -> Option<Read> {
        if rule.telemetry_only && !self.telemetry {
            return Some((
                Vec::new(),
                0,
                vec![no(&rule.id, "it is a datum only where telemetry is gathered".to_owned())],
            ));
        }
        Some((vec![rule.key.clone()], 2, vec![yes(&rule.id, reason)]))
    }
}

/// What a chain of methods begins with.
fn root(facts: &FileFacts, id: ExprId) -> ExprId {
    match facts.expr(id) {
        Expr::Method(call) => root(facts, call.receiver),
        _ => id,
    }
}
