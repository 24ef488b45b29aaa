//! Cards come in, the pages of `explain` and the list of `lints` go out.

use super::paint::Paint;
use super::short::level;
use crate::model::card::Card;
use crate::render::Look;
use crate::render::text::{inert, inert_lines, wrapped};
use std::fmt::Write as _;

/// One card as a page.
pub fn explain(card: &Card, look: &Look) -> String {
    let paint = Paint::new(look);
    let width = look.width.clamp(40, 100);
    let mut out = format!("{} [{}]\n", paint.bold(&inert(&card.id)), level(card.default));
    let _ = writeln!(out, "{}", wrapped(&inert(&card.summary), width));
    let parts = [
        ("What it does", &card.what),
        ("Why", &card.why),
        ("How to fix", &card.how_to_fix),
        ("Known limits", &card.limits),
    ];
    for (title, text) in parts.into_iter().filter(|(_, text)| !text.trim().is_empty()) {
        let _ = write!(out, "\n{}\n{}\n", paint.bold(title), flowed(&inert_lines(text), width));
    }
    let _ = writeln!(out, "\nSet its level under [lints] in policy.toml: {} = \"{}\"", card.id, level(card.default));
    out
}

/// Paragraphs filled to the width; indented lines, lists and fences stay as they are.
fn flowed(text: &str, width: usize) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut open = false;
    let mut fenced = false;
    for line in text.trim().lines() {
        let fence = line.trim_start().starts_with("```");
        let kept = fenced || fence || line.is_empty() || line.starts_with([' ', '-', '*', '|', '#']);
        fenced ^= fence;
        match lines.last_mut() {
            Some(last) if open && !kept => {
                last.push(' ');
                last.push_str(line);
            }
            _ => lines.push(line.to_string()),
        }
        open = !kept;
    }
    lines
        .iter()
        .map(|line| if line.starts_with(' ') { line.clone() } else { wrapped(line, width) })
        .collect::<Vec<_>>()
        .join("\n")
}

/// The list of all lints, by group, with their levels: the policy's where it sets one.
pub fn list(cards: &[Card], levels: &dyn Fn(&Card) -> crate::model::finding::Level, look: &Look) -> String {
    let paint = Paint::new(look);
    let widest = cards.iter().map(|card| card.id.chars().count()).max().unwrap_or(0);
    let mut out = String::new();
    let mut group = None;
    for card in cards {
        if group != Some(&card.group) {
            if group.is_some() {
                out.push('\n');
            }
            if !card.group.is_empty() {
                let _ = writeln!(out, "{}", paint.bold(&inert(&card.group)));
            }
            group = Some(&card.group);
        }
        let shown = level(levels(card));
        let room = look.width.saturating_sub(widest + 12).max(30);
        let summary = wrapped(&inert(&card.summary), room).replace('\n', &format!("\n{}", " ".repeat(widest + 12)));
        let _ = writeln!(out, "  {:widest$}  {shown:6}  {summary}", inert(&card.id));
    }
    out
}
