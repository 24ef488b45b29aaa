//! Statements in our own words whose purposes stand where nobody looks first: beside a denial, before the verb, in a
//! list that a sentence about use introduces.

use crate::statement_checks::{categories_are, derived, purposes_are};

#[test]
fn a_sentence_that_also_denies_something_still_says_what_for() {
    let text = "# Policy\n\nYour email address is used for password recovery only and is not stored.\n";
    purposes_are(text, &["password-recovery-only"]);
    let text = "# Policy\n\nThe access log is *not* combined with your account and is used for basic analytics and planning.\n";
    purposes_are(text, &["basic-analytics-and-planning"]);
    let text = "# Policy\n\nWe do not use your address to profile you. Data is never used to train models and not to advertise.\n";
    purposes_are(text, &[]);
}

#[test]
fn an_aim_may_stand_first_or_after_what_is_stored() {
    let text = "# Policy\n\n## What we handle\n\nTo find and fix bugs, we use a service for error reports.\n\nTo exercise your rights, we ask you to write to us. To protect your data, we use encryption.\n";
    purposes_are(text, &["find-and-fix-bugs"]);
    let text = "# Policy\n\nThis data is stored on our servers to display the leaderboard. Scores are stored to disk and stored for 30 days.\n";
    purposes_are(text, &["display-the-leaderboard"]);
}

#[test]
fn a_list_under_a_sentence_about_use_has_no_data_whatever_else_the_sentence_names() {
    let text = "# Tracker\n\n## Data we collect\n\n- **Member ID** — of the board\n\n## How we use your data\n\nYour data is used solely to provide time tracking:\n\n- Display your history\n- Show statistics on your dashboard\n";
    categories_are(text, &["member-id"]);
    purposes_are(text, &["display-your-history", "show-statistics-on-your-dashboard"]);
}

#[test]
fn security_among_purposes_is_one_where_an_act_follows() {
    let text = "# Host\n\n## How we use your information\n\nWe use your information to:\n\n- **Communicate:** Send service updates\n- **Security:** Detect fraud, prevent abuse\n";
    purposes_are(text, &["communicate", "security"]);
    let text = "# Host\n\n## How we use your information\n\n- **Support:** Answer you\n- **Security:** All data is encrypted\n";
    purposes_are(text, &["support"]);
}

#[test]
fn a_numbered_label_about_use_introduces_purposes_and_no_data() {
    let text = "# Bot\n\n1. Information We Collect:\n\n   - User ID: We collect your user ID.\n\n2. Use of Collected Information:\n\n   - Personalization: We may utilize your user ID and name.\n";
    categories_are(text, &["user-id"]);
    purposes_are(text, &["personalization"]);
}

#[test]
fn links_and_what_is_yours_are_no_purposes() {
    let text = "# Site\n\n## Other sites\n\nWe use links to other sites across our service.\n\n## How we use data\n\nWe use data to run the site.\n\n### Your contributions\n\nData entered by you is used to provide the code which you can then run.\n";
    purposes_are(text, &["run-the-site", "provide-the-code-which-you-can-then-run"]);
}

#[test]
fn answers_yes_technologies_copies_and_a_second_title_are_no_categories() {
    let text = "# Policy\n\n## Data we collect\n\n- **Crash data:** App crashes\n- **Linked to identity:** Yes\n";
    categories_are(text, &["crash-data"]);
    let text = "# Policy\n\n## Information we collect\n\nWe collect some information with a variety of technologies. These generally include:\n\n- Scripts, which improve our sites\n- Local storage\n\n### IP addresses\n\nWe log your IP address.\n";
    categories_are(text, &["ip-addresses"]);
    let text = "# Host\n\n## Data retention\n\n| Data type | Retention period |\n|---|---|\n| Billing records | 7 years |\n| Backups | 30 days |\n";
    categories_are(text, &["billing-records"]);
    let text = "# Store policy\n\n## Health Data Exporter\n\n**Effective date**: December 2024\n\n**Version**: 1.0\n\nThe exporter reads your health data.\n";
    categories_are(text, &[]);
}

#[test]
fn including_but_not_limited_to_names_what_information_alone_does_not() {
    let text = "# App\n\n## What information does the app obtain and how is it used?\n\nThe app may collect certain information automatically, including, but not limited to, the type of mobile device you use and your IP address.\n";
    categories_are(text, &["type-of-mobile-device"]);
}

#[test]
fn a_basis_says_what_for_in_a_text_that_lists_no_purposes() {
    let text = "# App\n\n## What the app collects\n\n**Connection events.** The app records each connection.\n\n## Legal bases\n\n* **Consent** — personalised advertising where consent is required.\n* **Legitimate interests** — keeping the app working.\n* **Contract:** You have a contract with us.\n";
    purposes_are(text, &["personalised-advertising-where-consent-is-required", "keeping-the-app-working"]);
    let bases: Vec<_> = derived("privacy.md", text).purposes.into_iter().map(|purpose| purpose.bases).collect();
    assert_eq!(bases, [["consent"], ["legitimate-interests"]]);
}

#[test]
fn a_label_with_its_comma_inside_counts_although_its_text_denies_something_else() {
    let text = "# App\n\n## What the app collects\n\n**Crash and performance diagnostics,** through a service, so faults can be fixed.\n\n**Advertising identifiers,** handled by partners. The app never asks for your location.\n\n**Location.** We never collect your location.\n";
    categories_are(text, &["crash-and-performance-diagnostics", "advertising-identifiers"]);
}

#[test]
fn what_is_sent_counts_although_its_identifier_stays_on_the_device() {
    let text = "# Extension\n\n### What information we handle\n\n1. **Usage analytics:**\n   * **What data is sent:** We send events and your browser language. Identifiers are stored locally in your browser.\n   * **What we don't collect:** We do not collect your browsing history.\n";
    categories_are(text, &["usage-analytics"]);
}

#[test]
fn a_question_is_answered_without_a_verb_and_by_nothing() {
    let text = "# Policy\n\n## What information is stored about me?\n\nYour username along with your avatar.\n";
    categories_are(text, &["username-along-with-your-avatar"]);
    let text = "# Policy\n\n## What we collect\n\nNothing. Concretely, the app has no server.\n\n## Everyone involved\n\n| Who | Why | What they can see |\n|---|---|---|\n| Host | Serves pages | IP addresses, timing |\n";
    categories_are(text, &[]);
    let text = "# Policy\n\n## What information do you collect?\n\nWe collect your email address. We use analytics information to improve the site.\n";
    categories_are(text, &["email-address", "analytics-information"]);
}

#[test]
fn what_others_collect_and_what_may_come_is_no_category() {
    let text = "# Voice app\n\n## Data we collect\n\nWe do not collect any personal data.\n\n## Data collected by server operators\n\nThe operator — not us — may collect data such as:\n\n- Your IP address\n- Connection logs\n";
    categories_are(text, &[]);
    let text = "# App\n\n## Diagnostic data (crash reports)\n\nWe do not capture crash reports. If we introduce crash reports, they will collect technical details.\n";
    categories_are(text, &[]);
    let text = "# App\n\n## Browser store statement\n\nOur use of information received from browser APIs adheres to the policy of the store.\n";
    categories_are(text, &[]);
}

#[test]
fn what_is_received_counts_whatever_else_you_may_send_and_a_logged_thing_is_named_after_its_occasion() {
    let text = "# Site\n\n## Information we collect\n\nIf you contact us, we may receive additional information about you such as your email address and any attachments you may send us.\n";
    categories_are(text, &["email-address-and-any-attachments"]);
    let text = "# Reader\n\n## Analytics\n\nThe service captures the following information:\n\n- When a feed is opened, the feed's identifier is logged. It is ours.\n- When you like it, tell your friends.\n";
    categories_are(text, &["feeds-identifier"]);
}

#[test]
fn a_purpose_said_in_so_many_words_counts_wherever_it_stands() {
    let text = "# Site\n\n## How we use your information\n\n- Improve our site\n- Send you emails\n\n## Log files\n\nWe log your IP address. The purpose of the information is for analyzing trends.\n";
    purposes_are(text, &["improve-our-site", "send-you-emails", "analyzing-trends"]);
}
