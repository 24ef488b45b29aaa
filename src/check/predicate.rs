//! Predicates and exceptions of the policy's rules, held against points, clauses and flows.

use super::Input;
use crate::model::dotted::is_within;
use crate::model::finding::Finding;
use crate::model::inventory::{Flow, Point, RuleRow};
use crate::model::mark::{Clause, Transform, Verb};
use crate::policy::{Deny, Except, Policy, Predicate, Rule};
use crate::survey::Told;

/// What a predicate is held against.
pub(super) struct Datum<'a> {
    pub(super) categories: &'a [String],
    pub(super) keys: &'a [String],
    pub(super) sources: &'a [String],
    pub(super) unauthenticated: bool,
}

impl<'a> Datum<'a> {
    pub(super) fn of_point(input: &Input, point: &'a Point) -> Self {
        Self {
            categories: &point.categories,
            keys: &point.keys,
            sources: &point.sources,
            unauthenticated: is_unauthenticated(input, point),
        }
    }

    pub(super) fn of_flow(input: &Input, flow: &'a Flow) -> Self {
        let point = flow.point.as_ref().and_then(|id| input.survey.points.iter().find(|point| point.id == *id));
        Self {
            categories: &flow.categories,
            keys: &flow.keys,
            sources: &[],
            unauthenticated: point.is_some_and(|point| is_unauthenticated(input, point)),
        }
    }
}

/// Inside a node that a mark calls unauthenticated.
fn is_unauthenticated(input: &Input, point: &Point) -> bool {
    input.survey.told.iter().any(|told| {
        matches!(told.clause.verb, Verb::Unauthenticated)
            && told.path == point.path
            && (told.node.is_none() || {
                let region = input.survey.region(told, told.span);
                (region.line, region.column) <= (point.region.line, point.region.column)
                    && (point.region.end_line, point.region.end_column) <= (region.end_line, region.end_column)
            })
    })
}

pub(super) fn holds(input: &Input, predicate: &Predicate, datum: &Datum) -> bool {
    let policy = input.survey.policy;
    let base = |id: &String| id.split('.').next().unwrap_or(id).to_owned();
    match predicate {
        Predicate::Category(id) => match id.split_once('.') {
            Some(_) => datum.categories.contains(id),
            None => datum.categories.iter().any(|category| policy.is_below(&base(category), id)),
        },
        Predicate::Key(prefix) => datum.keys.iter().any(|key| is_within(key, prefix)),
        Predicate::Unauthenticated => datum.unauthenticated,
        Predicate::Identifies(direct) => datum.categories.iter().any(|category| {
            policy.categories.get(&base(category)).is_some_and(|c| c.identifies_directly == Some(*direct))
        }),
        Predicate::Source(id) => datum.sources.contains(id),
        Predicate::Special => datum.keys.iter().any(|key| (input.special)(key).is_some()),
        Predicate::Any(any) => any.iter().any(|predicate| holds(input, predicate, datum)),
    }
}

/// What a clause says, as a datum.
pub(super) fn clause_categories(clause: &Clause) -> Vec<String> {
    clause.categories.iter().map(crate::survey::category_text).collect()
}

/// What an exception is held against.
#[derive(Default)]
pub(super) struct Circumstance<'a> {
    pub(super) bases: Vec<&'a str>,
    pub(super) purposes: Vec<&'a str>,
    pub(super) transforms: Vec<&'a str>,
    pub(super) product: Option<&'a str>,
    pub(super) recipient: Option<&'a str>,
    pub(super) gated: bool,
}

impl<'a> Circumstance<'a> {
    pub(super) fn of_told(input: &Input, told: &'a Told) -> Self {
        let ids = |said: &'a [crate::survey::Said]| said.iter().map(|said| said.id.as_str()).collect();
        Self {
            bases: ids(&told.options.bases),
            purposes: ids(&told.options.purposes),
            transforms: transforms_beside(input, told),
            product: told.product.as_deref(),
            recipient: match &told.clause.verb {
                Verb::Discloses(to) => Some(&to.text),
                _ => None,
            },
            gated: told.options.gate.is_some(),
        }
    }
}

/// The transforms that marks on the same node, or around it, claim.
fn transforms_beside(input: &Input, told: &Told) -> Vec<&'static str> {
    let beside = input.survey.told.iter().filter(|other| {
        other.file == told.file && (other.span == told.span || other.span.contains(told.span)) && other.node.is_some()
    });
    beside
        .filter_map(|other| match other.clause.verb {
            Verb::Transforms(transform) => Some(transform_name(transform)),
            _ => None,
        })
        .collect()
}

pub(super) fn transform_name(transform: Transform) -> &'static str {
    match transform {
        Transform::Hash => "hash",
        Transform::Encrypt => "encrypt",
        Transform::Tokenize => "tokenize",
        Transform::Coarsen => "coarsen",
        Transform::Redact => "redact",
        Transform::Deidentify => "deidentify",
        Transform::Anonymize => "anonymize",
    }
}

/// Whether one of the rule's exceptions holds: all its keys match.
pub(super) fn excepted(policy: &Policy, rule: &Rule, now: &Circumstance) -> bool {
    let is = |wanted: &Option<String>, have: &dyn Fn(&str) -> bool| wanted.as_deref().is_none_or(have);
    rule.except.iter().any(|except: &Except| {
        is(&except.basis, &|id| now.bases.contains(&id))
            && is(&except.transform, &|verb| now.transforms.iter().any(|done| *done == verb || done_by(verb) == *done))
            && is(&except.purpose, &|id| now.purposes.iter().any(|purpose| policy.is_purpose_below(purpose, id)))
            && is(&except.product, &|id| now.product == Some(id))
            && is(&except.recipient, &|id| now.recipient == Some(id))
            && (except.choice.is_none() || now.gated)
    })
}

/// A transform by its verb, as exceptions write it.
fn done_by(verb: &str) -> &str {
    match verb {
        "hashes" => "hash",
        "deidentifies" => "deidentify",
        other => other.strip_suffix('s').unwrap_or(other),
    }
}

/// The closing words of a rule's finding: what it cannot decide.
pub(super) fn condition(rule: &Rule) -> String {
    rule.condition
        .as_ref()
        .map_or(String::new(), |condition| format!(" (the rule holds {condition}: not decided here)"))
}

/// How each rule stands: broken by a finding that names it, exercised by nothing, or held.
pub(crate) fn broken_rules(input: &Input, findings: &[Finding]) -> Vec<RuleRow> {
    let rules = &input.survey.policy.rules;
    let rows = rules.iter().map(|rule| {
        let broken = findings.iter().any(|finding| {
            finding.lint.starts_with("forbidden_") && finding.message.contains(&format!("`{}`", rule.entry.id))
        });
        let touched = || match &rule.deny {
            Deny::Combine { of, .. } => of.iter().any(|p| any_point(input, p)),
            Deny::Flow { of, .. } | Deny::Collect { of } => any_point(input, of),
            Deny::Processing { .. } => input
                .survey
                .told
                .iter()
                .any(|told| matches!(told.clause.verb, Verb::Reviews | Verb::TrainsOn | Verb::Processes(_))),
        };
        let state = match broken {
            true => "broken",
            false if touched() => "held",
            false => "not-exercised",
        };
        RuleRow { id: rule.entry.id.clone(), state: state.to_owned() }
    });
    rows.collect()
}

fn any_point(input: &Input, predicate: &Predicate) -> bool {
    input.survey.points.iter().any(|point| !point.test && holds(input, predicate, &Datum::of_point(input, point)))
}
