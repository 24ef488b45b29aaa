//! The scripts of the action, of the GitLab template and of the pre-commit hook, run as the runner would run them.

use super::gate_repo::{Repo, TODAY};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A clone of a repository with a branch that adds an undeclared category, and the program where the action puts it.
struct Job {
    clone: PathBuf,
    temp: PathBuf,
    base: String,
    _repo: Repo,
}

fn job() -> Job {
    let repo = Repo::new();
    assert_eq!(repo.run_in(&repo.root, &["lock", "-q"]).0, 0);
    repo.commit("locked");
    let base = repo.git(&["rev-parse", "HEAD"]);
    repo.branch("change");
    repo.write("src/fresh.rs", "// PRIVACY: fresh-data\npub struct Fresh {\n    pub x: u8,\n}\n");
    repo.replace("src/lib.rs", "pub mod legacy;", "pub mod fresh;\npub mod legacy;");
    assert_eq!(repo.run_in(&repo.root, &["lock", "-q"]).0, 0);
    repo.commit("fresh");
    let beside = repo.root.parent().expect("a folder").to_owned();
    let (clone, temp) = (beside.join("clone"), beside.join("temp"));
    let from = format!("file://{}", repo.root.display());
    repo.git(&["clone", "--quiet", "--branch", "change", &from, clone.to_str().expect("a path")]);
    let bin = temp.join("privacy-lint/bin");
    std::fs::create_dir_all(&bin).expect("a folder");
    std::fs::copy(env!("CARGO_BIN_EXE_cargo-privacy-lint"), bin.join("cargo-privacy-lint")).expect("the program");
    Job { clone, temp, base, _repo: repo }
}

impl Job {
    fn bash(&self, script: &str, variables: &[(&str, &str)]) -> (Option<i32>, String) {
        let mut command = Command::new("bash");
        // As runners start it.
        command.args(["--noprofile", "--norc", "-eo", "pipefail", "-c", script]).current_dir(&self.clone);
        command.env("PRIVACY_LINT_TODAY", TODAY).env("RUNNER_TEMP", &self.temp).env_remove("GITHUB_STEP_SUMMARY");
        command.env("GIT_CONFIG_GLOBAL", "/dev/null").envs(variables.iter().copied());
        let done = command.output().expect("bash");
        let text = String::from_utf8_lossy(&done.stdout).into_owned() + &String::from_utf8_lossy(&done.stderr);
        (done.status.code(), text)
    }

    fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.clone.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }
}

fn file(path: &str) -> String {
    let place = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    std::fs::read_to_string(&place).unwrap_or_else(|error| panic!("{}: {error}", place.display()))
}

/// The lines of the block that begins with `key: |` after a line, without their indentation.
fn block(text: &str, after: &str, key: &str) -> String {
    let mut lines = text.lines().skip_while(|line| line.trim() != after).skip_while(|line| line.trim() != key).skip(1);
    let mut script = Vec::new();
    let first = lines.next().expect("a block");
    let indent = first.len() - first.trim_start().len();
    for line in std::iter::once(first).chain(lines) {
        if !line.trim().is_empty() && line.len() - line.trim_start().len() < indent {
            break;
        }
        script.push(line.get(indent..).unwrap_or_default());
    }
    script.join("\n")
}

#[test]
fn the_script_of_the_action_shows_what_the_change_brought() {
    let job = job();
    let script = block(&file("action.yml"), "- name: Check", "run: |");
    let summary = job.temp.join("summary.md");
    let summary = summary.to_str().expect("a path");
    let all =
        [("ARGS", "--locked\n\n"), ("SARIF", "privacy.sarif"), ("BASE", "main"), ("GITHUB_STEP_SUMMARY", summary)];
    let (code, text) = job.bash(&script, &all);
    assert_eq!(code, Some(1), "{text}");
    assert_eq!(text.matches("::error title=privacy-lint (undeclared_category),file=src/fresh.rs,line=1").count(), 1);
    assert!(!text.contains("legacy.rs"), "what the base has is not shown: {text}");
    let sarif: Value = serde_json::from_str(&job.read("privacy.sarif")).expect("a document");
    assert_eq!(sarif["runs"][0]["results"].as_array().map(Vec::len), Some(1));
    let page = std::fs::read_to_string(summary).expect("a job summary");
    assert!(page.contains("src/fresh.rs:1") && page.contains("undeclared_category"), "{page}");
    assert_eq!(page.matches("## cargo privacy-lint").count(), 1, "{page}");
    // What is remembered from an earlier run would say the same, and write nothing.
    let again = [("ARGS", "--locked"), ("SARIF", ""), ("BASE", ""), ("GITHUB_STEP_SUMMARY", summary)];
    job.bash(&script, &again);
    job.bash(&script.replace("find . ", "true "), &again);
    let page = std::fs::read_to_string(summary).expect("a job summary");
    assert_eq!(page.matches("## cargo privacy-lint").count(), 3, "{page}");

    // A push to the main branch: everything.
    let (code, text) = job.bash(&script, &[("ARGS", "--locked"), ("SARIF", ""), ("BASE", "")]);
    assert!(code == Some(1) && text.contains("src/legacy.rs"), "{text}");
    // Nothing to judge is no success.
    let (code, text) = job.bash(&script, &[("ARGS", "--policy\nnone.toml"), ("SARIF", "x.sarif"), ("BASE", "main")]);
    assert!(code == Some(2) && text.contains("::error title=privacy-lint (no verdict)"), "{text}");
    // Arguments are arguments, whatever they hold.
    let (code, _) = job.bash(&script, &[("ARGS", "$(touch pwned); x"), ("SARIF", ""), ("BASE", "")]);
    assert!(code == Some(2) && !job.clone.join("pwned").exists());
}

#[test]
fn the_script_for_gitlab_writes_its_report_and_fails_the_job() {
    let job = job();
    let program = job.temp.join("privacy-lint/bin/cargo-privacy-lint");
    let script = block(&file("ci/gitlab.yml"), "script:", "- |");
    assert!(script.contains("/opt/privacy-lint/bin/cargo-privacy-lint"), "{script}");
    let script = script.replace("/opt/privacy-lint/bin/cargo-privacy-lint", program.to_str().expect("a path"));
    let merge_request = [("PRIVACY_LINT_ARGS", "--locked"), ("CI_MERGE_REQUEST_DIFF_BASE_SHA", job.base.as_str())];
    let (code, text) = job.bash(&script, &merge_request);
    assert_eq!(code, Some(1), "{text}");
    assert!(text.contains("fresh-data") && !text.contains("legacy-data"), "{text}");
    let report: Value = serde_json::from_str(&job.read("gl-code-quality-report.json")).expect("a report");
    assert_eq!(report.as_array().map(Vec::len), Some(1), "{report}");
    for key in ["description", "check_name", "fingerprint", "severity"] {
        assert!(report[0][key].as_str().is_some_and(|text| !text.is_empty()), "{key}: {report}");
    }
    assert_eq!(report[0]["location"]["path"], "src/fresh.rs");

    let (code, text) = job.bash(&script, &[("PRIVACY_LINT_ARGS", "--locked")]);
    assert!(code == Some(1) && text.contains("legacy-data"), "{text}");
}

#[test]
fn the_hook_stops_a_commit_that_brings_a_finding() {
    let job = job();
    let manifest = file(".pre-commit-hooks.yaml");
    let entry = manifest.lines().find_map(|line| line.trim().strip_prefix("entry: ")).expect("an entry");
    let (program, arguments) = entry.split_once(' ').expect("arguments");
    assert_eq!(program, "cargo-privacy-lint");
    let call = format!("\"$RUNNER_TEMP/privacy-lint/bin/cargo-privacy-lint\" {arguments}");
    let (code, text) = job.bash(&call, &[]);
    assert_eq!(code, Some(0), "nothing is about to be committed: {text}");
    std::fs::write(job.clone.join("src/legacy.rs"), "// PRIVACY: other-data\npub struct Other(u8);\n")
        .expect("written");
    let (code, text) = job.bash(&call, &[]);
    assert!(code == Some(1) && text.contains("other-data"), "{text}");
}
