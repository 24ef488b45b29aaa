//! The integration tests, one binary so that they link once.

mod discover;
mod extract;
mod gate;
mod gate_history;
mod gate_repo;
mod marks;
mod points;
mod policy;
mod policy_errors;
mod render;
mod render_fixture;
