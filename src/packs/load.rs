//! Pack texts come in, `Detectors` go out, or every problem at its place.

use super::raw::{RawApi, RawKeys, RawPack, RawValue, RawWords};
use super::words::singular;
use super::{
    Access, ApiRule, ApiTarget, DeriveRule, Detectors, Example, Key, NameRule, PackInfo, Place, RULES, Role, RoleOf,
    Root, TypeRule, ValueRule,
};
use crate::model::finding::Problem;
use crate::model::inventory::SinkKind;
use crate::model::mark::Transform;
use crate::model::place::{LineTable, Region, Span};
use std::ops::Range;
use std::sync::Arc;
use toml::Spanned;

/// Classes of declared type that a name rule can accept.
const TYPES: [&str; 7] = ["text", "number", "bool", "time", "enum", "struct", "map"];
/// Where a rule may be confined to.
const WITHIN: [&str; 1] = ["telemetry"];

pub(super) fn load(user: &[(String, String)]) -> Result<Detectors, Vec<Problem>> {
    let mut loader = Loader::default();
    if let Some(file) = RULES.get_file("keys.toml") {
        loader.keys("rules/keys.toml", file.contents_utf8().unwrap_or_default());
    }
    for folder in ["data", "crates"] {
        for (path, text) in super::built_in(folder) {
            loader.pack(&path, text, true);
        }
    }
    for (path, text) in user {
        loader.pack(path, text, false);
    }
    loader.finish()
}

#[derive(Default)]
struct Loader {
    out: Detectors,
    digest: Option<blake3::Hasher>,
    problems: Vec<Problem>,
}

/// The file being read.
struct Source<'a> {
    path: &'a str,
    pack: String,
    text: Arc<str>,
    lines: LineTable,
}

impl Source<'_> {
    fn region(&self, at: Range<usize>) -> Region {
        self.lines.region(Span::new(at.start, at.end))
    }
}

impl Loader {
    fn complain(&mut self, source: &Source<'_>, at: Option<Range<usize>>, message: String, help: &str) {
        let mut problem = Problem::new(message, help).at(source.path);
        if let Some(at) = at {
            problem = problem.within(&source.text, source.region(at));
        }
        self.problems.push(problem);
    }

    fn open<'a>(&mut self, path: &'a str, text: &'a str) -> Source<'a> {
        let digest = self.digest.get_or_insert_with(blake3::Hasher::new);
        digest.update(path.as_bytes()).update(&[0]).update(text.as_bytes()).update(&[0]);
        let stem = path.rsplit('/').next().unwrap_or(path).trim_end_matches(".toml");
        Source { path, pack: stem.to_owned(), text: Arc::from(text), lines: LineTable::new(text) }
    }

    fn keys(&mut self, path: &str, text: &str) {
        let source = self.open(path, text);
        match toml::from_str::<RawKeys>(text) {
            Ok(raw) => {
                for (name, key) in raw.keys {
                    let RawKey { title, source, special, ccpa, secret } = key;
                    self.out.keys.keys.insert(name, Key { title, source, special, ccpa, secret });
                }
                self.out.keys.inherit();
            }
            Err(error) => self.unreadable(&source, &error),
        }
    }

    fn unreadable(&mut self, source: &Source<'_>, error: &toml::de::Error) {
        self.complain(
            source,
            error.span(),
            error.message().to_owned(),
            "rules/README.md describes every field of a pack",
        );
    }

    fn pack(&mut self, path: &str, text: &str, built_in: bool) {
        let source = self.open(path, text);
        let raw = match toml::from_str::<RawPack>(text) {
            Ok(raw) => raw,
            Err(error) => return self.unreadable(&source, &error),
        };
        if self.out.packs.iter().any(|pack| pack.name == source.pack) {
            let message = format!("two packs are called `{}`", source.pack);
            return self.complain(&source, None, message, "a pack is called as its file; rename one");
        }
        let crates: Vec<String> = raw.pack.crates.iter().map(|name| name.replace('-', "_")).collect();
        for rule in &raw.name {
            self.name(&source, rule);
        }
        for (words, is_owner) in raw.owner.iter().map(|w| (w, true)).chain(raw.qualifier.iter().map(|w| (w, false))) {
            self.vocabulary(&source, words, is_owner);
        }
        for rule in &raw.report {
            if self.known(&source, &rule.key) {
                let sequence = |text: &String| text.split_whitespace().map(singular).collect::<Vec<_>>();
                let key = rule.key.get_ref();
                self.out.reports.extend(rule.words.iter().map(|text| (sequence(text), key.clone())));
            }
        }
        for rule in &raw.derive {
            let Some(id) = self.id(&source, &rule.id) else { continue };
            match role_of(rule.role.get_ref()) {
                Some(role) => {
                    let entry = DeriveRule { id, role, with: rule.with.clone(), taken: rule.taken };
                    self.out.derives.extend(rule.names.iter().map(|name| (name.clone(), entry.clone())));
                }
                None => self.complain(
                    &source,
                    Some(rule.role.span()),
                    format!("`{}` is no role", rule.role.get_ref()),
                    "input, row, insert, args, extractor or output",
                ),
            }
        }
        for rule in &raw.header {
            let (id, rule) = match self.value(&source, rule) {
                Some(found) => found,
                None => continue,
            };
            self.out.headers.extend(id.into_iter().map(|name| (name.to_lowercase(), rule.clone())));
        }
        for rule in &raw.variable {
            let (names, rule) = match self.value(&source, rule) {
                Some(found) => found,
                None => continue,
            };
            self.out.variables.extend(names.into_iter().map(|name| (name, rule.clone())));
        }
        for rule in &raw.file {
            let (names, rule) = match self.value(&source, rule) {
                Some(found) => found,
                None => continue,
            };
            self.out.files.extend(names.into_iter().map(|name| (name, rule.clone())));
        }
        for rule in &raw.types {
            let (Some(id), true) = (self.id(&source, &rule.id), self.known(&source, &rule.key)) else { continue };
            for name in &rule.names {
                let last = name.rsplit("::").next().unwrap_or(name).to_owned();
                let entry = TypeRule { id: id.clone(), key: rule.key.get_ref().clone(), param: rule.param };
                self.out.types.insert(last, entry);
            }
        }
        self.api_tables(&source, &raw, &crates);
        for example in &raw.example {
            self.out.examples.push(Example {
                pack: source.pack.clone(),
                crates: crates.clone(),
                rust: example.rust.get_ref().clone(),
                place: Place {
                    path: path.to_owned(),
                    region: source.region(example.rust.span()),
                    text: source.text.clone(),
                },
                quiet: example.quiet,
            });
        }
        let (name, title, version) = (source.pack, raw.pack.title, raw.pack.version);
        self.out.packs.push(PackInfo { name, title, version, crates, built_in });
    }

    /// The full id of an entry, when no other has it.
    fn id(&mut self, source: &Source<'_>, id: &Spanned<String>) -> Option<String> {
        let full = format!("{}/{}", source.pack, id.get_ref());
        let place = Place { path: source.path.to_owned(), region: source.region(id.span()), text: source.text.clone() };
        if self.out.entries.insert(full.clone(), place).is_some() {
            let message = format!("two entries are called `{full}`");
            self.complain(source, Some(id.span()), message, "give each entry of a pack an id of its own");
            return None;
        }
        Some(full)
    }

    /// Whether a data key exists.
    fn known(&mut self, source: &Source<'_>, key: &Spanned<String>) -> bool {
        if self.out.keys.get(key.get_ref()).is_some() {
            return true;
        }
        let help = match self.out.keys.nearest(key.get_ref()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "data keys are listed in rules/keys.toml".to_owned(),
        };
        self.complain(source, Some(key.span()), format!("`{}` is no data key", key.get_ref()), &help);
        false
    }

    fn one_of(&mut self, source: &Source<'_>, values: &[Spanned<String>], allowed: &[&str], what: &str) -> Vec<String> {
        for value in values {
            if !allowed.contains(&value.get_ref().as_str()) {
                let message = format!("`{}` is no {what}", value.get_ref());
                self.complain(source, Some(value.span()), message, &format!("one of: {}", allowed.join(", ")));
            }
        }
        values.iter().map(|value| value.get_ref().clone()).collect()
    }

    fn name(&mut self, source: &Source<'_>, rule: &super::raw::RawName) {
        let known = self.known(source, &rule.key);
        let Some(id) = self.id(source, &rule.id) else { return };
        let mut sequences = Vec::new();
        for text in &rule.words {
            let sequence: Vec<String> = text.get_ref().split_whitespace().map(singular).collect();
            if sequence.is_empty() {
                self.complain(source, Some(text.span()), "no word".to_owned(), "write words separated by spaces");
            } else {
                sequences.push(sequence);
            }
        }
        if !known {
            return;
        }
        let accepts = match rule.accepts.as_slice() {
            [] => vec!["text".to_owned()],
            given => self.one_of(source, given, &TYPES, "class of type"),
        };
        let roles = self.one_of(source, &rule.roles, &["input", "row", "insert", "args", "extractor"], "role");
        self.out.names.push(NameRule {
            id,
            key: rule.key.get_ref().clone(),
            words: sequences,
            owners: rule.owners.iter().map(|class| class.get_ref().clone()).collect(),
            unless: rule.unless.iter().map(|class| class.get_ref().clone()).collect(),
            accepts,
            roles,
            qualifiers: rule.qualifiers.iter().map(|word| singular(word)).collect(),
            bare: rule.bare,
            head: rule.head,
            whole: rule.whole,
        });
    }

    fn vocabulary(&mut self, source: &Source<'_>, rule: &RawWords, is_owner: bool) {
        for text in &rule.words {
            let sequence: Vec<String> = text.split_whitespace().map(singular).collect();
            let into = if is_owner { &mut self.out.owners } else { &mut self.out.qualifiers };
            let class = rule.class.get_ref();
            if let Some(other) = into.insert(sequence, class.clone())
                && other != *class
            {
                let message = format!("`{text}` is both {other} and {class}");
                self.complain(source, Some(rule.class.span()), message, "a word has one class");
            }
        }
    }

    fn value(&mut self, source: &Source<'_>, rule: &RawValue) -> Option<(Vec<String>, ValueRule)> {
        let id = self.id(source, &rule.id)?;
        if !self.known(source, &rule.key) {
            return None;
        }
        let within: Vec<Spanned<String>> = rule.within.iter().cloned().collect();
        let telemetry_only = !self.one_of(source, &within, &WITHIN, "place to be confined to").is_empty();
        Some((rule.names.clone(), ValueRule { id, key: rule.key.get_ref().clone(), telemetry_only }))
    }

    fn api_tables(&mut self, source: &Source<'_>, raw: &RawPack, crates: &[String]) {
        for rule in &raw.source {
            let known = rule.keys.iter().map(|key| self.known(source, key)).fold(!rule.keys.is_empty(), |a, b| a && b);
            let keys = rule.keys.iter().map(|key| key.get_ref().clone()).collect();
            if known {
                self.api(source, rule, Role::Source(keys), crates, &[], &["return"]);
            } else if rule.keys.is_empty() {
                self.complain(source, Some(rule.id.span()), "a source without `keys`".to_owned(), "say what it reads");
            }
        }
        for rule in &raw.sink {
            match rule.kind.as_ref().map(|kind| (kind, sink_kind(kind.get_ref()))) {
                Some((_, Some(kind))) => {
                    let role = Role::Sink { kind, recipient: rule.recipient.clone() };
                    self.api(source, rule, role, crates, &["args"], &[]);
                }
                Some((kind, None)) => {
                    let message = format!("`{}` is no kind of sink", kind.get_ref());
                    let help = "log, storage, file, network, external-service, telemetry, process, display, response";
                    self.complain(source, Some(kind.span()), message, help);
                }
                None => self.complain(
                    source,
                    Some(rule.id.span()),
                    "a sink without `kind`".to_owned(),
                    "say how data leaves",
                ),
            }
        }
        for rule in &raw.pass {
            self.api(source, rule, Role::Pass, crates, &["receiver", "args"], &["return"]);
        }
        for rule in &raw.stop {
            self.api(source, rule, Role::Stop, crates, &[], &[]);
        }
        for rule in &raw.transform {
            match rule.transform.as_ref().and_then(|name| transform(name.get_ref())) {
                Some(how) => self.api(source, rule, Role::Transform(how), crates, &["receiver", "args"], &["return"]),
                None => {
                    let help = "hash, encrypt, tokenize, coarsen, redact, deidentify or anonymize";
                    self.complain(source, Some(rule.id.span()), "a transform of no known kind".to_owned(), help);
                }
            }
        }
    }

    fn api(&mut self, source: &Source<'_>, rule: &RawApi, role: Role, crates: &[String], from: &[&str], to: &[&str]) {
        let Some(id) = self.id(source, &rule.id) else { return };
        let within: Vec<Spanned<String>> = rule.within.iter().cloned().collect();
        if !self.one_of(source, &within, &WITHIN, "place to be confined to").is_empty() {
            self.out.telemetry_only.insert(id.clone());
        }
        let from = self.paths(source, &rule.from, from);
        let to = self.paths(source, &rule.to, to);
        let mut targets = Vec::new();
        let own = crates.first().cloned().unwrap_or_default();
        let owner_of = |path: &str| {
            let first = path.split("::").next().unwrap_or_default();
            if matches!(first, "core" | "alloc") { "std".to_owned() } else { first.replace('-', "_") }
        };
        for path in rule.functions.iter().map(Spanned::get_ref) {
            targets.push((owner_of(path), ApiTarget::Function(path.clone())));
        }
        for path in rule.methods.iter().map(Spanned::get_ref) {
            match path.rsplit_once("::") {
                Some(("*", name)) => targets.push((own.clone(), ApiTarget::Method(None, name.to_owned()))),
                Some((ty, name)) => {
                    targets.push((owner_of(path), ApiTarget::Method(Some(ty.to_owned()), name.to_owned())))
                }
                None => targets.push((own.clone(), ApiTarget::Method(None, path.clone()))),
            }
        }
        for path in rule.macros.iter().map(Spanned::get_ref) {
            targets.push((owner_of(path), ApiTarget::Macro(path.trim_end_matches('!').to_owned())));
        }
        for path in &rule.fields {
            match path.get_ref().rsplit_once("::") {
                Some((ty, name)) => {
                    targets.push((owner_of(path.get_ref()), ApiTarget::Field(ty.to_owned(), name.to_owned())));
                }
                None => self.complain(
                    source,
                    Some(path.span()),
                    "a field without its type".to_owned(),
                    "`crate::Type::field`",
                ),
            }
        }
        for path in rule.types.iter().map(Spanned::get_ref) {
            targets.push((owner_of(path), ApiTarget::Type(path.clone())));
        }
        for path in rule.items.iter().map(Spanned::get_ref) {
            targets.push((String::new(), ApiTarget::Item(path.clone())));
        }
        if targets.is_empty() {
            let help = "functions, methods, macros, fields, types or items";
            self.complain(source, Some(rule.id.span()), "an entry that names nothing".to_owned(), help);
        }
        for (krate, target) in targets {
            let (id, role, from, to) = (id.clone(), role.clone(), from.clone(), to.clone());
            self.out.apis.push(ApiRule { id, krate, target, role, from, to });
        }
    }

    fn paths(&mut self, source: &Source<'_>, given: &[Spanned<String>], default: &[&str]) -> Vec<Access> {
        if given.is_empty() {
            return default.iter().filter_map(|text| access(text)).collect();
        }
        let mut paths = Vec::new();
        for text in given {
            match access(text.get_ref()) {
                Some(path) => paths.push(path),
                None => {
                    let message = format!("`{}` is no access path", text.get_ref());
                    let help = "receiver, args, arg0, key:NAME, return or closure0.0, then `.field`";
                    self.complain(source, Some(text.span()), message, help);
                }
            }
        }
        paths
    }

    fn finish(mut self) -> Result<Detectors, Vec<Problem>> {
        for (at, rule) in self.out.names.iter().enumerate() {
            for (which, sequence) in rule.words.iter().enumerate() {
                if let Some(last) = sequence.last() {
                    self.out
                        .by_last_word
                        .entry(super::words::unnumbered(last).to_owned())
                        .or_default()
                        .push((at, which));
                }
            }
        }
        self.out.digest = self.digest.map(|digest| digest.finalize().to_hex().to_string()).unwrap_or_default();
        if self.problems.is_empty() { Ok(self.out) } else { Err(self.problems) }
    }
}

use super::raw::RawKey;

fn role_of(name: &str) -> Option<RoleOf> {
    Some(match name {
        "input" => RoleOf::Input,
        "row" => RoleOf::Row,
        "insert" => RoleOf::Insert,
        "args" => RoleOf::Args,
        "extractor" => RoleOf::Extractor,
        "output" => RoleOf::Output,
        _ => return None,
    })
}

fn sink_kind(name: &str) -> Option<SinkKind> {
    use SinkKind::{Display, ExternalService, File, Log, Network, Process, Response, Storage, Telemetry};
    let kinds = [Log, Storage, File, Network, ExternalService, Telemetry, Process, Display, Response];
    kinds.into_iter().find(|kind| kind.as_str() == name)
}

fn transform(name: &str) -> Option<Transform> {
    Some(match name {
        "hash" => Transform::Hash,
        "encrypt" => Transform::Encrypt,
        "tokenize" => Transform::Tokenize,
        "coarsen" => Transform::Coarsen,
        "redact" => Transform::Redact,
        "deidentify" => Transform::Deidentify,
        "anonymize" => Transform::Anonymize,
        _ => return None,
    })
}

/// `receiver.name`, `args`, `arg0.*`, `key:target`, `return`, `closure1.0`.
fn access(text: &str) -> Option<Access> {
    let mut parts = text.split('.');
    let start = parts.next()?;
    let root = match start {
        "receiver" => Root::Receiver,
        "args" => Root::AnyArg,
        "return" => Root::Return,
        _ => {
            if let Some(key) = start.strip_prefix("key:") {
                Root::Key(key.to_owned())
            } else if let Some(n) = start.strip_prefix("arg") {
                Root::Arg(n.parse().ok()?)
            } else {
                let closure = start.strip_prefix("closure")?.parse().ok()?;
                Root::ClosureParam(closure, parts.next()?.parse().ok()?)
            }
        }
    };
    Some(Access { root, path: parts.map(str::to_owned).collect() })
}

#[cfg(test)]
mod tests {
    use super::super::words::words;
    use super::*;

    fn problems(text: &str) -> Vec<Problem> {
        load(&[("mine.toml".to_owned(), text.to_owned())]).err().unwrap_or_default()
    }

    #[test]
    fn the_built_in_packs_load() {
        assert_eq!(problems("[pack]\ntitle = \"none\"\n"), Vec::new());
    }

    #[test]
    fn a_wrong_key_is_reported_at_its_place_with_the_nearest() {
        let text = "[pack]\ntitle = \"t\"\n[[header]]\nid = \"a\"\nnames = [\"x\"]\nkey = \"user.contact.emial\"\n";
        let found = problems(text);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].region.map(|region| region.line), Some(6));
        assert!(found[0].help.contains("user.contact.email"), "{}", found[0].help);
    }

    #[test]
    fn an_unknown_field_is_reported_at_its_place() {
        let found = problems("[pack]\ntitle = \"t\"\n[[header]]\nid = \"a\"\nnamez = [\"x\"]\nkey = \"user.name\"\n");
        assert_eq!(found[0].region.map(|region| region.line), Some(5));
    }

    #[test]
    fn an_id_twice_is_reported() {
        let entry = "[[header]]\nid = \"a\"\nnames = [\"x\"]\nkey = \"user.name\"\n";
        let found = problems(&format!("[pack]\ntitle = \"t\"\n{entry}{entry}"));
        assert!(found[0].message.contains("mine/a"), "{}", found[0].message);
        assert_eq!(found[0].region.map(|region| region.line), Some(8));
    }

    #[test]
    fn words_of_a_rule_are_compared_in_the_singular() {
        let text =
            "[pack]\ntitle = \"t\"\n[[name]]\nid = \"a\"\nkey = \"user.name\"\nwords = [\"frobnicated names\"]\n";
        let detectors = load(&[("mine.toml".to_owned(), text.to_owned())]).unwrap();
        assert!(detectors.naming(&words("their_frobnicated_name")).iter().any(|(rule, _, _)| rule.id == "mine/a"));
    }
}
