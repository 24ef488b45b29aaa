//! Lines come in as people lay them out where marks are missing or misplaced; whether they are items, lead-ins or
//! headings goes out.

use super::acts::begins_with_act;
use std::ops::Range;

/// Lines that each begin with a label: "Pages visited: the addresses that you open".
pub(super) fn are_labelled(raw: &str, lines: &[Range<usize>]) -> bool {
    let labelled = |line: &Range<usize>| {
        let words = raw[line.clone()].trim_start_matches(['*', '_']);
        words.starts_with(|c: char| c.is_uppercase())
            && words.split_once(": ").is_some_and(|(label, _)| label.split(' ').count() <= 6 && !label.contains(". "))
    };
    lines.len() >= 3 && lines.iter().all(labelled)
}

/// "We collect: - your name; - your address; and - your letters.": a list that lost its lines. The lead-in and its members.
pub(super) fn run_on_list(raw: &str, line: &Range<usize>) -> Option<Vec<Range<usize>>> {
    let text = &raw[line.clone()];
    let first = text.find(": - ")?;
    let mut bounds = vec![first + 1];
    for (at, _) in text[first + 4..].match_indices(" - ") {
        let before = text[..first + 4 + at].trim_end_matches(" and").trim_end_matches(" or");
        if before.ends_with([';', ',', '.']) {
            bounds.push(first + 4 + at);
        }
    }
    let mut members = Vec::with_capacity(bounds.len() + 1);
    members.push(line.start..line.start + bounds[0]);
    for (index, &from) in bounds.iter().enumerate() {
        let to = bounds.get(index + 1).copied().unwrap_or(text.len());
        let member = text[from..to].trim_end();
        let member = member.strip_suffix(" and").or(member.strip_suffix(" or")).unwrap_or(member);
        members.push(line.start + from + 3..line.start + from + member.len());
    }
    (members.len() >= 4 && members.iter().all(|member| !member.is_empty())).then_some(members)
}

/// "We collect:" and, line by line, "a. your name;", "b. your address;": where each of them begins behind its letter, and
/// the lines that are its own.
pub(super) fn lettered_lines(raw: &str, lines: &[Range<usize>]) -> Option<Vec<Range<usize>>> {
    let lead = raw[lines.first()?.clone()].trim_end_matches(['\\', ' ', '\r']);
    let lettered = |at: usize, letter: u8| {
        let line = raw[lines[at].clone()].as_bytes();
        line.len() > 3 && line[0] == letter && matches!(line[1], b'.' | b')') && line[2] == b' '
    };
    let members = (1..lines.len()).zip(b'a'..=b'z').take_while(|&(at, letter)| lettered(at, letter)).count();
    (lead.ends_with(':') && members >= 3)
        .then(|| lines[1..=members].iter().map(|line| line.start + 3..line.end).collect())
}

/// Lines that each begin with what is done, or with the aim: "To answer you.", "Respond to your requests."
pub(super) fn are_aims(raw: &str, lines: &[Range<usize>]) -> bool {
    let aim = |line: &Range<usize>| {
        let words = raw[line.clone()].trim();
        words.starts_with("To ") || words.starts_with(char::is_uppercase) && begins_with_act(words)
    };
    lines.len() >= 3 && ends_each(raw, lines) && lines.iter().filter(|line| aim(line)).count() * 3 >= lines.len() * 2
}

/// Lines after a colon that each begin and end as an item does, and are no sentences of one passage.
pub(super) fn are_lines(raw: &str, lines: &[Range<usize>]) -> bool {
    let short = |line: &Range<usize>| {
        let words = raw[line.clone()].trim();
        words.split_whitespace().count() <= 8
            && words.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
            && !words.ends_with(':')
            && !words.contains(['@', '{'])
            // Nor is an address one.
            && !words.split(|c: char| !c.is_ascii_digit()).any(|digits| digits.len() >= 4)
    };
    lines.len() >= 2 && lines.iter().all(short)
}

/// Whether a paragraph is a lead-in and, line by line, what it introduces.
pub(super) fn introduces_lines(raw: &str, lines: &[Range<usize>]) -> bool {
    lines.len() >= 3
        && raw[lines[0].clone()].trim_end().ends_with(':')
        && (are_labelled(raw, &lines[1..]) || are_lines(raw, &lines[1..]) || are_aims(raw, &lines[1..]))
}

/// Whether every line begins with a capital and ends with a mark, or none of them ends with one.
pub(super) fn ends_each(raw: &str, lines: &[Range<usize>]) -> bool {
    let words = |line: &Range<usize>| raw[line.clone()].trim().to_string();
    let ended = lines.iter().filter(|line| words(line).ends_with(['.', ';', ','])).count();
    lines.iter().all(|line| words(line).starts_with(char::is_uppercase)) && (ended == 0 || ended + 1 >= lines.len())
}

pub(super) fn end_of_line(raw: &str, at: usize) -> usize {
    memchr::memchr(b'\n', &raw.as_bytes()[at.min(raw.len())..]).map_or(raw.len(), |offset| at + offset)
}

/// A short line that opens an emphasis which only the next line of words closes, at its start: a heading with its marks
/// misplaced. How many bytes of it are marks.
pub(super) fn open_emphasis(raw: &str, text: &str, next: usize) -> Option<usize> {
    let words = text.trim_start_matches("**");
    let short = (1..=12).contains(&words.split_whitespace().count());
    let opens = text.matches("**").count() == text.len().saturating_sub(words.len()) / 2;
    if !short || !opens || text.len() - words.len() > 2 || words.ends_with(['.', ',', ';', ':']) {
        return None;
    }
    let mut at = next;
    for _ in 0..2 {
        let eol = end_of_line(raw, at);
        let below = raw[at.min(eol)..eol].trim();
        let below = &below[unseen(below)..];
        if !below.is_empty() {
            let closing = below.starts_with("**") && below.len() > 2 && below.matches("**").count() % 2 == 1;
            return closing.then_some(text.len() - words.len());
        }
        at = (eol + 1).min(raw.len());
    }
    None
}

/// "**The information we collect includes**:" is a passage of its own, also right below another.
pub(super) fn introduces(text: &str) -> bool {
    let inner = text.strip_prefix("**").and_then(|rest| rest.strip_suffix(':').map(|rest| rest.trim_end_matches(':')));
    inner.is_some_and(|inner| inner.ends_with("**") && inner.matches("**").count() == 1)
        || text.starts_with("**") && text.ends_with(":**") && text.matches("**").count() == 2
}

/// "**How do you use my data?**" before a hard break: a heading, although its text follows at once.
pub(super) fn is_strong_line(text: &str) -> bool {
    let inner = text.strip_prefix("**").and_then(|rest| rest.strip_suffix("**"));
    inner.is_some_and(|inner| {
        !inner.contains("**") && inner.split_whitespace().count() <= 12 && !inner.ends_with(['.', ':', ',', ';'])
    })
}

/// Bytes at the start of a line that show nothing: joiners and marks of width zero.
pub(super) fn unseen(text: &str) -> usize {
    text.len() - text.trim_start_matches(['\u{200b}', '\u{200c}', '\u{200d}', '\u{2060}', '\u{feff}', '\u{a0}']).len()
}
