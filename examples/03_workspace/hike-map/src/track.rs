//! Recording of a hike.

use accounts::Consent;
use serde::Serialize;
use std::io::Write;

/// Where somebody is.
// PRIVACY: location-data from use for show-map under consent when recording_is_on
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Position {
    pub latitude: f64,
    pub longitude: f64,
}

/// The switch in the settings.
pub fn recording_is_on(consent: Consent) -> bool {
    consent.given
}

/// Keeps a position, and shows the map and the weather around it.
pub async fn record(consent: Consent, position: Position) -> Result<(), Box<dyn std::error::Error>> {
    if !recording_is_on(consent) {
        return Ok(());
    }
    keep(position)?;
    draw(position).await?;
    forecast(rounded(position)).await?;
    Ok(())
}

// PRIVACY: stores location-data in hikes
fn keep(position: Position) -> std::io::Result<()> {
    let mut file = std::fs::OpenOptions::new().append(true).create(true).open("hike.jsonl")?;
    writeln!(file, "{}", serde_json::to_string(&position)?)
}

/// Deletes the recorded hike.
// PRIVACY: deletes location-data from hikes
#[allow(dead_code)]
pub fn forget() -> std::io::Result<()> {
    std::fs::remove_file("hike.jsonl")
}

// PRIVACY: discloses location-data to tiles
async fn draw(position: Position) -> reqwest::Result<()> {
    accounts::post("https://api.tiles.example/around", &position).await
}

/// To ten kilometres.
// PRIVACY: coarsens location-data
fn rounded(position: Position) -> Position {
    let round = |degrees: f64| (degrees * 10.0).round() / 10.0;
    Position { latitude: round(position.latitude), longitude: round(position.longitude) }
}

// PRIVACY: discloses location-data to skycast
async fn forecast(position: Position) -> reqwest::Result<()> {
    accounts::post("https://api.skycast.example/forecast", &position).await
}
