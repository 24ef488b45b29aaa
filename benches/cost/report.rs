//! What was measured in, a table of ratios with their spread and the bounds they are held against out.

use crate::Plan;
use crate::runners::Runner;
use crate::trees::files_of;
use std::fmt::Write as _;
use std::path::Path;

/// Ratios that have a bound: who, over whom, at most.
const BOUNDS: &[(&str, &str, f64)] = &[
    ("check", "rg", 12.0),
    ("check", "ast-grep", 0.4),
    ("check", "syn", 1.0),
    ("scan", "no flow", 1.4),
    ("facts", "syn", 1.0),
    ("unchanged", "stat", 1.8),
    ("1 % changed", "stat", 6.0),
    ("checked out", "read", 2.0),
    ("extract", "extract -j1", 0.6),
    ("check", "check -j1", 0.6),
];

/// All that was measured on one tree.
pub(crate) fn table(tree: &Path, plan: &Plan, runners: &[Runner]) -> String {
    let files = files_of(tree);
    let bytes: u64 = files.iter().map(|(_, size)| size).sum();
    let largest = files.iter().map(|(_, size)| *size).max().unwrap_or(0);
    let mut out = format!(
        "\n{}: {} files, {:.1} MB, largest {:.0} kB; {} threads, {} rounds\n{:<14}{:>9}{:>22}{:>22}{:>10}{:>9}\n",
        tree.display(),
        files.len(),
        bytes as f64 / 1e6,
        largest as f64 / 1e3,
        plan.threads,
        plan.runs,
        "",
        "seconds",
        "x stat (min..max)",
        "x syn (min..max)",
        "peak MB",
        "B/source"
    );
    for runner in runners {
        if runner.gave_up {
            let _ = writeln!(out, "{:<14}   took more than {} s and was left out", runner.name, plan.limit.as_secs());
            continue;
        }
        let peak = runner.peak as f64 * 1024.0;
        let _ = writeln!(
            out,
            "{:<14}{:>9.3}{:>22}{:>22}{:>10.0}{:>9.2}",
            runner.name,
            middle(&runner.seconds),
            shown(runners, runner.name, "stat"),
            shown(runners, runner.name, "syn"),
            peak / 1e6,
            peak / bytes as f64
        );
    }
    let bound = 40e6 + bytes as f64 + 70.0 * largest as f64;
    let _ = writeln!(out, "memory bound (40 MB + 1 B/source byte + 70 B/byte of the largest): {:.0} MB", bound / 1e6);
    let kept: u64 = walkdir::WalkDir::new(tree.join("target/privacy-lint"))
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.metadata().ok().filter(std::fs::Metadata::is_file))
        .map(|metadata| metadata.len())
        .sum();
    let _ = writeln!(out, "kept on disk: {:.3} B/source byte (bound 0.45)", kept as f64 / bytes as f64);
    for (who, over, bound) in BOUNDS {
        let ratio = shown(runners, who, over);
        if !ratio.is_empty() {
            let _ = writeln!(out, "{:<32}{ratio:>22}   bound {bound}", format!("{who} / {over}"));
        }
    }
    out
}

/// What twice the tree costs.
pub(crate) fn growth(measured: &[Vec<Runner>; 2]) {
    for name in ["extract", "check", "unchanged"] {
        let of = |runners: &[Runner]| {
            runners.iter().find(|runner| runner.name == name && !runner.gave_up).map(|runner| middle(&runner.seconds))
        };
        if let (Some(once), Some(twice)) = (of(&measured[0]), of(&measured[1])) {
            println!("twice the tree, {name}: {:.2} times the time   bound 2.1", twice / once);
        }
    }
}

fn middle(seconds: &[f64]) -> f64 {
    let mut sorted = seconds.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN)
}

/// Ratios of the runs of one round: the middle one and the spread; empty where one of the two was not measured.
fn shown(runners: &[Runner], who: &str, over: &str) -> String {
    let of = |name: &str| runners.iter().find(|runner| runner.name == name && !runner.gave_up);
    let (Some(who), Some(over)) = (of(who), of(over)) else { return String::new() };
    let mut ratios: Vec<f64> = who.seconds.iter().zip(&over.seconds).map(|(ours, base)| ours / base).collect();
    ratios.sort_by(f64::total_cmp);
    match (ratios.first(), ratios.last()) {
        (Some(low), Some(high)) => format!("{:.2} ({low:.2}..{high:.2})", middle(&ratios)),
        _ => String::new(),
    }
}
