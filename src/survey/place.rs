//! Marks come in; each clause goes out with its item path, crate, product and activity.

use super::{Effective, Told};
use crate::link::{Def, Workspace};
use crate::model::fact::{FileFacts, ItemId, ItemKind, MacroArg, MacroValue, PatId};
use crate::model::mark::{Binding, Mark, NodeKind};
use crate::model::place::Span;
use crate::policy::Policy;
use globset::Glob;

pub(super) fn tell<'a>(ws: &'a Workspace, policy: &'a Policy) -> Vec<Told<'a>> {
    let mut told = Vec::new();
    for (file, facts) in ws.files.iter().enumerate().filter(|&(file, _)| ws.in_scope(file)) {
        for mark in &facts.marks {
            tell_mark(ws, policy, file, mark, &mut told);
        }
    }
    for entry in &policy.marks {
        for clause in &entry.mark.clauses {
            told.push(Told {
                file: None,
                path: policy.path.clone(),
                mark: &entry.mark,
                clause,
                node: None,
                span: Span::default(),
                name_span: entry.mark.span,
                name: entry.at.rsplit(['.', ':']).next().unwrap_or(&entry.at).to_owned(),
                item: entry.at.clone(),
                options: Effective::default(),
                test: false,
                krate: entry.at.split("::").next().unwrap_or_default().to_owned(),
                package: entry.at.split("::").next().unwrap_or_default().to_owned(),
                target: Default::default(),
                product: None,
                activity: activity_of(policy, &entry.at, ""),
                point: None,
            });
        }
    }
    told
}

fn tell_mark<'a>(ws: &'a Workspace, policy: &Policy, file: usize, mark: &'a Mark, told: &mut Vec<Told<'a>>) {
    let facts = &ws.files[file];
    let home = &ws.homes[file];
    let (node, span, name_span) = match &mark.binding {
        Binding::Node { kind, span, name } => (Some(*kind), *span, *name),
        Binding::Module => (None, Span::new(0, u32::MAX as usize), mark.span),
        Binding::Path(_) | Binding::Dangling { .. } => return,
    };
    let around = innermost(facts, span, node);
    let (item, name) = match node {
        None => (module_path(ws, file), home.module.last().cloned().unwrap_or_else(|| home.krate.clone())),
        Some(kind) => name_node(ws, file, kind, span, name_span, around),
    };
    let package = home.package.and_then(|at| ws.project.packages.get(at)).map(|p| p.name.clone()).unwrap_or_default();
    for clause in &mark.clauses {
        told.push(Told {
            file: Some(file),
            path: ws.project.files[file].path.clone(),
            mark,
            clause,
            node,
            span,
            name_span,
            activity: activity_of(policy, &item, &package),
            item: item.clone(),
            name: name.clone(),
            options: Effective::default(),
            test: home.test || around.is_some_and(|id| facts.item(id).test),
            krate: home.krate.clone(),
            product: product_of(policy, &package),
            package: package.clone(),
            target: home.target,
            point: None,
        });
    }
}

/// The product whose crate globs hold a package.
pub(super) fn product_of(policy: &Policy, package: &str) -> Option<String> {
    let holds = |glob: &String| glob == package || matches(glob, package);
    policy.products.iter().find(|(_, product)| product.crates.iter().any(holds)).map(|(id, _)| id.clone())
}

/// The activity whose `code` holds an item path or its crate; the first in the policy's order. A path may be written
/// as the contract has it, with the crate as Rust or as the manifest names it, or without the crate.
pub(crate) fn activity_of(policy: &Policy, item: &str, package: &str) -> Option<String> {
    let (krate, path) = item.split_once("::").unwrap_or((item, item));
    let krate = krate.split_once('@').map_or(krate, |(package, _)| package);
    let named = [item.to_owned(), path.to_owned(), format!("{krate}::{path}"), format!("{}::{path}", in_rust(krate))];
    let holds = |code: &String| match code.strip_prefix("crate:") {
        Some(glob) => matches(glob, package) || matches(glob, &in_rust(package)),
        None => named.iter().any(|name| matches(code, name)),
    };
    policy.activities.iter().find(|(_, activity)| activity.code.iter().any(holds)).map(|(id, _)| id.clone())
}

/// The name of a package as code writes it.
fn in_rust(package: &str) -> String {
    package.replace('-', "_")
}

/// A glob over a name or an item path; `*` also crosses `::`.
pub(crate) fn matches(glob: &str, text: &str) -> bool {
    glob == text || Glob::new(glob).is_ok_and(|glob| glob.compile_matcher().is_match(text))
}

pub(super) fn module_path(ws: &Workspace, file: usize) -> String {
    let home = &ws.homes[file];
    std::iter::once(&home.krate).chain(&home.module).cloned().collect::<Vec<_>>().join("::")
}

/// The item that a node is, or the innermost one around it.
pub(super) fn innermost(facts: &FileFacts, span: Span, node: Option<NodeKind>) -> Option<ItemId> {
    node?;
    let holds = |at: &usize| facts.items[*at].span.contains(span);
    // Items come with parents first, so the last that holds the span is the innermost.
    (0..facts.items.len()).rfind(holds).map(|at| ItemId(at as u32))
}

fn name_node(
    ws: &Workspace,
    file: usize,
    kind: NodeKind,
    span: Span,
    name_span: Span,
    around: Option<ItemId>,
) -> (String, String) {
    let facts = &ws.files[file];
    let Some(id) = around else {
        return match sql_name(facts, name_span) {
            Some((table, Some(column))) => (format!("{table}.{column}"), column),
            Some((table, None)) => (table.clone(), table),
            None => (module_path(ws, file), String::new()),
        };
    };
    let item = facts.item(id);
    let path = ws.item_path(Def { file: file as u32, item: id });
    let own = facts.name(item.name).to_owned();
    match (kind, &item.kind) {
        (NodeKind::Field, ItemKind::Struct { fields, .. }) => {
            match fields.list.iter().find(|f| f.name_span == name_span || f.span == span) {
                Some(field) => (format!("{path}::{}", facts.name(field.name)), facts.name(field.name).to_owned()),
                None => (path, own),
            }
        }
        (NodeKind::Field | NodeKind::Variant, ItemKind::Enum { variants, .. }) => {
            let Some(variant) = variants.iter().find(|v| v.span.contains(span)) else { return (path, own) };
            let variant_path = format!("{path}::{}", facts.name(variant.name));
            match variant
                .fields
                .list
                .iter()
                .find(|f| kind == NodeKind::Field && (f.name_span == name_span || f.span == span))
            {
                Some(field) => {
                    (format!("{variant_path}::{}", facts.name(field.name)), facts.name(field.name).to_owned())
                }
                None => (variant_path, facts.name(variant.name).to_owned()),
            }
        }
        (NodeKind::Parameter, ItemKind::Fn(function)) => {
            let name = function.params.iter().find(|p| p.span.contains(name_span)).map(|p| pat_name(facts, p.pat));
            match name.filter(|name| !name.is_empty()) {
                Some(name) => (format!("{path}({name})"), name),
                None => (path, own),
            }
        }
        (NodeKind::Column | NodeKind::Table, ItemKind::MacroCall(call)) => {
            match table_name(facts, &call.args, name_span) {
                Some((table, Some(column))) => (format!("{table}.{column}"), column),
                Some((table, None)) => (table.clone(), table),
                None => (path, own),
            }
        }
        _ => (path, own),
    }
}

/// First name bound by a pattern.
pub(crate) fn pat_name(facts: &FileFacts, pat: PatId) -> String {
    use crate::model::fact::Pat;
    match facts.pat(pat) {
        Pat::Bind { name, .. } => facts.name(*name).to_owned(),
        Pat::TupleStruct(_, pats) | Pat::Tuple(pats) | Pat::Slice(pats) | Pat::Or(pats) => {
            pats.iter().map(|&pat| pat_name(facts, pat)).find(|name| !name.is_empty()).unwrap_or_default()
        }
        Pat::Ref(pat) | Pat::Typed(pat, _) => pat_name(facts, *pat),
        Pat::Struct(_, fields) => fields.first().map(|&(name, _)| facts.name(name).to_owned()).unwrap_or_default(),
        _ => String::new(),
    }
}

/// The table and column of a name token inside `table! { users (id) { email -> Text } }`.
fn table_name(facts: &FileFacts, args: &[MacroArg], name_span: Span) -> Option<(String, Option<String>)> {
    for arg in args {
        let key = || arg.key.map(|key| facts.name(key).to_owned());
        if arg.key_span == name_span {
            return Some((key()?, None));
        }
        if let MacroValue::Group(inner) = &arg.value {
            if let Some(column) = inner.iter().find(|inner| inner.key_span == name_span) {
                return Some((key()?, column.key.map(|key| facts.name(key).to_owned())));
            }
            if let Some(found) = table_name(facts, inner, name_span) {
                return Some(found);
            }
        }
    }
    None
}

fn sql_name(facts: &FileFacts, name_span: Span) -> Option<(String, Option<String>)> {
    for table in &facts.tables {
        let name = facts.name(table.name).to_owned();
        if table.name_span == name_span {
            return Some((name, None));
        }
        if let Some(column) = table.columns.iter().find(|column| column.name_span == name_span) {
            return Some((name, Some(facts.name(column.name).to_owned())));
        }
    }
    None
}
