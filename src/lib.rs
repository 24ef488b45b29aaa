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

/// Today by `SOURCE_DATE_EPOCH`, else by the system's clock; why it cannot be told. Read once, by `main`.
pub fn today() -> Result<jiff::civil::Date, String> {
    let seconds = match std::env::var("SOURCE_DATE_EPOCH") {
        // Waivers would end on another day than was asked for.
        Ok(text) if !text.is_empty() => {
            text.trim().parse().map_err(|_| format!("SOURCE_DATE_EPOCH is no number of seconds: {text:?}"))?
        }
        _ => {
            let clock = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
            clock.map_or(0, |since| since.as_secs() as i64)
        }
    };
    let day = jiff::Span::new().try_days(seconds.div_euclid(86_400));
    day.and_then(|days| jiff::civil::date(1970, 1, 1).checked_add(days))
        .map_err(|_| format!("SOURCE_DATE_EPOCH is beyond every calendar: {seconds}"))
}
