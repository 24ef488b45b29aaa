//! Suggested edits: what `--fix` writes, what it only proposes, and that it does so once and keeps the rest.

use super::gate_repo::{Repo, Verdict};
use serde_json::Value;
use std::process::Command;

/// A repository without the old finding.
fn clean() -> Repo {
    let repo = Repo::new();
    repo.write("src/legacy.rs", "//! Empty.\n");
    repo.commit("clean");
    repo.check(&[]).is("clean", 0, &[]);
    repo
}

fn fixes(verdict: &Verdict) -> Vec<Value> {
    let document: Value = serde_json::from_str(&verdict.text).expect("a document");
    let all = document["findings"].as_array().expect("findings").iter();
    all.map(|finding| finding["fix"].clone()).collect()
}

/// The file of a proposal with the proposal made.
fn proposed(repo: &Repo, verdict: &Verdict) -> String {
    let all = fixes(verdict);
    let [fix] = all.as_slice() else { panic!("one finding: {}", verdict.text) };
    assert_eq!(fix["machine_applicable"], false, "{fix}");
    let text = repo.read(fix["path"].as_str().expect("a file"));
    let byte = |key: &str| fix[key].as_u64().expect("a place") as usize;
    let new = fix["replacement"].as_str().expect("a text");
    format!("{}{new}{}", &text[..byte("start")], &text[byte("end")..])
}

#[track_caller]
fn is_formatted(repo: &Repo, path: &str) {
    let done = Command::new("rustfmt").args(["--check", "--edition", "2021"]).arg(repo.root.join(path)).output();
    let done = done.expect("rustfmt is part of the toolchain that the tests need");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stdout));
}

const BEHIND_THE_BRACE: &str = "//! Old code.

/// A guest.
#[derive(Debug)]
pub struct Guest { // PRIVACY: contact-data from you for accounts under contract
    pub email: String,
}

mod inner {
    pub(crate) fn greet(email: &str) { // PRIVACY: contact-data from you for accounts under contract
        drop(email.to_owned());
    }
}
";

const ABOVE: &str = "//! Old code.

/// A guest.
#[derive(Debug)]
// PRIVACY: contact-data from you for accounts under contract
pub struct Guest {
    pub email: String,
}

mod inner {
    // PRIVACY: contact-data from you for accounts under contract
    pub(crate) fn greet(email: &str) {
        drop(email.to_owned());
    }
}
";

#[test]
fn an_annotation_behind_the_opening_brace_is_moved_above() {
    let repo = clean();
    repo.write("src/legacy.rs", BEHIND_THE_BRACE);
    repo.commit("misplaced");
    repo.check(&[]).is("two that speak of nothing", 0, &["dangling_annotation?", "dangling_annotation?"]);
    repo.check(&["--fix"]).is("moved", 0, &[]);
    assert_eq!(repo.read("src/legacy.rs"), ABOVE);
    is_formatted(&repo, "src/legacy.rs");
    repo.check(&["--fix", "--allow-dirty"]).is("once", 0, &[]);
    assert_eq!(repo.read("src/legacy.rs"), ABOVE);

    // The same in a file of another system.
    repo.write("src/legacy.rs", &BEHIND_THE_BRACE.replace('\n', "\r\n"));
    repo.check(&["--fix", "--allow-dirty"]).is("moved", 0, &[]);
    assert_eq!(repo.read("src/legacy.rs"), ABOVE.replace('\n', "\r\n"));
}

#[test]
fn where_an_annotation_could_mean_two_things_the_move_is_a_proposal() {
    let repo = clean();
    let apart = "//! Old.\n\n// PRIVACY: contact-data from you for accounts under contract\n\n/// A guest.\npub struct Guest {\n    pub email: String,\n}\n";
    repo.write("src/legacy.rs", apart);
    repo.commit("apart");
    let verdict = repo.check(&["--fix"]);
    verdict.is("left to a person", 0, &["dangling_annotation?"]);
    assert_eq!(repo.read("src/legacy.rs"), apart);
    let moved = proposed(&repo, &verdict);
    assert_eq!(
        moved,
        "//! Old.\n\n/// A guest.\n// PRIVACY: contact-data from you for accounts under contract\npub struct Guest {\n    pub email: String,\n}\n"
    );
    repo.write("src/legacy.rs", &moved);
    repo.check(&[]).is("it speaks", 0, &[]);
    is_formatted(&repo, "src/legacy.rs");

    // A brace before the node's own: the comment may be about the module.
    repo.write(
        "src/legacy.rs",
        "//! Old.\nmod a { pub struct B { // PRIVACY: contact-data\n    pub email: String,\n} }\n",
    );
    let verdict = repo.check(&["--fix", "--allow-dirty"]);
    verdict.is("left to a person", 0, &["dangling_annotation?"]);
    assert_eq!(fixes(&verdict)[0]["machine_applicable"], false);
}

const TWO_PURPOSES: &str = "purposes = [\"accounts\", \"advertising\"]\n";

/// A type that clap fills, with detected fields that nobody annotated.
const DETECTED: &str = "//! Old code.

use clap::Parser;

/// What is asked for at the start.
#[derive(Parser)]
pub struct Start {
    #[arg(long)]
    pub email: String,
    pub first_name: String,
    pub retries: u8,
}
";

fn detected(policy: &str) -> Repo {
    let repo = clean();
    repo.replace("policy.toml", "unannotated_collection = \"allow\"\n", "");
    repo.replace("policy.toml", "purposes = [\"accounts\"]\n", policy);
    repo.replace("Cargo.toml", "edition = \"2021\"\n", "edition = \"2021\"\n\n[dependencies]\nclap = \"4\"\n");
    repo.write("src/legacy.rs", DETECTED);
    repo.commit("detected");
    repo
}

#[test]
fn a_missing_annotation_is_written_only_where_the_policy_leaves_no_choice() {
    let repo = detected("purposes = [\"accounts\"]\n");
    repo.check(&[]).is("detected", 0, &["unannotated_collection?"]);
    repo.check(&["--fix"]).is("annotated", 0, &[]);
    let fixed = repo.read("src/legacy.rs");
    let above = "#[derive(Parser)]\n// PRIVACY: contact-data from you for accounts under contract\npub struct Start {\n    #[arg(long)]\n    pub email";
    assert!(fixed.contains(above), "{fixed}");
    assert_eq!(fixed.matches("PRIVACY").count(), 1, "{fixed}");
    is_formatted(&repo, "src/legacy.rs");

    let repo = detected(TWO_PURPOSES);
    let verdict = repo.check(&["--fix"]);
    verdict.is("a purpose is for people to say", 0, &["unannotated_collection?"]);
    assert_eq!(repo.read("src/legacy.rs"), DETECTED);
    let text = proposed(&repo, &verdict);
    assert!(text.contains("// PRIVACY: contact-data from you for TODO under contract\npub struct"), "{text}");
    repo.write("src/legacy.rs", &text.replace("TODO", "accounts"));
    repo.check(&[]).is("as proposed", 0, &[]);

    // Data that needs a permission: the gate that asks is nothing to guess.
    let repo = detected("purposes = [\"accounts\"]\nchoice = \"opt-in\"\n");
    repo.check(&["--fix"]);
    assert_eq!(repo.read("src/legacy.rs"), DETECTED);
}

#[test]
fn fields_that_differ_are_annotated_one_by_one() {
    let repo = detected(TWO_PURPOSES);
    let text = DETECTED.replace("    pub retries: u8", "    pub voice_recording: Vec<u8>");
    repo.write("src/legacy.rs", &text);
    let verdict = repo.check(&["--fix", "--allow-dirty"]);
    let first = fixes(&verdict).into_iter().find(|fix| fix["title"].to_string().contains("contact-data"));
    let replacement = first.expect("a proposal")["replacement"].as_str().expect("a text").to_owned();
    assert_eq!(replacement.matches("    // PRIVACY: contact-data from you for TODO under contract\n").count(), 2);
}

/// JSON tells line and text, so that a merge of shards can too; SARIF, which is made where the code is, has the edit.
#[test]
fn a_missing_annotation_stands_in_json_and_in_sarif_and_both_write_the_same() {
    let repo = detected(TWO_PURPOSES);
    for of_one_type in [true, false] {
        let voice = "    pub voice_recording: Vec<u8>";
        let text = if of_one_type { DETECTED.to_owned() } else { DETECTED.replace("    pub retries: u8", voice) };
        repo.write("src/legacy.rs", &text);

        let (_, json) = repo.run_in(&repo.root, &["check", "--format", "json"]);
        let document: Value = serde_json::from_str(&json).expect("JSON");
        let mut above: Vec<(usize, String)> = Vec::new();
        for finding in document["findings"].as_array().expect("findings") {
            let said = &finding["annotation"];
            let lines = said["above"].as_array().into_iter().flatten().filter_map(Value::as_u64);
            above.extend(lines.map(|line| (line as usize, said["text"].as_str().expect("a text").to_owned())));
        }
        let mut by_json = String::new();
        for (at, line) in text.split_inclusive('\n').enumerate() {
            for (_, annotation) in above.iter().filter(|(above, _)| *above == at + 1) {
                by_json += &format!("{}{annotation}\n", &line[..line.len() - line.trim_start().len()]);
            }
            by_json += line;
        }
        let expected = if of_one_type { 1 } else { 2 };
        assert_eq!(by_json.matches("// PRIVACY: ").count(), expected, "{by_json}");

        let (_, sarif) = repo.run_in(&repo.root, &["check", "--format", "sarif"]);
        let document: Value = serde_json::from_str(&sarif).expect("SARIF");
        let results = document["runs"][0]["results"].as_array().expect("results").iter();
        let mut edits: Vec<(usize, usize, String)> = results
            .flat_map(|result| result["fixes"].as_array().cloned().unwrap_or_default())
            .map(|fix| {
                let edit = &fix["artifactChanges"][0]["replacements"][0];
                let number = |key: &str| edit["deletedRegion"][key].as_u64().expect("a place") as usize;
                let new = edit["insertedContent"]["text"].as_str().expect("a text").to_owned();
                (number("byteOffset"), number("byteLength"), new)
            })
            .collect();
        edits.sort();
        let mut by_sarif = text.clone();
        for (start, length, new) in edits.into_iter().rev() {
            by_sarif.replace_range(start..start + length, &new);
        }
        assert_eq!(by_sarif, by_json);
    }
}

#[test]
fn a_waiver_that_waives_nothing_is_removed() {
    let repo = clean();
    let policy = repo.read("policy.toml");
    let entry = |lint: &str| {
        format!(
            "\n# Agreed in May.\n[[waivers.entries]]\nlint = \"{lint}\"\nat = \"app::gone::*\"\nreason = \"r\"\nowner = \"o\"\nexpires = \"2027-01-01\"\n"
        )
    };
    repo.write("policy.toml", &format!("{policy}{}{}", entry("undeclared_category"), entry("missing_gate")));
    let guest = "pub struct Guest {\n    // PRIVACY: contact-data from you for accounts under contractINLINE\n    pub email: String,OTHER\n}\n";
    let waived = guest
        .replace("INLINE", "; allow undeclared_purpose by me until 2027-01-01: soon")
        .replace("OTHER", " // PRIVACY: allow undeclared_source by me until 2027-01-01: soon");
    let alone = "// PRIVACY: allow undeclared_source by me until 2027-01-01: soon\npub fn nothing() {}\n";
    repo.write("src/legacy.rs", &format!("//! Old.\n\n{waived}\n{alone}"));
    repo.commit("waived");
    let verdict = repo.check(&[]);
    verdict.is("five that waive nothing", 0, &["unused_waiver?"; 5]);
    repo.check(&["--fix"]).is("removed", 0, &[]);
    assert_eq!(repo.read("policy.toml"), policy);
    let rest = guest.replace("INLINE", "").replace("OTHER", "");
    assert_eq!(repo.read("src/legacy.rs"), format!("//! Old.\n\n{rest}\npub fn nothing() {{}}\n"));
    is_formatted(&repo, "src/legacy.rs");
}

#[test]
fn what_somebody_stated_is_not_taken_back_without_a_person() {
    let repo = clean();
    repo.replace("policy.toml", "unused_declaration = \"allow\"\n", "");
    let policy = repo.read("policy.toml");
    repo.commit("strict");
    let verdict = repo.check(&["--fix"]);
    verdict.is("two are declared and unused", 0, &["unused_declaration?"; 2]);
    assert_eq!(repo.read("policy.toml"), policy, "the statement may still say it");
    let all = fixes(&verdict);
    let removals: Vec<&Value> = all.iter().filter(|fix| !fix.is_null()).collect();
    // A rule speaks of the category, so that its removal would break the policy.
    assert_eq!(removals.len(), 1, "{all:?}");
    let byte = |key: &str| removals[0][key].as_u64().expect("a place") as usize;
    let gone = &policy[byte("start")..byte("end")];
    assert_eq!(gone, "[purposes.advertising]\ntitle = \"Advertising\"\ninternal = \"test\"\n\n");
    assert_eq!(removals[0]["machine_applicable"], false);

    let silence = "//! Old.\n\n// PRIVACY: not personal: a number\npub struct Row(pub u32);\n";
    repo.write("src/legacy.rs", silence);
    repo.check(&["--fix", "--allow-dirty"]);
    assert_eq!(repo.read("src/legacy.rs"), silence);
}

#[test]
fn only_files_that_git_could_not_give_back_stop_the_edits() {
    let repo = clean();
    repo.write("src/legacy.rs", BEHIND_THE_BRACE);
    repo.commit("misplaced");
    repo.write("notes.txt", "mine\n");
    repo.check(&["--fix"]).is("a file that git does not know, and nobody edits", 0, &[]);
    assert_eq!(repo.read("src/legacy.rs"), ABOVE);
    repo.git(&["checkout", "--quiet", "--", "src/legacy.rs"]);
    repo.git(&["mv", "src/legacy.rs", "src/old.rs"]);
    repo.replace("src/lib.rs", "legacy", "old");
    repo.git(&["commit", "--quiet", "--all", "-m", "moved"]);
    repo.write("src/fresh.rs", BEHIND_THE_BRACE);
    repo.replace("src/lib.rs", "pub mod old;", "pub mod fresh;\npub mod old;");
    repo.git(&["commit", "--quiet", "--all", "-m", "but for the file"]);
    repo.check(&["--fix"]).is_none("one that would be edited", "src/fresh.rs");
    assert_eq!(repo.read("src/fresh.rs"), BEHIND_THE_BRACE);
}

#[test]
fn a_misspelled_keyword_is_proposed() {
    let repo = clean();
    let frum =
        "//! Old.\n\n// PRIVACY: contact-data frum you for accounts under contract\npub struct Guest(pub String);\n";
    repo.write("src/legacy.rs", frum);
    repo.commit("frum");
    let verdict = repo.check(&["--fix"]);
    verdict.is("left to a person", 1, &["malformed_annotation"]);
    repo.write("src/legacy.rs", &proposed(&repo, &verdict));
    assert_eq!(repo.read("src/legacy.rs"), frum.replace("frum", "from"));
    repo.check(&[]).is("it reads", 0, &[]);
}
