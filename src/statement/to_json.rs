//! What was derived comes in; the JSON that tells it to programs goes out.

use super::derive::{Derived, Found};
use super::to_toml::barred_recipients;
use serde_json::{Value, json};

/// Everything derived, each entry with id, title, quote, line and cue.
pub fn to_json(derived: &Derived) -> Value {
    let all = |entries: Vec<&Found>| Value::Array(entries.into_iter().map(entry).collect());
    let with_parent = |found: &Found, parent: &Option<String>| {
        let mut value = entry(found);
        value["parent"] = json!(parent);
        value
    };
    json!({
        "title": derived.title,
        "updated": derived.updated,
        "complete": derived.complete,
        "incomplete_because": derived.incomplete_because,
        "categories": derived.categories.iter().map(|category| {
            let mut value = with_parent(&category.found, &category.parent);
            value["may_contain"] = json!(category.may_contain);
            value["inferred_from"] = match category.inferred_from.is_empty() && category.inferred {
                true => json!("*"),
                false => json!(category.inferred_from),
            };
            value["covers"] = json!(category.covers);
            value["elements"] = json!(category.elements.iter().map(|part| &part.id).collect::<Vec<_>>());
            value
        }).collect::<Vec<_>>(),
        "purposes": derived.purposes.iter().map(|purpose| with_parent(&purpose.found, &purpose.parent)).collect::<Vec<_>>(),
        "sources": all(derived.sources.iter().map(|source| &source.found).collect()),
        "recipients": derived.recipients.iter().map(|found| recipient(found, false))
            .chain(barred_recipients(derived).into_iter().map(|found| recipient(found, true)))
            .collect::<Vec<_>>(),
        "legal_bases": all(derived.bases.iter().map(|basis| &basis.found).collect()),
        "retention": all(derived.retention.iter().map(|retention| &retention.found).collect()),
        "processing": all(derived.processing.iter().map(|method| &method.found).collect()),
        "products": derived.products.iter().map(|product| {
            let mut value = entry(product);
            if let Some((_, categories)) = derived.product_categories.iter().find(|(id, _)| *id == product.id) {
                value["categories"] = json!(categories);
            }
            value
        }).collect::<Vec<_>>(),
        "promises": all(derived.promises.iter().map(|promise| &promise.found).collect()),
        "prohibitions": all(derived.prohibitions.iter().map(|prohibition| &prohibition.found).collect()),
    })
}

/// A recipient; `barred` where only a denial names it.
fn recipient(found: &Found, barred: bool) -> Value {
    let mut value = entry(found);
    value["barred"] = json!(barred);
    value
}

fn entry(found: &Found) -> Value {
    let first = found.passages.first();
    json!({
        "id": found.id,
        "title": found.title,
        "quote": first.map(|passage| &passage.quote.text),
        "line": first.map(|passage| passage.quote.line),
        "also": found.passages.iter().skip(1).map(|passage| passage.quote.line).collect::<Vec<_>>(),
        "cue": found.cue,
    })
}
