//! The integration tests, one binary so that they link once.

mod browser;
mod render;
mod render_fixture;
mod report;
mod report_fixture;
