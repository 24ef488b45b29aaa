//! Functions of the workspace come in; the parameters of handlers, guards and extractors that yield personal data
//! themselves go out. A parameter that holds a struct is no point: the struct's fields are.

use super::about::{class_of, without_company};
use super::declared::{Declared, declared};
use super::each::of_items;
use super::judge::{Place, confidence, judge, yes};
use super::owners::Owner;
use super::place::argument_text;
use super::{Detection, Seed};
use crate::link::{Def, Workspace};
use crate::model::fact::{FileFacts, Item, ItemKind, MacroArg, Param, Pat, PatId, Ty, TyId};
use crate::model::inventory::{Evidence, PointKind};
use crate::model::place::Span;
use crate::packs::words::words;
use crate::packs::{Detectors, RoleOf};
use std::collections::BTreeMap;

/// Extractors whose inside is judged as if it stood there: scalars of the path, the query, the body.
const SCALARS: [&str; 5] = ["Path", "Query", "Form", "Json", "TypedPath"];
/// Attributes of handlers in rocket, actix-web, poem and their like.
const ROUTES: [&str; 10] = ["get", "post", "put", "patch", "delete", "head", "options", "route", "handler", "oai"];

pub(super) fn points(ws: &Workspace, det: &Detectors, owners: &BTreeMap<Def, Owner>) -> Vec<Detection> {
    of_items(ws, |def| {
        let mut found = Vec::new();
        let item = ws.item(def);
        let ItemKind::Fn(function) = &item.kind else { return found };
        // A signature without a body, or inside a guard's own implementation, yields nothing.
        if function.body.is_none() {
            return found;
        }
        for (at, param) in function.params.iter().enumerate() {
            found.extend(point(ws, det, owners, def, item, Seed::Param(def, at), param));
            // A part of a tuple has no place of its own for data flow to start from.
            for part in parts(ws.facts(def), param) {
                found.extend(point(ws, det, owners, def, item, Seed::Column, &part));
            }
        }
        found
    })
}

/// `(State(pool), user_agent): (State<Pool>, Option<TypedHeader<UserAgent>>)`: an extractor of several.
fn parts(facts: &FileFacts, param: &Param) -> Vec<Param> {
    let Ty::Tuple(tys) = facts.ty(param.ty) else { return Vec::new() };
    let Pat::Tuple(pats) = facts.pat(param.pat) else { return Vec::new() };
    let pairs = pats.iter().zip(tys.iter()).filter(|_| pats.len() == tys.len());
    pairs.map(|(&pat, &ty)| Param { pat, ty, attrs: Box::default(), span: param.span }).collect()
}

fn point(
    ws: &Workspace,
    det: &Detectors,
    owners: &BTreeMap<Def, Owner>,
    def: Def,
    item: &Item,
    seed: Seed,
    param: &Param,
) -> Option<Detection> {
    let facts = ws.facts(def);
    let file = def.file as usize;
    let ty = declared(ws, file, Some(def.item), param.ty);
    let outer = outer_name(facts, param.ty).unwrap_or_default();
    let is_called = |def: Def, name: &str| ws.name_of(def) == name;
    let is_handler = item.attrs.iter().any(|attr| ROUTES.contains(&facts.last(&attr.path)));
    let (keys, sure, evidence, binding) = if let Some(found) =
        guard(det, &is_called, facts, owners, &ty, param, is_handler)
    {
        found
    } else if (SCALARS.contains(&outer.as_str()) && !borrows(facts, param.ty) && !matches!(ty.class, "struct" | "enum"))
        || ((routed(facts, item, param) && is_said(facts, item, param, &ty) || resolves(ws, def)) && ty.class == "text")
    {
        scalars(det, facts, item, param, &ty)?
    } else {
        return None;
    };
    let (name, span) = binding?;
    Some(Detection {
        file,
        span,
        item: format!("{}({name})", ws.item_path(def)),
        name,
        kind: PointKind::Param,
        keys,
        confidence: confidence(sure),
        evidence,
        owner: ws.item_path(def),
        test: ws.is_test(def),
        seed,
    })
}

type Found = (Vec<String>, usize, Vec<Evidence>, Option<(String, Span)>);

/// `ConnectInfo<SocketAddr>`, `TypedHeader<UserAgent>`, `Extension<RealIp>`, a guard of the project's own.
fn guard(
    det: &Detectors,
    is_called: &dyn Fn(Def, &str) -> bool,
    facts: &FileFacts,
    owners: &BTreeMap<Def, Owner>,
    ty: &Declared,
    param: &Param,
    is_routed: bool,
) -> Option<Found> {
    // A guard is handed over by value; a reference to one is an inner function's, unless requests are routed here.
    if matches!(facts.ty(param.ty), Ty::Ref(..)) && !is_routed {
        return None;
    }
    let name = || first_binding(facts, param.pat).filter(|(name, _)| !name.starts_with('_'));
    let known = ty.names.iter().find_map(|name| det.types.get(name).filter(|rule| rule.param).map(|rule| (name, rule)));
    // A type of the project that only shares the name is judged as the project's.
    let known = known.filter(|(name, _)| ty.local.is_none_or(|def| !is_called(def, name)));
    if let Some((type_name, rule)) = known {
        let reason = format!("a parameter of type `{type_name}` is {}", det.keys.title(&rule.key).to_lowercase());
        return Some((vec![rule.key.clone()], 2, vec![yes(&rule.id, reason)], Some(name()?)));
    }
    // A newtype of the workspace over an address, handed in by an extractor.
    let wrapped = ty.names.first().is_some_and(|first| matches!(first.as_str(), "Extension" | "ReqData" | "Data"));
    let local = ty.local.and_then(|def| owners.get(&def))?;
    let from_request = local.roles.contains_key(&RoleOf::Extractor);
    let scalar = ty.class == "text" && (wrapped || from_request);
    if !scalar {
        return None;
    }
    let place = Place { name: &local.title, declared: ty, owner: local, what: "parameter" };
    let verdict = judge(det, &place);
    // Who is signed in is the guard's own point; what it tells of the connection is read here.
    let of_device = verdict.keys.first().is_some_and(|key| key.starts_with("user.device"));
    of_device.then_some((verdict.keys, 2, verdict.evidence, Some(name()?)))
}

/// `Path(token): Path<String>`, `path: web::Path<(String, String)>`, `fn show(username: &str)` under a route.
fn scalars(det: &Detectors, facts: &FileFacts, item: &Item, param: &Param, ty: &Declared) -> Option<Found> {
    let owner = part_of_request(det, facts.name(item.name));
    let mut bindings = Vec::new();
    bound(facts, param.pat, &mut bindings);
    let ty = Declared { class: if ty.class == "other" { "text" } else { ty.class }, ..ty.clone() };
    // The code of a template or of a country is its name.
    let of_thing = matches!(det.owners.ending(&words(&owner.title)), Some((_, "thing")));
    bindings.retain(|(name, _)| !(of_thing && name == "code"));
    // `Path((owner, repo))`: an owner of a repository may be anybody or a company, and says where it lies.
    let repository = bindings.iter().any(|(name, _)| matches!(name.as_str(), "repo" | "repository" | "repo_name"));
    bindings.retain(|(name, _)| !(repository && name == "owner"));
    for (name, span) in bindings {
        let place = Place { name: &name, declared: &ty, owner: &owner, what: "parameter" };
        let verdict = judge(det, &place);
        if !verdict.keys.is_empty() {
            return Some((verdict.keys, 2, verdict.evidence, Some((name, span))));
        }
    }
    None
}

/// A value of a request that has a name and no type: an entry of the map that a handler takes.
pub(super) fn scalar(det: &Detectors, handler: &str, name: &str) -> Option<(Vec<String>, Vec<Evidence>)> {
    let owner = part_of_request(det, handler);
    let text = Declared { class: "text", ..Declared::default() };
    let verdict = judge(det, &Place { name, declared: &text, owner: &owner, what: "parameter" });
    (!verdict.keys.is_empty()).then_some((verdict.keys, verdict.evidence))
}

/// What a request is about, by what its handler is called.
fn part_of_request(det: &Detectors, handler: &str) -> Owner {
    let mut owner = Owner { class: "unknown".to_owned(), title: handler.to_owned(), ..Owner::default() };
    owner.contexts.extend(["unknown-request", "scalar-param"].map(str::to_owned));
    let because = "it is part of a request (a handler's parameter)".to_owned();
    owner.roles.insert(RoleOf::Input, ("owner/role".to_owned(), because));
    let title = words(handler);
    // What lets a webhook in is the webhook's.
    if title.iter().any(|word| matches!(word.as_str(), "webhook" | "bot")) {
        owner.class = "server".to_owned();
    }
    // What a handler called after a person takes tells of that person.
    let class = class_of(det, without_company(&title)).0;
    if class.as_deref() == Some("person") && owner.class == "unknown" {
        owner.class = "person".to_owned();
        owner.contexts.insert("person".to_owned());
    }
    if title.iter().any(|word| matches!(word.as_str(), "search" | "autocomplete" | "suggest")) {
        owner.contexts.insert("search".to_owned());
    }
    owner
}

/// Whether what a type takes is borrowed: an extractor owns what it reads, the `Query<&Name>` of a game's entities does
/// not.
fn borrows(facts: &FileFacts, ty: TyId) -> bool {
    let inside: &[TyId] = match facts.ty(ty) {
        Ty::Ref(_, inner) => &[*inner],
        Ty::Path(path) => path.segments.last().map_or(&[], |last| &last.args),
        Ty::Tuple(list) => list,
        _ => &[],
    };
    inside.iter().any(|&ty| matches!(facts.ty(ty), Ty::Ref(..)) || borrows(facts, ty))
}

/// Whether an attribute routes requests here and names this parameter: `#[get("/users/<name>")]`.
fn routed(facts: &FileFacts, item: &Item, param: &Param) -> bool {
    item.attrs.iter().filter(|attr| ROUTES.contains(&facts.last(&attr.path))).any(|attr| {
        let Some((name, _)) = first_binding(facts, param.pat) else { return false };
        attr.args.iter().any(|arg| {
            let text = argument_text(facts, arg);
            text.contains(&format!("<{name}>")) || text.contains(&format!("<{name}..>"))
        })
    })
}

/// Whether a routed parameter is what its name says. A body (`data = "<login>"`) of a type that is not known is a form or an
/// object, unless it is a string.
fn is_said(facts: &FileFacts, item: &Item, param: &Param, ty: &Declared) -> bool {
    let Some((name, _)) = first_binding(facts, param.pat) else { return false };
    let is_data = |arg: &MacroArg| arg.key.is_some_and(|key| facts.name(key) == "data");
    let mut routes = item.attrs.iter().filter(|attr| ROUTES.contains(&facts.last(&attr.path)));
    let is_body = routes.any(|attr| {
        attr.args.iter().any(|arg| is_data(arg) && argument_text(facts, arg).contains(&format!("<{name}>")))
    });
    let is_text = ty.names.last().is_some_and(|last| matches!(last.as_str(), "String" | "str" | "Cow"));
    !is_body || is_text || ty.local.is_some()
}

/// Whether a function answers a query of GraphQL: a method of `#[graphql_object] impl Mutation`.
fn resolves(ws: &Workspace, def: Def) -> bool {
    const RESOLVERS: [&str; 4] = ["graphql_object", "graphql_subscription", "Object", "Subscription"];
    let Some(parent) = ws.item(def).parent else { return false };
    let facts = ws.facts(def);
    facts.item(parent).attrs.iter().any(|attr| RESOLVERS.contains(&facts.last(&attr.path)))
}

/// The last name of the outermost path of a type: `Path` of `axum::extract::Path<String>`.
fn outer_name(facts: &FileFacts, ty: TyId) -> Option<String> {
    match facts.ty(ty) {
        Ty::Path(path) => {
            let name = facts.last(path).to_owned();
            let segment = path.segments.last()?;
            match (name.as_str(), segment.args.first()) {
                ("Option" | "Result" | "Valid" | "Validated", Some(&inner)) => outer_name(facts, inner),
                // An extractor says what it extracts; a bare `Path` is a file's, or another library's.
                (_, None) => None,
                _ => Some(name),
            }
        }
        Ty::Ref(_, inner) => outer_name(facts, *inner),
        _ => None,
    }
}

fn first_binding(facts: &FileFacts, pat: PatId) -> Option<(String, Span)> {
    let mut found = Vec::new();
    bound(facts, pat, &mut found);
    found.into_iter().next()
}

/// The names a pattern binds, with their places.
fn bound(facts: &FileFacts, pat: PatId, out: &mut Vec<(String, Span)>) {
    match facts.pat(pat) {
        Pat::Bind { name, sub, .. } => {
            out.push((facts.name(*name).to_owned(), facts.pat_span(pat)));
            if let Some(sub) = sub {
                bound(facts, *sub, out);
            }
        }
        Pat::Tuple(parts) | Pat::Slice(parts) | Pat::TupleStruct(_, parts) | Pat::Or(parts) => {
            for part in parts {
                bound(facts, *part, out);
            }
        }
        Pat::Struct(_, fields) => {
            for (_, part) in fields {
                bound(facts, *part, out);
            }
        }
        Pat::Ref(inner) | Pat::Typed(inner, _) => bound(facts, *inner, out),
        _ => {}
    }
}
