//! The shipped examples, as a user runs them: what the command prints and how it ends. `BLESS=1` writes the golden
//! files anew (`cargo bless`).

use std::path::{Path, PathBuf};
use std::process::Command;

struct Run {
    text: String,
    code: Option<i32>,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn tool(args: &[&str]) -> Run {
    let output = Command::new(env!("CARGO_BIN_EXE_cargo-privacy-lint"))
        .args(args)
        .current_dir(root())
        .env_clear()
        .env("COLUMNS", "100")
        .env("PRIVACY_LINT_TODAY", "2026-06-01")
        .output()
        .expect("the tool runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    Run { text: text(output.stdout) + &text(output.stderr), code: output.status.code() }
}

fn check(example: &str, more: &[&str]) -> Run {
    let manifest = format!("examples/{example}/Cargo.toml");
    tool(&[&["check", "--manifest-path", &manifest], more].concat())
}

/// Compares with `examples/NAME/expected/FILE`.
fn golden(example: &str, file: &str, run: &Run, code: i32) {
    let place: PathBuf = root().join("examples").join(example).join("expected").join(file);
    if std::env::var_os("BLESS").is_some() {
        std::fs::create_dir_all(place.parent().expect("below the example")).expect("a folder");
        std::fs::write(&place, &run.text).expect("a file");
    }
    let expected = std::fs::read_to_string(&place).unwrap_or_default();
    assert!(
        run.text == expected,
        "{} differs; BLESS=1 cargo test examples, if that is right:\n{}",
        place.display(),
        run.text
    );
    assert_eq!(run.code, Some(code), "{example}");
}

fn lints(run: &Run) -> Vec<String> {
    let of_line = |line: &str| Some(line.split_once('[')?.1.split_once(']')?.0.to_owned());
    let mut lints: Vec<String> = run.text.lines().filter_map(of_line).collect();
    lints.sort();
    lints.dedup();
    lints
}

#[test]
fn a_clean_web_service_passes() {
    let run = check("01_web_service", &["--format", "short", "--deny-warnings"]);
    golden("01_web_service", "check.txt", &run, 0);
}

#[test]
fn undeclared_collection_and_purposes_fail_with_one_finding_of_each_main_kind() {
    let run = check("02_undeclared", &["--format", "short"]);
    golden("02_undeclared", "check.txt", &run, 1);
    let lints = lints(&run);
    let told = std::fs::read_to_string(root().join("examples/02_undeclared/README.md")).expect("a README");
    for line in told.lines().filter(|line| line.starts_with('|') && line.contains('`')) {
        let lint = line.rsplit('`').nth(1).expect("a lint between backticks");
        assert!(lints.iter().any(|found| found == lint), "the README promises {lint}, found {lints:?}");
    }
}

#[test]
fn the_first_command_of_the_readme_draws_code_and_policy() {
    let run = check("02_undeclared", &[]);
    golden("02_undeclared", "check.human.txt", &run, 1);
    let readme = std::fs::read_to_string(root().join("README.md")).expect("the README");
    let shown = readme.split("<!-- output -->").nth(1).expect("output between two marks");
    for line in shown.lines().filter(|line| !line.starts_with("```") && line.trim() != "⋮" && !line.trim().is_empty())
    {
        assert!(run.text.contains(line), "the README shows a line that the command does not print: {line}");
    }
}

#[test]
fn two_products_have_different_allowances() {
    let run = check("03_workspace", &["--format", "short"]);
    golden("03_workspace", "check.txt", &run, 1);
    assert!(run.text.contains("product `hike-shop` does not collect `location-data`"));
    let map = check("03_workspace", &["--format", "short", "-p", "hike-map"]);
    assert!(!map.text.contains("out_of_product"), "the map may have positions:\n{}", map.text);
}

#[test]
fn unused_declarations_point_into_the_policy() {
    let run = check("04_cli_telemetry", &["--format", "short"]);
    golden("04_cli_telemetry", "check.txt", &run, 0);
    assert_eq!(lints(&run), ["unused_declaration"]);
    let strict = check("04_cli_telemetry", &["--deny-warnings", "-q"]);
    assert_eq!(strict.code, Some(1));
}

#[test]
fn every_example_has_what_a_reader_needs() {
    for entry in std::fs::read_dir(root().join("examples")).expect("examples").flatten() {
        if !entry.path().is_dir() {
            continue;
        }
        for file in ["Cargo.toml", "Cargo.lock", "README.md", "policy.toml", "statement.md"] {
            assert!(entry.path().join(file).is_file(), "{} lacks {file}", entry.path().display());
        }
        let manifest = std::fs::read_to_string(entry.path().join("Cargo.toml")).expect("a manifest");
        assert!(manifest.contains("[workspace]"), "{} is a workspace of its own", entry.path().display());
    }
}

#[test]
fn every_anchor_of_an_example_stands_in_its_statement() {
    for entry in std::fs::read_dir(root().join("examples")).expect("examples").flatten() {
        let Ok(policy) = std::fs::read_to_string(entry.path().join("policy.toml")) else { continue };
        let statement = std::fs::read_to_string(entry.path().join("statement.md")).expect("a statement");
        let no_base = |path: &str| panic!("{path} is not asked for");
        let policy = privacy_lint::policy::load("policy.toml", &policy, &no_base, &[]).expect("a policy");
        assert!(policy.anchors().len() > 5);
        for anchor in policy.anchors() {
            let line = statement.lines().nth(anchor.line as usize - 1).unwrap_or_default();
            assert!(line.contains(&anchor.quote), "{}: {:?} is not in {line:?}", entry.path().display(), anchor.quote);
        }
    }
}
