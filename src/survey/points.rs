//! Clauses and detections come in; points go out: one for each place and datum, found by a mark, by a pack, or both.

use super::place::{activity_of, matches, product_of};
use super::{Open, Silenced, Survey, Told};
use crate::detect::Detection;
use crate::model::dotted::is_within;
use crate::model::inventory::{Confidence, DatumState, FoundBy, Point, PointKind};
use crate::model::mark::{NodeKind, Verb};
use crate::model::place::Span;

pub(super) fn gather(survey: &mut Survey, detections: &[Detection]) {
    let mut drafts = marked(survey);
    silence(survey, &mut drafts, detections);
    leave_to_parts(&mut drafts);
    sort(survey, drafts);
}

/// A point before it has its place in the order.
struct Draft {
    point: Point,
    backing: Vec<usize>,
    open: Option<Option<usize>>,
}

fn marked(survey: &Survey) -> Vec<Draft> {
    let mut drafts: Vec<Draft> = Vec::new();
    for (at, told) in survey.told.iter().enumerate() {
        if !matches!(told.clause.verb, Verb::Collects | Verb::Infers(_)) || is_default(told) {
            continue;
        }
        let region = survey.region(told, told.name_span);
        let point = Point {
            path: told.path.clone(),
            region,
            item: told.item.clone(),
            name: told.name.clone(),
            kind: kind_of(told.node),
            found_by: vec![FoundBy::Annotated],
            confidence: Confidence::Certain,
            krate: told.krate.clone(),
            target: told.target,
            test: told.test,
            states: vec![DatumState::Collected],
            ..Point::default()
        };
        let same = drafts.iter_mut().find(|draft| draft.point.region == region && draft.point.item == point.item);
        let draft = match same {
            Some(draft) => draft,
            None => {
                drafts.push(Draft { point, backing: Vec::new(), open: None });
                drafts.last_mut().expect("just pushed")
            }
        };
        add_options(&mut draft.point, told);
        draft.backing.push(at);
    }
    drafts
}

/// Marks on modules, impls, crates are defaults, not points.
fn is_default(told: &Told) -> bool {
    let from_policy = told.file.is_none();
    !from_policy && matches!(told.node, None | Some(NodeKind::Impl | NodeKind::Module))
}

fn kind_of(node: Option<NodeKind>) -> PointKind {
    match node {
        Some(NodeKind::Type | NodeKind::Trait | NodeKind::Table | NodeKind::Variant) => PointKind::Type,
        Some(NodeKind::Field) | None => PointKind::Field,
        Some(NodeKind::Function) => PointKind::Function,
        Some(NodeKind::Parameter) => PointKind::Param,
        Some(NodeKind::Column) => PointKind::Column,
        Some(_) => PointKind::Call,
    }
}

fn add_options(point: &mut Point, told: &Told) {
    let add = |list: &mut Vec<String>, ids: &[super::Said]| {
        for said in ids {
            if !list.contains(&said.id) {
                list.push(said.id.clone());
            }
        }
    };
    for category in &told.clause.categories {
        let id = match &category.element {
            Some(element) => format!("{}.{}", category.id.text, element.text),
            None => category.id.text.clone(),
        };
        if !point.categories.contains(&id) {
            point.categories.push(id);
        }
    }
    add(&mut point.sources, &told.options.sources);
    add(&mut point.purposes, &told.options.purposes);
    add(&mut point.bases, &told.options.bases);
    add(&mut point.subjects, &told.options.subjects);
    point.gate = point.gate.take().or(told.options.gate.as_ref().map(|said| said.id.clone()));
    point.kept = point.kept.take().or(told.options.kept.as_ref().map(|said| said.id.clone()));
    point.product = point.product.take().or(told.product.clone());
    point.activity = point.activity.take().or(told.activity.clone());
    if point.group.is_empty() {
        point.group = group(&owner(&point.item), point.categories.first().map_or("", String::as_str));
    }
}

fn group(owner: &str, category: &str) -> String {
    format!("{owner} {category}")
}

/// The owner type or function of an item path: what stands before the last name or the parameter.
fn owner(item: &str) -> String {
    if let Some((function, _)) = item.split_once('(') {
        return function.to_owned();
    }
    if let Some((owner, _)) = item.rsplit_once("::") {
        return owner.to_owned();
    }
    item.rsplit_once('.').map_or(item, |(table, _)| table).to_owned()
}

/// Joins each detection with the mark that speaks of it, or leaves it open.
fn silence(survey: &mut Survey, drafts: &mut Vec<Draft>, detections: &[Detection]) {
    let mut silenced: Vec<Silenced> = (0..survey.told.len())
        .filter(|&at| matches!(survey.told[at].clause.verb, Verb::NotPersonal(_)))
        .map(|at| Silenced { told: Some(at), entry: None, covers: Vec::new() })
        .collect();
    silenced.extend((0..survey.policy.silences.len()).map(|at| Silenced {
        told: None,
        entry: Some(at),
        covers: Vec::new(),
    }));
    for detection in detections.iter().filter(|detection| survey.ws.in_scope(detection.file)) {
        let around = marks_around(survey, detection);
        let innermost = around.first().map(|&at| survey.told[at].span);
        let nearest = || around.iter().copied().filter(|&at| Some(survey.told[at].span) == innermost);
        let by_mark = nearest().find(|&at| matches!(survey.told[at].clause.verb, Verb::NotPersonal(_)));
        let by_policy = survey.policy.silences.iter().position(|silence| matches(&silence.at, &detection.item));
        let silence = silenced.iter_mut().find(|s| {
            (s.told.is_some() && s.told == by_mark) || (by_mark.is_none() && s.entry.is_some() && s.entry == by_policy)
        });
        if let Some(silence) = silence {
            silence.covers.push(detection.item.clone());
            continue;
        }
        let category = best_category(survey, detection);
        let speaks = nearest().filter(|&at| !matches!(survey.told[at].clause.verb, Verb::NotPersonal(_)));
        let speaks: Vec<usize> = speaks.collect();
        let covering = speaks.iter().copied().find(|&at| covers(survey, &survey.told[at], category.as_deref()));
        add_detection(survey, drafts, detection, category, covering, speaks.first().copied());
    }
    survey.silenced = silenced;
}

/// `not personal` and collecting clauses around a detection, innermost first.
fn marks_around(survey: &Survey, detection: &Detection) -> Vec<usize> {
    let speaks = |told: &Told| {
        matches!(told.clause.verb, Verb::Collects | Verb::Infers(_) | Verb::NotPersonal(_)) && !is_default(told)
    };
    let holds = |told: &Told| match told.file {
        Some(file) => file == detection.file && told.span.contains(detection.span),
        None => matches(&told.item, &detection.item),
    };
    let mut found: Vec<usize> =
        (0..survey.told.len()).filter(|&at| speaks(&survey.told[at]) && holds(&survey.told[at])).collect();
    let size = |span: Span| span.end - span.start;
    found.sort_by_key(|&at| (size(survey.told[at].span), at));
    found
}

fn best_category(survey: &Survey, detection: &Detection) -> Option<String> {
    let covered = detection.keys.iter().find_map(|key| survey.policy.category_of_key(key))?;
    let category = &covered.category.entry.id;
    Some(match covered.element {
        Some(element) => format!("{category}.{}", element.entry.id),
        None => category.clone(),
    })
}

/// The marked category, what is below it, or what it may contain.
fn covers(survey: &Survey, told: &Told, category: Option<&str>) -> bool {
    // What an unknown category would cover is not known: `undeclared_category` reports it, once.
    let is_unknown = |id: &str| id != "everything" && !survey.policy.categories.contains_key(id);
    if told.clause.categories.iter().any(|marked| is_unknown(&marked.id.text)) {
        return true;
    }
    let Some(category) = category else { return false };
    let category = category.split_once('.').map_or(category, |(category, _)| category);
    told.clause.categories.iter().any(|marked| {
        let id = marked.id.text.as_str();
        let contained = survey
            .policy
            .categories
            .get(id)
            .is_some_and(|c| c.may_contain.iter().any(|inner| survey.policy.is_below(category, inner)));
        id == "everything" || contained || survey.policy.is_below(category, id)
    })
}

fn add_detection(
    survey: &Survey,
    drafts: &mut Vec<Draft>,
    detection: &Detection,
    category: Option<String>,
    covering: Option<usize>,
    speaker: Option<usize>,
) {
    let ws = survey.ws;
    let home = &ws.homes[detection.file];
    let region = ws.files[detection.file].lines.region(detection.span);
    let path = &ws.project.files[detection.file].path;
    let marked_here = || drafts.iter().position(|draft| draft.point.region == region && draft.point.path == *path);
    if let Some(at) = covering.and_then(|_| marked_here()) {
        let point = &mut drafts[at].point;
        point.found_by.push(FoundBy::Detected);
        point.found_by.dedup();
        point.keys.extend(detection.keys.iter().cloned());
        point.evidence.extend(detection.evidence.iter().cloned());
        point.kind = detection.kind;
        return;
    }
    let package = home.package.and_then(|at| ws.project.packages.get(at)).map_or("", |package| package.name.as_str());
    let mut point = Point {
        path: path.clone(),
        region,
        item: detection.item.clone(),
        name: detection.name.clone(),
        kind: detection.kind,
        keys: detection.keys.clone(),
        found_by: vec![FoundBy::Detected],
        confidence: detection.confidence,
        krate: home.krate.clone(),
        target: home.target,
        test: detection.test,
        states: vec![DatumState::Collected],
        evidence: detection.evidence.clone(),
        product: product_of(survey.policy, package),
        activity: activity_of(survey.policy, &detection.item, package),
        ..Point::default()
    };
    let mut backing = Vec::new();
    let mut open = Some(speaker);
    if let Some(at) = covering {
        point.found_by.insert(0, FoundBy::Annotated);
        point.confidence = Confidence::Certain;
        point.categories.extend(category.clone());
        let mut told = survey.told[at].clone();
        told.clause = survey.told[at].clause;
        add_options(&mut point, &told);
        let detected = category.clone().unwrap_or_default();
        // What was detected is narrower than what the mark on the owner says.
        point.categories.retain(|id| *id == detected);
        backing.push(at);
        open = None;
    } else {
        point.categories.extend(category.clone());
    }
    point.group =
        group(&detection.owner, category.as_deref().or(detection.keys.first().map(String::as_str)).unwrap_or(""));
    drafts.push(Draft { point, backing, open });
}

/// A mark on what holds others (a type, a function, a parameter, a statement) is no point beside those that were found
/// inside, where each of its categories is one of theirs: they say which part is the datum.
fn leave_to_parts(drafts: &mut Vec<Draft>) {
    let is_found = |of: &Draft, category: &String| {
        drafts.iter().any(|part| {
            let lies_inside = part.point.found_by.contains(&FoundBy::Detected) && part.point.region != of.point.region;
            lies_inside
                && part.backing.iter().any(|told| of.backing.contains(told))
                && part.point.categories.iter().any(|known| is_within(known, category))
        })
    };
    let is_told_by_parts = |draft: &Draft| {
        draft.point.found_by == [FoundBy::Annotated]
            && matches!(draft.point.kind, PointKind::Type | PointKind::Function | PointKind::Param | PointKind::Call)
            && !draft.point.categories.is_empty()
            && draft.point.categories.iter().all(|category| is_found(draft, category))
    };
    let mut keep = drafts.iter().map(|draft| !is_told_by_parts(draft)).collect::<Vec<bool>>().into_iter();
    drafts.retain(|_| keep.next().unwrap_or(true));
}

fn sort(survey: &mut Survey, mut drafts: Vec<Draft>) {
    drafts.sort_by(|a, b| {
        let key = |d: &Draft| (d.point.path.clone(), d.point.region, d.point.name.clone(), d.point.item.clone());
        key(a).cmp(&key(b))
    });
    for (at, draft) in drafts.into_iter().enumerate() {
        for &told in &draft.backing {
            survey.told[told].point.get_or_insert(at);
        }
        if let Some(contradicts) = draft.open {
            survey.open.push(Open { point: at, contradicts });
        }
        let mut point = draft.point;
        point.id = format!("p{}", at + 1);
        survey.points.push(point);
        survey.backing.push(draft.backing);
    }
}
