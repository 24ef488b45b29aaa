//! `cargo privacy-lint` holds a Rust codebase against the privacy statement its users were given.
//!
//! Text goes down a staircase of plain data, each step one module that names only steps below it:
//! `discover` lists files, `extract` reads facts off each, `link` joins names across files, `detect` finds
//! collection points, `flow` follows the data, `check` holds the inventory against the policy, `gate` decides,
//! `render` writes.

pub mod check;
pub mod cli;
pub mod detect;
pub mod discover;
pub mod extract;
pub mod flow;
pub mod gate;
pub mod link;
pub mod model;
pub mod packs;
pub mod pipeline;
pub mod policy;
pub mod render;
pub mod statement;
pub mod survey;
