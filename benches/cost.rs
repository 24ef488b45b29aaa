//! Trees of Rust in, a table of times and ratios out: what a run costs beside the floors and the peers.
//!
//! `cargo bench --bench cost -- [--runs N] [--threads N] [TREE…]`. Without a tree, one is generated. The
//! competitors run in alternation, each as a process of its own, so that a noisy machine is noisy for all; every
//! ratio is of the two runs of one round, and its spread is printed. A peer that is not installed is left out.

use privacy_lint::extract;
use privacy_lint::model::project::{Language, SourceFile};
use rayon::prelude::*;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

// The allocator of the tool, for the floors too.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const OURS: &str = env!("CARGO_BIN_EXE_cargo-privacy-lint");
const STACK: usize = 64 << 20;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    match args.first().map(String::as_str) {
        Some("--child") => child(&args[1], Path::new(&args[2]), args[3].parse().unwrap_or(2)),
        // `cargo test` runs benches too; there is nothing to measure in a debug build.
        _ if cfg!(debug_assertions) => println!("cost: use `cargo bench --bench cost`"),
        _ => compare(&args),
    }
}

/// One measured process.
fn child(what: &str, tree: &Path, threads: usize) {
    let files = files_of(tree);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).stack_size(STACK).build();
    let pool = pool.expect("threads to measure with");
    let mut order: Vec<&(PathBuf, u64)> = files.iter().collect();
    order.sort_by_key(|(path, size)| (std::cmp::Reverse(*size), path));
    let over = |work: &(dyn Fn(&[u8]) -> u64 + Sync)| -> u64 {
        let one = |(path, _): &&(PathBuf, u64)| std::fs::read(path).map_or(0, |bytes| work(&bytes));
        pool.install(|| order.par_iter().with_max_len(1).map(one).sum())
    };
    let done = match what {
        "stat" => files.iter().map(|(_, size)| size).sum(),
        "read" => over(&|bytes| bytes.len() as u64),
        "syn" => over(&|bytes| {
            let Ok(text) = std::str::from_utf8(bytes) else { return 0 };
            let items = syn::parse_file(text).map_or(0, |file| file.items.len());
            proc_macro2::extra::invalidate_current_thread_spans();
            items as u64
        }),
        "extract" => {
            let source = |(path, size): &(PathBuf, u64)| SourceFile {
                path: path.to_string_lossy().into_owned(),
                package: None,
                language: Language::Rust,
                size: *size,
            };
            let sources: Vec<SourceFile> = files.iter().map(source).collect();
            let read = |path: &str| std::fs::read(path);
            let facts = extract::all(&sources, Some(threads), &read);
            facts.iter().flatten().map(|facts| facts.exprs().len() as u64).sum()
        }
        other => panic!("no such competitor: {other}"),
    };
    std::hint::black_box(done);
}

/// The Rust files of a tree, as the tool would list them.
fn files_of(tree: &Path) -> Vec<(PathBuf, u64)> {
    let entered = |entry: &walkdir::DirEntry| {
        let name = entry.file_name().to_string_lossy();
        entry.depth() == 0 || !(name.starts_with('.') || name == "target" && entry.file_type().is_dir())
    };
    let listed = walkdir::WalkDir::new(tree).sort_by_file_name().into_iter().filter_entry(entered).flatten();
    let rust = listed.filter(|e| e.file_type().is_file() && e.path().extension().is_some_and(|e| e == "rs"));
    rust.filter_map(|entry| Some((entry.path().to_owned(), entry.metadata().ok()?.len()))).collect()
}

/// A competitor: its name and how to start it.
struct Runner {
    name: &'static str,
    command: Box<dyn Fn() -> Command>,
    /// Before each run, outside of the clock.
    prepare: fn(&Path),
    seconds: Vec<f64>,
    peak: u64,
}

fn compare(args: &[String]) {
    let value = |flag: &str| args.iter().position(|arg| arg == flag).and_then(|at| args.get(at + 1)?.parse().ok());
    let runs: usize = value("--runs").unwrap_or(7);
    let threads: usize = value("--threads").unwrap_or(2);
    let mut trees = Vec::new();
    let mut rest = args.iter();
    while let Some(arg) = rest.next() {
        match arg.as_str() {
            "--runs" | "--threads" => drop(rest.next()),
            tree => trees.push(PathBuf::from(tree)),
        }
    }
    let generated = std::env::temp_dir().join(format!("privacy-lint-cost-{}", std::process::id()));
    if trees.is_empty() {
        for (name, crates) in [("small", 100), ("twice", 200)] {
            generate(&generated.join(name), crates);
            trees.push(generated.join(name));
        }
    }
    for tree in &trees {
        let tree = tree.canonicalize().unwrap_or_else(|_| tree.clone());
        print!("{}", measure(&tree, runs, threads));
    }
    let _ = std::fs::remove_dir_all(&generated);
}

fn measure(tree: &Path, runs: usize, threads: usize) -> String {
    let files = files_of(tree);
    let bytes: u64 = files.iter().map(|(_, size)| size).sum();
    let largest = files.iter().map(|(_, size)| *size).max().unwrap_or(0);
    let mut runners = runners(tree, threads);
    for round in 0..=runs {
        for runner in &mut runners {
            (runner.prepare)(tree);
            let (seconds, peak) = timed(&(runner.command)());
            runner.peak = runner.peak.max(peak);
            // The first round fills the page cache.
            if round > 0 {
                runner.seconds.push(seconds);
            }
        }
    }
    let mut out = format!(
        "\n{}: {} files, {:.1} MB, largest {:.0} kB; {threads} threads, {runs} rounds\n",
        tree.display(),
        files.len(),
        bytes as f64 / 1e6,
        largest as f64 / 1e3
    );
    let bound = 40e6 + bytes as f64 + 70.0 * largest as f64;
    let _ = writeln!(
        out,
        "{:<14}{:>9}{:>22}{:>22}{:>10}{:>9}",
        "", "seconds", "x stat (min..max)", "x syn (min..max)", "peak MB", "B/source"
    );
    let base = |name: &str| runners.iter().find(|runner| runner.name == name).map(|runner| &runner.seconds);
    for runner in &runners {
        let ratio = |of: Option<&Vec<f64>>| match of {
            Some(of) => {
                let mut ratios: Vec<f64> = runner.seconds.iter().zip(of).map(|(ours, base)| ours / base).collect();
                ratios.sort_by(f64::total_cmp);
                let (low, middle, high) = (ratios[0], ratios[ratios.len() / 2], ratios[ratios.len() - 1]);
                format!("{middle:.2} ({low:.2}..{high:.2})")
            }
            None => String::new(),
        };
        let mut sorted = runner.seconds.clone();
        sorted.sort_by(f64::total_cmp);
        let peak = runner.peak as f64 * 1024.0;
        let _ = writeln!(
            out,
            "{:<14}{:>9.3}{:>22}{:>22}{:>10.0}{:>9.2}",
            runner.name,
            sorted[sorted.len() / 2],
            ratio(base("stat")),
            ratio(base("syn")),
            peak / 1e6,
            peak / bytes as f64
        );
    }
    let _ = writeln!(out, "memory bound (40 MB + 1 B/source byte + 70 B/byte of the largest): {:.0} MB", bound / 1e6);
    out
}

fn runners(tree: &Path, threads: usize) -> Vec<Runner> {
    let runner = |name, command: Box<dyn Fn() -> Command>, prepare| Runner {
        name,
        command,
        prepare,
        seconds: Vec::new(),
        peak: 0,
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
    let ours = |shown: &'static str, threads: usize, flags: &'static [&'static str], prepare| {
        let tree = tree.to_owned();
        let command = move || {
            let mut command = Command::new(OURS);
            command.args(["privacy-lint", "scan", "--format", "json", "-j", &threads.to_string()]).args(flags);
            command.current_dir(&tree);
            command
        };
        runner(shown, Box::new(command), prepare)
    };
    let forget: fn(&Path) = |tree| drop(std::fs::remove_dir_all(tree.join("target/privacy-lint")));
    let mut runners = vec![
        floor("stat", threads, "stat"),
        floor("read", threads, "read"),
        floor("syn", threads, "syn"),
        floor("extract", threads, "extract"),
        floor("extract", 1, "extract -j1"),
        ours("ours", threads, &["--no-cache"], |_| {}),
        ours("ours -j1", 1, &["--no-cache"], |_| {}),
        ours("ours, filling", threads, &[], forget),
        ours("ours, again", threads, &[], |_| {}),
    ];
    if installed("rg") {
        let (tree, words) = (tree.to_owned(), words().join("|"));
        let command = move || {
            let mut command = Command::new("rg");
            command.args(["-c", "--no-ignore", "-t", "rust", "-j", &threads.to_string(), &words]).arg(&tree);
            command
        };
        runners.push(runner("rg, 200 words", Box::new(command), |_| {}));
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

/// Wall time and peak memory in kB (0 where GNU time is not there).
fn timed(command: &Command) -> (f64, u64) {
    let note = std::env::temp_dir().join(format!("privacy-lint-cost-{}.rss", std::process::id()));
    let mut measured = match Path::new("/usr/bin/time").exists() {
        true => {
            let mut time = Command::new("/usr/bin/time");
            time.args(["-q", "-f", "%M", "-o"]).arg(&note).arg(command.get_program());
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
    let seconds = begun.elapsed().as_secs_f64();
    assert!(status.is_ok(), "cannot start {:?}", command.get_program());
    let peak = std::fs::read_to_string(&note).ok().and_then(|text| text.trim().parse().ok()).unwrap_or(0);
    let _ = std::fs::remove_file(&note);
    (seconds, peak)
}

fn installed(program: &str) -> bool {
    Command::new(program)
        .arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|s| s.success())
}

/// Two hundred words of the kind a search for personal data would use.
fn words() -> Vec<String> {
    let things = ["user", "customer", "patient", "account", "member", "contact", "person", "client", "guest", "owner"];
    let data = [
        "name", "email", "phone", "address", "birthday", "password", "token", "location", "gender", "ssn", "iban",
        "card", "salary", "photo", "voice", "device", "ip", "cookie", "session", "history",
    ];
    things.iter().flat_map(|thing| data.iter().map(move |what| format!("{thing}_?{what}"))).collect()
}

fn ten_rules() -> String {
    let patterns = [
        "println!($$$)",
        "info!($$$)",
        "$A.email",
        "$A.password",
        "env::var($A)",
        "$A.send($$$)",
        "$A.headers()",
        "$A.remote_addr()",
        "Command::new($A)",
        "$A.execute($$$)",
    ];
    let rule = |(at, pattern): (usize, &&str)| {
        format!("id: r{at}\nlanguage: rust\nseverity: info\nmessage: r{at}\nrule:\n  pattern: '{pattern}'\n")
    };
    patterns.iter().enumerate().map(rule).collect::<Vec<_>>().join("---\n")
}

/// A workspace of small crates that use each other.
fn generate(root: &Path, crates: usize) {
    let write = |path: PathBuf, text: String| {
        let _ = std::fs::create_dir_all(path.parent().unwrap_or(root));
        std::fs::write(&path, text).expect("a generated file");
    };
    write(root.join("Cargo.toml"), "[workspace]\nmembers = [\"crates/*\"]\nresolver = \"2\"\n".to_owned());
    for at in 0..crates {
        let dir = root.join(format!("crates/part{at}"));
        let before = at.checked_sub(1).map_or(String::new(), |before| {
            format!("[dependencies]\npart{before} = {{ path = \"../part{before}\" }}\n")
        });
        let manifest = format!("[package]\nname = \"part{at}\"\nversion = \"0.1.0\"\nedition = \"2021\"\n{before}");
        write(dir.join("Cargo.toml"), manifest);
        let mut lib = String::new();
        for module in 0..10 {
            let _ = writeln!(lib, "pub mod m{module};");
            write(dir.join(format!("src/m{module}.rs")), module_text(at, module));
        }
        write(dir.join("src/lib.rs"), lib);
    }
}

fn module_text(at: usize, module: usize) -> String {
    let mut text = String::from("use serde::Deserialize;\n");
    for n in 0..20 {
        let next = match at.checked_sub(1) {
            Some(before) => {
                format!("part{before}::m{module}::handle{n}(Form{n} {{ email: form.email, age: form.age }})")
            }
            None => "form.email.len() as u64".to_owned(),
        };
        let _ = write!(
            text,
            "\n/// A form that someone fills in.\n#[derive(Debug, Clone, Deserialize)]\npub struct Form{n} {{\n    \
             pub email: String,\n    pub age: u32,\n}}\n\npub fn handle{n}(form: Form{n}) -> u64 {{\n    let key = \
             format!(\"{{}}-{{}}\", form.age, {n});\n    if key.len() > {n} {{\n        tracing::info!(age = form.age, \
             \"a form came in: {{key}}\");\n    }}\n    match form.age {{\n        0..=17 => 0,\n        _ => {next},\n    }}\n}}\n"
        );
    }
    text
}
