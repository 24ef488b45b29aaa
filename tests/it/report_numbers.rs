//! Every number of the report, counted again from the JSON of the same run: nothing is shown that cannot be traced.

use crate::render_fixture::Bench;
use crate::report::{bench, older, options};
use privacy_lint::render::report::{ReportFormat, ReportOptions, old, report};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

/// A table of the Markdown: the titles of its columns, its cells.
struct Table<'t> {
    head: Vec<&'t str>,
    rows: Vec<Vec<&'t str>>,
}

struct Page<'t> {
    text: &'t str,
    tables: Vec<Table<'t>>,
}

impl<'t> Page<'t> {
    fn new(text: &'t str) -> Self {
        let cells = |line: &'t str| line.trim_matches('|').split(" | ").map(str::trim).collect::<Vec<_>>();
        let mut tables: Vec<Table> = Vec::new();
        let mut before = "";
        for line in text.lines() {
            match (before.starts_with('|'), line) {
                (false, head) if head.starts_with("| ") => tables.push(Table { head: cells(head), rows: vec![] }),
                (true, rule) if rule.starts_with("| ---") => {}
                (true, row) if row.starts_with("| ") => tables.last_mut().expect("a head").rows.push(cells(row)),
                _ => {}
            }
            before = line;
        }
        Self { text, tables }
    }

    /// The tables whose first column has this title.
    fn tables(&self, first: &str) -> Vec<&Table<'t>> {
        self.tables.iter().filter(|table| table.head[0] == first).collect()
    }

    fn table(&self, first: &str) -> &Table<'t> {
        self.tables(first).into_iter().next().unwrap_or_else(|| panic!("no table {first} in\n{}", self.text))
    }
}

impl<'t> Table<'t> {
    /// The first column's link or anchor, with another column.
    fn by_id(&self, column: &str) -> BTreeMap<String, &'t str> {
        let at = self.head.iter().position(|title| *title == column).unwrap_or_else(|| panic!("no column {column}"));
        self.rows.iter().map(|row| (id(row[0]), row[at])).collect()
    }
}

/// `[Words](#kind-id)` and `<a id="kind-id"></a>Words`.
fn id(cell: &str) -> String {
    let from = cell.split("](#").nth(1).or_else(|| cell.split("<a id=\"").nth(1)).unwrap_or(cell);
    from.split([')', '"']).next().unwrap_or("").to_string()
}

fn slug(kind: &str, name: &str) -> String {
    format!("{kind}-{}", name.replace(['.', '_'], "-"))
}

fn texts<'v>(value: &'v Value, key: &str) -> Vec<&'v str> {
    value[key].as_array().map(|all| all.iter().filter_map(Value::as_str).collect()).unwrap_or_default()
}

/// Points or flows outside test code.
fn rows<'v>(json: &'v Value, key: &str) -> Vec<&'v Value> {
    json[key].as_array().expect("an array").iter().filter(|row| row["test"] != true).collect()
}

fn filed(row: &Value) -> String {
    let category = texts(row, "categories").first().map(|id| id.split('.').next().unwrap_or(id).to_string());
    category.or_else(|| texts(row, "keys").first().map(ToString::to_string)).expect("a category or key")
}

fn tally<'v>(rows: &[&'v Value], of: impl Fn(&'v Value) -> Vec<String>) -> BTreeMap<String, usize> {
    let mut out = BTreeMap::new();
    rows.iter().flat_map(|row| of(row)).for_each(|name| *out.entry(name).or_default() += 1);
    out
}

/// The number at the beginning of some words.
fn number(words: &str) -> usize {
    let digits = words.trim_start_matches(['*', ' ']).chars().filter(|c| *c != ',');
    digits.take_while(char::is_ascii_digit).collect::<String>().parse().unwrap_or_else(|_| panic!("{words}"))
}

/// Holds every number of the Markdown against the JSON.
fn recount(text: &str, json: &Value) {
    let page = Page::new(text);
    let (points, flows) = (rows(json, "points"), rows(json, "flows"));
    let has_policy = !json["policy"].is_null();
    figures(&page, json, &points, &flows, has_policy);
    glance(&page, &points, &flows);
    destinations(&page, json, &flows);
    scopes(&page, &points, &flows);
    if has_policy {
        record(&page, &points);
        let said = tally(&points, |point| texts(point, "purposes").iter().map(|id| slug("purpose", id)).collect());
        for (id, cell) in page.tables("Purpose").first().map(|table| table.by_id("In the code")).unwrap_or_default() {
            let n = said.get(&id).copied().unwrap_or(0);
            assert!(if n == 0 { cell == "no point says it" } else { number(cell) == n }, "{id}: {cell}, not {n}");
        }
    }
    // Each kind of data lists all of its points and flows, and says how many.
    let listed = |first: &str| page.tables(first).iter().map(|table| table.rows.len()).sum::<usize>();
    assert_eq!((listed("Item"), listed("From")), (points.len(), flows.len()));
    let titles = |noun: &str| {
        let lines = text.lines().filter(|line| line.starts_with("**") && !line.contains(", "));
        lines.filter(|line| line.contains(noun)).map(number).sum::<usize>()
    };
    assert_eq!((titles(" in the code**"), titles(" flow")), (points.len(), flows.len()));
    let table_rows = |first: &str| page.tables(first).first().map_or(0, |table| table.rows.len());
    assert_eq!(table_rows("Level and lint"), json["findings"].as_array().map_or(0, Vec::len));
    let gaps = page.tables("Place").iter().filter(|table| table.head == ["Place", "Why"]).map(|t| t.rows.len()).sum();
    assert_eq!(json["gaps"].as_array().map(Vec::len), Some(gaps));
    changes(&page, json);
}

fn figures(page: &Page, json: &Value, points: &[&Value], flows: &[&Value], has_policy: bool) {
    let has = |words: String| assert!(page.text.contains(&words), "{words} is not in\n{}", page.text);
    let count = |test: &dyn Fn(&Value) -> bool| points.iter().filter(|point| test(point)).count();
    let all = format!("of {} point{}", points.len(), if points.len() == 1 { "" } else { "s" });
    has(format!("Places where personal data is collected: {}.", points.len()));
    has(format!("Flows of it that were followed: {}.", flows.len()));
    has(format!("Not seen: gaps in the code that was read: {}.", json["gaps"].as_array().map_or(0, Vec::len)));
    let unannotated = count(&|point| !texts(point, "found_by").contains(&"annotated"));
    has(format!("Not annotated, only detected: {unannotated} {all}."));
    if has_policy {
        has(format!("Not allocated to a purpose: {} {all}.", count(&|point| texts(point, "purposes").is_empty())));
        has(format!("In no processing activity: {} {all}.", count(&|point| point["activity"].is_null())));
    }
    let scope = &json["scope"];
    let packages = texts(scope, "packages").len();
    let lines = page.text.lines().find(|line| line.contains("**Read:**")).expect("what was read").replace(',', "");
    assert!(lines.contains(&format!("{} file", scope["files"])) && lines.contains(&format!("{} line", scope["lines"])));
    assert!(lines.contains(&format!("in {packages} package")), "{lines}");
    let deny = json["summary"]["findings"]["deny"].as_u64().expect("a number");
    if deny > 0 && has_policy {
        has(format!("{deny} difference"));
    }
}

fn glance(page: &Page, points: &[&Value], flows: &[&Value]) {
    let of = |rows: &[&Value]| tally(rows, |row| vec![slug("data", &filed(row))]);
    let (points, flowing) = (of(points), of(flows));
    let shown = page.table("Data").by_id("Points / flows");
    let kinds: BTreeSet<&String> = points.keys().chain(flowing.keys()).collect();
    assert_eq!(shown.keys().collect::<BTreeSet<_>>(), kinds);
    for (id, cell) in shown {
        let n = |all: &BTreeMap<String, usize>| all.get(&id).copied().unwrap_or(0);
        assert_eq!(cell.replace(',', ""), format!("{} / {}", n(&points), n(&flowing)), "{id}");
    }
    let words = [("log", "a log"), ("storage", "storage"), ("file", "a file"), ("process", "another program")];
    let words: BTreeMap<&str, &str> =
        words.into_iter().chain([("display", "the screen"), ("response", "the response")]).collect();
    for (id, cell) in page.table("Data").by_id("Also goes to") {
        let mine: Vec<&Value> = flows.iter().copied().filter(|flow| slug("data", &filed(flow)) == id).collect();
        let kinds = tally(&mine, |flow| {
            let nobody = flow["sink"]["recipient"].is_null();
            let word = words.get(flow["sink"]["kind"].as_str().unwrap_or("")).filter(|_| nobody);
            word.iter().map(ToString::to_string).collect()
        });
        for (word, n) in &kinds {
            assert!(cell.replace(',', "").contains(&format!("{word} ({n})")), "{id}: {cell}, not {word} ({n})");
        }
        assert_eq!(cell.matches('(').count(), kinds.len(), "{id}: {cell}");
    }
}

fn destinations(page: &Page, json: &Value, flows: &[&Value]) {
    let of_kind = |flow: &&Value, kind: &str| slug("sink", flow["sink"]["kind"].as_str().unwrap_or("")) == kind;
    let annotations = |verb: &str| {
        let marks = json["marks"].as_array().expect("marks").iter();
        marks.filter(|mark| mark["verb"] == verb).count()
    };
    let mut stored = 0;
    for table in page.tables("Place").into_iter().filter(|table| table.head.contains(&"Kept")) {
        for (id, cell) in table.by_id("Seen") {
            if id.starts_with("store-") {
                stored += number(cell);
                continue;
            }
            let mine: Vec<&&Value> = flows.iter().filter(|flow| of_kind(flow, &id)).collect();
            let plain = mine.iter().filter(|flow| texts(flow, "transforms").is_empty()).count();
            let (n, rest) = (number(cell), cell.split(", ").last().unwrap_or(""));
            assert_eq!((n, number(rest)), (mine.len(), plain), "{id}: {cell}");
        }
        assert_eq!(stored, annotations("stores"));
    }
    let cells: Vec<&str> =
        page.tables("Recipient").iter().flat_map(|table| table.by_id("Flows").into_values()).collect();
    let seen: usize = cells.iter().map(|cell| number(cell)).sum();
    let claimed: usize = cells.iter().map(|cell| number(cell.split(", ").nth(1).unwrap_or(""))).sum();
    let known = flows.iter().filter(|flow| !flow["sink"]["recipient"].is_null()).count();
    assert_eq!((seen, claimed), (known, annotations("discloses")));
    let named = cells.iter().filter(|cell| **cell != "0 seen, 0 claimed").count();
    assert!(page.text.contains(&format!("Recipients seen or claimed: {named}.")), "{named} recipients");
}

fn scopes(page: &Page, points: &[&Value], flows: &[&Value]) {
    let crate_of: BTreeMap<&str, (&str, &str)> = points
        .iter()
        .map(|p| {
            (
                p["id"].as_str().unwrap_or(""),
                (p["crate"].as_str().unwrap_or(""), p["product"].as_str().unwrap_or("none")),
            )
        })
        .collect();
    let from = |flow: &Value| flow["point"].as_str().and_then(|id| crate_of.get(id).copied());
    let by_crate = tally(points, |point| vec![format!("crate: {}", point["crate"].as_str().unwrap_or(""))]);
    let flows_by_crate = tally(flows, |flow| from(flow).map(|of| format!("crate: {}", of.0)).into_iter().collect());
    let mut products = 0;
    let Some(table) = page.tables("Product or crate").into_iter().next() else {
        assert_eq!(points.len(), 0);
        return;
    };
    let mut seen = BTreeMap::new();
    for row in &table.rows {
        let name =
            row[0].trim_start_matches('[').split("](").next().unwrap_or("").replace('\\', "").replace("&#64;", "@");
        if name.starts_with("product") {
            products += number(row[3]);
            continue;
        }
        assert_eq!(number(row[4]), flows_by_crate.get(&name).copied().unwrap_or(0), "flows of {name}");
        seen.insert(name, number(row[3]));
    }
    assert_eq!(seen, by_crate);
    assert!(products == 0 || products == points.len(), "each point is of one product or of none");
}

fn record(page: &Page, points: &[&Value]) {
    let by_activity =
        tally(points, |point| vec![slug("activity", point["activity"].as_str().unwrap_or("unallocated"))]);
    let mut total = 0;
    for table in page.tables("Activity").into_iter().filter(|table| table.head.contains(&"Points")) {
        for (id, cell) in table.by_id("Points") {
            assert_eq!(number(cell), by_activity.get(&id).copied().unwrap_or(0), "{id}");
            total += number(cell);
        }
    }
    assert_eq!(total, points.len());
}

fn changes(page: &Page, json: &Value) {
    let Some(changes) = json["changes"].as_array() else { return };
    let names = [
        ("Points", "point"),
        ("Flows", "flow"),
        ("Recipients", "recipient"),
        ("Declarations of the policy", "declaration"),
    ];
    let names: BTreeMap<&str, &str> =
        names.into_iter().chain([("Silences and waivers", "waiver"), ("Stores", "store")]).collect();
    let table = page.tables("What").into_iter().find(|table| table.head.contains(&"Added")).expect("the changes");
    for row in &table.rows {
        for (cell, change) in row[1..].iter().zip(["added", "removed", "changed"]) {
            let is = |entry: &&Value| entry["kind"] == names[row[0]] && entry["change"] == change;
            assert_eq!(number(cell), changes.iter().filter(is).count(), "{} {change}", row[0]);
        }
    }
    let listed = page.text.split("Questions for privacy review").nth(1).unwrap_or("").lines().skip(2);
    let questions = listed.take_while(|line| line.starts_with("- ")).count();
    assert_eq!(json["questions"].as_array().map(Vec::len), Some(questions));
}

fn both(bench: &Bench, options: &ReportOptions) {
    let json: Value = serde_json::from_str(&report(ReportFormat::Json, &bench.run(), options)).expect("JSON");
    crate::render::valid("schema/privacy-lint.schema.json", &json);
    let text = report(ReportFormat::Markdown, &bench.run(), options);
    recount(&text, &json);
    // The page says the same: as many rows, and the same figures in the same order.
    let page = report(ReportFormat::Html, &bench.run(), options);
    let rows =
        page.split("<tbody>").skip(1).map(|body| body.split("</tbody>").next().unwrap_or("").matches("<tr").count());
    assert_eq!(rows.sum::<usize>(), Page::new(&text).tables.iter().map(|table| table.rows.len()).sum::<usize>());
    let figures: Vec<usize> = page.split("<dd>").skip(1).map(number).collect();
    let lines =
        text.lines().skip_while(|line| !line.contains("Places where")).take_while(|line| line.starts_with("- "));
    let words: Vec<usize> = lines.map(|line| number(line.rsplit(": ").next().unwrap_or(""))).collect();
    assert_eq!(figures, words);
}

#[test]
fn of_the_shop_with_and_without_an_older_inventory() {
    both(&bench(), &options());
    let against = old("old.json", &older()).expect("our own JSON");
    both(&bench(), &ReportOptions { against: Some(against), ..options() });
}

#[test]
fn of_every_example_as_the_command_prints_it() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let run = |example: &str, format: &str| {
        let manifest = format!("examples/{example}/Cargo.toml");
        let output = Command::new(env!("CARGO_BIN_EXE_cargo-privacy-lint"))
            .args(["report", "--manifest-path", &manifest, "--format", format])
            .current_dir(root)
            .output()
            .expect("the tool runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    for example in ["01_web_service", "02_undeclared", "03_workspace", "04_cli_telemetry"] {
        recount(&run(example, "markdown"), &serde_json::from_str(&run(example, "json")).expect("JSON"));
    }
}
