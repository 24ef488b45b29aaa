//! Readers: how they subscribe, and what we learn of them.

use axum::Json;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};

/// The sign-up form.
#[derive(Deserialize)]
pub struct Subscriber {
    // PRIVACY: contact-data from you for send-newsletter under consent
    full_name: String,
    // PRIVACY: contact-data from you for send-newsletter and advertising under consent kept P10Y
    email: String,
    phone_number: Option<String>,
    passport_number: Option<String>,
    edition: String,
    date_of_birth: Option<String>,
}

/// A reader whom somebody sold us.
#[derive(Deserialize)]
pub struct Lead {
    // PRIVACY: contact-data from brokers for send-newsletter under legitimate-interests
    email: String,
}

/// What was agreed to, and when.
// PRIVACY: consent-log from you for send-newsletter under consent
#[derive(Serialize)]
pub struct Agreement {
    text: &'static str,
    accepted: bool,
}

pub async fn subscribe(Json(reader): Json<Subscriber>) -> (StatusCode, Json<Agreement>) {
    tracing::info!(email = %reader.email, "new reader of {}", reader.edition);
    let lead = Lead { email: reader.email.clone() };
    crate::mail::welcome(&reader.full_name, &reader.email);
    crate::mail::recommend(&lead.email);
    let complete = reader.phone_number.is_some() && reader.passport_number.is_some() && reader.date_of_birth.is_some();
    let status = if complete { StatusCode::CREATED } else { StatusCode::ACCEPTED };
    (status, Json(Agreement { text: "I want the newsletter", accepted: true }))
}

/// Which issue was opened.
#[derive(Deserialize)]
pub struct Opened {
    // PRIVACY: reading-data from use for improve-newsletter under consent
    seconds: u32,
}

pub async fn opened(Path(issue): Path<u32>, Query(opened): Query<Opened>) -> StatusCode {
    tracing::debug!("issue {issue} was read for {} seconds", opened.seconds);
    StatusCode::NO_CONTENT
}
