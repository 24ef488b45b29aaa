//! A run comes in, the JSON contract goes out. Schema: `schema/privacy-lint.schema.json`.

use super::contract;
use crate::render::Run;

/// The `json` form of `check` and of `report`.
pub fn check(run: &Run) -> String {
    contract::document(run)
}
