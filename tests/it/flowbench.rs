//! Runs the public flow benchmark: `PRIVACY_LINT_FLOWBENCH=<labels.json>:<folder of cases>` says where it is and
//! `PRIVACY_LINT_FLOWBENCH_OUT` where the findings go, one JSON object a line. Without them there is nothing to
//! measure. Sources and sinks are those that each case names; the texts are not part of this repository.

use crate::flow_harness::{flows, line, sink, source, workspace};
use privacy_lint::flow::{Seed, SeedKind};
use privacy_lint::link::{Def, Workspace};
use privacy_lint::model::fact::{ItemId, ItemKind, Ty};
use privacy_lint::packs::{Access, ApiRule, ApiTarget, Root};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fmt::Write;

#[test]
fn flow_benchmark() {
    let Ok(places) = std::env::var("PRIVACY_LINT_FLOWBENCH") else { return };
    let (labels, cases) = places.split_once(':').expect("<labels.json>:<folder>");
    let labels: Value = serde_json::from_str(&std::fs::read_to_string(labels).unwrap()).unwrap();
    let mut out = String::new();
    let only = std::env::var("PRIVACY_LINT_FLOWBENCH_ONLY").ok();
    for case in labels["cases"].as_array().unwrap() {
        let name = case["case"].as_str().unwrap();
        if only.as_deref().is_some_and(|only| !name.contains(only)) {
            continue;
        }
        let text = std::fs::read_to_string(format!("{cases}/{name}")).unwrap();
        let ws = workspace(name, &text);
        let (rules, seeds) = setting(&ws, case, &text);
        for flow in flows(&ws, &rules, &seeds) {
            if only.is_some() {
                eprintln!("{name}: {flow:?}");
            }
            let finding = json!({
                "case": name,
                "sink_line": line(&ws, flow.sink.span.0),
                "source_line": if flow.source.function.is_some() { None } else { Some(line(&ws, flow.source.span.0)) },
                "source_fn": flow.source.function,
                "source_type": flow.source.ty.as_deref().map(last),
                "source_param": flow.source.param.map(|at| at.to_string()),
            });
            writeln!(out, "{finding}").unwrap();
        }
    }
    if let Ok(path) = std::env::var("PRIVACY_LINT_FLOWBENCH_OUT") {
        std::fs::write(path, out).unwrap();
    }
}

fn last(path: &str) -> &str {
    path.rsplit("::").next().unwrap_or(path)
}

/// The rules and seeds of a case: what it names as sources and sinks.
fn setting(ws: &Workspace, case: &Value, text: &str) -> (Vec<ApiRule>, Vec<Seed>) {
    if case["suite"] == "mirai-tags" {
        return (tags(), Vec::new());
    }
    let checks = case["checks"].as_array().unwrap();
    let mut sources: BTreeSet<(String, bool)> = BTreeSet::new();
    let mut types: BTreeSet<String> = BTreeSet::new();
    let mut params: BTreeSet<(String, usize)> = BTreeSet::new();
    let mut sinks: BTreeSet<String> = BTreeSet::new();
    for check in checks {
        if let Some(name) = check["sink"].as_str() {
            sinks.insert(name.to_owned());
        }
        for from in check["sources"].as_array().into_iter().flatten() {
            if let Some(name) = from["fn"].as_str() {
                sources.insert((name.to_owned(), false));
                if check["opaque_mutation"] == json!(true) {
                    sources.insert((name.to_owned(), true));
                }
            }
            if let Some(name) = from["type"].as_str() {
                types.insert(name.to_owned());
            }
            if let Some(name) = from["param_of"].as_str() {
                let at = from["arg"].as_str().and_then(|at| at.parse().ok()).unwrap_or(0);
                params.insert((name.to_owned(), at));
            }
        }
    }
    match case["suite"].as_str() {
        Some("lihram-taint") => sources.extend(after(text, "#[taint::source]").into_iter().map(|name| (name, false))),
        Some("semgrep-taint") => match case["sources"]["pattern"].as_str() {
            Some("parameters" | "parameters 0 and 1 of f (nested bindings)") => {
                params.extend(functions(ws).into_iter().flat_map(|name| [(name.clone(), 0), (name, 1)]));
            }
            Some(pattern @ ("source" | "tainted" | "foo")) => {
                sources.insert((pattern.to_owned(), false));
            }
            _ => {}
        },
        _ => {}
    }
    let mut rules = Vec::new();
    let mutating: BTreeSet<String> =
        sources.iter().filter(|(_, mutates)| *mutates).map(|(name, _)| name.clone()).collect();
    for name in sources.iter().map(|(name, _)| name).collect::<BTreeSet<_>>() {
        rules.push(source(target(ws, name), mutating.contains(name)));
    }
    for name in &sinks {
        let target = match target(ws, name) {
            ApiTarget::Item(name) if !functions(ws).contains(&name) => ApiTarget::Function(name),
            target => target,
        };
        rules.push(sink(target, marked_arguments(text, name)));
    }
    (rules, seeds(ws, &types, &params))
}

/// A macro puts a tag on what its first argument refers to, two others ask whether it is there. Which tag is not told
/// apart, nor what its mask says it survives.
fn tags() -> Vec<ApiRule> {
    let first = || vec![Access { root: Root::Arg(0), path: Vec::new() }];
    let target = |name: &str| ApiTarget::Macro(format!("mirai_annotations::{name}"));
    let mut put = source(target("add_tag"), false);
    put.to = first();
    vec![put, sink(target("has_tag"), first()), sink(target("does_not_have_tag"), first())]
}

/// A function of the case by its name, a method of the standard library otherwise.
fn target(ws: &Workspace, name: &str) -> ApiTarget {
    let name = name.strip_prefix("extern ").unwrap_or(name);
    if let Some((ty, method)) = name.split_once("::") {
        return ApiTarget::Method(Some(format!("std::net::{ty}")), method.to_owned());
    }
    let local = functions(ws).iter().any(|known| known == name);
    let bare = matches!(name, "source" | "tainted" | "foo" | "sink");
    if local || bare { ApiTarget::Item(name.to_owned()) } else { ApiTarget::Method(None, name.to_owned()) }
}

fn functions(ws: &Workspace) -> Vec<String> {
    let facts = &ws.files[0];
    let is_fn = |kind: &ItemKind| matches!(kind, ItemKind::Fn(_));
    facts.items.iter().filter(|item| is_fn(&item.kind)).map(|item| facts.name(item.name).to_owned()).collect()
}

/// The names of functions that follow a marker.
fn after(text: &str, marker: &str) -> Vec<String> {
    let name = |rest: &str| {
        let (_, rest) = rest.split_once("fn ")?;
        Some(rest.split(|c: char| !c.is_alphanumeric() && c != '_').next()?.to_owned())
    };
    text.split(marker).skip(1).filter_map(name).collect()
}

/// The arguments that a case's marker attribute of a sink speaks of; all where it says nothing.
fn marked_arguments(text: &str, name: &str) -> Vec<Access> {
    let Some(at) = text.find(&format!("fn {name}(")).or_else(|| text.find(&format!("fn {name}<"))) else {
        return everything();
    };
    let head = &text[..at];
    let attribute = head.rfind("#[").map(|from| &head[from..]).unwrap_or("");
    let Some(list) = attribute.split("arguments").nth(1).and_then(|rest| rest.split(['[', ']']).nth(1)) else {
        return everything();
    };
    let signature = text[at..].split_once('(').map_or("", |(_, rest)| rest);
    let has_self = signature.trim_start_matches(['&', ' ']).trim_start_matches("mut ").starts_with("self");
    let names: Vec<&str> = signature
        .split(')')
        .next()
        .unwrap_or("")
        .split(',')
        .map(|param| param.split(':').next().unwrap_or("").trim())
        .collect();
    let mut out = Vec::new();
    for item in list.split(',').map(str::trim) {
        let index = item.parse::<usize>().ok().or_else(|| names.iter().position(|name| *name == item));
        let Some(index) = index else { continue };
        let root = match (has_self, index) {
            (true, 0) => Root::Receiver,
            (true, index) => Root::Arg(index - 1),
            (false, index) => Root::Arg(index),
        };
        out.push(Access { root, path: Vec::new() });
    }
    if out.is_empty() { everything() } else { out }
}

fn everything() -> Vec<Access> {
    vec![Access { root: Root::AnyArg, path: Vec::new() }, Access { root: Root::Receiver, path: Vec::new() }]
}

fn seeds(ws: &Workspace, types: &BTreeSet<String>, params: &BTreeSet<(String, usize)>) -> Vec<Seed> {
    let facts = &ws.files[0];
    let mut seeds = Vec::new();
    for (at, item) in facts.items.iter().enumerate() {
        let def = Def { file: 0, item: ItemId(at as u32) };
        let name = facts.name(item.name);
        let mut plant = |span, kind| seeds.push(Seed { file: 0, span, keys: Vec::new(), point: None, kind });
        match &item.kind {
            ItemKind::Struct { .. } if types.contains(name) => plant(item.name_span, SeedKind::Type(def)),
            ItemKind::Struct { .. } if types.contains("*marked*") => {
                let marked = item.attrs.iter().any(|attr| facts.last(&attr.path) == "marker");
                if marked {
                    plant(item.name_span, SeedKind::Type(def));
                }
            }
            ItemKind::Fn(function) => {
                for (_, index) in params.iter().filter(|(of, _)| of == name) {
                    if let Some(param) = function.params.get(*index) {
                        let simple = !matches!(facts.ty(param.ty), Ty::Other);
                        let _ = simple;
                        plant(param.span, SeedKind::Param { def, index: *index });
                    }
                }
            }
            _ => {}
        }
    }
    seeds
}
