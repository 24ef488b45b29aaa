//! A quote and the text it was taken from come in; the sentence around it goes out, for readers of findings and reports.

use super::block::Kind;
use super::digest::normalised;
use super::read::Statement;
use super::sentence::sentences;

/// Most characters of a sentence that are shown.
const MOST: usize = 600;

/// Most words of a quote that may be the label of a passage, and no sentence of its own.
const LABEL_WORDS: usize = 5;

/// The sentence that holds a quote, on its line or else nearest to it; nothing where the text no longer has it.
pub fn sentence_of(statement: &Statement, quote: &str, line: u32) -> Option<String> {
    let words = normalised(quote).to_lowercase();
    if words.is_empty() {
        return None;
    }
    let distance = |block: usize| {
        let span = statement.blocks[block].span;
        let (first, last) = (statement.line(span.start), statement.line(span.end.saturating_sub(1).max(span.start)));
        if (first..=last).contains(&line) { 0 } else { first.abs_diff(line).min(last.abs_diff(line)) }
    };
    let holds = |block: &usize| {
        statement.blocks[*block].kind != Kind::Code
            && normalised(&statement.words(*block)).to_lowercase().contains(&words)
    };
    let blocks = 0..statement.blocks.len();
    let there = blocks.clone().filter(|&block| distance(block) == 0).find(holds);
    let block = there.or_else(|| blocks.filter(holds).min_by_key(|&block| distance(block)))?;
    Some(shown(&around(&statement.words(block), &words)))
}

/// The sentences that a quote touches; where it is only the label of a passage, the next one, too.
fn around(plain: &str, words: &str) -> String {
    let found = sentences(plain);
    let same = |text: &str| normalised(text).to_lowercase();
    let holding = found.iter().position(|&(from, to)| same(&plain[from..to]).contains(words));
    let Some(at) = holding else { return plain.to_string() };
    let (from, to) = found[at];
    let bare = |text: &str| same(text).trim_end_matches(['.', ':', ' ']).to_string();
    let label = bare(&plain[from..to]) == bare(words) && words.split_whitespace().count() <= LABEL_WORDS;
    let to = found.get(at + 1).filter(|_| label).map_or(to, |&(_, next)| next);
    plain[from..to].to_string()
}

fn shown(sentence: &str) -> String {
    let words = sentence.split_whitespace().collect::<Vec<_>>().join(" ");
    match words.char_indices().nth(MOST) {
        Some((cut, _)) => format!("{}…", words[..cut].trim_end()),
        None => words,
    }
}
