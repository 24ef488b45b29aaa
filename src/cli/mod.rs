//! The command line: what is written comes in, an exit code goes out.

pub mod args;
mod argv;
mod commands;
mod terminal;

use crate::gate::Settings;
use crate::model::finding::Level;
use crate::pipeline::Request;
use args::{Cli, Command, Common};
use clap::Parser;
use std::ffi::OsString;
use std::path::PathBuf;

/// What `main` reads of the surroundings, once.
#[derive(Debug, Clone)]
pub struct Surroundings {
    /// The current folder.
    pub folder: PathBuf,
    /// Today by the system's clock, or `SOURCE_DATE_EPOCH`.
    pub today: jiff::civil::Date,
}

/// Runs the command line; the exit code: 0 clean, 1 findings at deny, 2 no verdict.
pub fn run(argv: impl IntoIterator<Item = OsString>, around: &Surroundings) -> u8 {
    let cli = match Cli::try_parse_from(argv::normalise(argv)) {
        Ok(cli) => cli,
        Err(error) => {
            let _ = error.print();
            return if error.use_stderr() { 2 } else { 0 };
        }
    };
    let code = match cli.command {
        Command::Check(args) => commands::check::run(&args, around),
        Command::Lock(args) => commands::lock::run(&args, around),
        Command::Scan(args) => commands::scan::run(&args, around),
        Command::Init(args) => commands::init::run(&args, around),
        Command::Report(args) => commands::report::run(&args, around),
        Command::Derive(args) => commands::derive::run(&args, around),
        Command::Drift(args) => commands::drift::run(&args, around),
        Command::Annotate(args) => commands::annotate::run(&args, around),
        Command::Extract(args) => commands::extract::run(&args, around),
        Command::Why(args) => commands::why::run(&args, around),
        Command::Explain(args) => commands::cards::explain(&args),
        Command::Lints(common) => commands::cards::list(&common, around),
        Command::Grammar => commands::print(crate::model::grammar::GRAMMAR),
        Command::Taxonomy(args) => commands::taxonomy::run(&args, around),
        Command::Schema { of } => commands::schema::run(of),
        Command::Completions { shell } => commands::shell::completions(shell),
        Command::Man => commands::shell::man(),
    };
    if terminal::lost() { 2 } else { code }
}

/// Runs to an exit code that means something: a crash is no verdict, and never takes the code of one.
pub fn never_without_verdict(run: impl FnOnce() -> u8) -> u8 {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(run)).unwrap_or_else(|_| {
        terminal::err(
            "error: this is a fault of cargo-privacy-lint, and there is no verdict; the lines above say where it is\n",
        );
        2
    })
}

/// Has what no unwinding catches, an overflown stack or no memory, end with exit code 2 as well; what it was, the
/// standard library writes before it aborts. Windows ends such a program with a code of its own, which is no verdict either.
pub fn abort_without_verdict() {
    #[cfg(unix)]
    {
        let always = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(true));
        // Where it cannot be had, the code is that of the signal: no verdict as well, but not as documented.
        let _ = signal_hook::flag::register_conditional_shutdown(signal_hook::consts::SIGABRT, 2, always);
    }
}

/// What the pipeline is asked for by the common options.
fn request(common: &Common, flags: Vec<(String, Level)>, policy_optional: bool, around: &Surroundings) -> Request {
    Request {
        discover: crate::discover::Options {
            start: around.folder.clone(),
            manifest_path: common.manifest_path.clone(),
            packages: common.packages.clone(),
            exclude: common.exclude.clone(),
        },
        policy: common.policy.clone(),
        policy_optional,
        settings: Settings {
            flags,
            deny_warnings: false,
            today: common.today.unwrap_or(around.today),
            tests: common.tests,
        },
        threads: common.threads,
        no_cache: common.no_cache,
        flow: true,
        facts: common.facts.clone(),
    }
}
