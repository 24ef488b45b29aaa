//! A policy whose tables are read comes in; ids that nothing declares, rings of parents and keys covered twice are
//! reported, and what a category does not say is taken from its parent.

use super::read::Source as File;
use super::tables::Absent;
use super::*;

pub(super) fn check(file: &File<'_>, policy: &mut Policy, absent: &IndexMap<String, Absent>) {
    every_id_is_declared(file, policy);
    every_anchor_names_its_document(file, policy);
    let ringed = no_category_is_its_own_ancestor(file, policy);
    no_purpose_is_its_own_ancestor(file, policy);
    no_key_is_covered_twice(file, policy);
    if !ringed {
        inherit_from_parents(policy, absent);
    }
}

fn every_id_is_declared(file: &File<'_>, policy: &Policy) {
    for reference in file.references() {
        if policy.declares(reference.kind, &reference.id) {
            continue;
        }
        let kind = reference.kind.noun();
        let help = match policy.nearest(reference.kind, &reference.id) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("declare it under `{}`", reference.kind.table()),
        };
        file.problem(reference.span, format!("unknown {kind} `{}`", reference.id), help);
    }
}

/// With one document an anchor need not name it; with several it must.
fn every_anchor_names_its_document(file: &File<'_>, policy: &mut Policy) {
    let only = match policy.documents.len() {
        1 => policy.documents.keys().next().cloned(),
        _ => None,
    };
    for anchor in policy.anchors_mut().into_iter().filter(|anchor| anchor.document.is_empty()) {
        match &only {
            Some(document) => anchor.document.clone_from(document),
            None => file.problem_at(
                anchor.region,
                "the anchor does not say which document it quotes",
                "add `document = \"ID\"`, an id of `[documents.*]`",
            ),
        }
    }
}

fn no_category_is_its_own_ancestor(file: &File<'_>, policy: &Policy) -> bool {
    let parent = |id: &str| policy.categories.get(id).and_then(|category| category.parent.clone());
    report_rings(file, policy.categories.values().map(|category| &category.entry), parent)
}

fn no_purpose_is_its_own_ancestor(file: &File<'_>, policy: &Policy) -> bool {
    let parent = |id: &str| policy.purposes.get(id).and_then(|purpose| purpose.parent.clone());
    report_rings(file, policy.purposes.values().map(|purpose| &purpose.entry), parent)
}

/// Reports each ring once, at its first member.
fn report_rings<'p>(
    file: &File<'_>,
    entries: impl Iterator<Item = &'p Entry>,
    parent: impl Fn(&str) -> Option<String>,
) -> bool {
    let mut reported: Vec<String> = Vec::new();
    for entry in entries {
        let mut way = vec![entry.id.clone()];
        while let Some(above) = parent(way.last().map_or("", String::as_str)) {
            if above == entry.id && !reported.contains(&above) {
                let ring = way.iter().chain([&above]).map(|id| format!("`{id}`")).collect::<Vec<_>>().join(" below ");
                let message = format!("`{}` is its own ancestor", entry.id);
                file.problem_at(entry.region, message, format!("break the ring {ring}"));
                reported.extend(way.iter().cloned());
            }
            if way.contains(&above) {
                break;
            }
            way.push(above);
        }
    }
    !reported.is_empty()
}

fn no_key_is_covered_twice(file: &File<'_>, policy: &Policy) {
    let mut covered: IndexMap<&str, String> = IndexMap::new();
    for category in policy.categories.values() {
        let own = category.covers.iter().map(|key| (category.entry.id.clone(), key));
        let of_elements = category.elements.values().flat_map(|element| {
            element.covers.iter().map(|key| (format!("{}.{}", category.entry.id, element.entry.id), key))
        });
        for (by, (key, region)) in own.chain(of_elements) {
            match covered.get(key.as_str()) {
                Some(first) => file.problem_at(
                    *region,
                    format!("`{key}` is covered by `{first}` already"),
                    format!("let one of `{first}` and `{by}` cover it"),
                ),
                None => {
                    covered.insert(key, by);
                }
            }
        }
    }
}

/// Fills what a category leaves out from the nearest category above that says it.
fn inherit_from_parents(policy: &mut Policy, absent: &IndexMap<String, Absent>) {
    let ids: Vec<String> = absent.keys().cloned().collect();
    let said = |id: &str, missing: fn(&Absent) -> bool, policy: &Policy| {
        let mut way = std::iter::once(id).chain(policy.ancestors(id));
        way.find(|id| !absent.get(*id).is_some_and(missing)).map(str::to_owned)
    };
    let snapshot = policy.clone();
    for id in ids {
        let from =
            |missing: fn(&Absent) -> bool| said(&id, missing, &snapshot).and_then(|id| snapshot.categories.get(&id));
        let sources = from(|absent| absent.sources).map(|above| above.sources.clone());
        let purposes = from(|absent| absent.purposes).map(|above| above.purposes.clone());
        let recipients = from(|absent| absent.recipients).map(|above| above.recipients.clone());
        let retention = from(|absent| absent.retention).map(|above| above.retention.clone());
        let sensitivity = from(|absent| absent.sensitivity).map(|above| above.sensitivity);
        if let Some(category) = policy.categories.get_mut(&id) {
            category.sources = sources.unwrap_or_else(|| category.sources.clone());
            category.purposes = purposes.unwrap_or_else(|| category.purposes.clone());
            category.recipients = recipients.unwrap_or_else(|| category.recipients.clone());
            category.retention = retention.unwrap_or_else(|| category.retention.clone());
            category.sensitivity = sensitivity.unwrap_or(category.sensitivity);
        }
    }
}
