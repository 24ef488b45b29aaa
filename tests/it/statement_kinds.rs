//! Statements in our own words whose lists are about what their members show, whatever the words above them say.

use crate::statement_checks::{derived, gives};

#[track_caller]
fn has(text: &str, categories: &[&str], purposes: &[&str]) {
    gives("privacy.md", text, categories, purposes);
}

#[test]
fn acts_in_a_list_of_what_is_collected_are_purposes_beside_which_data_is_named() {
    let text = "# Policy\n\n## How we collect and use information\n\nThese are the ways in which we collect and use it:\n\n\
        - **Showing pages**: Our host collects your IP address.\n\
        - **Counting visitors**: We log the browser type.\n\
        - **Serving maps**: The map receives your location.\n";
    has(text, &["ip-address", "browser-type", "location"], &["showing-pages", "counting-visitors", "serving-maps"]);
}

#[test]
fn names_of_data_are_collected_although_their_lead_offers_a_choice() {
    let text = "# Policy\n\n## Accounts\n\nYou may be required to provide the following information, some of which others \
        see:\n\n- Display name\n- Email address\n- SSH keys\n";
    has(text, &["display-name", "email-address", "ssh-keys"], &[]);
}

#[test]
fn bases_rights_and_parties_are_no_data_whatever_introduces_them() {
    let text = "# Policy\n\n## Data we collect\n\nWe collect your email address.\n\nWe collect your data on these \
        grounds:\n\n- Your consent\n- A contract with you\n- Our legitimate interests\n\nWe collect it with the help \
        of:\n\n- Payment providers\n- Hosting companies\n";
    has(text, &["email-address"], &[]);
}

#[test]
fn what_readers_use_says_nothing_of_what_data_is_used_for() {
    let text = "# Policy\n\n## What data we collect\n\n### Data created through use of the service\n\n\
        - **Usage and logs**: Pages opened, IP address.\n- **Content you store**: Files and events.\n\n\
        ### Content you provide through using the service\n\nWe store your messages.\n";
    has(text, &["usage-and-logs", "content-you-store", "content"], &[]);
}

#[test]
fn a_heading_names_data_where_each_of_its_members_does() {
    let text = "# Policy\n\n## Website and email\n\nIf you write to us, we receive your email address.\n";
    has(text, &["email-address"], &[]);
    let text = "# Policy\n\n## Server logs\n\nWe log the IP address of each request.\n";
    has(text, &["server-logs"], &[]);
}

#[test]
fn what_is_held_is_collected_and_what_it_consists_of() {
    let text = "# Policy\n\n## Data\n\nThe society has data on its members. This consists of name, postal address and phone \
        number. We also hold the contact details of volunteers.\n";
    has(text, &["name-postal-address-and-phone-number", "contact-details-of-volunteers"], &[]);
}

#[test]
fn acts_that_are_joined_by_a_second_to_are_purposes_each() {
    let text = "# Policy\n\n## Use\n\nWe use your IP address to find faults in our servers, to plan and improve them, and to \
        keep out attackers.\n";
    has(text, &[], &["find-faults-in-our-servers", "plan-and-improve-them", "keep-out-attackers"]);
    let text = "# Policy\n\n## Legal basis\n\nWe process your data for the purposes of providing the game, answering you, \
        finding faults and complying with the law.\n";
    has(text, &[], &["providing-the-game", "answering-you", "finding-faults", "complying-with-the-law"]);
    let text = "# Policy\n\n## Use\n\nWe use your address to send news to you and to the team.\n";
    has(text, &[], &["send-news-to-you-and-to-the-team"]);
}

#[test]
fn a_cell_that_spans_rows_stands_in_each_of_them() {
    let text = "<h1>Policy</h1><table>\
        <tr><th>Category of data</th><th>How we use it</th></tr>\
        <tr><td rowspan=\"2\">Address data</td><td>To send you letters</td></tr>\
        <tr><td>To count our readers</td></tr>\
        <tr><td>Payment data</td><td>To take your money</td></tr></table>";
    gives(
        "privacy.html",
        text,
        &["address-data", "payment-data"],
        &["send-you-letters", "count-our-readers", "take-your-money"],
    );
}

#[test]
fn a_verb_with_no_behind_it_denies_whatever_follows() {
    has(
        "# Policy\n\nThe game does one thing. This means that:\n\n- It collects no scores or moves.\n- It sends no pages.\n",
        &[],
        &[],
    );
}

#[test]
fn what_is_kept_for_an_act_has_it_for_its_purpose() {
    let text = "# Policy\n\n## What data we collect\n\nWhen a map is opened, your IP address may be recorded for up to 24 hours \
        for caching. If you find a fault we collect your browser version, strictly for the purposes of finding it.\n\n\
        This data is gathered to help you to manage your devices.\n";
    has(text, &["ip-address", "browser-version"], &["caching", "finding-it", "help-you-to-manage-your-devices"]);
}

#[test]
fn a_sentence_in_a_list_of_data_names_what_it_says_is_taken() {
    let text = "# Policy\n\n## What we collect\n\nWe collect these types of information:\n\n1. Information that you provide when \
        you apply.\n2. In particular, we process personal details such as name and postal address.\n";
    has(text, &["information-that-you-provide-when-you-apply", "name-and-postal-address"], &[]);
}

#[test]
fn whose_data_it_is_names_none_of_it() {
    let text = "# Policy\n\n## What we collect\n\n_Maintainers:_\nWe collect the postal address of maintainers.\n\n\
        ### Survey respondents\n\nWe collect your answers.\n";
    has(text, &["postal-address-of-maintainers", "answers"], &[]);
}

#[test]
fn a_label_stands_before_its_sentence_and_a_condition_before_its_noun() {
    let text = "# Policy\n\n## Your privacy\n\nWe only collect what we need.\n\n\
        - **Account information**: We collect your email address.\n\
        - **Groups**: If you join a group, we collect and store the names of the group.\n\
        - **Age**: To keep children safe and to obey the law, we must collect your date of birth.\n";
    has(text, &["account-information", "groups", "age"], &["keep-children-safe", "obey-the-law"]);
    let text = "# Policy\n\n## Information we collect\n\nThe categories include:\n\n- Contact details, such as your address\n\
        - If you choose to say so, for research, traits of a person, such as age or gender\n";
    has(text, &["contact-details", "traits-of-a-person"], &[]);
}

#[test]
fn a_cell_that_is_a_sentence_says_what_for_or_nothing() {
    let text = "# Policy\n\nWe process the following data, for the following purposes:\n\n|your data|our usage|\n|---|---|\n\
        |IP address|Used to answer your browser.|\n|User name|Your name is stored by us to show who wrote a note.|\n\
        |Pictures|Pictures are kept on the disk of the server.|\n|Age|N/A|\n";
    has(text, &["ip-address", "user-name", "pictures", "age"], &["answer-your-browser", "show-who-wrote-a-note"]);
}

#[test]
fn a_question_about_something_else_than_collection_is_no_data() {
    let text = "# Policy\n\n## Data collection\n\n| Data types | Collected |\n|---|---|\n| Does the game collect crash logs? | Yes |\n\
        | Does the game collect your name? | No |\n| Is all of it encrypted? | Yes |\n";
    let derived = derived("privacy.md", text);
    assert_eq!(derived.categories.len(), 1, "{:?}", derived.categories);
}

#[test]
fn telemetry_data_names_again_what_is_set_apart() {
    let text = "# Acme CLI Telemetry\n\nThe CLI collects usage data.\n\n## What data is collected?\n\nTelemetry collects:\n\n\
        - Commands used\n- Errors and warnings\n\n## How is it collected?\n\nCLI telemetry data is collected at your endpoint.\n";
    has(text, &["commands-used", "errors-and-warnings"], &[]);
}

#[test]
fn letters_in_brackets_mark_members_and_a_purpose_may_head_what_is_collected() {
    let text = "PRIVACY POLICY\n\nWe care.\n\n2\\. WHAT DATA WE PROCESS AND HOW WE OBTAIN IT FROM YOU\n\n\
        2.1 For the purpose of sending files\n\n(a) Contact details (e-mail address)\n\n(b) IP address\n\n\
        3\\. HOW WE USE YOUR DATA\n\nWe use your data for the following purposes:\n\n(a) Answering your questions;\n\n\
        (b) Obeying the law.\n";
    gives(
        "privacy.md",
        text,
        &["contact-details", "ip-address"],
        &["sending-files", "answering-your-questions", "obeying-the-law"],
    );
}

#[test]
fn items_that_nobody_closed_stand_beside_each_other() {
    let text =
        "<h1>Policy</h1><p>We collect the following data:</p><ul><li>Your IP address<li>Your browser version</ul>";
    let derived = derived("privacy.html", text);
    let found: Vec<_> = derived.categories.iter().map(|category| category.found.id.as_str()).collect();
    assert_eq!(found, ["ip-address", "browser-version"]);
}

#[test]
fn a_denial_of_one_place_denies_nothing_elsewhere_and_what_stays_includes_nothing() {
    let text = "# Policy\n\n## 1. Information collected\n\n### 1.1 The project\n\nWe do not collect any information that you have \
        not provided voluntarily. It may include your real name.\n\n### 1.2 The software\n\nWe do not collect any \
        information from the software.\n";
    has(text, &["real-name"], &[]);
    let text = "# Policy\n\n## Where is my data stored?\n\nYour data is stored locally on the computer. This includes your \
        settings and your history.\n\nThe exact location on your computer where it is stored depends on the system.\n";
    has(text, &[], &[]);
}

#[test]
fn labels_that_speak_about_data_name_none() {
    let text = "# Policy\n\n## Data we collect\n\n**Payment:** We keep the last digits of your card number.\n\n\
        **How we use this personal data:** Your address is not sold. We use it to answer you.\n\n\
        **Data retention:** We retain essential data (such as your user name) in active accounts.\n";
    has(text, &["payment"], &["answer-you"]);
}

#[test]
fn in_a_text_that_collects_nothing_what_is_stored_is_no_category() {
    let text = "# Policy\n\n## What the extension collects\n\n**Nothing.** It has no telemetry.\n\n## What is stored, and where\n\n\
        - **Settings** (language, folder) are stored in your profile.\n- **Notes** are written to your vault.\n";
    has(text, &[], &[]);
}

#[test]
fn what_others_see_names_no_data_and_a_place_that_gives_it_does() {
    let text = "# Policy\n\n## What do we collect?\n\nWe fetch the following information from the register: your date of birth and \
        student number.\n\n### Location data from the device\n\nWe determine your current location.\n\n\
        ## Do third parties see information collected by the service?\n\nYes.\n";
    has(text, &["location-data", "date-of-birth-and-student-number"], &[]);
}

#[test]
fn aims_stand_behind_an_occasion_and_at_the_start_of_an_item() {
    let text = "# Policy\n\n## What we collect\n\nWhen you write to us, in order to answer you, we collect the following:\n\n- Name\n\
        - to know your age we collect your date of birth;\n";
    has(text, &["name", "date-of-birth"], &["know-your-age", "answer-you"]);
}

#[test]
fn what_readers_switch_on_is_no_purpose() {
    let text = "# Tool Telemetry\n\nWe collect the commands that you run.\n\n## How can I configure it?\n\n### Enable telemetry\n\n\
        Run the command.\n";
    has(text, &["commands"], &[]);
}

#[test]
fn what_goes_on_from_taking_is_collected_and_by_whom_or_how_is_none() {
    let text = "# Policy\n\n## How we use your data\n\n### Acme\n\nWhen you visit our fan page, we collect information about \
        you. This includes:\n\n- What you click on\n- Your profile details\n\nSome of this data is collected by:\n\n\
        - **Our partners:** these host the page\n- **Filters:** these keep it safe\n\nWe protect your data by:\n\n\
        - Making sure of it\n- Ensuring security\n\n### Security and protection\n\nWe use your information to fight fraud.\n";
    has(text, &["what-you-click-on", "profile-details"], &["security-and-protection"]);
}

#[test]
fn a_sentence_names_what_it_takes_and_a_record_names_its_category() {
    let defined = "# Policy\n\n## What we collect\n\nWe may process data about your use of our site (\u{201c}site usage data\u{201d}).\n";
    has(defined, &["site-usage-data"], &[]);
    let records = "# Policy\n\n## Data we collect\n\n- Category: network activity\n- Category: identifiers\n";
    has(records, &["network-activity", "identifiers"], &[]);
}

#[test]
fn a_log_is_a_noun_behind_what_it_is_of() {
    let text = "# Policy\n\n## What we collect\n\nA troubleshooting log gets erased. We log your IP address for troubleshooting \
        purposes.\n";
    has(text, &["ip-address"], &["troubleshooting-purposes"]);
}

#[test]
fn how_carefully_data_is_used_is_no_purpose() {
    let text = "# Policy\n\n## How we use your data\n\nWe endeavour to use such information carefully. We use your email \
        address to answer you.\n";
    has(text, &[], &["answer-you"]);
}

#[test]
fn a_strong_line_in_the_case_of_a_title_is_a_heading_also_with_a_full_stop() {
    let text = "# Policy\n\n## Information We Collect\n\n**Payment Information.**\n\nYour payment-related information is \
        collected by our processor.\n\n**Usage Data.**\n\nWe collect logs.\n\n**We never sell your data.**\n";
    has(text, &["payment-information", "usage-data"], &[]);
}

#[test]
fn a_section_about_purposes_may_say_plainly_what_is_collected() {
    let text = "# Policy\n\n## Purposes\n\nWe may collect various information from you, including your name and phone number.\n\n\
        We use your information for the following purposes:\n\n- to answer you\n";
    has(text, &["name-and-phone-number"], &["answer-you"]);
    let example = "# Policy\n\n## What we collect\n\nYou give us information. It may include for example your name.\n";
    has(example, &["name"], &[]);
}

#[test]
fn a_sentence_that_leads_into_headings_says_what_they_are() {
    let text = "# Policy\n\nWhat You Share with Us\nand Others\n---\n\nWhen you play, we get different kinds of information from you:\n\n\
        #### Location\n\nWe collect the country you are in.\n\n#### Game Data\n\nWe keep your progress.\n\n\
        Why We Need Your  \nInformation\n---\n\nWe use your information to:\n\n#### Create your account\n\n#### Keep track of a game\n";
    has(text, &["location", "game-data"], &["create-your-account", "keep-track-of-a-game"]);
}

#[test]
fn headings_that_name_data_among_purposes_are_none_and_their_text_says_what_for() {
    let text = "# Policy\n\n## What we collect\n\n### Billing Information\n\nYour card number.\n\n### Contact Information\n\n\
        Your name.\n\n## How we use it\n\n### Billing Information\n\nWe use it to collect payment.\n\n### Contact Information\n\n\
        We use this information to answer you.\n";
    has(text, &["billing-information", "contact-information"], &["collect-payment", "answer-you"]);
}
