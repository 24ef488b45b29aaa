//! What a run costs, against floors and peers: `cargo bench --bench cost [-- [--runs N] [--threads N] [--write]
//! [TREE…]]`. With `--write` the files of the trees may be changed: the last lines are measured on such trees only.
//!
//! Without a tree it makes one and another of twice the size. One process each, in alternation, after a round that
//! fills the page cache; every ratio is of the two runs of one round, and its spread is printed. A peer that is not
//! installed is left out, and so is, with a word, whoever takes more than `--limit` seconds (120) for one run.

mod floors;
mod peers;
mod report;
mod runners;
mod trees;

use runners::{Runner, runners};
use std::path::{Path, PathBuf};
use std::time::Duration;

// The allocator of the tool, for the floors too.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How to measure.
struct Plan {
    runs: usize,
    threads: usize,
    limit: Duration,
    /// The tree was made for this, or is a copy, so its files may be written.
    may_write: bool,
}

fn main() {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    match args.first().map(String::as_str) {
        Some("--child") => floors::child(&args[1], Path::new(&args[2]), args[3].parse().unwrap_or(2)),
        // `cargo test` runs benches too; there is nothing to measure in a debug build.
        _ if cfg!(debug_assertions) => println!("cost: use `cargo bench --bench cost`"),
        _ => compare(&args),
    }
}

fn compare(args: &[String]) {
    let value = |flag: &str| args.iter().position(|arg| arg == flag).and_then(|at| args.get(at + 1)?.parse().ok());
    let mut plan = Plan {
        runs: value("--runs").unwrap_or(7) as usize,
        threads: value("--threads").unwrap_or(2) as usize,
        limit: Duration::from_secs(value("--limit").unwrap_or(120)),
        may_write: args.iter().any(|arg| arg == "--write"),
    };
    let mut trees = Vec::new();
    let mut rest = args.iter();
    while let Some(arg) = rest.next() {
        match arg.as_str() {
            "--runs" | "--threads" | "--limit" => drop(rest.next()),
            "--write" => {}
            tree => trees.push(PathBuf::from(tree)),
        }
    }
    if !trees.is_empty() {
        for tree in &trees {
            measure(tree, &plan);
        }
        return;
    }
    plan.may_write = true;
    let made = std::env::temp_dir().join(format!("privacy-lint-cost-{}", std::process::id()));
    let measured = [("once", 150), ("twice", 300)].map(|(name, crates)| {
        trees::generate(&made.join(name), crates);
        measure(&made.join(name), &plan)
    });
    report::growth(&measured);
    let _ = std::fs::remove_dir_all(&made);
}

fn measure(tree: &Path, plan: &Plan) -> Vec<Runner> {
    let tree = tree.canonicalize().unwrap_or_else(|_| tree.to_owned());
    let mut runners = runners(&tree, plan);
    for round in 0..=plan.runs {
        for runner in runners.iter_mut().filter(|runner| !runner.gave_up) {
            // The first round fills the page cache.
            runner.run(&tree, plan.limit, round > 0);
        }
    }
    print!("{}", report::table(&tree, plan, &runners));
    runners
}
