//! What the terminal is: colours, width, and where text goes.

use super::args::{Color, Common};
use crate::render::Look;
use std::io::{IsTerminal, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// How output shall look. Flag, then `CARGO_TERM_COLOR`, `NO_COLOR`, `CLICOLOR_FORCE`, then whether it is a terminal.
pub(super) fn look(common: &Common, all: bool, on_terminal: bool, elapsed: Option<Duration>) -> Look {
    Look {
        color: color(common.color, on_terminal),
        width: width(),
        all,
        quiet: common.quiet,
        verbose: common.verbose,
        elapsed: elapsed.filter(|_| on_terminal),
    }
}

fn color(flag: Color, on_terminal: bool) -> bool {
    let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    match (flag, set("CARGO_TERM_COLOR").as_deref()) {
        (Color::Always, _) | (Color::Auto, Some("always")) => true,
        (Color::Never, _) | (Color::Auto, Some("never")) => false,
        _ if set("NO_COLOR").is_some() => false,
        _ if set("CLICOLOR_FORCE").is_some_and(|value| value != "0") => true,
        _ => on_terminal && set("TERM").as_deref() != Some("dumb"),
    }
}

/// The terminal's columns by `COLUMNS`, between 60 and 120; 100 where nobody says.
fn width() -> usize {
    let columns = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    columns.unwrap_or(100).clamp(60, 120)
}

/// Whether something that was to be written to standard output is lost.
static LOST: AtomicBool = AtomicBool::new(false);

/// Writes to standard output; a closed pipe is no error.
pub(super) fn out(text: &str) {
    let mut to = std::io::stdout();
    let Err(error) = to.write_all(text.as_bytes()).and_then(|()| to.flush()) else { return };
    if error.kind() != std::io::ErrorKind::BrokenPipe {
        err(&format!("error: the output could not be written: {error}\n"));
        LOST.store(true, Ordering::Relaxed);
    }
}

/// Whether a disk was full, say: what reads the output must not take half of it for all.
pub(super) fn lost() -> bool {
    LOST.load(Ordering::Relaxed)
}

/// Writes to standard error.
pub(super) fn err(text: &str) {
    let _ = std::io::stderr().write_all(text.as_bytes());
}

pub(super) fn out_is_terminal() -> bool {
    std::io::stdout().is_terminal()
}

pub(super) fn err_is_terminal() -> bool {
    std::io::stderr().is_terminal()
}
