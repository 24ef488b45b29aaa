//! `check --with "cargo check …"`: another checker's messages come in as they are written, and go out before ours.

use super::super::terminal;
use crate::model::finding::Problem;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

/// Runs the command and passes its lines on at once; whether it ended well.
///
/// Its `build-finished` is held back: a reader takes it for the end, and ours follows.
pub(super) fn stream(command: &str) -> Result<bool, Problem> {
    let words = words(command);
    let Some((program, arguments)) = words.split_first() else {
        return Err(Problem::new(
            "`--with` names no command",
            "for example --with \"cargo check --message-format=json\"",
        ));
    };
    let failed = |error: std::io::Error| {
        Problem::new(format!("cannot run `{program}`: {error}"), "check the command of `--with`")
    };
    let mut child =
        Command::new(program).args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).spawn().map_err(failed)?;
    if let Some(stdout) = child.stdout.take() {
        for line in BufReader::new(stdout).split(b'\n').map_while(Result::ok) {
            let line = String::from_utf8_lossy(&line);
            if !is_end(&line) {
                terminal::out(&line);
                terminal::out("\n");
            }
        }
    }
    child.wait().map(|status| status.success()).map_err(failed)
}

fn is_end(line: &str) -> bool {
    let message: Option<serde_json::Value> = line.starts_with('{').then(|| serde_json::from_str(line).ok()).flatten();
    message.is_some_and(|message| message["reason"] == "build-finished")
}

/// Our messages, of which the last says how both ended.
pub(super) fn joined(text: &str, other_ended_well: bool) -> String {
    if other_ended_well {
        return text.to_owned();
    }
    text.replace(
        "{\"reason\":\"build-finished\",\"success\":true}",
        "{\"reason\":\"build-finished\",\"success\":false}",
    )
}

/// Splits at spaces; quotes hold words together. No shell runs, so nothing is expanded.
fn words(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    for c in command.chars() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (Some(_), c) => word.get_or_insert_default().push(c),
            (None, '"' | '\'') => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (None, c) if c.is_whitespace() => words.extend(word.take()),
            (None, c) => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_hold_words_together() {
        assert_eq!(words("cargo check  --message-format=json"), ["cargo", "check", "--message-format=json"]);
        assert_eq!(words("run 'a b' \"c d\"e ''"), ["run", "a b", "c de", ""]);
        assert!(words("  ").is_empty());
    }

    #[test]
    fn the_end_of_the_other_is_held_back() {
        assert!(is_end("{\"reason\":\"build-finished\",\"success\":true}"));
        assert!(!is_end("{\"reason\":\"compiler-message\"}") && !is_end("Checking app"));
    }
}
