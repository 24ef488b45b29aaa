//! The blocks of a report come in, one self-contained page goes out: no network, readable without its script.

use super::build::TITLE;
use super::doc::{Block, Figure, Inline, Line, Origin, Row, Table};
use super::graph::Graph;
use super::svg;
use super::view::View;
use crate::render::text::{inert, thousands};
use std::borrow::Cow;
use std::fmt::Write as _;

const PAGE: &str = include_str!("../html/page.html");
const STYLE: &str = include_str!("../html/style.css");
const SCRIPT: &str = include_str!("../html/filter.js");

/// The page.
pub(super) fn page(blocks: &[Block], view: &View) -> String {
    let mut body = String::with_capacity(1 << 16);
    let mut open = Vec::new();
    for block in blocks {
        if let Block::Heading(level, ..) = block {
            section(&mut body, &mut open, *level);
        }
        write(&mut body, block, view);
    }
    section(&mut body, &mut open, 0);
    let title = view.policy().and_then(|policy| policy.organisation.name.clone());
    let title = title.map_or_else(|| TITLE.into(), |name| format!("Personal data in the code of {name}"));
    // One pass over the parts of the template: nothing that was put in is looked at again.
    let mut out = String::with_capacity(body.len() + STYLE.len() + 4096);
    for part in PAGE.split("{{").enumerate() {
        let (i, part) = part;
        let Some((name, rest)) = part.split_once("}}").filter(|_| i > 0) else {
            out.push_str(part);
            continue;
        };
        match name {
            "title" => out.push_str(&escaped(&title)),
            "style" => out.push_str(STYLE.trim()),
            "script" => out.push_str(SCRIPT.trim()),
            "contents" => out.push_str(&contents(blocks)),
            "body" => out.push_str(&body),
            _ => {}
        }
        out.push_str(rest);
    }
    out
}

/// Words as HTML text or attribute: inert, with the five characters that HTML reads escaped.
pub(super) fn escaped(text: &str) -> Cow<'_, str> {
    let text = inert(text);
    if !text.contains(['&', '<', '>', '"', '\'']) {
        return text;
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

fn contents(blocks: &[Block]) -> String {
    let mut out = String::new();
    for block in blocks {
        if let Block::Heading(2, id, words) = block {
            let _ = write!(out, "<li><a href=\"#{}\">{}</a></li>", escaped(id), escaped(words));
        }
    }
    out
}

/// A heading ends the sections of its level and below, and begins its own: what the filter can hide as a whole.
fn section(out: &mut String, open: &mut Vec<u8>, level: u8) {
    while open.last().is_some_and(|last| *last >= level) {
        open.pop();
        out.push_str("</section>\n");
    }
    if level >= 2 {
        open.push(level);
        out.push_str("<section>\n");
    }
}

/// Rows of a closed part that paper still takes. The flows of a large program fill a thousand sheets that nobody reads:
/// more than this stays closed in print, says so, and is printed when it was opened.
const ON_PAPER: usize = 100;

/// How many rows the tables among these have.
fn rows(blocks: &[Block]) -> usize {
    let of = |block: &Block| match block {
        Block::Table(content) => content.rows.len(),
        Block::Details(_, _, body) => rows(body),
        _ => 0,
    };
    blocks.iter().map(of).sum()
}

fn write(out: &mut String, block: &Block, view: &View) {
    let _ = match block {
        Block::Heading(level, id, words) => {
            writeln!(out, "<h{level} id=\"{}\">{}</h{level}>", escaped(id), escaped(words))
        }
        Block::Para(line) => writeln!(out, "<p>{}</p>", inline(line, view)),
        Block::Box(good, lines) => {
            let class = if *good { "verdict good" } else { "verdict attention" };
            let lines: String = lines.iter().map(|line| format!("<p>{}</p>", inline(line, view))).collect();
            writeln!(out, "<div class=\"{class}\">{lines}</div>")
        }
        Block::Figures(figures) => {
            let figures: String = figures.iter().map(figure).collect();
            writeln!(out, "<dl class=\"figures\">{figures}</dl>")
        }
        Block::List(items) => {
            let items: String = items.iter().map(|item| format!("<li>{}</li>", inline(item, view))).collect();
            writeln!(out, "<ul>{items}</ul>")
        }
        Block::Table(content) => {
            table(out, content, view);
            Ok(())
        }
        Block::Details(id, head, body) => {
            let long = if rows(body) > ON_PAPER { " class=\"long\"" } else { "" };
            let _ = writeln!(out, "<details id=\"{}\"{long}><summary>{}</summary>", escaped(id), inline(head, view));
            body.iter().for_each(|block| write(out, block, view));
            writeln!(out, "</details>")
        }
        Block::Picture(graph) if graph.is_empty() => writeln!(out, "<p>Nothing was seen to flow.</p>"),
        Block::Picture(graph) => picture(out, graph),
    };
}

/// Number above its label; the order in the source is the one a screen reader needs.
fn figure(figure: &Figure) -> String {
    let class = if figure.alarm { " class=\"alarm\"" } else { "" };
    let label = match figure.href {
        Some(href) => format!("<a href=\"#{href}\">{}</a>", escaped(&figure.label)),
        None => escaped(&figure.label).into_owned(),
    };
    let of = if figure.of.is_empty() { String::new() } else { format!(" <small>{}</small>", escaped(&figure.of)) };
    format!("<div{class}><dt>{label}</dt><dd>{}{of}</dd></div>", thousands(figure.number))
}

fn picture(out: &mut String, graph: &Graph) -> std::fmt::Result {
    let more = match graph.merged {
        0 => String::new(),
        merged => format!(" {merged} smaller boxes are drawn together; the tables list them all."),
    };
    writeln!(
        out,
        "<figure><div class=\"wide\" tabindex=\"0\" role=\"group\" aria-label=\"Picture of the flows, scrolls sideways\">\n{}</div>\
         <figcaption>The width of a line counts code places, never how much data flows. Dotted: claimed by an annotation, not seen. \
         Dashed with ⚠: not declared in the policy. Boxes and lines lead to the evidence.{more}</figcaption></figure>",
        svg::picture(graph)
    )
}

fn table(out: &mut String, table: &Table, view: &View) {
    let caption = escaped(&table.caption);
    let _ = write!(
        out,
        "<div class=\"wide\" tabindex=\"0\" role=\"group\" aria-label=\"{caption}\"><table class=\"of-{}\"><caption>{caption}</caption><thead><tr>",
        table.head.len()
    );
    for title in &table.head {
        let _ = write!(out, "<th scope=\"col\">{}</th>", escaped(title));
    }
    out.push_str("</tr></thead><tbody>\n");
    table.rows.iter().for_each(|row| self::row(out, row, &table.head, view));
    out.push_str("</tbody></table></div>\n");
}

fn row(out: &mut String, row: &Row, head: &[String], view: &View) {
    out.push_str("<tr");
    if let Some(id) = &row.id {
        let _ = write!(out, " id=\"{}\"", escaped(id));
    }
    out.push_str(if row.alarm { " class=\"alarm\">" } else { ">" });
    for (i, cell) in row.cells.iter().enumerate() {
        let words = cell_words(cell, view);
        // Narrow screens show each cell on its own line, after its title.
        let _ = match head.get(i).filter(|_| i > 0) {
            None => write!(out, "<th scope=\"row\">{words}</th>"),
            Some(title) => write!(out, "<td data-title=\"{}\">{words}</td>", escaped(title)),
        };
    }
    out.push_str("</tr>\n");
}

/// A cell; lines below each other are items of their own, so that one can tell where each ends.
fn cell_words(cell: &Line, view: &View) -> String {
    let items: Vec<&[Inline]> = cell.split(|part| *part == Inline::Break).collect();
    match items.as_slice() {
        [one] => inline(one, view),
        many => many.iter().map(|item| format!("<div class=\"item\">{}</div>", inline(item, view))).collect(),
    }
}

fn inline(line: &[Inline], view: &View) -> String {
    let mut out = String::new();
    for part in line {
        let _ = match part {
            Inline::Text(words) => write!(out, "{}", escaped(words)),
            Inline::Strong(words) => write!(out, "<strong>{}</strong>", escaped(words)),
            Inline::Code(words) => write!(out, "<code>{}</code>", breakable(&escaped(words))),
            Inline::Quote(words) => write!(out, "<q>{}</q>", escaped(words)),
            Inline::Ref(id, words) => write!(out, "<a href=\"#{}\">{}</a>", escaped(id), escaped(words)),
            Inline::Origin(Origin::Nothing) => Ok(()),
            Inline::Origin(origin) => write!(out, " <span class=\"origin {0}\">{0}</span>", origin.word()),
            Inline::Break => write!(out, "<br>"),
            Inline::Place(path, line) => {
                let words = place(path, *line);
                match view.options.link(path, *line) {
                    Some(link) => write!(out, "<a class=\"place\" href=\"{}\">{words}</a>", escaped(&link)),
                    None => write!(out, "<span class=\"place\">{words}</span>"),
                }
            }
        };
    }
    out
}

/// The longest name of a file that is kept on one line with its number: it fits the narrowest column.
const ON_ONE_LINE: usize = 22;

/// A code place that breaks between folders, and not within `lib.rs:10`.
fn place(path: &str, line: u32) -> String {
    let (folder, name) = path.rsplit_once('/').map_or((String::new(), path), |(of, name)| (format!("{of}/"), name));
    let name = format!("{name}:{line}");
    let (folder, short) = (escaped(&folder), name.chars().count() <= ON_ONE_LINE);
    let name = if short { format!("<span>{}</span>", escaped(&name)) } else { breakable(&escaped(&name)).into_owned() };
    breakable(&folder).into_owned() + &name
}

/// Paths and item paths may break after their separators, so that narrow columns need no scrolling.
fn breakable(escaped: &str) -> Cow<'_, str> {
    if escaped.len() < 12 {
        return Cow::Borrowed(escaped);
    }
    Cow::Owned(escaped.replace("::", "::<wbr>").replace('/', "/<wbr>").replace('_', "_<wbr>"))
}
