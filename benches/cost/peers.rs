//! What other tools are asked, where they are installed.

use std::process::{Command, Stdio};

/// Whether a program answers.
pub(crate) fn installed(program: &str) -> bool {
    Command::new(program)
        .arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|s| s.success())
}

/// Two hundred words of the kind a search for personal data would use.
pub(crate) fn words() -> Vec<String> {
    let things = ["user", "customer", "patient", "account", "member", "contact", "person", "client", "guest", "owner"];
    let data = [
        "name", "email", "phone", "address", "birthday", "password", "token", "location", "gender", "ssn", "iban",
        "card", "salary", "photo", "voice", "device", "ip", "cookie", "session", "history",
    ];
    things.iter().flat_map(|thing| data.iter().map(move |what| format!("{thing}_?{what}"))).collect()
}

/// Ten rules of the kind a search for collection would use.
pub(crate) fn ten_rules() -> String {
    let patterns = [
        "println!($$$)",
        "info!($$$)",
        "$A.email",
        "$A.password",
        "env::var($A)",
        "$A.send($$$)",
        "$A.headers()",
        "$A.remote_addr()",
        "Command::new($A)",
        "$A.execute($$$)",
    ];
    let rule = |(at, pattern): (usize, &&str)| {
        format!("id: r{at}\nlanguage: rust\nseverity: info\nmessage: r{at}\nrule:\n  pattern: '{pattern}'\n")
    };
    patterns.iter().enumerate().map(rule).collect::<Vec<_>>().join("---\n")
}
