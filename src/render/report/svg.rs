//! The graph comes in, an SVG picture goes out: four columns, lines whose width counts code places.

use super::graph::Graph;
use super::html::escaped;
use crate::render::text::count;
use std::fmt::Write as _;

const COLUMN: usize = 300;
const BOX: usize = 200;
const HEIGHT: usize = 34;
const STEP: usize = 46;
const TOP: usize = 34;
/// Room for a label, in hundredths of the size of its letters.
const LABEL: usize = 1470;

/// The picture.
pub(super) fn picture(graph: &Graph) -> String {
    let rows = graph.layers.iter().map(Vec::len).max().unwrap_or(0);
    let height = TOP + rows * STEP + 4;
    let width = 3 * COLUMN + BOX + 4;
    let mut out = format!(
        "<svg class=\"flows\" viewBox=\"0 0 {width} {height}\" role=\"group\" aria-labelledby=\"picture-title picture-desc\">\
         <title id=\"picture-title\">Flows of personal data</title>\
         <desc id=\"picture-desc\">{} and {}. The tables below hold the same in words.</desc>\n",
        count(graph.layers.iter().map(Vec::len).sum(), "box").replace("boxs", "boxes"),
        count(graph.edges.len(), "line")
    );
    for (layer, title) in graph.titles.iter().enumerate() {
        let _ = writeln!(out, "<text class=\"layer\" x=\"{}\" y=\"18\">{title}</text>", 2 + layer * COLUMN);
    }
    for edge in &graph.edges {
        line(&mut out, graph, rows, edge);
    }
    for (layer, nodes) in graph.layers.iter().enumerate() {
        for (i, node) in nodes.iter().enumerate() {
            let (x, y) = (2 + layer * COLUMN, top(graph, rows, layer, i));
            let class = if node.undeclared { "node undeclared" } else { "node" };
            let sign = if node.undeclared { "⚠ " } else { "" };
            let title = if node.undeclared { format!("{} (not declared)", node.label) } else { node.label.clone() };
            let shape = format!(
                "<g class=\"{class}\" data-box=\"{layer}.{i}\"><title>{}</title>\
                 <rect x=\"{x}\" y=\"{y}\" width=\"{BOX}\" height=\"{HEIGHT}\" rx=\"6\"/>\
                 <path class=\"edge layer-{layer}\" d=\"M{x} {}v{}\"/><text x=\"{}\" y=\"{}\">{}</text></g>",
                escaped(&title),
                y + 6,
                HEIGHT - 12,
                x + 11,
                y + 22,
                escaped(&fitting(&format!("{sign}{}", node.label))),
            );
            let _ = match &node.href {
                Some(href) => writeln!(out, "<a href=\"#{}\">{shape}</a>", escaped(href)),
                None => writeln!(out, "{shape}"),
            };
        }
    }
    out.push_str("</svg>\n");
    out
}

fn line(out: &mut String, graph: &Graph, rows: usize, edge: &super::graph::Edge) {
    let (from, to) = (&graph.layers[edge.layer][edge.from], &graph.layers[edge.layer + 1][edge.to]);
    let (x1, x2) = (2 + edge.layer * COLUMN + BOX, 2 + (edge.layer + 1) * COLUMN);
    let y1 = top(graph, rows, edge.layer, edge.from) + HEIGHT / 2;
    let y2 = top(graph, rows, edge.layer + 1, edge.to) + HEIGHT / 2;
    let bend = (x2 - x1) / 2;
    // A thousand places must not hide the other lines.
    let thick = 15 + (edge.places as f64).ln() as usize * 14;
    let class = match (from.undeclared || to.undeclared, edge.claimed) {
        (true, _) => "flow undeclared",
        (false, true) => "flow claimed",
        (false, false) => "flow",
    };
    let claimed = if edge.claimed { ", claimed, not seen" } else { "" };
    let places = count(edge.places, "code place") + claimed;
    let title = escaped(&format!("{} → {}: {places}", from.label, to.label)).into_owned();
    let path = format!(
        "<path class=\"{class}\" data-from=\"{0}.{1}\" data-to=\"{2}.{3}\" d=\"M{x1} {y1}C{4} {y1} {5} {y2} {x2} {y2}\" stroke-width=\"{6}.{7}\"><title>{title}</title></path>",
        edge.layer,
        edge.from,
        edge.layer + 1,
        edge.to,
        x1 + bend,
        x2 - bend,
        thick / 10,
        thick % 10,
    );
    // The evidence is with the data: the end of the line that is data, else where it goes.
    let evidence = if edge.layer == 1 { &from.href } else { &to.href };
    let _ = match evidence {
        Some(href) => writeln!(out, "<a href=\"#{}\" tabindex=\"-1\">{path}</a>", escaped(href)),
        None => writeln!(out, "{path}"),
    };
}

/// As much of a label as a box has room for, by the widths of a wide font: which one a reader has is not known.
fn fitting(label: &str) -> std::borrow::Cow<'_, str> {
    let mut taken = 0;
    let mut cut = 0;
    for (at, letter) in label.char_indices() {
        taken += match letter {
            'i' | 'j' | 'l' | '\'' | '|' => 28,
            ' ' | '.' | ',' | ':' | ';' | '-' | 'f' | 't' | 'r' | '(' | ')' => 41,
            'c' | 's' | 'z' => 55,
            'm' | 'w' | 'M' | 'W' | '@' | '%' | '⚠' => 98,
            'A'..='Z' => 72,
            letter if letter.is_ascii() || ('\u{a0}'..'\u{590}').contains(&letter) => 64,
            _ => 100,
        };
        if taken + 100 <= LABEL {
            cut = at + letter.len_utf8();
        }
        if taken > LABEL {
            return format!("{}…", label[..cut].trim_end()).into();
        }
    }
    label.into()
}

/// Layers with fewer boxes are spread over the height.
fn top(graph: &Graph, rows: usize, layer: usize, i: usize) -> usize {
    let room = rows * STEP / graph.layers[layer].len().max(1);
    TOP + i * room + (room - STEP) / 2 + (STEP - HEIGHT) / 2
}
