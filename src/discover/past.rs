//! A file comes in; what it held in the commits that changed it goes out, newest first. Nothing is fetched.

use super::git::output;
use std::path::Path;

/// What a file held after a commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Past {
    /// The commit, abbreviated.
    pub commit: String,
    /// Its day, `YYYY-MM-DD`.
    pub day: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// The earlier contents of a file, one at a time: each is read only when it is asked for. Nothing where git is not at
/// hand or does not know the file.
pub fn past(file: &Path, most: usize) -> impl Iterator<Item = Past> {
    let folder = file.parent().map(Path::to_owned).unwrap_or_default();
    let folder = if folder.as_os_str().is_empty() { std::path::PathBuf::from(".") } else { folder };
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    // `--follow` names the file as each commit knew it.
    let count = format!("--max-count={most}");
    let format = "--format=%x00%h %cs";
    let args = ["log", "--follow", &count, format, "--name-only", "--no-ext-diff", "--no-textconv", "--", &name];
    let listed = output(&folder, &args).unwrap_or_default();
    let listed = String::from_utf8_lossy(&listed).into_owned();
    let commits: Vec<(String, String, String)> = listed.split('\0').filter_map(commit).collect();
    commits.into_iter().filter_map(move |(commit, day, path)| {
        let object = format!("{commit}:{path}");
        let bytes = output(&folder, &["cat-file", "blob", &object]).ok()?;
        Some(Past { commit, day, bytes })
    })
}

/// "1a2b3c4 2024-05-01", a blank line, the file's name from the root of the repository.
fn commit(record: &str) -> Option<(String, String, String)> {
    let mut lines = record.lines().filter(|line| !line.is_empty());
    let (commit, day) = lines.next()?.split_once(' ')?;
    Some((commit.to_owned(), day.to_owned(), lines.next()?.to_owned()))
}
