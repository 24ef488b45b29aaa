//! Whose the secrets are that a program reads: a command line's are its user's, a server's are its own, and a library's
//! are those of the programs that use it.

use super::points::workspace;
use privacy_lint::{detect, packs};
use std::path::Path;

/// A package of a workspace: its name, what it depends on, its root and the text of that.
type Package<'a> = (&'a str, &'a str, &'a str, &'a str);

/// The names of the places that are found in a workspace of these packages.
fn found(packages: &[Package]) -> Vec<String> {
    let dir = tempfile::tempdir().expect("a folder");
    let write = |path: &str, text: &str| {
        let path = dir.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap_or(Path::new(""))).expect("a folder");
        std::fs::write(path, text).expect("written");
    };
    write("Cargo.toml", "[workspace]\nmembers = [\"*\"]\nresolver = \"3\"\n");
    for (name, dependencies, root, text) in packages {
        let manifest = format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\n\n[dependencies]\n{dependencies}");
        write(&format!("{name}/Cargo.toml"), &manifest);
        write(&format!("{name}/src/{root}"), text);
    }
    let detectors = packs::load(&[]).unwrap_or_else(|problems| panic!("{problems:#?}"));
    detect::detect(&workspace(dir.path()), &detectors).into_iter().map(|point| point.item).collect()
}

const READS: &str = "fn main() {\n    let token = std::env::var(\"FORGE_TOKEN\");\n}\n";

#[test]
fn a_command_line_reads_the_token_of_whoever_runs_it() {
    assert_eq!(found(&[("forge", "clap = \"4\"\n", "main.rs", READS)]), ["forge@bin:forge::main::var"]);
}

/// Bodies open page by page, and what is called is written before what it is called with.
#[test]
fn a_call_is_found_however_much_it_is_given() {
    let values = "0, ".repeat(200);
    let call = format!("rpassword::prompt_password([{values}])");
    let main = format!("fn main() {{\n    let phrase = {call};\n    fn inner() {{ {call}; }}\n}}\n");
    let asked = ["forge@bin:forge::main::prompt_password", "forge@bin:forge::main::inner::prompt_password"];
    assert_eq!(found(&[("forge", "rpassword = \"7\"\n", "main.rs", &main)]), asked);
}

#[test]
fn a_server_with_flags_reads_its_own() {
    let own = "clap = \"4\"\naxum = \"0.8\"\n";
    assert_eq!(found(&[("forge", own, "main.rs", READS)]), Vec::<String>::new());
}

#[test]
fn so_does_the_library_of_one_whose_web_part_is_another_package() {
    let reads = "pub fn read() {\n    let token = std::env::var(\"FORGE_TOKEN\");\n}\n";
    let library = ("forge-core", "", "lib.rs", reads);
    let uses = "clap = \"4\"\nforge-core = { path = \"../forge-core\" }\n";
    let served = format!("{uses}forge-web = {{ path = \"../forge-web\" }}\n");
    let web = ("forge-web", "axum = \"0.8\"\n", "lib.rs", "");
    let main = "fn main() {}\n";
    assert_eq!(found(&[library, ("forge", uses, "main.rs", main)]), ["forge-core::read::var"]);
    assert_eq!(found(&[library, web, ("forge", &served, "main.rs", main)]), Vec::<String>::new());
}

#[test]
fn a_command_line_that_waits_for_a_browser_is_no_server() {
    let waits = "clap = \"4\"\naxum = \"0.8\"\nwebbrowser = \"1\"\n";
    assert_eq!(found(&[("forge", waits, "main.rs", READS)]), ["forge@bin:forge::main::var"]);
}

#[test]
fn the_settings_of_a_library_are_those_of_its_programs() {
    let text = "#[derive(serde::Deserialize)]\npub struct Config {\n    pub access_token: String,\n}\n";
    let library = ("forge-config", "serde = \"1\"\nclap = \"4\"\n", "lib.rs", text);
    let uses = "clap = \"4\"\nforge-config = { path = \"../forge-config\" }\n";
    let program = |more: &str| found(&[library, ("forge", &format!("{uses}{more}"), "main.rs", "fn main() {}\n")]);
    assert_eq!(program(""), ["forge-config::Config::access_token"]);
    assert_eq!(program("axum = \"0.8\"\n"), Vec::<String>::new());
}

#[test]
fn the_database_of_a_command_line_is_not_its_users() {
    let text = "#[derive(serde::Deserialize)]\nstruct DatabaseConfig {\n    password: String,\n}\nfn main() {}\n";
    assert_eq!(found(&[("forge", "clap = \"4\"\nserde = \"1\"\n", "main.rs", text)]), Vec::<String>::new());
}

#[test]
fn a_module_called_app_says_nothing_of_its_arguments() {
    let app = "#[derive(clap::Parser)]\nstruct Args {\n    password: String,\n}\n";
    let dir = ("forge", "clap = \"4\"\n", "app.rs", app);
    let main = ("forge", "clap = \"4\"\n", "main.rs", "mod app;\nfn main() {}\n");
    assert_eq!(found(&[dir, main]), ["forge@bin:forge::app::Args::password"]);
}

#[test]
fn the_machine_that_a_service_logs_from_is_nobodys() {
    let text = "fn main() {}\nfn init_logging() {\n    let host = gethostname::gethostname();\n}\n";
    let named = "gethostname = \"1\"\n";
    assert_eq!(found(&[("forge", named, "main.rs", text)]), ["forge@bin:forge::init_logging::gethostname"]);
    assert_eq!(found(&[("forge", &format!("{named}axum = \"0.8\"\n"), "main.rs", text)]), Vec::<String>::new());
}

#[test]
fn a_record_filled_with_what_a_machine_says_is_told_whole() {
    let text = "use serde::Serialize;\nuse sysinfo::System;\n#[derive(Serialize)]\nstruct Entry {\n    subcommand: String,\n    \
                os: String,\n    release: String,\n    host: String,\n}\nfn entry(subcommand: String) -> Entry {\n    \
                let host = System::host_name().unwrap_or_default();\n    Entry {\n        subcommand,\n        \
                os: System::name().unwrap_or_default(),\n        release: System::os_version().unwrap_or_default(),\n        \
                host,\n    }\n}\nfn main() {}\n";
    let needs = "clap = \"4\"\nsysinfo = \"0.30\"\nserde = \"1\"\n";
    let fields = ["subcommand", "os", "release", "host"].map(|field| format!("forge@bin:forge::Entry::{field}"));
    let calls = ["host_name", "name", "os_version"].map(|call| format!("forge@bin:forge::entry::{call}"));
    assert_eq!(found(&[("forge", needs, "main.rs", text)]), [fields.to_vec(), calls.to_vec()].concat());
    // Two say on which platform it runs.
    let two = text.replace("        host,\n", "        host: String::new(),\n");
    assert!(!found(&[("forge", needs, "main.rs", &two)]).contains(&"forge@bin:forge::Entry::subcommand".to_owned()));
    // A server tells of the machine it runs on itself.
    let serves = format!("{needs}axum = \"0.8\"\n");
    assert!(!found(&[("forge", &serves, "main.rs", text)]).contains(&"forge@bin:forge::Entry::subcommand".to_owned()));
}

#[test]
fn a_record_that_carries_the_machine_and_the_run_is_told_whole() {
    let text = "#[derive(serde::Serialize)]\nstruct Sent {\n    device_id: String,\n    invocation_id: String,\n    \
                outcome: String,\n}\nfn main() {}\n";
    let sent = ["device_id", "invocation_id", "outcome"].map(|field| format!("forge@bin:forge::Sent::{field}"));
    assert_eq!(found(&[("forge", "clap = \"4\"\n", "main.rs", text)]), sent);
    let row = text.replace("invocation_id", "owner_group");
    assert_eq!(found(&[("forge", "clap = \"4\"\n", "main.rs", &row)]), Vec::<String>::new());
}

#[test]
fn a_variable_is_read_through_a_function_of_ones_own() {
    let text = "fn env_of(name: &str) -> Option<String> {\n    std::env::var(name).ok()\n}\nfn main() {\n    \
                let who = env_of(\"GITHUB_ACTOR\");\n    let color = env_of(\"FORGE_COLOR\");\n}\n";
    assert_eq!(found(&[("forge", "clap = \"4\"\n", "main.rs", text)]), ["forge@bin:forge::main::env_of"]);
}

#[test]
fn headers_of_ones_own_tell_of_the_machine() {
    let text = "fn ask(client: &Client, id: String) {\n    client\n        .post(\"https://forge.example\")\n        \
                .header(\"X-Forge-OS\", std::env::consts::OS)\n        .header(\"X-Forge-UID\", id)\n        \
                .header(\"X-Forge-Plan\", \"free\")\n        .header(\"X-Request-Id\", \"1\");\n}\nfn main() {}\n";
    let told = ["forge_os", "forge_uid", "forge_plan"].map(|name| format!("forge@bin:forge::ask::{name}"));
    assert_eq!(found(&[("forge", "clap = \"4\"\n", "main.rs", text)]), told);
    let one = text.replace("X-Forge-UID", "X-Forge-Page");
    assert_eq!(found(&[("forge", "clap = \"4\"\n", "main.rs", &one)]), Vec::<String>::new());
}

#[test]
fn what_a_request_carries_of_a_machine_is_told_whole() {
    let text = "#[derive(serde::Serialize)]\nstruct Info {\n    os: String,\n    target_triple: String,\n    \
                panics: Vec<String>,\n    last_synced: String,\n}\n#[derive(serde::Serialize)]\nstruct SendInfoRequest {\n    \
                info: Info,\n}\nfn main() {}\n";
    let fields =
        ["os", "target_triple", "panics", "last_synced"].map(|field| format!("forge@bin:forge::Info::{field}"));
    assert_eq!(found(&[("forge", "clap = \"4\"\n", "main.rs", text)]), fields);
    let kept = text.replace("SendInfoRequest", "Shown");
    assert_eq!(found(&[("forge", "clap = \"4\"\n", "main.rs", &kept)]), Vec::<String>::new());
}

#[test]
fn a_function_that_only_asks_whether_a_variable_is_set_reads_nothing() {
    let text = "fn has_var(name: &str) -> bool {\n    std::env::var(name).is_ok()\n}\nfn main() {\n    \
                let over = has_var(\"SSH_CLIENT\");\n}\n";
    assert_eq!(found(&[("forge", "clap = \"4\"\n", "main.rs", text)]), Vec::<String>::new());
}

#[test]
fn what_a_function_that_tracks_writes_into_a_request_is_sent() {
    let text = "#[derive(serde::Serialize)]\nstruct Tools {\n    versions: String,\n}\nimpl Api {\n    \
                fn track_tools(&self, versions: String) {\n        \
                self.begin(\"https://forge.example\").json(&Tools { versions }).send();\n    }\n}\nfn main() {}\n";
    assert_eq!(found(&[("forge", "clap = \"4\"\n", "main.rs", text)]), ["forge@bin:forge::Tools::versions"]);
    let other = text.replace("track_tools", "put_tools");
    assert_eq!(found(&[("forge", "clap = \"4\"\n", "main.rs", &other)]), Vec::<String>::new());
}

#[test]
fn what_is_told_as_properties_is_told_whole() {
    let text = "#[derive(serde::Serialize)]\nstruct Outcome {\n    step: String,\n    failures: Vec<String>,\n}\n\
                impl Outcome {\n    fn into_properties(self) -> Map {\n        todo!()\n    }\n}\nfn main() {}\n";
    let fields = ["step", "failures"].map(|field| format!("forge@bin:forge::Outcome::{field}"));
    assert_eq!(found(&[("forge", "clap = \"4\"\n", "main.rs", text)]), fields);
    let other = text.replace("into_properties", "into_map");
    assert_eq!(found(&[("forge", "clap = \"4\"\n", "main.rs", &other)]), Vec::<String>::new());
}

#[test]
fn what_a_command_line_posts_about_whoever_runs_it_is_sent() {
    let text = "#[derive(serde::Serialize)]\nstruct NewSession {\n    login: String,\n    password: String,\n    \
                retries: u32,\n}\nfn open(login: String, password: String) {\n    \
                post(&NewSession { login, password, retries: 3 });\n}\nfn post<T: serde::Serialize>(what: &T) {\n    \
                client().post(SESSIONS).json(what).send();\n}\nfn main() {}\n";
    let fields = ["login", "password"].map(|field| format!("forge@bin:forge::NewSession::{field}"));
    assert_eq!(found(&[("forge", "clap = \"4\"\n", "main.rs", text)]), fields);
    // What a server sends to another is no visitor's because of that.
    assert_eq!(found(&[("forge", "clap = \"4\"\naxum = \"0.8\"\n", "main.rs", text)]), Vec::<String>::new());
}

#[test]
fn other_programs_say_who_runs_this_one_and_where() {
    let text = "fn main() {\n    let who = std::process::Command::new(\"whoami\").output();\n    \
                let mail = Command::new(\"git\").args([\"log\", \"-1\", \"--format=%ae\"]).output();\n    \
                let files = std::process::Command::new(\"ls\").output();\n}\n";
    let places = ["new", "args"].map(|name| format!("forge@bin:forge::main::{name}"));
    assert_eq!(found(&[("forge", "clap = \"4\"\n", "main.rs", text)]), places);
}

#[test]
fn what_is_printed_before_a_line_is_read_asks_for_it() {
    let text = "fn main() {\n    print!(\"Email: \");\n    print!(\"Count: \");\n    let mut line = String::new();\n    \
                std::io::stdin().read_line(&mut line);\n}\n";
    assert_eq!(found(&[("forge", "clap = \"4\"\n", "main.rs", text)]), ["forge@bin:forge::main::print"]);
    let shown = text.replace("std::io::stdin().read_line(&mut line);", "");
    assert_eq!(found(&[("forge", "clap = \"4\"\n", "main.rs", &shown)]), Vec::<String>::new());
}

#[test]
fn meters_that_a_vendor_receives_are_told_by_their_names() {
    let text = "const HOME: &str = \"https://telemetry.forge.dev\";\n\
                static RUNS: Lazy<Counter> = Lazy::new(|| METER.u64_counter(\"query_count\").init());\n\
                fn resource() -> Vec<KeyValue> {\n    \
                vec![KeyValue::new(\"service.name\", \"forge\"), KeyValue::new(\"instance.id\", id())]\n}\n";
    let names = ["RUNS::query_count", "resource::instance.id"].map(|name| format!("forge-telemetry::{name}"));
    assert_eq!(found(&[("forge-telemetry", "opentelemetry = \"0.27\"\n", "lib.rs", text)]), names);
    // An operator's own, to wherever they say.
    let own = text.replace("https://telemetry.forge.dev", "http://localhost:4317");
    assert_eq!(found(&[("forge-telemetry", "opentelemetry = \"0.27\"\n", "lib.rs", &own)]), Vec::<String>::new());
}

#[test]
fn a_meter_may_be_named_by_a_constant() {
    let text = "use elsewhere::SERVICE_VERSION;\nconst HOME: &str = \"https://usage.forge.dev\";\n\
                const MEMORY: &str = \"process.memory.usage\";\nconst RUN_ID: &str = \"run.id\";\n\
                fn gauges(meter: &Meter) -> Gauge<u64> {\n    meter.u64_gauge(MEMORY).build()\n}\n\
                fn resource() -> Vec<KeyValue> {\n    \
                vec![KeyValue::new(SERVICE_VERSION, \"1\"), KeyValue::new(RUN_ID, id())]\n}\n";
    let names = ["gauges::process.memory.usage", "resource::run.id"].map(|name| format!("forge-telemetry::{name}"));
    assert_eq!(found(&[("forge-telemetry", "opentelemetry = \"0.27\"\n", "lib.rs", text)]), names);
}

#[test]
fn what_a_function_for_input_is_told_to_say_asks_for_it() {
    let text = "fn mail() {\n    let mail = get_user_input(\"Enter Email: \");\n}\n\
                fn token() {\n    let token = get_user_input(\"Enter API Token: \");\n}\n\
                fn main() {\n    let n = get_user_input(\"Enter count: \");\n}\n";
    let names = ["mail", "token"].map(|name| format!("forge@bin:forge::{name}::get_user_input"));
    assert_eq!(found(&[("forge", "clap = \"4\"\n", "main.rs", text)]), names);
}

#[test]
fn an_event_may_be_named_by_a_constant_of_its_type() {
    let text = "struct Opened;\nimpl Event for Opened {\n    const NAME: &'static str = \"opened\";\n}\n\
                impl Shape for Opened {\n    const NAME: &'static str = \"square\";\n}\n";
    let places = found(&[("forge-analytics", "", "lib.rs", text)]);
    assert!(matches!(&places[..], [one] if one.ends_with("::opened")), "{places:?}");
    assert_eq!(found(&[("forge-shapes", "", "lib.rs", text)]), Vec::<String>::new());
}

#[test]
fn another_program_is_asked_for_what_lets_somebody_in() {
    let text = "fn main() {\n    let token = Command::new(\"gh\").args([\"auth\", \"token\"]).output();\n    \
                let list = Command::new(\"gh\").args([\"repo\", \"list\"]).output();\n}\n";
    assert_eq!(found(&[("forge", "clap = \"4\"\n", "main.rs", text)]), ["forge@bin:forge::main::args"]);
}

#[test]
fn what_goes_in_the_open_part_of_an_event_is_told_with_it() {
    let text = "use serde_json::{json, Value};\n\
        #[derive(serde::Serialize)]\nstruct TelemetryEvent {\n    name: String,\n    properties: Value,\n}\n\
        impl TelemetryEvent {\n    fn new(name: impl Into<String>, properties: Value) -> Self {\n        \
        Self { name: name.into(), properties }\n    }\n}\n\
        #[derive(serde::Serialize)]\nstruct Finished {\n    seconds: u64,\n}\n\
        enum Kind {\n    Begun,\n    Finished(Finished),\n}\n\
        impl Kind {\n    fn told(self) -> Result<(&'static str, Value), Error> {\n        \
        let (name, properties) = match self {\n            Self::Begun => (\"cli.begun\", json!({ \"shell\": shell() })),\n            \
        Self::Finished(done) => (\"cli.finished\", written(done)?),\n        };\n        \
        Ok((name, properties))\n    }\n}\n\
        fn written(done: Finished) -> Result<Value, Error> {\n    Ok(serde_json::to_value(done)?)\n}\n\
        fn queue(kind: Kind) -> Result<TelemetryEvent, Error> {\n    let (name, properties) = kind.told()?;\n    \
        Ok(TelemetryEvent::new(name, properties))\n}\nfn main() {}\n";
    let found = found(&[("forge", "clap = \"4\"\n", "main.rs", text)]);
    let places = ["told::cli.begun", "told::shell", "told::cli.finished", "Finished::seconds"];
    for place in places {
        assert!(found.iter().any(|item| item.ends_with(place)), "{place} of {found:#?}");
    }
}

#[test]
fn an_event_that_a_machine_goes_with_is_told_whole() {
    let text = "#[derive(serde::Serialize)]\nstruct Event {\n    timestamp: u64,\n    event: EventKind,\n}\n\
        #[derive(serde::Serialize)]\nenum EventKind {\n    Failed { exit_code: i32, surroundings: Surroundings },\n}\n\
        #[derive(serde::Serialize)]\nstruct Surroundings {\n    argv: String,\n    platform: String,\n    release: String,\n}\n\
        fn surroundings() -> Surroundings {\n    let argv = std::env::args().collect();\n    let info = os_info::get();\n    \
        let platform = info.os_type().to_string();\n    let release = info.version().to_string();\n    \
        Surroundings { argv, platform, release }\n}\nfn main() {}\n";
    let all = found(&[("forge", "clap = \"4\"\nos_info = \"3\"\n", "main.rs", text)]);
    for place in ["Event::timestamp", "EventKind::exit_code", "Surroundings::argv", "Surroundings::platform"] {
        assert!(all.iter().any(|item| item.ends_with(place)), "{place} of {all:#?}");
    }
    // What a program is started with is not told because another program is started so.
    let other = "#[derive(serde::Serialize)]\nstruct Started {\n    args: Vec<String>,\n    cwd: String,\n    exe: String,\n}\n\
        fn started() -> Started {\n    Started { args: std::env::args().collect(), cwd: std::env::current_dir(), \
        exe: std::env::current_exe() }\n}\nfn main() {}\n";
    assert_eq!(found(&[("forge", "clap = \"4\"\n", "main.rs", other)]), Vec::<String>::new());
}

#[test]
fn a_handler_that_asks_whether_to_track_sends_only_what_it_sends() {
    let text = "#[derive(serde::Serialize, serde::Deserialize)]\nstruct Asked {\n    page_size: u32,\n}\n\
        #[derive(serde::Serialize)]\nstruct Found {\n    chunks: Vec<String>,\n}\n\
        async fn search(asked: Json<Asked>, settings: Settings, queue: Queue) -> HttpResponse {\n    \
        if !settings.disable_analytics {\n        queue.send(Kept { asked: serde_json::to_string(&asked) }).await;\n    }\n    \
        let found = Found { chunks: find(&asked) };\n    HttpResponse::Ok().json(found)\n}\nfn main() {}\n";
    assert_eq!(found(&[("forge", "actix-web = \"4\"\n", "main.rs", text)]), Vec::<String>::new());
}

#[test]
fn settings_that_say_who_their_user_is_are_theirs() {
    let text = "#[derive(serde::Serialize, serde::Deserialize)]\nstruct Config {\n    user_id: Option<String>,\n    \
        email: Option<String>,\n    installation_id: Option<String>,\n    interval: u32,\n}\n";
    let served = ("forge-core", "", "lib.rs", text);
    let server = ("forge", "axum = \"0.8\"\nforge-core = { path = \"../forge-core\" }\n", "main.rs", "fn main() {}\n");
    let fields = ["email", "installation_id"].map(|field| format!("forge-core::Config::{field}"));
    assert_eq!(found(&[served, server]), fields);
}

#[test]
fn what_a_client_asks_a_service_with_is_its_users() {
    let text =
        "#[derive(serde::Serialize)]\npub struct SendCodeRequest {\n    email: String,\n    purpose: String,\n}\n";
    assert_eq!(found(&[("forge", "reqwest = \"0.12\"\n", "lib.rs", text)]), ["forge::SendCodeRequest::email"]);
    // What a server asks another with came in elsewhere.
    let server = ("served", "axum = \"0.8\"\nforge = { path = \"../forge\" }\n", "main.rs", "fn main() {}\n");
    assert_eq!(found(&[("forge", "reqwest = \"0.12\"\n", "lib.rs", text), server]), Vec::<String>::new());
}

#[test]
fn what_an_envelope_of_any_type_is_given_is_told_with_it() {
    let text = "#[derive(serde::Serialize)]\nstruct CaptureRequest<P> {\n    event: String,\n    distinct_id: String,\n    \
        properties: P,\n}\n#[derive(serde::Serialize)]\nstruct Opened {\n    shell: String,\n}\n\
        async fn capture<P: serde::Serialize>(event: impl Into<String>, distinct_id: String, properties: P) {\n    \
        let event = event.into();\n    post(\"https://eu.posthog.com/i\", &CaptureRequest { event: event.clone(), \
        distinct_id, properties });\n}\nasync fn post<B: serde::Serialize>(path: &str, body: &B) {\n    \
        client().post(path).json(body).send();\n}\n\
        fn opened(id: String) {\n    capture(\"opened\", id, Opened { shell: shell() });\n}\nfn main() {}\n";
    let all = found(&[("forge", "clap = \"4\"\nreqwest = \"0.12\"\n", "main.rs", text)]);
    for place in ["CaptureRequest::distinct_id", "Opened::shell", "opened::opened"] {
        assert!(all.iter().any(|item| item.ends_with(place)), "{place} of {all:#?}");
    }
}

#[test]
fn a_package_that_keeps_spans_is_no_telemetry() {
    let text = |parent: &str| {
        format!(
            "#[derive(serde::Serialize)]\npub struct LogReport {{\n    outcome: String,\n    {parent}: u64,\n}}\n\
             #[derive(serde::Serialize)]\npub struct RunEvent {{\n    outcome: String,\n}}\n"
        )
    };
    let all = |parent: &str| found(&[("forge-telemetry", "clap = \"4\"\n", "lib.rs", &text(parent))]);
    assert_eq!(all("parent_span_id"), Vec::<String>::new());
    assert_eq!(all("retries").len(), 3);
}

#[test]
fn an_event_that_tells_its_run_is_told_whole() {
    let text = "#[derive(prost::Message, serde::Serialize)]\nstruct Counts {\n    event_id: String,\n    \
        invocation_id: String,\n    models: i32,\n}\nfn main() {}\n";
    let all = found(&[("forge", "clap = \"4\"\nprost = \"0.13\"\n", "main.rs", text)]);
    assert!(all.iter().any(|item| item.ends_with("Counts::models")), "{all:#?}");
    let other = text.replace("event_id", "row_id");
    assert_eq!(found(&[("forge", "clap = \"4\"\nprost = \"0.13\"\n", "main.rs", &other)]), Vec::<String>::new());
}

#[test]
fn an_issue_is_no_person_because_somebody_wrote_it() {
    let text = "use reqwest::Client;\npub struct GithubClient {\n    http: Client,\n}\n#[derive(serde::Deserialize)]\npub \
        struct GithubUser {\n    login: String,\n}\n#[derive(serde::Deserialize)]\npub struct Issue {\n    title: String,\n    \
        user: GithubUser,\n}\nimpl GithubClient {\n    pub async fn issue(&self) -> Result<Issue> {\n        todo!()\n    }\n    \
        pub async fn who(&self) -> Result<GithubUser> {\n        todo!()\n    }\n}\n";
    let asks = "async fn run(client: &forge_hub::GithubClient) {\n    client.issue().await;\n    client.who().await;\n}\n\
        fn main() {}\n";
    let hub = ("forge-hub", "reqwest = \"0.12\"\n", "lib.rs", text);
    let all = found(&[hub, ("forge", "axum = \"0.8\"\nforge-hub = { path = \"../forge-hub\" }\n", "main.rs", asks)]);
    assert!(all.iter().any(|item| item.ends_with("run::who")), "{all:#?}");
    assert!(!all.iter().any(|item| item.ends_with("run::issue")), "{all:#?}");
}

#[test]
fn what_is_looked_up_by_the_name_of_a_system_describes_no_machine() {
    let text = |found: &str| {
        format!(
            "#[derive(serde::Serialize)]\nstruct Shell {{\n    system: String,\n    command: String,\n    folder: String,\n    \
             rest: String,\n}}\nfn open(profiles: &Profiles) -> Shell {{\n    let profile = {found};\n    Shell {{\n        \
             system: std::env::consts::OS.to_string(),\n        command: profile.command,\n        \
             folder: profile.folder,\n        rest: profile.rest,\n    }}\n}}\nfn main() {{}}\n"
        )
    };
    let all = |of: &str| found(&[("forge", "clap = \"4\"\nserde = \"1\"\n", "main.rs", &text(of))]);
    assert_eq!(all("profiles.get(std::env::consts::OS).unwrap()"), Vec::<String>::new());
    assert!(!all("describe(std::env::consts::OS)").is_empty());
}

const CHECKS: &str = "#[derive(serde::Serialize)]
struct Check<'a> {
    current: &'a str,
    platform: &'a str,
    arch: &'a str,
}
fn main() {
    let check = Check { current: VERSION, platform: std::env::consts::OS, arch: std::env::consts::ARCH };
    client().post(URL).json(&check).send();
    client().get(URL).query(&[(\"version\", VERSION), (\"os\", get_os()), (\"seats\", seats())]).send();
    client().get(URL).query(&[(\"version\", wanted()), (\"package\", wanted())]).send();
}
";

#[test]
fn what_a_client_tells_of_its_machine_is_telemetry() {
    let client = "reqwest = \"0.12\"\n";
    let told = ["Check::current", "Check::platform", "Check::arch", "main::version", "main::os", "main::seats"];
    let told: Vec<String> = told.iter().map(|name| format!("forge@bin:forge::{name}")).collect();
    assert_eq!(found(&[("forge", client, "main.rs", CHECKS)]), told);
    assert_eq!(found(&[("forge", "reqwest = \"0.12\"\naxum = \"0.8\"\n", "main.rs", CHECKS)]), Vec::<String>::new());
}

#[test]
fn what_opens_a_window_listens_to_itself() {
    let window = "reqwest = \"0.12\"\naxum = \"0.8\"\ntauri = \"2\"\n";
    assert_eq!(found(&[("forge", window, "main.rs", CHECKS)]).len(), 6);
}

#[test]
fn a_client_signs_in_by_the_object_that_it_posts() {
    let text = "fn main() {
    client().post(URL).json(&json!({ \"email\": mail, \"grant\": \"password\", \"password\": secret })).send();
}
";
    let told = ["forge@bin:forge::main::email", "forge@bin:forge::main::password"];
    assert_eq!(found(&[("forge", "reqwest = \"0.12\"\n", "main.rs", text)]), told);
}

#[test]
fn a_variable_called_as_the_program_lets_its_user_in() {
    let text = "fn main() {\n    let token = std::env::var(\"SENTRY_AUTH_TOKEN\");\n}\n";
    assert_eq!(found(&[("sentry-cli", "clap = \"4\"\n", "main.rs", text)]), ["sentry-cli@bin:sentry-cli::main::var"]);
}

#[test]
fn what_is_posted_through_a_function_of_ones_own_is_posted() {
    let text = "fn sign_in(mail: &str, secret: &str) {
    fetch(URL, Some(json!({ \"email\": mail, \"password\": secret })));
    post_json(\"https://forge.dev/analytics/time\", json!({ \"seconds\": played() }));
}
fn fetch(to: &str, body: Option<Value>) {
    let mut request = client().post(to);
    if let Some(body) = body {
        request = request.json(&body);
    }
    request.send();
}
";
    let told = ["forge::sign_in::email", "forge::sign_in::password", "forge::sign_in::seconds"];
    assert_eq!(found(&[("forge", "reqwest = \"0.12\"\n", "lib.rs", text)]), told);
}

#[test]
fn a_pair_of_tokens_is_its_users_wherever_it_is_kept() {
    let text = "#[derive(serde::Serialize, serde::Deserialize)]
struct Manifest {
    binaries: Vec<String>,
    access_token: String,
    refresh_token: String,
}
fn main() {}
";
    let told = ["forge@bin:forge::Manifest::access_token", "forge@bin:forge::Manifest::refresh_token"];
    assert_eq!(found(&[("forge", "clap = \"4\"\nserde = \"1\"\n", "main.rs", text)]), told);
    assert_eq!(found(&[("forge", "axum = \"0.8\"\nserde = \"1\"\n", "main.rs", text)]), Vec::<String>::new());
}

#[test]
fn a_program_that_reports_its_whole_command_line_reports_every_flag() {
    let telemetry = "pub struct Telemetry {
    endpoint: String,
}
impl Telemetry {
    async fn send_json(&self, payload: Value) {
        self.client.post(&self.endpoint).json(&payload).send().await;
    }
}
pub async fn record(to: Telemetry, event: &str, data: Value) {
    let payload = enveloped(event, data);
    to.send_json(payload).await;
}
fn enveloped(event: &str, data: Value) -> Value {
    json!({ \"name\": event, \"data\": data })
}
";
    let main = "#[derive(clap::Parser)]
struct Cli {
    command: Command,
}
#[derive(clap::Subcommand, serde::Serialize)]
enum Command {
    Build(BuildArgs),
}
#[derive(clap::Args, serde::Serialize)]
struct BuildArgs {
    release: bool,
    #[serde(skip_serializing)]
    target_directory: String,
}
async fn main() {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => error.exit(),
    };
    forge_telemetry::record(telemetry(), &cli.to_string(), json!(cli.command)).await;
}
";
    let uses = "clap = \"4\"\nserde = \"1\"\nforge-telemetry = { path = \"../forge-telemetry\" }\n";
    let library = ("forge-telemetry", "reqwest = \"0.12\"\n", "lib.rs", telemetry);
    let found = found(&[library, ("forge", uses, "main.rs", main)]);
    assert!(found.contains(&"forge@bin:forge::BuildArgs::release".to_owned()), "{found:?}");
    assert!(!found.iter().any(|item| item.ends_with("target_directory")), "{found:?}");
}

#[test]
fn a_program_called_analytics_analyses() {
    let text = "fn main() {\n    let folder = std::env::current_dir();\n}\n";
    assert_eq!(found(&[("forge-analytics", "clap = \"4\"\n", "main.rs", text)]), Vec::<String>::new());
}

#[test]
fn what_many_hand_on_to_a_request_is_followed_once() {
    let calls = |name: &str| format!("    {name}(body);\n").repeat(40);
    let level = |name: &str, of: &str| format!("fn {name}(body: &Value) {{\n{}}}\n", calls(of));
    let text = format!(
        "use serde_json::{{Value, json}};\n\
         fn tell(body: &Value) {{\n    reqwest::blocking::Client::new().post(\"https://forge.example/in\").json(body).send();\n}}\n{}{}{}\
         fn main() {{\n    let email = ask();\n    third(&json!({{ \"email\": email }}));\n}}\n",
        level("first", "tell"),
        level("second", "first"),
        level("third", "second"),
    );
    let uses = "clap = \"4\"\nreqwest = \"0.12\"\nserde_json = \"1\"\n";
    assert_eq!(found(&[("forge", uses, "main.rs", &text)]), ["forge@bin:forge::main::email"]);
}

#[test]
fn a_library_of_statistics_that_tells_of_a_machine_and_a_run_reports() {
    let report = "#[derive(serde::Serialize)]\npub struct StatsReport {\n    client_id: String,\n    os: Os,\n}\n\
                  #[derive(serde::Serialize)]\npub struct Os {\n    os_type: String,\n}\n\
                  pub fn os() -> Os {\n    Os { os_type: sysinfo::System::distribution_id() }\n}\n";
    let dependencies = "serde = \"1\"\nsysinfo = \"0.38\"\naxum = \"0.8\"\n";
    let of = |name| found(&[(name, dependencies, "lib.rs", report)]);
    let told = ["StatsReport::client_id", "Os::os_type", "os::distribution_id"];
    assert_eq!(of("forge-statistics"), told.map(|item| format!("forge-statistics::{item}")));
    assert_eq!(of("forge-rows"), ["forge-rows::os::distribution_id"]);
}
