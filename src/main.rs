//! `cargo privacy-lint`.

use privacy_lint::cli::{self, Surroundings};
use std::process::ExitCode;

// Many small allocations from all threads: the system's allocator costs a fifth of a run.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let around =
        Surroundings { folder: std::env::current_dir().unwrap_or_else(|_| ".".into()), today: privacy_lint::today() };
    ExitCode::from(cli::run(std::env::args_os(), &around))
}
