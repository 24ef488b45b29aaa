//! `check --fix`: makes the edits that need no person, and takes back those after which a file no longer parses.

use super::super::args::Fixing;
use crate::discover::{Discovered, working_tree_changes};
use crate::extract;
use crate::gate::fix;
use crate::model::fact::FileFacts;
use crate::model::finding::{Finding, Problem};
use crate::model::mark::{Binding, Mark};
use crate::render::text::count;

/// Why the files may not be touched: what git could not give back afterwards.
pub(super) fn refusal(fixing: &Fixing, discovered: &Discovered, findings: &[Finding]) -> Option<Problem> {
    match working_tree_changes(&discovered.root) {
        Err(cause) => (!fixing.allow_no_vcs).then(|| {
            let help = "commit to a repository first, or add `--allow-no-vcs`";
            Problem::new(format!("there is nothing to take the files back from: {cause}"), help)
        }),
        Ok(changes) => {
            let edited = fix::edits(findings);
            let is_edited = |unknown: &&String| {
                edited.keys().any(|path| path == *unknown || (unknown.ends_with('/') && path.starts_with(*unknown)))
            };
            let mut open = changes.known;
            open.extend(changes.unknown.iter().filter(is_edited).cloned());
            if open.is_empty() || fixing.allow_dirty {
                return None;
            }
            let some = open.iter().take(3).map(String::as_str).collect::<Vec<_>>().join(", ");
            let help = "commit or put them aside first, or add `--allow-dirty`";
            Some(Problem::new(
                format!("{} have changes that are not committed: {some}", count(open.len(), "file")),
                help,
            ))
        }
    }
}

/// What was edited.
#[derive(Debug, Default)]
pub(super) struct Fixed {
    /// Edits that were made.
    pub edits: usize,
    /// Files that were edited.
    pub files: Vec<String>,
    /// Files that stay as they were, with the reason.
    pub left: Vec<(String, String)>,
    /// Files that could not be written.
    pub problems: Vec<Problem>,
}

/// Makes the edits, file by file.
pub(super) fn apply(discovered: &Discovered, findings: &[Finding]) -> Fixed {
    let mut fixed = Fixed::default();
    for (path, fixes) in fix::edits(findings) {
        // Links are followed to the file itself; what leads outside is not touched.
        let Some(real) = discovered.tree.real(&path) else {
            fixed.left.push((path, "it lies outside of the root".to_owned()));
            continue;
        };
        let text = match discovered.tree.read(&real).map(String::from_utf8) {
            Ok(Ok(text)) => text,
            Ok(Err(_)) => {
                fixed.left.push((path, "it is not UTF-8".to_owned()));
                continue;
            }
            Err(problem) => {
                fixed.problems.push(problem);
                continue;
            }
        };
        match fix::apply(&text, &fixes) {
            Some(new) if new == text => {}
            Some(new) if breaks(&path, &text, &new) => {
                fixed.left.push((path, "it would no longer parse".to_owned()));
            }
            Some(new) => match super::write(&discovered.root.join(&real), &new) {
                Ok(()) => {
                    fixed.edits += fixes.len();
                    fixed.files.push(path);
                }
                Err(problem) => fixed.problems.push(problem),
            },
            None => fixed.left.push((path, "an edit does not fit its text".to_owned())),
        }
    }
    fixed
}

/// Whether a Rust file parses less well than before, or a policy stops being TOML.
fn breaks(path: &str, old: &str, new: &str) -> bool {
    if path.ends_with(".toml") {
        return toml::from_str::<toml::Table>(new).is_err();
    }
    path.ends_with(".rs") && {
        let before = extract::rust(old.as_bytes());
        let after = extract::rust(new.as_bytes());
        let speaks_of_nothing = |mark: &&Mark| mark.error.is_some() || matches!(mark.binding, Binding::Dangling { .. });
        let wrong = |facts: &FileFacts| facts.marks.iter().filter(speaks_of_nothing).count();
        after.gaps.len() > before.gaps.len() || wrong(&after) > wrong(&before)
    }
}
