//! Orders.

use accounts::Account;
use axum::Json;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};

/// What is ordered, by whom, and where it goes.
#[derive(Deserialize)]
pub struct Order {
    account: Account,
    // PRIVACY: order-data from you for deliver-orders under contract kept P3650D
    basket: Vec<Line>,
    // PRIVACY: order-data from you for deliver-orders under contract kept P3650D
    shipping_address: String,
    // PRIVACY: payment-data from you for deliver-orders under contract
    card_number: String,
    /// To find the nearest parcel station.
    // PRIVACY: location-data from use for show-map under consent when accounts::Consent::given
    position: Option<(f64, f64)>,
}

/// A line of the basket.
#[derive(Serialize, Deserialize)]
pub struct Line {
    article: u32,
    amount: u8,
}

/// What the parcel service reads.
#[derive(Serialize)]
struct Parcel<'a> {
    name: &'a str,
    address: &'a str,
    station_near: Option<(f64, f64)>,
}

pub async fn take(Json(order): Json<Order>) -> StatusCode {
    let articles: Vec<u32> = order.basket.iter().filter(|line| line.amount > 0).map(|line| line.article).collect();
    keep(&order);
    let paid = pay(&order.card_number).await;
    let sent = deliver(&Parcel {
        name: &order.account.full_name,
        address: &order.shipping_address,
        station_near: order.position,
    })
    .await;
    match (paid, sent) {
        (Ok(()), Ok(())) if !articles.is_empty() => StatusCode::CREATED,
        _ => StatusCode::BAD_GATEWAY,
    }
}

/// The books, kept as long as the tax office wants them.
// PRIVACY: stores order-data in orders
fn keep(order: &Order) {
    let amounts = order.basket.iter().map(|line| u32::from(line.amount)).sum::<u32>();
    println!("{amounts} articles to {}", order.shipping_address.len());
}

// PRIVACY: discloses payment-data to paywell
async fn pay(card_number: &str) -> reqwest::Result<()> {
    accounts::post("https://api.paywell.example/charge", card_number).await
}

// PRIVACY: discloses order-data to parcel-service
async fn deliver(parcel: &Parcel<'_>) -> reqwest::Result<()> {
    accounts::post("https://eu.parcels.example/labels", parcel).await
}
