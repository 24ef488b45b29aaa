//! What a text says between its categories, of its products, and what is done only so.

use super::statement::policy;
use privacy_lint::statement::{Derived, Verdict, derive, drift, read};

fn derived(text: &str) -> Derived {
    derive(&read("p.md", text.as_bytes()).unwrap())
}

const DATA: &str = "# P\n\n## What we collect\n\n- **Error reports.** Crashes of the app.{}\n- **Contact data.** Your email address and name.\n- **Location data.** Where you are.\n- **Device data.** Your IP address and your device model.\n- **Voice clips.** What you say.\n\n";

fn with(error_reports: &str, rest: &str) -> Derived {
    derived(&(DATA.replacen("{}", error_reports, 1) + rest))
}

fn of<'d>(derived: &'d Derived, id: &str) -> &'d privacy_lint::statement::derive::Category {
    derived.categories.iter().find(|category| category.found.id == id).unwrap()
}

#[test]
fn what_a_category_may_contain_is_told_where_the_text_names_both() {
    let found =
        with(" They can contain contact data and the text of messages.", "Voice clips may include location data.\n");
    assert_eq!(of(&found, "error-reports").may_contain, ["contact-data"]);
    assert_eq!(of(&found, "voice-clips").may_contain, ["location-data"]);
    let silent = with(" They may contain the state of the app.", "Voice clips do not contain contact data.\n");
    assert!(silent.categories.iter().all(|category| category.may_contain.is_empty()));
}

#[test]
fn what_data_is_inferred_from_is_told_in_either_voice() {
    for sentence in [
        "We infer your location from your IP address.",
        "Your location data can be derived from device data.",
        "Your IP address is used to determine your location.",
    ] {
        let found = with("", &format!("## More\n\n{sentence}\n"));
        assert_eq!(of(&found, "location-data").inferred_from, ["device-data"], "{sentence}");
    }
    let denied = with("", "We do not infer your location from your IP address.\n");
    assert!(of(&denied, "location-data").inferred_from.is_empty());
}

#[test]
fn products_are_headings_under_one_that_announces_them() {
    let text = "# P\n\n## What we collect\n\n- **Name.** Your name.\n\n## Product-specific details\n\n### Birdsong\n\nMore on it.\n\n### Birdsong for Teams\n\nMore.\n\n### How we use cookies\n\nNo.\n\n### Usage data\n\nPages.\n\n## Our services\n\nAll of them.\n";
    let ids: Vec<String> = derived(text).products.into_iter().map(|product| product.id).collect();
    assert_eq!(ids, ["birdsong", "birdsong-for-teams"]);
}

#[test]
fn what_is_kept_apart_is_a_rule_and_what_is_used_only_so_a_promise() {
    let text = DATA.replacen("{}", "", 1)
        + "## Use\n\nWe do not combine voice clips with your contact data. Where required by law, we store data of visitors who are not signed in separately from account information that identifies you. We use your email address only to answer you.\n";
    let statement = read("p.md", text.as_bytes()).unwrap();
    let policy = policy(&statement);
    let apart: Vec<_> =
        derive(&statement).prohibitions.into_iter().filter_map(|p| p.apart.zip(Some(p.condition))).collect();
    let pair = |a: &str, b: &str| (a.to_string(), b.to_string());
    assert_eq!(apart[0], (pair("voice-clips", "contact-data"), None));
    assert_eq!(apart[1], (pair("@unauthenticated", "@identifies:direct"), Some("where required by law".to_string())));
    assert_eq!(policy.rules.len(), 2);
    assert!(policy.promises.iter().any(|promise| promise.entry.id.starts_with("we-use-your-email-address-only")));
}

/// What drift tells of a text, against the policy drafted from another.
fn told(before: &str, after: &str) -> Vec<String> {
    let policy = policy(&read("p.md", before.as_bytes()).unwrap());
    let mut told: Vec<String> = drift(&policy, "notice", &read("p.md", after.as_bytes()).unwrap())
        .into_iter()
        .filter(|drift| !drift.verdict.is_cosmetic())
        .map(|drift| format!("{}: {:?}", drift.id, drift.verdict))
        .collect();
    told.dedup();
    told
}

#[test]
fn sections_about_cookies_and_permissions_are_watched() {
    let base = DATA.replacen("{}", "", 1);
    let cookies = "## Cookies\n\nWe set a session cookie when you sign in.\n\nIt lasts for a day.\n";
    let before = format!("{base}{cookies}");
    assert_eq!(told(&before, &before.replace("set a session", "set\na session")), [""; 0]);
    assert_eq!(told(&before, &before.replace("a session cookie", "an advertising cookie")), ["cookies: Reworded"]);
    assert_eq!(told(&before, &base), ["cookies: Lost"]);
    let permissions = "\n## Mobile permissions\n\nThe app may ask for access to your camera.\n";
    assert_eq!(told(&before, &format!("{before}{permissions}")), ["mobile-permissions: NewCandidate"]);
}

#[test]
fn a_new_period_is_told_though_something_else_is_kept_as_long() {
    let base = "# P\n\n## What we collect\n\n- **Contact data.** Your email address. We delete it after 30 days.\n- **Voice clips.** What you say.";
    let after = format!("{base} We delete them after 30 days.\n");
    assert!(told(base, &after).contains(&"voice-clips-p30d: NewCandidate".to_string()), "{:?}", told(base, &after));
    assert_eq!(told(&after, &after), [""; 0]);
}

#[test]
fn a_purpose_heading_also_rests_on_what_stands_under_it() {
    let text = "# P\n\n## How we use data\n\n### Provide the service\n\nWe run the servers of the service with it every day.\n\n### Fix bugs\n\nWe read crash reports.\n";
    assert_eq!(
        told(text, &text.replace("every day", "every night")),
        [format!("provide-the-service: {:?}", Verdict::Reworded)]
    );
}

#[test]
fn a_quote_is_shown_with_its_sentence_while_the_text_is_at_hand() {
    let text = "# P\n\n## What we collect\n\n- **Contact data.** Your name and email address. Not more.\n\nWe never ask for your birthday. Ever.\n\n| Data | Why |\n|---|---|\n| Voice | To hear you |\n";
    let statement = read("p.md", text.as_bytes()).unwrap();
    let sentence = |quote, line| privacy_lint::statement::sentence_of(&statement, quote, line);
    assert_eq!(sentence("**Contact data.**", 5).as_deref(), Some("Contact data. Your name and email address."));
    assert_eq!(sentence("never ask for your birthday", 7).as_deref(), Some("We never ask for your birthday."));
    assert_eq!(sentence("name and email", 40).as_deref(), Some("Your name and email address."));
    assert_eq!(sentence("Voice", 11).as_deref(), Some("Voice | To hear you"));
    assert_eq!(sentence("sold to anyone", 5), None);
}

/// What a draft policy's rules deny, as it is written.
fn denied(text: &str) -> Vec<String> {
    let statement = read("p.md", text.as_bytes()).unwrap();
    policy(&statement);
    let draft = privacy_lint::statement::to_toml(&derive(&statement), &statement, "notice");
    let rules = draft.lines().filter_map(|line| line.strip_prefix("deny = "));
    rules.map(str::to_string).collect()
}

#[test]
fn a_denial_that_names_who_receives_nothing_is_a_rule_with_the_data_it_names() {
    let text = |rest: &str| DATA.replacen("{}", "", 1) + "## Sharing\n\n" + rest + "\n";
    let one = denied(&text("We do not sell or share your contact data with advertisers or data brokers."));
    assert_eq!(
        one,
        [
            "{ flow = \"contact-data\", to = { recipient = \"advertisers\" } }",
            "{ flow = \"contact-data\", to = { recipient = \"data-brokers\" } }"
        ]
    );
    assert_eq!(
        denied(&text("We never share your location data with third parties.")),
        ["{ flow = \"location-data\", to = { recipient = \"*\" } }"]
    );
    let items = denied(&text("We will never give your voice clips to:\n\n- advertisers\n- insurance companies"));
    assert_eq!(
        items,
        [
            "{ flow = \"voice-clips\", to = { recipient = \"advertisers\" } }",
            "{ flow = \"voice-clips\", to = { recipient = \"insurance-companies\" } }"
        ]
    );
    assert_eq!(
        denied(&text("We do not use voice clips to train models.")),
        ["{ processing = \"training\", of = \"voice-clips\" }"]
    );
}

#[test]
fn a_denial_that_an_exception_narrows_or_that_follows_what_is_told_is_no_rule() {
    let text = |rest: &str| DATA.replacen("{}", "", 1) + "## Sharing\n\n" + rest + "\n";
    for told in [
        "We do not share your information with third parties except as described here.",
        "We share it with Maple, but do not share your choices.",
        "We do not sell your information.",
        "We share contact data with advertisers.",
    ] {
        assert!(denied(&text(told)).is_empty(), "{told}");
    }
}

#[test]
fn a_section_for_one_product_binds_its_categories_to_it() {
    let text = DATA.replacen("{}", "", 1)
        + "## Product-specific details\n\n### Birdsong\n\nBirdsong collects:\n\n- **Recordings of birds.** Their songs.\n\n### Nest\n\nMore on it.\n";
    let found = derived(&text);
    let ids = |product: &str| {
        let own = found.product_categories.iter().find(|(id, _)| id == product);
        own.map(|(_, ids)| ids.clone()).unwrap_or_default()
    };
    assert!(ids("birdsong").contains(&"recordings-of-birds".to_string()));
    assert!(ids("nest").contains(&"contact-data".to_string()));
    assert!(!ids("nest").contains(&"recordings-of-birds".to_string()));
    let none = derived(&(DATA.replacen("{}", "", 1) + "## Product-specific details\n\n### Birdsong\n\nMore.\n"));
    assert!(none.product_categories.is_empty());
}
