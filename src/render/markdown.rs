//! Words of unknown origin come in, the same words as inert Markdown go out.

use super::text::inert;

/// On one line, with everything that Markdown, HTML or a forge's mentions would read escaped.
pub fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let text = inert(text);
    for (at, c) in text.char_indices() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '@' => out.push_str("&#64;"),
            '|' => out.push_str("&#124;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '~' | '$' | '!' => {
                out.push('\\');
                out.push(c);
            }
            // A bare URL would become a link.
            ':' if text[at..].starts_with("://") => out.push_str("&#58;"),
            c => out.push(c),
        }
    }
    out
}

/// As code: in a cell of a table too.
pub fn code(text: &str) -> String {
    let text = inert(text);
    if text.is_empty() {
        return String::new();
    }
    if text.contains(['`', '|']) {
        return format!("<code>{}</code>", plain(&text));
    }
    format!("`{text}`")
}

/// A row of a table.
pub fn row<S: AsRef<str>>(cells: &[S]) -> String {
    let cells: Vec<&str> = cells.iter().map(AsRef::as_ref).collect();
    format!("| {} |\n", cells.join(" | "))
}

/// The head of a table.
pub fn head(titles: &[&str]) -> String {
    format!("{}|{}\n", row(titles), " --- |".repeat(titles.len()))
}
