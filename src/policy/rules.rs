//! `[[rules]]` and `[[promises]]` come in; predicates, denials and exceptions go out.

use super::entries::nodes;
use super::read::{At, Fields, in_words, unknown_word};
use super::tables::{choice, is_data_key};
use super::tree::{Node, Value};
use super::*;
use crate::model::mark::Transform;

const SINKS: [&str; 9] =
    ["log", "storage", "file", "network", "external-service", "telemetry", "process", "display", "response"];

pub(super) fn rule(entry: Entry, fields: &Fields<'_, '_>) -> Option<Rule> {
    let deny = fields.node("deny");
    if deny.is_none() {
        let help = "add `deny = { combine | flow | processing | collect … }`";
        fields.source.problem(fields.span, format!("rule `{}` denies nothing", entry.id), help);
    }
    let except = nodes(fields.source, fields, "except").iter().map(|node| exception(fields, node)).collect();
    let condition = fields.plain("condition");
    Some(Rule { deny: denial(fields, deny?)?, entry, except, condition })
}

fn denial(rule: &Fields<'_, '_>, node: &Node) -> Option<Deny> {
    let deny = Fields::of(rule.source, "`deny`", node.span, node);
    let (combine, flow) = (deny.entry("combine"), deny.entry("flow"));
    let (processing, collect) = (deny.entry("processing"), deny.entry("collect"));
    let (of, to, at) = (deny.node("of"), deny.node("to"), deny.entry("at"));
    let mut told: Vec<_> = [combine, flow, processing, collect].into_iter().flatten().collect();
    told.sort_by_key(|(key, _)| key.span);
    if told.len() != 1 && matches!(node.value, Value::Table(_)) {
        let place = told.get(1).map_or(node.span, |(key, _)| key.span);
        let message = "a rule denies one of `combine`, `flow`, `processing` and `collect`";
        deny.source.problem(place, message, "write one rule for each");
    }
    for (key, allowed) in [(deny.entry("of"), processing), (deny.entry("to"), flow), (at, combine)] {
        if let Some((key, _)) = key.filter(|_| allowed.is_none()) {
            let message = format!("`{}` says nothing here", key.name);
            deny.source.problem(
                key.span,
                message,
                "`of` goes with `processing`, `to` with `flow`, `at` with `combine`",
            );
        }
    }
    let read = if let Some((_, node)) = combine {
        combination(&deny, node, at.map(|(_, node)| node))
    } else if let Some((_, node)) = flow {
        let to = to.map(|node| Fields::of(deny.source, "`to`", node.span, node));
        let (kind, recipient, store) = to.as_ref().map_or((None, None, None), |to| {
            // `*` is any recipient that is known.
            let anyone = to.plain("recipient").filter(|recipient| recipient == "*");
            let recipient = anyone.or_else(|| to.id("recipient", Kind::Recipient));
            (to.word("kind", &SINKS), recipient, to.id("store", Kind::Store))
        });
        if let Some(to) = to {
            to.done();
        }
        predicate(&deny, node).map(|of| Deny::Flow { of, kind, recipient, store })
    } else if let Some((key, _)) = processing {
        if of.is_none() {
            deny.source.problem(key.span, "the denied processing has no `of`", "add `of = \"a-category\"`");
        }
        let method = deny.id("processing", Kind::Processing);
        of.and_then(|of| predicate(&deny, of)).zip(method).map(|(of, method)| Deny::Processing { method, of })
    } else if let Some((_, node)) = collect {
        predicate(&deny, node).map(|of| Deny::Collect { of })
    } else {
        None
    };
    deny.done();
    read
}

fn combination(deny: &Fields<'_, '_>, node: &Node, at: Option<&Node>) -> Option<Deny> {
    let places =
        [("type", CombineAt::Type), ("fn", CombineAt::Fn), ("store", CombineAt::Store), ("sink", CombineAt::Sink)];
    let names = places.map(|(name, _)| name);
    let at = match at {
        None => places.iter().map(|(_, place)| *place).collect(),
        Some(at) => {
            let mut found = Vec::new();
            for word in deny.source.list_of("at", at) {
                match places.iter().find(|(name, _)| *name == word.value) {
                    Some((_, place)) => found.push(*place),
                    None => unknown_word(deny.source, "at", &word, &names),
                }
            }
            found
        }
    };
    match &node.value {
        Value::List(items) if items.len() >= 2 => {
            let of = items.iter().filter_map(|item| predicate(deny, item)).collect();
            Some(Deny::Combine { of, at })
        }
        _ => {
            deny.source.problem(
                node.span,
                "a combination is a list of two or more",
                "write `combine = [\"a\", \"b\"]`",
            );
            None
        }
    }
}

/// An id, a data-key prefix, one of the `@` words, or a list of these.
fn predicate(deny: &Fields<'_, '_>, node: &Node) -> Option<Predicate> {
    if let Value::List(items) = &node.value {
        return Some(Predicate::Any(items.iter().filter_map(|item| predicate(deny, item)).collect()));
    }
    let text = deny.source.text_of("a predicate", node)?;
    if let Some(word) = text.value.strip_prefix('@') {
        return special_predicate(deny, &text, word);
    }
    if is_data_key(&text.value) {
        return Some(Predicate::Key(text.value));
    }
    deny.source.refers(Kind::Category, &text);
    Some(Predicate::Category(text.value))
}

fn special_predicate(deny: &Fields<'_, '_>, text: &At<String>, word: &str) -> Option<Predicate> {
    match word {
        "unauthenticated" => Some(Predicate::Unauthenticated),
        "identifies:direct" => Some(Predicate::Identifies(true)),
        "identifies:indirect" => Some(Predicate::Identifies(false)),
        "special" => Some(Predicate::Special),
        _ => match word.strip_prefix("source:") {
            Some(id) => {
                deny.source.refers(Kind::Source, &At { value: id.to_owned(), span: text.span });
                Some(Predicate::Source(id.to_owned()))
            }
            None => {
                let words =
                    ["@unauthenticated", "@identifies:direct", "@identifies:indirect", "@source:ID", "@special"];
                let help = match nearest_of(&text.value, words.iter().copied()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("the predicates are {}", in_words(&words)),
                };
                deny.source.problem(text.span, format!("unknown predicate `{}`", text.value), help);
                None
            }
        },
    }
}

fn exception(rule: &Fields<'_, '_>, node: &Node) -> Except {
    let fields = Fields::of(rule.source, "an exception", node.span, node);
    let except = Except {
        basis: fields.id("basis", Kind::Basis),
        transform: fields.word("transform", &Transform::ALL.map(Transform::verb)),
        purpose: fields.id("purpose", Kind::Purpose),
        product: fields.id("product", Kind::Product),
        choice: choice(&fields),
        recipient: fields.id("recipient", Kind::Recipient),
    };
    if except == Except::default() {
        fields.source.problem(node.span, "an exception without a key would allow everything", "name what it rests on");
    }
    fields.done();
    except
}

/// `checked_by = ["rule-id"]`, or `checked_by = "manual: how"`.
pub(super) fn promise(entry: Entry, fields: &Fields<'_, '_>) -> Option<Promise> {
    let mut promise = Promise { entry, ..Promise::default() };
    match fields.node("checked_by") {
        Some(node @ Node { value: Value::Text(text), .. }) => match text.strip_prefix("manual:") {
            Some(how) if !how.trim().is_empty() => promise.manual = Some(how.trim().to_owned()),
            _ => {
                let help = "write `\"manual: who looks at what\"`, or a list of ids of rules";
                fields.source.problem(node.span, "`checked_by` names neither rules nor a manual check", help);
            }
        },
        Some(_) => promise.checked_by = fields.ids("checked_by", Kind::Rule),
        None => {
            let message = format!("promise `{}` has no `checked_by`", promise.entry.id);
            fields.source.problem(fields.span, message, "add `checked_by = [\"rule\"]` or `\"manual: …\"`");
        }
    }
    Some(promise)
}
