//! The schema of policy.toml that editors use: what it takes, and that it knows the keys that the loader knows.

use privacy_lint::check::LINTS;
use privacy_lint::model::finding::Problem;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;

fn schema() -> Value {
    let place = Path::new(env!("CARGO_MANIFEST_DIR")).join("schema/policy.schema.json");
    serde_json::from_str(&std::fs::read_to_string(place).expect("the schema is in the package")).expect("JSON")
}

fn as_json(policy: &str) -> Value {
    let table: toml::Table = policy.parse().expect("TOML");
    serde_json::to_value(table).expect("plain data")
}

fn errors(policy: &str) -> Vec<String> {
    let validator = jsonschema::validator_for(&schema()).expect("the schema is a schema");
    let document = as_json(policy);
    validator.iter_errors(&document).map(|error| format!("{}: {error}", error.instance_path)).collect()
}

#[test]
fn every_policy_here_is_taken() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut all = vec![root.join("policy.toml")];
    let examples = std::fs::read_dir(root.join("examples")).expect("the examples").flatten();
    all.extend(examples.map(|entry| entry.path().join("policy.toml")).filter(|place| place.is_file()));
    assert!(all.len() >= 5, "{all:?}");
    for place in all {
        let text = std::fs::read_to_string(&place).expect("a policy");
        assert_eq!(errors(&text), Vec::<String>::new(), "{}", place.display());
    }
}

#[test]
fn what_the_loader_refuses_is_refused() {
    for wrong in [
        "version = 2",
        "version = 1\n[categories.a]\ncover = [\"user.contact\"]",
        "version = 1\n[categories.a]\ncovers = [\"Contact\"]",
        "version = 1\n[categories.a]\nretention = \"30 days\"",
        "version = 1\n[categories.Contact_data]",
        "version = 1\n[lints]\nmissing_gates = \"warn\"",
        "version = 1\n[lints]\nmissing_gate = \"error\"",
        "version = 1\n[[waivers.entries]]\nlint = \"missing_gate\"\nat = \"a\"\nreason = \"r\"\nexpires = \"2027-01-01\"",
        "version = 1\n[[rules]]\nid = \"r\"",
    ] {
        assert!(!errors(wrong).is_empty(), "taken: {wrong}");
        assert!(load(wrong).is_err(), "loaded: {wrong}");
    }
}

fn load(text: &str) -> Result<privacy_lint::policy::Policy, Vec<Problem>> {
    let lints: Vec<&str> = LINTS.iter().map(|lint| lint.name).collect();
    let none = |path: &str| Err(Problem::new(format!("there is no {path}"), ""));
    privacy_lint::policy::load("policy.toml", text, &none, &lints)
}

/// A key that is near none, where each table of the schema stands in a policy.
const PLACES: &[(&str, &str)] = &[
    ("", "KEY"),
    ("/properties/extends/oneOf/1", "extends = { path = \"a\", sha256 = \"b\", KEY }"),
    ("/properties/documents/additionalProperties", "[documents.a]\nKEY"),
    ("/properties/organisation", "[organisation]\nKEY"),
    ("/properties/levels/items", "[[levels]]\nlint = \"missing_gate\"\nlevel = \"warn\"\ncrates = [\"a\"]\nKEY"),
    ("/properties/waivers", "[waivers]\nKEY"),
    ("/properties/waivers/properties/entries/items", "[[waivers.entries]]\nKEY"),
    ("/properties/subjects/additionalProperties", "[subjects.a]\nKEY"),
    ("/properties/sources/additionalProperties", "[sources.a]\nKEY"),
    ("/properties/purposes/additionalProperties", "[purposes.a]\nKEY"),
    (
        "/properties/purposes/additionalProperties/properties/bases/items/oneOf/1",
        "[purposes.a]\nbases = [{ id = \"b\", KEY }]",
    ),
    ("/properties/bases/additionalProperties", "[bases.a]\nKEY"),
    ("/properties/processing/additionalProperties", "[processing.a]\nKEY"),
    ("/properties/recipients/additionalProperties", "[recipients.a]\nKEY"),
    ("/properties/stores/additionalProperties", "[stores.a]\nKEY"),
    ("/properties/products/additionalProperties", "[products.a]\nKEY"),
    ("/properties/categories/additionalProperties", "[categories.a]\nKEY"),
    (
        "/properties/categories/additionalProperties/properties/elements/additionalProperties",
        "[categories.a.elements.b]\nKEY",
    ),
    ("/properties/activities/additionalProperties", "[activities.a]\nKEY"),
    ("/properties/rules/items", "[[rules]]\nid = \"a\"\ndeny = { collect = \"@special\" }\nKEY"),
    ("/properties/rules/items/properties/deny", "[[rules]]\nid = \"a\"\ndeny = { collect = \"@special\", KEY }"),
    (
        "/properties/rules/items/properties/deny/properties/to",
        "[[rules]]\nid = \"a\"\ndeny = { flow = \"@special\", to = { KEY } }",
    ),
    (
        "/properties/rules/items/properties/except/items",
        "[[rules]]\nid = \"a\"\ndeny = { collect = \"@special\" }\nexcept = [{ KEY }]",
    ),
    ("/properties/promises/items", "[[promises]]\nid = \"a\"\nKEY"),
    ("/properties/marks/items", "[[marks]]\nat = \"a\"\nsays = \"b\"\nKEY"),
    ("/properties/packs", "[packs]\nKEY"),
    ("/properties/outside/items", "[[outside]]\ntitle = \"a\"\nKEY"),
    ("/properties/silences/items", "[[silences]]\nKEY"),
    ("/definitions/anchor", "[categories.a]\nanchor = { quote = \"a\", KEY }"),
];

#[test]
fn the_schema_knows_the_keys_that_the_loader_knows() {
    let schema = schema();
    for (pointer, policy) in PLACES {
        let version = if policy.starts_with("KEY") { "" } else { "version = 1\n" };
        let text = format!("{version}{}", policy.replace("KEY", "qqqqqqqqqqqqqqqq = 1"));
        let problems = load(&text).expect_err("an unknown key");
        let unknown = problems.iter().find(|problem| problem.message.starts_with("unknown key `qqqqqqqqqqqqqqqq`"));
        let help = &unknown.unwrap_or_else(|| panic!("{text}: {problems:?}")).help;
        let loader: BTreeSet<&str> = help.split('`').skip(1).step_by(2).collect();
        let object = schema.pointer(pointer).unwrap_or_else(|| panic!("the schema has no {pointer}"));
        let editor = object["properties"].as_object().expect("properties");
        let editor: BTreeSet<&str> = editor.keys().map(String::as_str).collect();
        assert_eq!(editor, loader, "{pointer}");
    }
    let lints: BTreeSet<&str> = LINTS.iter().map(|lint| lint.name).collect();
    let known = schema["properties"]["lints"]["properties"].as_object().expect("properties");
    assert_eq!(known.keys().map(String::as_str).collect::<BTreeSet<_>>(), lints);
    let named = schema["definitions"]["lint"]["enum"].as_array().expect("names");
    assert_eq!(named.iter().filter_map(Value::as_str).collect::<BTreeSet<_>>(), lints);
    // `[lints]` is the one table that is not in the list above.
    assert_eq!(closed(&schema), PLACES.len() + 1);
}

/// Tables that take no key but those they name.
fn closed(value: &Value) -> usize {
    match value {
        Value::Object(map) => {
            usize::from(map.get("additionalProperties") == Some(&Value::Bool(false)))
                + map.values().map(closed).sum::<usize>()
        }
        Value::Array(list) => list.iter().map(closed).sum(),
        _ => 0,
    }
}

/// The names of all keys of a schema, those of the tables below included; of the lints only `[lints]` itself.
fn keys(value: &Value, of: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            for (name, inner) in fields {
                if name == "properties" {
                    let named = inner.as_object().expect("properties are a table");
                    of.extend(named.keys().filter(|key| LINTS.iter().all(|lint| lint.name != **key)).cloned());
                }
                keys(inner, of);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| keys(item, of)),
        _ => {}
    }
}

#[test]
fn the_reference_names_every_key_and_its_example_is_a_policy() {
    let place = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/policy.md");
    let reference = std::fs::read_to_string(place).expect("the reference");
    let mut known = BTreeSet::new();
    keys(&schema(), &mut known);
    assert!(known.len() > 60, "{known:?}");
    // `key`, a table's name in `[key.ID]`, a key of a table shown whole.
    let said: BTreeSet<&str> = reference.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
    let missing: Vec<&String> = known.iter().filter(|key| !said.contains(key.as_str())).collect();
    assert!(missing.is_empty(), "docs/policy.md does not name {missing:?}");

    let (_, rest) = reference.split_once("```toml\n").expect("an example");
    let (example, _) = rest.split_once("```").expect("its end");
    assert_eq!(errors(example), Vec::<String>::new());
    load(example).unwrap_or_else(|problems| panic!("{problems:#?}"));
}
