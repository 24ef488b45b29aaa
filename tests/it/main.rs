//! The integration tests, one binary so that they link once.

mod render;
mod render_fixture;
