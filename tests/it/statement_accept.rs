//! `drift` through the program: old words from the history, anchors renewed after a reading, real edits and cosmetic ones.

use crate::gate_repo::Repo;

const STATEMENT: &str = "\
# Privacy

## What we collect

### Account data

We ask for your name.

We keep it for 30 days.

### Logs

Our servers log your IP address.

## How we use data

We use the data to:

- Provide the service
";

fn repo() -> Repo {
    let repo = Repo::new();
    repo.write("statement.md", STATEMENT);
    std::fs::remove_file(repo_path(&repo, "policy.toml")).expect("removed");
    let (code, _) = repo.run_in(&repo_path(&repo, ""), &["derive", "statement.md", "-o", "policy.toml"]);
    assert_eq!(code, 0);
    repo.commit("statement and policy");
    repo
}

fn repo_path(repo: &Repo, path: &str) -> std::path::PathBuf {
    std::path::PathBuf::from(repo.git(&["rev-parse", "--show-toplevel"])).join(path)
}

fn drift(repo: &Repo, args: &[&str]) -> (i32, String) {
    repo.run_in(&repo_path(repo, ""), &[&["drift"], args].concat())
}

#[test]
fn the_old_words_stand_beside_the_new_where_git_knows_them() {
    let repo = repo();
    assert_eq!(drift(&repo, &[]).0, 0);
    repo.replace("statement.md", "We ask for your name.", "We ask for your name and your birthday.");
    repo.commit("more");
    let (code, text) = drift(&repo, &[]);
    assert_eq!(code, 1);
    assert!(text.contains("reworded: categories.account-data, line 7"), "{text}");
    assert!(text.contains("    before: We ask for your name. ("), "{text}");
    assert!(text.contains("    today:  We ask for your name and your birthday."), "{text}");
}

#[test]
fn an_accepted_entry_is_anchored_anew_and_nothing_else_changes() {
    let repo = repo();
    repo.replace("statement.md", "We ask for your name.", "We ask for your name and your birthday.");
    repo.replace("statement.md", "log your IP address", "log your address");
    let before = repo.read("policy.toml");
    let (code, text) = drift(&repo, &["--accept", "categories.account-data"]);
    assert_eq!(code, 1, "the logs still drift: {text}");
    assert!(text.contains("categories.account-data: anchored anew"), "{text}");
    assert!(!text.contains("reworded: categories.account-data"), "{text}");
    let after = repo.read("policy.toml");
    let changed: Vec<_> = before.lines().zip(after.lines()).filter(|(old, new)| old != new).collect();
    assert_eq!(before.lines().count(), after.lines().count());
    assert!(changed.iter().all(|(old, new)| old.contains("digest") && new.contains("digest")), "{changed:#?}");

    let (code, text) = drift(&repo, &["--accept", "logs-data", "--accept", "nobody"]);
    assert_eq!(code, 1);
    assert!(text.contains("nobody: not accepted: no entry of that id"), "{text}");
    let (code, text) = drift(&repo, &[]);
    assert_eq!(code, 0, "{text}");
    let old = sha(&before);
    assert_ne!(sha(&repo.read("policy.toml")), old, "the digest of the document is that of today");
}

fn sha(policy: &str) -> String {
    policy.lines().find(|line| line.starts_with("sha256")).expect("a digest").to_owned()
}

#[test]
fn a_passage_that_is_gone_is_not_accepted() {
    let repo = repo();
    repo.replace("statement.md", "### Logs\n\nOur servers log your IP address.\n", "");
    let (code, text) = drift(&repo, &["--accept", "logs-data"]);
    assert_eq!(code, 1);
    assert!(text.contains("logs-data: not accepted: its words stand nowhere"), "{text}");
}

#[test]
fn an_update_adds_what_is_new_and_leaves_what_was_reviewed() {
    let repo = repo();
    repo.replace("policy.toml", "title = \"Account data\"\nstatus = \"draft\"", "title = \"Our own words\"");
    repo.replace("statement.md", "## How we use", "### Payments\n\nWe store your card number.\n\n## How we use");
    let top = repo_path(&repo, "");
    assert_eq!(repo.run_in(&top, &["derive", "statement.md", "-o", "policy.toml", "--update"]).0, 0);
    let policy = repo.read("policy.toml");
    assert!(policy.contains("title = \"Our own words\"") && policy.contains("[categories.payments]"), "{policy}");
    let (_, text) = drift(&repo, &[]);
    assert!(text.contains("0 changed in meaning"), "{text}");
}

#[test]
fn an_update_renews_what_was_read_only_while_nobody_has_reviewed_anything() {
    let added = "## About\n\nWinters on the island last for seven months.\n";
    let update = |repo: &Repo| {
        repo.write("statement.md", &format!("{}\n{added}", repo.read("statement.md")));
        let run = repo.run_in(&repo_path(repo, ""), &["derive", "statement.md", "-o", "policy.toml", "--update"]);
        assert_eq!(run.0, 0, "{}", run.1);
    };
    let drafts = repo();
    update(&drafts);
    assert_eq!(drift(&drafts, &[]).0, 0, "all is a draft still");
    let reviewed = repo();
    reviewed.replace("policy.toml", "title = \"Account data\"\nstatus = \"draft\"", "title = \"Our own words\"");
    update(&reviewed);
    let (code, text) = drift(&reviewed, &[]);
    assert_eq!((code, text.contains("Winters")), (1, true), "a sentence that speaks of nobody is new: {text}");
    assert_eq!(drift(&reviewed, &["--accept", "notice"]).0, 0);
}

#[test]
fn an_update_gives_a_policy_without_digests_those_of_its_own_text() {
    let repo = repo();
    let policy = repo.read("policy.toml");
    let from = policy.find("passages = ").expect("kept");
    let to = from + policy[from..].find("\"\"\"\n").expect("ends");
    let to = to + policy[to + 3..].find("\"\"\"\n").map_or(4, |end| end + 7);
    let without = format!("{}{}", &policy[..from], &policy[to..]);
    repo.write("policy.toml", &without);
    let run = repo.run_in(&repo_path(&repo, ""), &["derive", "statement.md", "-o", "policy.toml", "--update"]);
    assert_eq!(run.0, 0, "{}", run.1);
    let line =
        |text: &str| text.lines().filter(|line| !line.starts_with("passages")).map(str::to_owned).collect::<Vec<_>>();
    let after = repo.read("policy.toml");
    assert!(after.contains("passages = "), "{after}");
    assert!(line(&without).iter().all(|known| after.contains(known.as_str())));
}

/// Edits like those of the histories of public policies; what each does to the entries.
#[test]
fn edits_of_real_histories_are_told_or_silent() {
    let cosmetic = [
        ("# Privacy", "---\ntopics:\n  - legal\n---\n\n# Privacy"),
        ("# Privacy", "# Privacy\n\nEffective date: May 25, 2022"),
        ("We ask for your name.", "We ask for your [name](https://example.org/a)."),
        ("### Account data", "#### Account data"),
        ("We ask for your name.", "We ask\nfor your name."),
        ("- Provide the service", "* Provide the service"),
        ("## How we use data", "## Contact\n\nMail us at a@example.org.\n\n## How we use data"),
    ];
    for (from, to) in cosmetic {
        let repo = repo();
        repo.replace("statement.md", from, to);
        let (code, text) = drift(&repo, &[]);
        assert_eq!(code, 0, "{to}: {text}");
    }
    let told = [
        ("for 30 days", "for 60 days", "promises.account-data-p30d"),
        ("We ask for your name.", "We ask for your name and phone.", "categories.account-data"),
        ("log your IP address.", "log your IP address, except on weekends.", "categories.logs-data"),
        ("- Provide the service", "- Provide the service\n- Show advertising", "purposes.show-advertising"),
        ("- Provide the service", "- Advertise", "purposes.provide-the-service"),
        ("Our servers log", "Our servers no longer log", "categories.logs-data"),
        ("## How we use data", "## Selling\n\nWe do not sell your data.\n\n## How we use data", "rules.we-do-not-sell"),
    ];
    for (from, to, entry) in told {
        let repo = repo();
        repo.replace("statement.md", from, to);
        let (code, text) = drift(&repo, &[]);
        assert!(code == 1 && text.contains(entry), "{to}: {text}");
    }
}

#[test]
fn a_passage_that_no_entry_rests_on_is_told_when_its_words_change_and_not_when_its_looks_do() {
    let repo = Repo::new();
    std::fs::remove_file(repo_path(&repo, "policy.toml")).expect("removed");
    repo.write("statement.md", &format!("{STATEMENT}\n## About\n\nWe are a club of birds.\n\nWe like trees.\n"));
    assert_eq!(repo.run_in(&repo_path(&repo, ""), &["derive", "statement.md", "-o", "policy.toml"]).0, 0);
    repo.commit("statement and policy");
    repo.replace("statement.md", "a club of birds", "a *club* of\nbirds");
    let (code, text) = drift(&repo, &[]);
    assert_eq!((code, text.contains("no entry")), (0, false), "{text}");
    repo.replace("statement.md", "We like trees.", "We liek trees.");
    repo.replace("statement.md", "Our servers log", "Our sevrers log");
    let (code, text) = drift(&repo, &[]);
    assert_eq!(code, 1, "a short word is another word: {text}");
    assert!(!text.contains("logs-data"), "a slip of the pen in an anchored passage: {text}");
    repo.replace("statement.md", "We liek trees.", "We like fields.");
    let (code, text) = drift(&repo, &[]);
    assert_eq!(code, 1, "{text}");
    assert!(text.contains("reworded: documents.notice, line 26: no entry is anchored"), "{text}");
    repo.replace("statement.md", "We like fields.\n", "");
    let (code, text) = drift(&repo, &[]);
    assert_eq!(code, 1, "{text}");
    assert!(text.contains("lost: documents.notice: a sentence is gone where no entry was anchored"), "{text}");
    let (code, text) = drift(&repo, &["--accept", "notice", "--accept", "logs-data"]);
    assert_eq!(code, 0, "{text}");
    assert_eq!(drift(&repo, &[]).0, 0);
}
