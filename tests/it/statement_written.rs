//! Statements in our own words, written as their makers write them: reStructuredText, templates, tables whose first row
//! nobody marked; and sentences that say what data is for beside a list that says so, too.

use crate::statement_checks::{derived, gives};
use privacy_lint::statement::to_json;

#[test]
fn an_underline_as_long_as_its_heading_makes_it_one_also_below_a_number() {
    let text = "######\nPolicy\n######\n\n1. What we collect\n------------------\n\nLogs\n^^^^\n\nWe log your IP address.\n\n2. Retention\n------------\n\nAll of it is deleted in time.\n\n********\nSecurity\n********\n\nWe store passwords as hashes.\n";
    gives("policy.txt", text, &["logs-data"], &[]);
}

#[test]
fn lines_that_begin_with_labels_after_a_colon_are_a_list() {
    let text = "# Policy\n\n## Statistics\n\nOur servers collect the following data:\n\nAddress: your IP address, cut short.\nPages visited: the pages that you open.\nDevice: your browser and system.\n\n## Contact\n\nAcme: for questions\nMail: a@example.org\nStreet: Hill 3\n";
    gives("policy.md", text, &["address", "pages-visited", "device"], &[]);
}

#[test]
fn the_tags_of_a_template_show_what_they_translate() {
    let text = "{% extends 'base.html' %}\n<h1>{% trans \"Cookie and Privacy Policies of Acme\" %}</h1>\n<h3>{% trans \"Data Collected\" %}</h3>\n<p>{% blocktrans trimmed %}The following data may be collected by the site:{% endblocktrans %}</p>\n<ul>\n<li>{% trans \"name;\" %}</li>\n<li>{{ _('date of birth;') }}</li>\n{# <li>phone number</li> #}\n{% if beta %}<li>{{ extra }}</li>{% endif %}\n</ul>\n";
    let derived = derived("page.html", text);
    let quotes: Vec<_> =
        derived.categories.iter().map(|category| category.found.passages[0].quote.text.as_str()).collect();
    assert_eq!(quotes[..2], ["name", "date of birth"], "{quotes:?}");
    assert!(quotes.iter().all(|quote| text.contains(quote) && !quote.contains("phone")), "{quotes:?}");
}

#[test]
fn a_first_row_that_names_the_columns_is_the_head_also_where_nobody_marked_it() {
    let row = |cells: [&str; 4]| {
        let cells: String = cells.iter().map(|cell| format!("<td><p>{cell}</p></td>")).collect();
        format!("<tr>{cells}</tr>\n")
    };
    let table = [
        row(["Activity", "Data type", "Purposes", "Storage time"]),
        row(["visit", "IP address", "Protection against attacks", "3 years"]),
        row(["account", "User name and password", "Signing in", "as long as it exists"]),
    ]
    .concat();
    let text = format!("<h1>Policy</h1><h2>Your data and their use by Acme</h2><table>{table}</table>");
    gives("page.html", &text, &["ip-address", "user-name-and-password"], &["protection-against-attacks", "signing-in"]);
}

#[test]
fn what_is_said_in_so_many_words_counts_beside_a_list_of_purposes() {
    let list = "# Policy\n\n## How we use data\n\nWe use the data to:\n\n- Run the service\n- Fix bugs\n\n";
    let also = [
        ("## Data we collect\n\nYour email address. We may use your address to send you offers.\n", "send-you-offers"),
        (
            "## Partners\n\n### Mailer\n\nPurpose: delivery of letters. Data shared: your address.\n",
            "delivery-of-letters",
        ),
        ("## Introduction\n\nThe data that we collect are used for planning the fair.\n", "planning-the-fair"),
    ];
    for (passage, id) in also {
        let derived = derived("policy.md", &format!("{list}{passage}"));
        let found: Vec<_> = derived.purposes.iter().map(|purpose| purpose.found.id.as_str()).collect();
        assert!(found.contains(&id) && found.len() == 3, "{passage}: {found:?}");
    }
    let no_aim = "## Data we collect\n\nYour email address. These data are reported as not linked to user identity.\n";
    assert_eq!(derived("policy.md", &format!("{list}{no_aim}")).purposes.len(), 2);
}

#[test]
fn aims_stand_in_front_of_a_list_behind_so_and_in_a_clause_beside_a_denial() {
    let text = "# Policy\n\n## What Acme stores\n\nTo keep score, Acme stores the following on its servers:\n\n- Your user name\n- Your results\n";
    gives("policy.md", text, &["user-name", "results"], &["keep-score"]);
    let text = "# Policy\n\n## Crash reports\n\nWhen it crashes, the app sends us a report so we can fix it.\n";
    assert_eq!(derived("policy.md", text).purposes.len(), 1);
    let text = "# Policy\n\n## Why do we collect it?\n\n- We will use your email address to write to you but it is not shared publicly.\n- If we need to use it for other purposes, we will ask you.\n";
    gives("policy.md", text, &[], &["write-to-you"]);
}

fn derived_purposes(text: &str) -> usize {
    derived("policy.md", text).purposes.len()
}

#[test]
fn conditions_and_what_is_taken_out_are_no_entries() {
    let text = "# Policy\n\n## How we use data\n\nWe use the data to:\n\n- Fix bugs\n\nWe use your address to contact you about our fairs where:\n\n- these fairs are like those that you visited\n- you have not opted out\n";
    let derived = derived("policy.md", text);
    assert!(derived.purposes.iter().all(|purpose| !purpose.found.id.contains("fairs-are-like")), "{text}");
    let text = "# Policy\n\nWe can collect and process some of your data for different legitimate purposes.\n";
    assert_eq!(derived_purposes(text), 0, "{text}");
    let text = "# Policy\n\n## What is collected\n\n- Names of commands\n- Duration of each command\n- Absolute file paths are replaced with a mark\n";
    gives("policy.md", text, &["names-of-commands", "duration-of-each-command"], &[]);
}

#[test]
fn a_recipient_that_only_a_denial_names_is_told_as_barred() {
    let text = "# Policy\n\n## Data we collect\n\n- **Contact data**. Your email address.\n\n## Sharing\n\nWe do not share your contact data with advertisers.\n";
    let json = to_json(&derived("policy.md", text));
    let told: Vec<_> = json["recipients"].as_array().expect("a list").iter().collect();
    assert_eq!(told.len(), 1, "{json}");
    assert_eq!((told[0]["id"].as_str(), told[0]["barred"].as_bool()), (Some("advertisers"), Some(true)));
}
