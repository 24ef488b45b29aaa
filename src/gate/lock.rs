//! An inventory comes in, the lines of `privacy.lock` go out; a lock that is there is held against them.
//!
//! One fact a line, in the order of their bytes, no line numbers, no counters: made to be read in a review and to
//! merge. A line that two points of one item share stands once.

use crate::model::finding::{Finding, Fix, Level, Problem};
use crate::model::hostile::is_hostile;
use crate::model::inventory::{Flow, FlowState, FoundBy, Inventory, Point, WaiverRow};
use crate::model::place::{LineTable, Region, Span};
use crate::packs::PackInfo;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The name of the file, at the root.
pub const NAME: &str = "privacy.lock";

const HEAD: &str = "# What this code does with personal data. Written by `cargo privacy-lint lock`; read its changes in reviews.\nversion 1\n";

/// The most lines of an edit that a finding prints.
const MOST_LINES: usize = 40;

/// The lines, sorted, without the head.
pub fn lines(inventory: &Inventory, packs: &[PackInfo], digest: &str) -> BTreeSet<String> {
    let mut lines = BTreeSet::new();
    for pack in packs {
        let of = if pack.built_in { "pack" } else { "user-pack" };
        lines.insert(format!("{of} {}@{}", pack.name, pack.version));
    }
    if packs.iter().any(|pack| !pack.built_in) {
        // A user's pack is edited without a new version.
        lines.insert(format!("packs-digest {}", &digest[..digest.len().min(16)]));
    }
    lines.extend(inventory.points.iter().filter(|point| !point.test).map(point));
    lines.extend(inventory.flows.iter().filter(|flow| !flow.test).map(|it| flow(it, &inventory.points)));
    lines.extend(inventory.waivers.iter().map(waiver));
    lines.into_iter().map(|line| line.replace(is_hostile, " ")).collect()
}

/// The text of the file.
pub fn text(lines: &BTreeSet<String>) -> String {
    lines.iter().fold(HEAD.to_owned(), |text, line| text + line + "\n")
}

fn point(point: &Point) -> String {
    let mut line = format!("point {} {}", point.item, word(&point.kind));
    list(&mut line, "is", if point.categories.is_empty() { &point.keys } else { &point.categories });
    list(&mut line, "from", &point.sources);
    list(&mut line, "for", &point.purposes);
    list(&mut line, "under", &point.bases);
    list(&mut line, "of", &point.subjects);
    list(&mut line, "when", point.gate.as_slice());
    list(&mut line, "kept", point.kept.as_slice());
    list(&mut line, "in", point.activity.as_slice());
    let by = if point.found_by.contains(&FoundBy::Annotated) { "annotated" } else { "detected" };
    line + " " + by
}

fn flow(flow: &Flow, points: &[Point]) -> String {
    let from = flow.point.as_ref().and_then(|id| points.iter().find(|point| point.id == *id));
    let from = match (from, &flow.source.function, &flow.source.ty) {
        (Some(point), ..) => point.item.clone(),
        (None, Some(name), _) | (None, None, Some(name)) => name.clone(),
        _ => flow.source.path.clone(),
    };
    let mut line = format!("flow {from} to {} {}", flow.sink.kind.as_str(), flow.sink.api);
    list(&mut line, "of", flow.sink.recipient.as_slice());
    list(&mut line, "in", std::slice::from_ref(&flow.sink.path));
    list(&mut line, "is", if flow.categories.is_empty() { &flow.keys } else { &flow.categories });
    if flow.state != FlowState::Plain {
        line = line + " " + &word(&flow.state);
    }
    line
}

fn waiver(row: &WaiverRow) -> String {
    let mut line = match row.lint.as_str() {
        "not-personal" => format!("silence {}", row.at),
        lint => format!("waiver {lint} at {}", row.at),
    };
    list(&mut line, "by", row.owner.as_slice());
    list(&mut line, "until", row.until.as_slice());
    line + ": " + &row.reason
}

fn list(line: &mut String, keyword: &str, words: &[String]) {
    if !words.is_empty() {
        line.push_str(&format!(" {keyword} {}", words.join(",")));
    }
}

/// The name of a value in the contract.
fn word(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

/// A lock as it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lock {
    text: Arc<str>,
    lines: BTreeSet<String>,
}

impl Lock {
    /// Whether it was written with other built-in packs than those of now.
    fn packs_changed(&self, now: &BTreeSet<String>) -> bool {
        let of = |lines: &BTreeSet<String>| -> Vec<String> {
            lines.iter().filter(|line| line.starts_with("pack ")).cloned().collect()
        };
        of(&self.lines) != of(now)
    }

    /// Whether a point was there when it was written.
    fn holds_item(&self, item: &str) -> bool {
        let begin = format!("point {item} ");
        self.lines.range(begin.clone()..).next().is_some_and(|line| line.starts_with(&begin))
    }
}

/// Reads a lock.
pub fn read(text: &str) -> Result<Lock, Problem> {
    let shared: Arc<str> = Arc::from(text);
    let table = LineTable::new(text);
    let at = |line: &str| {
        let start = line.as_ptr() as usize - text.as_ptr() as usize;
        table.region(Span::new(start, start + line.len()))
    };
    let help = "run `cargo privacy-lint lock`";
    let problem = |message: &str, region| Err(Problem::new(message, help).at(NAME).within(&shared, region));
    let mut lines = BTreeSet::new();
    let mut version = None;
    for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if ["<<<<<<<", "=======", ">>>>>>>", "|||||||"].iter().any(|mark| line.starts_with(mark)) {
            return problem("the lock has a conflict that was not settled", at(line));
        }
        match line.strip_prefix("version ") {
            Some("1") => version = Some(1),
            Some(_) => return problem("the lock has a version that this program does not know", at(line)),
            None => drop(lines.insert(line.to_owned())),
        }
    }
    if version.is_none() {
        return problem("this is no lock: it has no `version` line", Region::default());
    }
    Ok(Lock { text: shared, lines })
}

/// No lock where one is asked for.
pub fn missing() -> Problem {
    Problem::new(format!("there is no {NAME}"), "run `cargo privacy-lint lock` and commit what it writes")
}

/// What is to be said of a lock that is not what the code does now.
pub fn stale(lock: &Lock, now: &BTreeSet<String>) -> Option<Finding> {
    let gone: Vec<&String> = lock.lines.difference(now).collect();
    let new: Vec<&String> = now.difference(&lock.lines).collect();
    if gone.is_empty() && new.is_empty() {
        return None;
    }
    let packs = lock.packs_changed(now);
    let mut edit: Vec<String> = gone.iter().map(|line| format!("- {line}")).collect();
    edit.extend(new.iter().map(|line| format!("+ {line}")));
    // By the line itself, so that a change stands together.
    edit.sort_by(|a, b| (a[2..].to_owned(), &b[..1]).cmp(&(b[2..].to_owned(), &a[..1])));
    let more = edit.len().saturating_sub(MOST_LINES);
    edit.truncate(MOST_LINES);
    if more > 0 {
        edit.push(format!("and {more} more"));
    }
    let why = if packs { "the rule packs changed, and what they see: " } else { "" };
    Some(Finding {
        lint: "stale_lock".to_owned(),
        level: crate::check::default_level("stale_lock").unwrap_or_default(),
        // The new version of a pack is no fault of the change: warned until somebody has looked and locks again.
        at_most: packs.then_some(Level::Warn),
        path: NAME.to_owned(),
        region: first_difference(lock, &gone),
        message: format!("{why}{NAME} is not what the code does: {} to add, {} to remove", new.len(), gone.len()),
        label: "from here on".to_owned(),
        help: format!("run `cargo privacy-lint lock`, or edit it:\n{}", edit.join("\n")),
        item: NAME.to_owned(),
        group: "stale_lock".to_owned(),
        fix: Some(Fix {
            title: "write the lock anew".to_owned(),
            // Locking says that somebody has seen the change; a program cannot say that.
            machine_applicable: false,
            path: NAME.to_owned(),
            start: 0,
            end: lock.text.len() as u32,
            replacement: text(now),
        }),
        ..Finding::default()
    })
}

fn first_difference(lock: &Lock, gone: &[&String]) -> Region {
    let table = LineTable::new(&lock.text);
    let start = gone.first().and_then(|line| lock.text.find(line.as_str())).unwrap_or(0);
    let end = lock.text[start..].find('\n').map_or(lock.text.len(), |length| start + length);
    table.region(Span::new(start, end))
}

/// Caps findings at points that no lock of these packs has seen: they may exist only because the packs changed.
pub fn forgive_new_packs(lock: &Lock, now: &BTreeSet<String>, findings: &mut [Finding]) {
    if !lock.packs_changed(now) {
        return;
    }
    let by_packs = ["undeclared_collection", "unannotated_collection", "contradicting_annotation", "sensitive_log"];
    for finding in findings.iter_mut().filter(|finding| by_packs.contains(&finding.lint.as_str())) {
        if finding.level == Level::Deny && !lock.holds_item(&finding.item) {
            finding.level = Level::Warn;
            finding.help = format!(
                "{}; a warning until `cargo privacy-lint lock`: the rule packs are newer than the lock",
                finding.help
            );
        }
    }
}
