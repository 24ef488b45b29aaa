//! One file's text comes in, its facts go out.

pub mod marks;
