//! Statements of shapes that real ones have, in our own words: what a careful reader lists, and nothing else.

use crate::statement_checks::{categories_are, derived, purposes_are};

#[test]
fn a_heading_that_shares_data_to_introduces_purposes_with_their_data() {
    let text = "# Browser notice\n\n## The browser by default shares data to:\n\n### Improve stability\n\n* **Interaction data**: it sends how often you open tabs.\n\n### Suggest content\n\n* **Location data**: it uses your IP address.\n\n## If you use these features, the browser will share data to provide them:\n\n### Sync\n\n* **Synced data**: we receive your bookmarks.\n";
    categories_are(text, &["interaction-data", "location-data", "synced-data"]);
    purposes_are(text, &["improve-stability", "suggest-content"]);
}

#[test]
fn labels_under_a_heading_that_says_nothing_count_where_they_say_it_themselves() {
    let text = "# Notice\n\n## Things you should know\n\nThe phone connects to us and others.\n\n* Updates: it asks the maker of the device for new versions.\n* App use: the phone sends us application usage information.\n* Location data: it is estimated for you.\n\n## Sharing\n\n* Cloud host: our servers run there.\n";
    categories_are(text, &["app-use", "location-data"]);
}

#[test]
fn prose_in_sections_of_their_own_is_read_and_each_is_told_once() {
    let text = "# Policy\n\n## Visitors\n\nWhen you load a page, our servers may record your IP address and browser in log files. We record your IP address each time.\n\n## Donors\n\nWe collect your name and mailing address when you donate. You may provide your email address to hear from us.\n\n## Partners\n\nOther companies collect your birthday, and each user receives their own copy of all files.\n";
    categories_are(
        text,
        &["ip-address-and-browser-in-log-files", "name-and-mailing-address", "email-address-to-hear-from-us"],
    );
}

#[test]
fn what_users_must_give_is_collected_and_not_limited_to_is_no_denial() {
    let text = "# Policy\n\n## Information collection and use\n\nFor a better experience, we may require you to provide us with certain personally identifiable information, including but not limited to your name, email address and pictures.\n\n## Location information\n\nThe app may use location information sent by your phone.\n\n## Service providers\n\nThese third parties may collect your email address.\n";
    categories_are(text, &["name-email-address-and-pictures", "location-information"]);
}

#[test]
fn tables_that_say_what_for_who_gets_it_and_how_long_define_nothing_anew() {
    let text = "# Policy\n\n## 1. Information we collect\n\n- **Identity:** full name and phone number.\n- **Device push token:** a token of your installation.\n- **Diagnostic data:** a stack trace.\n\n## 2. Why we collect this information\n\n| Data | Purpose |\n| --- | --- |\n| Name, phone number | Sign you in. |\n| Push token | Deliver notifications. |\n| Diagnostic data | Fix bugs. |\n\n## 3. Service providers\n\n| Provider | What they process |\n| --- | --- |\n| Tracker | Anonymised traces |\n\n## 4. Data retention\n\n| Data | Retention |\n| --- | --- |\n| Account record | 12 months |\n";
    categories_are(text, &["identity", "device-push-token", "diagnostic-data"]);
    purposes_are(text, &["sign-you-in", "deliver-notifications", "fix-bugs"]);
}

#[test]
fn a_column_of_value_types_is_no_column_of_data() {
    let text = "# Telemetry\n\n## Data that is collected\n\n| Field | Type | Notes |\n|---|---|---|\n| `command` | string | the command |\n| `exitCode` | int | its exit code |\n";
    categories_are(text, &["command", "exitcode"]);
}

#[test]
fn purposes_stand_under_labels_in_sentences_and_after_conditions() {
    let text = "# Policy\n\n## Use of data\n\nThis information is collected for the purpose of identifying you. The data is used in order to mitigate abuse.\n";
    purposes_are(text, &["identifying-you", "mitigate-abuse"]);
    let text = "# Policy\n\n## Data we use\n\nWe keep this list:\n\n- your name\n\nI use this data to:\n\n- make the bot work (for example, if I can't keep settings, you can't change them);\n- prevent spam\n";
    purposes_are(text, &["make-the-bot-work", "prevent-spam"]);
    let text = "# Policy\n\n## What rights do residents of Europe have?\n\n**Purpose:** Providing certificates\n\n**Lawful Basis:** Contract\n\n**Purpose:** Sending news\n\n**Lawful Basis:** Consent\n";
    purposes_are(text, &["providing-certificates", "sending-news"]);
}

#[test]
fn headings_about_measures_transfers_and_disclosure_are_no_data() {
    let text = "# Policy\n\n## Collecting and using your personal data\n\n### Types of data collected\n\n#### Usage data\n\nUsage data is collected automatically.\n\n### Transfer of your personal data\n\nYour information is processed at our offices.\n\n### Disclosure of your personal data\n\n#### Business transactions\n\nIf we are sold, your data may be transferred.\n\n### Security of your personal data\n\nWe store it with care.\n";
    categories_are(text, &["usage-data"]);
    let text = "# Policy\n\n## What we collect\n\n### General geolocation data\n\nWe log the IP address of each sign-up.\n\n### Encryption\n\nData is encrypted before it is sent to us.\n";
    categories_are(text, &["general-geolocation-data"]);
}

#[test]
fn links_to_other_policies_are_no_data() {
    let text = "# Policy\n\n## Information collection and use\n\nWe may collect statistics about usage.\n\nLinks to the privacy policies of services that may be used by the app:\n\n* [Video site](https://video.example/privacy)\n* [Chat site](https://chat.example/privacy)\n";
    categories_are(text, &["statistics-about-usage"]);
}

#[test]
fn what_only_stays_or_is_denied_gives_no_category_however_it_is_told() {
    let texts = [
        "# P\n\nThis extension does not collect any personal data.\n\nAll data used, such as timer state, is stored locally on your device and is never sent anywhere.\n",
        "# P\n\n## What we store locally\n\n| Data | Purpose |\n|---|---|\n| Blocked sites | Your list |\n\nThis data:\n- Is stored locally in your profile\n- May sync across your browsers\n- Is never shared with third parties\n",
        "# P\n\nThe app respects you and DOES NOT TRACK YOU. There are no ads, no spyware and no data collection.\n",
        "# P\n\n## Data the app uses\n\n- **Display settings.** Your theme is saved in your own browser. It stays on your device and is not sent to us.\n",
        "# P\n\n## Log data\n\nWhenever you use my app, in the event of an error, at the moment I DO NOT collect data called Log Data.\n",
        "# P\n\n## How we protect you\n\nYou do not have to give us personal information. We never log IP addresses.\n",
    ];
    for text in texts {
        categories_are(text, &[]);
    }
}

#[test]
fn html_with_items_left_open_and_lines_for_headings_says_what_its_twin_says() {
    let html = "<h2>1. Data we collect</h2>\n<div><p>Email address</p><p>Collected when you sign up with our provider. Used for login.</p></div>\n<div><p>Device ID</p><p>Collected by our analytics provider to count installations.</p></div>\n<h2>2. Your rights</h2>\n<ul><li>To ask for a deletion, please email:</p><p><b>Email:</b> a@example.org</p></ul>\n<h2>3. Changes to this privacy policy</h2>\n<ul><li>Any changes will be posted here</li></ul>\n";
    let markdown = "## 1. Data we collect\n\nEmail address\n\nCollected when you sign up with our provider. Used for login.\n\nDevice ID\n\nCollected by our analytics provider to count installations.\n\n## 2. Your rights\n\n- To ask for a deletion, please email:\n\n**Email:** a@example.org\n\n## 3. Changes to this privacy policy\n\n- Any changes will be posted here\n";
    let ids = |name: &str, text: &str| {
        let derived = derived(name, text);
        derived.categories.into_iter().map(|category| category.found.id).collect::<Vec<_>>()
    };
    assert_eq!(ids("p.html", html), ["email-address", "device-id"]);
    assert_eq!(ids("p.md", markdown), ids("p.html", html));
}

#[test]
fn underlined_headings_of_other_markup_are_headings() {
    let text = "Privacy Policy\n==============\n\nWhat we collect\n---------------\n\nInformation from visitors\n~~~~~~~~~~~~~~~~~~~~~~~~~\n\nThe information we collect about visitors includes:\n\n* the browser type\n* the language preference\n\nWhy do we collect this?\n+++++++++++++++++++++++\n\nWe use this information to protect the site.\n";
    categories_are(text, &["browser-type", "language-preference"]);
    purposes_are(text, &["protect-the-site"]);
}

#[test]
fn occasions_and_commands_are_no_data_and_so_that_we_can_introduces_purposes() {
    let text = "# Policy\n\n### We collect the following data:\n\nIdentification\n\n- Name\n- Email address\n\n### How do we collect your data?\n\nWe collect data when you:\n\n- Register online or place an order.\n- Use or view our pages.\n\n### How will we use your data?\n\nOur company collects your data so that we can:\n\n- Process your order.\n- Email you with offers.\n";
    categories_are(text, &["name", "email-address"]);
    purposes_are(text, &["process-your-order", "email-you-with-offers"]);
}

#[test]
fn how_you_use_a_service_is_data_among_the_data_and_turning_it_off_is_none() {
    let text = "# Policy\n\n## What we collect\n\n### Your email\n\nWe collect your email address.\n\n### How you use Birdsong\n\nBirdsong will track how you use the service: the pages you visit and the errors you meet.\n\n### Turning it off\n\nUninstalling the app stops what is collected.\n\n### Privacy protections in error reporting\n\nError reports are sent without your name.\n";
    categories_are(text, &["your-email", "how-you-use-birdsong"]);
}

#[test]
fn permissions_and_settings_of_an_app_that_collects_nothing_are_neither_data_nor_purposes() {
    let text = "# Policy\n\n**We do not collect or transmit any personal information.**\n\n## Local storage\n\nThe app uses your device's storage for the following purposes:\n\n* **Preferences:** We save your settings. This data remains on your device.\n\n## Permissions\n\nThe app may request the following permissions:\n\n* **Photos / Media:** Required only to save the reports to your device.\n\n## GDPR\n\nThe app complies because:\n\n- We do NOT share data with third parties\n";
    categories_are(text, &[]);
    purposes_are(text, &[]);
}

#[test]
fn a_column_of_occasions_holds_no_purposes() {
    let text = "# Policy\n\n## What we collect\n\n### Crash reports\n\nWe collect crash reports.\n\n## Summary\n\n| Service | When it's used | What it receives |\n|---|---|---|\n| Crash service | On a crash | Stack trace |\n";
    purposes_are(text, &[]);
}

#[test]
fn a_text_in_another_language_is_not_taken_for_one_that_says_nothing() {
    let text = "# Datenschutzerklärung\n\nWir erheben die folgenden Daten, wenn Sie ein Konto anlegen: Ihren Namen, Ihre Anschrift und Ihre E-Mail-Adresse. Diese Daten werden benötigt, um Ihnen den Dienst bereitzustellen, und werden gelöscht, sobald Sie das Konto schließen.\n";
    let derived = derived("p.md", text);
    assert!(!derived.complete);
    assert!(derived.incomplete_because.is_some_and(|reason| reason.contains("not in English")));
}

#[test]
fn lists_without_a_colon_and_headings_about_disclosing_and_processing_introduce_data() {
    let text = "# Policy\n\n# What information do we collect?\n\n## Personal information you disclose to us\n\nWe collect personal information that you provide to us.\n\n- Phone numbers\n- Usernames\n\n## Operational and security information\n\n- **Request logs**, holding your IP address.\n- **Security records** of events that affect credentials.\n\n## Google API\n\nOur use of information received from Google APIs adheres to the user data policy.\n";
    categories_are(
        text,
        &["phone-numbers", "usernames", "operational-and-security-information", "request-logs", "security-records"],
    );
    let text = "# Notice\n\n## What data do the controllers listed above process?\n\nThey will process some or all of the following where necessary to perform their tasks:\n\n* Names and titles;\n* Contact details such as telephone numbers;\n";
    categories_are(text, &["names-and-titles", "contact-details"]);
}

#[test]
fn a_lead_in_says_what_for_its_list_is_collected() {
    let text = "# Notice\n\n## What information we collect, use, and why\n\nWe collect or use the following information to **locate nearby postboxes**:\n\n- Location data\n\nWe collect the following information for **dealing with complaints**:\n\n- Account information\n\n## Security\n\nWe use encryption and access controls to protect personal information.\n";
    categories_are(text, &["location-data", "account-information"]);
    purposes_are(text, &["locate-nearby-postboxes", "dealing-with-complaints"]);
    let derived = derived("p.md", text);
    let linked = |at: usize| format!("{:?}", derived.categories[at].purposes);
    assert_eq!(linked(0), "Ids([\"locate-nearby-postboxes\"])");
    assert_eq!(linked(1), "Ids([\"dealing-with-complaints\"])");
}

#[test]
fn conditions_givers_and_removal_are_no_data() {
    let text = "# P\n\n## Information we collect\n\n- **Locally**: on your phone\n- **In your own cloud**: your progress\n- **Account data**: your name\n\n### Information from third-party services\n\nWe may receive information from third-party services you connect, such as:\n- Payment processors\n- Analytics services\n\n## Retention\n\nWe retain your information for as long as:\n- Your account is active\n- Necessary to provide the service\n\n## Collecting your data\n\n### Removal of your personal data\n\nYou may delete the data that we have collected.\n";
    categories_are(text, &["account-data"]);
}

#[test]
fn a_text_that_denies_all_collection_names_no_data_by_mere_mention() {
    let text = "# P\n\nThe app does not collect, store or transmit any personal data. Everything stays in it.\n\n## Frameworks\n\n- **Store kit.** The store processes payment; the app receives a receipt of what you bought.\n\n## Purchases\n\nThe app reads a receipt with your purchases. We receive it from the store.\n\n## Permissions\n\nThe extension uses scripts to change pages that you visit.\n";
    categories_are(text, &[]);
    purposes_are(text, &[]);
}

#[test]
fn what_is_kept_on_the_device_and_sent_is_collected_and_a_permission_that_sends_nothing_is_not() {
    let text = "# P\n\n## Information we collect\n\n- **Device ID**: An identifier, used to prevent duplicates. This is either:\n  - Android: Your Android ID\n  - A random one if neither is available\n\n  It is stored locally on your device and sent to our server with scores.\n- **Timestamp**: The date\n\n### Camera permission\n\nThe app requests camera permission. No camera data is transmitted or stored.\n\n### Advertising\n\nThe network may collect and use certain information for advertising purposes:\n\n- **Ad interactions**: Your clicks on ads\n\n### You can control ads\n\nSend us a message.\n";
    let found = derived("p.md", text);
    let ids: Vec<&str> = found.categories.iter().map(|category| category.found.id.as_str()).collect();
    assert!(ids.contains(&"device-id") && ids.contains(&"timestamp") && ids.contains(&"ad-interactions"), "{ids:?}");
    assert!(!ids.iter().any(|id| id.contains("permission") || id.contains("control")), "{ids:?}");
    assert!(found.purposes.iter().all(|purpose| purpose.found.id != "ad-interactions"));
}

#[test]
fn emphasis_with_spaces_inside_is_a_heading_and_a_list_needs_no_colon_above_it() {
    let text = "** Privacy policy **\nThis document says what is kept.\n\n** Data collected automatically **\nThe bot stores information of a server when it joins.\n* Server name\n* Server owner\n\n** Questions **\nWrite to us.\n";
    for name in ["p.txt", "p.md"] {
        let ids: Vec<String> = derived(name, text).categories.into_iter().map(|category| category.found.id).collect();
        assert_eq!(ids, ["server-name", "server-owner"], "{name}");
    }
}

#[test]
fn questions_in_bold_are_headings_also_where_they_are_numbered() {
    let text = "1) **What data does the robot store?**\n\n- Room IDs\n- User IDs\n\n1.5) **We optionally store:** (only if you set it)\n- Game username\n\n2) **Do we share your data with any other company?**\nNo, we do not.\n    - What counts is a list of visits\n";
    categories_are(text, &["room-ids", "user-ids", "game-username"]);
}

#[test]
fn a_plain_text_lists_without_marks_what_stands_after_a_colon() {
    let text = "Notice\n\nWe take care of what you tell us about yourself in this text.\n\n1. Data We Collect\n\nWe collect the following personal data:\n\nName\n\nPhone Number\n\n2. Purpose of Data Collection\n\nWe collect this data to:\n\nArrange your visits\n\nAnswer your questions\n\nData Retention\n\nWe keep it for as long as the law says we must.\n";
    let derived = derived("privacy.txt", text);
    let categories: Vec<_> = derived.categories.iter().map(|category| category.found.id.as_str()).collect();
    let purposes: Vec<_> = derived.purposes.iter().map(|purpose| purpose.found.id.as_str()).collect();
    assert_eq!(categories, ["name", "phone-number"]);
    assert_eq!(purposes, ["arrange-your-visits", "answer-your-questions"]);
}

#[test]
fn information_we_collect_may_be_used_in_ways_that_are_purposes() {
    let text = "# Policy\n\n## What we collect\n\n- **Logs**: your IP address.\n\n## What do we use it for?\n\nAny of the information we collect from you may be used in the following ways:\n\n- To aid moderation of the community.\n- To answer your mail using a service that does not collect data.\n";
    categories_are(text, &["logs-data"]);
    purposes_are(
        text,
        &["aid-moderation-of-the-community", "answer-your-mail-using-a-service-that-does-not-collect-data"],
    );
}

#[test]
fn a_heading_about_data_purposes_and_basis_is_about_data_and_its_rows_are_categories() {
    let text = "# Policy\n\n## 2. Data We Collect, Purposes, and Legal Basis\n\n| Data | Purpose | Legal basis |\n|---|---|---|\n| User ID, display name | User identification | Contract |\n| Weight, height, gender | Nutrition targets | Consent |\n";
    categories_are(text, &["user-id-display-name", "weight-height-gender"]);
    let text = "# Policy\n\n## 1. Data\n\nWe collect your email address.\n\n## 2. Purpose & Legal Basis\n\n- Provide the service (contract).\n- Security monitoring (legitimate interest).\n";
    purposes_are(text, &["provide-the-service", "security-monitoring"]);
}

#[test]
fn headings_of_data_among_the_purposes_are_no_purposes() {
    let text = "# Policy\n\n## Information we receive\n\n### Browser request data\n\nWe receive your IP address and browser version.\n\n## Why and how we use your information\n\n### Browser request data\n\nWe use browser request data to diagnose problems with our servers.\n";
    categories_are(text, &["browser-request-data"]);
    purposes_are(text, &["diagnose-problems-with-our-servers"]);
}

#[test]
fn a_text_that_explains_itself_introduces_no_list_of_data() {
    let text = "This policy explains how we collect and use your information when you use our robot.\n\n1. Information We Collect:\n\n   - User number: We collect your user ID.\n\n2. Opting Out:\n   You have the right to opt out of giving certain data.\n";
    categories_are(text, &["user-number"]);
}

#[test]
fn a_heading_that_names_data_is_no_category_where_all_under_it_deny() {
    let under = |bullets: &str| {
        format!(
            "# Notice\n\n## What we collect\n\n### Account data\n\n- **Email**: we store your email address.\n\n### App usage data\n\n{bullets}\n"
        )
    };
    let denials = [
        "- **Statistics**: We do NOT collect any usage statistics\n- **Crash reports**: We do NOT collect crash reports\n- **User accounts**: The app does NOT require or support user accounts",
        "- **Crash logs**: No crash logs are collected.\n- **Clicks**: No clicks are stored.",
        "- **Crash reports**: Your crash reports never leave your device.\n- Your clicks never leave your device.",
        "We do not collect usage statistics. Crash reports are not collected.",
    ];
    for bullets in denials {
        categories_are(&under(bullets), &["account-data", "email"]);
    }
    let mixed =
        "- **Crash reports**: We do NOT collect crash reports.\n- **Clicks**: We collect the buttons that you press.";
    categories_are(&under(mixed), &["account-data", "email", "app-usage-data", "clicks"]);
}

#[test]
fn a_page_in_one_line_of_html_inside_markdown_is_read_to_its_end() {
    let text = "# Shop\n\n  <p>This notice is ours.</p><p>INFORMATION WE COLLECT</p><p>We collect your IP address.</p><p>HOW DO WE USE YOUR INFORMATION?</p><p>We use it to:</p><ul><li>Ship your order;</li><li>Screen for fraud.</li></ul>\n";
    categories_are(text, &["ip-address"]);
    purposes_are(text, &["ship-your-order", "screen-for-fraud"]);
}

#[test]
fn lists_that_run_on_in_a_sentence_give_each_purpose() {
    let text = "# Policy\n\n## How do we use your information?\n\nAdditionally, we use this information to: Answer you; Improve the app; and Send you offers.\n";
    purposes_are(text, &["answer-you", "improve-the-app", "send-you-offers"]);
}

#[test]
fn what_stands_behind_to_is_an_act_and_taking_data_is_no_purpose() {
    let text = "# Policy\n\n## What we do\n\nWe use forms that visitors provide to us through the site. We use cookies to collect information about you. We use logs to the extent permitted by law. We use your email address to answer you.\n";
    purposes_are(text, &["answer-you"]);
}

#[test]
fn include_but_is_not_limited_to_names_data_and_denies_nothing() {
    let text = "# Policy\n\n## Information we collect\n\nPersonal information may include, but is not limited to, your email address.\n";
    categories_are(text, &["email-address"]);
    assert!(derived("privacy.md", text).prohibitions.is_empty());
}

#[test]
fn a_heading_that_asks_what_for_makes_its_plain_list_purposes() {
    let text = "# Policy\n\n## We collect your Personal Information to:\n\n- perform our agreement with you;\n- resolve your complaints.\n";
    categories_are(text, &[]);
    purposes_are(text, &["perform-our-agreement-with-you", "resolve-your-complaints"]);
    let uses =
        "# Policy\n\n## How we use the information we collect\n\n- Customise the content\n- Answer your requests\n";
    categories_are(uses, &[]);
    purposes_are(uses, &["customise-the-content", "answer-your-requests"]);
}

#[test]
fn techniques_and_others_that_a_lead_in_enumerates_are_no_data() {
    let text = "# Policy\n\n## Information we collect\n\nWe collect information about our users:\n\n- Directly from you when you provide it.\n- Automatically when you use the app.\n\nThe technologies we use for automatic collection may include:\n\n- **Beacons.** Small pictures.\n\nWe collect:\n\n- Your search queries.\n\n### Third-party information collection\n\nThese third parties may include:\n\n- App stores.\n- Your mobile device manufacturer.\n";
    categories_are(text, &["search-queries"]);
}

#[test]
fn information_by_which_you_are_identified_is_named_by_its_examples() {
    let text = "# Policy\n\n## Information we collect\n\nWe may ask you to provide information:\n\n- By which you may be identified, such as name and postal address.\n- That is about you alone, such as your IP address.\n";
    categories_are(text, &["name-and-postal-address", "ip-address"]);
}

#[test]
fn a_table_of_what_must_not_appear_defines_nothing() {
    let text = "# Privacy in this repository\n\n## Forbidden in this repository\n\nThe following must not appear in commits:\n\n| Category | Examples to avoid | Use instead |\n|---|---|---|\n| **IP addresses** | `10.0.0.1` | `192.0.2.1` |\n| **Email addresses** | real ones | made up ones |\n";
    categories_are(text, &[]);
    purposes_are(text, &[]);
}

#[test]
fn a_label_that_says_where_data_comes_from_introduces_its_list() {
    let text = "# Policy\n\n## What information do we collect?\n\n**Personal information provided by you.** The personal information we collect may include the following:\n\n- names\n- phone numbers\n\n## Use and sharing\n\nIn general, we will use your information to communicate with you.\n";
    categories_are(text, &["names", "phone-numbers"]);
    purposes_are(text, &["communicate-with-you"]);
}
