//! The view comes in, the views of each product and each crate go out: their kinds of data with the same answers.

use super::super::answers;
use super::super::doc::*;
use super::super::view::{Subject, View, origin, quoted};
use super::heading;
use crate::model::inventory::Point;
use crate::render::text::{count, thousands};
use std::collections::{BTreeMap, BTreeSet};

/// Crates beyond this many are in the table alone: a page of a hundred inventories is read by nobody.
const DETAILED: usize = 60;

struct Scope<'a> {
    kind: &'static str,
    id: String,
    title: String,
    points: Vec<&'a Point>,
}

pub(super) fn blocks(view: &View) -> Vec<Block> {
    let mut out = vec![heading("scopes", "By product and crate")];
    let scopes = scopes(view);
    if scopes.is_empty() {
        out.push(Block::Para(line("No point was found.")));
        return out;
    }
    let head = ["Product or crate", "Data", "Activities", "Points", "Flows from them"];
    let (seen, empty): (Vec<_>, Vec<_>) = scopes.iter().partition(|scope| !scope.points.is_empty());
    let rows = seen.iter().enumerate().map(|(at, scope)| row(scope, at < DETAILED, view));
    let rows = rows.chain(empty.iter().map(|scope| row(scope, false, view)));
    out.push(table("Products and crates", &head, rows.collect()));
    out.extend(seen.iter().take(DETAILED).map(|scope| details(scope, view)));
    out
}

fn scopes<'a>(view: &View<'a>) -> Vec<Scope<'a>> {
    let of = |keep: &dyn Fn(&Point) -> bool| view.points.iter().copied().filter(|point| keep(point)).collect();
    let mut out: Vec<Scope> = Vec::new();
    for (id, product) in view.policy().iter().flat_map(|policy| &policy.products) {
        let points: Vec<&Point> = of(&|point| point.product.as_ref() == Some(id));
        out.push(Scope { kind: "product", id: id.clone(), title: product.entry.title.clone(), points });
    }
    let no_product: Vec<&Point> = of(&|point| point.product.is_none());
    if !out.is_empty() && !no_product.is_empty() {
        // `none` is also what links name it.
        out.push(Scope { kind: "product", id: "none".into(), title: "none of its own".into(), points: no_product });
    }
    let mut crates: BTreeMap<&str, Vec<&Point>> = BTreeMap::new();
    view.points.iter().for_each(|point| crates.entry(&point.krate).or_default().push(point));
    out.extend(crates.into_iter().map(|(name, points)| Scope {
        kind: "crate",
        id: name.into(),
        title: name.into(),
        points,
    }));
    out
}

fn row(scope: &Scope, detailed: bool, view: &View) -> Row {
    let data: BTreeSet<String> = scope.points.iter().map(|point| view.datum(&point.categories, &point.keys)).collect();
    let activities: BTreeSet<String> = scope
        .points
        .iter()
        .map(|point| point.activity.as_ref().map_or_else(|| "unallocated".into(), |id| view.title("activity", id)))
        .collect();
    let mine: BTreeSet<&str> = scope.points.iter().map(|point| point.id.as_str()).collect();
    let flows = view.flows.iter().filter(|flow| flow.point.as_deref().is_some_and(|id| mine.contains(id)));
    let name = format!("{}: {}", scope.kind, scope.title);
    let list = |names: BTreeSet<String>| names.into_iter().collect::<Vec<_>>().join(", ");
    Row {
        id: (!detailed).then(|| slug(scope.kind, &scope.id)),
        cells: vec![
            if detailed { vec![Inline::Ref(slug(scope.kind, &scope.id), name)] } else { line(name) },
            if data.is_empty() { line("not seen") } else { said(list(data), Origin::Seen) },
            if activities.is_empty() { line("not seen") } else { said(list(activities), Origin::Claimed) },
            line(thousands(scope.points.len())),
            line(thousands(flows.count())),
        ],
        alarm: false,
    }
}

/// The inventory of one product or crate.
fn details(scope: &Scope, view: &View) -> Block {
    let subjects = view.within(|point| match (scope.kind, scope.id.as_str()) {
        ("crate", name) => point.krate == name,
        (_, "none") => point.product.is_none(),
        (_, id) => point.product.as_deref() == Some(id),
    });
    let head = vec![
        Inline::Strong(format!("{}: {}", scope.kind, scope.title)),
        t(format!(", {}", count(scope.points.len(), "point"))),
    ];
    let subjects: Vec<_> = subjects.iter().collect();
    let mut body: Vec<Block> = said_of(scope, view);
    body.extend(allowance(scope, &subjects, view));
    let caption = format!("Kinds of data in {}: {}", scope.kind, scope.title);
    body.push(answers::table_of(&caption, &subjects, view, &BTreeSet::new()));
    Block::Details(slug(scope.kind, &scope.id), head, body)
}

/// What the documents say of a product.
fn said_of(scope: &Scope, view: &View) -> Vec<Block> {
    let product = view.policy().filter(|_| scope.kind == "product");
    let Some((policy, product)) = product.and_then(|policy| Some((policy, policy.products.get(&scope.id)?))) else {
        return Vec::new();
    };
    product.entry.anchors.iter().map(|anchor| Block::Para(quoted(anchor, policy))).collect()
}

/// What a product may collect, and what it collects beyond that.
fn allowance(scope: &Scope, subjects: &[&Subject], view: &View) -> Option<Block> {
    let policy = view.policy()?;
    let product = policy.products.get(&scope.id).filter(|_| scope.kind == "product")?;
    let allowed = product.categories.as_ref()?;
    let within = |subject: &&&Subject| allowed.iter().any(|id| policy.is_below(&subject.id, id));
    let mut words = vec![t(format!("It may collect: {}", view.titles("category", allowed)))];
    words.push(Inline::Origin(origin(&product.entry, "categories")));
    let beyond: Vec<&str> =
        subjects.iter().filter(|subject| !within(subject)).map(|subject| subject.title.as_str()).collect();
    if !beyond.is_empty() {
        words.extend([t(". "), Inline::Strong(format!("Beyond that it collects: {}.", beyond.join(", ")))]);
    }
    Some(Block::Para(words))
}
