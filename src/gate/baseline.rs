//! Findings come in, the lines of a baseline go out, and back: adopt today, never get worse.
//!
//! One finding a line, sorted, so that two branches merge; a baseline may only shrink.

use super::pairing::{Known, pair};
use crate::model::finding::{Finding, Fix, Level, Problem};
use crate::model::hostile::is_hostile;
use crate::model::place::{LineTable, Region, Span};
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

/// The file at the root that counts when neither a flag nor a manifest names another.
pub const NAME: &str = "privacy.baseline";

/// A baseline as it is read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Baseline {
    /// The file as findings name it.
    pub path: String,
    /// Its entries.
    pub entries: Vec<Entry>,
    /// The last day on which it counts, and where it says so.
    pub until: Option<(Date, Region)>,
}

/// One finding that is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What is known of it.
    pub known: Known,
    /// The day it was recorded.
    pub since: Date,
    /// The line, its break included.
    span: Span,
    region: Region,
}

/// What a baseline is worth today.
#[derive(Debug, Default)]
pub struct Held {
    /// Findings that it does not know.
    pub findings: Vec<Finding>,
    /// Those it knows, with the reason.
    pub known: Vec<(Finding, String)>,
    /// What is to be said of the baseline itself.
    pub about: Vec<Finding>,
}

const HEAD: &str = "# privacy-lint baseline, version 1. It may only shrink: `check --baseline FILE --write-baseline` drops what is gone.\n# fingerprint, fingerprint of moved code, day, lint, file, item, words; parted by tabs\n";

/// Whether findings of a lint can be in a baseline: those about the bookkeeping itself cannot.
fn can_be_known(finding: &Finding) -> bool {
    let bookkeeping = ["expired_waiver", "unused_waiver", "stale_lock", "loosened_policy"];
    finding.level < Level::Forbid && !bookkeeping.contains(&finding.lint.as_str())
}

/// Reads a baseline. A line that cannot be read is an error: a finding must not be lost, nor one invented.
pub fn read(path: &str, text: &str) -> Result<Baseline, Vec<Problem>> {
    let lines = LineTable::new(text);
    let shared: Arc<str> = Arc::from(text);
    let mut baseline = Baseline { path: path.to_owned(), ..Baseline::default() };
    let mut problems = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let span = Span::new(at, at + line.len());
        let region = lines.region(Span::new(at, at + line.trim_end().len()));
        at += line.len();
        let line = line.trim_end();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(day) = line.strip_prefix("until ").and_then(|day| day.trim().parse().ok()) {
            baseline.until = Some((day, region));
        } else if let Some((known, since)) = entry(line) {
            baseline.entries.push(Entry { known, since, span, region });
        } else {
            let conflict = ["<<<<<<<", "=======", ">>>>>>>"].iter().any(|mark| line.starts_with(mark));
            let help = match conflict {
                true => "keep the lines that both sides have, then run `check --baseline FILE --write-baseline`",
                false => "take the line back from git, or remove it and see what is found",
            };
            let what = if conflict { "a conflict that was not settled" } else { "no line of a baseline" };
            problems.push(Problem::new(format!("this is {what}"), help).at(path).within(&shared, region));
        }
    }
    if problems.is_empty() { Ok(baseline) } else { Err(problems) }
}

fn entry(line: &str) -> Option<(Known, Date)> {
    let parts: Vec<&str> = line.split('\t').collect();
    let [fingerprint, moved, since, lint, path, item, words] = parts.as_slice() else { return None };
    let is_hex = |text: &str| text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let known = Known {
        lint: (*lint).to_owned(),
        path: (*path).to_owned(),
        item: (*item).to_owned(),
        words: words.split(" | ").filter(|word| !word.is_empty()).map(str::to_owned).collect(),
        fingerprint: (*fingerprint).to_owned(),
        moved: (*moved).to_owned(),
    };
    (is_hex(fingerprint) && is_hex(moved)).then_some((known, since.parse().ok()?))
}

/// Parts the findings into those that a baseline knows and the rest.
pub fn hold(baseline: &Baseline, findings: Vec<Finding>, today: Date) -> Held {
    let mut held = Held::default();
    let (can, cannot): (Vec<Finding>, Vec<Finding>) = findings.into_iter().partition(can_be_known);
    held.findings = cannot;
    let known: Vec<Known> = baseline.entries.iter().map(|entry| entry.known.clone()).collect();
    let now: Vec<Known> = can.iter().map(Known::of).collect();
    let pairs = pair(&known, &now);
    let over = baseline.until.filter(|&(until, _)| until < today);
    for (finding, pair) in can.into_iter().zip(&pairs) {
        match pair.filter(|_| over.is_none()) {
            Some(at) => {
                let reason = format!("in {} since {}", baseline.path, baseline.entries[at].since);
                held.known.push((finding, reason));
            }
            None => held.findings.push(finding),
        }
    }
    for (at, entry) in baseline.entries.iter().enumerate() {
        if !pairs.contains(&Some(at)) {
            held.about.push(gone(baseline, entry));
        }
    }
    if let Some((until, region)) = over {
        let message = format!("this baseline ended on {until}, and what it holds counts again");
        held.about.push(about(
            "expired_waiver",
            baseline,
            region,
            message,
            "settle what is left, or agree on a new day",
        ));
    } else if let Some((until, region)) = baseline.until
        && let Some(days) = super::waivers::soon(until, today)
    {
        let message = format!("this baseline ends on {until}, {days}");
        let mut found = about("expired_waiver", baseline, region, message, "settle what it holds before that day");
        found.at_most = Some(Level::Warn);
        held.about.push(found);
    }
    held
}

fn gone(baseline: &Baseline, entry: &Entry) -> Finding {
    let known = &entry.known;
    let message = format!("`{}` at `{}` is gone, and the baseline still holds it", known.lint, known.item);
    let help = "remove the line, or run `cargo privacy-lint check --baseline FILE --write-baseline`";
    let mut found = about("unused_waiver", baseline, entry.region, message, help);
    found.item.clone_from(&known.item);
    found.fix = Some(Fix {
        title: "remove the line".to_owned(),
        machine_applicable: true,
        path: baseline.path.clone(),
        start: entry.span.start,
        end: entry.span.end,
        replacement: String::new(),
    });
    found
}

fn about(lint: &str, baseline: &Baseline, region: Region, message: String, help: &str) -> Finding {
    Finding {
        lint: lint.to_owned(),
        level: crate::check::default_level(lint).unwrap_or_default(),
        path: baseline.path.clone(),
        region,
        message,
        label: "here".to_owned(),
        help: help.to_owned(),
        item: baseline.path.clone(),
        group: format!("{lint} baseline"),
        ..Finding::default()
    }
}

/// The text of a baseline: everything found when there was none, else what the old one holds and is still there.
/// The second number counts findings that stay outside.
pub fn write(old: Option<&Baseline>, findings: &[Finding], until: Option<Date>, today: Date) -> (String, usize) {
    let now: Vec<Known> = findings.iter().filter(|finding| can_be_known(finding)).map(Known::of).collect();
    let mut lines: BTreeMap<(String, String, String, String), (Known, Date)> = BTreeMap::new();
    let mut put = |known: Known, since: Date| {
        let key = (known.lint.clone(), known.path.clone(), known.item.clone(), known.fingerprint.clone());
        lines.insert(key, (known, since));
    };
    let mut outside = findings.len() - now.len();
    match old {
        None => now.into_iter().for_each(|known| put(known, today)),
        Some(old) => {
            let known: Vec<Known> = old.entries.iter().map(|entry| entry.known.clone()).collect();
            for (known, pair) in now.iter().zip(pair(&known, &now)) {
                match pair {
                    Some(at) => put(known.clone(), old.entries[at].since),
                    None => outside += 1,
                }
            }
        }
    }
    let mut text = HEAD.to_owned();
    if let Some(until) = until.or(old.and_then(|old| old.until).map(|(day, _)| day)) {
        let _ = writeln!(text, "until {until}");
    }
    for (known, since) in lines.into_values() {
        let clean = |text: &str| text.replace(is_hostile, " ");
        let words = known.words.iter().map(|word| clean(word)).collect::<Vec<_>>().join(" | ");
        let Known { fingerprint, moved, lint, path, item, .. } = &known;
        let (path, item) = (clean(path), clean(item));
        let _ = writeln!(text, "{fingerprint}\t{moved}\t{since}\t{lint}\t{path}\t{item}\t{words}");
    }
    (text, outside)
}
