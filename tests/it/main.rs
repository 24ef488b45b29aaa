//! The integration tests, one binary so that they link once.

mod bad_input;
mod cards;
mod discover;
mod examples;
mod extract;
mod marks;
mod msrv;
mod points;
mod policy;
mod policy_errors;
mod project;
mod render;
mod render_fixture;
mod shipped_policy;
