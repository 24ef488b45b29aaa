//! Statements in our own words: what is taken for a category or a purpose and is none, as companies write it (answers,
//! pointers, technologies, retention, guards), and what stands under headings that only frame.

use crate::statement_checks::{categories_are, gives, purposes_are};

#[test]
fn a_part_of_a_text_is_about_what_the_headings_in_it_say() {
    let text = "# Policy\n\n## Part A: when Acme is the data controller\n\n### 1. Personal data we collect\n\nWe may collect:\n\n- **Contact details.** We receive your name and email address.\n- **Plot records.** We hold the plots that you tend.\n\n### 2. Why we process it\n\nWe use the data to answer you.\n\n## Part B: when Acme is a data processor\n\n### 3. Data of our clients\n\nThe data of clients may include names.\n";
    categories_are(text, &["contact-details", "plot-records"]);
    purposes_are(text, &["answer-you"]);
}

#[test]
fn labels_under_a_name_of_data_that_say_what_is_taken_are_data_in_a_section_about_use() {
    let text = "# Policy\n\n## 1. How we use your information\n\nWe say here how.\n\n### 1.1 Device information\n\n- **Device attributes:** the type and browser of your device will be collected to help us plan.\n- **Location:** we collect your region to know where gardens are.\n- **Soil:** we collect its kind.\n";
    categories_are(text, &["device-attributes", "location", "soil"]);
}

#[test]
fn none_answers_a_heading_and_a_pointer_names_nothing() {
    let text = "# Policy\n\n## What information we collect\n\n**None.** Specifically:\n\n- We do not collect your name.\n\n**Nothing by default.** Acme works on your device.\n\nRead more on what we collect [here](https://example.org).\n\nWe collect only the minimum amount of personal data necessary, unless you choose to provide more.\n\n- **All work happens locally** on your device\n";
    categories_are(text, &[]);
}

#[test]
fn what_stands_behind_a_denied_verb_is_not_collected_wherever_the_sentence_began() {
    let text = "# Policy\n\n## Payment processing\n\nTo process payments, we use Seedpay, Inc. Acme does not directly collect or store your full payment card details.\n\n## Data we collect\n\nWe collect your email address.\n";
    categories_are(text, &["email-address"]);
}

#[test]
fn technologies_under_their_lead_in_are_no_data() {
    let text = "# Policy\n\n## Information we collect\n\nWe collect information about your visits, including:\n\n1. *Activity information*. Details of your visits.\n2. *Equipment information*. Your IP address and browser.\n\nIt may be used to plan. The technologies we use for this automatic data collection may include:\n\n1. *Cookies*. A cookie is a small data file.\n2. *Local Storage*. Local storage lets data be kept in your browser.\n3. *Device Identifiers*. Device identifiers are similar to cookies.\n";
    categories_are(text, &["activity-information", "equipment-information"]);
}

#[test]
fn what_is_done_on_an_occasion_takes_what_its_sentence_says() {
    let text = "# Policy\n\n## What we do collect\n\nIf you choose to:\n\n- **Contact support:** We retain your email address.\n- **Report bugs:** We may receive error logs that you submit\n";
    categories_are(text, &["email-address", "error-logs"]);
}

#[test]
fn what_becomes_of_all_data_and_who_the_maker_is_are_headings_and_no_data() {
    let text = "# Policy\n\n## 2. Information we collect\n\n### 2.1 Collection of user data\n\nYou are asked to provide your name. This information is used to give you access to:\n\n- buy our seeds\n- use support and services\n\n### 2.2 Our role\n\nAcme processes personal data as a controller.\n\n### 2.3 Compromise of personal information\n\nIf personal information that we collect is compromised, we will tell you.\n";
    categories_are(text, &["name"]);
    purposes_are(text, &["buy-our-seeds", "use-support-and-services"]);
}

#[test]
fn how_long_it_is_kept_and_how_it_is_guarded_is_no_purpose() {
    let text = "# Policy\n\n## Data we collect\n\nWe collect your name.\n\n## Use and keeping\n\nWe use the data to answer you. We will keep your data only for as long as we need it to manage our business. While we store this data, we will protect it in acceptable ways to prevent loss and theft, as well as unauthorized access.\n\n**To exercise your rights:** write to us.\n\nA seed token is a protocol that allows apps to read the plan.\n";
    purposes_are(text, &["answer-you"]);
}

#[test]
fn who_it_is_disclosed_to_for_specific_purposes_is_no_purpose() {
    let text = "# Policy\n\n## 1. How we use information\n\nWe use it to:\n\n- plan the season\n- answer you\n\n## 2. How we disclose information\n\nWe disclose information we collect for specific purposes, including:\n\n- With affiliates to provide you with aspects of the service;\n- With others for any legitimate business purpose;\n- As necessary to comply with the law.\n";
    purposes_are(text, &["plan-the-season", "answer-you"]);
}

#[test]
fn data_usage_and_consent_head_purposes() {
    let text = "# Policy\n\n## Data usage\n\n### Order processing\n\nWe use your data to fulfil your orders.\n\n### Consent\n\n- Newsletter subscriptions\n- Marketing communications\n\n## Data we collect\n\nWe use the order information that we collect generally to fulfil orders. We collect your name.\n";
    categories_are(text, &["name"]);
    purposes_are(text, &["order-processing", "newsletter-subscriptions", "marketing-communications", "fulfil-orders"]);
}

#[test]
fn what_is_done_is_done_for_what_the_next_sentence_says() {
    let text = "# Policy\n\n## Data we collect\n\nWe collect your name. We will store your user id to facilitate mail. We share it with people at your farm. We do this to help manage access. We explain which data we need, and for what purposes.\n";
    purposes_are(text, &["facilitate-mail", "help-manage-access"]);
}

#[test]
fn among_labels_of_data_one_that_says_that_something_is_kept_is_data() {
    let text = "# Policy\n\n## Things you should know\n\n### Acme\n\n**Interaction data.** We receive data about how you use Acme.\n\n**Technical data.** We receive the version of your app.\n\n**Location data.** Acme receives your IP address when you join.\n\n**Masks (and where you use them).** Acme maintains a copy of them, and stores the site where you made one.\n";
    categories_are(text, &["interaction-data", "technical-data", "location-data", "masks-and-where-you-use-them"]);
}

#[test]
fn lists_that_lost_their_marks_are_told_by_their_letters_and_semicolons() {
    let text = "# Policy\n\nInformation we collect\n\n\n### Personal information\n\nWe may collect information that describes you, including:\\\na. Unique identifiers such as name;\\\nb. Contact information such as mail address;\\\nc. Order details such as seeds;\\\nThe specific information may vary.\n\nHow we use and share information\n\n\nWe use personal information for internal purposes, including:\n\nAccount creation and support: such as to create accounts;\n\nSurveys: such as to run surveys; and\n\nCompliance: such as to comply with the law.\n";
    categories_are(text, &["unique-identifiers", "contact-information", "order-details"]);
    purposes_are(text, &["account-creation-and-support", "surveys", "compliance"]);
}

#[test]
fn a_wide_colon_introduces_too_and_occasions_name_no_data() {
    let text = "# Policy\n\n## Your information we collect\n\nYou provide information to us when you：\n\n* search for seeds on our website；\n* place orders in our shops;\n* stream content on a device;\n\nYou might supply us with information such as:\n\n* your name and address;\n* payment information;\n";
    categories_are(text, &["name-and-address", "payment-information"]);
}

#[test]
fn a_name_in_capitals_and_principles_are_no_purposes() {
    let text = "# Privacy Policy\n\n**SEND FARM**\n\n| | |\n|:--|:--|\n| **Document** | Privacy Policy |\n| **Version** | 2.0 |\n\n## How we use it\n\nWe use it to:\n\n- plan the season\n- answer you\n\n**Data Minimisation**\n\nWe collect only what is adequate.\n\n## Data Storage Location\n\nYour name is stored in Alpland.\n\n## Data we collect\n\n- your name\n";
    categories_are(text, &["name"]);
    purposes_are(text, &["plan-the-season", "answer-you"]);
}

#[test]
fn who_is_responsible_and_what_is_done_head_no_data() {
    let text = "# Policy\n\n### What data do we collect, and how?\n\n#### Detailed information\n\nThe farms agreed.\n\n**Acme Farm is responsible for the following**\n\n* Payment processing in connection with sales\n* Regional offers\n\n**Buying a season ticket**\n\nWhen you buy one, we collect your mail address.\n\n**Browser extension**\n\n- **Settings**: we store how you set it.\n- **Plots**: we store which plots you open.\n";
    categories_are(text, &["settings", "plots", "mail-address"]);
}

#[test]
fn when_and_with_whom_it_is_shared_is_no_data_although_it_was_collected() {
    let text = "# Policy\n\n## Collection of information\n\nWe collect your mail address. Third parties, including those named below, collect personal information and usage data from visitors.\n\nA “web beacon” (also known as a tag) is a piece of code that is designed to collect information about your visits.\n\n## How Acme uses the information it collects and your choices\n\nAcme will use the information it collects to plan the season.\n\n## When and with whom Acme may share information collected\n\nWe may share it in the following circumstances:\n\n**Acme.** We may share information within our farms.\n\n**Business transfers.** Your information may be sold with a farm.\n";
    categories_are(text, &["mail-address"]);
    purposes_are(text, &["plan-the-season"]);
}

#[test]
fn what_is_provided_on_a_request_is_told_of_rights() {
    let text = "# Policy\n\n## Data we collect\n\n- your name\n\n**Access rights**. You have the right to ask what we collect. Once we receive and confirm your request, we will provide:\n\n- The categories of sources for it.\n- The specific pieces of it.\n\n**Deletion requests**. You have the right to request deletion. We may keep what we collected where it is necessary for us to:\n\n- Detect faults.\n- Exercise free speech.\n";
    categories_are(text, &["name"]);
}

#[test]
fn what_stays_on_a_device_says_so_in_brackets_and_what_becomes_of_it_is_no_data() {
    let text = "# Policy\n\n## Types of data we collect\n\nAll data is either:\n\n- Stored on-chain for all to see\n- Stored in your browser\n\n**Browser storage** (stored on your device only):\n\n- Wallet preferences\n- Session details\n\n**Farm data**:\n\n- Commit history\n- Badges\n\n**User responsibility**: You are responsible for what you send.\n";
    categories_are(text, &["farm-data"]);
}

#[test]
fn what_is_said_not_to_be_data_and_links_are_none() {
    let text = "# Policy\n\n## Personal information collected\n\nExamples are:\n\n* Name\n* Date of birth\n\nThe following information is not personal:\n\n* Mail address, unless unlisted\n* IP address\n\n**Links to other sites:** Other sites may collect information from you.\n\nMore of it is here:\n\n* [https://example.org/analytics](https://example.org/analytics) (see section 3)\n\n## Garden days\n\nFor this, we require the following: your street address.\n\n## Use of it\n\nAcme uses it to plan the season.\n\n**Acme does not:**\n\nAllow others to change your provider.\n";
    categories_are(text, &["name", "date-of-birth", "street-address"]);
    purposes_are(text, &["plan-the-season"]);
}

#[test]
fn a_table_below_is_told_here_whatever_names_the_notice() {
    let text = "# Policy\n\n### 4. For which purposes do we process your data?\n\nThe purposes of your data as described in this privacy notice are set out in the table below:\n\n| Purposes of processing | Kinds of acts | Legal bases |\n| --- | --- | --- |\n| To answer you | Showing a result | Consent |\n| To run the farm | Updating it | Contract |\n";
    purposes_are(text, &["answer-you", "run-the-farm"]);
}

#[test]
fn a_first_sentence_in_the_case_of_a_title_is_a_label_in_a_list() {
    let text = "# Policy\n\n## Information we collect\n\nWe collect it from you.\n\n* Account and Profile Data. When you join, we collect your name and mail address.\n* Your Content. We collect the seeds that you post.\n* Billing Data. We collect your card number if you buy.\n\n## How we use it\n\n* Personalization. To tailor the plots that we show to you.\n\n### Collection and use\n\nOur grounds include consent and legitimate interests.\n";
    categories_are(text, &["account-and-profile-data", "your-content", "billing-data"]);
    purposes_are(text, &["personalization"]);
}

#[test]
fn a_strong_line_before_a_break_heads_in_a_page_as_in_markdown() {
    let markdown = "# Policy\n\n## What we collect\n\n**Payment details**  \nWe collect your card number when you buy.\n\n**Plot records**  \nWe record the plots that you tend.\n";
    let page = "<h1>Policy</h1>\n<h2>What we collect</h2>\n<p><strong>Payment details</strong><br>\nWe collect your card number when you buy.</p>\n<p><strong>Plot records</strong><br />\nWe record the plots that you tend.</p>\n";
    gives("policy.md", markdown, &["payment-details", "plot-records"], &[]);
    gives("policy.html", page, &["payment-details", "plot-records"], &[]);
}
