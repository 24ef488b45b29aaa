//! Every question to the disk comes in, the list of them goes out: what must be as it was for a run to end as it did.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

/// What was asked about a path; a later one holds the ones before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Question {
    /// Whether it is there, as a file or a folder.
    Kind,
    /// Which names it holds.
    Names,
    /// Its bytes.
    Bytes,
}

/// The questions of a run.
#[derive(Debug, Default)]
pub struct Asked(Mutex<BTreeMap<PathBuf, Question>>);

impl Asked {
    /// Notes a question.
    pub fn note(&self, path: &Path, question: Question) {
        let Ok(mut asked) = self.0.lock() else { return };
        match asked.get_mut(path) {
            Some(known) => *known = question.max(*known),
            None => drop(asked.insert(path.to_owned(), question)),
        }
    }

    /// All questions, by path.
    pub fn list(&self) -> Vec<(PathBuf, Question)> {
        self.0
            .lock()
            .map(|asked| asked.iter().map(|(path, question)| (path.clone(), *question)).collect())
            .unwrap_or_default()
    }
}
