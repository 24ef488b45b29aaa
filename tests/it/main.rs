//! The integration tests, one binary so that they link once.

mod discover;
mod extract;
mod flow;
mod flow_harness;
mod flowbench;
mod marks;
mod points;
mod policy;
mod policy_errors;
mod render;
mod render_fixture;
