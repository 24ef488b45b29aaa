//! A survey's points come in as seeds; the flows of the inventory go out, each with its point.

use super::address::Addresses;
use super::rules;
use super::{FlowFact, Flows, Rules, Seed, SeedKind, flows};
use crate::link::{Def, Workspace};
use crate::model::fact::{ItemId, ItemKind, Pat};
use crate::model::inventory::{Flow, FlowSource, FlowState, Gap, Point, PointKind, Sink, Step};
use crate::model::place::{Region, Span};
use crate::packs::{ApiRule, Detectors, Role};
use crate::survey::Survey;
use rustc_hash::FxHashMap;

/// Follows the data of a survey's points, with `tests` also of test code; `threads` as for `flows`.
pub fn inventory(
    ws: &Workspace,
    detectors: &Detectors,
    survey: &Survey,
    tests: bool,
    threads: Option<usize>,
) -> (Vec<Flow>, Vec<Gap>) {
    let seeds = seeds(ws, &survey.points);
    // What is a datum only where telemetry is gathered starts where detection found it so, and nowhere else.
    let anywhere =
        |rule: &&ApiRule| !matches!(rule.role, Role::Source(_)) || !detectors.telemetry_only.contains(&rule.id);
    let rules = Rules::new(detectors.apis.iter().filter(anywhere).cloned().collect());
    let found = flows(ws, &rules, &seeds, tests, threads);
    (rows(ws, &rules.list, &survey.points, &seeds, &found), gaps(ws, &found))
}

/// Points as places where data starts; those that no evaluation passes (functions) start nothing.
fn seeds(ws: &Workspace, points: &[Point]) -> Vec<Seed> {
    let files: FxHashMap<&str, usize> =
        ws.project.files.iter().enumerate().map(|(at, file)| (file.path.as_str(), at)).collect();
    let mut seeds = Vec::new();
    for (index, point) in points.iter().enumerate() {
        let Some(&file) = files.get(point.path.as_str()) else { continue };
        let Some(span) = span_of(ws, file, point.region) else { continue };
        let kind = match point.kind {
            PointKind::Field => field_at(ws, file, span),
            PointKind::Param => param_at(ws, file, span),
            PointKind::Call | PointKind::Event => Some(SeedKind::Call),
            PointKind::Type => type_at(ws, file, span),
            PointKind::Column => point
                .item
                .split_once('.')
                .map(|(table, name)| SeedKind::Column { table: rules::last(table).to_owned(), name: name.to_owned() }),
            PointKind::Function => None,
        };
        if let Some(kind) = kind {
            seeds.push(Seed { file, span, keys: point.keys.clone(), point: Some(index), kind });
        }
    }
    seeds
}

fn span_of(ws: &Workspace, file: usize, region: Region) -> Option<Span> {
    let lines = &ws.files[file].lines;
    let offset = |line: u32, column: u32| {
        // Columns count characters, so the byte is searched from the line's start on.
        let start = lines.start_of(line)?;
        (start + column.saturating_sub(1)..).find(|&at| lines.line_column(at) >= (line, column))
    };
    Some(Span { start: offset(region.line, region.column)?, end: offset(region.end_line, region.end_column)? })
}

fn items_at(ws: &Workspace, file: usize) -> impl Iterator<Item = (Def, &ItemKind)> {
    let items = ws.files[file].items.iter().enumerate();
    items.map(move |(at, item)| (Def { file: file as u32, item: ItemId(at as u32) }, &item.kind))
}

fn field_at(ws: &Workspace, file: usize, span: Span) -> Option<SeedKind> {
    let facts = &ws.files[file];
    items_at(ws, file).find_map(|(def, kind)| match kind {
        ItemKind::Struct { fields, .. } => fields
            .list
            .iter()
            .find(|field| field.name_span.start == span.start)
            .map(|field| SeedKind::Field { ty: def, variant: None, name: facts.name(field.name).to_owned() }),
        ItemKind::Enum { variants, .. } => variants.iter().find_map(|variant| {
            let field = variant.fields.list.iter().find(|field| field.name_span.start == span.start)?;
            let variant = Some(facts.name(variant.name).to_owned());
            Some(SeedKind::Field { ty: def, variant, name: facts.name(field.name).to_owned() })
        }),
        _ => None,
    })
}

fn param_at(ws: &Workspace, file: usize, span: Span) -> Option<SeedKind> {
    items_at(ws, file).find_map(|(def, kind)| match kind {
        ItemKind::Fn(function) => {
            let index = function.params.iter().position(|param| param.span.contains(span))?;
            // Of a tuple of extractors one part is the datum, that which has its name there, and not the whole.
            let (facts, pat) = (&ws.files[file], function.params[index].pat);
            let is_told = !matches!(facts.pat(pat), Pat::Tuple(_)) || facts.pat_span(pat).contains(span);
            is_told.then_some(SeedKind::Param { def, index })
        }
        _ => None,
    })
}

fn type_at(ws: &Workspace, file: usize, span: Span) -> Option<SeedKind> {
    let facts = &ws.files[file];
    items_at(ws, file).find_map(|(def, kind)| {
        let is_type = matches!(kind, ItemKind::Struct { .. } | ItemKind::Enum { .. });
        (is_type && facts.item(def.item).name_span.start == span.start).then_some(SeedKind::Type(def))
    })
}

fn rows(ws: &Workspace, apis: &[ApiRule], points: &[Point], seeds: &[Seed], found: &Flows) -> Vec<Flow> {
    let path = |file: usize| ws.project.files[file].path.clone();
    let line = |file: usize, at: u32| ws.files[file].lines.line(at);
    // A call that both a point and a rule know starts one flow, the point's.
    let by_point: rustc_hash::FxHashSet<_> = found
        .flows
        .iter()
        .filter(|flow| flow.source.seed.is_some())
        .map(|flow| (flow.source.file, flow.source.span, flow.sink.file, flow.sink.span))
        .collect();
    let addresses = Addresses::new(ws);
    let mut rows = Vec::new();
    for flow in &found.flows {
        let (source, sink) = (&flow.source, &flow.sink);
        if source.seed.is_none() && by_point.contains(&(source.file, source.span, sink.file, sink.span)) {
            continue;
        }
        let point = source.seed.and_then(|seed| seeds[seed].point).map(|at| &points[at]);
        let keys = match (point, source.rule) {
            (Some(point), _) => point.keys.clone(),
            (None, Some(rule)) => match &apis[rule].role {
                Role::Source(keys) => keys.clone(),
                _ => Vec::new(),
            },
            _ => Vec::new(),
        };
        let (at_line, column) = ws.files[sink.file].lines.line_column(sink.span.0);
        rows.push(Flow {
            id: format!("f{}", rows.len() + 1),
            point: point.map(|point| point.id.clone()).filter(|id| !id.is_empty()),
            source: FlowSource {
                path: path(source.file),
                line: line(source.file, source.span.0),
                function: source.function.clone(),
                param: source.param,
                ty: source.ty.clone(),
            },
            sink: Sink {
                path: path(sink.file),
                line: at_line,
                column,
                end_line: line(sink.file, sink.end.saturating_sub(1).max(sink.span.0)),
                kind: sink.kind,
                api: sink.api.clone(),
                recipient: recipient(&addresses, flow),
            },
            categories: point.map(|point| point.categories.clone()).unwrap_or_default(),
            keys,
            transforms: flow.transforms.iter().map(|name| (*name).to_owned()).collect(),
            state: state(&flow.transforms),
            steps: flow
                .steps
                .iter()
                .map(|step| Step { path: path(step.file), line: line(step.file, step.span.0), what: step.what.clone() })
                .collect(),
            test: ws.homes[sink.file].test || in_test(ws, sink.file, sink.span.0),
        });
    }
    rows
}

/// Who is behind a sink: whom its rule names, else the host it sends to.
fn recipient(addresses: &Addresses, flow: &FlowFact) -> Option<String> {
    let sink = &flow.sink;
    let seen = || sink.kind.leaves().then(|| addresses.of(sink, &flow.steps)).flatten();
    sink.recipient.clone().or_else(seen)
}

fn in_test(ws: &Workspace, file: usize, at: u32) -> bool {
    let span = Span { start: at, end: at };
    ws.function_around(file, span).is_some_and(|def| ws.is_test(def))
}

/// The weakest claim that the transforms support.
fn state(transforms: &[&str]) -> FlowState {
    let any = |names: &[&str]| transforms.iter().any(|name| names.contains(name));
    if any(&["anonymize"]) {
        FlowState::ClaimedAnonymous
    } else if any(&["hash", "encrypt", "tokenize", "deidentify"]) {
        FlowState::Pseudonymised
    } else if any(&["coarsen", "redact"]) {
        FlowState::Reduced
    } else {
        FlowState::Plain
    }
}

fn gaps(ws: &Workspace, found: &Flows) -> Vec<Gap> {
    let gap = |gap: &super::FlowGap| Gap {
        path: ws.project.files[gap.file].path.clone(),
        line: ws.files[gap.file].lines.line(gap.span.0),
        reason: gap.reason.clone(),
    };
    found.gaps.iter().map(gap).collect()
}
