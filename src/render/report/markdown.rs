//! The blocks of a report come in, Markdown with a Mermaid picture goes out, as forges render it.

use super::doc::{Block, Inline, Line, Origin, Table};
use super::mermaid;
use super::view::View;
use crate::render::markdown::{code, head, plain, row};
use crate::render::text::thousands;
use std::fmt::Write as _;

/// Rows of one table; a file of a thousand rows is not rendered by forges, and the JSON holds all.
const ROWS: usize = 500;

/// The report.
pub(super) fn text(blocks: &[Block], view: &View) -> String {
    let mut out = String::new();
    for block in blocks {
        write(&mut out, block, view);
    }
    out
}

fn write(out: &mut String, block: &Block, view: &View) {
    let _ = match block {
        Block::Heading(level, id, words) => {
            let sign = "#".repeat(usize::from(*level));
            write!(out, "<a id=\"{id}\"></a>\n\n{sign} {}\n\n", plain(words))
        }
        Block::Para(line) => write!(out, "{}\n\n", inline(line, view)),
        Block::Box(_, lines) => {
            let lines: Vec<String> = lines.iter().map(|line| format!("> {}", inline(line, view))).collect();
            write!(out, "{}\n\n", lines.join("\n>\n"))
        }
        Block::Figures(figures) => {
            for figure in figures {
                let number = [thousands(figure.number), figure.of.clone()].join(" ");
                let words = plain(&format!("{}: {}.", figure.label, number.trim_end()));
                let _ = match figure.href {
                    Some(href) => writeln!(out, "- [{words}](#{href})"),
                    None => writeln!(out, "- {words}"),
                };
            }
            writeln!(out)
        }
        Block::List(items) => {
            items.iter().for_each(|item| {
                let _ = writeln!(out, "- {}", inline(item, view));
            });
            writeln!(out)
        }
        Block::Table(content) => {
            table(out, content, view);
            Ok(())
        }
        Block::Details(id, title, body) => {
            let _ = write!(out, "<a id=\"{id}\"></a>\n\n**{}**\n\n", inline(title, view).replace("**", ""));
            body.iter().for_each(|block| write(out, block, view));
            Ok(())
        }
        Block::Picture(graph) if graph.is_empty() => write!(out, "Nothing was seen to flow.\n\n"),
        Block::Picture(graph) => {
            write!(
                out,
                "```mermaid\n{}```\n\nNumbers on lines count code places, never how much data flows. Dotted: claimed by an annotation, not seen. Dashed boxes: not declared.\n\n",
                mermaid::text(graph)
            )
        }
    };
}

fn table(out: &mut String, table: &Table, view: &View) {
    let titles: Vec<&str> = table.head.iter().map(String::as_str).collect();
    out.push_str(&head(&titles));
    for content in table.rows.iter().take(ROWS) {
        let mut cells: Vec<String> = content.cells.iter().map(|cell| inline(cell, view)).collect();
        if let (Some(id), Some(first)) = (&content.id, cells.first_mut()) {
            first.insert_str(0, &format!("<a id=\"{id}\"></a>"));
        }
        out.push_str(&row(&cells));
    }
    if table.rows.len() > ROWS {
        let _ = write!(out, "\n{} more rows are in the HTML and JSON forms of this report.\n", table.rows.len() - ROWS);
    }
    out.push('\n');
}

fn inline(line: &Line, view: &View) -> String {
    let mut out = String::new();
    for part in line {
        let _ = match part {
            Inline::Text(words) => write!(out, "{}", plain(words)),
            Inline::Strong(words) => write!(out, "**{}**", plain(words)),
            Inline::Code(words) => write!(out, "{}", code(words)),
            Inline::Quote(words) => write!(out, "“{}”", plain(words)),
            Inline::Ref(id, words) => write!(out, "[{}](#{id})", plain(words)),
            Inline::Origin(Origin::Nothing) => Ok(()),
            Inline::Origin(origin) => write!(out, " *[{}]*", origin.word()),
            Inline::Break => write!(out, "<br>"),
            Inline::Place(path, line) => match view.options.link(path, *line) {
                Some(link) => write!(out, "[{}]({})", code(&format!("{path}:{line}")), target(&link)),
                None => write!(out, "{}", code(&format!("{path}:{line}"))),
            },
        };
    }
    out
}

/// A link's target: what would end it is percent-encoded.
fn target(link: &str) -> String {
    link.replace('(', "%28").replace(')', "%29").replace(' ', "%20").replace('|', "%7C").replace('<', "%3C")
}
