//! The tables of declarations (`[categories.*]`, `[purposes.*]`, …) come in, their checked shapes go out.

use super::read::{At, Fields, Source as File, unknown_word};
use super::tree::{Key, Node, Value};
use super::*;

/// Reads `[name.*]` into a map by id, in the order of the file.
pub(super) fn table_by_id<T>(
    file: &File<'_>,
    root: &Fields<'_, '_>,
    name: &'static str,
    one: &str,
    read: impl Fn(Entry, &Fields<'_, '_>) -> T,
) -> IndexMap<String, T> {
    let Some(node) = root.node(name) else { return IndexMap::new() };
    read_table(file, file.table_of(name, node), one, read)
}

fn read_table<T>(
    file: &File<'_>,
    entries: &[(Key, Node)],
    one: &str,
    read: impl Fn(Entry, &Fields<'_, '_>) -> T,
) -> IndexMap<String, T> {
    let mut map = IndexMap::new();
    for (key, node) in entries {
        check_id(file, &At { value: key.name.clone(), span: key.span });
        let fields = Fields::of(file, format!("{one} `{}`", key.name), key.span, node);
        let entry = entry(&key.name, &fields);
        map.insert(key.name.clone(), read(entry, &fields));
        fields.done();
    }
    map
}

/// Reads `[[name]]`, whose entries carry their id as a key.
pub(super) fn list_by_id<T>(
    file: &File<'_>,
    root: &Fields<'_, '_>,
    name: &'static str,
    one: &str,
    read: impl Fn(Entry, &Fields<'_, '_>) -> Option<T>,
) -> Vec<T> {
    let mut seen: Vec<String> = Vec::new();
    let mut list = Vec::new();
    for node in nodes(file, root, name) {
        let fields = Fields::of(file, format!("a {one}"), head_of(node), node);
        let id = fields.required("id");
        if !id.value.is_empty() {
            check_id(file, &id);
        }
        if seen.contains(&id.value) && !id.value.is_empty() {
            file.problem(id.span, format!("{one} `{}` stands twice", id.value), "give one of them another id");
        }
        seen.push(id.value.clone());
        let mut entry = entry(&id.value, &fields);
        entry.region = file.region(inner(id.span, file));
        list.extend(read(entry, &fields));
        fields.done();
    }
    list
}

/// The entries of an array of tables.
pub(super) fn nodes<'n>(file: &File<'_>, fields: &Fields<'_, 'n>, name: &'static str) -> &'n [Node] {
    match fields.node(name) {
        Some(Node { value: Value::List(items), .. }) => items,
        Some(node) => {
            let message = format!("`{name}` must be a list of tables, not {}", node.is_a());
            file.problem(node.span, message, format!("write `[[{name}]]`"));
            &[]
        }
        None => &[],
    }
}

/// The first line of a node: where something missing in it is reported.
pub(super) fn head_of(node: &Node) -> crate::model::place::Span {
    match &node.value {
        Value::Table(entries) => entries.first().map_or(node.span, |(key, _)| key.span),
        _ => node.span,
    }
}

/// A string's span without its quotes.
pub(super) fn inner(span: crate::model::place::Span, file: &File<'_>) -> crate::model::place::Span {
    let text = file.text.get(span.range()).unwrap_or_default();
    match text.chars().next() {
        Some('"' | '\'') if text.len() >= 2 && !text.starts_with("\"\"\"") && !text.starts_with("'''") => {
            crate::model::place::Span { start: span.start + 1, end: span.end - 1 }
        }
        _ => span,
    }
}

pub(super) fn is_kebab_case(id: &str) -> bool {
    let well_formed = |word: &str| !word.is_empty() && word.chars().all(|c| c.is_alphanumeric() && !c.is_uppercase());
    id.split('-').all(well_formed) && id.chars().any(char::is_alphabetic)
}

fn check_id(file: &File<'_>, id: &At<String>) {
    if !is_kebab_case(&id.value) {
        let help = format!("write `{}`: lower-case words joined by `-`", kebab(&id.value));
        file.problem(id.span, format!("`{}` is no id", id.value), help);
    } else if crate::model::grammar::is_keyword(&id.value) {
        let message = format!("`{}` is a word of the annotations and cannot be an id", id.value);
        file.problem(id.span, message, format!("write `{}-data`, or another id", id.value));
    }
}

/// A title as an id: lower case, `&` as `and`, apostrophes dropped, the rest joined by `-`.
pub fn kebab(title: &str) -> String {
    let mut id = String::new();
    for c in title.replace('&', " and ").chars() {
        match c {
            '\'' | '’' | '‘' => {}
            c if c.is_alphanumeric() => id.extend(c.to_lowercase()),
            _ if !id.ends_with('-') && !id.is_empty() => id.push('-'),
            _ => {}
        }
    }
    id.trim_end_matches('-').to_owned()
}

/// What every declaration has: title, anchor, internal, status.
fn entry(id: &str, fields: &Fields<'_, '_>) -> Entry {
    Entry {
        id: id.to_owned(),
        title: fields.plain("title").unwrap_or_else(|| id.to_owned()),
        region: fields.source.region(fields.span),
        anchors: anchors(fields),
        internal: internal(fields),
        draft: fields.one_of("status", &[("draft", true), ("reviewed", false)]).unwrap_or(false),
        inherited: false,
    }
}

fn anchors(fields: &Fields<'_, '_>) -> Vec<Anchor> {
    let file = fields.source;
    match fields.node("anchor") {
        Some(node @ Node { value: Value::Table(_), .. }) => vec![anchor(file, node)],
        Some(Node { value: Value::List(items), .. }) => items.iter().map(|item| anchor(file, item)).collect(),
        Some(node) => {
            let message = format!("`anchor` must be a table, not {}", node.is_a());
            file.problem(node.span, message, "write `anchor = { quote = \"…\", line = 1 }`");
            Vec::new()
        }
        None => Vec::new(),
    }
}

/// The longest passage that is quoted: enough to find the place, too short to stand for the text.
const QUOTED_WORDS: usize = 10;

fn anchor(file: &File<'_>, node: &Node) -> Anchor {
    let fields = Fields::of(file, "an anchor", node.span, node);
    let quote = fields.required("quote");
    let words = quote.value.split_whitespace().count();
    if words > QUOTED_WORDS {
        let message = format!("the quote has {words} words, and at most {QUOTED_WORDS} are quoted");
        file.problem(quote.span, message, "quote just enough to find the passage; the digest covers the rest");
    } else if quote.value.contains('\n') {
        file.problem(quote.span, "the quote spans several lines", "quote a piece of one line");
    }
    let anchor = Anchor {
        document: fields.id("document", Kind::Document).unwrap_or_default(),
        quote: quote.value,
        line: fields.whole("line").unwrap_or(0),
        digest: fields.plain("digest"),
        heading: fields.plain("heading"),
        lead_in: fields.plain("lead_in"),
        region: file.region(node.span),
        sentence: None,
    };
    fields.done();
    anchor
}

/// `internal = "reason"` or `internal = { purposes = "reason" }`.
fn internal(fields: &Fields<'_, '_>) -> IndexMap<String, String> {
    let file = fields.source;
    match fields.node("internal") {
        Some(Node { value: Value::Table(entries), .. }) => entries
            .iter()
            .filter_map(|(key, node)| Some((key.name.clone(), file.text_of(&key.name, node)?.value)))
            .collect(),
        Some(node) => file.text_of("internal", node).map(|text| (String::new(), text.value)).into_iter().collect(),
        None => IndexMap::new(),
    }
}

/// `"*"`, `"none"`, `"not-stated"` or a list of ids.
pub(super) fn allowed(fields: &Fields<'_, '_>, key: &'static str, kind: Kind) -> Option<Allowed> {
    let node = fields.node(key)?;
    let Value::Text(word) = &node.value else { return Some(Allowed::Ids(fields.ids(key, kind))) };
    match word.as_str() {
        "*" => Some(Allowed::All),
        "none" => Some(Allowed::None),
        "not-stated" => Some(Allowed::NotStated),
        _ => {
            let text = At { value: word.clone(), span: node.span };
            unknown_word(fields.source, key, &text, &["*", "not-stated", "none"]);
            None
        }
    }
}

/// `not-stated`, `P30D`, `until-deletion`.
pub(super) fn retention(fields: &Fields<'_, '_>) -> Option<Retention> {
    let text = fields.text("retention")?;
    let read = read_retention(&text.value);
    if read.is_none() {
        let message = format!("`{}` is no retention", text.value);
        let help = "write `not-stated`, `until-deletion` or a time such as `P30D`, `P6W`, `P6M`, `P1Y`";
        fields.source.problem(text.span, message, help);
    }
    read
}

/// Reads a retention; a month is 30 days, a year 365.
pub fn read_retention(text: &str) -> Option<Retention> {
    match text {
        "not-stated" => return Some(Retention::NotStated),
        "until-deletion" => return Some(Retention::UntilDeletion),
        _ => {}
    }
    let (number, unit) = text.strip_prefix('P')?.split_at_checked(text.len().checked_sub(2)?)?;
    let days = match unit {
        "D" => 1,
        "W" => 7,
        "M" => 30,
        "Y" => 365,
        _ => return None,
    };
    if !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    number.parse::<u32>().ok()?.checked_mul(days).map(Retention::Days)
}
