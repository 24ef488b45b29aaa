//! A folder and a revision come in, the commit that a change begins at goes out; nothing is fetched.

use super::git::output;
use crate::model::finding::Problem;
use std::path::{Path, PathBuf};

/// The commit at which a change left the line it is compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MergeBase {
    /// The root of the repository's working tree, links resolved.
    pub top: PathBuf,
    /// The commit, in full.
    pub commit: String,
    /// The revision asked for.
    pub rev: String,
}

impl MergeBase {
    /// The commit as people read it.
    pub fn shown(&self) -> String {
        format!("{} (the merge base with {})", &self.commit[..self.commit.len().min(9)], self.rev)
    }
}

/// Finds the merge base of what is checked out with a revision.
pub fn merge_base(folder: &Path, rev: &str) -> Result<MergeBase, Problem> {
    let ask = |args: &[&str]| output(folder, args).map(|text| String::from_utf8_lossy(&text).trim().to_owned());
    let top = ask(&["rev-parse", "--show-toplevel"]).map_err(|cause| {
        let help = match cause.contains("dubious ownership") {
            true => "the folder belongs to another user: `git config --global --add safe.directory FOLDER`",
            false => "`--since` compares with a commit: run it in a clone of the repository",
        };
        Problem::new(format!("git has no working tree here: {cause}"), help)
    })?;
    let top = PathBuf::from(top);
    let top = top.canonicalize().unwrap_or(top);
    let shallow = ask(&["rev-parse", "--is-shallow-repository"]).is_ok_and(|answer| answer == "true");
    let commit =
        |rev: &str| ask(&["rev-parse", "--verify", "--quiet", "--end-of-options", &format!("{rev}^{{commit}}")]);
    let Ok(other) = commit(rev) else {
        let help = if shallow {
            DEPTH.to_owned()
        } else if commit(&format!("origin/{rev}")).is_ok() {
            format!("did you mean `origin/{rev}`?")
        } else {
            "check the name; in CI, fetch it (actions/checkout: fetch-depth: 0)".to_owned()
        };
        return Err(Problem::new(format!("git knows no commit `{rev}` here"), help));
    };
    let Ok(head) = commit("HEAD") else {
        return Err(Problem::new("nothing is committed here yet", "leave out `--since` for the first commit"));
    };
    match ask(&["merge-base", "--end-of-options", &head, &other]) {
        Ok(commit) if !commit.is_empty() => Ok(MergeBase { top, commit, rev: rev.to_owned() }),
        _ if shallow => {
            let message = format!("this clone is shallow and does not reach the merge base with `{rev}`");
            Err(Problem::new(message, DEPTH))
        }
        _ => {
            let help = "name the commit to compare with, or leave out `--since`";
            Err(Problem::new(format!("this branch and `{rev}` have no history in common"), help))
        }
    }
}

const DEPTH: &str =
    "fetch the history: `fetch-depth: 0` for actions/checkout, `GIT_DEPTH: 0` for GitLab, or `git fetch --unshallow`";

/// What differs below a folder from what is committed; paths are relative to it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Changes {
    /// Files that git knows.
    pub known: Vec<String>,
    /// Files, and folders with a `/` at their end, that it does not know and nobody told it to ignore.
    pub unknown: Vec<String>,
}

/// What is not committed; why git cannot say.
pub fn working_tree_changes(folder: &Path) -> Result<Changes, String> {
    let prefix = output(folder, &["rev-parse", "--show-prefix"])?;
    let prefix = String::from_utf8_lossy(&prefix).trim_end().to_owned();
    let list = output(folder, &["status", "--porcelain", "-z", "--no-renames", "--untracked-files=normal", "--", "."])?;
    let mut changes = Changes::default();
    for record in list.split(|&byte| byte == 0).filter(|record| record.len() > 3) {
        let path = String::from_utf8_lossy(&record[3..]).into_owned();
        let path = path.strip_prefix(&prefix).map(str::to_owned).unwrap_or(path);
        let side = if record.starts_with(b"??") { &mut changes.unknown } else { &mut changes.known };
        side.push(path);
    }
    Ok(changes)
}

/// Whether the code, manifests and policies below a folder differ from a commit, new ones included; `None` where git
/// cannot say. Other files may differ: a report that was written beside them is one.
pub fn differs_from(folder: &Path, commit: &str) -> Option<bool> {
    const READ: [&str; 3] = [".rs", ".sql", ".toml"];
    let is_read = |name: &[u8]| READ.iter().any(|ending| name.ends_with(ending.as_bytes()));
    let lists_some = |args: &[&str]| {
        let names = output(folder, &[args, &["-z", "--", "."]].concat()).ok()?;
        Some(names.split(|&byte| byte == 0).any(is_read))
    };
    let commit = format!("{commit}^{{commit}}");
    let id = output(folder, &["rev-parse", "--verify", "--end-of-options", &commit]).ok()?;
    let id = String::from_utf8_lossy(&id).trim().to_owned();
    let changed = lists_some(&["diff", "--name-only", "--no-ext-diff", "--no-textconv", &id])?;
    Some(changed || lists_some(&["ls-files", "--others", "--exclude-standard"])?)
}
