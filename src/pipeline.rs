//! A request comes in, an analysis goes out: the staircase, one line a step.

use crate::check::{self, LINTS};
use crate::discover::{self, Discovered};
use crate::extract;
use crate::gate::{self, Settings};
use crate::link::{self, Workspace};
use crate::model::finding::Problem;
use crate::model::inventory::{Gap, Inventory, Scope};
use crate::model::outcome::Outcome;
use crate::model::project::SourceFile;
use crate::packs::{self, Detectors};
use crate::policy::{self, Policy};
use crate::store::{self, Cache};
use crate::survey;
use crate::{detect, flow};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What is asked for.
#[derive(Debug, Clone)]
pub struct Request {
    /// Where to look.
    pub discover: discover::Options,
    /// `--policy`.
    pub policy: Option<PathBuf>,
    /// Whether a run without a policy has a verdict (`scan`, `report`).
    pub policy_optional: bool,
    /// Levels, date, tests.
    pub settings: Settings,
    /// Threads to read with.
    pub threads: Option<usize>,
    /// Read every file anew.
    pub no_cache: bool,
}

/// What a run knows at its end.
pub struct Analysis {
    /// Root, files, manifests; `None` when there was no place to start from.
    pub discovered: Option<Discovered>,
    /// Facts and names.
    pub ws: Workspace,
    /// Rules.
    pub detectors: Detectors,
    /// The policy, when one was read.
    pub policy: Option<Policy>,
    /// Inventory, findings, errors.
    pub outcome: Outcome,
}

/// Runs the staircase. Errors are collected; what can be done in spite of them is done.
pub fn analyse(request: &Request) -> Analysis {
    let mut errors = Vec::new();
    let mut discovered = match discover::discover(&request.discover) {
        Ok(discovered) => discovered,
        Err(problem) => return Analysis::nothing(problem),
    };
    errors.append(&mut discovered.problems);
    let policy = read_policy(request, &discovered, &mut errors);
    let detectors = read_packs(&discovered, policy.as_ref(), &mut errors);
    let ws = read_code(request, &discovered, &mut errors);

    let no_policy = Policy::default();
    let held_against = policy.as_ref().unwrap_or(&no_policy);
    let detections = detect::detect(&ws, &detectors);
    let survey = survey::survey(&ws, held_against, &detections);
    let (flows, flow_gaps) = flow::inventory(&ws, &detectors, &survey);
    let declarations = survey::declarations(&survey);
    let special = |key: &str| detectors.keys.special(key).map(words_of_article);
    let input = check::Input {
        survey: &survey,
        flows: &flows,
        declarations: &declarations,
        special: &special,
        tests: request.settings.tests,
    };
    let findings = if policy.is_some() { check::check(&input) } else { Vec::new() };
    let rules = check::broken_rules(&input, &findings);
    let verdict = gate::judge(&survey, findings, &request.settings);

    let mut waivers = verdict.waivers;
    waivers.extend(survey::waiver_rows(&survey));
    let mut inventory = Inventory {
        marks: survey::mark_rows(&survey),
        points: survey.points,
        flows,
        declarations,
        rules,
        waivers,
        gaps: gaps(&ws, &discovered, flow_gaps),
        scope: scope(&ws),
    };
    survey::states(&mut inventory);
    let notes = notes(policy.as_ref());
    let outcome = Outcome {
        packs: detectors.packs.iter().map(|pack| format!("{}@{}", pack.name, pack.version)).collect(),
        policy: policy.as_ref().map(|policy| (policy.path.clone(), policy.digest.clone())),
        inventory,
        findings: if errors.iter().any(|_| policy.is_none()) && !request.policy_optional {
            Vec::new()
        } else {
            verdict.findings
        },
        waived: verdict.waived,
        errors,
        notes,
    };
    Analysis { discovered: Some(discovered), ws, detectors, policy, outcome }
}

impl Analysis {
    fn nothing(problem: Problem) -> Self {
        Analysis {
            discovered: None,
            ws: Workspace::default(),
            detectors: Detectors::default(),
            policy: None,
            outcome: Outcome { errors: vec![problem], ..Outcome::default() },
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

fn read_policy(request: &Request, discovered: &Discovered, errors: &mut Vec<Problem>) -> Option<Policy> {
    let (place, shown) = policy_place(request.policy.as_deref(), &request.discover.start, discovered);
    let text = match std::fs::read_to_string(&place) {
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
        std::fs::read_to_string(beside.join(path)).map_err(|error| {
            Problem::new(format!("cannot read `{path}`, which the policy extends: {error}"), "check the path")
        })
    };
    match policy::load(&shown, &text, &base, &known) {
        Ok(policy) => Some(policy),
        Err(mut problems) => {
            errors.append(&mut problems);
            None
        }
    }
}

/// Finds and reads the policy alone, without the code.
pub fn policy_alone(request: &Request) -> Result<Policy, Vec<Problem>> {
    let discovered = discover::discover(&request.discover).map_err(|problem| vec![problem])?;
    let mut errors = Vec::new();
    let policy = read_policy(&Request { policy_optional: false, ..request.clone() }, &discovered, &mut errors);
    policy.ok_or(errors)
}

fn no_policy(shown: &str) -> Problem {
    Problem::new(
        format!("there is no policy: {shown} is not there"),
        "`cargo privacy-lint scan` shows what the code collects without one; `cargo privacy-lint init` writes one from \
         what is found; `cargo privacy-lint derive STATEMENT -o policy.toml` drafts one from your privacy statement",
    )
}

fn read_packs(discovered: &Discovered, policy: Option<&Policy>, errors: &mut Vec<Problem>) -> Detectors {
    let mut texts = Vec::new();
    for (path, region) in policy.iter().flat_map(|policy| &policy.packs) {
        match pack_files(&discovered.root, path) {
            Ok(files) => texts.extend(files),
            Err(message) => {
                let policy = policy.expect("packs come from it");
                let help = "`[packs] paths` names pack files, or folders of them, below the root";
                errors.push(Problem::new(message, help).at(policy.path.clone()).within(&policy.text, *region));
            }
        }
    }
    packs::load(&texts).unwrap_or_else(|mut problems| {
        errors.append(&mut problems);
        packs::load(&[]).unwrap_or_default()
    })
}

/// The pack files at a path below the root: itself, or the `.toml` files of a folder, sorted.
fn pack_files(root: &Path, path: &str) -> Result<Vec<(String, String)>, String> {
    let place =
        root.join(path).canonicalize().map_err(|error| format!("cannot read the packs at `{path}`: {error}"))?;
    if !place.starts_with(root) {
        return Err(format!("the packs at `{path}` lie outside the root"));
    }
    let mut files: Vec<PathBuf> = if place.is_dir() {
        let entries =
            std::fs::read_dir(&place).map_err(|error| format!("cannot read the packs at `{path}`: {error}"))?;
        entries
            .flatten()
            .map(|entry| entry.path())
            .filter(|file| file.extension().is_some_and(|e| e == "toml"))
            .collect()
    } else {
        vec![place]
    };
    files.sort();
    let read = |file: PathBuf| {
        let name = file.strip_prefix(root).unwrap_or(&file).to_string_lossy().replace('\\', "/");
        std::fs::read_to_string(&file)
            .map(|text| (name.clone(), text))
            .map_err(|error| format!("cannot read the pack `{name}`: {error}"))
    };
    files.into_iter().map(read).collect()
}

fn read_code(request: &Request, discovered: &Discovered, errors: &mut Vec<Problem>) -> Workspace {
    let project = discovered.project.clone();
    if !project.files.iter().any(|file| file.language == crate::model::project::Language::Rust) {
        errors.push(Problem::new(
            "there is no Rust file to read here",
            "run it in a package, a workspace or a folder with `.rs` files",
        ));
    }
    let read = |path: &str| discovered.tree.read(path);
    let cache = match request.no_cache || !store::may_keep(&discovered.root) {
        true => Cache::none(),
        false => Cache::open(&store::folder(&discovered.root), project.files.iter().map(|file| file.size).sum()),
    };
    let facts_of =
        |file: &SourceFile, bytes: &[u8]| cache.facts(file.language, bytes, || extract::one(file.language, bytes));
    let facts = extract::each(&project.files, request.threads, &read, &facts_of);
    cache.save();
    let facts = facts.into_iter().map(|facts| {
        facts.unwrap_or_else(|problem| {
            errors.push(problem);
            Default::default()
        })
    });
    let facts = facts.collect();
    let ws = link::link(project, facts);
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

fn words_of_article(article: &str) -> String {
    match article {
        "art-10" => "data of criminal convictions (GDPR Art. 10)".to_owned(),
        _ => "data of a special category (GDPR Art. 9)".to_owned(),
    }
}

fn gaps(ws: &Workspace, discovered: &Discovered, flow_gaps: Vec<Gap>) -> Vec<Gap> {
    let mut gaps: Vec<Gap> = discovered.gaps.iter().chain(&ws.gaps).cloned().chain(flow_gaps).collect();
    for (file, facts) in ws.files.iter().enumerate() {
        gaps.extend(facts.gaps.iter().map(|gap| Gap {
            path: ws.project.files[file].path.clone(),
            line: facts.lines.line(gap.span.start).max(1),
            reason: gap.reason.clone(),
        }));
    }
    gaps.sort();
    gaps.dedup();
    gaps
}

fn scope(ws: &Workspace) -> Scope {
    let names = |selected: bool| {
        let packages = ws.project.packages.iter().filter(|package| package.selected == selected);
        packages.map(|package| package.name.clone()).collect()
    };
    let files: Vec<usize> = (0..ws.files.len()).filter(|&file| ws.in_scope(file)).collect();
    Scope {
        files: files.len(),
        lines: files.iter().map(|&file| ws.files[file].lines.lines()).sum(),
        bytes: files.iter().map(|&file| ws.project.files[file].size).sum(),
        packages: names(true),
        left_out: names(false),
    }
}

fn notes(policy: Option<&Policy>) -> Vec<String> {
    let mut notes = Vec::new();
    if let Some(policy) = policy {
        if policy.documents.values().any(|document| document.path.is_none()) {
            notes.push("anchors not checked: the statement's text is not at hand".to_owned());
        }
    }
    notes
}
