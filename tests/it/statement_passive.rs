//! Statements whose maker never says "we": data that "is stored", logs that "include", a maker that speaks by its name.

#[track_caller]
fn gives(text: &str, categories: &[&str], purposes: &[&str]) {
    crate::statement_checks::gives("privacy.md", text, categories, purposes);
}

#[test]
fn what_is_stored_counts_where_nobody_says_who_stores_it() {
    gives(
        "# Policy\n\n### Accounts\n\nFor registered users their user name, email address, and hashed password is stored and is required of them.\n",
        &["user-name-email-address-and-hashed-password"],
        &[],
    );
    gives(
        "# Policy\n\nProfile information, such as a full name and a photo, may be stored.\n",
        &["profile-information"],
        &[],
    );
    gives("# Policy\n\nYour theme is stored in your browser.\n", &[], &[]);
}

#[test]
fn logs_include_what_they_list_also_after_a_colon() {
    gives(
        "# Policy\n\nWe keep logs of requests to our servers. These logs include: your IP address, and the page.\n",
        &["logs-of-requests-to-our-servers", "ip-address-and-the-page"],
        &[],
    );
}

#[test]
fn a_maker_that_speaks_of_itself_by_its_name_says_what_for() {
    gives(
        "# Questions\n\n## What data does Acme collect about me, and why?\n\n### Acme collects account data\n\nAcme requires a working email address. Acme uses this data to give you access to features.\n\n### Acme collects data about visits\n\nAcme uses data about visits to:\n\n- optimize the website\n- diagnose errors\n",
        &["account-data", "visits"],
        &["optimize-the-website", "diagnose-errors", "give-you-access-to-features"],
    );
}

#[test]
fn a_lead_in_that_names_another_notice_still_introduces_its_list() {
    gives(
        "# Notice\n\n## What we collect\n\nWe collect your name.\n\n## How do we use it\n\nWe use it in the following ways, in addition to the uses described in our Privacy Notice:\n\n- To enroll you\n- To prevent fraud\n",
        &["name"],
        &["enroll-you", "prevent-fraud"],
    );
}

#[test]
fn that_a_tool_collects_nothing_personal_denies_nothing_of_the_rest() {
    gives(
        "# Notice\n\n## Donors\n\nWhen you donate, we collect your name and address.\n\n## Visitors\n\nWe use a counter for our pages. No personal data is collected.\n",
        &["name-and-address"],
        &[],
    );
}

#[test]
fn a_kind_of_data_over_prose_is_a_category_and_what_a_purpose_includes_is_none() {
    gives(
        "# Notice\n\n## Types of information we collect\n\n### Non-personal information\n\nAcme may collect non-personal information to see how visitors use the site.\n\n### Log files\n\nAcme may store your IP address in a log file.\n",
        &["non-personal-information", "log-files"],
        &["see-how-visitors-use-the-site"],
    );
    gives(
        "# Notice\n\n## What we collect\n\n**Technical data.** We receive data that we use to improve the service, including details of your device; log files and settings; and events.\n",
        &["technical-data"],
        &["improve-the-service"],
    );
}

#[test]
fn what_visitors_provide_is_where_data_comes_from_and_a_request_ends_a_purpose() {
    gives(
        "# Notice\n\n## Information we collect about visitors\n\n### Information a visitor provides to a site\n\nVisitors provide information directly.\n\n- **Comments:** We collect the comment.\n- **Orders:** We collect the billing address.\n",
        &["comments", "orders"],
        &[],
    );
    gives(
        "# Notice\n\nWe collect your name.\n\nWe use this data for behavioural advertising, please visit our page of choices.\n",
        &["name"],
        &["behavioural-advertising"],
    );
}
