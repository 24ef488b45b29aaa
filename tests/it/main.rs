//! The integration tests, one binary so that they link once.

mod extract;
mod render;
mod render_fixture;
mod marks;
mod discover;
mod policy;
mod policy_errors;
mod points;
mod flow_harness;
mod flowbench;
mod flow;
