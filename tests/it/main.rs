//! The integration tests, one binary so that they link once.
mod policy;
mod policy_errors;
