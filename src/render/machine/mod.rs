//! A run comes in, documents for programs go out: complete, and valid even when there is no verdict.

pub mod contract;
pub mod json;
