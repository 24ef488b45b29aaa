//! A commit → its files, read through `git ls-tree` and `git cat-file --batch`; no checkout, no network, and
//! nothing of the repository's own configuration is run.

use super::path::{ancestors, parent, resolve, starts_with};
use super::tree::{Listing, has_below, is_rust, is_sql, missing, names_in, strip, wanted};
use crate::model::finding::Problem;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Mutex;

/// The files of a commit.
#[derive(Debug)]
pub(super) struct Commit {
    repo: PathBuf,
    files: BTreeMap<String, Blob>,
    /// Links: where they stand and what is written in them, resolved against their folder.
    links: BTreeMap<String, Option<String>>,
    submodules: Vec<String>,
    unspeakable: Vec<String>,
    reader: Mutex<Option<Reader>>,
}

#[derive(Debug)]
struct Blob {
    object: String,
    size: u64,
}

/// How many links one path may pass, as in Linux.
const MOST_LINKS: usize = 40;

impl Commit {
    pub(super) fn open(repo: &Path, rev: &str) -> Result<Self, Problem> {
        let commit = format!("{rev}^{{commit}}");
        let id = output(repo, &["rev-parse", "--verify", "--end-of-options", &commit]).map_err(|cause| {
            Problem::new(
                format!("git knows no commit `{rev}` here: {cause}"),
                "check the name; in CI, fetch the history too (actions/checkout: fetch-depth: 0)",
            )
        })?;
        let id = String::from_utf8_lossy(&id).trim().to_owned();
        let list = output(repo, &["ls-tree", "-r", "-l", "-z", &id]).map_err(|cause| {
            Problem::new(format!("git cannot list commit `{rev}`: {cause}"), "check the repository")
        })?;
        let mut this = Self {
            repo: repo.to_owned(),
            files: BTreeMap::new(),
            links: BTreeMap::new(),
            submodules: Vec::new(),
            unspeakable: Vec::new(),
            reader: Mutex::new(None),
        };
        let mut links = Vec::new();
        for record in list.split(|&byte| byte == 0).filter(|record| !record.is_empty()) {
            this.enter(record, &mut links);
        }
        for (path, object) in links {
            let target = this.object(&path, &object)?;
            let target = std::str::from_utf8(&target).ok().and_then(|target| resolve(parent(&path), target));
            this.links.insert(path, target);
        }
        Ok(this)
    }

    /// One record of `ls-tree -l -z`: `mode type object size<TAB>path`.
    fn enter(&mut self, record: &[u8], links: &mut Vec<(String, String)>) {
        let Some(tab) = memchr::memchr(b'\t', record) else { return };
        let head = String::from_utf8_lossy(&record[..tab]);
        let mut words = head.split_ascii_whitespace();
        let (Some(mode), Some(_), Some(object), Some(size)) = (words.next(), words.next(), words.next(), words.next())
        else {
            return;
        };
        let Ok(path) = std::str::from_utf8(&record[tab + 1..]) else {
            self.unspeakable.push(String::from_utf8_lossy(&record[tab + 1..]).into_owned());
            return;
        };
        match mode {
            "120000" => links.push((path.to_owned(), object.to_owned())),
            "160000" => self.submodules.push(path.to_owned()),
            _ => {
                let size = size.parse().unwrap_or(0);
                self.files.insert(path.to_owned(), Blob { object: object.to_owned(), size });
            }
        }
    }

    /// The files that a walk meets: those of the commit, and links to files it would not list by themselves.
    pub(super) fn files(&self) -> impl Iterator<Item = (&str, u64)> {
        let mut seen = std::collections::BTreeSet::new();
        let linked = self.links.keys().filter(|link| wanted(link)).filter_map(move |link| {
            let real = self.real(link)?;
            let size = self.files.get(&real)?.size;
            (!wanted(&real) && seen.insert(real)).then_some((link.as_str(), size))
        });
        self.files.iter().map(|(path, blob)| (path.as_str(), blob.size)).chain(linked)
    }

    /// What the commit has and a walk of `dir` does not read.
    pub(super) fn oddities(&self, dir: &str) -> Listing {
        let mut listing = Listing::default();
        for path in self.submodules.iter().filter(|path| starts_with(path, dir)) {
            listing.gap(path, "is a submodule: its files are not in this commit");
        }
        for path in self.unspeakable.iter().filter(|path| is_rust(path) || is_sql(path)) {
            listing.gap(path, "has a name that is not UTF-8 and is not read");
        }
        for (link, target) in self.links.iter().filter(|(link, _)| wanted(link)) {
            if self.real(link).is_none() {
                let leads = if target.is_some() { "nowhere" } else { "outside of the root" };
                listing.gap(link, format!("is a link that leads {leads} and is not followed"));
            }
        }
        listing
    }

    pub(super) fn size(&self, path: &str) -> Option<u64> {
        let real = self.real(path)?;
        self.files.get(&real).map(|blob| blob.size)
    }

    pub(super) fn is_dir(&self, path: &str) -> bool {
        self.real(path).is_some_and(|real| real.is_empty() || has_below(&self.files, &real))
    }

    pub(super) fn children(&self, dir: &str) -> Vec<String> {
        let Some(real) = self.real(dir) else { return Vec::new() };
        let mut names = names_in(&self.files, &real);
        names.append(&mut names_in(&self.links, &real));
        names.into_iter().collect()
    }

    /// Follows links, of folders too, to a path that has none.
    pub(super) fn real(&self, path: &str) -> Option<String> {
        let mut at = path.to_owned();
        for _ in 0..MOST_LINKS {
            let Some(link) = ancestors(&at).find(|above| self.links.contains_key(*above)) else {
                let there = at.is_empty() || self.files.contains_key(&at) || has_below(&self.files, &at);
                return there.then_some(at);
            };
            let target = self.links.get(link)?.as_deref()?;
            let rest = at[link.len()..].trim_start_matches('/');
            at = resolve(target, rest)?;
        }
        None
    }

    pub(super) fn read(&self, path: &str) -> Result<Vec<u8>, Problem> {
        let blob = self.real(path).and_then(|real| self.files.get(&real)).ok_or_else(|| missing(path))?;
        self.object(path, &blob.object)
    }

    pub(super) fn below(mut self, dir: &str) -> Self {
        let inside = |path: &String| strip(path, dir).map(str::to_owned);
        self.files = self.files.into_iter().filter_map(|(path, blob)| Some((inside(&path)?, blob))).collect();
        let links = self.links.into_iter();
        self.links = links.filter_map(|(path, to)| Some((inside(&path)?, to.and_then(|to| inside(&to))))).collect();
        self.submodules = self.submodules.iter().filter_map(inside).collect();
        self.unspeakable = self.unspeakable.iter().filter_map(inside).collect();
        self
    }

    /// The bytes of an object, through one git process that all threads share.
    fn object(&self, path: &str, object: &str) -> Result<Vec<u8>, Problem> {
        let failed = |cause: &str| {
            Problem::new(format!("git cannot read `{path}`: {cause}"), "check the repository with `git fsck`").at(path)
        };
        let mut reader = self.reader.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let running = match reader.take() {
            Some(running) => running,
            None => Reader::start(&self.repo).map_err(|error| failed(&error.to_string()))?,
        };
        // A process that answered badly is not asked again.
        let running = reader.insert(running);
        match running.read(object) {
            Ok(Some(bytes)) => Ok(bytes),
            Ok(None) => Err(failed("the object is missing; a partial or shallow clone does not have it")),
            Err(error) => {
                *reader = None;
                Err(failed(&error.to_string()))
            }
        }
    }
}

/// A running `git cat-file --batch`.
#[derive(Debug)]
struct Reader {
    child: Child,
    ask: Option<ChildStdin>,
    answer: BufReader<ChildStdout>,
}

impl Reader {
    fn start(repo: &Path) -> std::io::Result<Self> {
        let mut command = git(repo);
        command.args(["cat-file", "--batch"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn()?;
        let gone = || std::io::Error::other("git has no pipes");
        let ask = child.stdin.take().ok_or_else(gone)?;
        let answer = BufReader::new(child.stdout.take().ok_or_else(gone)?);
        Ok(Self { child, ask: Some(ask), answer })
    }

    /// Asks for one object; the answer is `object type size`, a newline, the bytes, a newline.
    fn read(&mut self, object: &str) -> std::io::Result<Option<Vec<u8>>> {
        let ask = self.ask.as_mut().ok_or_else(|| std::io::Error::other("git has ended"))?;
        writeln!(ask, "{object}")?;
        ask.flush()?;
        let mut head = String::new();
        self.answer.read_line(&mut head)?;
        let mut words = head.split_ascii_whitespace().skip(1);
        let (kind, size) = (words.next(), words.next().and_then(|size| size.parse::<usize>().ok()));
        let Some(size) = size.filter(|_| kind == Some("blob")) else {
            return if kind == Some("missing") { Ok(None) } else { Err(std::io::Error::other("git gave no answer")) };
        };
        let mut bytes = vec![0; size];
        self.answer.read_exact(&mut bytes)?;
        self.answer.read_exact(&mut [0])?;
        Ok(Some(bytes))
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        // Closing its input ends it; waiting leaves no zombie.
        self.ask = None;
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// git, told to run nothing that the repository configures and to fetch nothing.
pub(super) fn git(repo: &Path) -> Command {
    let mut command = Command::new("git");
    command.arg("-C").arg(repo).args(["--no-pager", "--no-replace-objects", "--literal-pathspecs"]);
    // A bare repository among the scanned files would bring a configuration of its own.
    for setting in ["core.fsmonitor=false", "core.hooksPath=/dev/null", "safe.bareRepository=explicit"] {
        command.args(["-c", setting]);
    }
    // Inside a hook, git points its children at the repository of the hook.
    for inherited in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_EXTERNAL_DIFF"] {
        command.env_remove(inherited);
    }
    command.envs([
        // An object that a partial clone lacks would be fetched by a program that the configuration names. The
        // second line, a protocol that does not exist, serves git before 2.45, which does not know the first.
        ("GIT_NO_LAZY_FETCH", "1"),
        ("GIT_ALLOW_PROTOCOL", "none"),
        ("GIT_OPTIONAL_LOCKS", "0"),
        ("GIT_TERMINAL_PROMPT", "0"),
        ("LC_ALL", "C"),
    ]);
    command.stdin(Stdio::null());
    command
}

/// What a git command wrote, or the last line of its complaint.
pub(super) fn output(repo: &Path, args: &[&str]) -> Result<Vec<u8>, String> {
    let output = git(repo).args(args).output().map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => "the program `git` is not installed".to_owned(),
        _ => error.to_string(),
    })?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let complaint = String::from_utf8_lossy(&output.stderr);
    let complaint = complaint.lines().next().unwrap_or("it failed without a word");
    Err(complaint.trim_start_matches("fatal: ").to_owned())
}
