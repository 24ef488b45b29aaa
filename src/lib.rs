//! `cargo privacy-lint` holds a Rust codebase against the privacy statement its users were given.
//!
//! Text goes down a staircase of plain data, each step one module that names only steps below it:
//! `discover` lists files, `extract` reads facts off each, `link` joins names across files, `detect` finds
//! collection points, `flow` follows the data, `check` holds the inventory against the policy, `gate` decides,
//! `suggest` proposes edits, `render` writes.

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
pub mod store;
pub mod suggest;
pub mod survey;

/// Today by `SOURCE_DATE_EPOCH`, else by the system's clock. Read once, by `main`.
pub fn today() -> jiff::civil::Date {
    let seconds = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|seconds| seconds.trim().parse::<i64>().ok());
    let since_epoch = || std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map(|d| d.as_secs() as i64);
    let seconds = seconds.or_else(|| since_epoch().ok()).unwrap_or_default();
    let days = seconds.div_euclid(86_400);
    let epoch = jiff::civil::date(1970, 1, 1);
    epoch.checked_add(jiff::Span::new().days(days)).unwrap_or(epoch)
}
