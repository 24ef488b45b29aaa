//! Bad input through the program itself: each a clear error with its place, the rest of the run kept, exit codes as
//! documented, and the same bytes however it is run.

use crate::project::Project;
use std::path::Path;
use std::process::Command;

const POLICY: &str = "version = 1\n\n[categories.contact-data]\ncovers = [\"user.contact\"]\n";
const CODE: &str = "// PRIVACY: contact-data\npub struct Reader(pub u32);\n";

struct Ran {
    out: String,
    err: String,
    code: Option<i32>,
}

impl Ran {
    fn says(&self, words: &str) -> &Self {
        assert!(self.out.contains(words) || self.err.contains(words), "no `{words}` in\n{}\n{}", self.out, self.err);
        self
    }

    fn ends(&self, code: i32) -> &Self {
        assert_eq!(self.code, Some(code), "{}\n{}", self.out, self.err);
        self
    }
}

fn run_in(folder: &Path, args: &[&str]) -> Ran {
    let output = Command::new(env!("CARGO_BIN_EXE_cargo-privacy-lint"))
        .args(args)
        .current_dir(folder)
        .env_clear()
        .env("PRIVACY_LINT_TODAY", "2026-06-01")
        .output()
        .expect("the tool runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("output is UTF-8");
    Ran { out: text(output.stdout), err: text(output.stderr), code: output.status.code() }
}

fn short(project: &Project) -> Ran {
    run_in(project.path(), &["--format", "short"])
}

fn project(policy: &str, code: &str) -> Project {
    let project = Project::new();
    project.put("policy.toml", policy);
    project.put("src/lib.rs", code);
    project
}

#[test]
fn a_policy_that_is_no_toml() {
    let project = project("version = 1\n[categories.contact-data\n", CODE);
    short(&project).ends(2).says("policy.toml:2:");
}

#[test]
fn an_unknown_id_in_the_policy_names_the_nearest() {
    let policy = format!("{POLICY}parent = \"contacts-data\"\n");
    short(&project(&policy, CODE)).ends(2).says("policy.toml:5:10").says("contacts-data");
    run_in(project(&policy, CODE).path(), &[]).ends(2).says("did you mean `contact-data`?");
}

#[test]
fn every_error_of_a_policy_is_shown_at_once() {
    let policy = format!("{POLICY}parent = \"nobody\"\nsensitivty = \"high\"\nretention = \"long\"\n");
    short(&project(&policy, CODE)).ends(2).says("policy.toml:5:").says("policy.toml:6:").says("policy.toml:7:");
}

#[test]
fn no_policy_says_which_commands_help() {
    let project = Project::new();
    project.put("src/lib.rs", CODE);
    run_in(project.path(), &[]).ends(2).says("policy.toml").says("init").says("scan");
}

#[test]
fn a_file_cut_in_the_middle_keeps_the_rest_of_the_run() {
    let project = project(POLICY, "mod cut;\n// PRIVACY: contact-dta\npub struct Reader(pub u32);\n");
    project.put("src/cut.rs", "pub fn fine() {}\n\npub fn broken() {\n    let x = (1,\n");
    short(&project).ends(2).says("src/cut.rs:").says("src/lib.rs:2:13");
}

#[test]
fn an_item_that_does_not_parse_is_a_finding_and_the_rest_is_read() {
    let code = "pub fn broken(at: , to: u32) {}\n\n// PRIVACY: contact-dta\npub struct Reader(pub u32);\n";
    short(&project(POLICY, code)).ends(1).says("unanalysed_source").says("src/lib.rs:3:13");
}

#[test]
fn a_folder_named_like_a_file() {
    let project = project(POLICY, CODE);
    project.put("src/x.rs/readme.txt", "a folder\n");
    short(&project).ends(0);
    // `mod x;` leads to a folder: a gap, and no crash.
    project.put("src/lib.rs", &format!("mod x;\n{CODE}"));
    run_in(project.path(), &["-v"]).ends(0).says("src/lib.rs:1").says("module `x` has no file");
}

#[test]
fn a_workspace_with_a_member_that_is_not_there() {
    let project = project(POLICY, CODE);
    project.put(
        "Cargo.toml",
        "[workspace]\nmembers = [\"gone\"]\n\n[package]\nname = \"app\"\nversion = \"0.1.0\"\nedition = \"2024\"\n",
    );
    short(&project).ends(2).says("Cargo.toml:2:").says("gone");
}

#[test]
fn a_typo_in_an_annotation_is_marked_at_the_word() {
    let code = "// PRIVACY: contact-data kept forever\npub struct Reader(pub u32);\n";
    short(&project(POLICY, code)).ends(1).says("src/lib.rs:1:31").says("malformed_annotation");
}

#[test]
fn a_hundred_thousand_parentheses() {
    let project = project(POLICY, &format!("mod deep;\n{CODE}"));
    let deep = format!("pub const DEEP: u32 = {}1{};\n", "(".repeat(100_000), ")".repeat(100_000));
    project.put("src/deep.rs", &deep);
    let ran = short(&project);
    assert!(ran.code == Some(1) || ran.code == Some(2), "a verdict, no crash: {:?}\n{}", ran.code, ran.err);
    ran.says("src/deep.rs:1:");
}

/// Names that lead to each other, and one name behind another for as long as nobody would read.
#[test]
fn names_in_circles_and_in_long_chains() {
    let circles = "type A = B;\ntype B = A;\ntype C = D::X;\ntype D = C::X;\nstruct S;\n\
        impl T for S { type X = Self::Y::Z; type Y = Self::X::Z; fn go() { Self::X::Y::go(); } }\n\
        pub fn go() { A::new(); C::new(); D::X::Y::new(); }\n";
    short(&project(POLICY, &format!("{CODE}{circles}"))).ends(0);
    let long = 5_000;
    let globs = (0..long).map(|at| format!("pub mod m{at} {{ pub use crate::m{}::*; }}\n", at + 1));
    let last = format!("pub mod m{long} {{ pub struct X; }}\npub fn go(x: m0::X) {{ m0::X::new(x); }}\n");
    short(&project(POLICY, &format!("{CODE}{}{last}", globs.collect::<String>()))).ends(0);
}

/// Nothing unwinds when the stack is full: the program is ended, and that is no verdict.
#[cfg(unix)]
#[test]
fn a_stack_that_overflows_ends_with_2_and_says_so() {
    let project = project(POLICY, CODE);
    let run = format!("ulimit -s 64 && exec {} check --format short", env!("CARGO_BIN_EXE_cargo-privacy-lint"));
    let output = Command::new("sh").args(["-c", &run]).current_dir(project.path()).output().expect("a shell");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("overflowed its stack"), "{said}");
}

/// What reads half a document takes it for the whole.
#[cfg(target_os = "linux")]
#[test]
fn output_that_is_lost_is_no_verdict() {
    let project = project(POLICY, CODE);
    for args in [&["--format", "sarif"][..], &["report", "--format", "csv"]] {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").expect("a full disk");
        let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-privacy-lint"));
        let output = command.args(args).current_dir(project.path()).stdout(full).output().expect("the tool runs");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains("could not be written"), "{said}");
    }
}

#[test]
fn bytes_that_are_no_text() {
    let project = project(POLICY, &format!("mod odd;\n{CODE}"));
    std::fs::write(project.path().join("src/odd.rs"), b"pub fn odd() {}\n\xff\xfe\n").expect("a file");
    let ran = short(&project);
    ran.says("src/odd.rs:");
}

#[test]
fn unknown_words_on_the_command_line() {
    let project = project(POLICY, CODE);
    run_in(project.path(), &["chek"]).ends(2).says("check");
    run_in(project.path(), &["-D", "undeclared_purposes"]).ends(2).says("undeclared_purpose");
    run_in(project.path(), &["-p", "nobody"]).ends(2).says("nobody");
    run_in(project.path(), &["--policy", "gone.toml"]).ends(2).says("gone.toml");
}

#[test]
fn machine_formats_are_one_document_even_without_a_verdict() {
    let project = project("version = 1\nnonsense = true\n", CODE);
    let ran = run_in(project.path(), &["--format", "json"]);
    ran.ends(2);
    let json: serde_json::Value = serde_json::from_str(&ran.out).expect("one JSON document");
    assert_eq!(json["errors"][0]["region"]["line"], 2);
}

#[test]
fn the_same_bytes_from_every_folder_with_every_number_of_threads_and_twice() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/03_workspace");
    let first = run_in(&root, &["--format", "json", "-j1"]);
    assert!(first.out.len() > 1000, "{}", first.err);
    for (folder, args) in [
        (root.clone(), vec!["--format", "json", "-j2"]),
        (root.clone(), vec!["--format", "json", "-j1"]),
        (root.join("hike-shop/src"), vec!["--format", "json", "-j2"]),
        (root.join("accounts"), vec!["--format", "json"]),
        (
            root.parent().expect("examples").to_owned(),
            vec!["--format", "json", "--manifest-path", "03_workspace/Cargo.toml"],
        ),
    ] {
        let again = run_in(&folder, &args);
        assert!(again.out == first.out, "{} {args:?} differs", folder.display());
        assert_eq!(again.code, first.code);
    }
}

/// What is wrong with a pack of the project's own, with its place: line and column, and words that are said.
fn pack(text: &str, place: &str, words: &str) {
    let project = project(&format!("{POLICY}\n[packs]\npaths = [\"packs\"]\n"), CODE);
    project.put("packs/own.toml", text);
    short(&project).ends(2).says(&format!("packs/own.toml:{place}")).says(words);
}

const HEADER: &str = "[pack]\ntitle = \"Ours\"\n\n[[header]]\nid = \"who\"\nnames = [\"x-frob-user\"]\n";
const PROOF: &str = "\n[[example]]\nrust = '''\nfn seen(headers: &http::HeaderMap) {\n    headers.get(\"x-frob-user\");\n    //      ^^^ user.account.username\n}\n'''\n";

#[test]
fn a_pack_of_the_project_is_used() {
    let project = project(&format!("{POLICY}\n[packs]\npaths = [\"packs\"]\n"), "");
    project.put("packs/own.toml", &format!("{HEADER}key = \"user.account.username\"\n{PROOF}"));
    project.put("src/lib.rs", "pub fn seen(headers: &http::HeaderMap) {\n    headers.get(\"x-frob-user\");\n}\n");
    short(&project).ends(1).says("src/lib.rs:2:13").says("undeclared_collection");
}

#[test]
fn a_pack_of_the_project_with_a_wrong_key() {
    pack(&format!("{HEADER}key = \"user.acount.username\"\n{PROOF}"), "7:7", "`user.acount.username` is no data key");
}

#[test]
fn a_pack_of_the_project_with_an_unknown_field() {
    pack(&format!("{HEADER}kind = \"x\"\nkey = \"user.account.username\"\n{PROOF}"), "7:1", "kind");
}

#[test]
fn a_pack_of_the_project_with_an_id_twice() {
    let again = "\n[[header]]\nid = \"who\"\nnames = [\"x-frob-name\"]\nkey = \"user.name\"\n";
    pack(
        &format!("{HEADER}key = \"user.account.username\"\n{again}{PROOF}"),
        "10:6",
        "two entries are called `own/who`",
    );
}

#[test]
fn a_pack_of_the_project_with_an_entry_that_no_example_reaches() {
    pack(&format!("{HEADER}key = \"user.account.username\"\n"), "5:6", "no example reaches `own/who`");
}

#[test]
fn a_pack_of_the_project_with_an_example_that_is_wrong() {
    let proof = PROOF.replace("user.account.username", "user.contact.email");
    pack(&format!("{HEADER}key = \"user.account.username\"\n{proof}"), "12:5", "expects user.contact.email here");
    let quiet = PROOF.replace("\n[[example]]\n", "\n[[example]]\nquiet = true\n");
    pack(&format!("{HEADER}key = \"user.account.username\"\n{PROOF}{quiet}"), "21:5", "does not expect `get`");
}

#[test]
fn documentation_and_attributes_of_any_length_are_not_deep() {
    let project = Project::new();
    project.put("policy.toml", POLICY);
    project.put("Cargo.toml", "[package]\nname = \"guide\"\nversion = \"0.1.0\"\nedition = \"2024\"\n");
    let (inner, outer) = ("//! One more line.\n".repeat(5_000), "/// One more.\n".repeat(5_000));
    let attributes = "#[allow(unused)]\n".repeat(5_000);
    project.put("src/lib.rs", &format!("{inner}\n{outer}{attributes}{CODE}"));
    run_in(project.path(), &["check", "--no-cache"]).ends(0).says("1 point");
}
