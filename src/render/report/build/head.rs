//! The view comes in, the first screen goes out: the verdict, the scope, what is open, and a row per kind of data.

use super::super::answers;
use super::super::compare::Comparison;
use super::super::doc::*;
use super::super::view::{Subject, View};
use super::heading;
use crate::model::finding::Level;
use crate::render::VERSION;
use crate::render::text::{count, listed, listed_first};
use std::collections::BTreeSet;

pub(super) fn blocks(view: &View, comparison: Option<&Comparison>) -> Vec<Block> {
    let name = view.policy().and_then(|policy| policy.organisation.name.as_deref());
    let title = name.map_or_else(|| TITLE.into(), |name| format!("Personal data in the code of {name}"));
    let mut out = vec![Block::Heading(1, "top".into(), title)];
    let drafts = view.drafts();
    if !drafts.is_empty() {
        let words = format!(
            " {} of the policy await review: {}",
            count(drafts.len(), "entry").replace("entrys", "entries"),
            listed_first(&drafts, NAMED)
        );
        out.push(Block::Box(false, vec![vec![Inline::Strong("DRAFT.".into()), t(words)]]));
    }
    out.push(verdict(view));
    if let Some(comparison) = comparison {
        out.push(comparison.summary());
    }
    out.push(Block::Figures(figures(view)));
    out.push(scope_in_short(view));
    out.push(scope(view));
    out.push(heading("glance", "At a glance"));
    let nothing = BTreeSet::new();
    let new = comparison.map_or(&nothing, |comparison| &comparison.new_data);
    let subjects: Vec<&Subject> = view.subjects.iter().filter(|subject| subject.is_seen()).collect();
    out.push(if subjects.is_empty() {
        Block::Para(line("No point was found where personal data is collected."))
    } else {
        answers::table_of("Every kind of data found in the code", &subjects, view, new)
    });
    out
}

/// The title where no organisation is named.
pub(in crate::render::report) const TITLE: &str = "Personal data in this code";

/// Names told one by one; of more, only how many.
const NAMED: usize = 6;

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
        lines.push(vec![Inline::Strong("No verdict.".into()), t(format!(" {}.", listed_first(&why, NAMED)))]);
        false
    } else if view.policy().is_none() {
        lines.push(vec![
            Inline::Strong("Not compared.".into()),
            t(" There is no policy: this is what the code shows, held against nothing."),
        ]);
        false
    } else if deny == 0 && !view.points.is_empty() && view.not_notified() == view.points.len() {
        // A policy that only repeats what the code does matches it, and says nothing about what people were told.
        lines.push(vec![
            Inline::Strong("Matches policy.toml, and no document.".into()),
            t(" The code does what policy.toml says, and no document that users were given names any of this data"),
            t(if warn > 0 { format!("; {} to look at.", count(warn, "warning")) } else { ".".into() }),
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
        let counted = match warn {
            0 => count(deny, "difference"),
            _ => format!("{} and {}", count(deny, "difference"), count(warn, "warning")),
        };
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

/// How much there is, and how much of it is open.
fn figures(view: &View) -> Vec<Figure> {
    let total = view.points.len();
    let figure = |label: &str, number: usize, href: Option<&'static str>| Figure {
        label: label.into(),
        number,
        of: String::new(),
        href,
        alarm: false,
    };
    let open = |label: &str, number: usize| Figure {
        of: format!("of {}", count(total, "point")),
        alarm: number > 0 && view.policy().is_some(),
        ..figure(label, number, None)
    };
    let gaps = view.run.outcome.inventory.gaps.len();
    let mut out = vec![
        figure("Places where personal data is collected", total, Some("inventory")),
        figure("Flows of it that were followed", view.flows.len(), Some("picture")),
        figure("Recipients seen or claimed", view.receivers().len(), Some("recipients")),
        Figure { alarm: gaps > 0, ..figure("Not seen: gaps in the code that was read", gaps, Some("gaps")) },
    ];
    if view.policy().is_some() {
        out.extend([
            open("Not notified to users (no document that they were given names it)", view.not_notified()),
            open("Not allocated to a purpose", view.not_allocated()),
            open("In no processing activity", view.unclaimed()),
        ]);
    }
    out.push(open("Not annotated, only detected", view.unannotated()));
    out
}

/// What nobody may overlook: what was read, what was not, and how much detection finds.
fn scope_in_short(view: &View) -> Block {
    let scope = &view.run.outcome.inventory.scope;
    let date = view.options.date.as_ref().map(|date| format!(", {date}")).unwrap_or_default();
    let read = format!(
        "Rust and SQL code, {}{date}: {}, {} in {}. What was not seen is not in this report.",
        commit(view),
        count(scope.files, "file"),
        count(scope.lines, "line"),
        count(scope.packages.len(), "package"),
    );
    let left_out = match scope.left_out.len() {
        0 => String::new(),
        n => format!("; {} left out on request: {}", count(n, "package"), listed_first(&scope.left_out, NAMED)),
    };
    let item = |name: &str, words: String| vec![Inline::Strong(name.into()), t(format!(" {words}"))];
    Block::List(vec![
        item("Read:", read),
        item("Not covered:", format!("{NOT_COVERED}{left_out}.")),
        item("Measured recall of detection:", format!("{}.", recall(view))),
    ])
}

const NOT_COVERED: &str =
    "code in other languages, code of dependencies, infrastructure, data entered or exported by hand, and test code";

fn recall(view: &View) -> String {
    view.options.recall.clone().unwrap_or_else(|| "not given".into())
}

fn commit(view: &View) -> String {
    match (&view.options.commit, view.options.dirty) {
        (Some(commit), Some(true)) => format!("commit {commit} with changes that are not committed"),
        (Some(commit), Some(false)) => format!("commit {commit} (clean)"),
        (Some(commit), None) => format!("commit {commit}"),
        (None, _) => "no commit given".to_string(),
    }
}

fn scope(view: &View) -> Block {
    let outcome = view.run.outcome;
    let scope = &outcome.inventory.scope;
    let options = view.options;
    let row = |name: &str, words: String| row(vec![line(name), line(words)]);
    let packs = match (outcome.packs.len(), &options.packs_digest) {
        (0, _) => "none".into(),
        (_, None) => outcome.packs.join(", "),
        (n, Some(digest)) => format!("{}, digest {digest}: {}", count(n, "pack"), outcome.packs.join(", ")),
    };
    let mut rows = Vec::new();
    if !scope.packages.is_empty() {
        rows.push(row("Packages", scope.packages.join(", ")));
    }
    if !scope.left_out.is_empty() {
        rows.push(row("Left out on request", scope.left_out.join(", ")));
    }
    let policy = outcome.policy.as_ref().map_or("none".into(), |(path, digest)| format!("{path}, SHA-256 {digest}"));
    rows.extend([
        row("Tool", format!("cargo-privacy-lint {VERSION}")),
        row("Rule packs", packs),
        row("Policy", policy),
        row("Inventory digest", view.digest()),
    ]);
    Block::Details(
        "scope".into(),
        line("How this was made: packages, tool, rule packs, policy and digests"),
        vec![table("Scope", &["What", "Value"], rows)],
    )
}
