//! `extends` comes in; the base policy, held against its pinned digest, goes out and under the repository's own.

use super::load::load_below;
use super::read::{At, Fields, Source as File};
use super::tree::{Node, Value};
use super::*;
use crate::model::finding::Problem;

/// What `extends` names.
pub(super) struct Extends {
    path: At<String>,
    sha256: At<String>,
    /// The path in the policy: where everything inherited is said to stand.
    pub region: Region,
}

/// `extends = "PATH"` with `extends_digest = "…"`, or `extends = { path = "…", sha256 = "…" }`.
pub(super) fn extends(root: &Fields<'_, '_>) -> Option<Extends> {
    let file = root.source;
    let beside = root.text("extends_digest");
    let node = root.node("extends");
    let Some(node) = node else {
        if let Some(digest) = beside {
            file.problem(digest.span, "`extends_digest` without `extends`", "add `extends = \"PATH\"`, or remove it");
        }
        return None;
    };
    let (path, digest) = match node {
        Node { value: Value::Table(_), .. } => {
            let fields = Fields::of(file, "`extends`", node.span, node);
            let read = (fields.required("path"), fields.text("sha256"));
            fields.done();
            read
        }
        _ => (file.text_of("extends", node)?, beside),
    };
    let Some(digest) = digest else {
        let help = "pin it: `extends = { path = \"…\", sha256 = \"…\" }`, or add `extends_digest`";
        file.problem(path.span, "the base policy has no digest", help);
        return None;
    };
    let region = file.region(entries::inner(path.span, file));
    (!path.value.is_empty()).then_some(Extends { path, sha256: digest, region })
}

/// Bases of bases: more is a mistake, and a ring is impossible only with honest digests.
const DEEPEST: usize = 8;

/// Reads and checks the base. Its own problems carry its own text.
pub(super) fn base_of(
    file: &File<'_>,
    extends: &Extends,
    read: &dyn Fn(&str) -> Result<String, Problem>,
    depth: usize,
) -> Result<Policy, Vec<Problem>> {
    let path = &extends.path.value;
    let refuse = |span, message: String, help: String| {
        file.problem(span, message, help);
        Err(Vec::new())
    };
    if depth >= DEEPEST {
        return refuse(extends.path.span, "too many policies extend each other".into(), "extend one base".into());
    }
    let text = match read(path) {
        Ok(text) => text,
        Err(problem) => {
            return refuse(extends.path.span, format!("`{path}` cannot be read: {}", problem.message), problem.help);
        }
    };
    let digest = sha256(text.as_bytes());
    if digest != extends.sha256.value {
        let help = format!("read what changed, then write `{digest}`");
        return refuse(extends.sha256.span, format!("`{path}` is not the file that was pinned"), help);
    }
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let within = |below: &str| match folder {
        "" => read(below),
        _ => read(&format!("{folder}/{below}")),
    };
    load_below(path, &text, &within, file.known_lints, depth + 1)
}

/// Puts what the base declares under what the policy declares itself; own entries win whole.
pub(super) fn merge(file: &File<'_>, own: &mut Policy, base: Policy, region: Region) {
    own.digest = sha256(format!("{}\n{}", own.digest, base.digest).as_bytes());
    let mut base = base;
    base.relocate(region);
    under(&mut own.documents, base.documents);
    under(&mut own.subjects, base.subjects);
    under(&mut own.sources, base.sources);
    under(&mut own.purposes, base.purposes);
    under(&mut own.bases, base.bases);
    under(&mut own.processing, base.processing);
    under(&mut own.recipients, base.recipients);
    under(&mut own.stores, base.stores);
    under(&mut own.products, base.products);
    under(&mut own.categories, base.categories);
    under(&mut own.activities, base.activities);
    under(&mut own.aliases, base.aliases);
    merge_lints(file, own, base.lints);
    let organisation = base.organisation;
    own.organisation.name = own.organisation.name.take().or(organisation.name);
    own.organisation.contact = own.organisation.contact.take().or(organisation.contact);
    own.organisation.representative = own.organisation.representative.take().or(organisation.representative);
    own.organisation.dpo = own.organisation.dpo.take().or(organisation.dpo);
    own.rules = lists(base.rules, std::mem::take(&mut own.rules), |rule| &rule.entry.id);
    own.promises = lists(base.promises, std::mem::take(&mut own.promises), |promise| &promise.entry.id);
    // The stricter limit holds: a repository cannot grant itself what its organisation does not.
    own.waivers.inline &= base.waivers.inline;
    own.waivers.max_days = match (own.waivers.max_days, base.waivers.max_days) {
        (Some(own), Some(base)) => Some(own.min(base)),
        (own, base) => own.or(base),
    };
    // Waivers, marks, packs, silences and outside systems name code and files of the base's own repository.
}

/// A level of the base holds unless the policy names another; what the base forbids stays forbidden.
fn merge_lints(file: &File<'_>, own: &mut Policy, base: IndexMap<String, (Level, Region)>) {
    for (lint, (level, region)) in base {
        match own.lints.get(&lint) {
            Some((lower, place)) if level == Level::Forbid && *lower != Level::Forbid => {
                file.problem_at(*place, format!("the base policy forbids `{lint}`"), "remove the line");
            }
            Some(_) => {}
            None => {
                own.lints.insert(lint, (level, region));
            }
        }
    }
}

fn under<T>(own: &mut IndexMap<String, T>, base: IndexMap<String, T>) {
    for (id, entry) in base {
        own.entry(id).or_insert(entry);
    }
}

fn lists<T>(base: Vec<T>, own: Vec<T>, id: impl Fn(&T) -> &String) -> Vec<T> {
    let mut all: Vec<T> = base.into_iter().filter(|entry| !own.iter().any(|o| id(o) == id(entry))).collect();
    all.extend(own);
    all
}

impl Policy {
    /// Marks every entry as inherited and puts it at one place of the policy that extends it: the base has a text
    /// of its own, in which no finding points.
    fn relocate(&mut self, region: Region) {
        for category in self.categories.values_mut() {
            let of_elements = category.elements.values_mut().flat_map(|element| &mut element.covers);
            category.covers.iter_mut().chain(of_elements).for_each(|(_, place)| *place = region);
        }
        for entry in self.entries_mut() {
            entry.inherited = true;
            entry.region = region;
            entry.anchors.iter_mut().for_each(|anchor| anchor.region = region);
        }
        self.lints.values_mut().for_each(|(_, place)| *place = region);
    }
}
