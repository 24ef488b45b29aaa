//! The fields of each declaration come in, its checked shape goes out: one function a table.

use super::entries::{allowed, retention};
use super::read::{Fields, Source as File};
use super::tree::Value;
use super::*;

const CHOICES: [(&str, Choice); 4] = [
    ("opt-in", Choice::OptIn),
    ("opt-out", Choice::OptOut),
    ("os-permission", Choice::OsPermission),
    ("setting", Choice::Setting),
];

const SENSITIVITIES: [(&str, Sensitivity); 3] =
    [("personal", Sensitivity::Personal), ("high", Sensitivity::High), ("secret", Sensitivity::Secret)];

pub(super) fn choice(fields: &Fields<'_, '_>) -> Option<Choice> {
    fields.one_of("choice", &CHOICES)
}

pub(super) fn document(entry: Entry, fields: &Fields<'_, '_>) -> Document {
    let sha256 = fields.text("sha256");
    if let Some(digest) = sha256.as_ref().filter(|digest| !is_sha256(&digest.value)) {
        fields.source.problem(digest.span, "this is no SHA-256", "write the 64 digits that `sha256sum FILE` prints");
    }
    Document {
        entry,
        kind: fields.word("kind", &["notice", "contract", "internal-record"]).unwrap_or_else(|| "notice".to_owned()),
        updated: fields.plain("updated"),
        sha256: sha256.map(|digest| digest.value),
        passages: fields.plain("passages"),
        path: fields.plain("path"),
        complete: fields.truth("complete").unwrap_or(true),
        incomplete_because: fields.plain("incomplete_because"),
    }
}

pub(super) fn is_sha256(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
}

pub(super) fn source(entry: Entry, fields: &Fields<'_, '_>) -> Source {
    let kinds = [
        ("provided", SourceKind::Provided),
        ("observed", SourceKind::Observed),
        ("derived", SourceKind::Derived),
        ("inferred", SourceKind::Inferred),
        ("third-party", SourceKind::ThirdParty),
    ];
    Source { entry, kind: fields.one_of("kind", &kinds).unwrap_or_default(), choice: choice(fields) }
}

pub(super) fn purpose(entry: Entry, fields: &Fields<'_, '_>) -> Purpose {
    let mut purpose = Purpose { entry, parent: fields.id("parent", Kind::Purpose), ..Purpose::default() };
    purpose_bases(&mut purpose, fields);
    purpose
}

/// `["consent"]`, or `[{ id = "consent", article = "…", assessment = "…" }]`.
fn purpose_bases(purpose: &mut Purpose, fields: &Fields<'_, '_>) {
    let Some(node) = fields.node("bases") else { return };
    let Value::List(items) = &node.value else {
        fields.list("bases");
        return;
    };
    for item in items {
        if let Value::Text(_) = item.value {
            let id = fields.source.text_of("bases", item);
            id.iter().for_each(|id| fields.source.refers(Kind::Basis, id));
            purpose.bases.extend(id.map(|id| id.value));
            continue;
        }
        let basis = Fields::of(fields.source, "a legal basis", item.span, item);
        let id = basis.required("id");
        let said = PurposeBasis { article: basis.plain("article"), assessment: basis.plain("assessment") };
        basis.done();
        if !id.value.is_empty() {
            fields.source.refers(Kind::Basis, &id);
            purpose.because.insert(id.value.clone(), said);
            purpose.bases.push(id.value);
        }
    }
}

pub(super) fn basis(entry: Entry, fields: &Fields<'_, '_>) -> Basis {
    Basis { entry, article: fields.plain("article"), assessment: fields.plain("assessment") }
}

pub(super) fn processing(entry: Entry, fields: &Fields<'_, '_>) -> Processing {
    let kind = fields.word("kind", &["automated", "ai", "human", "training"]);
    Processing { entry, kind: kind.unwrap_or_else(|| "automated".to_owned()) }
}

pub(super) fn recipient(entry: Entry, fields: &Fields<'_, '_>) -> Recipient {
    Recipient {
        entry,
        role: fields.word("role", &["processor", "controller", "joint", "group", "authority"]),
        countries: fields.plain_list("countries"),
        safeguard: fields.plain("safeguard"),
        hosts: globs(fields, "hosts"),
        crates: globs(fields, "crates"),
    }
}

pub(super) fn store(entry: Entry, fields: &Fields<'_, '_>) -> Store {
    Store { entry, retention: retention(fields).unwrap_or_default() }
}

pub(super) fn product(entry: Entry, fields: &Fields<'_, '_>) -> Product {
    let scope = |key: &'static str, kind| fields.node(key).map(|_| fields.ids(key, kind));
    Product {
        crates: globs(fields, "crates"),
        categories: scope("categories", Kind::Category),
        purposes: scope("purposes", Kind::Purpose),
        recipients: scope("recipients", Kind::Recipient),
        entry,
    }
}

/// Patterns, each checked to be one.
pub(super) fn globs(fields: &Fields<'_, '_>, key: &'static str) -> Vec<String> {
    let patterns = fields.list(key);
    for pattern in &patterns {
        if let Err(error) = globset::Glob::new(&pattern.value) {
            let message = format!("`{}` is no pattern: {}", pattern.value, error.kind());
            fields.source.problem(pattern.span, message, "patterns are `*`, `?`, `[ab]` and `{a,b}`");
        }
    }
    patterns.into_iter().map(|pattern| pattern.value).collect()
}

/// Reads a category. What is absent is inherited from the parent once all are read, hence [`Absent`].
pub(super) fn category(entry: Entry, fields: &Fields<'_, '_>) -> (Category, Absent) {
    let sources = allowed(fields, "sources", Kind::Source);
    let purposes = allowed(fields, "purposes", Kind::Purpose);
    let recipients = allowed(fields, "recipients", Kind::Recipient);
    let retention = retention(fields);
    let provision = fields.word("provision", &["required-by-law", "contract", "voluntary"]);
    let choice = choice(fields);
    let sensitivity = fields.one_of("sensitivity", &SENSITIVITIES);
    let absent = Absent {
        sources: sources.is_none(),
        purposes: purposes.is_none(),
        recipients: recipients.is_none(),
        retention: retention.is_none(),
        sensitivity: sensitivity.is_none(),
    };
    let narrowed_from = fields.text("narrowed_from");
    if let Some(from) = narrowed_from.as_ref().filter(|_| !entry.internal.contains_key("purposes")) {
        let message = "narrowed purposes need a reason";
        fields.source.problem(from.span, message, "add `internal = { purposes = \"why\" }`");
    }
    let category = Category {
        parent: fields.id("parent", Kind::Category),
        covers: covers(fields),
        sources: sources.unwrap_or(Allowed::All),
        purposes: purposes.unwrap_or(Allowed::All),
        narrowed_from: narrowed_from.map(|from| from.value),
        provision,
        choice,
        may_contain: fields.ids("may_contain", Kind::Category),
        inferred_from: allowed(fields, "inferred_from", Kind::Category).filter(|from| *from != Allowed::Ids(vec![])),
        retention: retention.unwrap_or_default(),
        recipients: recipients.unwrap_or(Allowed::NotStated),
        identifies_directly: fields.one_of("identifies", &[("direct", true), ("indirect", false)]),
        sensitivity: sensitivity.unwrap_or_default(),
        catch_all: fields.truth("catch_all").unwrap_or(false),
        heading: fields.truth("heading").unwrap_or(false),
        elements: entries::table_by_id(fields.source, fields, "elements", "element", element),
        entry,
    };
    if let Some((key, _)) = fields.entry("covers").filter(|_| category.heading && !category.covers.is_empty()) {
        let message = format!("`{}` is a heading and covers no data key itself", category.entry.id);
        fields.source.problem(key.span, message, "move the keys to the categories below it");
    }
    (category, absent)
}

/// What a category does not say itself.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Absent {
    pub sources: bool,
    pub purposes: bool,
    pub recipients: bool,
    pub retention: bool,
    pub sensitivity: bool,
}

fn element(entry: Entry, fields: &Fields<'_, '_>) -> Element {
    Element { entry, covers: covers(fields), sensitivity: fields.one_of("sensitivity", &SENSITIVITIES) }
}

fn covers(fields: &Fields<'_, '_>) -> Vec<(String, crate::model::place::Region)> {
    let keys = fields.list("covers");
    for key in keys.iter().filter(|key| !is_data_key(&key.value)) {
        let message = format!("`{}` is no data key", key.value);
        fields.source.problem(key.span, message, "write lower-case words joined by dots, such as `user.contact.email`");
    }
    let file: &File<'_> = fields.source;
    keys.into_iter().map(|key| (key.value, file.region(entries::inner(key.span, file)))).collect()
}

/// Dotted lower-case words: `user.contact.email`.
pub(super) fn is_data_key(key: &str) -> bool {
    let word = |part: &str| {
        !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
    };
    key.contains('.') && key.split('.').all(word)
}

pub(super) fn activity(entry: Entry, fields: &Fields<'_, '_>) -> Activity {
    Activity {
        entry,
        code: fields.plain_list("code"),
        owner: fields.plain("owner"),
        role: fields.word("role", &["controller", "joint-controller", "processor"]),
        on_behalf_of: fields.plain("on_behalf_of"),
        subjects: fields.ids("subjects", Kind::Subject),
        purposes: fields.ids("purposes", Kind::Purpose),
        bases: fields.ids("bases", Kind::Basis),
        recipients: fields.ids("recipients", Kind::Recipient),
        retention: retention(fields).unwrap_or_default(),
        dpia: fields.plain("dpia"),
        special_condition: fields.plain("special_condition"),
    }
}
