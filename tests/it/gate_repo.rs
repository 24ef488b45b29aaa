//! A repository of its own with real git, in which the tests of the gate make changes and ask for the verdict.

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The day of every run that names no other.
pub(crate) const TODAY: &str = "2026-11-22";

pub(crate) const POLICY: &str = r#"version = 1

[lints]
undeclared_recipient = "forbid"
unused_declaration = "allow"
unannotated_collection = "allow"
incomplete_annotation = "allow"

[waivers]
max_days = 180

[sources.you]
title = "You"
kind = "provided"
internal = "test"

[purposes.accounts]
title = "Accounts"
internal = "test"

[purposes.advertising]
title = "Advertising"
internal = "test"

[bases.contract]
title = "Contract"
internal = "test"

[categories.contact-data]
title = "Contact data"
covers = ["user.contact", "user.name"]
sources = ["you"]
purposes = ["accounts"]
narrowed_from = "*"
retention = "P30D"
recipients = "none"
internal = { purposes = "test", retention = "test" }

[categories.voice-data]
title = "Voice data"
covers = ["user.biometric.voice"]
internal = "test"

[[rules]]
id = "no-voice"
title = "No voice"
deny = { collect = "voice-data" }
internal = "test"
"#;

const ACCOUNT: &str = "//! Accounts.

// PRIVACY: contact-data from you for accounts under contract
pub struct SignUp {
    pub email: String,
}
";

/// What was there before the tool: a finding that no pull request brought.
pub(crate) const LEGACY: &str = "//! Old code.

// PRIVACY: legacy-data from you for accounts under contract
pub struct Import {
    pub row: String,
}
";

/// A repository in a folder that goes away with it.
pub(crate) struct Repo {
    pub(crate) root: PathBuf,
    _folder: tempfile::TempDir,
}

/// What a run came to.
#[derive(Debug)]
pub(crate) struct Verdict {
    pub(crate) code: i32,
    /// `lint` or, for a warning, `lint?`, in the order of the output.
    pub(crate) lints: Vec<String>,
    pub(crate) text: String,
}

impl Repo {
    /// A package with a policy, one declared collection and one old finding, on branch `main`.
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().canonicalize().expect("a path").join("repo");
        let repo = Self { root, _folder: folder };
        std::fs::create_dir(&repo.root).expect("a folder");
        repo.git(&["init", "--quiet", "--initial-branch=main"]);
        repo.write("Cargo.toml", "[package]\nname = \"app\"\nversion = \"0.1.0\"\nedition = \"2021\"\n");
        repo.write("src/lib.rs", "//! The example.\n\npub mod account;\npub mod legacy;\n");
        repo.write("src/account.rs", ACCOUNT);
        repo.write("src/legacy.rs", LEGACY);
        repo.write("policy.toml", POLICY);
        repo.commit("first");
        repo
    }

    pub(crate) fn git(&self, args: &[&str]) -> String {
        self.git_in(&self.root, args)
    }

    pub(crate) fn git_in(&self, folder: &Path, args: &[&str]) -> String {
        let (done, text) = self.try_git(folder, args);
        assert!(done, "git {args:?}: {text}");
        text
    }

    pub(crate) fn try_git(&self, folder: &Path, args: &[&str]) -> (bool, String) {
        let mut command = Command::new("git");
        command.current_dir(folder).args(["-c", "user.name=t", "-c", "user.email=t@example.org"]).args(args);
        command.args(if args[0] == "commit" { &["--date=2026-01-01T00:00:00Z"][..] } else { &[] });
        command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null");
        command.env_remove("GIT_DIR").env_remove("GIT_WORK_TREE").env_remove("GIT_INDEX_FILE");
        let output = command.output().expect("git");
        let text = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
        (output.status.success(), text.trim().to_owned())
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let place = self.root.join(path);
        std::fs::create_dir_all(place.parent().expect("a folder")).expect("a folder");
        std::fs::write(place, text).expect("written");
    }

    pub(crate) fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.root.join(path)).expect("a text")
    }

    /// Replaces a piece of a file that must be there.
    pub(crate) fn replace(&self, path: &str, old: &str, new: &str) {
        let text = self.read(path);
        assert!(text.contains(old), "{path} has no {old:?}");
        self.write(path, &text.replace(old, new));
    }

    pub(crate) fn commit(&self, message: &str) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--allow-empty", "-m", message]);
    }

    /// A branch from main.
    pub(crate) fn branch(&self, name: &str) {
        self.git(&["switch", "--quiet", "--create", name, "main"]);
    }

    pub(crate) fn check(&self, args: &[&str]) -> Verdict {
        self.check_in(&self.root, args)
    }

    pub(crate) fn check_in(&self, folder: &Path, args: &[&str]) -> Verdict {
        let today = if args.contains(&"--today") { &[][..] } else { &["--today", TODAY][..] };
        let all = [&["check", "--format", "json"], today, args].concat();
        let (code, text) = self.run_in(folder, &all);
        let document: Value = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
        let lint = |finding: &Value| {
            let warns = if finding["level"] == "warn" { "?" } else { "" };
            format!("{}{warns}", finding["lint"].as_str().unwrap_or_default())
        };
        let lints = document["findings"].as_array().expect("findings").iter().map(lint).collect();
        Verdict { code, lints, text }
    }

    /// Runs the program; its exit code and standard output.
    pub(crate) fn run_in(&self, folder: &Path, args: &[&str]) -> (i32, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-privacy-lint"));
        command.current_dir(folder).args(args).env_remove("SOURCE_DATE_EPOCH").env_remove("PRIVACY_LINT_TODAY");
        command.env_remove("GITHUB_STEP_SUMMARY");
        command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null");
        let output = command.output().expect("the program");
        (output.status.code().unwrap_or(-1), String::from_utf8_lossy(&output.stdout).into_owned())
    }
}

impl Verdict {
    /// Asks for an exit code and exactly these lints.
    #[track_caller]
    pub(crate) fn is(&self, what: &str, code: i32, lints: &[&str]) {
        assert!(self.code == code && self.lints == lints, "{what}: {} {:?}\n{}", self.code, self.lints, self.text);
    }

    /// Asks for no verdict, with this in the reason.
    #[track_caller]
    pub(crate) fn is_none(&self, what: &str, reason: &str) {
        assert!(self.code == 2 && self.text.contains(reason), "{what}: {} {}", self.code, self.text);
    }
}
