//! The integration tests, one binary so that they link once.

mod discover;
mod extract;
mod marks;
mod points;
mod policy;
mod policy_errors;
mod render;
mod render_fixture;
mod statement;
mod statement_drift;
