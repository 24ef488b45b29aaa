//! Blocks with roles and labels come in; the tree of categories goes out.

use super::bullets::{
    condition, described, is_noun_bullet, logged_on_occasion, named_first, noun_of_examples, sentence_object,
    told_in_a_list, trim_number,
};
use super::context::Context;
use super::headings;
use super::kinds::only_occasion;
use super::naming::{
    about, choice, clause_or_noun, is_act, is_copy, is_of_something_else, is_persons, known, number, proposed, refuses,
    sends, set_apart, told_above,
};
use super::object::object;
use super::phrase::{enumerate, extent, noun, parts, title};
use super::tables::{self, Table};
use super::titles::{attribute, data_noun};
use super::{Category, Derived, Found, Part, merge, prose};
use crate::statement::block::Kind;
use crate::statement::ids::id;
use crate::statement::keys::keys;
use crate::statement::polarity::{Polarity, polarity};
use crate::statement::role::{Role, source_heading};
use crate::statement::sentence::{folded, says, sentences};
use std::collections::{BTreeMap, BTreeSet};

/// Most passages of a category.
const MOST_PASSAGES: usize = 12;

/// Finds the categories: those that lists, tables and headings set apart; where there are none, those in prose.
pub(super) fn derive(context: &Context<'_>, tables: &[Table], derived: &mut Derived) {
    let mut finder = Finder { context, derived, by_block: BTreeMap::new() };
    finder.walk(Role::Collect);
    finder.labelled_as_data();
    finder.tables(tables);
    prose::derive(context, &finder.by_block, &mut finder.derived.categories);
    // What sentences alone name is little: a law of one region may have made the text tell it in full.
    let told = |category: &Category| !category.found.cue.starts_with("sentence");
    if !finder.derived.categories.iter().any(told) {
        // A law of one region may be the only one that made the text say what is collected.
        finder.walk(Role::Regional);
    }
    // In a text that denies all collection, only what it sets apart as collected counts.
    if !context.denies_all {
        headings::adopted(context, &mut finder.by_block, &mut finder.derived.categories);
        prose::elsewhere(context, &finder.by_block, &mut finder.derived.categories);
    }
    if finder.derived.categories.is_empty() {
        prose::fallback(context, &mut finder.derived.categories);
    }
}

struct Finder<'c, 's> {
    context: &'c Context<'s>,
    derived: &'c mut Derived,
    /// The category that a block made.
    by_block: BTreeMap<usize, String>,
}

impl Finder<'_, '_> {
    fn walk(&mut self, role: Role) {
        for block in 0..self.context.statement.blocks.len() {
            if self.derived.categories.len() >= super::MOST {
                break;
            }
            if self.context.roles[block] != role || self.context.statement.blocks[block].contents_link {
                continue;
            }
            match self.context.kind(block) {
                Kind::Heading(_) if role == Role::Collect => self.heading(block),
                Kind::Item | Kind::Paragraph if self.context.labels[block].is_some() => self.labelled(block),
                Kind::Item => self.noun_bullet(block),
                Kind::Paragraph => {
                    self.line_of_its_own(block);
                    self.noun_with_examples(block);
                }
                _ => {}
            }
        }
    }

    fn heading(&mut self, block: usize) {
        let Some((from, to)) = headings::category_title(self.context, block) else { return };
        let plain = self.context.plain(block);
        let parent =
            self.context.statement.blocks[block].heading.and_then(|heading| self.by_block.get(&heading).cloned());
        let words: Vec<&str> = self.context.own_section(block).map(|at| self.context.plain(at)).collect();
        let found = self.context.found(block, from, to, &title(&plain[from..to]), "heading");
        self.add(block, found, parent, &words.join(" "));
        let Some(id) = self.by_block.get(&block).cloned() else { return };
        for at in self.context.own_section(block) {
            if self.context.kind(at) == Kind::Paragraph {
                self.rests_on(&id, at);
            }
        }
    }

    /// A category also rests on what stands under its name: a change there is a change of the category.
    fn rests_on(&mut self, id: &str, block: usize) {
        let Some(passage) = self.context.opening(block, &self.context.statement.blocks[block].text) else { return };
        let category = self.derived.categories.iter_mut().find(|category| category.found.id == id);
        let Some(category) = category.filter(|category| category.found.passages.len() < MOST_PASSAGES) else { return };
        let known = category.found.passages.iter().any(|known| known.block == block);
        if !known {
            category.found.passages.push(passage);
        }
    }

    fn labelled(&mut self, block: usize) {
        let Some(label) = self.context.labels[block] else { return };
        let plain = self.context.plain(block);
        let words = &plain[label.from..label.to];
        if self.is_link(block) && keys(words).is_empty() {
            return;
        }
        // "Personal information provided by you. It may include the following:" says where the list under it comes from.
        let introduces = || self.context.statement.blocks[block + 1..].iter().take(3).any(|at| at.lead == Some(block));
        if source_heading(words) && plain.trim_end().ends_with(':') && introduces() {
            return;
        }
        // "Category: network activity", a record of its own for each: the name stands behind.
        if ["category", "categories", "category of data", "data category"].contains(&folded(words).trim()) {
            let body = &plain[label.body.min(plain.len())..];
            let (from, to) = noun(body);
            let (from, to) = (label.body + from, label.body + to);
            if to > from && !headings::generic(&plain[from..to]) {
                let found = self.context.found(block, from, to, &title(&plain[from..to]), "named as a category");
                self.add(block, found, None, body);
            }
            return;
        }
        // "Linked to your identity: Yes" is said of the data above it.
        let says_none = |words: &str| {
            let text = folded(words);
            ["yes", "no", "none", "n a", "nothing"].contains(&text.trim()) || text.starts_with(" nothing ")
        };
        // "None. Specifically: …" answers the heading above it.
        let answered = says_none(words) || says_none(&plain[label.body.min(plain.len())..]);
        // "Report a fault: we receive your logs": what is done, and what is taken then.
        let lead = self.context.statement.blocks[block].lead.map(|at| self.context.statement.last_sentence(at));
        let done = is_act(words) || lead.is_some_and(|lead| only_occasion(&folded(lead)));
        let done = done && self.context.statement.blocks[block].is_item();
        if let Some((from, to)) = done.then(|| told_in_a_list(&plain[label.body.min(plain.len())..])).flatten() {
            let (from, to) = (label.body + from, label.body + to);
            let found = self.context.found(block, from, to, &title(&plain[from..to]), "sentence in a list");
            return self.add(block, found, self.parent(block), &plain[label.body..]);
        }
        if answered
            || attribute(words).is_some()
            || is_act(words)
            || is_of_something_else(words)
            || is_persons(words)
            || !label.strong && !self.plausible(block, words)
        {
            return;
        }
        let body = self.context.body(block);
        let judged = self.context.judged(&about(words, &body));
        // "Marketing: we may use your personal information to contact you" takes nothing in.
        let first = sentences(&body).first().map_or(String::new(), |&(from, to)| folded(&body[from..to]));
        let only_used =
            [" we may use your ", " we use your ", " we will use your ", " we may use the ", " we use the "]
                .iter()
                .any(|start| first.starts_with(start))
                && says(&first, &["information to", "data to", "details to", "information for", "data for"])
                && !says(
                    &folded(&body),
                    &["we collect", "we may collect", "is collected", "are collected", "we receive", "we ask"],
                )
                && !["data", "information", "details"].iter().any(|end| words.to_lowercase().ends_with(end));
        if only_used {
            return;
        }
        let denied = judged.first == Some(Polarity::Denies) && !judged.collects || judged.nothing_collected();
        // "Saved in your browser. It stays on your device and is not sent to us."
        let unsent = ["not sent", "never sent", "not transmitted", "not collected", "not uploaded", "not shared"];
        let kept = judged.local && (judged.denies || says(&folded(&body), &unsent)) && !sends(&body);
        // In a text that denies all collection, what is only stored was not collected.
        let stored = self.context.denies_all && !self.leaves(block, &body);
        // "**All of it happens** on your device": the label is how a sentence begins.
        let sentence = sentences(plain).first().map_or(plain, |&(from, to)| &plain[from..to]);
        let goes_on = !plain[label.to..].starts_with(['.', ':', '–', '—', '-', '?'])
            && plain[label.to..].trim_start().starts_with(char::is_lowercase);
        let kept = kept || goes_on && polarity(sentence) == Polarity::OnDevice;
        if denied || kept || stored || folded(words).starts_with(" no ") || polarity(words) == Polarity::Denies {
            return;
        }
        let parent = self.parent(block);
        if !label.strong && parent.is_some() && !self.context.statement.blocks[block].is_item() {
            return;
        }
        let (from, to) = trim_number(plain, label.from, label.to);
        let cue = if label.strong { "emphasised label" } else { "label" };
        let found = self.context.found(block, from, to, &title(&plain[from..to]), cue);
        self.add(block, found, parent, &body);
    }

    /// Whether a passage, its lead-in or its heading says that something is taken, and not only stored.
    fn leaves(&self, block: usize, body: &str) -> bool {
        const TAKES: [&str; 9] =
            ["collect~", "receiv~", "send~", "sent", "transmit~", "logged", "log", "upload~", "gather~"];
        let statement = self.context.statement;
        let entry = &statement.blocks[block];
        let heading = entry.heading.map_or("", |heading| self.context.plain(heading));
        let lead = entry.lead.map_or("", |lead| statement.last_sentence(lead));
        let told = |text: &str| says(&folded(text), &TAKES) && polarity(text) == Polarity::Collects;
        says(&folded(heading), &TAKES) || told(lead) || sentences(body).iter().any(|&(from, to)| told(&body[from..to]))
    }

    /// "Categories of data: we process your address and name", under a heading that says what for.
    fn labelled_as_data(&mut self) {
        let context = self.context;
        for block in 0..context.statement.blocks.len() {
            let Some(label) = context.labels[block] else { continue };
            let plain = context.plain(block);
            let words = &plain[label.from..label.to];
            let body = &plain[label.body.min(plain.len())..];
            let owned = self.by_block.contains_key(&block) || self.owner(block).is_some();
            if !matches!(context.roles[block], Role::Use | Role::Neutral)
                || attribute(words) != Some(Role::Collect)
                || !says(&folded(words), &["data", "information"])
                || owned
            {
                continue;
            }
            let to = sentences(body).first().map_or(body.len(), |&(_, to)| to);
            let sentence = &body[..to];
            let object = if polarity(sentence) == Polarity::Collects { object(sentence) } else { None };
            let enumerated = || !parts(sentence).is_empty() && polarity(sentence) == Polarity::Silent;
            let Some((from, to)) = object.or_else(|| enumerated().then(|| noun(sentence))) else { continue };
            if to <= from || headings::generic(&sentence[from..to]) || keys(&sentence[from..to]).is_empty() {
                continue;
            }
            let (from, to) = (label.body + from, label.body + to);
            let found = context.found(block, from, to, &title(&plain[from..to]), "data under its label");
            self.add(block, found, None, body);
        }
    }

    /// A plain label of a paragraph must stand for data; in a list, its place says so.
    fn plausible(&self, block: usize, words: &str) -> bool {
        let lower = words.to_lowercase();
        self.context.statement.blocks[block].is_item()
            || !keys(words).is_empty()
            || lower.ends_with("data")
            || lower.ends_with("information") && !parts(&self.context.body(block)).is_empty()
    }

    /// A short line above a paragraph about it is a heading that nobody marked.
    fn line_of_its_own(&mut self, block: usize) {
        let context = self.context;
        let blocks = &context.statement.blocks;
        let plain = context.plain(block);
        let next =
            blocks.get(block + 1).filter(|next| next.kind == Kind::Paragraph && next.heading == blocks[block].heading);
        let below = next.map_or(0, |next| next.text.plain.split_whitespace().count());
        let short = plain.split_whitespace().count() <= 6 && plain.starts_with(char::is_uppercase);
        if !short || below < 6 || plain.ends_with(['.', ':', ',', ';', '!', '?']) || !data_noun(plain) {
            return;
        }
        let judged = context.judged(context.plain(block + 1));
        let first =
            sentences(context.plain(block + 1)).first().map(|&(_, to)| polarity(&context.plain(block + 1)[..to]));
        if first == Some(Polarity::Denies) || judged.local && !judged.collects {
            return;
        }
        let found = context.found(block, 0, plain.len(), &title(plain), "line of its own");
        self.add(block, found, self.parent(block), context.plain(block + 1));
        if let Some(id) = self.by_block.get(&block).cloned() {
            self.by_block.insert(block + 1, id);
        }
    }

    /// "Device data, such as your model": a member of a list that nobody marked.
    fn noun_with_examples(&mut self, block: usize) {
        let context = self.context;
        let plain = context.plain(block);
        let Some((from, to)) = noun_of_examples(plain).filter(|_| !self.by_block.contains_key(&block)) else { return };
        if headings::generic(&plain[from..to]) || context.judged(plain).nothing_collected() {
            return;
        }
        let found = context.found(block, from, to, &title(&plain[from..to]), "noun with examples");
        self.add(block, found, self.parent(block), plain);
    }

    fn noun_bullet(&mut self, block: usize) {
        let context = self.context;
        let plain = context.plain(block);
        let condition = number(plain).max(condition(plain));
        if let Some((from, to)) = logged_on_occasion(plain) {
            let found = context.found(block, from, to, &title(&plain[from..to]), "sentence in a list");
            return self.add(block, found, self.parent(block), plain);
        }
        if let Some((from, to)) = described(plain) {
            let found = context.found(block, from, to, &title(&plain[from..to]), "examples in a list");
            return self.add(block, found, self.parent(block), plain);
        }
        if plain.is_empty() || self.is_link(block) {
            return;
        }
        if !is_noun_bullet(named_first(&plain[condition..])) {
            // Under a category's name it is said of that one.
            let Some((from, to)) = told_in_a_list(plain).filter(|_| self.owner(block).is_none()) else { return };
            let found = context.found(block, from, to, &title(&plain[from..to]), "sentence in a list");
            return self.add(block, found, self.parent(block), plain);
        }
        let judged = context.judged(plain);
        if judged.first == Some(Polarity::Denies) || judged.local {
            return;
        }
        let (from, to) = clause_or_noun(&plain[condition..]);
        let (from, to) = (condition + from, condition + to);
        // "Information we store", as an item, is a heading of what follows.
        let exemplified = plain[to.max(from)..].starts_with(" you ") && plain.contains(" (");
        let told = plain.contains(" that ") || exemplified;
        if to <= from || headings::generic(&plain[from..to]) && keys(plain).is_empty() && !told {
            return;
        }
        if let Some(owner) = self.owner(block) {
            let long = plain.split_whitespace().count() >= 6;
            let paragraph = context.statement.blocks[block].lead.is_some_and(|lead| self.by_block.contains_key(&lead));
            if !(paragraph && long) {
                self.rests_on(&owner, block);
                return self.element(&owner, &plain[from..to], plain);
            }
        }
        let mut to = to;
        if let Some((object_from, object_to)) = sentence_object(plain) {
            let parent = self.parent(block);
            let found = context.found(
                block,
                object_from,
                object_to,
                &title(&plain[object_from..object_to]),
                "sentence in a list",
            );
            return self.add(block, found, parent, plain);
        }
        if polarity(plain) == Polarity::Collects
            && says(&folded(plain), &["we collect", "we may collect", "we also collect"])
        {
            return;
        }
        if plain[to..].starts_with(" (") && to - from < 3 {
            to = plain.len();
        }
        // "Information that you provide when you apply": the clause says which.
        if headings::generic(&plain[from..to])
            && [" that ", " when "].iter().any(|clause| plain[to..].starts_with(clause))
        {
            to = from + extent(&plain[from..], &[". ", "; ", " (", ", ", "."], 3, 10);
        }
        let parent = self.parent(block);
        let found = context.found(block, from, to, &title(&plain[from..to]), "noun in a list");
        self.add(block, found, parent, plain);
    }

    /// Nothing but a link to another document: a service, its policy.
    fn is_link(&self, block: usize) -> bool {
        /// Longest tag that is looked for in front of an item's words.
        const TAG: usize = 400;
        let text = &self.context.statement.text;
        let span = self.context.statement.blocks[block].span.range();
        let raw = text[span.clone()].trim();
        let raw = raw.strip_suffix("</p>").unwrap_or(raw).trim_end();
        // Words behind the link say more: "[Units](https://…) (temperature, distance)".
        let marked = raw.starts_with('[')
            && raw.find("](http").and_then(|at| raw[at..].find(')').map(|end| at + end + 1)) == Some(raw.len());
        // In a page the words begin behind the tag.
        let mut from = span.start.saturating_sub(TAG);
        while !text.is_char_boundary(from) {
            from += 1;
        }
        let before = &text[from..span.start];
        let tag = before.rfind('<').map_or("", |at| &before[at..]);
        marked
            || tag.starts_with("<a ") && tag.contains("http") && raw.find("</a>") == Some(raw.len().saturating_sub(4))
    }

    /// The category whose elements an unlabelled bullet names.
    fn owner(&self, block: usize) -> Option<String> {
        let blocks = &self.context.statement.blocks;
        let near = blocks[block].parent.or(blocks[block].lead).and_then(|at| self.by_block.get(&at));
        let heading = blocks[block].heading.and_then(|heading| self.by_block.get(&heading));
        // A list of facts under "What we collect:" belongs to the category of the heading.
        near.or(heading).cloned()
    }

    fn parent(&self, block: usize) -> Option<String> {
        let blocks = &self.context.statement.blocks;
        let mut at = blocks[block].parent;
        while let Some(item) = at {
            if let Some(id) = self.by_block.get(&item) {
                return Some(id.clone());
            }
            at = blocks[item].parent;
        }
        // A labelled paragraph that ends with a colon introduces the list under it.
        let lead = blocks[block].lead.filter(|&lead| blocks[lead].text.plain.trim_end().ends_with(':'));
        let by_lead = lead.and_then(|lead| self.by_block.get(&lead));
        let heading = blocks[block].heading.and_then(|heading| self.by_block.get(&heading));
        by_lead.or(heading).cloned()
    }

    fn element(&mut self, owner: &str, words: &str, all: &str) {
        let Some(category) = self.derived.categories.iter_mut().find(|category| category.found.id == owner) else {
            return;
        };
        let covers = keys(all);
        for key in &covers {
            if !category.covers.contains(key) {
                category.covers.push(key.clone());
            }
        }
        let part = Part { id: id(words), title: words.to_string(), covers };
        if !part.id.is_empty() && !category.elements.iter().any(|known| known.id == part.id) {
            category.elements.push(part);
        }
    }

    fn tables(&mut self, tables: &[Table]) {
        // Tables that define data come before those that only name it beside a purpose.
        let (naming, defining): (Vec<&Table>, Vec<&Table>) = tables.iter().partition(|table| table.names_only());
        for table in defining {
            for &row in &table.rows {
                self.defining_row(table, row);
            }
        }
        let set_apart = self.derived.categories.len() >= 3;
        let collected = if self.derived.categories.len() >= 2 { self.named_as_collected() } else { Vec::new() };
        for table in naming {
            // Who receives data, and how long it is kept, is said of data that is known.
            if set_apart && matches!(table.role, Role::Share | Role::Retention | Role::Other)
                || self.context.denies_all && table.role != Role::Collect
            {
                continue;
            }
            for &row in &table.rows {
                self.naming_row(table, row, &collected);
            }
        }
    }

    /// The data that the categories' own passages name, and those that say that data is collected.
    fn named_as_collected(&self) -> Vec<String> {
        let statement = self.context.statement;
        let passages = self.derived.categories.iter().flat_map(|category| &category.found.passages);
        let told = (0..statement.blocks.len()).filter(|&block| {
            self.context.roles[block] == Role::Collect
                && self.context.kind(block) == Kind::Paragraph
                && polarity(self.context.plain(block)) == Polarity::Collects
        });
        let blocks: BTreeSet<usize> = passages.map(|passage| passage.block).chain(told).collect();
        let named: BTreeSet<String> = blocks.into_iter().flat_map(|block| keys(&statement.words(block))).collect();
        named.into_iter().collect()
    }

    fn defining_row(&mut self, table: &Table, row: usize) {
        let context = self.context;
        let cells = &context.statement.blocks[row].cells;
        let Some(cell) = table.category.and_then(|at| cells.get(at)).filter(|cell| !cell.is_empty()) else { return };
        let said_no = table.collected.and_then(|at| cells.get(at)).is_some_and(|cell| refuses(&cell.plain));
        let body = table.description.and_then(|at| cells.get(at)).map_or("", |cell| cell.plain.as_str());
        let all: Vec<&str> = cells.iter().map(|cell| cell.plain.as_str()).collect();
        // "Does the app collect crash logs?" asks for data, "Is it encrypted?" asks what is done with it.
        let asks = [" collect ", " collects ", " gather ", " store ", " stores ", " receive ", " log ", " track "];
        let aside = cell.plain.ends_with('?') && !asks.iter().any(|verb| cell.plain.contains(verb));
        if said_no
            || aside
            || context.judged(&all.join(". ")).nothing_collected()
                && context.judged(body).first == Some(Polarity::Denies)
        {
            return;
        }
        let (from, to) = match cell.strong.first() {
            Some(&(0, to)) if to > 2 => (0, to as usize),
            _ => noun(&cell.plain),
        };
        let words = cell.plain[from..to].trim_end_matches([':', '.', ' ']);
        if words.is_empty() || is_copy(words) {
            return;
        }
        let to = from + words.len();
        let Some(found) = context.found_in_cell(row, cell, from, to, "table row") else { return };
        let mut parts = Vec::new();
        enumerate(body, &mut parts);
        let heading = context.statement.blocks[row].heading.and_then(|heading| self.by_block.get(&heading)).cloned();
        self.add(row, found, heading, &all.join(" "));
        if let Some(id) = self.by_block.get(&row).cloned() {
            for part in parts {
                self.element(&id, &part.title, &part.title);
            }
        }
    }

    fn naming_row(&mut self, table: &Table, row: usize, collected: &[String]) {
        let context = self.context;
        let Some(cell) = table.category.and_then(|at| context.statement.blocks[row].cells.get(at)) else { return };
        for range in tables::entries(cell) {
            let (from, to) = noun(&cell.plain[range.clone()]);
            let (from, to) = (range.start + from, range.start + to);
            let words = cell.plain[from..to].trim();
            let general = ["any", "all", "see", "none", "n a", "various", "data type", "data types", "as necessary"];
            let general = says(&folded(words), &general) || folded(&cell.plain[range]).starts_with(" all ");
            if words.is_empty()
                || general
                || is_copy(words)
                || words.split_whitespace().count() > 10
                || known(&self.derived.categories, words).is_some()
                || set_apart(&self.derived.categories, words)
                || told_above(collected, words)
            {
                continue;
            }
            let Some(found) = context.found_in_cell(row, cell, from, to, "table cell") else { continue };
            self.add(row, found, None, words);
        }
    }

    fn add(&mut self, block: usize, found: Found, parent: Option<String>, body: &str) {
        if found.id.is_empty() {
            return;
        }
        let text = format!("{}. {body}", found.title);
        let category = Category {
            parent: parent.filter(|parent| *parent != found.id),
            covers: proposed(&found.title, body),
            elements: parts(body),
            inferred: says(
                &folded(&text),
                &[
                    "can also be inferred",
                    "can be inferred",
                    "inferred or derived",
                    "may be inferred",
                    "also be inferred",
                    "we infer",
                ],
            ),
            catch_all: folded(&found.title).starts_with(" other ")
                || says(&folded(&found.title), &["other information", "other data", "any other", "and more"]),
            choice: choice(body),
            found,
            ..Category::default()
        };
        let before = category.found.passages.first().cloned();
        let id = category.found.id.clone();
        let (at, new) = merge(&mut self.derived.categories, category, |category| &mut category.found);
        if !new {
            let first = self.derived.categories[at].found.passages[0].clone();
            if let Some(other) = before.filter(|other| other.digest != first.digest && other.block != first.block) {
                let repeated = self.context.kind(first.block) == self.context.kind(other.block)
                    && !matches!(self.context.kind(other.block), Kind::Row { .. });
                if repeated {
                    self.derived.disagreements.push((id.clone(), first, other));
                }
            }
        }
        self.by_block.entry(block).or_insert(id);
    }
}
