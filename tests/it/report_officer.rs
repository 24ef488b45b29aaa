//! The questions of a privacy officer who knows no Rust, on the workspace example: three crates, four activities, five
//! recipients, two products, and the inventory of the release before. Each is answered on the first screen, or by
//! one click from it.

use serde_json::Value;
use std::path::Path;
use std::process::Command;

const EXAMPLE: &str = "examples/03_workspace";

fn report(more: &[&str]) -> String {
    let manifest = format!("{EXAMPLE}/Cargo.toml");
    let older = format!("{EXAMPLE}/last-release.json");
    let args = ["report", "--manifest-path", &manifest, "--against", &older];
    let output = Command::new(env!("CARGO_BIN_EXE_cargo-privacy-lint"))
        .args(args.iter().chain(more))
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")))
        .output()
        .expect("the tool runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// The words of some HTML, without its marks.
fn words(html: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for c in html.replace("<wbr>", "").replace("<span>", "").chars() {
        match c {
            '<' => inside = true,
            '>' => {
                inside = false;
                out.push(' ');
            }
            c if !inside => out.push(c),
            _ => {}
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn part<'t>(text: &'t str, from: &str, to: &str) -> &'t str {
    let rest = text.split(from).nth(1).unwrap_or_else(|| panic!("no {from}"));
    rest.split(to).next().unwrap_or(rest)
}

fn has(text: &str, answers: &[&str]) {
    for answer in answers {
        assert!(text.contains(answer), "{answer:?} is not in: {text}");
    }
}

#[test]
fn location_is_answered_on_the_first_screen() {
    let page = report(&["--format", "html"]);
    let first = part(&page, "<main>", "id=\"changes\"");
    has(
        &words(first),
        &["Differs. The code differs from Privacy notice of Fernweh Trails", "no finding of legal compliance"],
    );
    let row = part(first, "<a href=\"#data-location-data\">", "</tr>");
    let row = words(&format!("<a>{row}"));
    // Do we collect it, are users told, from where, in which activity?
    has(&row, &["Location data", "yes stated", "Your use of our products", "Recording hikes and drawing the map"]);
    // Also where the notice does not say so.
    has(&row, &["⚠ 4 differences", "Taking and delivering orders", "The parcel service of the country"]);
    // Who gets it, in which country, how long is it kept?
    has(
        &row,
        &["Skycast GmbH (processor, DE)", "Tiles AG (processor, CH)", "until it is deleted (Recorded hikes) stated"],
    );
    // What changed since the last release?
    has(&words(first), &["Since the older inventory: 1 point added, 1 flow added ; 2 questions for privacy review."]);
    let questions = words(part(&page, "id=\"questions\"", "<details"));
    has(
        &questions,
        &[
            "Location data is newly collected in the activity Taking and delivering orders (orders), 1 point.",
            "Location data is newly collected in the product Hike Shop (hike-shop), 1 point.",
        ],
    );
}

#[test]
fn one_click_leads_to_the_evidence() {
    let page = report(&["--format", "html"]);
    let category = words(part(&page, "id=\"data-location-data\"", "id=\"data-order-data\""));
    has(
        &category,
        &[
            "switched recording on. Privacy notice of Fernweh Trails, line 10",
            "To show you the map stated",
            "opt-in stated",
        ],
    );
    has(
        &category,
        &["hike-shop@bin:hike-shop::order::Order::position", "hike-shop/src/order.rs:20", "hike-map/src/track.rs:10"],
    );
    let activity = words(part(&page, "id=\"activity-recording-hikes\"", "</details>"));
    has(
        &activity,
        &[
            "Users of Hike Map",
            "Consent",
            "Tiles AG: CH (adequacy decision)",
            "done: privacy/dpia-location.md",
            "map-team",
        ],
    );
    let shop = words(part(&page, "id=\"product-hike-shop\"", "</details>"));
    has(&shop, &["It may collect: Account data, Order data, Payment data", "Beyond that it collects: Location data."]);
}

/// What the notice says of each entry of the policy is shown beside it: its sentence.
#[test]
fn every_entry_shows_its_sentence_and_where_it_stands() {
    let page = report(&["--format", "html"]);
    let markdown = report(&["--format", "markdown"]);
    let entries = [
        ("recipient-tiles", "Tiles AG, in Switzerland, receives location data to draw the map around you.", 26),
        (
            "store-hikes",
            "Recorded hikes are kept until you delete them, orders for ten years, fault reports for 90 days.",
            34,
        ),
        (
            "purpose-deliver-orders",
            "To deliver what you order, we use order and payment data; the contract asks for it.",
            21,
        ),
        ("source-use", "You give us this data, or it comes from your use of our products.", 15),
        ("basis-consent", "To show you the map, we use location data, with your consent.", 20),
        ("product-hike-map", "Fernweh Trails Ltd makes a map for hikers, Hike Map, and a shop, Hike Shop.", 5),
    ];
    for (id, sentence, line) in entries {
        let shown = words(part(&page, &format!("id=\"{id}\""), "claimed"));
        has(&shown, &[sentence, &format!("Privacy notice of Fernweh Trails, line {line}")]);
        assert!(markdown.contains(sentence), "{sentence}");
    }
}

#[test]
fn the_other_forms_answer_too() {
    let csv = report(&["--format", "csv"]);
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let head = reader.headers().expect("a head").clone();
    let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("a row")).collect();
    let cell = |row: usize, title: &str| {
        let at = head.iter().position(|name| name == title).unwrap_or_else(|| panic!("no column {title}"));
        rows[row][at].to_string()
    };
    let ids: Vec<&str> = rows.iter().map(|row| &row[0]).collect();
    assert_eq!(ids, ["accounts", "recording-hikes", "fault-reports", "orders"]);
    assert_eq!(cell(1, "Recipients"), "Skycast GmbH (processor, DE) [seen]; Tiles AG (processor, CH) [seen]");
    assert_eq!(cell(3, "Since the older inventory"), "1 point added, 1 flow added");
    assert_eq!(cell(1, "Since the older inventory"), "nothing changed");
    let json: Value = serde_json::from_str(&report(&["--format", "json"])).expect("JSON");
    let added = json["changes"].as_array().expect("changes").iter().find(|change| change["kind"] == "point");
    let text = added.and_then(|change| change["text"].as_str()).unwrap_or("");
    assert_eq!(text, "hike-shop@bin:hike-shop::order::Order::position (Location data) hike-shop/src/order.rs:20");
    assert_eq!(json["questions"].as_array().map(Vec::len), Some(2));
}

#[test]
fn the_head_says_whether_the_code_differs_from_the_commit_that_is_named() {
    let repo = crate::gate_repo::Repo::new();
    let code = |commit: &str| -> Value {
        let output = Command::new(env!("CARGO_BIN_EXE_cargo-privacy-lint"))
            .args(["report", "--format", "json", "--commit", commit])
            .current_dir(&repo.root)
            .output()
            .expect("the tool runs");
        serde_json::from_slice::<Value>(&output.stdout).expect("JSON")["code"].clone()
    };
    repo.commit("all of it");
    assert_eq!((&code("HEAD")["commit"], &code("HEAD")["dirty"]), (&"HEAD".into(), &false.into()));
    // A report beside the code changes nothing; a new source file and an edit do.
    repo.write("inventory.html", "<!doctype html>");
    assert_eq!(code("HEAD")["dirty"], false);
    repo.write("src/new.rs", "pub struct New;\n");
    assert_eq!(code("HEAD")["dirty"], true);
    repo.commit("new");
    assert_eq!((&code("HEAD")["dirty"], &code("HEAD~1")["dirty"]), (&false.into(), &true.into()));
    assert_eq!(code("0123456789")["dirty"], Value::Null, "a commit that git does not know");
}
