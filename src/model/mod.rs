//! Plain data that every stage hands to the next: places, files, facts, the inventory, findings.
//! Names nothing above it; std and serde only.

pub mod card;
pub mod code;
pub mod dotted;
pub mod fact;
pub mod finding;
pub mod grammar;
pub mod hostile;
pub mod inventory;
pub mod mark;
pub mod outcome;
pub mod place;
pub mod project;
