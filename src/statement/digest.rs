//! The digest of a passage: one definition for anchors, drafts and drift, that of the policy.

pub use crate::policy::{block_digest, normalised};
