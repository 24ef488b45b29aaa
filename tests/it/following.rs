//! How far data is followed, through the program itself: what is not claimed is said.

use crate::project::Project;
use serde_json::Value;
use std::process::Command;

const MANIFEST: &str = "[package]\nname = \"relay\"\nversion = \"0.1.0\"\nedition = \"2024\"\n";
/// What goes in.
const SIGN_UP: &str = "#[derive(serde::Deserialize)]\npub struct SignUp {\n    pub email: String,\n}\n";
/// A call that can mean two functions.
const HOPS: &str = "pub trait Hop {\n    fn hop(&self, text: String) -> String;\n}\npub struct Left;\npub struct Right;\n\
    impl Hop for Left {\n    fn hop(&self, text: String) -> String {\n        text\n    }\n}\n\
    impl Hop for Right {\n    fn hop(&self, text: String) -> String {\n        text\n    }\n}\n";

fn output(project: &Project, args: &[&str]) -> Vec<u8> {
    let mut tool = Command::new(env!("CARGO_BIN_EXE_cargo-privacy-lint"));
    tool.args(["scan", "--no-cache"]).args(args).current_dir(project.path()).output().expect("the tool runs").stdout
}

fn scan(project: &Project, more: &[&str]) -> Value {
    serde_json::from_slice(&output(project, &[&["--format", "json"], more].concat())).expect("JSON")
}

fn lines_of_sinks(report: &Value) -> Vec<u64> {
    report["flows"].as_array().unwrap().iter().map(|flow| flow["sink"]["line"].as_u64().unwrap()).collect()
}

#[test]
fn a_way_through_four_calls_of_which_each_can_mean_two_is_a_gap() {
    let project = Project::new();
    project.put("Cargo.toml", MANIFEST);
    let code = [
        SIGN_UP,
        HOPS,
        "pub fn three(form: SignUp, hop: &dyn Hop) {\n    let text = hop.hop(hop.hop(hop.hop(form.email)));\n    \
         println!(\"{text}\");\n}\n\
         pub fn four(form: SignUp, hop: &dyn Hop) {\n    let text = hop.hop(hop.hop(hop.hop(hop.hop(form.email))));\n    \
         println!(\"{text}\");\n}\n",
    ];
    project.put("src/lib.rs", &code.concat());
    let report = scan(&project, &[]);
    assert_eq!(lines_of_sinks(&report), [22]);
    let gaps = report["gaps"].as_array().unwrap();
    assert_eq!(gaps.len(), 1, "{gaps:?}");
    assert_eq!(gaps[0]["line"], 26);
    assert_eq!(gaps[0]["reason"], "data may come here through several calls that can each mean several functions");
}

#[test]
fn a_message_that_is_told_by_its_type_alone_counts_as_two_such_calls() {
    let project = Project::new();
    project.put("Cargo.toml", MANIFEST);
    let code = [
        "use std::sync::mpsc::{Receiver, Sender};\n",
        SIGN_UP,
        "pub struct Letter(String);\n",
        HOPS,
        "pub fn send(form: SignUp, to: Sender<Letter>, hop: &dyn Hop) {\n    to.send(Letter(hop.hop(form.email))).unwrap();\n}\n\
         pub fn one(from: Receiver<Letter>) {\n    println!(\"{}\", from.recv().unwrap().0);\n}\n\
         pub fn two(from: Receiver<Letter>, hop: &dyn Hop) {\n    println!(\"{}\", hop.hop(from.recv().unwrap().0));\n}\n",
    ];
    project.put("src/lib.rs", &code.concat());
    let report = scan(&project, &[]);
    assert_eq!(lines_of_sinks(&report), [26]);
    let steps = report["flows"][0]["steps"].as_array().unwrap();
    let told: Vec<&str> = steps.iter().map(|step| step["what"].as_str().unwrap()).collect();
    assert!(told.contains(&"is received here"), "{told:?}");
    let lines: Vec<u64> = report["gaps"].as_array().unwrap().iter().map(|gap| gap["line"].as_u64().unwrap()).collect();
    assert_eq!(lines, [29]);
}

/// What any of many senders may have sent to any of many receivers is said of none of them.
#[test]
fn messages_that_are_received_in_many_places_are_a_gap_at_each() {
    let receivers = |count: usize| {
        let project = Project::new();
        project.put("Cargo.toml", MANIFEST);
        let send = "use std::sync::mpsc::{Receiver, Sender};\npub struct Letter(String);\n\
                    pub fn send(form: SignUp, to: Sender<Letter>) {\n    to.send(Letter(form.email)).unwrap();\n}\n";
        let each = |at: usize| {
            format!("pub fn f{at}(from: Receiver<Letter>) {{\n    println!(\"{{}}\", from.recv().unwrap().0);\n}}\n")
        };
        project.put("src/lib.rs", &[SIGN_UP.to_owned(), send.to_owned(), (0..count).map(each).collect()].concat());
        scan(&project, &[])
    };
    let (few, many) = (receivers(4), receivers(5));
    assert_eq!(lines_of_sinks(&few), [11, 14, 17, 20]);
    assert!(few["gaps"].as_array().unwrap().is_empty());
    assert!(lines_of_sinks(&many).is_empty());
    let lines: Vec<u64> = many["gaps"].as_array().unwrap().iter().map(|gap| gap["line"].as_u64().unwrap()).collect();
    assert_eq!(lines, [11, 14, 17, 20, 23]);
}

#[test]
fn without_following_the_points_stay_and_a_note_says_so() {
    let project = Project::new();
    project.put("Cargo.toml", MANIFEST);
    project.put(
        "src/lib.rs",
        "#[derive(serde::Deserialize)]\npub struct SignUp {\n    pub email: String,\n}\n\
         pub fn sign_up(form: SignUp) {\n    println!(\"{}\", form.email);\n}\n",
    );
    let (whole, points) = (scan(&project, &[]), scan(&project, &["--no-flow"]));
    assert_eq!(lines_of_sinks(&whole), [6]);
    assert!(lines_of_sinks(&points).is_empty());
    let places = |report: &Value| {
        let all = report["points"].as_array().unwrap().clone();
        all.into_iter().map(|point| (point["path"].clone(), point["line"].clone())).collect::<Vec<_>>()
    };
    assert_eq!(places(&whole), places(&points));
    let said = String::from_utf8(output(&project, &["--no-flow"])).unwrap();
    assert!(said.contains("where data goes was not followed"), "{said}");
}

/// A method of a crate that the caller's package does not depend on is never what a call means.
#[test]
fn a_name_means_no_method_of_a_crate_that_is_out_of_reach() {
    let project = Project::new();
    project.put("Cargo.toml", "[workspace]\nmembers = [\"near\", \"far\"]\nresolver = \"3\"\n");
    let code = |name: &str| {
        format!(
            "pub struct {name};\nimpl {name} {{\n    pub fn keep_for_later(&self, text: String) {{\n        \
             println!(\"{{text}}\");\n    }}\n}}\n"
        )
    };
    project.put("near/Cargo.toml", &MANIFEST.replace("relay", "near"));
    project.put(
        "near/src/lib.rs",
        &format!(
            "{}#[derive(serde::Deserialize)]\npub struct SignUp {{\n    pub email: String,\n}}\n\
         pub fn sign_up(form: SignUp) {{\n    elsewhere::shelf().keep_for_later(form.email);\n}}\n",
            code("Shelf")
        ),
    );
    project.put("far/Cargo.toml", &MANIFEST.replace("relay", "far"));
    project.put("far/src/lib.rs", &code("Drawer"));
    let report = scan(&project, &[]);
    let sinks: Vec<&str> =
        report["flows"].as_array().unwrap().iter().map(|flow| flow["sink"]["path"].as_str().unwrap()).collect();
    assert_eq!(sinks, ["near/src/lib.rs"]);
}

#[test]
fn a_name_means_no_method_of_test_code_outside_of_tests() {
    let project = Project::new();
    project.put("Cargo.toml", MANIFEST);
    project.put(
        "src/lib.rs",
        "#[derive(serde::Deserialize)]\npub struct SignUp {\n    pub email: String,\n}\n\
         pub fn sign_up(form: SignUp) {\n    outside::open(form.email).finish();\n}\n\
         #[cfg(test)]\nmod tests {\n    struct Renderer(String);\n    impl Renderer {\n        \
         fn finish(self) {\n            println!(\"{}\", self.0);\n        }\n    }\n}\n",
    );
    assert!(lines_of_sinks(&scan(&project, &[])).is_empty());
}

#[test]
fn what_tests_put_in_the_place_of_a_trait_is_not_called() {
    let project = Project::new();
    project.put("Cargo.toml", MANIFEST);
    project.put(
        "src/lib.rs",
        "#[derive(serde::Deserialize)]\npub struct SignUp {\n    pub email: String,\n}\n\
         pub trait Post {\n    fn post(&self, to: String);\n}\npub struct Real;\n\
         impl Post for Real {\n    fn post(&self, _to: String) {}\n}\n\
         pub fn sign_up(form: SignUp, by: &dyn Post) {\n    by.post(form.email);\n}\n\
         #[cfg(test)]\nmod tests {\n    struct Mock;\n    impl super::Post for Mock {\n        \
         fn post(&self, to: String) {\n            println!(\"{to}\");\n        }\n    }\n}\n",
    );
    assert!(lines_of_sinks(&scan(&project, &[])).is_empty());
}

#[test]
fn a_macro_that_takes_a_call_apart_has_more_holes_than_arguments() {
    let text = "macro_rules! render {\n    ($group:tt :: $page:tt ($($param:expr),*)) => {\n        \
                $group::$page($($param),*)\n    };\n}\nfn show() {\n    let page = render!(pages::shown(source()));\n}\n";
    let ws = crate::flow_harness::workspace("src/lib.rs", text);
    let given = crate::flow_harness::source(privacy_lint::packs::ApiTarget::Item("source".to_owned()), false);
    assert!(crate::flow_harness::flows(&ws, &[given], &[]).is_empty());
}
