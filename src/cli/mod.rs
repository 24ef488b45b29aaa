//! The command line: what is written comes in, an exit code goes out.

pub mod args;
mod argv;
