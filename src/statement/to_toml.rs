//! What was derived comes in; a draft policy, as text that the policy's loader accepts, goes out.
//!
//! Every entry is a draft and says which cue found it; what the text does not say is not written.

use super::derive::{Category, Derived, Found, Links, Passage, Prohibition, Retention};
use super::read::Statement;
use std::fmt::Write;

/// Most passages that an entry shows.
const ANCHORS: usize = 12;

/// The draft policy of a statement; `document` is the id its text is given.
pub fn to_toml(derived: &Derived, statement: &Statement, document: &str) -> String {
    let mut out = Writer { out: String::new(), document: document.to_string() };
    out.head(derived, statement);
    for entry in entries(derived, document) {
        out.out.push('\n');
        out.out.push_str(&entry.text);
    }
    out.out
}

/// One entry of the draft: its table, its id and its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftEntry {
    /// `categories`, `purposes`, …; `rules` and `promises` for the lists.
    pub table: &'static str,
    /// Its id.
    pub id: String,
    /// Its TOML, ending with a newline.
    pub text: String,
}

/// The entries of a draft, in the order in which it shows them.
pub fn entries(derived: &Derived, document: &str) -> Vec<DraftEntry> {
    let mut all = Vec::new();
    let mut add = |table: &'static str, found: &Found, body: &dyn Fn(&mut Writer)| {
        let mut writer = Writer { out: String::new(), document: document.to_string() };
        writer.entry(table, found, body);
        all.push(DraftEntry { table, id: found.id.clone(), text: writer.out });
    };
    for source in &derived.sources {
        add("sources", &source.found, &|w| {
            w.text("kind", source.kind);
            w.optional("choice", source.choice);
        });
    }
    for basis in &derived.bases {
        add("bases", &basis.found, &|w| w.text("article", basis.article));
    }
    for purpose in &derived.purposes {
        add("purposes", &purpose.found, &|w| {
            w.optional("parent", purpose.parent.as_deref());
            if !purpose.bases.is_empty() {
                w.list("bases", &purpose.bases);
            }
        });
    }
    for method in &derived.processing {
        add("processing", &method.found, &|w| w.text("kind", method.kind));
    }
    for product in &derived.products {
        add("products", product, &|_| {});
    }
    for recipient in &derived.recipients {
        add("recipients", recipient, &|_| {});
    }
    for category in &derived.categories {
        add("categories", &category.found, &|w| w.category(category));
    }
    for retention in &derived.retention {
        let mut writer = Writer { out: String::new(), document: document.to_string() };
        writer.retention(retention);
        all.push(DraftEntry { table: "promises", id: retention.found.id.clone(), text: writer.out });
    }
    for prohibition in &derived.prohibitions {
        let mut writer = Writer { out: String::new(), document: document.to_string() };
        let table = writer.prohibition(prohibition);
        all.push(DraftEntry { table, id: prohibition.found.id.clone(), text: writer.out });
    }
    for promise in &derived.promises {
        let mut writer = Writer { out: String::new(), document: document.to_string() };
        writer.promise(&promise.found, &promise.found.title, &format!("manual: {}", promise.checks));
        all.push(DraftEntry { table: "promises", id: promise.found.id.clone(), text: writer.out });
    }
    all
}

struct Writer {
    out: String,
    document: String,
}

/// The anchor of a passage, as an inline table.
pub(super) fn anchor(document: Option<&str>, passage: &Passage) -> String {
    let quote = &passage.quote;
    let mut fields: Vec<String> = document.map(|id| format!("document = {}", string(id))).into_iter().collect();
    fields.extend([
        format!("quote = {}", string(&quote.text)),
        format!("line = {}", quote.line),
        format!("digest = {}", string(&passage.digest)),
    ]);
    if let Some(heading) = &passage.heading {
        fields.push(format!("heading = {}", string(&first_words(heading, 24))));
    }
    if let Some(lead) = &passage.lead_in {
        fields.push(format!("lead_in = {}", string(&last_words(lead, super::block::QUOTE_WORDS))));
    }
    format!("{{ {} }}", fields.join(", "))
}

impl Writer {
    fn head(&mut self, derived: &Derived, statement: &Statement) {
        self.out.push_str(
            "# A draft derived from the statement: review each entry, then remove its `status`.\nversion = 1\n\n",
        );
        let _ = writeln!(self.out, "[documents.{}]", key(&self.document));
        self.text("kind", "notice");
        self.optional("title", derived.title.as_deref());
        self.optional("updated", derived.updated.as_deref());
        self.text("sha256", &statement.sha256);
        self.text("path", &statement.name);
        let _ = writeln!(self.out, "complete = {}", derived.complete);
        self.optional("incomplete_because", derived.incomplete_because.as_deref());
        for retention in &derived.retention {
            let of = retention.category.as_deref().unwrap_or("all data");
            let line = retention.found.passages.first().map_or(0, |passage| passage.quote.line);
            let _ = writeln!(self.out, "# retention of {of}: {} (line {line})", retention.period);
        }
    }

    fn entry(&mut self, table: &str, found: &Found, body: &dyn Fn(&mut Self)) {
        let _ = writeln!(self.out, "[{table}.{}] # cue: {}", key(&found.id), found.cue);
        self.text("title", &found.title);
        self.text("status", "draft");
        body(self);
        self.anchors(&found.passages);
    }

    fn anchors(&mut self, passages: &[Passage]) {
        let shown: Vec<String> = passages.iter().take(ANCHORS).map(|passage| self.anchor(passage)).collect();
        match shown.as_slice() {
            [] => {}
            [one] => {
                let _ = writeln!(self.out, "anchor = {one}");
            }
            many => {
                let _ = writeln!(self.out, "anchor = [\n    {},\n]", many.join(",\n    "));
            }
        }
    }

    fn anchor(&self, passage: &Passage) -> String {
        anchor(Some(&self.document), passage)
    }

    fn category(&mut self, category: &Category) {
        self.optional("parent", category.parent.as_deref());
        if !category.covers.is_empty() && !category.catch_all {
            self.list("covers", &category.covers);
        }
        self.links("sources", &category.sources, false);
        self.links("purposes", &category.purposes, false);
        self.links("recipients", &category.recipients, true);
        self.text("retention", category.retention.as_deref().unwrap_or("not-stated"));
        self.optional("choice", category.choice);
        if !category.may_contain.is_empty() {
            self.list("may_contain", &category.may_contain);
        }
        if !category.inferred_from.is_empty() {
            self.list("inferred_from", &category.inferred_from);
        } else if category.inferred {
            self.text("inferred_from", "*");
        }
        for (flag, set) in [("catch_all", category.catch_all), ("heading", category.heading)] {
            if set {
                let _ = writeln!(self.out, "{flag} = true");
            }
        }
        let named = category.elements.iter().filter(|part| !part.covers.is_empty());
        for part in named {
            let covers: Vec<String> = part.covers.iter().map(|cover| string(cover)).collect();
            let _ = writeln!(
                self.out,
                "elements.{} = {{ title = {}, covers = [{}] }}",
                key(&part.id),
                string(&part.title),
                covers.join(", ")
            );
        }
    }

    /// How long something is kept is a promise: where a category is meant, its `retention` says it, too.
    fn retention(&mut self, retention: &Retention) {
        let of = retention.category.as_deref().unwrap_or("all data");
        let title = format!("{of}: kept for {}", retention.period);
        self.promise(&retention.found, &title, "manual: how long data is kept");
    }

    fn promise(&mut self, found: &Found, title: &str, checked_by: &str) {
        self.head_of("promises", found, title);
        self.text("checked_by", checked_by);
        self.anchors(&found.passages);
    }

    /// What the entries of a list begin with.
    fn head_of(&mut self, table: &str, found: &Found, title: &str) {
        let _ = writeln!(self.out, "[[{table}]] # cue: {}", found.cue);
        self.text("id", &found.id);
        self.text("title", title);
        self.text("status", "draft");
    }

    /// A denial that names data keys is a rule; any other is a promise that a person checks.
    fn prohibition(&mut self, prohibition: &Prohibition) -> &'static str {
        let found = &prohibition.found;
        if prohibition.apart.is_none() && (!prohibition.collection || prohibition.keys.is_empty()) {
            self.promise(found, &found.title, "manual: derived from the text, to be reviewed");
            return "promises";
        }
        self.head_of("rules", found, &found.title);
        match &prohibition.apart {
            Some((one, other)) => {
                let _ = writeln!(self.out, "deny = {{ combine = [{}, {}] }}", string(one), string(other));
            }
            None => {
                let keys: Vec<String> = prohibition.keys.iter().map(|key| string(key)).collect();
                let _ = writeln!(self.out, "deny = {{ collect = [{}] }}", keys.join(", "));
            }
        }
        self.optional("condition", prohibition.condition.as_deref());
        self.anchors(&found.passages);
        "rules"
    }

    fn links(&mut self, name: &str, links: &Links, not_stated: bool) {
        match links {
            Links::All => self.text(name, "*"),
            Links::Ids(ids) => self.list(name, ids),
            Links::NotStated if not_stated => self.text(name, "not-stated"),
            Links::NotStated => {}
        }
    }

    fn text(&mut self, name: &str, value: &str) {
        let _ = writeln!(self.out, "{name} = {}", string(value));
    }

    fn optional(&mut self, name: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.text(name, value);
        }
    }

    fn list(&mut self, name: &str, values: &[String]) {
        let values: Vec<String> = values.iter().map(|value| string(value)).collect();
        let _ = writeln!(self.out, "{name} = [{}]", values.join(", "));
    }
}

/// A basic string of TOML.
fn string(value: &str) -> String {
    let mut out = String::with_capacity(value.len() + 2);
    out.push('"');
    for c in value.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", c as u32);
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// A key of TOML: bare where it can be.
fn key(id: &str) -> String {
    let bare = !id.is_empty() && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    if bare { id.to_string() } else { string(id) }
}

fn first_words(text: &str, count: usize) -> String {
    text.split_whitespace().take(count).collect::<Vec<_>>().join(" ")
}

/// The end of a lead-in, where the colon stands.
fn last_words(text: &str, count: usize) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words[words.len().saturating_sub(count)..].join(" ")
}
