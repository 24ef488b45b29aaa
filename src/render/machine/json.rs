//! A run comes in, the JSON contract goes out. Schema: `schema/privacy-lint.schema.json`.

use super::contract;
pub use super::contract::{Changed, Code, Reported};
use crate::render::Run;

/// The `json` form of `check`.
pub fn check(run: &Run) -> String {
    contract::document(run, None)
}

/// The `json` form of `report`: the same, with what the policy allows, for later comparisons.
pub fn report(run: &Run, reported: Reported) -> String {
    contract::document(run, Some(reported))
}
