//! The integration tests, one binary so that they link once.

mod statement;
mod discover;
mod extract;
mod marks;
mod points;
mod policy;
mod policy_errors;
mod render;
mod render_fixture;
mod points;
mod flow_harness;
mod flowbench;
mod browser;
mod render;
mod render_fixture;
mod report;
mod report_fixture;
