//! Who receives data, through the program itself: the host of the address, wherever the code says it.

use crate::project::Project;
use serde_json::Value;
use std::process::Command;

const MANIFEST: &str = "[package]\nname = \"shop\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\nreqwest = \"0.12\"\nlettre = \"0.11\"\n";
const SIGN_UP: &str = "#[derive(serde::Deserialize)]\npub struct SignUp {\n    pub email: String,\n}\n";

/// The recipients of the flows that leave over the network, in the order of the code.
fn recipients(code: &str) -> Vec<Option<String>> {
    let project = Project::new();
    project.put("Cargo.toml", MANIFEST);
    project.put("src/lib.rs", &format!("{SIGN_UP}{code}"));
    let mut tool = Command::new(env!("CARGO_BIN_EXE_cargo-privacy-lint"));
    let said = tool.args(["scan", "--no-cache", "--format", "json"]).current_dir(project.path()).output().unwrap();
    let report: Value = serde_json::from_slice(&said.stdout).expect("JSON");
    let flows = report["flows"].as_array().unwrap().iter();
    let leaving = flows.filter(|flow| flow["sink"]["kind"] == "network" || flow["sink"]["kind"] == "external-service");
    leaving.map(|flow| flow["sink"]["recipient"].as_str().map(str::to_owned)).collect()
}

fn seen(host: &str) -> Vec<Option<String>> {
    vec![Some(host.to_owned())]
}

const SEND: &str = "reqwest::Client::new().post(url).json(&form.email).send().await.unwrap();";

#[test]
fn the_address_is_a_text_a_constant_a_static_or_a_variable() {
    for address in [
        "let url = \"https://api.mail.example/v1\";",
        "const HOST: &str = \"https://api.mail.example\"; let url = format!(\"{HOST}/v1\");",
        "static HOST: &str = \"https://api.mail.example\"; let url = format!(\"{}/v1\", HOST);",
        "let host = \"https://api.mail.example\".to_string(); let url = host + \"/v1\";",
        "let url = std::env::var(\"MAIL\").unwrap_or_else(|_| String::new()); let url = url.parse::<u8>().map_or(\"https://api.mail.example\", |_| \"\");",
    ] {
        assert_eq!(
            recipients(&format!("pub async fn f(form: SignUp) {{ {address} {SEND} }}")),
            seen("api.mail.example"),
            "{address}"
        );
    }
}

#[test]
fn what_is_sent_is_no_address() {
    let code = "pub async fn f(form: SignUp, url: String) { reqwest::Client::new().post(url)\
                .json(&(form.email, \"https://ours.example/back\")).send().await.unwrap(); }";
    assert_eq!(recipients(code), [None]);
}

#[test]
fn a_link_in_a_mail_is_no_address() {
    let code = "pub struct Mailer { transport: lettre::SmtpTransport }\nimpl Mailer { pub fn f(&self, form: SignUp) { \
                let mail = lettre::Message::builder().to(form.email).body(\"https://ours.example/help\"); \
                self.transport.send(&mail); } }";
    assert_eq!(recipients(code), [None]);
}

#[test]
fn a_request_made_in_two_statements_has_the_address_of_its_first() {
    let code = "pub async fn f(form: SignUp) { let client = reqwest::Client::new(); \
                let request = client.post(\"https://api.mail.example/v1\"); \
                request.json(&form.email).send().await.unwrap(); }";
    assert_eq!(recipients(code), seen("api.mail.example"));
}

#[test]
fn the_callers_of_a_wrapper_say_whom_it_sends_to_each_for_its_own_data() {
    let wrapper = format!("async fn post(form: SignUp, url: &str) {{ {SEND} }}\n");
    let one = "pub async fn a(form: SignUp) { post(form, \"https://one.example/a\").await }\n";
    assert_eq!(recipients(&format!("{wrapper}{one}")), seen("one.example"));
    let unknown = "pub async fn b(form: SignUp, url: String) { post(form, &url).await }\n";
    assert_eq!(recipients(&format!("{wrapper}{unknown}")), [None]);
}

#[test]
fn a_client_knows_its_base_address() {
    let client = |made: &str| {
        format!(
            "pub struct Mailer {{ base_url: String }}\nimpl Mailer {{\n{made}\n\
             fn url(&self, path: &str) -> String {{ format!(\"{{}}/{{path}}\", self.base_url) }}\n\
             pub async fn send(&self, form: SignUp) {{ let url = self.url(\"v1\"); {SEND} }} }}\n"
        )
    };
    let said = client("pub fn new() -> Self { Self { base_url: \"https://api.mail.example\".into() } }");
    assert_eq!(recipients(&said), seen("api.mail.example"));
    let given = client("pub fn new(base_url: String) -> Self { Self { base_url } }");
    assert_eq!(recipients(&given), [None]);
    let made =
        format!("{given}pub fn mailer() -> Mailer {{ Mailer::new(\"https://api.mail.example\".to_string()) }}\n");
    assert_eq!(recipients(&made), seen("api.mail.example"));
    let two = format!("{made}pub fn other() -> Mailer {{ Mailer::new(\"https://other.example\".to_string()) }}\n");
    assert_eq!(recipients(&two), [None]);
    let free = client(
        "pub fn new() -> Self { Self { base_url: \"https://api.mail.example\".into() } }\n\
         pub fn at(base_url: String) -> Self { Self { base_url } }",
    );
    assert_eq!(recipients(&free), [None], "anybody may say another");
    let namesake = "pub mod other { pub struct Mailer { pub base_url: String }\n\
         pub fn new() -> Mailer { Mailer { base_url: \"https://other.example\".into() } } }\n";
    assert_eq!(recipients(&format!("{said}{namesake}")), seen("api.mail.example"));
}

#[test]
fn a_configuration_has_a_default_address() {
    let code = "#[derive(serde::Deserialize)]\npub struct Settings {\n    #[serde(default = \"standard\")]\n    crash_url: String,\n}\n\
                fn standard() -> String { \"https://crash.example/in\".to_owned() }\n";
    let send = SEND.replace("post(url)", "post(&settings.crash_url)");
    let code = format!("{code}pub async fn f(form: SignUp, settings: &Settings) {{ {send} }}");
    assert_eq!(recipients(&code), seen("crash.example"));
}

#[test]
fn this_machine_is_no_recipient() {
    let code = format!("pub async fn f(form: SignUp) {{ let url = \"http://localhost:8080/in\"; {SEND} }}");
    assert_eq!(recipients(&code), [None]);
}

#[test]
fn a_recipient_that_data_is_seen_to_go_to_is_used() {
    let project = Project::new();
    project.put("Cargo.toml", MANIFEST);
    let policy = "version = 1\n[categories.contact-data]\ninternal = \"test\"\ncovers = [\"user.contact\"]\n\
        [recipients.mailer]\ninternal = \"test\"\nhosts = [\"*.mail.example\"]\n\
        [recipients.other]\ninternal = \"test\"\nhosts = [\"*.other.example\"]\n";
    project.put("policy.toml", policy);
    let sign_up = SIGN_UP.replace("    pub email", "    // PRIVACY: contact-data\n    pub email");
    let code = format!("pub async fn f(form: SignUp) {{ let url = \"https://api.mail.example\"; {SEND} }}");
    project.put("src/lib.rs", &format!("{sign_up}{code}"));
    let mut tool = Command::new(env!("CARGO_BIN_EXE_cargo-privacy-lint"));
    let said = tool.args(["check", "--no-cache", "--format", "json"]).current_dir(project.path()).output().unwrap();
    let report: Value = serde_json::from_slice(&said.stdout).expect("JSON");
    let declarations = report["declarations"].as_array().unwrap();
    let state = |id: &str| declarations.iter().find(|row| row["id"] == id).unwrap()["state"].clone();
    assert_eq!(state("mailer"), "used");
    assert_eq!(state("other"), "unused");
}
