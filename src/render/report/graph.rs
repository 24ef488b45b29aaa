//! The view comes in, the picture's nodes and edges go out: sources → data → activities → where it goes.
//!
//! A weight counts code places, never how much data flows.

use super::compare::Comparison;
use super::doc::slug;
use super::view::{View, crate_of};
use crate::model::inventory::{Flow, Point};
use crate::render::words;
use indexmap::IndexMap;
use std::collections::BTreeMap;

/// Nodes drawn per layer; the others become one node that says how many.
const DRAWN: usize = 14;

/// Titles of the layers. Code that no policy allots to activities is shown by its crates.
fn titles(view: &View) -> [&'static str; 4] {
    let declared = view.policy().is_some_and(|policy| !policy.activities.is_empty());
    let named = view.points.iter().any(|point| point.activity.is_some());
    let third = match (declared, named) {
        (true, _) => "In which activity",
        (false, true) => "In which activity or crate",
        (false, false) => "In which crate",
    };
    ["From whom", "What", third, "To where"]
}

/// What the picture shows.
#[derive(Debug, Clone)]
pub(super) struct Graph {
    /// Titles of the layers.
    pub(super) titles: [&'static str; 4],
    pub(super) layers: [Vec<Node>; 4],
    pub(super) edges: Vec<Edge>,
    /// Nodes that were put together, by layer.
    pub(super) merged: usize,
    /// What changed since an older inventory, where one was given.
    pub(super) changes: Option<Vec<String>>,
}

/// A box.
#[derive(Debug, Clone)]
pub(super) struct Node {
    pub(super) label: String,
    /// Not in the policy.
    pub(super) undeclared: bool,
    /// Not in the older inventory.
    pub(super) new: bool,
    /// Where the evidence is.
    pub(super) href: Option<String>,
}

/// A line from a node of one layer to a node of the next.
#[derive(Debug, Clone)]
pub(super) struct Edge {
    pub(super) layer: usize,
    pub(super) from: usize,
    pub(super) to: usize,
    /// Code places.
    pub(super) places: usize,
    /// Annotations alone say it.
    pub(super) claimed: bool,
}

/// How much there is between two boxes.
#[derive(Default, Clone, Copy)]
struct Weight {
    places: usize,
    seen: bool,
}

#[derive(Default)]
struct Draft {
    layers: [IndexMap<String, Node>; 4],
    edges: BTreeMap<(usize, usize, usize), Weight>,
}

/// The graph of a run, and what is new in it where it is held against an older one.
pub(super) fn of(view: &View, comparison: Option<&Comparison>) -> Graph {
    let mut draft = Draft::default();
    for subject in view.subjects.iter().filter(|subject| subject.is_seen()) {
        let undeclared = subject.category.is_none() && view.policy().is_some();
        draft.node(1, &subject.id, &subject.title, undeclared, Some(slug("data", &subject.id)));
        for point in &subject.points {
            let sources = if point.sources.is_empty() {
                vec!["source not said"]
            } else {
                point.sources.iter().map(String::as_str).collect()
            };
            for source in sources {
                let title = view.policy().and_then(|policy| policy.sources.get(source)).map(|s| s.entry.title.clone());
                draft.node(0, source, title.as_deref().unwrap_or(source), false, None);
                draft.edge(0, source, &subject.id);
            }
            let activity = activity(point, view);
            draft.node(2, &activity.0, &activity.1, false, activity.2);
            draft.edge(1, &subject.id, &activity.0);
        }
        for flow in &subject.flows {
            let from = flow.point.as_deref().and_then(|id| view.point(id)).map(|point| activity(point, view));
            let from = from.unwrap_or_else(|| ("\0".into(), "start not known".into(), None));
            if flow.point.is_none() {
                draft.edge_from(2, &from, &subject.id);
            }
            draft.node(2, &from.0, &from.1, false, from.2.clone());
            let (id, title, undeclared, href) = destination(flow, view);
            draft.node(3, &id, &title, undeclared, href);
            draft.edge(2, &from.0, &id);
        }
    }
    claimed(&mut draft, view);
    if let Some(comparison) = comparison {
        draft.tell_new(comparison);
    }
    Graph { titles: titles(view), changes: comparison.map(Comparison::all), ..draft.finish() }
}

/// Disclosures and stores that annotations claim.
fn claimed(draft: &mut Draft, view: &View) {
    for mark in view.run.outcome.inventory.marks.iter().filter(|m| m.verb == "discloses" || m.verb == "stores") {
        let Some(object) = &mark.object else { continue };
        let from = match mark.point.as_deref().and_then(|id| view.point(id)) {
            Some(point) => activity(point, view),
            None => activity_named(view.activity_of_mark(mark), crate_of(&mark.item), view),
        };
        let (title, declared) = if mark.verb == "stores" {
            let store = view.policy().and_then(|policy| policy.stores.get(object));
            (store.map(|store| store.entry.title.clone()), store.is_some())
        } else {
            let recipient = view.policy().and_then(|policy| policy.recipients.get(object));
            (recipient.map(|recipient| recipient.entry.title.clone()), recipient.is_some())
        };
        let kind = if mark.verb == "stores" { "store" } else { "recipient" };
        let undeclared = view.policy().is_some() && !declared;
        draft.node(2, &from.0, &from.1, false, from.2);
        draft.node(
            3,
            &format!("{kind} {object}"),
            title.as_deref().unwrap_or(object),
            undeclared,
            Some(slug(kind, object)),
        );
        draft.claim(2, &from.0, &format!("{kind} {object}"));
    }
}

fn activity(point: &Point, view: &View) -> (String, String, Option<String>) {
    activity_named(point.activity.clone(), &point.krate, view)
}

fn activity_named(activity: Option<String>, krate: &str, view: &View) -> (String, String, Option<String>) {
    match activity {
        Some(id) => (id.clone(), view.title("activity", &id), view.activity_place(&id)),
        None if view.policy().is_some_and(|policy| !policy.activities.is_empty()) => {
            ("\u{1}".into(), "unallocated".into(), Some("activity-unallocated".into()))
        }
        None => (format!("\u{1}{krate}"), krate.to_owned(), Some(slug("crate", krate))),
    }
}

fn destination(flow: &Flow, view: &View) -> (String, String, bool, Option<String>) {
    match view.who(flow) {
        Some(id) => {
            let declared = view.policy().and_then(|policy| policy.recipients.get(id));
            let title = declared.map_or(id, |recipient| recipient.entry.title.as_str()).to_string();
            let undeclared = view.policy().is_some() && declared.is_none();
            (format!("recipient {id}"), title, undeclared, Some(slug("recipient", id)))
        }
        None => {
            let kind = flow.sink.kind;
            (format!("sink {}", kind.as_str()), words::sink(kind).into(), false, Some(slug("sink", kind.as_str())))
        }
    }
}

impl Draft {
    fn node(&mut self, layer: usize, id: &str, label: &str, undeclared: bool, href: Option<String>) {
        let make = || Node { label: label.to_string(), undeclared, new: false, href };
        self.layers[layer].entry(id.to_string()).or_insert_with(make);
    }

    /// Marks the data, recipients and stores that an older inventory had not.
    fn tell_new(&mut self, comparison: &Comparison) {
        for (id, node) in &mut self.layers[1] {
            node.new = comparison.new_data.contains(id);
        }
        for (id, node) in &mut self.layers[3] {
            node.new = match id.split_once(' ') {
                Some(("recipient", id)) => comparison.new_recipients.contains(id),
                Some(("store", id)) => comparison.new_stores.contains(id),
                _ => false,
            };
        }
    }

    fn edge(&mut self, layer: usize, from: &str, to: &str) {
        if let Some(weight) = self.claim(layer, from, to) {
            weight.seen = true;
        }
    }

    /// A line that only an annotation says, until something is seen.
    fn claim(&mut self, layer: usize, from: &str, to: &str) -> Option<&mut Weight> {
        let (from, to) = (self.layers[layer].get_index_of(from)?, self.layers[layer + 1].get_index_of(to)?);
        let weight = self.edges.entry((layer, from, to)).or_default();
        weight.places += 1;
        Some(weight)
    }

    /// A flow without a point still belongs to its data.
    fn edge_from(&mut self, layer: usize, to: &(String, String, Option<String>), subject: &str) {
        self.node(layer, &to.0, &to.1, false, to.2.clone());
        self.edge(layer - 1, subject, &to.0);
    }

    /// Merges what does not fit and orders each layer so that lines cross little.
    fn finish(self) -> Graph {
        let mut weight: [Vec<usize>; 4] = std::array::from_fn(|layer| vec![0; self.layers[layer].len()]);
        for (&(layer, from, to), edge) in &self.edges {
            weight[layer][from] += edge.places;
            weight[layer + 1][to] += edge.places;
        }
        let mut place: [Vec<usize>; 4] = std::array::from_fn(|layer| (0..self.layers[layer].len()).collect());
        let mut merged = 0;
        let mut layers: [Vec<Node>; 4] = Default::default();
        for (layer, nodes) in self.layers.into_iter().enumerate() {
            let total = nodes.len();
            let keep = if total > DRAWN { heaviest(&weight[layer], DRAWN - 1) } else { vec![true; total] };
            let mut next = 0;
            for (i, node) in nodes.into_values().enumerate() {
                place[layer][i] = if keep[i] { next } else { DRAWN - 1 };
                if keep[i] {
                    next += 1;
                    layers[layer].push(node);
                }
            }
            if total > DRAWN {
                let more = total - next;
                merged += more;
                layers[layer].push(Node { label: format!("{more} more"), undeclared: false, new: false, href: None });
            }
        }
        let mut edges: BTreeMap<(usize, usize, usize), Weight> = BTreeMap::new();
        for ((layer, from, to), weight) in self.edges {
            let merged = edges.entry((layer, place[layer][from], place[layer + 1][to])).or_default();
            merged.places += weight.places;
            merged.seen |= weight.seen;
        }
        let edge = |((layer, from, to), weight): ((usize, usize, usize), Weight)| Edge {
            layer,
            from,
            to,
            places: weight.places,
            claimed: !weight.seen,
        };
        let edges = edges.into_iter().map(edge).collect();
        let mut graph = Graph { titles: Default::default(), layers, edges, merged, changes: None };
        for layer in [0, 2, 3] {
            graph.untangle(layer);
        }
        graph
    }
}

fn heaviest(weight: &[usize], most: usize) -> Vec<bool> {
    let mut order: Vec<usize> = (0..weight.len()).collect();
    order.sort_by_key(|&i| (std::cmp::Reverse(weight[i]), i));
    let mut keep = vec![false; weight.len()];
    order.into_iter().take(most).for_each(|i| keep[i] = true);
    keep
}

impl Graph {
    /// Whether there is anything to draw.
    pub(super) fn is_empty(&self) -> bool {
        self.edges.is_empty()
    }

    /// Sorts a layer by where its neighbours in the fixed layer beside it stand.
    fn untangle(&mut self, layer: usize) {
        let mut centre: Vec<(f64, usize)> = vec![(0.0, 0); self.layers[layer].len()];
        for edge in &self.edges {
            let (mine, other) = match layer {
                0 if edge.layer == 0 => (edge.from, edge.to),
                _ if layer > 0 && edge.layer == layer - 1 => (edge.to, edge.from),
                _ => continue,
            };
            centre[mine].0 += (other * edge.places) as f64;
            centre[mine].1 += edge.places;
        }
        let mut order: Vec<usize> = (0..centre.len()).collect();
        let middle = |i: &usize| if centre[*i].1 == 0 { f64::MAX } else { centre[*i].0 / centre[*i].1 as f64 };
        order.sort_by(|a, b| middle(a).total_cmp(&middle(b)).then(a.cmp(b)));
        let mut now = vec![0; order.len()];
        for (new, &old) in order.iter().enumerate() {
            now[old] = new;
        }
        let mut nodes: Vec<Option<Node>> = std::mem::take(&mut self.layers[layer]).into_iter().map(Some).collect();
        self.layers[layer] = order.iter().filter_map(|&old| nodes[old].take()).collect();
        for edge in &mut self.edges {
            if edge.layer == layer {
                edge.from = now[edge.from];
            }
            if edge.layer + 1 == layer {
                edge.to = now[edge.to];
            }
        }
        self.edges.sort_by_key(|edge| (edge.layer, edge.from, edge.to));
    }
}
