//! The report in the programs that people open it with: a real browser, mermaid, a spreadsheet.
//!
//! `npm ci --prefix tests/web` and a Chromium are needed. Where they are not installed these tests are skipped with a
//! notice; with `WEB_CHECKS=required`, as `.ci/run` sets it, that is a failure.

use crate::report::{bench, hostile, large, older, options};
use privacy_lint::render::report::{ReportFormat, ReportOptions, old, report};
use serde_json::{Value, json};
use std::ffi::OsStr;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

const BROWSERS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "chrome"];

fn web() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/web")
}

/// The browser, where all that is needed is installed; says once on standard error what is not.
fn browser() -> Option<&'static str> {
    static FOUND: OnceLock<Option<String>> = OnceLock::new();
    let answers = |name: &str| Command::new(name).arg("--version").output().is_ok_and(|out| out.status.success());
    let found = FOUND.get_or_init(|| {
        let chosen = std::env::var("CHROMIUM").ok();
        let browser = chosen.into_iter().chain(BROWSERS.map(Into::into)).find(|name| answers(name));
        let missing = match &browser {
            None => "no Chromium is installed",
            Some(_) if !answers("node") => "node is not installed",
            Some(_) if !web().join("node_modules").is_dir() => "`npm ci --prefix tests/web` was not run",
            Some(_) => return browser.as_deref().and_then(on_path),
        };
        // Not `eprintln!`: the test runner keeps that of tests that pass to itself.
        let _ = writeln!(std::io::stderr(), "NOTICE: the report was opened in no browser: {missing}");
        let required = std::env::var("WEB_CHECKS").is_ok_and(|word| word == "required");
        assert!(!required, "WEB_CHECKS=required, and {missing}");
        None
    });
    found.as_deref()
}

fn on_path(name: &str) -> Option<String> {
    let folders = std::env::var_os("PATH")?;
    let found = std::env::split_paths(&folders).map(|folder| folder.join(name)).find(|path| path.is_file());
    found.map(|path| path.display().to_string())
}

/// Asks `look.mjs` a question about files with these texts.
fn ask(browser: &str, question: &str, texts: &[(&str, &str)]) -> Value {
    let folder = tempfile::tempdir().expect("a folder");
    let files = texts.iter().map(|(name, text)| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).expect("the file can be written");
        path.into_os_string()
    });
    let script = web().join("look.mjs").into_os_string();
    let args = [script, OsStr::new(browser).to_owned(), question.into()].into_iter().chain(files);
    let out = Command::new("node").args(args).output().expect("node runs");
    let complaint = String::from_utf8_lossy(&out.stderr);
    serde_json::from_slice(&out.stdout).unwrap_or_else(|_| panic!("{question}: {complaint}"))
}

fn html() -> String {
    report(ReportFormat::Html, &bench().run(), &options())
}

#[test]
fn no_page_scrolls_sideways_complains_or_shuts_anybody_out() {
    let Some(browser) = browser() else { return };
    let without_policy = {
        let bench = bench();
        report(ReportFormat::Html, &privacy_lint::render::Run { policy: None, ..bench.run() }, &options())
    };
    let hostile = report(ReportFormat::Html, &hostile().run(), &options());
    for (name, page) in [("shop", &html()), ("no policy", &without_policy), ("hostile", &hostile)] {
        let looks = ask(browser, "page", &[("page.html", page)]);
        let looks = looks.as_array().expect("a look for each width and colour scheme");
        assert_eq!(looks.len(), 4);
        for look in looks {
            let place = format!("{name}, {} pixels, {}", look["width"], look["colorScheme"]);
            assert_eq!(look["dark"], look["colorScheme"] == "dark", "{place}");
            assert!(look["wide"].as_u64() <= look["width"].as_u64(), "scrolls sideways when opened: {place}");
            assert!(look["closed"].as_u64() <= look["width"].as_u64(), "scrolls sideways: {place}");
            for (what, words) in [
                ("said", "the console says something, or a network was asked"),
                ("broken", "links that lead nowhere"),
                ("twice", "ids given twice"),
                ("axe", "accessibility"),
            ] {
                assert_eq!(look[what], json!([]), "{words}: {place}");
            }
            assert!(look["checked"].as_u64() > Some(20), "axe looked at hardly anything: {place}");
        }
    }
}

#[test]
fn the_filter_the_keyboard_and_the_links_work() {
    let Some(browser) = browser() else { return };
    let walk = ask(browser, "filter", &[("page.html", &html())]);
    assert_eq!(walk["said"], json!([]));
    assert_eq!((&walk["first"], &walk["second"]), (&json!("Skip to the report"), &json!("filter")));
    assert_eq!(walk["filtered"]["rows"], json!(["point-p4"]), "the row, though it was in a closed part");
    assert_eq!(walk["filtered"]["headings"], json!(["inventory"]), "what holds no match is put away");
    assert!(walk["filtered"]["hits"].as_str().is_some_and(|hits| hits.starts_with("1 of ")));
    assert!(walk["back"].as_u64() > Some(20), "an empty filter brings everything back");
    assert_eq!(walk["opened"], json!({ "open": true, "inView": true }), "a link opens what it leads into");
    // Contact data comes from two sources and goes to three activities.
    assert_eq!(walk["lit"], 5, "a box shows its lines");
}

#[test]
fn ten_thousand_points_are_usable_within_two_seconds() {
    let Some(browser) = browser() else { return };
    let page = report(ReportFormat::Html, &large(10_000).run(), &options());
    let found = ask(browser, "large", &[("page.html", &page)]);
    let _ = writeln!(std::io::stderr(), "10,000 points, milliseconds: {found}");
    assert_eq!(found["rows"], json!([1, 1, 1]));
    for what in ["load", "filter", "clear"] {
        // The aim is 2 s on a quiet machine, and the figure is printed; the bound leaves room for a loaded one.
        assert!(found[what].as_u64() < Some(8000), "{what}: {found}");
    }
}

#[test]
fn paper_holds_the_whole() {
    let Some(browser) = browser() else { return };
    let found = ask(browser, "print", &[("page.html", &html())]);
    assert_eq!(found["said"], json!([]));
    assert_eq!((&found["closed"], &found["nav"]), (&json!(0), &json!(false)), "{found}");
    assert_eq!(found["cut"], json!([]), "wider than the sheet");
    assert!(found["pages"].as_u64().is_some_and(|pages| (4..40).contains(&pages)), "{found}");
}

#[test]
fn without_its_script_the_page_is_whole() {
    let Some(browser) = browser() else { return };
    let page = html();
    let found = ask(browser, "scriptless", &[("page.html", &page)]);
    let rows = page.matches("<tr").count() - page.matches("<thead><tr>").count();
    assert_eq!(found, json!({ "said": [], "rows": rows, "shown": true, "filter": false }));
}

#[test]
fn mermaid_draws_every_box_and_line_and_nothing_else() {
    let Some(browser) = browser() else { return };
    let (shop, hostile, large) = (bench(), hostile(), large(2_000));
    let [shop, hostile, large] =
        [&shop, &hostile, &large].map(|bench| report(ReportFormat::Mermaid, &bench.run(), &options()));
    let against = old("old.json", &older()).expect("our own JSON");
    let options = ReportOptions { against: Some(against), ..options() };
    let compared = report(ReportFormat::Mermaid, &bench().run(), &options);
    let texts = [shop, hostile, large, compared];
    let names = ["shop.mmd", "hostile.mmd", "large.mmd", "compared.mmd"];
    let files: Vec<(&str, &str)> = names.into_iter().zip(texts.iter().map(String::as_str)).collect();
    let drawn = ask(browser, "mermaid", &files);
    for ((name, text), drawn) in files.into_iter().zip(drawn.as_array().expect("a picture each")) {
        assert_eq!(drawn["error"], Value::Null, "{name}\n{text}");
        let boxes = text.lines().filter(|line| line.contains("[\"")).count();
        let lines = text.lines().filter(|line| line.contains(">|")).count();
        let labels = drawn["labels"].as_array().expect("labels");
        assert_eq!((labels.len(), drawn["lines"].as_u64()), (boxes, Some(lines as u64)), "{name}: {drawn}\n{text}");
        assert_eq!(drawn["active"], 0, "{name}: {drawn}");
    }
    let labels = drawn[0]["labels"].to_string().replace(' ', "");
    for label in ["Contactdata", "user.health(undeclared)", "Deliveringorders", "CourierLtd"] {
        assert!(labels.contains(label), "{label} is not in {labels}");
    }
}

#[test]
fn a_spreadsheet_shows_the_cells_and_runs_none() {
    let Some(_) = browser() else { return };
    for (name, bench) in [("shop", bench()), ("hostile", hostile())] {
        let text = report(ReportFormat::Csv, &bench.run(), &options());
        let sheet = ask("-", "sheet", &[("record.csv", &text)]);
        assert_eq!(sheet["formulas"], json!([]), "{name}");
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
        let cells: Vec<Vec<String>> =
            reader.records().map(|row| row.expect("a row").iter().map(Into::into).collect()).collect();
        assert_eq!(sheet["rows"], json!(cells), "{name}");
    }
}
