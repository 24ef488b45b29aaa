//! A block comes in; the label that its passage bears ("Payment data", "**Logs:**") goes out.

use super::block::{Block, Kind, Text};
use super::role::source_heading;
use super::sentence::{folded, says, sentences};

/// Most words a label has.
const LABEL_WORDS: usize = 12;

/// Where a block's label stands and where its body begins, in its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Label {
    pub from: usize,
    pub to: usize,
    pub body: usize,
    /// It is emphasised, or a heading of a definition.
    pub strong: bool,
}

/// The label of an item or paragraph.
pub(super) fn label(block: &Block) -> Option<Label> {
    if !matches!(block.kind, Kind::Item | Kind::Paragraph) {
        return None;
    }
    let item = block.kind == Kind::Item;
    let found = strong(&block.text, item)
        .or_else(|| colon(&block.text, item))
        .or_else(|| dash(&block.text, item))
        .or_else(|| phrase(&block.text, item))?;
    let words = folded(&block.text.plain[found.from..found.to]);
    (words.chars().any(char::is_alphabetic) && !is_remark(&words)).then_some(found)
}

/// Words before a colon that label no data: remarks on what follows.
fn is_remark(words: &str) -> bool {
    let first = [
        "note",
        "please note",
        "important",
        "for example",
        "example",
        "examples",
        "effective date",
        "last updated",
        "last modified",
        "effective",
        "updated",
        "warning",
        "tip",
        "in short",
        "tl dr",
        "more details",
        "e g",
        "date",
        "version",
        "email",
        "address",
        "phone",
        "website",
        "short version",
        "however",
    ];
    let trimmed = words.trim();
    first.iter().any(|remark| {
        trimmed == *remark
            || *remark != "email"
                && *remark != "address"
                && *remark != "phone"
                && *remark != "website"
                && *remark != "version"
                && *remark != "date"
                && trimmed.starts_with(&format!("{remark} "))
    }) && !matches!(trimmed, "email" | "address" | "phone" | "website" | "version" | "date")
}

/// An emphasised start: `**Payment data**. Data to process …`.
fn strong(text: &Text, item: bool) -> Option<Label> {
    let &(from, to) = text.strong.first()?;
    let (from, mut to) = (from as usize, to as usize);
    let plain = text.plain.as_str();
    if !plain[..from].chars().all(|c| !c.is_alphabetic()) {
        return None;
    }
    let shown = &plain[from..to];
    if let Some(at) = shown.find(": ").or_else(|| shown.strip_suffix(':').map(str::len)) {
        to = from + at;
    }
    let inner = plain[from..to].trim_end_matches([' ', '.', ':', '–', '—', '-', ',', '?']);
    to = from + inner.len();
    let takes = ["We collect", "We also collect", "We may collect", "We receive", "Information "];
    let most = if takes.iter().any(|start| inner.starts_with(start)) { 2 * LABEL_WORDS } else { LABEL_WORDS };
    if inner.is_empty() || inner.split_whitespace().count() > most || inner.contains(". ") {
        return None;
    }
    let rest = &plain[to..];
    let body = to + (rest.len() - rest.trim_start_matches([' ', '.', ':', '–', '—', '-', '?']).len());
    let first = plain[body..].chars().next();
    let marked = body - to > 1 || rest.is_empty() || rest.starts_with(['.', ':', '–', '—', '(', '?']);
    let upper = first.is_none_or(|c| c.is_uppercase() || c == '(');
    let starts_upper = inner.chars().next().is_some_and(|c| c.is_uppercase() || c.is_numeric());
    let verb = rest.trim_start().split(' ').next().is_some_and(|word| {
        ["is", "are", "was", "can", "may", "will", "does", "do", "has", "have", "must", "should", "collects", "uses"]
            .contains(&word)
    });
    // "**Crash diagnostics,** through a service": the comma belongs to the label.
    let set_off = shown.ends_with(',') && starts_upper && inner.contains(' ');
    let delimited = rest.is_empty()
        || set_off
        || rest.starts_with(['.', ':', '–', '—', '?'])
        || rest.starts_with(" –")
        || rest.starts_with(" —")
        || rest.starts_with(" -")
        || rest.starts_with(" (");
    let ok = delimited || upper && marked && starts_upper || item && !verb && starts_upper;
    ok.then_some(Label { from, to, body, strong: true })
}

/// `Label: text`.
fn colon(text: &Text, item: bool) -> Option<Label> {
    let plain = text.plain.as_str();
    let at = plain.find(": ").or_else(|| item.then(|| plain.strip_suffix(':').map(str::len)).flatten())?;
    let label = &plain[..at];
    let words = label.split_whitespace().count();
    let first = label.chars().next()?;
    let most = if item { LABEL_WORDS } else { 6 };
    let shaped = words <= most
        && !label.contains(['.', ';', '?', '!'])
        && !label.contains("http")
        && (first.is_uppercase() || first.is_numeric() || item && words <= 5);
    let open = label.matches('(').count() != label.matches(')').count();
    let text = folded(label);
    // "Information users send to us" says where it comes from.
    let by_source = item && source_heading(label);
    let sentence = says(
        &text,
        &["we", "you", "is", "are", "can", "may", "include", "includes", "will", "following", "this", "to"],
    ) && !says(
        &text,
        &[
            "you provide",
            "you linked",
            "you give",
            "we collect",
            "to provide",
            "you submit",
            "you post",
            "you upload",
            "you create",
            "we receive",
        ],
    ) && !label.starts_with("To ");
    (shaped && !open && (!sentence || by_source) && at + 1 < plain.len()).then(|| Label {
        from: 0,
        to: at,
        body: at + 2,
        strong: false,
    })
}

/// "Billing Data. We collect your card.", in lists: a first sentence without a verb, in the case of a title.
fn phrase(text: &Text, item: bool) -> Option<Label> {
    let plain = text.plain.as_str();
    let found = sentences(plain);
    let [(0, to), (body, _), ..] = found.as_slice() else { return None };
    let (words, next) = (plain[..*to].strip_suffix('.')?, &plain[*body..]);
    let small = |word: &str| word.len() <= 3 || ["from", "with", "your", "that", "through"].contains(&word);
    let titled = words.split_whitespace().all(|word| small(word) || !word.starts_with(char::is_lowercase));
    let verbs = [
        "is", "are", "was", "may", "can", "will", "we", "you", "do", "does", "has", "have", "must", "not", "no", "see",
    ];
    let shaped = item
        && titled
        && words.starts_with(char::is_uppercase)
        && next.starts_with(char::is_uppercase)
        && words.split_whitespace().count() <= 6
        && next.split_whitespace().count() >= 4
        && !words.contains([',', ';', ':', '?', '!', '(', '@', '/'])
        && !says(&folded(words), &verbs);
    shaped.then_some(Label { from: 0, to: words.len(), body: *body, strong: false })
}

/// `Label – text`, in lists.
fn dash(text: &Text, item: bool) -> Option<Label> {
    let plain = text.plain.as_str();
    if !item {
        return None;
    }
    let (at, len) =
        [" – ", " — ", " - ", " -- "].iter().filter_map(|dash| plain.find(dash).map(|at| (at, dash.len()))).min()?;
    let label = &plain[..at];
    let words = label.split_whitespace().count();
    let shaped = words <= 6
        && !label.contains(['.', ',', ';'])
        && label.chars().next().is_some_and(|c| c.is_alphanumeric() || c == '$');
    shaped.then_some(Label { from: 0, to: at, body: at + len, strong: false })
}
