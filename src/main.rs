//! `cargo privacy-lint`.

use privacy_lint::cli::{self, Surroundings};
use std::process::ExitCode;

// Many small allocations from all threads: the system's allocator costs a fifth of a run.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    cli::abort_without_verdict();
    let folder = std::env::current_dir().unwrap_or_else(|_| ".".into());
    let code = privacy_lint::today().map(|today| {
        let around = Surroundings { folder, today };
        cli::never_without_verdict(|| cli::run(std::env::args_os(), &around))
    });
    code.map(ExitCode::from).unwrap_or_else(|problem| {
        eprintln!("error: {problem}");
        ExitCode::from(2)
    })
}
