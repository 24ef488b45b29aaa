//! The graph comes in, Mermaid text goes out, with labels that Mermaid reads as nothing but words.

use super::graph::Graph;
use crate::render::text::{inert, shortened};
use std::fmt::Write as _;

/// Characters of a label.
const LABEL: usize = 48;
/// Lines that Mermaid draws at most; it refuses more than 500.
const EDGES: usize = 400;

/// The flowchart.
pub(super) fn text(graph: &Graph) -> String {
    let mut out = String::from("flowchart LR\n");
    if graph.merged > 0 {
        let _ = writeln!(out, "%% {} boxes are drawn together as 'more'; the tables list them all", graph.merged);
    }
    for (layer, nodes) in graph.layers.iter().enumerate() {
        if nodes.is_empty() {
            continue;
        }
        let _ = writeln!(out, "  subgraph L{layer}[\"{}\"]", graph.titles[layer]);
        for (i, node) in nodes.iter().enumerate() {
            let (sign, class) = match (node.new, node.undeclared) {
                (true, true) => (" (new, undeclared)", ":::undeclared"),
                (true, false) => (" (new)", ":::added"),
                (false, true) => (" (undeclared)", ":::undeclared"),
                (false, false) => ("", ""),
            };
            let _ = writeln!(out, "    n{layer}_{i}[\"{}{sign}\"]{class}", label(&node.label));
        }
        out.push_str("  end\n");
    }
    let mut edges: Vec<_> = graph.edges.iter().collect();
    if edges.len() > EDGES {
        edges.sort_by_key(|edge| (std::cmp::Reverse(edge.places), edge.layer, edge.from, edge.to));
        let _ = writeln!(out, "%% {} thinner lines are left out; the tables list them all", edges.len() - EDGES);
        edges.truncate(EDGES);
    }
    for edge in edges {
        let (layer, next) = (edge.layer, edge.layer + 1);
        let arrow = if edge.claimed { "-.->" } else { "-->" };
        let _ = writeln!(out, "  n{layer}_{} {arrow}|{}| n{next}_{}", edge.from, edge.places, edge.to);
    }
    out.push_str("  classDef undeclared stroke:#b00020,stroke-width:3px,stroke-dasharray:6 3\n");
    if let Some(changes) = &graph.changes {
        out.push_str("  classDef added stroke-width:4px\n  subgraph C[\"Since the older inventory\"]\n");
        let nothing = ["nothing changed".to_string()];
        let changes = if changes.is_empty() { &nothing } else { &changes[..] };
        for (i, change) in changes.iter().enumerate() {
            let _ = writeln!(out, "    c{i}[\"{}\"]", label(change));
        }
        out.push_str("  end\n");
    }
    out
}

fn label(text: &str) -> String {
    let text = inert(text);
    let text = shortened(&text, LABEL);
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '"' => out.push_str("#quot;"),
            '#' => out.push_str("#35;"),
            '<' => out.push_str("#lt;"),
            '>' => out.push_str("#gt;"),
            '&' => out.push_str("#amp;"),
            '`' => out.push_str("#96;"),
            '%' => out.push_str("#37;"),
            '\\' => out.push_str("#92;"),
            '|' => out.push_str("#124;"),
            '{' | '}' | '[' | ']' | ';' => {
                let _ = write!(out, "#{};", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out
}
