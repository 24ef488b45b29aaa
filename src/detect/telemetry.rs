//! Types, modules and bodies that report about a machine or the use of a program come in; every field, key and
//! property they report goes out. Here the name means little: that it is sent is what counts.

use super::declared::{Declared, declared};
use super::judge::{Place, Verdict, confidence, judge, yes};
use super::owners::Owner;
use super::place::{derived, literal};
use super::walk::below;
use super::{Detection, Seed};
use crate::link::{Def, Resolved, Workspace};
use crate::model::fact::{Expr, ExprId, FileFacts, ItemKind, MacroArg, MacroValue};
use crate::model::inventory::{Evidence, PointKind};
use crate::model::place::Span;
use crate::packs::words::words;
use crate::packs::{Detectors, RoleOf};
use std::collections::{BTreeMap, BTreeSet};

/// Where telemetry is gathered and sent.
#[derive(Debug, Default)]
pub(super) struct Telemetry {
    /// Types that are sent.
    pub types: BTreeSet<Def>,
    /// Functions that gather or send.
    pub functions: BTreeSet<Def>,
}

/// Finds the types and functions of telemetry.
pub(super) fn find(ws: &Workspace, det: &Detectors, owners: &BTreeMap<Def, Owner>) -> Telemetry {
    let types = types(ws, det, owners);
    let mut functions = BTreeSet::new();
    for (file, facts) in ws.files.iter().enumerate() {
        // Names are interned: each is split once, and most files end here.
        let said: Vec<bool> = facts.names.iter().map(|name| says_telemetry(det, &words(name))).collect();
        let module = module_says_telemetry(ws, det, file) && !sets_up_logging(facts);
        if !module && !said.contains(&true) {
            continue;
        }
        for (at, item) in facts.items.iter().enumerate() {
            let def = Def { file: file as u32, item: crate::model::fact::ItemId(at as u32) };
            let ItemKind::Fn(function) = &item.kind else { continue };
            let owner = ws.owner(def);
            let named = said[item.name.at()]
                || owner.is_some_and(|ty| says_telemetry(det, &words(ws.facts(ty).name(ws.item(ty).name))));
            let body = function.body.filter(|_| !module && !named);
            if module || named || body.is_some_and(|body| builds_report(ws, def, body, &said, &types)) {
                functions.insert(def);
            }
        }
    }
    Telemetry { types, functions }
}

/// Many programs call the module that sets up their logging `telemetry`; it reports nothing.
fn sets_up_logging(facts: &FileFacts) -> bool {
    facts.uses.iter().any(|import| {
        let first = import.path.segments.first().map_or("", |segment| facts.name(segment.name));
        matches!(
            first,
            "tracing_subscriber" | "tracing_appender" | "tracing_bunyan_formatter" | "tracing_opentelemetry"
        )
    })
}

/// Whether a body builds a type that is sent, or hooks panics to something that sends.
fn builds_report(ws: &Workspace, def: Def, body: ExprId, said: &[bool], types: &BTreeSet<Def>) -> bool {
    let facts = ws.facts(def);
    let (mut hooks, mut mentions) = (false, false);
    for (id, _) in below(facts, body) {
        match facts.expr(id) {
            Expr::Struct(literal) if literal.path.segments.iter().any(|segment| said[segment.name.at()]) => {
                let built = ws.resolve(def.file as usize, Some(def.item), &literal.path);
                if matches!(built, Resolved::Def(ty) if types.contains(&ty)) {
                    return true;
                }
            }
            Expr::Path(path) => {
                hooks |= facts.last(path) == "set_hook";
                mentions |= path.segments.iter().any(|segment| said[segment.name.at()]);
            }
            _ => {}
        }
    }
    hooks && mentions
}

/// Adds what telemetry types and telemetry code report.
pub(super) fn add(
    ws: &Workspace,
    det: &Detectors,
    owners: &BTreeMap<Def, Owner>,
    telemetry: &Telemetry,
    found: &mut Vec<Detection>,
) {
    for &def in &telemetry.types {
        fields(ws, det, owners, &telemetry.types, def, found);
    }
    for &def in &telemetry.functions {
        let ItemKind::Fn(function) = &ws.item(def).kind else { continue };
        if let Some(body) = function.body {
            properties(ws, det, def, &below(ws.facts(def), body), found);
        }
    }
}

/// Whether words speak of telemetry: `telemetry`, `usage report`, `crash report`.
fn says_telemetry(det: &Detectors, said: &[String]) -> bool {
    (0..said.len()).any(|from| {
        (from + 1..=said.len().min(from + 3)).any(|to| det.owners.class(&said[from..to]) == Some("telemetry"))
    })
}

/// The types that are sent as telemetry: called so, or held by one that is and written in telemetry code.
fn types(ws: &Workspace, det: &Detectors, owners: &BTreeMap<Def, Owner>) -> BTreeSet<Def> {
    let mut found: BTreeSet<Def> = BTreeSet::new();
    for &def in owners.keys() {
        let name = words(ws.facts(def).name(ws.item(def).name));
        if says_telemetry(det, &name) && reports(det, &name) && (is_written(ws, def) || is_collector(&name)) {
            found.insert(def);
        }
    }
    let mut open: Vec<Def> = found.iter().copied().collect();
    while let Some(def) = open.pop() {
        for ty in field_types(ws, def) {
            let Some(inner) = ty.local else { continue };
            let beside = inner.file == def.file || in_telemetry_module(ws, det, inner);
            if beside
                && is_written(ws, inner)
                && matches!(ws.item(inner).kind, ItemKind::Struct { .. })
                && found.insert(inner)
            {
                open.push(inner);
            }
        }
    }
    found
}

/// The head of the name is a report, not the machinery around it.
fn reports(det: &Detectors, name: &[String]) -> bool {
    const MACHINERY: [&str; 34] = [
        "config",
        "setting",
        "option",
        "service",
        "reporter",
        "client",
        "error",
        "handle",
        "arg",
        "manager",
        "sender",
        "worker",
        "builder",
        "layer",
        "guard",
        "kind",
        "type",
        "level",
        "filter",
        "subscriber",
        "exporter",
        "provider",
        "handler",
        "middleware",
        "state",
        "context",
        "timer",
        "mode",
        "transport",
        "backend",
        "sink",
        "param",
        "query",
        "detail",
    ];
    let _ = det;
    name.last().is_some_and(|last| !MACHINERY.contains(&last.as_str()))
}

fn is_collector(name: &[String]) -> bool {
    name.last().is_some_and(|last| matches!(last.as_str(), "collector" | "recorder"))
}

/// It is serialised, or a message of a wire format.
fn is_written(ws: &Workspace, def: Def) -> bool {
    derived(ws.facts(def), &ws.item(def).attrs).iter().any(|name| {
        matches!(name.as_str(), "Serialize" | "Message" | "Encode" | "ToJson" | "BorshSerialize" | "IntoValue")
    })
}

fn in_telemetry_module(ws: &Workspace, det: &Detectors, def: Def) -> bool {
    module_says_telemetry(ws, det, def.file as usize)
}

fn module_says_telemetry(ws: &Workspace, det: &Detectors, file: usize) -> bool {
    let home = &ws.homes[file];
    let krate = words(home.krate.split('@').next().unwrap_or_default());
    says_telemetry(det, &krate) || home.module.iter().any(|module| says_telemetry(det, &words(module)))
}

fn field_types(ws: &Workspace, def: Def) -> Vec<Declared> {
    let tys: Vec<_> = match &ws.item(def).kind {
        ItemKind::Struct { fields, .. } => fields.list.iter().map(|field| field.ty).collect(),
        ItemKind::Enum { variants, .. } => {
            variants.iter().flat_map(|variant| &variant.fields.list).map(|field| field.ty).collect()
        }
        _ => Vec::new(),
    };
    tys.into_iter().map(|ty| declared(ws, def.file as usize, Some(def.item), ty)).collect()
}

fn fields(
    ws: &Workspace,
    det: &Detectors,
    owners: &BTreeMap<Def, Owner>,
    types: &BTreeSet<Def>,
    def: Def,
    found: &mut Vec<Detection>,
) {
    let facts = ws.facts(def);
    let item = ws.item(def);
    let Some(owner) = owners.get(&def) else { return };
    let written = is_written(ws, def);
    let listed: Vec<(&crate::model::fact::Field, Seed)> = match &item.kind {
        ItemKind::Struct { fields, .. } if !fields.tuple => {
            fields.list.iter().enumerate().map(|(at, field)| (field, Seed::Field(def, at))).collect()
        }
        ItemKind::Enum { variants, .. } => variants
            .iter()
            .enumerate()
            .flat_map(|(which, variant)| {
                let fields = variant.fields.list.iter().enumerate().filter(|_| !variant.fields.tuple);
                fields.map(move |(at, field)| (field, Seed::VariantField(def, which, at)))
            })
            .collect(),
        _ => Vec::new(),
    };
    for (field, seed) in listed {
        let ty = declared(ws, def.file as usize, Some(def.item), field.ty);
        let name = facts.name(field.name);
        // What the report holds is judged inside; handles and locks are no data.
        if ty
            .local
            .is_some_and(|inner| types.contains(&inner) && matches!(ws.item(inner).kind, ItemKind::Struct { .. }))
        {
            continue;
        }
        if !written
            && ty.class != "map"
            && (ty.names.iter().any(|name| matches!(name.as_str(), "Arc" | "Mutex" | "RwLock" | "Sender" | "Rc"))
                || matches!(ty.class, "struct" | "enum" | "other"))
        {
            continue;
        }
        let verdict = reported(det, owner, name, &ty, &owner.title);
        found.push(Detection {
            file: def.file as usize,
            span: field.name_span,
            item: format!("{}::{name}", ws.item_path(def)),
            name: name.to_owned(),
            kind: PointKind::Field,
            keys: verdict.keys,
            confidence: verdict.confidence,
            evidence: verdict.evidence,
            owner: owner.group.clone(),
            test: ws.is_test(def),
            seed,
        });
    }
}

/// A name that is reported: what the packs know of it, else a kind of use or of machine.
fn reported(det: &Detectors, owner: &Owner, name: &str, ty: &Declared, by: &str) -> Verdict {
    let mut aware = owner.clone();
    aware.class = "telemetry".to_owned();
    aware.contexts.insert("telemetry".to_owned());
    aware.roles.insert(RoleOf::Input, ("telemetry/report".to_owned(), "it is reported".to_owned()));
    let mut verdict = judge(det, &Place { name, declared: ty, owner: &aware, what: "field" });
    let evidence: Evidence = yes("telemetry/report", format!("`{by}` is sent as telemetry"));
    if verdict.keys.is_empty() {
        verdict.keys = vec![kind_of_report(det, &words(name), &words(by)).to_owned()];
        verdict.confidence = confidence(2);
    }
    verdict.evidence.insert(0, evidence);
    verdict
}

/// Which kind of telemetry a name is, by its last word that tells.
fn kind_of_report<'a>(det: &'a Detectors, name: &[String], owner: &[String]) -> &'a str {
    let told = |said: &[String]| {
        (1..=said.len()).rev().find_map(|end| {
            (end.saturating_sub(3)..end).find_map(|from| det.reports.get(&said[from..end]).map(String::as_str))
        })
    };
    told(name).or_else(|| told(owner)).unwrap_or("user.behavior.feature_usage")
}

/// Keys of `json!` objects and of key-value builders in telemetry code.
fn properties(
    ws: &Workspace,
    det: &Detectors,
    def: Def,
    order: &[(ExprId, Option<ExprId>)],
    found: &mut Vec<Detection>,
) {
    let facts = ws.facts(def);
    for (id, _) in order {
        match facts.expr(*id) {
            Expr::Macro(call) if facts.last(&call.path) == "json" => {
                let mut keys = Vec::new();
                json_keys(facts, &call.args, &mut keys);
                for (name, span) in keys {
                    found.push(property(ws, det, def, *id, name, span));
                }
            }
            Expr::Call(callee, _) => found.extend(emission(ws, det, def, *id, *callee)),
            Expr::Method(call) if call.args.len() == 2 => {
                let method = words(facts.name(call.name));
                let sets = method.iter().any(|word| {
                    matches!(
                        word.as_str(),
                        "property" | "prop" | "attribute" | "tag" | "extra" | "metric" | "dimension"
                    )
                });
                if let (true, Some(name)) = (sets, literal(facts, call.args[0])) {
                    let span = facts.expr_span(call.args[0]);
                    found.push(property(ws, det, def, *id, name.to_owned(), span));
                }
            }
            _ => {}
        }
    }
}

/// `ErrorReporter::report(…)`: a report leaves here.
fn emission(ws: &Workspace, det: &Detectors, def: Def, id: ExprId, callee: ExprId) -> Option<Detection> {
    let facts = ws.facts(def);
    let Expr::Path(path) = facts.expr(callee) else { return None };
    let (last, before) = path.segments.split_last()?;
    let verb = facts.name(last.name);
    let sends = matches!(words(verb).first()?.as_str(), "report" | "track" | "capture" | "emit" | "send" | "record");
    let by = words(facts.name(before.last()?.name));
    if !sends || !says_telemetry(det, &by) {
        return None;
    }
    let span = Span { start: path.span.end.saturating_sub(verb.len() as u32), end: path.span.end };
    let mut event = property(ws, det, def, id, verb.to_owned(), span);
    event.keys = vec![kind_of_report(det, &by, &by).to_owned()];
    Some(event)
}

/// The leaves of an object: keys whose values are no objects themselves.
fn json_keys(facts: &FileFacts, args: &[MacroArg], out: &mut Vec<(String, Span)>) {
    for arg in args {
        match (&arg.value, arg.key) {
            (MacroValue::Group(inner), _) if !inner.is_empty() => json_keys(facts, inner, out),
            (_, Some(key)) => out.push((facts.name(key).to_owned(), arg.key_span)),
            _ => {}
        }
    }
}

fn property(ws: &Workspace, det: &Detectors, def: Def, id: ExprId, name: String, span: Span) -> Detection {
    let function = ws.item_path(def);
    let owner = Owner { title: function.clone(), ..Owner::default() };
    let ty = Declared { class: "text", ..Declared::default() };
    let short = ws.facts(def).name(ws.item(def).name).to_owned();
    let verdict = reported(det, &owner, &name, &ty, &short);
    Detection {
        file: def.file as usize,
        span,
        item: format!("{function}::{name}"),
        name,
        kind: PointKind::Event,
        keys: verdict.keys,
        confidence: verdict.confidence,
        evidence: verdict.evidence,
        owner: function,
        test: ws.is_test(def),
        seed: Seed::Expr(def.file as usize, id),
    }
}
