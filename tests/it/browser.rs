//! The page in a real browser: the filter, the links, no sideways scrolling, and how long ten thousand points take.
//! Skipped with a notice where no browser is installed.

use crate::report::{bench, large, options};
use privacy_lint::render::report::{ReportFormat, report};
use serde_json::Value;
use std::path::Path;
use std::process::Command;

const BROWSERS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "chrome"];

fn browser() -> Option<&'static str> {
    let found = BROWSERS
        .into_iter()
        .find(|name| Command::new(name).arg("--version").output().is_ok_and(|out| out.status.success()));
    if found.is_none() {
        eprintln!("NOTICE: no browser is installed, so the page was not opened in one");
    }
    found
}

/// Opens a page with a script added, and reads what the script leaves in the title.
fn probe(browser: &str, page: &str, width: u32, script: &str) -> Value {
    let folder = tempfile::tempdir().expect("a folder");
    let inner = folder.path().join("page.html");
    let title = format!(
        "<script>addEventListener('error', function (e) {{ window.failed = e.message; }});\
         addEventListener('load', function () {{ setTimeout(function () {{ (function (done) {{ {script} }})\
         (function (found) {{ found.failed = window.failed || null; parent.postMessage(JSON.stringify(found), '*'); }}); }}, 0); }});</script></head>"
    );
    std::fs::write(&inner, page.replacen("</head>", &title, 1)).expect("the page can be written");
    // A frame has exactly the width asked for; windows have a least one.
    let outer = format!(
        "<!doctype html><title>waiting</title><iframe src=\"page.html\" style=\"border:0;width:{width}px;height:900px\"></iframe>\
         <script>addEventListener('message', function (e) {{ document.title = e.data; }});</script>"
    );
    let path = folder.path().join("outer.html");
    std::fs::write(&path, outer).expect("the page can be written");
    let dom = run(browser, folder.path(), &path);
    let title = dom.split("<title>").nth(1).and_then(|rest| rest.split("</title>").next()).unwrap_or("");
    serde_json::from_str(&title.replace("&amp;", "&")).unwrap_or_else(|_| panic!("the page answered {title:?}"))
}

fn run(browser: &str, folder: &Path, page: &Path) -> String {
    let flags = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--virtual-time-budget=20000",
        "--dump-dom",
    ];
    let out = Command::new(browser)
        .args(flags)
        .arg(format!("--user-data-dir={}", folder.join("profile").display()))
        .arg(format!("file://{}", page.display()))
        .output()
        .expect("the browser runs");
    String::from_utf8_lossy(&out.stdout).into_owned()
}

#[test]
fn filter_and_links_work_and_nothing_scrolls_sideways() {
    let Some(browser) = browser() else { return };
    let page = report(ReportFormat::Html, &bench().run(), &options());
    for width in [400, 1280] {
        let found = probe(
            browser,
            &page,
            width,
            "var box = document.getElementById('filter');
             var wide = document.documentElement.scrollWidth;
             var broken = Array.prototype.filter.call(document.querySelectorAll('main a[href^=\"#\"], nav a[href^=\"#\"]'), function (a) {
               return !document.getElementById(decodeURIComponent((a.getAttribute('href')).slice(1)));
             }).map(function (a) { return a.getAttribute('href'); });
             var ids = Array.prototype.map.call(document.querySelectorAll('[id]'), function (x) { return x.id; });
             var twice = ids.filter(function (id, i) { return ids.indexOf(id) !== i; });
             box.value = 'track(position)';
             box.dispatchEvent(new Event('input'));
             setTimeout(function () {
               var rows = Array.prototype.filter.call(document.querySelectorAll('main tbody tr'), function (r) { return !r.hidden; });
               var opened = rows.length && rows[0].closest('details').open;
               done({ wide: wide, broken: broken, twice: twice, rows: rows.length, opened: opened, hits: document.getElementById('hits').textContent });
             }, 400);",
        );
        assert_eq!(found["failed"], Value::Null);
        assert!(found["wide"].as_u64() <= Some(width.into()), "scrolls sideways at {width}: {found}");
        assert_eq!(found["broken"], serde_json::json!([]), "links that lead nowhere");
        assert_eq!(found["twice"], serde_json::json!([]), "ids given twice");
        assert_eq!((found["rows"].as_u64(), found["opened"].as_bool()), (Some(1), Some(true)), "{found}");
    }
}

#[test]
fn ten_thousand_points_are_usable_at_once() {
    let Some(browser) = browser() else { return };
    let page = report(ReportFormat::Html, &large(10_000).run(), &options());
    let found = probe(
        browser,
        &page,
        1280,
        "var box = document.getElementById('filter');
         var start = performance.now();
         box.value = 'street_9992';
         box.dispatchEvent(new Event('input'));
         setTimeout(function () {
           var rows = Array.prototype.filter.call(document.querySelectorAll('main tbody tr'), function (r) { return !r.hidden; });
           done({ rows: rows.length });
         }, 3000);",
    );
    assert_eq!(found["failed"], Value::Null);
    assert_eq!(found["rows"], 1, "{found}");
}
