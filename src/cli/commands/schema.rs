//! `schema`: the JSON Schema of `--format json`, and of policy.toml for editors.

use super::super::args::SchemaOf;

pub(in crate::cli) fn run(of: SchemaOf) -> u8 {
    super::print(match of {
        SchemaOf::Output => include_str!("../../../schema/privacy-lint.schema.json"),
        SchemaOf::Policy => include_str!("../../../schema/policy.schema.json"),
    })
}
