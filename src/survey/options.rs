//! What a clause does not say is inherited: from the type, impl, module, crate, then the activity; last, the only
//! value that the policy allows.

use super::{Survey, Told};
use crate::model::mark::{Carrier, NodeKind, Verb, Word};
use crate::model::place::Region;
use crate::policy::{Allowed, Policy, Retention};

/// A value of an option and where it was said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The id or path.
    pub id: String,
    /// File and region of the word; the clause itself for what comes from the policy.
    pub path: String,
    /// Its region.
    pub region: Region,
    /// False when the clause itself says it.
    pub inherited: bool,
}

/// The options of a clause after inheritance.
#[derive(Debug, Clone, Default)]
#[allow(missing_docs)]
pub struct Effective {
    pub sources: Vec<Said>,
    pub purposes: Vec<Said>,
    pub bases: Vec<Said>,
    pub subjects: Vec<Said>,
    pub gate: Option<Said>,
    pub kept: Option<Said>,
    pub product: Option<Said>,
    pub activity: Option<Said>,
}

pub(super) fn inherit(survey: &mut Survey) {
    let effective: Vec<Effective> = (0..survey.told.len()).map(|at| of_clause(survey, at)).collect();
    for (told, options) in survey.told.iter_mut().zip(effective) {
        if let Some(said) = &options.activity {
            told.activity = Some(said.id.clone());
        }
        if let Some(said) = &options.product {
            told.product = Some(said.id.clone());
        }
        told.options = options;
    }
    for at in 0..survey.told.len() {
        fill_from_policy(survey, at);
    }
}

fn of_clause(survey: &Survey, at: usize) -> Effective {
    let mut options = own(survey, &survey.told[at], false);
    for outer in enclosing(survey, at) {
        fill(&mut options, own(survey, &survey.told[outer], true));
    }
    options
}

/// The clauses whose options reach a clause, innermost first.
fn enclosing(survey: &Survey, at: usize) -> Vec<usize> {
    let inner = &survey.told[at];
    let Some(file) = inner.file else { return Vec::new() };
    let mut found: Vec<usize> = (0..survey.told.len())
        .filter(|&other| other != at && reaches(survey, &survey.told[other], inner, file))
        .collect();
    found.sort_by_key(|&other| {
        let outer = &survey.told[other];
        let depth = survey.ws.homes[outer.file.unwrap_or(0)].module.len();
        (outer.span.end - outer.span.start, usize::MAX - depth, other)
    });
    found
}

fn reaches(survey: &Survey, outer: &Told, inner: &Told, file: usize) -> bool {
    let Some(outer_file) = outer.file else { return false };
    if !matches!(outer.clause.verb, Verb::Collects) || !speaks_for_others(outer) || std::ptr::eq(outer.mark, inner.mark)
    {
        return false;
    }
    let same_place = outer_file == file && outer.span.contains(inner.span) && outer.span != inner.span;
    let module_default = outer.node.is_none() && {
        let (outer_home, home) = (&survey.ws.homes[outer_file], &survey.ws.homes[file]);
        outer_home.krate == home.krate && home.module.starts_with(&outer_home.module)
    };
    (same_place || module_default) && categories_reach(survey.policy, outer, inner)
}

/// A default for a category speaks for it and what is below; a mark on a type for all its fields.
fn categories_reach(policy: &Policy, outer: &Told, inner: &Told) -> bool {
    if matches!(outer.node, Some(NodeKind::Type | NodeKind::Function | NodeKind::Trait)) {
        return true;
    }
    outer.clause.categories.iter().any(|outer| {
        outer.id.text == "everything"
            || inner.clause.categories.iter().any(|inner| policy.is_below(&inner.id.text, &outer.id.text))
    })
}

fn speaks_for_others(told: &Told) -> bool {
    use NodeKind::{Function, Impl, Module, Table, Trait, Type, Variant};
    let container = matches!(told.node, None | Some(Type | Function | Trait | Impl | Module | Table | Variant));
    container && told.mark.carrier != Carrier::Policy
}

fn own(survey: &Survey, told: &Told, inherited: bool) -> Effective {
    let said = |word: &Word| Said {
        id: word.text.clone(),
        path: told.path.clone(),
        region: survey.region(told, word.span),
        inherited,
    };
    let list = |words: &[Word]| words.iter().map(said).collect();
    let options = &told.clause.options;
    Effective {
        sources: list(&options.sources),
        purposes: list(&options.purposes),
        bases: list(&options.bases),
        subjects: list(&options.subjects),
        gate: options.gate.as_ref().map(said),
        kept: options.kept.as_ref().map(said),
        product: options.product.as_ref().map(said),
        activity: options.activity.as_ref().map(said),
    }
}

fn fill(options: &mut Effective, outer: Effective) {
    let list = |mine: &mut Vec<Said>, outer: Vec<Said>| {
        if mine.is_empty() {
            *mine = outer;
        }
    };
    list(&mut options.sources, outer.sources);
    list(&mut options.purposes, outer.purposes);
    list(&mut options.bases, outer.bases);
    list(&mut options.subjects, outer.subjects);
    options.gate = options.gate.take().or(outer.gate);
    options.kept = options.kept.take().or(outer.kept);
    options.product = options.product.take().or(outer.product);
    options.activity = options.activity.take().or(outer.activity);
}

/// What the activity says, then what is the only thing the policy allows.
fn fill_from_policy(survey: &mut Survey, at: usize) {
    let policy = survey.policy;
    let told = &survey.told[at];
    let region = survey.region(told, told.clause.span);
    let path = told.path.clone();
    let said = |id: &String| Said { id: id.clone(), path: path.clone(), region, inherited: true };
    let list = |ids: &[String]| ids.iter().map(&said).collect::<Vec<_>>();
    let mut filler = Effective::default();
    if let Some(activity) = told.activity.as_ref().and_then(|id| policy.activities.get(id)) {
        filler.purposes = list(&activity.purposes);
        filler.bases = list(&activity.bases);
        filler.subjects = list(&activity.subjects);
        filler.kept = match &activity.retention {
            Retention::Days(days) => Some(said(&format!("P{days}D"))),
            Retention::UntilDeletion => Some(said(&"until-deletion".to_owned())),
            Retention::NotStated => None,
        };
    }
    if matches!(told.clause.verb, Verb::Collects | Verb::Infers(_)) {
        let categories: Vec<_> =
            told.clause.categories.iter().filter_map(|c| policy.categories.get(&c.id.text)).collect();
        if let [category] = categories.as_slice() {
            if let (Allowed::Ids(ids), true) = (&category.sources, filler.sources.is_empty())
                && ids.len() == 1
            {
                filler.sources = list(ids);
            }
            if let (Allowed::Ids(ids), true) = (&category.purposes, filler.purposes.is_empty())
                && ids.len() == 1
            {
                filler.purposes = list(ids);
            }
        }
        if filler.purposes.is_empty() && policy.purposes.len() == 1 {
            filler.purposes = list(&policy.purposes.keys().cloned().collect::<Vec<_>>());
        }
        if filler.sources.is_empty() && policy.sources.len() == 1 {
            filler.sources = list(&policy.sources.keys().cloned().collect::<Vec<_>>());
        }
        if filler.bases.is_empty() && policy.bases.len() == 1 {
            filler.bases = list(&policy.bases.keys().cloned().collect::<Vec<_>>());
        }
    }
    fill(&mut survey.told[at].options, filler);
}
