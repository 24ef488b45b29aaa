//! A tree in, all who are measured on it out: floors, the tool in its ways of running, peers.

use crate::Plan;
use crate::peers::{installed, ten_rules, words};
use crate::trees::{change_a_hundredth, check_out_anew};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const OURS: &str = env!("CARGO_BIN_EXE_cargo-privacy-lint");

/// Whoever is measured: a name and how to start it.
pub(crate) struct Runner {
    pub(crate) name: &'static str,
    command: Box<dyn Fn() -> Command>,
    /// Before each run, outside of the clock.
    prepare: fn(&Path),
    pub(crate) seconds: Vec<f64>,
    pub(crate) peak: u64,
    pub(crate) gave_up: bool,
}

impl Runner {
    /// One run; it counts only when `counts`.
    pub(crate) fn run(&mut self, tree: &Path, limit: Duration, counts: bool) {
        (self.prepare)(tree);
        match timed(&(self.command)(), limit) {
            Some((seconds, peak)) => {
                self.peak = self.peak.max(peak);
                self.seconds.extend(counts.then_some(seconds));
            }
            None => self.gave_up = true,
        }
    }
}

pub(crate) fn runners(tree: &Path, plan: &Plan) -> Vec<Runner> {
    let threads = plan.threads;
    let runner = |name, command: Box<dyn Fn() -> Command>, prepare| Runner {
        name,
        command,
        prepare,
        seconds: Vec::new(),
        peak: 0,
        gave_up: false,
    };
    let myself = std::env::current_exe().expect("the path of this program");
    let floor = |name: &'static str, threads: usize, shown: &'static str| {
        let (myself, tree) = (myself.clone(), tree.to_owned());
        let command = move || {
            let mut command = Command::new(&myself);
            command.args(["--child", name]).arg(&tree).arg(threads.to_string());
            command
        };
        runner(shown, Box::new(command), |_| {})
    };
    let policy = std::env::temp_dir().join("privacy-lint-cost-policy.toml");
    let _ = std::fs::write(&policy, "version = 1\n[organisation]\nname = \"Example\"\n");
    let shard = std::env::temp_dir().join("privacy-lint-cost.shard");
    let ours = |shown: &'static str, what: &'static str, threads: usize, flags: &'static [&'static str], prepare| {
        let (tree, policy, shard) = (tree.to_owned(), policy.clone(), shard.clone());
        let command = move || {
            let mut command = Command::new(OURS);
            command.args(["privacy-lint", what, "-j", &threads.to_string()]).args(flags).current_dir(&tree);
            match what {
                "extract" => command.arg("-o").arg(&shard),
                _ => command.args(["--format", "json", "--policy"]).arg(&policy),
            };
            command
        };
        runner(shown, Box::new(command), prepare)
    };
    let forget: fn(&Path) = |tree| {
        let _ = std::fs::remove_dir_all(tree.join("target/privacy-lint"));
        let _ = std::fs::create_dir_all(tree.join("target"));
        std::thread::sleep(Duration::from_millis(100));
    };
    let mut runners = vec![
        floor("stat", threads, "stat"),
        floor("read", threads, "read"),
        floor("syn", threads, "syn"),
        floor("extract", threads, "facts"),
        ours("extract", "extract", threads, &["--no-cache"], |_| {}),
        ours("extract -j1", "extract", 1, &["--no-cache"], |_| {}),
        ours("check", "check", threads, &["--no-cache"], |_| {}),
        ours("check -j1", "check", 1, &["--no-cache"], |_| {}),
        ours("scan", "scan", threads, &["--no-cache"], |_| {}),
        ours("no flow", "scan", threads, &["--no-cache", "--no-flow"], |_| {}),
        ours("filling", "check", threads, &[], forget),
        ours("unchanged", "check", threads, &[], |_| {}),
    ];
    if plan.may_write {
        runners.push(ours("checked out", "check", threads, &[], check_out_anew));
        runners.push(ours("1 % changed", "check", threads, &[], change_a_hundredth));
    }
    if installed("rg") {
        let (tree, words) = (tree.to_owned(), words().join("|"));
        let command = move || {
            let mut command = Command::new("rg");
            command.args(["-c", "--no-ignore", "-t", "rust", "-j", &threads.to_string(), &words]).arg(&tree);
            command
        };
        runners.push(runner("rg", Box::new(command), |_| {}));
    }
    if installed("ast-grep") {
        let tree = tree.to_owned();
        let rules = std::env::temp_dir().join("privacy-lint-cost-rules.yml");
        let _ = std::fs::write(&rules, ten_rules());
        let command = move || {
            let mut command = Command::new("ast-grep");
            command
                .args(["scan", "--no-ignore", "hidden", "-j", &threads.to_string(), "--rule"])
                .arg(&rules)
                .arg(&tree);
            command
        };
        runners.push(runner("ast-grep", Box::new(command), |_| {}));
    }
    runners
}

/// Wall time and peak memory in kB (0 where GNU time is not there); `None` past the limit.
fn timed(command: &Command, limit: Duration) -> Option<(f64, u64)> {
    let note = std::env::temp_dir().join(format!("privacy-lint-cost-{}.rss", std::process::id()));
    let mut measured = match Path::new("/usr/bin/time").exists() {
        true => {
            let mut time = Command::new("/usr/bin/time");
            time.args(["-q", "-f", "%M", "-o"]).arg(&note).args(["timeout", &limit.as_secs().to_string()]);
            time.arg(command.get_program());
            time
        }
        false => Command::new(command.get_program()),
    };
    measured.args(command.get_args()).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    if let Some(folder) = command.get_current_dir() {
        measured.current_dir(folder);
    }
    let begun = Instant::now();
    let status = measured.status();
    let elapsed = begun.elapsed();
    assert!(status.is_ok(), "cannot start {:?}", command.get_program());
    let peak = std::fs::read_to_string(&note).ok().and_then(|text| text.trim().parse().ok()).unwrap_or(0);
    let _ = std::fs::remove_file(&note);
    (elapsed < limit).then_some((elapsed.as_secs_f64(), peak))
}
