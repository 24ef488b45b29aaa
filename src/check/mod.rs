//! A survey, its flows and declarations come in; findings go out. One file for each lint, and the one list of them.
//!
//! Everything here is pure: levels are decided by `gate`, dates are seen only there.

mod contradicting_annotation;
mod dangling_annotation;
mod draft;
mod exceeded_retention;
mod forbidden_collection;
mod forbidden_combination;
mod forbidden_flow;
mod forbidden_processing;
mod incomplete_annotation;
mod malformed_annotation;
mod missing_gate;
mod out_of_product;
mod predicate;
mod sensitive_log;
mod special_category;
mod statement_drift;
mod too_broad_category;
mod unanalysed_source;
mod unannotated_collection;
mod undeclared_category;
mod undeclared_collection;
mod undeclared_purpose;
mod undeclared_recipient;
mod undeclared_source;
mod unerasable_store;
mod unneeded_silence;
mod unstated_basis;
mod unused_declaration;

use crate::model::finding::{Finding, Level};
use crate::model::inventory::{Declaration, Flow};
use crate::survey::Survey;
pub(crate) use predicate::broken_rules;
pub(crate) use statement_drift::of_document;

/// What the lints read.
pub struct Input<'a> {
    /// Marks, points and what is open.
    pub survey: &'a Survey<'a>,
    /// Flows, sorted.
    pub flows: &'a [Flow],
    /// Declarations and their use.
    pub declarations: &'a [Declaration],
    /// The special category (GDPR Art. 9, 10) that a data key belongs to, by name.
    pub special: &'a (dyn Fn(&str) -> Option<String> + Sync),
    /// Whether test code counts.
    pub tests: bool,
}

/// A lint: its name and default level, and what finds it. Lints that `gate` and `statement` find have no `run`.
pub struct Lint {
    /// Completes "allow ___".
    pub name: &'static str,
    /// Level where nobody sets one.
    pub default: Level,
    run: Option<fn(&Input, &mut Vec<Finding>)>,
}

const fn lint(name: &'static str, default: Level, run: fn(&Input, &mut Vec<Finding>)) -> Lint {
    Lint { name, default, run: Some(run) }
}

const fn elsewhere(name: &'static str, default: Level) -> Lint {
    Lint { name, default, run: None }
}

/// Every lint, in the order of the documentation.
pub const LINTS: &[Lint] = &[
    lint("undeclared_category", Level::Deny, undeclared_category::run),
    lint("undeclared_collection", Level::Deny, undeclared_collection::run),
    lint("unannotated_collection", Level::Warn, unannotated_collection::run),
    lint("undeclared_purpose", Level::Deny, undeclared_purpose::run),
    lint("undeclared_source", Level::Deny, undeclared_source::run),
    lint("undeclared_recipient", Level::Deny, undeclared_recipient::run),
    lint("unstated_basis", Level::Deny, unstated_basis::run),
    lint("missing_gate", Level::Deny, missing_gate::run),
    lint("forbidden_collection", Level::Deny, forbidden_collection::run),
    lint("forbidden_combination", Level::Deny, forbidden_combination::run),
    lint("forbidden_flow", Level::Deny, forbidden_flow::run),
    lint("forbidden_processing", Level::Deny, forbidden_processing::run),
    lint("exceeded_retention", Level::Deny, exceeded_retention::run),
    lint("out_of_product", Level::Deny, out_of_product::run),
    lint("sensitive_log", Level::Warn, sensitive_log::run),
    lint("special_category", Level::Deny, special_category::run),
    lint("unerasable_store", Level::Allow, unerasable_store::run),
    lint("too_broad_category", Level::Warn, too_broad_category::run),
    lint("unused_declaration", Level::Warn, unused_declaration::run),
    lint("malformed_annotation", Level::Deny, malformed_annotation::run),
    lint("incomplete_annotation", Level::Warn, incomplete_annotation::run),
    lint("dangling_annotation", Level::Warn, dangling_annotation::run),
    lint("contradicting_annotation", Level::Warn, contradicting_annotation::run),
    lint("unneeded_silence", Level::Warn, unneeded_silence::run),
    elsewhere("expired_waiver", Level::Deny),
    elsewhere("unused_waiver", Level::Warn),
    elsewhere("stale_lock", Level::Deny),
    elsewhere("loosened_policy", Level::Warn),
    lint("unanalysed_source", Level::Deny, unanalysed_source::run),
    elsewhere("statement_drift", Level::Deny),
    elsewhere("undefined_term", Level::Warn),
    elsewhere("disagreeing_copies", Level::Warn),
    elsewhere("purpose_without_basis", Level::Warn),
    elsewhere("dangling_anchor", Level::Warn),
    elsewhere("incomplete_statement", Level::Warn),
];

/// Runs every lint. Findings carry the default level of their lint, or a level of their own.
pub fn check(input: &Input) -> Vec<Finding> {
    let mut findings = Vec::new();
    for lint in LINTS {
        let Some(run) = lint.run else { continue };
        run(input, &mut findings);
    }
    findings.sort_by(|a, b| {
        let key = |f: &Finding| (f.path.clone(), f.region, f.lint.clone(), f.message.clone());
        key(a).cmp(&key(b))
    });
    findings
}

/// The default level of a lint.
pub fn default_level(name: &str) -> Option<Level> {
    LINTS.iter().find(|lint| lint.name == name).map(|lint| lint.default)
}
