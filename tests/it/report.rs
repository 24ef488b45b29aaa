//! The report in each of its formats, on a shop made for it.

use crate::render_fixture::{Bench, golden};
use crate::report_fixture;
use privacy_lint::model::finding::Level;
use privacy_lint::model::inventory::{FoundBy, Gap, Point};
use privacy_lint::model::place::Region;
use privacy_lint::policy::{Element, Entry, Retention};
use privacy_lint::render::report::{ReportFormat, ReportOptions, old, report};
use serde_json::Value;

pub(crate) fn bench() -> Bench {
    Bench { outcome: report_fixture::outcome(), policy: report_fixture::policy(), ..Bench::new() }
}

pub(crate) fn options() -> ReportOptions {
    ReportOptions {
        commit: Some("0a1b2c3".into()),
        dirty: Some(false),
        date: Some("2026-05-04".into()),
        link_template: Some("https://git.example/shop/blob/{commit}/{path}#L{line}".into()),
        special: vec!["user.health".into()],
        recall: Some("0.85 of the points of eight open-source servers, measured on 2026-05-01".into()),
        ..ReportOptions::default()
    }
}

#[test]
fn every_format_of_the_shop() {
    let bench = bench();
    for (name, format) in ReportFormat::NAMES {
        golden(&format!("report.{name}"), &report(format, &bench.run(), &options()));
    }
}

#[test]
fn the_first_lines_say_whether_it_matches_and_that_this_is_no_legal_finding() {
    let mut bench = bench();
    let page = report(ReportFormat::Html, &bench.run(), &options());
    let before_glance = page.split("id=\"glance\"").next().unwrap_or("");
    assert!(before_glance.contains("<strong>Differs.</strong>"), "{before_glance}");
    assert!(before_glance.contains("It is no finding of legal compliance."));
    assert!(before_glance.contains("Not notified to users (no document that they were given names it)</dt><dd>2 "));
    assert!(!page.contains("DRAFT"));

    bench.outcome.findings.retain(|finding| finding.level < Level::Deny);
    bench.policy.categories[0].entry.draft = true;
    let page = report(ReportFormat::Html, &bench.run(), &options());
    assert!(page.contains("<strong>Matches.</strong>") && page.contains("<strong>DRAFT.</strong>"));
}

#[test]
fn a_privacy_officer_finds_location_on_the_first_screen() {
    let page = report(ReportFormat::Markdown, &bench().run(), &options());
    let row = page.lines().find(|line| line.contains("[Precise location](#data-precise-location)")).expect("a row");
    for answer in
        ["yes", "Your device *[claimed]*", "Delivering orders", "Courier Ltd (processor, DE) *[seen]*", "30 days"]
    {
        assert!(row.contains(answer), "{answer} is not in {row}");
    }
    let health = page.lines().find(|line| line.contains("(#data-user-health)")).expect("a row");
    assert!(health.contains("special category") && health.contains("no: no category covers it"), "{health}");
}

#[test]
fn a_category_that_only_the_policy_names_is_told_to_nobody() {
    let mut bench = bench();
    bench.policy.categories["payment-data"].entry.anchors.clear();
    let page = report(ReportFormat::Markdown, &bench.run(), &options());
    let row = page.lines().find(|line| line.contains("[Payment data](#data-payment-data)")).expect("a row");
    assert!(row.contains("no: no document names it"), "{row}");
    assert!(page.contains("names it): 3 of 9 points."));
}

#[test]
fn a_host_is_the_recipient_that_the_policy_declares_for_it() {
    let mut bench = bench();
    bench.policy.recipients["courier"].hosts = vec!["*.courier.example".into()];
    for flow in &mut bench.outcome.inventory.flows {
        if flow.sink.recipient.as_deref() == Some("courier") {
            flow.sink.recipient = Some("api.courier.example".into());
        }
    }
    let page = report(ReportFormat::Markdown, &bench.run(), &options());
    let row = page.lines().find(|line| line.contains("[Precise location](#data-precise-location)")).expect("a row");
    assert!(row.contains("Courier Ltd (processor, DE) *[seen]*"), "{row}");
    assert!(page.contains("to `api.courier.example`"), "the host is shown with the flow");
    assert!(!page.contains("api.courier.example *[seen]* (not declared)"));
    let picture = report(ReportFormat::Mermaid, &bench.run(), &options());
    assert!(picture.contains("Courier Ltd") && !picture.contains("api.courier.example"), "{picture}");
}

#[test]
fn an_element_belongs_to_its_category() {
    let mut bench = bench();
    let card = bench.outcome.inventory.points.iter_mut().find(|point| point.name == "number").expect("the card");
    card.categories = vec!["payment-data.card".into()];
    let entry = Entry { id: "card".into(), title: "Number of your card".into(), ..Entry::default() };
    let element = Element { entry, ..Element::default() };
    bench.policy.categories["payment-data"].elements.insert("card".into(), element);
    let page = report(ReportFormat::Markdown, &bench.run(), &options());
    let row = page.lines().find(|line| line.contains("[Payment data](#data-payment-data)")).expect("a row");
    assert!(row.contains("yes *[stated]*") && row.ends_with("| 1 / 1 |"), "{row}");
    assert!(page.contains("field: Number of your card") && !page.contains("payment-data.card"), "{page}");
}

#[test]
fn terms_of_retention_are_said_once_and_with_their_place_where_they_differ() {
    let mut bench = bench();
    for point in bench.outcome.inventory.points.iter_mut().filter(|point| point.keys == ["user.location.imprecise"]) {
        point.kept = Some("P30D".into());
    }
    let row = |bench: &Bench| {
        let page = report(ReportFormat::Markdown, &bench.run(), &options());
        page.lines().find(|line| line.contains("[Location data](#data-location-data)")).expect("a row").to_string()
    };
    assert!(row(&bench).contains("| 30 days *[stated]* *[claimed]* |"), "{}", row(&bench));
    bench.policy.activities["delivery"].retention = Retention::Days(730);
    let row = row(&bench);
    assert!(row.contains("2 years (Delivering orders) *[claimed]*"), "{row}");
}

#[test]
fn each_product_and_each_crate_has_a_view_of_its_own() {
    let mut bench = bench();
    bench.policy.products["desk"].categories = Some(vec!["payment-data".into()]);
    let page = report(ReportFormat::Markdown, &bench.run(), &options());
    let part = |id: &str| {
        let rest = page.split(&format!("<a id=\"{id}\"></a>\n\n**")).nth(1).unwrap_or_else(|| panic!("no {id}"));
        rest.split("\n<a id=").next().unwrap_or(rest).to_string()
    };
    let desk = part("product-desk");
    assert!(desk.contains("Contact data") && !desk.contains("Precise location"), "{desk}");
    assert!(desk.contains("Beyond that it collects: Contact data, user.device.ip, user.health."), "{desk}");
    let pay = part("crate-shop-pay");
    assert!(pay.contains("Payments AG") && !pay.contains("Contact data"), "{pay}");
}

#[test]
fn without_a_policy_it_says_so() {
    let bench = bench();
    let run = privacy_lint::render::Run { policy: None, ..bench.run() };
    for format in [ReportFormat::Html, ReportFormat::Markdown] {
        let text = report(format, &run, &options());
        assert!(text.contains("There is no policy"), "{text}");
        assert!(!text.contains("undeclared:::") && !text.contains("users are not told"));
    }
}

#[test]
fn columns_that_nobody_can_fill_are_left_out() {
    let mut bench = bench();
    for point in &mut bench.outcome.inventory.points {
        (point.sources, point.purposes, point.activity) = (vec![], vec![], None);
    }
    let head = |run: &privacy_lint::render::Run| {
        let page = report(ReportFormat::Markdown, run, &options());
        page.lines().find(|line| line.starts_with("| Item |")).expect("a table of points").to_string()
    };
    assert!(head(&bench.run()).contains("| Purpose | Basis |"));
    let run = privacy_lint::render::Run { policy: None, ..bench.run() };
    assert_eq!(head(&run), "| Item | Place | Kind | Found by | What happens |");
}

#[test]
fn no_cell_is_blank() {
    let page = report(ReportFormat::Html, &bench().run(), &options());
    let blank = page.lines().find(|line| line.contains("\"></td>") || line.contains("\"></th>"));
    // A note that nobody wrote is the one cell with nothing to say.
    assert!(blank.is_none_or(|line| line.contains("Reporting warehouse")), "{blank:?}");
}

/// Every total of the report, counted again from the JSON.
#[test]
fn the_totals_are_those_of_the_json() {
    let bench = bench();
    let json: Value = serde_json::from_str(&report(ReportFormat::Json, &bench.run(), &options())).expect("JSON");
    crate::render::valid("schema/privacy-lint.schema.json", &json);
    let page = report(ReportFormat::Markdown, &bench.run(), &options());
    let points = json["points"].as_array().expect("points");
    let number = |test: &dyn Fn(&Value) -> bool| points.iter().filter(|point| test(point)).count();
    let all = points.len();
    let empty = |value: &Value| value.as_array().is_some_and(Vec::is_empty);
    for (words, n) in [
        ("Not allocated to a purpose", number(&|p| empty(&p["purposes"]))),
        ("Not annotated, only detected", number(&|p| !p["found_by"].to_string().contains("annotated"))),
        ("In no processing activity", number(&|p| p["activity"].is_null())),
    ] {
        assert!(page.contains(&format!("{words}: {n} of {all} points.")), "{words}: {n} of {all}");
    }
    let flows = json["flows"].as_array().expect("flows");
    let contact = |rows: &[Value]| rows.iter().filter(|row| row["categories"][0] == "contact-data").count();
    let row = page.lines().find(|line| line.contains("[Contact data](#data-contact-data)")).expect("a row");
    assert!(row.contains(&format!("| {} / {} |", contact(points), contact(flows))), "{row}");
    // The numbers on the lines from data to activity add up to the points.
    let mermaid = report(ReportFormat::Mermaid, &bench.run(), &options());
    let lines = mermaid.lines().filter(|line| line.trim_start().starts_with("n1_") && line.contains("-->|"));
    let sum: usize = lines.filter_map(|line| line.split('|').nth(1)?.parse::<usize>().ok()).sum();
    assert_eq!(sum, all);
    assert_eq!(json["summary"]["points"], all);
}

#[test]
fn csv_reads_back_with_one_row_an_activity() {
    let bench = bench();
    let text = report(ReportFormat::Csv, &bench.run(), &options());
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("a row")).collect();
    let ids: Vec<&str> = rows.iter().map(|row| &row[0]).collect();
    assert_eq!(ids, ["accounts", "delivery", "support", "statistics", "unallocated"]);
    assert!(rows.iter().all(|row| row.iter().all(|cell| !cell.is_empty())));
    assert_eq!(&rows[2][2], "processor on behalf of partner shops [claimed]");
}

/// The shop with names that every format would have to fear.
pub(crate) fn hostile() -> Bench {
    let hostile = "=cmd()<script>alert(1)</script>|`\"'\n\u{202e}]]]-->;[x](javascript:1)";
    let mut bench = bench();
    for point in &mut bench.outcome.inventory.points {
        (point.item, point.path, point.krate) = (hostile.into(), hostile.into(), hostile.into());
        (point.keys, point.sources, point.activity) =
            (vec![hostile.into()], vec![hostile.into()], Some(hostile.into()));
    }
    for flow in &mut bench.outcome.inventory.flows {
        (flow.sink.recipient, flow.sink.api) = (Some(hostile.into()), hostile.into());
        flow.keys = vec![hostile.into()];
        flow.categories.clear();
    }
    for (n, activity) in bench.policy.activities.values_mut().enumerate() {
        // The first has the id that the points name.
        let id = if n == 0 { hostile.to_string() } else { format!("{hostile}{n}") };
        (activity.entry.title, activity.entry.id) = (hostile.into(), id);
        activity.owner = Some(hostile.into());
    }
    for category in bench.policy.categories.values_mut() {
        category.entry.title = hostile.into();
        category.entry.anchors.iter_mut().for_each(|anchor| anchor.quote = hostile.into());
    }
    bench.policy.documents["notice"].entry.title = hostile.into();
    bench.policy.recipients.values_mut().for_each(|recipient| recipient.entry.title = hostile.into());
    bench.outcome.inventory.waivers[0].reason = hostile.into();
    bench.policy.organisation.name = Some(hostile.into());
    bench.outcome.findings[0].message = hostile.into();
    bench.outcome.inventory.gaps[0].reason = hostile.into();
    bench
}

#[test]
fn hostile_names_are_inert_in_every_form() {
    let bench = hostile();
    // Also what an older inventory says.
    let older = old("old.json", &report(ReportFormat::Json, &bench.run(), &options())).expect("our own JSON");
    let page = report(ReportFormat::Html, &self::bench().run(), &ReportOptions { against: Some(older), ..options() });
    assert!(page.contains("cmd()&lt;script&gt;") && page.matches("<script").count() == 1);
    for (name, format) in ReportFormat::NAMES {
        let text = report(format, &bench.run(), &options());
        let control = text.chars().find(|&c| (c.is_control() && c != '\n') || c == '\u{202e}');
        assert_eq!(control, None, "{name}");
        match format {
            ReportFormat::Html => {
                assert_eq!(text.matches("<script").count(), 1, "only the filter's own");
                assert!(!text.contains("href=\"javascript"));
            }
            ReportFormat::Markdown => {
                assert!(!text.contains("<script") && !text.contains("[x](javascript:1)"), "{text}");
                let columns = text.lines().find(|line| line.contains("cmd") && line.starts_with('|')).expect("a row");
                assert!(!columns.contains("|`\""), "{columns}");
            }
            ReportFormat::Csv => {
                let mut reader = csv::Reader::from_reader(text.as_bytes());
                for row in reader.records().map(|row| row.expect("a row")) {
                    assert!(row.iter().all(|cell| !cell.starts_with(['=', '+', '-', '@'])), "{row:?}");
                }
            }
            ReportFormat::Mermaid => {
                assert!(!text.contains('`') && !text.contains("<script"), "{text}");
                let quotes = text.lines().filter(|line| line.contains('"')).map(|line| line.matches('"').count());
                assert!(quotes.into_iter().all(|quotes| quotes == 2), "{text}");
            }
            ReportFormat::Json => assert!(serde_json::from_str::<Value>(&text).is_ok()),
        }
    }
}

/// The inventory of an older release of the shop: no health data, no courier, location kept for ten days.
pub(crate) fn older() -> String {
    let mut bench = bench();
    bench.outcome.inventory.points.retain(|point| point.keys != ["user.health"]);
    bench.outcome.inventory.flows.retain(|flow| flow.sink.recipient.as_deref() != Some("courier"));
    bench.outcome.inventory.points[0].purposes.clear();
    bench.policy.categories["location-data"].retention = Retention::Days(10);
    report(ReportFormat::Json, &bench.run(), &options())
}

#[test]
fn comparison_lists_changes_and_asks_the_questions() {
    let before = older();
    let bench = bench();
    let against = old("old.json", &before).expect("our own JSON");
    let options = ReportOptions { against: Some(against), ..options() };
    let page = report(ReportFormat::Markdown, &bench.run(), &options);
    golden("report-against.markdown", &page);
    for words in [
        "| Points | 1 | 0 | 1 |",
        "| Flows | 2 | 0 | 0 |",
        "A special category of data is new: user.health, 1 point.",
        "A recipient is new: Courier Ltd, DE.",
        "The policy was loosened: category location-data, retention: 10 days → 30 days",
    ] {
        assert!(page.contains(words), "{words} is not in\n{page}");
    }
    let same = report(ReportFormat::Json, &bench.run(), &ReportOptions::default());
    let against = old("old.json", &same).expect("our own JSON");
    let page = report(ReportFormat::Markdown, &bench.run(), &ReportOptions { against: Some(against), ..options });
    assert!(page.contains("None: no new data"), "{page}");
    assert!(old("old.json", "{}").is_err() && old("old.json", "{\"version\":9}").is_err());
}

#[test]
fn the_picture_tells_what_is_new_and_how_much_changed() {
    let bench = bench();
    let against = |text: &str| ReportOptions { against: Some(old("old.json", text).expect("our own")), ..options() };
    let picture = report(ReportFormat::Mermaid, &bench.run(), &against(&older()));
    for line in [
        "[\"user.health (new, undeclared)\"]:::undeclared",
        "[\"Courier Ltd (new)\"]:::added",
        "[\"Contact data\"]\n",
        "  subgraph C[\"Since the older inventory\"]\n    c0[\"1 point added\"]\n    c1[\"1 point changed\"]\n    c2[\"2 flows added\"]\n",
    ] {
        assert!(picture.contains(line), "{line} is not in\n{picture}");
    }
    let same = report(ReportFormat::Json, &bench.run(), &ReportOptions::default());
    let picture = report(ReportFormat::Mermaid, &bench.run(), &against(&same));
    assert!(picture.contains("c0[\"nothing changed\"]") && !picture.contains("(new"), "{picture}");
    let alone = report(ReportFormat::Mermaid, &bench.run(), &options());
    assert!(!alone.contains("older inventory") && !alone.contains(":::added"), "{alone}");
}

#[test]
fn a_policy_that_no_document_stands_behind_matches_none() {
    let mut bench = bench();
    bench.outcome.findings.clear();
    bench.outcome.inventory.points.retain(|point| !point.categories.is_empty());
    let page = report(ReportFormat::Markdown, &bench.run(), &options());
    assert!(page.contains("**Matches.**"), "{page}");
    for category in bench.policy.categories.values_mut() {
        category.entry.anchors.clear();
        category.elements.values_mut().for_each(|element| element.entry.anchors.clear());
    }
    let page = report(ReportFormat::Markdown, &bench.run(), &options());
    assert!(page.contains("**Matches policy.toml, and no document.**") && !page.contains("**Matches.**"), "{page}");
}

#[test]
fn what_is_long_is_folded_and_stays_closed_on_paper() {
    let mut bench = bench();
    let page = report(ReportFormat::Html, &bench.run(), &options());
    assert!(!page.contains("class=\"long\"") && !page.contains("id=\"all-gaps\""), "short parts stay as they are");
    let gap = bench.outcome.inventory.gaps[0].clone();
    bench.outcome.inventory.gaps.extend((1..=200).map(|line| Gap { line, ..gap.clone() }));
    let page = report(ReportFormat::Html, &bench.run(), &options());
    let folded = "<details id=\"all-gaps\" class=\"long\"><summary>20";
    assert!(page.contains(folded), "{folded} is not in the page");
}

#[test]
fn twice_the_same_bytes_and_the_page_asks_nobody() {
    let bench = bench();
    for (_, format) in ReportFormat::NAMES {
        assert_eq!(report(format, &bench.run(), &options()), report(format, &bench.run(), &options()));
    }
    let page = report(ReportFormat::Html, &bench.run(), &ReportOptions::default());
    assert!(
        !page.contains("http://") && !page.contains("https://") && !page.contains("url("),
        "nothing from elsewhere"
    );
}

/// A run with many points: what the browser test opens too.
pub(crate) fn large(n: u32) -> Bench {
    let mut bench = bench();
    let model = bench.outcome.inventory.points.clone();
    bench.outcome.inventory.points = (0..n)
        .map(|i| {
            let from = &model[i as usize % model.len()];
            Point {
                id: format!("q{i}"),
                item: format!("{}_{i}", from.item),
                region: Region { line: i + 1, ..from.region },
                found_by: vec![FoundBy::Annotated],
                ..from.clone()
            }
        })
        .collect();
    bench
}

#[test]
fn ten_thousand_points_are_all_listed() {
    let page = report(ReportFormat::Html, &large(10_000).run(), &options());
    assert_eq!(page.matches("id=\"point-q").count(), 10_000);
    assert!(page.len() < 12_000_000, "{} bytes", page.len());
}
