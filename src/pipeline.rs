//! A request comes in, an analysis goes out: the staircase, one line a step.

mod ledger;
mod read;
mod since;

use crate::check;
use crate::discover::{self, Discovered, Question};
use crate::gate::{self, Settings};
use crate::link::Workspace;
use crate::model::finding::{Finding, Problem};
use crate::model::inventory::{FoundBy, Gap, Inventory, Point, Scope};
use crate::model::outcome::Outcome;
use crate::model::project::{Project, SourceFile};
use crate::packs::Detectors;
use crate::policy::Policy;
use crate::store::shard::{self, Partition};
use crate::{detect, extract, flow, suggest, survey};
pub use ledger::{Ledger, analyse_with, baseline_place, lock_lines, standing_baseline};
pub use read::policy_place;
use read::{Reading, Source, Trees};
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
    /// Follow where data goes.
    pub flow: bool,
    /// Shards to take the facts from, instead of the files.
    pub facts: Vec<PathBuf>,
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
    /// What the disk was asked beside the tree: the policy, its base, the statement, a baseline.
    pub asked: Vec<(PathBuf, Question)>,
}

/// Runs the staircase. Errors are collected; what can be done in spite of them is done.
pub fn analyse(request: &Request) -> Analysis {
    match discover::discover(&request.discover) {
        Ok(discovered) => {
            let source = Source::disk();
            let analysis = analyse_tree(discovered, &source, request);
            Analysis { asked: source.asked(), ..analysis }
        }
        Err(problem) => Analysis::nothing(problem),
    }
}

/// Runs the staircase over what was discovered, on disk or in a commit.
fn analyse_tree(discovered: Discovered, source: &Source, request: &Request) -> Analysis {
    let reading = read::all(discovered, source, request, Trees::One);
    let held = hold(&reading, reading.policy.as_ref(), &reading.detectors, request);
    conclude(reading, held, request)
}

/// What comes of code that is held against a policy.
struct Held {
    inventory: Inventory,
    findings: Vec<Finding>,
    waived: Vec<(Finding, String)>,
}

/// Holds code against a policy, with rule packs that need not be those it was written with.
fn hold(reading: &Reading, policy: Option<&Policy>, detectors: &Detectors, request: &Request) -> Held {
    let ws = &reading.ws;
    let no_policy = Policy::default();
    let detections = extract::side_by_side(request.threads, || detect::detect(ws, detectors));
    let survey = survey::survey(ws, policy.unwrap_or(&no_policy), &detections);
    let (flows, flow_gaps) = match request.flow {
        true => flow::inventory(ws, detectors, &survey, request.settings.tests, request.threads),
        false => Default::default(),
    };
    let declarations = survey::declarations(&survey, &flows);
    let special = |key: &str| detectors.keys.special(key).map(words_of_article);
    let input = check::Input {
        survey: &survey,
        flows: &flows,
        declarations: &declarations,
        special: &special,
        tests: request.settings.tests,
    };
    let mut findings = if policy.is_some() { check::check(&input) } else { Vec::new() };
    if let Some(policy) = policy {
        let texts = reading.statements.iter();
        findings.extend(texts.flat_map(|(document, text)| check::of_document(policy, document, text)));
    }
    let rules = check::broken_rules(&input, &findings);
    let verdict = gate::judge(&survey, findings, &request.settings);

    let mut waivers = verdict.waivers;
    waivers.extend(survey::waiver_rows(&survey));
    // What test code handles is no collection; what somebody wrote down there is shown all the same.
    let counts = |point: &Point| request.settings.tests || !point.test || point.found_by.contains(&FoundBy::Annotated);
    let mut inventory = Inventory {
        marks: survey::mark_rows(&survey),
        points: survey.points.into_iter().filter(counts).collect(),
        flows,
        declarations,
        rules,
        waivers,
        gaps: gaps(ws, &reading.discovered, flow_gaps),
        scope: scope(ws),
    };
    survey::states(&mut inventory);
    Held { inventory, findings: verdict.findings, waived: verdict.waived }
}

/// Puts together what a run knows at its end.
fn conclude(reading: Reading, held: Held, request: &Request) -> Analysis {
    let Reading { discovered, policy, detectors, ws, errors, .. } = reading;
    let no_verdict = policy.is_none() && !errors.is_empty() && !request.policy_optional;
    let outcome = Outcome {
        packs: detectors.packs.iter().map(|pack| format!("{}@{}", pack.name, pack.version)).collect(),
        policy: policy.as_ref().map(|policy| (policy.path.clone(), policy.digest.clone())),
        inventory: held.inventory,
        findings: if no_verdict { Vec::new() } else { held.findings },
        waived: held.waived,
        errors,
        notes: notes(policy.as_ref(), &ws.project, request),
    };
    Analysis { discovered: Some(discovered), ws, detectors, policy, outcome, asked: Vec::new() }
}

/// Reads the code, or the part of it that is asked for, into a shard: by a partition, or by `-p`.
pub fn extract_shard(request: &Request, partition: Option<Partition>, place: &Path) -> Result<(), Vec<Problem>> {
    // A shard lists the whole project, whatever part of it it holds; only the part is read.
    let whole = discover::Options { packages: Vec::new(), exclude: Vec::new(), ..request.discover.clone() };
    let discovered = discover::discover(&whole).map_err(|problem| vec![problem])?;
    let asked = discover::discover(&request.discover).map_err(|problem| vec![problem])?;
    if !asked.problems.is_empty() || !discovered.problems.is_empty() {
        return Err(if asked.problems.is_empty() { discovered.problems } else { asked.problems });
    }
    let narrowed = !request.discover.packages.is_empty() || !request.discover.exclude.is_empty();
    let selected = |package: Option<usize>| {
        package.and_then(|at| asked.project.packages.get(at)).map_or(!narrowed, |package| package.selected)
    };
    let files = discovered.project.files.iter().enumerate();
    let part: Vec<usize> = files
        .filter(|(_, file)| selected(file.package) && partition.is_none_or(|partition| partition.has(&file.path)))
        .map(|(at, _)| at)
        .collect();
    let sources: Vec<SourceFile> = part.iter().map(|&at| discovered.project.files[at].clone()).collect();
    let (mut facts, mut problems) = (Vec::new(), Vec::new());
    for (at, read) in part.into_iter().zip(read::sealed_facts_of(&sources, request, &discovered)) {
        match read {
            Ok(of_file) => facts.push((at, of_file)),
            Err(problem) => problems.push(problem),
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    shard::write(place, &discovered.project, &discovered.gaps, &facts).map_err(|problem| vec![problem])
}

/// Finds and reads the policy alone, without the code.
pub fn policy_alone(request: &Request) -> Result<Policy, Vec<Problem>> {
    policy_and_place(request).map(|(policy, _)| policy)
}

/// The same with the file it is in.
pub fn policy_and_place(request: &Request) -> Result<(Policy, PathBuf), Vec<Problem>> {
    let discovered = discover::discover(&request.discover).map_err(|problem| vec![problem])?;
    let mut errors = Vec::new();
    let request = Request { policy_optional: false, ..request.clone() };
    let policy = read::policy(&request, &discovered, &Source::disk(), &mut errors);
    let place = policy_place(request.policy.as_deref(), &request.discover.start, &discovered).0;
    policy.map(|policy| (policy, place)).ok_or(errors)
}

impl Analysis {
    /// Leaves all it holds to the end of the process, which gives it back at once and not piece by piece.
    pub fn leave(self) {
        std::mem::forget(self);
    }

    /// The text of a file as findings name it, when it is at hand and what the facts are of.
    pub fn text(&self, path: &str) -> Option<Arc<str>> {
        if let Some(policy) = self.policy.as_ref().filter(|policy| policy.path == path && !policy.text.is_empty()) {
            return Some(policy.text.clone());
        }
        let bytes = self.discovered.as_ref()?.tree.read(path).ok()?;
        // What stands at a path now need not be what a shard's facts are of.
        let file = self.ws.project.files.binary_search_by(|file| file.path.as_str().cmp(path));
        let digest = file.ok().and_then(|at| self.ws.files.get(at)).map(|facts| facts.digest.as_str());
        if digest.is_some_and(|digest| !digest.is_empty() && digest != blake3::hash(&bytes).to_hex().as_str()) {
            return None;
        }
        String::from_utf8(bytes).ok().map(Arc::from)
    }

    /// Adds to the findings the edits for which no text of the code is needed.
    fn suggest(&mut self) {
        if let Some(policy) = &self.policy {
            let context = suggest::Context { ws: &self.ws, policy };
            suggest::removals(&mut self.outcome.findings, context);
            suggest::proposals(&mut self.outcome.findings, &self.outcome.inventory.points, context);
        }
    }

    /// Adds the annotations to write as edits, where the text they go into is at hand. The contract has them as
    /// proposals only: a merge of shards, which carry no text, must give the same bytes.
    pub fn suggest_annotations(&mut self) {
        let mut findings = std::mem::take(&mut self.outcome.findings);
        if let Some(policy) = &self.policy {
            let context = suggest::Context { ws: &self.ws, policy };
            suggest::annotations(&mut findings, &self.outcome.inventory.points, context, &|path| self.text(path));
        }
        self.outcome.findings = findings;
    }

    fn nothing(problem: Problem) -> Self {
        Analysis {
            discovered: None,
            ws: Workspace::default(),
            detectors: Detectors::default(),
            policy: None,
            outcome: Outcome { errors: vec![problem], ..Outcome::default() },
            asked: Vec::new(),
        }
    }
}

fn words_of_article(article: &str) -> String {
    match article {
        "art-10" => "data of criminal convictions (GDPR Art. 10)".to_owned(),
        _ => "data of a special category (GDPR Art. 9)".to_owned(),
    }
}

fn gaps(ws: &Workspace, discovered: &Discovered, flow_gaps: Vec<Gap>) -> Vec<Gap> {
    let mut gaps: Vec<Gap> = discovered.gaps.iter().cloned().chain(ws.gaps()).chain(flow_gaps).collect();
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

fn notes(policy: Option<&Policy>, project: &Project, request: &Request) -> Vec<String> {
    let mut notes = Vec::new();
    if !request.flow {
        notes.push("where data goes was not followed: `--no-flow`".to_owned());
    }
    if let Some(policy) = policy
        && policy.documents.values().any(|document| document.path.is_none())
    {
        notes.push("anchors not checked: the statement's text is not at hand".to_owned());
    }
    notes.extend(outsiders(&project.outsiders));
    notes
}

/// Says which packages were passed by, since whoever reads a clean run may think that they were read.
fn outsiders(folders: &[String]) -> Option<String> {
    let first = folders.first()?;
    let them = match folders.len() - 1 {
        0 => format!("`{first}` is no member of this workspace and was not read"),
        1 => format!("`{first}` and 1 more package below this root are no members of its workspace and were not read"),
        more => {
            format!(
                "`{first}` and {more} more packages below this root are no members of its workspace and were not read"
            )
        }
    };
    Some(format!("{them}: `--manifest-path {first}/Cargo.toml` reads it"))
}
