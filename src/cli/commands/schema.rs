//! `schema`: the JSON Schema of `--format json`.

pub(in crate::cli) fn run() -> u8 {
    super::print(include_str!("../../../schema/privacy-lint.schema.json"))
}
