//! A run comes in, the same run as the report asks for it goes out: by category, by activity, by recipient.

use super::ReportOptions;
use super::doc::Origin;
pub(super) use super::naming::{origin, passages, quoted, readable};
use crate::model::finding::{Finding, Level};
use crate::model::inventory::{Flow, FoundBy, MarkRow, Point};
use crate::policy::{Anchor, Category, Entry, Policy};
use crate::render::Run;
use crate::survey::activity_of;
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
    /// Disclosures and stores that annotations claim of it.
    pub(super) claims: Vec<&'a MarkRow>,
}

impl Subject<'_> {
    /// Whether the code has anything of it.
    pub(super) fn is_seen(&self) -> bool {
        !self.points.is_empty() || !self.flows.is_empty()
    }

    /// Whether a point of it is of a special category (GDPR Art. 9 and 10).
    pub(super) fn is_special(&self, options: &ReportOptions) -> bool {
        self.points.iter().flat_map(|point| &point.keys).any(|key| options.is_special(key))
    }
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
                claims: self.claims(&id),
                id,
            });
        }
        let rest: BTreeSet<String> = points.keys().chain(flows.keys()).cloned().collect();
        for id in rest {
            subjects.push(Subject {
                title: self.options.key_titles.get(&id).unwrap_or(&id).clone(),
                category: None,
                depth: 0,
                points: points.shift_remove(&id).unwrap_or_default(),
                flows: flows.remove(&id).unwrap_or_default(),
                claims: self.claims(&id),
                id,
            });
        }
        subjects
    }

    /// Disclosures and stores that annotations claim of a category, declared or not.
    fn claims(&self, category: &str) -> Vec<&'a MarkRow> {
        let rows = self.run.outcome.inventory.marks.iter();
        rows.filter(|row| matches!(row.verb.as_str(), "discloses" | "stores"))
            .filter(|row| row.categories.iter().any(|named| whole(named) == category))
            .collect()
    }

    /// Everyone who is seen or claimed to receive something.
    pub(super) fn receivers(&self) -> BTreeSet<String> {
        let seen = self.flows.iter().filter_map(|flow| self.who(flow)).map(ToString::to_string);
        let marks = self.run.outcome.inventory.marks.iter().filter(|mark| mark.verb == "discloses");
        seen.chain(marks.filter_map(|mark| mark.object.clone())).collect()
    }

    /// The kinds of data of some points alone, with the flows from them and the claims in their crates.
    pub(super) fn within(&self, keep: impl Fn(&Point) -> bool) -> Vec<Subject<'a>> {
        let crates: BTreeSet<&str> =
            self.points.iter().filter(|point| keep(point)).map(|point| point.krate.as_str()).collect();
        let mine = |flow: &&&Flow| flow.point.as_deref().and_then(|id| self.point(id)).is_some_and(&keep);
        let narrowed = self.subjects.iter().map(|subject| Subject {
            id: subject.id.clone(),
            title: subject.title.clone(),
            points: subject.points.iter().copied().filter(|point| keep(point)).collect(),
            flows: subject.flows.iter().filter(mine).copied().collect(),
            claims: subject.claims.iter().copied().filter(|row| crates.contains(crate_of(&row.item))).collect(),
            ..*subject
        });
        narrowed.filter(Subject::is_seen).collect()
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

    /// Who receives a subject's data, and where that is known from.
    pub(super) fn recipients(&self, subject: &Subject) -> BTreeMap<String, Origin> {
        let mut out = BTreeMap::new();
        for mark in subject.claims.iter().filter(|mark| mark.verb == "discloses") {
            out.insert(mark.object.clone().unwrap_or_default(), Origin::Claimed);
        }
        for flow in &subject.flows {
            if let Some(recipient) = self.who(flow) {
                out.insert(recipient.to_string(), Origin::Seen);
            }
        }
        out
    }

    /// Who is behind the end of a flow: the recipient that the policy declares for the host, SDK or name that was
    /// seen, else what was seen.
    pub(super) fn who<'f>(&self, flow: &'f Flow) -> Option<&'f str>
    where
        'a: 'f,
    {
        let seen = flow.sink.recipient.as_deref()?;
        Some(self.policy().and_then(|policy| policy.recipient_named(seen)).unwrap_or(seen))
    }

    /// The activities that claim a subject's points; `None` for those that none claims.
    pub(super) fn activities(&self, subject: &Subject) -> BTreeSet<Option<String>> {
        subject.points.iter().map(|point| point.activity.clone()).collect()
    }

    /// The activity of a clause: that of its point, the one it names, or the one that claims its item.
    pub(super) fn activity_of_mark(&self, mark: &MarkRow) -> Option<String> {
        if let Some(point) = mark.point.as_deref().and_then(|id| self.point(id)) {
            return point.activity.clone();
        }
        let krate = crate_of(&mark.item);
        let package = krate.split_once('@').map_or(krate, |(package, _)| package);
        let named = mark.options.get("in").and_then(|ids| ids.first()).cloned();
        named.or_else(|| activity_of(self.policy()?, &mark.item, package))
    }

    /// The activity of a flow: that of its point.
    pub(super) fn activity_of(&self, flow: &Flow) -> Option<&'a str> {
        self.point(flow.point.as_deref()?)?.activity.as_deref()
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
        let mut next = Some(whole(id));
        for _ in 0..8 {
            let Some(category) = next.and_then(|id| policy.categories.get(id)) else { return false };
            if category.entry.anchors.iter().any(tells) {
                return true;
            }
            next = category.parent.as_deref();
        }
        false
    }

    /// Findings at deny about a kind of data: its category, its key or one of its points.
    pub(super) fn differences(&self, subject: &Subject) -> usize {
        let items: BTreeSet<&str> = subject.points.iter().map(|point| point.item.as_str()).collect();
        let about = |finding: &&Finding| match (&finding.category, &finding.key) {
            (Some(category), _) if whole(category) == subject.id => true,
            (_, Some(key)) if *key == subject.id => true,
            _ => items.contains(finding.item.as_str()),
        };
        self.run.outcome.findings.iter().filter(|finding| finding.level >= Level::Deny).filter(about).count()
    }

    /// Points of which no document that people were given speaks.
    pub(super) fn not_notified(&self) -> usize {
        self.points.iter().filter(|point| !point.categories.iter().any(|id| self.told(id))).count()
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

/// What a point or flow is filed under: its best category, else its best key.
pub(super) fn filed(categories: &[String], keys: &[String]) -> String {
    match (categories.first(), keys.first()) {
        (Some(category), _) => whole(category).to_string(),
        (None, Some(key)) => key.clone(),
        (None, None) => "not known".to_string(),
    }
}

/// The category of `category.element`.
pub(super) fn whole(category: &str) -> &str {
    category.split_once('.').map_or(category, |(category, _)| category)
}

/// The crate of an item path.
pub(super) fn crate_of(item: &str) -> &str {
    item.split("::").next().unwrap_or(item)
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
