//! Statements of every structure that people write, and what a careful reader derives from each.

use privacy_lint::policy::{Policy, load};
use privacy_lint::statement::{Derived, Statement, derive, lint, read, to_json, to_toml, update};

fn statement(name: &str, text: &str) -> Statement {
    read(name, text.as_bytes()).expect("the statement is readable")
}

fn derived(text: &str) -> Derived {
    derive(&statement("privacy.md", text))
}

fn categories(text: &str) -> Vec<String> {
    derived(text).categories.into_iter().map(|category| category.found.id).collect()
}

fn purposes(text: &str) -> Vec<String> {
    derived(text).purposes.into_iter().map(|purpose| purpose.found.id).collect()
}

pub(super) fn policy(statement: &Statement) -> Policy {
    let text = to_toml(&derive(statement), statement, "notice");
    let base = |_: &str| Err(Default::default());
    load("policy.toml", &text, &base, &[]).unwrap_or_else(|problems| panic!("{problems:#?}\n{text}"))
}

#[test]
fn emphasised_leads_of_paragraphs_are_categories_and_their_lists_stand_under_them() {
    let text = "## Data we collect\n\nThis can include:\n\n**Contact data**. Your email address.\n\n**Usage**. Data about use. Examples include:\n\n  * **Clicks**. What you click.\n    * **Deep clicks**. More of it.\n";
    let derived = derived(text);
    let tree: Vec<_> = derived.categories.iter().map(|c| (c.found.id.as_str(), c.parent.as_deref())).collect();
    let expected =
        [("contact-data", None), ("usage", None), ("clicks", Some("usage")), ("deep-clicks", Some("clicks"))];
    assert_eq!(tree, expected);
}

#[test]
fn labels_with_a_colon_are_categories_where_data_is_collected_and_nowhere_else() {
    let text = "## What we collect\n\n* Account Data: we collect your name.\n* Log files & traces: your IP address.\n\n## Your rights\n\n* Right to know: you can ask us what we collect.\n\n## Contact\n\n* Email: mail us at us@example.org\n";
    assert_eq!(categories(text), ["account-data", "log-files-and-traces"]);
}

#[test]
fn misplaced_emphasis_still_labels() {
    let text = "## Information we collect\n\n-   **Basic account info: **We ask for a name.\n-   * *Device info:** We see your model.\n-   **Money****: **Your card.\n-   __Logs__ - your IP address\n";
    assert_eq!(categories(text), ["basic-account-info", "device-info", "money", "logs-data"]);
}

#[test]
fn tables_are_read_by_their_heads_with_or_without_closing_pipes() {
    let text = "## Data\n\nData type | Purpose | Legal basis\n--- | --- | ---\nEmail address | To send receipts | Contract\nIP address | To stop abuse | Legitimate interest\n";
    let derived = derived(text);
    let ids: Vec<_> = derived.categories.iter().map(|c| c.found.id.as_str()).collect();
    assert_eq!(ids, ["email-address", "ip-address"]);
    let bases: Vec<_> = derived.purposes.iter().map(|p| (p.found.id.as_str(), p.bases.clone())).collect();
    assert_eq!(
        bases,
        [("send-receipts", vec!["contract".to_string()]), ("stop-abuse", vec!["legitimate-interests".to_string()])]
    );
}

#[test]
fn a_table_without_a_head_means_what_its_section_means() {
    let text = "## What data do we collect?\n\n| Name | what you are called |\n| Photo | your picture |\n";
    assert_eq!(categories(text), ["name", "photo"]);
}

#[test]
fn headings_under_collection_are_categories_and_their_bullets_are_elements() {
    let text = "# Policy\n\n## What we collect and why\n\n### Identity and access\n\nWhen you sign up we ask for:\n\n- your name\n- your email address\n\n### Billing information\n\nWe store the last four digits of your card.\n\n### How we approach permissions\n\nOur apps ask first.\n\n## How we secure your data\n\n### Encryption\n\nAll of it.\n";
    let derived = derived(text);
    let ids: Vec<_> = derived.categories.iter().map(|c| c.found.id.as_str()).collect();
    assert_eq!(ids, ["identity-and-access", "billing-information"]);
    let elements: Vec<_> = derived.categories[0].elements.iter().map(|part| part.id.as_str()).collect();
    assert_eq!(elements, ["name", "email-address"]);
}

#[test]
fn headings_that_begin_with_to_are_purposes() {
    let text = "## How is your data used?\n\n### To provide the app\n\nWe use settings data.\n\n### To improve security\n\nWe use technical data.\n\n## Data definitions\n\n| Data type | Description |\n| --- | --- |\n| Technical data | Device type, IP address |\n| Settings | Your preferences |\n";
    assert_eq!(purposes(text), ["provide-the-app", "improve-security"]);
    assert_eq!(categories(text), ["technical-data", "settings"]);
}

#[test]
fn questions_lead_to_what_they_ask_for() {
    let text = "### What information do we collect?\n\n- **Basic account information**: your e-mail address.\n- **IPs and other metadata**: we record the IP address.\n\n### What do we use your information for?\n\n- To provide the core functionality.\n- To aid moderation of the community.\n\n### Do we use cookies?\n\n- **Session cookies**: yes.\n\n### How do we protect your information?\n\n- **Passwords**: hashed.\n";
    assert_eq!(categories(text), ["basic-account-information", "ips-and-other-metadata"]);
    assert_eq!(purposes(text), ["provide-the-core-functionality", "aid-moderation-of-the-community"]);
}

#[test]
fn nouns_under_a_colon_are_categories_and_prose_adds_to_them() {
    let text = "# Analytics\n\n## Data sent\n\nEvents can include:\n\n- the package name\n- whether the tool runs in CI\n- operating system version\n\nCrash events include the stack trace after paths have been removed.\nThey do not include your user name.\n";
    assert_eq!(
        categories(text),
        ["package-name", "tool-runs-in-ci", "operating-system-version", "stack-trace-after-paths-have-been-removed"]
    );
}

#[test]
fn prose_is_read_where_nothing_sets_categories_apart_however_it_is_wrapped() {
    let text = "Privacy\n=======\n\nWhen you register, we collect your\nemail address and keep it. The server also\nlogs the IP\naddress of each request. We use the email address to send you\nnotices.\n";
    let derived = derived(text);
    let found: Vec<_> =
        derived.categories.iter().map(|c| (c.found.id.as_str(), c.found.passages[0].quote.line)).collect();
    assert_eq!(found, [("email-address-and-keep-it", 5), ("ip-address-of-each-request", 6)]);
    assert_eq!(purposes(text), ["send-you-notices"]);
}

#[test]
fn a_text_that_only_denies_has_no_category() {
    let text = "# Privacy policy\n\nThis app does not collect any personal data. Your notes never leave your device.\n\n## Information we collect\n\nWe do not collect:\n\n- **Names**\n- email addresses\n- **Location**: we do not track it\n\n## Permissions\n\n- **Storage**: used to save files on your device.\n\n## Contact\n\nMail us at a@example.org.\n";
    let derived = derived(text);
    let ids: Vec<_> = derived.categories.iter().map(|c| (c.found.id.as_str(), c.found.cue)).collect();
    assert_eq!(ids, []);
    let keys: Vec<_> = derived.prohibitions.iter().flat_map(|p| p.keys.clone()).collect();
    assert!(keys.contains(&"user.contact.email".to_string()), "{keys:?}");
}

#[test]
fn what_stays_on_the_device_or_is_past_is_not_collected() {
    let text = "## Data we collect\n\n- **Crash data**: we receive a stack trace.\n- **Notes**: your notes stay on your device.\n- **Contacts**: we previously collected your address book.\n";
    assert_eq!(categories(text), ["crash-data"]);
}

#[test]
fn the_law_of_one_region_says_again_what_was_said() {
    let text = "## What we collect\n\n- **Account data**: your name.\n\n## California\n\nWe collected the following categories:\n\n- Identifiers\n- Commercial information\n";
    assert_eq!(categories(text), ["account-data"]);
}

#[test]
fn repeated_sections_are_merged_and_their_differences_told() {
    let text = "# Statement\n\nHow we use personal data\n\nWe use data to:\n\n* Provide our products, which includes updating and securing.\n* Market to you, which includes presenting you with offers.\n\nHow we use personal data\n\nWe use data to:\n\n* Provide our products, which includes updating and securing.\n* Market to you, which includes presenting you offers.\n";
    let statement = statement("s.md", text);
    let derived = derive(&statement);
    let top: Vec<_> = derived
        .purposes
        .iter()
        .filter(|p| p.parent.is_none())
        .map(|p| (p.found.id.as_str(), p.found.passages.len()))
        .collect();
    assert_eq!(top, [("provide-our-products", 2), ("market-to-you", 2)]);
    let lines: Vec<_> = lint(&statement, &derived)
        .into_iter()
        .filter(|f| f.lint == "disagreeing_copies")
        .map(|f| f.region.line)
        .collect();
    assert_eq!(lines, [15]);
}

#[test]
fn lines_that_only_look_like_headings_are_headings_where_none_are_marked() {
    let text = "Privacy statement\n\nPersonal data we collect\n\nThe data can include:\n\n**Voice data**. Your voice.\n\nHow we use personal data\n\nWe use data to:\n\n* Improve our products.\n";
    assert_eq!(categories(text), ["voice-data"]);
    assert_eq!(purposes(text), ["improve-our-products"]);
}

#[test]
fn html_says_the_same_as_its_markdown_twin() {
    let markdown = "# Privacy\n\n## Data we collect\n\n- **Account data**: your email &amp; name.\n- **Log data**: your IP address.\n\n| Category | Description |\n|---|---|\n| Crash reports | stack traces |\n\n## How we use data\n\n- To run the service\n";
    let html = "<!doctype html><html><head><title>x</title><style>p{}</style></head><body><nav><ul><li>Account data: x</li></ul></nav>\n<h1>Privacy</h1><h2>Data we collect</h2>\n<ul><li><strong>Account data</strong>: your email &amp; name.</li>\n<li><b>Log data</b>: your IP address.</li></ul>\n<table><thead><tr><th>Category<th>Description</thead><tr><td>Crash reports</td><td>stack traces</td></tr></table>\n<h2>How we use data</h2><ul><li>To run the service</ul></body></html>";
    let (one, other) = (derive(&statement("p.md", markdown)), derive(&statement("p.html", html)));
    let ids = |d: &Derived| {
        d.categories
            .iter()
            .map(|c| c.found.id.clone())
            .chain(d.purposes.iter().map(|p| p.found.id.clone()))
            .collect::<Vec<_>>()
    };
    assert_eq!(ids(&one), ids(&other));
    assert_eq!(ids(&one), ["account-data", "log-data", "crash-reports", "run-the-service"]);
}

#[test]
fn front_matter_comments_and_code_are_not_read() {
    let text = "---\ntitle: x\ncollect: \"- Names: y\"\n---\nimport Foo from './foo'\n\n<!-- ## What we collect\n- Secret: never shown\n-->\n\n## What we collect\n\n```\n- Token: in code\n```\n\n<Foo>\n\n- Real data: your name\n\n</Foo>\n";
    assert_eq!(categories(text), ["real-data"]);
}

#[test]
fn every_quote_stands_byte_for_byte_on_its_line_and_has_ten_words_at_most() {
    let text = "## Data we collect\r\n\r\n* **Données d’usage – β**: we collect many words that go on and on and on, far beyond ten of them\r\n* one two three four five six seven eight nine ten eleven\r\n\r\n## How we use data\r\n\r\n* To *improve* the [service](https://example.org) for all of the people who ever use it\r\n";
    let derived = derived(text);
    let found = derived.categories.iter().map(|c| &c.found).chain(derived.purposes.iter().map(|p| &p.found));
    let mut count = 0;
    for passage in found.flat_map(|found| &found.passages) {
        let line = text.lines().nth(passage.quote.line as usize - 1).unwrap();
        assert!(line.contains(&passage.quote.text), "{:?} in {line:?}", passage.quote);
        assert!(passage.quote.text.split_whitespace().count() <= 10);
        count += 1;
    }
    assert_eq!(count, 3);
}

#[test]
fn bad_input_is_named_or_read_in_linear_time() {
    let message = |bytes: &[u8]| read("s.md", bytes).unwrap_err().message;
    assert_eq!(message(b""), "the statement is empty");
    assert_eq!(message(b"\xef\xbb\xbf \n"), "the statement is empty");
    assert_eq!(message(b"a\0b"), "the statement is a binary file");
    assert_eq!(message(b"caf\xe9 ol\xe9"), "the statement's encoding is not known: it is no UTF-8");
    let wide: Vec<u8> = [0xff, 0xfe].into_iter().chain("# A\n".encode_utf16().flat_map(u16::to_le_bytes)).collect();
    assert_eq!(read("s.md", &wide).unwrap().blocks.len(), 1);
    let nested: String = (0..10_000).map(|depth| format!("{}- x\n", "  ".repeat(depth.min(300)))).collect();
    assert_eq!(statement("s.md", &nested).blocks.len(), 10_000);
    let lists = format!("{}x", "<ul><li>".repeat(10_000));
    derive(&statement("s.html", &lists));
    for unclosed in ["<table>\n\n", "[a](b ", "<!-- x\n", "**", "| a\n", "`x\n\n"] {
        derive(&statement("s.md", &unclosed.repeat(20_000)));
    }
}

#[test]
fn a_text_that_breaks_off_is_incomplete_and_says_where() {
    let text = "# Statement\n\nWe process data by automated means. For example, we review some of the predictions that our methods made, and then we manuall";
    let statement = statement("s.md", text);
    let derived = derive(&statement);
    assert!(!derived.complete);
    assert_eq!(derived.incomplete_because.as_deref(), Some("the text ends in the middle of a sentence, in line 3"));
    assert!(lint(&statement, &derived).iter().any(|f| f.lint == "incomplete_statement" && f.region.line == 3));
}

#[test]
fn the_text_itself_is_linted() {
    let text = "# Statement\n\nWe call this the “Service”. The “Platform Data” is kept with the Service and more Platform Data.\n\nSee [below](#nowhere) and [here](#data-we-collect).\n\n## Data we collect\n\n| Purpose | Data | Legal basis |\n|---|---|---|\n| To run it | Name | Consent |\n| To sell it | Photo | |\n";
    let statement = statement("s.md", text);
    let findings: Vec<_> = lint(&statement, &derive(&statement)).into_iter().map(|f| (f.lint, f.region.line)).collect();
    let expected = [("undefined_term", 3), ("dangling_anchor", 5), ("purpose_without_basis", 12)];
    assert_eq!(findings, expected.map(|(lint, line)| (lint.to_string(), line)));
}

#[test]
fn the_draft_is_a_policy_that_the_loader_accepts() {
    let text = "# Acme privacy\n\nLast updated: March 3, 2024\n\n## Data we collect\n\n- **Contact \"data\" \\ more**: your email address, phone number, and name.\n- **Location data**: your location. It can also be inferred from your IP address.\n- **Other input**: anything else.\n\nWe do not collect your passport number.\n\n## How we use data\n\n- To send mail\n\n## Sharing\n\nWe share data with:\n\n- **Service providers**: hosting.\n\n## Retention\n\nWe delete all data after 30 days.\n";
    let statement = statement("s.md", text);
    let policy = policy(&statement);
    assert_eq!(policy.documents["notice"].updated.as_deref(), Some("2024-03-03"));
    assert!(policy.categories.values().all(|category| category.entry.draft));
    let ids: Vec<_> = policy.categories.keys().map(String::as_str).collect();
    assert_eq!(ids, ["contact-data-more", "location-data", "other-input"]);
    assert!(policy.categories["other-input"].catch_all);
    assert!(policy.categories["location-data"].inferred_from.is_some());
    assert_eq!(policy.rules.len(), 1);
    assert_eq!(policy.recipients.keys().collect::<Vec<_>>(), ["service-providers"]);
}

#[test]
fn an_update_adds_and_refreshes_drafts_and_leaves_reviewed_entries_alone() {
    let before = statement("s.md", "## Data we collect\n\n- **Name**: your name.\n- **Photo**: your picture.\n");
    let draft = to_toml(&derive(&before), &before, "notice");
    let reviewed = draft.replacen("title = \"Name\"\nstatus = \"draft\"", "title = \"What you are called\"", 1);
    assert_ne!(draft, reviewed);
    let policy = load("policy.toml", &reviewed, &|_: &str| Err(Default::default()), &[]).unwrap();
    let after = statement(
        "s.md",
        "# New\n\n## Data we collect\n\n- **Name**: your full name.\n- **Photo**: your picture.\n- **Voice**: your voice.\n",
    );
    let proposal = update(&reviewed, &policy, &derive(&after), &after, "notice");
    assert_eq!(proposal.kept, ["categories.name"]);
    assert_eq!(proposal.refreshed, ["categories.photo"]);
    assert_eq!(proposal.added, ["categories.voice"]);
    let own = |text: &str| {
        text[text.find("[categories.name]").unwrap()..text.find("[categories.photo]").unwrap()].to_string()
    };
    assert_eq!(own(&proposal.text), own(&reviewed));
    load("policy.toml", &proposal.text, &|_: &str| Err(Default::default()), &[]).unwrap();
}

/// Derives every statement of a folder, checks that each draft loads, and writes what the benchmark's scorer reads:
/// `PRIVACY_LINT_STATEMENTS=folder PRIVACY_LINT_DERIVED=out cargo test --test it folder_of_statements`.
#[test]
fn a_folder_of_statements_is_derived() {
    let Ok(from) = std::env::var("PRIVACY_LINT_STATEMENTS") else { return };
    let mut files: Vec<_> = std::fs::read_dir(from).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    for file in files.iter().filter(|file| file.extension().is_some_and(|e| e == "md" || e == "html" || e == "txt")) {
        let name = file.file_name().unwrap().to_string_lossy().to_string();
        let Ok(statement) = read(&name, &std::fs::read(file).unwrap()) else { continue };
        println!("{name}: {} categories", policy(&statement).categories.len());
        if let Ok(to) = std::env::var("PRIVACY_LINT_DERIVED") {
            let json = serde_json::to_string_pretty(&to_json(&derive(&statement))).unwrap();
            std::fs::write(format!("{to}/{name}.json"), json).unwrap();
        }
    }
}

/// The shipped policy is what the statement derives, reviewed: `PRIVACY_LINT_STATEMENT=file` (the text is not ours to ship).
#[test]
fn the_shipped_policy_is_what_its_statement_derives() {
    let Ok(file) = std::env::var("PRIVACY_LINT_STATEMENT") else { return };
    let statement = read("statement.md", &std::fs::read(file).unwrap()).unwrap();
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/policy.toml")).unwrap();
    let lints = ["unannotated_collection"];
    let policy = load("policy.toml", &text, &|_: &str| Err(Default::default()), &lints).unwrap();
    assert_eq!(policy.documents["notice"].sha256.as_deref(), Some(statement.sha256.as_str()));

    let derived = derive(&statement);
    assert!(!derived.complete && !policy.documents["notice"].complete);
    let parent_line = |id: &Option<String>| {
        let above = derived.categories.iter().find(|c| Some(&c.found.id) == id.as_ref());
        above.map(|c| c.found.passages[0].quote.line)
    };
    let mut found: Vec<_> =
        derived.categories.iter().map(|c| (c.found.passages[0].quote.line, parent_line(&c.parent))).collect();
    let declared_line = |id: &String| policy.categories[id].entry.anchors[0].line;
    let mut declared: Vec<_> =
        policy.categories.values().map(|c| (c.entry.anchors[0].line, c.parent.as_ref().map(declared_line))).collect();
    found.sort_unstable();
    declared.sort_unstable();
    assert_eq!(found, declared, "categories and their parents, by line");

    let lines = |mut lines: Vec<u32>| {
        lines.sort_unstable();
        lines.dedup();
        lines
    };
    let of = |entries: Vec<&privacy_lint::statement::derive::Found>| {
        lines(entries.iter().map(|f| f.passages[0].quote.line).collect())
    };
    let sources = of(derived.sources.iter().map(|s| &s.found).collect());
    assert_eq!(derived.sources.len(), policy.sources.len());
    assert_eq!(sources.iter().filter(|line| **line > 25).count(), 8);
    let purposes = of(derived.purposes.iter().filter(|p| p.parent.is_none()).map(|p| &p.found).collect());
    let top = policy.purposes.values().filter(|p| p.parent.is_none()).map(|p| p.entry.anchors[0].line).collect();
    assert_eq!(purposes, lines(top));
    assert_eq!(derived.bases.len(), policy.bases.len());
    assert!(derived.recipients.is_empty());

    let drifted: Vec<_> = privacy_lint::statement::drift(&policy, "notice", &statement)
        .into_iter()
        .filter(|d| !d.verdict.is_cosmetic() && d.verdict != privacy_lint::statement::Verdict::NewCandidate)
        .map(|d| (d.table, d.id, d.verdict, d.was))
        .collect();
    assert_eq!(drifted, []);
}
