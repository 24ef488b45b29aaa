//! What is wrong with a policy is said at its place, with what to write instead, and all at once.

use super::policy::{LINTS, no_base};
use privacy_lint::model::finding::Problem;
use privacy_lint::policy::{load, sha256};

fn problems(text: &str) -> Vec<String> {
    match load("policy.toml", text, &no_base, &LINTS) {
        Ok(_) => Vec::new(),
        Err(problems) => problems.iter().map(line_of).collect(),
    }
}

fn line_of(problem: &Problem) -> String {
    let region = problem.region.expect("a problem of a policy has a place");
    format!("{}:{}-{} {}; {}", region.line, region.column, region.end_column, problem.message, problem.help)
}

/// The problems of a policy whose first line, `version = 1`, is added.
#[track_caller]
fn says(text: &str, expected: &[&str]) {
    assert_eq!(problems(&format!("version = 1\n{text}")), expected, "{text}");
}

#[test]
fn the_smallest_policy_is_one_line() {
    says("", &[]);
}

#[test]
fn the_version_is_checked() {
    assert_eq!(problems(""), ["1:1-1 the policy has no `version`; the first line is `version = 1`"]);
    assert_eq!(
        problems("version = 2"),
        ["1:11-12 version 2 is not known to this program; the first line is `version = 1`"]
    );
}

#[test]
fn a_broken_table_header_is_shown() {
    let text = "version = 1\n[categories.voice-data\ntitle = \"Voice\"\n";
    let problems = load("policy.toml", text, &no_base, &LINTS).unwrap_err();
    assert!(problems[0].message.starts_with("not TOML: "), "{}", problems[0].message);
    assert_eq!(problems[0].region.map(|region| region.line), Some(2));
}

#[test]
fn unknown_keys_are_all_reported_with_the_nearest() {
    says(
        "[categorys.x]\n[categories.voice-data]\ntitel = \"Voice\"\ncover = []\nzzzzzz = 1",
        &[
            "2:2-11 unknown key `categorys` in the policy; did you mean `categories`?",
            "4:1-6 unknown key `titel` in category `voice-data`; did you mean `title`?",
            "5:1-6 unknown key `cover` in category `voice-data`; did you mean `covers`?",
            "6:1-7 unknown key `zzzzzz` in category `voice-data`; its keys are `title`, `anchor`, `internal`, `status`, \
             `sources`, `purposes`, `recipients`, `retention`, `provision`, `choice`, `sensitivity`, `narrowed_from`, \
             `parent`, `covers`, `may_contain`, `inferred_from`, `identifies`, `catch_all`, `heading` and `elements`",
        ],
    );
}

#[test]
fn unknown_ids_are_all_reported_with_the_nearest() {
    says(
        "[sources.you]\n[categories.voice-data]\nsources = [\"yuo\", \"you\"]\nparent = \"interactions\"",
        &[
            "4:12-17 unknown source `yuo`; did you mean `you`?",
            "5:10-24 unknown category `interactions`; declare it under `[categories.*]`",
        ],
    );
}

#[test]
fn ids_are_kebab_case_and_no_words_of_the_grammar() {
    says(
        "[categories.Voice_Data]\n[purposes.for]\n[[rules]]\nid = \"a--b\"\ndeny = { collect = \"@special\" }",
        &[
            "2:13-23 `Voice_Data` is no id; write `voice-data`: lower-case words joined by `-`",
            "3:11-14 `for` is a word of the annotations and cannot be an id; write `for-data`, or another id",
            "5:6-12 `a--b` is no id; write `a-b`: lower-case words joined by `-`",
        ],
    );
}

#[test]
fn columns_count_characters() {
    says(
        "[categories.voice-data]\ninternal = { \"é\" = \"ü\", x = 1 }",
        &["3:29-30 `x` must be a string, not a number; write a string"],
    );
}

#[test]
fn a_key_is_covered_once() {
    says(
        "[categories.a]\ncovers = [\"user.name\", \"user\"]\n[categories.b]\nelements.c = { covers = [\"user.name\"] }",
        &[
            "3:24-30 `user` is no data key; write lower-case words joined by dots, such as `user.contact.email`",
            "5:27-36 `user.name` is covered by `a` already; let one of `a` and `b.c` cover it",
        ],
    );
}

#[test]
fn parents_form_no_ring() {
    says(
        "[categories.a]\nparent = \"b\"\n[categories.b]\nparent = \"a\"\n[categories.c]\nparent = \"a\"",
        &["2:13-14 `a` is its own ancestor; break the ring `a` below `b` below `a`"],
    );
}

#[test]
fn quotes_are_short_and_name_their_document() {
    says(
        "[documents.n]\n[documents.m]\n[sources.you]\nanchor = { quote = \"1 2 3 4 5 6 7 8 9 10 11\", document = \"n\" }\n\
         [sources.me]\nanchor = { quote = \"one\" }",
        &[
            "5:20-45 the quote has 11 words, and at most 10 are quoted; quote just enough to find the passage; the digest \
             covers the rest",
            "7:10-27 the anchor does not say which document it quotes; add `document = \"ID\"`, an id of `[documents.*]`",
        ],
    );
}

#[test]
fn values_are_held_to_their_words() {
    says(
        "[lints]\nunannotated_collektion = \"warn\"\nsensitive_log = \"error\"\n[stores.s]\nretention = \"30 days\"\n\
         [sources.you]\nkind = \"providd\"\n[categories.c]\npurposes = \"all\"\n[documents.n]\nsha256 = \"abc\"",
        &[
            "3:1-23 unknown lint `unannotated_collektion`; did you mean `unannotated_collection`?",
            "4:17-24 `error` is no value of `sensitive_log`; it is one of `allow`, `warn`, `deny` and `forbid`",
            "6:13-22 `30 days` is no retention; write `not-stated`, `until-deletion` or a time such as `P30D`, `P6W`, \
             `P6M`, `P1Y`",
            "8:8-17 `providd` is no value of `kind`; did you mean `provided`?",
            "10:12-17 `all` is no value of `purposes`; it is one of `*`, `not-stated` and `none`",
            "12:10-15 this is no SHA-256; write the 64 digits that `sha256sum FILE` prints",
        ],
    );
}

#[test]
fn a_waiver_says_everything() {
    says(
        "[[waivers.entries]]\nlint = \"sensitive_log\"\nat = \"a::b\"\nexpires = \"2027-02-30\"\nowner = \"\"",
        &[
            "3:1-5 a waiver has no `reason`; add `reason = \"…\"`",
            "5:11-23 `2027-02-30` is no day; write the last day as `YYYY-MM-DD`",
            "6:9-11 `owner` of a waiver is empty; say the owner",
        ],
    );
}

#[test]
fn rules_deny_one_thing_that_exists() {
    says(
        "[categories.voice-data]\n[[rules]]\nid = \"r\"\ndeny = { flow = \"voise-data\", to = { kind = \"logs\" } }\n\
         [[rules]]\nid = \"r\"\ndeny = { collect = \"@unautenticated\", flow = \"user.name\" }\n[[rules]]\nid = \"s\"\n\
         deny = { combine = [\"voice-data\"] }\nexcept = [{}]",
        &[
            "5:17-29 unknown category `voise-data`; did you mean `voice-data`?",
            "5:45-51 `logs` is no value of `kind`; did you mean `log`?",
            "7:6-9 rule `r` stands twice; give one of them another id",
            "8:39-43 a rule denies one of `combine`, `flow`, `processing` and `collect`; write one rule for each",
            "11:20-34 a combination is a list of two or more; write `combine = [\"a\", \"b\"]`",
            "12:11-13 an exception without a key would allow everything; name what it rests on",
        ],
    );
}

#[test]
fn a_base_is_pinned() {
    let base = "version = 1\n[sources.you]\nkind = \"observed\"\n[categories.a]\ncovers = [\"user.name\"]\n[lints]\nsensitive_log = \"forbid\"\n";
    let digest = sha256(base.as_bytes());
    let read = |path: &str| if path == "base.toml" { Ok(base.to_owned()) } else { no_base(path) };
    let load = |text: &str| load("policy.toml", text, &read, &LINTS);
    let good = format!(
        "version = 1\nextends = {{ path = \"base.toml\", sha256 = \"{digest}\" }}\n[sources.you]\nkind = \"derived\"\n\
         [categories.b]\nparent = \"a\"\nsources = [\"you\"]"
    );
    let policy = load(&good).expect("a pinned base is read");
    assert!(policy.categories["a"].entry.inherited && !policy.categories["b"].entry.inherited);
    assert_eq!(policy.categories["a"].entry.region.line, 2, "what is inherited stands where the base is named");
    assert!(!policy.sources["you"].entry.inherited, "own entries win");

    let said =
        |text: &str| load(text).map_err(|problems| problems.iter().map(line_of).collect::<Vec<_>>()).unwrap_err();
    assert_eq!(
        said("version = 1\nextends = \"base.toml\""),
        ["2:11-22 the base policy has no digest; pin it: `extends = { path = \"…\", sha256 = \"…\" }`, or add \
          `extends_digest`"]
    );
    assert_eq!(
        said("version = 1\nextends = \"base.toml\"\nextends_digest = \"00\""),
        [format!("3:18-22 `base.toml` is not the file that was pinned; read what changed, then write `{digest}`")]
    );
    assert_eq!(
        said("version = 1\nextends = { path = \"gone.toml\", sha256 = \"00\" }"),
        ["2:20-31 `gone.toml` cannot be read: no file gone.toml; none"]
    );
    let lowered = format!("{good}\n[lints]\nsensitive_log = \"allow\"");
    assert_eq!(said(&lowered), ["9:1-14 the base policy forbids `sensitive_log`; remove the line"]);
}

#[test]
fn a_problem_of_the_base_shows_the_base() {
    let base = "version = 1\n[source.you]\n";
    let digest = sha256(base.as_bytes());
    let text = format!("version = 1\nextends = {{ path = \"b.toml\", sha256 = \"{digest}\" }}\nextra = 1\n");
    let problems = load("policy.toml", &text, &|_| Ok(base.to_owned()), &LINTS).unwrap_err();
    let said: Vec<_> = problems.iter().map(|p| (p.path.as_deref(), p.message.as_str())).collect();
    assert_eq!(
        said,
        [
            (Some("b.toml"), "unknown key `source` in the policy"),
            (Some("policy.toml"), "unknown key `extra` in the policy"),
        ]
    );
}
