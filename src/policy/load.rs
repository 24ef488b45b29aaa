//! The text of a policy comes in, a checked policy or all that is wrong with it goes out.

use super::entries::{list_by_id, table_by_id};
use super::read::{Fields, Source as File};
use super::tables::{self, Absent};
use super::*;
use crate::model::finding::Problem;
use crate::model::place::Span;

/// Reads a policy.
///
/// `path` is the name shown in findings. `base` reads a file named by `extends`, relative to the policy.
/// `known_lints` are the names that `[lints]` and waivers may use. All problems are returned, in the order of
/// the file; those of a base come first.
pub fn load(
    path: &str,
    text: &str,
    base: &dyn Fn(&str) -> Result<String, Problem>,
    known_lints: &[&str],
) -> Result<Policy, Vec<Problem>> {
    load_below(path, text, base, known_lints, 0)
}

/// The version of the format.
const VERSION: u32 = 1;

pub(super) fn load_below(
    path: &str,
    text: &str,
    base: &dyn Fn(&str) -> Result<String, Problem>,
    known_lints: &[&str],
    depth: usize,
) -> Result<Policy, Vec<Problem>> {
    let file = File::new(path, text, known_lints);
    let entries = match super::tree::parse(text) {
        Ok(entries) => entries,
        Err(errors) => {
            for (message, span) in errors {
                file.problem(span, format!("not TOML: {message}"), "mend the syntax; nothing else was read");
            }
            return Err(file.into_problems());
        }
    };
    let root = Fields::new(&file, "the policy", Span::new(0, 0), &entries);
    version(&root);
    let extends = super::extends::extends(&root);
    let (mut policy, absent) = tables_of(&root);
    root.done();
    let mut problems = Vec::new();
    policy.digest = sha256(text.as_bytes());
    if let Some(extends) = extends {
        match super::extends::base_of(&file, &extends, base, depth) {
            Ok(inherited) => super::extends::merge(&file, &mut policy, inherited, extends.region),
            Err(base_problems) => problems = base_problems,
        }
    }
    super::consistency::check(&file, &mut policy, &absent);
    if problems.is_empty() && file.is_clean() {
        return Ok(policy);
    }
    problems.extend(file.into_problems());
    Err(problems)
}

fn version(root: &Fields<'_, '_>) {
    let help = "the first line is `version = 1`";
    match (root.node("version"), root.whole("version")) {
        (None, _) => root.source.problem(root.span, "the policy has no `version`", help),
        (Some(node), Some(version)) if version != VERSION => {
            let message = format!("version {version} is not known to this program");
            root.source.problem(node.span, message, help);
        }
        _ => {}
    }
}

fn tables_of(root: &Fields<'_, '_>) -> (Policy, IndexMap<String, Absent>) {
    let file = root.source;
    let mut absent = IndexMap::new();
    let mut categories = IndexMap::new();
    for (id, (category, missing)) in table_by_id(file, root, "categories", "category", tables::category) {
        absent.insert(id.clone(), missing);
        categories.insert(id, category);
    }
    let policy = Policy {
        path: file.path.to_owned(),
        text: file.text.clone(),
        digest: String::new(),
        documents: table_by_id(file, root, "documents", "document", tables::document),
        organisation: ledger::organisation(root),
        lints: ledger::lints(root),
        levels: ledger::levels(root),
        waivers: ledger::waivers(root),
        subjects: table_by_id(file, root, "subjects", "subject", |entry, _| entry),
        sources: table_by_id(file, root, "sources", "source", tables::source),
        purposes: table_by_id(file, root, "purposes", "purpose", tables::purpose),
        bases: table_by_id(file, root, "bases", "legal basis", tables::basis),
        processing: table_by_id(file, root, "processing", "processing method", tables::processing),
        recipients: table_by_id(file, root, "recipients", "recipient", tables::recipient),
        stores: table_by_id(file, root, "stores", "store", tables::store),
        products: table_by_id(file, root, "products", "product", tables::product),
        categories,
        activities: table_by_id(file, root, "activities", "activity", tables::activity),
        rules: list_by_id(file, root, "rules", "rule", rules::rule),
        promises: list_by_id(file, root, "promises", "promise", rules::promise),
        marks: ledger::marks(root),
        packs: ledger::packs(root),
        aliases: ledger::aliases(root),
        outside: ledger::outside(root),
        silences: ledger::silences(root),
    };
    (policy, absent)
}
