//! Fault reports.

use serde::Serialize;

/// What went wrong, and on what.
// PRIVACY: fault-reports from use for mend-faults under legitimate-interests kept P90D
#[derive(Serialize)]
struct Fault<'a> {
    message: &'a str,
    os_version: &'a str,
}

/// Sends a report. What fails here fails silently.
// PRIVACY: discloses fault-reports to faultline
pub async fn report(message: &str) {
    let fault = Fault { message, os_version: std::env::consts::OS };
    let _ = accounts::post("https://in.faultline.example/reports", &fault).await;
}
