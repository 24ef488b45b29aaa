//! `cargo privacy-lint` holds a Rust codebase against the privacy statement its users were given.

pub mod model;
