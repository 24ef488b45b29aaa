//! A block's words come in; sixteen hex digits that survive new emphasis, markers and wrapping go out.

pub use crate::policy::{block_digest, normalised};
