//! A statement's text comes in (Markdown, HTML, plain text); a draft policy, its anchors, what has drifted and what is
//! wrong in the text itself go out.
//!
//! Reading gives blocks that know their raw bytes (`read`); cues say what a heading or lead-in is about (`role`) and
//! whether a sentence says or denies (`polarity`); deriving walks the blocks once (`derive`).

mod accept;
mod acts;
pub mod block;
mod builder;
pub mod derive;
pub mod digest;
pub mod drift;
mod heading_shapes;
mod html;
mod ids;
mod inline;
mod keys;
mod label;
mod lead;
mod lines;
pub mod lints;
mod markdown;
mod polarity;
mod read;
mod role;
mod role_words;
mod sentence;
mod to_json;
mod to_toml;
mod trace;
mod unanchored;
mod update;
mod wording;

pub use accept::{Accepted, accept, read_again};
pub use derive::{Derived, derive};
pub use digest::block_digest;
pub use drift::{Drift, Verdict, drift, drift_since, words_of};
pub use lints::lint;
pub use read::{Format, Statement, read};
pub use to_json::to_json;
pub use to_toml::{DraftEntry, entries, to_toml};
pub use trace::sentence_of;
pub use update::{Proposal, update};
