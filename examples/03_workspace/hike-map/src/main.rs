//! Hike Map: records a hike and shows what is around.

mod faults;
mod track;

use accounts::Consent;

#[tokio::main]
async fn main() {
    let consent = Consent { given: std::env::args().any(|arg| arg == "--record") };
    let position = track::Position { latitude: 47.07, longitude: 12.69 };
    if let Err(error) = track::record(consent, position).await {
        faults::report(&error.to_string()).await;
    }
}
