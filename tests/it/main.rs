//! The integration tests, one binary so that they link once.

mod bad_input;
mod browser;
mod cards;
mod discover;
mod examples;
mod extract;
mod flow_harness;
mod flowbench;
mod marks;
mod msrv;
mod points;
mod policy;
mod policy_errors;
mod project;
mod render;
mod render_fixture;
mod report;
mod report_fixture;
mod shipped_policy;
mod statement;
mod statement_drift;
mod store;
