//! A command line comes in, what it said the last time goes out, if nothing that it depends on has changed.

use super::super::Surroundings;
use super::super::args::Common;
use crate::pipeline::Analysis;
use crate::store::verdict::{self, Digests, Name, Said};
use std::path::PathBuf;
use std::time::SystemTime;

/// A run whose words may be kept.
pub(super) struct Remembered {
    name: Name,
    folder: PathBuf,
    threads: Option<usize>,
    begun: SystemTime,
}

impl Remembered {
    /// `words` are all that the run's result depends on beside the disk, the folder and the day; `None` for a run that
    /// keeps nothing or that asks shards.
    pub(super) fn of(common: &Common, words: &str, around: &Surroundings) -> Option<Self> {
        if common.no_cache || !common.facts.is_empty() {
            return None;
        }
        let manifest = common.manifest_path.as_ref().and_then(|path| path.parent());
        let folder = manifest.map_or_else(|| around.folder.clone(), |folder| around.folder.join(folder));
        let today = common.today.unwrap_or(around.today);
        let folder = folder.canonicalize().ok()?;
        let name = verdict::name(&format!("{words} {today} {} {}", around.folder.display(), folder.display()));
        Some(Self { name, folder, threads: common.threads, begun: SystemTime::now() })
    }

    /// What was said before.
    pub(super) fn recall(&self) -> Option<Said> {
        verdict::recall(&self.folder, self.name, self.threads)
    }

    /// Keeps what is said now and the exit code, if nothing went wrong.
    pub(super) fn keep(&self, analysis: &Analysis, code: u8, text: impl FnOnce() -> String) {
        let Some(discovered) = &analysis.discovered else { return };
        if !analysis.outcome.errors.is_empty() || !crate::store::may_keep(&discovered.root) {
            return;
        }
        let mut asked = discovered.tree.asked();
        asked.extend(discovered.above.iter().cloned());
        asked.extend(analysis.asked.iter().cloned());
        // The same path asked about twice stands with the larger question only.
        asked.sort_by(|a, b| (&a.0, b.1).cmp(&(&b.0, a.1)));
        asked.dedup_by(|later, kept| later.0 == kept.0);
        let said = Said { text: text(), code };
        verdict::keep(&discovered.root, self.name, self.begun, &asked, &digests(analysis), said);
    }
}

/// The digests of the files whose facts were used.
fn digests(analysis: &Analysis) -> Digests {
    let Some(discovered) = &analysis.discovered else { return Digests::new() };
    let files = analysis.ws.project.files.iter().zip(&analysis.ws.files);
    let of_file = |(file, facts): (&crate::model::project::SourceFile, &crate::model::fact::FileFacts)| {
        let half = facts.digest.get(..32)?;
        let mut digest = [0; 16];
        for (at, byte) in digest.iter_mut().enumerate() {
            *byte = u8::from_str_radix(half.get(2 * at..2 * at + 2)?, 16).ok()?;
        }
        Some((discovered.root.join(&file.path), digest))
    };
    files.filter_map(of_file).collect()
}
