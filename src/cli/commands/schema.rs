//! `schema`: the JSON Schemas that come with the tool.

use super::super::args::{Schema, SchemaOf};

pub(in crate::cli) fn run(args: &Schema) -> u8 {
    super::print(match args.of {
        SchemaOf::Findings => include_str!("../../../schema/privacy-lint.schema.json"),
        SchemaOf::Policy => include_str!("../../../schema/policy.schema.json"),
    })
}
