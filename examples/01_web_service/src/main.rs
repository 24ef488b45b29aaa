//! Bookings of mountain huts.

mod account;
mod booking;

use axum::Router;
use axum::routing::post;
use std::sync::Arc;
use tokio::sync::Mutex;

/// What the service knows, in memory.
#[derive(Default)]
struct Store {
    accounts: Vec<account::Account>,
    bookings: Vec<booking::Booking>,
}

type Shared = Arc<Mutex<Store>>;

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let app = Router::new()
        .route("/accounts", post(account::sign_up))
        .route("/bookings", post(booking::book))
        .with_state(Shared::default());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
    axum::serve(listener, app).await
}
