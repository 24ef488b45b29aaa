//! What tidy tells its makers, when it may.

use serde::Serialize;
use std::time::Duration;

/// One run of the program.
// PRIVACY: usage-data from use for improve under consent when allowed
#[derive(Serialize)]
struct Event {
    command: &'static str,
    milliseconds: u128,
    // PRIVACY: device-data
    os: &'static str,
    // PRIVACY: device-data
    arch: &'static str,
}

/// Whether the user said yes.
fn allowed() -> bool {
    std::env::var("TIDY_TELEMETRY").is_ok_and(|value| value == "1")
}

/// Tells of a run.
pub fn ran(command: &'static str, took: Duration) {
    if !allowed() {
        return;
    }
    send(&Event { command, milliseconds: took.as_millis(), os: std::env::consts::OS, arch: std::env::consts::ARCH });
}

// PRIVACY: discloses usage-data and device-data to countly
fn send(event: &Event) {
    let client = reqwest::blocking::Client::new();
    // A tool must not fail because its telemetry does.
    let _ = client.post("https://in.countly.example/events").json(event).send();
}
