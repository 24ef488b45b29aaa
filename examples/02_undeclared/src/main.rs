//! The newsletter service.

mod mail;
mod reader;

use axum::Router;
use axum::routing::{get, post};

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let app = Router::new()
        .route("/subscribe", post(reader::subscribe))
        .route("/opened/{issue}", get(reader::opened))
        .route("/letters", post(mail::receive));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
    axum::serve(listener, app).await
}
