//! The raw command line comes in; one that clap reads goes out: cargo's own word dropped, the command first.

use clap::CommandFactory;
use std::ffi::OsString;

/// `cargo privacy-lint --format json check` and `cargo-privacy-lint --format json` both become
/// `cargo-privacy-lint check --format json`.
pub(super) fn normalise(argv: impl IntoIterator<Item = OsString>) -> Vec<OsString> {
    let mut words: Vec<OsString> = argv.into_iter().collect();
    if words.get(1).is_some_and(|word| word == "privacy-lint") {
        words.remove(1);
    }
    let rest = words.split_off(words.len().min(1));
    let command = super::args::Cli::command();
    let mut at = 0;
    while let Some(word) = rest.get(at).and_then(|word| word.to_str()) {
        if word == "--" {
            break;
        }
        if command.get_subcommands().any(|sub| sub.get_name() == word) {
            let (before, from) = rest.split_at(at);
            words.extend([&from[..1], before, &from[1..]].concat());
            return words;
        }
        at += if takes_value(&command, word) { 2 } else { 1 };
    }
    let for_the_whole = |word: &OsString| matches!(word.to_str(), Some("-h" | "--help" | "-V" | "--version" | "help"));
    if rest.len() == 1 && for_the_whole(&rest[0]) {
        words.push(if rest[0] == "help" { "--help".into() } else { rest[0].clone() });
    } else if rest.first().and_then(|word| word.to_str()).is_some_and(|word| !word.starts_with('-')) {
        // An unknown command: clap says so, with the nearest name.
        words.extend(rest);
    } else {
        words.push("check".into());
        words.extend(rest);
    }
    words
}

/// Whether a flag of any command is followed by its value in the next word.
fn takes_value(command: &clap::Command, word: &str) -> bool {
    if word.contains('=') || !word.starts_with('-') {
        return false;
    }
    let named = |arg: &clap::Arg| match word.strip_prefix("--") {
        Some(long) => arg.get_long() == Some(long) || arg.get_all_aliases().unwrap_or_default().contains(&long),
        None => word.chars().count() == 2 && arg.get_short() == word.chars().nth(1),
    };
    let all = command.get_subcommands().flat_map(|sub| sub.get_arguments());
    all.into_iter().any(|arg| named(arg) && arg.get_action().takes_values())
}
