//! What was derived comes in; a draft policy, as text that the policy's loader accepts, goes out.
//!
//! Every entry is a draft and says which cue found it; what the text does not say is not written.

use super::derive::{Barred, BarredAct, Category, Derived, Found, Links, Passage, Prohibition, Retention};
use super::read::Statement;
use super::wording::digests;
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
    for (method, kind) in barred_methods(derived) {
        add("processing", method, &|w| w.text("kind", kind));
    }
    for product in &derived.products {
        let own = derived.product_categories.iter().find(|(id, _)| *id == product.id);
        add("products", product, &|w| {
            if let Some((_, categories)) = own {
                w.list("categories", categories);
            }
        });
    }
    for recipient in &derived.recipients {
        add("recipients", recipient, &|_| {});
    }
    for recipient in barred_recipients(derived) {
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
        // A rule denies one recipient: each further one has a rule of its own.
        let parties = match &prohibition.barred {
            Some(Barred { act: BarredAct::To(parties), .. }) if table == "rules" && !prohibition.is_of_collection() => {
                parties.as_slice()
            }
            _ => &[],
        };
        for party in parties.iter().skip(1) {
            let mut one = prohibition.clone();
            one.found.id = format!("{}-{}", prohibition.found.id, party.id);
            if let Some(barred) = &mut one.barred {
                barred.act = BarredAct::To(vec![party.clone()]);
            }
            let mut writer = Writer { out: String::new(), document: document.to_string() };
            writer.prohibition(&one);
            all.push(DraftEntry { table, id: one.found.id, text: writer.out });
        }
    }
    for promise in &derived.promises {
        let mut writer = Writer { out: String::new(), document: document.to_string() };
        writer.promise(&promise.found, &promise.found.title, &format!("manual: {}", promise.checks));
        all.push(DraftEntry { table: "promises", id: promise.found.id.clone(), text: writer.out });
    }
    all
}

/// Those whom a denial names and the text otherwise does not: a rule speaks of declared recipients.
pub(super) fn barred_recipients(derived: &Derived) -> Vec<&Found> {
    let mut all: Vec<&Found> = Vec::new();
    let barred = derived.prohibitions.iter().filter_map(|prohibition| prohibition.barred.as_ref());
    for party in barred.flat_map(|barred| match &barred.act {
        BarredAct::To(parties) => parties.as_slice(),
        _ => &[],
    }) {
        let known = derived.recipients.iter().chain(all.iter().copied()).any(|known| known.id == party.id);
        if !known {
            all.push(party);
        }
    }
    all
}

/// The methods that a denial names and the text otherwise does not.
fn barred_methods(derived: &Derived) -> Vec<(&Found, &'static str)> {
    let mut all: Vec<(&Found, &'static str)> = Vec::new();
    for prohibition in &derived.prohibitions {
        let Some(Barred { act: BarredAct::Processing(method, kind), .. }) = &prohibition.barred else { continue };
        let told = derived.processing.iter().any(|known| known.found.id == method.id);
        if !told && !all.iter().any(|(known, _)| known.id == method.id) {
            all.push((method, *kind));
        }
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

/// Most sentences whose digests a policy keeps.
const SENTENCES: usize = 5_000;

/// Digests on a line.
const A_LINE: usize = 12;

/// Short digests of what the text says; nothing for a text too long to be a statement.
pub(super) fn passages(statement: &Statement) -> String {
    // A text of so many blocks is none that anybody reads; its digests would cost more than all else.
    if statement.blocks.len() > 2 * SENTENCES {
        return String::new();
    }
    let digests = digests(statement);
    if digests.len() > SENTENCES {
        return String::new();
    }
    digests.chunks(A_LINE).map(|line| format!("\n{}", line.join(" "))).collect::<String>() + "\n"
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
        let passages = passages(statement);
        if !passages.is_empty() {
            let _ = writeln!(self.out, "passages = \"\"\"{passages}\"\"\"");
        }
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
        let collects = prohibition.is_of_collection();
        if let Some(barred) = prohibition.barred.as_ref().filter(|_| !collects) {
            self.head_of("rules", found, &found.title);
            self.barred(barred);
            self.optional("condition", prohibition.condition.as_deref());
            self.anchors(&found.passages);
            return "rules";
        }
        if !collects {
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

    /// What must not happen with the data that is named.
    fn barred(&mut self, barred: &Barred) {
        let of: Vec<String> = barred.of.iter().map(|of| string(of)).collect();
        let of = if let [one] = of.as_slice() { one.clone() } else { format!("[{}]", of.join(", ")) };
        let _ = match &barred.act {
            BarredAct::To(parties) => {
                let to = parties.first().map_or("*", |party| party.id.as_str());
                writeln!(self.out, "deny = {{ flow = {of}, to = {{ recipient = {} }} }}", string(to))
            }
            BarredAct::ToAnyone => writeln!(self.out, "deny = {{ flow = {of}, to = {{ recipient = \"*\" }} }}"),
            BarredAct::Processing(method, _) => {
                writeln!(self.out, "deny = {{ processing = {}, of = {of} }}", string(&method.id))
            }
        };
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
