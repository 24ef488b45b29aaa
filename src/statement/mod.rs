//! A statement's text comes in (Markdown, HTML, plain text); a draft policy, its anchors, what has drifted and what is
//! wrong in the text itself go out.
//!
//! Reading gives blocks that know their raw bytes (`read`); cues say what a heading or lead-in is about (`role`) and
//! whether a sentence says or denies (`polarity`); deriving walks the blocks once (`derive`).

pub mod block;
mod builder;
pub mod derive;
pub mod digest;
mod html;
mod ids;
mod inline;
mod keys;
mod label;
mod markdown;
mod polarity;
mod read;
mod role;
mod sentence;
mod to_json;

pub use derive::{Derived, derive};
pub use digest::block_digest;
pub use read::{Format, Statement, read};
pub use to_json::to_json;
