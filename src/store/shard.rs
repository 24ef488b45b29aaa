//! A part of a project's facts in, one file out; all parts in, in any order, the whole project out.
//!
//! Each shard carries the names of all files, so that a missing part is noticed, and a mixture of two trees too.
//! Names alone: a machine that has only its own part of the bytes, and stubs for the rest, makes the same shard.
//! Shards hold literals of the code: they are as confidential as the code.

use super::pack::{Key, Reader, Refused, Writer};
use super::squeeze::{squeeze, unseal, unsqueeze};
use super::{Draft, EXTRACTOR, folder_of};
use crate::model::fact::FileFacts;
use crate::model::finding::Problem;
use crate::model::inventory::Gap;
use crate::model::project::{Project, SourceFile};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// Which files a shard is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Partition {
    /// Counted from 1.
    part: u64,
    of: u64,
}

impl Partition {
    /// Reads `hash:1/8`.
    pub fn parse(text: &str) -> Result<Self, String> {
        let numbers = text.strip_prefix("hash:").and_then(|rest| rest.split_once('/'));
        let parsed = numbers.and_then(|(part, of)| Some((part.parse().ok()?, of.parse().ok()?)));
        match parsed {
            Some((part, of)) if 1 <= part && part <= of => Ok(Self { part, of }),
            _ => Err(format!("`{text}` is no partition: write `hash:1/8` for the first of eight parts")),
        }
    }

    /// Whether a file belongs to this part; decided by its path alone.
    pub fn has(self, path: &str) -> bool {
        let digest = name(path);
        let number = digest.iter().take(8).fold(0_u64, |number, &byte| number << 8 | u64::from(byte));
        number % self.of == self.part - 1
    }
}

/// What every shard of one project says alike, and which files it holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Head {
    project: Project,
    gaps: Vec<Gap>,
    /// Indices into `project.files`, ascending.
    holds: Vec<u32>,
}

/// Where the head lies: no path has this digest.
const HEAD: Key = [0; 32];

/// A project with the facts of all its files.
#[derive(Debug, Clone, Default)]
pub struct Whole {
    /// Packages and files.
    pub project: Project,
    /// What discovery could not see.
    pub gaps: Vec<Gap>,
    /// Facts, parallel to `project.files`.
    pub facts: Vec<FileFacts>,
}

/// Writes a shard: sealed facts with the index of their file.
pub fn write(place: &Path, project: &Project, gaps: &[Gap], facts: &[(usize, Vec<u8>)]) -> Result<(), Problem> {
    let holds = facts.iter().map(|(at, _)| *at as u32).collect();
    let mut project_of_names = project.clone();
    for file in &mut project_of_names.files {
        file.size = 0;
    }
    let head = Head { project: project_of_names, gaps: gaps.to_vec(), holds };
    let fail = |why: String| Problem::new(format!("cannot write {}: {why}", place.display()), "check the folder");
    let written = postcard::to_stdvec(&head).map_err(|error| fail(error.to_string()))?;
    put(place, &squeeze(&written), project, facts).map_err(|error| fail(error.to_string()))
}

fn put(place: &Path, head: &[u8], project: &Project, facts: &[(usize, Vec<u8>)]) -> std::io::Result<()> {
    let name_of_place = place.file_name().unwrap_or_default().to_string_lossy();
    let mut writer = Writer::begin(Draft::begin(&folder_of(place), &name_of_place)?, EXTRACTOR)?;
    writer.add(&HEAD, head)?;
    for (at, sealed) in facts {
        writer.add(&name(&project.files[*at].path), sealed)?;
    }
    writer.finish(|_| place.to_owned()).map(drop)
}

/// Joins shards into the project they were cut from.
pub fn join(places: &[PathBuf]) -> Result<Whole, Vec<Problem>> {
    let mut problems = Vec::new();
    let mut whole: Option<(Project, Vec<Gap>)> = None;
    let mut facts: Vec<Option<FileFacts>> = Vec::new();
    for place in places {
        let (head, read) = match open(place) {
            Ok(opened) => opened,
            Err(problem) => {
                problems.push(problem);
                continue;
            }
        };
        let (project, _) = whole.get_or_insert_with(|| {
            facts.resize(head.project.files.len(), None);
            (head.project.clone(), head.gaps.clone())
        });
        if *project != head.project {
            let message = format!("{} is of another tree than {}", place.display(), places[0].display());
            problems.push(Problem::new(message, "extract every part from the same files, then merge"));
            continue;
        }
        for (at, of_file) in head.holds.iter().map(|&at| at as usize).zip(read) {
            let path = &project.files[at].path;
            match &facts[at] {
                Some(known) if known.digest != of_file.digest => {
                    let message =
                        format!("`{path}` has two contents in the shards; the second is in {}", place.display());
                    problems.push(Problem::new(message, "extract every part from the same files").at(path.clone()));
                }
                _ => facts[at] = Some(of_file),
            }
        }
    }
    let Some((mut project, gaps)) = whole.filter(|_| problems.is_empty()) else { return Err(problems) };
    let missing: Vec<&SourceFile> =
        project.files.iter().zip(&facts).filter(|(_, f)| f.is_none()).map(|(f, _)| f).collect();
    if let Some(first) = missing.first() {
        let message = format!("{} of {} files are in no shard: `{}` …", missing.len(), project.files.len(), first.path);
        let help =
            "name every shard; of `--partition hash:I/N`, all N are needed; a file of no package is in none of `-p`";
        return Err(vec![Problem::new(message, help)]);
    }
    let facts: Vec<FileFacts> = facts.into_iter().flatten().collect();
    for (file, facts) in project.files.iter_mut().zip(&facts) {
        file.size = facts.lines.bytes();
    }
    Ok(Whole { project, gaps, facts })
}

fn open(place: &Path) -> Result<(Head, Vec<FileFacts>), Problem> {
    let shown = place.display();
    let damaged = || Problem::new(format!("the shard {shown} is damaged"), "extract it again");
    let pack = Reader::open(place, EXTRACTOR).map_err(|refused| match refused {
        Refused::Unreadable => Problem::new(format!("cannot read the shard {shown}"), "check the path and its rights"),
        Refused::Damaged => damaged(),
        Refused::OtherBuild => Problem::new(
            format!("the shard {shown} was written by another version of this tool"),
            "extract every part with the version that merges them",
        ),
    })?;
    let head = pack.get(&HEAD).and_then(|squeezed| unsqueeze(&squeezed));
    let head: Head = head.and_then(|bytes| postcard::from_bytes(&bytes).ok()).ok_or_else(damaged)?;
    if !is_sound(&head) {
        return Err(damaged());
    }
    let read = |&at: &u32| unseal(&pack.get(&name(&head.project.files[at as usize].path))?);
    let facts: Option<Vec<FileFacts>> = head.holds.iter().map(read).collect();
    facts.map(|facts| (head.clone(), facts)).ok_or_else(damaged)
}

/// Whether every index of a head points at something.
fn is_sound(head: &Head) -> bool {
    let packages = head.project.packages.len();
    let files_sound = head.project.files.iter().all(|file| file.package.is_none_or(|at| at < packages));
    let dependencies = head.project.packages.iter().flat_map(|package| &package.dependencies);
    let locals_sound = dependencies.filter_map(|dependency| dependency.local).all(|at| at < packages);
    files_sound && locals_sound && head.holds.iter().all(|&at| (at as usize) < head.project.files.len())
}

fn name(path: &str) -> Key {
    *blake3::hash(path.as_bytes()).as_bytes()
}
