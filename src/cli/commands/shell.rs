//! `completions` and `man`, from the same source as `--help`.

use super::super::args::Cli;
use clap::CommandFactory;
use std::io::Write;

pub(in crate::cli) fn completions(shell: clap_complete::Shell) -> u8 {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "cargo-privacy-lint", &mut text);
    let _ = std::io::stdout().write_all(&text);
    0
}

pub(in crate::cli) fn man() -> u8 {
    let mut text = Vec::new();
    match clap_mangen::Man::new(Cli::command()).render(&mut text) {
        Ok(()) => {
            let _ = std::io::stdout().write_all(&text);
            0
        }
        Err(_) => 2,
    }
}
