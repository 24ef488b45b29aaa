//! The view comes in, the first screen goes out: the verdict, the scope, what is open, and a row per kind of data.

use super::super::doc::*;
use super::super::view::{View, origin, tally};
use super::heading;
use crate::model::finding::Level;
use crate::policy::{Allowed, Retention};
use crate::render::text::{count, listed, thousands};
use crate::render::{VERSION, words};

pub(super) fn blocks(view: &View) -> Vec<Block> {
    let mut out = vec![Block::Heading(1, "top".into(), "Personal data in this code".into())];
    let drafts = view.drafts();
    if !drafts.is_empty() {
        let words = format!(
            " {} of the policy await review: {}",
            count(drafts.len(), "entry").replace("entrys", "entries"),
            shown(&drafts)
        );
        out.push(Block::Box(false, vec![vec![Inline::Strong("DRAFT.".into()), t(words)]]));
    }
    out.push(verdict(view));
    out.push(open_questions(view));
    out.push(heading("glance", "At a glance"));
    out.push(glance(view));
    out.push(scope(view));
    out
}

fn shown(names: &[String]) -> String {
    if names.len() > 6 { format!("{} and {} more", names[..6].join(", "), names.len() - 6) } else { listed(names) }
}

fn verdict(view: &View) -> Block {
    let outcome = view.run.outcome;
    let deny = outcome.findings.iter().filter(|finding| finding.level >= Level::Deny).count();
    let warn = outcome.findings.len() - deny;
    let documents: Vec<String> = view
        .policy()
        .iter()
        .flat_map(|policy| policy.documents.values())
        .map(|document| match &document.updated {
            Some(updated) => format!("{} (updated {updated})", document.entry.title),
            None => document.entry.title.clone(),
        })
        .collect();
    let documents =
        if documents.is_empty() { "policy.toml, which names no document".to_string() } else { listed(&documents) };
    let mut lines = Vec::new();
    let good = if !outcome.errors.is_empty() {
        let why = outcome.errors.iter().map(|error| error.message.clone()).collect::<Vec<_>>();
        lines.push(vec![Inline::Strong("No verdict.".into()), t(format!(" {}.", shown(&why)))]);
        false
    } else if view.policy().is_none() {
        lines.push(vec![
            Inline::Strong("Not compared.".into()),
            t(" There is no policy: this is what the code shows, held against nothing."),
        ]);
        false
    } else if deny == 0 {
        lines.push(vec![
            Inline::Strong("Matches.".into()),
            t(format!(" No difference was found between the code and {documents}")),
            t(if warn > 0 { format!("; {} to look at.", count(warn, "warning")) } else { ".".into() }),
        ]);
        true
    } else {
        let counted = format!("{} and {}", count(deny, "difference"), count(warn, "warning"));
        lines.push(vec![
            Inline::Strong("Differs.".into()),
            t(format!(" The code differs from {documents}: ")),
            Inline::Ref("findings".into(), counted),
            t("."),
        ]);
        false
    };
    lines.push(line("This compares code with documents. It is no finding of legal compliance."));
    Block::Box(good, lines)
}

fn open_questions(view: &View) -> Block {
    let total = view.points.len();
    let of = |n: usize| format!("{} of {}", thousands(n), count(total, "point"));
    let mut items = vec![
        line(format!("Not allocated to a purpose: {}.", of(view.not_allocated()))),
        line(format!("Not annotated, only detected: {}.", of(view.unannotated()))),
        line(format!(
            "Not notified to users (no document that they were given names it): {}.",
            of(view.not_notified())
        )),
        line(format!("In no processing activity: {}.", of(view.unclaimed()))),
    ];
    let gaps = view.run.outcome.inventory.gaps.len();
    items.push(vec![
        t("Not seen: "),
        Inline::Ref("gaps".into(), count(gaps, "gap")),
        t(". What was not seen is not in this report."),
    ]);
    Block::List(items)
}

/// One row per kind of data that is collected: the questions people ask, answered without a click.
fn glance(view: &View) -> Block {
    let subjects = view.subjects.iter().filter(|subject| !subject.points.is_empty() || !subject.flows.is_empty());
    let rows: Vec<Row> = subjects
        .map(|subject| {
            let activities = view.activities(subject).into_iter().map(|activity| match activity {
                Some(id) => vec![Inline::Ref(slug("activity", &id), view.title("activity", &id))],
                None if subject.points.is_empty() => line("not seen"),
                None => vec![Inline::Ref("activity-unallocated".into(), "unallocated".into())],
            });
            let activities: Vec<Line> = activities.collect();
            let sources = tally(&subject.points, |point| &point.sources).into_keys();
            let sources: Vec<String> = sources.map(|id| view.title("source", id)).collect();
            let recipients = view.recipients(subject).into_iter().map(|(id, origin)| view.recipient(&id, origin));
            let recipients: Vec<Line> = recipients.collect();
            let special = subject.points.iter().flat_map(|point| &point.keys).any(|key| view.options.is_special(key));
            let mut name = vec![Inline::Ref(slug("data", &subject.id), subject.title.clone())];
            if special {
                name.push(t(" (special category)"));
            }
            Row {
                id: None,
                cells: vec![
                    name,
                    told(subject, view),
                    if sources.is_empty() { line("not said") } else { said(sources.join(", "), Origin::Claimed) },
                    if activities.is_empty() { line("not seen") } else { joined(activities, ", ") },
                    if recipients.is_empty() {
                        line(recipients_stated(subject.category))
                    } else {
                        joined(recipients, "; ")
                    },
                    kept(subject, view),
                    line(format!("{} / {}", thousands(subject.points.len()), thousands(subject.flows.len()))),
                ],
                alarm: subject.category.is_none() && view.policy().is_some(),
            }
        })
        .collect();
    if rows.is_empty() {
        return Block::Para(line("No point was found where personal data is collected."));
    }
    table(
        "Every kind of data found in the code",
        &["Data", "Are users told?", "From whom", "In which activity", "Who receives it", "How long", "Points / flows"],
        rows,
    )
}

fn told(subject: &super::super::view::Subject, view: &View) -> Line {
    match subject.category {
        _ if view.policy().is_none() => line("not compared"),
        None => vec![Inline::Strong("no: no category covers it".into())],
        Some(category) if view.told(&category.entry.id) => said("yes", Origin::Stated),
        Some(_) => vec![Inline::Strong("no: no document names it".into()), Inline::Origin(Origin::Claimed)],
    }
}

fn recipients_stated(category: Option<&crate::policy::Category>) -> String {
    match category.map(|category| &category.recipients) {
        Some(Allowed::None) => "none stated, none seen".into(),
        Some(Allowed::Ids(ids)) => format!("not seen; stated: {}", ids.join(", ")),
        _ => "not stated, not seen".into(),
    }
}

fn kept(subject: &super::super::view::Subject, view: &View) -> Line {
    let mut lines = Vec::new();
    if let Some(category) = subject.category.filter(|category| category.retention != Retention::NotStated) {
        lines.push(said(words::retention(&category.retention), origin(&category.entry, "retention")));
    }
    let mut claimed: Vec<String> = subject.points.iter().filter_map(|point| point.kept.clone()).collect();
    for activity in view.activities(subject).into_iter().flatten() {
        if let Some(activity) = view.policy().and_then(|policy| policy.activities.get(&activity))
            && activity.retention != Retention::NotStated
        {
            claimed.push(words::retention(&activity.retention));
        }
    }
    claimed.sort();
    claimed.dedup();
    lines.extend(claimed.into_iter().map(|words| said(words, Origin::Claimed)));
    if lines.is_empty() { line("not stated") } else { joined(lines, "; ") }
}

fn scope(view: &View) -> Block {
    let outcome = view.run.outcome;
    let scope = &outcome.inventory.scope;
    let options = view.options;
    let commit = match (&options.commit, options.dirty) {
        (Some(commit), Some(true)) => format!("{commit}, with changes that are not committed"),
        (Some(commit), Some(false)) => format!("{commit}, clean"),
        (Some(commit), None) => commit.clone(),
        (None, _) => "no commit given".to_string(),
    };
    let row = |name: &str, words: String| row(vec![line(name), line(words)]);
    let mut rows = vec![
        row("Code", format!("Rust and SQL at {commit}")),
        row(
            "Read",
            format!(
                "{}, {} in {}",
                count(scope.files, "file"),
                count(scope.lines, "line"),
                count(scope.packages.len(), "package")
            ),
        ),
    ];
    if let Some(date) = &options.date {
        rows.push(row("Date", date.clone()));
    }
    if !scope.left_out.is_empty() {
        rows.push(row("Left out on request", scope.left_out.join(", ")));
    }
    rows.extend([
        row(
            "Not covered",
            "code in other languages, code of dependencies, infrastructure, data entered or exported by hand, and test code".into(),
        ),
        row("Gaps", count(outcome.inventory.gaps.len(), "place") + " in the code could not be seen"),
        row("Measured recall of detection", options.recall.clone().unwrap_or_else(|| "not given".into())),
        row("Tool", format!("cargo-privacy-lint {VERSION}")),
        row("Rule packs", if outcome.packs.is_empty() { "none".into() } else { outcome.packs.join(", ") }),
        row("Policy", outcome.policy.as_ref().map_or("none".into(), |(path, digest)| format!("{path}, SHA-256 {digest}"))),
        row("Inventory digest", view.digest()),
    ]);
    Block::Details(
        "scope".into(),
        line("Scope: what was read, by what, and what is not covered"),
        vec![table("Scope", &["What", "Value"], rows)],
    )
}
