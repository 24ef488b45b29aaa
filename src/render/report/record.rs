//! The view comes in, the record of processing activities (GDPR Art. 30) goes out: one row an activity.

use super::answers;
use super::doc::{Inline, Line, Origin, joined, line, said, t};
use super::view::{View, origin};
use crate::model::inventory::{Flow, Point, SinkKind};
use crate::model::mark::Transform;
use crate::policy::{Activity, Retention};
use crate::render::words;
use std::collections::BTreeSet;

/// Titles of the columns.
pub(super) const COLUMNS: [&str; 14] = [
    "Activity",
    "Role",
    "Data subjects",
    "Categories of data",
    "Purposes",
    "Legal bases",
    "Recipients",
    "Countries and safeguards",
    "Retention",
    "Stores",
    "Security measures seen",
    "DPIA",
    "Owner",
    "Points",
];

/// A row: the activity's id (`None` for what no activity claims), whether it is done for another, its cells.
pub(super) struct Entry {
    pub(super) id: Option<String>,
    pub(super) for_another: bool,
    pub(super) cells: Vec<Line>,
}

/// The rows in the policy's order; what no activity claims comes last.
pub(super) fn rows(view: &View) -> Vec<Entry> {
    let mut out = Vec::new();
    for activity in view.policy().iter().flat_map(|policy| policy.activities.values()) {
        out.push(entry(Some(activity), view));
    }
    if view.points.iter().any(|point| point.activity.is_none()) {
        out.push(entry(None, view));
    }
    out
}

fn entry(activity: Option<&Activity>, view: &View) -> Entry {
    let id = activity.map(|activity| activity.entry.id.clone());
    let points: Vec<&Point> = view.points.iter().copied().filter(|point| point.activity == id).collect();
    let flows: Vec<&Flow> = view.flows.iter().copied().filter(|flow| view.activity_of(flow) == id.as_deref()).collect();
    let title = match activity {
        Some(activity) => {
            vec![Inline::Strong(activity.entry.title.clone()), Inline::Origin(origin(&activity.entry, "title"))]
        }
        None => vec![Inline::Strong("unallocated".into()), t(": code that no activity claims")],
    };
    let declared = |pick: fn(&Activity) -> &Vec<String>, key: &str, kind: &str, points: fn(&Point) -> &[String]| {
        ids(activity, pick, &points_say(view, &id, points), key, &|id| answers::named(kind, id, view))
    };
    let recipients = recipients(activity, &id, &flows, view);
    let cells = vec![
        title,
        role(activity),
        declared(|a| &a.subjects, "subjects", "subject", |p| &p.subjects),
        categories(&points, view),
        purposes(activity, view, &points_say(view, &id, |p| &p.purposes)),
        declared(|a| &a.bases, "bases", "basis", |p| &p.bases),
        if recipients.is_empty() {
            line("not seen")
        } else {
            joined(recipients.iter().map(|(id, origin)| view.recipient(id, *origin)).collect(), "\n")
        },
        transfers(&recipients, view),
        retention(activity, &points),
        stores(&id, &flows, view),
        measures(&flows, view, &id),
        option(activity, |a| a.dpia.as_deref(), "dpia"),
        option(activity, |a| a.owner.as_deref(), "owner"),
        said(points.len().to_string(), Origin::Seen),
    ];
    let for_another = activity.is_some_and(|activity| activity.role.as_deref() == Some("processor"));
    Entry { id, for_another, cells }
}

fn points_say(view: &View, id: &Option<String>, of: fn(&Point) -> &[String]) -> BTreeSet<String> {
    let mine = view.points.iter().filter(|point| point.activity == *id);
    mine.flat_map(|point| of(point).iter().cloned()).collect()
}

fn ids(
    activity: Option<&Activity>,
    pick: fn(&Activity) -> &Vec<String>,
    points: &BTreeSet<String>,
    key: &str,
    title: &dyn Fn(&String) -> String,
) -> Line {
    let titles = |ids: &mut dyn Iterator<Item = &String>| ids.map(title).collect::<Vec<_>>().join(", ");
    let declared = activity.map(|activity| pick(activity).as_slice()).unwrap_or_default();
    if !declared.is_empty() {
        let origin = activity.map_or(Origin::Claimed, |activity| origin(&activity.entry, key));
        return said(titles(&mut declared.iter()), origin);
    }
    if points.is_empty() {
        return line("not stated");
    }
    said(titles(&mut points.iter()), Origin::Claimed)
}

fn role(activity: Option<&Activity>) -> Line {
    match activity.map(|activity| (activity.role.as_deref(), activity.on_behalf_of.as_deref())) {
        Some((Some(role), Some(other))) => said(format!("{role} on behalf of {other}"), Origin::Claimed),
        Some((Some(role), None)) => said(role, Origin::Claimed),
        _ => line("not stated"),
    }
}

fn categories(points: &[&Point], view: &View) -> Line {
    let mut names: BTreeSet<(bool, String)> = BTreeSet::new();
    for point in points {
        let name = view.datum(&point.categories, &point.keys);
        let covered = point.categories.first().is_some_and(|category| view.declares("category", category));
        let sign = if covered || view.policy().is_none() { "" } else { " (no category)" };
        names.insert((!covered, format!("{name}{sign}")));
    }
    if names.is_empty() {
        return line("not seen");
    }
    said(names.into_iter().map(|(_, name)| name).collect::<Vec<_>>().join(", "), Origin::Seen)
}

fn purposes(activity: Option<&Activity>, view: &View, points: &BTreeSet<String>) -> Line {
    let total = view.policy().map_or(0, |policy| policy.purposes.len());
    if activity.is_none_or(|activity| activity.purposes.is_empty()) && points.is_empty() && total > 0 {
        return line(format!("not allocated (the statement gives {total} purposes for all data)"));
    }
    ids(activity, |activity| &activity.purposes, points, "purposes", &|id| answers::named("purpose", id, view))
}

fn recipients(activity: Option<&Activity>, id: &Option<String>, flows: &[&Flow], view: &View) -> Vec<(String, Origin)> {
    let mut out: std::collections::BTreeMap<String, Origin> = Default::default();
    for recipient in activity.iter().flat_map(|activity| &activity.recipients) {
        out.insert(recipient.clone(), Origin::Claimed);
    }
    for mark in view.run.outcome.inventory.marks.iter().filter(|mark| mark.verb == "discloses") {
        if let Some(recipient) = &mark.object
            && view.activity_of_mark(mark) == *id
        {
            out.insert(recipient.clone(), Origin::Claimed);
        }
    }
    for flow in flows {
        if let Some(recipient) = view.who(flow) {
            out.insert(recipient.to_string(), Origin::Seen);
        }
    }
    out.into_iter().collect()
}

fn transfers(recipients: &[(String, Origin)], view: &View) -> Line {
    let mut lines = Vec::new();
    for (id, _) in recipients {
        let Some(recipient) = view.policy().and_then(|policy| policy.recipients.get(id)) else { continue };
        if recipient.countries.is_empty() {
            continue;
        }
        let safeguard = recipient.safeguard.as_deref().unwrap_or("safeguard not stated");
        lines.push(said(
            format!("{}: {} ({safeguard})", recipient.entry.title, recipient.countries.join(", ")),
            origin(&recipient.entry, "countries"),
        ));
    }
    if lines.is_empty() { line("not stated") } else { joined(lines, "\n") }
}

fn retention(activity: Option<&Activity>, points: &[&Point]) -> Line {
    if let Some(activity) = activity.filter(|activity| activity.retention != Retention::NotStated) {
        return said(words::retention(&activity.retention), origin(&activity.entry, "retention"));
    }
    let kept: BTreeSet<String> = points.iter().filter_map(|point| point.kept.as_deref()).map(words::kept).collect();
    if kept.is_empty() {
        return line("not stated");
    }
    said(kept.into_iter().collect::<Vec<_>>().join(", "), Origin::Claimed)
}

fn stores(id: &Option<String>, flows: &[&Flow], view: &View) -> Line {
    let mut names: BTreeSet<(String, Origin)> = BTreeSet::new();
    for flow in flows.iter().filter(|flow| matches!(flow.sink.kind, SinkKind::Storage | SinkKind::File)) {
        names.insert((view.who(flow).unwrap_or(&flow.sink.api).to_string(), Origin::Seen));
    }
    for mark in view.run.outcome.inventory.marks.iter().filter(|mark| mark.verb == "stores") {
        if let Some(store) = &mark.object
            && view.activity_of_mark(mark) == *id
        {
            names.insert((view.title("store", store), Origin::Claimed));
        }
    }
    if names.is_empty() {
        return line("not seen");
    }
    joined(names.into_iter().map(|(name, origin)| said(name, origin)).collect(), "\n")
}

fn measures(flows: &[&Flow], view: &View, id: &Option<String>) -> Line {
    let seen: BTreeSet<&str> = flows.iter().flat_map(|flow| flow.transforms.iter().map(String::as_str)).collect();
    let claimed: BTreeSet<&str> = (view.run.outcome.inventory.marks.iter())
        .filter(|mark| Transform::of_verb(&mark.verb).is_some())
        .filter(|mark| view.activity_of_mark(mark) == *id)
        .map(|mark| mark.verb.as_str())
        .collect();
    let mut lines = Vec::new();
    if !seen.is_empty() {
        lines.push(said(seen.into_iter().collect::<Vec<_>>().join(", "), Origin::Seen));
    }
    if !claimed.is_empty() {
        lines.push(said(claimed.into_iter().collect::<Vec<_>>().join(", "), Origin::Claimed));
    }
    if lines.is_empty() { line("not seen") } else { joined(lines, "\n") }
}

fn option(activity: Option<&Activity>, pick: fn(&Activity) -> Option<&str>, key: &str) -> Line {
    match activity.and_then(|activity| pick(activity).map(|words| (words, origin(&activity.entry, key)))) {
        Some((words, origin)) => said(words, origin),
        None => line("not stated"),
    }
}
