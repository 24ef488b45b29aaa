//! Statements that mark little: lists without bullets, lines as items, labels that end with a full stop.

use crate::statement_checks::{categories_are, purposes_are};

#[test]
fn paragraphs_that_begin_with_a_noun_and_its_examples_are_members_of_a_list() {
    let text = "# Policy\n\n## Information we collect\n\nWe may collect the following types of information:\n\nPersonal information: what identifies you, such as your name and email address.\n\nShipping information needed to send you a parcel, including your street address.\n\nHarvest data, such as the weight of your crop.\n\nCookies, which are small files.\n\nService providers, such as our host, store backups.\n";
    categories_are(text, &["personal-information", "shipping-information", "harvest-data"]);
}

#[test]
fn lines_that_each_begin_with_an_aim_are_items() {
    let text = "# Policy\n\n## How we use your information\n\nTo run the garden:\n\nProvide the plots.\nAnswer your letters.\nImprove the soil.\n\nAudit our books for the auditors.\n\nDirect marketing. We may send you our seed catalogue.\n\nWe keep it safe. You may write to us.\n";
    purposes_are(
        text,
        &[
            "provide-the-plots",
            "answer-your-letters",
            "improve-the-soil",
            "audit-our-books-for-the-auditors",
            "direct-marketing",
        ],
    );
    let text = "# Policy\n\n## Information we collect\n\nWe collect your name.\n\nTo answer your letters.\nTo improve the soil.\nTo keep the plots tidy.\n";
    purposes_are(text, &["answer-your-letters", "improve-the-soil", "keep-the-plots-tidy"]);
}

#[test]
fn hard_wrapped_prose_is_no_list_of_lines() {
    let text = "# Policy\n\n## How we use your information\n\nWe use your name and the letters\nthat you write to us to answer you\nand to plan the next season.\n";
    purposes_are(text, &["answer-you", "plan-the-next-season"]);
}

#[test]
fn what_is_needed_is_collected_and_an_occasion_before_it_is_skipped() {
    let text = "# Policy\n\n## What information do we need?\n\n* For sign-in, we need your email address and a password.\n* When you order seeds, we collect your street address.\n* To help us, please write.\n";
    categories_are(text, &["email-address-and-a-password", "street-address"]);
}

#[test]
fn an_activity_alone_as_heading_is_no_data_and_a_cookie_denies_nothing() {
    let text = "# Policy\n\n## Information we collect\n\n### Tracking\n\nSome sites collect information about you. We do not track you.\n\n### Seed orders\n\nWe store your order history.\n\n* Data derived from cookies: what pages you viewed. A cookie does not give us access to your computer.\n";
    categories_are(text, &["seed-orders", "data-derived-from-cookies"]);
}

#[test]
fn a_maker_that_names_itself_says_what_for() {
    let text = "# Policy\n\n## Registration\n\nAcme via its provider Gate collects the following information in order to sell you a ticket:\n\n* Name\n* Email address\n\nAcme will use your name to print a badge. We use the order information that you gave to ship your parcel. The type of devices used to open the page is counted.\n";
    purposes_are(text, &["sell-you-a-ticket", "print-a-badge", "ship-your-parcel"]);
}

#[test]
fn a_heading_that_names_an_occasion_leaves_its_list_to_the_data() {
    let text = "# Policy\n\n## Information collection and use\n\n### Harvest fair\n\nAcme collects the following information from visitors:\n\n- Name\n- Email address\n- Shirt size\n\n### Account information\n\nWe collect the following:\n\n- Username\n- Password\n\n### On the field\n\nThe tractor sends reports.\n\n**Information collected for all reports:**\n\n- Software version\n- Number of errors\n";
    categories_are(
        text,
        &["name", "email-address", "shirt-size", "account-information", "software-version", "number-of-errors"],
    );
}

#[test]
fn how_long_and_with_what_guarantees_is_no_column_of_data() {
    let text = "# Policy\n\n## Data we collect\n\n- **Orders:** what you buy.\n- **Mail:** the letters you send us.\n- **Usage data:** the pages you open.\n\n## Data retention\n\nWe retain personal data only as long as necessary for the purpose for which it was collected:\n\n| Data type | Period |\n|---|---|\n| Cookie records | 1 year |\n\n## Contact\n\n| Third party provider | Purpose | Processing outside the EU and data protection |\n|---|---|---|\n| Haulier | Ships parcels | Haulier Inc, Ohio |\n";
    categories_are(text, &["orders", "mail", "usage-data"]);
}

#[test]
fn what_users_must_do_and_what_a_word_means_are_no_purposes() {
    let text = "# Policy\n\n## I. What are personal data\n\nPersonal data includes e.g. name, email address or telephone number. Profiling means the use of data to evaluate persons.\n\n## II. How are my data used when visiting the farm?\n\nIn order to use the barn, you will need to register. Only those who need it to do their work see it. When you contact us, your details are stored for the purpose of answering you. We use the information that you gave, in order to fulfil our contracts as set out in this policy.\n";
    categories_are(text, &[]);
    purposes_are(text, &["answering-you", "fulfil-our-contracts"]);
}

#[test]
fn labels_that_say_where_data_comes_from_are_categories() {
    let text = "# Policy\n\n## How do we collect and use personal data?\n\nWe collect personal data in the following ways:\n\n* **information you provide to us directly.** When you join, we collect your name.\n* **information we collect from third parties.** We may collect what you post about us.\n* Information users send to us:  \n  Letters and pictures.\n";
    categories_are(
        text,
        &[
            "information-you-provide-to-us-directly",
            "information-we-collect-from-third-parties",
            "information-users-send-to-us",
        ],
    );
    let text = "# Policy\n\n## What does Acme gather?\n\nAcme stores two types of information that are subject to our privacy policy:\n\n* Order data: what you buy.\n* Visit data: what you look at.\n\n## Member page\n\nAll members have access to a page where they can see and update:\n\n* Email preferences\n* Display name\n";
    categories_are(text, &["order-data", "visit-data"]);
}

#[test]
fn purposes_beside_their_legal_basis_are_purposes() {
    let text = "# Policy\n\n## What are the purposes and legal basis for processing your data?\n\nWe process your data in order to:\n\n**Run the farm for you.** This includes:\n\n* sowing your plot;\n\n**Sell our seeds.** We may send you the catalogue.\n";
    purposes_are(text, &["run-the-farm-for-you", "sowing-your-plot", "sell-our-seeds"]);
}

#[test]
fn purposes_said_of_a_thing_by_name_are_told_and_what_readers_do_is_none() {
    let text = "# Policy\n\n## Log files\n\nWe collect log files. The logs serve the purpose of finding faults. When you use our site to sign up for news, we log it. The farm uses strong encryption to encrypt the logs. We love it when you help us fix things.\n\n## Newsletter\n\nIf you have given us your consent, Acme will process your address and name to send you the newsletter. We process usage data in order to count visits.\n\n## Contacts\n\nYou may show us your contacts. This is for the purpose of finding neighbours.\n";
    purposes_are(text, &["finding-faults", "send-you-the-newsletter", "count-visits", "finding-neighbours"]);
}

#[test]
fn what_a_table_of_purposes_names_again_is_told_already_and_how_long_is_no_category() {
    let text = "# Policy\n\n## Data we collect\n\n### Free account\n\nWe collect your email address. We store your profile only for the duration of your account.\n\n### Paid account\n\nWe collect your billing address.\n\n### Automatically collected data\n\nOur servers log your IP address. We collect whatever personal data you choose to give us, such as a picture.\n\n## Purpose and legal basis\n\n| Purpose | Data involved | Legal basis |\n|---|---|---|\n| Sign-in | Email address | Contract |\n| Security | IP address | Legitimate interest |\n| Compliance | All collected data as necessary | Legal obligation |\n";
    categories_are(text, &["free-account", "paid-account", "ip-address", "picture"]);
}

#[test]
fn clauses_stand_for_data_and_numbers_and_brackets_for_nothing() {
    let text = "# Policy\n\n## What we collect\n\n### Function-related\n\nAcme collects information that you submit. This information includes:\n\n* If you join, your username.\n* Which plots you visit.\n    * If you leave, the list is deleted.\n* What you did there\n* When you planted it\n* Information you submit (notes, votes)\n\nAll of it is deleted in 30 days unless:\n\n* We are required to retain it for longer.\n\n### Logging\n\nWe log your IP address.\n";
    categories_are(
        text,
        &["username", "which-plots-you-visit", "what-you-did-there", "when-you-planted-it", "information", "logging"],
    );
    let text = "# Policy\n\n## 3.1 Data collected on our site\n\n3.1.1 IP address (collected automatically);\n\n3.1.2 browser version;\n\n## Period\n\nWe'll hold your personal data for the longest of the following periods:\n\n* 10.1 Up to 5 years\n";
    categories_are(text, &["ip-address", "browser-version"]);
    let text = "# Policy\n\n## General\n\nIf you wish to see our site, we collect the following data, which are necessary for us to show it to you (legal basis is Art. 6 para. 1 s. 1 lit. f GDPR):\n\n* Screen size\n* Language\n\n## Use of chat\n\nThe information set out above is processed when you chat.\n\n## Use of the shop\n\nTo use the shop, you have to sign up with your email-address and a name.\n";
    categories_are(text, &["screen-size", "language", "email-address-and-a-name"]);
    purposes_are(text, &["show-it-to-you"]);
}

#[test]
fn what_is_given_by_choice_is_collected_and_what_is_not_handled_is_none() {
    let text = "# Policy\n\n## What we collect\n\nWe also store various kinds of information that you choose to give us, including (but not limited to):\n\n* letters to the editor\n* pictures of plots\n\nYou may be required to provide the following information to enter the barn:\n\n* Gate keys\n\n## Other\n\nIf you donate, we do not handle your card number, but do collect any transaction information sent to us by the bank. The barn is a place that allows you to submit scores.\n\n## How we use and share your information\n\nYour information is used exclusively to run the farm.\n\n## What does Acme do with your personal information?\n\n* Counting visitors\n";
    categories_are(
        text,
        &["letters-to-the-editor", "pictures-of-plots", "gate-keys", "transaction-information-sent-to-us-by-the-bank"],
    );
    purposes_are(text, &["counting-visitors", "run-the-farm"]);
}

#[test]
fn emphasis_that_the_next_line_closes_makes_a_heading_and_escaped_marks_make_items() {
    let text = "**Information we collect  \n\n\u{200d}**When you join us, we ask for this.  \n\n**The information we collect includes**:  \n\\-your name and title;  \n\\- phone number;  \n\\-street address.  \n\u{200d}  \nHow we use the information we collect  \n\u{200d}**We use the information we collect:  \n\\- to answer your letters;  \n\\-to send you seeds.  \n\u{200d}  \n**Legal bases for using it  \n\n\u{200d}**There are several.\n\n**Performance of a contract** – The use of your personal information may be necessary.\n";
    categories_are(text, &["name-and-title", "phone-number", "street-address"]);
    purposes_are(text, &["answer-your-letters", "send-you-seeds"]);
}

#[test]
fn why_and_purpose_in_a_heading_tell_what_its_list_is_for() {
    let text = "# Policy\n\n## 2. Purpose and basis of what we collect\n\n### 2.1. Running the farm\n\nWe will collect and process the following personal data:\n\n* Name\n* IP address\n\n### 2.2. Troubleshooting or support\n\nWe process your letters.\n\n## Why does Acme collect your personal data?\n\nOn the basis of a contract, Acme carries out the following processing operations:\n\n* Invoices and payments\n\n## On what basis does Acme process it?\n\n* Consent\n* Contract\n";
    categories_are(text, &["name", "ip-address"]);
    purposes_are(text, &["running-the-farm", "troubleshooting-or-support", "invoices-and-payments"]);
}

#[test]
fn what_others_do_and_with_which_service_is_no_purpose() {
    let text = "# Policy\n\n## Data we process\n\nWe store the following:\n\n* Newsletters opened\n* Third parties collect similar data\n\n## Advertising\n\nWe use third-party advertising companies to serve ads. They may use your visits to show you tractors. We use Postbird to send letters. We allow advertisers to collect your browsing history.\n\n## Cookies\n\nWe use cookies to remember you. We use your IP address to find faults in our servers.\n\n## Website use information\n\nWhen you visit, we collect your browser type.\n\n## Uploading\n\nWhen you upload files, you also send the names of files.\n";
    categories_are(text, &["newsletters-opened", "browser-type", "names-of-files"]);
    purposes_are(text, &["find-faults-in-our-servers"]);
}

#[test]
fn a_list_that_lost_its_lines_is_a_list() {
    let text = "# Policy\n\n## What categories of data do we collect?\n\nWe may collect the following categories of personal data: - contact details, for example your name; - account identifiers, for example your farm id; and - survey information, if you answer one.\n\n## For what purposes do we process your personal data?\n\nWe may process your data to: - open the gate; - improve the soil; and - send you seeds.\n";
    categories_are(text, &["contact-details", "account-identifiers", "survey-information"]);
    purposes_are(text, &["open-the-gate", "improve-the-soil", "send-you-seeds"]);
}

#[test]
fn titles_that_were_not_marked_are_headings_beside_marked_ones() {
    let text = "## Policy\n\nInformation Collected by Acme\n\n### General\n\nYou can look around.\n\n### Orders\n\nWe collect your order history.\n\nHow We Use Your Information\n\n### Orders\n\nOrders are used to plan the season.\n\nYour Privacy Rights\n\nTo ask for a list, please send your request to:\n\nFarm Office  \n12 Field Lane  \nGreenwood, CA 90095\n";
    categories_are(text, &["orders"]);
}

#[test]
fn data_under_its_label_below_a_purpose_is_collected() {
    let text = "# Policy\n\n## 2. For what purposes do we process your personal data?\n\n### 2.1 Sending the catalogue\n\nPurposes of processing: We send you the catalogue by mail.\n\nCategories of data: For this purpose, we process your street address and name.\n\nLegal basis: Consent.\n\n### 2.2 Legal prosecution\n\nCategories of data: We process contact details.\n\nThe policy may include their practices about email.\n";
    categories_are(text, &["street-address-and-name", "contact-details"]);
}

#[test]
fn the_name_of_the_text_is_no_section_about_use_and_the_device_of_a_user_is_theirs() {
    let text = "# Data Use Policy\n\n**General**: We take care of your letters. Settings and records are stored only in local storage on the user's device.\n\n**How We Use the Information**:\n\n**Order information**: We use it to improve the farm.\n\nWe collect your name.\n";
    categories_are(text, &["name"]);
    purposes_are(text, &["improve-the-farm"]);
}

#[test]
fn strong_lines_before_a_hard_break_are_headings_and_long_items_begin_with_their_noun() {
    let text = "# Policy\n\nCollection and use  \n**What does Acme collect about me?** When you visit, we collect information.  \n**Information you provide us when you join**  \nWhen you join, you voluntarily give us certain personal data, including:\n\n* Your username, email address and language preferences. If you log in with another service, we will ask permission to access basic information from it, such as your name; you can stop sharing that with us at any time by removing our access to that service.\n\n**How does Acme use my information?**  \nWe use it as necessary, including:\n\n* to display your letters\n* to plan the season\n";
    categories_are(text, &["username-email-address-and-language-preferences"]);
    purposes_are(text, &["display-your-letters", "plan-the-season"]);
}

#[test]
fn a_row_of_one_cell_groups_and_the_purpose_of_a_document_is_none() {
    let text = "# Policy\n\nThe purpose of this document is to inform you about the data we collect.\n\n## What data is concerned by processing on our site?\n\n|     |     |     |\n| --- | --- | --- |\n| CATEGORY OF DATA | DATA CONCERNED | RETENTION PERIODS |\n| Account data | Your e-mail address. | 1 year |\n| Device data | Your IP address. | 1 month |\n\n## How is your data used?\n\n|     |     |     |\n| --- | --- | --- |\n| **PURPOSES** | **DESCRIPTION** | **LEGAL BASIS** |\n| **WITH YOUR CONSENT** |     |     |\n| Counting visitors<br>_Cookies_ | We count. | Consent |\n";
    categories_are(text, &["account-data", "device-data"]);
    purposes_are(text, &["counting-visitors"]);
}

#[test]
fn what_is_kept_on_an_occasion_is_data_and_providers_and_cookies_are_none() {
    let text = "# Policy\n\n## What information does Acme process?\n\nWe store your phone number. Other content is stored, too. Examples include:\n\n* If you use the chat, chat content is stored during the visit.\n* When you record a meeting, the recording of the meeting is temporarily stored until you fetch it.\n\n**User support.** Any personal data you share is kept only for the purposes of answering you.\n\n**Managing your information.** You can change it.\n\n**Payment providers:** They collect your card number.\n\n**Cookies:** We use a session cookie to process your order.\n";
    categories_are(text, &["chat-content", "recording-of-the-meeting", "user-support", "cookies", "phone-number"]);
    purposes_are(text, &["answering-you"]);
}

#[test]
fn strong_lines_in_capitals_stand_above_others_and_a_made_id_is_kept() {
    let text = "# Policy\n\n**TYPES OF INFORMATION WE COLLECT**\n\n**Aggregate information**\n\nWe collect how many visitors come.\n\n**Letters**\n\nWe store the letters you send.\n\n**HOW WE USE IT**\n\n**Plan the season**\n\nWe look at all of it.\n";
    categories_are(text, &["aggregate-information", "letters"]);
    purposes_are(text, &["plan-the-season"]);
    let text = "# Policy\n\n## Installation\n\nA random installation ID is generated for you. A receipt is generated for the bank.\n";
    categories_are(text, &["random-installation-id"]);
}
