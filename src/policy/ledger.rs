//! The tables that a repository keeps about itself come in (lints, waivers, marks, packs, aliases, outside, silences,
//! organisation), their checked shapes go out.

use super::entries::{head_of, inner, nodes};
use super::read::{At, Fields, Source as File};
use super::tree::{Node, Value};
use super::*;
use crate::model::grammar;
use crate::model::mark::{Binding, Carrier, Mark};
use crate::model::place::Span;

pub(super) fn organisation(root: &Fields<'_, '_>) -> Organisation {
    let Some((key, node)) = root.entry("organisation") else { return Organisation::default() };
    let fields = Fields::of(root.source, "`[organisation]`", key.span, node);
    let organisation = Organisation {
        name: fields.plain("name"),
        contact: fields.plain("contact"),
        representative: fields.plain("representative"),
        dpo: fields.plain("dpo"),
    };
    fields.done();
    organisation
}

pub(super) fn lints(root: &Fields<'_, '_>) -> IndexMap<String, (Level, Region)> {
    let file = root.source;
    let Some(node) = root.node("lints") else { return IndexMap::new() };
    let mut lints = IndexMap::new();
    for (key, node) in file.table_of("lints", node) {
        let name = At { value: key.name.clone(), span: key.span };
        check_lint(file, &name);
        let Some(level) = file.text_of(&key.name, node) else { continue };
        let levels = [("allow", Level::Allow), ("warn", Level::Warn), ("deny", Level::Deny), ("forbid", Level::Forbid)];
        match levels.iter().find(|(word, _)| *word == level.value) {
            Some((_, read)) => {
                lints.insert(name.value, (*read, file.region(key.span)));
            }
            None => super::read::unknown_word(file, &key.name, &level, &levels.map(|(word, _)| word)),
        }
    }
    lints
}

pub(super) fn levels(root: &Fields<'_, '_>) -> Vec<LevelFor> {
    nodes(root.source, root, "levels").iter().filter_map(|node| level_for(root.source, node)).collect()
}

fn level_for(file: &File<'_>, node: &Node) -> Option<LevelFor> {
    let fields = Fields::of(file, "a level", head_of(node), node);
    let lint = fields.required("lint");
    if !lint.value.is_empty() {
        check_lint(file, &lint);
    }
    let levels = [("allow", Level::Allow), ("warn", Level::Warn), ("deny", Level::Deny), ("forbid", Level::Forbid)];
    let written = fields.required("level");
    let level = levels.iter().find(|(word, _)| *word == written.value).map(|&(_, level)| level);
    if level.is_none() && !written.value.is_empty() {
        super::read::unknown_word(file, "a level", &written, &levels.map(|(word, _)| word));
    }
    let patterns = |key: &'static str| -> Vec<String> {
        let patterns = fields.list(key);
        for pattern in &patterns {
            if let Err(error) = globset::Glob::new(&pattern.value) {
                let message = format!("`{}` is no pattern: {}", pattern.value, error.kind());
                file.problem(pattern.span, message, "patterns are `*`, `?` and `**`");
            }
        }
        patterns.into_iter().map(|pattern| pattern.value).collect()
    };
    let (crates, paths) = (patterns("crates"), patterns("paths"));
    if crates.is_empty() && paths.is_empty() {
        let help = "name `crates` or `paths`; a level for everything stands in `[lints]`";
        file.problem(lint.span, "this level is for nothing in particular", help);
    }
    let region = file.region(inner(lint.span, file));
    fields.done();
    Some(LevelFor { lint: lint.value, level: level?, crates, paths, region })
}

fn check_lint(file: &File<'_>, name: &At<String>) {
    if !file.known_lints.contains(&name.value.as_str()) {
        let help = match nearest_of(&name.value, file.known_lints.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`cargo privacy-lint lints` lists them".to_owned(),
        };
        file.problem(name.span, format!("unknown lint `{}`", name.value), help);
    }
}

pub(super) fn waivers(root: &Fields<'_, '_>) -> Waivers {
    let Some((key, node)) = root.entry("waivers") else { return Waivers::default() };
    let fields = Fields::of(root.source, "`[waivers]`", key.span, node);
    let waivers = Waivers {
        max_days: fields.whole("max_days"),
        inline: fields.truth("inline").unwrap_or(true),
        entries: nodes(root.source, &fields, "entries").iter().map(|node| waiver(root.source, node)).collect(),
    };
    fields.done();
    waivers
}

fn waiver(file: &File<'_>, node: &Node) -> Waiver {
    let fields = Fields::of(file, "a waiver", head_of(node), node);
    let lint = fields.required("lint");
    if !lint.value.is_empty() {
        check_lint(file, &lint);
    }
    let waiver = Waiver {
        lint: lint.value,
        at: fields.required("at").value,
        reason: fields.required("reason").value,
        owner: fields.required("owner").value,
        expires: expires(file, &fields),
        region: file.region(inner(lint.span, file)),
    };
    fields.done();
    waiver
}

/// A day as `YYYY-MM-DD`, quoted or not.
fn expires(file: &File<'_>, fields: &Fields<'_, '_>) -> String {
    let day = match fields.node("expires") {
        Some(Node { value: Value::Date(day), span }) => At { value: day.clone(), span: *span },
        _ => fields.required("expires"),
    };
    let is_day = day.value.len() == 10 && day.value.parse::<jiff::civil::Date>().is_ok();
    if !is_day && !day.value.is_empty() {
        file.problem(day.span, format!("`{}` is no day", day.value), "write the last day as `YYYY-MM-DD`");
    }
    day.value
}

pub(super) fn marks(root: &Fields<'_, '_>) -> Vec<PolicyMark> {
    nodes(root.source, root, "marks").iter().map(|node| mark(root.source, node)).collect()
}

fn mark(file: &File<'_>, node: &Node) -> PolicyMark {
    let fields = Fields::of(file, "a mark", head_of(node), node);
    let at = fields.required("at");
    let says = fields.required("says");
    fields.done();
    let mark = parse_sentence(file, &says.value, inner(says.span, file), Binding::Path(at.value.clone()));
    PolicyMark { at: at.value, mark, region: file.region(inner(says.span, file)) }
}

/// Reads the sentence of a `[[marks]]` entry; `span` is the string without its quotes.
fn parse_sentence(file: &File<'_>, says: &str, span: Span, binding: Binding) -> Mark {
    let place =
        |range: std::ops::Range<usize>| Span::new(span.start as usize + range.start, span.start as usize + range.end);
    let (clauses, error) = grammar::parse(says, &place);
    if let Some(error) = &error {
        file.problem(error.span, error.message.clone(), error.help.clone());
    }
    Mark { span, text: says.to_owned(), carrier: Carrier::Policy, binding, clauses, error, takes: None, moved: None }
}

pub(super) fn packs(root: &Fields<'_, '_>) -> Vec<(String, Region)> {
    let Some((key, node)) = root.entry("packs") else { return Vec::new() };
    let fields = Fields::of(root.source, "`[packs]`", key.span, node);
    let paths = fields.list("paths");
    fields.done();
    paths.into_iter().map(|path| (path.value, root.source.region(inner(path.span, root.source)))).collect()
}

pub(super) fn aliases(root: &Fields<'_, '_>) -> IndexMap<String, String> {
    let file = root.source;
    let Some(node) = root.node("aliases") else { return IndexMap::new() };
    let mut aliases = IndexMap::new();
    for (key, node) in file.table_of("aliases", node) {
        if let Some(id) = file.text_of(&key.name, node) {
            file.refers(Kind::Category, &id);
            aliases.insert(key.name.clone(), id.value);
        }
    }
    aliases
}

/// A system kept by hand; its id is its title's where none is given.
pub(super) fn outside(root: &Fields<'_, '_>) -> Vec<Outside> {
    nodes(root.source, root, "outside").iter().map(|node| outside_system(root.source, node)).collect()
}

fn outside_system(file: &File<'_>, node: &Node) -> Outside {
    let fields = Fields::of(file, "an outside system", head_of(node), node);
    let title = fields.required("title");
    let id = fields.plain("id").unwrap_or_else(|| kebab(&title.value));
    let region = file.region(inner(title.span, file));
    let outside = Outside {
        entry: Entry { id, title: title.value, region, ..Entry::default() },
        owner: fields.plain("owner"),
        categories: fields.ids("categories", Kind::Category),
        purposes: fields.ids("purposes", Kind::Purpose),
        recipients: fields.ids("recipients", Kind::Recipient),
        retention: fields.plain("retention"),
        note: fields.plain("note"),
    };
    fields.done();
    outside
}

pub(super) fn silences(root: &Fields<'_, '_>) -> Vec<Silence> {
    nodes(root.source, root, "silences").iter().map(|node| silence(root.source, node)).collect()
}

fn silence(file: &File<'_>, node: &Node) -> Silence {
    let fields = Fields::of(file, "a silence", head_of(node), node);
    let at = fields.required("at");
    if let Err(error) = globset::Glob::new(&at.value) {
        file.problem(at.span, format!("`{}` is no pattern: {}", at.value, error.kind()), "patterns are `*` and `?`");
    }
    let silence = Silence {
        at: at.value,
        reason: fields.required("reason").value,
        owner: fields.required("owner").value,
        region: file.region(inner(at.span, file)),
    };
    fields.done();
    silence
}
