//! A run comes in, the JSON contract goes out. Schema: `schema/privacy-lint.schema.json`.

use super::{contract, terms};
use crate::render::Run;

/// The `json` form of `check`.
pub fn check(run: &Run) -> String {
    contract::document(run, None)
}

/// The `json` form of `report`: the same, with what the policy allows, for later comparisons.
pub fn report(run: &Run) -> String {
    contract::document(run, Some(run.policy.map(terms::of).unwrap_or_default()))
}
