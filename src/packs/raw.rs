//! The text of a pack comes in, its tables as written go out. Unknown fields are errors with their place.

use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

type Text = Spanned<String>;

/// `rules/keys.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawKeys {
    pub keys: BTreeMap<String, RawKey>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawKey {
    pub title: String,
    pub source: String,
    pub special: Option<String>,
    pub ccpa: Option<String>,
    #[serde(default)]
    pub secret: bool,
}

/// A pack: a file under `rules/data/` or `rules/crates/`, or a user's own.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawPack {
    pub pack: RawHead,
    #[serde(default)]
    pub name: Vec<RawName>,
    #[serde(default)]
    pub owner: Vec<RawWords>,
    #[serde(default)]
    pub qualifier: Vec<RawWords>,
    #[serde(default)]
    pub report: Vec<RawReport>,
    #[serde(default)]
    pub derive: Vec<RawDerive>,
    #[serde(default)]
    pub header: Vec<RawValue>,
    #[serde(default)]
    pub variable: Vec<RawValue>,
    #[serde(default)]
    pub file: Vec<RawValue>,
    #[serde(default, rename = "type")]
    pub types: Vec<RawType>,
    #[serde(default)]
    pub source: Vec<RawApi>,
    #[serde(default)]
    pub sink: Vec<RawApi>,
    #[serde(default)]
    pub pass: Vec<RawApi>,
    #[serde(default)]
    pub transform: Vec<RawApi>,
    #[serde(default)]
    pub stop: Vec<RawApi>,
    #[serde(default)]
    pub example: Vec<RawExample>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawHead {
    pub title: String,
    #[serde(default)]
    pub crates: Vec<String>,
    #[serde(default = "first")]
    pub version: u32,
}

fn first() -> u32 {
    1
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawName {
    pub id: Text,
    pub key: Text,
    pub words: Vec<Text>,
    #[serde(default)]
    pub owners: Vec<Text>,
    #[serde(default)]
    pub unless: Vec<Text>,
    #[serde(default)]
    pub accepts: Vec<Text>,
    #[serde(default)]
    pub roles: Vec<Text>,
    #[serde(default)]
    pub qualifiers: Vec<String>,
    #[serde(default)]
    pub bare: bool,
    #[serde(default)]
    pub head: bool,
    #[serde(default)]
    pub whole: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawWords {
    pub class: Text,
    pub words: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawReport {
    pub key: Text,
    pub words: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawDerive {
    pub id: Text,
    pub names: Vec<String>,
    pub role: Text,
    pub with: Option<String>,
    #[serde(default)]
    pub taken: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawValue {
    pub id: Text,
    pub names: Vec<String>,
    pub key: Text,
    pub within: Option<Text>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawType {
    pub id: Text,
    pub names: Vec<String>,
    pub key: Text,
    #[serde(default)]
    pub param: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawApi {
    pub id: Text,
    #[serde(default)]
    pub functions: Vec<Text>,
    #[serde(default)]
    pub methods: Vec<Text>,
    #[serde(default)]
    pub macros: Vec<Text>,
    #[serde(default)]
    pub fields: Vec<Text>,
    #[serde(default)]
    pub types: Vec<Text>,
    #[serde(default)]
    pub items: Vec<Text>,
    #[serde(default)]
    pub keys: Vec<Text>,
    pub kind: Option<Text>,
    pub transform: Option<Text>,
    pub recipient: Option<String>,
    pub within: Option<Text>,
    #[serde(default)]
    pub from: Vec<Text>,
    #[serde(default)]
    pub to: Vec<Text>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawExample {
    pub rust: Text,
    #[serde(default)]
    pub quiet: bool,
}
