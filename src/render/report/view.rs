//! A run comes in, the same run as the report asks for it goes out: by category, by activity, by recipient.

use super::ReportOptions;
use super::doc::{Inline, Line, Origin, said, t};
use crate::model::inventory::{Flow, FoundBy, MarkRow, Point};
use crate::policy::{Anchor, Category, Entry, Policy};
use crate::render::Run;
use indexmap::IndexMap;
use std::collections::{BTreeMap, BTreeSet};

/// What the report is made of. Points and flows in test code are left out.
pub(super) struct View<'a> {
    pub(super) run: &'a Run<'a>,
    pub(super) options: &'a ReportOptions,
    pub(super) points: Vec<&'a Point>,
    pub(super) flows: Vec<&'a Flow>,
    /// Points and flows by what they are filed under, in the order of the policy, then by data key.
    pub(super) subjects: Vec<Subject<'a>>,
    point_by_id: BTreeMap<&'a str, &'a Point>,
}

/// A category of the policy, or a data key that no category covers.
pub(super) struct Subject<'a> {
    /// Category id, or data key.
    pub(super) id: String,
    /// Its title.
    pub(super) title: String,
    /// Its declaration.
    pub(super) category: Option<&'a Category>,
    /// Depth in the tree.
    pub(super) depth: usize,
    /// Points filed here.
    pub(super) points: Vec<&'a Point>,
    /// Flows filed here.
    pub(super) flows: Vec<&'a Flow>,
}

impl<'a> View<'a> {
    pub(super) fn new(run: &'a Run<'a>, options: &'a ReportOptions) -> Self {
        let inventory = &run.outcome.inventory;
        let points: Vec<&Point> = inventory.points.iter().filter(|point| !point.test).collect();
        let flows: Vec<&Flow> = inventory.flows.iter().filter(|flow| !flow.test).collect();
        let point_by_id = points.iter().map(|point| (point.id.as_str(), *point)).collect();
        let mut view = Self { run, options, points, flows, subjects: Vec::new(), point_by_id };
        view.subjects = view.subjects();
        view
    }

    pub(super) fn policy(&self) -> Option<&'a Policy> {
        self.run.policy
    }

    pub(super) fn point(&self, id: &str) -> Option<&'a Point> {
        self.point_by_id.get(id).copied()
    }

    fn subjects(&self) -> Vec<Subject<'a>> {
        let mut points: IndexMap<String, Vec<&Point>> = IndexMap::new();
        let mut flows: BTreeMap<String, Vec<&Flow>> = BTreeMap::new();
        for point in &self.points {
            points.entry(filed(&point.categories, &point.keys)).or_default().push(point);
        }
        for flow in &self.flows {
            flows.entry(filed(&flow.categories, &flow.keys)).or_default().push(flow);
        }
        let mut subjects = Vec::new();
        for category in self.policy().iter().flat_map(|policy| policy.categories.values()) {
            let id = category.entry.id.clone();
            subjects.push(Subject {
                title: category.entry.title.clone(),
                category: Some(category),
                depth: self.depth(category),
                points: points.shift_remove(&id).unwrap_or_default(),
                flows: flows.remove(&id).unwrap_or_default(),
                id,
            });
        }
        let rest: BTreeSet<String> = points.keys().chain(flows.keys()).cloned().collect();
        for id in rest {
            subjects.push(Subject {
                title: id.clone(),
                category: None,
                depth: 0,
                points: points.shift_remove(&id).unwrap_or_default(),
                flows: flows.remove(&id).unwrap_or_default(),
                id,
            });
        }
        subjects
    }

    fn depth(&self, category: &Category) -> usize {
        let mut depth = 0;
        let mut parent = category.parent.as_deref();
        // Loops are the loader's to refuse; a bound costs nothing.
        while let Some(id) = parent.filter(|_| depth < 8) {
            depth += 1;
            parent = self.policy().and_then(|policy| policy.categories.get(id)).and_then(|c| c.parent.as_deref());
        }
        depth
    }

    /// The marks with this verb that name a category.
    pub(super) fn marks(&self, verb: &str, id: &str) -> Vec<&'a MarkRow> {
        let rows = self.run.outcome.inventory.marks.iter();
        rows.filter(|row| row.verb == verb && row.categories.iter().any(|category| category == id)).collect()
    }

    /// Who receives a subject's data, and where that is known from; undeclared ones are marked.
    pub(super) fn recipients(&self, subject: &Subject) -> BTreeMap<String, Origin> {
        let mut out = BTreeMap::new();
        for mark in self.marks("discloses", &subject.id) {
            out.insert(mark.object.clone().unwrap_or_default(), Origin::Claimed);
        }
        for flow in &subject.flows {
            if let Some(recipient) = &flow.sink.recipient {
                out.insert(recipient.clone(), Origin::Seen);
            }
        }
        out
    }

    /// The activities that claim a subject's points; `None` for those that none claims.
    pub(super) fn activities(&self, subject: &Subject) -> BTreeSet<Option<String>> {
        subject.points.iter().map(|point| point.activity.clone()).collect()
    }

    /// The activity of a flow: that of its point.
    pub(super) fn activity_of(&self, flow: &Flow) -> Option<&'a str> {
        self.point(flow.point.as_deref()?)?.activity.as_deref()
    }

    /// A recipient with its role and countries, from the policy.
    pub(super) fn recipient(&self, id: &str, origin: Origin) -> Line {
        let Some(recipient) = self.policy().and_then(|policy| policy.recipients.get(id)) else {
            let mut line = said(id, origin);
            if self.policy().is_some() {
                line.push(t(" (not declared)"));
            }
            return line;
        };
        let place =
            if recipient.countries.is_empty() { "country not stated".into() } else { recipient.countries.join(", ") };
        let role = recipient.role.as_deref().unwrap_or("role not stated");
        let mut line = vec![t(format!("{} ({role}, {place})", recipient.entry.title))];
        line.push(Inline::Origin(origin));
        line
    }

    /// Points that no annotation names.
    pub(super) fn unannotated(&self) -> usize {
        self.points.iter().filter(|point| !point.found_by.contains(&FoundBy::Annotated)).count()
    }

    /// Whether people are told of a category: a notice or contract names it, or a category above it.
    pub(super) fn told(&self, id: &str) -> bool {
        let Some(policy) = self.policy() else { return false };
        let tells = |anchor: &Anchor| {
            policy.documents.get(&anchor.document).is_none_or(|document| document.kind != "internal-record")
        };
        let mut next = Some(id);
        for _ in 0..8 {
            let Some(category) = next.and_then(|id| policy.categories.get(id)) else { return false };
            if category.entry.anchors.iter().any(tells) {
                return true;
            }
            next = category.parent.as_deref();
        }
        false
    }

    /// Points of which no document that people were given speaks.
    pub(super) fn not_notified(&self) -> usize {
        self.points.iter().filter(|point| !point.categories.iter().any(|id| self.told(id))).count()
    }

    /// The title of a category, purpose, basis, subject or store of the policy; its id where it has none.
    pub(super) fn title(&self, kind: &str, id: &str) -> String {
        let entry = self.policy().and_then(|policy| match kind {
            "category" => policy.categories.get(id).map(|x| &x.entry),
            "purpose" => policy.purposes.get(id).map(|x| &x.entry),
            "basis" => policy.bases.get(id).map(|x| &x.entry),
            "source" => policy.sources.get(id).map(|x| &x.entry),
            "store" => policy.stores.get(id).map(|x| &x.entry),
            "activity" => policy.activities.get(id).map(|x| &x.entry),
            _ => policy.subjects.get(id),
        });
        entry.map_or_else(|| id.to_string(), |entry| entry.title.clone())
    }

    /// Points for which nobody said a purpose.
    pub(super) fn not_allocated(&self) -> usize {
        self.points.iter().filter(|point| point.purposes.is_empty()).count()
    }

    /// Points that no activity claims.
    pub(super) fn unclaimed(&self) -> usize {
        self.points.iter().filter(|point| point.activity.is_none()).count()
    }

    /// Ids of entries with `status = "draft"`, with their kind.
    pub(super) fn drafts(&self) -> Vec<String> {
        let Some(policy) = self.policy() else { return Vec::new() };
        let mut out = Vec::new();
        let mut take = |kind: &str, entry: &Entry| {
            if entry.draft {
                out.push(format!("{kind} {}", entry.id));
            }
        };
        policy.categories.values().for_each(|x| take("category", &x.entry));
        policy.purposes.values().for_each(|x| take("purpose", &x.entry));
        policy.sources.values().for_each(|x| take("source", &x.entry));
        policy.bases.values().for_each(|x| take("basis", &x.entry));
        policy.recipients.values().for_each(|x| take("recipient", &x.entry));
        policy.stores.values().for_each(|x| take("store", &x.entry));
        policy.activities.values().for_each(|x| take("activity", &x.entry));
        policy.rules.iter().for_each(|x| take("rule", &x.entry));
        out
    }

    /// Digest of what was found, so that two reports can be told apart.
    pub(super) fn digest(&self) -> String {
        let inventory = &self.run.outcome.inventory;
        let text = serde_json::to_vec(&(&inventory.points, &inventory.flows, &inventory.marks)).unwrap_or_default();
        blake3::hash(&text).to_hex()[..16].to_string()
    }
}

/// The heading a point or flow is filed under: its best category, else its best key.
fn filed(categories: &[String], keys: &[String]) -> String {
    categories.first().or(keys.first()).cloned().unwrap_or_else(|| "not known".to_string())
}

/// Whether a document or policy.toml alone says an entry's `key`.
pub(super) fn origin(entry: &Entry, key: &str) -> Origin {
    if entry.anchors.is_empty() || entry.internal.contains_key(key) || entry.internal.contains_key("") {
        Origin::Claimed
    } else {
        Origin::Stated
    }
}

/// An anchor as a line: the quote and where it stands.
pub(super) fn quoted(anchor: &Anchor, policy: &Policy) -> Line {
    let document = policy.documents.get(&anchor.document);
    let title = document.map_or(anchor.document.as_str(), |document| document.entry.title.as_str());
    let under = anchor.heading.as_deref().map(|heading| format!(", under {heading}")).unwrap_or_default();
    vec![Inline::Quote(anchor.quote.clone()), t(format!(" {title}, line {}{under}", anchor.line))]
}

/// Ids with how many points say each, or `not said`.
pub(super) fn tally<'p>(points: &[&'p Point], of: impl Fn(&'p Point) -> &'p [String]) -> BTreeMap<&'p str, usize> {
    let mut out = BTreeMap::new();
    for point in points {
        for id in of(point) {
            *out.entry(id.as_str()).or_default() += 1;
        }
    }
    out
}
