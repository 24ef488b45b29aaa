//! What was discovered comes in; its policy, rule packs and linked facts go out, and what kept them from being read.

use super::Request;
use crate::check::LINTS;
use crate::discover::{Asked, Discovered, Question, Tree};
use crate::extract;
use crate::link::{self, Workspace};
use crate::model::code;
use crate::model::fact::{FactGap, FileFacts};
use crate::model::finding::Problem;
use crate::model::project::SourceFile;
use crate::packs::{self, Detectors};
use crate::policy::Policy;
use crate::statement::Statement;
use crate::store::{self, Cache, shard};
use rayon::prelude::*;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Where the files are kept that stand beside the code: the policy, its base, a baseline.
pub(super) enum Source {
    /// On disk: what is asked of it is noted.
    Disk(Asked),
    /// In a commit; `top` is what its root is called on disk. What lies outside is read from the disk.
    Commit { tree: Box<Tree>, top: PathBuf },
}

impl Source {
    /// The disk.
    pub(super) fn disk() -> Self {
        Self::Disk(Asked::default())
    }

    /// What the disk was asked.
    pub(super) fn asked(&self) -> Vec<(PathBuf, Question)> {
        match self {
            Self::Disk(asked) => asked.list(),
            Self::Commit { .. } => Vec::new(),
        }
    }

    /// The text at a path of the disk.
    pub(super) fn text(&self, place: &Path) -> io::Result<String> {
        let (tree, top) = match self {
            Self::Disk(asked) => {
                asked.note(place, Question::Bytes);
                return std::fs::read_to_string(place);
            }
            Self::Commit { tree, top } => (tree, top),
        };
        let Some(inside) = inside(place, top) else { return std::fs::read_to_string(place) };
        if !tree.is_file(&inside) {
            return Err(io::Error::new(io::ErrorKind::NotFound, format!("`{inside}` is not in the commit")));
        }
        let bytes = tree.read(&inside).map_err(|problem| io::Error::other(problem.message))?;
        String::from_utf8(bytes).map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "it is not UTF-8"))
    }
}

/// A path below a folder, `.` and `..` settled without asking the disk: the file may be gone from it.
fn inside(place: &Path, top: &Path) -> Option<String> {
    use std::path::Component;
    let mut settled = PathBuf::new();
    for component in place.components() {
        match component {
            Component::ParentDir => drop(settled.pop()),
            Component::CurDir => {}
            other => settled.push(other),
        }
    }
    let below = settled.strip_prefix(top).ok()?;
    Some(below.to_str()?.replace('\\', "/"))
}

/// How many trees keep their facts in one place: of several, none throws out what another needs.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Trees {
    One,
    Several,
}

/// What the code is held against.
pub(super) struct Rules {
    pub(super) policy: Option<Policy>,
    pub(super) detectors: Detectors,
    /// The documents of the policy whose text is at hand, by id.
    pub(super) statements: Vec<(String, Statement)>,
}

/// Everything that is read before anything is judged.
pub(super) struct Reading {
    pub(super) discovered: Discovered,
    pub(super) policy: Option<Policy>,
    pub(super) detectors: Detectors,
    pub(super) ws: Workspace,
    /// The documents of the policy whose text is at hand, by id.
    pub(super) statements: Vec<(String, Statement)>,
    pub(super) errors: Vec<Problem>,
}

/// Reads policy, packs and code.
pub(super) fn all(mut discovered: Discovered, source: &Source, request: &Request, trees: Trees) -> Reading {
    let mut errors = std::mem::take(&mut discovered.problems);
    let carried = match source {
        Source::Disk(_) if !request.facts.is_empty() => {
            // The tree need not be here at all; what there is of it says nothing about the shards.
            errors.clear();
            Some(carried(request, &mut discovered, &mut errors))
        }
        _ => None,
    };
    let rules = rules(&discovered, source, request, &mut errors);
    let ws = match carried {
        Some(facts) => linked(&discovered, facts, &mut errors),
        None => code(request, &discovered, trees, &mut errors),
    };
    if errors.is_empty() && ws.is_part() && !(0..ws.files.len()).any(|file| ws.in_scope(file)) {
        errors.push(Problem::new(
            "`-p` and `--exclude` leave nothing to read",
            "name a package with Rust files, or leave less out",
        ));
    }
    Reading::new(discovered, rules, ws, errors)
}

impl Reading {
    pub(super) fn new(discovered: Discovered, rules: Rules, ws: Workspace, errors: Vec<Problem>) -> Self {
        let Rules { policy, detectors, statements } = rules;
        Self { discovered, policy, detectors, ws, statements, errors }
    }
}

/// Reads what the code is held against.
pub(super) fn rules(discovered: &Discovered, source: &Source, request: &Request, errors: &mut Vec<Problem>) -> Rules {
    let mut policy = policy(request, discovered, source, errors);
    let detectors = packs(discovered, policy.as_ref(), errors);
    let statements = statements(request, discovered, source, policy.as_ref(), errors);
    if let Some(policy) = &mut policy {
        trace(policy, &statements);
    }
    Rules { policy, detectors, statements }
}

/// Takes project and facts from the shards. Where they cannot be joined, there is no code at all.
fn carried(request: &Request, discovered: &mut Discovered, errors: &mut Vec<Problem>) -> Vec<FileFacts> {
    let places: Vec<PathBuf> = request.facts.iter().map(|path| request.discover.start.join(path)).collect();
    let whole = shard::join(&places).unwrap_or_else(|mut problems| {
        errors.append(&mut problems);
        shard::Whole::default()
    });
    discovered.project = whole.project;
    discovered.gaps = whole.gaps;
    whole.facts
}

/// Reads the texts that the policy's documents name; one that cannot be read is an error.
fn statements(
    request: &Request,
    discovered: &Discovered,
    source: &Source,
    policy: Option<&Policy>,
    errors: &mut Vec<Problem>,
) -> Vec<(String, Statement)> {
    let (place, _) = policy_place(request.policy.as_deref(), &request.discover.start, discovered);
    let beside = place.parent().map(Path::to_owned).unwrap_or_default();
    let mut texts = Vec::new();
    for (id, document) in policy.iter().flat_map(|policy| &policy.documents) {
        let (Some(policy), Some(path)) = (policy, &document.path) else { continue };
        let file = beside.join(path);
        let shown = match file.strip_prefix(&discovered.root) {
            Ok(inside) => inside.to_string_lossy().replace('\\', "/"),
            Err(_) => format!("policy:{path}"),
        };
        let text = source.text(&file).map_err(|error| {
            Problem::new(format!("cannot read the text of document `{id}`: {error}"), "mend `path`, or leave it out")
                .at(policy.path.clone())
                .within(&policy.text, document.entry.region)
        });
        match text.and_then(|text| crate::statement::read(&shown, text.as_bytes())) {
            Ok(statement) => texts.push((id.clone(), statement)),
            Err(problem) => errors.push(problem),
        }
    }
    texts
}

/// Gives each anchor the sentence around its quote.
fn trace(policy: &mut Policy, statements: &[(String, Statement)]) {
    for anchor in policy.anchors_mut() {
        if let Some((_, statement)) = statements.iter().find(|(id, _)| *id == anchor.document) {
            anchor.sentence = crate::statement::sentence_of(statement, &anchor.quote, anchor.line);
        }
    }
}

/// Where the policy of a project is, and how findings name it.
pub fn policy_place(request_policy: Option<&Path>, start: &Path, discovered: &Discovered) -> (PathBuf, String) {
    let place = match (request_policy, &discovered.project.policy) {
        (Some(path), _) => start.join(path),
        (None, Some(configured)) => discovered.root.join(configured),
        (None, None) => discovered.root.join("policy.toml"),
    };
    let real = place.canonicalize().unwrap_or_else(|_| place.clone());
    let shown = match real.strip_prefix(&discovered.root) {
        Ok(inside) => inside.to_string_lossy().replace('\\', "/"),
        Err(_) => format!("policy:{}", place.file_name().unwrap_or_default().to_string_lossy()),
    };
    (place, shown)
}

/// Reads the policy; without one, an error unless the request does without.
pub(super) fn policy(
    request: &Request,
    discovered: &Discovered,
    source: &Source,
    errors: &mut Vec<Problem>,
) -> Option<Policy> {
    let (place, shown) = policy_place(request.policy.as_deref(), &request.discover.start, discovered);
    let text = match source.text(&place) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && request.policy.is_none() => {
            if !request.policy_optional {
                errors.push(no_policy(&shown));
            }
            return None;
        }
        Err(error) => {
            errors.push(
                Problem::new(format!("cannot read the policy: {error}"), "check the path and its rights").at(shown),
            );
            return None;
        }
    };
    let known: Vec<&str> = LINTS.iter().map(|lint| lint.name).collect();
    let beside = place.parent().map(Path::to_owned).unwrap_or_default();
    let base = |path: &str| {
        source.text(&beside.join(path)).map_err(|error| {
            Problem::new(format!("cannot read `{path}`, which the policy extends: {error}"), "check the path")
        })
    };
    match crate::policy::load(&shown, &text, &base, &known) {
        Ok(policy) => Some(policy),
        Err(mut problems) => {
            errors.append(&mut problems);
            None
        }
    }
}

fn no_policy(shown: &str) -> Problem {
    Problem::new(
        format!("there is no policy: {shown} is not there"),
        "`cargo privacy-lint scan` shows what the code collects without one; `cargo privacy-lint init` writes one from \
         what is found; `cargo privacy-lint derive STATEMENT -o policy.toml` drafts one from your privacy statement",
    )
}

fn packs(discovered: &Discovered, policy: Option<&Policy>, errors: &mut Vec<Problem>) -> Detectors {
    let mut texts = Vec::new();
    for (path, region) in policy.iter().flat_map(|policy| &policy.packs) {
        match pack_files(&discovered.tree, path) {
            Ok(files) => texts.extend(files),
            Err(message) => {
                let policy = policy.expect("packs come from it");
                let help = "`[packs] paths` names pack files, or folders of them, below the root";
                errors.push(Problem::new(message, help).at(policy.path.clone()).within(&policy.text, *region));
            }
        }
    }
    let detectors = packs::load(&texts).unwrap_or_else(|mut problems| {
        errors.append(&mut problems);
        packs::load(&[]).unwrap_or_default()
    });
    // The built-in packs are proven by our tests, a project's own whenever they are loaded.
    let of_project = |pack: &str| detectors.packs.iter().any(|known| known.name == pack && !known.built_in);
    errors.append(&mut crate::detect::prove(&detectors, &of_project));
    detectors
}

/// The pack files at a path below the root: itself, or the `.toml` files of a folder, sorted.
fn pack_files(tree: &Tree, path: &str) -> Result<Vec<(String, String)>, String> {
    let path = path.trim_end_matches('/');
    let files: Vec<String> = if tree.is_file(path) {
        vec![path.to_owned()]
    } else if tree.is_dir(path) {
        let names = tree.children(path).into_iter().filter(|name| name.ends_with(".toml"));
        names.map(|name| if path.is_empty() { name } else { format!("{path}/{name}") }).collect()
    } else {
        return Err(format!("there are no packs at `{path}`"));
    };
    let read = |name: String| {
        let bytes = tree.read(&name).map_err(|problem| format!("cannot read the pack: {}", problem.message))?;
        let text = String::from_utf8(bytes).map_err(|_| format!("the pack `{name}` is not UTF-8"))?;
        Ok((name, text))
    };
    files.into_iter().map(read).collect()
}

pub(super) fn code(request: &Request, discovered: &Discovered, trees: Trees, errors: &mut Vec<Problem>) -> Workspace {
    let files = &discovered.project.files;
    if !files.iter().any(|file| file.language == crate::model::project::Language::Rust) {
        errors.push(Problem::new(
            "there is no Rust file to read here",
            "run it in a package, a workspace or a folder with `.rs` files",
        ));
    }
    let facts = facts_of(files, request, discovered, trees).into_iter().map(|facts| {
        facts.unwrap_or_else(|problem| {
            errors.push(problem);
            Default::default()
        })
    });
    let facts = facts.collect();
    linked(discovered, facts, errors)
}

/// The folder of what is kept between runs, where anything may be.
pub(super) fn kept_in(request: &Request, discovered: &Discovered) -> Option<PathBuf> {
    (!request.no_cache && store::may_keep(&discovered.root)).then(|| store::folder(&discovered.root))
}

/// The facts of files of a project, from the cache where it knows them.
///
/// They wait encoded until all files are read: what is taken apart while syntax trees come and go lies between
/// them in memory, and keeps the room of all.
fn facts_of(
    files: &[SourceFile],
    request: &Request,
    discovered: &Discovered,
    trees: Trees,
) -> Vec<Result<FileFacts, Problem>> {
    let encoded = through_cache(files, request, discovered, trees, &|cache, file, bytes| {
        cache.encoded(file.language, bytes, || extract::one(file.language, bytes))
    });
    let open = |(file, encoded): (&SourceFile, Result<Vec<u8>, Problem>)| {
        let anew = || discovered.tree.read(&file.path).map(|bytes| extract::one(file.language, &bytes));
        code::decode(&encoded?).map_or_else(anew, Ok)
    };
    extract::side_by_side(request.threads, || files.par_iter().zip(encoded).map(open).collect())
}

/// The same as they are kept: whoever carries facts has no use for them.
pub(super) fn sealed_facts_of(
    files: &[SourceFile],
    request: &Request,
    discovered: &Discovered,
) -> Vec<Result<Vec<u8>, Problem>> {
    through_cache(files, request, discovered, Trees::One, &|cache, file, bytes| {
        cache.sealed(file.language, bytes, || extract::one(file.language, bytes))
    })
}

fn through_cache<T: Send>(
    files: &[SourceFile],
    request: &Request,
    discovered: &Discovered,
    trees: Trees,
    of: &(dyn Fn(&Cache, &SourceFile, &[u8]) -> T + Sync),
) -> Vec<Result<T, Problem>> {
    let cache = match kept_in(request, discovered) {
        None => Cache::none(),
        Some(folder) => Cache::open(&folder, files.iter().map(|file| file.size).sum()),
    };
    let cache = if trees == Trees::Several { cache.one_of_several() } else { cache };
    let read = |path: &str| discovered.tree.read(path);
    let done = extract::each(files, request.threads, &read, &|file, bytes| of(&cache, file, bytes));
    cache.save();
    done
}

/// A file that is compiled and that a scan passes by, hidden or with another ending, is code that was not analysed:
/// more than a gap, or whoever wants to hide something only has to name it so.
fn own_up(ws: &mut Workspace, discovered: &Discovered) {
    let unread = |absent: &link::Absent| {
        let place = absent.places.iter().find(|place| place.starts_with('/') || discovered.tree.is_file(place))?;
        Some(match place.starts_with('/') {
            true => "the file that is named here lies outside of the root and is not read".to_owned(),
            false => format!(
                "`{place}` is passed by: it is hidden, build output, a link that leads away, or not called `*.rs`"
            ),
        })
    };
    let (passed_by, absent) = std::mem::take(&mut ws.absent).into_iter().partition(|it| unread(it).is_some());
    ws.absent = absent;
    let passed_by: Vec<link::Absent> = passed_by;
    for absent in passed_by {
        let gap = FactGap { span: absent.span, reason: unread(&absent).unwrap_or_default(), whole_file: false };
        // Two targets may have the file.
        let gaps = &mut ws.files[absent.file].gaps;
        if !gaps.contains(&gap) {
            gaps.push(gap);
        }
    }
}

fn linked(discovered: &Discovered, facts: Vec<FileFacts>, errors: &mut Vec<Problem>) -> Workspace {
    let mut ws = link::link(discovered.project.clone(), facts);
    own_up(&mut ws, discovered);
    for (file, facts) in ws.files.iter().enumerate() {
        let in_target = ws.homes[file].target != crate::model::project::TargetKind::Orphan && ws.in_scope(file);
        for gap in facts.gaps.iter().filter(|gap| gap.whole_file && in_target) {
            let help = "if it compiles, report it; a package can be left out with `--exclude`, and the summary says so";
            let mut problem = Problem::new(format!("this file was not analysed: {}", gap.reason), help);
            problem.path = Some(ws.project.files[file].path.clone());
            problem.region = Some(facts.lines.region(gap.span));
            problem.text = discovered
                .tree
                .read(&ws.project.files[file].path)
                .ok()
                .and_then(|b| String::from_utf8(b).ok())
                .map(Arc::from);
            errors.push(problem);
        }
    }
    ws
}
