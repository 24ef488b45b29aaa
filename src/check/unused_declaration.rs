//! `unused_declaration`: the policy declares what no code outside tests does.

use super::Input;
use super::draft::{Draft, finding};
use crate::model::finding::Finding;
use crate::model::inventory::Usage;

pub(super) fn run(input: &Input, findings: &mut Vec<Finding>) {
    let policy = input.survey.policy;
    if input.survey.ws.is_part() {
        return;
    }
    let any_mark = !input.survey.told.is_empty();
    let unused = || input.declarations.iter().filter(|row| row.state == Usage::Unused);
    let mut collapsed = Vec::new();
    for row in unused() {
        let Some(entry) = policy.entry(&row.kind, &row.id).filter(|_| row.kind != "element") else { continue };
        if entry.inherited || covered_by_parent(input, &row.kind, &row.id) {
            continue;
        }
        if !any_mark && matches!(row.kind.as_str(), "purpose" | "basis" | "source" | "processing") {
            collapsed.push((row, entry));
            continue;
        }
        let mut found = finding(
            "unused_declaration",
            &policy.path,
            entry.region,
            format!("the policy declares {} `{}`, and no code {}", row.kind, row.id, does(&row.kind)),
        )
        .label("declared and unused")
        .help("remove it from the policy and the statement, or annotate the code that does it")
        .anchor(&entry.anchors);
        found.group = format!("unused {}", row.kind);
        found.item = format!("{}.{}", row.kind, row.id);
        if row.kind == "category" {
            found.category = Some(row.id.clone());
        }
        findings.push(found);
    }
    if let Some((_, entry)) = collapsed.first() {
        let message = match collapsed.as_slice() {
            // Without its id: the finding stays the same one when a second is declared.
            [(row, _)] => format!("one {} is declared, and no annotation uses it", row.kind),
            many => format!(
                "{} purposes, legal bases, sources and methods are declared, and no annotation uses them",
                many.len()
            ),
        };
        let mut found = finding("unused_declaration", &policy.path, entry.region, message)
            .label("the first of them")
            .help("this workspace has no annotation yet: `cargo privacy-lint annotate` proposes them");
        found.group = "unused options".to_owned();
        found.item = "options".to_owned();
        findings.push(found);
    }
}

fn does(kind: &str) -> &'static str {
    match kind {
        "category" | "element" => "collects it",
        "purpose" => "says it",
        "source" => "collects from it",
        "recipient" => "discloses to it",
        "store" => "stores in it",
        "product" | "activity" => "belongs to it",
        _ => "uses it",
    }
}

/// An unused parent says it for its unused children; elements are details of the statement's own wording.
fn covered_by_parent(input: &Input, kind: &str, id: &str) -> bool {
    let policy = input.survey.policy;
    let unused = |kind: &str, id: &str| {
        input.declarations.iter().any(|row| row.kind == kind && row.id == id && row.state == Usage::Unused)
    };
    match kind {
        "element" => true,
        "category" => policy.categories[id].parent.as_ref().is_some_and(|parent| unused("category", parent)),
        "purpose" => policy.purposes[id].parent.as_ref().is_some(),
        _ => false,
    }
}
