//! Mails: those we send, and those we get.

use axum::Json;
use axum::http::StatusCode;
use serde::Deserialize;

/// Hands a mail to the letter shop.
// PRIVACY: discloses contact-data to letter-shop
pub fn welcome(name: &str, address: &str) {
    post("https://api.lettershop.example/send", &serde_json::json!({ "to": address, "name": name }));
}

/// Offers the address to advertisers.
// PRIVACY: discloses contact-data to ad-network
pub fn recommend(address: &str) {
    post("https://ads.example/audience", &serde_json::json!({ "address": address }));
}

fn post(url: &str, body: &serde_json::Value) {
    // A real service sends it; the example only says so.
    println!("{url}: {} bytes", body.to_string().len());
}

/// A mail to us.
// PRIVACY: letters from you for send-newsletter under consent
#[derive(Deserialize)]
pub struct Letter {
    body: String,
}

pub async fn receive(Json(letter): Json<Letter>) -> StatusCode {
    queue_for_reading(letter);
    StatusCode::ACCEPTED
}

// PRIVACY: reviews letters
fn queue_for_reading(letter: Letter) {
    println!("one more letter to read, {} characters", letter.body.chars().count());
}
