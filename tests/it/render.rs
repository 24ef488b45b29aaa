//! Every format of `check` on one hand-made run.

use crate::render_fixture::*;
use privacy_lint::model::finding::{AnchorRef, Finding, Problem, Related};
use privacy_lint::model::inventory::Gap;
use privacy_lint::model::place::Region;
use privacy_lint::render::machine::github::job_summary;
use privacy_lint::render::{Format, Look, Run, check, human};
use serde_json::Value;
use std::sync::Arc;

#[test]
fn human_shows_code_and_policy_in_one_picture() {
    for width in [80, 120] {
        let mut bench = Bench::new();
        bench.outcome.findings = vec![undeclared()];
        bench.look = Look { width, ..Look::default() };
        let out = check(Format::Human, &bench.run());
        assert!(out.lines().all(|line| line.chars().count() <= width), "wider than {width}:\n{out}");
        golden(&format!("human-one-{width}.txt"), &out);
    }
}

#[test]
fn human_shows_flows_first_and_the_line_to_write() {
    let out = check(Format::Human, &Bench::new().run());
    golden("human.txt", &out);
    let place = |words: &str| out.find(words).unwrap_or_else(|| panic!("{words} is not in\n{out}"));
    assert!(place("privacy::sensitive_log [warn]") < place("privacy::undeclared_collection [deny]"));
    place("// PRIVACY: not personal: REASON");
    place("3 findings (1 deny, 2 warn)");
    place("anchors not checked");
}

#[test]
fn twenty_groups_are_shown_and_the_rest_is_counted() {
    let mut bench = Bench::new();
    bench.outcome.findings =
        (0..30).map(|i| Finding { group: format!("type {}", i % 27), item: i.to_string(), ..undeclared() }).collect();
    let out = check(Format::Human, &bench.run());
    assert_eq!(out.matches("privacy::undeclared_collection [deny]").count(), 20);
    assert!(out.contains("7 more in 7 types: `--all`"), "{out}");
    bench.look.all = true;
    assert_eq!(check(Format::Human, &bench.run()).matches("privacy::undeclared_collection [deny]").count(), 27);
}

#[test]
fn short_has_one_line_a_finding() {
    golden("short.txt", &check(Format::Short, &Bench::new().run()));
}

#[test]
fn json_is_valid_by_its_schema_also_without_a_verdict() {
    for errors in [vec![], vec![problem()]] {
        let mut bench = Bench::new();
        bench.outcome.errors = errors;
        let out = check(Format::Json, &bench.run());
        let document: Value = serde_json::from_str(&out).expect("one JSON document");
        valid("schema/privacy-lint.schema.json", &document);
        assert_eq!(document["complete"], bench.outcome.errors.is_empty());
        assert_eq!(document["points"][0]["line"], 5);
        assert_eq!(document["summary"]["findings"], serde_json::json!({ "deny": 1, "warn": 2 }));
        assert_eq!(document["findings"].as_array().map(Vec::len), Some(3));
    }
    golden("check.json", &check(Format::Json, &Bench::new().run()));
}

#[test]
fn the_json_schema_refuses_what_is_not_the_contract() {
    let mut document: Value = serde_json::from_str(&check(Format::Json, &Bench::new().run())).expect("JSON");
    document["points"][0]["kind"] = "guess".into();
    assert!(!validator("schema/privacy-lint.schema.json").is_valid(&document));
}

#[test]
fn sarif_has_rules_flows_fingerprints_and_suppressions() {
    let out = check(Format::Sarif, &Bench::new().run());
    let document: Value = serde_json::from_str(&out).expect("one JSON document");
    let run = &document["runs"][0];
    let results = run["results"].as_array().expect("results");
    assert_eq!(results.len(), 4);
    for result in results {
        let region = &result["locations"][0]["physicalLocation"]["region"];
        assert!(region["startLine"].as_u64() >= Some(1) && region["startColumn"].as_u64() >= Some(1));
        let rule = &run["tool"]["driver"]["rules"][result["ruleIndex"].as_u64().expect("an index") as usize];
        assert_eq!(rule["id"], result["ruleId"]);
        assert_eq!(
            result["partialFingerprints"]["primaryLocationLineHash"],
            result["partialFingerprints"]["privacyLint/v1"]
        );
    }
    assert_eq!(results[0]["ruleId"], "undeclared_collection", "the worst first");
    let leak = results.iter().find(|result| result["ruleId"] == "sensitive_log").expect("the leak");
    assert_eq!(leak["codeFlows"][0]["threadFlows"][0]["locations"].as_array().map(Vec::len), Some(3));
    assert_eq!(results[3]["suppressions"][0]["status"], "accepted");
    for rule in run["tool"]["driver"]["rules"].as_array().expect("rules") {
        for key in ["shortDescription", "fullDescription", "help"] {
            assert!(rule[key]["text"].as_str().is_some_and(|text| !text.is_empty()));
        }
    }
    valid_sarif(&document);
    golden("check.sarif", &out);
}

fn sarif(bench: &Bench) -> Value {
    let text = check(Format::Sarif, &bench.run());
    let document: Value = serde_json::from_str(&text).expect("JSON");
    valid_sarif(&document);
    assert!(text.len() < (31 << 20), "{} bytes", text.len());
    document["runs"][0].clone()
}

#[test]
fn sarif_keeps_the_worst_five_thousand_and_says_so() {
    let mut bench = Bench::new();
    bench.outcome.findings = (0..5_002).map(|_| unused()).collect();
    bench.outcome.findings.push(undeclared());
    let run = sarif(&bench);
    assert_eq!(run["results"].as_array().map(Vec::len), Some(5_000));
    assert_eq!(run["results"][0]["ruleId"], "undeclared_collection");
    let notes = run["invocations"][0]["toolExecutionNotifications"].to_string();
    assert!(notes.contains("3 findings left out") && notes.contains("1 waived finding left out"), "{notes}");
    assert!(notes.contains("the worst 5,000"), "{notes}");
}

/// Few findings with long flows and long words are too many bytes.
#[test]
fn sarif_stays_below_what_github_takes_and_keeps_both_ends_of_a_flow() {
    let mut bench = Bench::new();
    let step = |at: usize| Related {
        path: format!("src/{}.rs", "long_name_of_a_module/".repeat(8)),
        line: at as u32 + 1,
        region: region(at as u32 + 1, 1, 2),
        message: format!("step {at}"),
    };
    let long = Finding { related: (0..1_200).map(step).collect(), ..leak() };
    bench.outcome.findings = vec![long; 500];
    bench.outcome.findings.push(undeclared());
    let run = sarif(&bench);
    let results = run["results"].as_array().expect("results");
    assert!(results.len() > 100 && results.len() < 500, "{}", results.len());
    assert_eq!(results[0]["ruleId"], "undeclared_collection", "what is denied comes first");
    let steps = results[1]["codeFlows"][0]["threadFlows"][0]["locations"].as_array().expect("steps");
    let words: Vec<&str> = steps.iter().filter_map(|step| step["location"]["message"]["text"].as_str()).collect();
    assert_eq!((words[0], words[49], words[50], words[99]), ("step 0", "step 49", "step 1150", "step 1199"));
    assert_eq!(steps.len(), 101, "and where it ends");
    assert!(results[1]["message"]["text"].to_string().contains("1,100 places"), "{}", results[1]["message"]);
    let notes = run["invocations"][0]["toolExecutionNotifications"].to_string();
    let left_out = 501 - results.len();
    assert!(notes.contains(&format!("{left_out} findings left out")), "{notes}");
}

#[test]
fn github_annotates_ten_of_each_and_lists_all() {
    let mut bench = Bench::new();
    golden("check.github.txt", &check(Format::Github, &bench.run()));
    bench.outcome.findings = (0..15).map(|_| undeclared()).collect();
    let out = check(Format::Github, &bench.run());
    assert_eq!(out.lines().filter(|line| line.starts_with("::error")).count(), 10);
    assert_eq!(out.lines().filter(|line| line.starts_with("src/signup.rs:5:9")).count(), 15);
    assert!(out.contains("5 more not shown as annotations"), "{out}");
    golden("job-summary.md", &job_summary(&Bench::new().run()));
}

#[test]
fn gitlab_fingerprints_are_unique_and_clean_is_an_empty_array() {
    let mut bench = Bench::new();
    bench.outcome.findings = vec![undeclared(), undeclared(), unused()];
    let rows: Vec<Value> = serde_json::from_str(&check(Format::Gitlab, &bench.run())).expect("an array");
    let prints: std::collections::BTreeSet<_> = rows.iter().map(|row| row["fingerprint"].to_string()).collect();
    assert_eq!(prints.len(), 3);
    assert_eq!(rows[0]["location"]["lines"]["begin"], 5);
    assert_eq!(rows[0]["severity"], "critical");
    bench.outcome.findings.clear();
    assert_eq!(check(Format::Gitlab, &bench.run()).trim(), "[]");
}

#[test]
fn cargo_json_has_one_message_a_finding_with_bytes_and_suggestions() {
    let out = check(Format::CargoJson, &Bench::new().run());
    let lines: Vec<Value> = out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(lines.len(), 4);
    assert_eq!(lines[3], serde_json::json!({ "reason": "build-finished", "success": false }));
    let email = &lines[1];
    assert_eq!(email["message"]["code"]["code"], "privacy::undeclared_collection");
    assert_eq!(email["package_id"], "path+file:///w#demo@0.0.0");
    let span = &email["message"]["spans"][0];
    let at = SIGNUP.find("email").expect("the field");
    assert_eq!(span["is_primary"], true);
    assert_eq!((span["byte_start"].as_u64(), span["byte_end"].as_u64()), (Some(at as u64), Some(at as u64 + 5)));
    assert_eq!(span["text"][0]["text"], "    pub email: String,");
    let children = lines[0]["message"]["children"].as_array().expect("children").clone();
    let edit = children.iter().find(|child| child["message"] == "remove the declaration").expect("the edit");
    assert_eq!(edit["spans"][0]["suggestion_applicability"], "MachineApplicable");
    assert_eq!(edit["spans"][0]["byte_end"].as_u64(), Some(POLICY.len() as u64));
    golden("check.cargo.json", &out);
}

#[test]
fn hostile_names_are_inert_in_every_format() {
    let hostile = "x\x1b[31m\u{202e}</script>`|`\n::error::pwned ##[error]\r\u{2066}";
    let mut bench = Bench::new();
    for finding in &mut bench.outcome.findings {
        for text in [&mut finding.path, &mut finding.message, &mut finding.label, &mut finding.help, &mut finding.item]
        {
            *text = hostile.to_string();
        }
        finding.anchor = Some(AnchorRef {
            document: hostile.into(),
            quote: hostile.into(),
            line: 1,
            sentence: Some(hostile.into()),
        });
        finding.related =
            vec![Related { path: hostile.into(), line: 1, region: region(1, 1, 2), message: hostile.into() }];
    }
    bench.outcome.notes = vec![hostile.into()];
    bench.outcome.errors = vec![Problem::new(hostile, hostile).at(hostile)];
    bench.outcome.inventory.gaps = vec![Gap { path: hostile.into(), line: 1, reason: hostile.into() }];
    for point in &mut bench.outcome.inventory.points {
        (point.name, point.item) = (hostile.into(), hostile.into());
    }
    bench.look.verbose = true;
    for (name, format) in Format::NAMES {
        // The text of the file is hostile too.
        let texts = |_: &str| Some(Arc::from(hostile));
        let run = Run { texts: &texts, ..bench.run() };
        inert(name, &check(format, &run));
    }
    inert("scan", &human::scan::scan(&bench.run()));
    inert("job summary", &job_summary(&bench.run()));
}

fn inert(name: &str, out: &str) {
    let bad = out.chars().find(|&c| (c.is_control() && c != '\n') || "\u{202e}\u{2066}".contains(c));
    assert_eq!(bad, None, "{name} lets {bad:?} through:\n{out}");
    let commands = out.lines().filter(|line| line.trim_start().starts_with("::error::") || line.contains("##[error]"));
    if name == "github" {
        assert_eq!(commands.count(), 0, "{name} lets a command through:\n{out}");
    }
    if name == "job summary" {
        assert!(!out.contains("</script>"), "{out}");
    }
}

#[test]
fn a_problem_points_into_its_text() {
    let mut bench = Bench::new();
    bench.outcome.findings.clear();
    bench.outcome.errors = vec![problem(), Problem::new("no policy was found", "run `cargo privacy-lint init`")];
    golden("problems.txt", &check(Format::Human, &bench.run()));
}

#[test]
fn scan_shows_leaks_first_then_points_by_key_and_owner() {
    let mut bench = Bench::new();
    bench.outcome.findings.clear();
    let run = Run { policy: None, ..bench.run() };
    golden("scan.txt", &human::scan::scan(&run));
}

#[test]
fn scan_names_a_place_where_data_leaves_once_with_all_that_leaves_there() {
    let mut bench = Bench::new();
    bench.outcome.findings.clear();
    let email = bench.outcome.inventory.flows[0].clone();
    let mut name = email.clone();
    name.keys = vec!["user.name".into()];
    name.source.line = 6;
    let mut elsewhere = email.clone();
    elsewhere.sink.line = 90;
    bench.outcome.inventory.flows = vec![email, name, elsewhere];
    let screen = human::scan::scan(&Run { policy: None, ..bench.run() });
    let leaves = "Leaves the program (3 flows to 2 places)
  user.contact.email and user.name → a log by tracing::info!
    src/signup.rs:5 and 1 more → src/signup.rs:11
  user.contact.email → a log by tracing::info!
    src/signup.rs:5 → src/signup.rs:90
";
    assert!(screen.starts_with(leaves), "{screen}");
}

#[test]
fn where_there_is_little_room_modules_and_owner_go_before_what_is_collected() {
    let mut bench = Bench::new();
    bench.outcome.findings.clear();
    let item = "demo::a_module::of_a_long_name::within_another::SignUp::email";
    bench.outcome.inventory.points[0].item = item.into();
    let mut run = Run { policy: None, ..bench.run() };
    let look = Look { width: 60, ..run.look.clone() };
    run.look = &look;
    let screen = human::scan::scan(&run);
    assert!(screen.contains("    …SignUp: email  src/signup.rs:5 "), "{screen}");
}

#[test]
fn a_long_flow_is_drawn_in_its_order_with_its_middle_counted() {
    let mut bench = Bench::new();
    // Places without width, as flows give them: the line is known, the column is not.
    let step = |line: u32, message: &str| Related {
        path: "src/signup.rs".into(),
        line,
        region: region(line, 1, 1),
        message: message.into(),
    };
    let related = ["is read here", "is kept here", "x", "y", "z", "is passed on"];
    let related = related.iter().zip([9, 9, 1, 3, 5, 11]).map(|(message, line)| step(line, message)).collect();
    bench.outcome.findings = vec![Finding { related, ..leak() }];
    let out = check(Format::Human, &bench.run());
    golden("human-flow.txt", &out);
    assert!(out.contains("1. is read here, 2. is kept here") && out.contains("and 2 steps between"), "{out}");
    let place = |words: &str| out.find(words).unwrap_or_else(|| panic!("{words} is not in\n{out}"));
    assert!(place("1. is read here") < place("5. z"));
    // Both speak of one line, and the call is what is pointed at.
    assert!(place("5. z") < place("6. is passed on, 7. logged here"));
}

#[test]
fn odd_texts_are_pointed_at_where_they_are() {
    let long = format!("{}let email = 1;{}", "x".repeat(900), "y".repeat(900));
    let text = format!("\u{feff}first\r\n\tlet\u{202e} émail = form.email;\r\n{long}\n");
    let mut bench = Bench::new();
    let at = |line, column, end| Finding {
        region: region(line, column, end),
        group: line.to_string(),
        related: vec![],
        ..undeclared()
    };
    // The column of `form` counts characters: tab, `let`, the mark, a space, `émail`.
    bench.outcome.findings = vec![at(1, 1, 6), at(2, 15, 19), at(3, 905, 910)];
    let texts = |_: &str| Some(Arc::from(text.as_str()));
    let out = check(Format::Human, &Run { texts: &texts, ..bench.run() });
    golden("human-odd.txt", &out);
    assert!(out.lines().all(|line| line.chars().count() < 400), "{out}");
    assert!(out.contains("[src/signup.rs:2:15]") && out.contains("[src/signup.rs:3:905]"), "{out}");
}

#[test]
fn a_place_that_is_not_in_the_text_is_said_in_words() {
    let mut bench = Bench::new();
    bench.outcome.findings = vec![
        Finding { region: region(999, 1, 2), ..undeclared() },
        Finding { path: "gone.rs".into(), related: vec![], ..undeclared() },
        Finding { region: Region::default(), ..undeclared() },
    ];
    for (_, format) in Format::NAMES {
        assert!(check(format, &bench.run()).contains("undeclared_collection"));
    }
    let out = check(Format::Human, &bench.run());
    assert!(out.contains("at src/signup.rs:999"), "{out}");
}

#[test]
fn cards_read_as_pages_and_as_a_list() {
    let bench = Bench::new();
    golden("explain.txt", &human::cards::explain(&bench.cards[0], &bench.look));
    golden("lints.txt", &human::cards::list(&bench.cards, &|card| card.default, &bench.look));
}

fn problem() -> Problem {
    Problem::new("unknown key `cover`", "did you mean `covers`?")
        .at("policy.toml")
        .within(&POLICY.into(), find(POLICY, "covers"))
}

/// Against the schema of what is used, and against a published one where `SARIF_SCHEMA` names it.
fn valid_sarif(document: &Value) {
    valid("tests/schema/sarif.json", document);
    if let Some(published) = std::env::var_os("SARIF_SCHEMA") {
        valid(published.to_str().expect("a path"), document);
    }
}

fn validator(path: &str) -> jsonschema::Validator {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let schema = std::fs::read_to_string(path).expect("the schema is in the package");
    jsonschema::validator_for(&serde_json::from_str(&schema).expect("the schema is JSON"))
        .expect("the schema is a schema")
}

pub(crate) fn valid(schema: &str, document: &Value) {
    let errors: Vec<String> =
        validator(schema).iter_errors(document).map(|error| format!("{}: {error}", error.instance_path)).collect();
    assert!(errors.is_empty(), "{errors:#?}");
}
